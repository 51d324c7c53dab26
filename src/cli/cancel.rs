//! `ledger cancel`

use anyhow::Result;

use super::Outcome;
use super::context::Context;
use super::desk::{Desk, StepArgs};
use crate::ops::cancel::cancel;

/// 任务不再办理，文件和记录都保留
#[derive(Debug, clap::Args)]
#[command(visible_alias = "取消")]
pub(super) struct Args {
    #[command(flatten)]
    step: StepArgs,
    /// 取消的原因
    #[arg(value_name = "原因", allow_hyphen_values = true)]
    text: String,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome> {
    Desk::open(context, args.step.write)?.step(&args.step, |step| Ok(cancel(step, &args.text)?))
}
