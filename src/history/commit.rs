//! One commit for each change: those paths and no others, whatever else is staged.

use std::collections::HashSet;
use std::fs::File;
use std::io::Write;

use anyhow::{Context, Result, bail};
use tempfile::NamedTempFile;

use super::git::{done, git, run};
use super::repository::Repository;
use crate::core::change::{Op, one_line};
use crate::core::id::TaskId;

/// What a commit says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The subject: the sentence that the clerk reads.
    pub sentence: String,
    /// Which command made it.
    pub op: Op,
    /// The tasks it touches.
    pub tasks: Vec<TaskId>,
    /// The commit it takes back.
    pub undoes: Option<String>,
    /// What else there is to know, a line each.
    pub notes: Vec<String>,
}

impl Message {
    /// What the commit of a command says.
    pub fn new(sentence: String, op: Op, tasks: Vec<TaskId>) -> Self {
        Self { sentence, op, tasks, undoes: None, notes: Vec::new() }
    }

    /// A file with the text, for as long as it is needed.
    pub(super) fn file(&self) -> Result<NamedTempFile> {
        let mut file = NamedTempFile::new().context("建不了临时文件")?;
        file.write_all(self.text().as_bytes()).context("写不了临时文件")?;
        Ok(file)
    }

    fn text(&self) -> String {
        use std::fmt::Write;
        // One line, whatever a person wrote into a title: a line break would end the subject and could forge a trailer.
        let sentence = one_line(&self.sentence, usize::MAX);
        let mut text = format!("{sentence}\n\n");
        for note in &self.notes {
            let _ = writeln!(text, "- {}", one_line(note, usize::MAX));
        }
        if !self.notes.is_empty() {
            text.push('\n');
        }
        let _ = writeln!(text, "Ledger-Op: {}", self.op.key());
        for task in &self.tasks {
            let _ = writeln!(text, "Ledger-Task: {task}");
        }
        if let Some(undone) = &self.undoes {
            let _ = writeln!(text, "Ledger-Undoes: {undone}");
        }
        text
    }
}

/// How many paths a command line holds for sure.
const MANY: usize = 1000;

/// Paths as git reads them from a file, each ended by a nothing.
fn listed(paths: &[String]) -> Result<File> {
    let mut list = tempfile::tempfile().context("建不了临时文件")?;
    list.write_all((paths.join("\0") + "\0").as_bytes()).context("写不了临时文件")?;
    Ok(list)
}

impl Repository {
    /// Commits `paths` as they now are in the folder, and leaves everything else that is `staged` as it is.
    ///
    /// `git commit --only` does that whatever is staged, but reads a large index twice; where nothing else is staged an
    /// ordinary commit comes to the same.
    ///
    /// # Errors
    /// Git or one of its hooks refuses; what was not `staged` before is then unstaged again.
    pub fn commit(&self, paths: &[String], staged: &[String], message: &Message) -> Result<()> {
        const REFUSED: &str = "存不进 git 历史，已恢复原样";
        let with_paths = |arguments: &[&str]| {
            let mut command = git(&self.folder, arguments);
            command.arg("--").args(paths);
            command
        };
        if paths.len() > MANY {
            return self.commit_many(paths, staged, message, REFUSED);
        }
        done(&self.write(|| with_paths(&["update-index", "--add", "--remove"]))?, REFUSED)?;
        let text = message.file()?;
        let said_in = format!("--file={}", text.path().display());
        let elsewhere = staged.iter().any(|path| !paths.contains(path));
        let commit = || {
            if elsewhere {
                return with_paths(&["commit", "--quiet", &said_in, "--only"]);
            }
            git(&self.folder, ["commit", "--quiet", &said_in])
        };
        let outcome = self.write(commit).and_then(|output| done(&output, REFUSED));
        if outcome.is_err() {
            let fresh: Vec<String> = paths.iter().filter(|path| !staged.contains(path)).cloned().collect();
            self.unstage(&fresh);
        }
        outcome.map(|_| ())
    }

    /// The same for more paths than a command line holds.
    fn commit_many(
        &self,
        paths: &[String],
        staged: &[String],
        message: &Message,
        refused: &str,
    ) -> Result<()> {
        let list = listed(paths)?;
        let ours: HashSet<&String> = paths.iter().collect();
        let others: Vec<&String> = staged.iter().filter(|path| !ours.contains(path)).collect();
        if let [first, ..] = others.as_slice() {
            let first = first.strip_prefix(":/").unwrap_or(first);
            bail!(
                "{refused}；有 {} 个文件（如 {first}）已经 git add 而没有提交，一次要存的文件又太多；请先提交（git commit）或取消（git reset），再做一次",
                others.len()
            );
        }
        let add = || git(&self.folder, ["update-index", "--add", "--remove", "-z", "--stdin"]);
        done(&self.write_fed(&list, add)?, refused)?;
        let text = message.file()?;
        let said_in = format!("--file={}", text.path().display());
        let commit = || git(&self.folder, ["commit", "--quiet", &said_in]);
        let outcome = self.write(commit).and_then(|output| done(&output, refused));
        if outcome.is_err() {
            // Nothing else was staged: the index is that of the last commit again.
            self.unstage(paths);
        }
        outcome.map(|_| ())
    }

    /// The same, unless `paths` turn out to be as the last commit has them; says whether there was anything.
    pub fn commit_any(&self, paths: &[String], staged: &[String], message: &Message) -> Result<bool> {
        let add = || {
            let mut add = git(&self.folder, ["update-index", "--add", "--remove", "--"]);
            add.args(paths);
            add
        };
        done(&self.write(add)?, "存不进 git 历史，没有改动")?;
        let mut differs = git(&self.folder, ["diff", "--cached", "--quiet", "--"]);
        differs.args(paths);
        if run(differs)?.status.success() {
            return Ok(false);
        }
        self.commit(paths, staged, message).map(|()| true)
    }

    /// Takes `paths` out of what is staged. Best effort: whoever asks has something more important to say.
    pub fn unstage(&self, paths: &[String]) {
        // Without paths, `git reset` would take everything.
        if paths.is_empty() {
            return;
        }
        if paths.len() > MANY {
            paths.chunks(MANY).for_each(|some| self.unstage(some));
            return;
        }
        let with_paths = |arguments: &[&str]| {
            let mut command = git(&self.folder, arguments);
            command.args(paths);
            command
        };
        let reset = self.write(|| with_paths(&["reset", "--quiet", "--"]));
        // A repository without a first commit knows nothing to reset to.
        if !reset.is_ok_and(|output| output.status.success()) {
            let _ = self.write(|| with_paths(&["rm", "--quiet", "--cached", "--ignore-unmatch", "--"]));
        }
    }

    /// Every file that any commit has ever made under `folder`, in the history here and in that of `others`.
    pub fn ever_added(&self, folder: &str, others: &[&str]) -> Result<Vec<String>> {
        let mut command = git(
            &self.folder,
            [
                "log",
                "--no-renames",
                "--diff-filter=A",
                "--format=",
                "--name-only",
                "--relative",
                "-z",
                "HEAD",
            ],
        );
        command.args(others).args(["--", folder]);
        // A repository without a first commit has no log, which is no failure.
        let output = run(command)?;
        let listing = String::from_utf8_lossy(&output.stdout).into_owned();
        Ok(listing.split(['\0', '\n']).filter(|path| !path.is_empty()).map(ToOwned::to_owned).collect())
    }
}
