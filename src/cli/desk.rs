//! The clerk's desk: a change is decided, made and kept while nobody else writes.

use std::collections::{BTreeSet, HashSet};
use std::path::PathBuf;

use anyhow::{Result, anyhow};

use super::context::Context;
use super::recover::take_up;
use super::voice::{is_closed_pipe, say, tell};
use super::{Outcome, compared, typed};
use crate::core::change::{Change, Op, Value};
use crate::core::field::Field;
use crate::core::id::TaskId;
use crate::core::ledger::Ledger;
use crate::core::nearest::{did_you_mean, nearest};
use crate::core::settings::Settings;
use crate::core::status::Status;
use crate::core::task::Task;
use crate::folder::Lock;
use crate::history::{Meeting, Message, Repository, Room, State, fingerprint, git_name};
use crate::ops::Step;
use crate::store::{Copy, Lost, NewFile, SETTINGS, Store, belongs};

/// What every step in a task's life takes.
#[derive(Debug, clap::Args)]
pub(super) struct StepArgs {
    /// 任务编号，如 14 或 2026-014
    #[arg(value_name = "编号")]
    pub(super) id: String,
    /// 经办人；不写则是 git 里的姓名
    #[arg(long, value_name = "姓名", visible_alias = "经办人")]
    by: Option<String>,
    /// 佐证材料，抄存到 evidence 文件夹；可以写几个
    #[arg(long, value_name = "文件", num_args = 1.., visible_alias = "佐证材料")]
    evidence: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) write: WriteArgs,
}

/// What every command that writes takes.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub(super) struct WriteArgs {
    /// 只说会改什么，不改
    #[arg(long, visible_alias = "试运行")]
    dry_run: bool,
}

impl WriteArgs {
    /// Whether nothing is to be written.
    pub(super) fn is_rehearsal(self) -> bool {
        self.dry_run
    }
}

/// How many paths git is asked about by name; of more, it is asked about all there are.
const MANY: usize = 1000;

/// What keeps the folder of the tasks in the history while there are none.
const KEPT_EMPTY: &str = "tasks/.gitkeep";

/// An open ledger, locked against other writers.
pub(super) struct Desk<'a> {
    pub(super) context: &'a Context,
    pub(super) settings: Settings,
    pub(super) store: Store,
    lock: Lock,
    repository: Option<Repository>,
    dry_run: bool,
}

/// Who is at work, and which of the files in question were changed by hand since the last commit.
#[derive(Clone, Default)]
pub(super) struct Before {
    name: Option<String>,
    unkept: Vec<String>,
}

impl<'a> Desk<'a> {
    /// Finds the ledger and locks it. Nothing in the folder is looked at before: a command that was killed, or its git, may
    /// still be at work.
    pub(super) fn open(context: &'a Context, args: WriteArgs) -> Result<Self> {
        let (store, lock) = enter(context)?;
        let settings = store.settings()?;
        Ok(Self::at(context, args, (store, lock), settings))
    }

    /// The same with other settings than the folder's own.
    pub(super) fn open_with(context: &'a Context, args: WriteArgs, settings: Settings) -> Result<Self> {
        Ok(Self::at(context, args, enter(context)?, settings))
    }

    fn at(context: &'a Context, args: WriteArgs, (store, lock): (Store, Lock), settings: Settings) -> Self {
        let repository = settings.git.commit.then(|| Repository::around(store.root()));
        Self { context, settings, store, lock, repository, dry_run: args.dry_run }
    }

    /// The task that was meant.
    pub(super) fn task(&self, typed: &str) -> Result<Task> {
        let id = typed::id(typed, &self.settings)?;
        match self.store.task(id)? {
            Some(task) => Ok(task),
            None => Err(typed::no_such_task(typed, id, &self.store)?),
        }
    }

    /// Every number that was ever given out in this ledger's history, and those of `ledger`.
    pub(super) fn given(&self, ledger: &Ledger) -> Result<BTreeSet<TaskId>> {
        self.refuse_beside_lost()?;
        let kept = match &self.repository {
            Some(repository) => repository.whole()?.ever_added("tasks", &[])?,
            None => Vec::new(),
        };
        let kept = kept.iter().filter_map(|path| TaskId::of_path(path));
        Ok(kept.chain(ledger.tasks.iter().map(|task| task.id)).collect())
    }

    /// What [`Desk::before`] says, where there may be more paths than git takes at a time.
    pub(super) fn before_many(&self, paths: &[String]) -> Result<Before> {
        if paths.len() <= MANY {
            return self.before(paths);
        }
        let mut before = self.before(&[])?;
        let asked: HashSet<&String> = paths.iter().collect();
        before.unkept.retain(|path| asked.contains(path));
        Ok(before)
    }

    /// Makes a change of many tasks and keeps it, saying nothing.
    pub(super) fn write_many(&self, change: &Change, before: &Before) -> Result<()> {
        self.make(change, &[], before)
    }

    /// Refuses to register anything while the folder of the year is gone: a new one in its place would be in the way of the
    /// old one.
    fn refuse_beside_lost(&self) -> Result<()> {
        let folder = format!("tasks/{}", self.settings.year);
        if self.repository.is_none() || self.store.root().join(&folder).exists() {
            return Ok(());
        }
        let reading = compared::read_locked(&self.store)?;
        let lost = reading.lost.iter().find(|lost| lost.folder == folder);
        match lost.and_then(|lost| lost.problems().into_iter().next()) {
            Some(problem) => Err(anyhow!("{problem}；没有登记")),
            None => Ok(()),
        }
    }

    /// The next free number: after every task there is or has been, as a number is never given twice.
    pub(super) fn next_id(&self) -> Result<TaskId> {
        self.refuse_beside_lost()?;
        self.next_id_beside(self.settings.year, &[])
    }

    /// The next number of `year` that is free here and in the histories of `others`.
    pub(super) fn next_id_beside(&self, year: i32, others: &[&str]) -> Result<TaskId> {
        let kept = match &self.repository {
            Some(repository) => repository.whole()?.ever_added(&format!("tasks/{year}"), others)?,
            None => Vec::new(),
        };
        let kept = kept.iter().filter_map(|path| TaskId::of_path(path)).map(|id| id.number).max();
        let free = self.store.next_id(year)?;
        Ok(TaskId { number: free.number.max(kept.unwrap_or(0).saturating_add(1)), ..free })
    }

    /// Asks git who is at work and what of `paths` is not kept yet. Refuses here, before anything is written.
    pub(super) fn before(&self, paths: &[String]) -> Result<Before> {
        match &self.repository {
            Some(repository) => {
                let State { identity, unkept } = repository.state(paths)?;
                Ok(Before { name: Some(identity.name), unkept })
            }
            None => Ok(Before { name: git_name(self.store.root()), ..Before::default() }),
        }
    }

    /// Takes one step in a task's life.
    pub(super) fn step(
        &self,
        args: &StepArgs,
        decide: impl FnOnce(&Step<'_>) -> Result<Change>,
    ) -> Result<Outcome> {
        let task = self.task(&args.id)?;
        let before = self.before(std::slice::from_ref(&task.file))?;
        let by = before.person(args.by.as_deref())?;
        self.introduce("经办人", args.by.as_deref());
        let copies = self.store.plan_evidence(task.id, &args.evidence)?;
        let evidence = copies.iter().map(|copy| copy.to.clone()).collect();
        let step =
            Step { task: &task, settings: &self.settings, today: self.context.today, by: &by, evidence };
        let change = decide(&step)?;
        self.carry_out(&change, &copies, &before)
    }

    /// A name typed that the settings do not know: said, not refused.
    pub(super) fn introduce(&self, what: &str, name: Option<&str>) {
        let people = self.settings.people();
        let Some(name) = name.map(str::trim).filter(|name| !people.is_empty() && !people.contains(name))
        else {
            return;
        };
        let near = nearest(name, people).map(did_you_mean).unwrap_or_default();
        tell(&format!("注意：{what}“{name}”没有在 ledger.toml 里登记{near}"));
    }

    /// Makes the change, keeps it, and says so. Where it cannot be kept, it is not made.
    pub(super) fn carry_out(&self, change: &Change, copies: &[Copy], before: &Before) -> Result<Outcome> {
        for remark in &change.remarks {
            tell(&format!("注意：{remark}"));
        }
        if self.dry_run {
            return rehearse(change, copies);
        }
        self.make(change, copies, before)?;
        announce(&change.sentence)
    }

    /// The same for a command whose data is something else, a print-out: the sentence is talk.
    pub(super) fn carry_out_aside(&self, change: &Change, before: &Before) -> Result<()> {
        if self.dry_run {
            return rehearse(change, &[]).map(|_| ());
        }
        self.make(change, &[], before)?;
        tell(&change.sentence);
        Ok(())
    }

    fn make(&self, change: &Change, copies: &[Copy], before: &Before) -> Result<()> {
        self.keep_hand_edits(before)?;
        let files = self.store.planned(change, copies)?;
        self.keep(&files, &Message::new(change.sentence.clone(), change.op, change.tasks().collect()))
    }

    /// Replaces files as they stand, keeps that and says so.
    pub(super) fn replace(&self, files: &[NewFile], before: &Before, message: &Message) -> Result<Outcome> {
        self.keep_hand_edits(before)?;
        self.keep(files, message)?;
        announce(&message.sentence)
    }

    /// Joins what the other line has with what is here: `settled` are the files that both changed, as they shall be.
    pub(super) fn join(&self, meeting: &Meeting, settled: &[NewFile], message: &Message) -> Result<()> {
        match &self.repository {
            Some(repository) => repository.join(self.room(), meeting, settled, message),
            None => Ok(()),
        }
    }

    /// Puts files back into the folder as the last commit has them: nothing to be kept.
    pub(super) fn bring_back(&self, files: &[String]) -> Result<()> {
        match &self.repository {
            Some(repository) => repository.bring_back(self.room(), files),
            None => Ok(()),
        }
    }

    /// The folder of a year goes back to its name.
    pub(super) fn give_name_back(&self, lost: &Lost) -> Result<()> {
        self.store.give_name_back(&self.lock, lost)
    }

    /// Goes on to `theirs`, which has everything that is here.
    pub(super) fn catch_up(&self, theirs: &str) -> Result<()> {
        match &self.repository {
            Some(repository) => repository.catch_up(self.room(), theirs),
            None => Ok(()),
        }
    }

    /// Where changes happen.
    pub(super) fn room(&self) -> Room<'_> {
        Room { private: self.store.private(), lock: &self.lock, waits: true }
    }

    /// Makes the files what they shall be, in the history where there is one. Where it cannot be done, nothing is changed.
    fn keep(&self, files: &[NewFile], message: &Message) -> Result<()> {
        match &self.repository {
            Some(repository) => repository.keep(self.room(), files, message).map(|_| ()),
            None => self.store.replace_all(&self.lock, &message.sentence, files, fingerprint),
        }
    }

    /// What a person changed in Notepad is kept as such first, so that no commit of ours says what it did not do.
    pub(super) fn keep_hand_edits(&self, before: &Before) -> Result<()> {
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
            tell(&format!("注意：先存入了还没有存入历史的{sentence}"));
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

    /// `id` and its ancestors, nearest first; it has to be there.
    pub(super) fn lineage(&self, typed: &str) -> Result<Vec<TaskId>> {
        let mut lineage = Vec::new();
        let mut next = Some(self.task(typed)?);
        while let Some(task) = next {
            if lineage.contains(&task.id) {
                break;
            }
            lineage.push(task.id);
            next = match task.parent_id() {
                Some(parent) => self.store.task(parent)?,
                None => None,
            };
        }
        Ok(lineage)
    }

    /// Whether nothing is to be written.
    pub(super) fn is_rehearsal(&self) -> bool {
        self.dry_run
    }
}

impl Before {
    /// The files in question that the last commit has otherwise.
    pub(super) fn unkept(&self) -> &[String] {
        &self.unkept
    }

    /// Who the log says did it.
    pub(super) fn person(&self, by: Option<&str>) -> Result<String> {
        let named = by.map(str::trim).filter(|by| !by.is_empty()).or(self.name.as_deref());
        named.map(ToOwned::to_owned).ok_or_else(|| {
            anyhow!(
                "不知道是谁经办的，没有改动；请加 --by 姓名，或运行 git config --global user.name \"姓名\""
            )
        })
    }
}

/// The ledger, locked, with nothing half done in it.
fn enter(context: &Context) -> Result<(Store, Lock)> {
    let lock = context.store()?.private().lock()?;
    take_up(&context.store()?, &lock, true)?;
    // Whatever was under way before is at its end now.
    Ok((context.store()?, lock))
}

/// Says what was done. It stays done where nobody can be told.
fn announce(sentence: &str) -> Result<Outcome> {
    match say(sentence) {
        Err(error) if !is_closed_pipe(&error) => {
            Err(error.context(format!("已经办好：{sentence}；只是结果显示不出来，不要再做一次")))
        }
        _ => Ok(Outcome::Done),
    }
}

/// Says what would change, and changes nothing.
fn rehearse(change: &Change, copies: &[Copy]) -> Result<Outcome> {
    say(&format!("（试运行，没有改动）{}", change.sentence))?;
    for addition in &change.additions {
        say(&format!("  {SETTINGS}　{addition}"))?;
    }
    for edit in &change.edits {
        for (field, value) in &edit.set {
            let value = match (field, value) {
                (_, None) => "（清空）".to_owned(),
                (Field::Status, Some(Value::Text(word))) => Status::from(word.clone()).label().to_owned(),
                (_, Some(value)) => value.to_string(),
            };
            say(&format!("  {}　{} = {value}", edit.id, field.label()))?;
        }
        for entry in &edit.log {
            let text = entry.text.as_deref().unwrap_or_default();
            let by = entry.by.as_deref().unwrap_or_default();
            say(&format!("  {}　办理记录：{} {by} {} {text}", edit.id, entry.date, entry.kind.label()))?;
        }
    }
    for copy in copies {
        say(&format!("  {} → {}", copy.from.display(), copy.to))?;
    }
    Ok(Outcome::Done)
}
