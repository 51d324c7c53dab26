//! `ledger cancel`

use anyhow::Result;

use super::Outcome;
use super::context::Context;
use super::said::{SaidArgs, required};
use super::write::StepArgs;
use crate::core::lifecycle::Verb;

/// 任务不再办理，文件和记录都保留
#[derive(Debug, clap::Args)]
#[command(visible_alias = "取消", mut_arg("text", required("原因", "取消的原因")))]
pub(super) struct Args {
    #[command(flatten)]
    step: StepArgs,
    #[command(flatten)]
    said: SaidArgs,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome> {
    args.step.take(&context.open()?, |step| step.take(Verb::Cancel, Some(args.said.needed())))
}
