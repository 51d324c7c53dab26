//! What surrounds an item and holds for its tasks, and how the item is taken.

use super::super::deadline_phrase::{Around, Due};
use super::super::who::Who;
use crate::core::draft::Warning;

/// What surrounds an item and holds for its tasks.
#[derive(Debug, Clone, Default)]
pub(in super::super) struct Ground {
    pub(in super::super) line: usize,
    pub(in super::super) domain: Option<String>,
    pub(in super::super) measure: Option<String>,
    pub(in super::super) phase: Option<Stage>,
    pub(in super::super) basis: String,
    pub(in super::super) who: Who,
    pub(in super::super) due: Option<Due>,
    pub(in super::super) tag: Option<String>,
    /// Whether the item's own heading is its measure.
    pub(in super::super) names_measure: bool,
}

/// The phase that a task stands in.
#[derive(Debug, Clone, Default)]
pub(in super::super) struct Stage {
    pub(in super::super) name: String,
    pub(in super::super) around: Around,
    /// The phase says when, or was already asked for: its tasks need no date of their own.
    pub(in super::super) gives_due: bool,
}

/// How an item is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Kind {
    /// It is a task.
    Work,
    /// Each of its sentences is.
    Sentences,
    /// Each half of its sentences is: what one office has to do.
    Halves,
    /// Only what has a date, a rhythm or an office in brackets.
    Duties,
    /// Only what has an office in brackets.
    Assigned,
}

/// What there is to say about the reading.
#[derive(Debug, Default)]
pub(in super::super) struct Notes {
    pub(in super::super) warnings: Vec<Warning>,
    /// The first line where a year was supplied.
    pub(in super::super) inferred_at: Option<usize>,
}

impl Notes {
    pub(in super::super) fn warn(&mut self, line: usize, message: String) {
        self.warnings.push(Warning { line, message });
    }

    pub(in super::super) fn of_due(&mut self, line: usize, due: &Due) {
        if due.is_inferred && self.inferred_at.is_none() {
            self.inferred_at = Some(line);
        }
        if let Some(year) = due.guessed {
            self.warn(line, format!("按工作日计算的时限：{}", year.remark()));
        }
        for error in &due.errors {
            self.warn(line, error.clone());
        }
    }
}
