//! A ledger as `export -o 台账.json` wrote it, read back.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Map, Value as Json};

use super::Unreadable;
use super::row::too_high;
use crate::core::change::Value;
use crate::core::entry::LogEntry;
use crate::core::field::{Field, Shape};
use crate::core::id::TaskId;
use crate::core::phase::Phase;
use crate::core::sheet::{Heading, Holds, Place, Proposal, Row, Skipped, is_own_key, read_value};
use crate::core::task::Repeat;
use crate::core::toml_value::datetime;

/// Reads what `export` wrote; none where the text is something else.
pub fn read(name: &str, bytes: &[u8]) -> Result<Proposal, Unreadable> {
    let whole: Map<String, Json> = serde_json::from_slice(bytes)
        .map_err(|error| Unreadable::Damaged(format!("第{}行", error.line())))?;
    let Some(Json::Array(tasks)) = whole.get("tasks") else { return Err(Unreadable::Unknown) };
    let sheet: Arc<str> = name.into();
    let mut proposal = Proposal::default();
    if let Some(phases) = whole.get("phases") {
        let phases = phases.as_array().into_iter().flatten();
        proposal.phases = phases.filter_map(phase).collect();
    }
    for (number, task) in (1..).zip(tasks) {
        let place = Place { sheet: sheet.clone(), row: number };
        match task
            .as_object()
            .ok_or_else(|| "不是一项任务".to_owned())
            .and_then(|task| row(task, place.clone()))
        {
            Ok(row) => proposal.rows.push(row),
            Err(reason) => proposal.skipped.push(Skipped::at(&place, reason)),
        }
    }
    let columns = Field::all().map(|field| (field.key().to_owned(), Holds::Field(field)));
    let columns = columns.chain([("id".to_owned(), Holds::Id), ("log".to_owned(), Holds::Log)]);
    let heading = |(column, (title, holds))| Heading { sheet: sheet.clone(), column, title, holds };
    proposal.columns = columns.enumerate().map(heading).collect();
    Ok(proposal)
}

fn phase(json: &Json) -> Option<Phase> {
    let day = |key: &str| json.get(key).and_then(Json::as_str).and_then(|day| day.parse().ok());
    Some(Phase { name: json.get("name")?.as_str()?.to_owned(), start: day("start"), end: day("end") })
}

fn row(task: &Map<String, Json>, place: Place) -> Result<Row, String> {
    let mut row = Row { place, ..Row::default() };
    let id = task.get("id").and_then(Json::as_str).unwrap_or_default();
    if TaskId::is_too_high(id) {
        return Err(too_high(id));
    }
    row.id = TaskId::parse(id, 0).filter(|id| id.year > 0);
    for field in Field::all() {
        let Some(json) = task.get(field.key()) else { continue };
        let value = value(field, json).map_err(|()| format!("{}“{json}”看不懂", field.label()))?;
        row.put(field, value);
    }
    if row.text(Field::Title).is_none() {
        return Err("没有任务名称（title）".to_owned());
    }
    if let Some(log) = task.get("log") {
        row.log = entries(log).ok_or_else(|| "办理记录（log）看不懂".to_owned())?;
    }
    for (key, value) in task.get("own").and_then(Json::as_object).into_iter().flatten() {
        if !is_own_key(key) {
            return Err(format!(
                "“{key}”是台账的栏目，不能放在自有栏目（own）里；请改用别的名称，或写到 own 外面"
            ));
        }
        row.own.push((key.clone(), own(value)));
    }
    Ok(row)
}

fn value(field: Field, json: &Json) -> Result<Option<Value>, ()> {
    let read = match (field.shape(), json) {
        (_, Json::Null) => return Ok(None),
        (Shape::Text, Json::String(text)) => Value::Text(text.clone()),
        (Shape::List, Json::Array(items)) if items.is_empty() => return Ok(None),
        (Shape::List, Json::Array(items)) => {
            let items: Option<Vec<String>> =
                items.iter().map(|item| item.as_str().map(ToOwned::to_owned)).collect();
            Value::List(items.ok_or(())?)
        }
        (Shape::Date, Json::String(day)) => Value::Date(day.parse().map_err(|_| ())?),
        (Shape::Percent, json) => {
            Value::Integer(json.as_i64().filter(|percent| (0..=100).contains(percent)).ok_or(())?)
        }
        (Shape::Number, json) => match (json.as_i64(), json.as_f64()) {
            (Some(whole), _) => Value::Integer(whole),
            (None, number) => Value::Number(number.ok_or(())?),
        },
        (Shape::Flag, Json::Bool(flag)) if *flag || field == Field::Public => Value::Flag(*flag),
        (Shape::Flag, Json::Bool(_)) => return Ok(None),
        (Shape::Repeat, json) => {
            Value::Repeat(dated(json).and_then(|table| Repeat::deserialize(table).ok()).ok_or(())?)
        }
        _ => return Err(()),
    };
    Ok(Some(read))
}

/// A log as JSON has it.
pub(super) fn entries(json: &Json) -> Option<Vec<LogEntry>> {
    json.as_array()?.iter().map(|entry| LogEntry::deserialize(dated(entry)?).ok()).collect()
}

/// A table as a task's file would have it: its days are days, and what is absent is not there.
fn dated(json: &Json) -> Option<toml::Value> {
    let pairs = json.as_object()?.iter().filter_map(|(key, value)| {
        let value =
            match value.as_str().filter(|_| ["date", "on", "from", "to", "until"].contains(&key.as_str())) {
                Some(day) => toml::Value::Datetime(datetime(day.parse().ok()?)),
                None => plain(value)?,
            };
        Some((key.clone(), value))
    });
    Some(toml::Value::Table(pairs.collect()))
}

fn plain(json: &Json) -> Option<toml::Value> {
    Some(match json {
        Json::String(text) => toml::Value::String(text.clone()),
        Json::Number(number) => toml::Value::Integer(number.as_i64()?),
        Json::Bool(flag) => toml::Value::Boolean(*flag),
        Json::Array(items) => toml::Value::Array(items.iter().filter_map(plain).collect()),
        Json::Null | Json::Object(_) => return None,
    })
}

/// A key of the office's own: what JSON has no type for stands as TOML writes it.
fn own(json: &Json) -> Option<toml::Value> {
    Some(match json {
        Json::String(text) => read_value(text).unwrap_or_else(|| toml::Value::String(text.clone())),
        Json::Bool(flag) => toml::Value::Boolean(*flag),
        Json::Number(number) => match number.as_i64() {
            Some(whole) => toml::Value::Integer(whole),
            None => toml::Value::Float(number.as_f64()?),
        },
        Json::Array(items) => toml::Value::Array(items.iter().filter_map(own).collect()),
        Json::Object(map) => toml::Value::Table(
            map.iter().filter_map(|(key, value)| Some((key.clone(), own(value)?))).collect(),
        ),
        Json::Null => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_row_may_say_is_refused_for_that_row() {
        #[track_caller]
        fn case(task: &str, told: &str) {
            let text = format!("{{\"tasks\": [{{\"title\": \"甲\", {task}}}, {{\"title\": \"乙\"}}]}}");
            let proposal = read("台账", text.as_bytes()).unwrap();
            assert_eq!(proposal.rows.len(), 1);
            let [Skipped { row: 1, reason, .. }] = proposal.skipped.as_slice() else {
                panic!("{:?}", proposal.skipped)
            };
            assert!(reason.contains(told), "{reason}");
        }
        case("\"own\": {\"due\": \"toml:2028-12-31\"}", "“due”是台账的栏目");
        case("\"own\": {\"备注\": 1, \"status\": \"done\"}", "“status”是台账的栏目");
        case("\"own\": {\"log\": [1]}", "“log”是台账的栏目");
        case("\"id\": \"2026-4294967295\"", "太大");
    }

    #[test]
    fn a_number_is_read_to_its_last_digit() {
        let text = "{\"tasks\": [{\"title\": \"甲\", \"own\": {\"风险\": 1.4598540145985401}}]}";
        let proposal = read("台账", text.as_bytes()).unwrap();
        let expected = toml::Value::Float("1.4598540145985401".parse().unwrap());
        assert_eq!(proposal.rows[0].own, [("风险".to_owned(), Some(expected))]);
    }
}
