//! What a row says of a task's life, said with the verbs: each leaves its entry, and none goes where it may not.

use chrono::NaiveDate;

use crate::core::change::{Edit, Value};
use crate::core::entry::{EntryKind, LogEntry};
use crate::core::field::Field;
use crate::core::import_proposal::Row;
use crate::core::lifecycle::Verb;
use crate::core::repeat::Schedule;
use crate::core::status::Status;
use crate::core::task::Task;

use super::Desk;
use crate::ops::Step;
use crate::ops::done::{close, reported};

/// The key that 存在问题 is kept under, where it is no reason for a task being blocked.
pub(super) const TROUBLE: &str = "存在问题";

/// The status that a row says its task is in; a day of finishing says that it is done.
pub(super) fn aimed(row: &Row) -> Option<Status> {
    match row.says(Field::Status) {
        Some(Some(Value::Text(word))) => Some(Status::from(word.clone())),
        Some(_) | None => match row.says(Field::DoneOn) {
            Some(Some(_)) => Some(Status::Done),
            _ => None,
        },
    }
}

/// Takes the step in the task's life that the row asks for, and keeps what it tells of the work.
pub(super) fn step(desk: &Desk<'_>, task: &Task, row: &Row, edit: &mut Edit) -> Vec<String> {
    let life = Life { desk, task, row };
    let mut refused = Vec::new();
    let said = row.said.clone().filter(|said| !life.is_told(said));
    let aim = aimed(row).filter(|aim| *aim != task.status && !life.is_reported(aim));
    let moved = match aim {
        Some(aim) => match life.moved(&aim, said.clone(), edit) {
            Ok(()) => true,
            Err(reason) => {
                refused.push(reason);
                false
            }
        },
        None => false,
    };
    if !moved {
        let said_too = said.clone();
        if let Some(said) = said {
            match Verb::Note.admit(task) {
                // The sheet says in so many words that it has not begun.
                Ok(()) if task.status == Status::Todo && aimed(row).is_none() => {
                    status(edit, &Status::Doing);
                    edit.log.push(life.entry(EntryKind::Verb(Verb::Note), Some(said)));
                }
                Ok(()) => edit.log.push(life.entry(EntryKind::Verb(Verb::Note), Some(said))),
                Err(_) => refused.push(format!(
                    "{} 现在是“{}”，表里的进展没有记入；要记请先用 ledger reopen {} 重开",
                    task.id,
                    task.status.label(),
                    task.id
                )),
            }
        }
        if let Some(trouble) = life.still_blocked_by(said_too.as_deref()) {
            edit.log.push(life.entry(EntryKind::Verb(Verb::Note), Some(trouble)));
        }
        refused.extend(life.numbers(edit));
    }
    refused.extend(life.log(edit));
    refused
}

struct Life<'a> {
    desk: &'a Desk<'a>,
    task: &'a Task,
    row: &'a Row,
}

impl Life<'_> {
    fn entry(&self, kind: EntryKind, text: Option<String>) -> LogEntry {
        LogEntry::new(self.desk.request.today, self.desk.request.by, kind).saying(text)
    }

    /// Whether the log says so already.
    fn is_told(&self, said: &str) -> bool {
        let told = self.task.log.iter().filter_map(|entry| entry.text.as_deref());
        // A list prints it behind its day, and a day in front of it is taken for that one.
        let dated =
            |text: &str| text.strip_suffix(said).is_some_and(|day| day.trim().parse::<NaiveDate>().is_ok());
        told.into_iter().any(|text| text.trim() == said.trim() || dated(text.trim()))
    }

    /// 存在问题 of a task that is blocked and stays so, where nobody has told it yet: neither the log, nor a column of the
    /// office's own, nor what the row says besides.
    fn still_blocked_by(&self, said: Option<&str>) -> Option<String> {
        let stays = self.task.status == Status::Blocked && aimed(self.row) == Some(Status::Blocked);
        let trouble = self.row.trouble.as_deref().filter(|_| stays)?;
        let own = self.desk.request.own.get(&self.task.id).and_then(|own| own.get(TROUBLE));
        // A row of the ledger's own changes the column that the trouble came from.
        let kept = own.is_some_and(|own| self.row.id.is_some() || own.as_str() == Some(trouble));
        let told = kept || said == Some(trouble) || self.is_told(trouble);
        (!told).then(|| trouble.to_owned())
    }

    /// Whether the task waits to be struck off, and the sheet says no more than that it is done.
    fn is_reported(&self, aim: &Status) -> bool {
        let strikes = self.row.struck_off || self.row.id.is_some();
        self.task.status == Status::Review && *aim == Status::Done && !strikes
    }

    /// The step from where the task is to `aim`, said with the verb that leads there.
    fn moved(&self, aim: &Status, said: Option<String>, edit: &mut Edit) -> Result<(), String> {
        let Self { desk, task, row } = self;
        let Some(verb) = Verb::leading(&task.status, aim, said.is_some()) else {
            return Err(self.clash(aim));
        };
        let step = Step {
            task,
            settings: &desk.settings,
            today: desk.request.today,
            by: desk.request.by,
            evidence: Vec::new(),
        };
        let trouble = row.trouble.clone();
        let text = match verb {
            Verb::Block => trouble.or(said).or(Some("导入的表格里列为受阻".to_owned())),
            Verb::Cancel => said.or(trouble).or(Some("导入的表格里列为已取消".to_owned())),
            Verb::Void => said.or(trouble).or(Some("导入的表格里列为已作废".to_owned())),
            _ => said,
        };
        let change = match verb {
            Verb::Done => {
                self.owes_nothing()?;
                let on = match row.says(Field::DoneOn) {
                    Some(Some(Value::Date(day))) => Some(*day),
                    _ => None,
                };
                let review = desk.settings.closing.review || *aim == Status::Review;
                reported(&step, on, text).and_then(|entry| close(&step, "", entry, review))
            }
            _ => step.take(verb, text.as_deref()),
        };
        let change = change.map_err(|refusal| format!("{}：{refusal}", task.id))?;
        for made in change.edits {
            edit.log.extend(made.log);
            for (field, value) in made.set {
                put(edit, field, value);
            }
        }
        if matches!(aim, Status::Doing | Status::Blocked) {
            self.progress(edit);
        }
        Ok(())
    }

    /// Why no verb leads to where the sheet says that the task is.
    fn clash(&self, aim: &Status) -> String {
        let id = self.task.id;
        let remedy = match (&self.task.status, aim) {
            (Status::Done | Status::Cancelled, _) => format!("要重开请用 ledger reopen {id} 原因"),
            (Status::Review, _) => format!("要退回请用 ledger return {id} 原因"),
            (_, Status::Todo) => "已经启动的任务退不回未启动".to_owned(),
            _ => format!("请用 ledger edit {id} 改正"),
        };
        let (known, told) = (self.task.status.label(), aim.label());
        format!("{id} 在台账里是“{known}”，表里是“{told}”，状态没有改；{remedy}")
    }

    fn owes_nothing(&self) -> Result<(), String> {
        let id = self.task.id;
        let phase = self.desk.settings.phase(self.task.phase.as_deref());
        match Schedule::of(self.task, phase) {
            Some(Ok(schedule)) if !schedule.is_met() => Err(format!(
                "{id} 按频次办理，还有周期欠办，不能整个列为办结；请用 ledger done {id} 逐次记录"
            )),
            _ => Ok(()),
        }
    }

    fn progress(&self, edit: &mut Edit) {
        if let Some(Some(Value::Integer(percent))) = self.row.says(Field::Progress)
            && self.task.progress.map(i64::from) != Some(*percent)
        {
            put(edit, Field::Progress, Some(Value::Integer(*percent)));
        }
    }

    /// 进度 and 办结日期 of a task that stays where it is.
    fn numbers(&self, edit: &mut Edit) -> Vec<String> {
        let Self { task, row, .. } = self;
        let mut refused = Vec::new();
        let open = matches!(task.status, Status::Todo | Status::Doing | Status::Blocked);
        match row.says(Field::Progress) {
            Some(Some(Value::Integer(percent))) if task.progress.map(i64::from) != Some(*percent) => {
                if open {
                    put(edit, Field::Progress, Some(Value::Integer(*percent)));
                } else if row.id.is_some() && aimed(row).as_ref() == Some(&task.status) {
                    refused.push(format!("{} 已经“{}”，进度没有改", task.id, task.status.label()));
                }
            }
            Some(None) if row.id.is_some() && open && task.progress.is_some() => {
                put(edit, Field::Progress, None);
            }
            _ => {}
        }
        let day = match row.says(Field::DoneOn) {
            Some(Some(Value::Date(day))) => Some(*day),
            _ => None,
        };
        if let Some(day) = day.filter(|day| task.done_on != Some(*day)) {
            match (&task.status, task.done_on) {
                (Status::Done | Status::Review, None) if day <= self.desk.request.today => {
                    put(edit, Field::DoneOn, Some(Value::Date(day)));
                }
                (Status::Done | Status::Review, Some(known)) => refused.push(format!(
                    "{} 的办结日期台账里是 {known}，表里是 {day}，没有改；记错了请用 ledger edit {} 更正",
                    task.id, task.id
                )),
                _ => {}
            }
        }
        refused
    }

    /// 办理记录 that somebody added in the sheet. What is recorded stays as it is.
    fn log(&self, edit: &mut Edit) -> Vec<String> {
        let told = self.desk.log(self.row);
        if told.is_empty() {
            return Vec::new();
        }
        let known = &self.task.log;
        let fresh = crate::core::task_version::beyond(told, known);
        let gone = crate::core::task_version::beyond(known, told);
        if fresh.is_empty() {
            return Vec::new();
        }
        let id = self.task.id;
        if !gone.is_empty() {
            return vec![format!(
                "{id} 的办理记录在表里改动了 {} 条，没有导入：记录只能添、不能改；更正请用 ledger note {id} 另记一条",
                fresh.len()
            )];
        }
        if fresh.iter().any(|entry| entry.kind != EntryKind::Verb(Verb::Note)) {
            return vec![format!(
                "{id} 的办理记录在表里添了“进展”以外的记录，没有导入；办结、延期等请用相应的命令"
            )];
        }
        edit.log.extend(fresh.into_iter().cloned());
        Vec::new()
    }
}

fn status(edit: &mut Edit, status: &Status) {
    put(edit, Field::Status, Some(Value::Text(status.key().to_owned())));
}

fn put(edit: &mut Edit, field: Field, value: Option<Value>) {
    edit.set.retain(|(known, _)| *known != field);
    edit.set.push((field, value));
}
