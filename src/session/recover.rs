//! What to do about a command that was killed half way: what had happened is brought to its end, of anything else nothing stays.

use std::thread::sleep;
use std::time::Duration;

use anyhow::Result;

use super::{Warning, Workspace};
use crate::folder::{Begun, Lock, Steps};
use crate::history::{Repository, Room, TakenUp, fingerprint};
use crate::store::Store;

/// How often a reader reads again because somebody was just writing, before it waits for the lock.
const TRIES: u32 = 25;
const PAUSE: Duration = Duration::from_millis(20);

impl Workspace {
    /// Takes up what an earlier command began and did not end, before anybody reads the folder. A change whose writer is still
    /// at work is none of ours, and a folder that cannot be written is read as it is.
    pub fn take_up(&self) {
        let Ok(store) = self.folder() else { return };
        let private = store.private();
        Repository::around(store.root()).clear_if_idle(private);
        let Ok(Some(begun)) = private.begun() else { return };
        let outcome = match private.try_lock() {
            Ok(Some(lock)) => take_up(&store, &lock, false),
            Ok(None) => return,
            Err(error) => Err(error),
        };
        match outcome {
            Ok(taken_up) => self.warn_of(taken_up),
            Err(why) => {
                self.warn(&Warning::Behind { sentence: begun.sentence, why: format!("{why:#}") });
            }
        }
    }

    /// Reads the folder so that nothing of it is from before a change and something else from after it.
    pub(super) fn steadily<T>(&self, store: &Store, read: impl Fn(&Store) -> Result<T>) -> Result<T> {
        let private = store.private();
        let mut outcome = None;
        for _ in 0..TRIES {
            let stamp = private.stamp();
            let seen = match stamp.begun() {
                None => Some(store.clone()),
                Some(begun) => as_changed(store, begun)?,
            };
            // A change that was begun happens in a moment, or not at all.
            if let Some(seen) = seen {
                let read = read(&seen);
                if private.stamp().follows(&stamp) {
                    return read;
                }
                outcome = Some(read);
            }
            sleep(PAUSE);
        }
        // Somebody is always writing: nobody is while we hold the lock.
        match (private.lock(), outcome) {
            (Ok(lock), _) => {
                self.warn_of(take_up(store, &lock, true)?);
                read(store)
            }
            (Err(_), Some(outcome)) => {
                self.warn(&Warning::Busy);
                outcome
            }
            (Err(error), None) => Err(error),
        }
    }

    /// Says what became of the change that was interrupted.
    pub(super) fn warn_of(&self, taken_up: Option<Interrupted>) {
        let Some(Interrupted { sentence, taken_up }) = taken_up else { return };
        match taken_up {
            TakenUp::NotMade => self.warn(&Warning::NotMade { sentence }),
            TakenUp::Made(spared) => {
                self.warn(&Warning::Completed { sentence });
                for file in spared {
                    self.warn(&Warning::Spared { file });
                }
            }
        }
    }
}

/// A change that was interrupted, and what became of it.
pub(super) struct Interrupted {
    sentence: String,
    taken_up: TakenUp,
}

/// Takes up what an earlier command began and did not end, with the ledger's lock in hand. Whoever `waits` gives another git that
/// holds the index a moment.
pub(super) fn take_up(store: &Store, lock: &Lock, waits: bool) -> Result<Option<Interrupted>> {
    let private = store.private();
    let Some(begun) = private.begun()? else {
        // What was begun needs its staged files, and clears them away itself.
        private.sweep(lock);
        return Ok(None);
    };
    let taken_up = match &begun.steps {
        Steps::Commit(_) => {
            Repository::around(store.root()).take_up(Room { private, lock, waits }, &begun)?
        }
        Steps::Files(_) => TakenUp::Made(store.take_up(lock, &begun, fingerprint)?),
    };
    Ok(Some(Interrupted { sentence: begun.sentence, taken_up }))
}

/// The ledger as a change that is under way has made it, whatever of it the folder shows; none where the change has not happened.
fn as_changed(store: &Store, begun: &Begun) -> Result<Option<Store>> {
    let ahead = match &begun.steps {
        Steps::Commit(_) => Repository::around(store.root()).ahead_of_folder(begun)?,
        Steps::Files(files) => Some(store.ahead_of_folder(files)),
    };
    Ok(ahead.map(|files| store.clone().ahead(files)))
}

/// The ledger as it is now, be a change under way or not.
pub(super) fn current(store: Store) -> Store {
    let Ok(Some(begun)) = store.private().begun() else { return store };
    as_changed(&store, &begun).ok().flatten().unwrap_or(store)
}
