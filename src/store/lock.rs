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
pub struct Lock(#[expect(dead_code, reason = "holding the file holds the lock")] File);

impl Store {
    /// Waits for the folder's lock, at most ten seconds.
    pub fn lock(&self) -> Result<Lock> {
        let path = self.root.join(LOCK_FILE);
        let file = OpenOptions::new()
            .create(true)
            .write(true)
            .truncate(false)
            .open(&path)
            .with_context(|| format!("写不了台账文件夹“{}”；请检查权限", self.root.display()))?;
        let began = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Lock(file)),
                Err(TryLockError::WouldBlock) if began.elapsed() < PATIENCE => sleep(PAUSE),
                Err(TryLockError::WouldBlock) => {
                    bail!("另一个 ledger 正在写这个台账；请等它结束后再试")
                }
                Err(TryLockError::Error(error)) => {
                    return Err(error).with_context(|| format!("锁不住“{}”", path.display()));
                }
            }
        }
    }
}
