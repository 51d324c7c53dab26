//! One commit for each change: those paths and no others, whatever else is staged.

use anyhow::Result;

use super::git::{git, must, run};
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
}

impl Message {
    fn text(&self) -> String {
        use std::fmt::Write;
        // One line, whatever a person wrote into a title: a line break would end the subject and could forge a trailer.
        let sentence = one_line(&self.sentence, usize::MAX);
        let mut text = format!("{sentence}\n\nLedger-Op: {}\n", self.op.key());
        for task in &self.tasks {
            let _ = writeln!(text, "Ledger-Task: {task}");
        }
        text
    }
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
        must(with_paths(&["update-index", "--add", "--remove"]), None, REFUSED)?;
        let commit = if staged.iter().any(|path| !paths.contains(path)) {
            with_paths(&["commit", "--quiet", "--file=-", "--only"])
        } else {
            git(&self.folder, ["commit", "--quiet", "--file=-"])
        };
        let outcome = must(commit, Some(&message.text()), REFUSED);
        if outcome.is_err() {
            let fresh: Vec<String> = paths.iter().filter(|path| !staged.contains(path)).cloned().collect();
            self.unstage(&fresh);
        }
        outcome.map(|_| ())
    }

    /// The same, unless `paths` turn out to be as the last commit has them; says whether there was anything.
    pub fn commit_any(&self, paths: &[String], staged: &[String], message: &Message) -> Result<bool> {
        let mut add = git(&self.folder, ["update-index", "--add", "--remove", "--"]);
        add.args(paths);
        must(add, None, "存不进 git 历史，没有改动")?;
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
        let mut reset = git(&self.folder, ["reset", "--quiet", "--"]);
        reset.args(paths);
        let reset = run(reset);
        // A repository without a first commit knows nothing to reset to.
        if !reset.is_ok_and(|output| output.status.success()) {
            let mut forget = git(&self.folder, ["rm", "--quiet", "--cached", "--ignore-unmatch", "--"]);
            forget.args(paths);
            let _ = run(forget);
        }
    }

    /// Every file that any commit has ever made under `folder`.
    pub fn ever_added(&self, folder: &str) -> Result<Vec<String>> {
        let command = git(
            &self.folder,
            [
                "log",
                "--no-renames",
                "--diff-filter=A",
                "--format=",
                "--name-only",
                "--relative",
                "-z",
                "--",
                folder,
            ],
        );
        // A repository without a first commit has no log, which is no failure.
        let output = run(command)?;
        let listing = String::from_utf8_lossy(&output.stdout).into_owned();
        Ok(listing.split(['\0', '\n']).filter(|path| !path.is_empty()).map(ToOwned::to_owned).collect())
    }
}
