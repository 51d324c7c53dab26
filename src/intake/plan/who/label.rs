//! Labels in front of a colon (责任单位：、完成时限：), and how far what they say reaches.

use std::ops::Range;

use super::super::prose;
use super::super::roles::{LABELS, Role};

/// Whether a label can begin here: 明确责任单位： is part of a sentence.
pub(super) fn begins(plain: &str, at: usize) -> bool {
    let before = plain.get(..at).unwrap_or_default().trim_end_matches(' ');
    let verbs = [
        "明确", "落实", "压实", "细化", "确定", "注明", "列出", "各", "的", "和", "及", "由", "是", "按",
        "督促", "要求", "为", "以",
    ];
    !verbs.iter().any(|verb| before.ends_with(verb))
}

/// A label, and where it stands.
#[derive(Debug)]
pub(super) struct Label {
    pub(super) role: Role,
    pub(super) start: usize,
    /// Right behind the colon.
    pub(super) end: usize,
}

/// The labels within a stretch.
pub(super) fn labels(plain: &str, within: Range<usize>) -> Vec<Label> {
    let Some(text) = plain.get(within.clone()) else { return Vec::new() };
    let colons = text.match_indices(':');
    colons
        .filter_map(|(at, _)| {
            let before = text.get(..at)?.trim_end_matches(' ');
            let (word, role) = LABELS.iter().find(|(word, _)| before.ends_with(word))?;
            let start = within.start + before.len() - word.len();
            Some(Label { role: *role, start, end: within.start + at + 1 })
        })
        .collect()
}

/// Where labels that stand free end: at the end of their paragraph, or at a sentence that has none.
pub(super) fn zone_end(plain: &str, start: usize) -> usize {
    let mut end = start;
    for sentence in prose::sentences(plain.get(start..).unwrap_or_default()) {
        let range = start + sentence.start..start + sentence.end;
        if end > start && labels(plain, range.clone()).is_empty() {
            break;
        }
        end = range.end;
    }
    end
}
