//! 退回: what was reported done does not hold, and goes back to the doer.

use crate::core::change::Change;
use crate::core::field::Field;
use crate::core::lifecycle::Verb;
use crate::core::refusal::Refusal;
use crate::core::status::Status;

use super::{Step, quoted, required};

/// Moves a task from 待核销 back to 推进中; the day it was finished is taken away.
pub fn send_back(step: &Step<'_>, text: &str) -> Result<Change, Refusal> {
    Verb::Return.admit(step.task)?;
    let text = required(Verb::Return, text)?;
    let entry = step.entry(Verb::Return).saying(Some(text.clone()));
    let mut change = step.change(Verb::Return, &quoted(&text), Some(Status::Doing), entry);
    change.edits[0].set.push((Field::DoneOn, None));
    Ok(change)
}
