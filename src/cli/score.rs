//! `ledger score`

use anyhow::{Result, bail};
use chrono::NaiveDate;

use super::Outcome;
use super::context::Context;
use super::output::{Object, OutputArgs, outcome};
use super::parse::{Year, day};
use crate::core::field::Field;
use crate::core::nearest::nearest;
use crate::core::refusal::Refusal;
use crate::core::score::Span;
use crate::printout;
use crate::report::score::{Scored, score};

/// 督查考评，按牵头单位打分排名，计分办法印在表下
#[derive(Debug, clap::Args)]
#[command(visible_alias = "考评")]
pub(super) struct Args {
    /// 考评期间的第一天；不写则是台账年度的1月1日
    #[arg(long, value_name = "日期", visible_alias = "起")]
    from: Option<String>,
    /// 考评期间的最后一天，按这一天评定；不写则是今天
    #[arg(long, value_name = "日期", visible_alias = "止")]
    to: Option<String>,
    /// 逐项说明这个单位的得分是怎么来的
    #[arg(long, value_name = "单位", visible_alias = "明细")]
    explain: Option<String>,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome> {
    let reading = context.read(&args.output)?;
    let settings = &reading.ledger.settings;
    let typed = |what, typed: &Option<String>| {
        typed.as_ref().map(|typed| day(what, typed, context.today, Year::OfPlan(settings))).transpose()
    };
    let new_year = NaiveDate::from_ymd_opt(settings.year, 1, 1).unwrap_or(context.today);
    let from = typed("考评起始日", &args.from)?.unwrap_or(new_year);
    let to = typed("考评截止日", &args.to)?.unwrap_or(context.today);
    if to > context.today {
        bail!("考评截止日 {to} 还没有到（今天是 {}）；请用 --to 写今天或以前的日期", context.today);
    }
    if from > to {
        bail!("考评起始日 {from} 晚于截止日 {to}；请用 --from 和 --to 写明起止");
    }
    let standards = context.workspace.standards(from, to, context.latest);
    let score = score(&reading.ledger, Span { from, to }, standards);
    match &args.explain {
        None => {
            let facts: Vec<_> = score.offices.iter().map(Scored::facts).collect();
            context.emit(&args.output, reading, |occasion| printout::score(&score, occasion), &facts)?;
        }
        Some(typed) => {
            let typed = typed.trim();
            let scored = score.offices.iter().find(|scored| scored.office == Some(typed));
            let Some(scored) = scored else {
                let known: Vec<&str> = score.offices.iter().filter_map(|scored| scored.office).collect();
                return Err(Refusal::NoSuchWord {
                    field: Field::Lead,
                    typed: typed.to_owned(),
                    nearest: nearest(typed, known.iter().copied()).map(ToOwned::to_owned),
                    known: known.into_iter().map(ToOwned::to_owned).collect(),
                }
                .into());
            };
            let page = |occasion: printout::Occasion<'_>| printout::explained(scored, &score, occasion);
            context.emit(&args.output, reading, page, &Object(scored.explained()))?;
        }
    }
    Ok(outcome(reading, false))
}
