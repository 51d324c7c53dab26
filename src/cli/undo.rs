//! `ledger undo`

use anyhow::Result;

use super::Outcome;
use super::context::Context;
use super::write::WriteArgs;

/// 撤销自己用本程序作的最后一次修改；原来的记录还在历史里
#[derive(Debug, clap::Args)]
#[command(visible_alias = "撤销")]
pub(super) struct Args {
    #[command(flatten)]
    write: WriteArgs,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome> {
    let session = context.open()?;
    args.write.carry_out(session.undo()?)
}
