//! A task as it stood on an earlier day, by its log.

use chrono::NaiveDate;

use crate::core::entry::{EntryKind, LogEntry};
use crate::core::status::Status;
use crate::core::task::Task;

/// The task as it stood at the end of `to`, by its log.
pub(super) fn as_of(task: &Task, to: NaiveDate) -> Task {
    use EntryKind::{Accept, Cancel, Done, Reopen, Return};
    let mut then = task.clone();
    then.log.retain(|entry| entry.date <= to);
    let moves = |entry: &&LogEntry| matches!(entry.kind, Done | Return | Accept | Reopen | Cancel);
    if task.log.iter().filter(moves).any(|entry| entry.date > to) {
        (then.status, then.done_on) = (Status::Doing, None);
        for entry in then.log.iter().filter(moves) {
            (then.status, then.done_on) = match entry.kind {
                // One occurrence of several finishes nothing.
                Done if task.repeat.is_some() => continue,
                Done => (Status::Done, Some(entry.day())),
                Accept => continue,
                Cancel => (Status::Cancelled, None),
                _ => (Status::Doing, None),
            };
        }
    } else if then.done_on.is_some_and(|day| day > to) {
        (then.status, then.done_on) = (Status::Doing, None);
    }
    then
}
