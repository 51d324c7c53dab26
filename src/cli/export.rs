//! `ledger export`

use anyhow::{Context as _, Result, bail};

use super::context::Context;
use super::output::{Facts, Format, Object, OutputArgs, outcome};
use super::ui::tell;
use super::{Misuse, Outcome};
use crate::printout::{Cells, Occasion, export as layout, too_long};
use crate::render;
use crate::report::export::export;

/// 把整本台账导出为一个文件：改好后用 ledger import 导回，改了哪里就只改哪里
#[derive(Debug, clap::Args)]
#[command(visible_alias = "导出")]
pub(super) struct Args {
    #[command(flatten)]
    pub(super) output: OutputArgs,
    /// 连作废的一起导出
    #[arg(long, visible_alias = "作废")]
    void: bool,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome> {
    args.output.refuse_public("导出的是整本台账")?;
    let format = args.output.format()?;
    if !matches!(format, Format::Xlsx | Format::Csv | Format::Json) {
        return Err(Misuse(
            "导出要写明文件：ledger export -o 台账.xlsx（也可以写 .csv 或 .json）；要打印的请用 ledger list、ledger board"
                .to_owned(),
        )
        .into());
    }
    let reading = context.read(&args.output)?;
    let store = context.workspace.store()?;
    let own = store.own_keys(&reading.ledger.kept().collect::<Vec<_>>());
    let export = export(&reading.ledger, &own, args.void, context.today);
    let left_out = if args.void { 0 } else { reading.ledger.void.len() };
    if left_out > 0 {
        tell(&format!("注意：作废的 {left_out} 项没有导出；要一起导出请加 --void"));
    }
    let settings = &reading.ledger.settings;
    let provenance =
        if format == Format::Xlsx { Some(context.workspace.provenance(context.latest)?) } else { None };
    let is_given_day = context.is_given_day;
    let occasion = Occasion {
        provenance,
        is_given_day,
        unread: &reading.unread,
        ..Occasion::of(settings, context.today)
    };
    let bytes = match format {
        Format::Json => Object(export.facts()).json(Some(&reading.unread))?,
        Format::Csv => {
            let pages = layout(&export, Cells::Texts, occasion);
            render::csv::render(pages.first().context("写不出 csv")?)?.into_bytes()
        }
        _ => {
            if let Some(what) = too_long(&export) {
                bail!("{what}太长，Excel 的一格放不下，没有导出；请导出为 .csv 或 .json");
            }
            render::xlsx::render_book(&layout(&export, Cells::Typed, occasion))?
        }
    };
    context.drawn(&args.output, bytes)?.deliver()?;
    Ok(outcome(reading, false))
}
