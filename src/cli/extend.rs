//! `ledger extend`

use anyhow::Result;

use super::Outcome;
use super::context::Context;
use super::parse::{Year, day};
use super::said::{SaidArgs, required};
use super::write::StepArgs;
use crate::ops::extend::{Request, extend};
use crate::ops::extend_phase::PhaseRequest;

/// 经批准推迟时限，原时限留着
#[derive(Debug, clap::Args)]
#[command(
    visible_alias = "延期",
    mut_arg("id", |id| id.required(false).required_unless_present("phase")),
    mut_arg("text", required("原因", "延期原因"))
)]
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
    /// 推迟整个阶段的截止日，按阶段时限办理的任务随之推迟；不写编号
    #[arg(long, value_name = "阶段", visible_alias = "阶段", conflicts_with_all = ["id", "period", "evidence"])]
    phase: Option<String>,
    /// 按频次办理的，推迟哪个周期；不写则是眼下这个
    #[arg(long, value_name = "周期", visible_alias = "周期")]
    period: Option<String>,
}

pub(super) fn run(args: Args, context: &Context) -> Result<Outcome> {
    let session = context.open()?;
    let to = day("新的时限", &args.to, context.today, Year::OfPlan(&session.settings))?;
    let approved_on =
        args.approved_on.map(|typed| day("批准日", &typed, context.today, Year::OfToday)).transpose()?;
    session.introduce("批准人", Some(&args.approved_by));
    if let Some(phase) = &args.phase {
        let request = PhaseRequest {
            phase,
            to,
            reason: args.said.needed(),
            approved_by: &args.approved_by,
            approved_on,
        };
        session.introduce("经办人", args.step.by());
        return args.step.carry_out(session.extend_phase(&request, args.step.by())?);
    }
    let request = Request {
        to,
        reason: args.said.needed().to_owned(),
        approved_by: args.approved_by,
        approved_on,
        period: args.period,
    };
    args.step.take(&session, |step| extend(step, &request))
}
