//! The hooks that a repository asks for, run by git itself. They are run before the moment at which a commit happens, and may
//! refuse it.

use anyhow::{Context, Result};

use super::commit_settings::Wishes;
use super::git::{done, run};
use super::write_objects::{Bench, tidy};
use crate::folder::Private;

/// What is about to be kept, as the hooks left it.
pub(super) struct Passed {
    pub(super) tree: String,
    pub(super) message: String,
}

const REFUSED: &str = "仓库的钩子没有放行，没有改动";

/// The hooks that git runs before a commit, as it does for the commit that ends a merge.
const BEFORE: [&str; 3] = ["pre-commit", "prepare-commit-msg", "commit-msg"];

/// Lets the hooks look at `tree`, in an index of its own, and at the message; either may be another one afterwards.
pub(super) fn pass(
    bench: &Bench,
    wishes: &Wishes,
    private: &Private,
    tree: &str,
    message: &str,
    joins: bool,
) -> Result<Passed> {
    let unchanged = || Passed { tree: tree.to_owned(), message: message.to_owned() };
    let [look, prepare, read] = BEFORE;
    if !BEFORE.iter().any(|hook| wishes.has_hook(&bench.place, hook)) {
        return Ok(unchanged());
    }
    let index = private.join("staged-hooks");
    let _ = std::fs::remove_file(&index);
    let with_index = |arguments: &[&str]| {
        let mut command = bench.git(["-c", "gc.auto=0"]);
        command.args(arguments).env("GIT_INDEX_FILE", &index);
        command
    };
    let hook = |name: &str, arguments: &[&str]| -> Result<()> {
        let mut command = with_index(&["hook", "run", "--ignore-missing", name]);
        if !arguments.is_empty() {
            command.arg("--").args(arguments);
        }
        done(&run(command)?, REFUSED).map(|_| ())
    };
    done(&run(with_index(&["read-tree", tree]))?, "git 存不下目录")?;
    let outcome = (|| {
        hook(look, &[])?;
        let tree = done(&run(with_index(&["write-tree"]))?, "git 存不下目录")?;
        let file = bench.place.git.join("COMMIT_EDITMSG");
        let text = file.display().to_string();
        crate::folder::atomic::replace(&file, message.as_bytes())?;
        hook(prepare, &[&text, if joins { "merge" } else { "message" }])?;
        hook(read, &[&text])?;
        let message = std::fs::read_to_string(&file).with_context(|| format!("读不了“{text}”"))?;
        Ok(Passed { tree: tree.trim().to_owned(), message: tidy(&message)? })
    })();
    let _ = std::fs::remove_file(&index);
    outcome
}

/// Tells a hook of what has happened. It can refuse nothing any more.
pub(super) fn tell(bench: &Bench, wishes: &Wishes, hook: &str, arguments: &[&str]) {
    if !wishes.has_hook(&bench.place, hook) {
        return;
    }
    let mut command = bench.git(["hook", "run", "--ignore-missing", hook]);
    if !arguments.is_empty() {
        command.arg("--").args(arguments);
    }
    let _ = run(command);
}

/// Whether the repository lets a hook watch its branches move: git itself has to move them then.
pub(super) fn watches_branches(wishes: &Wishes, bench: &Bench) -> bool {
    wishes.has_hook(&bench.place, "reference-transaction")
}
