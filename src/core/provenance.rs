//! Where what is printed comes from (出处), so that paper can be checked against git.

/// What the history says of the files a page was drawn from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provenance {
    /// The commit that held them, in full; none where nothing has been kept yet.
    pub commit: Option<String>,
    /// Whether files had been changed by hand since.
    pub unkept: bool,
}

impl Provenance {
    /// The commit as it is printed and typed again: long enough to be the only one for as long as the ledger lives.
    pub fn short(&self) -> Option<&str> {
        self.commit.as_deref().map(short)
    }
}

/// The first ten digits of a commit.
pub fn short(commit: &str) -> &str {
    commit.get(..10).unwrap_or(commit)
}
