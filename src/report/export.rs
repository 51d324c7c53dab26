//! 导出: everything that the ledger holds, so that it can be taken in again.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::facts::{Judged, TaskFacts};
use crate::core::entry::LogEntry;
use crate::core::id::TaskId;
use crate::core::import_proposal::written_value;
use crate::core::ledger::Ledger;
use crate::core::phase::Phase;
use crate::core::settings::Settings;

/// The keys of their own that tasks have.
pub type Own = HashMap<TaskId, toml::Table>;

/// The whole ledger.
#[derive(Debug, Clone)]
pub struct Export<'a> {
    /// What the settings say.
    pub settings: &'a Settings,
    /// Every task, in the order of the ids; what is void only where that was asked for.
    pub tasks: Vec<Judged<'a>>,
    /// The office's own keys of each task.
    pub own: &'a Own,
    /// Those keys, in the order in which they first stand in a file.
    pub keys: Vec<&'a str>,
}

/// Everything of `ledger`, on a day; `void`: what is void as well.
pub fn export<'a>(ledger: &'a Ledger, own: &'a Own, void: bool, today: NaiveDate) -> Export<'a> {
    let mut tasks = Judged::all(ledger, today);
    if void {
        tasks.extend(ledger.void.iter().map(|task| Judged::on(task, &ledger.settings, today)));
        tasks.sort_by_key(|judged| judged.task.id);
    }
    let mut keys: Vec<&str> = Vec::new();
    for table in tasks.iter().filter_map(|judged| own.get(&judged.task.id)) {
        for key in table.keys() {
            if !keys.contains(&key.as_str()) {
                keys.push(key);
            }
        }
    }
    Export { settings: &ledger.settings, tasks, own, keys }
}

impl<'a> Export<'a> {
    /// The facts, as machines read them, and as `import` takes them again.
    pub fn facts(&'a self) -> ExportFacts<'a> {
        let task = |judged: &'a Judged<'a>| {
            let own = self.own.get(&judged.task.id).into_iter().flatten();
            let own = own.map(|(key, value)| (key.clone(), json(value))).collect();
            KeptTask { facts: judged.facts(), log: &judged.task.log, own }
        };
        ExportFacts {
            name: &self.settings.name,
            unit: &self.settings.unit,
            year: self.settings.year,
            phases: &self.settings.phases,
            domains: self.settings.domains.iter().map(|domain| domain.name.as_str()).collect(),
            tasks: self.tasks.iter().map(task).collect(),
        }
    }
}

/// A value of the office's own: what JSON has no type for stands as TOML writes it.
fn json(value: &toml::Value) -> serde_json::Value {
    use serde_json::Value as Json;
    match value {
        toml::Value::Boolean(flag) => Json::Bool(*flag),
        toml::Value::Integer(number) => Json::from(*number),
        toml::Value::Array(items) => Json::Array(items.iter().map(json).collect()),
        toml::Value::Table(table) => {
            Json::Object(table.iter().map(|(key, value)| (key.clone(), json(value))).collect())
        }
        toml::Value::Float(number) if number.is_finite() && number.fract() != 0.0 => Json::from(*number),
        toml::Value::String(text) if !text.starts_with("toml:") => Json::String(text.clone()),
        other => Json::String(written_value(other)),
    }
}

/// The JSON of `export`.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "named as on Settings")]
pub struct ExportFacts<'a> {
    pub name: &'a str,
    pub unit: &'a str,
    pub year: i32,
    pub phases: &'a [Phase],
    pub domains: Vec<&'a str>,
    pub tasks: Vec<KeptTask<'a>>,
}

/// One task with all that its file says.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "the facts are those of TaskFacts")]
pub struct KeptTask<'a> {
    #[serde(flatten)]
    pub facts: TaskFacts<'a>,
    pub log: &'a [LogEntry],
    pub own: serde_json::Map<String, serde_json::Value>,
}
