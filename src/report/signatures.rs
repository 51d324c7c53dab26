//! From which commit on a history asks for signatures (签名), and what is found of those that have none.

use std::collections::{HashMap, HashSet};

use toml::Table;

use crate::core::audit::{Finding, Rule};
use crate::core::hand::Hand;
use crate::core::revision::{Deed, Revision};
use crate::core::signers::Fault;

/// Goes through a history, parents before children, for the commits that have to be signed.
#[derive(Debug, Default)]
pub struct Signatures {
    revisions: Vec<Revision>,
    /// The commits whose own settings, or those of a commit before them, ask for signatures.
    asking: HashSet<String>,
    /// The first of these on each line.
    first: Vec<String>,
}

impl Signatures {
    /// Looks at a commit.
    pub fn look(&mut self, Deed { revision, difference, .. }: &Deed) {
        let is_asked = revision.parents.iter().any(|parent| self.asking.contains(parent));
        let asks = difference.settings.as_ref().is_some_and(|[_, after]| after.as_deref().is_some_and(asks));
        if asks && !is_asked {
            self.first.push(revision.commit.clone());
        }
        if asks || is_asked {
            self.asking.insert(revision.commit.clone());
        }
        self.revisions.push(revision.clone());
    }

    /// The commits that have to be signed: from the first one on that asks for it, all but those that it grew out of. One that
    /// was put on an old commit is no older for that, and settings that ask no more came too late.
    pub fn wanted(&self) -> Vec<Revision> {
        if self.first.is_empty() {
            return Vec::new();
        }
        let parents: HashMap<&str, &[String]> = self
            .revisions
            .iter()
            .map(|revision| (revision.commit.as_str(), revision.parents.as_slice()))
            .collect();
        let before = self.first.iter().map(|first| ancestors(first, &parents));
        let before =
            before.reduce(|one, other| one.intersection(&other).copied().collect()).unwrap_or_default();
        let is_wanted = |revision: &&Revision| !before.contains(revision.commit.as_str());
        self.revisions.iter().filter(is_wanted).cloned().collect()
    }
}

/// What is found of commits that are not signed as they should be.
pub fn unsigned(wanted: &[Revision], faults: &[(String, Fault)]) -> Vec<Finding> {
    let faults: HashMap<&String, &Fault> = faults.iter().map(|(commit, fault)| (commit, fault)).collect();
    let finding = |revision: &Revision| {
        let Hand { name, mail } = &revision.hands[0];
        let detail = format!("{}（{}）", faults.get(&revision.commit)?.told(name, mail), revision.sentence);
        Some(Finding::new(Rule::Unsigned, None, revision, revision.day, detail))
    };
    wanted.iter().filter_map(finding).collect()
}

/// Whether settings ask for signatures.
fn asks(settings: &Table) -> bool {
    let asked = settings.get("audit").and_then(|audit| audit.get("signatures"));
    asked.and_then(toml::Value::as_bool).unwrap_or(false)
}

fn ancestors<'a>(commit: &'a str, parents: &HashMap<&'a str, &'a [String]>) -> HashSet<&'a str> {
    let (mut found, mut next) = (HashSet::new(), vec![commit]);
    while let Some(at) = next.pop() {
        for parent in parents.get(at).copied().unwrap_or_default() {
            if found.insert(parent.as_str()) {
                next.push(parent);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use chrono::NaiveDate;

    use super::*;
    use crate::core::revision::Difference;

    /// The commits that have to be signed, of a history `commit parents settings` a line, oldest first.
    #[track_caller]
    fn case(history: &[&str], expected: &str) {
        let mut signatures = Signatures::default();
        for line in history {
            let mut parts = line.splitn(3, ' ');
            let [commit, parents, settings] = [(); 3].map(|()| parts.next().unwrap_or_default());
            let settings = match settings {
                "" => None,
                said => Some([None, Some(Arc::new(toml::from_str(&format!("[audit]\n{said}")).unwrap()))]),
            };
            let revision = Revision {
                commit: commit.to_owned(),
                parents: parents.chars().filter(|parent| *parent != '-').map(String::from).collect(),
                day: NaiveDate::default(),
                authored: NaiveDate::default(),
                hands: [(); 2].map(|()| Hand { name: String::new(), mail: String::new() }),
                sentence: String::new(),
                op: None,
                tasks: Vec::new(),
                undoes: None,
            };
            let difference = Difference { settings, ..Difference::default() };
            signatures.look(&Deed { revision, difference, junction: None });
        }
        let wanted: String = signatures.wanted().into_iter().map(|revision| revision.commit).collect();
        assert_eq!(wanted, expected);
    }

    #[test]
    fn signatures_are_asked_for_once_and_for_good() {
        case(&["a - signatures = false", "b a"], "");
        case(&["a - signatures = true", "b a"], "ab");
        case(&["a -", "b a signatures = true", "c b", "d c signatures = false", "e d"], "bcde");
        // What was put on an old commit came later all the same.
        case(&["a -", "b a", "c b signatures = true", "x a", "d cx"], "cxd");
        // Nor does it help to ask for signatures there.
        case(&["a -", "b a", "c b signatures = true", "x a", "y x signatures = true", "d cy"], "bcxyd");
    }
}
