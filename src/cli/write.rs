//! Carrying out what was decided, or only showing it.

use std::path::PathBuf;

use anyhow::Result;

use super::Outcome;
use super::ui::{is_closed_pipe, say, tell};
use crate::core::change::{Change, Value};
use crate::core::field::Field;
use crate::core::refusal::Refusal;
use crate::core::status::Status;
use crate::ops::Step;
use crate::session::{Decision, Session, StepRequest};
use crate::store::SETTINGS;

/// What every command that writes takes.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub(super) struct WriteArgs {
    /// 只说会改什么，不改
    #[arg(long, visible_alias = "试运行")]
    dry_run: bool,
}

/// What every step in a task's life takes.
#[derive(Debug, clap::Args)]
pub(super) struct StepArgs {
    /// 任务编号，如 14 或 2026-014
    #[arg(value_name = "编号", required = true)]
    id: Option<String>,
    /// 经办人；不写则是 git 里的姓名
    #[arg(long, value_name = "姓名", visible_alias = "经办人")]
    by: Option<String>,
    /// 佐证材料，抄存到 evidence 文件夹；可以写几个
    #[arg(long, value_name = "文件", num_args = 1.., visible_alias = "佐证材料")]
    evidence: Vec<PathBuf>,
    #[command(flatten)]
    write: WriteArgs,
}

impl WriteArgs {
    /// Whether nothing is to be written.
    pub(super) fn is_rehearsal(self) -> bool {
        self.dry_run
    }

    /// Carries out what was decided and says so, or only says what it would be.
    pub(super) fn carry_out(self, decision: Decision<'_>) -> Result<Outcome> {
        for remark in decision.remarks() {
            tell(&format!("注意：{remark}"));
        }
        if self.dry_run {
            rehearse(&decision)?;
        } else {
            announce(&decision.carry_out()?)?;
        }
        Ok(Outcome::Done)
    }

    /// The same for a command whose data is something else, a print-out: the sentence is talk.
    pub(super) fn carry_out_aside(self, decision: Decision<'_>) -> Result<()> {
        if self.dry_run {
            return rehearse(&decision);
        }
        tell(&decision.carry_out()?);
        Ok(())
    }
}

impl StepArgs {
    /// Who takes the step, where that was typed.
    pub(super) fn by(&self) -> Option<&str> {
        self.by.as_deref()
    }

    /// Carries out, or only says, what was decided without a task.
    pub(super) fn carry_out(&self, decision: Decision<'_>) -> Result<Outcome> {
        self.write.carry_out(decision)
    }

    /// Takes the step.
    pub(super) fn take(
        &self,
        session: &Session<'_>,
        decide: impl FnOnce(&Step<'_>) -> Result<Change, Refusal>,
    ) -> Result<Outcome> {
        let request = StepRequest {
            task: self.id.as_deref().unwrap_or_default(),
            by: self.by(),
            evidence: &self.evidence,
        };
        self.write.carry_out(session.step(request, decide)?)
    }
}

/// Says what was done. It stays done where nobody can be told.
pub(super) fn announce(sentence: &str) -> Result<()> {
    match say(sentence) {
        Err(error) if !is_closed_pipe(&error) => {
            Err(error.context(format!("已经办好：{sentence}；只是结果显示不出来，不要再做一次")))
        }
        _ => Ok(()),
    }
}

/// Says in a line what would be done.
pub(super) fn rehearse_line(sentence: &str) -> Result<()> {
    say(&format!("（试运行，没有改动）{sentence}"))
}

/// Says what would change, field by field.
fn rehearse(decision: &Decision<'_>) -> Result<()> {
    rehearse_line(decision.sentence())?;
    if let Some(change) = decision.change() {
        rehearse_change(change)?;
    }
    for copy in decision.copies() {
        say(&format!("  {} → {}", copy.from.display(), copy.to))?;
    }
    Ok(())
}

fn rehearse_change(change: &Change) -> Result<()> {
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
    Ok(())
}
