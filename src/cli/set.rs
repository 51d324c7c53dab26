//! `ledger set`

use anyhow::Result;

use super::context::Context;
use super::write::WriteArgs;
use super::{Misuse, Outcome};
use crate::ops::assign::{Assignment, Target};

/// 改任务的其他栏目，写法：栏目=内容
#[derive(Debug, clap::Args)]
#[command(visible_alias = "修改")]
pub(super) struct Args {
    /// 任务编号，如 14 或 2026-014
    #[arg(value_name = "编号")]
    id: String,
    /// 要改的栏目，如 owner=李强 责任人=李强 weight=5；等号后面空着就是清空
    #[arg(value_name = "栏目=内容", required = true)]
    assignments: Vec<String>,
    #[command(flatten)]
    write: WriteArgs,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome> {
    let session = context.open()?;
    let assignments = args.assignments.iter().map(|typed| assignment(typed)).collect::<Result<Vec<_>>>()?;
    args.write.carry_out(session.set(&args.id, &assignments)?)
}

/// Whether a field has that name.
pub(super) fn is_field(name: &str) -> bool {
    Target::parse(name).is_ok()
}

fn assignment(typed: &str) -> Result<Assignment> {
    let Some((name, value)) = typed.split_once(['=', '＝']) else {
        return Err(Misuse(format!("“{typed}”里没有等号；写法：ledger set 14 owner=李强")).into());
    };
    Ok(Assignment::new(Target::parse(name)?, value))
}
