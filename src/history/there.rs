//! What a push that was killed leaves where it went: git's locks of the branch, in everybody's way. Whoever pushes writes it down
//! first, so that the next one knows such a lock again.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result};

use crate::folder::Private;

/// The push under way: its commit.
const PUSHING: &str = "pushing";

/// A git that still lives holds a lock for no longer than this.
const AT_WORK: Duration = Duration::from_secs(2);

/// Writes down that `commit` is about to be pushed to the branch at `address`, after what an interrupted push left there was taken
/// away.
pub(super) fn begin(private: &Private, top: &Path, address: &str, branch: &str, commit: &str) -> Result<()> {
    let record = private.join(PUSHING);
    if let (Ok(pushed), Some(git)) = (fs::read_to_string(&record), near(top, address)) {
        let began = fs::metadata(&record).and_then(|known| known.modified());
        for locked in [format!("refs/heads/{branch}.lock"), "HEAD.lock".to_owned()] {
            if let Ok(began) = began {
                clear(&git.join(locked), began, &pushed);
            }
        }
    }
    private.put(PUSHING, commit.as_bytes()).with_context(|| format!("写不了“{}”", record.display()))
}

/// That push has ended, and git has cleared away what it needed.
pub(super) fn end(private: &Private) {
    // What stays is looked at by the next push, and harms nobody.
    let _ = fs::remove_file(private.join(PUSHING));
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
