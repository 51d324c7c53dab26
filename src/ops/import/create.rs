//! A row that is a new task.

use crate::core::change::{Edit, Value};
use crate::core::entry::{EntryKind, LogEntry};
use crate::core::field::Field;
use crate::core::id::TaskId;
use crate::core::import_proposal::Row;
use crate::core::lifecycle::Verb;
use crate::core::status::Status;

use super::Desk;
use super::life::{TROUBLE, aimed};

/// The task that a row registers under `id`, with what was done of it so far.
pub(super) fn create(desk: &Desk<'_>, row: &Row, id: TaskId) -> Edit {
    let mut edit = Edit { id, creates: true, ..Edit::default() };
    // What was done of it says that it has begun, as a note does to a task that is registered.
    let begun_by_now = row.said.is_some() && row.id.is_none();
    let status = aimed(row).unwrap_or(if begun_by_now { Status::Doing } else { Status::Todo });
    for (field, value) in &row.set {
        let is_default = match (field, value) {
            (Field::Status | Field::Progress | Field::DoneOn, _) | (_, None) => true,
            (Field::LongTerm, Some(Value::Flag(flag))) => !flag,
            (Field::Kind, Some(Value::Text(kind))) => kind == "task",
            (_, Some(Value::List(items))) => items.is_empty(),
            _ => false,
        };
        if !is_default {
            edit.set.push((*field, value.clone()));
        }
    }
    edit.set.push((Field::Status, Some(Value::Text(status.key().to_owned()))));
    edit.set.extend(progress(row, &status).map(|value| (Field::Progress, Some(value))));
    if let Some(Some(day)) = row.says(Field::DoneOn)
        && (row.id.is_some() || matches!(status, Status::Done | Status::Review))
    {
        edit.set.push((Field::DoneOn, Some(day.clone())));
    }
    edit.set.sort_by_key(|(field, _)| *field);
    let log = desk.log(row);
    let told = !log.is_empty();
    edit.log = if told { log.to_vec() } else { begun(desk, row, &status) };
    let used = !told && status == Status::Blocked;
    edit.extra = row.own.iter().filter(|(_, value)| value.is_some()).cloned().collect();
    if let (Some(trouble), false) = (&row.trouble, used) {
        edit.extra.push((TROUBLE.to_owned(), Some(toml::Value::String(trouble.clone()))));
    }
    edit
}

/// How far it is: what the sheet says, else nothing of what has not begun and all of what is done. A ledger's own row that
/// is silent about it is so on purpose.
fn progress(row: &Row, status: &Status) -> Option<Value> {
    let finished = matches!(status, Status::Done | Status::Review);
    match row.says(Field::Progress) {
        Some(Some(value)) if row.id.is_some() || !finished => Some(value.clone()),
        Some(None) if row.id.is_some() => None,
        _ => Some(Value::Integer(if finished { 100 } else { 0 })),
    }
}

/// What the sheet tells of the work so far, as the first entry of the log.
fn begun(desk: &Desk<'_>, row: &Row, status: &Status) -> Vec<LogEntry> {
    let entry = |kind: EntryKind, text: Option<String>| {
        LogEntry::new(desk.request.today, desk.request.by, kind).saying(text)
    };
    let mut log: Vec<LogEntry> =
        row.said.iter().map(|said| entry(EntryKind::Verb(Verb::Note), Some(said.clone()))).collect();
    if *status == Status::Blocked {
        let reason = row.trouble.clone().or_else(|| row.said.clone());
        if row.trouble.is_none() {
            log.clear();
        }
        log.push(entry(EntryKind::Verb(Verb::Block), reason.or(Some("导入的表格里列为受阻".to_owned()))));
    }
    log
}
