//! How a task stands on a given day: everything that follows from its file, the settings and today.

use chrono::NaiveDate;

use super::deadline::{Deadline, deadline};
use super::light::{Light, Reason, is_near, is_overdue, reason};
use super::repeat::{Schedule, SpanError};
use super::settings::Settings;
use super::status::Status;
use super::task::Task;

/// A task's standing on a day. Computed, never stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The deadline in force.
    pub deadline: Deadline,
    /// What a recurring task owes.
    pub schedule: Option<Schedule>,
    /// Why a recurring task's span cannot be told.
    pub span_error: Option<SpanError>,
    /// 逾期天数: calendar days past the deadline, at least 1.
    pub days_overdue: Option<i64>,
    /// Calendar days to the deadline, 0 on its day; only while the task is neither finished nor overdue.
    pub days_left: Option<i64>,
    /// 临期 by the settings' `soon_days`, whatever its light says besides: one that is blocked counts as well.
    pub is_soon: bool,
    /// 逾期办结: finished after the deadline; none until there are both.
    pub finished_late: Option<bool>,
    /// Which rule lit the light.
    pub reason: Reason,
}

impl Standing {
    /// How `task` stands on `today`.
    pub fn on(task: &Task, settings: &Settings, today: NaiveDate) -> Self {
        let phase = settings.phase(task.phase.as_deref());
        let (schedule, span_error) = match Schedule::of(task, phase) {
            None => (None, None),
            Some(Ok(schedule)) => (Some(schedule), None),
            Some(Err(error)) => (None, Some(error)),
        };
        let deadline = deadline(task, phase, schedule.as_ref());
        let days = deadline.date.map(|date| (date - today).num_days());
        let overdue = is_overdue(&task.status, deadline.date, today);
        let days_left = days.filter(|_| !overdue && !task.status.is_finished());
        Self {
            days_overdue: days.filter(|_| overdue).map(|days| -days),
            is_soon: days_left.is_some_and(|left| is_near(left, settings.lights.soon_days)),
            days_left,
            finished_late: task.done_on.zip(deadline.date).map(|(done, deadline)| done > deadline),
            reason: reason(task, phase, &deadline, &settings.lights, today),
            deadline,
            schedule,
            span_error,
        }
    }

    /// The light.
    pub fn light(&self) -> Light {
        self.reason.light()
    }

    /// 逾期
    pub fn is_overdue(&self) -> bool {
        self.days_overdue.is_some()
    }

    /// Whether it falls due within so many days, and is neither finished nor late.
    pub fn is_due_within(&self, days: i64) -> bool {
        self.days_left.is_some_and(|left| is_near(left, days))
    }

    /// 时限待定: no deadline though the task should have one; a task that is closed needs none any more.
    pub fn is_undecided(&self, status: &Status) -> bool {
        self.deadline.source.is_none() && !status.is_closed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn days_are_counted_from_the_day_after_the_deadline() {
        #[track_caller]
        fn case(status: Status, today: &str, overdue: Option<i64>, left: Option<i64>) {
            let task = Task { status, due: Some(day("2024-02-29")), ..Task::default() };
            let standing = Standing::on(&task, &Settings::default(), day(today));
            assert_eq!((standing.days_overdue, standing.days_left), (overdue, left));
        }
        case(Status::Doing, "2024-02-28", None, Some(1));
        case(Status::Doing, "2024-02-29", None, Some(0));
        case(Status::Blocked, "2024-03-01", Some(1), None);
        case(Status::Todo, "2025-03-01", Some(366), None);
        case(Status::Review, "2024-03-01", None, None);
        case(Status::Done, "2024-02-01", None, None);
        case(Status::Cancelled, "2024-03-01", None, None);
    }

    #[test]
    fn finished_late_needs_a_day_and_a_deadline() {
        #[track_caller]
        fn case(due: Option<&str>, done_on: Option<&str>, expected: Option<bool>) {
            let task = Task {
                status: Status::Done,
                due: due.map(day),
                done_on: done_on.map(day),
                ..Task::default()
            };
            let standing = Standing::on(&task, &Settings::default(), day("2026-12-31"));
            assert_eq!(standing.finished_late, expected);
        }
        case(Some("2026-06-30"), Some("2026-06-30"), Some(false));
        case(Some("2026-06-30"), Some("2026-07-01"), Some(true));
        case(None, Some("2026-07-01"), None);
        case(Some("2026-06-30"), None, None);
    }
}
