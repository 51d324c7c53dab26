//! What a command was about to write, kept until it is in the history: a killed process leaves nothing half done.

use std::fs;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::Store;
use super::apply::{NewFile, Written};
use super::atomic::{read_if_any, replace};

/// The journal's file; `.gitignore` names it.
pub(super) const JOURNAL: &str = ".ledger-journal";

/// A change that was begun.
#[derive(Debug, Serialize, Deserialize)]
pub struct Journal {
    /// What the person was told, or would have been.
    pub sentence: String,
    /// The files it writes, as they were before.
    before: Vec<Before>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Before {
    file: String,
    /// None for a file that is new.
    bytes: Option<Vec<u8>>,
}

impl Journal {
    /// The paths it writes, seen from the ledger's folder.
    pub fn paths(&self) -> Vec<String> {
        self.before.iter().map(|before| before.file.clone()).collect()
    }
}

impl Store {
    /// Writes down what these files hold now, before any of them is written.
    pub(super) fn begin(&self, sentence: &str, files: &[NewFile]) -> Result<()> {
        let before = |(file, _): &NewFile| {
            Ok(Before { file: file.clone(), bytes: read_if_any(&self.root.join(file))? })
        };
        let before = files.iter().map(before).collect::<Result<_>>()?;
        let journal = Journal { sentence: sentence.to_owned(), before };
        let text = serde_json::to_vec(&journal).context("写不出操作记录")?;
        replace(&self.root.join(JOURNAL), &text)
    }

    /// The change is in the history, or was taken back: there is nothing left to remember.
    pub fn end(&self) {
        // A journal that cannot be removed is looked at again, and found to be in the history.
        let _ = fs::remove_file(self.root.join(JOURNAL));
    }

    /// What an earlier command began and did not end, if anything.
    pub fn interrupted(&self) -> Option<Journal> {
        let text = fs::read(self.root.join(JOURNAL)).ok()?;
        // A journal that was itself cut short was written before anything else was.
        let journal = serde_json::from_slice(&text).ok();
        if journal.is_none() {
            self.end();
        }
        journal
    }

    /// Puts every file back as it was before the interrupted change.
    pub fn take_back(&self, journal: Journal) {
        let before = journal.before.into_iter().map(|before| (self.root.join(before.file), before.bytes));
        Written::of(before.collect()).take_back();
        self.end();
    }
}
