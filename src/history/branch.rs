//! The branch: which one it is, its last commit, and the moment at which it goes on to a new one.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::change::Room;
use super::commit_settings::Wishes;
use super::git::{answer, done, run, run_holding};
use super::locks::Taken;
use super::write_objects::{Bench, found};
use crate::folder::Lock;

/// Where a branch stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Branch {
    /// `refs/heads/main`
    pub(super) name: String,
    /// Its last commit; none where it has none yet.
    pub(super) tip: Option<String>,
}

/// That a branch went on meanwhile: somebody else moved it.
#[derive(Debug)]
pub(super) struct Overtaken;

impl std::error::Error for Overtaken {}

impl std::fmt::Display for Overtaken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("别的 git 刚刚存入了别的修改，没有改动；请再做一次")
    }
}

impl Bench {
    /// The branch that the work tree is on.
    ///
    /// # Errors
    /// It is on none.
    pub(super) fn branch(&self) -> Result<Branch> {
        let name = match &self.library {
            Some(library) => library.find_reference("HEAD")?.symbolic_target()?.map(ToOwned::to_owned),
            None => answer(self.git(["symbolic-ref", "--quiet", "HEAD"]))?,
        };
        let Some(name) = name else {
            bail!(
                "git 仓库不在任何分支上（多半是在看旧的提交），没有改动：这时存进去的修改以后找不到；请先回到分支，如 git switch main"
            );
        };
        let tip = self.tip(&name)?;
        Ok(Branch { name, tip })
    }

    /// The last commit of a reference, by its full name.
    pub(super) fn tip(&self, name: &str) -> Result<Option<String>> {
        match &self.library {
            Some(library) => Ok(found(library.refname_to_id(name))?.map(|id| id.to_string())),
            None => answer(self.git(["rev-parse", "--verify", "--quiet", "--end-of-options", name])),
        }
    }

    /// Whether `commit` is in the history of `other`.
    pub(super) fn is_in(&self, commit: &str, other: &str) -> Result<bool> {
        if commit == other {
            return Ok(true);
        }
        if let Some(library) = &self.library {
            let [commit, other] = [git2::Oid::from_str(commit)?, git2::Oid::from_str(other)?];
            // Where it cannot read a commit on the way, because that states no day, git can.
            if let Ok(is_in) = library.graph_descendant_of(other, commit) {
                return Ok(is_in);
            }
        }
        Ok(run(self.git(["merge-base", "--is-ancestor", commit, other]))?.status.success())
    }

    /// Moves a reference on from `old` to `new`: the moment at which everything that leads up to it happens. Before it nothing
    /// shows, and nothing does if it fails.
    ///
    /// # Errors
    /// [`Overtaken`]: the reference is not at `old` any more. Another program holds it.
    pub(super) fn move_on(
        &self,
        room: Room<'_>,
        wishes: &Wishes,
        name: &str,
        old: Option<&str>,
        new: &str,
        why: &str,
    ) -> Result<()> {
        if self.place.common.join("reftable").exists() || super::hooks::watches_branches(wishes, self) {
            return self.move_on_by_git(room.lock, name, old, new, why);
        }
        let path = self.place.common.join(name);
        let named = || format!("写不了“{}”", path.display());
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).with_context(named)?;
        }
        let taken = Taken::of(&path, room)?;
        if self.tip(name)?.as_deref() != old {
            return Err(Overtaken.into());
        }
        let staged = room.private.join("staged-tip");
        let mut file = fs::File::create(&staged).with_context(named)?;
        file.write_all(format!("{new}\n").as_bytes()).and_then(|()| file.sync_data()).with_context(named)?;
        fs::rename(&staged, &path).with_context(named)?;
        // It has happened. What git notes of it for people to look back on is worth no failure.
        let zero = "0".repeat(new.len());
        let line = format!("{} {new} {}\t{why}\n", old.unwrap_or(&zero), wishes.committer);
        let is_kept = wishes.setting("core.logallrefupdates").is_none_or(|kept| kept != "false");
        let followed = self.place.common.join("logs").join(name);
        for log in [followed, self.place.git.join("logs/HEAD")] {
            let _ = append(&log, &line, is_kept);
        }
        taken.release()
    }

    /// Notes a commit under a name that nothing hangs on. No lock is taken, so that none can be left: whoever notes another one at
    /// the same time is as right.
    pub(super) fn note(&self, room: Room<'_>, name: &str, commit: &str) -> Result<()> {
        if self.place.common.join("reftable").exists() {
            return done(&run(self.git(["update-ref", "--", name, commit]))?, "git 记不下远端的位置")
                .map(|_| ());
        }
        let path = self.place.common.join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let staged = room.private.join("staged-note");
        let mut file = fs::File::create(&staged)?;
        file.write_all(format!("{commit}\n").as_bytes())?;
        Ok(fs::rename(staged, path)?)
    }

    fn move_on_by_git(&self, lock: &Lock, name: &str, old: Option<&str>, new: &str, why: &str) -> Result<()> {
        let zero = "0".repeat(new.len());
        let update = self.git(["update-ref", "-m", why, "--", name, new, old.unwrap_or(&zero)]);
        // Should this process be killed, git goes on, and whoever waits for the lock waits for git too.
        let output = run_holding(update, lock.to_hold()?)?;
        if !output.status.success() && self.tip(name)?.as_deref() != old {
            return Err(Overtaken.into());
        }
        done(&output, "存不进 git 历史，没有改动").map(|_| ())
    }
}

fn append(log: &Path, line: &str, is_kept: bool) -> std::io::Result<()> {
    if let Some(folder) = log.parent().filter(|_| is_kept) {
        fs::create_dir_all(folder)?;
    }
    OpenOptions::new().append(true).create(is_kept).open(log)?.write_all(line.as_bytes())
}
