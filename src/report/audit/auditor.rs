//! Going through a history (查历史): what is known behind each commit, and what is found in it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use chrono::NaiveDate;
use serde::Deserialize;
use toml::Table;

use super::{Audit, Explanation, Judged};
use crate::core::audit::{
    Finding, Hands, Law, Rule, Tasks, Undone, dangling, findings, going_on, new_numbers, share,
};
use crate::core::change::Op;
use crate::core::id::TaskId;
use crate::core::kept_day::Kept;
use crate::core::revision::{Deed, Junction, Origin};
use crate::core::settings::Settings;

/// Goes through a history, commit by commit, parents before children.
#[derive(Debug, Default)]
pub struct Auditor {
    /// The day on which each commit was kept.
    kept: HashMap<String, Kept>,
    /// What is known behind each commit.
    known: HashMap<String, Behind>,
    /// What each commit changed, so that what takes it back can be held against it.
    traces: HashMap<String, Undone>,
    /// By how many commits a task of each number was registered, and where numbers were given anew for being given twice.
    registered: HashMap<TaskId, usize>,
    renumbered: Vec<(Finding, TaskId)>,
    /// Commits that left tasks with the name of a phase that there is none of: an oversight until the day is over.
    renamed: Vec<Finding>,
    /// Whose hand put each explanation there.
    explained: HashMap<String, Hands>,
    commits: usize,
    findings: Vec<Finding>,
}

/// What is known behind a commit.
#[derive(Debug, Clone, Default)]
struct Behind {
    settings: Arc<Settings>,
    /// What they say.
    said: Option<Arc<Table>>,
    tasks: Tasks,
    hands: Option<Hands>,
    /// The day on which the commit was kept, and the settings as that day began.
    dawn: Option<(NaiveDate, Arc<Settings>)>,
}

impl Auditor {
    /// An auditor who knows on which day each commit was kept.
    pub fn new(kept: HashMap<String, Kept>) -> Self {
        Self { kept, ..Self::default() }
    }

    /// Looks at a commit.
    pub fn look(&mut self, deed: &Deed) {
        let Deed { revision, difference, junction } = deed;
        let kept = self.kept.get(&revision.commit).copied();
        let kept = kept.unwrap_or(Kept { day: revision.day, is_stated: true, claimed: revision.day });
        let lines: Vec<Behind> = revision
            .parents
            .iter()
            .map(|parent| self.known.get(parent).cloned().unwrap_or_default())
            .collect();
        let hands = |commit: &str| self.known.get(commit).and_then(|behind| behind.hands.clone());
        let on = junction.as_ref().map_or(0, |junction| going_on(junction, &revision.hands, hands));
        let before = lines.get(on).cloned().unwrap_or_default();
        self.names_lost(&before, kept.day);
        // Settings that cannot be read change nothing until somebody has mended them.
        let stated = difference.settings.as_ref().and_then(|[_, after]| {
            let table = after.as_ref()?;
            Some((table.clone(), Arc::new(Settings::deserialize(table.as_ref().clone()).ok()?)))
        });
        let (said, settings) = match stated {
            Some((table, settings)) => (Some(table), settings),
            None => (before.said.clone(), before.settings.clone()),
        };
        let expected = match (&difference.settings, junction) {
            (Some([expected, _]), Some(_)) => expected.as_deref(),
            (None, Some(_)) => said.as_deref(),
            (_, None) => before.said.as_deref(),
        };
        let dawn = match &before.dawn {
            Some((day, dawn)) if *day == kept.day => dawn.clone(),
            _ => before.settings.clone(),
        };
        let law = Law {
            before: &before.settings,
            after: &settings,
            dawn: &dawn,
            said: [expected, said.as_deref()],
            kept,
            tasks: &before.tasks,
        };
        let undone = revision.undoes.as_ref().and_then(|commit| self.traces.get(commit));
        let tasks: Vec<Tasks> = lines.iter().map(|line| line.tasks.clone()).collect();
        let found = findings(deed, law, undone, &tasks, on);
        let told = junction.as_ref().map(|junction| self.told(junction, on)).unwrap_or_default();
        self.findings.extend(
            found
                .into_iter()
                .filter(|found| found.task.is_none_or(|task| !told.contains(&(found.rule, task)))),
        );
        let touches = match junction {
            Some(junction) => junction.brought.get(on).map_or(&[][..], Vec::as_slice),
            None => &difference.touches,
        };
        let others: Vec<Tasks> =
            tasks.iter().enumerate().filter(|(at, _)| *at != on).map(|(_, tasks)| tasks.clone()).collect();
        let numbers = match revision.origin() {
            Origin::Program(Op::Renumber) => new_numbers(deed),
            _ => Vec::new(),
        };
        let after =
            before.tasks.after(touches, &others, &numbers, revision, kept.day, [&before.settings, &settings]);
        self.note(deed, kept, &before, &after, &settings, &numbers);
        let behind = Behind {
            settings,
            said,
            tasks: after,
            hands: Some(revision.hands.clone()),
            dawn: Some((kept.day, dawn)),
        };
        self.known.insert(revision.commit.clone(), behind);
        self.commits += 1;
    }

    /// Takes in what others have found, of the day on which its commit was kept.
    pub fn add(&mut self, findings: impl IntoIterator<Item = Finding>) {
        for finding in findings {
            let date = self.kept.get(&finding.commit).map_or(finding.date, |kept| kept.day);
            self.findings.push(Finding { date, ..finding });
        }
    }

    /// The goalposts that the commits which arrive with a merge have moved already, each where it was.
    fn told(&self, junction: &Junction, on: usize) -> HashSet<(Rule, TaskId)> {
        let others = junction.apart.iter().enumerate().filter(|(at, _)| *at != on);
        let arrived: HashSet<&String> = others.flat_map(|(_, line)| line).collect();
        let of_line = self.findings.iter().filter(|finding| finding.rule == Rule::Goalposts);
        let of_line = of_line.filter(|finding| arrived.contains(&finding.commit));
        of_line.flat_map(|finding| finding.tasks.iter().map(|task| (finding.rule, *task))).collect()
    }

    /// What is to be judged by commits that come later.
    fn note(
        &mut self,
        deed: &Deed,
        kept: Kept,
        before: &Behind,
        after: &Tasks,
        settings: &Settings,
        numbers: &[(TaskId, TaskId)],
    ) {
        let Deed { revision, difference, junction } = deed;
        let found = |rule, task, detail| Finding::new(rule, task, revision, kept.day, detail);
        if difference.settings.is_some()
            && !dangling(after, settings).is_empty()
            && dangling(&before.tasks, &before.settings).is_empty()
        {
            let detail = "改了阶段的名称".to_owned();
            self.renamed.push(Finding { brightens: true, ..found(Rule::DeadlineMoved, None, detail) });
        }
        for (old, new) in numbers {
            *self.registered.entry(*new).or_default() += 1;
            let detail = format!("自称是“改编号”（{old} → {new}），可 {old} 这个号没有别人登记过");
            self.renumbered.push((found(Rule::Forged, Some(*new), detail), *old));
        }
        if numbers.is_empty() && junction.is_none() && revision.undoes.is_none() {
            for touch in difference.touches.iter().filter(|touch| touch.before.is_none()) {
                *self.registered.entry(touch.id).or_default() += 1;
            }
        }
        let explanations =
            difference.files.iter().filter(|file| file.path.starts_with("audit/") && file.after.is_some());
        for file in explanations {
            self.explained.insert(file.path.clone(), revision.hands.clone());
        }
        if revision.op.is_some() {
            let undone =
                Undone { files: difference.files.clone(), hands: revision.hands.clone(), kept: kept.day };
            self.traces.insert(revision.commit.clone(), undone);
        }
    }

    /// Once the day is over on which a phase got another name, its tasks have it too, or have lost their deadlines.
    fn names_lost(&mut self, now: &Behind, day: NaiveDate) {
        if self.renamed.iter().all(|finding| finding.date >= day) {
            return;
        }
        let lost = dangling(&now.tasks, &now.settings);
        let (over, open) =
            std::mem::take(&mut self.renamed).into_iter().partition(|finding| finding.date < day);
        self.renamed = open;
        self.lose(over, &lost);
    }

    fn lose(&mut self, renamed: Vec<Finding>, lost: &BTreeMap<String, usize>) {
        if lost.is_empty() {
            return;
        }
        let lost: Vec<String> = lost.iter().map(|(phase, count)| format!("“{phase}”{count} 项")).collect();
        for finding in renamed {
            let detail = format!("{}，还写着旧名的任务没有了时限：{}", finding.detail, lost.join("、"));
            self.findings.push(Finding { detail, ..finding });
        }
    }

    /// What was found, what changed most of what was reported first, with what was explained of it. `last` is the newest commit.
    pub fn report(mut self, explanations: &[Explanation], last: &str) -> Audit {
        let now = self.known.get(last).cloned().unwrap_or_default();
        let renamed = std::mem::take(&mut self.renamed);
        self.lose(renamed, &dangling(&now.tasks, &now.settings));
        for (finding, old) in std::mem::take(&mut self.renumbered) {
            if self.registered.get(&old).is_none_or(|times| *times < 2) {
                self.findings.push(finding);
            }
        }
        let mut findings = self.findings;
        findings.reverse();
        findings.sort_by_key(|finding| {
            (Reverse(finding.brightens), finding.rule, Reverse(finding.date), finding.task)
        });
        let judged = findings.into_iter().map(|finding| {
            let fitting = explanations.iter().filter(|explanation| explanation.scope.covers(&finding));
            // Nobody explains what their own hand did, whatever name they give.
            let (own, others): (Vec<&Explanation>, Vec<&Explanation>) = fitting.partition(|explanation| {
                let of_hand =
                    self.explained.get(&explanation.file).is_none_or(|hands| share(hands, &finding.hands));
                // What is lost was somebody else's doing.
                finding.rule != Rule::TipLost
                    && (of_hand || finding.hands.iter().any(|hand| hand.is_called(&explanation.by)))
            });
            let best = |explanations: Vec<&Explanation>| {
                explanations
                    .into_iter()
                    .max_by_key(|explanation| (explanation.scope.precision(), explanation.date))
                    .cloned()
            };
            Judged { explanation: best(others), own: best(own), finding }
        });
        Audit { findings: judged.collect(), commits: self.commits }
    }
}
