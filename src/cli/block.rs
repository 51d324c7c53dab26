//! `ledger block`

use anyhow::Result;

use super::Outcome;
use super::context::Context;
use super::said::{SaidArgs, required};
use super::write::StepArgs;
use crate::core::lifecycle::Verb;

/// 写明卡在哪里、需要什么
#[derive(Debug, clap::Args)]
#[command(visible_alias = "受阻", mut_arg("text", required("原因", "卡在哪里、需要什么")))]
pub(super) struct Args {
    #[command(flatten)]
    step: StepArgs,
    #[command(flatten)]
    said: SaidArgs,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome> {
    args.step.take(&context.open()?, |step| step.take(Verb::Block, Some(args.said.needed())))
}
