//! `ledger merge-driver`: what git runs when two people changed the same task's file.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use super::Outcome;
use super::ui::tell;
use crate::core::field::Field;
use crate::core::id::TaskId;
use crate::core::merge::{Conflict, Side};
use crate::folder::atomic;
use crate::store::merge_texts;

/// 供 git 合并任务文件时调用：逐栏合并，两边各加的办理记录都保留
#[derive(Debug, clap::Args)]
#[command(hide = true)]
pub(super) struct Args {
    /// 共同的上一版（%O）；空文件表示没有
    #[arg(value_name = "上一版")]
    base: PathBuf,
    /// 本地的一版（%A），合并的结果也写在这里
    #[arg(value_name = "本地")]
    ours: PathBuf,
    /// 对方的一版（%B）
    #[arg(value_name = "对方")]
    theirs: PathBuf,
    /// 文件在仓库里的路径（%P）
    #[arg(value_name = "路径")]
    path: OsString,
}

/// Needs no ledger and no lock: git holds its own, and shows three files that lie anywhere.
pub(super) fn run(args: &Args) -> Result<Outcome> {
    let file = args.path.to_string_lossy();
    let [base, ours, theirs] = [&args.base, &args.ours, &args.theirs].map(|path| read(path));
    let (base, ours, theirs) = (base?, ours?, theirs?);
    // Git shows an empty file where both sides made the file.
    let base = Some(base).filter(|base| !base.is_empty());
    let merged = merge_texts(&file, base.as_deref(), &ours, &theirs, &mut |_| None)?;
    let name = name(&args.path);
    if base.is_none()
        && let Some(title) = merged.conflicts.iter().find(|conflict| conflict.key == Field::Title.key())
    {
        return two_tasks(&name, title);
    }
    atomic::replace(&args.ours, &merged.bytes)?;
    if merged.conflicts.is_empty() {
        return Ok(Outcome::Done);
    }
    for conflict in &merged.conflicts {
        tell(&format!("{name} {}", conflict.sentence()));
    }
    if merged.conflicts.iter().any(Conflict::is_of_extensions) {
        tell("两边的延期都在办理记录里，时限照最后一条；要照对方的，请把对方那一条移到最后");
    }
    bail!(
        "{name} 有 {} 处两边改得不一样，暂且照本地的写；请打开文件改好后 git add；\
         或先放弃（git merge --abort），再运行 ledger sync",
        merged.conflicts.len()
    )
}

/// Two people registered different tasks, and both got the same number.
fn two_tasks(name: &str, title: &Conflict) -> Result<Outcome> {
    let titles = [Side::Ours, Side::Theirs].map(|side| title.words(side).unwrap_or_default());
    bail!(
        "{name} 是两项不同的任务，登记时用了同一个编号：本地“{}”，对方“{}”；\
         请先放弃（git merge --abort），再运行 ledger sync，它会自动改号",
        titles[0],
        titles[1]
    )
}

fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("读不了“{}”", path.display()))
}

/// What to call the file: the task's id where it lies where tasks lie, wherever in the repository the ledger is.
fn name(path: &OsStr) -> String {
    let path = Path::new(path);
    let id = || {
        let year = path.parent()?.file_name()?.to_str()?.parse().ok()?;
        let number = path.file_name()?.to_str()?.strip_suffix(".toml")?;
        TaskId::parse(number, year)
    };
    id().map_or_else(|| path.display().to_string(), |id| id.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_task_is_called_by_its_id_and_other_files_by_their_path() {
        #[track_caller]
        fn case(path: &str, expected: &str) {
            assert_eq!(name(OsStr::new(path)), expected);
        }
        case("tasks/2026/014.toml", "2026-014");
        case("某局/台账/tasks/2025/3.toml", "2025-003");
        case("ledger.toml", "ledger.toml");
        case("tasks/2026/说明.toml", "tasks/2026/说明.toml");
        case("tasks/归档/014.toml", "tasks/归档/014.toml");
    }
}
