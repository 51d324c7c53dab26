//! `ledger extend`

use anyhow::Result;

use super::Outcome;
use super::context::Context;
use super::parse::{Year, day};
use super::said::{SaidArgs, required};
use super::write::StepArgs;
use crate::ops::extend::{Request, extend};

/// 经批准推迟时限，原时限留着
#[derive(Debug, clap::Args)]
#[command(visible_alias = "延期", mut_arg("text", required("原因", "延期原因")))]
pub(super) struct Args {
    #[command(flatten)]
    step: StepArgs,
    /// 新的时限，晚于现在的
    #[arg(long, value_name = "日期", visible_alias = "新时限")]
    to: String,
    #[command(flatten)]
    said: SaidArgs,
    /// 批准人
    #[arg(long, value_name = "姓名", visible_alias = "批准人")]
    approved_by: String,
    /// 批准日：哪一天批准的；不写则按登记的这一天考核
    #[arg(long, value_name = "日期", visible_alias = "批准日")]
    approved_on: Option<String>,
    /// 按频次办理的，推迟哪个周期；不写则是眼下这个
    #[arg(long, value_name = "周期", visible_alias = "周期")]
    period: Option<String>,
}

pub(super) fn run(args: Args, context: &Context) -> Result<Outcome> {
    let session = context.open()?;
    let to = day("新的时限", &args.to, context.today, Year::OfPlan(&session.settings))?;
    let approved_on =
        args.approved_on.map(|typed| day("批准日", &typed, context.today, Year::OfToday)).transpose()?;
    let request = Request {
        to,
        reason: args.said.needed().to_owned(),
        approved_by: args.approved_by,
        approved_on,
        period: args.period,
    };
    session.introduce("批准人", Some(&request.approved_by));
    args.step.take(&session, |step| extend(step, &request))
}
