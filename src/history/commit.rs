//! What a commit says, and what commits have made.

use anyhow::Result;

use super::git::{git, run};
use super::repository::Repository;
use crate::core::change::Op;
use crate::core::id::TaskId;
use crate::core::text::one_line;

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

    /// The text as it is kept.
    pub(super) fn text(&self) -> String {
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

impl Repository {
    /// Every file that any commit has ever made under `folder`, in the history here and in that of `others`.
    pub fn ever_added(&self, folder: &str, others: &[&str]) -> Result<Vec<String>> {
        self.added_in(folder, &[&["HEAD"], others].concat())
    }

    /// Every file that one of these commits has made under `folder`; none where there are no commits.
    pub(super) fn added_in(&self, folder: &str, commits: &[&str]) -> Result<Vec<String>> {
        let mut command = git(
            &self.folder,
            ["log", "--no-renames", "--diff-filter=A", "--format=", "--name-only", "--relative", "-z"],
        );
        command.args(commits).args(["--", folder]);
        // A repository without a first commit has no log, which is no failure.
        let output = run(command)?;
        let listing = String::from_utf8_lossy(&output.stdout).into_owned();
        Ok(listing.split(['\0', '\n']).filter(|path| !path.is_empty()).map(ToOwned::to_owned).collect())
    }
}
