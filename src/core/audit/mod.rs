//! 审计: what an inspector would ask about in the history, commit by commit. Innocent work is left alone.

mod deadlines;
mod entries;
mod licence;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::Serialize;

use super::change::Op;
use super::id::TaskId;
use super::revision::{Deed, FileChange, Origin, Revision, Touch};
use super::settings::Settings;
use super::task::Task;
use super::task_version::Record;

/// The rules of the audit, in the order in which their findings are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// 补记: the day a log entry or the finishing states lies well before the day it was kept.
    Backdated,
    /// 时限变动: a promised deadline was moved without an extension.
    DeadlineMoved,
    /// 逾期后延期: an extension recorded after the deadline it moves had passed.
    LateExtension,
    /// 未经批准: an extension that names nobody who approved it.
    Unapproved,
    /// 删除任务: a task's file is gone.
    Deleted,
    /// 改写记录: an entry of the log was changed or taken away.
    LogRewritten,
    /// 手工修改: tasks were changed without this program.
    ByHand,
    /// 自报自核: accepted by the one who had reported it done.
    SelfAccepted,
    /// 未经核销: done without the review that the settings ask for.
    SkippedReview,
    /// 冒名修改: the commit names a command that cannot have made this change.
    Forged,
}

impl Rule {
    /// Every rule.
    pub const ALL: [Self; 10] = [
        Self::Backdated,
        Self::DeadlineMoved,
        Self::LateExtension,
        Self::Unapproved,
        Self::Deleted,
        Self::LogRewritten,
        Self::ByHand,
        Self::SelfAccepted,
        Self::SkippedReview,
        Self::Forged,
    ];

    /// The word in the reports' data.
    pub fn key(self) -> &'static str {
        match self {
            Self::Backdated => "backdated",
            Self::DeadlineMoved => "deadline-moved",
            Self::LateExtension => "late-extension",
            Self::Unapproved => "unapproved",
            Self::Deleted => "deleted",
            Self::LogRewritten => "log-rewritten",
            Self::ByHand => "by-hand",
            Self::SelfAccepted => "self-accepted",
            Self::SkippedReview => "skipped-review",
            Self::Forged => "forged",
        }
    }

    /// The word on paper.
    pub fn label(self) -> &'static str {
        match self {
            Self::Backdated => "补记",
            Self::DeadlineMoved => "时限变动",
            Self::LateExtension => "逾期后延期",
            Self::Unapproved => "未经批准",
            Self::Deleted => "删除任务",
            Self::LogRewritten => "改写记录",
            Self::ByHand => "手工修改",
            Self::SelfAccepted => "自报自核",
            Self::SkippedReview => "未经核销",
            Self::Forged => "冒名修改",
        }
    }

    /// Reads either word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.key() == word || rule.label() == word)
    }
}

/// Something an inspector would ask about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which rule.
    pub rule: Rule,
    /// The task; none for the settings.
    pub task: Option<TaskId>,
    /// The commit.
    pub commit: String,
    /// Its day.
    pub date: NaiveDate,
    /// Who made it.
    pub author: String,
    /// What was found, in a plain sentence.
    pub detail: String,
}

/// What held when a commit was made.
#[derive(Debug, Clone, Copy)]
pub struct Law<'a> {
    /// The settings before it.
    pub before: &'a Settings,
    /// The settings with it.
    pub after: &'a Settings,
    /// How many days an entry may lie before its commit (`[audit] backdate_days`).
    pub backdate_days: i64,
    /// The latest day of the commits that it follows: a clock does not run backwards.
    pub follows: Option<NaiveDate>,
    /// Of the files that cannot be read any more, what they said last.
    pub last_words: &'a HashMap<TaskId, Arc<Record>>,
}

/// What a commit gives reason to ask about. `undone` is what the commit that it says it takes back had changed.
pub fn findings(deed: &Deed, law: Law<'_>, undone: Option<&[FileChange]>) -> Vec<Finding> {
    let mut found = Found { revision: &deed.revision, law, findings: Vec::new() };
    let origin = deed.revision.origin();
    if let Origin::Program(Op::Undo) = origin {
        // To take back is to restore: that, and nothing else, is looked at.
        if let Err(why) = licence::restores(deed, undone) {
            found.add(Rule::Forged, deed.revision.tasks.first().copied(), why);
        } else {
            return found.findings;
        }
    } else if matches!(origin, Origin::Program(_) | Origin::Unheard) {
        match licence::admit(deed, origin) {
            // Nothing but numbers and places changed: files went, entries read otherwise, and nothing was rewritten.
            Ok(()) if origin == Origin::Program(Op::Renumber) => return found.findings,
            Ok(()) => {}
            Err((task, why)) => found.add(Rule::Forged, task, why),
        }
    }
    for touch in &deed.difference.touches {
        if matches!(origin, Origin::ByHand | Origin::Merge) {
            found.by_hand(touch);
        }
        if touch.before.is_some() && touch.after.is_none() {
            let title = touch.task_before().map(|task| format!("“{}”", task.title)).unwrap_or_default();
            found.add(Rule::Deleted, Some(touch.id), format!("删除了任务文件{title}"));
        }
        if let Some(after) = touch.task_after() {
            // What a file said that nobody could read meanwhile is not forgotten.
            let last_words = touch.before.as_ref().and_then(|_| law.last_words.get(&touch.id));
            let before = touch.task_before().or(last_words.and_then(|last| last.task()));
            found.entries(before, after);
            found.deadline(before, after);
        }
    }
    if matches!(origin, Origin::ByHand | Origin::Merge) {
        found.side_files(deed);
    }
    found.phase_ends();
    found.findings
}

/// What has been found so far.
struct Found<'a> {
    revision: &'a Revision,
    law: Law<'a>,
    findings: Vec<Finding>,
}

impl Found<'_> {
    fn add(&mut self, rule: Rule, task: Option<TaskId>, detail: String) {
        let Revision { commit, day, author, .. } = self.revision;
        self.findings.push(Finding {
            rule,
            task,
            commit: commit.clone(),
            date: *day,
            author: author.clone(),
            detail,
        });
    }

    fn by_hand(&mut self, touch: &Touch) {
        use super::task_version::{changes, label};
        let how = self.how();
        let last_words = self.law.last_words.get(&touch.id).and_then(|last| last.table());
        let is_mended = touch.before.is_some() && touch.task_before().is_none();
        let changes = match (is_mended, touch.after.as_ref().and_then(|record| record.table())) {
            (true, Some(after)) => {
                last_words.map_or_else(Vec::new, |before| changes(Some(before), Some(after)))
            }
            _ => touch.changes(),
        };
        let mut keys: Vec<&str> = Vec::new();
        for change in &changes {
            let label = label(&change.key);
            if !keys.contains(&label) {
                keys.push(label);
            }
        }
        let what = match (&touch.before, &touch.after) {
            (None, _) => "新建任务文件".to_owned(),
            (Some(_), None) => "删除任务文件".to_owned(),
            (Some(_), Some(_)) if touch.task_after().is_none() => "改得读不了".to_owned(),
            _ if is_mended && keys.is_empty() => "改好了读不了的文件".to_owned(),
            _ if is_mended => format!("改好了读不了的文件，并改了{}", keys.join("、")),
            _ if keys.is_empty() => "只改了注释、排版或文件名".to_owned(),
            _ => format!("改了{}", keys.join("、")),
        };
        self.add(Rule::ByHand, Some(touch.id), format!("{how}：{what}（{}）", self.revision.sentence));
    }

    /// What was changed by hand beside the tasks: evidence that lay there already, and what explains the audit's findings.
    fn side_files(&mut self, deed: &Deed) {
        for file in &deed.difference.files {
            let (task, what) = match side_file(file) {
                Some(SideFile::Evidence(id)) => (Some(id), "原有的佐证材料"),
                Some(SideFile::Explanation) => (None, "审计说明"),
                None => continue,
            };
            let did = if file.after.is_some() { "改了" } else { "删除了" };
            let (how, sentence) = (self.how(), &self.revision.sentence);
            let detail = format!("{how}：{did}{what} {}（{sentence}）", file.path);
            self.add(Rule::ByHand, task, detail);
        }
    }

    fn how(&self) -> &'static str {
        if self.revision.is_merge() { "合并时又作了手工修改" } else { "没有经过本程序" }
    }

    /// The day on which the commit was made: the one that it states, unless what it follows was made well after that.
    fn kept(&self) -> NaiveDate {
        let Law { follows, backdate_days, .. } = self.law;
        let day = self.revision.day;
        follows.filter(|follows| (*follows - day).num_days() > backdate_days).unwrap_or(day)
    }
}

/// A file beside the tasks that a commit must not touch without saying so.
enum SideFile {
    /// 佐证材料 of this task that was there before; what is added harms nobody.
    Evidence(TaskId),
    /// 审计说明
    Explanation,
}

fn side_file(file: &FileChange) -> Option<SideFile> {
    let (folder, rest) = file.path.split_once('/')?;
    match folder {
        "evidence" if file.before.is_some() => {
            let (id, _) = rest.split_once('/')?;
            TaskId::parse(id, 0).map(SideFile::Evidence)
        }
        "audit" => Some(SideFile::Explanation),
        _ => None,
    }
}

/// How a person is called in a detail.
fn person(name: Option<&str>) -> &str {
    name.map(str::trim).filter(|name| !name.is_empty()).unwrap_or("（没有写姓名）")
}

fn reported_done_by(task: &Task) -> Option<&str> {
    task.reported_done_by().map(str::trim).filter(|name| !name.is_empty())
}
