//! Registering tasks: one, or a whole process by its template.

use anyhow::Result;
use chrono::NaiveDate;

use super::{Decision, Session};
use crate::core::field::Field;
use crate::core::id::TaskId;
use crate::core::task::Task;
use crate::core::template::Template;
use crate::ops::add::add;
use crate::ops::assign::{Assignment, Target};
use crate::ops::process::{Process, Undertaking, register, remark_on_namesake};

impl Session<'_> {
    /// Decides on a new task with what was `given` for its fields.
    pub fn add(&self, given: &[Assignment]) -> Result<Decision<'_>> {
        self.find_parent(given)?;
        let id = self.next_id()?;
        let before = self.before(&[id.path()])?;
        let change = add(id, &self.settings, self.today, given)?;
        Ok(self.decided(change, Vec::new(), before))
    }

    /// Decides on the tasks of a process that is called `name` and begins on `start`, and gives them back with it.
    pub fn add_process(
        &self,
        template: &Template,
        name: &str,
        start: NaiveDate,
        given: &[Assignment],
    ) -> Result<(Decision<'_>, Vec<Task>)> {
        self.find_parent(given)?;
        let first = self.next_id()?;
        let process = Process { template, name, start };
        let Undertaking { mut change, tasks } = register(first, &self.settings, self.today, process, given)?;
        let known = self.store.read()?.ledger.tasks;
        change.remarks.extend(tasks.first().and_then(|whole| remark_on_namesake(whole, &known)));
        // A template that was changed in Notepad goes into the history before what was made by it.
        let files: Vec<String> = change.tasks().map(TaskId::path).chain([template.file.clone()]).collect();
        let before = self.before(&files)?;
        Ok((self.decided(change, Vec::new(), before), tasks))
    }

    /// A parent that was named has to be there.
    fn find_parent(&self, given: &[Assignment]) -> Result<()> {
        match parent(given) {
            Some(typed) => self.lineage(typed).map(|_| ()),
            None => Ok(()),
        }
    }
}

/// The parent that is named among what was given.
pub(super) fn parent(given: &[Assignment]) -> Option<&str> {
    let parent = given.iter().find(|given| given.target == Target::Field(Field::Parent))?;
    Some(parent.typed.as_str()).filter(|typed| !typed.trim().is_empty())
}
