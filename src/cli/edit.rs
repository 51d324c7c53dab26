//! `ledger edit`

use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use super::Outcome;
use super::context::Context;
use super::ui::say;
use super::write::WriteArgs;
use crate::session::Editing;

/// 用编辑器改一项任务的文件，改完检查无误才存入；不写编号则改 ledger.toml
#[derive(Debug, clap::Args)]
#[command(visible_alias = "编辑")]
pub(super) struct Args {
    /// 任务编号，如 14 或 2026-014；不写则改台账设置
    #[arg(value_name = "编号")]
    id: Option<String>,
    #[command(flatten)]
    write: WriteArgs,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome> {
    let editing = context.workspace.edit(args.id.as_deref())?;
    let draft =
        tempfile::Builder::new().prefix("ledger-").suffix(".toml").tempfile().context("建不了临时文件")?;
    std::fs::copy(&editing.path, draft.path()).context("建不了临时文件")?;
    open_editor(context.editor.as_deref(), draft.path())?;
    let new = std::fs::read(draft.path()).context("读不了改好的文件")?;
    if new == editing.old {
        say("没有改动")?;
        return Ok(Outcome::Done);
    }
    accept(args, context, &editing, new).map_err(|error| match draft.keep() {
        Ok((_, path)) => error.context(format!("没有存入，您改的内容留在 {}", path.display())),
        Err(_) => error,
    })
}

fn accept(args: &Args, context: &Context, editing: &Editing, new: Vec<u8>) -> Result<Outcome> {
    let session = context.workspace.open_edited(editing, &new, context.today)?;
    args.write.carry_out(session.accept(editing, new)?)
}

fn open_editor(editor: Option<&OsStr>, file: &Path) -> Result<()> {
    let usual = if cfg!(windows) { "notepad" } else { "vi" };
    let editor = editor.map_or_else(|| OsString::from(usual), OsStr::to_owned);
    let status = if cfg!(windows) {
        Command::new(&editor).arg(file).status()
    } else {
        // `EDITOR="code --wait"` is a command line, not a file.
        let mut line = editor.clone();
        line.push(" \"$1\"");
        Command::new("sh").arg("-c").arg(line).arg("sh").arg(file).status()
    };
    let status = status.with_context(|| format!("打不开编辑器“{}”", editor.display()))?;
    if !status.success() {
        bail!("编辑器“{}”没有正常结束，没有改动；可用环境变量 EDITOR 换一个", editor.display());
    }
    Ok(())
}
