//! What was begun: written down before a change happens, so that whoever comes after a killed process can bring it to its end.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A change that was begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begun {
    /// Which change of this ledger it is: never the same twice.
    pub serial: u64,
    /// What the person was told, or would have been.
    pub sentence: String,
    /// The ledger's folder.
    pub ledger: String,
    /// What has to happen.
    pub steps: Steps,
}

/// What has to happen for a change to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Steps {
    /// A branch goes on to a new commit, and the folder follows. It has happened once the branch is there.
    Commit(Move),
    /// Files are replaced where nobody keeps a history. It has happened once this is written down.
    Files(Vec<Redo>),
}

/// A branch that goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// `refs/heads/main`.
    pub branch: String,
    /// Its last commit so far; none where it had none.
    pub old: Option<String>,
    /// The commit it goes on to.
    pub new: String,
    /// The files that were neither as the old commit has them nor as the new one has, and are replaced all the same: by the
    /// path from the top of the repository, the fingerprint of what they held; none for a file that was not there.
    pub over: BTreeMap<String, Option<String>>,
}

/// A file that is replaced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redo {
    /// Its path, seen from the ledger's folder.
    pub file: String,
    /// The fingerprint of what it held; none where it was not there.
    pub before: Option<String>,
    /// The file in the program's own folder that takes its place; none where it shall not be any more.
    pub staged: Option<String>,
}
