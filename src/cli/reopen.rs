//! `ledger reopen`

use anyhow::Result;

use super::Outcome;
use super::context::Context;
use super::said::{SaidArgs, required};
use super::write::StepArgs;
use crate::core::lifecycle::Verb;

/// 已办结、已取消或已作废的任务重新办理
#[derive(Debug, clap::Args)]
#[command(visible_alias = "重开", mut_arg("text", required("原因", "重开的原因")))]
pub(super) struct Args {
    #[command(flatten)]
    step: StepArgs,
    #[command(flatten)]
    said: SaidArgs,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome> {
    args.step.take(&context.open()?, |step| step.take(Verb::Reopen, Some(args.said.needed())))
}
