//! 登记: a new task.

use chrono::NaiveDate;

use crate::core::change::{Change, Edit, Op, Value};
use crate::core::field::Field;
use crate::core::id::TaskId;
use crate::core::refusal::Refusal;
use crate::core::settings::Settings;
use crate::core::standing::Standing;
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
    let Assigned { task, mut set, mut remarks } = assign(&blank, settings, today, assignments)?;
    if task.title.is_empty() {
        return Err(Refusal::NoTitle);
    }
    remarks.extend(remark_on_deadline(&task, settings, today));
    set.push((Field::Status, Some(Value::Text(Status::Todo.key().to_owned()))));
    set.push((Field::Progress, Some(Value::Integer(0))));
    set.retain(|(_, value)| value.is_some());
    let edit = Edit { id, creates: true, set, log: None };
    Ok(Change { remarks, ..Change::of(Op::Add, format!("登记 {}", task.named()), edit) })
}

/// Says which day binds where that is not the one that was typed.
fn remark_on_deadline(task: &Task, settings: &Settings, today: NaiveDate) -> Option<String> {
    let standing = Standing::on(task, settings, today);
    let phase = task.phase.as_deref().unwrap_or_default();
    match (standing.deadline.date, task.due) {
        (Some(deadline), Some(due)) if deadline < due && task.repeat.is_none() => {
            Some(format!("阶段“{phase}”{deadline} 截止，早于所写的 {due}，时限按阶段计"))
        }
        (None, _) if standing.is_undecided(&task.status) => {
            Some("没有时限，列为“时限待定”；定下后请用 ledger set 编号 due=日期".to_owned())
        }
        _ => None,
    }
}
