//! 修改: any field that no verb is responsible for.

use chrono::NaiveDate;

use crate::core::change::{Change, Edit, Op, Value};
use crate::core::deadline::Promise;
use crate::core::evaluation::Standing;
use crate::core::field::Field;
use crate::core::id::TaskId;
use crate::core::refusal::Refusal;
use crate::core::settings::Settings;
use crate::core::task::Task;
use crate::core::text::one_line;

use super::assign::{Assignment, Target, assign};

/// Sets fields of a task. The deadline it has may not move this way: that is what `extend` is for.
///
/// `lineage` holds the task named as its new parent, if any, and that one's own ancestors.
pub fn set(
    task: &Task,
    settings: &Settings,
    today: NaiveDate,
    assignments: &[Assignment],
    lineage: &[TaskId],
) -> Result<Change, Refusal> {
    refuse_fields_of_verbs(assignments)?;
    if lineage.contains(&task.id) {
        return Err(Refusal::ParentOfItself { id: task.id });
    }
    let assigned = assign(task, settings, today, assignments)?;
    if assigned.set.is_empty() || assigned.task == *task {
        return Err(Refusal::Unchanged);
    }
    refuse_to_move_deadlines(task, &assigned.task, settings, today)?;
    let what: Vec<String> = assigned.set.iter().map(|(field, value)| told(*field, value.as_ref())).collect();
    let sentence = format!("修改 {}：{}", task.named(), what.join("，"));
    let edit = Edit { id: task.id, set: assigned.set, ..Edit::default() };
    Ok(Change { remarks: assigned.remarks, ..Change::of(Op::Set, sentence, edit) })
}

/// The deadline in force may not move, nor may any other that was promised: the original one, or a period's.
fn refuse_to_move_deadlines(
    before: &Task,
    after: &Task,
    settings: &Settings,
    today: NaiveDate,
) -> Result<(), Refusal> {
    let [from, to] = [before, after].map(|task| Standing::on(task, settings, today).deadline.date);
    let Some(from) = from else { return Ok(()) };
    if Some(from) != to {
        return Err(Refusal::DeadlineWouldMove { from, to, id: before.id });
    }
    let [old, new] = [before, after].map(|task| Promise::of(task, &settings.phases));
    if old.is_kept_by(&new) {
        return Ok(());
    }
    Err(Refusal::PromisesWouldChange { id: before.id })
}

fn refuse_fields_of_verbs(assignments: &[Assignment]) -> Result<(), Refusal> {
    for Assignment { target, .. } in assignments {
        let (field, remedy) = match target {
            Target::Field(field @ Field::Status) => {
                (*field, "请用 start、block、done、accept、return、reopen、cancel、void 等命令")
            }
            Target::Field(field @ Field::DoneOn) => (*field, "请用 ledger done 编号 --on 日期"),
            _ => continue,
        };
        return Err(Refusal::FieldOfVerb { field, remedy });
    }
    Ok(())
}

fn told(field: Field, value: Option<&Value>) -> String {
    let label = field.label();
    match value {
        None => format!("清空{label}"),
        Some(Value::Text(text)) => format!("{label}“{}”", one_line(text, 20)),
        Some(list @ Value::List(_)) => format!("{label}“{list}”"),
        Some(flag @ Value::Flag(_)) => format!("{label}：{flag}"),
        Some(repeat @ Value::Repeat(_)) => format!("{label}{repeat}"),
        Some(other) => format!("{label} {other}"),
    }
}
