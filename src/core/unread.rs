//! Tasks that belong to the ledger and are not in what was read of it (没有读到的任务). Whatever is drawn meanwhile says so: a
//! count that is one short looks like any other count.

use serde::Serialize;

use super::id::TaskId;

/// A task that could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Unread {
    /// Which; none in the public edition, as nobody knows whether the task may be shown.
    pub id: Option<TaskId>,
    /// Why.
    pub why: Why,
}

/// Why a task could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Why {
    /// Its file is there, and is no task as it stands.
    Unreadable,
    /// The history's last commit has its file, and the folder has not.
    Gone,
}

impl Why {
    /// The word for it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Unreadable => "读不了",
            Self::Gone => "不见了",
        }
    }
}

impl Unread {
    /// As everybody may see it: that a task is missing, and not which.
    #[must_use]
    pub fn unnamed(self) -> Self {
        Self { id: None, ..self }
    }
}
