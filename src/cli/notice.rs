//! `ledger notice`

use anyhow::{Result, bail};

use super::context::Context;
use super::due::last_day;
use super::output::{Format, OutputArgs, outcome};
use super::ui::tell;
use super::write::WriteArgs;
use super::{Misuse, Outcome};
use crate::core::field::Field;
use crate::core::ledger::Ledger;
use crate::core::nearest::nearest;
use crate::core::notice::{Urgency, admit};
use crate::core::refusal::Refusal;
use crate::printout;
use crate::printout::Occasion;
use crate::report::notice::{Notices, Wanted, notices};
use crate::session::{Session, lookup};

/// 督办单，一项任务一张，附回执；不写编号则是逾期、受阻、滞后和临期的全部任务
#[derive(Debug, clap::Args)]
#[command(visible_alias = "督办", mut_arg("dry_run", |arg| arg.requires("record")))]
pub(super) struct Args {
    /// 任务编号，可以写几个，不管亮什么灯都出单
    #[arg(value_name = "编号", conflicts_with_all = ["lead", "owner", "urgency", "within"])]
    ids: Vec<String>,
    /// 只要这个牵头单位的
    #[arg(long, value_name = "单位", visible_alias = "牵头单位")]
    lead: Option<String>,
    /// 只要这个责任人的
    #[arg(long, value_name = "姓名", visible_alias = "责任人", conflicts_with = "public")]
    owner: Option<String>,
    /// 只要这些颜色的，可以写几个：红,黄,蓝
    #[arg(long, value_name = "颜色", value_delimiter = ',', visible_alias = "颜色", value_parser = colour)]
    urgency: Vec<Urgency>,
    /// 今后多少天内到期的算临期，如 7d、2w、10工作日，或到哪一天为止；不写则随 ledger.toml 的 soon_days
    #[arg(long, value_name = "期限", visible_alias = "期限")]
    within: Option<String>,
    /// 只要发给个人的短消息，纯文字，可以直接粘贴
    #[arg(long, visible_alias = "短消息")]
    text: bool,
    /// 把单号和反馈期限记入各项任务的办理记录，一次存入历史；当天记过的不重复记
    #[arg(long, visible_alias = "记录", conflicts_with = "public")]
    record: bool,
    /// 经办人；不写则是 git 里的姓名
    #[arg(long, value_name = "姓名", visible_alias = "经办人", requires = "record")]
    by: Option<String>,
    #[command(flatten)]
    write: WriteArgs,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

fn colour(typed: &str) -> Result<Urgency, String> {
    Urgency::parse(typed).ok_or_else(|| "可选：红、黄、蓝".to_owned())
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome> {
    let format = args.output.format()?;
    if args.text && format != Format::Terminal {
        return Err(Misuse("--text 写出的是纯文字；请用 -o 文件名.txt，或去掉 --text".to_owned()).into());
    }
    if args.record && matches!(format, Format::Svg | Format::Ics) {
        return Err(Misuse("督办单画不成这种格式，没有记录；请换一种，如 -o 督办单.docx".to_owned()).into());
    }
    if args.record && context.workspace.moment().is_some() {
        return Err(Misuse("过去的台账只能看，不能改；--record 和 --as-of 不能一起用".to_owned()).into());
    }
    // Nobody else gives out numbers between the reading and the recording.
    let session = args.record.then(|| context.open()).transpose()?;
    let reading = context.read(&args.output)?;
    let whole = args.output.public.then(|| context.workspace.store()?.read()).transpose()?;
    let whole = whole.as_ref().map_or(&reading.ledger, |whole| &whole.ledger);
    let wanted = wanted(args, &reading.ledger, context)?;
    let notices = notices(&reading.ledger, whole, &wanted, context.today);
    if session.is_some() && !reading.problems.is_empty() {
        bail!("有没读到的任务，里面可能有用过的单号，没有记录；请先照上面所说改正");
    }
    if session.is_none()
        && args.output.on_paper(format)
        && !args.text
        && !args.output.public
        && unrecorded(&notices)
    {
        tell("注意：单号还没有记入台账；送出时请加 --record，免得下次重号");
    }
    // What cannot be drawn or written is not recorded either.
    let drawn = if args.text {
        let occasion = Occasion {
            public: args.output.public,
            unread: &reading.unread,
            ..Occasion::of(&reading.ledger.settings, context.today)
        };
        context.drawn(&args.output, printout::messages(&notices, occasion).into_bytes())?
    } else {
        let facts: Vec<_> = notices.slips.iter().map(|slip| slip.facts(args.record)).collect();
        context.draw(&args.output, reading, |occasion| printout::notice(&notices, occasion), &facts)?
    };
    if let Some(session) = session {
        record(args, &session, &notices)?;
        if args.write.is_rehearsal() {
            return Ok(Outcome::Done);
        }
    }
    drawn.deliver()?;
    Ok(outcome(reading, false))
}

/// Whether the next print-out would give the same numbers to other tasks.
fn unrecorded(notices: &Notices<'_>) -> bool {
    notices.slips.iter().any(|slip| !slip.numbered.recorded)
}

/// What was asked for, refused where the ledger knows nothing of it.
fn wanted(args: &Args, ledger: &Ledger, context: &Context) -> Result<Wanted> {
    let settings = &ledger.settings;
    let mut ids = Vec::new();
    for written in &args.ids {
        let id = lookup::id(written, settings)?;
        let Some(task) = ledger.task(id) else {
            if args.output.public && context.workspace.store()?.task(id).is_ok_and(|task| task.is_some()) {
                bail!("任务 {id} 不公开，公开版里没有");
            }
            return Err(lookup::no_such_task(written, id, &context.workspace.store()?)?);
        };
        admit(task)?;
        ids.push(id);
    }
    known(Field::Lead, args.lead.as_deref(), &ledger.offices())?;
    known(Field::Owner, args.owner.as_deref(), &ledger.people())?;
    let within = match &args.within {
        None => settings.lights.soon_days,
        Some(written) => (last_day(written, context, settings)? - context.today).num_days(),
    };
    if within < 0 {
        bail!("--within 要写今后的日子；已经逾期的不用写也在其中");
    }
    let Args { lead, owner, urgency, .. } = args;
    Ok(Wanted { ids, lead: lead.clone(), owner: owner.clone(), urgency: urgency.clone(), within })
}

/// Whoever asks for the notices of an office that is not there would think that all is well.
fn known(field: Field, typed: Option<&str>, known: &[&str]) -> Result<(), Refusal> {
    match typed.filter(|typed| !known.contains(typed)) {
        None => Ok(()),
        Some(typed) => Err(Refusal::NoSuchWord {
            field,
            typed: typed.to_owned(),
            nearest: nearest(typed, known.iter().copied()).map(ToOwned::to_owned),
            known: known.iter().map(|name| (*name).to_owned()).collect(),
        }),
    }
}

/// Records what has not been recorded today.
fn record(args: &Args, session: &Session<'_>, notices: &Notices<'_>) -> Result<()> {
    if let Some(decision) = session.remind(notices, args.by.as_deref())? {
        return args.write.carry_out_aside(decision);
    }
    let why = if notices.slips.is_empty() {
        "没有需要督办的任务"
    } else {
        "这些督办单今天已经记过"
    };
    tell(&format!("注意：{why}，没有再记"));
    Ok(())
}
