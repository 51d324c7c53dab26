//! What was drafted from a plan, registered.

use anyhow::Result;

use super::{Decision, Session};
use crate::core::draft::Draft;
use crate::core::id::TaskId;
use crate::core::ledger::Ledger;
use crate::ops::draft::{Registering, Span, draft as register};
use crate::store::SETTINGS;

impl Session<'_> {
    /// Decides to register what `ledger`, which was read from this one, has not yet of the `draft`; none where it has all.
    pub fn register(&self, draft: &Draft, ledger: &Ledger, span: Span) -> Result<Option<Decision<'_>>> {
        let first = self.next_id()?;
        let request = Registering { draft, ledger, first, today: self.today, span };
        let Some(change) = register(&request) else { return Ok(None) };
        let mut paths: Vec<String> = change.tasks().map(TaskId::path).collect();
        if !change.additions.is_empty() {
            paths.push(SETTINGS.to_owned());
        }
        let before = self.before(&paths)?;
        Ok(Some(self.decided(change, Vec::new(), before)))
    }
}
