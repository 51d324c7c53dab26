//! What the audit knows of every task at a point of the history: the state that the rules compare.

use std::sync::{Arc, LazyLock};

use chrono::NaiveDate;
use rpds::HashTrieMapSync;

use crate::core::deadline::Promise;
use crate::core::entry::EntryKind;
use crate::core::hand::Hand;
use crate::core::id::TaskId;
use crate::core::lifecycle::Verb;
use crate::core::phase::Phase;
use crate::core::revision::{Revision, Touch};
use crate::core::settings::Settings;
use crate::core::task::Task;
use crate::core::task_version::{Record, beyond};

/// The author and the committer of a commit.
pub type Hands = [Hand; 2];

/// Whether two commits have a hand in common.
pub fn share(one: &Hands, other: &Hands) -> bool {
    one.iter().any(|hand| other.iter().any(|also| hand.is(also)))
}

/// Every task at a point of the history. A copy costs nothing, and shares what is the same.
#[derive(Debug, Clone, Default)]
pub struct Tasks(HashTrieMapSync<TaskId, Arc<Known>>);

/// A task at a point of the history.
#[derive(Debug, Clone)]
pub(super) struct Known {
    /// Its file; the last one that could be read, where the present one cannot.
    pub(super) record: Arc<Record>,
    /// When and by whom it was registered.
    pub(super) registered: Mark,
    /// By whom it was last reported done.
    pub(super) reported: Option<Mark>,
    /// Whose hands touched it last, and what it was before they did on that day; none where it was not there.
    pub(super) touched: Mark,
    dawn: Option<Arc<Record>>,
    /// Its phase, as the settings had it when they last had one of that name: what is promised does not go with a name.
    pub(super) phase: Option<Phase>,
}

/// A commit's day and hands.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    pub(super) day: NaiveDate,
    pub(super) hands: Arc<Hands>,
}

impl Known {
    pub(super) fn task(&self) -> Option<&Task> {
        self.record.task()
    }

    /// What it was before these hands first touched it on this day, where that is who touched it last: nothing yet, where they
    /// registered it on that day.
    pub(super) fn at_dawn(&self, day: NaiveDate, hands: &Hands) -> Option<&Task> {
        static UNBORN: LazyLock<Task> = LazyLock::new(Task::default);
        let is_theirs = |mark: &Mark| mark.day == day && share(&mark.hands, hands);
        match &self.dawn {
            _ if !is_theirs(&self.touched) => None,
            Some(dawn) => dawn.task(),
            None => is_theirs(&self.registered).then_some(&UNBORN),
        }
    }

    /// The phases by which its promise is told: those of the settings, or its own of before where they have none of its name.
    pub(super) fn phases<'a>(&'a self, task: &Task, settings: &'a Settings) -> &'a [Phase] {
        let name = task.phase.as_deref();
        match &self.phase {
            Some(phase) if settings.phase(name).is_none() && Some(phase.name.as_str()) == name => {
                std::slice::from_ref(phase)
            }
            _ => &settings.phases,
        }
    }

    /// What is promised of it under these settings.
    pub(super) fn promise(&self, settings: &Settings) -> Option<Promise> {
        let task = self.task()?;
        Some(Promise::of(task, self.phases(task, settings)))
    }

    /// Whether it names a phase that the settings have lost.
    pub(super) fn dangles(&self, settings: &Settings) -> bool {
        let name = self.task().and_then(|task| task.phase.as_deref());
        let had = self.phase.as_ref().filter(|phase| Some(phase.name.as_str()) == name);
        had.is_some_and(|phase| phase.end.is_some() && settings.phase(name).is_none())
    }
}

impl Tasks {
    pub(super) fn get(&self, id: TaskId) -> Option<&Known> {
        self.0.get(&id).map(Arc::as_ref)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (TaskId, &Known)> {
        self.0.iter().map(|(id, known)| (*id, known.as_ref()))
    }

    /// Whether there is none yet.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The tasks after a commit that touched these, kept on `day`; `others` are those of the other lines that it joins, and
    /// `numbers` those that it gave anew. Where the settings changed, each task's phase is theirs again.
    #[must_use]
    pub fn after(
        &self,
        touches: &[Touch],
        others: &[Self],
        numbers: &[(TaskId, TaskId)],
        revision: &Revision,
        day: NaiveDate,
        settings: [&Settings; 2],
    ) -> Self {
        let mut tasks = self.clone();
        let mark = Mark { day, hands: Arc::new(revision.hands.clone()) };
        for touch in touches {
            match &touch.after {
                None => {
                    tasks.0.remove_mut(&touch.id);
                }
                Some(record) => {
                    let elsewhere = others.iter().find_map(|other| other.get(touch.id));
                    // A task with another number is the same task.
                    let was =
                        numbers.iter().find(|(_, new)| *new == touch.id).and_then(|(old, _)| self.get(*old));
                    let here = self.get(touch.id).or(was);
                    let known = elsewhere.or(here);
                    let mut known = match known {
                        Some(known) => known.touched_by(record, &mark),
                        None => Known {
                            record: record.clone(),
                            registered: mark.clone(),
                            reported: None,
                            touched: mark.clone(),
                            dawn: None,
                            phase: None,
                        },
                    };
                    let reported =
                        [here, elsewhere].into_iter().flatten().filter_map(|known| known.reported.as_ref());
                    known.reported = reported.max_by_key(|mark| mark.day).cloned();
                    if others.is_empty() && reports(touch) {
                        known.reported = Some(mark.clone());
                    }
                    known.settle(settings[1]);
                    tasks.0.insert_mut(touch.id, Arc::new(known));
                }
            }
        }
        if settings[0].phases != settings[1].phases {
            let moved: Vec<(TaskId, Arc<Known>)> = tasks
                .0
                .iter()
                .filter_map(|(id, known)| {
                    let mut known = known.as_ref().clone();
                    known.settle(settings[1]).then(|| (*id, Arc::new(known)))
                })
                .collect();
            for (id, known) in moved {
                tasks.0.insert_mut(id, known);
            }
        }
        tasks
    }
}

impl Known {
    fn touched_by(&self, record: &Arc<Record>, mark: &Mark) -> Self {
        let goes_on = self.touched.day == mark.day && share(&self.touched.hands, &mark.hands);
        let dawn = if goes_on { self.dawn.clone() } else { Some(self.record.clone()) };
        // What a file said that nobody can read any more is not forgotten.
        let record = if record.task().is_some() { record } else { &self.record };
        Self { record: record.clone(), touched: mark.clone(), dawn, ..self.clone() }
    }

    /// Takes the phase as the settings have it, if they have it; says whether it is another one now.
    fn settle(&mut self, settings: &Settings) -> bool {
        let name = self.task().and_then(|task| task.phase.as_deref());
        let Some(phase) = settings.phase(name) else { return false };
        let is_other = self.phase.as_ref() != Some(phase);
        self.phase = Some(phase.clone());
        is_other
    }
}

/// Whether a touch reports the task done.
fn reports(touch: &Touch) -> bool {
    let none = Vec::new();
    let known = touch.task_before().map_or(&none, |task| &task.log);
    let fresh = touch.task_after().map(|task| beyond(&task.log, known)).unwrap_or_default();
    fresh.iter().any(|entry| entry.kind == EntryKind::Verb(Verb::Done))
}
