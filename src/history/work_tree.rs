//! The work tree, brought up to a commit: every file is written beside it first, and then renamed into its place; the index
//! follows last. What somebody has changed is told from what a commit has.

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::change::{MANY, Room};
use super::compare::Touched;
use super::index::{Reserved, look_at};
use super::index_file::Look;
use super::objects::CatFile;
use super::place::fingerprint;
use super::write_objects::{Bench, Entry};
use crate::folder::{Confined, Kind};

/// What stands at a path of the work tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum There {
    Nothing,
    File(Vec<u8>),
    Link(Vec<u8>),
    /// A folder, a device: nothing that a change replaces.
    Other,
}

impl There {
    pub(super) fn at(top: &Confined, path: &str) -> Result<Self> {
        let named = || format!("读不了“{path}”");
        Ok(match top.kind(path) {
            None => Self::Nothing,
            Some(Kind::File) => Self::File(top.read(path).with_context(named)?),
            Some(Kind::Link) => Self::Link(top.link_at(path).with_context(named)?),
            Some(Kind::Folder | Kind::Other) => Self::Other,
        })
    }

    /// What tells it from anything else.
    pub(super) fn mark(&self) -> Option<String> {
        match self {
            Self::Nothing => None,
            Self::File(bytes) | Self::Link(bytes) => Some(fingerprint(bytes)),
            Self::Other => Some("other".to_owned()),
        }
    }
}

/// What a file of the work tree has to become.
enum Step {
    /// The file staged under this name takes its place.
    Put { path: String, staged: String },
    /// A link that points there.
    Link { path: String, target: Vec<u8> },
    /// It goes.
    Remove { path: String },
}

/// The files as they shall be, each written and not yet in its place.
pub(super) struct Staged {
    steps: Vec<Step>,
    /// The files that are, or will be, as they shall, and how the index knows them again.
    seen: BTreeMap<String, Option<Look>>,
    /// The files that were neither old nor new.
    pub(super) over: BTreeMap<String, Option<String>>,
}

/// Everything that can go wrong has gone well: what is left is renaming.
pub(super) struct Prepared {
    steps: Vec<Step>,
    index: Reserved,
}

impl Staged {
    /// Writes the new index beside the old one, which stays locked.
    pub(super) fn prepare(self, bench: &Bench, room: Room<'_>, touched: &[Touched]) -> Result<Prepared> {
        let index = bench.reserve_index(room, touched, &self.seen)?;
        Ok(Prepared { steps: self.steps, index })
    }
}

/// What is done about files that are neither as the old commit has them nor as the new one has.
#[derive(Clone, Copy)]
pub(super) enum Strangers<'a> {
    /// They are replaced: who asks has read them.
    Replace,
    /// Nothing is done at all.
    Refuse,
    /// They are left alone, but for those that the change had meant to replace.
    Spare(&'a BTreeMap<String, Option<String>>),
}

/// A gitlink: what a submodule stands at.
const SUBMODULE: u32 = 0o160_000;
pub(super) const LINK: u32 = 0o120_000;

pub(super) fn open(top: &Path) -> Result<Confined> {
    Confined::open(top).with_context(|| format!("读不了“{}”", top.display()))
}

/// Whether what stands at a path is what a commit has there.
pub(super) fn is_as(bench: &Bench, path: &str, there: &There, entry: Option<&Entry>) -> Result<bool> {
    Ok(match (there, entry) {
        (There::Nothing, None) => true,
        (There::File(bytes), Some(entry)) if entry.is_file() => {
            bench.names(&[(path, bytes)])?.first() == Some(&entry.id)
        }
        (There::Link(target), Some(entry)) if entry.mode == LINK => {
            bench.names(&[(path, target)])?.first() == Some(&entry.id)
        }
        // Submodules are somebody else's.
        (There::Nothing | There::Other, Some(entry)) => entry.mode == SUBMODULE,
        _ => false,
    })
}

/// The bytes, as the work tree shall have them, of what is there after the change.
pub(super) fn contents(bench: &Bench, touched: &[Touched]) -> Result<BTreeMap<String, Vec<u8>>> {
    let wanted: Vec<(&str, &Entry)> = touched
        .iter()
        .filter_map(|touched| Some((touched.path.as_str(), touched.after.as_ref()?)))
        .filter(|(_, entry)| entry.mode != SUBMODULE)
        .collect();
    if wanted.is_empty() {
        return Ok(BTreeMap::new());
    }
    let names: Vec<String> = wanted.iter().map(|(path, entry)| format!("{} {path}", entry.id)).collect();
    let read = CatFile::as_checked_out(&bench.place.top)?.ask(usize::MAX, &names)?;
    wanted
        .into_iter()
        .zip(read)
        .map(|((path, _), object)| {
            let object =
                object.with_context(|| format!("git 读不出“{path}”；请运行 git fsck 看看仓库有没有损坏"))?;
            Ok((path.to_owned(), object.bytes))
        })
        .collect()
}

/// Writes every file that has to change, to be renamed later.
pub(super) fn stage(
    bench: &Bench,
    room: Room<'_>,
    touched: &[Touched],
    known: &BTreeMap<&str, &[u8]>,
    strangers: Strangers<'_>,
) -> Result<Staged> {
    let top = open(&bench.place.top)?;
    let own = room.private.open()?;
    let unknown: Vec<Touched> =
        touched.iter().filter(|touched| !known.contains_key(touched.path.as_str())).cloned().collect();
    let read = contents(bench, &unknown)?;
    let many = touched.len() > MANY;
    let (mut steps, mut seen, mut over) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
    let mut in_the_way = BTreeSet::new();
    if matches!(strangers, Strangers::Refuse) {
        // What somebody is about to commit is theirs as well.
        let paths: Vec<&str> = touched.iter().map(|touched| touched.path.as_str()).collect();
        let staged = bench.staged(&paths)?;
        let foreign = touched
            .iter()
            .zip(staged)
            .filter(|(touched, staged)| *staged != touched.before && *staged != touched.after);
        in_the_way.extend(foreign.map(|(touched, _)| touched.path.clone()));
    }
    for Touched { path, before, after } in touched {
        if after.as_ref().or(before.as_ref()).is_some_and(|entry| entry.mode == SUBMODULE) {
            continue;
        }
        let there = There::at(&top, path)?;
        let wanted = known.get(path.as_str()).copied().or_else(|| read.get(path).map(Vec::as_slice));
        let is_done = match (&there, after, wanted) {
            (There::File(bytes), Some(entry), Some(wanted)) => entry.mode != LINK && bytes == wanted,
            _ => is_as(bench, path, &there, after.as_ref())?,
        };
        if is_done {
            seen.insert(path.clone(), look_at(&bench.place.top.join(path), false));
            continue;
        }
        if there == There::Other {
            bail!("“{path}”不是文件，没有改动；请把它移走再做");
        }
        if !is_as(bench, path, &there, before.as_ref())? {
            match strangers {
                Strangers::Replace => {
                    over.insert(path.clone(), there.mark());
                }
                Strangers::Spare(meant) if meant.get(path).is_some_and(|mark| *mark == there.mark()) => {}
                Strangers::Spare(_) => {
                    over.insert(path.clone(), there.mark());
                    continue;
                }
                Strangers::Refuse => {
                    in_the_way.insert(path.clone());
                    continue;
                }
            }
        }
        match (after, wanted) {
            (Some(entry), Some(target)) if entry.mode == LINK => {
                seen.insert(path.clone(), None);
                steps.push(Step::Link { path: path.clone(), target: target.to_owned() });
            }
            (Some(entry), Some(bytes)) => {
                let staged = room.private.stage(room.lock, &own, bytes, many);
                let staged = staged.with_context(|| format!("写不了“{path}”"))?;
                room.private.dress(&staged, &bench.place.top.join(path), entry.mode & 0o111 != 0);
                seen.insert(path.clone(), look_at(&room.private.join(&staged), true));
                steps.push(Step::Put { path: path.clone(), staged });
            }
            _ => {
                seen.insert(path.clone(), None);
                steps.push(Step::Remove { path: path.clone() });
            }
        }
    }
    for step in &steps {
        let (Step::Put { path, .. } | Step::Link { path, .. } | Step::Remove { path }) = step;
        top.check_way(path).with_context(|| format!("写不了“{path}”"))?;
    }
    if !in_the_way.is_empty() {
        bail!(
            "要收进来的文件在这里手工改过，还没有存入历史，没有改动：{}；请先运行 ledger check --fix 存入，读不了的先改正",
            in_the_way.into_iter().collect::<Vec<_>>().join("、")
        );
    }
    for step in &steps {
        if let Step::Put { path, .. } | Step::Link { path, .. } = step {
            // A folder takes room on the disk, and shows nothing while it is empty.
            top.make_way(path)
                .inspect_err(|_| top.remove_empty(path))
                .with_context(|| format!("写不了“{path}”"))?;
        }
    }
    if many {
        room.private.settle().context("磁盘没有把文件存稳")?;
    }
    Ok(Staged { steps, seen, over })
}

impl Prepared {
    /// Brings files and index up, the index last. What fails can be done again.
    pub(super) fn finish(self, bench: &Bench, room: Room<'_>) -> Result<()> {
        let top = open(&bench.place.top)?;
        let own = room.private.open()?;
        for step in self.steps {
            let (path, outcome) = match step {
                Step::Remove { path } => {
                    let outcome = top.remove(&path);
                    (path, outcome)
                }
                Step::Put { path, staged } => {
                    // The way was made before the moment; a file that went may have taken an empty folder along.
                    let outcome = own.put(&staged, &top, &path).or_else(|error| match error.kind() {
                        ErrorKind::NotFound => {
                            top.make_way(&path).and_then(|()| own.put(&staged, &top, &path))
                        }
                        _ => Err(error),
                    });
                    (path, outcome)
                }
                Step::Link { path, target } => {
                    let made = top.make_way(&path).and_then(|()| top.remove(&path));
                    let outcome =
                        made.and_then(|()| top.make_way(&path)).and_then(|()| top.make_link(&path, &target));
                    (path, outcome)
                }
            };
            outcome.with_context(|| format!("写不了“{path}”"))?;
        }
        self.index.put(bench)
    }
}
