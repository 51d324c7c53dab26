//! Reading a plan (实施方案、行动方案、工作要点): what it asks for, by when, of whom, and how often.
//!
//! `lines`, `flat` and `normal` bring the text to paragraphs and tables in one spelling, `numbering` and `outline` find its headings, `nature` and `phase` say
//! what each is about, `gather` walks them, and `task` makes tasks of an item: `shape` and `wording` take its text apart, `who`,
//! `due`, `settle` and `rhythm` say of whom, by when and how often.

mod columns;
mod date_form;
mod date_scan;
mod deadline_phrase;
mod gather;
mod item_split;
mod lines;
mod merge_deadlines;
mod normal;
mod numbering;
mod numeral;
mod outline;
mod phase;
mod phrases;
mod plan_title;
mod prose;
mod rhythm;
mod roles;
mod school;
mod section_kind;
mod source;
mod table_recovery;
mod tables;
mod task;
mod task_title;
#[cfg(test)]
mod tests;
mod who;
mod year;

pub use source::{Block, Plan};

use crate::core::draft::Draft;
use crate::core::workday::Holidays;

/// What is known of a plan besides its text.
#[derive(Debug, Clone, Copy)]
pub struct Hints<'a> {
    /// The year that a date without one means, where the plan itself does not say.
    pub year: i32,
    /// By which working days are counted: the ledger's.
    pub holidays: &'a Holidays,
}

/// Reads what a plan asks for.
pub fn draft(plan: &Plan, hints: Hints<'_>) -> Draft {
    let parts = lines::read(plan);
    let outline = outline::read(&parts);
    let front: Vec<usize> = outline.front().collect();
    let headline = plan_title::find(&parts, &front, plan.name.as_deref());
    let calendar = year::infer(headline.title.as_deref(), &parts, hints);
    let (mut draft, mut notes) = gather::gather(&parts, &outline, calendar, &headline.parts);
    gather::remark(&mut notes, calendar);
    notes.warnings.sort_by_key(|warning| warning.line);
    notes.warnings.dedup();
    draft.title = headline.title;
    draft.warnings = notes.warnings;
    draft
}
