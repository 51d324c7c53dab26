//! 审计结论: the findings counted, for whoever takes one page away.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use super::{Audit, FindingFacts, Judged};
use crate::core::audit::Rule;

/// How much was found, of what and by whom (审计结论).
#[derive(Debug, Clone, PartialEq)]
pub struct Summary<'a> {
    /// Of each rule that found anything, in their order.
    pub rules: Vec<(Rule, FindingCount)>,
    /// Of each person, the one of whom most was found first.
    pub people: Vec<(&'a str, Vec<Rule>, FindingCount)>,
    /// What is open and changed most of what was reported, the first few.
    pub first: Vec<&'a Judged>,
}

/// How many findings, and how many that nobody has explained.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct FindingCount {
    /// All of them.
    pub found: usize,
    /// Those that are open.
    pub open: usize,
}

impl FindingCount {
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
        let mut rules: BTreeMap<Rule, FindingCount> = BTreeMap::new();
        let mut people: Vec<(&str, Vec<Rule>, FindingCount)> = Vec::new();
        for judged in &self.findings {
            let (rule, author) = (judged.finding.rule, judged.finding.author());
            rules.entry(rule).or_default().add(judged);
            let at = people.iter().position(|(name, ..)| *name == author).unwrap_or_else(|| {
                people.push((author, Vec::new(), FindingCount::default()));
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
    total: FindingCount,
    by_rule: Vec<RuleFacts>,
    by_person: Vec<PersonFacts<'a>>,
    first: Vec<FindingFacts<'a>>,
}

#[derive(Debug, Serialize)]
struct RuleFacts {
    rule: Rule,
    #[serde(flatten)]
    tally: FindingCount,
}

#[derive(Debug, Serialize)]
struct PersonFacts<'a> {
    name: &'a str,
    rules: &'a [Rule],
    #[serde(flatten)]
    tally: FindingCount,
}

impl Summary<'_> {
    /// The summary as data, of so many commits.
    pub fn facts(&self, commits: usize) -> SummaryFacts<'_> {
        let mut total = FindingCount::default();
        for (_, tally) in &self.rules {
            total = FindingCount { found: total.found + tally.found, open: total.open + tally.open };
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
