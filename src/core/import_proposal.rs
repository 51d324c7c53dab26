//! A spreadsheet as it was understood (表格): rows proposed for the ledger, before anybody has compared them with it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use serde::Serialize;

use super::change::Value;
use super::entry::{LOG, LogEntry};
use super::field::Field;
use super::id::TaskId;
use super::phase::Phase;

/// What a file of tables was found to say.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Proposal {
    /// The columns, in the order of the sheets.
    pub columns: Vec<Heading>,
    /// One row a task.
    pub rows: Vec<Row>,
    /// 办理记录 that stands on a sheet of its own, by task, in the order of the sheet.
    pub logs: HashMap<TaskId, Vec<LogEntry>>,
    /// 阶段, from a sheet of its own or from columns beside the tasks.
    pub phases: Vec<Phase>,
    /// Rows, or cells of rows, that cannot be taken.
    pub skipped: Vec<Skipped>,
    /// What a person should know of the whole.
    pub remarks: Vec<String>,
}

/// Where a row stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// The sheet's name.
    pub sheet: Arc<str>,
    /// The row as a spreadsheet counts it, from 1.
    pub row: u32,
}

/// A column and what it was taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// The sheet's name.
    pub sheet: Arc<str>,
    /// The column, from 0.
    pub column: usize,
    /// The title as it stands there, in one line.
    pub title: String,
    /// What it holds.
    pub holds: Holds,
}

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holds {
    /// 编号 such as 2026-014.
    Id,
    /// 序号, which numbers the rows of the sheet and nothing else.
    Serial,
    /// A field of the task.
    Field(Field),
    /// 进展情况: a new text becomes a note in the log.
    Said,
    /// 存在问题: the reason where the task is blocked, else a column of the office's own.
    Trouble,
    /// 是否销号
    StruckOff,
    /// The whole log in one cell, as `export` writes it.
    Log,
    /// The first day of the task's phase.
    PhaseStart,
    /// The last day of the task's phase.
    PhaseEnd,
    /// What the ledger reckons itself, such as 灯; nothing is taken from it.
    Reckoned,
    /// A column of the office's own, kept under this key.
    Own(String),
    /// Left out, as the person wished.
    Ignored,
}

impl Holds {
    /// The word for machines, and in `[import.columns]`; none where nothing is taken.
    pub fn key(&self) -> Option<&str> {
        match self {
            Self::Id => Some("id"),
            Self::Field(field) => Some(field.key()),
            Self::Said => Some("note"),
            Self::Trouble => Some("problem"),
            Self::StruckOff => Some("struck_off"),
            Self::Log => Some("log"),
            Self::PhaseStart => Some("phase_start"),
            Self::PhaseEnd => Some("phase_end"),
            Self::Own(key) => Some(key),
            Self::Serial | Self::Reckoned | Self::Ignored => None,
        }
    }

    /// The word on paper.
    pub fn label(&self) -> String {
        match self {
            Self::Id => "编号".to_owned(),
            Self::Serial => "（序号，不取）".to_owned(),
            Self::Field(field) => field.label().to_owned(),
            Self::Said => "进展（记入办理记录）".to_owned(),
            Self::Trouble => "存在问题".to_owned(),
            Self::StruckOff => "是否销号".to_owned(),
            Self::Log => "办理记录".to_owned(),
            Self::PhaseStart => "阶段开始".to_owned(),
            Self::PhaseEnd => "阶段截止".to_owned(),
            Self::Reckoned => "（由台账推算，不取）".to_owned(),
            Self::Own(key) => format!("自有栏目“{key}”"),
            Self::Ignored => "（按要求不取）".to_owned(),
        }
    }

    /// Reads a field's key or Chinese title, or one of the words for what is no field.
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word.trim() {
            "id" | "编号" => Self::Id,
            "note" | "进展" | "进展情况" | "最新进展" => Self::Said,
            "problem" | "存在问题" => Self::Trouble,
            "struck_off" | "是否销号" | "销号" => Self::StruckOff,
            "log" | "办理记录" => Self::Log,
            "phase_start" | "阶段开始" => Self::PhaseStart,
            "phase_end" | "阶段截止" => Self::PhaseEnd,
            "" | "ignore" | "忽略" | "不导入" => Self::Ignored,
            other => Self::Field(Field::parse(other)?),
        })
    }
}

/// What one row says of one task.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// Where it stands.
    pub place: Place,
    /// 编号, where the sheet has it.
    pub id: Option<TaskId>,
    /// The fields that the sheet has columns for; none where the cell is empty.
    pub set: Vec<(Field, Option<Value>)>,
    /// The office's own columns.
    pub own: Vec<(String, Option<toml::Value>)>,
    /// 进展情况
    pub said: Option<String>,
    /// 存在问题
    pub trouble: Option<String>,
    /// Whether the sheet says that it is struck off (销号), rather than only done.
    pub struck_off: bool,
    /// 办理记录 that stands in the row itself.
    pub log: Vec<LogEntry>,
}

impl Row {
    /// What the row says of a field; none where it has no such column.
    pub fn says(&self, field: Field) -> Option<Option<&Value>> {
        self.set.iter().find(|(known, _)| *known == field).map(|(_, value)| value.as_ref())
    }

    /// The text that the row gives a field.
    pub fn text(&self, field: Field) -> Option<&str> {
        match self.says(field) {
            Some(Some(Value::Text(text))) => Some(text),
            _ => None,
        }
    }

    /// Gives a field a value, in the place of what it had.
    pub fn put(&mut self, field: Field, value: Option<Value>) {
        self.set.retain(|(known, _)| *known != field);
        self.set.push((field, value));
    }
}

/// Whether a key may be an office's own (自有栏目): the program's must not be taken by what holds something else.
pub fn is_own_key(key: &str) -> bool {
    Field::of_key(key).is_none() && key != LOG
}

/// What the ledger's own titles and keys hold, written as `export` writes them.
pub fn ours(title: &str) -> Option<Holds> {
    let field = Field::all().find(|field| field.key() == title || field.label() == title);
    field.map(Holds::Field).or(match title {
        "id" | "编号" => Some(Holds::Id),
        "log" | "办理记录" => Some(Holds::Log),
        "最新进展" => Some(Holds::Said),
        "阶段开始" => Some(Holds::PhaseStart),
        "阶段截止" => Some(Holds::PhaseEnd),
        _ => None,
    })
}

/// What stands behind a key of the office's own that is called like a column of the ledger.
const OWN: &str = "（自有）";

/// The title under which a key of the office's own goes out, so that it comes back as that key: `备注`, `责任人（自有）`.
pub fn own_title(key: &str) -> Cow<'_, str> {
    let plain: String = key.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
    if ours(&plain).is_some() || key.ends_with(OWN) {
        Cow::Owned(format!("{key}{OWN}"))
    } else {
        Cow::Borrowed(key)
    }
}

/// The key that went out under a title which says so; none of any other title.
pub fn own_key(title: &str) -> Option<&str> {
    title.strip_suffix(OWN).filter(|key| !key.is_empty() && is_own_key(key))
}

/// A row, or a cell of one, that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Skipped {
    /// The sheet's name.
    pub sheet: String,
    /// The row as a spreadsheet counts it, from 1.
    pub row: u32,
    /// Why, and what to do.
    pub reason: String,
}

impl Skipped {
    /// The row at `place`, for this reason.
    pub fn at(place: &Place, reason: impl Into<String>) -> Self {
        Self { sheet: place.sheet.to_string(), row: place.row, reason: reason.into() }
    }
}

/// What stands before a value that a plain cell could not hold as it is.
const MARK: &str = "toml:";

/// A value as a cell of text holds it, so that [`read_value`] gives back the same: texts as they stand where that is possible,
/// everything else as TOML writes it.
pub fn written_value(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) if is_plain(text) => text.clone(),
        other => format!("{MARK}{}", inline(other)),
    }
}

/// A value on one line: a section as a table in braces.
///
/// toml's own `Display` breaks lines, and writes as they are the characters that no page shows, such as those that turn a row round:
/// the cell would come back without them.
fn inline(value: &toml::Value) -> String {
    let text = |text: &str| {
        let mut out = String::from("\"");
        for c in text.chars() {
            match c {
                '"' => out.push_str("\\\""),
                '\\' => out.push_str("\\\\"),
                '\n' => out.push_str("\\n"),
                c if c.is_control() || super::text::is_unprintable(c) || c == '\u{feff}' => {
                    use std::fmt::Write;
                    let _ = write!(out, "\\u{:04X}", u32::from(c));
                }
                c => out.push(c),
            }
        }
        out + "\""
    };
    match value {
        toml::Value::String(string) => text(string),
        toml::Value::Array(items) => {
            format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", "))
        }
        toml::Value::Table(table) => {
            let pairs = table.iter().map(|(key, value)| format!("{} = {}", text(key), inline(value)));
            format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

/// Whether a cell gives this text back as it is.
pub fn is_plain(text: &str) -> bool {
    let strange = |c: char| c != '\n' && super::text::is_unprintable(c) || c == '\t' || c == '\u{feff}';
    text.trim() == text
        && !text.is_empty()
        && !text.starts_with([' ', '\''])
        && !text.starts_with(MARK)
        && !text.contains(strange)
}

/// The value of a cell that was marked as written by [`written_value`]; none where it is plain text.
pub fn read_value(text: &str) -> Option<toml::Value> {
    let value = text.strip_prefix(MARK)?;
    toml::from_str::<toml::Table>(&format!("v = {value}")).ok()?.remove("v")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_the_office_s_own_go_out_under_titles_of_their_own() {
        for (key, title) in [
            ("备注", "备注"),
            ("责任人", "责任人（自有）"),
            ("ID", "ID（自有）"),
            ("责任人（自有）", "责任人（自有）（自有）"),
        ] {
            assert_eq!(own_title(key), title);
            assert_eq!(own_key(title), (key != title).then_some(key));
        }
    }

    #[test]
    fn values_come_back_out_of_a_cell_as_they_were() {
        #[track_caller]
        fn case(toml: &str, cell: &str) {
            let value = toml::from_str::<toml::Table>(&format!("v = {toml}")).unwrap().remove("v").unwrap();
            assert_eq!(written_value(&value), cell);
            assert_eq!(read_value(cell).unwrap_or_else(|| toml::Value::String(cell.to_owned())), value);
        }
        case("\"综合科\"", "综合科");
        case("\"一\\n二\"", "一\n二");
        case("\"3\"", "3");
        case("\"\"", "toml:\"\"");
        case("\" 甲 \"", "toml:\" 甲 \"");
        case("\"'=1+1\"", "toml:\"'=1+1\"");
        case("\"toml:3\"", "toml:\"toml:3\"");
        case("\"响\\u0007铃\\t\"", "toml:\"响\\u0007铃\\u0009\"");
        case("\"甲\\u202E乙\"", "toml:\"甲\\u202E乙\"");
        case("[\"一\\n二\"]", "toml:[\"一\\n二\"]");
        case("3", "toml:3");
        case("3.0", "toml:3.0");
        case("true", "toml:true");
        case("2026-09-30", "toml:2026-09-30");
        case("[\"甲\", 2]", "toml:[\"甲\", 2]");
        case("{ \"电话\" = \"1\", b = [] }", "toml:{ \"b\" = [], \"电话\" = \"1\" }");
    }
}
