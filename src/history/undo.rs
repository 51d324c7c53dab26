//! 撤销: the last change that somebody made with this program, and whether it can still be taken back.

use std::collections::HashSet;

use anyhow::Result;

use super::objects::ObjectId;
use super::repository::Repository;
use super::walk::{Step, Walk};
use crate::core::change::Op;
use crate::core::revision::{FileChange, Origin, Revision};

/// The last change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Last {
    /// The commit that made it.
    pub revision: Revision,
    files: Vec<FileChange>,
}

/// What taking it back takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Undoing {
    /// These files as they were before: a path seen from the ledger's folder, and its bytes; none where there was no file.
    Files(Vec<(String, Option<Vec<u8>>)>),
    /// A later commit changed one of them.
    ChangedBy(Box<Revision>, String),
}

impl Last {
    /// The files it changed, seen from the ledger's folder.
    pub fn paths(&self) -> Vec<String> {
        self.files.iter().map(|file| file.path.clone()).collect()
    }
}

impl Repository {
    /// The last change that `author` made with this program and that was not taken back since. What keeps hand edits, gives
    /// out other numbers or joins two lines is no change of theirs.
    pub fn last_change(&self, author: &str) -> Result<Option<Last>> {
        self.survey()?;
        let mut undone: HashSet<String> = HashSet::new();
        self.walk(Walk { head: "HEAD", beyond: None, files: &[], whole: false })?.find(
            |Step { revision, files, .. }| {
                undone.extend(revision.undoes.clone());
                let is_theirs = revision.author() == author && !undone.contains(&revision.commit);
                match revision.origin() {
                    Origin::Program(Op::Undo | Op::Renumber) => None,
                    Origin::Program(_) if is_theirs => Some(Last { revision, files }),
                    _ => None,
                }
            },
        )
    }

    /// What taking `last` back takes.
    pub fn undoing(&self, last: &Last) -> Result<Undoing> {
        // Compared as a whole: git would look through a large folder once for each of its files.
        let since = self.changed_files(&last.revision.commit, "HEAD")?;
        let since: HashSet<String> = since.into_iter().map(|file| file.path).collect();
        if let Some(file) = last.files.iter().find(|file| since.contains(&file.path)) {
            let files = [file.path.clone()];
            let undone = last.revision.commit.as_str();
            let later = |is_meant: &dyn Fn(&Revision) -> bool| {
                let walk = Walk { head: "HEAD", beyond: Some(undone), files: &files, whole: false };
                self.walk(walk)?.find(|step| is_meant(&step.revision).then_some(step.revision))
            };
            // Who went on from there says more than who worked beside it, and that more than who joined the two; only a merge that
            // did so itself is told of.
            let went_on = |revision: &Revision| {
                !revision.is_merge() && self.is_in(undone, &revision.commit).unwrap_or(false)
            };
            let mut found = later(&went_on)?;
            for is_merge in [false, true] {
                if found.is_none() {
                    found = later(&|revision| revision.is_merge() == is_merge)?;
                }
            }
            let later = found.unwrap_or_else(|| last.revision.clone());
            return Ok(Undoing::ChangedBy(Box::new(later), file.path.clone()));
        }
        let names: Vec<ObjectId> = last.files.iter().filter_map(|file| file.before.clone()).collect();
        let mut read = self.bench()?.objects()?.read(&names)?.into_iter();
        let before = |file: &FileChange| {
            let before = file.before.as_ref().and_then(|_| read.next().flatten());
            (file.path.clone(), before)
        };
        let files = last.files.iter().map(before).collect();
        Ok(Undoing::Files(files))
    }
}
