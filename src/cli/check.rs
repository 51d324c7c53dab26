//! `ledger check`

use std::collections::HashSet;

use anyhow::Result;
use chrono::NaiveDate;

use super::context::Context;
use super::desk::{Before, Desk, WriteArgs};
use super::output::{OutputArgs, outcome};
use super::voice::{say, tell};
use super::{Misuse, Outcome, compared, recover};
use crate::core::change::Op;
use crate::core::id::TaskId;
use crate::core::integrity::{Finding, findings};
use crate::core::ledger::Ledger;
use crate::core::limits;
use crate::core::problem::{Problem, Severity};
use crate::core::public::{Names, edition};
use crate::core::settings::Settings;
use crate::core::unread::Unread;
use crate::history::Message;
use crate::ops::process::{Process, Unfit, register};
use crate::ops::tidy::tidy;
use crate::printout;
use crate::report::check::check;
use crate::store::{Lost, NewFile, Reading, SETTINGS, Store, belongs};

/// 检查台账文件夹是否完整、内容是否合规
#[derive(Debug, clap::Args)]
#[command(visible_alias = "检查")]
pub(super) struct Args {
    /// 把能自动改正的改正，把手工改过的存入历史
    #[arg(long, visible_alias = "改正")]
    fix: bool,
    /// 有问题的，退出码为 3
    #[arg(long, visible_alias = "退出码")]
    exit_code: bool,
    #[command(flatten)]
    write: WriteArgs,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome> {
    if args.fix {
        if context.moment().is_some() {
            return Err(Misuse("过去的台账只能看，不能改；--fix 和 --as-of 不能一起用".to_owned()).into());
        }
        mend(args, context)?;
    }
    let store = context.store()?;
    let mut reading = compared::read(&store)?;
    let whole = reading.ledger.clone();
    if args.output.public {
        // Whether a file that cannot be read may be shown, nobody knows.
        let ledger = edition(&whole, &reading.unread);
        let unread = reading.unread.into_iter().map(Unread::unnamed).collect();
        reading = Reading { ledger, unread, ..Reading::default() };
    }
    let settings = &reading.ledger.settings;
    let mut problems = found(&store, &reading, &findings(&reading.ledger, context.today));
    problems.extend(templates(&store, settings, context.today)?);
    if settings.git.commit && context.moment().is_none() && !context.in_hook {
        let unkept = unkept(&store, &reading, &problems);
        problems.extend(unkept);
    }
    if args.output.public {
        problems = public_problems(problems, &reading.ledger, &Names::of(&whole));
    }
    let report = check(problems, reading.ledger.tasks.len());
    context.emit(&args.output, &reading, |occasion| printout::check(&report, occasion), &report.problems)?;
    Ok(outcome(&reading, args.exit_code && !report.problems.is_empty()))
}

/// Everything found, with its place in the files.
fn found(store: &Store, reading: &Reading, findings: &[Finding]) -> Vec<Problem> {
    let mut problems = reading.problems.clone();
    problems.extend(store.household());
    problems.extend(store.unknown_settings());
    for task in &reading.ledger.tasks {
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
fn unkept(store: &Store, reading: &Reading, found: &[Problem]) -> Vec<Problem> {
    let unkept = match recover::unkept(store) {
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

/// What has to be put back before anything else is looked at.
struct Restoring<'a> {
    /// The folders that only have to get their names back.
    renamed: Vec<(&'a str, &'a Lost)>,
    /// The files that the history still has.
    deleted: Vec<String>,
}

impl<'a> Restoring<'a> {
    fn of(reading: &'a Reading, before: &Before, store: &Store) -> Self {
        let renamed = reading.lost.iter().filter_map(|lost| Some((lost.renamed()?, lost))).collect();
        let of_tasks = reading.lost.iter().filter(|lost| lost.elsewhere.is_empty());
        let others = before.unkept().iter().filter(|file| {
            belongs(file) && TaskId::of_path(file).is_none() && !store.root().join(file).exists()
        });
        let deleted = of_tasks.flat_map(|lost| &lost.files).chain(others).cloned().collect();
        Self { renamed, deleted }
    }

    /// What is done, a line each.
    fn sentences(&self) -> Vec<String> {
        let renamed =
            self.renamed.iter().map(|(stray, lost)| format!("改回文件夹名 {stray} → {}", lost.folder));
        let deleted = match self.deleted.as_slice() {
            [] => None,
            [only] => Some(format!("找回 {only}")),
            [first, .., last] => Some(format!("找回 {} 个文件：{first} …… {last}", self.deleted.len())),
        };
        renamed.chain(deleted).collect()
    }

    fn carry_out(&self, desk: &Desk<'_>) -> Result<()> {
        self.renamed.iter().try_for_each(|(_, lost)| desk.give_name_back(lost))?;
        desk.bring_back(&self.deleted)?;
        self.sentences().iter().try_for_each(|sentence| say(sentence))
    }
}

/// Keeps what people changed by hand, then mends what is beyond doubt, each as a change of its own.
fn mend(args: &Args, context: &Context) -> Result<()> {
    let desk = Desk::open(context, args.write)?;
    let mut before = desk.before(&[])?;
    let mut reading = compared::read_locked(&desk.store)?;
    let restoring = Restoring::of(&reading, &before, &desk.store);
    let restored = restoring.sentences();
    if !restored.is_empty() && !desk.is_rehearsal() {
        restoring.carry_out(&desk)?;
        before = desk.before(&[])?;
        reading = compared::read_locked(&desk.store)?;
    }
    let findings = findings(&reading.ledger, context.today);
    let problems = found(&desk.store, &reading, &findings);
    if desk.is_rehearsal() {
        let there = |file: &&String| belongs(file) && desk.store.root().join(file).exists();
        let by_hand = before.unkept().iter().filter(there).map(|file| format!("存入手工修改 {file}"));
        let mended = desk.store.mended(&problems)?.into_iter().map(|(file, _)| format!("整理 {file}"));
        let tidied = tidy(&findings).map(|change| change.sentence);
        for what in restored.into_iter().chain(by_hand).chain(mended).chain(tidied) {
            tell(&format!("（试运行，没有改动）{what}"));
        }
        return Ok(());
    }
    let by_hand = before.unkept().to_vec();
    desk.keep_hand_edits(&before)?;
    let before = Before::default();
    // What was mended in a file that nobody could keep as it was is kept together with what was done there by hand.
    let (fresh, known): (Vec<NewFile>, Vec<NewFile>) =
        desk.store.mended(&problems)?.into_iter().partition(|(file, _)| by_hand.contains(file));
    for (files, what, op) in [(fresh, "手工修改", Op::ByHand), (known, "整理", Op::Fix)] {
        if !files.is_empty() {
            let tasks = files.iter().filter_map(|(file, _)| TaskId::of_path(file)).collect();
            let sentence = format!("{what} {} 个文件", files.len());
            desk.replace(&files, &before, &Message::new(sentence, op, tasks))?;
        }
    }
    if let Some(change) = tidy(&findings) {
        desk.carry_out(&change, &[], &before)?;
    }
    let left =
        problems.iter().filter(|problem| problem.severity == Severity::Error && !problem.fixable).count();
    if left > 0 {
        tell(&format!("注意：还有 {left} 个错误要人来改，见下表"));
    }
    Ok(())
}
