//! 列表: the tasks a filter admits.

use chrono::NaiveDate;

use super::facts::Judged;
use crate::core::ledger::Ledger;
use crate::core::query::{Filter, Order};

/// A filtered list.
#[derive(Debug, Clone)]
pub struct List<'a> {
    /// The tasks, in the order asked for.
    pub tasks: Vec<Judged<'a>>,
    /// How many the ledger has, closed ones included.
    pub total: usize,
    /// How many would be listed as well if closed ones were.
    pub closed_left_out: usize,
    /// Whether these are the void ones, and `total` is how many of those there are.
    pub is_of_void: bool,
}

/// Lists what `filter` admits.
pub fn list<'a>(ledger: &'a Ledger, filter: &Filter, order: Order, today: NaiveDate) -> List<'a> {
    let void = ledger.void.iter().map(|task| Judged::on(task, &ledger.settings, today));
    let mut tasks = if filter.void { Vec::new() } else { Judged::all(ledger, today) };
    if filter.asks_for_void() {
        tasks.extend(void);
        tasks.sort_by_key(|judged| judged.task.id);
    }
    let total = tasks.len();
    let all = Filter { closed: true, ..filter.clone() };
    let admitted = tasks.iter().filter(|judged| all.admits(judged.task, &judged.standing)).count();
    tasks.retain(|judged| filter.admits(judged.task, &judged.standing));
    let closed_left_out = admitted - tasks.len();
    order.sort(&mut tasks, |judged| (judged.task, &judged.standing));
    List { tasks, total, closed_left_out, is_of_void: filter.void }
}
