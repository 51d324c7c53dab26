//! Counts of tasks: the statuses partition the total, so every count in a report adds up.

use serde::Serialize;

use super::facts::Judged;
use crate::core::light::{Light, Reason};
use crate::core::status::Status;

/// How many tasks are in which state. `todo` to `cancelled` and `other` sum to `total`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "named as the statuses; the others are explained below")]
pub struct Counts {
    pub total: usize,
    pub todo: usize,
    pub doing: usize,
    pub blocked: usize,
    pub review: usize,
    pub done: usize,
    pub cancelled: usize,
    /// A status that this version does not know.
    pub other: usize,
    /// 逾期
    pub overdue: usize,
    /// 临期, blocked ones included.
    pub soon: usize,
    /// 时限待定
    pub no_deadline: usize,
    /// 逾期办结: done, or waiting to be accepted, after the deadline.
    pub finished_late: usize,
}

impl Counts {
    /// Counts these tasks.
    pub fn of<'a>(tasks: impl IntoIterator<Item = &'a Judged<'a>>) -> Self {
        let mut counts = Self::default();
        for Judged { task, standing } in tasks {
            counts.total += 1;
            *counts.at_mut(&task.status) += 1;
            counts.overdue += usize::from(standing.is_overdue());
            counts.soon += usize::from(standing.is_soon);
            counts.no_deadline += usize::from(standing.is_undecided(&task.status));
            counts.finished_late += usize::from(standing.finished_late == Some(true));
        }
        counts
    }

    /// How many have this status, or one of those that this version does not know.
    pub fn at(&self, status: &Status) -> usize {
        // Reading goes through the table by which is counted, so that there is one.
        *self.clone().at_mut(status)
    }

    fn at_mut(&mut self, status: &Status) -> &mut usize {
        match status {
            Status::Todo => &mut self.todo,
            Status::Doing => &mut self.doing,
            Status::Blocked => &mut self.blocked,
            Status::Review => &mut self.review,
            Status::Done => &mut self.done,
            Status::Cancelled => &mut self.cancelled,
            // No ledger counts what is void: it does not come here.
            Status::Void | Status::Other(_) => &mut self.other,
        }
    }

    /// 办结率: done of all that were not cancelled, in percent with one decimal; none where there is nothing to do.
    pub fn done_rate(&self) -> Option<f64> {
        rate(self.done, self.total - self.cancelled)
    }
}

/// A share in percent, to one decimal.
pub fn rate(part: usize, whole: usize) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "counts of tasks are far below 2^52")]
    let share = (whole > 0).then(|| part as f64 * 100.0 / whole as f64)?;
    Some((share * 10.0).round() / 10.0)
}

/// How many tasks show each light, and why.
#[derive(Debug, Clone, Serialize)]
pub struct LightCount {
    /// The light.
    pub light: Light,
    /// How many show it.
    pub count: usize,
    /// How many of those for each reason, in the office's words, most first.
    pub reasons: Vec<(&'static str, usize)>,
}

/// Counts the lights of these tasks, the most pressing first; every light is there, even with none.
pub fn lights(tasks: &[Judged<'_>]) -> Vec<LightCount> {
    Light::ALL
        .into_iter()
        .map(|light| {
            let lit: Vec<Reason> = tasks
                .iter()
                .map(|judged| judged.standing.reason)
                .filter(|reason| reason.light() == light)
                .collect();
            let mut reasons: Vec<(&'static str, usize)> = Vec::new();
            for reason in &lit {
                match reasons.iter_mut().find(|(label, _)| *label == reason.label()) {
                    Some((_, count)) => *count += 1,
                    None => reasons.push((reason.label(), 1)),
                }
            }
            reasons.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
            LightCount { light, count: lit.len(), reasons }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::ledger::Ledger;
    use crate::core::task::Task;

    #[test]
    fn statuses_partition_the_total() {
        let statuses = Status::ALL.into_iter().chain([Status::Other("挂起".into())]);
        let tasks: Vec<Task> = statuses.map(|status| Task { status, ..Task::default() }).collect();
        let ledger = Ledger { tasks, ..Ledger::default() };
        let judged = Judged::all(&ledger, "2026-06-30".parse().unwrap());
        let counts = Counts::of(&judged);
        let sum =
            counts.todo + counts.doing + counts.blocked + counts.review + counts.done + counts.cancelled;
        assert_eq!(sum + counts.other, counts.total);
        assert_eq!(lights(&judged).iter().map(|lit| lit.count).sum::<usize>(), counts.total);
        // Closed tasks need no deadline any more.
        assert_eq!(counts.no_deadline, 5);
    }

    #[test]
    fn rates_have_one_decimal() {
        assert_eq!(rate(1, 3), Some(33.3));
        assert_eq!(rate(2, 3), Some(66.7));
        assert_eq!(rate(0, 0), None);
    }
}
