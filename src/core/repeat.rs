//! Recurring duties (频次): which periods owe what, and which are still short.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::calendar::Period;
use super::entry::{EntryKind, LogEntry};
use super::lifecycle::Verb;
use super::limits;
use super::phase::Phase;
use super::task::{Repeat, Task};

/// What a recurring task owes, period by period. There is always at least one period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// The periods that the duty's span touches, in order.
    pub periods: Vec<Obligation>,
}

/// What one period owes (应办).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obligation {
    /// The period.
    pub period: Period,
    /// How many occurrences it owes.
    pub times: u32,
    /// The day it falls due, extensions counted.
    pub due: NaiveDate,
    /// The day it fell due before any extension.
    pub due_original: NaiveDate,
    /// The days of the occurrences recorded for it, in order; there may be more than it owes.
    pub done: Vec<NaiveDate>,
}

impl Obligation {
    /// How many occurrences are recorded (实办).
    pub fn met(&self) -> u32 {
        u32::try_from(self.done.len()).unwrap_or(u32::MAX)
    }

    /// How many are still missing (欠办).
    pub fn missing(&self) -> u32 {
        self.times.saturating_sub(self.met())
    }

    /// Whether occurrences are still missing.
    pub fn is_short(&self) -> bool {
        self.missing() > 0
    }

    /// Whether it fell due before `today` and is short (欠办).
    pub fn is_missed(&self, today: NaiveDate) -> bool {
        self.is_short() && today > self.due
    }

    /// How it stands on `today`.
    pub fn fulfilment(&self, today: NaiveDate) -> Fulfilment {
        match (self.is_short(), self.is_met_late()) {
            (true, _) if self.is_missed(today) => Fulfilment::Missed,
            (true, _) => Fulfilment::Owed,
            (false, true) => Fulfilment::Late,
            (false, false) => Fulfilment::Met,
        }
    }

    /// Whether it was met only after it had fallen due (补办): met, but late.
    pub fn is_met_late(&self) -> bool {
        let last_owed = (self.times as usize).checked_sub(1).and_then(|last| self.done.get(last));
        last_owed.is_some_and(|day| *day > self.due)
    }
}

/// How a period of a recurring duty stands, or one occurrence of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fulfilment {
    /// 已办
    Met,
    /// 补办: done after the period had fallen due
    Late,
    /// 应办, still to come
    Owed,
    /// 欠办: past and short
    Missed,
}

/// Why a repeat owes nothing that could be named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpanError {
    /// Neither `from` nor `start` nor the phase's start says when it begins.
    NoBeginning,
    /// Neither `until` nor `due` nor the phase's end says when it stops.
    NoEnd,
    /// It stops before it begins.
    Reversed,
    /// `times = 0` owes nothing.
    NoTimes,
    /// `times` is more than anybody could do.
    TooManyTimes,
    /// It touches more periods than a task can list.
    TooLong,
}

impl Schedule {
    /// The schedule of a recurring task; `None` for a task that does not recur.
    ///
    /// `from` defaults to the task's start, then its phase's; `until` to its due day, then its phase's end.
    pub fn of(task: &Task, phase: Option<&Phase>) -> Option<Result<Self, SpanError>> {
        task.repeat.as_ref().map(|repeat| Self::build(task, repeat, phase))
    }

    fn build(task: &Task, repeat: &Repeat, phase: Option<&Phase>) -> Result<Self, SpanError> {
        let from = repeat.from.or(task.start).or(phase.and_then(|phase| phase.start));
        let until = repeat.until.or(task.due).or(phase.and_then(|phase| phase.end));
        let from = from.ok_or(SpanError::NoBeginning)?;
        let until = until.ok_or(SpanError::NoEnd)?;
        if until < from {
            return Err(SpanError::Reversed);
        }
        if repeat.times == 0 {
            return Err(SpanError::NoTimes);
        }
        if repeat.times > limits::TIMES {
            return Err(SpanError::TooManyTimes);
        }
        let touched = || Period::touched(repeat.every, from, until);
        if touched().nth(limits::PERIODS).is_some() {
            return Err(SpanError::TooLong);
        }
        let mut entries: HashMap<&str, Vec<&LogEntry>> = HashMap::new();
        for entry in &task.log {
            if let Some(key) = &entry.period {
                entries.entry(key).or_default().push(entry);
            }
        }
        let periods = touched()
            .map(|period| {
                let entries = entries.remove(period.to_string().as_str()).unwrap_or_default();
                obligation(&entries, period, repeat.times, period.last_day().min(until))
            })
            .collect();
        Ok(Self { periods })
    }

    /// The period whose due day is the task's deadline: of those still short the one that falls due first, or the last
    /// period when none is short.
    ///
    /// That is the earliest period, unless an extension moved it behind a later one: it moves that period alone, and must
    /// not hide that the later one is missed.
    pub fn in_force(&self) -> Option<&Obligation> {
        self.periods.iter().filter(|owed| owed.is_short()).min_by_key(|owed| owed.due).or(self.periods.last())
    }

    /// Whether no period is short any more.
    pub fn is_met(&self) -> bool {
        !self.periods.iter().any(Obligation::is_short)
    }

    /// The obligation of `period`, if the span touches it.
    pub fn find(&self, period: Period) -> Option<&Obligation> {
        let at = self.periods.binary_search_by_key(&period, |owed| owed.period).ok()?;
        self.periods.get(at)
    }

    /// How many occurrences the whole span owes.
    pub fn owed(&self) -> u32 {
        self.periods.iter().map(|owed| owed.times).sum()
    }

    /// How many of those are recorded; more than a period owes does not make up for another.
    pub fn met(&self) -> u32 {
        self.periods.iter().map(|owed| owed.met().min(owed.times)).sum()
    }
}

/// What a period owes; `entries` are those of the log that bear its key.
fn obligation(entries: &[&LogEntry], period: Period, times: u32, due_original: NaiveDate) -> Obligation {
    let mut done: Vec<NaiveDate> = Vec::new();
    let (mut due, mut first_due) = (due_original, None);
    for entry in entries {
        match (&entry.kind, entry.to) {
            (EntryKind::Verb(Verb::Done), _) => done.push(entry.day()),
            (EntryKind::Verb(Verb::Extend), Some(to)) => {
                first_due = first_due.or(entry.from);
                due = to;
            }
            _ => {}
        }
    }
    done.sort_unstable();
    Obligation { period, times, due, due_original: first_due.unwrap_or(due_original), done }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::calendar::Every;
    use crate::core::entry::LogEntry;
    use crate::core::lifecycle::Verb;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn duty(every: Every, times: u32, from: Option<&str>, until: Option<&str>) -> Task {
        Task {
            repeat: Some(Repeat { every, times, from: from.map(day), until: until.map(day) }),
            ..Task::default()
        }
    }

    fn done(on: &str, period: &str) -> LogEntry {
        LogEntry {
            period: Some(period.into()),
            ..LogEntry::new(day(on), "李强", EntryKind::Verb(Verb::Done))
        }
    }

    #[test]
    fn each_period_owes_its_times_and_the_earliest_short_one_is_in_force() {
        #[track_caller]
        fn case(done_in: &[(&str, &str)], in_force: &str, due: &str, met: u32) {
            let mut task = duty(Every::Month, 2, Some("2026-04-10"), Some("2026-06-20"));
            task.log = done_in.iter().map(|(on, period)| done(on, period)).collect();
            let schedule = Schedule::of(&task, None).unwrap().unwrap();
            let owed = schedule.in_force().unwrap();
            assert_eq!((owed.period.to_string().as_str(), owed.due), (in_force, day(due)));
            assert_eq!((schedule.met(), schedule.owed()), (met, 6));
        }
        case(&[], "2026-04", "2026-04-30", 0);
        case(&[("2026-04-11", "2026-04")], "2026-04", "2026-04-30", 1);
        case(&[("2026-04-11", "2026-04"), ("2026-04-12", "2026-04")], "2026-05", "2026-05-31", 2);
        // Three in April do not make up for May.
        case(
            &[("2026-04-11", "2026-04"), ("2026-04-12", "2026-04"), ("2026-04-13", "2026-04")],
            "2026-05",
            "2026-05-31",
            2,
        );
        // A later period met first leaves the earlier one in force.
        case(&[("2026-05-11", "2026-05"), ("2026-05-12", "2026-05")], "2026-04", "2026-04-30", 2);
        // All met: the last one, cut short by `until`.
        let all: Vec<_> =
            ["2026-04", "2026-05", "2026-06"].into_iter().flat_map(|p| [("2026-06-01", p); 2]).collect();
        case(&all, "2026-06", "2026-06-20", 6);
    }

    #[test]
    fn a_span_that_cannot_be_told_is_an_error() {
        #[track_caller]
        fn case(task: &Task, phase: Option<&Phase>, expected: Result<usize, SpanError>) {
            assert_eq!(Schedule::of(task, phase).unwrap().map(|schedule| schedule.periods.len()), expected);
        }
        let phase = |start: Option<&str>, end: Option<&str>| Phase {
            name: "集中建设".into(),
            start: start.map(day),
            end: end.map(day),
            ..Phase::default()
        };
        let bare = duty(Every::Quarter, 1, None, None);
        case(&bare, None, Err(SpanError::NoBeginning));
        case(&bare, Some(&phase(Some("2026-12-01"), None)), Err(SpanError::NoEnd));
        case(&bare, Some(&phase(Some("2026-04-01"), Some("2026-11-30"))), Ok(3));
        case(&duty(Every::Year, 1, Some("2026-12-31"), Some("2026-01-01")), None, Err(SpanError::Reversed));
        // A duty of one day is one.
        case(&duty(Every::Year, 1, Some("2026-12-31"), Some("2026-12-31")), None, Ok(1));
        case(&duty(Every::Year, 0, Some("2026-01-01"), Some("2026-12-31")), None, Err(SpanError::NoTimes));
        case(
            &duty(Every::Year, u32::MAX, Some("2026-01-01"), Some("2026-12-31")),
            None,
            Err(SpanError::TooManyTimes),
        );
        let often = duty(Every::Year, limits::TIMES, Some("2026-01-01"), Some("2026-12-31"));
        case(&often, None, Ok(1));
        // A hundred years of months, and one month more.
        case(&duty(Every::Month, 1, Some("2026-01-01"), Some("2125-12-31")), None, Ok(1200));
        case(&duty(Every::Month, 1, Some("2026-01-01"), Some("2126-01-01")), None, Err(SpanError::TooLong));
        case(&duty(Every::Week, 1, Some("0001-01-01"), Some("9999-12-31")), None, Err(SpanError::TooLong));
        let dated = Task { start: Some(day("2026-01-31")), due: Some(day("2026-02-28")), ..bare };
        case(&dated, None, Ok(1));
    }

    #[test]
    fn an_extension_moves_its_own_period_and_a_period_made_up_later_is_met_late() {
        let mut task = duty(Every::Quarter, 1, Some("2026-01-01"), Some("2026-12-31"));
        task.log = vec![
            LogEntry {
                period: Some("2026-Q1".into()),
                from: Some(day("2026-03-31")),
                to: Some(day("2026-04-10")),
                ..LogEntry::new(day("2026-03-30"), "王敏", EntryKind::Verb(Verb::Extend))
            },
            done("2026-04-09", "2026-Q1"),
            done("2026-07-02", "2026-Q2"),
        ];
        let schedule = Schedule::of(&task, None).unwrap().unwrap();
        let [first, second, third, _] = schedule.periods.as_slice() else { panic!("four quarters") };
        assert_eq!((first.due, first.due_original), (day("2026-04-10"), day("2026-03-31")));
        assert_eq!(third.due, day("2026-09-30"));
        assert_eq!(first.fulfilment(day("2026-09-30")), Fulfilment::Met);
        assert_eq!(second.fulfilment(day("2026-09-30")), Fulfilment::Late);
        assert_eq!(third.fulfilment(day("2026-09-30")), Fulfilment::Owed);
        assert_eq!(third.fulfilment(day("2026-10-01")), Fulfilment::Missed);
    }

    #[test]
    fn an_extension_far_ahead_does_not_hide_a_later_period_that_is_missed() {
        let mut task = duty(Every::Month, 1, Some("2026-01-01"), Some("2026-12-31"));
        task.log = vec![LogEntry {
            period: Some("2026-01".into()),
            from: Some(day("2026-01-31")),
            to: Some(day("2026-12-20")),
            ..LogEntry::new(day("2026-01-30"), "王敏", EntryKind::Verb(Verb::Extend))
        }];
        let schedule = Schedule::of(&task, None).unwrap().unwrap();
        assert_eq!(schedule.in_force().unwrap().due, day("2026-02-28"));
    }

    #[test]
    fn an_occurrence_counts_on_the_day_it_took_place() {
        let mut task = duty(Every::Month, 1, Some("2026-04-01"), Some("2026-04-30"));
        task.log = vec![LogEntry { on: Some(day("2026-04-28")), ..done("2026-05-06", "2026-04") }];
        assert!(!Schedule::of(&task, None).unwrap().unwrap().periods[0].is_met_late());
        task.log[0].on = None;
        assert!(Schedule::of(&task, None).unwrap().unwrap().periods[0].is_met_late());
        // The last day still counts.
        task.log[0].date = day("2026-04-30");
        assert!(!Schedule::of(&task, None).unwrap().unwrap().periods[0].is_met_late());
    }
}
