//! A file changed in the person's own editor: checked before it is written and kept.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use chrono::NaiveDate;

use super::{Decision, Session, Warning, Workspace, lookup};
use crate::core::change::Op;
use crate::core::evaluation::Standing;
use crate::core::id::TaskId;
use crate::core::integrity::{Finding, findings};
use crate::core::ledger::Ledger;
use crate::core::problem::Severity;
use crate::core::task::Task;
use crate::history::Message;
use crate::store::SETTINGS;

/// A file that is to be edited, as it was before.
pub struct Editing {
    /// Where it lies.
    pub path: PathBuf,
    /// What it held.
    pub old: Vec<u8>,
    file: String,
    /// None for the settings.
    id: Option<TaskId>,
}

impl Workspace {
    /// Begins to edit the task that was `typed`, or the settings. The editor may stay open for an hour: the ledger is locked
    /// only once it is closed.
    pub fn edit(&self, typed: Option<&str>) -> Result<Editing> {
        let store = self.store()?;
        let (file, id) = match typed {
            Some(typed) => {
                let id = lookup::id(typed, &store.settings()?)?;
                match store.file_of(id) {
                    Some(file) => (file, Some(id)),
                    None => return Err(lookup::no_such_task(typed, id, &store)?),
                }
            }
            None => (SETTINGS.to_owned(), None),
        };
        let path = store.root().join(&file);
        let old = std::fs::read(&path).with_context(|| format!("读不了“{file}”"))?;
        Ok(Editing { path, old, file, id })
    }

    /// Opens the ledger for what was edited. Settings that cannot be read are mended here: those that shall be decide.
    pub fn open_edited(&self, editing: &Editing, new: &[u8], today: NaiveDate) -> Result<Session<'_>> {
        match editing.id {
            Some(_) => self.open(today),
            None => self.open_with(today, self.store()?.parse_settings(new)?),
        }
    }
}

impl Session<'_> {
    /// Checks the `new` text and decides on it.
    pub fn accept(&self, editing: &Editing, new: Vec<u8>) -> Result<Decision<'_>> {
        let Editing { old, file, id, .. } = editing;
        if std::fs::read(self.store.root().join(file))? != *old {
            bail!("您编辑的时候，{file} 被别人改过了；请重新运行 ledger edit");
        }
        let sentence = if let Some(id) = *id {
            let before = self.store.parse(id, file, old).ok();
            let after = self.store.parse(id, file, &new)?;
            self.refuse_new_faults(before.as_ref(), &after)?;
            if let Some(before) = &before {
                self.warn_of_edited(before, &after);
            }
            format!("编辑 {}", after.named())
        } else {
            self.refuse_faulty_settings()?;
            "编辑台账设置 ledger.toml".to_owned()
        };
        let before = self.before(std::slice::from_ref(file))?;
        let message = Message::new(sentence, Op::Edit, id.iter().copied().collect());
        Ok(self.replacing(vec![(file.clone(), Some(new))], before, message))
    }

    /// Warns of what only a verb should change: it may be a correction, but somebody will ask.
    fn warn_of_edited(&self, before: &Task, after: &Task) {
        let deadline = |task: &Task| Standing::on(task, &self.settings, self.today).deadline.date;
        let (old, new) = (deadline(before), deadline(after));
        if old.is_some() && old != new {
            self.workspace.warn(&Warning::DeadlineEdited { old, new });
        }
        if before.status != after.status || before.done_on != after.done_on {
            let (old, new) = (before.status.clone(), after.status.clone());
            self.workspace.warn(&Warning::StatusEdited { old, new });
        }
        if !after.log.starts_with(&before.log) {
            self.workspace.warn(&Warning::LogEdited);
        }
    }

    /// Settings that contradict themselves are not for the history.
    fn refuse_faulty_settings(&self) -> Result<()> {
        let ledger = Ledger::of(self.settings.clone(), Vec::new());
        let mut findings = findings(&ledger, self.today).into_iter();
        match findings.find(|finding| finding.severity == Severity::Error) {
            Some(finding) => bail!("{SETTINGS}：{}", finding.message),
            None => Ok(()),
        }
    }

    /// What was wrong before may stay; what the edit made wrong is refused.
    fn refuse_new_faults(&self, before: Option<&Task>, after: &Task) -> Result<()> {
        let judged = |task: &Task| {
            let ledger = Ledger::of(self.settings.clone(), vec![task.clone()]);
            findings(&ledger, self.today).into_iter().filter(|finding| {
                // A parent is not in a ledger of one; `check` looks after families.
                finding.task.is_some() && finding.rule != "unknown-parent"
            })
        };
        let known: Vec<Finding> = before.into_iter().flat_map(judged).collect();
        for finding in judged(after).filter(|finding| !known.contains(finding)) {
            if finding.severity == Severity::Error {
                bail!("{}", finding.message);
            }
            self.workspace.warn(&Warning::NewFault { message: finding.message });
        }
        Ok(())
    }
}
