//! A task's file as the history holds it (历史中的任务文件): what it said, key by key, known or not.

use std::borrow::Cow;

use serde::Deserialize;
use toml::{Table, Value};

use super::change;
use super::entry::{LOG, LogEntry};
use super::field::Field;
use super::file_text::file_text;
use super::id::TaskId;
use super::status::Status;
use super::task::{Kind, Repeat, Task};
use super::toml_value::day;

/// One version of a task's file.
#[derive(Debug, Clone, PartialEq)]
pub enum Record {
    /// It reads as a task; the table holds the keys that nobody knows as well.
    Sound(Box<Sound>),
    /// It is no task: broken, not text at all, or a table that says something else, which is kept then.
    Unsound(Option<Box<Table>>),
}

/// A version that reads as a task.
#[derive(Debug, Clone, PartialEq)]
pub struct Sound {
    /// The task.
    pub task: Task,
    /// Everything that the file says.
    pub table: Table,
}

impl Record {
    /// Reads a version of the file of `id`.
    pub fn read(id: TaskId, bytes: &[u8]) -> Self {
        let text = file_text(bytes);
        // The line ends of an editor are no part of what a text says.
        let text =
            text.map(
                |text| if text.contains('\r') { text.replace("\r\n", "\n").into() } else { Cow::from(text) },
            );
        let table = text.ok().and_then(|text| toml::from_str::<Table>(&text).ok());
        table.map_or(Self::Unsound(None), |table| Self::saying(id, table))
    }

    /// The version that says this.
    pub fn of(id: TaskId, table: Table) -> Option<Self> {
        Some(Self::saying(id, table)).filter(|record| record.task().is_some())
    }

    fn saying(id: TaskId, table: Table) -> Self {
        match Task::deserialize(table.clone()) {
            Ok(task) => Self::Sound(Box::new(Sound { task: Task { id, file: id.path(), ..task }, table })),
            Err(_) => Self::Unsound(Some(Box::new(table))),
        }
    }

    /// What a table says under a key; behind a dot, one inside a section of it.
    pub fn value<'a>(table: &'a Table, key: &str) -> Option<&'a Value> {
        match key.split_once('.') {
            Some((section, key)) if !table.contains_key(section) || table[section].is_table() => {
                Self::value(table.get(section)?.as_table()?, key)
            }
            _ => table.get(key),
        }
    }

    /// The task, where it can be read.
    pub fn task(&self) -> Option<&Task> {
        match self {
            Self::Sound(sound) => Some(&sound.task),
            Self::Unsound(_) => None,
        }
    }

    /// Everything that the file says, where that can be read at all, be it a task or none.
    pub fn said(&self) -> Option<&Table> {
        match self {
            Self::Sound(sound) => Some(&sound.table),
            Self::Unsound(table) => table.as_deref(),
        }
    }

    /// Everything that the file says, where it is a task.
    pub fn table(&self) -> Option<&Table> {
        match self {
            Self::Sound(sound) => Some(&sound.table),
            Self::Unsound(_) => None,
        }
    }
}

/// A key that says something else than before; none where it said nothing, or says nothing now. Entries of the log are
/// changes of `log`, each by itself.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldChange {
    /// The key in the file; behind a dot, one inside a section of it.
    pub key: String,
    /// What it said before.
    pub from: Option<Value>,
    /// What it says now.
    pub to: Option<Value>,
}

/// What two versions of a task's file say differently: the known keys in their order, then the others, the log last.
pub fn changes(before: Option<&Table>, after: Option<&Table>) -> Vec<FieldChange> {
    let nothing = Table::new();
    let (before, after) = (before.unwrap_or(&nothing), after.unwrap_or(&nothing));
    let mut found = Vec::new();
    differing("", before, after, &mut found);
    found.retain(|change| change.key != LOG);
    found.sort_by_key(|change| Field::of_key(&change.key).map_or(usize::MAX, |field| field as usize));
    found.extend(log_changes(before, after));
    found
}

/// What two versions of the settings say differently, section by section; a section that there are several of, such as
/// `[[phase]]`, is told by its name, and one of `[[holiday]]` by its year.
pub fn settings_changes(before: Option<&Table>, after: Option<&Table>) -> Vec<FieldChange> {
    let [before, after] = [before, after].map(|table| table.map(by_name).unwrap_or_default());
    let mut found = Vec::new();
    differing("", &before, &after, &mut found);
    found
}

/// The settings with every `[[phase]]` under its name.
fn by_name(settings: &Table) -> Table {
    let name = |item: &Value| match (item.get("name"), item.get("year")) {
        (Some(Value::String(name)), _) => Some(name.clone()),
        (None, Some(Value::Integer(year))) => Some(year.to_string()),
        _ => None,
    };
    let section = |value: &Value| match value {
        Value::Array(items) if items.iter().all(|item| name(item).is_some()) => {
            Value::Table(items.iter().filter_map(|item| Some((name(item)?, item.clone()))).collect())
        }
        other => other.clone(),
    };
    settings.iter().map(|(key, value)| (key.clone(), section(value))).collect()
}

fn differing(prefix: &str, before: &Table, after: &Table, found: &mut Vec<FieldChange>) {
    let gone = before
        .iter()
        .filter(|(key, _)| !after.contains_key(*key))
        .map(|(key, value)| (key, Some(value), None));
    let there = after.iter().map(|(key, value)| (key, before.get(key), Some(value)));
    for (key, from, to) in gone.chain(there).filter(|(_, from, to)| from != to) {
        let key = format!("{prefix}{key}");
        let is_section =
            |value: Option<&Value>| value.is_none_or(Value::is_table) && key != Field::Repeat.key();
        if is_section(from) && is_section(to) {
            let empty = Table::new();
            let [from, to] = [from, to].map(|value| value.and_then(Value::as_table).unwrap_or(&empty));
            differing(&format!("{key}."), from, to, found);
        } else {
            found.push(FieldChange { key, from: from.cloned(), to: to.cloned() });
        }
    }
}

/// Entries that are gone, then those that are new.
fn log_changes(before: &Table, after: &Table) -> Vec<FieldChange> {
    let change = |from: Option<&Value>, to: Option<&Value>| FieldChange {
        key: LOG.to_owned(),
        from: from.cloned(),
        to: to.cloned(),
    };
    match [before, after].map(entries) {
        [Some(before), Some(after)] => {
            let gone = beyond(before, after).into_iter().map(|entry| change(Some(entry), None));
            gone.chain(beyond(after, before).into_iter().map(|entry| change(None, Some(entry)))).collect()
        }
        // Somebody wrote something else there.
        _ => vec![change(before.get(LOG), after.get(LOG))],
    }
}

/// The entries of a log, where it is one.
fn entries(table: &Table) -> Option<&[Value]> {
    match table.get(LOG) {
        None => Some(&[]),
        Some(log) => log.as_array().map(Vec::as_slice).filter(|log| log.iter().all(Value::is_table)),
    }
}

/// What is in `these` and not in `known`, each as often as it is there more often.
pub fn beyond<'a, T: PartialEq>(these: &'a [T], known: &[T]) -> Vec<&'a T> {
    // A log grows at its end: what both begin with needs no looking for.
    let same = these.iter().zip(known).take_while(|(this, that)| this == that).count();
    let mut left: Vec<&T> = known[same..].iter().collect();
    let mut found = Vec::new();
    for this in &these[same..] {
        match left.iter().position(|that| *that == this) {
            Some(at) => {
                left.swap_remove(at);
            }
            None => found.push(this),
        }
    }
    found
}

/// The title of a key on paper: 完成时限 for `due`; a key that nobody knows is its own.
pub fn label(key: &str) -> &str {
    match Field::of_key(key) {
        Some(field) => field.label(),
        None if key == LOG => "办理记录",
        None => key,
    }
}

/// What a key says, in the office's words.
pub fn words(key: &str, value: &Value) -> String {
    match (Field::of_key(key), value) {
        (Some(Field::Status), Value::String(word)) => Status::from(word.clone()).label().to_owned(),
        (Some(Field::Kind), Value::String(word)) => Kind::from(word.clone()).label().to_owned(),
        (Some(Field::Progress), Value::Integer(percent)) => format!("{percent}%"),
        (Some(Field::Repeat), value) => match Repeat::deserialize(value.clone()) {
            Ok(repeat) => change::Value::Repeat(repeat).to_string(),
            Err(_) => plain(value),
        },
        (None, value) if key == LOG => match LogEntry::deserialize(value.clone()) {
            Ok(entry) => entry_words(&entry),
            Err(_) => plain(value),
        },
        _ => plain(value),
    }
}

/// `2026-05-10 李强 进展：已拟定方案`
pub fn entry_words(entry: &LogEntry) -> String {
    use std::fmt::Write;
    let mut words = format!("{} ", entry.date);
    if let Some(by) = &entry.by {
        let _ = write!(words, "{by} ");
    }
    words.push_str(entry.kind.label());
    if let Some(period) = &entry.period {
        let _ = write!(words, "（{period}）");
    }
    if let (Some(from), Some(to)) = (entry.from, entry.to) {
        let _ = write!(words, "（{from} → {to}）");
    }
    if let Some(text) = &entry.text {
        let _ = write!(words, "：{text}");
    }
    if let Some(name) = &entry.approved_by {
        let _ = write!(words, "（批准人：{name}）");
    }
    if let Some(on) = entry.approved_on {
        let _ = write!(words, "（批准日：{on}）");
    }
    if let Some(id) = &entry.same_as {
        let _ = write!(words, "（与 {id} 重复）");
    }
    words
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Boolean(flag) => (if *flag { "是" } else { "否" }).to_owned(),
        Value::Array(items) if !items.iter().any(Value::is_table) => {
            items.iter().map(plain).collect::<Vec<_>>().join("、")
        }
        Value::Datetime(written) => day(*written).map_or_else(|| written.to_string(), |day| day.to_string()),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Table {
        toml::from_str(text).unwrap()
    }

    #[test]
    fn what_changed_is_told_key_by_key_and_entry_by_entry() {
        #[track_caller]
        fn case(before: &str, after: &str, expected: &[&str]) {
            let said: Vec<String> = changes(Some(&table(before)), Some(&table(after)))
                .iter()
                .map(|change| {
                    let side = |value: &Option<Value>| {
                        value.as_ref().map_or_else(|| "—".to_owned(), |value| words(&change.key, value))
                    };
                    format!("{} {} → {}", label(&change.key), side(&change.from), side(&change.to))
                })
                .collect();
            assert_eq!(said, expected);
        }
        case("title = '甲'\ndue = 2026-09-30", "due = 2026-09-30\ntitle = '甲' # 注", &[]);
        case(
            "status = 'doing'\nprogress = 60\nlead = '甲科'",
            "lead = '乙科'\nstatus = 'done'\nprogress = 100\ndone_on = 2026-09-28",
            &["牵头单位 甲科 → 乙科", "状态 推进中 → 已办结", "进度 60% → 100%", "办结日期 — → 2026-09-28"],
        );
        case(
            "support = ['甲', '乙']\nrepeat = { every = 'month' }",
            "support = ['甲']\nrepeat = { every = 'month', times = 2 }\n['自定']\n'电话' = 3",
            &["配合单位 甲、乙 → 甲", "频次 每月1次 → 每月2次", "自定.电话 — → 3"],
        );
        let entry = |day: u32, text: &str| {
            format!("[[log]]\ndate = 2026-05-{day}\nby = '李强'\nkind = 'note'\ntext = '{text}'\n")
        };
        case(
            &(entry(10, "一") + &entry(11, "二")),
            &(entry(10, "一") + &entry(11, "改") + &entry(12, "三")),
            &[
                "办理记录 2026-05-11 李强 进展：二 → —",
                "办理记录 — → 2026-05-11 李强 进展：改",
                "办理记录 — → 2026-05-12 李强 进展：三",
            ],
        );
        // Written twice is not the same as written once.
        case(
            &entry(10, "一"),
            &(entry(10, "一") + &entry(10, "一")),
            &["办理记录 — → 2026-05-10 李强 进展：一"],
        );
    }

    #[test]
    fn settings_are_told_by_the_names_of_their_sections() {
        let before = table("year = 2026\n[[phase]]\nname = '甲'\nend = 2026-03-31\n[[phase]]\nname = '乙'\n");
        let after = table("year = 2026\n[[phase]]\nname = '丙'\n[[phase]]\nname = '甲'\nend = 2026-04-30\n");
        let keys: Vec<String> =
            settings_changes(Some(&before), Some(&after)).into_iter().map(|change| change.key).collect();
        assert_eq!(keys, ["phase.乙.name", "phase.丙.name", "phase.甲.end"]);
    }

    #[test]
    fn what_is_no_task_is_unsound() {
        let id = TaskId { year: 2026, number: 14 };
        assert_eq!(Record::read(id, b"title = '\xb9\xa4'"), Record::Unsound(None));
        assert_eq!(Record::read(id, b"title = "), Record::Unsound(None));
        let untitled: Table = toml::from_str("due = 2026-09-30").unwrap();
        assert_eq!(Record::read(id, b"due = 2026-09-30"), Record::Unsound(Some(Box::new(untitled))));
        assert!(Record::read(id, "\u{feff}title = '甲'\r\n".as_bytes()).task().is_some());
    }
}
