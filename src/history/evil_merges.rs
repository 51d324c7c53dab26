//! What merges did by themselves (合并本身的改动): where the outcome is not what joining the two lines makes.

use std::collections::{BTreeSet, BinaryHeap, HashMap};

use anyhow::Result;

use super::objects::{ObjectId, Objects};
use super::repository::Repository;
use super::walk::Step;
use crate::core::revision::{FileChange, Revision};

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
    /// The joints of each merge among the commits of `lines` from the one at `first` on, by its place. Of a merge of more than
    /// two lines, what differs from each of them is told as a joint of the first two. Of `files` alone, if any are named.
    pub(super) fn joints(
        &self,
        lines: &Lines,
        first: usize,
        files: &[String],
        objects: &mut Objects<'_>,
    ) -> Result<Vec<(usize, Vec<Joint>)>> {
        let (commits, prefix) = (&lines.commits, self.place()?.prefix);
        let merges: Vec<usize> = (first..commits.len()).filter(|at| commits[*at].parents.len() > 1).collect();
        let pairs = merges.iter().flat_map(|at| {
            let merge = &commits[*at];
            merge.parents.iter().map(|parent| (commits[*parent].tree.as_str(), merge.tree.as_str()))
        });
        let mut changed = self.changed_between(&pairs.collect::<Vec<_>>(), files)?.into_iter();
        let joints = merges.into_iter().map(|at| {
            let sides = &commits[at].parents;
            let changed: Vec<HashMap<String, FileChange>> = changed
                .by_ref()
                .take(sides.len())
                .map(|files| files.into_iter().map(|file| (file.path.clone(), file)).collect())
                .collect();
            let mut joints = of_merge(&changed);
            if let Some(base) = common(sides[0], sides[1], |at| &commits[at].parents) {
                let paths: Vec<String> =
                    joints.iter().map(|joint| format!("{prefix}{}", joint.path)).collect();
                let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
                let bases = objects.named(&commits[base].commit, &paths)?;
                joints.iter_mut().zip(bases).for_each(|(joint, base)| joint.base = base);
            }
            Ok((at, joints))
        });
        joints.collect()
    }
}

/// The joints of a merge, without their common versions.
fn of_merge(changed: &[HashMap<String, FileChange>]) -> Vec<Joint> {
    let [ours, theirs, others @ ..] = changed else { return Vec::new() };
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

/// The last commit that both lines have in common, by places in a walk that has parents before children.
fn common<'a>(one: usize, other: usize, parents: impl Fn(usize) -> &'a [usize]) -> Option<usize> {
    let mut reached: HashMap<usize, [bool; 2]> = HashMap::from([(one, [true, false])]);
    reached.entry(other).or_default()[1] = true;
    let mut next: BinaryHeap<usize> = reached.keys().copied().collect();
    while let Some(at) = next.pop() {
        let by = reached.get(&at).copied().unwrap_or_default();
        if by == [true, true] {
            return Some(at);
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
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_common_commit_is_found() {
        // 0 ─ 1 ─ 3 ─ 5
        //      └─ 2 ─ 4
        let line: [&[usize]; 7] = [&[], &[0], &[1], &[1], &[2], &[3], &[]];
        let parents = |at: usize| line[at];
        assert_eq!(common(5, 4, parents), Some(1));
        assert_eq!(common(5, 3, parents), Some(3));
        assert_eq!(common(4, 4, parents), Some(4));
        assert_eq!(common(5, 6, parents), None);
    }
}
