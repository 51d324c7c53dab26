//! `ledger board`

use anyhow::Result;
use clap::ValueEnum;

use super::Outcome;
use super::context::Context;
use super::output::{Object, OutputArgs, outcome};
use crate::printout;
use crate::report::board::{GroupBy, board};

/// 挂图作战表，全部任务画在方案的日历上
#[derive(Debug, clap::Args)]
#[command(visible_alias = "挂图")]
pub(super) struct Args {
    /// 怎样分组：domain 重点任务、month 时限月份、phase 阶段、office 牵头单位
    #[arg(
        long,
        value_name = "分组",
        default_value = "domain",
        hide_possible_values = true,
        visible_alias = "分组"
    )]
    by: By,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum By {
    #[value(alias = "重点任务")]
    Domain,
    #[value(aliases = ["月", "月份"])]
    Month,
    #[value(alias = "阶段")]
    Phase,
    #[value(aliases = ["牵头单位", "科室", "单位"])]
    Office,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome> {
    let reading = context.read(&args.output)?;
    let by = match args.by {
        By::Domain => GroupBy::Domain,
        By::Month => GroupBy::Month,
        By::Phase => GroupBy::Phase,
        By::Office => GroupBy::Office,
    };
    let board = board(&reading.ledger, by, context.today);
    context.emit(
        &args.output,
        reading,
        |occasion| printout::board(&board, occasion),
        &Object(board.facts()),
    )?;
    Ok(outcome(reading, false))
}
