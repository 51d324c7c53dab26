//! 口径和标尺: whether what judges, or what is judged by, changed in the time that a page tells of.

use chrono::NaiveDate;
use serde::Serialize;

use super::Audit;
use crate::core::audit::Rule;

/// How often, in a stretch of time, what judges was changed, or what is judged by (口径和标尺).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Standards {
    /// Changes of the settings that judge.
    pub rules_changed: usize,
    /// Changes of what a task is judged by, once it could be judged.
    pub goalposts: usize,
}

impl Audit {
    /// How often that happened from the one day to the other.
    pub fn standards(&self, from: NaiveDate, to: NaiveDate) -> Standards {
        let count = |rule: Rule| {
            let of_rule =
                self.findings.iter().map(|judged| &judged.finding).filter(|found| found.rule == rule);
            of_rule.filter(|found| from <= found.date && found.date <= to).count()
        };
        Standards { rules_changed: count(Rule::RulesChanged), goalposts: count(Rule::Goalposts) }
    }
}
