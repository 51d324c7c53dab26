//! `ledger start`

use anyhow::Result;

use super::Outcome;
use super::context::Context;
use super::desk::{Desk, StepArgs};
use super::typed::text;
use crate::ops::start::start;

/// 任务开始办理，受阻的恢复办理
#[derive(Debug, clap::Args)]
#[command(visible_alias = "启动")]
pub(super) struct Args {
    #[command(flatten)]
    step: StepArgs,
    /// 要说的话
    #[arg(value_name = "说明", allow_hyphen_values = true)]
    text: Option<String>,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome> {
    let text = text(args.text.as_deref())?;
    Desk::open(context, args.step.write)?.step(&args.step, |step| Ok(start(step, text)?))
}
