//! `ledger start`

use anyhow::Result;

use super::Outcome;
use super::context::Context;
use super::said::SaidArgs;
use super::write::StepArgs;
use crate::core::lifecycle::Verb;

/// 任务开始办理，受阻的恢复办理
#[derive(Debug, clap::Args)]
#[command(visible_alias = "启动")]
pub(super) struct Args {
    #[command(flatten)]
    step: StepArgs,
    #[command(flatten)]
    said: SaidArgs,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome> {
    args.step.take(&context.open()?, |step| step.take(Verb::Start, args.said.get()))
}
