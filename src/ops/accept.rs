//! 核销: somebody other than the doer strikes the task off.

use crate::core::change::{Change, Value};
use crate::core::field::Field;
use crate::core::lifecycle::Verb;
use crate::core::refusal::Refusal;
use crate::core::status::Status;

use super::{Step, quoted};

/// Moves a task from 待核销 to 已办结; the day it was finished stays as the doer reported it.
pub fn accept(step: &Step<'_>, text: Option<&str>) -> Result<Change, Refusal> {
    Verb::Accept.admit(step.task)?;
    if step.task.reported_done_by() == Some(step.by) {
        return Err(Refusal::SelfAccepted { by: step.by.to_owned() });
    }
    step.require_evidence(Verb::Accept)?;
    let entry = step.entry(Verb::Accept).saying(text.map(Into::into));
    let tail = entry.text.as_deref().map(quoted).unwrap_or_default();
    let mut change = step.change(Verb::Accept, &tail, Some(Status::Done), entry);
    // A note may have lowered it meanwhile; what is struck off is finished.
    if step.task.progress.is_some_and(|progress| progress < 100) {
        change.edits[0].set.push((Field::Progress, Some(Value::Integer(100))));
    }
    Ok(change)
}
