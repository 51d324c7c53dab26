//! 检查: everything amiss in the folder, as one list.

use crate::core::problem::Problem;

/// The findings, by file and line.
#[derive(Debug, Clone)]
pub struct Check {
    /// What was found.
    pub problems: Vec<Problem>,
    /// How many tasks were read.
    pub tasks: usize,
}

/// Puts the findings of reading, of the rules and of the folder in order.
pub fn check(mut problems: Vec<Problem>, tasks: usize) -> Check {
    problems.sort_by(|a, b| (&a.file, a.line, a.severity).cmp(&(&b.file, b.line, b.severity)));
    Check { problems, tasks }
}
