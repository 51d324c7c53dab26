//! 进展: what was done, and how far it is.

use crate::core::change::{Change, Value};
use crate::core::field::Field;
use crate::core::lifecycle::Verb;
use crate::core::refusal::Refusal;

use super::Step;

/// Adds a progress note; a task not yet begun is begun by it.
pub fn note(step: &Step<'_>, text: &str, progress: Option<u8>) -> Result<Change, Refusal> {
    let mut change = step.take(Verb::Note, Some(text))?;
    if let Some(progress) = progress {
        change.sentence = format!("{}（{progress}%）", change.sentence);
        change.edits[0].set.push((Field::Progress, Some(Value::Integer(progress.into()))));
    }
    Ok(change)
}
