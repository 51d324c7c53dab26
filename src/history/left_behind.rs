//! What is left behind by a process that was killed, and no change begun tells of: locks of git's, here and where a push went.
//! Whoever pushes writes it down first, so that the next exchange knows such a lock again.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result};

use super::remote::FETCHED;
use super::repository::Repository;
use crate::folder::Private;

/// Where the push under way is written down.
const PUSHING: &str = "pushing.json";

/// A git that still lives holds a lock for no longer than this.
const AT_WORK: Duration = Duration::from_secs(2);

/// A push.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
pub(super) struct Pushing {
    pub(super) commit: String,
    pub(super) address: String,
    pub(super) branch: String,
}

impl Pushing {
    /// Writes down that it is about to begin.
    ///
    /// # Errors
    /// It cannot be written, or somebody writes the ledger all the while.
    pub(super) fn begin(&self, private: &Private) -> Result<()> {
        let text = serde_json::to_vec(self).context("写不出送出的记录")?;
        let named = || format!("写不了“{}”", private.join(PUSHING).display());
        private.put(&private.lock()?, PUSHING, &text).with_context(named)
    }
}

/// That push has ended, and git has cleared away what it needed.
pub(super) fn end(private: &Private) {
    // What stays is looked at by the next exchange, and harms nobody.
    let _ = fs::remove_file(private.join(PUSHING));
}

/// Takes away what an interrupted push from the work tree at `top` has left where it went, as far as one gets there.
pub(super) fn take_up(private: &Private, top: &Path) {
    let record = private.join(PUSHING);
    let Ok(text) = fs::read(&record) else { return };
    if let Ok(pushing) = serde_json::from_slice::<Pushing>(&text)
        && let Ok(began) = fs::metadata(&record).and_then(|known| known.modified())
        && let Some(git) = near(top, &pushing.address)
    {
        for locked in [format!("refs/heads/{}.lock", pushing.branch), "HEAD.lock".to_owned()] {
            clear(&git.join(locked), began, &pushing.commit);
        }
    }
    end(private);
}

impl Repository {
    /// Takes away locks of git's that nobody needs any more, and that no change begun tells of: a fetch and the merge driver's
    /// setting leave them when they are killed, in the way of git's tidying up and of whoever makes a setting.
    pub fn clear_if_idle(&self, private: &Private) {
        let Ok(common) = self.place().map(|place| place.common) else { return };
        // Best effort: what stays is looked at by the next command again.
        if common.join(format!("{FETCHED}.lock")).exists()
            && let Ok(Some(_exchanging)) = private.try_lock_exchange()
        {
            let _ = self.clear_fetched();
        }
        if common.join("config.lock").exists()
            && let Ok(Some(lock)) = private.try_lock()
        {
            let _ = private.free(&lock, &common.join("config"));
        }
    }

    /// Takes away the lock that a fetch left behind which was killed. Whoever exchanges is the only one to fetch.
    pub(super) fn clear_fetched(&self) -> Result<()> {
        let lock = self.place()?.common.join(format!("{FETCHED}.lock"));
        match std::fs::remove_file(&lock) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(error).with_context(|| format!("删不了“{}”", lock.display()))
            }
            _ => Ok(()),
        }
    }
}

/// Takes away a lock that the interrupted push left: made after it began, it says what was pushed, or nothing yet. It gets the
/// time to be let go of that a git which is alive takes.
fn clear(lock: &Path, began: SystemTime, pushed: &str) {
    let is_left = || {
        let known = fs::symlink_metadata(lock).ok().filter(fs::Metadata::is_file)?;
        let made = known.modified().ok().filter(|made| *made >= began)?;
        let text = if known.len() <= 100 { fs::read_to_string(lock).ok()? } else { return None };
        (text.is_empty() || text.trim_end() == pushed).then_some(made)
    };
    if let Some(made) = is_left() {
        sleep(AT_WORK.saturating_sub(made.elapsed().unwrap_or_default()));
        if is_left() == Some(made) {
            let _ = fs::remove_file(lock);
        }
    }
}

/// The git directory at an address that is a folder of this machine, or of a disk that is mounted here.
fn near(top: &Path, address: &str) -> Option<PathBuf> {
    let path = top.join(address.strip_prefix("file://").unwrap_or(address));
    // As git looks for it.
    let bare = PathBuf::from(format!("{}.git", path.display()));
    let folders = [path.join(".git"), path, bare];
    folders.into_iter().find(|folder| folder.join("objects").is_dir())
}
