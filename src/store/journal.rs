//! What a command was about to write, kept until it is in the history: a killed process leaves nothing half done.

use std::fs;
use std::hash::{DefaultHasher, Hasher};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::apply::{NewFile, Written};
use super::atomic::{read_if_any, replace};
use super::{Private, Store};

/// The journal's file, in the program's own folder.
const JOURNAL: &str = "journal";

/// A change that was begun.
#[derive(Debug, Serialize, Deserialize)]
pub struct Journal {
    /// What the person was told, or would have been.
    pub sentence: String,
    /// The files it writes, as they were before.
    before: Vec<Before>,
    /// What git was to join, where that is what was begun; git takes that back itself.
    #[serde(default)]
    pub joining: Option<Joining>,
}

/// Joining two lines of work.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Joining {
    /// The last commit of the other line.
    pub theirs: String,
    /// The files that both changed, and that were settled.
    pub settled: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Before {
    file: String,
    /// None for a file that is new.
    bytes: Option<Vec<u8>>,
    /// What tells the bytes to be written from any others; none for a file that goes.
    after: Option<u64>,
}

/// Whether something was begun there and not ended.
pub fn is_interrupted(private: &Private) -> bool {
    private.path().join(JOURNAL).exists()
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
        let before = |(file, after): &NewFile| {
            let bytes = read_if_any(&self.root.join(file))?;
            Ok(Before { file: file.clone(), bytes, after: after.as_deref().map(mark) })
        };
        let before = files.iter().map(before).collect::<Result<_>>()?;
        let journal = Journal { sentence: sentence.to_owned(), before, joining: None };
        self.remember(&journal)
    }

    /// Writes down that git is about to join two lines of work.
    pub fn begin_joining(&self, sentence: &str, joining: Joining) -> Result<()> {
        self.remember(&Journal { sentence: sentence.to_owned(), before: Vec::new(), joining: Some(joining) })
    }

    fn remember(&self, journal: &Journal) -> Result<()> {
        let text = serde_json::to_vec(journal).context("写不出操作记录")?;
        replace(&self.private.path().join(JOURNAL), &text)
    }

    /// The change is in the history, or was taken back: there is nothing left to remember.
    pub fn end(&self) {
        // A journal that cannot be removed is looked at again, and found to be in the history.
        let _ = fs::remove_file(self.private.path().join(JOURNAL));
    }

    /// What an earlier command began and did not end, if anything.
    pub fn interrupted(&self) -> Option<Journal> {
        let text = fs::read(self.private.path().join(JOURNAL)).ok()?;
        // A journal that was itself cut short was written before anything else was.
        let journal = serde_json::from_slice(&text).ok();
        if journal.is_none() {
            self.end();
        }
        journal
    }

    /// Puts every file back as it was before the interrupted change, but for those that somebody has changed since; says
    /// which those are.
    pub fn take_back(&self, journal: Journal) -> Vec<String> {
        let (mut ours, mut changed) = (Vec::new(), Vec::new());
        for before in journal.before {
            let path = self.root.join(&before.file);
            let now = read_if_any(&path).ok().flatten();
            if now == before.bytes || now.as_deref().map(mark) == before.after {
                ours.push((path, before.bytes));
            } else {
                changed.push(before.file);
            }
        }
        Written::of(ours).take_back();
        self.end();
        changed
    }
}

fn mark(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish()
}
