//! What merges did by themselves (合并本身的改动): where the outcome is not what joining the two lines makes.

use std::collections::{BTreeSet, BinaryHeap, HashMap};

use anyhow::Result;

use super::objects::{ObjectId, Objects};
use super::repository::Repository;
use super::walk::Step;
use crate::core::revision::{FileChange, Oddity, Revision};

/// A file that is not the same on both sides of a merge and in what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Joint {
    pub(super) path: String,
    pub(super) ours: Option<ObjectId>,
    pub(super) theirs: Option<ObjectId>,
    pub(super) outcome: Option<ObjectId>,
    /// What the last common commit held.
    pub(super) base: Option<ObjectId>,
}

impl Joint {
    /// What joining makes of the file, where that is one of the versions there are; none where both lines changed it.
    pub(super) fn expected(&self) -> Option<&Option<ObjectId>> {
        let Self { ours, theirs, base, .. } = self;
        if ours == theirs || theirs == base {
            Some(ours)
        } else if ours == base {
            Some(theirs)
        } else {
            None
        }
    }

    /// Every version of the file that there is.
    pub(super) fn versions(&self) -> impl Iterator<Item = (&str, &ObjectId)> {
        let sides = [&self.ours, &self.theirs, &self.outcome, &self.base].into_iter().flatten();
        sides.map(|name| (self.path.as_str(), name))
    }
}

/// A merge among the commits of a walk.
pub(super) struct Merge {
    /// Its place.
    pub(super) at: usize,
    /// The files that it had to make one.
    pub(super) joints: Vec<Joint>,
    /// What came to each of its lines.
    pub(super) brought: Vec<Vec<FileChange>>,
    /// The commits that each of the first two lines has alone.
    pub(super) apart: [Vec<String>; 2],
    pub(super) oddity: Option<Oddity>,
}

/// The lines of a walk that has parents before children, as far as it has come.
#[derive(Debug, Default)]
pub(super) struct Lines {
    places: HashMap<String, usize>,
    commits: Vec<Line>,
}

#[derive(Debug)]
struct Line {
    commit: String,
    tree: ObjectId,
    parents: Vec<usize>,
}

impl Lines {
    /// How many commits there are.
    pub(super) fn len(&self) -> usize {
        self.commits.len()
    }

    /// Takes in the next commit.
    pub(super) fn add(&mut self, step: &Step) {
        let Revision { commit, parents, .. } = &step.revision;
        let parents = parents.iter().filter_map(|parent| self.places.get(parent).copied()).collect();
        self.places.insert(commit.clone(), self.commits.len());
        self.commits.push(Line { commit: commit.clone(), tree: step.tree.clone(), parents });
    }
}

impl Repository {
    /// The merges among the commits of `lines` from the one at `first` on. Of a merge of more than two lines, what differs from
    /// each of them is told as a joint of the first two. Of `files` alone, if any are named.
    pub(super) fn merges(
        &self,
        lines: &Lines,
        first: usize,
        files: &[String],
        objects: &mut Objects<'_>,
    ) -> Result<Vec<Merge>> {
        let (commits, prefix) = (&lines.commits, self.place()?.prefix);
        let merges: Vec<usize> = (first..commits.len()).filter(|at| commits[*at].parents.len() > 1).collect();
        let pairs = merges.iter().flat_map(|at| {
            let merge = &commits[*at];
            merge.parents.iter().map(|parent| (commits[*parent].tree.as_str(), merge.tree.as_str()))
        });
        let mut changed = self.changed_between(&pairs.collect::<Vec<_>>(), files)?.into_iter();
        let merges = merges.into_iter().map(|at| {
            let sides = &commits[at].parents;
            let brought: Vec<Vec<FileChange>> = changed.by_ref().take(sides.len()).collect();
            let mut joints = of_merge(&brought);
            let parted = parted(sides[0], sides[1], |at| &commits[at].parents);
            if let Some(base) = parted.base {
                let paths: Vec<String> =
                    joints.iter().map(|joint| format!("{prefix}{}", joint.path)).collect();
                let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
                let bases = objects.named(&commits[base].commit, &paths)?;
                joints.iter_mut().zip(bases).for_each(|(joint, base)| joint.base = base);
            }
            let oddity = if sides.len() > 2 { Some(Oddity::Many) } else { parted.oddity() };
            // In a larger repository a line that never touched the ledger is none in this walk.
            let oddity = oddity.filter(|oddity| prefix.is_empty() || *oddity != Oddity::Contained);
            let apart =
                parted.apart.map(|line| line.into_iter().map(|at| commits[at].commit.clone()).collect());
            Ok(Merge { at, joints, brought, apart, oddity })
        });
        merges.collect()
    }
}

/// The joints of a merge, without their common versions.
fn of_merge(brought: &[Vec<FileChange>]) -> Vec<Joint> {
    let by_path = |files: &Vec<FileChange>| -> HashMap<String, FileChange> {
        files.iter().map(|file| (file.path.clone(), file.clone())).collect()
    };
    let changed: Vec<_> = brought.iter().map(by_path).collect();
    let [ours, theirs, others @ ..] = changed.as_slice() else { return Vec::new() };
    // What is as one of the further lines has it came from there.
    let is_told = |path: &&String| others.iter().all(|other| other.contains_key(*path));
    let paths: BTreeSet<&String> = ours.keys().chain(theirs.keys()).filter(is_told).collect();
    let joint = |path: &String| {
        let (one, other) = (ours.get(path), theirs.get(path));
        let outcome = one.or(other)?.after.clone();
        let side =
            |change: Option<&FileChange>| change.map_or(outcome.clone(), |change| change.before.clone());
        Some(Joint { path: path.clone(), ours: side(one), theirs: side(other), base: None, outcome })
    };
    paths.into_iter().filter_map(joint).collect()
}

/// Where two lines parted, by places in a walk that has parents before children.
#[derive(Debug, Default)]
struct Parted {
    /// The last commit that both have in common.
    base: Option<usize>,
    /// What each has alone, the newest first.
    apart: [Vec<usize>; 2],
}

impl Parted {
    fn oddity(&self) -> Option<Oddity> {
        match self {
            Self { base: None, .. } => Some(Oddity::Unrelated),
            Self { apart, .. } if apart.iter().any(Vec::is_empty) => Some(Oddity::Contained),
            Self { .. } => None,
        }
    }
}

fn parted<'a>(one: usize, other: usize, parents: impl Fn(usize) -> &'a [usize]) -> Parted {
    let mut parted = Parted::default();
    let mut reached: HashMap<usize, [bool; 2]> = HashMap::from([(one, [true, false])]);
    reached.entry(other).or_default()[1] = true;
    let mut next: BinaryHeap<usize> = reached.keys().copied().collect();
    while let Some(at) = next.pop() {
        let by = reached.get(&at).copied().unwrap_or_default();
        match by {
            [true, true] => {
                parted.base.get_or_insert(at);
                // Behind what both have, there is nothing that one has alone, unless a line still leads there.
                if next.iter().all(|at| reached.get(at) == Some(&[true, true])) {
                    break;
                }
            }
            [true, false] => parted.apart[0].push(at),
            _ => parted.apart[1].push(at),
        }
        for &parent in parents(at) {
            let known = reached.entry(parent).or_insert_with(|| {
                next.push(parent);
                [false, false]
            });
            known[0] |= by[0];
            known[1] |= by[1];
        }
    }
    parted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_two_lines_parted_is_found() {
        #[track_caller]
        fn case(parted: &Parted, base: Option<usize>, apart: [&[usize]; 2], oddity: Option<Oddity>) {
            assert_eq!((parted.base, parted.oddity()), (base, oddity));
            assert_eq!(parted.apart, apart);
        }
        // 0 ─ 1 ─ 3 ─ 5
        //      └─ 2 ─ 4       6
        let line: [&[usize]; 7] = [&[], &[0], &[1], &[1], &[2], &[3], &[]];
        let of = |one, other| parted(one, other, |at: usize| line[at]);
        case(&of(5, 4), Some(1), [&[5, 3], &[4, 2]], None);
        case(&of(5, 3), Some(3), [&[5], &[]], Some(Oddity::Contained));
        case(&of(4, 4), Some(4), [&[], &[]], Some(Oddity::Contained));
        case(&of(4, 6), None, [&[4, 2, 1, 0], &[6]], Some(Oddity::Unrelated));
    }
}
