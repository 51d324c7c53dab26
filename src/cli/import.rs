//! `ledger import`

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressStyle};

use super::context::Context;
use super::ui::{say, say_all, tell};
use super::write::WriteArgs;
use super::{Misuse, Outcome, prompt};
use crate::core::import_proposal::{Heading, Holds, Skipped};
use crate::core::limits;
use crate::core::settings::Settings;
use crate::folder::atomic;
use crate::intake::sheet::mapping;
use crate::ops::import::Import;
use crate::printout::{self, Occasion, Rejected};
use crate::render;
use crate::report::import::{ImportReport, TakenRow};
use crate::session::{Imported, Source, SourceFile};

/// 把 Excel 台账（.xlsx .xls .ods .csv）导入：先看表头对应和预览，加 --yes 才写入
///
/// 同一张表再次导入，按编号或按任务名称和牵头单位认出原来的任务，只更新改动的地方。没有写 --yes 时什么也不改。
#[derive(Debug, clap::Args)]
#[command(visible_alias = "导入")]
pub(super) struct Args {
    /// 表格文件：.xlsx .xls .ods .csv，或 export 写的 .json
    #[arg(value_name = "文件")]
    file: PathBuf,
    /// 看过预览，写入台账
    #[arg(long, visible_alias = "确认")]
    yes: bool,
    /// 指明某一列是什么，如 工作事项=任务名称；不要的列写 备注=忽略；可以写几次，写入后会记住
    #[arg(long, value_name = "标题=栏目", visible_alias = "对应")]
    map: Vec<String>,
    /// 只读这一张工作表
    #[arg(long, value_name = "名称", visible_alias = "工作表")]
    sheet: Option<String>,
    /// 把没有导入的行连同原因写入文件（.csv 或 .xlsx）
    #[arg(long, value_name = "文件", visible_alias = "未导入")]
    rejects: Option<PathBuf>,
    /// 经办人；不写则是 git 里的姓名
    #[arg(long, value_name = "姓名", visible_alias = "经办人")]
    by: Option<String>,
    /// 输出格式：terminal、json
    #[arg(
        long,
        value_name = "格式",
        default_value = "terminal",
        hide_possible_values = true,
        visible_alias = "格式"
    )]
    format: Shown,
    #[command(flatten)]
    write: WriteArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Shown {
    Terminal,
    Json,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome> {
    // What nobody wants written is named before anything is.
    if let Some(file) = &args.rejects {
        writable(file, &args.file)?;
    }
    let store = context.workspace.store()?;
    let settings = store.settings()?;
    let bar = spinner("正在读表格……");
    let source = source(args, &settings, context)?;
    if source.is_empty() {
        bar.finish_and_clear();
        for Skipped { sheet, row, reason } in source.proposal.skipped.iter().take(20) {
            tell(&format!("{sheet} 第{row}行：{reason}"));
        }
        bail!("{}", source.why_empty());
    }
    if args.yes && !args.write.is_rehearsal() {
        return write(args, context, &source, &bar, None);
    }
    bar.set_message("正在与台账核对……");
    let reading = context.workspace.read(&store)?;
    for problem in &reading.problems {
        tell(&problem.to_string());
    }
    let import = source.preview(&store, &reading.ledger, args.by.as_deref(), context.today)?;
    bar.finish_and_clear();
    show(args, context, &reading.ledger.settings, &source, &import, false)?;
    reject(args, context, &reading.ledger.settings, &source, &import)?;
    let changes = !import.change.edits.is_empty() || !import.change.additions.is_empty();
    if !changes {
        return finished(&import);
    }
    if args.write.is_rehearsal() {
        tell("（试运行，没有改动）");
        return Ok(Outcome::Done);
    }
    if context.interactive && args.format == Shown::Terminal && prompt::agreed("写入台账？")? {
        return write(args, context, &source, &spinner("正在写入……"), Some(&import));
    }
    tell("以上是预览，还没有写入；看过没有问题，请加 --yes");
    Ok(Outcome::Done)
}

/// Compares again while nobody else writes, and writes. What was `shown` before and is still so is not shown once more.
fn write(
    args: &Args,
    context: &Context,
    source: &Source,
    bar: &ProgressBar,
    shown: Option<&Import>,
) -> Result<Outcome> {
    let session = context.open()?;
    bar.set_message("正在与台账核对……");
    let reading = session.read()?;
    for problem in &reading.problems {
        bar.suspend(|| tell(&problem.to_string()));
    }
    let Imported { import, decision } = session.import(source, &reading.ledger, args.by.as_deref())?;
    let Some(decision) = decision else {
        bar.finish_and_clear();
        show(args, context, &session.settings, source, &import, false)?;
        reject(args, context, &session.settings, source, &import)?;
        return finished(&import);
    };
    bar.set_message(format!("正在写入 {} 项……", import.change.edits.len()));
    let sentence = decision.carry_out()?;
    bar.finish_and_clear();
    if shown != Some(&import) {
        show(args, context, &session.settings, source, &import, true)?;
    }
    reject(args, context, &session.settings, source, &import)?;
    match args.format {
        Shown::Terminal => say(&sentence)?,
        Shown::Json => tell(&sentence),
    }
    Ok(Outcome::Done)
}

/// Nothing had to be written. Where rows were refused and none was taken, that is no success.
fn finished(import: &Import) -> Result<Outcome> {
    if import.unchanged == 0 && !import.skipped.is_empty() {
        bail!("没有一行可以导入，台账没有改动；原因见上");
    }
    tell("没有要改的，台账没有改动");
    Ok(Outcome::Done)
}

/// Reads the file and understands it.
fn source(args: &Args, settings: &Settings, context: &Context) -> Result<Source> {
    let path = &args.file;
    if path.is_dir() {
        bail!("“{}”是文件夹；请写里面的表格文件", path.display());
    }
    let bytes = File::open(path).and_then(|file| limits::read(file, limits::SPREADSHEET));
    let bytes = bytes.with_context(|| format!("读不了“{}”", path.display()))?;
    let mapping =
        args.map.iter().map(|typed| mapping(typed).map_err(|bad| Misuse(format!("--map {}", bad.0))));
    let mapping: Vec<(String, Holds)> = mapping.collect::<Result<_, _>>()?;
    let file = SourceFile { path, bytes: &bytes, sheet: args.sheet.as_deref(), mapping: &mapping };
    let source = Source::read(file, settings, context.today)?;
    if let Some(title) = source.unknown_title() {
        let titles = source.proposal.columns.iter().map(|heading| heading.title.as_str());
        let titles: Vec<&str> = titles.collect();
        return Err(Misuse(format!("--map：表里没有“{title}”这一列；有：{}", titles.join("、"))).into());
    }
    Ok(source)
}

fn show(
    args: &Args,
    context: &Context,
    settings: &Settings,
    source: &Source,
    import: &Import,
    is_written: bool,
) -> Result<()> {
    let taken = import.taken.iter().map(|taken| TakenRow {
        sheet: &taken.place.sheet,
        row: taken.place.row,
        id: taken.id,
        title: &taken.title,
        is_new: taken.is_new,
    });
    let report = ImportReport {
        file: &source.name,
        columns: &source.proposal.columns,
        taken: taken.collect(),
        unchanged: import.unchanged,
        skipped: &import.skipped,
        change: &import.change,
        is_written,
    };
    for remark in &import.change.remarks {
        tell(&format!("注意：{remark}"));
    }
    match args.format {
        Shown::Json => say_all(&render::json::render(&report.facts())?),
        Shown::Terminal => {
            let occasion = Occasion::of(settings, context.today);
            let page = printout::import(&report, occasion);
            say_all(render::terminal::render(&page, context.terminal).as_bytes())
        }
    }
}

/// Writes the rows that were not taken, as they stood, into a file of their own.
fn reject(
    args: &Args,
    context: &Context,
    settings: &Settings,
    source: &Source,
    import: &Import,
) -> Result<()> {
    let Some(file) = &args.rejects else { return Ok(()) };
    if import.skipped.is_empty() {
        tell(&format!("没有哪一行没有导入，所以没有写 {}", file.display()));
        return Ok(());
    }
    let cells = |skipped: &Skipped| {
        let sheet = source.book.sheets.iter().find(|sheet| *sheet.name == *skipped.sheet)?;
        let at = sheet.rows.binary_search_by_key(&skipped.row, |line| line.number).ok()?;
        Some(sheet.rows[at].cells.iter().map(crate::intake::sheet::Cell::shown).collect())
    };
    let mut sheets: Vec<(&str, Rejected)> = Vec::new();
    for skipped in &import.skipped {
        let at = sheets.iter().position(|(name, _)| *name == skipped.sheet).unwrap_or_else(|| {
            let mut titles = Vec::new();
            let own = |heading: &&Heading| *heading.sheet == *skipped.sheet;
            for Heading { column, title, .. } in source.proposal.columns.iter().filter(own) {
                titles.resize(titles.len().max(column + 1), String::new());
                titles[*column].clone_from(title);
            }
            sheets.push((&skipped.sheet, Rejected { titles, rows: Vec::new() }));
            sheets.len() - 1
        });
        sheets[at].1.rows.push((skipped.clone(), cells(skipped).unwrap_or_default()));
    }
    let sheets: Vec<Rejected> = sheets.into_iter().map(|(_, rejected)| rejected).collect();
    let occasion = Occasion::of(settings, context.today);
    let page = printout::rejects(&sheets, occasion);
    let is_csv = file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    let bytes = if is_csv { render::csv::render(&page)?.into_bytes() } else { render::xlsx::render(&page)? };
    atomic::replace(file, &bytes)?;
    tell(&format!("没有导入的 {} 处已写入 {}", import.skipped.len(), file.display()));
    Ok(())
}

fn writable(file: &Path, sheet: &Path) -> Result<()> {
    let ending = file.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    if !["csv", "xlsx"].contains(&ending.as_str()) {
        return Err(Misuse(format!("--rejects “{}”：文件名请以 .csv 或 .xlsx 结尾", file.display())).into());
    }
    if file.canonicalize().is_ok_and(|file| sheet.canonicalize().is_ok_and(|sheet| sheet == file)) {
        return Err(Misuse(format!(
            "--rejects “{}”就是要导入的表格，会把它盖掉；请换一个文件名",
            file.display()
        ))
        .into());
    }
    Ok(())
}

/// Something that moves while long work is done; only a person at a terminal sees it.
fn spinner(what: &str) -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {elapsed}") {
        bar.set_style(style);
    }
    bar.set_message(what.to_owned());
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}
