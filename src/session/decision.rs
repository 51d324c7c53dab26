//! What was decided and is not done yet: it may be shown first, carried out, or let go.

use std::collections::HashSet;

use anyhow::{Result, anyhow};

use super::{Session, Warning};
use crate::core::change::{Change, Op};
use crate::core::id::TaskId;
use crate::history::{Message, State, fingerprint, git_name};
use crate::store::{Copy, NewFile, belongs};

/// How many paths git is asked about by name; of more, it is asked about all there are.
const MANY: usize = 1000;

/// What keeps the folder of the tasks in the history while there are none.
const KEPT_EMPTY: &str = "tasks/.gitkeep";

/// What was decided on an open ledger.
pub struct Decision<'s> {
    session: &'s Session<'s>,
    content: Content,
    before: Before,
}

enum Content {
    Change(Change, Vec<Copy>),
    Files(Vec<NewFile>, Message),
}

/// Who is at work, and which of the files in question were changed by hand since the last commit.
#[derive(Clone, Default)]
pub struct Before {
    name: Option<String>,
    unkept: Vec<String>,
}

impl Decision<'_> {
    /// What the person reads, and git keeps.
    pub fn sentence(&self) -> &str {
        match &self.content {
            Content::Change(change, _) => &change.sentence,
            Content::Files(_, message) => &message.sentence,
        }
    }

    /// The change of tasks and settings; none where files are replaced whole.
    pub fn change(&self) -> Option<&Change> {
        match &self.content {
            Content::Change(change, _) => Some(change),
            Content::Files(..) => None,
        }
    }

    /// The evidence that is copied into the folder.
    pub fn copies(&self) -> &[Copy] {
        match &self.content {
            Content::Change(_, copies) => copies,
            Content::Files(..) => &[],
        }
    }

    /// What the person should know besides, done or not.
    pub fn remarks(&self) -> &[String] {
        self.change().map_or(&[], |change| &change.remarks)
    }

    /// Makes the change and keeps it as one commit, after whatever was changed by hand. Where it cannot be kept, it is not made.
    /// Gives back the sentence.
    pub fn carry_out(self) -> Result<String> {
        let Self { session, content, before } = self;
        session.keep_hand_edits(&before)?;
        let (files, message) = match content {
            Content::Change(change, copies) => {
                let files = session.store.planned(&change, &copies)?;
                let tasks = change.tasks().collect();
                (files, Message::new(change.sentence, change.op, tasks))
            }
            Content::Files(files, message) => (files, message),
        };
        session.keep(&files, &message)?;
        Ok(message.sentence)
    }
}

impl Session<'_> {
    /// A change of tasks and settings that was decided, with the evidence that is copied.
    pub(super) fn decided(&self, change: Change, copies: Vec<Copy>, before: Before) -> Decision<'_> {
        Decision { session: self, content: Content::Change(change, copies), before }
    }

    /// Files that are to be replaced as they stand.
    pub fn replacing(&self, files: Vec<NewFile>, before: Before, message: Message) -> Decision<'_> {
        Decision { session: self, content: Content::Files(files, message), before }
    }

    /// Asks git who is at work and what of `paths` is not kept yet. Refuses here, before anything is written.
    pub fn before(&self, paths: &[String]) -> Result<Before> {
        match &self.repository {
            Some(repository) => {
                let State { identity, unkept } = repository.state(paths)?;
                Ok(Before { name: Some(identity.name), unkept })
            }
            None => Ok(Before { name: git_name(self.store.root()), ..Before::default() }),
        }
    }

    /// What [`Session::before`] says, where there may be more paths than git takes at a time.
    pub(super) fn before_many(&self, paths: &[String]) -> Result<Before> {
        if paths.len() <= MANY {
            return self.before(paths);
        }
        let mut before = self.before(&[])?;
        let asked: HashSet<&String> = paths.iter().collect();
        before.unkept.retain(|path| asked.contains(path));
        Ok(before)
    }

    /// Makes the files what they shall be, in the history where there is one. Where it cannot be done, nothing is changed.
    fn keep(&self, files: &[NewFile], message: &Message) -> Result<()> {
        match &self.repository {
            Some(repository) => repository.keep(self.room(), files, message).map(|_| ()),
            None => self.store.replace_all(&self.lock, &message.sentence, files, fingerprint),
        }
    }

    /// What a person changed in Notepad is kept as such first, so that no commit of ours says what it did not do.
    pub fn keep_hand_edits(&self, before: &Before) -> Result<()> {
        // What cannot be read, or is gone, is not for the history: somebody has to look at it first.
        let sound: Vec<String> = before.unkept.iter().filter(|path| self.is_sound(path)).cloned().collect();
        let (Some(repository), false) = (&self.repository, sound.is_empty()) else { return Ok(()) };
        let mut tasks: Vec<TaskId> = sound.iter().filter_map(|path| TaskId::of_path(path)).collect();
        tasks.dedup();
        let what = match (tasks.as_slice(), sound.as_slice()) {
            ([id], [_]) => self.store.task(*id)?.map_or_else(|| id.to_string(), |task| task.named()),
            (_, [path]) => path.clone(),
            (_, paths) => format!("{} 个文件", paths.len()),
        };
        let sentence = format!("手工修改 {what}");
        let message = Message::new(sentence.clone(), Op::ByHand, tasks);
        let files = self.store.as_they_are(&sound)?;
        if repository.keep(self.room(), &files, &message)? {
            self.workspace.warn(&Warning::KeptByHand { sentence });
        }
        Ok(())
    }

    /// Whether a file that differs from the last commit may be committed as it is.
    fn is_sound(&self, path: &str) -> bool {
        match TaskId::of_path(path) {
            // A file that was given another name is kept with that name.
            Some(id) => {
                let is_there = self.store.has(path);
                self.store.task(id).is_ok_and(|task| task.is_some_and(|task| task.file == path || !is_there))
            }
            None => {
                belongs(path) && self.store.has(path) && (!path.starts_with("tasks/") || path == KEPT_EMPTY)
            }
        }
    }
}

impl Before {
    /// The files in question that the last commit has otherwise.
    pub fn unkept(&self) -> &[String] {
        &self.unkept
    }

    /// Who the log says did it.
    pub fn person(&self, by: Option<&str>) -> Result<String> {
        let named = by.map(str::trim).filter(|by| !by.is_empty()).or(self.name.as_deref());
        named.map(ToOwned::to_owned).ok_or_else(|| {
            anyhow!(
                "不知道是谁经办的，没有改动；请加 --by 姓名，或运行 git config --global user.name \"姓名\""
            )
        })
    }
}
