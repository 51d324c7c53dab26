//! What the history says of the ledger, or of one task.

use std::cmp::Reverse;

use anyhow::Result;

use super::Workspace;
use crate::core::revision::Revision;
use crate::history::Repository;
use crate::report::log::{Line, Wanted, lines};
use crate::store::Store;

/// What the history says.
pub struct Log {
    /// What was done, the newest first.
    pub lines: Vec<Line>,
    /// What the task was called last.
    pub title: Option<String>,
    /// Whether older history was not fetched.
    pub is_shallow: bool,
    /// The oldest commit that touched the task, as far as was looked.
    first: Option<Revision>,
}

impl Workspace {
    /// What the history says of what is `wanted`.
    pub fn log(&self, store: &Store, wanted: &Wanted) -> Result<Log> {
        let repository = self.repository()?;
        let is_shallow = repository.survey()?.is_shallow;
        let file = wanted.task.map(|id| store.file_of(id).unwrap_or_else(|| id.path()));
        let mut log = self.log_of(&repository, file.as_ref(), wanted)?;
        // A file that had another name once is followed through the whole history.
        if file.is_some() && (log.first.is_none() || log.was_renamed(&repository, wanted)) {
            log = self.log_of(&repository, None, wanted)?;
        }
        Ok(Log { is_shallow, ..log })
    }

    fn log_of(&self, repository: &Repository, file: Option<&String>, wanted: &Wanted) -> Result<Log> {
        let mut log = Log { lines: Vec::new(), title: None, is_shallow: false, first: None };
        let mut by_commit: Vec<Vec<Line>> = Vec::new();
        repository.past(self.moment(), file, |deeds| {
            for deed in &deeds {
                let touch = deed.difference.touches.iter().find(|touch| Some(touch.id) == wanted.task);
                if let Some(touch) = touch {
                    let named = touch.task_after().or(touch.task_before());
                    log.title = named.map(|task| task.title.clone()).or(log.title.take());
                    log.first.get_or_insert_with(|| deed.revision.clone());
                }
                by_commit.push(lines(deed, wanted));
            }
        })?;
        // The newest first, and what one commit did in its own order.
        log.lines = by_commit.into_iter().rev().flatten().collect();
        log.lines.sort_by_key(|line| Reverse(line.revision.day));
        Ok(log)
    }
}

impl Log {
    /// Whether the history knows the task that was asked for.
    pub fn knows_task(&self) -> bool {
        self.first.is_some()
    }

    /// Whether the oldest commit that was found only gave the task's file its name.
    fn was_renamed(&self, repository: &Repository, wanted: &Wanted) -> bool {
        let Some(first) = &self.first else { return false };
        // The first commit of all has none before it.
        let difference = repository.difference(&format!("{}^", first.commit), &first.commit);
        let renamed = difference.ok().and_then(|difference| {
            let touch = difference.touches.into_iter().find(|touch| Some(touch.id) == wanted.task)?;
            touch.before
        });
        renamed.is_some()
    }
}
