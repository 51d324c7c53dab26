//! 重开: a closed task is taken up again.

use crate::core::change::Change;
use crate::core::field::Field;
use crate::core::lifecycle::Verb;
use crate::core::refusal::Refusal;
use crate::core::status::Status;

use super::{Step, quoted, required};

/// Moves a done or cancelled task back to 推进中; the day it was finished is taken away.
pub fn reopen(step: &Step<'_>, text: &str) -> Result<Change, Refusal> {
    Verb::Reopen.admit(step.task)?;
    let text = required(Verb::Reopen, text)?;
    let entry = step.entry(Verb::Reopen).saying(Some(text.clone()));
    let mut change = step.change(Verb::Reopen, &quoted(&text), Some(Status::Doing), entry);
    change.edits[0].set.push((Field::DoneOn, None));
    Ok(change)
}
