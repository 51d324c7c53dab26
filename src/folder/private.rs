//! The program's own folder for one ledger: the lock, and what was begun and not ended. It lies in the git directory, where no
//! clone and no pull can bring anything; without git, in the user's state folder. Nothing of it is ever in the work tree.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use etcetera::{BaseStrategy, choose_base_strategy};

const PATIENCE: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(20);

/// Held while a command reads, decides and writes. The system releases it when the process ends, however it ends.
#[derive(Debug)]
pub struct Lock(File);

impl Lock {
    /// The locked file, for a process that is to hold the lock as long as it runs, even should this one be killed.
    pub fn to_hold(&self) -> Result<File> {
        self.0.try_clone().context("台账的锁不能交给 git")
    }
}

/// The program's own folder for one ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Private {
    path: PathBuf,
}

impl Private {
    /// In the git directory.
    pub fn in_git(git_directory: &Path) -> Self {
        Self { path: git_directory.join("ledger") }
    }

    /// In the user's state folder, for a ledger that no repository keeps. `key` tells it from every other ledger's.
    pub fn in_state(key: &str) -> Result<Self> {
        let base = choose_base_strategy().context("不知道您的主文件夹在哪里；请设环境变量 HOME")?;
        let state = base.state_dir().unwrap_or_else(|| base.data_dir());
        Ok(Self { path: state.join("ledger").join(key) })
    }

    /// Where it lies, whether it is there yet or not.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Waits for the ledger's lock, at most ten seconds.
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

    /// The ledger's lock, unless somebody holds it.
    pub fn try_lock(&self) -> Result<Option<Lock>> {
        let named = || format!("写不了“{}”（请检查权限）", self.path.display());
        fs::create_dir_all(&self.path).with_context(named)?;
        let path = self.path.join("lock");
        let file =
            OpenOptions::new().create(true).write(true).truncate(false).open(path).with_context(named)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Lock(file))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error).with_context(named),
        }
    }
}
