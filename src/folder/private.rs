//! The program's own folder for one ledger: the lock, what was begun and not ended, and the files that are about to take their
//! places. It lies in the git directory, where no clone and no pull can bring anything; without git, in the user's state folder.
//! Nothing of it is ever in the work tree.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::hash::{BuildHasher, RandomState};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use etcetera::{BaseStrategy, choose_base_strategy};

use super::confined::{Confined, is_missing};
use super::record::{Begun, Steps};

const PATIENCE: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(20);

/// Who holds it is the only one to write.
const LOCK: &str = "lock";
/// Who holds it is the only one to exchange with the remote.
const EXCHANGE: &str = "exchange";
/// What every lock of git's says that this program took. No other program writes such a file.
const TOKEN: &str = "token";
/// The change that was begun.
const BEGUN: &str = "begun.json";
/// The change that was ended last.
const LAST: &str = "last.json";
/// The files that are about to take their places.
const STAGED: &str = "staged-";

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

/// How far the changes of a ledger have come: the same twice, and nothing was changed in between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp(Option<Begun>, Vec<u8>);

impl Stamp {
    /// The change that was begun and not ended, if any.
    pub fn begun(&self) -> Option<&Begun> {
        self.0.as_ref()
    }

    /// Whether nothing has changed since `earlier`, but that the change begun by then was ended.
    pub fn follows(&self, earlier: &Self) -> bool {
        let ended = |begun: &Begun| self.0.is_none() && serial(&self.1) == Some(begun.serial);
        self == earlier || earlier.0.as_ref().is_some_and(ended)
    }
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

    /// A file in it.
    pub fn join(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// The folder, which is there once the lock was taken.
    pub fn open(&self) -> Result<Confined> {
        Confined::open(&self.path).with_context(|| format!("读不了“{}”", self.path.display()))
    }

    /// Waits for the ledger's lock, at most ten seconds.
    pub fn lock(&self) -> Result<Lock> {
        self.wait_for(LOCK, PATIENCE, "另一个 ledger 正在写这个台账；请等它结束后再试")
    }

    /// Waits for the lock of an exchange, at most a minute. It keeps nobody from writing.
    pub fn lock_exchange(&self) -> Result<Lock> {
        self.wait_for(
            EXCHANGE,
            PATIENCE * 6,
            "这个台账正在同步（另一个 ledger sync 还没有结束）；请等它结束后再试",
        )
    }

    fn wait_for(&self, name: &str, patience: Duration, refusal: &'static str) -> Result<Lock> {
        let began = Instant::now();
        loop {
            match self.try_lock_as(name)? {
                Some(lock) => return Ok(lock),
                None if began.elapsed() < patience => sleep(PAUSE),
                None => bail!(refusal),
            }
        }
    }

    /// The ledger's lock, unless somebody holds it.
    pub fn try_lock(&self) -> Result<Option<Lock>> {
        self.try_lock_as(LOCK)
    }

    /// The lock of an exchange, unless somebody holds it.
    pub fn try_lock_exchange(&self) -> Result<Option<Lock>> {
        self.try_lock_as(EXCHANGE)
    }

    fn try_lock_as(&self, name: &str) -> Result<Option<Lock>> {
        let named = || format!("写不了“{}”（请检查权限）", self.path.display());
        fs::create_dir_all(&self.path).with_context(named)?;
        let path = self.join(name);
        let file =
            OpenOptions::new().create(true).write(true).truncate(false).open(path).with_context(named)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Lock(file))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error).with_context(named),
        }
    }

    /// What was begun and not ended, if anything.
    ///
    /// # Errors
    /// Something was, and it cannot be read.
    pub fn begun(&self) -> Result<Option<Begun>> {
        let path = self.join(BEGUN);
        let text = match fs::read(&path) {
            Ok(text) => text,
            Err(error) if is_missing(&error) => return Ok(None),
            Err(error) => return Err(error).with_context(|| format!("读不了“{}”", path.display())),
        };
        // It was put there whole.
        let begun = serde_json::from_slice(&text).with_context(|| {
            format!(
                "上次没有做完的操作记在“{}”，读不懂；请用写它的那个版本的 ledger 运行一次",
                path.display()
            )
        })?;
        Ok(Some(begun))
    }

    /// How far the changes have come.
    pub fn stamp(&self) -> Stamp {
        Stamp(self.begun().ok().flatten(), fs::read(self.join(LAST)).unwrap_or_default())
    }

    /// Writes down, on the disk, that a change is begun.
    pub fn begin(&self, lock: &Lock, ledger: &Path, sentence: &str, steps: Steps) -> Result<()> {
        let serial = fs::read(self.join(LAST)).ok().and_then(|last| serial(&last)).unwrap_or(0) + 1;
        let ledger = ledger.canonicalize().unwrap_or_else(|_| ledger.to_owned()).display().to_string();
        let begun = Begun { serial, sentence: sentence.to_owned(), ledger, steps };
        let text = serde_json::to_vec(&begun).context("写不出操作记录")?;
        self.put(lock, BEGUN, &text).with_context(|| format!("写不了“{}”", self.join(BEGUN).display()))
    }

    /// Writes a file of its own, whole and on the disk. Whoever holds the lock sweeps away what others stage.
    pub fn put(&self, _lock: &Lock, name: &str, bytes: &[u8]) -> io::Result<()> {
        let staged = self.join(&format!("{STAGED}{name}"));
        let mut file = File::create(&staged)?;
        file.write_all(bytes)?;
        file.sync_data()?;
        fs::rename(staged, self.join(name))
    }

    /// The change is made to its end.
    pub fn end(&self, _lock: &Lock) -> Result<()> {
        let named = || format!("写不了“{}”", self.join(LAST).display());
        fs::rename(self.join(BEGUN), self.join(LAST)).with_context(named)
    }

    /// The change did not happen: nothing is left of it.
    pub fn forget(&self, _lock: &Lock) -> Result<()> {
        match fs::remove_file(self.join(BEGUN)) {
            Err(error) if !is_missing(&error) => Err(error).context("删不了没有做成的操作记录"),
            _ => Ok(()),
        }
    }

    /// Writes a file that is to take its place later; its name here. On the disk, unless it is one of `many`.
    pub fn stage(&self, _lock: &Lock, folder: &Confined, bytes: &[u8], many: bool) -> io::Result<String> {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        loop {
            let name = format!("{STAGED}{}", NUMBER.fetch_add(1, Ordering::Relaxed));
            match folder.create(&name, bytes) {
                Ok(file) if many => {
                    drop(file);
                    return Ok(name);
                }
                Ok(file) => return file.sync_data().map(|()| name),
                // What a killed process left behind, and nobody waits for.
                Err(error) if error.kind() == ErrorKind::AlreadyExists => folder.remove(&name)?,
                Err(error) => {
                    let _ = folder.remove(&name);
                    return Err(error);
                }
            }
        }
    }

    /// Waits until what was staged is on the disk, all of it in one go.
    #[cfg(target_os = "linux")]
    pub fn settle(&self) -> io::Result<()> {
        Ok(rustix::fs::syncfs(File::open(&self.path)?)?)
    }

    /// Waits until what was staged is on the disk.
    #[cfg(not(target_os = "linux"))]
    pub fn settle(&self) -> io::Result<()> {
        self.staged().try_for_each(|path| File::options().write(true).open(path)?.sync_data())
    }

    /// Takes away what was staged and did not come to its place.
    pub fn sweep(&self, _lock: &Lock) {
        // Best effort: what stays keeps nobody from anything, and goes the next time.
        self.staged().for_each(|path| drop(fs::remove_file(path)));
    }

    fn staged(&self) -> impl Iterator<Item = PathBuf> {
        let entries = fs::read_dir(&self.path).into_iter().flatten().flatten();
        let staged = |entry: &fs::DirEntry| entry.file_name().to_string_lossy().starts_with(STAGED);
        entries.filter(staged).map(|entry| entry.path())
    }

    /// What every lock of git's says that this program takes for this ledger.
    fn token(&self, lock: &Lock) -> io::Result<Vec<u8>> {
        let path = self.join(TOKEN);
        if let Ok(token) = fs::read(&path)
            && !token.is_empty()
        {
            return Ok(token);
        }
        let random = RandomState::new();
        let token = format!("ledger {:016x}{:016x}\n", random.hash_one(0), random.hash_one(1));
        self.put(lock, TOKEN, token.as_bytes())?;
        Ok(token.into_bytes())
    }

    /// Takes a lock of git's: the file `path`, which must not be there. It says that it is ours from the moment it is there.
    ///
    /// # Errors
    /// `AlreadyExists`: another program holds it.
    pub fn take(&self, lock: &Lock, path: &Path) -> io::Result<()> {
        let token = self.token(lock)?;
        // Who holds the ledger's lock and finds a lock of ours has found one of a process that is dead.
        if is_ours(path, &token) {
            fs::remove_file(path)?;
        }
        match fs::hard_link(self.join(TOKEN), path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists || is_missing(&error) => Err(error),
            Ok(()) => Ok(()),
            // Not every disk gives a file two names.
            Err(_) => {
                let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
                file.write_all(&token)
            }
        }
    }

    /// Lets go of a lock of git's, the file `<file>.lock`, that a process left which held this ledger's lock.
    pub fn free(&self, lock: &Lock, file: &Path) -> io::Result<()> {
        let mut path = file.as_os_str().to_owned();
        path.push(".lock");
        let ours = is_ours(Path::new(&path), &self.token(lock)?);
        if ours { fs::remove_file(path) } else { Ok(()) }
    }

    /// Gives a staged file the permissions of the one whose place it takes.
    pub fn dress(&self, staged: &str, target: &Path, runs: bool) {
        let path = self.join(staged);
        // A disk that knows no permissions has none to keep.
        if let Ok(known) = fs::symlink_metadata(target)
            && known.is_file()
        {
            let _ = fs::set_permissions(&path, known.permissions());
        }
        #[cfg(unix)]
        if runs && let Ok(known) = fs::metadata(&path) {
            use std::os::unix::fs::PermissionsExt;
            let mode = known.permissions().mode();
            // Whoever may read it may run it.
            let _ = fs::set_permissions(&path, fs::Permissions::from_mode(mode | (mode & 0o444) >> 2));
        }
        #[cfg(not(unix))]
        let _ = runs;
    }
}

/// The number of the change that is written down there.
fn serial(text: &[u8]) -> Option<u64> {
    serde_json::from_slice::<serde_json::Value>(text).ok()?.get("serial")?.as_u64()
}

/// Whether a lock of git's is one that this program took for this ledger.
fn is_ours(path: &Path, token: &[u8]) -> bool {
    fs::symlink_metadata(path).is_ok_and(|known| known.is_file())
        && fs::read(path).is_ok_and(|found| found == token)
}
