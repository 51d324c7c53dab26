//! Git's locks, taken by this program so that it can be told later whose they were.

use std::fmt;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context, Result};

use super::change::Room;

/// How often another program's lock is looked at again, and how long between.
const TRIES: u32 = 60;
const PAUSE: Duration = Duration::from_millis(50);

/// A lock of git's that this process holds, until it is dropped.
#[derive(Debug)]
pub(super) struct Taken(PathBuf);

impl Taken {
    /// Takes the lock of `file`: `<file>.lock`. Another program gets a moment to end.
    ///
    /// # Errors
    /// [`Held`]: it did not.
    pub(super) fn of(file: &Path, room: Room<'_>) -> Result<Self> {
        let mut path = file.as_os_str().to_owned();
        path.push(".lock");
        let path = PathBuf::from(path);
        let tries = if room.waits { TRIES } else { 1 };
        for again in 0..tries {
            match room.private.take(room.lock, &path) {
                Ok(()) => return Ok(Self(path)),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                    if again + 1 < tries {
                        sleep(PAUSE);
                    }
                }
                Err(error) => return Err(error).with_context(|| format!("写不了“{}”", path.display())),
            }
        }
        Err(Held::at(path).into())
    }
}

impl Taken {
    /// Lets go of it, after what it was taken for has been done.
    ///
    /// # Errors
    /// It cannot be removed: the change is not at its end, so that the next command looks for it.
    pub(super) fn release(mut self) -> Result<()> {
        // Once it is gone, a file of this name is somebody else's.
        let path = std::mem::take(&mut self.0);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(error).with_context(|| format!("删不掉锁文件“{}”", path.display()))
            }
            _ => Ok(()),
        }
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        // One that cannot be removed is known for ours by the next command that takes it.
        let _ = fs::remove_file(&self.0);
    }
}

/// A lock that another program holds, or left behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Held {
    path: PathBuf,
    age: Option<Duration>,
}

impl Held {
    pub(super) fn at(path: PathBuf) -> Self {
        let changed = fs::metadata(&path).and_then(|known| known.modified()).ok();
        let age = changed.and_then(|changed| changed.elapsed().ok());
        Self { path, age }
    }
}

impl std::error::Error for Held {}

impl fmt::Display for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        match self.age.map(|age| age.as_secs()) {
            Some(seconds) if seconds >= 60 => {
                let age = match seconds / 60 {
                    minutes if minutes < 60 => format!("{minutes} 分钟"),
                    minutes if minutes < 60 * 24 => format!("{} 小时", minutes / 60),
                    minutes => format!("{} 天", minutes / 60 / 24),
                };
                write!(
                    f,
                    "git 的锁文件“{path}”是 {age}前留下的，多半是那时的 git 没有正常结束；确认没有别的 git 在运行，再删去这个文件，然后重做一次"
                )
            }
            _ => write!(
                f,
                "另一个 git 正在写这个仓库（锁文件“{path}”）；请等它结束再试，等不到的，确认没有别的 git 在运行，再删去这个文件"
            ),
        }
    }
}
