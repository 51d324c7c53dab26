//! The task (任务): one line of the ledger, one file in its folder.

use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize, Serializer};

use super::calendar::Every;
use super::change::Value;
use super::entry::{self, EntryKind, LOG, LogEntry};
use super::field::Field;
use super::id::TaskId;
use super::lifecycle::Verb;
use super::schema::{Key, Shape, key};
use super::status::Status;
use super::text::printable;
use super::toml_value;

/// A task as its file states it. What depends on the day is not here but in [`super::evaluation::Standing`].
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct Task {
    /// 编号, from the file's name.
    #[serde(skip)]
    pub id: TaskId,
    /// Its file, seen from the ledger's folder.
    #[serde(skip)]
    pub file: String,
    /// 任务名称
    pub title: String,
    /// 具体内容
    pub content: Option<String>,
    /// 类别
    #[serde(default)]
    pub kind: Kind,
    /// 重点任务
    pub domain: Option<String>,
    /// 具体举措
    pub measure: Option<String>,
    /// 任务依据
    pub basis: Option<String>,
    /// 完成标准
    pub standard: Option<String>,
    /// 阶段
    pub phase: Option<String>,
    /// 牵头单位
    pub lead: Option<String>,
    /// 配合单位
    #[serde(default)]
    pub support: Vec<String>,
    /// 责任领导
    pub leader: Option<String>,
    /// 责任人
    pub owner: Option<String>,
    /// 开始时间
    #[serde(default, deserialize_with = "toml_value::optional_date")]
    pub start: Option<NaiveDate>,
    /// 完成时限 as the task states it; [`super::deadline::deadline`] says which day binds.
    #[serde(default, deserialize_with = "toml_value::optional_date")]
    pub due: Option<NaiveDate>,
    /// The plan's own wording of the deadline.
    pub due_text: Option<String>,
    /// 长期坚持: there is no deadline.
    #[serde(default)]
    pub long_term: bool,
    /// 频次
    pub repeat: Option<Repeat>,
    /// 考核分值; 1 where it is not stated.
    pub weight: Option<f64>,
    /// 上级任务, as typed.
    pub parent: Option<String>,
    /// 标签
    #[serde(default)]
    pub tags: Vec<String>,
    /// Whether the task may appear in the public edition (公开版).
    pub public: Option<bool>,
    /// 风险等级
    pub level: Option<String>,
    /// 成果: what the task left behind.
    pub outcome: Option<String>,
    /// 状态
    #[serde(default)]
    pub status: Status,
    /// 进度, percent.
    #[serde(default, deserialize_with = "toml_value::optional_percent")]
    pub progress: Option<u8>,
    /// The day the work was finished.
    #[serde(default, deserialize_with = "toml_value::optional_date")]
    pub done_on: Option<NaiveDate>,
    /// 办理记录
    #[serde(default)]
    pub log: Vec<LogEntry>,
}

/// Everything that a task's file may say, but for an office's own keys.
pub static KEYS: LazyLock<Vec<Key>> = LazyLock::new(|| {
    Field::all()
        .map(Field::schema)
        .chain([key(LOG, Shape::Sections(entry::KEYS)).labelled("办理记录")])
        .collect()
});

impl Task {
    /// The sentence-sized name: `2026-014 组织开展警示教育`.
    pub fn named(&self) -> String {
        format!("{} {}", self.id, printable(&self.title))
    }

    /// 上级任务, where what was typed is an id; a bare number means the task's own year.
    pub fn parent_id(&self) -> Option<TaskId> {
        TaskId::parse(self.parent.as_deref()?, self.id.year)
    }

    /// The person who last reported the task done (办结人), who may not accept it as well.
    pub fn reported_done_by(&self) -> Option<&str> {
        self.log.iter().rev().find(|entry| entry.kind == EntryKind::Verb(Verb::Done))?.by.as_deref()
    }

    /// 最新进展: the last thing anybody said of the work by `day`: how far it is, what is in its way, that it was done or
    /// sent back.
    pub fn latest(&self, day: NaiveDate) -> Option<&LogEntry> {
        let said = |kind: &EntryKind| {
            matches!(kind, EntryKind::Verb(Verb::Note | Verb::Block | Verb::Done | Verb::Return))
        };
        self.log.iter().rev().find(|entry| said(&entry.kind) && entry.text.is_some() && entry.date <= day)
    }

    /// Every file attached to the log, oldest first.
    pub fn evidence(&self) -> impl Iterator<Item = &str> {
        self.log.iter().flat_map(|entry| &entry.evidence).map(String::as_str)
    }

    /// What it says under `field`; none where it says nothing.
    pub fn get(&self, field: Field) -> Option<Value> {
        let text = |text: &Option<String>| text.clone().map(Value::Text);
        let list = |list: &[String]| (!list.is_empty()).then(|| Value::List(list.to_owned()));
        match field {
            Field::Title => Some(Value::Text(self.title.clone())),
            Field::Content => text(&self.content),
            Field::Kind => Some(Value::Text(self.kind.key().to_owned())),
            Field::Domain => text(&self.domain),
            Field::Measure => text(&self.measure),
            Field::Basis => text(&self.basis),
            Field::Standard => text(&self.standard),
            Field::Phase => text(&self.phase),
            Field::Lead => text(&self.lead),
            Field::Support => list(&self.support),
            Field::Leader => text(&self.leader),
            Field::Owner => text(&self.owner),
            Field::Start => self.start.map(Value::Date),
            Field::Due => self.due.map(Value::Date),
            Field::DueText => text(&self.due_text),
            Field::LongTerm => self.long_term.then_some(Value::Flag(true)),
            Field::Repeat => self.repeat.clone().map(Value::Repeat),
            Field::Weight => self.weight.map(Value::Number),
            Field::Parent => text(&self.parent),
            Field::Tags => list(&self.tags),
            Field::Public => self.public.map(Value::Flag),
            Field::Level => text(&self.level),
            Field::Outcome => text(&self.outcome),
            Field::Status => Some(Value::Text(self.status.key().to_owned())),
            Field::Progress => self.progress.map(|percent| Value::Integer(percent.into())),
            Field::DoneOn => self.done_on.map(Value::Date),
        }
    }

    /// Where it keeps a field.
    pub(super) fn place(&mut self, field: Field) -> Place<'_> {
        match field {
            Field::Title => Place::Title(&mut self.title),
            Field::Content => Place::Text(&mut self.content),
            Field::Kind => Place::Kind(&mut self.kind),
            Field::Domain => Place::Text(&mut self.domain),
            Field::Measure => Place::Text(&mut self.measure),
            Field::Basis => Place::Text(&mut self.basis),
            Field::Standard => Place::Text(&mut self.standard),
            Field::Phase => Place::Text(&mut self.phase),
            Field::Lead => Place::Text(&mut self.lead),
            Field::Support => Place::List(&mut self.support),
            Field::Leader => Place::Text(&mut self.leader),
            Field::Owner => Place::Text(&mut self.owner),
            Field::Start => Place::Date(&mut self.start),
            Field::Due => Place::Date(&mut self.due),
            Field::DueText => Place::Text(&mut self.due_text),
            Field::LongTerm => Place::Flag(&mut self.long_term),
            Field::Repeat => Place::Repeat(&mut self.repeat),
            Field::Weight => Place::Number(&mut self.weight),
            Field::Parent => Place::Text(&mut self.parent),
            Field::Tags => Place::List(&mut self.tags),
            Field::Public => Place::Choice(&mut self.public),
            Field::Level => Place::Text(&mut self.level),
            Field::Outcome => Place::Text(&mut self.outcome),
            Field::Status => Place::Status(&mut self.status),
            Field::Progress => Place::Percent(&mut self.progress),
            Field::DoneOn => Place::Date(&mut self.done_on),
        }
    }
}

/// A place where a task keeps a field, by what fits there.
pub(super) enum Place<'a> {
    Title(&'a mut String),
    Text(&'a mut Option<String>),
    List(&'a mut Vec<String>),
    Date(&'a mut Option<NaiveDate>),
    Flag(&'a mut bool),
    Choice(&'a mut Option<bool>),
    Number(&'a mut Option<f64>),
    Percent(&'a mut Option<u8>),
    Repeat(&'a mut Option<Repeat>),
    Kind(&'a mut Kind),
    Status(&'a mut Status),
}

/// 频次: how often a recurring duty is owed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct Repeat {
    /// The rhythm.
    pub every: Every,
    /// How many occurrences each period owes, at least 1.
    #[serde(default = "once")]
    pub times: u32,
    /// The first day of the duty; else the task's start, else its phase's.
    #[serde(default, deserialize_with = "toml_value::optional_date")]
    pub from: Option<NaiveDate>,
    /// The last day of the duty; else the task's due day, else its phase's end.
    #[serde(default, deserialize_with = "toml_value::optional_date")]
    pub until: Option<NaiveDate>,
}

/// Everything that 频次 may say; the rhythm first, without which there is none.
pub const REPEAT: &[Key] = &[
    key("every", Shape::Word(&["week", "month", "quarter", "half", "year"])),
    key("times", Shape::Count),
    key("from", Shape::Date).labelled("频次起止日"),
    key("until", Shape::Date).labelled("频次起止日"),
];

fn once() -> u32 {
    1
}

/// 类别
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(from = "String")]
pub enum Kind {
    /// 任务
    #[default]
    Task,
    /// 问题整改
    Issue,
    /// 风险点
    Risk,
    /// A kind that this version does not know.
    Other(String),
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.key())
    }
}

impl Kind {
    /// The known kinds.
    pub const ALL: [Self; 3] = [Self::Task, Self::Issue, Self::Risk];

    /// The word in the file.
    pub fn key(&self) -> &str {
        match self {
            Self::Task => "task",
            Self::Issue => "issue",
            Self::Risk => "risk",
            Self::Other(word) => word,
        }
    }

    /// The word on paper.
    pub fn label(&self) -> &str {
        match self {
            Self::Task => "任务",
            Self::Issue => "问题整改",
            Self::Risk => "风险点",
            Self::Other(word) => word,
        }
    }

    /// Reads the English word of the file or the Chinese one.
    pub fn parse(word: &str) -> Option<Self> {
        let known = Self::ALL.into_iter().find(|kind| kind.key() == word || kind.label() == word);
        known.or(match word {
            "问题" | "整改" => Some(Self::Issue),
            "风险" => Some(Self::Risk),
            _ => None,
        })
    }
}

impl From<String> for Kind {
    fn from(word: String) -> Self {
        Self::ALL.into_iter().find(|kind| kind.key() == word).unwrap_or(Self::Other(word))
    }
}

/// 风险等级, highest first.
pub const LEVELS: [&str; 3] = ["高", "中", "低"];
