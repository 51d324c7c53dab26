//! The deadline (时限) that binds a task, and where it comes from.

use chrono::NaiveDate;
use serde::Serialize;

use super::calendar::Period;
use super::entry::EntryKind;
use super::lifecycle::Verb;
use super::phase::Phase;
use super::repeat::Schedule;
use super::task::{Repeat, Task};

/// The deadline in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    /// The day, inclusive; none for 长期坚持 and 时限待定.
    pub date: Option<NaiveDate>,
    /// What set it; none is 时限待定.
    pub source: Option<Source>,
    /// The day before any extension, kept for ever.
    pub original: Option<NaiveDate>,
}

/// What sets a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// The task's own `due`.
    Task,
    /// The end of its phase.
    Phase,
    /// An approved extension (延期).
    Extension,
    /// The period of a recurring task.
    Period,
    /// 长期坚持: none, and rightly so.
    LongTerm,
}

/// The deadline of `task`: an extension, else the period of a recurring task that is still short, else none for 长期坚持,
/// else the earlier of its own day and its phase's end.
///
/// `schedule` is the task's own, where it recurs and its span can be told.
pub fn deadline(task: &Task, phase: Option<&Phase>, schedule: Option<&Schedule>) -> Deadline {
    if task.repeat.is_some() {
        return of_schedule(schedule);
    }
    let mut extensions =
        task.log.iter().filter(|entry| entry.kind == EntryKind::Verb(Verb::Extend) && entry.to.is_some());
    let stated = stated(task, phase);
    let Some(first) = extensions.next() else { return stated };
    Deadline {
        date: extensions.next_back().unwrap_or(first).to,
        source: Some(Source::Extension),
        original: first
            .from
            .map(|from| phase.map_or(from, |phase| phase.before_extensions(from)))
            .or(stated.original),
    }
}

fn of_schedule(schedule: Option<&Schedule>) -> Deadline {
    let owed = schedule.and_then(Schedule::in_force);
    Deadline {
        date: owed.map(|owed| owed.due),
        source: owed.map(
            |owed| {
                if owed.due == owed.due_original { Source::Period } else { Source::Extension }
            },
        ),
        original: owed.map(|owed| owed.due_original),
    }
}

fn stated(task: &Task, phase: Option<&Phase>) -> Deadline {
    let earlier = |end: Option<NaiveDate>| match (task.due, end) {
        _ if task.long_term => (None, Some(Source::LongTerm)),
        (Some(due), Some(end)) if end < due => (Some(end), Some(Source::Phase)),
        (Some(due), _) => (Some(due), Some(Source::Task)),
        (None, Some(end)) => (Some(end), Some(Source::Phase)),
        (None, None) => (None, None),
    };
    let (date, source) = earlier(phase.and_then(|phase| phase.end));
    let (original, _) = earlier(phase.and_then(Phase::original_end));
    Deadline { date, source, original }
}

/// 承诺: what was promised of a task's deadlines before any extension. Only `extend` moves it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// The day; of a recurring task, that of its last period.
    pub date: Option<NaiveDate>,
    due: Option<NaiveDate>,
    repeat: Option<Repeat>,
    periods: Vec<(Period, u32, NaiveDate)>,
}

impl Promise {
    /// What is promised of `task`, under the settings' phases.
    pub fn of(task: &Task, phases: &[Phase]) -> Self {
        let phase = Phase::named(phases, task.phase.as_deref());
        let schedule = Schedule::of(task, phase).and_then(Result::ok);
        let owed = schedule.iter().flat_map(|schedule| &schedule.periods);
        let periods: Vec<_> = owed.map(|owed| (owed.period, owed.times, owed.due_original)).collect();
        let date = match &task.repeat {
            Some(_) => periods.iter().map(|(.., due)| *due).max(),
            None => stated(task, phase).original,
        };
        Self { date, due: task.due, repeat: task.repeat.clone(), periods }
    }

    /// Whether `later` keeps it. Where nothing was promised there is nothing to be kept.
    pub fn is_kept_by(&self, later: &Self) -> bool {
        let Self { date, due, repeat, periods } = self;
        let same_keys = (due.is_none() || *due == later.due) && (repeat.is_none() || *repeat == later.repeat);
        date.is_none() || *date == later.date && *periods == later.periods && same_keys
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::calendar::Every;
    use crate::core::entry::LogEntry;
    use crate::core::lifecycle::Verb;
    use crate::core::task::Repeat;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn extension(period: Option<&str>, from: &str, to: &str) -> LogEntry {
        LogEntry {
            period: period.map(Into::into),
            from: Some(day(from)),
            to: Some(day(to)),
            ..LogEntry::new(day("2026-05-01"), "王敏", EntryKind::Verb(Verb::Extend))
        }
    }

    #[track_caller]
    fn case(task: &Task, phase_end: Option<&str>, expected: (Option<&str>, Option<Source>, Option<&str>)) {
        let phase = Phase {
            name: "阶段".into(),
            start: Some(day("2026-04-01")),
            end: phase_end.map(day),
            ..Phase::default()
        };
        let schedule = Schedule::of(task, Some(&phase)).and_then(Result::ok);
        let expected =
            Deadline { date: expected.0.map(day), source: expected.1, original: expected.2.map(day) };
        assert_eq!(deadline(task, Some(&phase), schedule.as_ref()), expected);
    }

    #[test]
    fn the_earlier_of_task_and_phase_binds() {
        let due = |due: &str| Task { due: Some(day(due)), ..Task::default() };
        case(
            &due("2026-09-30"),
            Some("2026-11-30"),
            (Some("2026-09-30"), Some(Source::Task), Some("2026-09-30")),
        );
        case(
            &due("2026-12-15"),
            Some("2026-11-30"),
            (Some("2026-11-30"), Some(Source::Phase), Some("2026-11-30")),
        );
        // Equal days count as the task's own.
        case(
            &due("2026-11-30"),
            Some("2026-11-30"),
            (Some("2026-11-30"), Some(Source::Task), Some("2026-11-30")),
        );
        case(&due("2024-02-29"), None, (Some("2024-02-29"), Some(Source::Task), Some("2024-02-29")));
        case(
            &Task::default(),
            Some("2026-11-30"),
            (Some("2026-11-30"), Some(Source::Phase), Some("2026-11-30")),
        );
        // A phase without end and no day of its own: 时限待定.
        case(&Task::default(), None, (None, None, None));
    }

    #[test]
    fn long_term_has_none_whatever_the_phase_says() {
        let task = Task { long_term: true, due: Some(day("2026-09-30")), ..Task::default() };
        case(&task, Some("2026-11-30"), (None, Some(Source::LongTerm), None));
    }

    #[test]
    fn the_last_extension_binds_and_the_first_remembers_the_original() {
        let task = Task {
            due: Some(day("2026-06-30")),
            log: vec![
                extension(None, "2026-06-30", "2026-07-31"),
                extension(None, "2026-07-31", "2026-12-20"),
            ],
            ..Task::default()
        };
        // It may go beyond the phase's end: the approval says so.
        case(&task, Some("2026-11-30"), (Some("2026-12-20"), Some(Source::Extension), Some("2026-06-30")));
    }

    #[test]
    fn what_names_no_day_and_what_is_no_extension_moves_nothing() {
        let unfinished = LogEntry { to: None, ..extension(None, "2026-06-30", "2026-07-31") };
        let note =
            LogEntry { kind: EntryKind::Verb(Verb::Note), ..extension(None, "2026-06-30", "2026-07-31") };
        let task = Task { due: Some(day("2026-06-30")), log: vec![unfinished, note], ..Task::default() };
        case(&task, None, (Some("2026-06-30"), Some(Source::Task), Some("2026-06-30")));
    }

    #[test]
    fn a_recurring_task_is_due_with_its_earliest_short_period() {
        let mut task = Task {
            repeat: Some(Repeat {
                every: Every::Month,
                times: 1,
                from: None,
                until: Some(day("2026-06-15")),
            }),
            long_term: true,
            ..Task::default()
        };
        case(&task, None, (Some("2026-04-30"), Some(Source::Period), Some("2026-04-30")));
        task.log.push(extension(Some("2026-04"), "2026-04-30", "2026-05-08"));
        case(&task, None, (Some("2026-05-08"), Some(Source::Extension), Some("2026-04-30")));
        for period in ["2026-04", "2026-05", "2026-06"] {
            task.log.push(LogEntry {
                period: Some(period.into()),
                ..LogEntry::new(day("2026-05-01"), "李强", EntryKind::Verb(Verb::Done))
            });
        }
        case(&task, None, (Some("2026-06-15"), Some(Source::Period), Some("2026-06-15")));
        // A span that cannot be told has no deadline.
        let endless = Task {
            repeat: Some(Repeat { every: Every::Month, times: 1, from: None, until: None }),
            ..Task::default()
        };
        case(&endless, None, (None, None, None));
    }

    #[test]
    fn a_promise_is_kept_by_what_says_no_less() {
        let promise = Promise {
            date: Some(day("2026-06-30")),
            due: Some(day("2026-06-30")),
            repeat: None,
            periods: Vec::new(),
        };
        let nothing = Promise { date: None, due: None, repeat: None, periods: Vec::new() };
        let monthly = Repeat { every: Every::Month, times: 1, from: None, until: None };
        let owed = |times| Promise {
            repeat: Some(Repeat { times, ..monthly.clone() }),
            periods: vec![(Period::parse("2026-06").unwrap(), times, day("2026-06-30"))],
            ..promise.clone()
        };
        assert!(promise.is_kept_by(&promise) && owed(2).is_kept_by(&owed(2)));
        // Nothing was promised; or only the phase promised it, and the task says so now itself.
        assert!(nothing.is_kept_by(&promise) && nothing.is_kept_by(&owed(1)));
        assert!(Promise { due: None, ..promise.clone() }.is_kept_by(&promise));
        assert!(!promise.is_kept_by(&nothing));
        assert!(!promise.is_kept_by(&Promise { date: Some(day("2026-07-31")), ..promise.clone() }));
        // The same day by the phase, and the task's own moved behind it.
        assert!(!promise.is_kept_by(&Promise { due: Some(day("2026-07-31")), ..promise.clone() }));
        assert!(!promise.is_kept_by(&owed(1)));
        assert!(!owed(2).is_kept_by(&owed(1)));
        let renamed = Promise { repeat: Some(monthly.clone()), ..owed(2) };
        assert!(!owed(2).is_kept_by(&renamed));
    }
}
