//! 审计: the whole history gone through, and what was explained of what was found.

mod auditor;
mod explanation;
mod printed;
mod standards;
mod summary;

use chrono::NaiveDate;
use serde::Serialize;

pub use auditor::Auditor;
pub use explanation::{Explanation, Scope};
pub use printed::{Printed, PrintedFacts};
pub use standards::Standards;
pub use summary::{FindingCount, Summary, SummaryFacts};

use crate::core::audit::{Finding, Rule};
use crate::core::id::TaskId;

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
