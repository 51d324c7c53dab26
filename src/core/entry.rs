//! One line of a task's log (办理记录): who did what, when.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize, Serializer};

use super::lifecycle::Verb;
use super::schema::{Key, Shape, key};
use super::toml_value;

/// The key in a task's file under which its log stands.
pub const LOG: &str = "log";

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
    /// The day on which they did (批准日), where that is written down; [`Self::approved_day`] says which day counts.
    #[serde(default, deserialize_with = "toml_value::optional_date")]
    pub approved_on: Option<NaiveDate>,
    /// The task that one made void doubles, by its id.
    pub same_as: Option<String>,
}

/// Everything that an entry may say.
pub const KEYS: &[Key] = &[
    said("date", Shape::Date).required(EXAMPLE),
    said("on", Shape::Date),
    said("by", Shape::Text),
    said("kind", Shape::Text).required(EXAMPLE),
    said("text", Shape::Text),
    said("evidence", Shape::List),
    said("period", Shape::Text),
    said("from", Shape::Date),
    said("to", Shape::Date),
    said("approved_by", Shape::Text),
    said("approved_on", Shape::Date),
    said("same_as", Shape::Text),
];

const EXAMPLE: &str = "date = 2026-05-10、kind = \"note\"";

const fn said(name: &'static str, shape: Shape) -> Key {
    key(name, shape).labelled("办理记录")
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
            approved_on: None,
            same_as: None,
        }
    }

    /// The day it took place.
    pub fn day(&self) -> NaiveDate {
        self.on.unwrap_or(self.date)
    }

    /// The day by which an extension is judged: that of its approval, and where nobody wrote that down the day it was recorded.
    pub fn approved_day(&self) -> NaiveDate {
        self.approved_on.unwrap_or(self.date)
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
    /// A step in the task's life.
    Verb(Verb),
    /// 催办
    Remind,
    /// A kind that this version does not know: shown as it stands.
    Other(String),
}

impl EntryKind {
    /// Every known kind.
    pub fn known() -> impl Iterator<Item = Self> {
        Verb::ALL.into_iter().map(Self::Verb).chain([Self::Remind])
    }

    /// The word in the file.
    pub fn key(&self) -> &str {
        match self {
            Self::Verb(verb) => verb.key(),
            Self::Remind => "remind",
            Self::Other(word) => word,
        }
    }

    /// The word on paper.
    pub fn label(&self) -> &str {
        match self {
            Self::Verb(verb) => verb.label(),
            Self::Remind => "催办",
            Self::Other(word) => word,
        }
    }
}

impl From<String> for EntryKind {
    fn from(word: String) -> Self {
        Self::known().find(|kind| kind.key() == word).unwrap_or(Self::Other(word))
    }
}

impl Serialize for EntryKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.key())
    }
}
