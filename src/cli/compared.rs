//! Reading the ledger, and comparing it with the history: what is missing from the folder is missed.

use std::thread::scope;

use anyhow::Result;

use super::recover::steadily;
use crate::history::Repository;
use crate::store::{Reading, Store};

/// Everything that can be read, and what is missing: files that cannot be, and those that the history's last commit has and
/// the folder has not. What the history held at a moment is compared with nothing.
pub(super) fn read(store: &Store) -> Result<Reading> {
    if store.is_past() { store.read() } else { steadily(store, read_locked) }
}

/// The same for whoever holds the folder's lock: nobody else writes.
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
