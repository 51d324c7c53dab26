//! `ledger return`

use anyhow::Result;

use super::Outcome;
use super::context::Context;
use super::said::{SaidArgs, required};
use super::write::StepArgs;
use crate::core::lifecycle::Verb;

/// 不予核销，退回重办
#[derive(Debug, clap::Args)]
#[command(visible_alias = "退回", mut_arg("text", required("原因", "退回的原因")))]
pub(super) struct Args {
    #[command(flatten)]
    step: StepArgs,
    #[command(flatten)]
    said: SaidArgs,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome> {
    args.step.take(&context.open()?, |step| step.take(Verb::Return, Some(args.said.needed())))
}
