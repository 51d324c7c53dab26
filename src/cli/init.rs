//! `ledger init`

use std::path::PathBuf;

use anyhow::Result;
use chrono::Datelike;
use clap::builder::NonEmptyStringValueParser;

use super::context::Context;
use super::ui::{say, tell};
use super::{Outcome, whoami};
use crate::session::Founded;
use crate::store::NewLedger;

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
    /// 从建账起每次修改都用 ssh 钥匙签名，并把钥匙登记到台账的签名名册
    #[arg(long, visible_alias = "签名")]
    sign: bool,
    /// 用这把钥匙（公钥文件）；不写则用主文件夹 .ssh 里的 id_ed25519.pub
    #[arg(long, value_name = "文件", visible_alias = "钥匙", requires = "sign")]
    key: Option<PathBuf>,
}

pub(super) fn run(args: Args, context: &Context) -> Result<Outcome> {
    let here = context.workspace.here();
    let folder = args.folder.map_or_else(|| here.to_owned(), |folder| here.join(folder));
    let year = args.year.unwrap_or(context.today.year());
    let key = if args.sign { Some(whoami::key(args.key.as_ref(), context)?) } else { None };
    let new = NewLedger { name: args.name, unit: args.unit, year };
    let Founded { root, sentence, has_new_repository } =
        context.workspace.init(&folder, &new, &Context::program()?, key.as_ref())?;
    say(&sentence)?;
    if has_new_repository {
        tell("新建了 git 仓库，以后每次修改都会存入");
    }
    if let Some(key) = key {
        tell(&format!("以后在这个仓库里的每次修改都用 {} 签名", key.file.display()));
    }
    tell(&format!(
        "下一步：打开 {} 填好阶段、重点任务和科室，再用 ledger add 登记任务",
        root.join("ledger.toml").display()
    ));
    Ok(Outcome::Done)
}
