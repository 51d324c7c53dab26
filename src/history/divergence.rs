//! Two lines of work that parted (各改各的): what each changed since, and what has to be settled before a merge commit joins them.
//! No commit is ever rewritten: a printed page names one.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use anyhow::{Context, Result, bail};

use super::compare::Touched;
use super::objects::ObjectId;
use super::repository::Repository;
use super::walk::Walk;
use super::write_objects::{Bench, Edits, Entry};
use crate::core::id::TaskId;
use crate::core::merge::{Lines, Side, join_lines};
use crate::core::revision::{FileChange, Revision};
use crate::core::task_version::{Record, changes};

/// Two lines that parted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// The last commit that they have in common.
    base: String,
    /// The last commit here.
    pub ours: String,
    /// The last commit there.
    pub theirs: String,
    /// The numbers given out here that the other line has given out too, were it only for a while: a number is never given
    /// twice.
    pub numbers: BTreeSet<TaskId>,
    /// The files of evidence that both lines added under one name.
    pub evidence: Vec<String>,
    /// The other files of the ledger that both lines changed, and not alike.
    pub contested: Vec<Contested>,
    /// What the other line changed, in the ledger and outside of it.
    pub(super) received: Vec<Touched>,
    /// The files outside the ledger that both lines changed, joined: by the path from the top, what each becomes.
    pub(super) outside: Edits,
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

impl Repository {
    /// What the two lines changed since they parted.
    ///
    /// # Errors
    /// They never were one; or both changed files that are none of the ledger's, so that nobody can join them.
    pub fn meeting(&self, theirs: &str) -> Result<Meeting> {
        let ours = self.head()?;
        let Some(base) = self.answer(&["merge-base", &ours, theirs])? else {
            bail!(
                "两边的历史没有共同的起点，合不到一起，没有改动；请核对交换的地址，或重新 git clone 一份再把自己的任务登记进去"
            );
        };
        let bench = self.bench()?;
        let sent = bench.changes(Some(&base), &ours)?;
        let received = bench.changes(Some(&base), theirs)?;
        let outside = joined_outside(bench, &sent, &received)?;
        let of_ledger = |touched: &[Touched]| -> Vec<FileChange> {
            touched.iter().filter_map(|touched| touched.file_below(&bench.place.prefix)).collect()
        };
        let (here, there) = (of_ledger(&sent), of_ledger(&received));
        let given = self.added_in("tasks", &[theirs, &format!("^{base}")])?;
        let numbers = given_twice(&here, &there, &given);
        let evidence = double_evidence(&here, &there);
        let contested = contested(bench, &here, &there, |path| {
            TaskId::of_path(path).is_some_and(|id| numbers.contains(&id))
                || evidence.iter().any(|file| file == path)
        })?;
        let theirs = theirs.to_owned();
        Ok(Meeting { base, ours, theirs, numbers, evidence, contested, received, outside })
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
            let mut table = |name: &Option<ObjectId>| {
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
}

/// The tasks' files that got another name by hand (`14.toml`, `014.toml`): as they went, and as they came.
fn renamed(changed: &[FileChange]) -> Vec<(&FileChange, &FileChange)> {
    let id = |file: &FileChange| TaskId::of_path(&file.path);
    let gone = changed.iter().filter(|file| file.after.is_none());
    let renamed = gone.filter_map(|gone| {
        let new = |file: &&FileChange| file.before.is_none() && id(file).is_some() && id(file) == id(gone);
        Some((gone, changed.iter().find(new)?))
    });
    renamed.collect()
}

/// The numbers of the tasks made here that `there`, or one of the files that ever were `given` there, has for another task.
fn given_twice(here: &[FileChange], there: &[FileChange], given: &[String]) -> BTreeSet<TaskId> {
    let made = |changed: &[FileChange]| -> BTreeMap<TaskId, FileChange> {
        let renamed = renamed(changed);
        let made = changed.iter().filter(|file| file.before.is_none());
        // The same text under another name is another file still: one of them has to give way.
        let made = made.filter(|file| !renamed.iter().any(|(_, new)| new == file));
        made.filter_map(|file| Some((TaskId::of_path(&file.path)?, file.clone()))).collect()
    };
    let (ours, theirs) = (made(here), made(there));
    let given: HashSet<TaskId> = given.iter().filter_map(|path| TaskId::of_path(path)).collect();
    let still: HashSet<TaskId> = there.iter().filter_map(|file| TaskId::of_path(&file.path)).collect();
    let is_twice = |(id, file): &(TaskId, FileChange)| match theirs.get(id) {
        Some(other) => other != file,
        None => given.contains(id) && !still.contains(id),
    };
    ours.into_iter().filter(is_twice).map(|(id, _)| id).collect()
}

fn double_evidence(here: &[FileChange], there: &[FileChange]) -> Vec<String> {
    let added = |file: &&FileChange| file.before.is_none() && file.path.starts_with("evidence/");
    let theirs: BTreeMap<&str, &FileChange> =
        there.iter().filter(added).map(|file| (file.path.as_str(), file)).collect();
    let is_other =
        |file: &&FileChange| theirs.get(file.path.as_str()).is_some_and(|other| other.after != file.after);
    here.iter().filter(added).filter(is_other).map(|file| file.path.clone()).collect()
}

/// A file that both lines changed: what its versions are called where the lines parted, here and there.
struct Versions<'a> {
    path: &'a str,
    was: Option<&'a str>,
    names: [&'a Option<ObjectId>; 3],
}

/// The files that both lines changed, and not alike, but for those that are given other names.
fn contested(
    bench: &Bench,
    here: &[FileChange],
    there: &[FileChange],
    gives_way: impl Fn(&str) -> bool,
) -> Result<Vec<Contested>> {
    let mut found = changed_on_both(here, there);
    found.retain(|file| !gives_way(file.path));
    let names: Vec<ObjectId> = found.iter().flat_map(|file| file.names).flatten().cloned().collect();
    let mut read = bench.objects()?.read(&names)?.into_iter();
    let contested = found.into_iter().map(|Versions { path, was, names }| {
        let mut bytes = |at: usize| -> Result<Option<Vec<u8>>> {
            if names[at].is_none() {
                return Ok(None);
            }
            let read = read.next().flatten();
            Ok(Some(read.context("git 读不出历史里的文件；请运行 git fsck 看看仓库有没有损坏")?))
        };
        let (base, ours, theirs) = (bytes(0)?, bytes(1)?, bytes(2)?);
        Ok(Contested { path: path.to_owned(), base, ours, theirs, was: was.map(ToOwned::to_owned) })
    });
    contested.collect()
}

fn changed_on_both<'a>(here: &'a [FileChange], there: &'a [FileChange]) -> Vec<Versions<'a>> {
    let mut found = Vec::new();
    // A file that one side gave another name, and the other one went on with under the old one.
    for (renaming, going_on, is_here) in [(here, there, true), (there, here, false)] {
        for (old, new) in renamed(renaming) {
            let is_still = |file: &&FileChange| file.path == old.path && file.after.is_some();
            let Some(still) = going_on.iter().find(is_still) else { continue };
            let (ours, theirs) = if is_here { (new, still) } else { (still, new) };
            let names = [&still.before, &ours.after, &theirs.after];
            found.push(Versions { path: &new.path, was: Some(&old.path), names });
        }
    }
    let settled: HashSet<&str> =
        found.iter().flat_map(|file| [Some(file.path), file.was]).flatten().collect();
    let theirs: BTreeMap<&str, &FileChange> = there.iter().map(|file| (file.path.as_str(), file)).collect();
    for our in here.iter().filter(|file| !settled.contains(file.path.as_str())) {
        if let Some(their) = theirs.get(our.path.as_str()).filter(|their| their.after != our.after) {
            let names = [&our.before, &our.after, &their.after];
            found.push(Versions { path: &our.path, was: None, names });
        }
    }
    found
}

/// The files outside the ledger that both lines changed, and not alike, joined line by line.
///
/// # Errors
/// Both changed the same lines, or one of the files is no text.
fn joined_outside(bench: &Bench, sent: &[Touched], received: &[Touched]) -> Result<Edits> {
    let theirs: BTreeMap<&str, &Touched> =
        received.iter().map(|touched| (touched.path.as_str(), touched)).collect();
    let (mut joined, mut left) = (Edits::new(), Vec::new());
    let is_outside =
        |touched: &&Touched| !touched.path.starts_with(&bench.place.prefix) || touched.is_irregular();
    for our in sent.iter().filter(is_outside) {
        let Some(their) = theirs.get(our.path.as_str()).filter(|their| their.after != our.after) else {
            continue;
        };
        match joined_texts(bench, our, their)? {
            Some(entry) => drop(joined.insert(our.path.clone(), Some(entry))),
            None => left.push(our.path.as_str()),
        }
    }
    if left.is_empty() {
        return Ok(joined);
    }
    bail!(
        "这些文件两边都改了，不是台账的内容，不能替您合并，没有改动：{}；请用 git merge 自己合并，再运行 ledger sync",
        left.join("、")
    )
}

/// What becomes of a file that both lines changed; none where only people can tell.
fn joined_texts(bench: &Bench, our: &Touched, their: &Touched) -> Result<Option<Entry>> {
    let (Some(ours), Some(theirs)) = (&our.after, &their.after) else { return Ok(None) };
    if our.is_irregular() || their.is_irregular() {
        return Ok(None);
    }
    let mut objects = bench.objects()?;
    let mut read = |entry: &Entry| -> Result<Vec<u8>> {
        let read = objects.read(std::slice::from_ref(&entry.id))?.pop().flatten();
        Ok(read.unwrap_or_default())
    };
    let base = our.before.as_ref().map(&mut read).transpose()?;
    let Lines { bytes, is_contested } = join_lines(base.as_deref(), &read(ours)?, &read(theirs)?, Side::Ours);
    if is_contested {
        return Ok(None);
    }
    Ok(Some(Entry { mode: ours.mode, id: bench.raw_blob(&bytes)? }))
}
