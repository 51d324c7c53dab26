//! 审计: the whole history gone through, and what was explained of what was found.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use toml::{Table, Value};

use crate::core::audit::{Finding, Law, Rule, findings};
use crate::core::id::TaskId;
use crate::core::provenance::short;
use crate::core::revision::{Deed, FileChange, Revision};
use crate::core::settings::Settings;
use crate::core::task_version::Record;
use crate::core::toml_value::{datetime, day};

/// Goes through a history, commit by commit, parents before children.
#[derive(Debug)]
pub struct Auditor {
    backdate_days: i64,
    today: NaiveDate,
    nobody: Arc<Settings>,
    /// The settings that each commit holds.
    settings: HashMap<String, Arc<Settings>>,
    /// What each commit changed, so that what takes it back can be held against it.
    traces: HashMap<String, Vec<FileChange>>,
    /// The day of each commit.
    days: HashMap<String, NaiveDate>,
    /// Of the files that cannot be read any more, what they said last.
    last_words: HashMap<TaskId, Arc<Record>>,
    commits: usize,
    findings: Vec<Finding>,
}

impl Auditor {
    /// An auditor who lets entries lie so many days before their commit, and who works today.
    pub fn new(backdate_days: i64, today: NaiveDate) -> Self {
        Self {
            backdate_days,
            today,
            nobody: Arc::default(),
            settings: HashMap::new(),
            traces: HashMap::new(),
            days: HashMap::new(),
            last_words: HashMap::new(),
            commits: 0,
            findings: Vec::new(),
        }
    }

    /// Looks at a commit.
    pub fn look(&mut self, deed: &Deed) {
        let Deed { revision, difference } = deed;
        let inherited = revision.parents.first().and_then(|parent| self.settings.get(parent));
        let inherited = inherited.unwrap_or(&self.nobody).clone();
        // Settings that cannot be read change nothing until somebody has mended them.
        let stated = |table: &Option<Arc<Table>>| {
            let settings = table.as_deref().and_then(|table| Settings::deserialize(table.clone()).ok());
            settings.map_or_else(|| inherited.clone(), Arc::new)
        };
        let (before, after) = match &difference.settings {
            Some([before, after]) if revision.is_merge() => (stated(before), stated(after)),
            Some([_, after]) => (inherited.clone(), stated(after)),
            None => (inherited.clone(), inherited.clone()),
        };
        // A clock that was ahead of today says nothing of anybody else's.
        let days = revision.parents.iter().filter_map(|parent| self.days.get(parent));
        let follows = days.copied().filter(|day| *day <= self.today).max();
        let law = Law {
            before: &before,
            after: &after,
            backdate_days: self.backdate_days,
            follows,
            last_words: &self.last_words,
        };
        let undone = revision.undoes.as_ref().and_then(|commit| self.traces.get(commit));
        self.findings.extend(findings(deed, law, undone.map(Vec::as_slice)));
        self.settings.insert(revision.commit.clone(), after);
        self.days.insert(revision.commit.clone(), revision.day);
        for touch in &difference.touches {
            match (touch.task_before(), &touch.before, touch.task_after()) {
                (_, _, Some(_)) => self.last_words.remove(&touch.id),
                (Some(_), Some(before), None) => self.last_words.insert(touch.id, before.clone()),
                _ => None,
            };
        }
        if revision.op.is_some() {
            self.traces.insert(revision.commit.clone(), difference.files.clone());
        }
        self.commits += 1;
    }

    /// What was found, the newest first, with what was explained of it.
    pub fn report(self, explanations: &[Explanation]) -> Audit {
        let by_commit = self.findings.chunk_by(|one, other| one.commit == other.commit);
        let mut findings: Vec<Finding> = Vec::with_capacity(self.findings.len());
        for of_commit in by_commit.rev() {
            let first = findings.len();
            findings.extend_from_slice(of_commit);
            findings[first..].sort_by_key(|finding| (finding.task, finding.rule));
        }
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.date));
        let judged = findings.into_iter().map(|finding| {
            let fitting = explanations.iter().filter(|explanation| explanation.scope.covers(&finding));
            let explanation = fitting.max_by_key(|explanation| explanation.scope.precision()).cloned();
            Judged { finding, explanation }
        });
        Audit { findings: judged.collect(), commits: self.commits, backdate_days: self.backdate_days }
    }
}

/// What the history gives reason to ask about.
#[derive(Debug, Clone, PartialEq)]
pub struct Audit {
    /// The findings, the newest first.
    pub findings: Vec<Judged>,
    /// How many commits were looked at.
    pub commits: usize,
    /// How many days an entry may lie before its commit.
    pub backdate_days: i64,
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

/// A finding, and what was said of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// The finding.
    pub finding: Finding,
    /// Why it is as it is, where somebody has said so.
    pub explanation: Option<Explanation>,
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
            && self.task.is_none_or(|task| Some(task) == finding.task)
    }

    /// How it is typed, with the commit's first ten digits.
    pub fn typed(&self) -> String {
        let rule = self.rule.map(|rule| format!("/{}", rule.key())).unwrap_or_default();
        let task = self.task.map(|task| format!("/{task}")).unwrap_or_default();
        format!("{}{rule}{task}", short(&self.commit))
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
    /// Why.
    pub text: String,
    /// Who says so.
    pub by: String,
    /// The day it was said.
    pub date: NaiveDate,
}

impl Explanation {
    /// The file that keeps it, seen from the ledger's folder.
    pub fn path(&self) -> String {
        format!("audit/{}.toml", self.scope.typed().replace('/', "-"))
    }

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
    pub fn of_table(table: &Table) -> Option<Self> {
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
    explained: Option<ExplanationFacts<'a>>,
}

#[derive(Debug, Serialize)]
struct ExplanationFacts<'a> {
    text: &'a str,
    by: &'a str,
    date: NaiveDate,
}

impl Judged {
    /// The finding as data.
    pub fn facts(&self) -> FindingFacts<'_> {
        let Finding { rule, task, commit, date, author, detail } = &self.finding;
        FindingFacts {
            rule: *rule,
            task: *task,
            commit,
            date: *date,
            author,
            detail,
            id: Scope::of(&self.finding).typed(),
            explained: self.explanation.as_ref().map(|explanation| ExplanationFacts {
                text: &explanation.text,
                by: &explanation.by,
                date: explanation.date,
            }),
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
            author: found.map(|revision| revision.author.as_str()),
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
            text: "停电，手工补录\n已经科长同意".to_owned(),
            by: "李强".to_owned(),
            date: "2026-06-30".parse().unwrap(),
        };
        assert_eq!(explanation.path(), "audit/1a2b3c4d5e-by-hand-2026-014.toml");
        let mut table = explanation.to_table();
        assert_eq!(Explanation::of_table(&table), Some(explanation));
        for few in ["", "1a2b3c4d5e"] {
            table.insert("commit".to_owned(), Value::String(few.to_owned()));
            assert_eq!(Explanation::of_table(&table), None, "{few}");
        }
    }
}
