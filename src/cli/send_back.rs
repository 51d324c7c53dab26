//! `ledger return`

use anyhow::Result;

use super::Outcome;
use super::context::Context;
use super::desk::{Desk, StepArgs};
use crate::ops::send_back::send_back;

/// 不予核销，退回重办
#[derive(Debug, clap::Args)]
#[command(visible_alias = "退回")]
pub(super) struct Args {
    #[command(flatten)]
    step: StepArgs,
    /// 退回的原因
    #[arg(value_name = "原因", allow_hyphen_values = true)]
    text: String,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome> {
    Desk::open(context, args.step.write)?.step(&args.step, |step| Ok(send_back(step, &args.text)?))
}
