//! `ledger note`

use anyhow::Result;

use super::Outcome;
use super::context::Context;
use super::said::{SaidArgs, required};
use super::write::StepArgs;
use crate::core::writing::half_width;
use crate::ops::note::note;

/// 记一笔进展，未启动的随之启动
#[derive(Debug, clap::Args)]
#[command(visible_alias = "进展", mut_arg("text", required("内容", "进展情况")))]
pub(super) struct Args {
    #[command(flatten)]
    step: StepArgs,
    #[command(flatten)]
    said: SaidArgs,
    /// 进度，0 到 100
    #[arg(long, value_name = "百分数", visible_alias = "进度", value_parser = percent)]
    progress: Option<u8>,
}

/// `60`, `60%`, `６０％`
fn percent(typed: &str) -> Result<u8, String> {
    let digits: String = typed.trim().trim_end_matches(['%', '％']).chars().map(half_width).collect();
    digits
        .parse()
        .ok()
        .filter(|percent| *percent <= 100)
        .ok_or_else(|| "要写 0 到 100 的整数，如 60".to_owned())
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome> {
    args.step.take(&context.open()?, |step| note(step, args.said.needed(), args.progress))
}
