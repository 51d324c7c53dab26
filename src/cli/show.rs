//! `ledger show`

use anyhow::{Result, bail};

use super::Outcome;
use super::context::Context;
use super::output::{Object, OutputArgs, outcome};
use crate::printout;
use crate::report::show::show;
use crate::session::lookup;

/// 一项任务的全部栏目和办理记录
#[derive(Debug, clap::Args)]
#[command(visible_alias = "查看")]
pub(super) struct Args {
    /// 任务编号，如 14 或 2026-014
    #[arg(value_name = "编号")]
    id: String,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome> {
    let reading = context.read(&args.output)?;
    let settings = &reading.ledger.settings;
    let id = lookup::id(&args.id, settings)?;
    let Some(task) = reading.ledger.task(id) else {
        if args.output.public && context.workspace.store()?.task(id).is_ok_and(|task| task.is_some()) {
            bail!("任务 {id} 不公开，公开版里没有");
        }
        // A file that cannot be read, or is gone, has been told of.
        if context.workspace.store()?.file_of(id).is_some()
            || reading.unread.iter().any(|unread| unread.id == Some(id))
        {
            return Ok(outcome(reading, false));
        }
        return Err(lookup::no_such_task(&args.id, id, &context.workspace.store()?)?);
    };
    // Nobody has said what keys of their own hold: they may name people.
    let unknown =
        if args.output.public { Vec::new() } else { context.workspace.store()?.unknown_keys(&task.file) };
    let show = show(&reading.ledger, task, unknown, context.today);
    context.emit(&args.output, reading, |occasion| printout::show(&show, occasion), &Object(show.facts()))?;
    Ok(outcome(reading, false))
}
