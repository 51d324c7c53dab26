//! Where the files of a ledger are read from: its folder, or what the history held of it on some day.

use std::borrow::Cow;
use std::collections::BTreeMap;

use anyhow::{Context, Result};

use super::{NewFile, Store};
use crate::core::limits;
use crate::folder::{Confined, Kind};

/// The files that the history held, each with its bytes; those that nobody needs to read are there by name alone.
pub type Held = BTreeMap<String, Option<Vec<u8>>>;

/// What lies in a folder: a name, and what it stands for.
pub(super) struct Found {
    pub(super) name: String,
    pub(super) kind: Kind,
}

impl Found {
    pub(super) fn is_folder(&self) -> bool {
        self.kind == Kind::Folder
    }
}

impl Store {
    /// The ledger's folder, in which no link is followed.
    pub(super) fn folder(&self) -> Result<&Confined> {
        if let Some(folder) = self.folder.get() {
            return Ok(folder);
        }
        let folder =
            Confined::open(&self.root).with_context(|| format!("读不了文件夹“{}”", self.root.display()))?;
        Ok(self.folder.get_or_init(|| folder))
    }

    /// The same ledger with these files as they shall be: a change has made them, and the folder does not show them yet.
    #[must_use]
    pub fn ahead(self, files: Vec<NewFile>) -> Self {
        Self { ahead: std::sync::Arc::new(files.into_iter().collect()), ..self }
    }

    /// Whether the folder itself is what is read, and nothing else.
    pub(super) fn reads_folder(&self) -> bool {
        self.held.is_none() && self.ahead.is_empty()
    }

    /// All bytes of a file that need not be text.
    pub(super) fn whole(&self, file: &str) -> Result<Vec<u8>> {
        self.folder()?.read(file).with_context(|| format!("读不了“{file}”"))
    }

    /// A file's bytes, and of one that is no text for anybody only the beginning. `file` is seen from the ledger's folder.
    pub(super) fn bytes(&self, file: &str) -> Result<Cow<'_, [u8]>> {
        let Some(held) = &self.held else {
            if let Some(ahead) = self.ahead.get(file) {
                return ahead.as_deref().map(Cow::from).with_context(|| format!("没有“{file}”"));
            }
            let bytes = self.folder()?.read_at_most(file, limits::TEXT);
            let bytes = bytes.with_context(|| format!("读不了“{file}”"))?;
            return Ok(Cow::from(bytes));
        };
        let bytes = held.get(file).and_then(Option::as_ref);
        bytes.map(Cow::from).with_context(|| format!("当时的台账里没有“{file}”"))
    }

    /// Whether there is such a file.
    pub fn has(&self, file: &str) -> bool {
        match (&self.held, self.ahead.get(file)) {
            (Some(held), _) => held.contains_key(file),
            (None, Some(ahead)) => ahead.is_some(),
            (None, None) => self.folder().is_ok_and(|folder| folder.kind(file) == Some(Kind::File)),
        }
    }

    /// These files with what they hold now; none where one is not there.
    pub fn as_they_are(&self, files: &[String]) -> Result<Vec<NewFile>> {
        let whole = |file: &String| self.has(file).then(|| self.whole(file)).transpose();
        files.iter().map(|file| Ok((file.clone(), whole(file)?))).collect()
    }

    /// What lies in `folder`, by name; nothing where there is no such folder.
    pub(super) fn entries(&self, folder: &str) -> Result<Vec<Found>> {
        if let Some(held) = &self.held {
            return Ok(held_in(held, folder));
        }
        let found = self.folder()?.entries(folder).with_context(|| format!("读不了文件夹“{folder}”"))?;
        let mut found: Vec<Found> = found.into_iter().map(|(name, kind)| Found { name, kind }).collect();
        if !self.ahead.is_empty() {
            let is_gone = |found: &Found| self.ahead.get(&format!("{folder}/{}", found.name)) == Some(&None);
            found.retain(|found| !is_gone(found));
            for new in held_in(&self.ahead, folder) {
                let is_there = new.is_folder() || self.has(&format!("{folder}/{}", new.name));
                if is_there && found.iter().all(|found| found.name != new.name) {
                    found.push(new);
                }
            }
        }
        // Which of two files for one number is read does not depend on the disk.
        found.sort_unstable_by(|one, other| one.name.cmp(&other.name));
        Ok(found)
    }
}

fn held_in(held: &Held, folder: &str) -> Vec<Found> {
    let prefix = format!("{folder}/");
    let mut found: Vec<Found> = Vec::new();
    for inside in held.range(prefix.clone()..).map_while(|(file, _)| file.strip_prefix(&prefix)) {
        let (name, kind) = match inside.split_once('/') {
            Some((name, _)) => (name, Kind::Folder),
            None => (inside, Kind::File),
        };
        if found.last().is_none_or(|last| last.name != name) {
            found.push(Found { name: name.to_owned(), kind });
        }
    }
    found
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
            found.into_iter().map(|found| (found.is_folder(), found.name)).collect::<Vec<_>>()
        };
        assert_eq!(names("tasks"), [(true, "2025".to_owned()), (true, "2026".to_owned())]);
        assert_eq!(names("tasks/2026"), [(false, "001.toml".to_owned()), (false, "002.toml".to_owned())]);
        assert!(names("evidence").is_empty());
    }
}
