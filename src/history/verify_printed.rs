//! Whether a commit named on paper is still part of the history (核对印件).

use anyhow::Result;

use super::git::{git, run};
use super::repository::Repository;
use super::snapshot::Moment;
use super::walk::Walk;
use crate::core::revision::Revision;

/// What the history knows of a commit that was named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whereabouts {
    /// The commit, where git has it at all.
    pub revision: Option<Revision>,
    /// Whether the ledger has grown out of it.
    pub is_kept: bool,
    /// How many commits came after it.
    pub later: usize,
}

impl Repository {
    /// Where a commit stands towards `moment`, or towards now. `named` is its first digits.
    pub fn whereabouts(&self, named: &str, moment: Option<&Moment>) -> Result<Whereabouts> {
        self.survey()?;
        let Ok(found) = self.at_revision(named) else {
            return Ok(Whereabouts { revision: None, is_kept: false, later: 0 });
        };
        let head = moment.map_or_else(|| self.head(), |moment| Ok(moment.commit.clone()))?;
        let commit = found.commit.as_str();
        // The newest of the walk is the commit itself, unless it did not touch the ledger.
        let walk = Walk { head: commit, beyond: None, files: &[], whole: false };
        let revision = self.walk(walk)?.find(|step| Some(step.revision))?;
        let kept = self.is_in(commit, &head)?;
        let range = format!("{commit}..{head}");
        let later = run(git(&self.folder, ["rev-list", "--count", &range, "--", "."]))?;
        let later = String::from_utf8_lossy(&later.stdout).trim().parse().unwrap_or(0);
        Ok(Whereabouts { revision, is_kept: kept, later })
    }
}
