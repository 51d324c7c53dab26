//! 进展: what was done, and how far it is.

use crate::core::change::{Change, Value};
use crate::core::field::Field;
use crate::core::lifecycle::Verb;
use crate::core::refusal::Refusal;
use crate::core::status::Status;

use super::{Step, quoted, required};

/// Adds a progress note; a task not yet begun is begun by it.
pub fn note(step: &Step<'_>, text: &str, progress: Option<u8>) -> Result<Change, Refusal> {
    Verb::Note.admit(step.task)?;
    let text = required(Verb::Note, text)?;
    let mut tail = quoted(&text);
    if let Some(progress) = progress {
        tail = format!("{tail}（{progress}%）");
    }
    let status = (step.task.status == Status::Todo).then_some(Status::Doing);
    let mut change = step.change(Verb::Note, &tail, status, step.entry(Verb::Note).saying(Some(text)));
    if let Some(progress) = progress {
        change.edits[0].set.push((Field::Progress, Some(Value::Integer(progress.into()))));
    }
    Ok(change)
}
