//! An open ledger: found, locked against other writers, with nothing half done in it.

use std::collections::BTreeSet;

use anyhow::{Result, anyhow, bail};
use chrono::NaiveDate;

use super::recover::take_up;
use super::workspace::{Workspace, read_locked};
use super::{Warning, lookup};
use crate::core::id::TaskId;
use crate::core::ledger::Ledger;
use crate::core::nearest::nearest;
use crate::core::settings::Settings;
use crate::core::task::Task;
use crate::folder::Lock;
use crate::history::{Meeting, Message, Repository, Room};
use crate::store::{Lost, NewFile, Reading, Store};

/// A ledger that nobody else writes while this lasts.
pub struct Session<'w> {
    /// The ledger's settings.
    pub settings: Settings,
    /// The ledger's folder.
    pub store: Store,
    pub(super) workspace: &'w Workspace,
    pub(super) today: NaiveDate,
    pub(super) lock: Lock,
    /// None where the settings want no history.
    pub(super) repository: Option<Repository>,
}

impl Workspace {
    /// Locks the ledger. Nothing in the folder is looked at before: a command that was killed, or its git, may still be at
    /// work.
    pub fn open(&self, today: NaiveDate) -> Result<Session<'_>> {
        let (store, lock) = self.enter()?;
        let settings = store.settings()?;
        Ok(self.session(today, (store, lock), settings))
    }

    /// The same with other settings than the folder's own, which may be unreadable.
    pub(super) fn open_with(&self, today: NaiveDate, settings: Settings) -> Result<Session<'_>> {
        Ok(self.session(today, self.enter()?, settings))
    }

    fn session(&self, today: NaiveDate, (store, lock): (Store, Lock), settings: Settings) -> Session<'_> {
        let repository = settings.git.commit.then(|| Repository::around(store.root()));
        Session { settings, store, workspace: self, today, lock, repository }
    }

    fn enter(&self) -> Result<(Store, Lock)> {
        if self.moment().is_some() {
            bail!("过去的台账只能看，不能改");
        }
        let lock = self.store()?.private().lock()?;
        self.warn_of(take_up(&self.store()?, &lock, true)?);
        // Whatever was under way before is at its end now.
        Ok((self.store()?, lock))
    }
}

impl Session<'_> {
    /// Reads everything, with what is missing.
    pub fn read(&self) -> Result<Reading> {
        read_locked(&self.store)
    }

    /// The task that was meant, by its number as people write it: `14`, `2026-014`.
    pub fn task(&self, typed: &str) -> Result<Task> {
        let id = lookup::id(typed, &self.settings)?;
        match self.store.task(id)? {
            Some(task) => Ok(task),
            None => Err(lookup::no_such_task(typed, id, &self.store)?),
        }
    }

    /// That task and its ancestors, nearest first; it has to be there.
    pub(super) fn lineage(&self, typed: &str) -> Result<Vec<TaskId>> {
        let mut lineage = Vec::new();
        let mut next = Some(self.task(typed)?);
        while let Some(task) = next {
            if lineage.contains(&task.id) {
                break;
            }
            lineage.push(task.id);
            next = match task.parent_id() {
                Some(parent) => self.store.task(parent)?,
                None => None,
            };
        }
        Ok(lineage)
    }

    /// Every number that was ever given out in this ledger's history, and those of `ledger`.
    pub(super) fn given(&self, ledger: &Ledger) -> Result<BTreeSet<TaskId>> {
        self.refuse_beside_lost()?;
        let kept = match &self.repository {
            Some(repository) => repository.whole()?.ever_added("tasks", &[])?,
            None => Vec::new(),
        };
        let kept = kept.iter().filter_map(|path| TaskId::of_path(path));
        Ok(kept.chain(ledger.kept().map(|task| task.id)).collect())
    }

    /// The next free number: after every task there is or has been, as a number is never given twice.
    pub(super) fn next_id(&self) -> Result<TaskId> {
        self.refuse_beside_lost()?;
        self.next_id_beside(self.settings.year, &[])
    }

    /// The next number of `year` that is free here and in the histories of `others`.
    pub fn next_id_beside(&self, year: i32, others: &[&str]) -> Result<TaskId> {
        let kept = match &self.repository {
            Some(repository) => repository.whole()?.ever_added(&format!("tasks/{year}"), others)?,
            None => Vec::new(),
        };
        let kept = kept.iter().filter_map(|path| TaskId::of_path(path)).map(|id| id.number).max();
        let free = self.store.next_id(year)?;
        Ok(TaskId { number: free.number.max(kept.unwrap_or(0).saturating_add(1)), ..free })
    }

    /// Refuses to register anything while the folder of the year is gone: a new one in its place would be in the way of the
    /// old one.
    fn refuse_beside_lost(&self) -> Result<()> {
        let folder = format!("tasks/{}", self.settings.year);
        if self.repository.is_none() || self.store.root().join(&folder).exists() {
            return Ok(());
        }
        let reading = self.read()?;
        let lost = reading.lost.iter().find(|lost| lost.folder == folder);
        match lost.and_then(|lost| lost.problems().into_iter().next()) {
            Some(problem) => Err(anyhow!("{problem}；没有登记")),
            None => Ok(()),
        }
    }

    /// Warns of a name that the settings do not know; it is not refused.
    pub fn introduce(&self, role: &'static str, name: Option<&str>) {
        let people = self.settings.people();
        let unknown = name.map(str::trim).filter(|name| !people.is_empty() && !people.contains(name));
        let Some(name) = unknown else { return };
        let nearest = nearest(name, people).map(ToOwned::to_owned);
        self.workspace.warn(&Warning::Unregistered { role, name: name.to_owned(), nearest });
    }

    /// Joins what the other line has with what is here: `settled` are the files that both changed, as they shall be.
    pub fn join(&self, meeting: &Meeting, settled: &[NewFile], message: &Message) -> Result<()> {
        match &self.repository {
            Some(repository) => repository.join(self.room(), meeting, settled, message),
            None => Ok(()),
        }
    }

    /// Goes on to `theirs`, which has everything that is here.
    pub fn catch_up(&self, theirs: &str) -> Result<()> {
        match &self.repository {
            Some(repository) => repository.catch_up(self.room(), theirs),
            None => Ok(()),
        }
    }

    /// Puts files back into the folder as the last commit has them: nothing to be kept.
    pub(super) fn bring_back(&self, files: &[String]) -> Result<()> {
        match &self.repository {
            Some(repository) => repository.bring_back(self.room(), files),
            None => Ok(()),
        }
    }

    /// The folder of a year goes back to its name.
    pub(super) fn give_name_back(&self, lost: &Lost) -> Result<()> {
        self.store.give_name_back(&self.lock, lost)
    }

    /// Where changes happen.
    pub fn room(&self) -> Room<'_> {
        Room { private: self.store.private(), lock: &self.lock, waits: true }
    }
}
