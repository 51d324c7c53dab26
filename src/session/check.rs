//! What is amiss in the folder.

use std::collections::HashSet;

use anyhow::Result;
use chrono::NaiveDate;

use super::{Workspace, public_edition};
use crate::core::id::TaskId;
use crate::core::integrity::{Finding, findings};
use crate::core::ledger::Ledger;
use crate::core::limits;
use crate::core::problem::{Problem, Severity};
use crate::core::public::Names;
use crate::core::settings::Settings;
use crate::ops::process::{Process, Unfit, register};
use crate::report::check::{Check, check};
use crate::store::{Reading, SETTINGS, Store, belongs};

/// What is checked, and for whom.
#[derive(Debug, Clone, Copy)]
pub struct CheckRequest {
    /// The day.
    pub today: NaiveDate,
    /// Only what everybody may see is told.
    pub is_public: bool,
    /// Git is about to commit: what it does not hold yet is its own business.
    pub in_hook: bool,
}

/// What was found.
pub struct Checked {
    /// What could be read.
    pub reading: Reading,
    /// What is amiss.
    pub report: Check,
}

impl Workspace {
    /// Checks the folder.
    pub fn check(&self, request: CheckRequest) -> Result<Checked> {
        let store = self.store()?;
        let mut reading = self.read(&store)?;
        let whole = reading.ledger.clone();
        if request.is_public {
            let Reading { ledger, unread, .. } = public_edition(reading);
            reading = Reading { ledger, unread, ..Reading::default() };
        }
        let settings = &reading.ledger.settings;
        let mut problems = found(&store, &reading, &findings(&reading.ledger, request.today));
        problems.extend(templates(&store, settings, request.today)?);
        if settings.git.commit && self.moment().is_none() && !request.in_hook {
            let unkept = unkept(self.unkept(&store), &store, &reading, &problems);
            problems.extend(unkept);
        }
        if request.is_public {
            problems = public_problems(problems, &reading.ledger, &Names::of(&whole));
        }
        let report = check(problems, reading.ledger.tasks.len());
        Ok(Checked { reading, report })
    }
}

/// Everything found, with its place in the files.
pub(super) fn found(store: &Store, reading: &Reading, findings: &[Finding]) -> Vec<Problem> {
    let mut problems = reading.problems.clone();
    problems.extend(store.household());
    problems.extend(store.unknown_settings());
    for task in reading.ledger.kept() {
        problems.extend(store.misspelt_keys(&task.file));
        problems.extend(store.missing_evidence(task));
    }
    // A parent that cannot be read just now is no parent that is not there.
    let unread: Vec<TaskId> = reading.unread.iter().filter_map(|unread| unread.id).collect();
    let is_sure = |finding: &&Finding| {
        let parent = || reading.ledger.task(finding.task?)?.parent_id();
        finding.rule != "unknown-parent" || parent().is_none_or(|parent| !unread.contains(&parent))
    };
    let sure: Vec<&Finding> = findings.iter().filter(is_sure).collect();
    for findings in sure.chunk_by(|one, other| one.task == other.task) {
        let task = findings.first().and_then(|finding| reading.ledger.task(finding.task?));
        problems.extend(of_file(store, task.map_or(SETTINGS, |task| &task.file), findings));
    }
    problems
}

/// What was found of one file, as far as anybody reads it.
fn of_file(store: &Store, file: &str, findings: &[&Finding]) -> Vec<Problem> {
    let told = &findings[..findings.len().min(limits::PROBLEMS)];
    let places: Vec<_> = told.iter().map(|finding| (finding.key, finding.entry)).collect();
    let lines = store.lines_of(file, &places);
    let problem = |(finding, line): (&&Finding, Option<usize>)| Problem {
        line,
        fixable: finding.fix.is_some(),
        severity: finding.severity,
        ..Problem::error(file, finding.rule, finding.message.as_str())
    };
    let mut problems: Vec<Problem> = told.iter().zip(lines).map(problem).collect();
    if findings.len() > told.len() {
        let message = format!("问题太多，只列出前 {} 处；请先改正这些，再运行 ledger check", told.len());
        problems.push(Problem::warning(file, "more", message));
    }
    problems
}

/// Templates that nobody could register a process by.
fn templates(store: &Store, settings: &Settings, today: NaiveDate) -> Result<Vec<Problem>> {
    let mut problems = Vec::new();
    for read in store.templates()? {
        problems.extend(read.problems);
        let Some(template) = &read.template else { continue };
        let process = Process { template, name: "某项目", start: today };
        let first = TaskId { year: settings.year, number: 1 };
        if let Err(unfit) = register(first, settings, today, process, &[]) {
            problems.push(match unfit {
                Unfit::Template(problem) => problem,
                Unfit::Request(refusal) => Problem::error(&template.file, "template", refusal.to_string()),
            });
        }
    }
    Ok(problems)
}

/// What may be said of the folder to everybody: of its settings and the tasks that are shown, and nobody's name.
fn public_problems(problems: Vec<Problem>, shown: &Ledger, names: &Names) -> Vec<Problem> {
    let known: HashSet<&str> =
        shown.tasks.iter().map(|task| task.file.as_str()).chain([SETTINGS, "."]).collect();
    let shown = problems.into_iter().filter(|problem| known.contains(problem.file.as_str()));
    shown.map(|problem| Problem { message: names.hide(&problem.message), ..problem }).collect()
}

/// Files that git does not hold as they are; a folder without a history is a finding like any other.
fn unkept(unkept: Result<Vec<String>>, store: &Store, reading: &Reading, found: &[Problem]) -> Vec<Problem> {
    let unkept = match unkept {
        Ok(unkept) => unkept,
        Err(error) => return vec![Problem::error(".", "history", error.to_string())],
    };
    let lost: HashSet<&String> = reading.lost.iter().flat_map(|lost| &lost.files).collect();
    let note = |file: &String| {
        let unsound = |problem: &Problem| problem.file == *file && problem.severity == Severity::Error;
        if found.iter().any(unsound) {
            let message = "手工改过，还没有存入历史；请先改正这个文件里的错误";
            return Problem::warning(file, "uncommitted", message);
        }
        if store.root().join(file).exists() {
            let message = "手工改过，还没有存入历史；运行 ledger check --fix 存入";
            return Problem { fixable: true, ..Problem::warning(file, "uncommitted", message) };
        }
        if TaskId::of_path(file).is_some() {
            let message = "任务文件改了名，还没有存入历史；运行 ledger check --fix 存入";
            return Problem { fixable: true, ..Problem::warning(file, "uncommitted", message) };
        }
        Problem::gone(file)
    };
    // Tasks that are lost, and where they lie instead, have been told of.
    let elsewhere: Vec<String> =
        reading.lost.iter().flat_map(|lost| &lost.elsewhere).map(|folder| format!("{folder}/")).collect();
    let told = |file: &String| {
        lost.contains(file) || elsewhere.iter().any(|folder| file.starts_with(folder.as_str()))
    };
    unkept.iter().filter(|file| belongs(file) && !told(file)).map(note).collect()
}
