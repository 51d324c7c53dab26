//! 审计: what an inspector would ask about in the history, commit by commit. Innocent work is left alone.

mod clock;
mod goalposts;
mod licence;
mod merges;
mod promises;
mod rules;
mod steps;
mod tasks;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use toml::Table;

pub use licence::new_numbers;
pub use merges::going_on;
pub use promises::dangling;
pub use rules::{Rule, Words};
pub use tasks::{Hands, Tasks, share};

use super::change::Op;
use super::entry::EntryKind;
use super::evaluation::Standing;
use super::hand::Hand;
use super::id::TaskId;
use super::kept_day::Kept;
use super::lifecycle::Verb;
use super::revision::{Deed, FileChange, Origin, Revision, Touch};
use super::settings::Settings;
use super::signers::SIGNERS;
use super::status::Status;
use super::task::Task;
use super::task_version::{beyond, changes, label};
use tasks::{Known, Mark};

/// Something an inspector would ask about.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Which rule.
    pub rule: Rule,
    /// The task; none for the settings, for the commit as a whole, and for many tasks at once.
    pub task: Option<TaskId>,
    /// Every task that it is about.
    pub tasks: Vec<TaskId>,
    /// The commit.
    pub commit: String,
    /// The day on which it was kept.
    pub date: NaiveDate,
    /// Whose hands made it: author and committer.
    pub hands: Hands,
    /// What was found, in a plain sentence.
    pub detail: String,
    /// Whether a task looks better by it than it did: a red light that went out.
    pub brightens: bool,
}

impl Finding {
    /// What is found in a commit that these hands made, and that was kept on `date`.
    pub fn new(
        rule: Rule,
        task: Option<TaskId>,
        revision: &Revision,
        date: NaiveDate,
        detail: String,
    ) -> Self {
        let Revision { commit, hands, .. } = revision;
        Self {
            rule,
            task,
            tasks: task.into_iter().collect(),
            commit: commit.clone(),
            date,
            hands: hands.clone(),
            detail,
            brightens: false,
        }
    }

    /// Who made the change.
    pub fn author(&self) -> &str {
        &self.hands[0].name
    }
}

/// The last commit of a line that was seen once, and that was missing from the history since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LostTip {
    /// The commit, in full.
    pub commit: String,
    /// The day on which it was kept.
    pub day: NaiveDate,
    /// Who made it.
    pub author: String,
    /// Its subject.
    pub sentence: String,
    /// Whether it is in the history here all the same.
    pub is_back: bool,
}

impl LostTip {
    /// What an inspector would ask.
    pub fn finding(&self) -> Finding {
        let Self { commit, day, author, sentence, is_back } = self;
        let what = if *is_back {
            "交换过的历史被改写，远端一度没有这次提交，这里还在"
        } else {
            "交换过的历史被改写，这次提交和它带来的修改已经不在历史里"
        };
        let detail = format!("{what}（{sentence}）");
        Finding {
            rule: Rule::TipLost,
            task: None,
            tasks: Vec::new(),
            commit: commit.clone(),
            date: *day,
            // Whoever made what is lost has lost nothing of anybody else's.
            hands: [(); 2].map(|()| Hand { name: author.clone(), mail: String::new() }),
            detail,
            brightens: false,
        }
    }
}

/// What held when a commit was made.
#[derive(Debug, Clone, Copy)]
pub struct Law<'a> {
    /// The settings before it.
    pub before: &'a Settings,
    /// The settings with it.
    pub after: &'a Settings,
    /// The settings as its day began.
    pub dawn: &'a Settings,
    /// What they say, as far as they could be read; of a merge, as joining its lines makes them.
    pub said: [Option<&'a Table>; 2],
    /// The day on which it was kept.
    pub kept: Kept,
    /// The tasks before it; of a merge, those of the line that goes on.
    pub tasks: &'a Tasks,
}

/// A commit that another one says it takes back.
#[derive(Debug, Clone)]
pub struct Undone {
    /// What it had changed.
    pub files: Vec<FileChange>,
    /// Who made it.
    pub hands: Hands,
    /// The day on which it was kept.
    pub kept: NaiveDate,
}

/// From how many findings of one rule on they are one act of their commit, and told as one.
const ONE_ACT: usize = 6;

/// What a commit gives reason to ask about. `undone` is what the commit that it says it takes back had changed; `lines` are the
/// tasks of the lines that it joins, the one that goes on at `on`.
pub fn findings(
    deed: &Deed,
    law: Law<'_>,
    undone: Option<&Undone>,
    lines: &[Tasks],
    on: usize,
) -> Vec<Finding> {
    let origin = deed.revision.origin();
    let mut found = Found { revision: &deed.revision, origin, law, findings: Vec::new(), is_forged: false };
    found.commit_clock();
    let is_let_off = match origin {
        // To take back at once is to restore: that, and nothing else, is looked at.
        Origin::Program(Op::Undo) => found.undo(deed, undone),
        // Nothing but numbers and places changed: files went, entries read otherwise, and nothing was rewritten.
        Origin::Program(op) => found.admit(deed) && op == Op::Renumber,
        Origin::Unheard => {
            found.admit(deed);
            false
        }
        Origin::ByHand | Origin::Merge => false,
    };
    if !is_let_off {
        found.look(deed);
    }
    if let Some(junction) = &deed.junction {
        found.merge(deed, junction, lines, on);
    }
    found.one_act()
}

/// What has been found so far.
struct Found<'a> {
    revision: &'a Revision,
    origin: Origin,
    law: Law<'a>,
    findings: Vec<Finding>,
    /// Whether the commit is not what it says it is.
    is_forged: bool,
}

impl Found<'_> {
    fn add(&mut self, rule: Rule, task: Option<TaskId>, detail: String) {
        self.is_forged |= rule == Rule::Forged;
        self.findings.push(Finding::new(rule, task, self.revision, self.law.kept.day, detail));
    }

    /// Whether a commit was made by these hands on the day of this one.
    fn is_own(&self, mark: &Mark) -> bool {
        mark.day == self.law.kept.day && share(&mark.hands, &self.revision.hands)
    }

    /// Whether a task is only being registered still: by the same hand on the same day, before anybody began. What was mistyped
    /// and is mended then was promised to nobody, and nobody was judged by it.
    fn is_slip(&self, known: Option<&Known>, before: &Task) -> bool {
        let is_own = known.is_some_and(|known| self.is_own(&known.registered));
        is_own && before.status == Status::Todo && before.log.is_empty()
    }

    /// Whether an undo takes back what the same hand did on the same day, and no overdue task had looked better in between.
    fn undo(&mut self, deed: &Deed, undone: Option<&Undone>) -> bool {
        if let Err(why) = licence::restores(deed, undone.map(|undone| undone.files.as_slice())) {
            self.add(Rule::Forged, deed.revision.tasks.first().copied(), why);
            return false;
        }
        let is_own = undone.is_some_and(|undone| {
            let is = |one: usize| undone.hands[one].is(&self.revision.hands[one]);
            undone.kept == self.law.kept.day && is(0) && is(1)
        });
        let is_overdue = |task: &Task| Standing::on(task, self.law.before, self.law.kept.day).is_overdue();
        let looked_better = |touch: &Touch| {
            touch.task_after().is_some_and(is_overdue) && !touch.task_before().is_some_and(is_overdue)
        };
        is_own && !deed.difference.touches.iter().any(looked_better)
    }

    /// Whether the command that the commit names can have made it.
    fn admit(&mut self, deed: &Deed) -> bool {
        match licence::admit(deed, self.origin) {
            Ok(()) => true,
            Err((task, why)) => {
                self.add(Rule::Forged, task, why);
                false
            }
        }
    }

    fn look(&mut self, deed: &Deed) {
        for touch in &deed.difference.touches {
            let first = self.findings.len();
            let known = self.law.tasks.get(touch.id);
            if matches!(self.origin, Origin::ByHand | Origin::Merge) {
                self.by_hand(touch, known);
            }
            if touch.before.is_some() && touch.after.is_none() {
                let title = touch.task_before().map(|task| format!("“{}”", task.title)).unwrap_or_default();
                self.add(Rule::Deleted, Some(touch.id), format!("删除了任务文件{title}"));
            }
            // What a file said that nobody could read meanwhile is not forgotten.
            let last_words = touch.before.as_ref().and_then(|_| known?.task());
            let before = touch.task_before().or(last_words);
            if let Some(after) = touch.task_after() {
                self.task(touch, known, before, after);
            }
            self.brighten(first, before, touch.task_after());
        }
        if matches!(self.origin, Origin::ByHand | Origin::Merge) {
            self.side_files(deed);
        }
        // What a line of a merge did to the settings is told of there.
        let [expected, said] = self.law.said;
        if !self.revision.is_merge() || expected != said {
            self.phases(deed);
        }
        self.rules_changed(deed);
    }

    fn task(&mut self, touch: &Touch, known: Option<&Known>, before: Option<&Task>, after: &Task) {
        let nothing = Vec::new();
        let fresh = beyond(&after.log, before.map_or(&nothing, |task| &task.log));
        self.rewritten(touch, known, before, after);
        self.backdated(before, after, &fresh);
        self.ahead(after, &fresh);
        if self.made() < self.law.kept.claimed {
            self.arrival(before, after, &fresh);
        }
        for entry in &fresh {
            match entry.kind {
                EntryKind::Verb(Verb::Extend) => self.extension(before.unwrap_or(after), entry),
                EntryKind::Verb(Verb::Accept) => self.acceptance(known, before, after, entry),
                _ => {}
            }
        }
        self.bypassed(known, before, after, &fresh);
        self.review(before, after, &fresh);
        self.deadline(known, before, after, &fresh);
        self.goalposts(touch, known, before, after);
        self.taken_out(known, before, after, &fresh);
        self.voided(before, after);
    }

    /// Marks what was found from the one at `first` on, if it made a late task look in time.
    fn brighten(&mut self, first: usize, before: Option<&Task>, after: Option<&Task>) {
        let is_told = self.findings.len() > first;
        if is_told && before.is_some_and(|before| self.brightens(before, after)) {
            self.findings[first..].iter_mut().for_each(|finding| finding.brightens = true);
        }
    }

    /// Whether a task that was late on the day of the commit is not late any more with it.
    fn brightens(&self, before: &Task, after: Option<&Task>) -> bool {
        let is_late = |task: &Task, settings: &Settings| {
            let standing = Standing::on(task, settings, self.law.kept.day);
            standing.is_overdue() || standing.finished_late == Some(true)
        };
        is_late(before, self.law.before) && after.is_none_or(|after| !is_late(after, self.law.after))
    }

    /// The findings, those of one rule that are many told as one.
    fn one_act(self) -> Vec<Finding> {
        let is_import = self.origin == Origin::Program(Op::Import);
        let many = if is_import { 2 } else { ONE_ACT };
        let act = match (is_import, self.law.tasks.is_empty()) {
            (true, true) => "建账时带来",
            (true, false) => "导入",
            _ => "一次修改",
        };
        let mut told: Vec<Finding> = Vec::new();
        for rule in Rule::ALL {
            let of_rule = self.findings.iter().filter(|finding| finding.rule == rule);
            let (of_tasks, others): (Vec<&Finding>, Vec<&Finding>) =
                of_rule.partition(|finding| finding.task.is_some());
            let tasks: BTreeSet<TaskId> = of_tasks.iter().filter_map(|finding| finding.task).collect();
            let example = of_tasks.iter().find(|finding| finding.brightens).or(of_tasks.first());
            match example {
                Some(example) if tasks.len() >= many => {
                    let id = example.task.map(|id| id.to_string()).unwrap_or_default();
                    let count = tasks.len();
                    told.push(Finding {
                        task: None,
                        tasks: tasks.into_iter().collect(),
                        detail: format!("{act} {count} 项，如 {id} {}", example.detail),
                        ..(*example).clone()
                    });
                }
                _ => told.extend(of_tasks.into_iter().cloned()),
            }
            told.extend(others.into_iter().cloned());
        }
        told
    }

    fn by_hand(&mut self, touch: &Touch, known: Option<&Known>) {
        let how = self.how();
        let last_words = known.and_then(|known| known.record.table());
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
                Some(SideFile::Signers) => (None, "签名名册"),
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
}

/// A file beside the tasks that a commit must not touch without saying so.
enum SideFile {
    /// 佐证材料 of this task that was there before; what is added harms nobody.
    Evidence(TaskId),
    /// 审计说明
    Explanation,
    /// 签名名册
    Signers,
}

fn side_file(file: &FileChange) -> Option<SideFile> {
    if file.path == SIGNERS {
        return Some(SideFile::Signers);
    }
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

/// A day in a detail.
fn told(day: Option<NaiveDate>) -> String {
    day.map_or_else(|| "没有".to_owned(), |day| day.to_string())
}

/// How a person is called in a detail.
fn person(name: Option<&str>) -> &str {
    name.map(str::trim).filter(|name| !name.is_empty()).unwrap_or("（没有写姓名）")
}
