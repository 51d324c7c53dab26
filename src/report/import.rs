//! 导入: what a spreadsheet was taken for, and what becomes of its rows.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::core::change::{Addition, Change};
use crate::core::id::TaskId;
use crate::core::import_proposal::{Heading, Holds, Skipped};

/// What an import does, or would do.
#[derive(Debug, Clone)]
pub struct ImportReport<'a> {
    /// The file's name.
    pub file: &'a str,
    /// What the columns were taken for.
    pub columns: &'a [Heading],
    /// The rows that make or change a task, in the order of the sheets.
    pub taken: Vec<TakenRow<'a>>,
    /// How many rows say what the ledger says already.
    pub unchanged: usize,
    /// What was not taken.
    pub skipped: &'a [Skipped],
    /// The change.
    pub change: &'a Change,
    /// Whether it has been written.
    pub is_written: bool,
}

/// A row that makes or changes a task.
#[derive(Debug, Clone, Copy)]
pub struct TakenRow<'a> {
    /// The sheet's name.
    pub sheet: &'a str,
    /// The row, from 1.
    pub row: u32,
    /// The task.
    pub id: TaskId,
    /// Its name.
    pub title: &'a str,
    /// Whether it is new.
    pub is_new: bool,
}

impl ImportReport<'_> {
    /// How many tasks are new.
    pub fn created(&self) -> usize {
        self.taken.iter().filter(|row| row.is_new).count()
    }

    /// How many tasks change.
    pub fn updated(&self) -> usize {
        self.taken.len() - self.created()
    }

    /// The fields of work and the phases that the settings gain.
    pub fn places(&self) -> (Vec<&str>, Vec<&str>) {
        let (mut domains, mut phases) = (Vec::new(), Vec::new());
        for addition in &self.change.additions {
            match addition {
                Addition::Domain(name) => domains.push(name.as_str()),
                Addition::Phase(phase) => phases.push(phase.name.as_str()),
                Addition::Extension { .. } | Addition::Column { .. } => {}
            }
        }
        (domains, phases)
    }

    /// The facts, as machines read them.
    pub fn facts(&self) -> ImportFacts<'_> {
        let mut columns: BTreeMap<&str, Option<&str>> = BTreeMap::new();
        for Heading { title, holds, .. } in self.columns {
            let key = match holds {
                Holds::Own(key) => Some(key.as_str()),
                other => other.key(),
            };
            let known = columns.entry(title).or_insert(key);
            *known = known.or(key);
        }
        let (domains, phases) = self.places();
        ImportFacts {
            created: self.created(),
            updated: self.updated(),
            unchanged: self.unchanged,
            skipped: self.skipped,
            columns,
            written: self.is_written,
            tasks: self.taken.iter().map(|row| row.id).collect(),
            domains,
            phases,
            remarks: &self.change.remarks,
        }
    }
}

/// The JSON of `import`.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "the keys are those of the contract, and of ImportReport")]
pub struct ImportFacts<'a> {
    pub created: usize,
    pub updated: usize,
    pub unchanged: usize,
    pub skipped: &'a [Skipped],
    pub columns: BTreeMap<&'a str, Option<&'a str>>,
    pub written: bool,
    pub tasks: Vec<TaskId>,
    pub domains: Vec<&'a str>,
    pub phases: Vec<&'a str>,
    pub remarks: &'a [String],
}
