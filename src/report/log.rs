//! 办理历史: what happened, commit by commit, as the history tells it.

use std::sync::Arc;

use chrono::NaiveDate;
use serde::Serialize;
use toml::Value;

use crate::core::id::TaskId;
use crate::core::revision::{Deed, Revision};
use crate::core::task_version::FieldChange;
use crate::core::toml_value::day;

/// What was done to one task by one commit; or to none, but to the settings or the folder.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The commit.
    pub revision: Arc<Revision>,
    /// The task.
    pub task: Option<TaskId>,
    /// What the task was called before, or was called first.
    pub title: Option<String>,
    /// What became of its file.
    pub fate: Fate,
    /// Whether its file could be read before and after, as far as there was one.
    pub reads: [bool; 2],
    /// What changed in it.
    pub changes: Vec<FieldChange>,
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is new.
    Made,
    /// It was changed.
    Changed,
    /// It is gone.
    Removed,
    /// What two people had changed was made one.
    Joined,
}

impl Fate {
    /// Of a file that was, or was not, there before and after.
    pub fn of(before: bool, after: bool) -> Self {
        match (before, after) {
            (false, _) => Self::Made,
            (true, true) => Self::Changed,
            (true, false) => Self::Removed,
        }
    }
}

/// Which lines are wanted.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Of this task alone.
    pub task: Option<TaskId>,
    /// From this day on.
    pub since: Option<NaiveDate>,
    /// By this person: the commit's author, or whoever a new entry of the log says it was.
    pub by: Option<String>,
    /// By one of these commands, `by-hand` or `merge`.
    pub ops: Vec<String>,
}

/// The lines of a commit that are wanted, by task.
pub fn lines(deed: &Deed, wanted: &Wanted) -> Vec<Line> {
    let Deed { revision, difference, .. } = deed;
    let early = wanted.since.is_some_and(|since| revision.day < since);
    if early || !wanted.ops.is_empty() && !wanted.ops.iter().any(|op| op == revision.op_key()) {
        return Vec::new();
    }
    // A commit of many tasks names them all: once for all of its lines.
    let shared = Arc::new(revision.clone());
    let mut lines: Vec<Line> = Vec::new();
    for touch in &difference.touches {
        if wanted.task.is_none_or(|task| task == touch.id) {
            let named = touch.task_before().or(touch.task_after());
            lines.push(Line {
                revision: shared.clone(),
                task: Some(touch.id),
                title: named.map(|task| task.title.clone()),
                fate: Fate::of(touch.before.is_some(), touch.after.is_some()),
                reads: touch.reads(),
                changes: touch.changes(),
            });
        }
    }
    let is_touched = |id: &TaskId| difference.touches.iter().any(|touch| touch.id == *id);
    for id in difference.joined.iter().filter(|id| !is_touched(id)) {
        if wanted.task.is_none_or(|task| task == *id) {
            lines.push(Line {
                revision: shared.clone(),
                task: Some(*id),
                title: None,
                fate: Fate::Joined,
                reads: [true, true],
                changes: Vec::new(),
            });
        }
    }
    // What touched the settings or the folder alone, and merges, have a line of their own.
    let settings = difference.settings_changes();
    if wanted.task.is_none() && (!settings.is_empty() || lines.is_empty()) {
        let fate = match &difference.settings {
            Some([before, after]) => Fate::of(before.is_some(), after.is_some()),
            None => Fate::Changed,
        };
        lines.push(Line {
            revision: shared.clone(),
            task: None,
            title: None,
            fate,
            reads: [true, true],
            changes: settings,
        });
    }
    let by = wanted.by.as_deref();
    lines.retain(|line| {
        by.is_none_or(|by| revision.author() == by || line.changes.iter().any(|change| is_by(change, by)))
    });
    lines
}

/// Whether a new entry of the log says that `person` did it.
fn is_by(change: &FieldChange, person: &str) -> bool {
    let by = change.to.as_ref().and_then(|entry| entry.get("by"));
    by.and_then(Value::as_str) == Some(person)
}

/// A line as data.
#[derive(Debug, Serialize)]
pub struct LineFacts<'a> {
    task: Option<TaskId>,
    commit: &'a str,
    date: NaiveDate,
    author: &'a str,
    op: &'a str,
    sentence: &'a str,
    changes: Vec<ChangeFacts<'a>>,
}

/// A change as data.
#[derive(Debug, Serialize)]
pub struct ChangeFacts<'a> {
    field: &'a str,
    from: Option<serde_json::Value>,
    to: Option<serde_json::Value>,
}

impl Line {
    /// The line as data.
    pub fn facts(&self) -> LineFacts<'_> {
        let Self { revision, task, changes, .. } = self;
        LineFacts {
            task: *task,
            commit: &revision.commit,
            date: revision.day,
            author: revision.author(),
            op: revision.op_key(),
            sentence: &revision.sentence,
            changes: changes.iter().map(ChangeFacts::of).collect(),
        }
    }
}

impl<'a> ChangeFacts<'a> {
    /// The change as data.
    pub fn of(change: &'a FieldChange) -> Self {
        let [from, to] = [&change.from, &change.to].map(|value| value.as_ref().map(json));
        Self { field: &change.key, from, to }
    }
}

/// What a file says, as JSON says it: days are texts.
fn json(value: &Value) -> serde_json::Value {
    match value {
        Value::String(text) => text.as_str().into(),
        Value::Integer(number) => (*number).into(),
        Value::Float(number) => (*number).into(),
        Value::Boolean(flag) => (*flag).into(),
        Value::Datetime(written) => {
            day(*written).map_or_else(|| written.to_string(), |day| day.to_string()).into()
        }
        Value::Array(items) => items.iter().map(json).collect(),
        Value::Table(table) => table.iter().map(|(key, value)| (key.clone(), json(value))).collect(),
    }
}
