//! Changing a task's file as a good guest: only the keys that were asked for, everything else as the person left it.

use anyhow::{Result, anyhow};
use toml_edit::{
    ArrayOfTables, Datetime, Decor, DocumentMut, InlineTable, Item, Key, RawString, Table, Value as TomlValue,
};

use super::syntax::document;
use super::text::Dressed;
use crate::core::change::{Edit, Value};
use crate::core::entry::{LOG, LogEntry};
use crate::core::field::Field;
use crate::core::id::TaskId;
use crate::core::task::Repeat;
use crate::core::toml_value::datetime;

/// The text of a new task's file.
pub(super) fn created(file: &str, edit: &Edit) -> Result<String> {
    let mut document = DocumentMut::new();
    for (field, value) in &edit.set {
        if let Some(value) = value {
            document.insert(field.key(), Item::Value(written(value)));
        }
    }
    // The life of the task stands apart from what it is.
    if let Some(mut key) = document.key_mut(Field::Status.key()) {
        key.leaf_decor_mut().set_prefix("\n");
    }
    let own = edit.extra.iter().filter_map(|(key, value)| Some((key, value.as_ref()?)));
    own.into_iter().try_for_each(|(key, value)| set_extra(document.as_table_mut(), key, value))?;
    edit.log.iter().try_for_each(|entry| append(file, document.as_table_mut(), entry))?;
    Ok(document.to_string())
}

/// `raw` with the edit made: comments, order, unknown keys, byte order mark and line endings stay.
pub(super) fn edited(file: &str, raw: &str, edit: &Edit) -> Result<String> {
    let dressed = Dressed::undress(raw);
    let mut document = document(file, &dressed.text)?;
    for (field, value) in &edit.set {
        match value {
            Some(value) => set(document.as_table_mut(), *field, value),
            None => unset(document.as_table_mut(), field.key()),
        }
    }
    for (key, value) in &edit.extra {
        match value {
            Some(value) => set_extra(document.as_table_mut(), key, value)?,
            None => unset(document.as_table_mut(), key),
        }
    }
    for entry in &edit.log {
        append(file, document.as_table_mut(), entry)?;
    }
    Ok(dressed.dress(&document.to_string()))
}

/// Replaces a value where it stands, keeping the comment behind it, or adds the key where a new file would have it.
fn set(table: &mut Table, field: Field, value: &Value) {
    let mut value = written(value);
    match table.get_mut(field.key()) {
        Some(Item::Value(old)) => {
            *value.decor_mut() = old.decor().clone();
            *old = value;
        }
        Some(other) => *other = Item::Value(value),
        None => insert(table, field, value),
    }
}

/// The same for a key that the program does not know; a new one stands behind the others.
fn set_extra(table: &mut Table, key: &str, value: &toml::Value) -> Result<()> {
    // `toml` writes the value and `toml_edit` reads it: the two know each other's text, not each other's types.
    let text = toml::to_string(&toml::Table::from_iter([(key.to_owned(), value.clone())]))?;
    let mut written: DocumentMut = text.parse()?;
    let Some(mut item) = written.remove(key) else { return Ok(()) };
    match (table.get_mut(key), &mut item) {
        (Some(Item::Value(old)), Item::Value(value)) => {
            *value.decor_mut() = old.decor().clone();
            *old = value.clone();
        }
        _ => {
            table.insert(key, item);
        }
    }
    Ok(())
}

fn insert(table: &mut Table, field: Field, value: TomlValue) {
    // Behind the last key that a new file states before this one.
    let keys: Vec<_> = table.iter().map(|(key, _)| Field::of_key(key)).collect();
    let after = keys.iter().rposition(|key| key.is_some_and(|other| other < field));
    insert_at(table, &Key::new(field.key()), Item::Value(value), after.map_or(0, |after| after + 1));
}

/// Adds a key as that place among the others.
pub(super) fn insert_at(table: &mut Table, key: &Key, item: Item, at: usize) {
    let keys: Vec<String> = table.iter().map(|(key, _)| key.to_owned()).collect();
    table.insert_formatted(key, item);
    let place = |key: &str| match keys.iter().position(|other| other == key) {
        Some(old) if old >= at => old + 1,
        Some(old) => old,
        None => at,
    };
    table.sort_values_by(|a, _, b, _| place(a.get()).cmp(&place(b.get())));
}

/// Takes a key away, but leaves the comments that stood above it to the key that follows.
pub(super) fn unset(table: &mut Table, key: &str) {
    let Some((written, _)) = table.get_key_value(key) else { return };
    let above = text(written.leaf_decor().prefix());
    let next = table.iter().map(|(key, _)| key.to_owned()).skip_while(|other| other != key).nth(1);
    table.remove(key);
    if !above.contains('#') {
        return;
    }
    let Some(next) = next else { return };
    let lead = |decor: &mut Decor| {
        let own = text(decor.prefix());
        decor.set_prefix(format!("{above}{own}"));
    };
    match table.get_mut(&next) {
        // The key of a section has no line of its own.
        Some(Item::Table(section)) if !section.is_dotted() => lead(section.decor_mut()),
        Some(Item::ArrayOfTables(sections)) => {
            if let Some(first) = sections.get_mut(0) {
                lead(first.decor_mut());
            }
        }
        _ => {
            if let Some(mut next) = table.key_mut(&next) {
                lead(next.leaf_decor_mut());
            }
        }
    }
}

/// What stands before or behind a key or a value: blanks, and comments.
pub(super) fn text(raw: Option<&RawString>) -> String {
    raw.and_then(RawString::as_str).unwrap_or_default().to_owned()
}

fn append(file: &str, table: &mut Table, entry: &LogEntry) -> Result<()> {
    let log = table.entry(LOG).or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    match log {
        Item::ArrayOfTables(entries) => {
            let mut section = Table::new();
            section.decor_mut().set_prefix("\n");
            for (key, value) in of_entry(entry) {
                section.insert(key, Item::Value(value));
            }
            entries.push(section);
        }
        // Somebody wrote the log as one list; it stays one.
        Item::Value(TomlValue::Array(entries)) => {
            entries.push(of_entry(entry).into_iter().collect::<InlineTable>());
        }
        _ => return Err(anyhow!("{file} 里的办理记录（log）不是 [[log]] 的形式，请改正后再试")),
    }
    Ok(())
}

/// `raw` with another parent, where one is given, and with its evidence at the places that `place` knows.
pub(super) fn repointed(
    file: &str,
    raw: &str,
    parent: Option<TaskId>,
    place: impl Fn(&str) -> Option<String>,
) -> Result<String> {
    let dressed = Dressed::undress(raw);
    let mut document = document(file, &dressed.text)?;
    if let Some(parent) = parent {
        set(document.as_table_mut(), Field::Parent, &Value::Text(parent.to_string()));
    }
    let moved = |evidence: Option<&mut TomlValue>| {
        let paths =
            evidence.and_then(TomlValue::as_array_mut).into_iter().flat_map(toml_edit::Array::iter_mut);
        for path in paths {
            if let Some(to) = path.as_str().and_then(&place) {
                let decor = path.decor().clone();
                *path = to.into();
                *path.decor_mut() = decor;
            }
        }
    };
    match document.get_mut(LOG) {
        Some(Item::ArrayOfTables(entries)) => {
            entries
                .iter_mut()
                .for_each(|entry| moved(entry.get_mut("evidence").and_then(Item::as_value_mut)));
        }
        Some(Item::Value(TomlValue::Array(entries))) => {
            let entries = entries.iter_mut().filter_map(TomlValue::as_inline_table_mut);
            entries.for_each(|entry| moved(entry.get_mut("evidence")));
        }
        _ => {}
    }
    Ok(dressed.dress(&document.to_string()))
}

fn of_entry(entry: &LogEntry) -> Vec<(&'static str, TomlValue)> {
    let mut pairs = vec![("date", day(entry.date))];
    pairs.extend(entry.on.map(|on| ("on", day(on))));
    let mut text = |key, value: &Option<String>| {
        if let Some(value) = value {
            pairs.push((key, value.as_str().into()));
        }
    };
    text("by", &entry.by);
    text("kind", &Some(entry.kind.key().to_owned()));
    text("period", &entry.period);
    text("text", &entry.text);
    for (key, value) in [("from", entry.from), ("to", entry.to)] {
        pairs.extend(value.map(|value| (key, day(value))));
    }
    pairs.extend(entry.approved_by.as_deref().map(|name| ("approved_by", name.into())));
    pairs.extend(entry.approved_on.map(|on| ("approved_on", day(on))));
    pairs.extend(entry.same_as.as_deref().map(|id| ("same_as", id.into())));
    if !entry.evidence.is_empty() {
        pairs.push(("evidence", list(&entry.evidence)));
    }
    pairs
}

fn written(value: &Value) -> TomlValue {
    match value {
        Value::Text(text) => text.as_str().into(),
        Value::List(items) => list(items),
        Value::Date(date) => day(*date),
        Value::Integer(number) => (*number).into(),
        Value::Number(number) => (*number).into(),
        Value::Flag(flag) => (*flag).into(),
        Value::Repeat(repeat) => TomlValue::InlineTable(rhythm(repeat)),
    }
}

fn rhythm(repeat: &Repeat) -> InlineTable {
    let mut table = InlineTable::new();
    table.insert("every", repeat.every.key().into());
    table.insert("times", i64::from(repeat.times).into());
    for (key, value) in [("from", repeat.from), ("until", repeat.until)] {
        if let Some(value) = value {
            table.insert(key, day(value));
        }
    }
    table
}

fn day(date: chrono::NaiveDate) -> TomlValue {
    // `toml` and `toml_edit` share the type, under two names.
    let date: Datetime = datetime(date);
    date.into()
}

fn list(items: &[String]) -> TomlValue {
    items.iter().map(String::as_str).collect::<TomlValue>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::entry::EntryKind;
    use crate::core::lifecycle::Verb;

    fn text(text: &str) -> Value {
        Value::Text(text.into())
    }

    fn edit(set: Vec<(Field, Option<Value>)>) -> Edit {
        Edit { set, ..Edit::default() }
    }

    #[track_caller]
    fn case(raw: &str, edit: &Edit, expected: &str) {
        assert_eq!(edited("tasks/2026/014.toml", raw, edit).unwrap(), expected);
    }

    #[test]
    fn a_value_is_replaced_where_it_stands() {
        case(
            "# 李强的任务\nowner   = \"李强\"   # 暂定\ntitle = '警示教育'\n\n\"自定\" = 3\n",
            &edit(vec![(Field::Owner, Some(text("赵蕾")))]),
            "# 李强的任务\nowner   = \"赵蕾\"   # 暂定\ntitle = '警示教育'\n\n\"自定\" = 3\n",
        );
    }

    #[test]
    fn a_new_key_goes_where_a_new_file_would_have_it() {
        case(
            "title = \"甲\"\n\nstatus = \"doing\"\nprogress = 20\n\"别的\" = 1\n\n[[log]]\ndate = 2026-05-10\nkind = \"note\"\n",
            &edit(vec![
                (Field::Lead, Some(text("综合科"))),
                (Field::DoneOn, Some(Value::Date("2026-05-11".parse().unwrap()))),
            ]),
            "title = \"甲\"\nlead = \"综合科\"\n\nstatus = \"doing\"\nprogress = 20\ndone_on = 2026-05-11\n\"别的\" = 1\n\n[[log]]\ndate = 2026-05-10\nkind = \"note\"\n",
        );
    }

    #[test]
    fn a_key_taken_away_leaves_its_comment() {
        case(
            "title = \"甲\"\n# 见会议纪要\ndone_on = 2026-05-11\ntags = []\n",
            &edit(vec![(Field::DoneOn, None)]),
            "title = \"甲\"\n# 见会议纪要\ntags = []\n",
        );
        // Once, though there are two sections behind it.
        case(
            "title = \"甲\"\n# 见会议纪要\ndone_on = 2026-05-11\n\n[[log]]\nkind = \"note\"\n\n[[log]]\nkind = \"done\"\n",
            &edit(vec![(Field::DoneOn, None)]),
            "title = \"甲\"\n# 见会议纪要\n\n[[log]]\nkind = \"note\"\n\n[[log]]\nkind = \"done\"\n",
        );
    }

    #[test]
    fn an_offices_own_keys_are_set_where_they_stand_or_behind_the_others() {
        let extra = vec![
            ("备注".to_owned(), Some(toml::Value::from("见会议纪要"))),
            ("批次".to_owned(), Some(toml::Value::from(3))),
            ("旧栏".to_owned(), None),
        ];
        case(
            "title = \"甲\"\n\"备注\" = \"无\"   # 待补\n\"旧栏\" = 1\n\n[[log]]\ndate = 2026-05-10\nkind = \"note\"\n",
            &Edit { extra, ..Edit::default() },
            "title = \"甲\"\n\"备注\" = \"见会议纪要\"   # 待补\n\"批次\" = 3\n\n[[log]]\ndate = 2026-05-10\nkind = \"note\"\n",
        );
    }

    #[test]
    fn a_new_file_may_begin_with_a_history_of_its_own() {
        let entry = LogEntry::new("2026-05-10".parse().unwrap(), "李强", EntryKind::Verb(Verb::Start));
        let edit = Edit {
            set: vec![(Field::Title, Some(text("甲")))],
            extra: vec![("备注".to_owned(), Some(toml::Value::from("无")))],
            log: vec![entry.clone(), LogEntry { kind: EntryKind::Verb(Verb::Done), ..entry }],
            ..Edit::default()
        };
        assert_eq!(
            created("tasks/2026/014.toml", &edit).unwrap(),
            "title = \"甲\"\n\"备注\" = \"无\"\n\n[[log]]\ndate = 2026-05-10\nby = \"李强\"\nkind = \"start\"\n\n\
             [[log]]\ndate = 2026-05-10\nby = \"李强\"\nkind = \"done\"\n"
        );
    }

    #[test]
    fn an_entry_is_appended_and_the_dress_stays() {
        let entry = LogEntry::new("2026-05-10".parse().unwrap(), "李强", EntryKind::Verb(Verb::Note))
            .saying(Some("已拟定\"方案\"".into()))
            .with_evidence(vec!["evidence/2026-014/方案.pdf".into()]);
        case(
            "\u{feff}title = \"甲\"\r\n# 末尾的话\r\n",
            &Edit { log: vec![entry.clone()], ..Edit::default() },
            "\u{feff}title = \"甲\"\r\n\r\n[[log]]\r\ndate = 2026-05-10\r\nby = \"李强\"\r\nkind = \"note\"\r\n\
             text = '已拟定\"方案\"'\r\nevidence = [\"evidence/2026-014/方案.pdf\"]\r\n# 末尾的话\r\n",
        );
        // A log written as one list stays one.
        case(
            "title = \"甲\"\nlog = [{ date = 2026-01-01, kind = \"note\" }]\n",
            &Edit { log: vec![LogEntry { evidence: Vec::new(), text: None, ..entry }], ..Edit::default() },
            "title = \"甲\"\nlog = [{ date = 2026-01-01, kind = \"note\" }, { date = 2026-05-10, by = \"李强\", kind = \"note\" }]\n",
        );
    }

    #[test]
    fn a_new_file_states_the_life_of_the_task_apart() {
        let repeat = Repeat {
            every: crate::core::calendar::Every::Month,
            times: 2,
            from: None,
            until: "2026-12-31".parse().ok(),
        };
        let edit = edit(vec![
            (Field::Title, Some(text("每月集中学习"))),
            (Field::Support, Some(Value::List(vec!["综合科".into(), "机关党委".into()]))),
            (Field::Repeat, Some(Value::Repeat(repeat))),
            (Field::Content, Some(text("第一行\n第二行"))),
            (Field::Status, Some(text("todo"))),
            (Field::Progress, Some(Value::Integer(0))),
        ]);
        assert_eq!(
            created("tasks/2026/014.toml", &edit).unwrap(),
            "title = \"每月集中学习\"\nsupport = [\"综合科\", \"机关党委\"]\n\
             repeat = { every = \"month\", times = 2, until = 2026-12-31 }\n\
             content = \"\"\"\n第一行\n第二行\"\"\"\n\nstatus = \"todo\"\nprogress = 0\n"
        );
    }
}
