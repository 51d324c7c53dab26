//! 冒名修改: each command declares what it may touch; a commit that names it and touches anything else is none of its.

use std::collections::{BTreeSet, HashMap};

use toml::{Table, Value};

use crate::core::change::Op;
use crate::core::entry::{EntryKind, LOG, LogEntry};
use crate::core::field::Field;
use crate::core::hand::Hand;
use crate::core::id::TaskId;
use crate::core::lifecycle::{Verb, finished_on};
use crate::core::revision::{Deed, FileChange, Origin, Touch};
use crate::core::signers::{self, SIGNERS};
use crate::core::status::Status;
use crate::core::task::Task;
use crate::core::task_version::{FieldChange, beyond, changes, label};
use crate::core::text::one_line;

/// Why a commit is not what it says it is, and of which task.
type Mismatch = (Option<TaskId>, String);

/// Whether the command that a commit names can have made its change.
pub(super) fn admit(deed: &Deed, origin: Origin) -> Result<(), Mismatch> {
    let word = deed.revision.op.as_deref().unwrap_or_default();
    let Origin::Program(op) = origin else {
        return Err((
            deed.revision.tasks.first().copied(),
            format!("自称是“{}”，没有这个命令", word.replace(',', "、")),
        ));
    };
    let named: BTreeSet<TaskId> = deed.revision.tasks.iter().copied().collect();
    let touched: BTreeSet<TaskId> = deed.difference.touches.iter().map(|touch| touch.id).collect();
    if let Some(id) = touched.difference(&named).next() {
        return Err((Some(*id), format!("自称是“{}”，却还改了没有写明的 {id}", op.label())));
    }
    // Notes and settings may be kept without any task; a step in a task's life is a step in one.
    if let Some(id) = named.difference(&touched).next() {
        return Err((Some(*id), format!("自称是“{}” {id}，却没有改它", op.label())));
    }
    if deed.difference.settings.is_some() && !may_change_settings(op, deed) {
        return Err((None, format!("自称是“{}”，却改了台账设置 ledger.toml", op.label())));
    }
    if let Some(file) = deed.difference.files.iter().find(|file| !may_touch(op, &named, file)) {
        let what = match (&file.before, &file.after) {
            (None, _) => "增加",
            (_, None) => "删除",
            _ => "换掉",
        };
        return Err((named.first().copied(), format!("自称是“{}”，却{what}了 {}", op.label(), file.path)));
    }
    if let Some([before, after]) = &deed.difference.signers {
        let Hand { name: author, mail } = &deed.revision.hands[0];
        signers::entered(before, after, mail, author)
            .map_err(|why| (None, format!("自称是“{}”，却{why}", op.label())))?;
    }
    let edited = touched.len() + usize::from(deed.difference.settings.is_some());
    if op == Op::Edit && edited > 1 {
        let task = touched.first().copied();
        return Err((task, format!("自称是“{}”，却一次改了 {edited} 个文件", op.label())));
    }
    if op == Op::Renumber {
        return renumbered(deed);
    }
    deed.difference.touches.iter().try_for_each(|touch| {
        touch_by(op, touch).map_err(|why| (Some(touch.id), format!("自称是“{}”，却{why}", op.label())))
    })?;
    if let Op::Verb(verb) = op
        && !deed.revision.sentence.starts_with(verb.label())
    {
        let said = one_line(&deed.revision.sentence, 20);
        return Err((named.first().copied(), format!("自称是“{}”，标题写的却是“{said}”", op.label())));
    }
    Ok(())
}

/// Whether a command may have changed the settings so: what is taken in may add to them, and leaves what they say.
fn may_change_settings(op: Op, deed: &Deed) -> bool {
    match op {
        Op::Init | Op::Edit | Op::Fix => true,
        Op::Import | Op::Draft => match &deed.difference.settings {
            Some([Some(before), Some(after)]) => only_grew(before, after),
            _ => false,
        },
        // A phase's end is moved with approval, and no task's with it.
        Op::Verb(Verb::Extend) => match &deed.difference.settings {
            Some([Some(before), Some(after)]) => {
                deed.revision.tasks.is_empty() && only_extended(before, after)
            }
            _ => false,
        },
        _ => false,
    }
}

/// Whether the settings say everything that they said, but for the ends of phases, and how these were moved.
fn only_extended(before: &Table, after: &Table) -> bool {
    let but_for_ends = |settings: &Table| {
        let mut settings = settings.clone();
        let phases = settings.get_mut("phase").and_then(Value::as_array_mut).into_iter().flatten();
        for phase in phases.filter_map(Value::as_table_mut) {
            phase.remove("end");
            phase.remove("extended");
        }
        settings
    };
    but_for_ends(before) == but_for_ends(after)
}

/// Whether the settings say everything that they said, and besides that only name phases and domains behind those there were,
/// and remember the columns of a spreadsheet.
fn only_grew(before: &Table, after: &Table) -> bool {
    let mut keys = before.keys().chain(after.keys());
    keys.all(|key| match (key.as_str(), before.get(key), after.get(key)) {
        ("import", _, _) | ("phase" | "domain", None, Some(_)) => true,
        ("phase" | "domain", Some(Value::Array(before)), Some(Value::Array(after))) => {
            after.starts_with(before)
        }
        (_, before, after) => before == after,
    })
}

/// Whether a command may touch a file that is neither a task nor the settings: evidence is added and never taken away, and the
/// other folders have a command of their own. What is not the ledger's is nobody's business here.
fn may_touch(op: Op, named: &BTreeSet<TaskId>, file: &FileChange) -> bool {
    let path = file.path.as_str();
    if path.starts_with("evidence/") {
        let own = |id: &TaskId| path.starts_with(&format!("{}/", id.evidence_folder()));
        let is_added = file.before.is_none() && named.iter().any(own);
        return op == Op::Renumber || matches!(op, Op::Verb(_)) && is_added;
    }
    // What processes look like is written by hand, and nothing else comes of using one.
    if path.starts_with("templates/") {
        return op == Op::Init;
    }
    // Who may sign: of what is entered there, see below.
    if path == SIGNERS {
        return matches!(op, Op::Init | Op::Sign);
    }
    // What was said of a finding stays, and more may be said.
    !path.starts_with("audit/") || op == Op::Explain && file.before.is_none()
}

/// Whether `op` can have done this to a task's file.
fn touch_by(op: Op, touch: &Touch) -> Result<(), String> {
    let makes = matches!(op, Op::Add | Op::Draft);
    match (&touch.before, &touch.after) {
        (None, _) if makes => return made(touch),
        // A spreadsheet tells how far its tasks are, and what was done so far.
        (None, Some(_)) if op == Op::Import => return readable(touch),
        (None, _) => return Err("新建了任务".to_owned()),
        (Some(_), None) => return Err("删除了任务文件".to_owned()),
        (Some(_), Some(_)) if makes => return Err("改了已有的任务".to_owned()),
        (Some(_), Some(_)) => {}
    }
    // In the person's own editor anything may change, what nobody could read among it.
    if op == Op::Edit && touch.task_before().is_none() {
        return Ok(());
    }
    if op == Op::Fix && touch.task_before().is_none() {
        return mended(touch);
    }
    let (Some(before), Some(after)) = (touch.task_before(), touch.task_after()) else {
        return Err("把文件改得读不了".to_owned());
    };
    if op == Op::Edit {
        return Ok(());
    }
    let changes = touch.changes();
    for change in changes.iter().filter(|change| change.key != LOG) {
        if !may_set(op, change) {
            return Err(format!("改了{}", label(&change.key)));
        }
    }
    let gone = beyond(&before.log, &after.log);
    let fresh = beyond(&after.log, &before.log);
    if !gone.is_empty() {
        return Err("改了原有的办理记录".to_owned());
    }
    match (entry_of(op), fresh.as_slice()) {
        (None, _) if op == Op::Import => {}
        (None, []) => {}
        (None, _) => return Err("写了办理记录".to_owned()),
        (Some(kind), [entry]) if entry.kind == kind => {}
        (Some(kind), _) => return Err(format!("没有只记一条“{}”", kind.label())),
    }
    match (op, fresh.first()) {
        (Op::Verb(verb), Some(entry)) => step(verb, before, after, entry),
        (Op::Fix, _) if !is_tidied(before, after) => Err("改了办结日期或进度".to_owned()),
        _ => Ok(()),
    }
}

/// Whether `check --fix` can have made it so: it gives a finished task the day that its own log tells, where there was none, and
/// makes its progress whole.
fn is_tidied(before: &Task, after: &Task) -> bool {
    let is_finished = matches!(before.status, Status::Review | Status::Done);
    let reported = before.log.iter().rev().find(|entry| entry.kind == EntryKind::Verb(Verb::Done));
    let told = reported.map(LogEntry::day).filter(|_| is_finished && before.done_on.is_none());
    (before.done_on == after.done_on || told.is_some() && after.done_on == told)
        && (before.progress == after.progress || before.status == Status::Done && after.progress == Some(100))
}

fn readable(touch: &Touch) -> Result<(), String> {
    touch.task_after().map(|_| ()).ok_or_else(|| "新建的文件读不了".to_owned())
}

/// A task as `add` makes it: not begun, with an empty log.
fn made(touch: &Touch) -> Result<(), String> {
    readable(touch)?;
    let Some(task) = touch.task_after() else { return Ok(()) };
    let begun =
        task.status != Status::Todo || task.done_on.is_some() || task.progress.is_some_and(|done| done > 0);
    match (begun, task.log.is_empty()) {
        (true, _) => Err(format!("新建了{}的任务", task.status.label())),
        (false, false) => Err("新建了带办理记录的任务".to_owned()),
        (false, true) => Ok(()),
    }
}

/// The keys that a command may set.
fn may_set(op: Op, change: &FieldChange) -> bool {
    use Field::{DoneOn, Progress, Status};
    let Some(field) = Field::of_key(&change.key) else { return op == Op::Import };
    let may: &[Field] = match op {
        // Any but those that a verb is responsible for.
        Op::Set => return !matches!(field, Status | DoneOn),
        Op::Import => return true,
        Op::Fix => &[Progress, DoneOn],
        Op::Verb(verb) => return verb.may_set(field),
        Op::Init
        | Op::Add
        | Op::Draft
        | Op::Edit
        | Op::Remind
        | Op::ByHand
        | Op::Undo
        | Op::Renumber
        | Op::Explain
        | Op::Sync
        | Op::Sign => &[],
    };
    may.contains(&field)
}

/// A file that was no task until `check --fix` took quotes away; one that was no TOML, it leaves to people.
fn mended(touch: &Touch) -> Result<(), String> {
    let [before, after] =
        [&touch.before, &touch.after].map(|side| side.as_ref().and_then(|record| record.said()));
    let (Some(before), Some(after)) = (before, after) else {
        return Err("改了读不了的文件".to_owned());
    };
    let changes = changes(Some(before), Some(after));
    match changes.iter().find(|change| !is_unquoted(change) && !may_set(Op::Fix, change)) {
        Some(change) => Err(format!("改了{}", label(&change.key))),
        None => Ok(()),
    }
}

/// What `check --fix` does to a text that should have been a day: the quotes go, the words stay.
fn is_unquoted(change: &FieldChange) -> bool {
    let (Some(Value::String(from)), Some(to)) = (&change.from, &change.to) else { return false };
    *from == to.to_string()
}

/// The entry that a command leaves.
fn entry_of(op: Op) -> Option<EntryKind> {
    match op {
        Op::Verb(verb) => Some(EntryKind::Verb(verb)),
        Op::Remind => Some(EntryKind::Remind),
        _ => None,
    }
}

/// Whether the verb leads from the one status to the other.
fn step(verb: Verb, before: &Task, after: &Task, entry: &LogEntry) -> Result<(), String> {
    let (was, is) = (&before.status, &after.status);
    if !verb.allowed_from().contains(was) {
        return Err(format!("是在“{}”时做的，那时用不了", was.label()));
    }
    // One occurrence of a recurring duty closes nothing but the last.
    let stays = is == was && verb == Verb::Done && entry.period.is_some();
    if !stays && !verb.can_lead(was, is) {
        return Err(format!("把状态从“{}”改成“{}”", was.label(), is.label()));
    }
    let expected = if was == is { before.done_on } else { finished_on(before, is, entry.day()) };
    if after.done_on != expected {
        return Err("写了与办理记录不符的办结日期".to_owned());
    }
    Ok(())
}

/// The task's file under its old number.
fn predecessor<'a>(deed: &'a Deed, touch: &Touch) -> Option<&'a Touch> {
    let (None, Some(after)) = (&touch.before, touch.task_after()) else { return None };
    let left = deed.difference.touches.iter().filter(|other| other.after.is_none());
    left.into_iter()
        .find(|other| other.task_before().is_some_and(|before| is_same_but_for_number(before, after)))
}

fn is_same_but_for_number(before: &Task, after: &Task) -> bool {
    before.title == after.title && before.log.len() == after.log.len() && before.status == after.status
}

/// Every file that went came back under another number of its year, every file of evidence that went came back under another
/// name; of the tasks, only the parent's number and the places of evidence changed, and just as they went.
fn renumbered(deed: &Deed) -> Result<(), Mismatch> {
    let first = deed.revision.tasks.first().copied();
    let moves = Moves::of(deed).map_err(|why| (first, format!("自称是“改编号”，却{why}")))?;
    for touch in &deed.difference.touches {
        let wrong = |why: &str| Err((Some(touch.id), format!("自称是“改编号”，却{why}")));
        let before = match (&touch.before, &touch.after) {
            (_, None) => continue,
            (Some(before), Some(_)) => Some(before),
            (None, Some(_)) => predecessor(deed, touch).and_then(|old| old.before.as_ref()),
        };
        let Some(before) = before else { return wrong("新建了任务") };
        let tables =
            [Some(before), touch.after.as_ref()].map(|record| record.and_then(|record| record.table()));
        let [Some(before), Some(after)] = tables else { return wrong("改了读不了的文件") };
        if moves.followed(before) != moves.followed(after) {
            return wrong("改了编号以外的内容");
        }
    }
    let ids = |gone: bool| {
        let touches = deed.difference.touches.iter();
        touches.filter(move |touch| if gone { touch.after.is_none() } else { touch.before.is_none() }).count()
    };
    if ids(true) != ids(false) {
        return Err((first, "自称是“改编号”，却删除了任务".to_owned()));
    }
    Ok(())
}

/// The numbers that a commit gives anew: the old one, and the new.
pub fn new_numbers(deed: &Deed) -> Vec<(TaskId, TaskId)> {
    let fresh = deed.difference.touches.iter().filter(|touch| touch.before.is_none());
    fresh.filter_map(|touch| Some((predecessor(deed, touch)?.id, touch.id))).collect()
}

/// What goes where when numbers are given anew.
struct Moves<'a> {
    numbers: Vec<(TaskId, TaskId)>,
    /// What each file of evidence that goes or comes holds.
    evidence: HashMap<&'a str, &'a str>,
}

impl<'a> Moves<'a> {
    fn of(deed: &'a Deed) -> Result<Self, String> {
        let numbers = new_numbers(deed);
        if numbers.iter().any(|(old, new)| old.year != new.year) {
            return Err("换了年度".to_owned());
        }
        let (mut evidence, mut gone, mut come) = (HashMap::new(), Vec::new(), Vec::new());
        let files = deed.difference.files.iter().filter(|file| file.path.starts_with("evidence/"));
        for file in files {
            let held = match (&file.before, &file.after) {
                (Some(_), Some(_)) => return Err(format!("换掉了 {}", file.path)),
                (Some(held), None) => {
                    gone.push(held);
                    held
                }
                (None, Some(held)) => {
                    come.push(held);
                    held
                }
                (None, None) => continue,
            };
            evidence.insert(file.path.as_str(), held.as_str());
        }
        gone.sort();
        come.sort();
        if gone != come {
            return Err("增加、删除或换掉了佐证材料".to_owned());
        }
        Ok(Self { numbers, evidence })
    }

    /// What a task says, with the parent's new number, and each file of evidence that moved as what it holds.
    fn followed(&self, table: &Table) -> Table {
        let mut table = table.clone();
        if let Some(Value::String(parent)) = table.get_mut(Field::Parent.key()) {
            let new = self.numbers.iter().find(|(old, _)| old.to_string() == *parent);
            if let Some((_, new)) = new {
                *parent = new.to_string();
            }
        }
        let entries = table.get_mut(LOG).and_then(Value::as_array_mut).into_iter().flatten();
        for entry in entries.filter_map(Value::as_table_mut) {
            let places = entry.get_mut("evidence").and_then(Value::as_array_mut).into_iter().flatten();
            for place in places {
                let held = place.as_str().and_then(|place| self.evidence.get(place));
                if let Some(held) = held {
                    *place = Value::String((*held).to_owned());
                }
            }
        }
        table
    }
}

/// Whether a commit puts back what `undone` changed, and changes nothing else.
pub(super) fn restores(deed: &Deed, undone: Option<&[FileChange]>) -> Result<(), String> {
    let Some(undone) = undone else {
        return Err("自称是“撤销”，却没有写明撤销的是哪一次修改".to_owned());
    };
    let mut back: Vec<FileChange> = deed.difference.files.iter().map(FileChange::reversed).collect();
    let mut done = undone.to_vec();
    back.sort();
    done.sort();
    if back == done {
        return Ok(());
    }
    Err("自称是“撤销”，却没有恢复成那次修改以前的样子".to_owned())
}

#[cfg(test)]
mod tests;
