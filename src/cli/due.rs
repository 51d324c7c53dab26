//! `ledger due`

use anyhow::{Result, bail};
use chrono::{NaiveDate, TimeDelta};

use super::Outcome;
use super::context::Context;
use super::output::{Format, OutputArgs, outcome};
use super::parse::{Year, day};
use crate::core::settings::Settings;
use crate::core::typed_date;
use crate::printout;
use crate::printout::Occasion;
use crate::render;
use crate::report::agenda::agenda;
use crate::report::due::due;
use crate::report::facts::Judged;

/// 列出今后几天内到期的任务；-o 时限.ics 写成日历，可导入手机和电脑
#[derive(Debug, clap::Args)]
#[command(visible_alias = "临期")]
pub(super) struct Args {
    /// 今后多少天内，如 7d、2w、10工作日，或到哪一天为止；不写则随 ledger.toml 的 soon_days，写成日历时则是今后全部时限
    #[arg(long, value_name = "期限", visible_alias = "期限")]
    within: Option<String>,
    /// 有到期的，退出码为 3
    #[arg(long, visible_alias = "退出码")]
    exit_code: bool,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome> {
    let reading = context.read(&args.output)?;
    let settings = &reading.ledger.settings;
    let within = match &args.within {
        None => settings.lights.soon_days,
        Some(typed) => (last_day(typed, context, settings)? - context.today).num_days(),
    };
    if within < 0 {
        bail!("--within 要写今后的日子；已经逾期的见 ledger overdue");
    }
    let format = args.output.format()?;
    if format == Format::Ics {
        let until = args.within.as_ref().map(|_| context.today + TimeDelta::days(within));
        let appointments = agenda(&reading.ledger, until, context.today);
        let occasion = Occasion {
            public: args.output.public,
            unread: &reading.unread,
            ..Occasion::of(settings, context.today)
        };
        let calendar = render::ics::render(&printout::agenda(&appointments, occasion));
        context.drawn(&args.output, calendar.into_bytes())?.deliver()?;
        return Ok(outcome(reading, args.exit_code && !appointments.is_empty()));
    }
    let due = due(&reading.ledger, within, context.today);
    let facts: Vec<_> = due.tasks.iter().map(Judged::facts).collect();
    context.emit(&args.output, reading, |occasion| printout::due(&due, occasion), &facts)?;
    Ok(outcome(reading, args.exit_code && !facts.is_empty()))
}

/// The day until which tasks are listed. A stretch of time needs no plus here: `7`, `7d`, `10工作日`, `一周`.
pub(super) fn last_day(typed: &str, context: &Context, settings: &Settings) -> Result<NaiveDate> {
    let typed = typed.trim();
    let dates = settings.dates(context.today);
    let stretches = [format!("+{typed}d"), format!("+{typed}"), format!("{typed}后")];
    let bare = typed.bytes().all(|byte| byte.is_ascii_digit());
    let stretch =
        stretches.iter().skip(usize::from(!bare)).find_map(|typed| typed_date::parse(typed, dates).ok());
    match stretch {
        Some(read) => Ok(read.date),
        None => day("期限", typed, context.today, Year::OfPlan(settings)),
    }
}
