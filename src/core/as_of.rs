//! The ledger as it stood (当时的台账): what a task's own log says of an earlier day.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::entry::{EntryKind, LogEntry};
use super::field::Field;
use super::ledger::Ledger;
use super::lifecycle::{Verb, finished_on};
use super::repeat::Schedule;
use super::settings::Settings;
use super::status::Status;
use super::task::Task;

/// Every task as it stood at the end of `day`, in the order of the ids. What is void now was a mistake on that day too, and
/// what was void then did not count then.
pub fn ledger(ledger: &Ledger, day: NaiveDate) -> Vec<Cow<'_, Task>> {
    let then = ledger.tasks.iter().map(|task| self::task(task, &ledger.settings, day));
    then.filter(|task| task.status.counts()).collect()
}

/// The settings as they stood at the end of `day`, as far as they tell: the ends that phases had before they were extended.
pub fn settings(settings: &Settings, day: NaiveDate) -> Cow<'_, Settings> {
    let mut extended = settings.phases.iter().flat_map(|phase| &phase.extended);
    if extended.all(|extension| extension.date <= day) {
        return Cow::Borrowed(settings);
    }
    let phases = settings.phases.iter().cloned().map(|phase| phase.as_of(day)).collect();
    Cow::Owned(Settings { phases, ..settings.clone() })
}

/// The task as it stood at the end of `day`.
///
/// A task that no step was logged for after that day, and that was not finished after it, is taken as its file has it, but
/// for the extensions and reminders that came later.
/// Any other is left with the log it had by then, and its status and the day it was finished follow from that log, verb
/// by verb, and from the verb that came next: what was then accepted had been in review. How far it had come is not in
/// the log, so its progress is unknown, unless it was finished. Fields that no verb sets are as they are.
pub fn task<'a>(task: &'a Task, settings: &Settings, day: NaiveDate) -> Cow<'a, Task> {
    let mut later = task.log.iter().filter(|entry| entry.date > day).peekable();
    let nothing_later = later.peek().is_none();
    let next = later.find(|entry| moves(&entry.kind));
    if nothing_later && task.done_on.is_none_or(|done| done <= day) {
        return Cow::Borrowed(task);
    }
    let log: Vec<LogEntry> = task.log.iter().filter(|entry| entry.date <= day).cloned().collect();
    if next.is_none() && task.done_on.is_none_or(|done| done <= day) {
        return Cow::Owned(Task { log, ..task.clone() });
    }
    let mut then =
        Task { status: Status::Todo, progress: None, done_on: None, log: Vec::new(), ..task.clone() };
    for entry in log {
        step(&mut then, entry, settings);
    }
    // What was said next shows where the task had come to by then.
    if let Some(EntryKind::Verb(verb)) = next.map(|entry| &entry.kind)
        && let Some(status) = verb.presupposes()
        && !verb.allowed_from().contains(&then.status)
    {
        then.status = status;
    }
    if matches!(then.status, Status::Review | Status::Done) {
        then.progress = Some(100);
        then.done_on = then.done_on.or(task.done_on.filter(|done| *done <= day));
    }
    Cow::Owned(then)
}

/// Whether an entry says anything of status and progress; reminders and extensions do not.
fn moves(kind: &EntryKind) -> bool {
    matches!(kind, EntryKind::Verb(verb) if verb.may_set(Field::Status))
}

/// One more entry, with what the verb that leaves it does to the task.
fn step(task: &mut Task, entry: LogEntry, settings: &Settings) {
    let day = entry.day();
    let kind = entry.kind.clone();
    task.log.push(entry);
    let EntryKind::Verb(verb) = kind else { return };
    if verb == Verb::Done && !is_finished(task, settings) {
        return;
    }
    let to = verb.leads(&task.status, settings.closing.review);
    if to != task.status {
        task.done_on = finished_on(task, &to, day);
        task.status = to;
    }
}

/// Whether a task just reported done owes nothing more: a recurring one only when no period is short.
fn is_finished(task: &Task, settings: &Settings) -> bool {
    let schedule = Schedule::of(task, settings.phase(task.phase.as_deref()));
    schedule.is_none_or(|schedule| schedule.is_ok_and(|schedule| schedule.is_met()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::calendar::Every;
    use crate::core::id::TaskId;
    use crate::core::settings::Closing;
    use crate::core::task::Repeat;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn entry(date: &str, kind: &str) -> LogEntry {
        LogEntry::new(day(date), "李强", EntryKind::from(kind.to_owned()))
    }

    fn settings(review: bool) -> Settings {
        Settings { closing: Closing { review, evidence: false }, ..Settings::default() }
    }

    /// A task that now has `status`, with this log, as it stood on 30 June.
    #[track_caller]
    fn case(review: bool, now: &Task, log: &[(&str, &str)], expected: (&str, Option<&str>, Option<u8>)) {
        let log = log.iter().map(|(date, kind)| entry(date, kind)).collect();
        let now = Task { log, ..now.clone() };
        let then = task(&now, &settings(review), day("2026-06-30"));
        assert_eq!(
            (then.status.key(), then.done_on, then.progress),
            (expected.0, expected.1.map(day), expected.2)
        );
        assert!(then.log.iter().all(|entry| entry.date <= day("2026-06-30")));
    }

    #[test]
    fn a_task_is_given_as_its_log_left_it_on_the_day() {
        let doing = Task { status: Status::Doing, progress: Some(60), ..Task::default() };
        let done = |on: &str| Task {
            status: Status::Done,
            progress: Some(100),
            done_on: Some(day(on)),
            ..Task::default()
        };
        // Nothing since: as the file has it, whatever the log says.
        case(false, &doing, &[], ("doing", None, Some(60)));
        case(false, &doing, &[("2026-06-30", "note")], ("doing", None, Some(60)));
        case(false, &done("2026-06-30"), &[], ("done", Some("2026-06-30"), Some(100)));
        // Finished since, though nobody logged it.
        case(false, &done("2026-07-01"), &[], ("todo", None, None));
        // Verb by verb.
        case(false, &doing, &[("2026-07-01", "start")], ("todo", None, None));
        case(false, &doing, &[("2026-06-01", "note"), ("2026-07-01", "note")], ("doing", None, None));
        case(false, &doing, &[("2026-06-01", "block"), ("2026-07-01", "start")], ("blocked", None, None));
        case(
            false,
            &doing,
            &[("2026-06-01", "block"), ("2026-06-02", "note"), ("2026-07-01", "start")],
            ("blocked", None, None),
        );
        case(
            false,
            &done("2026-07-01"),
            &[("2026-06-01", "start"), ("2026-07-01", "done")],
            ("doing", None, None),
        );
        case(
            false,
            &doing,
            &[("2026-06-01", "done"), ("2026-07-01", "reopen")],
            ("done", Some("2026-06-01"), Some(100)),
        );
        case(false, &doing, &[("2026-06-01", "cancel"), ("2026-07-01", "reopen")], ("cancelled", None, None));
        case(false, &doing, &[("2026-06-01", "void"), ("2026-07-01", "reopen")], ("void", None, None));
        case(
            false,
            &doing,
            &[("2026-06-01", "done"), ("2026-06-02", "reopen"), ("2026-07-01", "note")],
            ("doing", None, None),
        );
        // With review.
        case(
            true,
            &done("2026-06-01"),
            &[("2026-06-01", "done"), ("2026-07-01", "accept")],
            ("review", Some("2026-06-01"), Some(100)),
        );
        case(
            true,
            &doing,
            &[("2026-06-01", "done"), ("2026-06-02", "return"), ("2026-07-01", "note")],
            ("doing", None, None),
        );
        case(
            true,
            &doing,
            &[("2026-06-01", "done"), ("2026-06-02", "accept"), ("2026-07-01", "reopen")],
            ("done", Some("2026-06-01"), Some(100)),
        );
        // What came next tells what a sheet that was taken over did not log.
        case(
            true,
            &done("2026-06-20"),
            &[("2026-07-01", "accept")],
            ("review", Some("2026-06-20"), Some(100)),
        );
        case(true, &doing, &[("2026-07-01", "return")], ("review", None, Some(100)));
        case(false, &doing, &[("2026-07-01", "reopen")], ("done", None, Some(100)));
        // The rule for 核销 was another one then.
        case(
            true,
            &doing,
            &[("2026-06-01", "done"), ("2026-07-01", "reopen")],
            ("done", Some("2026-06-01"), Some(100)),
        );
    }

    #[test]
    fn a_recurring_duty_closes_with_its_last_occurrence_and_extensions_count_once_recorded() {
        let repeat = Repeat {
            every: Every::Month,
            times: 1,
            from: Some(day("2026-05-01")),
            until: Some(day("2026-06-30")),
        };
        let occurrence =
            |date: &str, period: &str| LogEntry { period: Some(period.into()), ..entry(date, "done") };
        let closed = Task {
            repeat: Some(repeat),
            status: Status::Done,
            done_on: Some(day("2026-06-20")),
            log: vec![
                entry("2026-05-02", "start"),
                occurrence("2026-05-20", "2026-05"),
                occurrence("2026-06-20", "2026-06"),
            ],
            ..Task::default()
        };
        let on = |date: &str| task(&closed, &Settings::default(), day(date)).into_owned();
        assert_eq!((on("2026-06-19").status, on("2026-06-19").done_on), (Status::Doing, None));
        assert_eq!(
            (on("2026-06-20").status, on("2026-06-20").done_on),
            (Status::Done, Some(day("2026-06-20")))
        );
        assert_eq!(on("2026-06-19").log.len(), 2);
        let extended = Task { log: vec![entry("2026-06-18", "extend")], ..Task::default() };
        assert!(task(&extended, &Settings::default(), day("2026-06-17")).log.is_empty());
    }

    #[test]
    fn reminders_and_extensions_that_came_later_change_no_status() {
        let imported = Task {
            status: Status::Blocked,
            progress: Some(40),
            log: vec![entry("2026-06-30", "remind"), entry("2026-07-01", "extend")],
            ..Task::default()
        };
        let then = task(&imported, &settings(false), day("2026-06-28"));
        assert_eq!((&then.status, then.progress, then.log.len()), (&Status::Blocked, Some(40), 0));
    }

    #[test]
    fn what_is_void_now_or_was_void_then_did_not_count() {
        let id = |number| TaskId { year: 2026, number };
        let back = vec![entry("2026-06-01", "void"), entry("2026-07-01", "reopen")];
        let tasks = vec![
            Task { id: id(1), ..Task::default() },
            Task {
                id: id(2),
                status: Status::Void,
                log: vec![entry("2026-07-01", "void")],
                ..Task::default()
            },
            Task { id: id(3), status: Status::Doing, log: back, ..Task::default() },
        ];
        let all = Ledger::of(Settings::default(), tasks);
        let counted =
            |date: &str| -> Vec<u32> { ledger(&all, day(date)).iter().map(|task| task.id.number).collect() };
        assert_eq!((counted("2026-06-30"), counted("2026-07-01")), (vec![1], vec![1, 3]));
    }
}
