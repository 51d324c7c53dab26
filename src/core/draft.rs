//! A drafted ledger (草案): what a plan was found to ask for, before anybody has looked at it.

use chrono::NaiveDate;
use serde::Serialize;

use super::task::{Kind, Repeat};

/// What was found in a plan. Lines count from 1 in the text that was read.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Draft {
    /// The plan's title.
    pub title: Option<String>,
    /// 阶段, in the plan's order.
    pub phases: Vec<DraftPhase>,
    /// 重点任务, in the plan's order.
    pub domains: Vec<DraftDomain>,
    /// What is to be done, in the plan's order.
    pub tasks: Vec<DraftTask>,
    /// What a person should look at.
    pub warnings: Vec<Warning>,
    /// The lines that yielded nothing, so that nothing is dropped unseen.
    #[serde(skip)]
    pub unused: Vec<Unused>,
}

/// A phase as the plan words it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct DraftPhase {
    /// The name that tasks refer to.
    pub name: String,
    /// Its first day.
    pub start: Option<NaiveDate>,
    /// Its last day; none where it goes on for good, or the plan does not say.
    pub end: Option<NaiveDate>,
    /// The plan's own wording of its dates.
    pub text: Option<String>,
    /// Where it stands.
    pub line: usize,
}

/// A field of work as the plan heads it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct DraftDomain {
    /// The name that tasks refer to.
    pub name: String,
    /// Where it stands.
    pub line: usize,
}

/// One thing that the plan asks for.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct DraftTask {
    /// 任务名称, short.
    pub title: String,
    /// 类别: an issue where the row of a table says what is wrong.
    pub kind: Kind,
    /// 具体内容: the plan's own words.
    pub content: Option<String>,
    /// 重点任务
    pub domain: Option<String>,
    /// 具体举措
    pub measure: Option<String>,
    /// 完成标准
    pub standard: Option<String>,
    /// 阶段
    pub phase: Option<String>,
    /// 牵头单位
    pub lead: Option<String>,
    /// 配合单位
    pub support: Vec<String>,
    /// 责任领导
    pub leader: Option<String>,
    /// 责任人
    pub owner: Option<String>,
    /// 开始时间
    pub start: Option<NaiveDate>,
    /// 完成时限
    pub due: Option<NaiveDate>,
    /// The plan's own wording of the deadline.
    pub due_text: Option<String>,
    /// 长期坚持
    pub long_term: bool,
    /// 频次
    pub repeat: Option<Repeat>,
    /// Where the plan names several deadlines: each, the last of them being `due`.
    pub milestones: Vec<Milestone>,
    /// 考核分值
    pub weight: Option<f64>,
    /// 标签
    pub tags: Vec<String>,
    /// 任务依据: the path of clauses, `三（二）1`.
    pub basis: Option<String>,
    /// Where it stands.
    pub line: usize,
    /// The keys that a person has still to fill in: `lead`, `due`.
    pub needs: Vec<&'static str>,
}

/// One of several deadlines of a task.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Milestone {
    /// The day.
    pub due: NaiveDate,
    /// The plan's own wording of it.
    pub due_text: String,
    /// What is to be done by then.
    pub content: String,
}

/// Something that a person should look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// Where.
    pub line: usize,
    /// What, and what to do.
    pub message: String,
}

/// A line that yielded nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unused {
    /// Where.
    pub line: usize,
    /// What it says.
    pub text: String,
}
