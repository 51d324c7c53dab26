//! Reading the ledger, and comparing it with the history: what is missing from the folder is missed.

use std::thread::{scope, sleep};
use std::time::Duration;

use anyhow::Result;

use crate::history::Repository;
use crate::store::{Reading, Store};

/// How often a folder is looked at again that somebody is just writing, and how long apart.
const TRIES: u32 = 10;
const PAUSE: Duration = Duration::from_millis(50);

/// Everything that can be read, and what is missing: files that cannot be, and those that the history's last commit has and
/// the folder has not. What the history held at a moment is compared with nothing.
pub(super) fn read(store: &Store) -> Result<Reading> {
    let mut reading = read_locked(store)?;
    for _ in 0..TRIES {
        if reading.lost.is_empty() {
            break;
        }
        // Whoever is just writing has moved the history or the files, and the other not yet. Where nobody can write, nobody is.
        let lock = store.try_lock();
        let is_at_rest = !matches!(lock, Ok(None));
        reading = read_locked(store)?;
        if is_at_rest {
            break;
        }
        sleep(PAUSE);
    }
    Ok(reading)
}

/// The same for whoever holds the folder's lock: nobody else writes.
pub(super) fn read_locked(store: &Store) -> Result<Reading> {
    if store.is_past() {
        return store.read();
    }
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
