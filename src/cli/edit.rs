//! `ledger edit`

use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use chrono::NaiveDate;

use super::Outcome;
use super::context::Context;
use super::desk::{Desk, WriteArgs};
use super::voice::{say, tell};
use crate::core::change::Op;
use crate::core::id::TaskId;
use crate::core::integrity::{Finding, findings};
use crate::core::ledger::Ledger;
use crate::core::problem::Severity;
use crate::core::standing::Standing;
use crate::core::task::Task;
use crate::history::Message;
use crate::store::SETTINGS;

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
    // The editor may stay open for an hour: the ledger is locked only once it is closed.
    let store = context.store()?;
    let id = match &args.id {
        Some(typed) => Some(super::typed::id(typed, &store.settings()?)?),
        None => None,
    };
    let file = match id {
        Some(id) => match store.file_of(id) {
            Some(file) => file,
            None => {
                return Err(super::typed::no_such_task(args.id.as_deref().unwrap_or_default(), id, &store)?);
            }
        },
        None => SETTINGS.to_owned(),
    };
    let path = store.root().join(&file);
    let old = std::fs::read(&path).with_context(|| format!("读不了“{file}”"))?;
    let draft =
        tempfile::Builder::new().prefix("ledger-").suffix(".toml").tempfile().context("建不了临时文件")?;
    std::fs::copy(&path, draft.path()).context("建不了临时文件")?;
    open_editor(context.editor.as_deref(), draft.path())?;
    let new = std::fs::read(draft.path()).context("读不了改好的文件")?;
    if new == old {
        say("没有改动")?;
        return Ok(Outcome::Done);
    }
    let kept = |error: anyhow::Error, draft: tempfile::NamedTempFile| match draft.keep() {
        Ok((_, path)) => error.context(format!("没有存入，您改的内容留在 {}", path.display())),
        Err(_) => error,
    };
    match accept(args, context, &file, id, &old, &new) {
        Ok(outcome) => Ok(outcome),
        Err(error) => Err(kept(error, draft)),
    }
}

/// Checks the new text, writes and keeps it.
fn accept(
    args: &Args,
    context: &Context,
    file: &str,
    id: Option<TaskId>,
    old: &[u8],
    new: &[u8],
) -> Result<Outcome> {
    // Settings that cannot be read are mended here: those that shall be decide.
    let desk = match id {
        Some(_) => Desk::open(context, args.write)?,
        None => Desk::open_with(context, args.write, context.store()?.parse_settings(new)?)?,
    };
    if std::fs::read(desk.store.root().join(file))? != old {
        bail!("您编辑的时候，{file} 被别人改过了；请重新运行 ledger edit");
    }
    let sentence = if let Some(id) = id {
        let before = desk.store.parse(id, file, old).ok();
        let after = desk.store.parse(id, file, new)?;
        refuse_new_faults(&desk, before.as_ref(), &after)?;
        if let Some(before) = &before {
            announce(&desk, before, &after);
        }
        format!("编辑 {}", after.named())
    } else {
        refuse_faulty_settings(&desk)?;
        "编辑台账设置 ledger.toml".to_owned()
    };
    let before = desk.before(&[file.to_owned()])?;
    if desk.is_rehearsal() {
        say(&format!("（试运行，没有改动）{sentence}"))?;
        return Ok(Outcome::Done);
    }
    let message = Message::new(sentence, Op::Edit, id.into_iter().collect());
    desk.replace(&[(file.to_owned(), Some(new.to_vec()))], &before, &message)
}

/// Says what only a verb should change: it may be a correction, but somebody will ask.
fn announce(desk: &Desk<'_>, before: &Task, after: &Task) {
    let deadline = |task: &Task| Standing::on(task, &desk.settings, desk.context.today).deadline.date;
    let told = |day: Option<NaiveDate>| day.map_or_else(|| "没有".to_owned(), |day| day.to_string());
    let (old, new) = (deadline(before), deadline(after));
    if old.is_some() && old != new {
        tell(&format!("注意：时限由 {} 变为 {}，没有走延期，查历史时会列出来", told(old), told(new)));
    }
    if before.status != after.status || before.done_on != after.done_on {
        let (old, new) = (before.status.label(), after.status.label());
        tell(&format!("注意：直接改了状态或办结日期（{old} → {new}），没有走办理流程，查历史时会列出来"));
    }
    if !after.log.starts_with(&before.log) {
        tell("注意：改动了已有的办理记录，查历史时会列出来");
    }
}

/// Settings that contradict themselves are not for the history.
fn refuse_faulty_settings(desk: &Desk<'_>) -> Result<()> {
    let ledger = Ledger { settings: desk.settings.clone(), tasks: Vec::new() };
    match findings(&ledger, desk.context.today)
        .into_iter()
        .find(|finding| finding.severity == Severity::Error)
    {
        Some(finding) => bail!("{SETTINGS}：{}", finding.message),
        None => Ok(()),
    }
}

/// What was wrong before may stay; what the edit made wrong is refused.
fn refuse_new_faults(desk: &Desk<'_>, before: Option<&Task>, after: &Task) -> Result<()> {
    let judged = |task: &Task| {
        let ledger = Ledger { settings: desk.settings.clone(), tasks: vec![task.clone()] };
        findings(&ledger, desk.context.today).into_iter().filter(|finding| {
            // A parent is not in a ledger of one; `check` looks after families.
            finding.task.is_some() && finding.rule != "unknown-parent"
        })
    };
    let known: Vec<Finding> = before.into_iter().flat_map(judged).collect();
    for finding in judged(after).filter(|finding| !known.contains(finding)) {
        if finding.severity == Severity::Error {
            bail!("{}", finding.message);
        }
        tell(&format!("注意：{}", finding.message));
    }
    Ok(())
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
