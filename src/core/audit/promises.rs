//! The rule about deadlines: what was promised may move by an extension alone, whatever it is that moves it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::steps::{Approval, Asked};
use super::tasks::{Known, Tasks};
use super::{Found, Law, Rule, told};
use crate::core::change::{Op, Value};
use crate::core::deadline::Promise;
use crate::core::entry::{EntryKind, LogEntry};
use crate::core::id::TaskId;
use crate::core::lifecycle::Verb;
use crate::core::phase::PhaseExtension;
use crate::core::revision::{Deed, Origin, Touch};
use crate::core::settings::Settings;
use crate::core::task::Task;
use crate::core::task_version::beyond;

impl Found<'_> {
    /// Whether the task's own keys moved its deadline without an extension in the same commit. A deadline that was never
    /// there may be set.
    pub(super) fn deadline(
        &mut self,
        known: Option<&Known>,
        before: Option<&Task>,
        after: &Task,
        fresh: &[&LogEntry],
    ) {
        let Some(before) = before else { return };
        let of = |task: &Task, settings: &Settings| match known {
            Some(known) => Promise::of(task, known.phases(task, settings)),
            None => Promise::of(task, &settings.phases),
        };
        // The settings' own changes are told of the settings.
        let [old, new] = [before, after].map(|task| of(task, self.law.before));
        // A phase that got another name, in the settings and in its tasks, is the same phase.
        let renamed = || old.is_kept_by(&of(after, self.law.after));
        if old.is_kept_by(&new) || renamed() || is_extended(&old, &new, before, after, fresh) {
            return;
        }
        if self.is_slip(known, before) {
            return;
        }
        let mut moved: Vec<String> = Vec::new();
        if before.due.is_some() && before.due != after.due {
            moved.push(format!("完成时限 {} → {}", told(before.due), told(after.due)));
        }
        if before.repeat.is_some() && before.repeat != after.repeat {
            let [old, new] = [before, after].map(|task| {
                task.repeat
                    .clone()
                    .map_or_else(|| "没有".to_owned(), |repeat| Value::Repeat(repeat).to_string())
            });
            moved.push(format!("频次 {old} → {new}"));
        }
        if moved.is_empty() {
            if before.phase != after.phase {
                let [old, new] = [before, after].map(|task| task.phase.as_deref().unwrap_or("没有"));
                moved.push(format!("阶段 {old} → {new}"));
            }
            moved.push(if old.date == new.date {
                "各周期的时限变了".to_owned()
            } else {
                format!("时限 {} → {}", told(old.date), told(new.date))
            });
        }
        let how = if is_earlier(&old, &new) { "时限提前" } else { "没有走延期" };
        let detail = format!("{how}，{}", moved.join("，"));
        self.add(Rule::DeadlineMoved, Some(after.id), detail);
    }

    /// Whether the settings moved what was promised: a phase's end, or that of the tasks which nobody touched.
    pub(super) fn phases(&mut self, deed: &Deed) {
        let (before, after) = (self.law.before, self.law.after);
        if std::ptr::eq(before, after) {
            return;
        }
        let mut moved = self.moved_by_settings(&deed.difference.touches);
        self.phase_extensions();
        for (name, old) in ends(before) {
            let now = after.phases.iter().find(|phase| phase.name == name);
            if extended(before, after, name).is_some() {
                continue;
            }
            let fresh = || ends(after).any(|(other, end)| end == old && before.phase(Some(other)).is_none());
            let (end, what) = match now.map(|phase| phase.end) {
                Some(Some(new)) if new != old => {
                    let how = if new < old { "（提前）" } else { "" };
                    (Some(new), format!("阶段“{name}”的时限 {old} → {new}{how}，没有走延期"))
                }
                Some(None) => (None, format!("阶段“{name}”的时限 {old} 被取消")),
                None if !fresh() => (None, format!("阶段“{name}”（时限 {old}）被删除")),
                _ => continue,
            };
            let so = Move { phase: Some(name.to_owned()), from: Some(old), to: end };
            let count = moved.remove(&so).unwrap_or(0);
            let tasks = if count > 0 { format!("，牵涉 {count} 项任务") } else { String::new() };
            self.add(Rule::DeadlineMoved, None, format!("{what}{tasks}"));
        }
        for (Move { phase, from, to }, count) in moved {
            let (name, from, to) = (phase.unwrap_or_default(), told(from), told(to));
            let detail = format!("改了设置，阶段“{name}”里 {count} 项任务的时限 {from} → {to}，没有走延期");
            self.add(Rule::DeadlineMoved, None, detail);
        }
    }

    /// How many tasks that the commit did not touch are promised for another day, by phase.
    fn moved_by_settings(&self, touches: &[Touch]) -> BTreeMap<Move, usize> {
        let Law { before, after, tasks, .. } = self.law;
        let mut moved = BTreeMap::new();
        if before.phases == after.phases {
            return moved;
        }
        let changed: BTreeSet<TaskId> = touches.iter().map(|touch| touch.id).collect();
        for (_, known) in tasks.iter().filter(|(id, _)| !changed.contains(id)) {
            let Some(task) = known.task() else { continue };
            let (Some(old), Some(new)) = (known.promise(before), known.promise(after)) else { continue };
            let is_extended =
                || task.phase.as_deref().is_some_and(|name| extended(before, after, name).is_some());
            // A phase that has the name of one that is gone promises what that one did.
            let is_other = before.phase(task.phase.as_deref()).is_none()
                && after
                    .phase(task.phase.as_deref())
                    .is_some_and(|phase| known.phase.as_ref().is_some_and(|known| known.end != phase.end));
            if (!old.is_kept_by(&new) || is_other) && !is_extended() {
                let moved_so = Move { phase: task.phase.clone(), from: old.date, to: new.date };
                *moved.entry(moved_so).or_insert(0) += 1;
            }
        }
        moved
    }
}

/// How the settings moved the deadlines of a phase's tasks.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Move {
    phase: Option<String>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

impl Found<'_> {
    /// What the extensions of phases, old and new, give reason to ask.
    fn phase_extensions(&mut self) {
        let (before, after) = (self.law.before, self.law.after);
        for phase in &after.phases {
            let none = Vec::new();
            let known = before.phase(Some(&phase.name)).map_or(&none, |known| &known.extended);
            for gone in beyond(known, &phase.extended) {
                let detail =
                    format!("阶段“{}”的延期记录（{} → {}）被改写或删除", phase.name, gone.from, gone.to);
                self.add(Rule::LogRewritten, None, detail);
            }
            let fresh = beyond(&phase.extended, known);
            if !fresh.is_empty() && self.origin != Origin::Program(Op::Verb(Verb::Extend)) {
                let detail = format!("阶段“{}”的延期记录不是由 ledger extend 写的", phase.name);
                self.add(Rule::Bypassed, None, detail);
            }
            for entry in fresh {
                let asked = Asked {
                    what: format!("阶段“{}”", phase.name),
                    task: None,
                    owner: None,
                    deadline: Some(entry.from),
                };
                let approval = Approval {
                    to: Some(entry.to),
                    by: entry.by.as_deref(),
                    approved_by: entry.approved_by.as_deref(),
                    date: entry.date,
                    approved_on: entry.approved_on,
                };
                self.approval(&asked, &approval);
            }
        }
    }
}

/// The extensions by which a phase came from its old end to its new one, if that is how it did.
pub(super) fn extended<'a>(
    before: &Settings,
    after: &'a Settings,
    name: &str,
) -> Option<&'a [PhaseExtension]> {
    let (old, new) = (before.phase(Some(name))?, after.phase(Some(name))?);
    let fresh = new.extended.strip_prefix(old.extended.as_slice())?;
    let (first, last) = (fresh.first()?, fresh.last()?);
    (Some(first.from) == old.end && Some(last.to) == new.end).then_some(fresh)
}

/// How many tasks of which phases name one that the settings have lost.
pub fn dangling(tasks: &Tasks, settings: &Settings) -> BTreeMap<String, usize> {
    let mut lost = BTreeMap::new();
    for (_, known) in tasks.iter().filter(|(_, known)| known.dangles(settings)) {
        if let Some(phase) = known.task().and_then(|task| task.phase.clone()) {
            *lost.entry(phase).or_insert(0) += 1;
        }
    }
    lost
}

/// Whether an extension in the same commit says just what became of the deadline: that of its own task, from day to day.
fn is_extended(old: &Promise, new: &Promise, before: &Task, after: &Task, fresh: &[&LogEntry]) -> bool {
    let is_said = |entry: &&&LogEntry| {
        entry.kind == EntryKind::Verb(Verb::Extend) && entry.period.is_none() && entry.from == old.date
    };
    let same = before.repeat == after.repeat && before.long_term == after.long_term;
    same && fresh.iter().filter(is_said).any(|entry| entry.to.is_some() && entry.to == new.date)
}

fn is_earlier(old: &Promise, new: &Promise) -> bool {
    matches!((old.date, new.date), (Some(old), Some(new)) if new < old)
}

/// The phases that end, and when.
fn ends(settings: &Settings) -> impl Iterator<Item = (&str, NaiveDate)> {
    settings.phases.iter().filter_map(|phase| Some((phase.name.as_str(), phase.end?)))
}
