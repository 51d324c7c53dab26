//! `ledger accept`

use anyhow::Result;

use super::Outcome;
use super::context::Context;
use super::said::SaidArgs;
use super::write::StepArgs;
use crate::core::lifecycle::Verb;

/// 验收他人报的办结，予以销号
#[derive(Debug, clap::Args)]
#[command(visible_alias = "核销", alias = "销号", mut_arg("text", |text| text.value_name("意见").help("验收意见")))]
pub(super) struct Args {
    #[command(flatten)]
    step: StepArgs,
    #[command(flatten)]
    said: SaidArgs,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome> {
    args.step.take(&context.open()?, |step| step.take(Verb::Accept, args.said.get()))
}
