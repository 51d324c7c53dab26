//! One commit as the ledger sees it (一次修改): who, when, in which words, and what became of which task.

use std::sync::Arc;

use chrono::NaiveDate;
use toml::Table;

use super::change::Op;
use super::hand::Hand;
use super::id::TaskId;
use super::task::Task;
use super::task_version::{FieldChange, Record, changes, settings_changes};

/// A commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// The commit, in full.
    pub commit: String,
    /// What it follows: none for the first, several for a merge.
    pub parents: Vec<String>,
    /// The day it states, as its committer's own clock wrote it; where that is no day, the one of the commit told before it.
    pub day: NaiveDate,
    /// The day on which its author says that the change was made: an earlier one where git made the commit anew, as it does
    /// when it moves somebody's work behind what others did meanwhile (变基).
    pub authored: NaiveDate,
    /// Who made the change, and who made the commit.
    pub hands: [Hand; 2],
    /// Its subject; this program writes the sentence that the clerk read.
    pub sentence: String,
    /// Which command made it, as it says of itself (`Ledger-Op`).
    pub op: Option<String>,
    /// Which tasks it is about, as it says of itself (`Ledger-Task`).
    pub tasks: Vec<TaskId>,
    /// Which commit it takes back, as it says of itself (`Ledger-Undoes`).
    pub undoes: Option<String>,
}

/// How a commit came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A command of this program made it.
    Program(Op),
    /// It says so, but names a command that there is none of.
    Unheard,
    /// It was made without this program, or keeps what was changed without it (手工修改).
    ByHand,
    /// It joins two lines of work (合并).
    Merge,
}

impl Revision {
    /// Who made the change, as the commit has it.
    pub fn author(&self) -> &str {
        &self.hands[0].name
    }

    /// How it came about.
    pub fn origin(&self) -> Origin {
        match self.op.as_deref() {
            _ if self.is_merge() => Origin::Merge,
            None => Origin::ByHand,
            Some(word) => match Op::of_key(word) {
                Some(Op::ByHand) => Origin::ByHand,
                Some(op) => Origin::Program(op),
                None => Origin::Unheard,
            },
        }
    }

    /// Whether it has more than one parent.
    pub fn is_merge(&self) -> bool {
        self.parents.len() > 1
    }

    /// What it is called in the reports' data: the command's word, `by-hand` or `merge`.
    pub fn op_key(&self) -> &str {
        match self.origin() {
            Origin::Merge => "merge",
            Origin::ByHand => Op::ByHand.key(),
            Origin::Program(_) | Origin::Unheard => self.op.as_deref().unwrap_or_default(),
        }
    }
}

/// What a commit did to one task.
#[derive(Debug, Clone, PartialEq)]
pub struct Touch {
    /// The task.
    pub id: TaskId,
    /// Its file before; none where there was none.
    pub before: Option<Arc<Record>>,
    /// Its file after; none where there is none any more.
    pub after: Option<Arc<Record>>,
}

impl Touch {
    /// What it changed, key by key.
    pub fn changes(&self) -> Vec<FieldChange> {
        let [before, after] =
            [&self.before, &self.after].map(|side| side.as_ref().and_then(|side| side.table()));
        changes(before, after)
    }

    /// Whether the file could be read before and after, as far as there was one.
    pub fn reads(&self) -> [bool; 2] {
        [&self.before, &self.after]
            .map(|side| side.as_ref().is_none_or(|record| matches!(**record, Record::Sound(_))))
    }

    /// The task before, where it could be read.
    pub fn task_before(&self) -> Option<&Task> {
        self.before.as_ref().and_then(|record| record.task())
    }

    /// The task after, where it can be read.
    pub fn task_after(&self) -> Option<&Task> {
        self.after.as_ref().and_then(|record| record.task())
    }
}

/// What two states of the ledger say differently (差异).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Difference {
    /// The tasks, each once.
    pub touches: Vec<Touch>,
    /// The settings before and after, where they differ.
    pub settings: Option<[Option<Arc<Table>>; 2]>,
    /// What the list of those who may sign said before and says after, where it differs.
    pub signers: Option<[String; 2]>,
    /// Every file of the ledger that differs.
    pub files: Vec<FileChange>,
    /// The tasks that both lines of a merge had changed, and that it made one.
    pub joined: Vec<TaskId>,
}

/// A file that differs, seen from the ledger's folder, with the names by which the history knows what it held.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileChange {
    /// Its path.
    pub path: String,
    /// What it held before; none where there was none.
    pub before: Option<String>,
    /// What it holds after; none where there is none any more.
    pub after: Option<String>,
}

impl FileChange {
    /// The same change taken back.
    #[must_use]
    pub fn reversed(&self) -> Self {
        Self { path: self.path.clone(), before: self.after.clone(), after: self.before.clone() }
    }
}

impl Difference {
    /// Takes in what became of one file of a task. A file that only got another name (`14.toml`, `014.toml`) is still the
    /// same task's.
    pub fn touch(&mut self, touch: Touch) {
        match self.touches.iter_mut().find(|known| known.id == touch.id) {
            Some(known) => {
                known.before = known.before.take().or(touch.before);
                known.after = known.after.take().or(touch.after);
            }
            None => self.touches.push(touch),
        }
    }

    /// What the settings say differently.
    pub fn settings_changes(&self) -> Vec<FieldChange> {
        match &self.settings {
            Some([before, after]) => settings_changes(before.as_deref(), after.as_deref()),
            None => Vec::new(),
        }
    }
}

/// A commit and what it did. What a merge joins is in the commits before it; a merge itself did what is not in them.
#[derive(Debug, Clone, PartialEq)]
pub struct Deed {
    /// The commit.
    pub revision: Revision,
    /// What is different since.
    pub difference: Difference,
    /// What it joins, where it is a merge.
    pub junction: Option<Junction>,
}

/// What a merge joins.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Junction {
    /// What came to each of its lines with it, the first parent's first.
    pub brought: Vec<Vec<Touch>>,
    /// The commits that each of its first two lines has and the other one has not, the newest first.
    pub apart: [Vec<String>; 2],
    /// What is odd about it, if anything.
    pub oddity: Option<Oddity>,
    /// The tasks in which somebody's word stands against another one's: by the key, whose it is.
    pub settled: Vec<Settled>,
}

/// A conflict between two lines, and on which side it was settled.
#[derive(Debug, Clone, PartialEq)]
pub struct Settled {
    /// The task.
    pub id: TaskId,
    /// The key that both lines had changed.
    pub key: String,
    /// The line whose word stands, by its parent's place; none where neither does.
    pub side: Option<usize>,
}

/// A merge that no exchange of two lines makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Oddity {
    /// It joins more than two lines.
    Many,
    /// One of its lines is in the history of another already.
    Contained,
    /// Its lines have nothing in common.
    Unrelated,
}
