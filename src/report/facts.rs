//! One task with everything that follows on a day: the JSON of the contract, and the ground of every report.

use chrono::NaiveDate;
use serde::{Serialize, Serializer};

use crate::core::deadline::Source;
use crate::core::id::TaskId;
use crate::core::ledger::Ledger;
use crate::core::light::Light;
use crate::core::settings::Settings;
use crate::core::standing::Standing;
use crate::core::status::Status;
use crate::core::task::{Repeat, Task};

/// A task and how it stands.
#[derive(Debug, Clone)]
pub struct Judged<'a> {
    /// What its file says.
    pub task: &'a Task,
    /// What follows on the day.
    pub standing: Standing,
}

impl<'a> Judged<'a> {
    /// Judges one task.
    pub fn on(task: &'a Task, settings: &Settings, today: NaiveDate) -> Self {
        Self { task, standing: Standing::on(task, settings, today) }
    }

    /// Judges every task of the ledger, in the order of the ids.
    pub fn all(ledger: &'a Ledger, today: NaiveDate) -> Vec<Self> {
        ledger.tasks.iter().map(|task| Self::on(task, &ledger.settings, today)).collect()
    }

    /// The facts, as machines read them.
    pub fn facts(&self) -> TaskFacts<'a> {
        let Self { task, standing } = self;
        TaskFacts {
            id: task.id,
            kind: task.kind.key(),
            title: &task.title,
            content: task.content.as_deref(),
            domain: task.domain.as_deref(),
            measure: task.measure.as_deref(),
            basis: task.basis.as_deref(),
            standard: task.standard.as_deref(),
            phase: task.phase.as_deref(),
            lead: task.lead.as_deref(),
            support: &task.support,
            leader: task.leader.as_deref(),
            owner: task.owner.as_deref(),
            start: task.start,
            due: task.due,
            due_text: task.due_text.as_deref(),
            repeat: task.repeat.as_ref(),
            weight: task.weight,
            parent: task.parent.as_deref(),
            tags: &task.tags,
            public: task.public,
            level: task.level.as_deref(),
            outcome: task.outcome.as_deref(),
            status: &task.status,
            progress: task.progress,
            done_on: task.done_on,
            long_term: task.long_term,
            deadline: standing.deadline.date,
            deadline_from: standing.deadline.source,
            deadline_original: standing.deadline.original,
            finished_late: standing.finished_late,
            days_overdue: standing.days_overdue,
            days_left: standing.days_left,
            light: standing.light(),
            occurrences: standing
                .schedule
                .as_ref()
                .map(|schedule| Occurrences { owed: schedule.owed(), met: schedule.met() }),
            file: &task.file,
        }
    }
}

/// The JSON of one task. Absent values are `null`.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "the keys are those of the task's file and of Standing, documented there")]
pub struct TaskFacts<'a> {
    pub id: TaskId,
    pub kind: &'a str,
    pub title: &'a str,
    pub content: Option<&'a str>,
    pub domain: Option<&'a str>,
    pub measure: Option<&'a str>,
    pub basis: Option<&'a str>,
    pub standard: Option<&'a str>,
    pub phase: Option<&'a str>,
    pub lead: Option<&'a str>,
    pub support: &'a [String],
    pub leader: Option<&'a str>,
    pub owner: Option<&'a str>,
    pub start: Option<NaiveDate>,
    pub due: Option<NaiveDate>,
    pub due_text: Option<&'a str>,
    pub repeat: Option<&'a Repeat>,
    #[serde(serialize_with = "whole_where_it_is")]
    pub weight: Option<f64>,
    pub parent: Option<&'a str>,
    pub tags: &'a [String],
    pub public: Option<bool>,
    pub level: Option<&'a str>,
    pub outcome: Option<&'a str>,
    pub status: &'a Status,
    pub progress: Option<u8>,
    pub done_on: Option<NaiveDate>,
    pub long_term: bool,
    pub deadline: Option<NaiveDate>,
    pub deadline_from: Option<Source>,
    pub deadline_original: Option<NaiveDate>,
    pub finished_late: Option<bool>,
    pub days_overdue: Option<i64>,
    pub days_left: Option<i64>,
    pub light: Light,
    pub occurrences: Option<Occurrences>,
    pub file: &'a str,
}

/// How much of a recurring duty is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Occurrences {
    /// 应办次数 of the whole span.
    pub owed: u32,
    /// 已办次数
    pub met: u32,
}

/// Scores are whole numbers in most ledgers, and read as such.
#[expect(clippy::ref_option, reason = "serde hands over a reference to the field")]
fn whole_where_it_is<S: Serializer>(weight: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    match weight {
        None => serializer.serialize_none(),
        #[expect(clippy::cast_possible_truncation, reason = "checked to be a small whole number")]
        Some(number) if number.fract() == 0.0 && number.abs() < 1e15 => {
            serializer.serialize_i64(*number as i64)
        }
        Some(number) => serializer.serialize_f64(*number),
    }
}
