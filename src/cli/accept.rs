//! `ledger accept`

use anyhow::Result;

use super::Outcome;
use super::context::Context;
use super::desk::{Desk, StepArgs};
use super::typed::text;
use crate::ops::accept::accept;

/// 验收他人报的办结，予以销号
#[derive(Debug, clap::Args)]
#[command(visible_alias = "核销", alias = "销号")]
pub(super) struct Args {
    #[command(flatten)]
    step: StepArgs,
    /// 验收意见
    #[arg(value_name = "意见", allow_hyphen_values = true)]
    text: Option<String>,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome> {
    let text = text(args.text.as_deref())?;
    Desk::open(context, args.step.write)?.step(&args.step, |step| Ok(accept(step, text)?))
}
