//! Walking the history: git walks and compares, as one process, and says which files each commit changed.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout};

use anyhow::{Context, Result, bail};
use chrono::NaiveDate;

use super::compare::Touched;
use super::git::{finish, git, said, start};
use super::objects::ObjectId;
use super::repository::Repository;
use crate::core::hand::Hand;
use crate::core::id::TaskId;
use crate::core::revision::{FileChange, Revision};

/// A commit and the files of the ledger that it changed against its only parent; a merge's own are not told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) revision: Revision,
    /// The tree that it holds.
    pub(super) tree: ObjectId,
    pub(super) files: Vec<FileChange>,
}

/// Which commits are walked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Walk<'a> {
    /// Up to and with this commit.
    pub(super) head: &'a str,
    /// Only those that are not in the history of this commit.
    pub(super) beyond: Option<&'a str>,
    /// Only those that changed one of these files, seen from the ledger's folder; all that changed the ledger, if there are
    /// none.
    pub(super) files: &'a [String],
    /// Oldest first, every merge, and parents named by their place in this walk.
    pub(super) whole: bool,
}

/// The answers of git, commit by commit.
pub(super) struct Steps {
    child: Child,
    answers: BufReader<ChildStdout>,
    /// The beginning of the next commit, once the end of the one before has been found by it.
    ahead: Option<Vec<u8>>,
    /// The day of the commit that was told last.
    day: NaiveDate,
}

/// Marks the beginning of a commit among the parts of git's answer, none of which can hold a NUL.
const MARK: u8 = 1;

/// The day from which git counts.
const EPOCH: NaiveDate = NaiveDate::from_epoch_days(0).unwrap();

const FORMAT: &str = "--format=%x01%H%x00%T%x00%P%x00%cs%x00%as%x00%an%x00%ae%x00%cn%x00%ce%x00%s%x00\
    %(trailers:key=Ledger-Op,valueonly,separator=%x2C)%x00\
    %(trailers:key=Ledger-Task,valueonly,separator=%x2C)%x00\
    %(trailers:key=Ledger-Undoes,valueonly,separator=%x2C)%x00";

impl Repository {
    /// Starts the walk.
    pub(super) fn walk(&self, walk: Walk<'_>) -> Result<Steps> {
        let mut command = git(
            &self.folder,
            [
                "log",
                "--raw",
                "-z",
                "--no-abbrev",
                "--no-renames",
                "--no-mailmap",
                "--no-notes",
                "--no-color",
                "--encoding=UTF-8",
                "--relative",
                "--full-history",
                FORMAT,
            ],
        );
        if walk.whole {
            command.args(["--reverse", "--topo-order", "--parents"]);
        }
        command.arg(walk.head);
        if let Some(beyond) = walk.beyond {
            command.arg(format!("^{beyond}"));
        }
        command.arg("--");
        // To look at paths takes git twice as long, and a ledger that has a repository to itself needs none.
        if walk.files.is_empty() && !self.place()?.prefix.is_empty() {
            command.arg(".");
        }
        command.args(walk.files);
        let mut child = start(&mut command)?;
        let answers = child.stdout.take().context("git 没有打开输出")?;
        Ok(Steps { child, answers: BufReader::with_capacity(1 << 16, answers), ahead: None, day: EPOCH })
    }
}

impl Steps {
    /// The next part of the answer; none at the end.
    fn part(&mut self) -> Result<Option<Vec<u8>>> {
        let mut part = Vec::new();
        self.answers.read_until(0, &mut part).context("git 读不出历史")?;
        if part.is_empty() {
            return Ok(None);
        }
        part.pop_if(|last| *last == 0);
        Ok(Some(part))
    }

    fn text(&mut self) -> Result<String> {
        Ok(self.part()?.map(|part| String::from_utf8_lossy(&part).into_owned()).unwrap_or_default())
    }

    /// The next commit; none at the end.
    fn step(&mut self) -> Result<Option<Step>> {
        let head = match self.ahead.take() {
            Some(head) => head,
            None => match self.part()? {
                Some(head) => head,
                None => return Ok(None),
            },
        };
        let commit = String::from_utf8_lossy(&head[1..]).into_owned();
        let tree = self.text()?;
        let parents = self.text()?.split_whitespace().map(ToOwned::to_owned).collect();
        // What states no day is told all the same, with the day of the commit told before it.
        let (day, authored) = (self.text()?, self.text()?);
        let day = day.parse().unwrap_or(self.day);
        let authored = authored.parse().unwrap_or(day);
        self.day = day;
        let author = Hand { name: self.text()?, mail: self.text()? };
        let committer = Hand { name: self.text()?, mail: self.text()? };
        let sentence = self.text()?;
        let (op, tasks, undoes) = (self.text()?, self.text()?, self.text()?);
        let tasks = tasks.split(',').filter_map(|id| TaskId::parse(id, 0)).collect();
        let [op, undoes] = [op, undoes].map(|word| Some(word).filter(|word| !word.is_empty()));
        let mut files = Vec::new();
        while let Some(part) = self.part()? {
            if part.first() == Some(&MARK) {
                self.ahead = Some(part);
                break;
            }
            let raw = String::from_utf8_lossy(&part).into_owned();
            if let Some(raw) = raw.trim_start().strip_prefix(':') {
                files.extend(Touched::read(raw, &self.text()?).and_then(Touched::file));
            }
        }
        let revision = Revision {
            commit,
            parents,
            day,
            authored,
            hands: [author, committer],
            sentence,
            op,
            tasks,
            undoes,
        };
        Ok(Some(Step { revision, tree, files }))
    }

    /// Whether git came to the end of the walk by itself.
    fn ended(self) -> Result<()> {
        drop(self.answers);
        let output = finish(self.child)?;
        if output.status.success() {
            return Ok(());
        }
        bail!("git 读不出历史；git 说：{}", said(&output))
    }
}

impl Steps {
    /// The first commit that `wanted` makes something of; the rest is not walked.
    pub(super) fn find<T>(mut self, mut wanted: impl FnMut(Step) -> Option<T>) -> Result<Option<T>> {
        while let Some(step) = self.step()? {
            if let Some(found) = wanted(step) {
                // Git would write on to nobody.
                let _ = self.child.kill();
                let _ = self.child.wait();
                return Ok(Some(found));
            }
        }
        self.ended().map(|()| None)
    }

    /// Every commit, to `take`.
    pub(super) fn each(mut self, mut take: impl FnMut(Step) -> Result<()>) -> Result<()> {
        while let Some(step) = self.step()? {
            take(step)?;
        }
        self.ended()
    }
}
