//! Exchange with the remote: what it is, fetching from it, pushing to it. Git does it, with the person's own credentials, hooks
//! and transports.

use std::path::PathBuf;
use std::process::Output;

use anyhow::{Result, anyhow, bail};

use super::git::{answer, git, run_holding, said, why};
use super::left_behind::{self, Pushing};
use super::locks::Held;
use super::repository::Repository;
use crate::folder::{Lock, Private};

/// Where a ledger is exchanged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remote {
    /// What git calls it: `origin`.
    pub name: String,
    /// Where it lies.
    pub address: String,
    /// The branch here.
    pub branch: String,
    /// The branch there.
    pub there: String,
}

/// What one line of work has that another one has not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ahead {
    /// Whether there is anything.
    pub is_any: bool,
    /// How many changes; what only joins lines is none.
    pub changes: usize,
}

/// What became of a push.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pushed {
    /// It is there.
    Done,
    /// Somebody pushed in between.
    Overtaken,
    /// Another git holds the branch there, or left its lock behind; what there is to say of that lock.
    Locked(String),
}

/// One exchange of a ledger at a time. Other commands may write meanwhile.
#[derive(Debug)]
pub struct Exchanging {
    private: Private,
    lock: Lock,
}

/// What was fetched, for as long as it takes to take it in.
pub(super) const FETCHED: &str = "refs/ledger/fetched";

impl Exchanging {
    /// Begins one.
    ///
    /// # Errors
    /// Another one is under way.
    pub fn begin(private: &Private) -> Result<Self> {
        Ok(Self { private: private.clone(), lock: private.lock_exchange()? })
    }
}

impl Repository {
    /// The remote that the branch follows; else the only one, or the one called `origin`.
    ///
    /// # Errors
    /// There is no remote, or none can be chosen.
    pub fn remote(&self) -> Result<Remote> {
        let Some(branch) = self.answer(&["symbolic-ref", "--quiet", "--short", "HEAD"])? else {
            bail!("git 仓库不在任何分支上，没有交换；请先回到分支，如 git switch main");
        };
        let setting = |key: &str| self.answer(&["config", "--get", &format!("branch.{branch}.{key}")]);
        let names = self.answer(&["remote"])?.unwrap_or_default();
        let names: Vec<&str> = names.lines().collect();
        let followed = setting("remote")?.filter(|name| names.contains(&name.as_str()));
        let name = match (followed, names.as_slice()) {
            (Some(name), _) => name,
            (None, [only]) => (*only).to_owned(),
            (None, []) => bail!(
                "还没有说明和哪里交换，没有改动；请先运行 git remote add origin 地址，地址可以是共享文件夹里的裸仓库、ssh 或 https"
            ),
            (None, _) if names.contains(&"origin") => "origin".to_owned(),
            (None, _) => bail!(
                "有几个可以交换的地方（{}），不知道用哪一个，没有改动；请运行 git branch --set-upstream-to=名称/{branch}",
                names.join("、")
            ),
        };
        let merge =
            setting("merge")?.filter(|_| setting("remote").is_ok_and(|known| known.as_ref() == Some(&name)));
        let there = merge.and_then(|merge| merge.strip_prefix("refs/heads/").map(ToOwned::to_owned));
        let address = self.answer(&["remote", "get-url", &name])?.unwrap_or_else(|| name.clone());
        Ok(Remote { name, address, there: there.unwrap_or_else(|| branch.clone()), branch })
    }

    /// Fetches the branch; its last commit, or none where the remote has no such branch yet.
    ///
    /// Git brings the objects, under a name that nobody else uses: whatever ends it leaves nothing in anybody's way.
    ///
    /// # Errors
    /// The remote cannot be reached.
    pub fn fetch(&self, exchange: &Exchanging, remote: &Remote) -> Result<Option<String>> {
        self.clear_fetched()?;
        left_behind::take_up(&exchange.private, &self.place()?.top);
        let what = format!("+refs/heads/{}:{FETCHED}", remote.there);
        let quiet = ["--quiet", "--no-tags", "--no-write-fetch-head", "--no-auto-maintenance", "--refmap="];
        let mut fetch = git(&self.folder, ["fetch"]);
        fetch.args(quiet).args(["--end-of-options", &remote.name, &what]);
        let output = run_holding(fetch, exchange.lock.to_hold()?)?;
        if output.status.success() {
            return self.answer(&["rev-parse", "--verify", "--quiet", FETCHED]);
        }
        let said = said(&output);
        if said.contains("couldn't find remote ref") {
            return Ok(None);
        }
        Err(anyhow!("连不上 {}（{}）；{}", remote.name, remote.address, why(&said)))
    }

    /// Pushes `commit` as the branch there.
    ///
    /// # Errors
    /// The remote cannot be reached, or does not take it.
    pub fn push(&self, exchange: &Exchanging, remote: &Remote, commit: &str) -> Result<Pushed> {
        let what = format!("{commit}:refs/heads/{}", remote.there);
        // By its address: by its name, git would note here where the branch stands, under a lock that a killed one leaves.
        let address = self.answer(&["remote", "get-url", "--push", "--end-of-options", &remote.name])?;
        let address = address.unwrap_or_else(|| remote.address.clone());
        let mut push = git(&self.folder, ["push", "--quiet", "--end-of-options"]);
        push.args([&address, &what]);
        let pushing = Pushing { commit: commit.to_owned(), address, branch: remote.there.clone() };
        pushing.begin(&exchange.private)?;
        let output = run_holding(push, exchange.lock.to_hold()?)?;
        let Some(pushed) = pushed(&output) else {
            // The git there may not have come to its end.
            bail!("送不到 {}（{}）；{}", remote.name, remote.address, why_not_taken(&output));
        };
        left_behind::end(&exchange.private);
        Ok(pushed)
    }

    /// What `head` has that `other` has not.
    pub fn ahead(&self, head: &str, other: Option<&str>) -> Result<Ahead> {
        let range = other.map_or_else(|| head.to_owned(), |other| format!("{other}..{head}"));
        let count = |arguments: &[&str]| -> Result<usize> {
            Ok(self.answer(arguments)?.and_then(|count| count.parse().ok()).unwrap_or(0))
        };
        let changes = count(&["rev-list", "--count", "--no-merges", &range])?;
        let is_any = changes > 0 || count(&["rev-list", "--count", &range])? > 0;
        Ok(Ahead { is_any, changes })
    }

    /// What git answers in the ledger's folder; none where it has no answer.
    pub(super) fn answer(&self, question: &[&str]) -> Result<Option<String>> {
        answer(git(&self.folder, question))
    }
}

/// What became of a push that came to its end.
fn pushed(output: &Output) -> Option<Pushed> {
    if output.status.success() {
        return Some(Pushed::Done);
    }
    let said = said(output);
    if let Some(lock) = there_locked(&said) {
        return Some(Pushed::Locked(Held::at(lock).to_string()));
    }
    let overtaken =
        ["[rejected]", "fetch first", "non-fast-forward", "cannot lock ref", "failed to update ref"];
    let is_overtaken = overtaken.iter().any(|words| said.contains(words)) && !said.contains("hook declined");
    is_overtaken.then_some(Pushed::Overtaken)
}

/// The lock on the other side that a push met.
fn there_locked(said: &str) -> Option<PathBuf> {
    let (_, unable) = said.split_once("Unable to create '")?;
    let (path, _) = unable.split_once("': File exists")?;
    Some(PathBuf::from(path))
}

/// Why a push was not taken, without what git says of every push.
fn why_not_taken(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr);
    let is_said = |line: &&str| {
        !line.starts_with("error: failed to push") && !line.starts_with("To ") && !line.starts_with("hint:")
    };
    let lines = text.lines().filter(is_said).map(|line| line.trim_start_matches("remote: ").trim());
    let (verdicts, words): (Vec<&str>, Vec<&str>) =
        lines.filter(|line| !line.is_empty()).partition(|line| line.starts_with("! ["));
    // Whoever says why says more than git's ` ! [remote rejected] … (pre-receive hook declined)`.
    why(&if words.is_empty() { verdicts } else { words }.join(" "))
}
