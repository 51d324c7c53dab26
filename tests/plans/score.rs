//! Comparing a draft with what a person read in the plan.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::drafted::{self, Drafted};
use crate::gold::{Gold, GoldTask, folded};
use crate::tally::{Kind, Score};

/// Compares a draft with what a person read.
pub(crate) fn score(gold: &Gold, draft: &Drafted) -> Score {
    let mut score = Score::default();
    if let Some(title) = &gold.title {
        let drafted = draft.title.as_deref().unwrap_or("");
        let found = folded(drafted).contains(&folded(title));
        score.wants(Kind::Title, found, || format!("{title}，得到 {drafted}"));
    }
    phases(&mut score, gold, draft);
    domains(&mut score, gold, draft);
    tasks(&mut score, gold, draft);
    for line in &gold.warnings {
        let found = draft.warnings.iter().any(|warning| warning.line == *line);
        score.wants(Kind::Warnings, found, || format!("第 {line} 行"));
    }
    for kind in Kind::ALL.into_iter().filter(|kind| gold.unscored.iter().any(|u| u == kind.name())) {
        score.forget(kind);
    }
    score
}

fn phases(score: &mut Score, gold: &Gold, draft: &Drafted) {
    let mut used = BTreeSet::new();
    for phase in &gold.phases {
        let found = draft
            .phases
            .iter()
            .enumerate()
            .find(|(i, drafted)| !used.contains(i) && phase.says.are_in(&drafted.name))
            .inspect(|(i, _)| {
                used.insert(*i);
            })
            .map(|(_, drafted)| drafted);
        let what = || format!("第 {} 行 {}", phase.at, phase.says.first());
        if phase.may {
            continue;
        }
        score.wants(Kind::Phases, found.is_some(), what);
        let days = [(phase.start, found.map(|f| f.start)), (phase.end, found.map(|f| f.end))];
        for (wanted, drafted) in days {
            let drafted = drafted.flatten();
            if let Some(wanted) = wanted {
                score.wants(Kind::PhaseDates, drafted == Some(wanted), || {
                    format!("{} {wanted}，得到 {drafted:?}", what())
                });
            }
        }
        // A start that only follows from the phase before is nobody's mistake.
        let guesses = [phase.start.and(days[0].1.flatten()), days[1].1.flatten()];
        for (drafted, wanted) in guesses.into_iter().zip([phase.start, phase.end]) {
            if let Some(drafted) = drafted {
                score.drafts(Kind::PhaseDates, wanted == Some(drafted), || format!("{} {drafted}", what()));
            }
        }
    }
    for (i, drafted) in draft.phases.iter().enumerate() {
        score.drafts(Kind::Phases, used.contains(&i), || format!("第 {} 行 {}", drafted.line, drafted.name));
    }
}

fn domains(score: &mut Score, gold: &Gold, draft: &Drafted) {
    for domain in gold.domains.iter().filter(|domain| !domain.may) {
        let found = draft.domains.iter().any(|drafted| domain.says.are_in(&drafted.name));
        score.wants(Kind::Domains, found, || format!("第 {} 行 {}", domain.at, domain.says.first()));
    }
    for drafted in &draft.domains {
        let right = gold.domains.iter().any(|domain| domain.says.are_in(&drafted.name));
        score.drafts(Kind::Domains, right, || format!("第 {} 行 {}", drafted.line, drafted.name));
    }
}

/// Each drafted task belongs to at most one of the plan's, the one that stands on its line, has its words and most of its facts.
fn pair<'a>(gold: &'a Gold, draft: &Drafted) -> Vec<Option<&'a GoldTask>> {
    let mut pairs = vec![None; draft.tasks.len()];
    let by_need = gold.tasks.iter().filter(|g| !g.may).chain(gold.tasks.iter().filter(|g| g.may));
    for task in by_need {
        let best = draft
            .tasks
            .iter()
            .enumerate()
            .filter(|(i, drafted)| {
                pairs[*i].is_none() && drafted.line == task.at && task.says.are_in(&drafted.title)
            })
            .max_by_key(|(i, drafted)| (likeness(task, drafted), std::cmp::Reverse(*i)));
        if let Some((i, _)) = best {
            pairs[i] = Some(task);
        }
    }
    pairs
}

fn likeness(task: &GoldTask, drafted: &drafted::Task) -> usize {
    usize::from(same_rhythm(task, drafted)) * 2
        + usize::from(task.due == drafted.due)
        + usize::from(match (&task.phase, &drafted.phase) {
            (Some(part), Some(name)) => name.contains(part),
            (wanted, drafted) => wanted.is_none() && drafted.is_none(),
        })
        + usize::from(same(task.lead.as_ref(), drafted.lead.as_ref()))
}

fn same(one: Option<&String>, other: Option<&String>) -> bool {
    one.map(|text| folded(text)) == other.map(|text| folded(text))
}

fn same_rhythm(task: &GoldTask, drafted: &drafted::Task) -> bool {
    task.every.as_deref() == drafted.repeat.as_ref().map(|repeat| repeat.every.as_str())
        && (task.times.is_none() || task.times == drafted.repeat.as_ref().map(|repeat| repeat.times))
}

fn tasks(score: &mut Score, gold: &Gold, draft: &Drafted) {
    let pairs = pair(gold, draft);
    for task in gold.tasks.iter().filter(|task| !task.may) {
        let found = pairs
            .iter()
            .position(|pair| pair.is_some_and(|pair| std::ptr::eq(pair, task)))
            .map(|i| &draft.tasks[i]);
        let what = || format!("第 {} 行 {}", task.at, task.says.first());
        score.wants(Kind::Tasks, found.is_some(), what);
        wanted(score, task, found, draft, &what);
    }
    for (drafted, pair) in draft.tasks.iter().zip(pairs) {
        if pair.is_none() && gold.loose {
            continue;
        }
        let what = || format!("第 {} 行 {}", drafted.line, drafted.title);
        score.drafts(Kind::Tasks, pair.is_some(), what);
        offered(score, gold, drafted, pair, draft);
    }
}

/// The day by which a task is due: its own, or its phase's.
fn deadline(drafted: &drafted::Task, draft: &Drafted) -> Option<NaiveDate> {
    drafted.due.or_else(|| phase_end(drafted, draft))
}

fn phase_end(drafted: &drafted::Task, draft: &Drafted) -> Option<NaiveDate> {
    let name = drafted.phase.as_ref()?;
    draft.phases.iter().find(|phase| phase.name == *name)?.end
}

/// What the plan says of a task, and whether the draft has it.
fn wanted(
    score: &mut Score,
    task: &GoldTask,
    found: Option<&drafted::Task>,
    draft: &Drafted,
    what: &impl Fn() -> String,
) {
    let either = task.long && task.due.is_some();
    if let Some(lead) = &task.lead {
        let drafted = found.and_then(|f| f.lead.as_ref());
        score
            .wants(Kind::Leads, same(Some(lead), drafted), || format!("{} {lead}，得到 {drafted:?}", what()));
    }
    for unit in &task.support {
        let has = found.is_some_and(|f| f.support.iter().any(|u| folded(u) == folded(unit)));
        score.wants(Kind::Supports, has, || format!("{} {unit}", what()));
    }
    if let Some(start) = task.start {
        let has = found.is_some_and(|f| f.start == Some(start));
        score.wants(Kind::Starts, has, || format!("{} {start}", what()));
    }
    if let Some(due) = task.due {
        let has = found.is_some_and(|f| deadline(f, draft) == Some(due) || either && f.long_term);
        score.wants(Kind::Dues, has, || format!("{} {due}，得到 {:?}", what(), found.map(|f| f.due)));
    } else if task.long {
        let has = found.is_some_and(|f| f.long_term);
        score.wants(Kind::LongTerm, has, what);
    }
    if let Some(every) = &task.every {
        let has = found.is_some_and(|f| same_rhythm(task, f));
        score.wants(Kind::Rhythms, has, || {
            format!("{} {every}×{:?}，得到 {:?}", what(), task.times, found.map(|f| &f.repeat))
        });
    }
    for day in &task.by {
        let has = found.is_some_and(|f| {
            f.milestones.iter().any(|m| m.due == *day) || task.by.len() == 1 && f.due == Some(*day)
        });
        score.wants(Kind::Milestones, has, || format!("{} {day}", what()));
    }
    if let Some(phase) = &task.phase {
        let has = found.and_then(|f| f.phase.as_ref()).is_some_and(|name| name.contains(phase));
        score.wants(Kind::InPhase, has, || format!("{} {phase}", what()));
    }
    if let Some(weight) = task.weight {
        let has = found.and_then(|f| f.weight).is_some_and(|w| (w - weight).abs() < 1e-9);
        score.wants(Kind::Weights, has, || format!("{} {weight}", what()));
    }
    if let Some(tag) = &task.tag {
        let has = found.is_some_and(|f| f.tags.contains(tag));
        score.wants(Kind::Tags, has, || format!("{} {tag}", what()));
    }
    let people = [
        (&task.leader, found.and_then(|f| f.leader.as_ref())),
        (&task.owner, found.and_then(|f| f.owner.as_ref())),
        (&task.standard, found.and_then(|f| f.standard.as_ref())),
    ];
    for (wanted, drafted) in people {
        if let Some(wanted) = wanted {
            let has = drafted.is_some_and(|d| folded(d).contains(&folded(wanted)));
            score.wants(Kind::People, has, || format!("{} {wanted}，得到 {drafted:?}", what()));
        }
    }
}

/// What the draft says of a task, and whether the plan does: of this task, or of another that begins on the same line,
/// so that a task cut in two is a mistake once and not for every fact.
fn offered(
    score: &mut Score,
    gold: &Gold,
    drafted: &drafted::Task,
    pair: Option<&GoldTask>,
    draft: &Drafted,
) {
    let here: Vec<&GoldTask> = gold.tasks.iter().filter(|task| task.at == drafted.line).collect();
    // What nobody was asked to find may say what it likes.
    let free = pair.is_some_and(|task| task.may);
    let what = |fact: &dyn std::fmt::Debug| format!("第 {} 行 {} {fact:?}", drafted.line, drafted.title);
    let allowed = |unit: &String| gold.units.iter().any(|u| folded(u) == folded(unit));
    let mut check = |kind: Kind, fact: &dyn std::fmt::Debug, right: &dyn Fn(&GoldTask) -> bool| {
        let right = here.iter().any(|task| right(task));
        if right || !free {
            score.drafts(kind, right, || what(fact));
        }
    };
    if let Some(lead) = drafted.lead.as_ref().filter(|unit| !allowed(unit)) {
        check(Kind::Leads, lead, &|task| same(task.lead.as_ref(), Some(lead)));
    }
    for unit in drafted.support.iter().filter(|unit| !allowed(unit)) {
        check(Kind::Supports, unit, &|task| task.support.iter().any(|u| folded(u) == folded(unit)));
    }
    // The phase's last day says nothing new, and a duty that comes round may say until when.
    let new = |due: &NaiveDate| drafted.repeat.is_none() && phase_end(drafted, draft) != Some(*due);
    if let Some(due) = drafted.due.filter(new) {
        check(Kind::Dues, &due, &|task| task.due == Some(due) || task.by.contains(&due));
    }
    if drafted.long_term {
        check(Kind::LongTerm, &"长期", &|task| task.long);
    }
    if let Some(repeat) = &drafted.repeat {
        check(Kind::Rhythms, repeat, &|task| same_rhythm(task, drafted));
    }
    for milestone in &drafted.milestones {
        check(Kind::Milestones, &milestone.due, &|task| task.by.contains(&milestone.due));
    }
    if let Some(weight) = drafted.weight {
        check(Kind::Weights, &weight, &|task| task.weight.is_some_and(|w| (w - weight).abs() < 1e-9));
    }
}
