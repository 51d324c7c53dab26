//! Reading git's objects: one process for all of them, asked and answered through pipes.

use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context, Result, bail};

use super::git::{git, start};

/// The name that git gives to an object.
pub(super) type ObjectId = String;

/// A file that the history held, with its bytes where they were asked for.
pub type HeldFile = (String, Option<Vec<u8>>);

/// An object of git's.
pub(super) struct Object {
    pub(super) name: ObjectId,
    pub(super) bytes: Vec<u8>,
}

/// A git that hands out objects until nobody asks any more.
pub(super) struct Objects {
    child: Child,
    asking: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

const DAMAGED: &str = "git 读不出历史里的文件；请运行 git fsck 看看仓库有没有损坏";

impl Objects {
    pub(super) fn open(folder: &Path) -> Result<Self> {
        Self::handing_out(git(folder, ["cat-file", "--batch"]))
    }

    /// Files as git would write them into the work tree: with the line endings that it shall have, through the programs that
    /// stand between. Each is asked for as `<name> <path>`.
    pub(super) fn as_checked_out(top: &Path) -> Result<Self> {
        Self::handing_out(git(top, ["cat-file", "--batch", "--filters"]))
    }

    fn handing_out(mut command: Command) -> Result<Self> {
        let mut child = start(command.stdin(Stdio::piped()).stderr(Stdio::null()))?;
        let asking = child.stdin.take();
        let answers = child.stdout.take().context("git 没有打开输出")?;
        Ok(Self { child, asking, answers: BufReader::with_capacity(1 << 18, answers) })
    }

    /// These objects, in their order, named by their own names or by their place (`<commit>:./<path>`); `None` for one that
    /// git does not have.
    ///
    /// They are asked for from a thread of their own: git answers before it has heard them all, and either pipe would fill
    /// up.
    pub(super) fn read(&mut self, names: &[ObjectId]) -> Result<Vec<Option<Object>>> {
        let asking = self.asking.as_mut().context(DAMAGED)?;
        let answers = &mut self.answers;
        std::thread::scope(|scope| {
            scope.spawn(move || {
                let mut asking = BufWriter::new(asking);
                // A git that has given up closes its end; the missing answers tell.
                let _ = names.iter().try_for_each(|name| writeln!(asking, "{name}"));
                let _ = asking.flush();
            });
            names.iter().map(|_| answer(answers)).collect()
        })
    }
}

impl Drop for Objects {
    fn drop(&mut self) {
        // Nothing more to ask: git ends by itself.
        self.asking = None;
        let _ = self.child.wait();
    }
}

/// One answer: `<name> <kind> <size>`, the bytes and a line's end; or `<name> missing`.
fn answer(answers: &mut BufReader<ChildStdout>) -> Result<Option<Object>> {
    let mut head = Vec::new();
    answers.read_until(b'\n', &mut head).context(DAMAGED)?;
    if head.is_empty() {
        bail!(DAMAGED);
    }
    let head = String::from_utf8_lossy(&head);
    // A path may hold spaces, and only a missing object is called by it.
    let size = head.trim_end().rsplit(' ').next().and_then(|size| size.parse::<usize>().ok());
    let (Some(name), Some(size)) = (head.split(' ').next(), size) else { return Ok(None) };
    let mut bytes = vec![0; size + 1];
    answers.read_exact(&mut bytes).context(DAMAGED)?;
    bytes.pop();
    Ok(Some(Object { name: name.to_owned(), bytes }))
}
