//! `ledger overdue`

use anyhow::Result;

use super::Outcome;
use super::context::Context;
use super::output::{OutputArgs, outcome};
use crate::printout;
use crate::report::facts::Judged;
use crate::report::overdue::overdue;

/// 按阶段列出逾期的任务
#[derive(Debug, clap::Args)]
#[command(visible_alias = "逾期")]
pub(super) struct Args {
    /// 有逾期的，退出码为 3
    #[arg(long, visible_alias = "退出码")]
    exit_code: bool,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome> {
    let reading = context.read(&args.output)?;
    let overdue = overdue(&reading.ledger, context.today);
    let facts: Vec<_> = overdue.late().map(Judged::facts).collect();
    context.emit(&args.output, reading, |occasion| printout::overdue(&overdue, occasion), &facts)?;
    Ok(outcome(reading, args.exit_code && !facts.is_empty()))
}
