//! Two lines of work that meet (汇合): what each changed since they parted, and joining them by a merge commit. No commit is ever
//! rewritten: a printed page names one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Output;
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::commit::Message;
use super::git::{done, git, run, said, why};
use super::objects::Objects;
use super::repository::Repository;
use super::walk::Walk;
use crate::core::id::TaskId;
use crate::core::merge::Side;
use crate::core::record::{Record, changes};
use crate::core::revision::{FileChange, Revision};

/// Two lines that parted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// The last commit that they have in common.
    pub base: String,
    /// The last commit here.
    pub ours: String,
    /// The last commit there.
    pub theirs: String,
    ours_changed: Vec<FileChange>,
    theirs_changed: Vec<FileChange>,
}

/// A file that both lines changed, and not alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contested {
    /// Its path, seen from the ledger's folder.
    pub path: String,
    /// What it held where the lines parted.
    pub base: Option<Vec<u8>>,
    /// What it holds here.
    pub ours: Option<Vec<u8>>,
    /// What it holds there.
    pub theirs: Option<Vec<u8>>,
    /// The name that it had where the lines parted, if one side gave it another one.
    pub was: Option<String>,
}

/// What joining two texts line by line makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joined {
    /// The text; where both changed the same lines, the favoured side's.
    pub bytes: Vec<u8>,
    /// Whether both changed the same lines.
    pub is_contested: bool,
}

impl Meeting {
    /// The numbers that both lines gave out, each to a task of its own.
    pub fn double_numbers(&self) -> BTreeSet<TaskId> {
        let made = |changed: &[FileChange]| -> BTreeMap<TaskId, FileChange> {
            let renamed = renamed(changed);
            let made = changed.iter().filter(|file| file.before.is_none());
            // The same text under another name is another file still: one of them has to give way.
            made.filter(|file| !renamed.values().any(|path| *path == file.path))
                .filter_map(|file| Some((TaskId::of_path(&file.path)?, file.clone())))
                .collect()
        };
        let (ours, theirs) = (made(&self.ours_changed), made(&self.theirs_changed));
        ours.into_iter()
            .filter(|(id, made)| theirs.get(id).is_some_and(|other| other != made))
            .map(|(id, _)| id)
            .collect()
    }

    /// The files of evidence that both lines added under one name.
    pub fn double_evidence(&self) -> Vec<String> {
        let added = |file: &&FileChange| file.before.is_none() && file.path.starts_with("evidence/");
        let theirs: BTreeMap<&str, &FileChange> =
            self.theirs_changed.iter().filter(added).map(|file| (file.path.as_str(), file)).collect();
        let ours = self.ours_changed.iter().filter(added);
        let double =
            ours.filter(|file| theirs.get(file.path.as_str()).is_some_and(|other| other.after != file.after));
        double.map(|file| file.path.clone()).collect()
    }

    /// The tasks that this line made.
    fn made_here(&self) -> BTreeSet<TaskId> {
        let made = self.ours_changed.iter().filter(|file| file.before.is_none());
        made.filter_map(|file| TaskId::of_path(&file.path)).collect()
    }
}

/// The tasks' files that got another name by hand (`14.toml`, `014.toml`), by the name that they had.
fn renamed(changed: &[FileChange]) -> BTreeMap<&str, &str> {
    let id = |file: &FileChange| TaskId::of_path(&file.path);
    let gone = changed.iter().filter(|file| file.after.is_none());
    let renamed = gone.filter_map(|gone| {
        let new = |file: &&FileChange| file.before.is_none() && id(file).is_some() && id(file) == id(gone);
        Some((gone.path.as_str(), changed.iter().find(new)?.path.as_str()))
    });
    renamed.collect()
}

impl Repository {
    /// The last commit here.
    pub fn head(&self) -> Result<String> {
        self.survey()?;
        self.answer(&["rev-parse", "--verify", "HEAD"])?.context("git 读不出最后一次提交")
    }

    /// Whether `commit` is in the history of `other`.
    pub fn is_in(&self, commit: &str, other: &str) -> Result<bool> {
        Ok(run(git(&self.folder, ["merge-base", "--is-ancestor", commit, other]))?.status.success())
    }

    /// What the two lines changed since they parted.
    ///
    /// # Errors
    /// They never were one.
    pub fn meeting(&self, theirs: &str) -> Result<Meeting> {
        let ours = self.head()?;
        let Some(base) = self.answer(&["merge-base", &ours, theirs])? else {
            bail!(
                "两边的历史没有共同的起点，合不到一起，没有改动；请核对交换的地址，或重新 git clone 一份再把自己的任务登记进去"
            );
        };
        let ours_changed = self.changed_files(&base, &ours)?;
        let theirs_changed = self.changed_files(&base, theirs)?;
        Ok(Meeting { base, ours, theirs: theirs.to_owned(), ours_changed, theirs_changed })
    }

    /// The files that both lines changed, and not alike.
    pub fn contested(&self, meeting: &Meeting) -> Result<Vec<Contested>> {
        let theirs: BTreeMap<&str, &FileChange> =
            meeting.theirs_changed.iter().map(|file| (file.path.as_str(), file)).collect();
        let mut objects = Objects::open(&self.folder)?;
        let mut read = |name: &Option<String>| -> Result<Option<Vec<u8>>> {
            let Some(name) = name else { return Ok(None) };
            let object = objects.read(std::slice::from_ref(name))?.pop().flatten();
            Ok(Some(object.context("git 读不出历史里的文件；请运行 git fsck 看看仓库有没有损坏")?.bytes))
        };
        let mut contested = Vec::new();
        // A file that one side gave another name, and the other one went on with under the old one.
        let both = [
            (&meeting.ours_changed, &meeting.theirs_changed),
            (&meeting.theirs_changed, &meeting.ours_changed),
        ];
        for (at, (renaming, going_on)) in both.into_iter().enumerate() {
            for (old, new) in renamed(renaming) {
                let still = going_on.iter().find(|file| file.path == old && file.after.is_some());
                let there = renaming.iter().find(|file| file.path == new);
                let (Some(still), Some(there)) = (still, there) else { continue };
                let (ours, theirs) = if at == 0 { (there, still) } else { (still, there) };
                contested.push(Contested {
                    path: new.to_owned(),
                    base: read(&still.before)?,
                    ours: read(&ours.after)?,
                    theirs: read(&theirs.after)?,
                    was: Some(old.to_owned()),
                });
            }
        }
        let settled: Vec<String> = contested
            .iter()
            .flat_map(|file: &Contested| [Some(file.path.clone()), file.was.clone()])
            .flatten()
            .collect();
        for our in meeting.ours_changed.iter().filter(|file| !settled.contains(&file.path)) {
            let Some(their) = theirs.get(our.path.as_str()).filter(|their| their.after != our.after) else {
                continue;
            };
            contested.push(Contested {
                path: our.path.clone(),
                base: read(&our.before)?,
                ours: read(&our.after)?,
                theirs: read(&their.after)?,
                was: None,
            });
        }
        Ok(contested)
    }

    /// The numbers given out here that the other line has given out too, were it only for a while: a number is never given
    /// twice.
    pub fn numbers_to_change(&self, meeting: &Meeting) -> Result<BTreeSet<TaskId>> {
        let mut numbers = meeting.double_numbers();
        let beyond = format!("^{}", meeting.base);
        let theirs = self.answer(&[
            "log",
            "--no-renames",
            "--diff-filter=A",
            "--format=",
            "--name-only",
            "--relative",
            &meeting.theirs,
            &beyond,
            "--",
            "tasks",
        ])?;
        let given: BTreeSet<TaskId> =
            theirs.unwrap_or_default().lines().filter_map(TaskId::of_path).collect();
        let both = [&meeting.ours_changed, &meeting.theirs_changed].map(|changed| renamed(changed));
        let is_same = |id: &TaskId| {
            // Made on both sides, and the same: it is one task.
            let made = |file: &&FileChange| TaskId::of_path(&file.path) == Some(*id);
            meeting.theirs_changed.iter().any(|file| made(&file))
                || both.iter().any(|renamed| renamed.values().any(|path| TaskId::of_path(path) == Some(*id)))
        };
        numbers.extend(meeting.made_here().into_iter().filter(|id| given.contains(id) && !is_same(id)));
        Ok(numbers)
    }

    /// The last commit on that side of a meeting that changed `key` of a task's file, or the file at all where there is no key.
    pub fn last_to_change(
        &self,
        meeting: &Meeting,
        side: Side,
        file: &str,
        key: Option<&str>,
    ) -> Result<Option<Revision>> {
        let head = if side == Side::Ours { &meeting.ours } else { &meeting.theirs };
        let files = [file.to_owned()];
        let walk = Walk { head, beyond: Some(&meeting.base), files: &files, whole: false };
        let mut objects = Objects::open(&self.folder)?;
        let id = TaskId::of_path(file);
        self.walk(walk)?.find(|step| {
            let (Some(key), Some(id)) = (key, id) else { return Some(step.revision) };
            let mut table = |name: &Option<String>| {
                let object = objects.read(&[name.clone()?]).ok()?.pop().flatten()?;
                Record::read(id, &object.bytes).table().cloned()
            };
            let touches = step.files.iter().any(|change| {
                let (before, after) = (table(&change.before), table(&change.after));
                changes(before.as_ref(), after.as_ref()).iter().any(|change| change.key == key)
            });
            touches.then_some(step.revision)
        })
    }

    /// The commits that `theirs` has and `ours` has not, the newest first.
    pub fn received(&self, ours: &str, theirs: &str) -> Result<Vec<Revision>> {
        let mut received = Vec::new();
        self.walk(Walk { head: theirs, beyond: Some(ours), files: &[], whole: false })?.each(|step| {
            received.push(step.revision);
            Ok(())
        })?;
        Ok(received)
    }

    /// Joins two texts line by line, as git would; where both changed the same lines, `favoured` stands.
    pub fn join_texts(&self, contested: &Contested, favoured: Side) -> Result<Joined> {
        let folder = tempfile::tempdir().context("建不了临时文件夹")?;
        let put = |name: &str, bytes: &Option<Vec<u8>>| -> Result<PathBuf> {
            let path = folder.path().join(name);
            let mut file = std::fs::File::create(&path).context("建不了临时文件")?;
            std::io::Write::write_all(&mut file, bytes.as_deref().unwrap_or_default())
                .context("写不了临时文件")?;
            Ok(path)
        };
        let paths =
            [put("ours", &contested.ours)?, put("base", &contested.base)?, put("theirs", &contested.theirs)?];
        let join = |favour: Option<&str>| {
            let mut command = git(&self.folder, ["merge-file", "-p", "--quiet"]);
            command.args(favour).args(&paths);
            run(command)
        };
        let joined = join(None)?;
        if joined.status.success() {
            return Ok(Joined { bytes: joined.stdout, is_contested: false });
        }
        let favour = if favoured == Side::Ours { "--ours" } else { "--theirs" };
        let joined = join(Some(favour))?;
        // What is no text cannot be joined: one of the two stands whole.
        let whole = if favoured == Side::Ours { &contested.ours } else { &contested.theirs };
        let bytes = if joined.status.success() { joined.stdout } else { whole.clone().unwrap_or_default() };
        Ok(Joined { bytes, is_contested: true })
    }

    /// Goes on to `theirs`, which has everything that is here.
    pub fn catch_up(&self, theirs: &str) -> Result<()> {
        done(&self.merge(&["--ff-only", theirs])?, "收不进来，没有改动").map(|_| ())
    }

    /// `git merge` that leaves what is not kept where it is, and that takes a file for nothing but what its path says: the
    /// folder of a task that got another number is no folder that was renamed.
    fn merge(&self, arguments: &[&str]) -> Result<Output> {
        let settings = ["merge.autoStash=false", "merge.renames=false", "merge.directoryRenames=false"];
        self.write(|| {
            let settings = settings.iter().flat_map(|setting| ["-c", setting]);
            git(&self.folder, settings.chain(["merge", "--quiet"]).chain(arguments.iter().copied()))
        })
    }

    /// Begins to join: git merges everything, and is held before the commit.
    ///
    /// # Errors
    /// Git does not begin, as when a file to be merged was changed by hand. Nothing is changed then.
    pub fn begin_joining(&self, theirs: &str) -> Result<()> {
        let output = self.merge(&["--no-ff", "--no-commit", theirs])?;
        if output.status.success() || self.is_joining()? {
            return Ok(());
        }
        bail!("合并不了，没有改动；{}", why(&said(&output)))
    }

    /// Whether a merge was begun and not ended.
    pub fn is_joining(&self) -> Result<bool> {
        Ok(self.answer(&["rev-parse", "--verify", "--quiet", "MERGE_HEAD"])?.is_some())
    }

    /// Gives a merge up: everything is as it was. `settled` are the files that were, or were to be, settled by us.
    pub fn give_up_joining(&self, settled: &[String]) {
        // Best effort: why it was given up is what the person has to hear. Git takes nothing back that it does not know of.
        let _ = self.stage(settled);
        let _ = self.write(|| git(&self.folder, ["merge", "--abort"]));
    }

    /// Takes back what a killed command left of joining `theirs`, or of catching up with it. Says whether there was anything.
    ///
    /// # Errors
    /// A git that was killed too stands in the way.
    pub fn take_back_joining(&self, theirs: &str, settled: &[String]) -> Result<bool> {
        self.wait_for_git()?;
        if self.is_joining()? {
            self.give_up_joining(settled);
            if self.is_joining()? {
                bail!("上次的合并中断了，恢复不了原样；请运行 git merge --abort，再重新运行 ledger sync");
            }
            return Ok(true);
        }
        if self.is_in(theirs, "HEAD")? {
            return Ok(false);
        }
        self.put_back(theirs)
    }

    /// A git whose caller was killed may still be at work, for a moment.
    fn wait_for_git(&self) -> Result<()> {
        let lock = self.answer(&["rev-parse", "--git-path", "index.lock"])?.unwrap_or_default();
        let lock = self.folder.join(lock);
        for _ in 0..60 {
            if !lock.exists() {
                return Ok(());
            }
            sleep(Duration::from_millis(50));
        }
        bail!("上次的合并中断了，还没有恢复原样；{}", why("index.lock: File exists"))
    }

    /// Puts back every file that is as `theirs` has it and the last commit has not: git writes the files first, and was cut
    /// short. What anybody has changed since is something else, and stays.
    fn put_back(&self, theirs: &str) -> Result<bool> {
        let Some(top) = self.answer(&["rev-parse", "--show-toplevel"])? else { return Ok(false) };
        let top = self.seen_from(Path::new(&top));
        let (mut changed, mut new) = (Vec::new(), Vec::new());
        for file in top.changed_files("HEAD", theirs)? {
            let path = top.folder.join(&file.path);
            let now = if path.is_file() { top.answer(&["hash-object", "--", &file.path])? } else { None };
            match (&file.before, now == file.after) {
                // Git takes the old one away before it writes the new one.
                (Some(_), _) if now.is_none() => changed.push(file.path),
                (_, false) => {}
                (Some(_), true) => changed.push(file.path),
                (None, true) => new.push((path, file.path)),
            }
        }
        if changed.is_empty() && new.is_empty() {
            return Ok(false);
        }
        if !changed.is_empty() {
            let back = || {
                let mut back = git(&top.folder, ["checkout", "--quiet", "HEAD", "--"]);
                back.args(&changed);
                back
            };
            done(&top.write(back)?, "上次的合并中断了，恢复不了原样")?;
        }
        for (path, _) in &new {
            std::fs::remove_file(path).with_context(|| format!("删不了“{}”", path.display()))?;
        }
        top.unstage(&new.into_iter().map(|(_, file)| file).collect::<Vec<_>>());
        Ok(true)
    }

    /// Whether files outside the ledger were changed on both sides, so that git alone cannot join them.
    ///
    /// # Errors
    /// They were.
    pub fn check_outside(&self, meeting: &Meeting) -> Result<()> {
        if self.survey()?.is_whole {
            return Ok(());
        }
        // A git that does not know how to tell will say so when it comes to joining.
        let (ours, theirs) = (&meeting.ours, &meeting.theirs);
        let top = self.answer(&["rev-parse", "--show-toplevel"])?.unwrap_or_default();
        let told = run(git(
            Path::new(&top),
            [
                "-c",
                "merge.renames=false",
                "merge-tree",
                "--write-tree",
                "--name-only",
                "--no-messages",
                "-z",
                ours,
                theirs,
            ],
        ))?;
        if told.status.code() != Some(1) {
            return Ok(());
        }
        let prefix = self.answer(&["rev-parse", "--show-prefix"])?.unwrap_or_default();
        let told = String::from_utf8_lossy(&told.stdout);
        let left = told.split('\0').skip(1).filter(|path| !path.is_empty() && !path.starts_with(&prefix));
        not_ours(&left.collect::<Vec<_>>())
    }

    /// Ends a merge: `settled` are the files that were settled by us.
    ///
    /// # Errors
    /// Files are left that nobody settled, or a hook refuses. The merge is still under way then.
    pub fn end_joining(&self, settled: &[String], message: &Message) -> Result<()> {
        self.stage(settled)?;
        let left = self.answer(&["diff", "--name-only", "--diff-filter=U"])?.unwrap_or_default();
        not_ours(&left.lines().collect::<Vec<_>>())?;
        let text = message.file()?;
        let commit = || {
            let mut commit = git(&self.folder, ["commit", "--quiet"]);
            commit.arg("--file").arg(text.path());
            commit
        };
        done(&self.write(commit)?, "合并存不进历史，已恢复原样").map(|_| ())
    }

    /// Tells git that these files are as they shall be.
    fn stage(&self, files: &[String]) -> Result<()> {
        if files.is_empty() {
            return Ok(());
        }
        let add = || {
            let mut add = git(&self.folder, ["update-index", "--add", "--remove", "--"]);
            add.args(files);
            add
        };
        done(&self.write(add)?, "合并不了").map(|_| ())
    }
}

/// Refuses to join files that are none of the ledger's.
fn not_ours(left: &[&str]) -> Result<()> {
    if left.is_empty() {
        return Ok(());
    }
    bail!(
        "这些文件两边都改了，不是台账的内容，不能替您合并，没有改动：{}；请用 git merge 自己合并，再运行 ledger sync",
        left.join("、")
    )
}
