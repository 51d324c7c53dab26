//! Thousands of files at once: waiting for the disk after each would take minutes, so they are written side by side, and the disk
//! is waited for once.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use rayon::prelude::*;

use super::Store;
use super::apply::{NewFile, Written, remove};
use super::atomic::{read_if_any, replace_unsynced};

impl Store {
    /// Writes `files`, as [`Store::replace_all`] does a few: where one cannot be written, none stays changed, and whatever ends
    /// in the middle is taken back by the next command.
    pub(super) fn replace_many(&self, sentence: &str, files: &[NewFile]) -> Result<Written> {
        self.begin(sentence, files)?;
        let mut written = Written::default();
        let outcome = self.put_many(files, &mut written);
        if outcome.is_err() {
            written.take_back();
            self.end();
        }
        outcome.map(|()| written)
    }

    fn put_many(&self, files: &[NewFile], written: &mut Written) -> Result<()> {
        let before = files.par_iter().map(|(file, _)| {
            let path = self.root.join(file);
            let before = read_if_any(&path)?;
            Ok((path, before))
        });
        let before: Vec<(PathBuf, Option<Vec<u8>>)> = before.collect::<Result<_>>()?;
        let folders: BTreeSet<&Path> = before.iter().filter_map(|(path, _)| path.parent()).collect();
        for folder in folders {
            fs::create_dir_all(folder).with_context(|| format!("建不了文件夹“{}”", folder.display()))?;
        }
        *written = Written { paths: files.iter().map(|(file, _)| file.clone()).collect(), before };
        let put = |((_, bytes), (path, _)): (&NewFile, &(PathBuf, Option<Vec<u8>>))| match bytes {
            Some(bytes) => replace_unsynced(path, bytes),
            None => remove(path),
        };
        files.par_iter().zip(&written.before).try_for_each(put)?;
        settle(&self.root, &written.before).context("磁盘没有把文件存稳")
    }
}

/// Waits until what was written is on the disk: for all of it in one go.
#[cfg(target_os = "linux")]
fn settle(folder: &Path, _files: &[(PathBuf, Option<Vec<u8>>)]) -> Result<()> {
    Ok(rustix::fs::syncfs(File::open(folder)?)?)
}

/// Waits until what was written is on the disk.
#[cfg(not(target_os = "linux"))]
fn settle(_folder: &Path, files: &[(PathBuf, Option<Vec<u8>>)]) -> Result<()> {
    let there = files.par_iter().filter(|(path, _)| path.is_file());
    there.try_for_each(|(path, _)| Ok(File::options().write(true).open(path)?.sync_data()?))
}
