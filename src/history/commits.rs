//! What the commits did (历史上的修改): the walk of git, with the tasks that its files are.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::thread::scope;

use anyhow::{Result, anyhow};
use rayon::prelude::*;
use toml::Table;

use super::evil_merges::{Joint, Lines};
use super::objects::{ObjectId, Objects};
use super::repository::Repository;
use super::snapshot::Moment;
use super::walk::{Step, Walk};
use crate::core::file_text::file_text;
use crate::core::id::TaskId;
use crate::core::merge::{Conflict, plan};
use crate::core::revision::{Deed, Difference, FileChange, Touch};
use crate::core::settings::SETTINGS;
use crate::core::task_version::{Record, changes};

/// How many commits are read at once: enough for git to answer in one go, few enough to be kept in memory.
const BATCH: usize = 1024;

impl Repository {
    /// The commits of a walk, to `take` in batches as they come. Git walks on while what it has found is looked at.
    fn steps(&self, walk: Walk<'_>, mut take: impl FnMut(Vec<Step>) -> Result<()>) -> Result<()> {
        let steps = self.walk(walk)?;
        scope(|scope| {
            let (send, receive) = sync_channel::<Vec<Step>>(4);
            let walked = scope.spawn(move || {
                let mut batch = Vec::new();
                steps.each(|step| {
                    batch.push(step);
                    if batch.len() >= BATCH {
                        send.send(std::mem::take(&mut batch))?;
                    }
                    Ok(())
                })?;
                Ok(send.send(batch)?)
            });
            for batch in receive {
                take(batch)?;
            }
            walked.join().unwrap_or_else(|_| Err(anyhow!("git 读不出历史")))
        })
    }

    /// Every commit up to `moment`, or up to now, and what it did, parents before children, to `take` in batches; only those
    /// that touched `file`, if one is named. What a merge did is what joining its lines does not make.
    ///
    /// # Errors
    /// There is no history, or git cannot read it.
    pub fn past(
        &self,
        moment: Option<&Moment>,
        file: Option<&String>,
        mut take: impl FnMut(Vec<Deed>),
    ) -> Result<()> {
        let head = moment.map_or("HEAD", |moment| &moment.commit);
        let files = file.map_or(&[][..], std::slice::from_ref);
        let mut versions = Versions::of(self.bench()?.objects()?);
        let mut lines = Lines::default();
        self.steps(Walk { head, beyond: None, files, whole: true }, |batch| {
            let first = lines.len();
            for step in &batch {
                lines.add(step);
            }
            let joints = self.joints(&lines, first, files, &mut versions.objects)?;
            let mut deeds = versions.deeds(batch)?;
            versions.read(joints.iter().flat_map(|(_, joints)| joints).flat_map(Joint::versions))?;
            for (at, joints) in joints {
                deeds[at - first].difference = versions.joined(joints);
            }
            take(deeds);
            Ok(())
        })
    }

    /// What the ledger says differently at two moments, given by their commits.
    pub fn difference(&self, from: &str, to: &str) -> Result<Difference> {
        let files = self.changed_files(from, to)?;
        let mut versions = Versions::of(self.bench()?.objects()?);
        versions.read(files.iter().flat_map(self::versions))?;
        Ok(versions.difference(files))
    }
}

/// The versions of the files, each read once: what one commit leaves, the next one finds.
struct Versions<'r> {
    objects: Objects<'r>,
    tasks: HashMap<(TaskId, ObjectId), Arc<Record>>,
    settings: HashMap<ObjectId, Arc<Table>>,
    /// The latest versions that were seen of each file, which the next batch begins with.
    edge: HashMap<String, [Option<ObjectId>; 2]>,
}

impl<'r> Versions<'r> {
    fn of(objects: Objects<'r>) -> Self {
        Self { objects, tasks: HashMap::new(), settings: HashMap::new(), edge: HashMap::new() }
    }

    fn deeds(&mut self, batch: Vec<Step>) -> Result<Vec<Deed>> {
        self.read(batch.iter().flat_map(|step| &step.files).flat_map(versions))?;
        let deed = |step: Step| Deed { revision: step.revision, difference: self.difference(step.files) };
        let deeds = batch.into_iter().map(deed).collect();
        let edge: HashSet<&ObjectId> = self.edge.values().flatten().flatten().collect();
        self.tasks.retain(|(_, name), _| edge.contains(name));
        Ok(deeds)
    }

    /// Reads the versions of these files that are not known yet.
    fn read<'a>(&mut self, versions: impl Iterator<Item = (&'a str, &'a ObjectId)>) -> Result<()> {
        let (mut wanted, mut names) = (Vec::new(), Vec::new());
        let mut asked = HashSet::new();
        for (path, name) in versions {
            let task = TaskId::of_path(path);
            let known = match task {
                Some(id) => self.tasks.contains_key(&(id, name.clone())),
                None => path != SETTINGS || self.settings.contains_key(name),
            };
            if !known && asked.insert((task, name)) {
                wanted.push(task);
                names.push(name.clone());
            }
        }
        let read = self.objects.read_texts(&names)?;
        let versions = wanted.into_par_iter().zip(names).zip(read);
        let versions: Vec<_> = versions
            .map(|((task, name), bytes)| {
                let bytes = bytes.unwrap_or_default();
                (task, name, task.map(|id| Record::read(id, &bytes)), bytes)
            })
            .collect();
        for (task, name, record, bytes) in versions {
            if let Some((id, record)) = task.zip(record) {
                self.tasks.insert((id, name), Arc::new(record));
            } else {
                let table = file_text(&bytes).ok().and_then(|text| toml::from_str(text).ok());
                let table = table.unwrap_or_default();
                self.settings.insert(name, Arc::new(table));
            }
        }
        Ok(())
    }

    fn difference(&mut self, files: Vec<FileChange>) -> Difference {
        let mut difference = Difference::default();
        let mut touched: HashSet<TaskId> = HashSet::new();
        for FileChange { path, before, after } in &files {
            if path == SETTINGS {
                let table = |name: &Option<ObjectId>| self.settings.get(name.as_ref()?).cloned();
                difference.settings = Some([table(before), table(after)]);
            } else if let Some(id) = TaskId::of_path(path) {
                let record = |name: &Option<ObjectId>| self.tasks.get(&(id, name.clone()?)).cloned();
                let touch = Touch { id, before: record(before), after: record(after) };
                // A file that was given another name is two: looked up rather than looked for, as a commit may touch all.
                if touched.insert(id) {
                    difference.touches.push(touch);
                } else {
                    difference.touch(touch);
                }
                self.edge.insert(path.clone(), [before.clone(), after.clone()]);
            }
        }
        difference.files = files;
        difference
    }
}

/// The versions of a file before and after a change.
fn versions(file: &FileChange) -> impl Iterator<Item = (&str, &ObjectId)> {
    file.before.iter().chain(&file.after).map(|name| (file.path.as_str(), name))
}

impl Versions<'_> {
    /// What a merge did besides joining.
    fn joined(&mut self, joints: Vec<Joint>) -> Difference {
        let (mut files, mut merged, mut joined, mut settings) = (Vec::new(), Vec::new(), Vec::new(), None);
        for joint in joints {
            let expected = joint.expected().cloned();
            if joint.path == SETTINGS {
                // What git makes of texts that both changed is git's; nobody else can tell.
                let before = expected.clone().unwrap_or(joint.outcome.clone());
                let table = |name: &Option<ObjectId>| self.settings.get(name.as_ref()?).cloned();
                settings = Some([table(&before), table(&joint.outcome)]);
            }
            match (expected, TaskId::of_path(&joint.path)) {
                (Some(expected), _) if expected == joint.outcome => {}
                (Some(before), _) => {
                    files.push(FileChange { path: joint.path, before, after: joint.outcome });
                }
                (None, Some(id)) => {
                    joined.push(id);
                    merged.extend(self.merged(id, &joint));
                }
                (None, None) => {}
            }
        }
        let mut difference = self.difference(files);
        difference.settings = settings;
        difference.joined = joined;
        for touch in merged {
            difference.touch(touch);
        }
        difference
    }

    /// What a merge made of a task that both lines changed, where it is not what merging makes of it.
    fn merged(&self, id: TaskId, joint: &Joint) -> Option<Touch> {
        let record = |name: &Option<ObjectId>| self.tasks.get(&(id, name.clone()?)).cloned();
        let [base, ours, theirs, after] =
            [&joint.base, &joint.ours, &joint.theirs, &joint.outcome].map(record);
        let known = [&joint.ours, &joint.theirs].contains(&&joint.outcome);
        let (Some(ours), Some(theirs)) = (&ours, &theirs) else {
            // One line removed it, the other one changed it: whichever was chosen is told of there.
            return (!known).then(|| Touch { id, before: ours.or(theirs), after });
        };
        let table = |record: &Arc<Record>| record.table().cloned();
        let (Some(our_table), Some(their_table)) = (table(ours), table(theirs)) else {
            return (!known).then(|| Touch { id, before: Some(ours.clone()), after });
        };
        let outcome = after.as_ref().and_then(table).unwrap_or_default();
        let base = base.as_ref().and_then(table);
        // A conflict was settled as one of the sides has it, or else by hand.
        let mut settled = |conflict: &Conflict| conflict.settled_in(&outcome);
        let plan = plan(base.as_ref(), &our_table, &their_table, &mut settled);
        let expected = plan.merged(&our_table, &their_table);
        let same = plan.conflicts.is_empty() && changes(Some(&expected), Some(&outcome)).is_empty();
        (!same).then(|| Touch { id, before: Record::of(id, expected).map(Arc::new), after })
    }
}
