//! A ledger as `export -o 台账.json` wrote it, read back.

use std::fmt;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, Error as _, SeqAccess, Visitor};
use serde_json::error::Category;
use serde_json::value::RawValue;
use serde_json::{Map, Value as Json};

use super::Unreadable;
use super::row::too_high;
use crate::core::change::Value;
use crate::core::entry::LogEntry;
use crate::core::field::Field;
use crate::core::id::TaskId;
use crate::core::import_proposal::{Heading, Holds, Place, Proposal, Row, Skipped, is_own_key, read_value};
use crate::core::limits;
use crate::core::phase::Phase;
use crate::core::schema::Shape;
use crate::core::task::Repeat;
use crate::core::toml_value::datetime;

/// What an exported ledger holds, its tasks as they are written: each is taken apart by itself, so that a broken one costs no
/// other, and none fills the memory.
#[derive(serde::Deserialize)]
struct Kept<'a> {
    #[serde(borrow)]
    tasks: Tasks<'a>,
    #[serde(borrow, default)]
    phases: Option<&'a RawValue>,
}

struct Tasks<'a>(Vec<&'a RawValue>);

impl<'de: 'a, 'a> Deserialize<'de> for Tasks<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Tasks(Vec::new()))
    }
}

impl<'de: 'a, 'a> Visitor<'de> for Tasks<'a> {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at most {} tasks", limits::TASKS)
    }

    fn visit_seq<S: SeqAccess<'de>>(mut self, mut tasks: S) -> Result<Self, S::Error> {
        while let Some(task) = tasks.next_element()? {
            if self.0.len() == limits::TASKS {
                return Err(S::Error::invalid_length(limits::TASKS + 1, &self));
            }
            self.0.push(task);
        }
        Ok(self)
    }
}

/// Reads what `export` wrote.
///
/// # Errors
/// The text is broken, is something else, or is too large.
pub fn read(name: &str, bytes: &[u8]) -> Result<Proposal, Unreadable> {
    if bytes.len() > limits::SPREADSHEET {
        return Err(Unreadable::TooLarge);
    }
    let kept: Kept<'_> = serde_json::from_slice(bytes).map_err(|error| match error.classify() {
        Category::Data => Unreadable::Unknown,
        _ => Unreadable::Damaged(format!("第{}行", error.line())),
    })?;
    let sheet: Arc<str> = name.into();
    let mut proposal = Proposal::default();
    if let Some(phases) = kept.phases.and_then(|phases| parsed::<Vec<Json>>(phases).ok()) {
        proposal.phases = phases.iter().filter_map(phase).collect();
    }
    for (number, task) in (1..).zip(kept.tasks.0) {
        let place = Place { sheet: sheet.clone(), row: number };
        match parsed(task).and_then(|task: Map<String, Json>| row(&task, place.clone())) {
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

/// What a part of it says; why nobody can tell, in the words of a row that is left out.
fn parsed<'a, T: Deserialize<'a>>(written: &'a RawValue) -> Result<T, String> {
    if written.get().len() > limits::TEXT {
        return Err(format!("超过 {} MB，不像是一项任务", limits::TEXT >> 20));
    }
    serde_json::from_str(written.get()).map_err(|error| match error.classify() {
        Category::Data => "不是一项任务".to_owned(),
        _ => "一层套一层，套得太深".to_owned(),
    })
}

fn phase(json: &Json) -> Option<Phase> {
    let day = |key: &str| json.get(key).and_then(Json::as_str).and_then(|day| day.parse().ok());
    Some(Phase {
        name: json.get("name")?.as_str()?.to_owned(),
        start: day("start"),
        end: day("end"),
        ..Phase::default()
    })
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
        if depth(value) > limits::DEPTH {
            return Err(format!("“{key}”一层套一层，套得太深；请只留外面几层"));
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

/// The keys of an entry and of a rhythm that hold a day.
const DAYS: [&str; 6] = ["date", "on", "from", "to", "until", "approved_on"];

/// A table as a task's file would have it: its days are days, and what is absent is not there.
fn dated(json: &Json) -> Option<toml::Value> {
    let pairs = json.as_object()?.iter().filter_map(|(key, value)| {
        let value = match value.as_str().filter(|_| DAYS.contains(&key.as_str())) {
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

fn depth(json: &Json) -> usize {
    match json {
        Json::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Json::Object(map) => 1 + map.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
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
        let deep = |n: usize| format!("\"own\": {{\"甲\": {}1{}}}", "[".repeat(n), "]".repeat(n));
        case(&deep(100), "套得太深");
        case(&deep(100_000), "套得太深");
    }

    #[test]
    fn a_number_is_read_to_its_last_digit() {
        let text = "{\"tasks\": [{\"title\": \"甲\", \"own\": {\"风险\": 1.4598540145985401}}]}";
        let proposal = read("台账", text.as_bytes()).unwrap();
        let expected = toml::Value::Float("1.4598540145985401".parse().unwrap());
        assert_eq!(proposal.rows[0].own, [("风险".to_owned(), Some(expected))]);
    }
}
