//! 逾期: what is late, against the phase deadlines.

use std::cmp::Reverse;

use chrono::NaiveDate;

use super::facts::Judged;
use super::phases::{PhaseState, phases};
use crate::core::ledger::Ledger;

/// What is late, phase by phase.
#[derive(Debug, Clone)]
pub struct Overdue<'a> {
    /// The phases in the plan's order, and last, without a state, the tasks that name no phase of the plan. Phases with
    /// nothing late are there too: their deadlines are what the rest is judged against.
    pub groups: Vec<Group<'a>>,
    /// How many tasks the ledger has.
    pub total: usize,
}

/// One phase's late tasks.
#[derive(Debug, Clone)]
pub struct Group<'a> {
    /// The phase; none for tasks outside every phase.
    pub phase: Option<PhaseState>,
    /// Late tasks, the latest first.
    pub late: Vec<Judged<'a>>,
    /// 逾期办结: finished, but after the deadline. Counted apart.
    pub finished_late: Vec<Judged<'a>>,
}

/// Every late task.
pub fn overdue(ledger: &Ledger, today: NaiveDate) -> Overdue<'_> {
    let all = Judged::all(ledger, today);
    let states = phases(&ledger.settings, &all, today);
    let names: Vec<String> = states.iter().map(|state| state.name.clone()).collect();
    let group_of = |judged: &Judged<'_>| {
        let phase = judged.task.phase.as_deref();
        names.iter().position(|name| Some(name.as_str()) == phase).unwrap_or(names.len())
    };
    let mut groups: Vec<Group<'_>> = states
        .into_iter()
        .map(Some)
        .chain([None])
        .map(|phase| Group { phase, late: Vec::new(), finished_late: Vec::new() })
        .collect();
    let total = all.len();
    for judged in all {
        let group = &mut groups[group_of(&judged)];
        if judged.standing.is_overdue() {
            group.late.push(judged);
        } else if judged.standing.finished_late == Some(true) {
            group.finished_late.push(judged);
        }
    }
    groups.retain(|group| group.phase.is_some() || !group.late.is_empty() || !group.finished_late.is_empty());
    for group in &mut groups {
        group.late.sort_by_key(|judged| Reverse(judged.standing.days_overdue));
    }
    Overdue { groups, total }
}

impl<'a> Overdue<'a> {
    /// The late tasks of all phases.
    pub fn late(&self) -> impl Iterator<Item = &Judged<'a>> {
        self.groups.iter().flat_map(|group| &group.late)
    }

    /// How many were finished late.
    pub fn finished_late(&self) -> usize {
        self.groups.iter().map(|group| group.finished_late.len()).sum()
    }
}
