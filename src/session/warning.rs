//! What a person should know besides the result: the facts, and their wording.

use std::fmt;

use chrono::NaiveDate;

use crate::core::nearest::did_you_mean;
use crate::core::status::Status;

/// What a person should know besides the result.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the wording below says what each case and its facts mean")]
pub enum Warning {
    NotMade { sentence: String },
    Completed { sentence: String },
    Spared { file: String },
    Behind { sentence: String, why: String },
    Busy,
    KeptByHand { sentence: String },
    Unregistered { role: &'static str, name: String, nearest: Option<String> },
    DeadlineEdited { old: Option<NaiveDate>, new: Option<NaiveDate> },
    StatusEdited { old: Status, new: Status },
    LogEdited,
    NewFault { message: String },
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotMade { sentence } => {
                write!(f, "上次的操作中断了，没有存入，请重新做一次：{sentence}")
            }
            Self::Completed { sentence } => {
                write!(f, "上次的操作中断了，已经存入，现在补全了台账文件：{sentence}")
            }
            Self::Spared { file } => write!(f, "{file} 后来又改过，没有动它；请打开看看内容对不对"),
            Self::Behind { sentence, why } => write!(
                f,
                "上次的操作中断了，已经存入，台账文件还没有全部跟上（{why}），看到的以历史为准：{sentence}"
            ),
            Self::Busy => f.write_str("一直有人在写这个台账，看到的可能不全；请过一会儿再看"),
            Self::KeptByHand { sentence } => write!(f, "先存入了还没有存入历史的{sentence}"),
            Self::Unregistered { role, name, nearest } => {
                let question = nearest.as_deref().map(did_you_mean).unwrap_or_default();
                write!(f, "{role}“{name}”没有在 ledger.toml 里登记{question}")
            }
            Self::DeadlineEdited { old, new } => {
                let day =
                    |day: &Option<NaiveDate>| day.map_or_else(|| "没有".to_owned(), |day| day.to_string());
                write!(f, "时限由 {} 变为 {}，没有走延期，查历史时会列出来", day(old), day(new))
            }
            Self::StatusEdited { old, new } => {
                let (old, new) = (old.label(), new.label());
                write!(f, "直接改了状态或办结日期（{old} → {new}），没有走办理流程，查历史时会列出来")
            }
            Self::LogEdited => f.write_str("改动了已有的办理记录，查历史时会列出来"),
            Self::NewFault { message } => f.write_str(message),
        }
    }
}
