//! What a page was drawn from (出处): the bytes that were read are held against those of the last commit. Neither git's index nor its
//! settings are asked about them: either can be made to say that nothing has changed.

use std::collections::BTreeMap;

use anyhow::Result;
use chrono::NaiveDate;
use git2::{ObjectType, Oid};
use rayon::prelude::*;

use super::objects::ObjectId;
use super::repository::Repository;
use super::write_objects::Bench;
use crate::core::limits;
use crate::core::provenance::{PageCommit, Provenance};

/// A file that was read: its path seen from the ledger's folder, and its bytes.
pub type ReadFile = (String, Vec<u8>);

/// What the last commit holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastKept {
    commit: Option<PageCommit>,
    files: BTreeMap<String, ObjectId>,
    /// Whether git says that a file beside those is otherwise.
    is_other: bool,
}

impl Repository {
    /// What the last commit holds of the files that pages read, as `is_read` names them; of those that `is_beside` names, git is
    /// asked whether they are as it has them. Where there is no history, or git cannot tell, nothing has been kept.
    pub fn last_kept(
        &self,
        latest: NaiveDate,
        is_read: impl Fn(&str) -> bool,
        is_beside: impl Fn(&str) -> bool,
    ) -> LastKept {
        let kept = || -> Result<LastKept> {
            let bench = self.bench()?;
            let Some(name) = bench.tip("HEAD")? else { return Ok(LastKept::nothing()) };
            let files = bench.listed(&name, "")?.into_iter().filter(|(file, _)| is_read(file)).collect();
            let is_other = self.unkept(&[]).unwrap_or_default().iter().any(|file| is_beside(file));
            let day = self.kept_line(&name, latest)?.last().map_or(latest, |(_, kept)| kept.day);
            Ok(LastKept { commit: Some(PageCommit { name, day }), files, is_other })
        };
        kept().unwrap_or_else(|_| LastKept::nothing())
    }

    /// What a page comes from that was drawn from the files `read`. `is_there` says whether the folder has a file that was not
    /// read.
    pub fn provenance(
        &self,
        kept: LastKept,
        read: &[ReadFile],
        is_there: impl Fn(&str) -> bool,
    ) -> Provenance {
        let LastKept { commit, mut files, is_other } = kept;
        if commit.is_none() {
            return Provenance { commit, unkept: false };
        }
        let known: Vec<Option<ObjectId>> = read.iter().map(|(file, _)| files.remove(file)).collect();
        let is_gone = files.keys().any(|file| !is_there(file));
        let is_same = || self.bench().and_then(|bench| are_same(bench, read, &known)).unwrap_or(false);
        Provenance { commit, unkept: is_other || is_gone || !is_same() }
    }
}

impl LastKept {
    fn nothing() -> Self {
        Self { commit: None, files: BTreeMap::new(), is_other: false }
    }
}

/// Whether these files hold what these objects do. Line endings are git's own affair; programs that stand between are none of
/// the page's.
fn are_same(bench: &Bench, read: &[ReadFile], known: &[Option<ObjectId>]) -> Result<bool> {
    let has_library = bench.library.is_some();
    let differs = |(bytes, name): &(&Vec<u8>, &ObjectId)| {
        let own = Oid::hash_object(ObjectType::Blob, bytes).ok().filter(|_| has_library);
        own.is_none_or(|own| own.to_string() != **name)
    };
    let Some(named) = known.iter().map(Option::as_ref).collect::<Option<Vec<&ObjectId>>>() else {
        return Ok(false);
    };
    let pairs = read.par_iter().map(|(_, bytes)| bytes).zip(named);
    let differing: Vec<(&Vec<u8>, &ObjectId)> = pairs.filter(differs).collect();
    let wanted: Vec<ObjectId> = differing.iter().map(|(_, name)| (*name).clone()).collect();
    let kept = bench.objects()?.read_texts(&wanted)?;
    let same = |((bytes, _), kept): (&(&Vec<u8>, &ObjectId), Option<Vec<u8>>)| {
        // Of what is too long to be read, neither is more than its beginning.
        let is_cut = |bytes: &Vec<u8>| bytes.len() > limits::TEXT;
        kept.is_some_and(|kept| is_cut(bytes) && is_cut(&kept) || plain(bytes) == plain(&kept))
    };
    Ok(differing.iter().zip(kept).all(same))
}

/// The bytes with the line endings that git keeps.
fn plain(bytes: &[u8]) -> Vec<u8> {
    let before = |at: usize| bytes.get(at + 1) == Some(&b'\n');
    let kept = bytes.iter().enumerate().filter(|(at, byte)| **byte != b'\r' || !before(*at));
    kept.map(|(_, byte)| *byte).collect()
}
