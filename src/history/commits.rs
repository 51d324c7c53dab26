//! What the commits did (历史上的修改): the walk of git, with the tasks that its files are.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::thread::scope;

use anyhow::{Result, anyhow};
use rayon::prelude::*;
use toml::Table;

use super::evil_merges::{Joint, Lines, Merge};
use super::objects::{ObjectId, Objects};
use super::repository::Repository;
use super::snapshot::Moment;
use super::walk::{Step, Walk};
use crate::core::entry::LOG;
use crate::core::file_text::file_text;
use crate::core::id::TaskId;
use crate::core::merge::{Conflict, Side, join_lines, plan};
use crate::core::revision::{Deed, Difference, FileChange, Junction, Settled, Touch};
use crate::core::settings::SETTINGS;
use crate::core::signers::{self, SIGNERS};
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
            let merges = self.merges(&lines, first, files, &mut versions.objects)?;
            let mut deeds = versions.deeds(batch)?;
            let joints = merges.iter().flat_map(|merge| &merge.joints).flat_map(Joint::versions);
            let brought = merges.iter().flat_map(|merge| merge.brought.iter().flatten());
            versions.read(joints.chain(brought.flat_map(self::versions)))?;
            for merge in merges {
                let at = merge.at - first;
                (deeds[at].difference, deeds[at].junction) = versions.joined(merge);
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
    signers: HashMap<ObjectId, String>,
    /// The latest versions that were seen of each file, which the next batch begins with.
    edge: HashMap<String, [Option<ObjectId>; 2]>,
}

impl<'r> Versions<'r> {
    fn of(objects: Objects<'r>) -> Self {
        Self {
            objects,
            tasks: HashMap::new(),
            settings: HashMap::new(),
            signers: HashMap::new(),
            edge: HashMap::new(),
        }
    }

    fn deeds(&mut self, batch: Vec<Step>) -> Result<Vec<Deed>> {
        self.read(batch.iter().flat_map(|step| &step.files).flat_map(versions))?;
        let deed = |step: Step| Deed {
            revision: step.revision,
            difference: self.difference(step.files),
            junction: None,
        };
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
            let is_signers = path == SIGNERS;
            let known = match task {
                Some(id) => self.tasks.contains_key(&(id, name.clone())),
                None if is_signers => self.signers.contains_key(name),
                None => path != SETTINGS || self.settings.contains_key(name),
            };
            if !known && asked.insert((task, is_signers, name)) {
                wanted.push((task, is_signers));
                names.push(name.clone());
            }
        }
        let read = self.objects.read_texts(&names)?;
        let versions = wanted.into_par_iter().zip(names).zip(read);
        let versions: Vec<_> = versions
            .map(|(((task, is_signers), name), bytes)| {
                let bytes = bytes.unwrap_or_default();
                (task, is_signers, name, task.map(|id| Record::read(id, &bytes)), bytes)
            })
            .collect();
        for (task, is_signers, name, record, bytes) in versions {
            if let Some((id, record)) = task.zip(record) {
                self.tasks.insert((id, name), Arc::new(record));
            } else if is_signers {
                self.signers.insert(name, String::from_utf8_lossy(&bytes).into_owned());
            } else {
                self.settings.insert(name, Arc::new(settings(&bytes).unwrap_or_default()));
            }
        }
        Ok(())
    }

    fn difference(&mut self, files: Vec<FileChange>) -> Difference {
        let mut difference = Difference::default();
        let mut touched: HashSet<TaskId> = HashSet::new();
        for FileChange { path, before, after } in &files {
            if path == SETTINGS {
                difference.settings = Some([before, after].map(|name| self.table(name.as_ref())));
            } else if path == SIGNERS {
                difference.signers = Some([before, after].map(|name| self.signers_of(name.as_ref())));
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

/// What the settings' file says, where it can be read.
fn settings(bytes: &[u8]) -> Option<Table> {
    file_text(bytes).ok().and_then(|text| toml::from_str(text).ok())
}

/// The versions of a file before and after a change.
fn versions(file: &FileChange) -> impl Iterator<Item = (&str, &ObjectId)> {
    file.before.iter().chain(&file.after).map(|name| (file.path.as_str(), name))
}

impl Versions<'_> {
    /// What a merge did besides joining, and what it joined.
    fn joined(&mut self, merge: Merge) -> (Difference, Option<Junction>) {
        let Merge { joints, brought, apart, oddity, .. } = merge;
        let brought = brought.into_iter().map(|files| self.difference(files).touches).collect();
        let mut junction = Junction { brought, apart, oddity, settled: Vec::new() };
        let (mut files, mut merged, mut joined, mut settings) = (Vec::new(), Vec::new(), Vec::new(), None);
        for joint in joints {
            match (joint.expected().cloned(), TaskId::of_path(&joint.path)) {
                _ if joint.path == SETTINGS => settings = self.settled(&joint),
                (Some(expected), _) if expected == joint.outcome => {}
                (Some(before), _) => {
                    files.push(FileChange { path: joint.path, before, after: joint.outcome });
                }
                (None, Some(id)) => {
                    joined.push(id);
                    merged.extend(self.merged(id, &joint, &mut junction.settled));
                }
                (None, None) if joint.path == SIGNERS => {
                    let [base, ours, theirs, outcome] =
                        [&joint.base, &joint.ours, &joint.theirs, &joint.outcome]
                            .map(|name| self.signers_of(name.as_ref()));
                    let is_joined = signers::is_same(&outcome, &signers::joined(&base, &ours, &theirs));
                    if !is_joined {
                        files.push(FileChange { path: joint.path, before: joint.ours, after: joint.outcome });
                    }
                }
                // Of two files neither can be the other: whichever was taken, one is gone.
                (None, None) => {
                    let [ours, theirs] = [joint.ours, joint.theirs];
                    let before = if joint.outcome == ours { theirs } else { ours };
                    files.push(FileChange { path: joint.path, before, after: joint.outcome });
                }
            }
        }
        let mut difference = self.difference(files);
        difference.settings = settings;
        difference.joined = joined;
        for touch in merged {
            difference.touch(touch);
        }
        (difference, Some(junction))
    }

    /// The settings as joining makes them, and as they are: where both lines changed the same lines, with either one's.
    fn settled(&mut self, joint: &Joint) -> Option<[Option<Arc<Table>>; 2]> {
        let outcome = self.table(joint.outcome.as_ref());
        let before = match (joint.expected(), &joint.ours, &joint.theirs) {
            (Some(expected), ..) => self.table(expected.as_ref()),
            (None, Some(ours), Some(theirs)) => {
                let names: Vec<ObjectId> = joint.base.iter().chain([ours, theirs]).cloned().collect();
                let mut read =
                    self.objects.read_texts(&names).ok()?.into_iter().map(Option::unwrap_or_default);
                let base = joint.base.as_ref().and_then(|_| read.next());
                let (ours, theirs) = (read.next()?, read.next()?);
                let joined = |side: Side| {
                    let whole = if side == Side::Ours { &ours } else { &theirs };
                    let lines = join_lines(base.as_deref(), &ours, &theirs, side).bytes;
                    // Joined line by line they may contradict themselves; then one side's stand.
                    Arc::new(settings(&lines).or_else(|| settings(whole)).unwrap_or_default())
                };
                let [ours, theirs] = [joined(Side::Ours), joined(Side::Theirs)];
                Some(if outcome.as_ref() == Some(&theirs) { theirs } else { ours })
            }
            // One line took them away.
            (None, ours, theirs) => self.table(ours.as_ref()).or_else(|| self.table(theirs.as_ref())),
        };
        Some([before, outcome])
    }

    fn table(&self, name: Option<&ObjectId>) -> Option<Arc<Table>> {
        self.settings.get(name?).cloned()
    }

    /// What the list of those who may sign says in this version.
    fn signers_of(&self, name: Option<&ObjectId>) -> String {
        name.and_then(|name| self.signers.get(name)).cloned().unwrap_or_default()
    }

    /// What a merge made of a task that both lines changed, where it is not what merging makes of it.
    fn merged(&self, id: TaskId, joint: &Joint, choices: &mut Vec<Settled>) -> Option<Touch> {
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
        let mut settled = |conflict: &Conflict| {
            let side = conflict.settled_in(&outcome);
            choices.push(Settled { id, key: conflict.key.clone(), side: side.map(|side| side as usize) });
            side
        };
        let plan = plan(base.as_ref(), &our_table, &their_table, &mut settled);
        let expected = plan.merged(&our_table, &their_table);
        let same = plan.conflicts.is_empty() && changes(Some(&expected), Some(&outcome)).is_empty();
        let in_order = expected.get(LOG) == outcome.get(LOG);
        (!same || !in_order).then(|| Touch { id, before: Record::of(id, expected).map(Arc::new), after })
    }
}
