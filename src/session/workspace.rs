//! Where a ledger is, and which moment of it is looked at: the folder as it stands, or what the history held of it.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::thread::scope;

use anyhow::{Context, Result, anyhow, bail};
use chrono::NaiveDate;

use super::Warning;
use super::recover::current;
use crate::core::id::TaskId;
use crate::core::provenance::{PageCommit, Provenance, short};
use crate::core::public::edition;
use crate::core::unread::Unread;
use crate::folder::Private;
use crate::history::{Moment, Repository, fingerprint, git_directory};
use crate::store::{Held, Reading, SETTINGS, Store, belongs, locate};

/// Who is told what a person should know besides the result, at the moment it turns up: what failed later was told before.
pub type Listener = Box<dyn Fn(&Warning) + Send + Sync>;

/// A ledger's folder, wherever the person is, and the moment that is looked at.
pub struct Workspace {
    here: PathBuf,
    named: Option<PathBuf>,
    /// Which moment of the history is looked at, where it is not the folder as it stands.
    moment: Option<Moment>,
    held: OnceLock<Store>,
    provenance: OnceLock<Provenance>,
    listener: Listener,
}

impl Workspace {
    /// The ledger in the folder that was `named`, or else the nearest one from `here` upwards. It need not be there yet.
    pub fn new(here: PathBuf, named: Option<PathBuf>, listener: Listener) -> Self {
        Self { here, named, moment: None, held: OnceLock::new(), provenance: OnceLock::new(), listener }
    }

    /// The same ledger as the history held it at `moment`, to be looked at and not changed.
    #[must_use]
    pub fn at(self, moment: Moment) -> Self {
        Self { moment: Some(moment), held: OnceLock::new(), provenance: OnceLock::new(), ..self }
    }

    /// The person's own folder.
    pub fn here(&self) -> &Path {
        &self.here
    }

    /// The moment of the history that is looked at, where it is not the folder as it stands.
    pub fn moment(&self) -> Option<&Moment> {
        self.moment.as_ref()
    }

    /// Tells the person what they should know besides.
    pub(super) fn warn(&self, warning: &Warning) {
        (self.listener)(warning);
    }

    /// The ledger: its folder, or what the history held of it at the moment that was asked for.
    pub fn store(&self) -> Result<Store> {
        let store = self.folder()?;
        let Some(moment) = &self.moment else { return Ok(current(store)) };
        if let Some(held) = self.held.get() {
            return Ok(held.clone());
        }
        // Evidence may be large, and nobody looks into it.
        let files = Repository::around(store.root())
            .held(&moment.commit, |file| belongs(file) && !file.starts_with("evidence/"))?;
        let held: Held = files.into_iter().collect();
        if !held.contains_key(SETTINGS) {
            bail!(
                "{}（提交 {}）的历史里，这个文件夹还没有台账（{SETTINGS}）；请写以后的日期",
                moment.day,
                short(&moment.commit)
            );
        }
        Ok(self.held.get_or_init(|| store.as_held(held)).clone())
    }

    /// The ledger, where there is one: none was named, and none is found.
    pub fn store_if_any(&self) -> Result<Option<Store>> {
        match self.store() {
            Err(_) if self.named.is_none() => Ok(None),
            store => store.map(Some),
        }
    }

    /// The folder as it lies on the disk, a change under way or not.
    pub(super) fn folder(&self) -> Result<Store> {
        let root = self.root()?;
        let private = private(&root)?;
        Ok(Store::at(root, private))
    }

    /// The ledger's repository.
    pub fn repository(&self) -> Result<Repository> {
        Ok(Repository::around(&self.root()?))
    }

    /// Reads everything that can be read of `store`, with what is missing: files that cannot be, and those that the history's
    /// last commit has and the folder has not. What the history held at a moment is compared with nothing.
    pub fn read(&self, store: &Store) -> Result<Reading> {
        if store.is_past() { store.read() } else { self.steadily(store, read_locked) }
    }

    /// The same, for a page: what it comes from is told from the very bytes that were read.
    pub fn read_for_page(&self, store: &Store, latest: NaiveDate) -> Result<Reading> {
        if store.is_past() || self.provenance.get().is_some() {
            return self.read(store);
        }
        let (reading, provenance) = self.steadily(store, |store| {
            let kept = || {
                let is_beside = |file: &str| belongs(file) && !is_read(file);
                Repository::around(store.root()).last_kept(latest, is_read, is_beside)
            };
            // Git takes as long to look at all files as reading them does, and is asked meanwhile.
            let (kept, reading) = scope(|scope| {
                let kept = scope.spawn(kept);
                let reading = read_locked(store);
                (kept.join(), reading)
            });
            let (kept, reading) = (kept.map_err(|_| anyhow!("git 读不出历史"))?, reading?);
            let repository = Repository::around(store.root());
            let provenance = repository.provenance(kept, &reading.sources, |file| store.has(file));
            Ok((reading, provenance))
        })?;
        let _ = self.provenance.set(provenance);
        Ok(reading)
    }

    /// What the history says of the files that pages are drawn from; asked once. No commit can be later than `latest`.
    pub fn provenance(&self, latest: NaiveDate) -> Result<&Provenance> {
        if let Some(Moment { commit, day }) = &self.moment {
            let commit = Some(PageCommit { name: commit.clone(), day: *day });
            return Ok(self.provenance.get_or_init(|| Provenance { commit, unkept: false }));
        }
        if self.provenance.get().is_none() {
            let store = self.store()?;
            if self.read_for_page(&store, latest).is_err() {
                // Nothing can be drawn of the tasks: what is said of them names the commit all the same.
                let repository = Repository::around(store.root());
                let kept = repository.last_kept(latest, |_| false, belongs);
                let _ = self.provenance.set(repository.provenance(kept, &[], |_| true));
            }
        }
        self.provenance.get().context("git 读不出历史")
    }

    /// The commit that a report comes from; none where nothing has been kept yet.
    pub fn commit(&self) -> Option<String> {
        if let Some(provenance) = self.provenance.get() {
            return provenance.commit.as_ref().map(|commit| commit.name.clone());
        }
        let head = || self.repository().and_then(|repository| repository.head()).ok();
        self.moment.as_ref().map(|moment| moment.commit.clone()).or_else(head)
    }

    /// Which files of the folder the last commit has otherwise, whoever writes meanwhile.
    pub fn unkept(&self, store: &Store) -> Result<Vec<String>> {
        let repository = Repository::around(store.root());
        self.steadily(store, |_| repository.unkept(&[]))
    }

    fn root(&self) -> Result<PathBuf> {
        // Settings that are not there may be what a change that was cut short was just about to write.
        let is_unfinished = |folder: &Path| {
            let begun = private(folder).and_then(|private| private.begun()).ok().flatten();
            begun.is_some_and(|begun| {
                folder.canonicalize().is_ok_and(|folder| folder == Path::new(&begun.ledger))
            })
        };
        locate(self.named.as_deref(), &self.here, is_unfinished)
    }
}

/// Whether pages are drawn from what this file says.
fn is_read(file: &str) -> bool {
    file == SETTINGS || TaskId::of_path(file).is_some()
}

/// What [`Workspace::read`] says, for whoever holds the folder's lock: nobody else writes.
pub(super) fn read_locked(store: &Store) -> Result<Reading> {
    // The history is asked while the files are read.
    let (kept, reading) = scope(|scope| {
        let kept = scope.spawn(|| Repository::around(store.root()).kept_tasks());
        let reading = store.read();
        (kept.join().unwrap_or_default(), reading)
    });
    let mut reading = reading?;
    if reading.ledger.settings.git.commit {
        store.miss(&mut reading, &kept)?;
    }
    Ok(reading)
}

/// What everybody may see of it. Nobody knows whether a file that cannot be read may be shown: it is counted, not named.
pub fn public_edition(reading: Reading) -> Reading {
    let ledger = edition(&reading.ledger, &reading.unread);
    let unread = reading.unread.into_iter().map(Unread::unnamed).collect();
    Reading { ledger, unread, ..reading }
}

/// The program's own folder for the ledger at `root`.
pub(super) fn private(root: &Path) -> Result<Private> {
    match git_directory(root) {
        Some(git) => Ok(Private::in_git(&git)),
        None => Private::in_state(&fingerprint(root.canonicalize()?.as_os_str().as_encoded_bytes())),
    }
}
