//! One writer at a time.

use std::fs::{File, OpenOptions, TryLockError};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::Store;

/// The file that is locked; `.gitignore` names it.
pub(super) const LOCK_FILE: &str = ".lock";

const PATIENCE: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(20);

/// Held while a command reads, decides and writes. The system releases it when the process ends, however it ends.
#[derive(Debug)]
pub struct Lock(File);

impl Lock {
    /// The locked file, for a process that is to hold the lock as long as it runs, even should this one be killed.
    pub fn to_hold(&self) -> Result<File> {
        self.0.try_clone().context("台账文件夹的锁不能交给 git")
    }
}

impl Store {
    /// Waits for the folder's lock, at most ten seconds.
    pub fn lock(&self) -> Result<Lock> {
        let began = Instant::now();
        loop {
            match self.try_lock()? {
                Some(lock) => return Ok(lock),
                None if began.elapsed() < PATIENCE => sleep(PAUSE),
                None => bail!("另一个 ledger 正在写这个台账；请等它结束后再试"),
            }
        }
    }

    /// The folder's lock, unless somebody holds it.
    pub fn try_lock(&self) -> Result<Option<Lock>> {
        let path = self.root.join(LOCK_FILE);
        let named = || format!("写不了台账文件夹“{}”（请检查权限）", self.root.display());
        let file =
            OpenOptions::new().create(true).write(true).truncate(false).open(&path).with_context(named)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Lock(file))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error).with_context(named),
        }
    }
}
