//! What to do about a command that was killed half way.

use anyhow::Result;

use super::voice::tell;
use crate::history::Repository;
use crate::store::{Lock, Store};

/// Undoes what a killed command left half done, before anybody reads it. A journal whose writer is still at work is none of
/// ours, and a folder that cannot be written is read as it is.
pub(super) fn recover_if_idle(store: &Store) {
    let Some(journal) = store.interrupted() else { return };
    match store.try_lock() {
        Ok(Some(lock)) => {
            let _ = recover(store, &lock);
        }
        // A few files are written before anybody has read this.
        Ok(None) if journal.paths().len() > MANY => {
            let sentence = &journal.sentence;
            tell(&format!("注意：正在写入，还没有完成，看到的可能不全，请过一会儿再看：{sentence}"));
        }
        _ => {}
    }
}

/// From how many files on it is worth saying that they are being written.
const MANY: usize = 256;

/// The ledger's history, where it keeps one. Every git that writes there holds on to the lock: whoever waits for the lock waits
/// for the git of a killed command too.
pub(super) fn history(store: &Store, lock: &Lock, keeps: bool) -> Result<Option<Repository>> {
    let held = lock.to_hold()?;
    Ok(keeps.then(|| Repository::around(store.root()).holding(held)))
}

/// Undoes what a killed command left half done, unless it is in the history after all.
pub(super) fn recover(store: &Store, lock: &Lock) -> Result<()> {
    let Some(journal) = store.interrupted() else { return Ok(()) };
    if let Some(joining) = &journal.joining {
        // Whatever the settings say: they may be what git was just writing, and only git joins anything.
        let repository = Repository::around(store.root()).holding(lock.to_hold()?);
        if repository.take_back_joining(&joining.theirs, &joining.settled)? {
            tell("注意：上次的合并中断了，已恢复原样，请重新运行 ledger sync");
        }
        store.end();
        return Ok(());
    }
    // Settings that cannot be read are mended with this very lock.
    let keeps = store.settings().map_or(true, |settings| settings.git.commit);
    let repository = history(store, lock, keeps)?;
    let paths = journal.paths();
    // Without a history the writing itself was all there was to do, and nobody knows how far it came.
    if let Some(repository) = &repository
        && repository.unkept(&paths)?.is_empty()
    {
        store.end();
        return Ok(());
    }
    let sentence = journal.sentence.clone();
    let changed = store.take_back(journal);
    if let Some(repository) = &repository {
        repository.unstage(&paths);
    }
    tell(&format!("注意：上次的操作中断了，已恢复原样，请重新做一次：{sentence}"));
    for file in changed {
        tell(&format!("注意：{file} 后来又改过，没有动它；请打开看看内容对不对"));
    }
    Ok(())
}
