//! `ledger init`

use std::path::PathBuf;

use anyhow::Result;
use chrono::Datelike;
use clap::builder::NonEmptyStringValueParser;

use super::Outcome;
use super::context::{Context, private};
use super::voice::{say, tell};
use crate::core::change::Op;
use crate::history::{Message, Repository};
use crate::store::{NewLedger, Store, Written, create};

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
    let is_new = !folder.exists();
    let (store, written) = create(&folder, &new, private)?;
    let sentence = format!("建立台账 {}", new.name);
    let message = Message::new(sentence.clone(), Op::Init, Vec::new());
    let kept = keep(&store, &written, &message);
    store.end();
    if kept.is_err() {
        written.take_back();
        store.leave(is_new);
    }
    let founded = kept?;
    say(&sentence)?;
    if founded {
        tell("新建了 git 仓库，以后每次修改都会存入");
    }
    tell(&format!(
        "下一步：打开 {} 填好阶段、重点任务和科室，再用 ledger add 登记任务",
        store.root().join("ledger.toml").display()
    ));
    Ok(Outcome::Done)
}

/// Commits the new folder, in a repository of its own where there is none around it; says whether there was none.
fn keep(store: &Store, written: &Written, message: &Message) -> Result<bool> {
    let founded = Repository::found(store.root())?;
    let repository = Repository::around(store.root());
    let outcome = repository
        .state(&written.paths)
        .and_then(|state| repository.commit(&written.paths, &state.staged, message));
    if outcome.is_err() && founded {
        repository.abandon();
    }
    if outcome.is_ok() {
        repository.set_merge_driver(&Context::program()?)?;
    }
    outcome.map(|()| founded)
}
