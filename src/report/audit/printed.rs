//! 核对印件: whether the commit at the foot of a page is still in the history.

use chrono::NaiveDate;
use serde::Serialize;

use crate::core::revision::Revision;
use crate::report::diff::{Diff, DiffFacts};

/// Whether a commit named on a printed page is still in the history (核对印件), and what came after it.
#[derive(Debug, Clone, PartialEq)]
pub struct Printed {
    /// The commit, as far as anybody knows it.
    pub commit: String,
    /// What it is, where the history has it.
    pub found: Option<Revision>,
    /// Whether the ledger has grown out of it; a commit that lies about without being part of the history has been replaced.
    pub is_kept: bool,
    /// How many commits came after it.
    pub later: usize,
}

/// The answer about a printed page as data.
#[derive(Debug, Serialize)]
pub struct PrintedFacts<'a> {
    commit: &'a str,
    kept: bool,
    date: Option<NaiveDate>,
    author: Option<&'a str>,
    sentence: Option<&'a str>,
    later: usize,
    since: DiffFacts<'a>,
}

impl Printed {
    /// The answer as data, with what is different since.
    pub fn facts<'a>(&'a self, since: &'a Diff) -> PrintedFacts<'a> {
        let found = self.found.as_ref();
        PrintedFacts {
            commit: &self.commit,
            kept: self.is_kept,
            date: found.map(|revision| revision.day),
            author: found.map(Revision::author),
            sentence: found.map(|revision| revision.sentence.as_str()),
            later: self.later,
            since: since.facts(),
        }
    }
}
