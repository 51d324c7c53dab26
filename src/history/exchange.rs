//! Exchange with the remote: what it is, fetching from it, pushing to it. Git does it, with the person's own credentials, hooks
//! and transports.

use anyhow::{Result, anyhow, bail};

use super::git::{git, patiently, run, said, why};
use super::repository::Repository;

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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pushed {
    /// It is there.
    Done,
    /// Somebody pushed in between.
    Overtaken,
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
    /// # Errors
    /// The remote cannot be reached.
    pub fn fetch(&self, remote: &Remote) -> Result<Option<String>> {
        let tracked = format!("refs/remotes/{}/{}", remote.name, remote.there);
        let what = format!("+refs/heads/{}:{tracked}", remote.there);
        let output = patiently(|| run(git(&self.folder, ["fetch", "--quiet", &remote.name, &what])))?;
        if output.status.success() {
            return self.answer(&["rev-parse", "--verify", "--quiet", &tracked]);
        }
        let said = said(&output);
        if said.contains("couldn't find remote ref") {
            return Ok(None);
        }
        Err(anyhow!("连不上 {}（{}）；{}", remote.name, remote.address, why(&said)))
    }

    /// Pushes the branch.
    ///
    /// # Errors
    /// The remote cannot be reached, or does not take it.
    pub fn push(&self, remote: &Remote) -> Result<Pushed> {
        let what = format!("HEAD:refs/heads/{}", remote.there);
        let output = run(git(&self.folder, ["push", "--quiet", &remote.name, &what]))?;
        if output.status.success() {
            return Ok(Pushed::Done);
        }
        let said = said(&output);
        let overtaken =
            ["[rejected]", "fetch first", "non-fast-forward", "cannot lock ref", "failed to update ref"];
        if overtaken.iter().any(|words| said.contains(words)) && !said.contains("hook declined") {
            return Ok(Pushed::Overtaken);
        }
        Err(anyhow!("送不到 {}（{}）；{}", remote.name, remote.address, why_not_taken(&output)))
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

    /// What git answers; none where it has no answer.
    pub(super) fn answer(&self, question: &[&str]) -> Result<Option<String>> {
        let output = run(git(&self.folder, question))?;
        let answer = String::from_utf8_lossy(&output.stdout).trim_end().to_owned();
        Ok(Some(answer).filter(|answer| output.status.success() && !answer.is_empty()))
    }

    /// Names the program at `program` as the merge driver of tasks, unless it is that already; says whether it was not. The
    /// one setting of a repository that this program ever makes.
    pub fn set_merge_driver(&self, program: &std::path::Path) -> Result<bool> {
        let quoted = program.display().to_string().replace('\'', "'\\''");
        let driver = format!("'{quoted}' merge-driver %O %A %B %P");
        if self.answer(&["config", "--local", "--get", "merge.ledger.driver"])?.as_deref()
            == Some(driver.as_str())
        {
            return Ok(false);
        }
        for (key, value) in [("merge.ledger.name", "工作台账按栏目合并"), ("merge.ledger.driver", &driver)]
        {
            let output = patiently(|| run(git(&self.folder, ["config", "--local", key, value])))?;
            if !output.status.success() {
                bail!("设不了 git 的合并方式；{}", why(&said(&output)));
            }
        }
        Ok(true)
    }
}

/// Why a push was not taken, without what git says of every push.
fn why_not_taken(output: &std::process::Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr);
    let is_said = |line: &&str| {
        !line.starts_with("error: failed to push") && !line.starts_with("To ") && !line.starts_with("hint:")
    };
    let lines = text.lines().filter(is_said).map(|line| line.trim_start_matches("remote: ").trim());
    why(&lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" "))
}
