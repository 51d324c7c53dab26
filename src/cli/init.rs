//! `ledger init`

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use chrono::Datelike;
use clap::builder::NonEmptyStringValueParser;

use super::Outcome;
use super::context::{Context, private};
use super::recover::take_up;
use super::voice::{say, tell};
use crate::core::change::Op;
use crate::history::{Message, Repository, Room, Unfinished, git_directory};
use crate::store::{NewLedger, Store, check_free};

/// 建立新的台账文件夹，没有 git 仓库的一并建立
#[derive(Debug, clap::Args)]
#[command(visible_alias = "建账")]
pub(super) struct Args {
    /// 放在哪个文件夹；不写则是当前文件夹
    #[arg(value_name = "文件夹")]
    folder: Option<PathBuf>,
    /// 台账名称，印在每一页上
    #[arg(long, value_name = "名称", default_value = "工作台账", visible_alias = "名称", value_parser = NonEmptyStringValueParser::new())]
    name: String,
    /// 编制单位
    #[arg(long, value_name = "单位", default_value = "", hide_default_value = true, visible_alias = "单位")]
    unit: String,
    /// 年度；不写则是今年
    #[arg(long, value_name = "年份", visible_alias = "年度", value_parser = clap::value_parser!(i32).range(1900..=2199))]
    year: Option<i32>,
}

pub(super) fn run(args: Args, context: &Context) -> Result<Outcome> {
    let folder = args.folder.map_or_else(|| context.here().to_owned(), |folder| context.here().join(folder));
    let year = args.year.unwrap_or(context.today.year());
    let new = NewLedger { name: args.name, unit: args.unit, year };
    // Git asks who the person is before anything is written, from the nearest folder that exists.
    let existing = folder.ancestors().find(|folder| folder.is_dir()).unwrap_or(&folder);
    Repository::who(existing)?;
    check_free(&folder)?;
    let (is_new, had_history) = (!folder.exists(), git_directory(existing).is_some());
    std::fs::create_dir_all(&folder).with_context(|| format!("建不了文件夹“{}”", folder.display()))?;
    let sentence = format!("建立台账 {}", new.name);
    let (root, founded) = match found(&folder, &new, &sentence) {
        Ok(made) => made,
        Err(error) => {
            // Best effort: why there is no ledger is what the person has to hear.
            if !had_history && !error.is::<Unfinished>() {
                let _ = std::fs::remove_dir_all(folder.join(".git"));
            }
            if is_new {
                let _ = std::fs::remove_dir(&folder);
            }
            return Err(error);
        }
    };
    say(&sentence)?;
    if founded {
        tell("新建了 git 仓库，以后每次修改都会存入");
    }
    tell(&format!(
        "下一步：打开 {} 填好阶段、重点任务和科室，再用 ledger add 登记任务",
        root.join("ledger.toml").display()
    ));
    Ok(Outcome::Done)
}

/// Makes the ledger, in a repository of its own where there is none around it; says where it is and whether there was none.
fn found(folder: &Path, new: &NewLedger, sentence: &str) -> Result<(PathBuf, bool)> {
    let root = folder.canonicalize().with_context(|| format!("找不到文件夹“{}”", folder.display()))?;
    let program = Context::program()?;
    let founded = Repository::found(&root, &program)?;
    let private = private(&root)?;
    let lock = private.lock()?;
    let store = Store::at(root.clone(), private.clone());
    take_up(&store, &lock, true)?;
    let files = store.new_ledger(new)?;
    let repository = Repository::around(&root);
    let paths: Vec<String> = files.iter().map(|(file, _)| file.clone()).collect();
    repository.state(&paths)?;
    let message = Message::new(sentence.to_owned(), Op::Init, Vec::new());
    let here = Room { private: &private, lock: &lock, waits: true };
    repository.set_merge_driver(here, &program)?;
    repository.keep(here, &files, &message)?;
    Ok((root, founded))
}
