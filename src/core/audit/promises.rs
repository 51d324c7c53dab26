//! The rule about deadlines: what was promised may move by an extension alone.

use chrono::NaiveDate;

use super::{Found, Rule};
use crate::core::change::Value;
use crate::core::deadline::Promise;
use crate::core::entry::EntryKind;
use crate::core::lifecycle::Verb;
use crate::core::settings::Settings;
use crate::core::task::Task;
use crate::core::task_version::beyond;

impl Found<'_> {
    /// Whether the task's own keys moved its deadline without an extension in the same commit. A deadline that was never
    /// there may be set.
    pub(super) fn deadline(&mut self, before: Option<&Task>, after: &Task) {
        let Some(before) = before else { return };
        let extended =
            beyond(&after.log, &before.log).iter().any(|entry| entry.kind == EntryKind::Verb(Verb::Extend));
        // The settings' own changes are told of the settings.
        let [old, new] = [before, after].map(|task| Promise::of(task, &self.law.before.phases));
        // A phase that got another name, in the settings and in its tasks, is the same phase.
        let renamed = || old.is_kept_by(&Promise::of(after, &self.law.after.phases));
        if extended || old.is_kept_by(&new) || renamed() {
            return;
        }
        let told = |day: Option<NaiveDate>| day.map_or_else(|| "没有".to_owned(), |day| day.to_string());
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
        let detail = format!("没有走延期，{}", moved.join("，"));
        self.add(Rule::DeadlineMoved, Some(after.id), detail);
    }

    /// Whether a phase's end moved. A phase that only got another name keeps its end.
    pub(super) fn phase_ends(&mut self) {
        let (before, after) = (self.law.before, self.law.after);
        if std::ptr::eq(before, after) {
            return;
        }
        for (name, old) in ends(before) {
            let now = after.phases.iter().find(|phase| phase.name == name);
            let fresh = || ends(after).any(|(other, end)| end == old && before.phase(Some(other)).is_none());
            let detail = match now.map(|phase| phase.end) {
                Some(Some(new)) if new != old => format!("阶段“{name}”的时限 {old} → {new}，没有走延期"),
                Some(None) => format!("阶段“{name}”的时限 {old} 被取消"),
                None if !fresh() => format!("阶段“{name}”（时限 {old}）被删除"),
                _ => continue,
            };
            self.add(Rule::DeadlineMoved, None, detail);
        }
    }
}

/// The phases that end, and when.
fn ends(settings: &Settings) -> impl Iterator<Item = (&str, NaiveDate)> {
    settings.phases.iter().filter_map(|phase| Some((phase.name.as_str(), phase.end?)))
}
