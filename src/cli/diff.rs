//! `ledger diff`

use anyhow::Result;

use super::context::Context;
use super::output::{Object, OutputArgs};
use super::{Misuse, Outcome, parse};
use crate::printout;
use crate::report::diff::{Point, diff};

/// 前后对比：两天之间新增、改动、删除了什么
#[derive(Debug, clap::Args)]
#[command(visible_alias = "对比")]
pub(super) struct Args {
    /// 从哪一天结束时起；写日期，或提交、标签
    #[arg(long, value_name = "日期或提交", visible_alias = "自")]
    from: String,
    /// 到哪一天结束时止；不写则到今天
    #[arg(long, value_name = "日期或提交", visible_alias = "至")]
    to: Option<String>,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome> {
    args.output.refuse_public("前后对比里都是改动的原文")?;
    let repository = context.workspace.repository()?;
    let settings = context.workspace.store()?.settings()?;
    let point = |what, typed: &str| {
        let (moment, day) = parse::moment(what, typed, [context.today, context.latest], &repository)?;
        Ok::<_, anyhow::Error>(Point { day, commit: moment.commit })
    };
    let from = point("起始日", &args.from)?;
    let to = match (&args.to, context.workspace.moment()) {
        (Some(to), _) => point("截止日", to)?,
        (None, Some(asked)) => Point { day: context.today, commit: asked.commit.clone() },
        (None, None) => Point { day: context.today, commit: repository.head()? },
    };
    if from.day > to.day {
        let (from, to) = (from.day, to.day);
        return Err(Misuse(format!("起始日 {from} 晚于截止日 {to}；请把 --from 和 --to 对调")).into());
    }
    let difference = repository.difference(&from.commit, &to.commit)?;
    let diff = diff(from, to, &difference);
    context.emit(
        &args.output,
        &settings,
        |occasion| printout::diff(&diff, occasion),
        &Object(diff.facts()),
    )?;
    Ok(Outcome::Done)
}
