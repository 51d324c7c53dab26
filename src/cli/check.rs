//! `ledger check`

use anyhow::Result;

use super::context::Context;
use super::output::{OutputArgs, outcome};
use super::ui::tell;
use super::write::{WriteArgs, announce};
use super::{Misuse, Outcome};
use crate::printout;
use crate::session::{CheckRequest, Checked};

/// 检查台账文件夹是否完整、内容是否合规
#[derive(Debug, clap::Args)]
#[command(visible_alias = "检查")]
pub(super) struct Args {
    /// 把能自动改正的改正，把手工改过的存入历史
    #[arg(long, visible_alias = "改正")]
    fix: bool,
    /// 有问题的，退出码为 3
    #[arg(long, visible_alias = "退出码")]
    exit_code: bool,
    #[command(flatten)]
    write: WriteArgs,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome> {
    if args.fix {
        if context.workspace.moment().is_some() {
            return Err(Misuse("过去的台账只能看，不能改；--fix 和 --as-of 不能一起用".to_owned()).into());
        }
        mend(args, context)?;
    }
    let request =
        CheckRequest { today: context.today, is_public: args.output.public, in_hook: context.in_hook };
    let Checked { reading, report } = context.workspace.check(request)?;
    context.emit(&args.output, &reading, |occasion| printout::check(&report, occasion), &report.problems)?;
    Ok(outcome(&reading, args.exit_code && !report.problems.is_empty()))
}

fn mend(args: &Args, context: &Context) -> Result<()> {
    let session = context.open()?;
    if args.write.is_rehearsal() {
        for what in session.mendable()? {
            tell(&format!("（试运行，没有改动）{what}"));
        }
        return Ok(());
    }
    let left = session.mend(&mut announce)?;
    if left > 0 {
        tell(&format!("注意：还有 {left} 个错误要人来改，见下表"));
    }
    Ok(())
}
