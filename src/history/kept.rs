//! When the commits were kept (存入日), as the order of their lines tells it.

use std::collections::HashMap;
use std::io::{BufRead, BufReader};

use anyhow::{Context, Result, bail};
use chrono::NaiveDate;

use super::git::{finish, git, said, start};
use super::repository::Repository;
use crate::core::kept_day::{DatedCommit, Kept, kept_days};

/// Which commits are dated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Span {
    /// All that a commit has behind it.
    Whole,
    /// Its line of first parents.
    FirstLine,
}

impl Repository {
    /// When each commit up to `head` was kept, where none can be later than `latest`, by the commit's full name. Every commit is
    /// there, whatever its dates are.
    ///
    /// # Errors
    /// There is no history, or git cannot read it.
    pub fn kept_days(&self, head: &str, latest: NaiveDate) -> Result<HashMap<String, Kept>> {
        Ok(self.dated(head, Span::Whole, latest)?.into_iter().collect())
    }

    /// The line of first parents that ends at `head`, the oldest first: each commit, and when it was kept. Its days never
    /// decrease, and are those that [`Repository::kept_days`] has.
    ///
    /// # Errors
    /// There is no history, or git cannot read it.
    pub fn kept_line(&self, head: &str, latest: NaiveDate) -> Result<Vec<(String, Kept)>> {
        self.dated(head, Span::FirstLine, latest)
    }

    /// The day on which `commit` was kept: as the ledger's history has it, or else as its own.
    pub(super) fn kept_day(&self, commit: &str, latest: NaiveDate) -> Result<NaiveDate> {
        let head = self.head()?;
        let line = self.kept_line(&head, latest)?;
        if let Some((_, kept)) = line.iter().rev().find(|(known, _)| known == commit) {
            return Ok(kept.day);
        }
        let from = if self.is_in(commit, &head)? { &head } else { commit };
        let kept = self.kept_days(from, latest)?;
        Ok(kept.get(commit).context("git 读不出历史")?.day)
    }

    /// Git says what the commits state, in one go; the rest is told by [`kept_days`].
    fn dated(&self, head: &str, span: Span, latest: NaiveDate) -> Result<Vec<(String, Kept)>> {
        let mut command =
            git(&self.folder, ["log", "--topo-order", "--no-color", "--format=%H%x00%P%x00%cs"]);
        if span == Span::FirstLine {
            command.arg("--first-parent");
        }
        command.args(["--end-of-options", head, "--"]);
        let mut child = start(&mut command)?;
        let answers = child.stdout.take().context("git 没有打开输出")?;
        let mut told = Vec::new();
        for line in BufReader::with_capacity(1 << 16, answers).split(b'\n') {
            let line = line.context("git 读不出历史")?;
            told.extend(commit(&String::from_utf8_lossy(&line)));
        }
        let output = finish(child)?;
        if !output.status.success() {
            bail!("git 读不出历史；git 说：{}", said(&output));
        }
        // Git tells the tip first.
        told.reverse();
        let places: HashMap<&str, usize> =
            told.iter().enumerate().map(|(at, commit)| (commit.name.as_str(), at)).collect();
        let stated = |commit: &Commit| {
            // What a shallow clone left behind is not there.
            let parents = commit.parents.iter().filter_map(|parent| places.get(parent.as_str()).copied());
            DatedCommit { parents: parents.collect(), day: commit.day }
        };
        let stated: Vec<DatedCommit> = told.iter().map(stated).collect();
        let kept = kept_days(&stated, latest);
        Ok(told.into_iter().map(|commit| commit.name).zip(kept).collect())
    }
}

struct Commit {
    name: String,
    parents: Vec<String>,
    /// The day that it states; git says none where what stands there is no date.
    day: Option<NaiveDate>,
}

/// `<commit>\0<parents>\02026-06-30`
fn commit(line: &str) -> Option<Commit> {
    let mut parts = line.split('\0');
    let name = parts.next().filter(|name| !name.is_empty())?.to_owned();
    let parents = parts.next()?.split(' ').filter(|name| !name.is_empty()).map(ToOwned::to_owned).collect();
    Some(Commit { name, parents, day: parts.next().and_then(|day| day.parse().ok()) })
}
