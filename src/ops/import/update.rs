//! A row about a task that the ledger has: what it says otherwise.

use crate::core::change::{Edit, Value};
use crate::core::deadline::Promise;
use crate::core::evaluation::Standing;
use crate::core::field::Field;
use crate::core::id::TaskId;
use crate::core::import_proposal::Row;
use crate::core::refusal::Refusal;
use crate::core::status::Status;
use crate::core::task::Task;

use super::Desk;
use super::life::{TROUBLE, step};

/// What the row changes in `task`, and what of it is refused. An empty cell takes a value away only where the row bears the
/// task's 编号: such a sheet came out of the ledger, and whoever emptied the cell meant it.
pub(super) fn update(desk: &Desk<'_>, task: &Task, row: &Row) -> (Edit, Vec<String>) {
    let mut edit = Edit { id: task.id, ..Edit::default() };
    let mut refused = Vec::new();
    let mut wanted: Vec<(Field, Option<Value>)> = Vec::new();
    for (field, value) in &row.set {
        let verbs = matches!(field, Field::Status | Field::Progress | Field::DoneOn);
        let silent = value.is_none() && (row.id.is_none() || *field == Field::Title);
        if !verbs && !silent && !is_said(task, *field, value.as_ref()) {
            wanted.push((*field, value.clone()));
        }
    }
    if speaks_of_the_deadline(&wanted) {
        keep_the_deadline(desk, task, &mut wanted, &mut refused);
    }
    edit.set = wanted;
    own(desk, task, row, &mut edit);
    refused.extend(step(desk, task, row, &mut edit));
    edit.set.sort_by_key(|(field, _)| *field);
    (edit, refused)
}

/// The fields that a deadline follows from.
const TIMES: [Field; 6] =
    [Field::Due, Field::DueText, Field::LongTerm, Field::Repeat, Field::Start, Field::Phase];

fn speaks_of_the_deadline(wanted: &[(Field, Option<Value>)]) -> bool {
    wanted.iter().any(|(field, _)| TIMES.contains(field))
}

/// Whether the task says so already.
fn is_said(task: &Task, field: Field, value: Option<&Value>) -> bool {
    let known = task.get(field);
    match (field, &known, value) {
        (Field::Parent, Some(_), Some(Value::Text(text))) => match task.parent_id() {
            Some(parent) => TaskId::parse(text, task.id.year) == Some(parent),
            None => known.as_ref() == value,
        },
        (_, Some(Value::Text(known)), Some(Value::Text(text))) if known.trim() == text.trim() => true,
        _ => {
            let mut after = task.clone();
            after.set(field, value);
            after.get(field) == known
        }
    }
}

/// A deadline that there is moves by 延期 and by nothing else: what would move it is left out, and named.
fn keep_the_deadline(
    desk: &Desk<'_>,
    task: &Task,
    wanted: &mut Vec<(Field, Option<Value>)>,
    refused: &mut Vec<String>,
) {
    let today = desk.request.today;
    let before = Standing::on(task, &desk.settings, today).deadline.date;
    // The day in force, as a list prints it, is no new day: it may come from the phase, or from an extension.
    if let Some(at) = wanted.iter().position(|(field, value)| {
        *field == Field::Due && matches!(value, Some(Value::Date(day)) if Some(*day) == before)
    }) && (task.due.is_some() || task.repeat.is_some() || !task.log.is_empty() || task.phase.is_some())
    {
        wanted.remove(at);
    }
    // A wording without its day says nothing new either.
    let dated = wanted.iter().any(|(field, _)| *field == Field::Due);
    if !dated && task.due.is_some() && task.due_text.is_none() && !task.long_term {
        let typed = wanted.iter().any(|(field, value)| *field == Field::DueText && value.is_some());
        if !typed {
            wanted.retain(|(field, _)| *field != Field::DueText);
        }
    }
    if dated && !wanted.iter().any(|(field, _)| *field == Field::DueText) && task.due_text.is_some() {
        wanted.push((Field::DueText, None));
    }
    let Some(from) = before else { return };
    let refusal = |wanted: &[(Field, Option<Value>)]| {
        let mut after = task.clone();
        for (field, value) in wanted {
            after.set(*field, value.as_ref());
        }
        let to = Standing::on(&after, &desk.settings, today).deadline.date;
        if to != Some(from) {
            return Some(Refusal::DeadlineWouldMove { from, to, id: task.id });
        }
        let kept =
            Promise::of(task, &desk.settings.phases).is_kept_by(&Promise::of(&after, &desk.settings.phases));
        (!kept).then_some(Refusal::PromisesWouldChange { id: task.id })
    };
    let Some(why) = refusal(wanted) else { return };
    refused.push(format!("{}：{why}", task.id));
    wanted
        .retain(|(field, _)| !matches!(field, Field::Due | Field::DueText | Field::LongTerm | Field::Repeat));
    if refusal(wanted).is_some() {
        wanted.retain(|(field, _)| !TIMES.contains(field));
    }
}

/// The office's own columns.
fn own(desk: &Desk<'_>, task: &Task, row: &Row, edit: &mut Edit) {
    let known = desk.request.own.get(&task.id);
    let mut said = row.own.clone();
    let blocked = row.set.iter().any(|(field, value)| {
        *field == Field::Status && matches!(value, Some(Value::Text(word)) if word == Status::Blocked.key())
    });
    if let Some(trouble) = &row.trouble
        && (!blocked || row.id.is_some() && known.is_some_and(|known| known.contains_key(TROUBLE)))
    {
        said.push((TROUBLE.to_owned(), Some(toml::Value::String(trouble.clone()))));
    }
    for (key, value) in said {
        let before = known.and_then(|known| known.get(&key));
        let differs = match (&value, before) {
            (Some(value), Some(before)) => value != before && shown(value) != shown(before),
            (Some(_), None) => true,
            (None, before) => before.is_some() && row.id.is_some(),
        };
        if differs {
            edit.extra.push((key, value));
        }
    }
}

/// A value as a cell shows it: a number that a spreadsheet took for text is still the same number.
fn shown(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => text.trim().to_owned(),
        toml::Value::Float(number) if number.fract() == 0.0 => format!("{number:.0}"),
        other => other.to_string(),
    }
}
