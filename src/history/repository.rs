//! The git repository around the ledger's folder.

use std::collections::HashSet;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use anyhow::{Result, bail};

use super::git::{finish, git, must, patiently, run, run_holding, said, start};
use super::identity::{self, Identity};
use crate::core::provenance::Provenance;

/// The repository that keeps the ledger; the ledger may be a folder deep inside it.
#[derive(Debug, Clone)]
pub struct Repository {
    pub(super) folder: PathBuf,
    /// What a git that writes holds on to.
    held: Option<Arc<File>>,
}

/// What git knows before a change.
#[derive(Debug, Clone)]
pub struct State {
    /// The person at work.
    pub identity: Identity,
    /// Which of the paths asked about differ from the last commit.
    pub unkept: Vec<String>,
    /// What is staged already, which must stay so.
    pub staged: Vec<String>,
}

impl Repository {
    /// The repository around `folder`, whether there is one or not: the first question will tell.
    pub fn around(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), held: None }
    }

    /// The same repository, where a git that writes holds on to `lock`: should this process be killed, git goes on, and
    /// whoever waits for the lock waits for git too.
    #[must_use]
    pub fn holding(self, lock: File) -> Self {
        Self { held: Some(Arc::new(lock)), ..self }
    }

    /// Runs a git that writes, and that goes on to its end whatever becomes of this process; where another git is just
    /// writing, a moment later.
    pub(super) fn write(&self, command: impl Fn() -> Command) -> Result<Output> {
        patiently(|| run_holding(command(), self.held.as_deref(), None))
    }

    /// The same, with a file to read from.
    pub(super) fn write_fed(&self, input: &File, command: impl Fn() -> Command) -> Result<Output> {
        patiently(|| run_holding(command(), self.held.as_deref(), Some(input)))
    }

    /// The same repository, seen from another folder of it.
    pub(super) fn seen_from(&self, folder: &Path) -> Self {
        Self { folder: folder.to_owned(), held: self.held.clone() }
    }

    /// Makes a repository where there is none; says whether it did.
    pub fn found(folder: &Path) -> Result<bool> {
        let inside = run(git(folder, ["rev-parse", "--is-inside-work-tree"]))?;
        if inside.status.success() {
            return Ok(false);
        }
        must(git(folder, ["init", "--quiet"]), "建不了 git 仓库")?;
        Ok(true)
    }

    /// Takes away the repository that [`Repository::found`] has just made, and that nothing was kept in.
    pub fn abandon(&self) {
        // Best effort: why nothing was kept is what the person has to hear.
        let _ = std::fs::remove_dir_all(self.folder.join(".git"));
    }

    /// Who is at work, before there is any repository.
    ///
    /// # Errors
    /// Nobody has told git their name.
    pub fn who(folder: &Path) -> Result<Identity> {
        identity::read(&finish(identity::ask(folder)?)?)
    }

    /// Everything a change of `paths` has to know. The questions are put to git side by side: each costs a process.
    ///
    /// # Errors
    /// There is no repository, it is in the middle of a merge, or nobody has told git their name.
    pub fn state(&self, paths: &[String]) -> Result<State> {
        let who = identity::ask(&self.folder)?;
        let place = start(&mut git(&self.folder, ["rev-parse", "--absolute-git-dir", "--show-prefix"]))?;
        let staged =
            start(&mut git(&self.folder, ["diff", "--cached", "--no-renames", "--name-only", "-z", "--"]))?;
        let known = start(git(&self.folder, ["ls-files", "--cached", "-z", "--"]).args(paths))?;
        // `ls-files --modified` would say both, but looks at every file of the repository.
        let worked =
            start(git(&self.folder, ["diff-files", "--relative", "--name-only", "-z", "--"]).args(paths))?;
        let (who, place, staged) = (finish(who)?, finish(place)?, finish(staged)?);
        let (known, worked) = (names(&finish(known)?), names(&finish(worked)?));
        let prefix = self.prefix(&place)?;
        let identity = identity::read(&who)?;
        let staged: Vec<String> = names(&staged)
            .into_iter()
            // What lies outside the ledger keeps its path from the top, marked so that it is taken for none of ours.
            .map(|path| path.strip_prefix(&prefix).map_or_else(|| format!(":/{path}"), ToOwned::to_owned))
            .collect();
        // A file that is there and unknown to git is new: somebody made it by hand.
        let kept = |path: &String| {
            let is_new = !known.contains(path) && self.folder.join(path).exists();
            !is_new && !worked.contains(path) && !staged.contains(path)
        };
        let untouched = !paths.is_empty() && paths.iter().all(kept);
        let unkept = if untouched { Vec::new() } else { self.unkept(paths)? };
        Ok(State { identity, unkept, staged })
    }

    /// Which files under `paths` (all, if none are named) differ from the last commit or are unknown to it.
    pub fn unkept(&self, paths: &[String]) -> Result<Vec<String>> {
        let mut command = git(
            &self.folder,
            ["status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--"],
        );
        let here = [".".to_owned()];
        // More than a command line holds are picked out of everything.
        let many = paths.len() > 1000;
        command.args(if paths.is_empty() || many { &here } else { paths });
        let place = run(git(&self.folder, ["rev-parse", "--absolute-git-dir", "--show-prefix"]))?;
        let prefix = self.prefix(&place)?;
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

    /// Whether the last commit holds a file of this name.
    pub fn keeps(&self, path: &str) -> bool {
        let place = format!("HEAD:./{path}");
        run(git(&self.folder, ["cat-file", "-e", &place])).is_ok_and(|output| output.status.success())
    }

    /// What a page drawn from the folder as it stands comes from. `ours` says which files a page is drawn from. Where there
    /// is no history, or git cannot tell, nothing has been kept.
    pub fn provenance(&self, ours: impl Fn(&str) -> bool) -> Provenance {
        let head = start(&mut git(&self.folder, ["rev-parse", "--verify", "--quiet", "HEAD"]));
        let unkept = self.unkept(&[]).unwrap_or_default().iter().any(|file| ours(file));
        let head = head.and_then(finish).ok().filter(|head| head.status.success());
        let commit = head.map(|head| String::from_utf8_lossy(&head.stdout).trim().to_owned());
        Provenance { unkept: unkept && commit.is_some(), commit }
    }

    /// Whether the repository is there and at rest.
    ///
    /// # Errors
    /// There is none, or something is under way in it, or it is on no branch.
    pub fn check_rest(&self) -> Result<()> {
        let place = run(git(&self.folder, ["rev-parse", "--absolute-git-dir", "--show-prefix"]))?;
        self.prefix(&place)?;
        let unmerged = run(git(&self.folder, ["diff", "--name-only", "--diff-filter=U", "-z"]))?;
        match names(&unmerged).as_slice() {
            [] => Ok(()),
            files => bail!(
                "仓库里还有没有合并完的文件：{}，没有改动；请先改好、git add 和 git commit，或放弃（git checkout HEAD -- 文件）",
                files.join("、")
            ),
        }
    }

    /// Where the ledger lies in its repository, which has to be there and at rest.
    fn prefix(&self, place: &Output) -> Result<String> {
        if !place.status.success() {
            let said = said(place);
            if said.contains("not a git repository") {
                bail!(
                    "台账文件夹“{}”不在 git 仓库里，没有改动；请在里面运行 git init，或在 ledger.toml 里写 [git] commit = false",
                    self.folder.display()
                );
            }
            bail!("git 看不了台账文件夹，没有改动；git 说：{said}");
        }
        let answer = String::from_utf8_lossy(&place.stdout);
        let (git_folder, prefix) = answer.split_once('\n').unwrap_or_default();
        let git_folder = Path::new(git_folder);
        let busy = [
            ("MERGE_HEAD", "合并", "git merge --continue", "git merge --abort"),
            ("rebase-merge", "变基", "git rebase --continue", "git rebase --abort"),
            ("rebase-apply", "变基", "git rebase --continue", "git rebase --abort"),
            ("CHERRY_PICK_HEAD", "拣选", "git cherry-pick --continue", "git cherry-pick --abort"),
            ("REVERT_HEAD", "还原", "git revert --continue", "git revert --abort"),
        ];
        for (mark, doing, go_on, give_up) in busy {
            if git_folder.join(mark).exists() {
                bail!("git 仓库正在{doing}，没有改动；请先做完（{go_on}）或放弃（{give_up}）");
            }
        }
        // On no branch, a change would be lost as soon as somebody goes back to one.
        let head = std::fs::read_to_string(git_folder.join("HEAD")).unwrap_or_default();
        if !head.is_empty() && !head.starts_with("ref:") {
            bail!(
                "git 仓库不在任何分支上（多半是在看旧的提交），没有改动：这时存进去的修改以后找不到；请先回到分支，如 git switch main"
            );
        }
        Ok(prefix.trim_end_matches('\n').to_owned())
    }
}

/// The paths of a `-z` listing.
fn names(output: &Output) -> Vec<String> {
    let listing = String::from_utf8_lossy(&output.stdout);
    listing.split('\0').filter(|name| !name.is_empty()).map(ToOwned::to_owned).collect()
}
