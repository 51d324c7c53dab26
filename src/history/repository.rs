//! The git repository around the ledger's folder.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::git::{finish, git, must, run, said, start};
use super::identity::{self, Identity};

/// The repository that keeps the ledger; the ledger may be a folder deep inside it.
#[derive(Debug, Clone)]
pub struct Repository {
    pub(super) folder: PathBuf,
}

/// What git knows before a change.
#[derive(Debug, Clone)]
pub struct State {
    /// The person at work.
    pub identity: Identity,
    /// Which of the paths asked about differ from the last commit.
    pub unkept: Vec<String>,
}

impl Repository {
    /// The repository around `folder`, whether there is one or not: the first question will tell.
    pub fn around(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// Makes a repository where there is none; says whether it did.
    pub fn found(folder: &Path) -> Result<bool> {
        let inside = run(git(folder, ["rev-parse", "--is-inside-work-tree"]))?;
        if inside.status.success() {
            return Ok(false);
        }
        must(git(folder, ["init", "--quiet"]), None, "建不了 git 仓库")?;
        Ok(true)
    }

    /// Who is at work, before there is any repository.
    ///
    /// # Errors
    /// Nobody has told git their name.
    pub fn who(folder: &Path) -> Result<Identity> {
        identity::read(&finish(identity::ask(folder)?)?)
    }

    /// Everything a change has to know, asked at once: who is at work, and which of `paths` are not kept yet.
    ///
    /// # Errors
    /// There is no repository, or nobody has told git their name.
    pub fn state(&self, paths: &[String]) -> Result<State> {
        let who = identity::ask(&self.folder)?;
        let unkept = self.unkept(paths);
        let identity = identity::read(&finish(who)?);
        Ok(State { unkept: unkept?, identity: identity? })
    }

    /// Which files under `paths` (all, if none are named) differ from the last commit or are unknown to it.
    pub fn unkept(&self, paths: &[String]) -> Result<Vec<String>> {
        let mut command = git(
            &self.folder,
            ["status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--"],
        );
        let here = [".".to_owned()];
        command.args(if paths.is_empty() { &here } else { paths });
        let output = finish(start(&mut command)?)?;
        if !output.status.success() {
            let said = said(&output);
            if said.contains("not a git repository") {
                bail!(
                    "台账文件夹“{0}”不在 git 仓库里，没有改动；请在里面运行 git init，或在 ledger.toml 里写 [git] commit = false",
                    self.folder.display()
                );
            }
            bail!("git 看不了台账文件夹，没有改动；git 说：{said}");
        }
        let listing = String::from_utf8_lossy(&output.stdout).into_owned();
        let prefix = self.prefix_if(&listing)?;
        // Porcelain names paths from the top of the repository.
        let named = listing.split('\0').filter_map(|line| line.get(3..));
        Ok(named.map(|path| path.strip_prefix(&prefix).unwrap_or(path).to_owned()).collect())
    }

    /// Where the ledger lies in the repository; asked only when something was listed.
    fn prefix_if(&self, listing: &str) -> Result<String> {
        if listing.is_empty() {
            return Ok(String::new());
        }
        let prefix = must(git(&self.folder, ["rev-parse", "--show-prefix"]), None, "git 看不了台账文件夹")?;
        Ok(prefix.trim_end_matches('\n').to_owned())
    }
}
