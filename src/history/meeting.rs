//! Two lines of work that meet (汇合): what each changed since they parted, and joining them by a merge commit. No commit is ever
//! rewritten: a printed page names one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use super::compare::Touched;
use super::git::{git, run};
use super::making::{Bench, Edits, Entry};
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
        let mut objects = self.bench()?.objects()?;
        let mut read = |name: &Option<String>| -> Result<Option<Vec<u8>>> {
            let Some(name) = name else { return Ok(None) };
            let object = objects.read(std::slice::from_ref(name))?.pop().flatten();
            Ok(Some(object.context("git 读不出历史里的文件；请运行 git fsck 看看仓库有没有损坏")?))
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
        let mut objects = self.bench()?.objects()?;
        let id = TaskId::of_path(file);
        self.walk(walk)?.find(|step| {
            let (Some(key), Some(id)) = (key, id) else { return Some(step.revision) };
            let mut table = |name: &Option<String>| {
                let bytes = objects.read(&[name.clone()?]).ok()?.pop().flatten()?;
                Record::read(id, &bytes).table().cloned()
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

    /// The files outside the ledger that both lines changed, and not alike, joined line by line: by the path from the top, what
    /// each becomes.
    ///
    /// # Errors
    /// Both changed the same lines, or one of the files is no text.
    pub(super) fn joined_outside(&self, bench: &Bench, meeting: &Meeting) -> Result<Edits> {
        let prefix = &bench.place.prefix;
        let outside = |touched: &Touched| !touched.path.starts_with(prefix) || touched.is_irregular();
        let ours = bench.changes(Some(&meeting.base), &meeting.ours)?;
        let theirs = bench.changes(Some(&meeting.base), &meeting.theirs)?;
        let theirs: BTreeMap<&str, &Touched> =
            theirs.iter().map(|touched| (touched.path.as_str(), touched)).collect();
        let (mut joined, mut left) = (Edits::new(), Vec::new());
        let mut objects = self.bench()?.objects()?;
        for our in ours.iter().filter(|touched| outside(touched)) {
            let Some(their) = theirs.get(our.path.as_str()).filter(|their| their.after != our.after) else {
                continue;
            };
            let (Some(our_entry), Some(_), false) =
                (&our.after, &their.after, our.is_irregular() || their.is_irregular())
            else {
                left.push(our.path.as_str());
                continue;
            };
            let mut read = |entry: &Option<Entry>| -> Result<Option<Vec<u8>>> {
                let Some(entry) = entry else { return Ok(None) };
                Ok(objects.read(std::slice::from_ref(&entry.id))?.pop().flatten())
            };
            let contested = Contested {
                path: our.path.clone(),
                base: read(&our.before)?,
                ours: read(&our.after)?,
                theirs: read(&their.after)?,
                was: None,
            };
            let Joined { bytes, is_contested } = self.join_texts(&contested, Side::Ours)?;
            if is_contested {
                left.push(our.path.as_str());
                continue;
            }
            let id = bench.raw_blob(&bytes)?;
            joined.insert(our.path.clone(), Some(Entry { mode: our_entry.mode, id }));
        }
        not_ours(&left)?;
        Ok(joined)
    }

    /// Whether files outside the ledger were changed on both sides so that nobody can join them.
    ///
    /// # Errors
    /// They were.
    pub fn check_outside(&self, meeting: &Meeting) -> Result<()> {
        self.joined_outside(self.bench()?, meeting).map(|_| ())
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
