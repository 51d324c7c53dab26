//! Making a change: every file written whole, or every file as it was.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use rayon::prelude::*;

use super::atomic::{read_if_any, replace};
use super::edit::{created, edited};
use super::evidence::Copy;
use super::read::{first_of, parse_task};
use super::text::decode;
use super::{Lock, Store};
use crate::core::change::{Change, Edit};
use crate::core::id::TaskId;

/// What was written, and how to take it back.
#[derive(Debug, Default)]
pub struct Written {
    /// The paths, seen from the ledger's folder.
    pub paths: Vec<String>,
    pub(super) before: Vec<(PathBuf, Option<Vec<u8>>)>,
}

/// Beyond this many files they are written side by side.
const MANY: usize = 256;

/// A file as it shall be: its path seen from the ledger's folder, and all its bytes; none where it shall not be.
pub type NewFile = (String, Option<Vec<u8>>);

impl Store {
    /// Makes `change` and copies the evidence it speaks of.
    pub fn apply(&self, lock: &Lock, change: &Change, copies: &[Copy]) -> Result<Written> {
        let evidence = copies.iter().map(|copy| {
            let bytes =
                fs::read(&copy.from).with_context(|| format!("读不了佐证材料“{}”", copy.from.display()))?;
            Ok((copy.to.clone(), Some(bytes)))
        });
        let settings = (!change.additions.is_empty()).then(|| self.enlarged(&change.additions));
        let mut files = evidence.chain(settings).collect::<Result<Vec<NewFile>>>()?;
        files.extend(self.edited(&change.edits)?);
        self.replace_all(lock, &change.sentence, &files)
    }

    /// Writes `files`. Where one cannot be written, none stays changed; where the process ends in the middle, the next
    /// command takes it back, unless [`Store::end`] has said that all is done.
    pub fn replace_all(&self, _lock: &Lock, sentence: &str, files: &[NewFile]) -> Result<Written> {
        if files.len() > MANY {
            return self.replace_many(sentence, files);
        }
        self.begin(sentence, files)?;
        let mut written = Written::default();
        for (file, bytes) in files {
            if let Err(error) = self.write(file, bytes.as_deref(), &mut written) {
                written.take_back();
                self.end();
                return Err(error);
            }
        }
        Ok(written)
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

    /// Writes `files` in the middle of a merge, which takes them back as a whole.
    pub fn put(&self, _lock: &Lock, files: &[NewFile]) -> Result<()> {
        let mut written = Written::default();
        files.iter().try_for_each(|(file, bytes)| self.write(file, bytes.as_deref(), &mut written))
    }

    fn write(&self, file: &str, bytes: Option<&[u8]>, written: &mut Written) -> Result<()> {
        let path = self.root.join(file);
        let before = read_if_any(&path)?;
        match (bytes, path.parent()) {
            (Some(bytes), Some(folder)) => {
                fs::create_dir_all(folder).with_context(|| format!("建不了文件夹“{}”", folder.display()))?;
                replace(&path, bytes)?;
            }
            _ => remove(&path)?,
        }
        written.paths.push(file.to_owned());
        written.before.push((path, before));
        Ok(())
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
                let bytes = fs::read(self.root.join(&file)).with_context(|| format!("读不了“{file}”"))?;
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

impl Written {
    pub(super) fn of(before: Vec<(PathBuf, Option<Vec<u8>>)>) -> Self {
        Self { paths: Vec::new(), before }
    }

    /// Puts every file back as it was before.
    pub fn take_back(&self) {
        for (path, before) in self.before.iter().rev() {
            // What cannot be put back is still in git; there is nothing better to do here than to go on with the rest.
            let _ = match (before, path.parent()) {
                (Some(bytes), Some(folder)) => {
                    // The folder went with its last file.
                    let _ = fs::create_dir_all(folder);
                    replace(path, bytes)
                }
                _ => remove(path),
            };
        }
    }
}

/// Removes a file, and the folder that it leaves empty.
pub(super) fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("删不了“{}”（请检查权限）", path.display()))
        }
        _ => {
            // A folder that holds anything else stays.
            if let Some(folder) = path.parent() {
                let _ = fs::remove_dir(folder);
            }
            Ok(())
        }
    }
}
