//! One task with everything that follows on a day: the JSON of the contract, and the ground of every report.

use std::iter;

use chrono::NaiveDate;
use serde::{Serialize, Serializer};

use crate::core::change::Value;
use crate::core::deadline::Source;
use crate::core::evaluation::Standing;
use crate::core::field::Field;
use crate::core::id::TaskId;
use crate::core::ledger::Ledger;
use crate::core::light::Light;
use crate::core::schema::Shape;
use crate::core::settings::Settings;
use crate::core::task::Task;

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
        let standing = &self.standing;
        let schedule = standing.schedule.as_ref();
        TaskFacts {
            id: self.task.id,
            fields: Fields(self.task),
            deadline: standing.deadline.date,
            deadline_from: standing.deadline.source,
            deadline_original: standing.deadline.original,
            finished_late: standing.finished_late,
            days_overdue: standing.days_overdue,
            days_left: standing.days_left,
            light: standing.light(),
            occurrences: schedule.map(|schedule| Occurrences { owed: schedule.owed(), met: schedule.met() }),
            file: &self.task.file,
        }
    }
}

/// The JSON of one task. Absent values are `null`.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "the keys are those of the task's file and of Standing, documented there")]
pub struct TaskFacts<'a> {
    pub id: TaskId,
    #[serde(flatten)]
    pub fields: Fields<'a>,
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

/// What a task says under each of its fields, by their keys in its file.
#[derive(Debug, Clone, Copy)]
pub struct Fields<'a>(&'a Task);

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // The contract states the kind first and long_term last.
        let apart = [Field::Kind, Field::LongTerm];
        let between = Field::all().filter(|field| !apart.contains(field));
        let fields = iter::once(Field::Kind).chain(between).chain([Field::LongTerm]);
        serializer.collect_map(fields.map(|field| (field.key(), self.0.get(field).or_else(|| absent(field)))))
    }
}

/// What stands in the JSON where a task says nothing under a field; none for `null`.
fn absent(field: Field) -> Option<Value> {
    match (field, field.shape()) {
        (Field::LongTerm, _) => Some(Value::Flag(false)),
        (_, Shape::List) => Some(Value::List(Vec::new())),
        _ => None,
    }
}

/// How much of a recurring duty is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Occurrences {
    /// 应办次数 of the whole span.
    pub owed: u32,
    /// 已办次数
    pub met: u32,
}
