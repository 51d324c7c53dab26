//! One commit for each change: those paths and no others, whatever else is staged.

use anyhow::Result;

use super::git::{git, must, run};
use super::repository::Repository;
use crate::core::change::Op;
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
}

impl Message {
    fn text(&self) -> String {
        use std::fmt::Write;
        let mut text = format!("{}\n\nLedger-Op: {}\n", self.sentence, self.op.key());
        for task in &self.tasks {
            let _ = writeln!(text, "Ledger-Task: {task}");
        }
        text
    }
}

impl Repository {
    /// Commits `paths` as they now are in the folder. `fresh` says that some of them are new to git.
    ///
    /// # Errors
    /// Git or one of its hooks refuses; what was staged for this commit alone is then unstaged again.
    pub fn commit(&self, paths: &[String], fresh: bool, message: &Message) -> Result<()> {
        if fresh {
            let mut add = git(&self.folder, ["add", "--"]);
            add.args(paths);
            must(add, None, "存不进 git 历史，已恢复原样")?;
        }
        let mut commit = git(&self.folder, ["commit", "--quiet", "--file=-", "--only", "--"]);
        commit.args(paths);
        let outcome = must(commit, Some(&message.text()), "存不进 git 历史，已恢复原样");
        if outcome.is_err() && fresh {
            let mut reset = git(&self.folder, ["reset", "--quiet", "--"]);
            reset.args(paths);
            // Best effort: the refusal itself is what the person has to hear.
            let _ = run(reset);
        }
        outcome.map(|_| ())
    }
}
