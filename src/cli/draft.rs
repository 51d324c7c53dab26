//! `ledger draft`

use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use chrono::Datelike;

use super::context::Context;
use super::output::{Format, Object, OutputArgs};
use super::parse::{Year, day};
use super::ui::{say, tell};
use super::write::WriteArgs;
use super::{Misuse, Outcome, read_pdf};
use crate::core::draft::Draft;
use crate::core::ledger::Ledger;
use crate::core::limits;
use crate::core::settings::Settings;
use crate::core::workday::NATIONAL;
use crate::intake::document::{Unreadable, is_pdf, of_pdf, read};
use crate::intake::plan::{Hints, draft};
use crate::ops::draft::Span;
use crate::printout;
use crate::render;
use crate::report::draft::{Review, review};

/// How many warnings are told beside a registration; the review lists all of them.
const WARNINGS: usize = 10;

/// 从实施方案、行动方案、工作要点里拆出任务：阶段、重点任务、责任单位、时限和频次
///
/// 先看拆得对不对：每一项出自第几行，还缺什么。核对以后加 --write 写入台账，或用 -o 任务清单.xlsx 存成表格，补齐以后用 ledger import 导入。
#[derive(Debug, clap::Args)]
#[command(visible_aliases = ["起草", "拆解"], mut_arg("dry_run", |arg| arg.requires("write_in")))]
pub(super) struct Args {
    /// 方案文件：.txt、.md、.docx，或有文字的 .pdf
    #[arg(value_name = "方案")]
    plan: PathBuf,
    /// 写入台账；已经有的不再登记
    #[arg(long = "write", visible_alias = "写入", conflicts_with_all = ["unused", "format", "output"])]
    write_in: bool,
    /// 只列没有拆出任务的行
    #[arg(long, visible_alias = "未用")]
    unused: bool,
    /// 方案里没写年份的日期是哪一年；不写则看方案，再随台账年度，再不然是今年
    #[arg(long, value_name = "年份", visible_alias = "年度", value_parser = clap::value_parser!(i32).range(1900..=2199))]
    year: Option<i32>,
    /// 方案没写起止的频次任务，从哪一天起；不写则是登记当月的第一天
    #[arg(long, value_name = "日期", visible_alias = "起始日", requires = "write_in")]
    from: Option<String>,
    /// 方案没写起止的频次任务，到哪一天止；不写则是台账年度的最后一天
    #[arg(long, value_name = "日期", visible_alias = "截止日", requires = "write_in")]
    until: Option<String>,
    #[command(flatten)]
    write: WriteArgs,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome> {
    args.output.refuse_public("方案拆出来的任务还没有写入台账")?;
    if context.workspace.moment().is_some() {
        return Err(Misuse("起草只看现在的台账；请去掉 --as-of".to_owned()).into());
    }
    if args.write_in { write(args, context) } else { look(args, context) }
}

/// Shows what was found.
fn look(args: &Args, context: &Context) -> Result<Outcome> {
    let ledger = ledger(context)?;
    let draft = drafted(args, context, ledger.as_ref().map(|ledger| &ledger.settings))?;
    let file = args.plan.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let review = review(&draft, &file, ledger.as_ref());
    let settings = ledger.as_ref().map(|ledger| ledger.settings.clone());
    let settings = settings.unwrap_or_else(|| Settings { year: context.today.year(), ..Settings::default() });
    show(args, context, &settings, &review)?;
    Ok(Outcome::Done)
}

fn show(args: &Args, context: &Context, settings: &Settings, review: &Review<'_>) -> Result<()> {
    let output = &args.output;
    if args.unused {
        let layout = |occasion: printout::Occasion<'_>| printout::unused(review, occasion);
        return context.draw_from(output, settings, None, layout, &review.draft.unused)?.deliver();
    }
    // A table that is to be completed is laid out for that; every other format is to be looked at.
    let occasion = printout::Occasion::of(settings, context.today);
    let form = || printout::draft_form(review, occasion);
    let bytes = match output.format()? {
        Format::Xlsx => render::xlsx::render_all(&form())?,
        Format::Csv => match form().first() {
            Some(page) => render::csv::render(page)?.into_bytes(),
            None => Vec::new(),
        },
        _ => {
            let layout = |occasion: printout::Occasion<'_>| printout::draft(review, occasion);
            return context.draw_from(output, settings, None, layout, &Object(review.draft))?.deliver();
        }
    };
    context.drawn(output, bytes)?.deliver()
}

/// Registers what was found.
fn write(args: &Args, context: &Context) -> Result<Outcome> {
    // What is wrong with the plan is said before anybody waits for the ledger.
    let settings = context.workspace.store()?.settings()?;
    let draft = drafted(args, context, Some(&settings))?;
    if draft.tasks.is_empty() {
        bail!(
            "“{}”里没有拆出任务，没有改动；请用 ledger draft 这个文件 --unused 逐行看，核对是不是一份方案",
            args.plan.display()
        );
    }
    let year = Year::OfPlan(&settings);
    let typed =
        |what, typed: Option<&str>| typed.map(|typed| day(what, typed, context.today, year)).transpose();
    let span = Span {
        from: typed("起始日", args.from.as_deref())?,
        until: typed("截止日", args.until.as_deref())?,
    };
    if span.from.zip(span.until).is_some_and(|(from, until)| until < from) {
        return Err(Misuse("--from 晚于 --until；请核对".to_owned()).into());
    }
    let session = context.open()?;
    let reading = session.store.read()?;
    for problem in &reading.problems {
        tell(&problem.to_string());
    }
    let Some(decision) = session.register(&draft, &reading.ledger, span)? else {
        say(&format!("“{}”拆出的 {} 项台账里都有了，没有改动", args.plan.display(), draft.tasks.len()))?;
        return Ok(Outcome::Done);
    };
    for warning in draft.warnings.iter().take(WARNINGS) {
        tell(&format!("注意：第 {} 行：{}", warning.line, warning.message));
    }
    if draft.warnings.len() > WARNINGS {
        tell(&format!("注意：还有 {} 条提醒，见 ledger draft 这个文件", draft.warnings.len() - WARNINGS));
    }
    let outcome = args.write.carry_out(decision)?;
    if !draft.unused.is_empty() {
        tell(&format!(
            "方案里有 {} 行没有拆出任务；逐行看用 ledger draft 这个文件 --unused",
            draft.unused.len()
        ));
    }
    Ok(outcome)
}

/// The ledger that the plan may be for. Looking at a plan needs none.
fn ledger(context: &Context) -> Result<Option<Ledger>> {
    let Some(store) = context.workspace.store_if_any()? else { return Ok(None) };
    let reading = context.workspace.read(&store)?;
    for problem in &reading.problems {
        tell(&problem.to_string());
    }
    Ok(Some(reading.ledger))
}

/// Reads the plan's file, and what it asks for.
fn drafted(args: &Args, context: &Context, settings: Option<&Settings>) -> Result<Draft> {
    let file = context.workspace.here().join(&args.plan);
    let bytes = bytes(&file).with_context(|| format!("读不了“{}”", args.plan.display()))?;
    let ending = file.extension().map(|ending| ending.to_string_lossy()).unwrap_or_default();
    let document = if is_pdf(&bytes) {
        read_pdf::text(&bytes)?.and_then(|text| of_pdf(&text))
    } else {
        read(&ending, &bytes)
    };
    let document = match document {
        Ok(document) => document,
        Err(why) => bail!("“{}”{why}", args.plan.display()),
    };
    let year = args.year.or(settings.map(|settings| settings.year)).unwrap_or(context.today.year());
    let holidays = settings.map_or(&NATIONAL, |settings| &settings.holidays);
    let mut draft = draft(&document.plan, Hints { year, holidays });
    draft.warnings.extend(document.warnings);
    draft.warnings.sort_by_key(|warning| warning.line);
    Ok(draft)
}

fn bytes(file: &Path) -> Result<Vec<u8>> {
    let bytes = limits::read(File::open(file)?, limits::PLAN_FILE)?;
    if bytes.len() > limits::PLAN_FILE {
        bail!("{}", Unreadable::TooLarge);
    }
    Ok(bytes)
}
