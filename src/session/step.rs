//! One step in a task's life: begun, noted, blocked, done, accepted, sent back, reopened, cancelled, made void, extended.

use std::path::PathBuf;

use anyhow::Result;

use super::{Decision, Session};
use crate::core::change::Change;
use crate::core::refusal::Refusal;
use crate::ops::Step;
use crate::ops::extend_phase::{PhaseRequest, extend_phase};
use crate::store::SETTINGS;

/// What every step asks for.
#[derive(Debug, Clone, Copy, Default)]
pub struct StepRequest<'a> {
    /// The task, by its number as people write it.
    pub task: &'a str,
    /// Who takes the step; git's own name for the person otherwise.
    pub by: Option<&'a str>,
    /// Files that are copied into the ledger as evidence.
    pub evidence: &'a [PathBuf],
}

impl Session<'_> {
    /// Decides on the extension of a whole phase; `by` records it.
    pub fn extend_phase(&self, request: &PhaseRequest<'_>, by: Option<&str>) -> Result<Decision<'_>> {
        let before = self.before(&[SETTINGS.to_owned()])?;
        let by = before.person(by)?;
        let change = extend_phase(&self.read()?.ledger, request, &by, self.today)?;
        Ok(self.decided(change, Vec::new(), before))
    }

    /// Decides on a step, which `decide` takes.
    pub fn step(
        &self,
        request: StepRequest<'_>,
        decide: impl FnOnce(&Step<'_>) -> Result<Change, Refusal>,
    ) -> Result<Decision<'_>> {
        let task = self.task(request.task)?;
        let before = self.before(std::slice::from_ref(&task.file))?;
        let by = before.person(request.by)?;
        self.introduce("经办人", request.by);
        let copies = self.store.plan_evidence(task.id, request.evidence)?;
        let evidence = copies.iter().map(|copy| copy.to.clone()).collect();
        let step = Step { task: &task, settings: &self.settings, today: self.today, by: &by, evidence };
        let change = decide(&step)?;
        Ok(self.decided(change, copies, before))
    }
}
