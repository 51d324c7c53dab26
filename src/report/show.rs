//! 查看: everything about one task.

use chrono::NaiveDate;
use serde::Serialize;

use super::facts::{Judged, TaskFacts};
use crate::core::entry::LogEntry;
use crate::core::ledger::Ledger;
use crate::core::repeat::Obligation;
use crate::core::task::Task;

/// One task, its periods, its family and its log.
#[derive(Debug, Clone)]
pub struct Show<'a> {
    /// The task.
    pub judged: Judged<'a>,
    /// 上级任务, where it is in the ledger.
    pub parent: Option<&'a Task>,
    /// 下级任务
    pub children: Vec<Judged<'a>>,
    /// Keys in its file that this version does not know, as written.
    pub unknown: Vec<(String, String)>,
}

/// Shows `task` as it stands in the ledger.
pub fn show<'a>(
    ledger: &'a Ledger,
    task: &'a Task,
    unknown: Vec<(String, String)>,
    today: NaiveDate,
) -> Show<'a> {
    Show {
        judged: Judged::on(task, &ledger.settings, today),
        parent: task.parent_id().and_then(|id| ledger.task(id)),
        children: ledger
            .tasks
            .iter()
            .filter(|other| other.parent_id() == Some(task.id))
            .map(|child| Judged::on(child, &ledger.settings, today))
            .collect(),
        unknown,
    }
}

impl Show<'_> {
    /// The task's JSON, with its log, its periods and its children besides.
    pub fn facts(&self) -> ShowFacts<'_> {
        let obligations = self.judged.standing.schedule.as_ref().map(|schedule| &schedule.periods);
        ShowFacts {
            task: self.judged.facts(),
            log: &self.judged.task.log,
            periods: obligations.into_iter().flatten().map(PeriodFacts::of).collect(),
            children: self.children.iter().map(|child| child.task.id.to_string()).collect(),
            unknown: self.unknown.iter().map(|(key, _)| key.as_str()).collect(),
        }
    }
}

/// The JSON of `show`.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "named as on Show")]
pub struct ShowFacts<'a> {
    #[serde(flatten)]
    pub task: TaskFacts<'a>,
    pub log: &'a [LogEntry],
    pub periods: Vec<PeriodFacts>,
    pub children: Vec<String>,
    pub unknown: Vec<&'a str>,
}

/// The JSON of one period of a recurring task.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "named as on Obligation")]
pub struct PeriodFacts {
    pub period: String,
    pub times: u32,
    pub met: u32,
    pub due: NaiveDate,
    pub due_original: NaiveDate,
    pub met_late: bool,
}

impl PeriodFacts {
    fn of(owed: &Obligation) -> Self {
        Self {
            period: owed.period.to_string(),
            times: owed.times,
            met: owed.met(),
            due: owed.due,
            due_original: owed.due_original,
            met_late: owed.is_met_late(),
        }
    }
}
