//! 受阻: what stands in the way.

use crate::core::change::Change;
use crate::core::lifecycle::Verb;
use crate::core::refusal::Refusal;
use crate::core::status::Status;

use super::{Step, quoted, required};

/// Marks the task 受阻; the text says what is needed.
pub fn block(step: &Step<'_>, text: &str) -> Result<Change, Refusal> {
    Verb::Block.admit(step.task)?;
    let text = required(Verb::Block, text)?;
    let entry = step.entry(Verb::Block).saying(Some(text.clone()));
    Ok(step.change(Verb::Block, &quoted(&text), Some(Status::Blocked), entry))
}
