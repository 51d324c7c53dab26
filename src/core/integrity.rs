//! What a careful colleague would point out in a ledger that can be read (台账检查).

use std::collections::{HashMap, HashSet};

use super::change::Value;
use super::entry::EntryKind;
use super::field::Field;
use super::id::TaskId;
use super::ledger::Ledger;
use super::nearest::nearest;
use super::phase::Phase;
use super::problem::Severity;
use super::repeat::Schedule;
use super::settings::Settings;
use super::standing::Standing;
use super::status::Status;
use super::task::{Kind, LEVELS, Task};
use super::writing::split_names;

/// Something to be looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The task; none for the settings.
    pub task: Option<TaskId>,
    /// The key it is about, for its line.
    pub key: &'static str,
    /// Which entry of the log it is about, from 0.
    pub entry: Option<usize>,
    /// Which rule, as a stable word.
    pub rule: &'static str,
    /// What is wrong and what to do.
    pub message: String,
    /// How much it matters.
    pub severity: Severity,
    /// What mends it without any doubt.
    pub fix: Option<(Field, Value)>,
}

/// Every finding: the settings' first, then task by task.
pub fn findings(ledger: &Ledger, today: chrono::NaiveDate) -> Vec<Finding> {
    let mut found = settings(&ledger.settings);
    let known: HashSet<TaskId> = ledger.tasks.iter().map(|task| task.id).collect();
    let parents: HashMap<TaskId, TaskId> =
        ledger.tasks.iter().filter_map(|task| Some((task.id, task.parent_id()?))).collect();
    let open_children = open_children(ledger, &parents);
    for task in &ledger.tasks {
        let mut notes = Notes { task: task.id, found: Vec::new() };
        notes.words(task);
        notes.names(task, &ledger.settings);
        notes.deadline(task, &ledger.settings, today);
        notes.life(task, today);
        notes.log(task, &ledger.settings);
        notes.family(task, &known, &parents, open_children.get(&task.id).copied().unwrap_or(0));
        found.append(&mut notes.found);
    }
    found
}

fn open_children(ledger: &Ledger, parents: &HashMap<TaskId, TaskId>) -> HashMap<TaskId, usize> {
    let mut open = HashMap::new();
    for task in ledger.tasks.iter().filter(|task| !task.status.is_closed()) {
        if let Some(parent) = parents.get(&task.id) {
            *open.entry(*parent).or_default() += 1;
        }
    }
    open
}

fn settings(settings: &Settings) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut note = |key, rule, severity, message: String| {
        found.push(Finding { task: None, key, entry: None, rule, message, severity, fix: None });
    };
    for (key, names) in [
        ("phase", settings.phases.iter().map(|phase| &phase.name).collect::<Vec<_>>()),
        ("domain", settings.domains.iter().map(|domain| &domain.name).collect()),
        ("office", settings.offices.iter().map(|office| &office.name).collect()),
    ] {
        let mut seen = HashSet::new();
        for name in names.into_iter().filter(|name| !seen.insert(name.as_str())) {
            note(key, "duplicate-name", Severity::Error, format!("“{name}”登记了两次；请删去一处"));
        }
    }
    for phase in &settings.phases {
        if let Phase { start: Some(start), end: Some(end), name } = phase
            && end < start
        {
            let message = format!("阶段“{name}”的截止日 {end} 早于起始日 {start}；请改正");
            note("phase", "phase-reversed", Severity::Error, message);
        }
    }
    for pair in settings.phases.windows(2) {
        if let [Phase { end: Some(end), name, .. }, Phase { start: Some(start), name: next, .. }] = pair
            && start <= end
        {
            let message = format!("阶段“{next}”{start} 开始，早于“{name}”的截止日 {end}；请核对");
            note("phase", "phase-overlap", Severity::Warning, message);
        }
    }
    found
}

struct Notes {
    task: TaskId,
    found: Vec<Finding>,
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

    fn words(&mut self, task: &Task) {
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

    fn names(&mut self, task: &Task, settings: &Settings) {
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
                    .map_or_else(String::new, |near| format!("您是不是想写“{near}”？或"));
                self.push(
                    field,
                    rule,
                    severity,
                    format!("{}“{name}”不在 ledger.toml 里；{hint}请先在 ledger.toml 里登记", field.label()),
                );
            }
        }
    }

    fn deadline(&mut self, task: &Task, settings: &Settings, today: chrono::NaiveDate) {
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

    fn life(&mut self, task: &Task, today: chrono::NaiveDate) {
        let reported = task.log.iter().rev().find(|entry| entry.kind == EntryKind::Done);
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

    fn log(&mut self, task: &Task, settings: &Settings) {
        let schedule = Schedule::of(task, settings.phase(task.phase.as_deref())).and_then(Result::ok);
        for (at, entry) in task.log.iter().enumerate() {
            let mut note = |rule, severity, message: String| {
                self.note("log", Some(at), rule, severity, message);
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
                (EntryKind::Done | EntryKind::Extend, None) if recurs => {
                    let message = "按频次办理的任务，这条记录没有写周期（period），没有计入；请补上，如 period = \"2026-05\"";
                    note("entry-period", Severity::Error, message.to_owned());
                }
                (EntryKind::Done | EntryKind::Extend, Some(period)) => {
                    let known = schedule.as_ref().is_none_or(|schedule| {
                        schedule.periods.iter().any(|owed| owed.period.to_string() == period)
                    });
                    if !known {
                        let message = format!("“{period}”不是这项任务的周期，没有计入；请核对");
                        note("entry-period", Severity::Error, message);
                    }
                }
                _ => {}
            }
            if entry.kind == EntryKind::Extend && entry.to.is_none() {
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

    fn family(
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
                Some(_) if descends_from_itself(task.id, parents) => {
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
}

fn descends_from_itself(id: TaskId, parents: &HashMap<TaskId, TaskId>) -> bool {
    let mut at = id;
    for _ in 0..=parents.len() {
        match parents.get(&at) {
            None => return false,
            Some(parent) if *parent == id => return true,
            Some(parent) => at = *parent,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::calendar::Every;
    use crate::core::entry::LogEntry;
    use crate::core::settings::Office;
    use crate::core::task::Repeat;

    fn day(text: &str) -> chrono::NaiveDate {
        text.parse().unwrap()
    }

    fn sound() -> Task {
        Task {
            id: TaskId { year: 2026, number: 1 },
            title: "甲".into(),
            phase: Some("集中建设".into()),
            ..Task::default()
        }
    }

    fn ledger(tasks: Vec<Task>) -> Ledger {
        let settings = Settings {
            year: 2026,
            phases: vec![Phase {
                name: "集中建设".into(),
                start: Some(day("2026-04-01")),
                end: Some(day("2026-11-30")),
            }],
            offices: vec![Office { name: "综合科".into(), people: vec!["李强".into()] }],
            ..Settings::default()
        };
        Ledger { settings, tasks }
    }

    #[track_caller]
    fn case(task: Task, rules: &[&str]) {
        let found = findings(&ledger(vec![task]), day("2026-06-30"));
        assert_eq!(found.iter().map(|finding| finding.rule).collect::<Vec<_>>(), rules, "{found:#?}");
    }

    #[test]
    fn each_rule_finds_its_own_fault_and_nothing_else() {
        case(sound(), &[]);
        case(Task { phase: None, ..sound() }, &["no-deadline"]);
        case(Task { phase: None, long_term: true, ..sound() }, &[]);
        case(
            Task { phase: Some("集中".into()), due: Some(day("2026-09-30")), ..sound() },
            &["unknown-phase"],
        );
        case(Task { lead: Some("综和科".into()), ..sound() }, &["unknown-office"]);
        case(Task { owner: Some("李强、王五".into()), ..sound() }, &["unknown-person"]);
        case(Task { due: Some(day("2026-12-01")), ..sound() }, &["due-after-phase"]);
        case(
            Task { start: Some(day("2026-07-01")), due: Some(day("2026-06-01")), ..sound() },
            &["due-before-start"],
        );
        case(Task { status: Status::Other("挂起".into()), ..sound() }, &["unknown-status"]);
        case(Task { kind: Kind::Risk, ..sound() }, &["risk-level"]);
        case(Task { status: Status::Done, progress: Some(100), ..sound() }, &["done-without-day"]);
        case(
            Task { status: Status::Done, progress: Some(60), done_on: Some(day("2026-05-01")), ..sound() },
            &["done-progress"],
        );
        case(Task { done_on: Some(day("2026-05-01")), ..sound() }, &["day-without-done"]);
        case(
            Task { status: Status::Done, progress: Some(100), done_on: Some(day("2026-07-01")), ..sound() },
            &["future-day"],
        );
        case(Task { parent: Some("2026-009".into()), ..sound() }, &["unknown-parent"]);
        case(Task { parent: Some("2026-001".into()), ..sound() }, &["parent-cycle"]);
    }

    #[test]
    fn a_recurring_tasks_entries_have_to_bear_a_period_of_its_own() {
        let duty = |until: Option<&str>, period: Option<&str>| Task {
            phase: None,
            repeat: Some(Repeat {
                every: Every::Month,
                times: 1,
                from: Some(day("2026-04-01")),
                until: until.map(day),
            }),
            log: vec![LogEntry {
                period: period.map(Into::into),
                ..LogEntry::new(day("2026-04-02"), "李强", EntryKind::Done)
            }],
            ..sound()
        };
        case(duty(Some("2026-06-30"), Some("2026-04")), &[]);
        case(duty(Some("2026-06-30"), Some("2026-07")), &["entry-period"]);
        case(duty(Some("2026-06-30"), None), &["entry-period"]);
        case(duty(None, Some("2026-04")), &["repeat-span"]);
    }

    #[test]
    fn a_missing_day_is_mended_from_the_log() {
        let task = Task {
            status: Status::Done,
            log: vec![LogEntry::new(day("2026-05-08"), "李强", EntryKind::Done)],
            ..sound()
        };
        let found = findings(&ledger(vec![task]), day("2026-06-30"));
        assert_eq!(found[0].fix, Some((Field::DoneOn, Value::Date(day("2026-05-08")))));
    }
}
