//! `ledger note`

use anyhow::Result;

use super::Outcome;
use super::context::Context;
use super::desk::{Desk, StepArgs};
use crate::ops::note::note;

/// 记一笔进展，未启动的随之启动
#[derive(Debug, clap::Args)]
#[command(visible_alias = "进展")]
pub(super) struct Args {
    #[command(flatten)]
    step: StepArgs,
    /// 进展情况
    #[arg(value_name = "内容")]
    text: String,
    /// 进度，0 到 100
    #[arg(long, value_name = "百分数", alias = "进度", value_parser = clap::value_parser!(u8).range(0..=100))]
    progress: Option<u8>,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome> {
    Desk::open(context, args.step.write)?.step(&args.step, |step| Ok(note(step, &args.text, args.progress)?))
}
