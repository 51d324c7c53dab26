//! A change to the ledger, decided but not yet made. Only the store makes it.

use std::fmt;

use chrono::NaiveDate;
use serde::{Serialize, Serializer};

use super::entry::LogEntry;
use super::field::Field;
use super::frequency;
use super::id::TaskId;
use super::lifecycle::Verb;
use super::phase::{Phase, PhaseExtension};
use super::task::Repeat;

/// What one command wants changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Which command, for the history's `Ledger-Op:` trailer.
    pub op: Op,
    /// What the clerk reads and git keeps: `办结 2026-014 组织开展警示教育`.
    pub sentence: String,
    /// The tasks made or altered.
    pub edits: Vec<Edit>,
    /// What the settings gain.
    pub additions: Vec<Addition>,
    /// What the person should know besides: a date that was inferred, an office nobody has heard of.
    pub remarks: Vec<String>,
}

impl Change {
    /// A change of one task.
    pub fn of(op: Op, sentence: String, edit: Edit) -> Self {
        Self::of_many(op, sentence, vec![edit])
    }

    /// A change of several tasks.
    pub fn of_many(op: Op, sentence: String, edits: Vec<Edit>) -> Self {
        Self { op, sentence, edits, additions: Vec::new(), remarks: Vec::new() }
    }

    /// The tasks it touches.
    pub fn tasks(&self) -> impl Iterator<Item = TaskId> {
        self.edits.iter().map(|edit| edit.id)
    }
}

/// The commands that write, as git keeps them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// A step in a task's life.
    Verb(Verb),
    /// 建立台账
    Init,
    /// 登记
    Add,
    /// 导入: rows of a spreadsheet, taken in
    Import,
    /// 立项: what was drafted from a plan
    Draft,
    /// 修改
    Set,
    /// 编辑, in the person's own editor
    Edit,
    /// 督办: notices given out, one or many
    Remind,
    /// 整理: what `check --fix` mends
    Fix,
    /// 手工修改: files that a person changed without this program, taken into the history as they are
    ByHand,
    /// 撤销: the last change taken back
    Undo,
    /// 改编号: a number that a colleague had given out first
    Renumber,
    /// 说明: why a finding of the audit is as it is
    Explain,
    /// 交换: what others did, joined with what was done here
    Sync,
    /// 登记钥匙: the key that a person signs with, entered into the list of those who may
    Sign,
}

impl Op {
    /// The commands that are no step in a task's life.
    const OTHERS: [Self; 14] = [
        Self::Init,
        Self::Add,
        Self::Import,
        Self::Draft,
        Self::Set,
        Self::Edit,
        Self::Remind,
        Self::Fix,
        Self::ByHand,
        Self::Undo,
        Self::Renumber,
        Self::Explain,
        Self::Sync,
        Self::Sign,
    ];

    /// The word in the trailer.
    pub fn key(self) -> &'static str {
        match self {
            Self::Verb(verb) => verb.key(),
            Self::Init => "init",
            Self::Add => "add",
            Self::Import => "import",
            Self::Draft => "draft",
            Self::Set => "set",
            Self::Edit => "edit",
            Self::Remind => "remind",
            Self::Fix => "fix",
            Self::ByHand => "by-hand",
            Self::Undo => "undo",
            Self::Renumber => "renumber",
            Self::Explain => "explain",
            Self::Sync => "sync",
            Self::Sign => "sign",
        }
    }

    /// The word on paper.
    pub fn label(self) -> &'static str {
        match self {
            Self::Verb(verb) => verb.label(),
            Self::Init => "建账",
            Self::Add => "登记",
            Self::Import => "导入",
            Self::Draft => "立项",
            Self::Set => "修改",
            Self::Edit => "编辑",
            Self::Remind => "督办",
            Self::Fix => "整理",
            Self::ByHand => "手工修改",
            Self::Undo => "撤销",
            Self::Renumber => "改编号",
            Self::Explain => "说明",
            Self::Sync => "交换",
            Self::Sign => "登记钥匙",
        }
    }

    /// Every command that writes.
    pub fn all() -> impl Iterator<Item = Self> {
        Verb::ALL.into_iter().map(Self::Verb).chain(Self::OTHERS)
    }

    /// Reads the word of a trailer.
    pub fn of_key(word: &str) -> Option<Self> {
        Self::all().find(|op| op.key() == word)
    }
}

/// What changes in one task's file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Edit {
    /// The task.
    pub id: TaskId,
    /// Whether the file is made, or exists already.
    pub creates: bool,
    /// Keys set, or taken away where there is no value.
    pub set: Vec<(Field, Option<Value>)>,
    /// Keys that the program does not know, set, or taken away where there is no value: an office's own columns.
    pub extra: Vec<(String, Option<toml::Value>)>,
    /// Entries appended to the log, oldest first.
    pub log: Vec<LogEntry>,
}

/// Something that the settings gain. What they say already stays as it is, but for the end of a phase that is extended.
#[derive(Debug, Clone, PartialEq)]
pub enum Addition {
    /// 阶段, behind those there are.
    Phase(Phase),
    /// 延期 of a phase, behind those it had: its end becomes the new day.
    Extension {
        /// The phase.
        phase: String,
        /// What was approved.
        extension: PhaseExtension,
    },
    /// 重点任务, behind those there are.
    Domain(String),
    /// 表头对应: which field the column under this title holds, remembered for the next import.
    Column {
        /// The title as it stands in the spreadsheet.
        title: String,
        /// The field's key, or the key of an office's own column.
        key: String,
    },
}

impl fmt::Display for Addition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Phase(Phase { name, start, end, .. }) => {
                write!(f, "阶段 = {name}")?;
                match (start, end) {
                    (Some(start), Some(end)) => write!(f, "，{start} 至 {end}"),
                    (Some(start), None) => write!(f, "，自 {start}"),
                    (None, Some(end)) => write!(f, "，至 {end}"),
                    (None, None) => Ok(()),
                }
            }
            Self::Extension { phase, extension } => {
                write!(f, "阶段“{phase}”截止 = {}（原 {}）", extension.to, extension.from)
            }
            Self::Domain(name) => write!(f, "重点任务 = {name}"),
            Self::Column { title, key } => write!(f, "表头对应 = {title} → {key}"),
        }
    }
}

/// A value as a task's file holds it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// Text
    Text(String),
    /// A list of texts
    List(Vec<String>),
    /// A calendar day
    Date(NaiveDate),
    /// A whole number
    Integer(i64),
    /// A number with a fraction
    #[serde(serialize_with = "whole_where_it_is")]
    Number(f64),
    /// Yes or no
    Flag(bool),
    /// 频次
    Repeat(Repeat),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::List(items) => f.write_str(&items.join("、")),
            Self::Date(day) => write!(f, "{day}"),
            Self::Integer(number) => write!(f, "{number}"),
            Self::Number(number) => write!(f, "{number}"),
            Self::Flag(flag) => f.write_str(if *flag { "是" } else { "否" }),
            Self::Repeat(repeat) => f.write_str(&frequency::told(repeat)),
        }
    }
}

/// Scores are whole numbers in most ledgers, and read as such.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference to the field")]
fn whole_where_it_is<S: Serializer>(number: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    #[expect(clippy::cast_possible_truncation, reason = "checked to be a small whole number")]
    if number.fract() == 0.0 && number.abs() < 1e15 {
        serializer.serialize_i64(*number as i64)
    } else {
        serializer.serialize_f64(*number)
    }
}
