//! 督办: what a notice leaves in the log. Nothing else about the task changes.

use chrono::NaiveDate;

use crate::core::change::{Change, Edit, Op};
use crate::core::entry::{EntryKind, LogEntry};
use crate::core::notice::{Urgency, admit};
use crate::core::refusal::Refusal;
use crate::core::task::Task;

/// One notice to be recorded.
#[derive(Debug, Clone)]
pub struct Reminder<'a> {
    /// The task it is about.
    pub task: &'a Task,
    /// Its number: 督〔2026〕12号.
    pub number: &'a str,
    /// Its colour.
    pub urgency: Urgency,
    /// The day by which an answer is wanted.
    pub reply_by: NaiveDate,
}

/// Records notices given out today, all in one change.
pub fn remind(reminders: &[Reminder<'_>], today: NaiveDate, by: &str) -> Result<Change, Refusal> {
    let edits = reminders.iter().map(|reminder| {
        admit(reminder.task)?;
        let Reminder { number, urgency, reply_by, .. } = reminder;
        let text = format!("{number} {}色督办单，要求{reply_by}前反馈", urgency.label());
        let log = vec![LogEntry::new(today, by, EntryKind::Remind).saying(Some(text))];
        Ok(Edit { id: reminder.task.id, log, ..Edit::default() })
    });
    let edits = edits.collect::<Result<_, Refusal>>()?;
    let sentence = match reminders {
        [one] => format!("督办 {}", one.task.named()),
        many => format!("督办 {} 项", many.len()),
    };
    Ok(Change::of_many(Op::Remind, sentence, edits))
}
