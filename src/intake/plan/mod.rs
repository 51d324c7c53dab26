//! Reading a plan (实施方案、行动方案、工作要点): what it asks for, by when, of whom, and how often.

mod source;

pub use source::{Block, Plan};

use chrono::NaiveDate;

use crate::core::draft::Draft;

/// What is known of a plan besides its text.
#[derive(Debug, Clone, Copy)]
pub struct Hints {
    /// The year that a date without one means, where the plan itself does not say.
    pub year: i32,
    /// The day of reading.
    pub today: NaiveDate,
}

/// Reads what a plan asks for.
pub fn draft(plan: &Plan, _hints: Hints) -> Draft {
    Draft { title: plan.name.clone(), ..Draft::default() }
}
