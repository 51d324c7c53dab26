//! Making a change: every file written whole, or every file as it was.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use super::atomic::{read_if_any, replace};
use super::edit::{created, edited};
use super::evidence::Copy;
use super::read::{first_of, parse_task};
use super::text::decode;
use super::{Lock, Store};
use crate::core::change::{Change, Edit};

/// What was written, and how to take it back.
#[derive(Debug, Default)]
pub struct Written {
    /// The paths, seen from the ledger's folder.
    pub paths: Vec<String>,
    before: Vec<(PathBuf, Option<Vec<u8>>)>,
}

impl Store {
    /// Makes `change` and copies the evidence it speaks of. Where one file cannot be written, none stays changed.
    pub fn apply(&self, _lock: &Lock, change: &Change, copies: &[Copy]) -> Result<Written> {
        let mut texts = Vec::with_capacity(change.edits.len());
        for edit in &change.edits {
            texts.push(self.text_after(edit)?);
        }
        let mut written = Written::default();
        let outcome = (|| {
            for copy in copies {
                let bytes = fs::read(&copy.from)
                    .with_context(|| format!("读不了佐证材料“{}”", copy.from.display()))?;
                self.write(&copy.to, &bytes, &mut written)?;
            }
            for (file, text) in &texts {
                self.write(file, text.as_bytes(), &mut written)?;
            }
            Ok(())
        })();
        match outcome {
            Ok(()) => Ok(written),
            Err(error) => {
                written.take_back();
                Err(error)
            }
        }
    }

    /// Replaces one file of the folder, making the folders it needs.
    pub fn write(&self, file: &str, bytes: &[u8], written: &mut Written) -> Result<()> {
        let path = self.root.join(file);
        let before = read_if_any(&path)?;
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).with_context(|| format!("建不了文件夹“{}”", folder.display()))?;
        }
        replace(&path, bytes)?;
        written.paths.push(file.to_owned());
        written.before.push((path, before));
        Ok(())
    }

    /// The file of an edit and its new text, proved to read back as a task.
    fn text_after(&self, edit: &Edit) -> Result<(String, String)> {
        let (file, text) = match (self.file_of(edit.id), edit.creates) {
            (None, true) => (edit.id.path(), created(edit)),
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
        Ok((file, text))
    }
}

impl Written {
    /// Puts every file back as it was before.
    pub fn take_back(&self) {
        for (path, before) in self.before.iter().rev() {
            // What cannot be put back is still in git; there is nothing better to do here than to go on with the rest.
            let _ = match before {
                Some(bytes) => replace(path, bytes),
                None => fs::remove_file(path).map_err(Into::into),
            };
        }
    }
}
