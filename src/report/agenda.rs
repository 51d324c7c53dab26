//! 时限日历: every deadline still to come, and every period of a recurring duty that is still short.

use chrono::NaiveDate;

use super::facts::Judged;
use crate::core::entry::{EntryKind, LogEntry};
use crate::core::ledger::Ledger;
use crate::core::lifecycle::Verb;
use crate::core::repeat::Obligation;
use crate::core::task::Task;

/// One day to keep in mind.
#[derive(Debug, Clone)]
pub struct Appointment<'a> {
    /// The task.
    pub task: &'a Task,
    /// The day its work, or this period of it, falls due.
    pub day: NaiveDate,
    /// The period of a recurring duty.
    pub owed: Option<Obligation>,
    /// How often that day was moved by extensions.
    pub moved: usize,
}

/// The days of unfinished tasks from `today` on, up to and including `until` where one is given, in their order.
pub fn agenda(ledger: &Ledger, until: Option<NaiveDate>, today: NaiveDate) -> Vec<Appointment<'_>> {
    let unfinished =
        Judged::all(ledger, today).into_iter().filter(|judged| !judged.task.status.is_finished());
    let mut all: Vec<Appointment<'_>> = unfinished.flat_map(|judged| appointments(&judged)).collect();
    all.retain(|one| one.day >= today && until.is_none_or(|until| one.day <= until));
    all.sort_by_key(|one| (one.day, one.task.id));
    all
}

fn appointments<'a>(judged: &Judged<'a>) -> Vec<Appointment<'a>> {
    let moved = |period: Option<&str>| {
        let moves = |entry: &&LogEntry| entry.kind == EntryKind::Verb(Verb::Extend) && entry.to.is_some();
        let of_period = |entry: &&LogEntry| period.is_none() || entry.period.as_deref() == period;
        judged.task.log.iter().filter(moves).filter(of_period).count()
    };
    let owed = |owed: &Obligation| Appointment {
        day: owed.due,
        moved: moved(Some(&owed.period.to_string())),
        owed: Some(owed.clone()),
        task: judged.task,
    };
    if let Some(schedule) = &judged.standing.schedule {
        return schedule.periods.iter().filter(|owed| owed.is_short()).map(owed).collect();
    }
    let day = judged.standing.deadline.date;
    let one = day.map(|day| Appointment { day, moved: moved(None), owed: None, task: judged.task });
    one.into_iter().collect()
}
