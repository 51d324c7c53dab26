//! 临期: what falls due in the coming days.

use chrono::NaiveDate;

use super::facts::Judged;
use crate::core::ledger::Ledger;

/// What is coming.
#[derive(Debug, Clone)]
pub struct Due<'a> {
    /// How many days ahead were asked for.
    pub within: i64,
    /// Tasks due by then and not late, the nearest first.
    pub tasks: Vec<Judged<'a>>,
    /// How many are late already, and listed elsewhere.
    pub overdue: usize,
}

/// Every task that falls due within `within` days of `today`, today included.
pub fn due(ledger: &Ledger, within: i64, today: NaiveDate) -> Due<'_> {
    let all = Judged::all(ledger, today);
    let overdue = all.iter().filter(|judged| judged.standing.is_overdue()).count();
    let mut tasks = all;
    tasks.retain(|judged| judged.standing.is_due_within(within));
    tasks.sort_by_key(|judged| judged.standing.days_left);
    Due { within, tasks, overdue }
}
