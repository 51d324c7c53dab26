//! Other fields of a task.

use anyhow::Result;

use super::add::parent;
use super::{Decision, Session};
use crate::ops::assign::Assignment;
use crate::ops::set::set;

impl Session<'_> {
    /// Decides on what fields of the task that was `typed` shall hold.
    pub fn set(&self, typed: &str, given: &[Assignment]) -> Result<Decision<'_>> {
        let task = self.task(typed)?;
        let lineage = parent(given).map(|parent| self.lineage(parent)).transpose()?.unwrap_or_default();
        let before = self.before(std::slice::from_ref(&task.file))?;
        let change = set(&task, &self.settings, self.today, given, &lineage)?;
        Ok(self.decided(change, Vec::new(), before))
    }
}
