//! Where the files of a ledger are read from: its folder, or what the history held of it on some day.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::Store;
use crate::core::limits;

/// The files that the history held, each with its bytes; those that nobody needs to read are there by name alone.
pub type Held = BTreeMap<String, Option<Vec<u8>>>;

/// What lies in a folder: a name, and whether it is a folder itself.
pub(super) struct Found {
    pub(super) name: String,
    pub(super) is_folder: bool,
}

impl Store {
    /// A file's bytes. `file` is seen from the ledger's folder.
    pub(super) fn bytes(&self, file: &str) -> Result<Cow<'_, [u8]>> {
        let Some(held) = &self.held else {
            let bytes =
                fs::File::open(self.root.join(file)).and_then(|file| limits::read(file, limits::TEXT));
            let bytes = bytes.with_context(|| format!("读不了“{file}”"))?;
            return Ok(Cow::from(bytes));
        };
        let bytes = held.get(file).and_then(Option::as_ref);
        bytes.map(Cow::from).with_context(|| format!("当时的台账里没有“{file}”"))
    }

    /// Whether there is such a file.
    pub(super) fn has(&self, file: &str) -> bool {
        match &self.held {
            Some(held) => held.contains_key(file),
            None => self.root.join(file).is_file(),
        }
    }

    /// What lies in `folder`, by name; nothing where there is no such folder.
    pub(super) fn entries(&self, folder: &str) -> Result<Vec<Found>> {
        match &self.held {
            Some(held) => Ok(held_in(held, folder)),
            None => lying_in(&self.root.join(folder)),
        }
    }
}

fn held_in(held: &Held, folder: &str) -> Vec<Found> {
    let prefix = format!("{folder}/");
    let mut found: Vec<Found> = Vec::new();
    for inside in held.range(prefix.clone()..).map_while(|(file, _)| file.strip_prefix(&prefix)) {
        let (name, is_folder) = match inside.split_once('/') {
            Some((name, _)) => (name, true),
            None => (inside, false),
        };
        if found.last().is_none_or(|last| last.name != name) {
            found.push(Found { name: name.to_owned(), is_folder });
        }
    }
    found
}

fn lying_in(folder: &Path) -> Result<Vec<Found>> {
    let named = || format!("读不了文件夹“{}”", folder.display());
    let listing = match fs::read_dir(folder) {
        Ok(listing) => listing,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error).with_context(named),
    };
    let mut found = Vec::new();
    for entry in listing {
        let entry = entry.with_context(named)?;
        // A link to a folder is one.
        let is_folder = match entry.file_type() {
            Ok(kind) if !kind.is_symlink() => kind.is_dir(),
            _ => entry.path().is_dir(),
        };
        found.push(Found { name: entry.file_name().to_string_lossy().into_owned(), is_folder });
    }
    // Which of two files for one number is read does not depend on the disk.
    found.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_held_lies_in_folders_again() {
        let files = ["ledger.toml", "tasks/2025/001.toml", "tasks/2026/001.toml", "tasks/2026/002.toml"];
        let held: Held = files.iter().map(|file| ((*file).to_owned(), None)).collect();
        let names = |folder: &str| {
            let found = held_in(&held, folder);
            found.into_iter().map(|found| (found.name, found.is_folder)).collect::<Vec<_>>()
        };
        assert_eq!(names("tasks"), [("2025".to_owned(), true), ("2026".to_owned(), true)]);
        assert_eq!(names("tasks/2026"), [("001.toml".to_owned(), false), ("002.toml".to_owned(), false)]);
        assert!(names("evidence").is_empty());
    }
}
