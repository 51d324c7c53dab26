//! The rules about what is judged and what judges: neither changes once there is something to judge.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use toml::{Table, Value};

use super::tasks::Known;
use super::{Found, Rule};
use crate::core::change::Op;
use crate::core::entry::{EntryKind, LogEntry};
use crate::core::evaluation::Standing;
use crate::core::field::Field;
use crate::core::lifecycle::Verb;
use crate::core::revision::{Deed, Origin, Touch};
use crate::core::status::Status;
use crate::core::task::Task;
use crate::core::task_version::{FieldChange, label, settings_changes, words};
use crate::core::text::one_line;
use crate::core::workday::Holidays;

/// What a task is judged by, beside its deadline.
const GOALPOSTS: [Field; 10] = [
    Field::Weight,
    Field::Lead,
    Field::Standard,
    Field::Content,
    Field::Title,
    Field::Phase,
    Field::Domain,
    Field::Kind,
    Field::Public,
    Field::Start,
];

/// Whether a task is judged by it.
pub(super) fn is_goalpost(field: Field) -> bool {
    GOALPOSTS.contains(&field)
}

/// The settings that judge.
const JUDGES: [&str; 8] = ["year", "closing", "score", "lights", "audit", "phase", "office", "git"];

impl Found<'_> {
    /// Whether what the task is judged by changed when it could be judged already.
    pub(super) fn goalposts(
        &mut self,
        touch: &Touch,
        known: Option<&Known>,
        before: Option<&Task>,
        after: &Task,
    ) {
        let Some(before) = before else { return };
        let over = if self.has_passed(before) {
            "时限已过"
        } else if before.status.is_finished() {
            "已经办结"
        } else {
            return;
        };
        if self.is_slip(known, before) {
            return;
        }
        let is_moved = |change: &&FieldChange| Field::of_key(&change.key).is_some_and(is_goalpost);
        let moved: Vec<String> = touch.changes().iter().filter(is_moved).map(from_to).collect();
        if !moved.is_empty() {
            self.add(Rule::Goalposts, Some(after.id), format!("{over}，又改了{}", moved.join("、")));
        }
    }

    /// Steps that take a task out of judgement: a late one cancelled, one finished on the day it was registered.
    pub(super) fn taken_out(
        &mut self,
        known: Option<&Known>,
        before: Option<&Task>,
        after: &Task,
        fresh: &[&LogEntry],
    ) {
        let is_cancelled = after.status == Status::Cancelled;
        let passed = before.filter(|before| before.status != Status::Cancelled && self.has_passed(before));
        if let Some(deadline) = passed.filter(|_| is_cancelled).and_then(|before| self.deadline_of(before)) {
            self.add(Rule::Goalposts, Some(after.id), format!("时限 {deadline} 已过，取消了任务"));
        }
        let is_finished = matches!(after.status, Status::Review | Status::Done);
        let is_new = match (known, before) {
            (Some(known), Some(before)) => {
                known.registered.day == self.law.kept.day && !before.status.is_finished()
            }
            // What was done some time ago is asked about as that.
            (None, _) => {
                let of_task = self.findings.iter().rev().take_while(|found| found.task == Some(after.id));
                let is_told = of_task.into_iter().any(|found| found.rule == Rule::Backdated);
                !self.law.tasks.is_empty() && !is_told
            }
            _ => false,
        };
        let reports =
            fresh.iter().any(|entry| entry.kind == EntryKind::Verb(Verb::Done) && entry.period.is_none());
        if is_finished && is_new && (reports || before.is_none()) {
            self.add(Rule::Goalposts, Some(after.id), "登记当天就办结".to_owned());
        }
    }

    /// A registration made void that could be judged already, or that somebody had worked on.
    pub(super) fn voided(&mut self, before: Option<&Task>, after: &Task) {
        let Some(before) = before.filter(|before| before.status != Status::Void) else { return };
        if after.status != Status::Void {
            return;
        }
        let worked = before.log.iter().filter(|entry| matches!(entry.kind, EntryKind::Verb(_))).count();
        let why = match (self.has_passed(before), worked) {
            (true, _) => "时限已过",
            (false, 0) => return,
            (false, _) => "已经有办理记录",
        };
        self.add(Rule::Voided, Some(after.id), format!("{why}，又作废了"));
    }

    /// Settings that judge, changed when there was something to judge.
    pub(super) fn rules_changed(&mut self, deed: &Deed) {
        let Some([before, after]) = &deed.difference.settings else { return };
        if before.is_some() && after.is_none() && self.origin != Origin::Program(Op::Undo) {
            self.add(Rule::ByHand, None, "台账设置 ledger.toml 被删除，或换成了别的东西".to_owned());
            return;
        }
        if !self.law.tasks.iter().any(|(_, known)| known.task().is_some_and(|task| self.is_begun(task))) {
            return;
        }
        // Settings that cannot be read change nothing until somebody has mended them.
        let [before, after] = self.law.said;
        let changes = settings_changes(before, after);
        let fresh = fresh_items(&changes);
        let renamed = renamed_items(before, after);
        let is_past = is_past_moved(&self.law.before.holidays, &self.law.after.holidays, self.law.kept.day);
        let is_judging = |change: &&FieldChange| {
            let SettingKey { section, item, key } = SettingKey::of(&change.key);
            match (section, key) {
                ("office" | "phase", _) if fresh.contains(item) || renamed.contains(item) => false,
                ("phase", "end" | "extended") | ("holiday", "year") => false,
                ("office", "people") => !only_grew(change),
                ("holiday", _) => is_past,
                _ => JUDGES.contains(&section),
            }
        };
        let judged: Vec<String> = changes.iter().filter(is_judging).map(from_to).collect();
        if !judged.is_empty() {
            self.add(Rule::RulesChanged, None, format!("改了考核口径：{}", judged.join("；")));
        }
    }

    /// Whether there is anything of it to judge: somebody has worked on it, or its deadline has passed.
    fn is_begun(&self, task: &Task) -> bool {
        task.status != Status::Todo || !task.log.is_empty() || self.has_passed(task)
    }

    /// Whether a deadline of the task had passed when the commit was kept.
    pub(super) fn has_passed(&self, task: &Task) -> bool {
        self.deadline_of(task).is_some_and(|deadline| deadline < self.law.kept.claimed)
    }

    pub(super) fn deadline_of(&self, task: &Task) -> Option<NaiveDate> {
        Standing::on(task, self.law.before, self.law.kept.day).deadline.date
    }
}

/// Where a key of the settings stands: `phase.部署.end` is the end of an item of a section.
struct SettingKey<'a> {
    section: &'a str,
    item: &'a str,
    key: &'a str,
}

impl<'a> SettingKey<'a> {
    fn of(path: &'a str) -> Self {
        let (item, key) = path.rsplit_once('.').unwrap_or(("", path));
        Self { section: path.split('.').next().unwrap_or_default(), item, key }
    }
}

/// Whether a list has everything that it had: a person more judges nothing that was there.
fn only_grew(change: &FieldChange) -> bool {
    let list = |value: &Option<Value>| value.as_ref().and_then(Value::as_array).cloned().unwrap_or_default();
    let (from, to) = (list(&change.from), list(&change.to));
    from.iter().all(|name| to.contains(name))
}

/// Whether a day that is over was worked by the one calendar, and free by the other. Days to come judge nothing yet.
fn is_past_moved(before: &Holidays, after: &Holidays, kept: NaiveDate) -> bool {
    // A section may speak of the first days of the next year as well.
    let years: BTreeSet<i32> = before
        .own()
        .iter()
        .chain(after.own())
        .flat_map(|own| [own.year, own.year.saturating_add(1)])
        .collect();
    let days = years.into_iter().filter_map(|year| NaiveDate::from_yo_opt(year, 1)).flat_map(|first| {
        first.iter_days().take_while(move |day| day.year() == first.year() && *day <= kept)
    });
    days.into_iter().any(|day| before.is_workday(day) != after.is_workday(day))
}

/// The items of lists that only got another name: what they say besides stands under a new one.
fn renamed_items(before: Option<&Table>, after: Option<&Table>) -> BTreeSet<String> {
    let items = |settings: Option<&Table>, section: &str| -> BTreeMap<String, Table> {
        let items = settings.and_then(|settings| settings.get(section)).and_then(Value::as_array).cloned();
        let named = items.into_iter().flatten().filter_map(|item| {
            let mut item = item.as_table()?.clone();
            Some((item.remove("name")?.as_str()?.to_owned(), item))
        });
        named.collect()
    };
    let of_section = |section: &'static str| {
        let [before, after] = [before, after].map(|settings| items(settings, section));
        let gone =
            before.clone().into_iter().filter(|(name, _)| !after.contains_key(name)).collect::<Vec<_>>();
        let is_there =
            move |said: &Table| after.iter().any(|(name, fresh)| !before.contains_key(name) && fresh == said);
        gone.into_iter()
            .filter(move |(_, said)| is_there(said))
            .map(move |(name, _)| format!("{section}.{name}"))
    };
    ["phase", "office"].into_iter().flat_map(of_section).collect()
}

/// The items of lists that a change of the settings brings.
fn fresh_items(changes: &[FieldChange]) -> BTreeSet<&str> {
    let is_new = |change: &&FieldChange| change.from.is_none() && change.to.is_some();
    changes.iter().filter(is_new).filter_map(|change| change.key.strip_suffix(".name")).collect()
}

/// `考核分值 5 → 1`
fn from_to(change: &FieldChange) -> String {
    let said = |value: &Option<Value>| match value {
        Some(value) => one_line(&words(&change.key, value), 40),
        None => "没有".to_owned(),
    };
    format!("{} {} → {}", label(&change.key), said(&change.from), said(&change.to))
}
