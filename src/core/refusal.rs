//! Why a request is refused: the facts, and the one place where they are put into words.

use std::fmt;

use chrono::NaiveDate;

use super::calendar::Period;
use super::field::Field;
use super::id::TaskId;
use super::lifecycle::{Unfit, Verb};
use super::limits;
use super::nearest::did_you_mean;
use super::problem::Problem;
use super::repeat::SpanError;
use super::status::Status;
use super::typed_date::DateError;

/// A request that the rules do not allow. Its words say what is wrong, and what to do.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the wording below says what each case and its facts mean")]
pub enum Refusal {
    NoSuchTask { typed: String, nearest: Option<(TaskId, String)> },
    FileGone { id: TaskId },
    NotAnId { typed: String },
    NoTitle,
    NotInSettings { field: Field, typed: String, nearest: Option<String>, known: Vec<String> },
    BadDate { field: &'static str, error: DateError },
    BadValue { field: Field, typed: String, wanted: String },
    NoSuchWord { field: Field, typed: String, nearest: Option<String>, known: Vec<String> },
    UnknownField { typed: String, nearest: Option<&'static str> },
    FieldOfVerb { field: Field, remedy: &'static str },
    Unfit { unfit: Unfit },
    Span { error: SpanError },
    NoRhythm,
    NotRecurring { task: String },
    BadPeriod { typed: String, example: Option<Period> },
    PeriodOutside { period: Period, first: Period, last: Period },
    InTheFuture { on: NaiveDate, today: NaiveDate },
    SelfAccepted { by: String },
    NoEvidence { verb: Verb },
    NotLater { to: NaiveDate, deadline: NaiveDate },
    NoDeadlineToMove { long_term: bool },
    DeadlineWouldMove { from: NaiveDate, to: Option<NaiveDate>, id: TaskId },
    PromisesWouldChange { id: TaskId },
    ParentOfItself { id: TaskId },
    Unchanged,
    NoApprover,
    PhaseWithoutEnd { phase: String },
    ApprovedInTheFuture { on: NaiveDate, today: NaiveDate },
    SameAsItself { id: TaskId },
    SameAsVoid { task: String },
    NothingToChase { task: String, status: Status },
    PeriodNotBegun { period: Period, today: NaiveDate },
    NoSuchTemplate { typed: String, nearest: Option<String>, known: Vec<String> },
    NoTemplates,
}

impl std::error::Error for Refusal {}

impl fmt::Display for Refusal {
    #[expect(clippy::too_many_lines, reason = "one wording a case, and no case without one")]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchTask { typed, nearest } => {
                write!(f, "没有编号为“{typed}”的任务")?;
                match nearest {
                    Some((id, title)) => write!(f, "；您是不是想要 {id} {title}？"),
                    None => write!(f, "；所有任务见 ledger list --all"),
                }
            }
            Self::FileGone { id } => Problem::gone(&id.path()).fmt(f),
            Self::NotAnId { typed } => {
                write!(f, "“{typed}”不是任务编号；编号写作 2026-014，本年度的可以只写 14")
            }
            Self::NoTitle => write!(f, "任务名称不能空着；请写一句话，如“组织开展警示教育”"),
            Self::NotInSettings { field, typed, nearest, known } => {
                write!(f, "{}“{typed}”不在 ledger.toml 里", field.label())?;
                f.write_str(&nearest.as_deref().map_or_else(|| "；".to_owned(), did_you_mean))?;
                if known.is_empty() {
                    write!(f, "请先在 ledger.toml 里登记")
                } else {
                    write!(f, "已有：{}", known.join("、"))
                }
            }
            Self::NoSuchWord { field, typed, nearest, known } => {
                let meant = nearest.as_deref().map(did_you_mean).unwrap_or_default();
                write!(f, "{}没有“{typed}”{meant}；可选：{}", field.label(), known.join("、"))
            }
            Self::BadDate { field, error } => write!(f, "{field}：{error}"),
            Self::BadValue { field, typed, wanted } => {
                write!(f, "{}（{}）不能是“{typed}”；应为{wanted}", field.label(), field.key())
            }
            Self::UnknownField { typed, nearest } => {
                write!(f, "没有“{typed}”这一栏")?;
                if let Some(meant) = nearest.map(did_you_mean) {
                    return f.write_str(&meant);
                }
                let all: Vec<_> =
                    Field::all().map(|field| format!("{}（{}）", field.label(), field.key())).collect();
                write!(f, "；可以改的有：{}", all.join("、"))
            }
            Self::FieldOfVerb { field, remedy } => {
                write!(f, "{}不能直接改；{remedy}", field.label())
            }
            Self::Unfit { unfit } => write!(f, "{unfit}"),
            Self::Span { error } => write!(f, "{error}"),
            Self::NoRhythm => {
                write!(f, "写了次数或起止日，却没有写频次；请加 --every week|month|quarter|half|year")
            }
            Self::NotRecurring { task } => {
                write!(f, "{task} 不是按频次办理的任务，没有周期；请去掉 --period")
            }
            Self::BadPeriod { typed, example } => {
                write!(f, "“{typed}”不是这项任务的周期")?;
                match example {
                    Some(example) => write!(f, "；应写作 {example} 这样"),
                    None => write!(f, "；周期写作 2026-W14、2026-05、2026-Q2、2026-H1 或 2026"),
                }
            }
            Self::PeriodOutside { period, first, last } => {
                write!(
                    f,
                    "{period} 不在这项任务的起止之内（{first} 至 {last}）；请用 --period 写起止之内的周期"
                )
            }
            Self::InTheFuture { on, today } => {
                write!(f, "办结日期 {on} 还没有到（今天是 {today}）；请改 --on")
            }
            Self::SelfAccepted { by } => {
                write!(f, "{by} 报的办结，不能由 {by} 自己核销；请交由他人核销")
            }
            Self::NoEvidence { verb } => write!(
                f,
                "没有佐证材料，不能{}（ledger.toml 的 [closing] evidence 要求）；请用 --evidence 附上文件",
                verb.label()
            ),
            Self::NotLater { to, deadline } => {
                write!(f, "延期后的时限 {to} 不晚于现在的时限 {deadline}；请用 --to 写一个更晚的日期")
            }
            Self::NoDeadlineToMove { long_term: true } => {
                write!(f, "长期坚持的任务没有时限，无需延期")
            }
            Self::NoDeadlineToMove { long_term: false } => {
                write!(f, "这项任务时限待定，没有可延的时限；请用 ledger set 编号 due=日期 定下时限")
            }
            Self::DeadlineWouldMove { from, to, id } => {
                let to = to.map_or_else(|| "没有时限".to_owned(), |to| to.to_string());
                write!(
                    f,
                    "这样改会把时限从 {from} 变为 {to}；要延期请用 ledger extend {id} --to 日期 --reason 原因 \
                     --approved-by 批准人；要提前，或当初登记有误的，用 ledger edit {id} 改（历史里看得到）"
                )
            }
            Self::PromisesWouldChange { id } => write!(
                f,
                "这样改会增减应办的周期、次数，或改动已经延期的任务的时限；要延期请用 ledger extend {id}，当初登记有误的，用 \
                 ledger edit {id} 更正（历史里看得到）"
            ),
            Self::ParentOfItself { id } => write!(f, "{id} 不能是自己的上级，也不能是自己下级的下级"),
            Self::Unchanged => write!(f, "写的内容和现在的一样，没有改动"),
            Self::NoApprover => write!(f, "延期要经人批准；请用 --approved-by 写明批准人"),
            Self::PhaseWithoutEnd { phase } => {
                write!(f, "阶段“{phase}”没有截止日，没有可延的时限；请先在 ledger.toml 里给它写上 end = 日期")
            }
            Self::ApprovedInTheFuture { on, today } => {
                write!(f, "批准日 {on} 还没有到（今天是 {today}）；请改 --approved-on")
            }
            Self::SameAsItself { id } => {
                write!(f, "{id} 不能与自己重复；请用 --same-as 写留下来的那一项的编号")
            }
            Self::SameAsVoid { task } => {
                write!(f, "{task} 也已作废，不能说与它重复；请用 --same-as 写留下来的那一项的编号")
            }
            Self::NothingToChase { task, status } => {
                write!(f, "{task} 现在是“{}”，不用督办；请去掉这个编号", status.label())
            }
            Self::NoSuchTemplate { typed, nearest, known } => {
                write!(
                    f,
                    "没有“{typed}”这个流程模板{}",
                    nearest.as_deref().map_or_else(|| "；".to_owned(), did_you_mean)
                )?;
                write!(f, "已有：{}；要添一个，在 templates 文件夹里照样子另存一个文件", known.join("、"))
            }
            Self::NoTemplates => write!(
                f,
                "台账里还没有流程模板；请在台账文件夹里建一个 templates 文件夹，里面放一个 招商项目.toml（文件名就是模板名），\
                 这样写：\n  [[step]]\n  title = \"背景调查\"\n  due   = \"+10工作日\"\n  [[step]]\n  title = \"洽谈论证\"\n  \
                 due   = \"上一步+15工作日\""
            ),
            Self::PeriodNotBegun { period, today } => {
                write!(f, "{period} 还没有开始（今天是 {today}），不能先记办结；请核对 --period")
            }
        }
    }
}

impl From<Unfit> for Refusal {
    fn from(unfit: Unfit) -> Self {
        Self::Unfit { unfit }
    }
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status { task, status, verb, fits } => {
                write!(f, "{task} 现在是“{}”，用不了“{}”", status.label(), verb.label())?;
                if fits.is_empty() {
                    return write!(f, "；请先用 ledger edit 把状态改成本程序认得的");
                }
                let fits: Vec<_> =
                    fits.iter().map(|verb| format!("{}（{}）", verb.label(), verb.key())).collect();
                write!(f, "；这时可以：{}", fits.join("、"))
            }
            Self::NoText { verb } => write!(f, "{}要写明内容，不能空着", verb.label()),
        }
    }
}

impl fmt::Display for SpanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoBeginning => {
                write!(f, "按频次办理的任务不知从何时开始；请写 --from（或任务的开始时间、阶段的 start）")
            }
            Self::NoEnd => {
                write!(f, "按频次办理的任务不知到何时为止；请写 --until（或完成时限、阶段的 end）")
            }
            Self::Reversed => write!(f, "频次的起始日晚于截止日；请改 --from 或 --until"),
            Self::NoTimes => write!(f, "频次的次数（times）至少为 1"),
            Self::TooManyTimes => {
                write!(f, "频次的次数（times）太大，一个周期最多 {} 次；请改正", limits::TIMES)
            }
            Self::TooLong => write!(
                f,
                "频次的起止相隔太远，周期超过 {} 个；请把 --until（或完成时限、阶段的 end）写近一些，到时再往后延",
                limits::PERIODS
            ),
        }
    }
}
