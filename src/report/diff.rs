//! 差异: what the ledger says differently at two moments.

use chrono::NaiveDate;
use serde::Serialize;

use super::log::{ChangeFacts, Fate};
use crate::core::id::TaskId;
use crate::core::revision::Difference;
use crate::core::task_version::FieldChange;

/// What is different, by task.
#[derive(Debug, Clone, PartialEq)]
pub struct Diff {
    /// The earlier moment.
    pub from: Point,
    /// The later one.
    pub to: Point,
    /// The tasks that are different, in the order of their ids.
    pub tasks: Vec<Different>,
    /// What the settings say differently.
    pub settings: Vec<FieldChange>,
}

/// A moment that is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// The day that was asked for, or that of the commit.
    pub day: NaiveDate,
    /// The last commit by then.
    pub commit: String,
}

/// A task that is different.
#[derive(Debug, Clone, PartialEq)]
pub struct Different {
    /// The task.
    pub id: TaskId,
    /// Its title, the later one.
    pub title: Option<String>,
    /// Whether it came, changed or went.
    pub fate: Fate,
    /// Whether its file could be read then, and can be now.
    pub reads: [bool; 2],
    /// What changed in it.
    pub changes: Vec<FieldChange>,
}

/// The difference between two moments.
pub fn diff(from: Point, to: Point, difference: &Difference) -> Diff {
    let mut tasks: Vec<Different> = difference
        .touches
        .iter()
        .map(|touch| Different {
            id: touch.id,
            title: touch.task_after().or(touch.task_before()).map(|task| task.title.clone()),
            fate: Fate::of(touch.before.is_some(), touch.after.is_some()),
            reads: touch.reads(),
            changes: touch.changes(),
        })
        .collect();
    tasks.sort_by_key(|task| task.id);
    // Comments and spaces are no difference.
    tasks.retain(|task| task.fate != Fate::Changed || !task.changes.is_empty());
    Diff { from, to, tasks, settings: difference.settings_changes() }
}

/// The difference as data.
#[derive(Debug, Serialize)]
pub struct DiffFacts<'a> {
    from: NaiveDate,
    to: NaiveDate,
    from_commit: &'a str,
    to_commit: &'a str,
    added: Vec<TaskId>,
    removed: Vec<TaskId>,
    changed: Vec<ChangedFacts<'a>>,
    settings: Vec<ChangeFacts<'a>>,
}

#[derive(Debug, Serialize)]
struct ChangedFacts<'a> {
    id: TaskId,
    changes: Vec<ChangeFacts<'a>>,
}

impl Diff {
    /// The tasks of this fate.
    pub fn of(&self, fate: Fate) -> impl Iterator<Item = &Different> {
        self.tasks.iter().filter(move |task| task.fate == fate)
    }

    /// The difference as data.
    pub fn facts(&self) -> DiffFacts<'_> {
        let ids = |fate| self.of(fate).map(|task| task.id).collect();
        let changed = self.of(Fate::Changed).map(|task| ChangedFacts {
            id: task.id,
            changes: task.changes.iter().map(ChangeFacts::of).collect(),
        });
        DiffFacts {
            from: self.from.day,
            to: self.to.day,
            from_commit: &self.from.commit,
            to_commit: &self.to.commit,
            added: ids(Fate::Made),
            removed: ids(Fate::Removed),
            changed: changed.collect(),
            settings: self.settings.iter().map(ChangeFacts::of).collect(),
        }
    }
}
