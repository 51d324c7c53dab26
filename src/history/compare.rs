//! What commits hold differently: git compares them, and one reader takes in what it says.

use std::io::Write;
use std::process::Stdio;

use anyhow::{Context, Result, bail};

use super::git::{finish, git, must, said, start};
use super::repository::Repository;
use super::write_objects::{Bench, Entry};
use crate::core::revision::FileChange;

/// A path that a change touches, seen from the top.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Touched {
    pub(super) path: String,
    pub(super) before: Option<Entry>,
    pub(super) after: Option<Entry>,
}

impl Touched {
    /// `100644 100644 <before> <after> M`
    pub(super) fn read(raw: &str, path: &str) -> Option<Self> {
        let mut parts = raw.split(' ');
        let [mode_before, mode_after, before, after] =
            [parts.next()?, parts.next()?, parts.next()?, parts.next()?];
        let side = |mode: &str, id: &str| {
            let mode = u32::from_str_radix(mode, 8).ok().filter(|mode| *mode > 0)?;
            Some(Entry { mode, id: id.to_owned() })
        };
        let (before, after) = (side(mode_before, before), side(mode_after, after));
        Some(Self { path: path.to_owned(), before, after })
    }

    /// Whether it is, or was, anything but a regular file: a link, a submodule.
    pub(super) fn is_irregular(&self) -> bool {
        [&self.before, &self.after].into_iter().flatten().any(|entry| !entry.is_file())
    }

    /// What it does to a file below a folder, its path seen from there.
    pub(super) fn file_below(&self, prefix: &str) -> Option<FileChange> {
        let path = self.path.strip_prefix(prefix)?.to_owned();
        Self { path, ..self.clone() }.file()
    }

    /// What it does to a file; what is no file on a side is not there.
    pub(super) fn file(self) -> Option<FileChange> {
        let [before, after] =
            [self.before, self.after].map(|side| side.filter(Entry::is_file).map(|entry| entry.id));
        (before != after).then_some(FileChange { path: self.path, before, after })
    }
}

impl Bench {
    /// What changed from one commit to another, seen from the top; everything there is, where there was none before.
    pub(super) fn changes(&self, from: Option<&str>, to: &str) -> Result<Vec<Touched>> {
        let Some(from) = from else {
            let listed = self.listed_by_git(to, "")?.into_iter();
            return Ok(listed
                .map(|(path, entry)| Touched { path, before: None, after: Some(entry) })
                .collect());
        };
        let compared =
            self.git(["diff-tree", "-r", "-z", "--no-renames", "--no-abbrev", "--end-of-options", from, to]);
        Ok(listed(&must(compared, "git 比较不了两个提交")?))
    }
}

impl Repository {
    /// The files of the ledger that two commits hold differently.
    pub(super) fn changed_files(&self, from: &str, to: &str) -> Result<Vec<FileChange>> {
        let compared =
            git(&self.folder, ["diff-tree", "-r", "-z", "--no-renames", "--relative", from, to, "--", "."]);
        let compared = must(compared, "git 比较不了两个提交")?;
        Ok(listed(&compared).into_iter().filter_map(Touched::file).collect())
    }

    /// The files of the ledger, or of `files` alone, that each pair of trees holds differently; one process for all pairs.
    pub(super) fn changed_between(
        &self,
        pairs: &[(&str, &str)],
        files: &[String],
    ) -> Result<Vec<Vec<FileChange>>> {
        if pairs.is_empty() {
            return Ok(Vec::new());
        }
        let mut command =
            git(&self.folder, ["diff-tree", "--stdin", "-r", "-z", "--no-renames", "--relative", "--"]);
        if files.is_empty() {
            command.arg(".");
        }
        command.args(files);
        let mut child = start(command.stdin(Stdio::piped()))?;
        let mut asking = child.stdin.take().context("git 没有打开输入")?;
        let output = std::thread::scope(|scope| {
            scope.spawn(move || {
                // A git that has given up closes its end; its exit code tells the rest.
                let _ = pairs.iter().try_for_each(|(from, to)| writeln!(asking, "{from} {to}"));
            });
            finish(child)
        })?;
        if !output.status.success() {
            bail!("git 比较不了历史里的合并；git 说：{}", said(&output));
        }
        let listing = String::from_utf8_lossy(&output.stdout);
        let (mut found, mut parts) = (Vec::new(), listing.split('\0'));
        // A line for each pair, and behind it the files: `:<raw>`, and the path as a part of its own.
        while let Some(part) = parts.next() {
            for line in part.split('\n').filter(|line| !line.is_empty()) {
                match (line.strip_prefix(':'), found.last_mut()) {
                    (None, _) => found.push(Vec::new()),
                    (Some(raw), Some(files)) => {
                        let path = parts.next().unwrap_or_default();
                        files.extend(Touched::read(raw, path).and_then(Touched::file));
                    }
                    (Some(_), None) => {}
                }
            }
        }
        if found.len() != pairs.len() {
            bail!("git 比较不了历史里的合并；请运行 git fsck 看看仓库有没有损坏");
        }
        Ok(found)
    }
}

/// `:<raw>`, and the path as a part of its own, one after the other.
fn listed(listing: &str) -> Vec<Touched> {
    let (mut touched, mut parts) = (Vec::new(), listing.split('\0'));
    while let (Some(raw), Some(path)) = (parts.next().and_then(|raw| raw.strip_prefix(':')), parts.next()) {
        touched.extend(Touched::read(raw, path));
    }
    touched
}
