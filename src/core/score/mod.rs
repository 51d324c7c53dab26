//! 督查考评: what one task earns its lead office, and what is taken off. The whole rule, printed under every table:
//!
//! - A task earns a share of its weight (分值, 1 where it states none): 100 % when it was finished in time, 60 % when late, 0 %
//!   while it is overdue. A recurring duty earns the mean over the occurrences owed in the periods due so far: met in time,
//!   made up later, or missing. The percentages are settings.
//! - Not assessed are tasks not yet due and not finished, 长期坚持, 时限待定, and those finished on a day nobody wrote down.
//!   Cancelled tasks do not count at all, nor does what is void.
//! - The deadline judged is the approved one, but **an extension approved after the deadline it moves had passed does not wash
//!   the lateness out**: it and all that follow are left aside. Where no day of approval is written down, the day it was
//!   recorded counts.
//! - Points are taken off for each time work was sent back, for each extension in time (0 unless set) and for each late one.
//! - A span counts tasks whose deadline or finish lies in it, and those overdue at its end; a recurring duty's periods in the
//!   same way. Only log entries up to its end count, and points are taken off for those in the span.

mod quota;

use chrono::NaiveDate;
use serde::Serialize;

use super::as_of;
use super::calendar::Period;
use super::deadline::Source;
use super::entry::{EntryKind, LogEntry};
use super::evaluation::Standing;
use super::lifecycle::Verb;
use super::phase::Phase;
use super::settings::{Scoring, Settings};
use super::status::Status;
use super::task::Task;

pub use quota::Quota;

/// The days that are assessed (考评期间), both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first day.
    pub from: NaiveDate,
    /// The last day, on which everything is judged.
    pub to: NaiveDate,
}

impl Span {
    fn contains(self, day: NaiveDate) -> bool {
        (self.from..=self.to).contains(&day)
    }
}

/// What was found of one task.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// The deadline judged; none for recurring duties, which have many.
    pub deadline: Option<NaiveDate>,
    /// The day the work was finished.
    pub finished: Option<NaiveDate>,
    /// What became of it.
    pub grade: Grade,
    /// 分值
    pub weight: f64,
    /// The percentage of its weight that it earns; none where it is not assessed.
    pub share: Option<f64>,
    /// What a recurring duty owed and met.
    pub quota: Option<Quota>,
    /// What is taken off.
    pub deductions: Vec<Deduction>,
}

impl Verdict {
    /// The points it earns, none where it is not assessed.
    pub fn earned(&self) -> Option<f64> {
        self.share.map(|share| self.weight * share / 100.0)
    }
}

/// What became of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grade {
    /// 按时办结
    OnTime,
    /// 逾期办结
    Late,
    /// 逾期未办结
    Overdue,
    /// 按频次在办: a recurring duty that goes on, and owes nothing so far
    Running,
    /// 未到期: not due yet and not finished
    NotDue,
    /// 长期坚持
    LongTerm,
    /// 时限待定
    Undecided,
    /// Finished, on a day nobody wrote down
    Undated,
    /// 不在考评期间
    OutsideSpan,
}

/// Points taken off, and the log entry they are taken off for.
#[derive(Debug, Clone, PartialEq)]
pub struct Deduction {
    /// For what.
    pub cause: Fault,
    /// How many points; 0 where the settings take none.
    pub points: f64,
    /// The entry of the log.
    pub entry: LogEntry,
}

/// What points are taken off for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    /// 退回
    Returned,
    /// 延期, approved before the deadline
    Extended,
    /// 逾期后延期
    LateExtension,
}

/// Judges one task at the end of `span`; none for a task that is cancelled or void.
pub fn judge(task: &Task, settings: &Settings, span: Span) -> Option<Verdict> {
    let settings = as_of::settings(settings, span.to);
    let settings = settings.as_ref();
    let task = as_of::task(task, settings, span.to);
    let task = task.as_ref();
    if matches!(task.status, Status::Cancelled | Status::Void) {
        return None;
    }
    let standing = Standing::on(task, settings, span.to);
    let phase = settings.phase(task.phase.as_deref());
    let original = standing.deadline.original.or(standing.deadline.date);
    let promised = original.map(|original| promised(original, task, phase));
    let weight = task.weight.filter(|weight| weight.is_finite() && *weight >= 0.0).unwrap_or(1.0);
    let rule = &settings.score;
    let verdict = Verdict {
        deadline: None,
        finished: task.done_on.filter(|_| task.status.is_finished()),
        grade: Grade::Undecided,
        weight,
        share: None,
        quota: None,
        deductions: deductions(task, &standing, promised, (rule, span)),
    };
    if let Some(schedule) = &standing.schedule {
        let mut quota = Quota::default();
        for owed in &schedule.periods {
            quota.add(owed, task, span);
        }
        return Some(Verdict {
            // What is reported done is not overdue, whatever is missing of it; what goes on is not done.
            grade: match (quota.grade(), task.status.is_finished()) {
                (Grade::Overdue, true) => Grade::Late,
                (Grade::OnTime | Grade::Late, false) => Grade::Running,
                (grade, _) => grade,
            },
            share: quota.share(rule),
            quota: Some(quota),
            ..verdict
        });
    }
    let deadline = promised.map(|day| judged_deadline(day, task, None));
    let long_term = standing.deadline.source == Some(Source::LongTerm);
    let grade = match deadline {
        None if long_term => Grade::LongTerm,
        None => Grade::Undecided,
        Some(deadline) => grade(task, deadline, span),
    };
    Some(Verdict { deadline, grade, share: grade.share(rule), ..verdict })
}

fn grade(task: &Task, deadline: NaiveDate, span: Span) -> Grade {
    match (task.status.is_finished(), task.done_on) {
        (false, _) if span.to > deadline => Grade::Overdue,
        (false, _) => Grade::NotDue,
        (true, None) => Grade::Undated,
        (true, Some(day)) if !span.contains(deadline) && !span.contains(day) => Grade::OutsideSpan,
        (true, Some(day)) if day > deadline => Grade::Late,
        (true, Some(_)) => Grade::OnTime,
    }
}

impl Grade {
    /// The word on paper.
    pub fn label(self) -> &'static str {
        match self {
            Self::OnTime => "按时办结",
            Self::Late => "逾期办结",
            Self::Overdue => "逾期未办结",
            Self::Running => "按频次在办",
            Self::NotDue => "未到期，不计",
            Self::LongTerm => "长期坚持，不计",
            Self::Undecided => "时限待定，不计",
            Self::Undated => "没有办结日期，不计",
            Self::OutsideSpan => "不在考评期间，不计",
        }
    }

    fn share(self, rule: &Scoring) -> Option<f64> {
        match self {
            Self::OnTime => Some(rule.on_time),
            Self::Late => Some(rule.late),
            Self::Overdue => Some(rule.overdue),
            _ => None,
        }
    }
}

/// The day promised of a task before any extension of its own: where its phase sets it, the phase may have been extended in
/// time.
fn promised(original: NaiveDate, task: &Task, phase: Option<&Phase>) -> NaiveDate {
    let of_phase = phase.filter(|phase| phase.original_end() == Some(original));
    let Some(judged) = of_phase.and_then(Phase::judged_end) else { return original };
    task.due.map_or(judged, |due| due.min(judged))
}

/// The deadline by which `task` is judged, or one period of it: the original one, moved by the extensions approved in time
/// up to the first that was not.
fn judged_deadline(original: NaiveDate, task: &Task, period: Option<&str>) -> NaiveDate {
    let mut deadline = original;
    for entry in extensions(task).filter(|entry| period.is_none() || entry.period.as_deref() == period) {
        if is_late(entry, deadline) {
            break;
        }
        deadline = entry.to.unwrap_or(deadline);
    }
    deadline
}

fn extensions(task: &Task) -> impl Iterator<Item = &LogEntry> {
    task.log.iter().filter(|entry| entry.kind == EntryKind::Verb(Verb::Extend) && entry.to.is_some())
}

/// Whether the deadline that an extension moves had passed when it was approved. What the entry says of it may make it
/// earlier, but not later: a line written by hand washes nothing out.
fn is_late(entry: &LogEntry, in_force: NaiveDate) -> bool {
    entry.approved_day() > entry.from.map_or(in_force, |from| from.min(in_force))
}

/// The deadline that an extension moves: what the one before it set, else the one promised.
fn moved_by(entry: &LogEntry, task: &Task, standing: &Standing, promised: Option<NaiveDate>) -> NaiveDate {
    let earlier = extensions(task).take_while(|other| !std::ptr::eq(*other, entry));
    let before = earlier.filter(|other| other.period == entry.period).last().and_then(|other| other.to);
    let original = match (&standing.schedule, entry.period.as_deref().and_then(Period::parse)) {
        (Some(schedule), Some(period)) => schedule.find(period).map(|owed| owed.due_original),
        _ => promised,
    };
    before.or(original).unwrap_or(NaiveDate::MAX)
}

fn deductions(
    task: &Task,
    standing: &Standing,
    promised: Option<NaiveDate>,
    (rule, span): (&Scoring, Span),
) -> Vec<Deduction> {
    let faults = task.log.iter().filter(|entry| span.contains(entry.date)).filter_map(|entry| {
        let cause = match entry.kind {
            EntryKind::Verb(Verb::Return) => Fault::Returned,
            EntryKind::Verb(Verb::Extend) if entry.to.is_none() => return None,
            EntryKind::Verb(Verb::Extend) if is_late(entry, moved_by(entry, task, standing, promised)) => {
                Fault::LateExtension
            }
            EntryKind::Verb(Verb::Extend) => Fault::Extended,
            _ => return None,
        };
        Some(Deduction { cause, points: cause.points(rule), entry: entry.clone() })
    });
    faults.collect()
}

impl Fault {
    /// The word on paper.
    pub fn label(self) -> &'static str {
        match self {
            Self::Returned => "退回",
            Self::Extended => "延期",
            Self::LateExtension => "逾期后延期",
        }
    }

    fn points(self, rule: &Scoring) -> f64 {
        match self {
            Self::Returned => rule.returned,
            Self::Extended => rule.extended,
            Self::LateExtension => rule.late_extension,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::calendar::Every;
    use crate::core::task::Repeat;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn span(from: &str, to: &str) -> Span {
        Span { from: day(from), to: day(to) }
    }

    fn half() -> Span {
        span("2026-01-01", "2026-06-30")
    }

    fn entry(kind: EntryKind, date: &str) -> LogEntry {
        LogEntry::new(day(date), "李强", kind)
    }

    fn extension(date: &str, from: &str, to: &str) -> LogEntry {
        LogEntry { from: Some(day(from)), to: Some(day(to)), ..entry(EntryKind::Verb(Verb::Extend), date) }
    }

    fn open(due: &str, log: Vec<LogEntry>) -> Task {
        Task { status: Status::Doing, due: Some(day(due)), log, ..Task::default() }
    }

    fn done(due: &str, on: &str, log: Vec<LogEntry>) -> Task {
        Task { status: Status::Done, done_on: Some(day(on)), ..open(due, log) }
    }

    #[track_caller]
    fn case(task: &Task, span: Span, grade: Grade, share: Option<f64>, deducted: f64) {
        let verdict = judge(task, &Settings::default(), span).unwrap();
        let points: f64 = verdict.deductions.iter().map(|deduction| deduction.points).sum();
        assert_eq!((verdict.grade, verdict.share, points), (grade, share, deducted));
    }

    #[test]
    fn what_is_finished_in_time_late_or_not_at_all() {
        case(&done("2026-05-31", "2026-05-31", vec![]), half(), Grade::OnTime, Some(100.0), 0.0);
        case(&done("2026-05-31", "2026-06-01", vec![]), half(), Grade::Late, Some(60.0), 0.0);
        case(&open("2026-05-31", vec![]), half(), Grade::Overdue, Some(0.0), 0.0);
        // The deadline's own day still counts.
        case(&open("2026-06-30", vec![]), half(), Grade::NotDue, None, 0.0);
        // Finished before it is due.
        case(&done("2026-09-30", "2026-06-01", vec![]), half(), Grade::OnTime, Some(100.0), 0.0);
        let in_review = Task { status: Status::Review, ..done("2026-05-31", "2026-05-30", vec![]) };
        case(&in_review, half(), Grade::OnTime, Some(100.0), 0.0);
        case(
            &Task { done_on: None, ..done("2026-05-31", "2026-05-30", vec![]) },
            half(),
            Grade::Undated,
            None,
            0.0,
        );
        case(&Task::default(), half(), Grade::Undecided, None, 0.0);
        case(&Task { long_term: true, ..Task::default() }, half(), Grade::LongTerm, None, 0.0);
        let cancelled = Task { status: Status::Cancelled, ..open("2026-05-31", vec![]) };
        assert_eq!(judge(&cancelled, &Settings::default(), half()), None);
        let void = Task { status: Status::Void, ..cancelled };
        assert_eq!(judge(&void, &Settings::default(), half()), None);
    }

    #[test]
    fn a_late_extension_does_not_wash_the_lateness_out() {
        let in_time = extension("2026-05-30", "2026-05-31", "2026-06-15");
        let late = extension("2026-06-16", "2026-06-15", "2026-07-31");
        let later = extension("2026-06-20", "2026-07-31", "2026-08-31");
        case(&open("2026-05-31", vec![in_time.clone()]), half(), Grade::Overdue, Some(0.0), 0.0);
        case(
            &done("2026-05-31", "2026-06-15", vec![in_time.clone()]),
            half(),
            Grade::OnTime,
            Some(100.0),
            0.0,
        );
        // Recorded on the deadline's own day is in time.
        let same_day = extension("2026-05-31", "2026-05-31", "2026-07-31");
        case(&open("2026-05-31", vec![same_day]), half(), Grade::NotDue, None, 0.0);
        let all = vec![in_time, late, later];
        case(&open("2026-05-31", all.clone()), half(), Grade::Overdue, Some(0.0), 1.0);
        case(&done("2026-05-31", "2026-06-25", all.clone()), half(), Grade::Late, Some(60.0), 1.0);
        // A second extension whose line was forged to say that there was time left.
        let forged =
            LogEntry { from: Some(day("2026-12-31")), ..extension("2026-06-20", "2026-06-10", "2026-07-31") };
        let first = extension("2026-05-20", "2026-05-31", "2026-06-10");
        case(&open("2026-05-31", vec![first, forged]), half(), Grade::Overdue, Some(0.0), 1.0);
        // A line without the day it moves.
        let bare = LogEntry { from: None, ..extension("2026-05-20", "2026-05-31", "2026-07-31") };
        case(&open("2026-05-31", vec![bare]), half(), Grade::NotDue, None, 0.0);
        let verdict = judge(&open("2026-05-31", all), &Settings::default(), half()).unwrap();
        assert_eq!(verdict.deadline, Some(day("2026-06-15")));
    }

    #[test]
    fn a_span_counts_what_was_due_or_finished_in_it_and_what_is_late_at_its_end() {
        let second = span("2026-04-01", "2026-06-30");
        case(&done("2026-03-31", "2026-03-30", vec![]), second, Grade::OutsideSpan, None, 0.0);
        case(&done("2026-03-31", "2026-04-02", vec![]), second, Grade::Late, Some(60.0), 0.0);
        case(&done("2026-05-31", "2026-03-02", vec![]), second, Grade::OnTime, Some(100.0), 0.0);
        case(&open("2026-02-28", vec![]), second, Grade::Overdue, Some(0.0), 0.0);
        let returned =
            [("2026-03-01", "2026-03-02"), ("2026-04-01", "2026-04-02"), ("2026-07-01", "2026-07-02")];
        let tried = |(done, back)| {
            [entry(EntryKind::Verb(Verb::Done), done), entry(EntryKind::Verb(Verb::Return), back)]
        };
        let log = returned.into_iter().flat_map(tried).collect();
        case(&open("2026-09-30", log), second, Grade::NotDue, None, 2.0);
    }

    #[test]
    fn only_what_was_recorded_by_the_end_counts() {
        let first = span("2026-01-01", "2026-03-31");
        case(&done("2026-03-20", "2026-04-02", vec![]), first, Grade::Overdue, Some(0.0), 0.0);
        case(&done("2026-04-20", "2026-04-02", vec![]), first, Grade::NotDue, None, 0.0);
        // Recorded in April to have been done in March.
        let on = LogEntry { on: Some(day("2026-03-19")), ..entry(EntryKind::Verb(Verb::Done), "2026-04-02") };
        case(&done("2026-03-20", "2026-03-19", vec![on]), first, Grade::Overdue, Some(0.0), 0.0);
        // Finished in March, opened again in May.
        let log = vec![
            entry(EntryKind::Verb(Verb::Done), "2026-03-10"),
            entry(EntryKind::Verb(Verb::Reopen), "2026-05-06"),
        ];
        case(&open("2026-03-20", log.clone()), first, Grade::OnTime, Some(100.0), 0.0);
        case(&open("2026-03-20", log), half(), Grade::Overdue, Some(0.0), 0.0);
        let log = vec![extension("2026-04-02", "2026-03-20", "2026-07-31")];
        case(&open("2026-03-20", log), first, Grade::Overdue, Some(0.0), 0.0);
    }

    #[test]
    fn an_extension_is_judged_by_the_day_it_was_approved() {
        let approved = |date: &str, on: Option<&str>| LogEntry {
            approved_on: on.map(day),
            ..extension(date, "2026-05-31", "2026-06-15")
        };
        let task = |entry| done("2026-05-31", "2026-06-10", vec![entry]);
        case(&task(approved("2026-06-05", None)), half(), Grade::Late, Some(60.0), 1.0);
        case(&task(approved("2026-06-05", Some("2026-05-31"))), half(), Grade::OnTime, Some(100.0), 0.0);
        case(&task(approved("2026-06-05", Some("2026-06-01"))), half(), Grade::Late, Some(60.0), 1.0);
        // What is written down of it counts against it too.
        case(&task(approved("2026-05-20", Some("2026-06-01"))), half(), Grade::Late, Some(60.0), 1.0);
    }

    #[test]
    fn a_recurring_duty_earns_the_mean_of_what_is_due_so_far() {
        #[track_caller]
        fn quota(occurrences: &[(&str, &str)], span: Span, expected: (u32, u32, u32), share: Option<f64>) {
            let done = |(date, period): &(&str, &str)| LogEntry {
                period: Some((*period).to_owned()),
                ..entry(EntryKind::Verb(Verb::Done), date)
            };
            let repeat = Repeat {
                every: Every::Month,
                times: 1,
                from: Some(day("2026-03-01")),
                until: Some(day("2026-12-31")),
            };
            let task =
                Task { repeat: Some(repeat), log: occurrences.iter().map(done).collect(), ..Task::default() };
            let verdict = judge(&task, &Settings::default(), span).unwrap();
            let got = verdict.quota.unwrap();
            assert_eq!(((got.owed, got.on_time, got.late), verdict.share), (expected, share));
        }
        let march = ("2026-03-10", "2026-03");
        let april = ("2026-05-02", "2026-04");
        // June falls due on the last day itself: what is not done of it is not missing yet.
        quota(&[march, april], half(), (3, 1, 1), Some(160.0 / 3.0));
        quota(&[march, april, ("2026-06-30", "2026-06")], half(), (4, 2, 1), Some(65.0));
        quota(&[], span("2026-01-01", "2026-03-15"), (0, 0, 0), None);
        // In the second quarter March counts no more, unless it was made up there or is still missing.
        let second = span("2026-04-01", "2026-05-31");
        quota(&[march, april], second, (1, 0, 1), Some(60.0));
        quota(&[("2026-04-03", "2026-03"), april], second, (2, 0, 2), Some(60.0));
        quota(&[april], second, (2, 0, 1), Some(30.0));
    }

    #[test]
    fn a_period_extended_too_late_is_judged_by_its_own_day() {
        let repeat = Repeat {
            every: Every::Quarter,
            times: 1,
            from: Some(day("2026-01-01")),
            until: Some(day("2026-12-31")),
        };
        let moved =
            |date| LogEntry { period: Some("2026-Q1".into()), ..extension(date, "2026-03-31", "2026-04-20") };
        let made =
            LogEntry { period: Some("2026-Q1".into()), ..entry(EntryKind::Verb(Verb::Done), "2026-04-18") };
        let task = |log| Task { repeat: Some(repeat.clone()), log, ..Task::default() };
        case(&task(vec![moved("2026-03-30"), made.clone()]), half(), Grade::Running, Some(100.0), 0.0);
        case(&task(vec![moved("2026-04-10"), made]), half(), Grade::Running, Some(60.0), 1.0);
    }
}
