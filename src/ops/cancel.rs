//! 取消: the task is dropped, with a reason. Its file stays.

use crate::core::change::Change;
use crate::core::field::Field;
use crate::core::lifecycle::Verb;
use crate::core::refusal::Refusal;
use crate::core::status::Status;

use super::{Step, quoted, required};

/// Marks the task 已取消.
pub fn cancel(step: &Step<'_>, text: &str) -> Result<Change, Refusal> {
    Verb::Cancel.admit(step.task)?;
    let text = required(Verb::Cancel, text)?;
    let entry = step.entry(Verb::Cancel).saying(Some(text.clone()));
    let mut change = step.change(Verb::Cancel, &quoted(&text), Some(Status::Cancelled), entry);
    // What is dropped while it waits for 核销 was not finished after all.
    if step.task.done_on.is_some() {
        change.edits[0].set.push((Field::DoneOn, None));
    }
    Ok(change)
}
