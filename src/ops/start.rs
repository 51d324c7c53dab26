//! 启动: the work begins, or goes on after it was blocked.

use crate::core::change::Change;
use crate::core::lifecycle::Verb;
use crate::core::refusal::Refusal;
use crate::core::status::Status;

use super::{Step, quoted};

/// Moves the task to 推进中.
pub fn start(step: &Step<'_>, text: Option<&str>) -> Result<Change, Refusal> {
    Verb::Start.admit(step.task)?;
    let entry = step.entry(Verb::Start).saying(text.map(Into::into));
    let tail = entry.text.as_deref().map(quoted).unwrap_or_default();
    Ok(step.change(Verb::Start, &tail, Some(Status::Doing), entry))
}
