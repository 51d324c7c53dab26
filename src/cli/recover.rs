//! What to do about a command that was killed half way: what had happened is brought to its end, of anything else nothing stays.

use std::thread::sleep;
use std::time::Duration;

use anyhow::Result;

use super::voice::tell;
use crate::folder::{Begun, Lock, Steps};
use crate::history::{Repository, Room, TakenUp, fingerprint};
use crate::store::Store;

/// How often a reader reads again because somebody was just writing, before it waits for the lock.
const TRIES: u32 = 25;
const PAUSE: Duration = Duration::from_millis(20);

/// Takes up what an earlier command began and did not end, with the ledger's lock in hand. Whoever `waits` gives another git that
/// holds the index a moment.
pub(super) fn take_up(store: &Store, lock: &Lock, waits: bool) -> Result<()> {
    let private = store.private();
    let Some(begun) = private.begun()? else {
        // What was begun needs its staged files, and clears them away itself.
        private.sweep(lock);
        return Ok(());
    };
    let sentence = &begun.sentence;
    let taken_up = match &begun.steps {
        Steps::Commit(_) => {
            Repository::around(store.root()).take_up(Room { private, lock, waits }, &begun)?
        }
        Steps::Files(_) => TakenUp::Made(store.take_up(lock, &begun, fingerprint)?),
    };
    match taken_up {
        TakenUp::NotMade => tell(&format!("注意：上次的操作中断了，没有存入，请重新做一次：{sentence}")),
        TakenUp::Made(spared) => {
            tell(&format!("注意：上次的操作中断了，已经存入，现在补全了台账文件：{sentence}"));
            for file in spared {
                tell(&format!("注意：{file} 后来又改过，没有动它；请打开看看内容对不对"));
            }
        }
    }
    Ok(())
}

/// Takes up what was interrupted before anybody reads the folder. A change whose writer is still at work is none of ours.
pub(super) fn take_up_if_idle(store: &Store) {
    let private = store.private();
    Repository::around(store.root()).clear_if_idle(private);
    let Ok(Some(begun)) = private.begun() else { return };
    let outcome = match private.try_lock() {
        Ok(Some(lock)) => take_up(store, &lock, false),
        Ok(None) => return,
        Err(error) => Err(error),
    };
    if let Err(why) = outcome {
        let sentence = &begun.sentence;
        tell(&format!(
            "注意：上次的操作中断了，已经存入，台账文件还没有全部跟上（{why:#}），看到的以历史为准：{sentence}"
        ));
    }
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

/// Reads the folder so that nothing of it is from before a change and something else from after it.
pub(super) fn steadily<T>(store: &Store, read: impl Fn(&Store) -> Result<T>) -> Result<T> {
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
            take_up(store, &lock, true)?;
            read(store)
        }
        (Err(_), Some(outcome)) => {
            tell("注意：一直有人在写这个台账，看到的可能不全；请过一会儿再看");
            outcome
        }
        (Err(error), None) => Err(error),
    }
}

/// Which files of the folder the last commit has otherwise, whoever writes meanwhile.
pub(super) fn unkept(store: &Store) -> Result<Vec<String>> {
    let repository = Repository::around(store.root());
    steadily(store, |_| repository.unkept(&[]))
}
