//! The git repository around the ledger's folder.

use std::cell::OnceCell;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::Output;

use anyhow::{Context, Result, anyhow, bail};

use super::commit_settings::{Asked, Wishes};
use super::git::{finish, git, must, run};
use super::identity::{self, Identity};
use super::place::Place;
use super::write_objects::Bench;

/// The repository that keeps the ledger; the ledger may be a folder deep inside it.
pub struct Repository {
    pub(super) folder: PathBuf,
    /// What is asked of its commits, once somebody wanted to know.
    wishes: OnceCell<Wishes>,
    /// Who can make objects in it, once somebody had to: what it has read of the index and the trees serves again.
    bench: OnceCell<Bench>,
}

/// What git knows before a change.
#[derive(Debug, Clone)]
pub struct State {
    /// The person at work.
    pub identity: Identity,
    /// Which of the paths asked about differ from the last commit.
    pub unkept: Vec<String>,
}

/// Of how many paths each is looked at by itself; of more, git is asked about all there are.
const MANY: usize = 1000;

impl Repository {
    /// The repository around `folder`, whether there is one or not: the first question will tell.
    pub fn around(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), wishes: OnceCell::new(), bench: OnceCell::new() }
    }

    /// Where it lies.
    ///
    /// # Errors
    /// There is none.
    pub(super) fn place(&self) -> Result<Place> {
        Place::around(&self.folder).ok_or_else(|| {
            anyhow!(
                "台账文件夹“{}”不在 git 仓库里，没有改动；请在里面运行 git init，或在 ledger.toml 里写 [git] commit = false",
                self.folder.display()
            )
        })
    }

    /// What is asked of a commit here; git is asked once.
    pub(super) fn wishes(&self) -> Result<&Wishes> {
        if let Some(wishes) = self.wishes.get() {
            return Ok(wishes);
        }
        let wishes = Asked::of(&self.folder)?.answer()?;
        Ok(self.wishes.get_or_init(|| wishes))
    }

    /// Who can make objects here.
    pub(super) fn bench(&self) -> Result<&Bench> {
        if let Some(bench) = self.bench.get() {
            return Ok(bench);
        }
        let bench = Bench::at(self.place()?)?;
        Ok(self.bench.get_or_init(|| bench))
    }

    /// The same repository, which knows every number that was ever given out.
    ///
    /// # Errors
    /// Older history was left behind when it was cloned (浅克隆).
    pub fn whole(&self) -> Result<&Self> {
        if self.place()?.is_shallow() {
            bail!(
                "这是浅克隆，更早的历史没有取来，不知道哪些编号已经用过，没有登记；请先运行 git fetch --unshallow"
            );
        }
        Ok(self)
    }

    /// Who is at work, before there is any repository.
    ///
    /// # Errors
    /// Nobody has told git their name.
    pub fn who(folder: &Path) -> Result<Identity> {
        identity::read(&finish(identity::ask(folder)?)?)
    }

    /// Everything a change of `paths` has to know.
    ///
    /// # Errors
    /// There is no repository, it is in the middle of a merge, or nobody has told git their name.
    pub fn state(&self, paths: &[String]) -> Result<State> {
        at_rest(&self.place()?)?;
        // Git tells of the person while the files are looked at.
        let asked = Asked::of(&self.folder)?;
        let unkept =
            if paths.is_empty() || paths.len() > MANY { self.unkept(paths) } else { self.differing(paths) };
        let wishes = asked.answer()?;
        let wishes = self.wishes.get_or_init(|| wishes);
        Ok(State { identity: wishes.identity.clone(), unkept: unkept? })
    }

    /// Which files under `paths` (all, if none are named) differ from the last commit or are unknown to it.
    pub fn unkept(&self, paths: &[String]) -> Result<Vec<String>> {
        let mut command = git(
            &self.folder,
            ["status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--"],
        );
        let here = [".".to_owned()];
        // More than a command line holds are picked out of everything.
        let many = paths.len() > MANY;
        command.args(if paths.is_empty() || many { &here } else { paths });
        let prefix = self.place()?.prefix;
        let listing = must(command, "git 看不了台账文件夹")?;
        // Porcelain names paths from the top of the repository.
        let named = listing.split('\0').filter_map(|line| line.get(3..));
        let named = named.map(|path| path.strip_prefix(&prefix).unwrap_or(path).to_owned());
        if many {
            let asked: HashSet<&String> = paths.iter().collect();
            return Ok(named.filter(|path| asked.contains(path)).collect());
        }
        Ok(named.collect())
    }

    /// The last commit here.
    pub fn head(&self) -> Result<String> {
        self.bench()?.tip("HEAD")?.context("git 读不出最后一次提交")
    }

    /// Whether `commit` is in the history of `other`.
    pub fn is_in(&self, commit: &str, other: &str) -> Result<bool> {
        self.bench()?.is_in(commit, other)
    }

    /// Whether the last commit holds a file of this name.
    pub fn keeps(&self, path: &str) -> bool {
        let kept = || -> Result<bool> {
            let bench = self.bench()?;
            let path = format!("{}{path}", bench.place.prefix);
            let kept = bench.entries(bench.tip("HEAD")?.as_deref(), &[&path])?;
            Ok(kept.into_iter().any(|entry| entry.is_some()))
        };
        kept().unwrap_or(false)
    }

    /// Whether the repository is there and at rest.
    ///
    /// # Errors
    /// There is none, or something is under way in it, or it is on no branch.
    pub fn check_rest(&self) -> Result<()> {
        at_rest(&self.place()?)?;
        let unmerged = run(git(&self.folder, ["diff", "--name-only", "--diff-filter=U", "-z"]))?;
        match names(&unmerged).as_slice() {
            [] => Ok(()),
            files => bail!(
                "仓库里还有没有合并完的文件：{}，没有改动；请先改好、git add 和 git commit，或放弃（git checkout HEAD -- 文件）",
                files.join("、")
            ),
        }
    }
}

/// Whether nothing is under way in the repository.
///
/// # Errors
/// Something is, or it is on no branch.
fn at_rest(place: &Place) -> Result<()> {
    let busy = [
        ("MERGE_HEAD", "合并", "git merge --continue", "git merge --abort"),
        ("rebase-merge", "变基", "git rebase --continue", "git rebase --abort"),
        ("rebase-apply", "变基", "git rebase --continue", "git rebase --abort"),
        ("CHERRY_PICK_HEAD", "拣选", "git cherry-pick --continue", "git cherry-pick --abort"),
        ("REVERT_HEAD", "还原", "git revert --continue", "git revert --abort"),
    ];
    for (mark, doing, go_on, give_up) in busy {
        if place.git.join(mark).exists() {
            bail!("git 仓库正在{doing}，没有改动；请先做完（{go_on}）或放弃（{give_up}）");
        }
    }
    // On no branch, a change would be lost as soon as somebody goes back to one.
    let head = std::fs::read_to_string(place.git.join("HEAD")).unwrap_or_default();
    if !head.is_empty() && !head.starts_with("ref:") {
        bail!(
            "git 仓库不在任何分支上（多半是在看旧的提交），没有改动：这时存进去的修改以后找不到；请先回到分支，如 git switch main"
        );
    }
    Ok(())
}

/// The paths of a `-z` listing.
fn names(output: &Output) -> Vec<String> {
    let listing = String::from_utf8_lossy(&output.stdout);
    listing.split('\0').filter(|name| !name.is_empty()).map(ToOwned::to_owned).collect()
}
