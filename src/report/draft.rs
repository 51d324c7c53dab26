//! 起草: what was found in a plan, beside what the ledger has.

use crate::core::dedupe::{Registered, known};
use crate::core::draft::{Draft, DraftTask};
use crate::core::ledger::Ledger;

/// A draft to be looked over.
#[derive(Debug)]
pub struct Review<'a> {
    /// What was found.
    pub draft: &'a Draft,
    /// The name of the plan's file.
    pub file: String,
    /// Whether there is a ledger to write it into.
    pub has_ledger: bool,
    /// Whether the ledger has each phase already.
    pub phases: Vec<bool>,
    /// Whether the ledger has each field of work already.
    pub domains: Vec<bool>,
    /// Whether the ledger has each task already.
    pub tasks: Vec<bool>,
}

/// How many tasks are of each kind: every task is of one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// 定了时限: a day, of their own or of their phase.
    pub dated: usize,
    /// 按频次
    pub recurring: usize,
    /// 长期坚持
    pub long_term: usize,
    /// 时限待定
    pub undated: usize,
}

/// Puts a draft beside the ledger.
pub fn review<'a>(draft: &'a Draft, file: &str, ledger: Option<&Ledger>) -> Review<'a> {
    let settings = ledger.map(|ledger| &ledger.settings);
    let phases =
        || settings.into_iter().flat_map(|settings| &settings.phases).map(|phase| phase.name.as_str());
    let domains =
        || settings.into_iter().flat_map(|settings| &settings.domains).map(|domain| domain.name.as_str());
    let mut registered = ledger.map(Registered::of).unwrap_or_default();
    Review {
        draft,
        file: file.to_owned(),
        has_ledger: ledger.is_some(),
        phases: draft.phases.iter().map(|phase| known(&phase.name, phases()).is_some()).collect(),
        domains: draft.domains.iter().map(|domain| known(&domain.name, domains()).is_some()).collect(),
        tasks: draft.tasks.iter().map(|task| registered.has(draft, task)).collect(),
    }
}

impl Review<'_> {
    /// How many tasks are of each kind.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for task in &self.draft.tasks {
            *match self.kind(task) {
                Kind::Recurring => &mut tally.recurring,
                Kind::LongTerm => &mut tally.long_term,
                Kind::Dated => &mut tally.dated,
                Kind::Undated => &mut tally.undated,
            } += 1;
        }
        tally
    }

    /// By what a task is bound.
    pub fn kind(&self, task: &DraftTask) -> Kind {
        let phase = self.draft.phases.iter().find(|phase| Some(&phase.name) == task.phase.as_ref());
        if task.repeat.is_some() {
            Kind::Recurring
        } else if task.long_term {
            Kind::LongTerm
        } else if task.due.is_some() || phase.is_some_and(|phase| phase.end.is_some()) {
            Kind::Dated
        } else {
            Kind::Undated
        }
    }

    /// How many tasks lack this.
    pub fn lacking(&self, key: &str) -> usize {
        self.draft.tasks.iter().filter(|task| task.needs.contains(&key)).count()
    }
}

/// By what a task is bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A rhythm.
    Recurring,
    /// Nothing: it goes on for good.
    LongTerm,
    /// A day, its own or its phase's.
    Dated,
    /// Nothing yet.
    Undated,
}
