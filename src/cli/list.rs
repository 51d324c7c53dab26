//! `ledger list`

use anyhow::Result;
use clap::ValueEnum;

use super::context::Context;
use super::output::{OutputArgs, outcome};
use super::parse::{Year, day};
use super::ui::tell;
use super::{Misuse, Outcome};
use crate::core::field::Field;
use crate::core::ledger::Ledger;
use crate::core::light::Light;
use crate::core::nearest::{did_you_mean, nearest};
use crate::core::query::{Filter, Order};
use crate::core::refusal::Refusal;
use crate::core::status::Status;
use crate::core::task::Kind;
use crate::printout;
use crate::report::facts::Judged;
use crate::report::list::list;

/// 按条件列出任务；已办结和已取消的要加 --all
#[derive(Debug, clap::Args)]
#[command(visible_alias = "列表")]
pub(super) struct Args {
    #[command(flatten)]
    wanted: Wanted,
    /// 排序：id 编号、deadline 时限、light 灯、lead 牵头单位、progress 进度
    #[arg(
        long,
        value_name = "次序",
        default_value = "id",
        hide_possible_values = true,
        visible_alias = "排序"
    )]
    sort: Sort,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

#[derive(Debug, clap::Args)]
struct Wanted {
    /// 任务里要有的字词，几个都要有
    #[arg(value_name = "字词")]
    words: Vec<String>,
    /// 阶段
    #[arg(long, value_name = "阶段", visible_alias = "阶段")]
    phase: Option<String>,
    /// 重点任务
    #[arg(long, value_name = "重点任务", visible_alias = "重点任务")]
    domain: Option<String>,
    /// 牵头单位
    #[arg(long, value_name = "单位", visible_alias = "牵头单位")]
    lead: Option<String>,
    /// 责任人
    #[arg(long, value_name = "姓名", visible_alias = "责任人")]
    owner: Option<String>,
    /// 状态，可以写几个：未启动,推进中,受阻,待核销,已办结,已取消,已作废
    #[arg(long, value_name = "状态", value_delimiter = ',', visible_alias = "状态")]
    status: Vec<String>,
    /// 灯，可以写几个：红,黄,绿,蓝,灰
    #[arg(long, value_name = "灯", value_delimiter = ',', visible_alias = "灯")]
    light: Vec<String>,
    /// 类别：任务、问题整改、风险点
    #[arg(long, value_name = "类别", visible_alias = "类别")]
    kind: Option<String>,
    /// 标签
    #[arg(long, value_name = "标签", visible_alias = "标签")]
    tag: Option<String>,
    /// 时限早于这一天
    #[arg(long, value_name = "日期", visible_alias = "时限早于")]
    due_before: Option<String>,
    /// 时限晚于这一天
    #[arg(long, value_name = "日期", visible_alias = "时限晚于")]
    due_after: Option<String>,
    /// 连已办结和已取消的一起列
    #[arg(long, visible_alias = "全部")]
    all: bool,
    /// 只列作废的：登记错了的，别处都不计入
    #[arg(long, visible_alias = "作废", conflicts_with_all = ["status", "all"])]
    void: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Sort {
    #[value(alias = "编号")]
    Id,
    #[value(aliases = ["时限", "due"])]
    Deadline,
    #[value(alias = "灯")]
    Light,
    #[value(alias = "牵头单位")]
    Lead,
    #[value(alias = "进度")]
    Progress,
}

pub(super) fn run(args: Args, context: &Context) -> Result<Outcome> {
    let reading = context.read(&args.output)?;
    let order = match args.sort {
        Sort::Id => Order::Id,
        Sort::Deadline => Order::Deadline,
        Sort::Light => Order::Light,
        Sort::Lead => Order::Lead,
        Sort::Progress => Order::Progress,
    };
    let filter = meant(args.wanted, &reading.ledger, context)?;
    let list = list(&reading.ledger, &filter, order, context.today);
    let facts: Vec<_> = list.tasks.iter().map(Judged::facts).collect();
    context.emit(&args.output, reading, |occasion| printout::list(&list, occasion), &facts)?;
    Ok(outcome(reading, false))
}

/// What was asked for. A phase or a field of work that the plan does not have is refused; an office or a person nobody has
/// heard of is told, and finds nothing.
fn meant(wanted: Wanted, ledger: &Ledger, context: &Context) -> Result<Filter> {
    let settings = &ledger.settings;
    let phases = settings.phases.iter().map(|phase| phase.name.as_str()).collect();
    let domains = settings.domains.iter().map(|domain| domain.name.as_str()).collect();
    one_of(Field::Phase, wanted.phase.as_deref(), phases)?;
    one_of(Field::Domain, wanted.domain.as_deref(), domains)?;
    heard_of(Field::Lead, wanted.lead.as_deref(), &ledger.offices());
    heard_of(Field::Owner, wanted.owner.as_deref(), &ledger.people());
    let date = |what, typed: Option<String>| {
        typed.map(|typed| day(what, &typed, context.today, Year::OfPlan(settings))).transpose()
    };
    Ok(Filter {
        words: wanted.words,
        phase: wanted.phase,
        domain: wanted.domain,
        lead: wanted.lead,
        owner: wanted.owner,
        status: wanted
            .status
            .iter()
            .map(|typed| {
                let known = Status::ALL.map(|status| status.label().to_owned());
                word("状态", typed, Status::parse(typed), &known)
            })
            .collect::<Result<_>>()?,
        light: wanted
            .light
            .iter()
            .map(|typed| {
                let known = Light::ALL.map(|light| light.word(&settings.lights).to_owned());
                let own = Light::ALL.into_iter().find(|light| light.word(&settings.lights) == typed);
                word("灯", typed, own.or(Light::parse(typed)), &known)
            })
            .collect::<Result<_>>()?,
        kind: wanted
            .kind
            .map(|typed| {
                let known = Kind::ALL.map(|kind| kind.label().to_owned());
                word("类别", &typed, Kind::parse(&typed), &known)
            })
            .transpose()?,
        tag: wanted.tag,
        due_before: date("时限早于", wanted.due_before)?,
        due_after: date("时限晚于", wanted.due_after)?,
        closed: wanted.all,
        void: wanted.void,
    })
}

fn one_of(field: Field, typed: Option<&str>, known: Vec<&str>) -> Result<()> {
    match typed.filter(|typed| !known.contains(typed)) {
        None => Ok(()),
        Some(typed) => Err(Refusal::NotInSettings {
            field,
            typed: typed.to_owned(),
            nearest: nearest(typed, known.iter().copied()).map(ToOwned::to_owned),
            known: known.into_iter().map(ToOwned::to_owned).collect(),
        }
        .into()),
    }
}

fn heard_of(field: Field, typed: Option<&str>, known: &[&str]) {
    let Some(typed) = typed.filter(|typed| !known.contains(typed)) else { return };
    let near = nearest(typed, known.iter().copied()).map(did_you_mean).unwrap_or_default();
    tell(&format!("注意：台账里没有{}“{typed}”{near}", field.label()));
}

fn word<T>(what: &str, typed: &str, found: Option<T>, known: &[String]) -> Result<T> {
    if found.is_none() && what == "状态" && matches!(typed, "逾期" | "临期" | "滞后") {
        let light = if typed == "逾期" { "红" } else { "黄" };
        return Err(Misuse(format!("“{typed}”是按今天算出来的，不是状态；请用 --light {light}")).into());
    }
    found.ok_or_else(|| Misuse(format!("{what}没有“{typed}”；可选：{}", known.join("、"))).into())
}
