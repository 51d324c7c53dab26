//! The figures of a 周报: counts with their rates, of all tasks and of each group, now and at the end of the last one.

use serde::Serialize;

use crate::core::deadline::Source;
use crate::core::status::Status;
use crate::core::task::Task;
use crate::report::counts::{Counts, rate};
use crate::report::facts::Judged;

/// Counts with their rates.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Tally {
    /// How many tasks are in which state.
    #[serde(flatten)]
    pub counts: Counts,
    /// 长期坚持, and not closed.
    pub long_term: usize,
    /// 办结率
    pub done_rate: Option<f64>,
    /// 按时办结率: the share of what is done that was finished on or before its deadline.
    pub on_time_rate: Option<f64>,
}

impl Tally {
    /// Counts these tasks.
    pub fn of<'a>(tasks: impl IntoIterator<Item = &'a Judged<'a>>) -> Self {
        let tasks: Vec<&Judged<'_>> = tasks.into_iter().collect();
        let counts = Counts::of(tasks.iter().copied());
        let many = |wanted: fn(&Judged<'_>) -> bool| tasks.iter().filter(|judged| wanted(judged)).count();
        let on_time =
            many(|judged| judged.task.status == Status::Done && judged.standing.finished_late == Some(false));
        Self {
            long_term: many(|judged| {
                judged.standing.deadline.source == Some(Source::LongTerm) && !judged.task.status.is_closed()
            }),
            done_rate: counts.done_rate(),
            on_time_rate: rate(on_time, counts.done),
            counts,
        }
    }
}

/// One group of the tasks.
#[derive(Debug, Clone, Serialize)]
pub struct Group {
    /// Its name; none for tasks that have none.
    pub name: Option<String>,
    /// Its figures.
    #[serde(flatten)]
    pub now: Tally,
    /// Its figures at the end of the last stretch.
    pub previous: Tally,
}

/// The groups in the order of `planned`, others behind those by name, the nameless last. A planned one is there even with
/// no tasks only where `all` are wanted: every phase, but not every office.
pub(super) fn groups(
    [now, before]: [&[Judged<'_>]; 2],
    name: fn(&Task) -> Option<&str>,
    planned: &[&str],
    all: bool,
) -> Vec<Group> {
    let mut others: Vec<&str> = now.iter().filter_map(|judged| name(judged.task)).collect();
    others.sort_unstable();
    others.dedup();
    let planned = planned.iter().copied().filter(|name| all || others.contains(name));
    let unplanned = others.iter().copied().filter(|name| !planned.clone().any(|planned| planned == *name));
    let nameless = now.iter().any(|judged| name(judged.task).is_none()).then_some(None);
    let named = planned.clone().chain(unplanned).map(Some);
    let group = |wanted: Option<&str>| {
        let tally =
            |tasks: &[Judged<'_>]| Tally::of(tasks.iter().filter(|judged| name(judged.task) == wanted));
        Group { name: wanted.map(ToOwned::to_owned), now: tally(now), previous: tally(before) }
    };
    named.chain(nameless).map(group).collect()
}
