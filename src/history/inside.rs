//! Reading a whole ledger out of git's objects within this process: with a library, by every core at once, where git itself
//! would hand over each file through a pipe. Measured on 10,000 tasks, that is the greater part of the time.

use std::path::Path;

use chrono::DateTime;
use git2::{Error, ObjectType, Oid, Repository, Tree, TreeWalkMode, TreeWalkResult};
use rayon::prelude::*;

use super::moment::Moment;
use super::objects::HeldFile;
use crate::core::limits;

/// Every file of the ledger in `folder` as a commit held it; only of those that `reads` names, the bytes.
///
/// # Errors
/// The library does not know this kind of repository (git has newer ones), or the folder was not there. Git itself may know
/// better.
pub(super) fn held(
    folder: &Path,
    commit: &str,
    reads: impl Fn(&str) -> bool,
) -> Result<Vec<HeldFile>, Error> {
    // Git itself does not hash again what it reads either; `git fsck` does.
    git2::opts::strict_hash_verification(false);
    let repository = Repository::discover(folder)?;
    let tree = repository.find_commit(Oid::from_str(commit)?)?.tree()?;
    let tree = of_folder(&repository, tree, folder)?;
    let listed = listed(&tree)?;
    let names: Vec<Option<Oid>> = listed.iter().map(|(file, name)| reads(file).then_some(*name)).collect();
    let share = names.len().div_ceil(rayon::current_num_threads()).max(1);
    let place = repository.path().to_owned();
    let read = |names: &[Option<Oid>]| -> Result<Vec<Option<Vec<u8>>>, Error> {
        // A repository is not for two threads at a time.
        let repository = Repository::open(&place)?;
        let objects = repository.odb()?;
        // Of what is too long for a text of the ledger, no more than shows that it is.
        let bytes = |name: Oid| {
            let object = objects.read(name)?;
            Ok(object.data().iter().copied().take(limits::TEXT + 1).collect())
        };
        names.iter().map(|name| name.map(bytes).transpose()).collect()
    };
    let read: Vec<Vec<_>> = names.par_chunks(share).map(read).collect::<Result<_, Error>>()?;
    Ok(listed.into_iter().map(|(file, _)| file).zip(read.into_iter().flatten()).collect())
}

/// The files under `tasks/` that HEAD holds, seen from the ledger's folder.
///
/// # Errors
/// As for [`held`]; or there is no commit yet.
pub(super) fn kept_tasks(folder: &Path) -> Result<Vec<String>, Error> {
    let repository = Repository::discover(folder)?;
    let tree = of_folder(&repository, repository.head()?.peel_to_tree()?, folder)?;
    let tasks = tree.get_path(Path::new("tasks"))?.to_object(&repository)?.peel_to_tree()?;
    Ok(listed(&tasks)?.into_iter().map(|(file, _)| format!("tasks/{file}")).collect())
}

/// The commit that `revision` names, and its day as its committer's own clock wrote it.
///
/// # Errors
/// As for [`held`]; or the library knows no such commit.
pub(super) fn moment(folder: &Path, revision: &str) -> Result<Moment, Error> {
    let repository = Repository::discover(folder)?;
    let commit = repository.revparse_single(&format!("{revision}^{{commit}}"))?.peel_to_commit()?;
    let when = commit.time();
    let clock = when.seconds().checked_add(i64::from(when.offset_minutes()) * 60);
    let clock = clock.and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    let day = clock.ok_or_else(|| Error::from_str("the commit's day is none"))?.date_naive();
    Ok(Moment { commit: commit.id().to_string(), day })
}

/// The ledger's own part of what a commit held.
fn of_folder<'r>(repository: &'r Repository, tree: Tree<'r>, folder: &Path) -> Result<Tree<'r>, Error> {
    let top = repository.workdir().and_then(|top| top.canonicalize().ok());
    let inside = top.and_then(|top| Some(folder.canonicalize().ok()?.strip_prefix(top).ok()?.to_owned()));
    let inside = inside.ok_or_else(|| Error::from_str("the folder is not in the repository's work tree"))?;
    if inside.as_os_str().is_empty() {
        return Ok(tree);
    }
    tree.get_path(&inside)?.to_object(repository)?.peel_to_tree()
}

/// The files of a tree; links are none.
fn listed(tree: &Tree<'_>) -> Result<Vec<(String, Oid)>, Error> {
    let mut listed = Vec::new();
    tree.walk(TreeWalkMode::PreOrder, |folder, entry| {
        let is_file = entry.kind() == Some(ObjectType::Blob) && entry.filemode() & 0o170_000 == 0o100_000;
        // A name that is not UTF-8 is none of ours.
        if let (true, Ok(name)) = (is_file, entry.name()) {
            listed.push((format!("{folder}{name}"), entry.id()));
        }
        TreeWalkResult::Ok
    })?;
    Ok(listed)
}
