//! 说明: which findings are meant, and what was said of them.

use chrono::NaiveDate;
use toml::{Table, Value};

use crate::core::audit::{Finding, Rule};
use crate::core::id::TaskId;
use crate::core::provenance::short;
use crate::core::toml_value::{datetime, day};

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

    pub(super) fn precision(&self) -> usize {
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
