//! 佐证材料: copies of the files that prove what a log entry says.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::Store;
use crate::core::id::TaskId;
use crate::core::problem::Problem;
use crate::core::task::Task;
use crate::folder::Kind;

/// A file to be copied into the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copy {
    /// Where it is now.
    pub from: PathBuf,
    /// Where it will lie, seen from the ledger's folder: `evidence/2026-014/方案.pdf`.
    pub to: String,
}

impl Store {
    /// Decides where each file will lie. Nothing is overwritten: another file of the same name gets `-2` before its ending;
    /// the same file again needs no second copy.
    pub fn plan_evidence(&self, id: TaskId, files: &[PathBuf]) -> Result<Vec<Copy>> {
        let mut copies: Vec<Copy> = Vec::new();
        for file in files {
            if !file.is_file() {
                bail!("没有佐证材料“{}”这个文件；请核对 --evidence", file.display());
            }
            if copies.iter().any(|copy| same_content(file, &copy.from).unwrap_or(false)) {
                continue;
            }
            let to = self.free_place(id, file, &copies)?;
            copies.push(Copy { from: file.clone(), to });
        }
        Ok(copies)
    }

    fn free_place(&self, id: TaskId, file: &Path, planned: &[Copy]) -> Result<String> {
        let text = |part: Option<&std::ffi::OsStr>| part.map(|part| part.to_string_lossy().into_owned());
        let stem = text(file.file_stem()).unwrap_or_default();
        let ending = text(file.extension()).map(|ending| format!(".{ending}")).unwrap_or_default();
        for number in 1_u32.. {
            let again = if number == 1 { String::new() } else { format!("-{number}") };
            let place = format!("{}/{stem}{again}{ending}", id.evidence_folder());
            let planned = planned.iter().any(|copy| copy.to == place);
            if !planned && self.is_free_for(&place, file)? {
                return Ok(place);
            }
        }
        bail!("佐证材料“{}”的同名文件太多", file.display())
    }
}

impl Store {
    /// Whether nothing lies at `place`, or the same as `file`.
    fn is_free_for(&self, place: &str, file: &Path) -> Result<bool> {
        let folder = self.folder()?;
        let Some(kind) = folder.kind(place) else { return Ok(true) };
        if kind != Kind::File || folder.size(place) != Some(file.metadata()?.len()) {
            return Ok(false);
        }
        let new = std::fs::read(file).with_context(|| format!("读不了“{}”", file.display()))?;
        Ok(*self.bytes(place)? == new)
    }
}

fn same_content(one: &Path, other: &Path) -> Result<bool> {
    let read = |path: &Path| std::fs::read(path).with_context(|| format!("读不了“{}”", path.display()));
    if one.metadata()?.len() != other.metadata()?.len() {
        return Ok(false);
    }
    Ok(read(one)? == read(other)?)
}

impl Store {
    /// Evidence that a log speaks of and that is not in the folder.
    pub fn missing_evidence(&self, task: &Task) -> Vec<Problem> {
        let missing = |path: &&str| !self.has(path);
        task.evidence()
            .filter(missing)
            .map(|path| {
                let message = format!("佐证材料 {path} 不见了；请从历史或原处找回，放回这个位置");
                Problem::warning(&task.file, "missing-evidence", message)
            })
            .collect()
    }
}
