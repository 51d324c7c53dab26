//! What the person and the repository ask of a commit: in whose name, which hooks, whether it is signed. Git itself is asked,
//! once, so that whatever it reads counts: the person's settings, the repository's, the environment.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Child;

use anyhow::{Result, bail};

use super::git::{finish, git, said, start};
use super::identity::{self, Identity};
use super::place::Place;

/// What is asked of a commit.
#[derive(Debug, Clone)]
pub(super) struct Wishes {
    /// The person at work.
    pub(super) identity: Identity,
    /// `李强 <liqiang@example.com> 1764000000 +0800`
    pub(super) author: String,
    /// The same of who keeps it.
    pub(super) committer: String,
    settings: HashMap<String, String>,
}

/// Git, asked and not heard yet.
pub(super) struct Asked {
    who: Child,
    all: Child,
}

impl Asked {
    /// Asks git, from `folder`.
    pub(super) fn of(folder: &Path) -> Result<Self> {
        Ok(Self { who: identity::ask(folder)?, all: start(&mut git(folder, ["var", "-l"]))? })
    }

    /// What it says.
    ///
    /// # Errors
    /// Nobody has told git their name.
    pub(super) fn answer(self) -> Result<Wishes> {
        let (who, all) = (finish(self.who)?, finish(self.all)?);
        let identity = identity::read(&who)?;
        if !all.status.success() {
            identity::refuse_date(&said(&all))?;
            bail!("git 读不出设置，没有改动；git 说：{}", said(&all));
        }
        let listing = String::from_utf8_lossy(&all.stdout).into_owned();
        // What is said last counts.
        let settings: HashMap<String, String> = listing
            .lines()
            .filter_map(|line| line.split_once('='))
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .collect();
        let author = String::from_utf8_lossy(&who.stdout).trim_end().to_owned();
        let committer = settings.get("GIT_COMMITTER_IDENT").cloned().unwrap_or_else(|| author.clone());
        Ok(Wishes { identity, author, committer, settings })
    }
}

impl Wishes {
    /// A setting of git's, its name in small letters.
    pub(super) fn setting(&self, key: &str) -> Option<&str> {
        self.settings.get(key).map(String::as_str)
    }

    /// Whether a setting is on.
    pub(super) fn is_on(&self, key: &str) -> bool {
        self.setting(key).is_some_and(|value| matches!(value, "true" | "yes" | "on" | "1" | ""))
    }

    /// Whether the repository at `place` has a hook of this name.
    pub(super) fn has_hook(&self, place: &Place, name: &str) -> bool {
        let folder = match self.setting("core.hookspath") {
            // Seen from where the hook would run.
            Some(path) => match path.strip_prefix("~/") {
                // Only git knows whose home is meant; it ignores a hook that is not there.
                Some(_) => return true,
                None => place.top.join(path),
            },
            None => place.common.join("hooks"),
        };
        is_executable(&folder.join(name))
    }
}

#[cfg(unix)]
fn is_executable(file: &PathBuf) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(file).is_ok_and(|known| known.is_file() && known.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(file: &PathBuf) -> bool {
    file.is_file()
}
