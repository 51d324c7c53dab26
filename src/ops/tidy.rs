//! 整理: what `check --fix` mends in the tasks, where the remedy cannot be in doubt.

use crate::core::change::{Change, Edit, Op};
use crate::core::integrity::Finding;

/// One change that mends every finding that knows its remedy; none where there is nothing to mend.
pub fn tidy(findings: &[Finding]) -> Option<Change> {
    let mut edits: Vec<Edit> = Vec::new();
    for finding in findings {
        let (Some(id), Some((field, value))) = (finding.task, &finding.fix) else { continue };
        let set = (*field, Some(value.clone()));
        match edits.iter_mut().find(|edit| edit.id == id) {
            Some(edit) => edit.set.push(set),
            None => edits.push(Edit { id, set: vec![set], ..Edit::default() }),
        }
    }
    let sentence = format!("整理 {} 项任务：补全办结日期和进度", edits.len());
    (!edits.is_empty()).then(|| Change::of_many(Op::Fix, sentence, edits))
}
