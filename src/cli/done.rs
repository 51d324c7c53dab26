//! `ledger done`

use anyhow::Result;

use super::Outcome;
use super::context::Context;
use super::parse::{Year, day};
use super::said::SaidArgs;
use super::write::StepArgs;
use crate::ops::done::{Request, done};

/// 报告任务办结；按频次办理的，记一次
#[derive(Debug, clap::Args)]
#[command(visible_alias = "办结", alias = "完成")]
pub(super) struct Args {
    #[command(flatten)]
    step: StepArgs,
    #[command(flatten)]
    said: SaidArgs,
    /// 哪一天办结的；不写则是今天
    #[arg(long, value_name = "日期", visible_alias = "办结日期")]
    on: Option<String>,
    /// 记在哪个周期，如 2026-05、2026-Q2；不写则是办结日期所在的周期
    #[arg(long, value_name = "周期", visible_alias = "周期")]
    period: Option<String>,
    /// 成果：留下了什么制度、典型、阵地
    #[arg(long, value_name = "成果", visible_alias = "成果")]
    outcome: Option<String>,
}

pub(super) fn run(args: Args, context: &Context) -> Result<Outcome> {
    let on = args.on.map(|typed| day("办结日期", &typed, context.today, Year::OfToday)).transpose()?;
    let text = args.said.get().map(ToOwned::to_owned);
    let request = Request { on, period: args.period, outcome: args.outcome, text };
    args.step.take(&context.open()?, |step| done(step, &request))
}
