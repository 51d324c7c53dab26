//! What a careful colleague would point out in a ledger that can be read (台账检查).

mod holidays;
mod notes;

use std::collections::{HashMap, HashSet};

use notes::Notes;

use crate::core::change::Value;
use crate::core::field::Field;
use crate::core::id::TaskId;
use crate::core::ledger::Ledger;
use crate::core::phase::Phase;
use crate::core::problem::Severity;
use crate::core::settings::Settings;

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
    let known: HashSet<TaskId> = ledger.kept().map(|task| task.id).collect();
    let parents: HashMap<TaskId, TaskId> =
        ledger.kept().filter_map(|task| Some((task.id, task.parent_id()?))).collect();
    let void: HashSet<TaskId> = ledger.void.iter().map(|task| task.id).collect();
    let open_children = open_children(ledger, &parents);
    for task in &ledger.tasks {
        let mut notes = Notes { task: task.id, found: Vec::new() };
        notes.words(task);
        notes.names(task, &ledger.settings);
        notes.deadline(task, &ledger.settings, today);
        notes.life(task, today);
        notes.log(task, &ledger.settings);
        notes.family(task, &known, &parents, open_children.get(&task.id).copied().unwrap_or(0));
        notes.void_parent(task, &void);
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
        if let Phase { start: Some(start), end: Some(end), name, .. } = phase
            && end < start
        {
            let message = format!("阶段“{name}”的截止日 {end} 早于起始日 {start}；请改正");
            note("phase", "phase-reversed", Severity::Error, message);
        }
    }
    for phase in &settings.phases {
        let last = phase.extended.last().map(|last| last.to);
        if let Some(last) = last.filter(|last| phase.end != Some(*last)) {
            let end = phase.end.map_or_else(|| "没有写".to_owned(), |end| end.to_string());
            let message = format!(
                "阶段“{}”的截止日是 {end}，最后一次延期到 {last}；请核对，要再推迟请用 ledger extend --phase",
                phase.name
            );
            note("phase", "phase-extended", Severity::Warning, message);
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
    found.extend(holidays::findings(&settings.holidays));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::calendar::Every;
    use crate::core::entry::EntryKind;
    use crate::core::entry::LogEntry;
    use crate::core::lifecycle::Verb;
    use crate::core::settings::Office;
    use crate::core::status::Status;
    use crate::core::task::{Kind, Repeat, Task};

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
                ..Phase::default()
            }],
            offices: vec![Office { name: "综合科".into(), people: vec!["李强".into()] }],
            ..Settings::default()
        };
        Ledger::of(settings, tasks)
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
                ..LogEntry::new(day("2026-04-02"), "李强", EntryKind::Verb(Verb::Done))
            }],
            ..sound()
        };
        case(duty(Some("2026-06-30"), Some("2026-04")), &[]);
        case(duty(Some("2026-06-30"), Some("2026-07")), &["entry-period"]);
        case(duty(Some("2026-06-30"), None), &["entry-period"]);
        case(duty(None, Some("2026-04")), &["repeat-span"]);
        case(duty(Some("2026-04-30"), Some("2026-04")), &["all-met"]);
    }

    #[test]
    fn a_missing_day_is_mended_from_the_log() {
        let task = Task {
            status: Status::Done,
            log: vec![LogEntry::new(day("2026-05-08"), "李强", EntryKind::Verb(Verb::Done))],
            ..sound()
        };
        let found = findings(&ledger(vec![task]), day("2026-06-30"));
        assert_eq!(found[0].fix, Some((Field::DoneOn, Value::Date(day("2026-05-08")))));
    }
}
