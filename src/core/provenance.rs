//! Where what is printed comes from (出处), so that paper can be checked against git.

use chrono::NaiveDate;

/// What the history says of the files a page was drawn from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provenance {
    /// The commit that held them; none where nothing has been kept yet.
    pub commit: Option<PageCommit>,
    /// Whether what was read is not what that commit holds: files had been changed by hand since.
    pub unkept: bool,
}

/// The commit that a page was drawn from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageCommit {
    /// Its name, in full.
    pub name: String,
    /// The day on which it was kept.
    pub day: NaiveDate,
}

impl PageCommit {
    /// The commit as it is printed and typed again: long enough to be the only one for as long as the ledger lives.
    pub fn short(&self) -> &str {
        short(&self.name)
    }
}

/// The first ten digits of a commit.
pub fn short(commit: &str) -> &str {
    commit.get(..10).unwrap_or(commit)
}
