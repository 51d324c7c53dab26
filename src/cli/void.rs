//! `ledger void`

use anyhow::Result;

use super::Outcome;
use super::context::Context;
use super::said::{SaidArgs, required};
use super::write::StepArgs;
use crate::ops::void::void;

/// 登记错了或重复登记的：哪里都不再计入，文件、编号和记录都保留
///
/// 不办了的任务用 ledger cancel：取消的仍是台账里的任务，作废的当作没有登记过。作废的用 ledger list --void
/// 查看，用 ledger reopen 恢复。
#[derive(Debug, clap::Args)]
#[command(visible_alias = "作废", mut_arg("text", required("原因", "作废的原因")))]
pub(super) struct Args {
    #[command(flatten)]
    step: StepArgs,
    #[command(flatten)]
    said: SaidArgs,
    /// 重复登记的，与哪一项是同一件事
    #[arg(long, value_name = "编号", visible_alias = "重复于", alias = "同")]
    same_as: Option<String>,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome> {
    let session = context.open()?;
    let same_as = args.same_as.as_deref().map(|typed| session.task(typed)).transpose()?;
    args.step.take(&session, |step| void(step, args.said.needed(), same_as.as_ref()))
}
