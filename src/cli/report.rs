//! `ledger report`

use anyhow::{Result, bail};
use chrono::NaiveDate;

use super::context::Context;
use super::output::{Object, OutputArgs, outcome};
use super::parse::{Year, day};
use super::{Misuse, Outcome};
use crate::core::calendar::Period;
use crate::printout;
use crate::report::bulletin::{Past, Request, Span, bulletin};

/// What `--week` and `--month` mean by themselves.
const THIS: &str = "今天";

/// 周报、月报，或任一时段的通报；不写时段就是本周的周报
#[derive(Debug, clap::Args)]
#[command(visible_alias = "报告", alias = "周报")]
pub(super) struct Args {
    /// 周报：写一周里的任何一天，或 上周；不写则是本周
    #[arg(long, value_name = "日期", num_args = 0..=1, default_missing_value = THIS, visible_alias = "周", conflicts_with_all = ["month", "from", "to"])]
    week: Option<String>,
    /// 月报：写一月里的任何一天，或 6月、上月；不写则是本月
    #[arg(long, value_name = "日期", num_args = 0..=1, default_missing_value = THIS, visible_alias = "月", conflicts_with_all = ["from", "to"])]
    month: Option<String>,
    /// 通报：从这一天起
    #[arg(long, value_name = "日期", visible_alias = "自")]
    from: Option<String>,
    /// 通报：到这一天止；不写则到今天
    #[arg(long, value_name = "日期", visible_alias = "至")]
    to: Option<String>,
    /// 期号；不写则从 ledger.toml 的 [report] first 数起，再不然是一年里的第几周、第几月
    #[arg(long, value_name = "期号", visible_alias = "期号", value_parser = clap::value_parser!(u32).range(1..=9999))]
    issue: Option<u32>,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome> {
    let span = span(args, context.today)?;
    let reading = context.read(&args.output)?;
    let commit = context.workspace.moment().map(|moment| moment.commit.as_str());
    let registered = context.workspace.repository()?.registered(commit);
    let drawn_from = context.workspace.commit();
    let request = Request {
        span,
        issue: args.issue,
        registered: &registered,
        standards: context.workspace.standards(span.from, span.to, context.latest),
        commit: drawn_from.as_deref(),
        today: context.today,
    };
    let past = Past::of(&reading.ledger, &request);
    let bulletin = bulletin(&reading.ledger, &past, request);
    context.emit(
        &args.output,
        reading,
        |occasion| printout::bulletin(&bulletin, occasion),
        &Object(bulletin.facts()),
    )?;
    Ok(outcome(reading, false))
}

/// The stretch that was asked for. What has happened is this year's where no year is written.
fn span(args: &Args, today: NaiveDate) -> Result<Span> {
    let read = |what, typed: &str| day(what, typed, today, Year::OfToday);
    let span = match (&args.week, &args.month, &args.from, &args.to) {
        (_, Some(typed), ..) if typed == THIS => Span::month(today),
        (_, Some(typed), ..) => Span::month(read("月份", typed)?),
        (Some(typed), ..) if typed != THIS => Span::week(week("周", typed, today)?),
        (.., Some(from), to) => {
            let from = read("起始日", from)?;
            let to = to.as_deref().map(|to| read("截止日", to)).transpose()?.unwrap_or(today);
            let Some(span) = Span::free(from, to) else {
                return Err(Misuse(format!("起始日 {from} 晚于截止日 {to}；请改 --from 或 --to")).into());
            };
            span
        }
        (.., None, Some(_)) => return Err(Misuse("写了 --to，还要用 --from 写从哪一天起".to_owned()).into()),
        (_, None, None, None) => Span::week(today),
    };
    if span.from > today {
        bail!("{} 至 {} 还没有到（今天是 {today}），没有可报的；请改日期", span.from, span.to);
    }
    Ok(span)
}

/// A day of the week that is meant: any date, 上周 alone, or the key 2026-W26.
fn week(what: &'static str, typed: &str, today: NaiveDate) -> Result<NaiveDate> {
    let typed = typed.trim();
    if let Some(period) = Period::parse(&typed.to_uppercase()).filter(|_| typed.contains(['W', 'w'])) {
        return Ok(period.first_day());
    }
    let whole = ["上周", "本周", "下周", "上上周"].contains(&typed);
    day(what, &if whole { format!("{typed}一") } else { typed.to_owned() }, today, Year::OfToday)
}
