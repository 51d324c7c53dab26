//! One line of a task's log (办理记录): who did what, when.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize, Serializer};

use super::toml_value;

/// 办理记录的一条. Entries are appended, oldest first, and never rewritten.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct LogEntry {
    /// The day it was recorded.
    #[serde(deserialize_with = "toml_value::date")]
    pub date: NaiveDate,
    /// The day it took place, where that is not the day it was recorded: `done --on`.
    #[serde(default, deserialize_with = "toml_value::optional_date")]
    pub on: Option<NaiveDate>,
    /// Who did it.
    pub by: Option<String>,
    /// What was done.
    pub kind: EntryKind,
    /// The progress note, the reason, what is needed.
    pub text: Option<String>,
    /// 佐证材料: paths seen from the ledger's folder.
    #[serde(default)]
    pub evidence: Vec<String>,
    /// The period an occurrence counts for, or an extension moves: `2026-05`.
    pub period: Option<String>,
    /// The deadline before an extension.
    #[serde(default, deserialize_with = "toml_value::optional_date")]
    pub from: Option<NaiveDate>,
    /// The deadline after an extension.
    #[serde(default, deserialize_with = "toml_value::optional_date")]
    pub to: Option<NaiveDate>,
    /// Who approved an extension (批准人).
    pub approved_by: Option<String>,
}

impl LogEntry {
    /// An entry of `kind` that says nothing yet but the day and the person.
    pub fn new(date: NaiveDate, by: &str, kind: EntryKind) -> Self {
        Self {
            date,
            on: None,
            by: Some(by.to_owned()),
            kind,
            text: None,
            evidence: Vec::new(),
            period: None,
            from: None,
            to: None,
            approved_by: None,
        }
    }

    /// The day it took place.
    pub fn day(&self) -> NaiveDate {
        self.on.unwrap_or(self.date)
    }

    /// The same entry with `text`, unless that is empty.
    #[must_use]
    pub fn saying(mut self, text: Option<String>) -> Self {
        self.text = text.filter(|text| !text.trim().is_empty());
        self
    }

    /// The same entry with `evidence` attached.
    #[must_use]
    pub fn with_evidence(mut self, evidence: Vec<String>) -> Self {
        self.evidence = evidence;
        self
    }
}

/// What a log entry records.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
pub enum EntryKind {
    /// 进展
    Note,
    /// 启动
    Start,
    /// 受阻
    Block,
    /// 办结
    Done,
    /// 退回
    Return,
    /// 核销
    Accept,
    /// 延期
    Extend,
    /// 重开
    Reopen,
    /// 取消
    Cancel,
    /// 催办
    Remind,
    /// A kind that this version does not know: shown as it stands.
    Other(String),
}

impl EntryKind {
    const ALL: [Self; 10] = [
        Self::Note,
        Self::Start,
        Self::Block,
        Self::Done,
        Self::Return,
        Self::Accept,
        Self::Extend,
        Self::Reopen,
        Self::Cancel,
        Self::Remind,
    ];

    /// Every known kind.
    pub fn known() -> [Self; 10] {
        Self::ALL
    }

    /// The word in the file.
    pub fn key(&self) -> &str {
        match self {
            Self::Note => "note",
            Self::Start => "start",
            Self::Block => "block",
            Self::Done => "done",
            Self::Return => "return",
            Self::Accept => "accept",
            Self::Extend => "extend",
            Self::Reopen => "reopen",
            Self::Cancel => "cancel",
            Self::Remind => "remind",
            Self::Other(word) => word,
        }
    }

    /// The word on paper.
    pub fn label(&self) -> &str {
        match self {
            Self::Note => "进展",
            Self::Start => "启动",
            Self::Block => "受阻",
            Self::Done => "办结",
            Self::Return => "退回",
            Self::Accept => "核销",
            Self::Extend => "延期",
            Self::Reopen => "重开",
            Self::Cancel => "取消",
            Self::Remind => "催办",
            Self::Other(word) => word,
        }
    }
}

impl From<String> for EntryKind {
    fn from(word: String) -> Self {
        Self::ALL.into_iter().find(|kind| kind.key() == word).unwrap_or(Self::Other(word))
    }
}

impl Serialize for EntryKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.key())
    }
}
