//! Whether a commit named on paper is still part of the history (核对印件).

use anyhow::Result;
use chrono::NaiveDate;

use super::git::{git, run};
use super::repository::Repository;
use super::snapshot::Moment;
use super::walk::Walk;
use crate::core::revision::Revision;

/// What the history knows of a commit that was named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whereabouts {
    /// The commit that was named, where git has it at all.
    pub drawn_from: Option<Moment>,
    /// The last change of the ledger in it; the named commit itself bears the day on which it was kept, as the page has it.
    pub revision: Option<Revision>,
    /// Whether the ledger has grown out of it.
    pub is_kept: bool,
    /// How many commits came after it.
    pub later: usize,
}

impl Repository {
    /// Where a commit stands towards the commit `head`, where none can be later than `latest`. `named` is its first digits.
    pub fn whereabouts(&self, named: &str, head: &str, latest: NaiveDate) -> Result<Whereabouts> {
        self.survey()?;
        let Ok(drawn_from) = self.at_revision(named, latest) else {
            return Ok(Whereabouts { drawn_from: None, revision: None, is_kept: false, later: 0 });
        };
        let commit = drawn_from.commit.as_str();
        // The newest of the walk is the commit itself, unless it did not touch the ledger.
        let walk = Walk { head: commit, beyond: None, files: &[], whole: false };
        let mut revision = self.walk(walk)?.find(|step| Some(step.revision))?;
        if let Some(revision) = revision.as_mut().filter(|revision| revision.commit == commit) {
            revision.day = drawn_from.day;
        }
        let is_kept = self.is_in(commit, head)?;
        let range = format!("{commit}..{head}");
        let later = run(git(&self.folder, ["rev-list", "--count", &range, "--", "."]))?;
        let later = String::from_utf8_lossy(&later.stdout).trim().parse().unwrap_or(0);
        Ok(Whereabouts { drawn_from: Some(drawn_from), revision, is_kept, later })
    }
}
