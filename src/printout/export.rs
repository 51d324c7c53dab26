//! The layout of 导出: the 台账 as a clerk would draw it up, with everything that is in it, so that it reads back.

use chrono::NaiveDate;

use super::Occasion;
use super::columns::table;
use super::page::{Column, Page, Paper, Section, Table, Value};
use crate::core::change::Value as Said;
use crate::core::entry::{EntryKind, LogEntry};
use crate::core::field::Field;
use crate::core::frequency;
use crate::core::import_proposal::{is_plain, own_title, read_value, written_value};
use crate::core::office_list::units;
use crate::core::people_list::{People, people};
use crate::core::phase::Phase;
use crate::core::settings::Settings;
use crate::core::status::Status;
use crate::core::task::{Kind, LEVELS, Task};
use crate::report::export::Export;
use crate::report::facts::Judged;

/// The most UTF-16 units that a cell of a spreadsheet holds.
const MOST: usize = 32_767;

/// How cells are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cells {
    /// With their types: xlsx.
    Typed,
    /// As text alone: csv.
    Texts,
}

/// The order in which a 台账 has its columns; any other field comes behind them.
const ORDER: &[Field] = &[
    Field::Domain,
    Field::Measure,
    Field::Title,
    Field::Content,
    Field::Standard,
    Field::Lead,
    Field::Support,
    Field::Leader,
    Field::Owner,
    Field::Phase,
    Field::Start,
    Field::Due,
    Field::DueText,
    Field::LongTerm,
    Field::Repeat,
    Field::Status,
    Field::Progress,
    Field::DoneOn,
    Field::Outcome,
    Field::Weight,
    Field::Kind,
    Field::Level,
    Field::Basis,
    Field::Parent,
    Field::Tags,
    Field::Public,
];

/// The ledger on pages: the tasks, and where there are sheets for them, 办理记录 and 阶段.
pub fn export(export: &Export<'_>, cells: Cells, occasion: Occasion<'_>) -> Vec<Page> {
    let mut pages = vec![page(occasion, "全部任务", tasks(export, cells, occasion))];
    if cells == Cells::Typed {
        pages.push(page(occasion, "办理记录", log(export)));
        pages.push(page(occasion, "阶段", phases(export)));
    }
    pages
}

/// The first text that no cell of a spreadsheet can hold whole: the task and the column.
pub fn too_long(export: &Export<'_>) -> Option<String> {
    let long = |text: &str| text.len() > MOST && text.encode_utf16().count() > MOST;
    export.tasks.iter().find_map(|judged| {
        let task = judged.task;
        let fields = [
            (Field::Title, Some(task.title.as_str())),
            (Field::Content, task.content.as_deref()),
            (Field::Measure, task.measure.as_deref()),
            (Field::Standard, task.standard.as_deref()),
            (Field::Outcome, task.outcome.as_deref()),
            (Field::Basis, task.basis.as_deref()),
        ];
        let field = fields.iter().find(|(_, text)| text.is_some_and(long)).map(|(field, _)| field.label());
        let entry = task.log.iter().any(|entry| entry.text.as_deref().is_some_and(long));
        let own = export.own.get(&task.id).into_iter().flatten();
        let own = own.map(|(_, value)| written_value(value)).any(|text| long(&text));
        let what = field.or(entry.then_some("办理记录")).or(own.then_some("自有栏目"))?;
        Some(format!("{} 的{what}", task.id))
    })
}

fn page(occasion: Occasion<'_>, what: &str, table: Table) -> Page {
    let mut page = Page { paper: Paper::A3Landscape, ..occasion.page(what) };
    page.sections.push(Section::default().with_table(table));
    page
}

fn tasks(export: &Export<'_>, cells: Cells, occasion: Occasion<'_>) -> Table {
    let settings = export.settings;
    let mut columns = vec![Column::short("编号").drawn(|judged: &Judged<'_>| judged.task.id.to_string())];
    let others = Field::all().filter(|field| !ORDER.contains(field));
    let fields = ORDER.iter().copied().chain(others);
    columns.extend(fields.map(|field| column(field, settings).drawn(move |judged| value(judged, field))));
    columns.push(Column::sheet("最新进展").drawn(|judged: &Judged<'_>| {
        let latest = judged.task.latest(occasion.today).and_then(|entry| entry.text.as_deref());
        latest.map(said)
    }));
    columns.extend(export.keys.iter().map(|key| {
        Column::sheet(&own_title(key)).drawn(move |judged: &Judged<'_>| {
            let own = export.own.get(&judged.task.id);
            own_value(own.and_then(|own| own.get(*key)), cells)
        })
    }));
    if cells == Cells::Texts {
        let phase = |judged: &Judged<'_>| settings.phase(judged.task.phase.as_deref());
        columns.extend([
            Column::sheet("办理记录").drawn(|judged: &Judged<'_>| {
                let log = &judged.task.log;
                if log.is_empty() { None } else { serde_json::to_string(log).ok() }
            }),
            Column::sheet("阶段开始").drawn(move |judged| phase(judged).and_then(|phase| phase.start)),
            Column::sheet("阶段截止").drawn(move |judged| phase(judged).and_then(|phase| phase.end)),
        ]);
    }
    table(columns, &export.tasks)
}

/// The head of a field's column, with what may be filled in where that is known.
fn column(field: Field, settings: &Settings) -> Column {
    let head = head(field);
    match field {
        Field::Domain => head.among(settings.domains.iter().map(|domain| domain.name.as_str())),
        Field::Phase => head.among(settings.phases.iter().map(|phase| phase.name.as_str())),
        Field::Lead => head.among(settings.offices.iter().map(|office| office.name.as_str())),
        Field::Status => head.among(Status::ALL.map(|status| status.label().to_owned())),
        Field::Kind => head.among(Kind::ALL.map(|kind| kind.label().to_owned())),
        Field::Level => head.among(LEVELS),
        Field::LongTerm | Field::Public => head.among(["是", "否"]),
        Field::Owner | Field::Leader => head.of_people(),
        _ => head,
    }
}

fn head(field: Field) -> Column {
    let label = field.label();
    match field {
        Field::Title => Column::text(label, 16),
        Field::Content => Column::text(label, 24),
        Field::Domain | Field::Measure | Field::Standard => Column::text(label, 10),
        Field::Lead | Field::Support => Column::text(label, 8),
        Field::Owner | Field::Leader => Column::text(label, 6),
        Field::Due | Field::Status => Column::short(label),
        Field::Progress => Column::number(label),
        _ => Column::sheet(label),
    }
}

/// What a field's cell holds: typed where a spreadsheet has the type, marked as TOML where plain text would not read back.
fn value(judged: &Judged<'_>, field: Field) -> Value {
    let task = judged.task;
    match field {
        Field::Kind => Value::Text(match &task.kind {
            Kind::Other(word) => marked(word),
            known => known.label().to_owned(),
        }),
        Field::Support => list(&task.support, |text| units(text).all()),
        Field::Level => match task.level.as_deref() {
            Some(level) if !LEVELS.contains(&level) => Value::Text(marked(level)),
            level => Value::from(level),
        },
        Field::Status => Value::Text(match &task.status {
            Status::Other(word) => marked(word),
            known => known.label().to_owned(),
        }),
        Field::Progress => task.progress.map_or(Value::Empty, |percent| Value::Percent(percent.into())),
        _ => match task.get(field) {
            None => Value::Empty,
            Some(Said::Text(text)) => Value::Text(written(field, &text)),
            Some(Said::List(items)) => list(&items, crate::core::writing::split_names),
            Some(Said::Date(day)) => Value::Date(day),
            Some(Said::Integer(whole)) => Value::Number(whole),
            Some(Said::Number(number)) => weight(number),
            Some(Said::Repeat(repeat)) => Value::Text(frequency::written(&repeat)),
            Some(said @ Said::Flag(_)) => Value::Text(said.to_string()),
        },
    }
}

/// A text as its cell gives it back.
fn written(field: Field, text: &str) -> String {
    let same = match field {
        Field::Title => text.split_whitespace().collect::<Vec<_>>().join(" ") == text,
        Field::Owner | Field::Leader => people(text) == People { names: text.to_owned(), says_more: false },
        Field::Lead => units(text).split() == (Some(text.to_owned()), Vec::new()),
        Field::Domain | Field::Phase => !text.contains(char::is_whitespace),
        _ => true,
    };
    let blank = ["/", "-", "--", "—", "——", "\\", "无", "／", "－"].contains(&text);
    if same && is_plain(text) && !blank { text.to_owned() } else { marked(text) }
}

fn marked(text: &str) -> String {
    // A text that reads as it stands is marked too: its cell would be taken for something else.
    match written_value(&toml::Value::String(text.to_owned())) {
        plain if read_value(&plain).is_none() => {
            let quoted = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
            format!("toml:\"{quoted}\"")
        }
        marked => marked,
    }
}

/// What was said last: a note that begins like a value of TOML's is none.
fn said(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { marked(text) }
}

fn list(items: &[String], split: impl Fn(&str) -> Vec<String>) -> Value {
    if items.is_empty() {
        return Value::Empty;
    }
    let joined = items.join("、");
    if split(&joined) == items && items.iter().all(|item| is_plain(item)) {
        return Value::Text(joined);
    }
    let items = items.iter().cloned().map(toml::Value::String).collect();
    Value::Text(written_value(&toml::Value::Array(items)))
}

fn weight(weight: f64) -> Value {
    #[expect(clippy::cast_possible_truncation, reason = "checked to be a small whole number")]
    if weight.fract() == 0.0 && weight.abs() < 1e9 {
        Value::Number(weight as i64)
    } else if (weight * 100.0).fract() == 0.0 && weight.abs() < 1e9 {
        Value::Decimal(weight, 0)
    } else {
        Value::Text(written_value(&toml::Value::Float(weight)))
    }
}

/// A value of the office's own.
fn own_value(value: Option<&toml::Value>, cells: Cells) -> Value {
    match value {
        None => Value::Empty,
        Some(toml::Value::Integer(number)) if cells == Cells::Typed && number.unsigned_abs() < 1 << 52 => {
            Value::Number(*number)
        }
        Some(toml::Value::Datetime(written)) if cells == Cells::Typed => {
            let day = crate::core::toml_value::day(*written);
            let day = day.filter(|day| chrono::Datelike::year(day) >= 1901);
            day.map_or_else(|| Value::Text(written_value(&toml::Value::Datetime(*written))), Value::Date)
        }
        Some(other) => Value::Text(written_value(other)),
    }
}

/// An entry of the log, and whose it is.
type Entry<'a> = (&'a Task, &'a LogEntry);

fn log(export: &Export<'_>) -> Table {
    let text = |head: Column, text: fn(&LogEntry) -> Option<&str>| {
        head.drawn(move |(_, entry): Entry<'_>| text(entry).map(said))
    };
    let day = |title: &str, day: fn(&LogEntry) -> Option<NaiveDate>| {
        Column::short(title).drawn(move |(_, entry): Entry<'_>| day(entry))
    };
    let columns = vec![
        Column::short("编号").drawn(|(task, _): Entry<'_>| task.id.to_string()),
        Column::text(Field::Title.label(), 16).drawn(|(task, _): Entry<'_>| task.title.as_str()),
        Column::short("记录日期").drawn(|(_, entry): Entry<'_>| entry.date),
        text(Column::text("经办人", 6).of_people(), |entry| entry.by.as_deref()),
        Column::short("记录类型").drawn(|(_, entry): Entry<'_>| kind(entry)),
        text(Column::text("记录内容", 24), |entry| entry.text.as_deref()),
        text(Column::short("周期"), |entry| entry.period.as_deref()),
        day("发生日期", |entry| entry.on),
        day("原时限", |entry| entry.from),
        day("新时限", |entry| entry.to),
        text(Column::text("批准人", 6).of_people(), |entry| entry.approved_by.as_deref()),
        day("批准日", |entry| entry.approved_on),
        text(Column::short("重复于"), |entry| entry.same_as.as_deref()),
        Column::text("佐证材料", 12).drawn(|(_, entry): Entry<'_>| evidence(entry)),
    ];
    let tasks = export.tasks.iter().map(|judged| judged.task);
    table(columns, tasks.flat_map(|task| task.log.iter().map(move |entry| (task, entry))))
}

fn kind(entry: &LogEntry) -> String {
    match &entry.kind {
        EntryKind::Other(word) => marked(word),
        known => known.label().to_owned(),
    }
}

fn evidence(entry: &LogEntry) -> Value {
    let paths = &entry.evidence;
    if paths.is_empty() {
        Value::Empty
    } else if paths.iter().all(|path| is_plain(path) && !path.contains('\n')) {
        Value::Text(paths.join("\n"))
    } else {
        let paths = paths.iter().cloned().map(toml::Value::String).collect();
        Value::Text(written_value(&toml::Value::Array(paths)))
    }
}

fn phases(export: &Export<'_>) -> Table {
    let columns = vec![
        Column::text(Field::Phase.label(), 12).drawn(|phase: &Phase| written(Field::Phase, &phase.name)),
        Column::short("阶段开始").drawn(|phase: &Phase| phase.start),
        Column::short("阶段截止").drawn(|phase: &Phase| phase.end),
    ];
    table(columns, &export.settings.phases)
}
