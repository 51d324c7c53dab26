//! 登记: a new task.

use chrono::NaiveDate;

use crate::core::change::{Change, Edit, Op, Value};
use crate::core::evaluation::Standing;
use crate::core::field::Field;
use crate::core::id::TaskId;
use crate::core::integrity::findings;
use crate::core::ledger::Ledger;
use crate::core::refusal::Refusal;
use crate::core::settings::Settings;
use crate::core::status::Status;
use crate::core::task::Task;

use super::assign::{Assigned, Assignment, assign};

/// Registers a task under `id`, which has to be free.
pub fn add(
    id: TaskId,
    settings: &Settings,
    today: NaiveDate,
    assignments: &[Assignment],
) -> Result<Change, Refusal> {
    let blank = Task { id, ..Task::default() };
    let Assigned { task, set, mut remarks } = assign(&blank, settings, today, assignments)?;
    if task.title.is_empty() {
        return Err(Refusal::NoTitle);
    }
    remarks.extend(remark_on_deadline(&task, settings, today));
    Ok(Change { remarks, ..Change::of(Op::Add, format!("登记 {}", task.named()), registered(id, set)) })
}

/// The file of a new task, which nobody has begun.
pub(super) fn registered(id: TaskId, mut set: Vec<(Field, Option<Value>)>) -> Edit {
    set.push((Field::Status, Some(Value::Text(Status::Todo.key().to_owned()))));
    set.push((Field::Progress, Some(Value::Integer(0))));
    set.retain(|(_, value)| value.is_some());
    Edit { id, creates: true, set, ..Edit::default() }
}

/// Says what a careful colleague would say of the deadline now, rather than when `check` is run.
pub(super) fn remark_on_deadline(task: &Task, settings: &Settings, today: NaiveDate) -> Vec<String> {
    let alone = Ledger::of(settings.clone(), vec![task.clone()]);
    let worth = ["no-deadline", "due-after-phase", "due-before-start", "long-term-due", "risk-level"];
    let found = findings(&alone, today).into_iter().filter(|finding| worth.contains(&finding.rule));
    let standing = Standing::on(task, settings, today);
    let late = standing.deadline.date.zip(standing.days_overdue);
    let late = late.map(|(deadline, days)| format!("时限 {deadline} 已经过去 {days} 天，登记后就是逾期"));
    found.map(|finding| finding.message).chain(late).collect()
}
