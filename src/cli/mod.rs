//! The command line: one command a file. A command reads its arguments, calls, prints.

mod accept;
mod add;
mod audit;
mod block;
mod board;
mod cancel;
mod check;
mod context;
mod dashboard;
mod diff;
mod dispute;
mod done;
mod draft;
mod due;
mod edit;
mod export;
mod extend;
mod import;
mod init;
mod list;
mod localize;
mod log;
mod merge_driver;
mod note;
mod notice;
mod output;
mod overdue;
mod parse;
mod process;
mod prompt;
mod read_pdf;
mod reopen;
mod report;
mod said;
mod score;
mod send_back;
mod set;
mod show;
mod start;
mod sync;
mod ui;
mod undo;
mod void;
mod whoami;
mod words;
mod write;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use context::Context;
use output::OutputArgs;

use crate::core::text::printable;
use crate::session;

/// 工作台账：一项任务一个文件，存入 git，谁改了什么都有记录
///
/// 不带命令时显示今日看板。命令和选项都可以写中文，如 ledger 办结 14。
#[derive(Debug, Parser)]
#[command(name = "ledger", version, disable_help_subcommand = true)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(flatten)]
    output: OutputArgs,
    #[command(subcommand)]
    command: Option<Command>,
}

/// What every command takes.
#[derive(Debug, clap::Args)]
struct Global {
    /// 台账文件夹；不写则用环境变量 LEDGER_DIR，再不然从当前文件夹往上找
    #[arg(long, global = true, value_name = "文件夹", visible_alias = "台账")]
    ledger: Option<PathBuf>,
    /// 把这一天当作今天；不写则用环境变量 LEDGER_TODAY，再不然是系统日期
    #[arg(long, global = true, value_name = "日期", visible_alias = "今天")]
    today: Option<String>,
    /// 按这么多列排版；不写则随终端
    #[arg(long, global = true, value_name = "列数", visible_alias = "宽度", value_parser = clap::value_parser!(u16).range(60..=1000))]
    width: Option<u16>,
}

#[derive(Debug, Subcommand)]
#[expect(clippy::large_enum_variant, reason = "there is one, for as long as the program runs")]
enum Command {
    Init(init::Args),
    Add(add::Args),
    List(list::Args),
    Show(show::Args),
    Start(start::Args),
    Note(note::Args),
    Block(block::Args),
    Done(done::Args),
    Accept(accept::Args),
    Return(send_back::Args),
    Reopen(reopen::Args),
    Cancel(cancel::Args),
    Void(void::Args),
    Extend(extend::Args),
    Set(set::Args),
    Edit(edit::Args),
    Import(import::Args),
    Export(export::Args),
    Overdue(overdue::Args),
    Due(due::Args),
    Board(board::Args),
    Notice(notice::Args),
    Score(score::Args),
    Report(report::Args),
    Draft(draft::Args),
    Check(check::Args),
    Log(log::Args),
    Diff(diff::Args),
    Audit(audit::Args),
    Undo(undo::Args),
    Sync(sync::Args),
    Whoami(whoami::Args),
    MergeDriver(merge_driver::Args),
    ReadPdf(read_pdf::Args),
}

impl Command {
    /// Where the report of a command that reads goes; a command that writes has none.
    fn output(&self) -> Option<&OutputArgs> {
        match self {
            Self::List(args) => Some(&args.output),
            Self::Show(args) => Some(&args.output),
            Self::Overdue(args) => Some(&args.output),
            Self::Due(args) => Some(&args.output),
            Self::Board(args) => Some(&args.output),
            Self::Notice(args) => Some(&args.output),
            Self::Score(args) => Some(&args.output),
            Self::Report(args) => Some(&args.output),
            Self::Draft(args) => Some(&args.output),
            Self::Check(args) => Some(&args.output),
            Self::Log(args) => Some(&args.output),
            Self::Diff(args) => Some(&args.output),
            Self::Audit(args) => Some(&args.output),
            Self::Export(args) => Some(&args.output),
            Self::Whoami(args) => Some(&args.output),
            _ => None,
        }
    }
}

/// How a command ended, where nothing failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// As asked.
    Done,
    /// Something was found, and `--exit-code` asks to say so.
    Found,
    /// Files that could not be read were left out.
    Incomplete,
}

/// The arguments make no sense together: wrong usage, as clap would say it.
#[derive(Debug)]
struct Misuse(String);

impl std::fmt::Display for Misuse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Misuse {}

/// Runs the program on the process's arguments.
pub fn main() -> ExitCode {
    let command = localize::localize(Cli::command());
    let parsed = match words::read(&command, std::env::args_os().collect()) {
        Ok(words) => localize::read(command, words).and_then(|matches| Cli::from_arg_matches(&matches)),
        Err(slip) => Err(localize::refuse(command, &slip.command, &slip.said)),
    };
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => {
            // It repeats what was typed.
            let said = printable(&localize::usage_error(&error));
            let written = if error.use_stderr() {
                io::stderr().write_all(said.as_bytes())
            } else {
                io::stdout().write_all(said.as_bytes())
            };
            // A closed pipe is a quiet exit.
            let code = if written.is_err() { 0 } else { error.exit_code() };
            return ExitCode::from(u8::try_from(code).unwrap_or(2));
        }
    };
    match run(cli) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Found) => ExitCode::from(3),
        Ok(Outcome::Incomplete) => ExitCode::FAILURE,
        Err(error) if ui::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            ui::tell(&format!("错误：{}", session::wording(&error)));
            if error.is::<Misuse>() { ExitCode::from(2) } else { ExitCode::FAILURE }
        }
    }
}

fn run(cli: Cli) -> Result<Outcome> {
    let output = cli.command.as_ref().map_or(Some(&cli.output), Command::output);
    // It holds what was read of the past, and lives as long as the process does.
    let context: &'static Context =
        Box::leak(Box::new(Context::ask(&cli.global, output.and_then(|output| output.as_of.as_deref()))?));
    if cli.command.is_some() && cli.output.is_given() {
        return Err(Misuse(
            "--format、-o 和 --as-of 要写在命令后面，如 ledger overdue -o 逾期.csv".to_owned(),
        )
        .into());
    }
    if !matches!(cli.command, Some(Command::Init(_) | Command::MergeDriver(_) | Command::ReadPdf(_))) {
        context.workspace.take_up();
    }
    match cli.command {
        None => dashboard::run(&cli.output, context),
        Some(Command::Init(args)) => init::run(args, context),
        Some(Command::Add(args)) => add::run(args, context),
        Some(Command::List(args)) => list::run(args, context),
        Some(Command::Show(args)) => show::run(&args, context),
        Some(Command::Start(args)) => start::run(&args, context),
        Some(Command::Note(args)) => note::run(&args, context),
        Some(Command::Block(args)) => block::run(&args, context),
        Some(Command::Done(args)) => done::run(args, context),
        Some(Command::Accept(args)) => accept::run(&args, context),
        Some(Command::Return(args)) => send_back::run(&args, context),
        Some(Command::Reopen(args)) => reopen::run(&args, context),
        Some(Command::Cancel(args)) => cancel::run(&args, context),
        Some(Command::Void(args)) => void::run(&args, context),
        Some(Command::Extend(args)) => extend::run(args, context),
        Some(Command::Set(args)) => set::run(&args, context),
        Some(Command::Edit(args)) => edit::run(&args, context),
        Some(Command::Import(args)) => import::run(&args, context),
        Some(Command::Export(args)) => export::run(&args, context),
        Some(Command::Overdue(args)) => overdue::run(&args, context),
        Some(Command::Due(args)) => due::run(&args, context),
        Some(Command::Board(args)) => board::run(&args, context),
        Some(Command::Notice(args)) => notice::run(&args, context),
        Some(Command::Score(args)) => score::run(&args, context),
        Some(Command::Report(args)) => report::run(&args, context),
        Some(Command::Draft(args)) => draft::run(&args, context),
        Some(Command::Check(args)) => check::run(&args, context),
        Some(Command::Log(args)) => log::run(&args, context),
        Some(Command::Diff(args)) => diff::run(&args, context),
        Some(Command::Audit(args)) => audit::run(&args, context),
        Some(Command::Undo(args)) => undo::run(&args, context),
        Some(Command::Sync(args)) => sync::run(&args, context),
        Some(Command::Whoami(args)) => whoami::run(&args, context),
        Some(Command::MergeDriver(args)) => merge_driver::run(&args),
        Some(Command::ReadPdf(read_pdf::Args)) => read_pdf::run(),
    }
}
