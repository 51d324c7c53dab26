//! What there is to say of one task: its words, its names, its deadline, its life, its log, its family.

use std::collections::{HashMap, HashSet};

use super::Finding;
use crate::core::calendar::Period;
use crate::core::change::Value;
use crate::core::entry::{EntryKind, LOG};
use crate::core::evaluation::Standing;
use crate::core::field::Field;
use crate::core::hierarchy::is_above;
use crate::core::id::TaskId;
use crate::core::lifecycle::Verb;
use crate::core::nearest::{did_you_mean, nearest};
use crate::core::problem::Severity;
use crate::core::repeat::Schedule;
use crate::core::settings::Settings;
use crate::core::status::Status;
use crate::core::task::{Kind, LEVELS, Task};
use crate::core::writing::split_names;

/// The findings of one task, as they are made.
pub(super) struct Notes {
    pub(super) task: TaskId,
    pub(super) found: Vec<Finding>,
}

impl Notes {
    fn push(
        &mut self,
        field: Field,
        rule: &'static str,
        severity: Severity,
        message: String,
    ) -> &mut Finding {
        self.note(field.key(), None, rule, severity, message)
    }

    fn note(
        &mut self,
        key: &'static str,
        entry: Option<usize>,
        rule: &'static str,
        severity: Severity,
        message: String,
    ) -> &mut Finding {
        let finding = Finding { task: Some(self.task), key, entry, rule, message, severity, fix: None };
        let at = self.found.len();
        self.found.push(finding);
        &mut self.found[at]
    }

    pub(super) fn words(&mut self, task: &Task) {
        if let Status::Other(word) = &task.status {
            let known = Status::ALL.map(|status| status.key().to_owned()).join("、");
            self.push(
                Field::Status,
                "unknown-status",
                Severity::Error,
                format!("不认得状态“{word}”；应为 {known} 之一"),
            );
        }
        if let Kind::Other(word) = &task.kind {
            self.push(
                Field::Kind,
                "unknown-kind",
                Severity::Error,
                format!("不认得类别“{word}”；应为 task、issue、risk 之一"),
            );
        }
        if let Some(level) = task.level.as_deref().filter(|level| !LEVELS.contains(level)) {
            self.push(
                Field::Level,
                "unknown-level",
                Severity::Warning,
                format!("不认得风险等级“{level}”；应为高、中、低之一"),
            );
        }
        if task.kind == Kind::Risk && task.level.is_none() {
            self.push(
                Field::Kind,
                "risk-level",
                Severity::Warning,
                format!("风险点没有写风险等级；请用 ledger set {} level=高", task.id),
            );
        }
    }

    pub(super) fn names(&mut self, task: &Task, settings: &Settings) {
        let phases: Vec<&str> = settings.phases.iter().map(|phase| phase.name.as_str()).collect();
        let domains: Vec<&str> = settings.domains.iter().map(|domain| domain.name.as_str()).collect();
        let offices: Vec<&str> = settings.offices.iter().map(|office| office.name.as_str()).collect();
        let people = settings.people();
        self.name(Field::Phase, "unknown-phase", Severity::Error, task.phase.iter(), &phases);
        self.name(Field::Domain, "unknown-domain", Severity::Error, task.domain.iter(), &domains);
        // A ledger that registers no offices or people at all asks for none.
        if !offices.is_empty() {
            self.name(Field::Lead, "unknown-office", Severity::Warning, task.lead.iter(), &offices);
            self.name(Field::Support, "unknown-office", Severity::Warning, task.support.iter(), &offices);
        }
        if !people.is_empty() {
            self.name(Field::Owner, "unknown-person", Severity::Warning, task.owner.iter(), &people);
            self.name(Field::Leader, "unknown-person", Severity::Warning, task.leader.iter(), &people);
        }
    }

    fn name<'a>(
        &mut self,
        field: Field,
        rule: &'static str,
        severity: Severity,
        names: impl Iterator<Item = &'a String>,
        known: &[&str],
    ) {
        let several = matches!(field, Field::Owner | Field::Leader);
        for name in names {
            let parts = if several { split_names(name) } else { vec![name.clone()] };
            for name in parts.iter().filter(|name| !known.contains(&name.as_str())) {
                let hint = nearest(name, known.iter().copied())
                    .map_or_else(|| "；".to_owned(), |near| format!("{}或", did_you_mean(near)));
                self.push(
                    field,
                    rule,
                    severity,
                    format!("{}“{name}”不在 ledger.toml 里{hint}请先在 ledger.toml 里登记", field.label()),
                );
            }
        }
    }

    pub(super) fn deadline(&mut self, task: &Task, settings: &Settings, today: chrono::NaiveDate) {
        let standing = Standing::on(task, settings, today);
        if let Some(error) = standing.span_error {
            self.push(Field::Repeat, "repeat-span", Severity::Error, error.to_string());
        } else if standing.is_undecided(&task.status) {
            self.push(
                Field::Title,
                "no-deadline",
                Severity::Warning,
                format!(
                    "时限待定：没有完成时限，阶段也没有截止日；请用 ledger set {} due=日期 定下",
                    task.id
                ),
            );
        }
        let last = task
            .log
            .iter()
            .rev()
            .find(|entry| !matches!(entry.kind, EntryKind::Verb(Verb::Note) | EntryKind::Remind));
        let met = standing.schedule.is_some_and(|schedule| schedule.is_met());
        // Of two people who each did the last one but one, neither closed it; one that was taken up again is another matter.
        if met
            && !task.status.is_finished()
            && last.is_some_and(|entry| entry.kind == EntryKind::Verb(Verb::Done))
        {
            self.push(
                Field::Status,
                "all-met",
                Severity::Warning,
                format!(
                    "各期都已办满，却还是“{}”（多半是两个人的办理记录合到了一起）；请核对后再运行一次 ledger done {}，就办结了",
                    task.status.label(),
                    task.id
                ),
            );
        }
        let phase_end = settings.phase(task.phase.as_deref()).and_then(|phase| phase.end);
        if let (Some(due), Some(end), None) = (task.due, phase_end, &task.repeat)
            && due > end
            && !task.long_term
        {
            self.push(
                Field::Due,
                "due-after-phase",
                Severity::Warning,
                format!("完成时限 {due} 晚于阶段截止日 {end}，时限按阶段计；请核对"),
            );
        }
        if let (Some(start), Some(due)) = (task.start, task.due)
            && due < start
        {
            self.push(
                Field::Due,
                "due-before-start",
                Severity::Warning,
                format!("完成时限 {due} 早于开始时间 {start}；请核对"),
            );
        }
        if task.long_term && (task.due.is_some() || task.repeat.is_some()) {
            self.push(
                Field::LongTerm,
                "long-term-due",
                Severity::Warning,
                "既写了长期坚持，又写了完成时限或频次；请留一样".to_owned(),
            );
        }
    }

    pub(super) fn life(&mut self, task: &Task, today: chrono::NaiveDate) {
        let reported = task.log.iter().rev().find(|entry| entry.kind == EntryKind::Verb(Verb::Done));
        let finished = matches!(task.status, Status::Done | Status::Review);
        if finished && task.done_on.is_none() {
            let finding = self.push(
                Field::Status,
                "done-without-day",
                Severity::Error,
                "已办结，却没有办结日期；请补上 done_on".to_owned(),
            );
            finding.fix = reported.map(|entry| (Field::DoneOn, Value::Date(entry.day())));
        }
        if !finished && task.done_on.is_some() {
            self.push(
                Field::DoneOn,
                "day-without-done",
                Severity::Error,
                format!("状态是“{}”，却有办结日期；请核对", task.status.label()),
            );
        }
        if let Some(day) = task.done_on.filter(|day| *day > today) {
            self.push(
                Field::DoneOn,
                "future-day",
                Severity::Error,
                format!("办结日期 {day} 还没有到（今天是 {today}）；请改正"),
            );
        }
        if task.status == Status::Done && task.progress.is_some_and(|progress| progress < 100) {
            let finding = self.push(
                Field::Progress,
                "done-progress",
                Severity::Warning,
                "已办结，进度却不到 100；运行 ledger check --fix 改正".to_owned(),
            );
            finding.fix = Some((Field::Progress, Value::Integer(100)));
        }
    }

    pub(super) fn log(&mut self, task: &Task, settings: &Settings) {
        let schedule = Schedule::of(task, settings.phase(task.phase.as_deref())).and_then(Result::ok);
        for (at, entry) in task.log.iter().enumerate() {
            let mut note = |rule, severity, message: String| {
                self.note(LOG, Some(at), rule, severity, message);
            };
            let recurs = task.repeat.is_some();
            match (&entry.kind, entry.period.as_deref()) {
                (EntryKind::Other(word), _) => {
                    note(
                        "unknown-entry",
                        Severity::Warning,
                        format!("不认得办理记录的 kind“{word}”，没有计入；请核对"),
                    );
                }
                (EntryKind::Verb(Verb::Done | Verb::Extend), None) if recurs => {
                    let message = "按频次办理的任务，这条记录没有写周期（period），没有计入；请补上，如 period = \"2026-05\"";
                    note("entry-period", Severity::Error, message.to_owned());
                }
                (EntryKind::Verb(Verb::Done | Verb::Extend), Some(period)) => {
                    let known = schedule.as_ref().is_none_or(|schedule| {
                        Period::parse(period).is_some_and(|period| schedule.find(period).is_some())
                    });
                    if !known {
                        let message = format!("“{period}”不是这项任务的周期，没有计入；请核对");
                        note("entry-period", Severity::Error, message);
                    }
                }
                _ => {}
            }
            if entry.kind == EntryKind::Verb(Verb::Extend) && entry.to.is_none() {
                note(
                    "extend-without-to",
                    Severity::Error,
                    "延期记录没有写新的时限（to），没有计入；请补上".to_owned(),
                );
            }
            if entry.by.is_none() {
                note(
                    "entry-without-name",
                    Severity::Warning,
                    "办理记录没有写是谁；请补上，如 by = \"李强\"".to_owned(),
                );
            }
        }
    }

    pub(super) fn family(
        &mut self,
        task: &Task,
        known: &HashSet<TaskId>,
        parents: &HashMap<TaskId, TaskId>,
        open_children: usize,
    ) {
        if let Some(typed) = &task.parent {
            match parents.get(&task.id).filter(|parent| known.contains(parent)) {
                None => {
                    self.push(
                        Field::Parent,
                        "unknown-parent",
                        Severity::Error,
                        format!("没有编号为“{typed}”的上级任务；请核对"),
                    );
                }
                Some(_) if is_above(parents, task.id, task.id) => {
                    self.push(
                        Field::Parent,
                        "parent-cycle",
                        Severity::Error,
                        "上下级绕成了一圈；请改正其中一个 parent".to_owned(),
                    );
                }
                Some(_) => {}
            }
        }
        if task.status == Status::Done && open_children > 0 {
            self.push(
                Field::Status,
                "open-children",
                Severity::Warning,
                format!("已办结，但还有 {open_children} 项下级任务没有办结；请逐项核对"),
            );
        }
    }

    /// A task that goes on under one that was registered by mistake: it is shown under nothing.
    pub(super) fn void_parent(&mut self, task: &Task, void: &HashSet<TaskId>) {
        let Some(parent) = task.parent_id().filter(|parent| void.contains(parent)) else { return };
        let id = task.id;
        self.push(
            Field::Parent,
            "void-parent",
            Severity::Warning,
            format!("上级任务 {parent} 已作废；请用 ledger set {id} parent=编号 改到别的任务下面，没有上级的写 parent="),
        );
    }
}
