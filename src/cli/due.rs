//! `ledger due`

use anyhow::{Result, bail};

use super::Outcome;
use super::context::Context;
use super::output::{OutputArgs, outcome};
use super::typed::{Year, day};
use crate::printout;
use crate::report::due::due;
use crate::report::facts::Judged;

/// 列出今后几天内到期的任务
#[derive(Debug, clap::Args)]
#[command(visible_alias = "临期")]
pub(super) struct Args {
    /// 今后多少天内，如 7d、2w、10工作日，或到哪一天为止；不写则随 ledger.toml 的 soon_days
    #[arg(long, value_name = "期限", alias = "期限")]
    within: Option<String>,
    /// 有到期的，退出码为 3
    #[arg(long, alias = "退出码")]
    exit_code: bool,
    #[command(flatten)]
    output: OutputArgs,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome> {
    let reading = context.read()?;
    let settings = &reading.ledger.settings;
    let within = match &args.within {
        None => settings.lights.soon_days,
        Some(typed) => {
            // `7` and `7d` are counted from today; anything else is a day.
            let counted = typed.trim().starts_with(|c: char| c.is_ascii_digit())
                && !typed.contains(['年', '月', '-', '.', '/', '号']);
            let bare = typed.trim().parse::<u32>().is_ok();
            let typed = match (counted, bare) {
                (true, true) => format!("+{}d", typed.trim()),
                (true, false) => format!("+{}", typed.trim()),
                _ => typed.clone(),
            };
            (day("期限", &typed, context.today, Year::OfPlan(settings))? - context.today).num_days()
        }
    };
    if within < 0 {
        bail!("--within 要写今后的日子；已经逾期的见 ledger overdue");
    }
    let due = due(&reading.ledger, within, context.today);
    let facts: Vec<_> = due.tasks.iter().map(Judged::facts).collect();
    context.emit(&args.output, settings, |occasion| printout::due(&due, occasion), &facts)?;
    Ok(outcome(&reading, args.exit_code && !facts.is_empty()))
}
