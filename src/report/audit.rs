//! 审计: the whole history gone through, and what was explained of what was found.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use toml::{Table, Value};

use crate::core::audit::{
    Finding, Hands, Law, Rule, Tasks, Undone, dangling, findings, going_on, new_numbers, share,
};
use crate::core::change::Op;
use crate::core::id::TaskId;
use crate::core::kept_day::Kept;
use crate::core::provenance::short;
use crate::core::revision::{Deed, Junction, Origin, Revision};
use crate::core::settings::Settings;
use crate::core::toml_value::{datetime, day};

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

/// What the history gives reason to ask about.
#[derive(Debug, Clone, PartialEq)]
pub struct Audit {
    /// The findings: what made a late task look in time first, then by rule, the newest first.
    pub findings: Vec<Judged>,
    /// How many commits were looked at.
    pub commits: usize,
}

impl Audit {
    /// The findings that nobody has explained.
    pub fn open(&self) -> impl Iterator<Item = &Judged> {
        self.findings.iter().filter(|judged| judged.explanation.is_none())
    }

    /// The findings that somebody has explained.
    pub fn explained(&self) -> impl Iterator<Item = &Judged> {
        self.findings.iter().filter(|judged| judged.explanation.is_some())
    }
}

/// How much was found, of what and by whom (审计结论).
#[derive(Debug, Clone, PartialEq)]
pub struct Summary<'a> {
    /// Of each rule that found anything, in their order.
    pub rules: Vec<(Rule, Tally)>,
    /// Of each person, the one of whom most was found first.
    pub people: Vec<(&'a str, Vec<Rule>, Tally)>,
    /// What is open and changed most of what was reported, the first few.
    pub first: Vec<&'a Judged>,
}

/// How many findings, and how many that nobody has explained.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// All of them.
    pub found: usize,
    /// Those that are open.
    pub open: usize,
}

impl Tally {
    fn add(&mut self, judged: &Judged) {
        self.found += 1;
        self.open += usize::from(judged.explanation.is_none());
    }
}

/// How many findings a summary tells one by one.
const TOLD: usize = 10;

impl Audit {
    /// The findings counted.
    pub fn summary(&self) -> Summary<'_> {
        let mut rules: BTreeMap<Rule, Tally> = BTreeMap::new();
        let mut people: Vec<(&str, Vec<Rule>, Tally)> = Vec::new();
        for judged in &self.findings {
            let (rule, author) = (judged.finding.rule, judged.finding.author());
            rules.entry(rule).or_default().add(judged);
            let at = people.iter().position(|(name, ..)| *name == author).unwrap_or_else(|| {
                people.push((author, Vec::new(), Tally::default()));
                people.len() - 1
            });
            let (_, broken, tally) = &mut people[at];
            tally.add(judged);
            if !broken.contains(&rule) {
                broken.push(rule);
            }
        }
        people.sort_by_key(|(.., tally)| Reverse(tally.found));
        Summary { rules: rules.into_iter().collect(), people, first: self.open().take(TOLD).collect() }
    }
}

/// The summary as data.
#[derive(Debug, Serialize)]
pub struct SummaryFacts<'a> {
    commits: usize,
    #[serde(flatten)]
    total: Tally,
    by_rule: Vec<RuleFacts>,
    by_person: Vec<PersonFacts<'a>>,
    first: Vec<FindingFacts<'a>>,
}

#[derive(Debug, Serialize)]
struct RuleFacts {
    rule: Rule,
    #[serde(flatten)]
    tally: Tally,
}

#[derive(Debug, Serialize)]
struct PersonFacts<'a> {
    name: &'a str,
    rules: &'a [Rule],
    #[serde(flatten)]
    tally: Tally,
}

impl Summary<'_> {
    /// The summary as data, of so many commits.
    pub fn facts(&self, commits: usize) -> SummaryFacts<'_> {
        let mut total = Tally::default();
        for (_, tally) in &self.rules {
            total = Tally { found: total.found + tally.found, open: total.open + tally.open };
        }
        SummaryFacts {
            commits,
            total,
            by_rule: self
                .rules
                .iter()
                .map(|(rule, tally)| RuleFacts { rule: *rule, tally: *tally })
                .collect(),
            by_person: self
                .people
                .iter()
                .map(|(name, rules, tally)| PersonFacts { name, rules, tally: *tally })
                .collect(),
            first: self.first.iter().map(|judged| judged.facts()).collect(),
        }
    }
}

/// How often, in a stretch of time, what judges was changed, or what is judged by (口径和标尺).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Standards {
    /// Changes of the settings that judge.
    pub rules_changed: usize,
    /// Changes of what a task is judged by, once it could be judged.
    pub goalposts: usize,
}

impl Audit {
    /// How often that happened from the one day to the other.
    pub fn standards(&self, from: NaiveDate, to: NaiveDate) -> Standards {
        let count = |rule: Rule| {
            let of_rule =
                self.findings.iter().map(|judged| &judged.finding).filter(|found| found.rule == rule);
            of_rule.filter(|found| from <= found.date && found.date <= to).count()
        };
        Standards { rules_changed: count(Rule::RulesChanged), goalposts: count(Rule::Goalposts) }
    }
}

/// A finding, and what was said of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// The finding.
    pub finding: Finding,
    /// Why it is as it is, where somebody else has said so.
    pub explanation: Option<Explanation>,
    /// What whoever did it said of it, which leaves it open.
    pub own: Option<Explanation>,
}

/// Which findings are meant: those of a commit, of one rule in it, of one task under that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// The commit's first digits, or all of them.
    pub commit: String,
    /// One rule alone.
    pub rule: Option<Rule>,
    /// One task alone.
    pub task: Option<TaskId>,
}

impl Scope {
    /// Reads `1a2b3c4d5e`, `1a2b3c4d5e/by-hand`, `1a2b3c4d5e/手工修改/2026-014`.
    pub fn parse(typed: &str, year: i32) -> Option<Self> {
        let mut parts = typed.trim().split('/');
        let commit = parts.next()?.to_lowercase();
        let is_commit = commit.len() >= 4 && is_hex(&commit);
        let rule = match parts.next() {
            Some(word) => Some(Rule::parse(word)?),
            None => None,
        };
        let task = match parts.next() {
            Some(id) => Some(TaskId::parse(id, year)?),
            None => None,
        };
        (is_commit && parts.next().is_none()).then_some(Self { commit, rule, task })
    }

    /// The finding alone.
    pub fn of(finding: &Finding) -> Self {
        Self { commit: finding.commit.clone(), rule: Some(finding.rule), task: finding.task }
    }

    /// Whether a finding is meant.
    pub fn covers(&self, finding: &Finding) -> bool {
        finding.commit.starts_with(&self.commit)
            && self.rule.is_none_or(|rule| rule == finding.rule)
            && self.task.is_none_or(|task| finding.task.is_some_and(|found| found == task))
    }

    /// How it is typed, with the commit's first ten digits.
    pub fn typed(&self) -> String {
        let rule = self.rule.map(|rule| format!("/{}", rule.key())).unwrap_or_default();
        let task = self.task.map(|task| format!("/{task}")).unwrap_or_default();
        format!("{}{rule}{task}", short(&self.commit))
    }

    /// The file that keeps its first explanation, seen from the ledger's folder.
    pub fn file(&self) -> String {
        format!("audit/{}.toml", self.typed().replace('/', "-"))
    }

    fn precision(&self) -> usize {
        usize::from(self.rule.is_some()) + usize::from(self.task.is_some())
    }
}

/// 说明: why findings are as they are, kept in the history like everything else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// What it explains.
    pub scope: Scope,
    /// The file that keeps it, seen from the ledger's folder.
    pub file: String,
    /// Why.
    pub text: String,
    /// Who says so.
    pub by: String,
    /// The day it was said.
    pub date: NaiveDate,
}

impl Explanation {
    /// What its file says.
    pub fn to_table(&self) -> Table {
        let mut table = Table::new();
        let mut text = |key: &str, value: String| table.insert(key.to_owned(), Value::String(value));
        text("commit", self.scope.commit.clone());
        if let Some(rule) = self.scope.rule {
            text("rule", rule.key().to_owned());
        }
        if let Some(task) = self.scope.task {
            text("task", task.to_string());
        }
        text("text", self.text.clone());
        text("by", self.by.clone());
        table.insert("date".to_owned(), Value::Datetime(datetime(self.date)));
        table
    }

    /// Reads its file; none where it is no explanation.
    pub fn of_table(file: &str, table: &Table) -> Option<Self> {
        let text = |key: &str| table.get(key)?.as_str();
        let rule = match table.get("rule") {
            Some(rule) => Some(Rule::parse(rule.as_str()?)?),
            None => None,
        };
        let task = match table.get("task") {
            Some(task) => Some(TaskId::parse(task.as_str()?, 0)?),
            None => None,
        };
        // The commit stands there in full: a few digits would explain what has not been looked at, or itself.
        let is_full = |commit: &&str| matches!(commit.len(), 40 | 64) && is_hex(commit);
        let commit = text("commit").filter(is_full)?.to_owned();
        Some(Self {
            scope: Scope { commit, rule, task },
            file: file.to_owned(),
            text: text("text")?.to_owned(),
            by: text("by")?.to_owned(),
            date: day(*table.get("date")?.as_datetime()?)?,
        })
    }
}

fn is_hex(digits: &str) -> bool {
    digits.bytes().all(|digit| digit.is_ascii_hexdigit())
}

/// A finding as data.
#[derive(Debug, Serialize)]
pub struct FindingFacts<'a> {
    rule: Rule,
    task: Option<TaskId>,
    commit: &'a str,
    date: NaiveDate,
    author: &'a str,
    detail: &'a str,
    id: String,
    tasks: &'a [TaskId],
    committer: &'a str,
    brightens: bool,
    why: &'static str,
    remedy: &'static str,
    explained: Option<ExplanationFacts<'a>>,
    own_explanation: Option<ExplanationFacts<'a>>,
}

#[derive(Debug, Serialize)]
struct ExplanationFacts<'a> {
    text: &'a str,
    by: &'a str,
    date: NaiveDate,
}

impl Judged {
    /// The finding as data.
    pub fn facts<'a>(&'a self) -> FindingFacts<'a> {
        let Finding { rule, task, tasks, commit, date, hands: [author, committer], detail, brightens } =
            &self.finding;
        let said = |explanation: &'a Option<Explanation>| {
            let explanation = explanation.as_ref()?;
            Some(ExplanationFacts { text: &explanation.text, by: &explanation.by, date: explanation.date })
        };
        FindingFacts {
            rule: *rule,
            task: *task,
            commit,
            date: *date,
            author: &author.name,
            detail,
            id: Scope::of(&self.finding).typed(),
            tasks,
            committer: &committer.name,
            brightens: *brightens,
            why: rule.words().why,
            remedy: rule.words().remedy,
            explained: said(&self.explanation),
            own_explanation: said(&self.own),
        }
    }
}

/// Whether a commit named on a printed page is still in the history (核对印件), and what came after it.
#[derive(Debug, Clone, PartialEq)]
pub struct Printed {
    /// The commit, as far as anybody knows it.
    pub commit: String,
    /// What it is, where the history has it.
    pub found: Option<Revision>,
    /// Whether the ledger has grown out of it; a commit that lies about without being part of the history has been replaced.
    pub is_kept: bool,
    /// How many commits came after it.
    pub later: usize,
}

/// The answer about a printed page as data.
#[derive(Debug, Serialize)]
pub struct PrintedFacts<'a> {
    commit: &'a str,
    kept: bool,
    date: Option<NaiveDate>,
    author: Option<&'a str>,
    sentence: Option<&'a str>,
    later: usize,
    since: super::diff::DiffFacts<'a>,
}

impl Printed {
    /// The answer as data, with what is different since.
    pub fn facts<'a>(&'a self, since: &'a super::diff::Diff) -> PrintedFacts<'a> {
        let found = self.found.as_ref();
        PrintedFacts {
            commit: &self.commit,
            kept: self.is_kept,
            date: found.map(|revision| revision.day),
            author: found.map(Revision::author),
            sentence: found.map(|revision| revision.sentence.as_str()),
            later: self.later,
            since: since.facts(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_are_named_as_widely_as_wanted() {
        #[track_caller]
        fn case(typed: &str, expected: Option<&str>) {
            assert_eq!(Scope::parse(typed, 2026).map(|scope| scope.typed()).as_deref(), expected);
        }
        case("1A2b3c4d5e6f", Some("1a2b3c4d5e"));
        case("1a2b/by-hand", Some("1a2b/by-hand"));
        case("1a2b/手工修改/14", Some("1a2b/by-hand/2026-014"));
        case("1a2", None);
        case("补记", None);
        case("1a2b/没有", None);
        case("1a2b/by-hand/14/x", None);
    }

    #[test]
    fn an_explanation_reads_back_as_it_was_written() {
        let explanation = Explanation {
            scope: Scope {
                commit: "1a2b3c4d5e".repeat(4),
                rule: Some(Rule::ByHand),
                task: TaskId::parse("2026-014", 0),
            },
            file: "audit/1a2b3c4d5e-by-hand-2026-014.toml".to_owned(),
            text: "停电，手工补录\n已经科长同意".to_owned(),
            by: "李强".to_owned(),
            date: "2026-06-30".parse().unwrap(),
        };
        assert_eq!(explanation.scope.file(), explanation.file);
        let (file, mut table) = (explanation.file.clone(), explanation.to_table());
        assert_eq!(Explanation::of_table(&file, &table), Some(explanation));
        for few in ["", "1a2b3c4d5e"] {
            table.insert("commit".to_owned(), Value::String(few.to_owned()));
            assert_eq!(Explanation::of_table(&file, &table), None, "{few}");
        }
    }
}
