//! `ledger log`

use anyhow::Result;

use super::context::Context;
use super::output::OutputArgs;
use super::parse::{Year, day};
use super::ui::tell;
use super::{Misuse, Outcome};
use crate::core::change::Op;
use crate::core::nearest::{did_you_mean, nearest};
use crate::printout;
use crate::report::log::{Line, Wanted};
use crate::session::lookup;

/// 办理历史：谁在哪天改了什么，从什么改成什么，手工修改和合并都在内
#[derive(Debug, clap::Args)]
#[command(visible_alias = "历史")]
pub(super) struct Args {
    /// 任务编号；不写则是全部任务
    #[arg(value_name = "编号")]
    id: Option<String>,
    /// 只要这一天以来的
    #[arg(long, value_name = "日期", visible_alias = "自")]
    since: Option<String>,
    /// 只要这个人的
    #[arg(long, value_name = "姓名", visible_alias = "人员")]
    by: Option<String>,
    /// 只要这些事项，可以写几个，如 办结,延期,手工修改,合并
    #[arg(long, value_name = "事项", value_delimiter = ',', visible_alias = "事项")]
    op: Vec<String>,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome> {
    args.output.refuse_public("办理历史里都是姓名")?;
    let since =
        args.since.as_deref().map(|since| day("起始日", since, context.today, Year::OfToday)).transpose()?;
    let ops = args.op.iter().map(|typed| op(typed)).collect::<Result<_>>()?;
    let store = context.workspace.store()?;
    let settings = store.settings()?;
    let task = args.id.as_deref().map(|id| lookup::id(id, &settings)).transpose()?;
    let wanted = Wanted { task, since, by: args.by.clone(), ops };
    let log = context.workspace.log(&store, &wanted)?;
    if let (Some(id), Some(written), false) = (task, &args.id, log.knows_task()) {
        if store.file_of(id).is_none() {
            return Err(lookup::no_such_task(written, id, &store)?);
        }
        tell("注意：这项任务还没有存入过历史；运行 ledger check --fix 存入");
    }
    if log.is_shallow {
        tell("注意：这是浅克隆，更早的历史没有取来；要看全部请先运行 git fetch --unshallow");
    }
    let facts: Vec<_> = log.lines.iter().map(Line::facts).collect();
    let task = task.map(|id| (id, log.title.as_deref()));
    context.emit(&args.output, &settings, |occasion| printout::log(&log.lines, task, occasion), &facts)?;
    Ok(Outcome::Done)
}

/// The word by which the reports' data call a command, from that word or the Chinese one.
fn op(typed: &str) -> Result<String> {
    let typed = typed.trim();
    let known: Vec<(&str, &str)> =
        Op::all().map(|op| (op.key(), op.label())).chain([("merge", "合并")]).collect();
    if let Some((key, _)) = known.iter().find(|(key, label)| typed == *key || typed == *label) {
        return Ok((*key).to_owned());
    }
    let near = nearest(typed, known.iter().flat_map(|(key, label)| [*key, *label]));
    let near = near.map(did_you_mean).unwrap_or_default();
    let labels: Vec<&str> = known.iter().map(|(_, label)| *label).collect();
    Err(Misuse(format!("没有“{typed}”这种事项；可选：{}{near}", labels.join("、"))).into())
}
