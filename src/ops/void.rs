//! 作废: it was registered by mistake, or a second time.

use crate::core::change::Change;
use crate::core::lifecycle::Verb;
use crate::core::refusal::Refusal;
use crate::core::task::Task;

use super::Step;

/// Makes the task void for `reason`; `same_as` is the task that it doubles, which goes on in its place.
pub fn void(step: &Step<'_>, reason: &str, same_as: Option<&Task>) -> Result<Change, Refusal> {
    let mut change = step.take(Verb::Void, Some(reason))?;
    let Some(other) = same_as else { return Ok(change) };
    if other.id == step.task.id {
        return Err(Refusal::SameAsItself { id: other.id });
    }
    if !other.status.counts() {
        return Err(Refusal::SameAsVoid { task: other.named() });
    }
    change.sentence = format!("{}（与 {} 重复）", change.sentence, other.id);
    for entry in change.edits.iter_mut().flat_map(|edit| &mut edit.log) {
        entry.same_as = Some(other.id.to_string());
    }
    Ok(change)
}
