//! What a change makes of the files, and making it where nobody keeps a history: every file written whole, or every file as it
//! was.

use std::io::ErrorKind;

use anyhow::{Context, Result, bail};
use rayon::prelude::*;

use super::Store;
use super::edit::{created, edited};
use super::evidence::Copy;
use super::read::{first_of, parse_task};
use super::text::decode;
use crate::core::change::{Change, Edit};
use crate::core::id::TaskId;
use crate::folder::{Begun, Lock, Redo, Steps};

/// Beyond this many files they are looked at side by side, and the disk is waited for once.
const MANY: usize = 256;

/// A file as it shall be: its path seen from the ledger's folder, and all its bytes; none where it shall not be.
pub type NewFile = (String, Option<Vec<u8>>);

impl Store {
    /// The files that `change` makes, with the evidence it speaks of.
    pub fn planned(&self, change: &Change, copies: &[Copy]) -> Result<Vec<NewFile>> {
        let evidence = copies.iter().map(|copy| {
            let bytes = std::fs::read(&copy.from)
                .with_context(|| format!("读不了佐证材料“{}”", copy.from.display()))?;
            Ok((copy.to.clone(), Some(bytes)))
        });
        let settings = (!change.additions.is_empty()).then(|| self.enlarged(&change.additions));
        let mut files = evidence.chain(settings).collect::<Result<Vec<NewFile>>>()?;
        files.extend(self.edited(&change.edits)?);
        Ok(files)
    }

    /// Writes `files` where nobody keeps a history. Where one cannot be staged, nothing is changed; once all are, it has
    /// happened, and whoever comes next brings to its end what this process cannot.
    ///
    /// `fingerprint` tells bytes from any others.
    pub fn replace_all(
        &self,
        lock: &Lock,
        sentence: &str,
        files: &[NewFile],
        fingerprint: impl Fn(&[u8]) -> String,
    ) -> Result<()> {
        const UNCHANGED: &str = "写不下，没有改动";
        let own = self.private.open()?;
        let staged = files.iter().map(|(file, bytes)| {
            let before = self.folder()?.read_if_any(file).with_context(|| format!("读不了“{file}”"))?;
            let folder = self.folder()?;
            folder.check_way(file).with_context(|| format!("写不了“{file}”"))?;
            if bytes.is_some() {
                // A folder takes room on the disk, and shows nothing while it is empty.
                let made = folder.make_way(file).inspect_err(|_| folder.remove_empty(file));
                made.with_context(|| format!("写不了“{file}”"))?;
            }
            let staged = match bytes {
                Some(bytes) => {
                    let staged = self.private.stage(lock, &own, bytes, files.len() > MANY)?;
                    self.private.dress(&staged, &self.root.join(file), false);
                    Some(staged)
                }
                None => None,
            };
            Ok(Redo { file: file.clone(), before: before.as_deref().map(&fingerprint), staged })
        });
        let begun = staged.collect::<Result<Vec<Redo>>>().and_then(|staged| {
            if files.len() > MANY {
                self.private.settle().context("磁盘没有把文件存稳")?;
            }
            self.private.begin(lock, &self.root, sentence, Steps::Files(staged))
        });
        if let Err(error) = begun {
            self.private.sweep(lock);
            return Err(error.context(UNCHANGED));
        }
        match self.private.begun()? {
            Some(begun) => self.take_up(lock, &begun, fingerprint).map(|_| ()).map_err(|error| {
                error.context(format!(
                    "已经办好：{sentence}；只是台账文件还没有全部跟上。不要再做一次，解决后运行任何一条 ledger 命令就会补上"
                ))
            }),
            None => Ok(()),
        }
    }

    /// Brings to its end what was begun where nobody keeps a history; says which files somebody has changed since: they are
    /// left alone.
    pub fn take_up(
        &self,
        lock: &Lock,
        begun: &Begun,
        fingerprint: impl Fn(&[u8]) -> String,
    ) -> Result<Vec<String>> {
        let Steps::Files(files) = &begun.steps else { bail!("这次操作有历史") };
        let (own, folder) = (self.private.open()?, self.folder()?);
        let mut changed = Vec::new();
        for Redo { file, before, staged } in files {
            let named = || format!("写不了“{file}”");
            // What is not staged any more is in its place.
            if staged.as_ref().is_some_and(|staged| own.kind(staged).is_none()) {
                continue;
            }
            let now = folder.read_if_any(file).with_context(named)?;
            if now.as_deref().map(&fingerprint) != *before {
                changed.extend((staged.is_some() || now.is_some()).then(|| file.clone()));
                continue;
            }
            match staged {
                Some(staged) => {
                    // A file that went may have taken an empty folder along.
                    let put = own.put(staged, folder, file).or_else(|error| match error.kind() {
                        ErrorKind::NotFound => {
                            folder.make_way(file).and_then(|()| own.put(staged, folder, file))
                        }
                        _ => Err(error),
                    });
                    put.with_context(named)?;
                }
                None => folder.remove(file).with_context(named)?,
            }
        }
        self.private.sweep(lock);
        self.private.end(lock)?;
        Ok(changed)
    }

    /// The files that such a change has made and the folder does not show yet.
    pub fn ahead_of_folder(&self, files: &[Redo]) -> Vec<NewFile> {
        let Ok(own) = self.private.open() else { return Vec::new() };
        let ahead = files.iter().filter_map(|Redo { file, staged, .. }| match staged {
            Some(staged) => Some((file.clone(), Some(own.read(staged).ok()?))),
            None => Some((file.clone(), None)),
        });
        ahead.collect()
    }

    /// The files of edits and their new texts.
    fn edited(&self, edits: &[Edit]) -> Result<Vec<NewFile>> {
        if edits.len() <= MANY {
            return edits.iter().map(|edit| self.after(edit, self.file_of(edit.id))).collect();
        }
        // Looking for each by itself would go through the folder every time.
        let known = self.files()?;
        edits.par_iter().map(|edit| self.after(edit, known.get(&edit.id).cloned())).collect()
    }

    /// The file of an edit and its new text, proved to read back as a task.
    fn after(&self, edit: &Edit, known: Option<String>) -> Result<NewFile> {
        let (file, text) = match (known, edit.creates) {
            // A file of such a number would be nobody's.
            (None, true) if edit.id.number > TaskId::HIGHEST => bail!(
                "{} 年度的编号已经用到 {}，登记不了新任务；请运行 ledger check，改正过大的编号后再试",
                edit.id.year,
                TaskId::HIGHEST
            ),
            (None, true) => {
                let file = edit.id.path();
                let text = created(&file, edit)?;
                (file, text)
            }
            (Some(file), false) => {
                let bytes = self.bytes(&file)?;
                decode(&file, &bytes)?;
                let raw = String::from_utf8_lossy(&bytes);
                let text = edited(&file, &raw, edit)?;
                (file, text)
            }
            (Some(file), true) => bail!("{file} 已经存在，没有登记；请再试一次"),
            (None, false) => bail!("{} 不见了，没有修改；请运行 ledger check", edit.id.path()),
        };
        parse_task(edit.id, &file, text.as_bytes()).map_err(first_of)?;
        Ok((file, Some(text.into_bytes())))
    }
}
