//! What a case is, and how it is judged.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::{Arc, Mutex};

use libtest_mimic::{Arguments, Completion, Failed, Trial};
use serde_json::Value;

use crate::ledger::{Ledger, Refused};

/// How much a cheat changes of what is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Grade {
    /// Anybody can do it with the program's own commands, and a red turns green or a history is another.
    Critical,
    /// A red turns green, or points are won.
    High,
    /// Something that a reader relies on is not as it was.
    Medium,
    /// Little is gained, or it can be seen elsewhere.
    Low,
}

impl Grade {
    fn word(self) -> &'static str {
        match self {
            Self::Critical => "critical",
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        }
    }
}

/// One fraud.
pub(crate) struct Cheat {
    /// As it is called in the list of the holes that it comes from, or `n01`….
    pub(crate) id: &'static str,
    /// What is done, in a sentence.
    pub(crate) what: &'static str,
    /// How much is gained.
    pub(crate) grade: Grade,
    /// The task, by its three digits; "" where none is meant, or where any will do.
    pub(crate) task: &'static str,
    /// Each of them is enough: a rule of the audit, or who else tells a reader (`foot`, `printed`, `as-of`, `sync`, or the
    /// `audit` in other words).
    pub(crate) rules: &'static [&'static str],
    /// Commits it.
    pub(crate) run: fn(&mut Ledger),
}

/// Something that an honest person does.
pub(crate) struct Honest {
    /// `k01`….
    pub(crate) id: &'static str,
    /// What is done, in a sentence.
    pub(crate) what: &'static str,
    /// The rules that may name it all the same, as they are meant to.
    pub(crate) meant: &'static [&'static str],
    /// Does it.
    pub(crate) run: fn(&mut Ledger),
}

/// Cheats that are known to go unnamed, and why nothing can be done about them. At most one in twenty, and none that is high.
const UNNAMED: &[(&str, &str)] = &[];

type Table = Arc<Mutex<Vec<String>>>;

/// Runs the cases that the command line asks for, and prints what named each.
#[expect(clippy::print_stdout, reason = "the table is what a person runs this for")]
pub(crate) fn all(cheats: &[(&'static str, &'static [Cheat])], acts: &'static [Honest]) -> ExitCode {
    // A cheat that is refused is no failure, and a failure is told with its case.
    std::panic::set_hook(Box::new(|_| {}));
    let table = Table::default();
    let mut trials = Vec::new();
    for (hole, cheats) in cheats {
        for cheat in *cheats {
            let (hole, table) = (*hole, Arc::clone(&table));
            trials.push(Trial::ignorable_test(format!("{hole}::{}", cheat.id), move || {
                judged(hole, cheat, &table)
            }));
        }
    }
    for act in acts {
        let table = Arc::clone(&table);
        trials.push(Trial::test(format!("honest::{}", act.id), move || believed(act, &table)));
    }
    trials.push(Trial::test("few_are_given_up", {
        let cheats: Vec<&Cheat> = cheats.iter().flat_map(|(_, cheats)| *cheats).collect();
        move || few_are_given_up(&cheats)
    }));
    let ended = libtest_mimic::run(&Arguments::from_args(), trials);
    Ledger::ends_half_a_year();
    let mut lines = table.lock().unwrap().clone();
    lines.sort();
    for line in &lines {
        println!("{line}");
    }
    let count = |word: &str| lines.iter().filter(|line| line.contains(word)).count();
    println!(
        "of {} cases: {} cheats missed, {} honest acts accused, {} cases broken",
        lines.len(),
        count(" MISSED "),
        count(" ACCUSED "),
        count(" BROKEN ")
    );
    ended.exit_code()
}

/// Nineteen in twenty have to be named, and every one that a red turns green by.
fn few_are_given_up(cheats: &[&Cheat]) -> Result<(), Failed> {
    for (id, _) in UNNAMED {
        match cheats.iter().find(|cheat| cheat.id == *id) {
            None => return Err(format!("{id} is given up, and is no cheat").into()),
            Some(cheat) if matches!(cheat.grade, Grade::Critical | Grade::High) => {
                return Err(format!("{id} is {}, and is given up", cheat.grade.word()).into());
            }
            Some(_) => {}
        }
    }
    if UNNAMED.len() * 20 > cheats.len() {
        return Err(format!("{} of {} are given up", UNNAMED.len(), cheats.len()).into());
    }
    Ok(())
}

fn judged(hole: &str, cheat: &Cheat, table: &Table) -> Result<Completion, Failed> {
    let heard = heard(cheat);
    let verdict = match &heard {
        Ok(Heard { named, .. }) if named.is_empty() => "MISSED".to_owned(),
        Ok(Heard { named, .. }) => named.join(" "),
        Err(why) => format!("BROKEN {}", why.lines().next().unwrap_or_default()),
    };
    let Cheat { id, what, grade, .. } = cheat;
    let line = format!("{hole:10} {id:6} {:9} {verdict:32} {what}", grade.word());
    table.lock().unwrap().push(line);
    let known = UNNAMED.iter().find(|(unnamed, _)| unnamed == id);
    match (heard?, known) {
        (Heard { named, .. }, Some((_, why))) if named.is_empty() => Ok(Completion::ignored_with(*why)),
        (Heard { named, .. }, Some(_)) => Err(format!("listed as unnamed, but named by {named:?}").into()),
        (Heard { named, besides }, None) if named.is_empty() => Err(format!(
            "{what}\nexpected {:?} of {}, but the audit says only: {}",
            cheat.rules,
            if cheat.task.is_empty() { "anything" } else { cheat.task },
            if besides.is_empty() { "nothing".to_owned() } else { besides.join("; ") },
        )
        .into()),
        (_, None) => Ok(Completion::Completed),
    }
}

/// What is heard of a cheat.
struct Heard {
    /// The rules that name it, of those that are enough.
    named: Vec<String>,
    /// What else the audit finds.
    besides: Vec<String>,
}

/// Commits a cheat, and listens.
fn heard(cheat: &Cheat) -> Result<Heard, String> {
    let mut ledger = Ledger::of_half_a_year();
    if let Err(refused) = done(|| (cheat.run)(&mut ledger))? {
        let refusal = format!("refused（{}）", refused.lines().next().unwrap_or_default());
        return Ok(Heard { named: vec![refusal], besides: Vec::new() });
    }
    let mut besides = Vec::new();
    let mut rules: Vec<String> = ledger.telling().into_iter().map(ToOwned::to_owned).collect();
    rules.retain(|whence| cheat.rules.contains(&whence.as_str()));
    let findings = match done(|| ledger.findings()) {
        Ok(findings) => findings.map_err(|why| format!("the audit: {why}"))?,
        // It says aloud that it cannot tell.
        Err(_) if rules.iter().any(|whence| whence == "audit") => {
            return Ok(Heard { named: rules, besides });
        }
        Err(why) => return Err(why),
    };
    for finding in findings {
        let of = |key: &str| finding[key].as_str().unwrap_or_default();
        let (rule, task) = (of("rule"), of("task"));
        let fits = cheat.task.is_empty() || task == format!("2026-{}", cheat.task);
        let is_open = finding["explained"].is_null();
        // A tip that is lost was there before, of course.
        let is_new = rule == "tip-lost" || !ledger.was_there(of("commit"));
        if cheat.rules.contains(&rule) && fits && is_open && is_new {
            rules.push(rule.to_owned());
        } else {
            besides.push(format!("{rule} {task} {}", of("detail")));
        }
    }
    rules.sort();
    rules.dedup();
    Ok(Heard { named: rules, besides })
}

fn believed(act: &Honest, table: &Table) -> Result<(), Failed> {
    let accused = accused(act);
    let verdict = match &accused {
        Ok(findings) if findings.is_empty() => "quiet".to_owned(),
        Ok(findings) => {
            let rules = findings.iter().filter_map(|finding| finding["rule"].as_str());
            format!("ACCUSED {}", rules.collect::<Vec<_>>().join(" "))
        }
        Err(why) => format!("BROKEN {}", why.lines().next().unwrap_or_default()),
    };
    let Honest { id, what, .. } = act;
    table.lock().unwrap().push(format!("honest     {id:6} {:9} {verdict:32} {what}", ""));
    let findings = accused?;
    if findings.is_empty() {
        return Ok(());
    }
    let told: Vec<String> =
        findings.iter().map(|finding| format!("{} {}", finding["rule"], finding["detail"])).collect();
    Err(format!("{what}\n{}", told.join("\n")).into())
}

/// What an honest act is accused of.
fn accused(act: &Honest) -> Result<Vec<Value>, String> {
    let mut ledger = Ledger::of_half_a_year();
    if let Err(refused) = done(|| (act.run)(&mut ledger))? {
        return Err(format!("refused: {refused}"));
    }
    let mut findings = done(|| ledger.findings())?.map_err(|why| format!("the audit: {why}"))?;
    findings.retain(|finding| finding["rule"].as_str().is_none_or(|rule| !act.meant.contains(&rule)));
    Ok(findings)
}

/// What came of it; the refusal, where the program refused; an error, where anything else went wrong.
fn done<T>(run: impl FnOnce() -> T) -> Result<Result<T, String>, String> {
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(done) => Ok(Ok(done)),
        Err(panic) => match panic.downcast::<Refused>() {
            Ok(refused) => Ok(Err(refused.0)),
            Err(panic) => {
                let text = panic.downcast_ref::<String>().cloned();
                Err(text
                    .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
                    .unwrap_or_default())
            }
        },
    }
}
