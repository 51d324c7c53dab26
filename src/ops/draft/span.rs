//! 起止日: from when to when a recurring duty is owed, where its plan does not say.

use chrono::{Datelike, NaiveDate};

use crate::core::draft::DraftTask;
use crate::core::phase::Phase;
use crate::core::repeat::Schedule;
use crate::core::task::{Repeat, Task};

/// From when to when, as the person says; else from the month in which it is registered to the end of the ledger's year: what was
/// not yet asked for cannot have been missed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Span {
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub until: Option<NaiveDate>,
}

impl Span {
    /// The rhythm with whatever days it takes for its periods to be told: those of the task and its phase go first. `today` is the
    /// day of registering, `year` the ledger's.
    pub(super) fn whole(
        self,
        repeat: &Repeat,
        task: &DraftTask,
        phase: Option<&Phase>,
        (today, year): (NaiveDate, i32),
    ) -> Repeat {
        let repeat = Repeat { times: repeat.times.max(1), ..repeat.clone() };
        let due = task.due.filter(|_| !task.long_term);
        let fits = |repeat: &Repeat| {
            let alone = Task { start: task.start, due, repeat: Some(repeat.clone()), ..Task::default() };
            matches!(Schedule::of(&alone, phase), Some(Ok(_)))
        };
        if fits(&repeat) {
            return repeat;
        }
        let from = repeat.from.or(task.start).or(phase.and_then(|phase| phase.start));
        let until = repeat.until.or(due).or(phase.and_then(|phase| phase.end));
        // What the person says, then this month or the year; days the wrong way round help nobody.
        let month = if today.year() == year { today.month() } else { 1 };
        let first = self.from.or(NaiveDate::from_ymd_opt(year, month, 1));
        let last = self.until.or(NaiveDate::from_ymd_opt(year, 12, 31));
        let whole = Repeat {
            from: repeat.from.or(first.filter(|_| from.is_none())),
            until: repeat.until.or(last.filter(|_| until.is_none())),
            ..repeat.clone()
        };
        if fits(&whole) {
            whole
        } else {
            Repeat { from: first, until: last.filter(|last| first <= Some(*last)).or(first), ..repeat }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::calendar::Every;

    fn day(text: &str) -> Option<NaiveDate> {
        text.parse().ok()
    }

    #[test]
    fn a_rhythm_without_days_is_owed_from_the_month_of_registering_to_the_years_end() {
        #[track_caller]
        fn case(own: (&str, &str), task: (&str, &str), phase: (&str, &str), expected: (&str, &str)) {
            let repeat = Repeat { every: Every::Month, times: 0, from: day(own.0), until: day(own.1) };
            let task = DraftTask { start: day(task.0), due: day(task.1), ..DraftTask::default() };
            let phase =
                Phase { name: "一".to_owned(), start: day(phase.0), end: day(phase.1), ..Phase::default() };
            let whole =
                Span::default().whole(&repeat, &task, Some(&phase), ("2026-04-15".parse().unwrap(), 2026));
            assert_eq!(
                whole,
                Repeat { every: Every::Month, times: 1, from: day(expected.0), until: day(expected.1) }
            );
        }
        let none = ("", "");
        case(none, none, none, ("2026-04-01", "2026-12-31"));
        case(none, none, ("2026-04-01", "2026-11-30"), none);
        case(none, none, ("2026-05-01", ""), ("", "2026-12-31"));
        case(none, ("", "2026-09-30"), none, ("2026-04-01", ""));
        case(("2026-05-01", "2026-03-01"), none, none, ("2026-04-01", "2026-12-31"));
        case(none, ("2026-05-01", "2026-03-01"), none, ("2026-04-01", "2026-12-31"));
        case(none, none, ("2027-03-01", ""), ("2026-04-01", "2026-12-31"));
    }

    #[test]
    fn the_persons_days_win_over_the_year() {
        let span = Span { from: day("2026-04-01"), until: day("2026-06-30") };
        let repeat = Repeat { every: Every::Week, times: 2, from: None, until: None };
        let whole = span.whole(&repeat, &DraftTask::default(), None, ("2026-02-03".parse().unwrap(), 2026));
        assert_eq!((whole.from, whole.until, whole.times), (day("2026-04-01"), day("2026-06-30"), 2));
    }

    #[test]
    fn a_ledger_of_another_year_begins_with_that_year() {
        let repeat = Repeat { every: Every::Month, times: 1, from: None, until: None };
        let day_before = "2025-12-20".parse().unwrap();
        let whole = Span::default().whole(&repeat, &DraftTask::default(), None, (day_before, 2026));
        assert_eq!((whole.from, whole.until), (day("2026-01-01"), day("2026-12-31")));
    }
}
