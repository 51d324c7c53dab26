//! `ledger whoami`

use std::path::PathBuf;

use anyhow::Result;

use super::context::Context;
use super::output::{Object, OutputArgs};
use super::ui::tell;
use super::write::{WriteArgs, announce, rehearse_line};
use super::{Misuse, Outcome};
use crate::core::settings::Settings;
use crate::core::signers::SIGNERS;
use crate::printout;
use crate::session::{PublicKey, SignedUp};

/// 我是谁：以什么姓名和邮箱记账、在哪个台账、和哪里交换、签不签名
#[derive(Debug, clap::Args)]
#[command(visible_alias = "我是谁", mut_arg("dry_run", |arg| arg.requires("sign")))]
pub(super) struct Args {
    /// 从此在这个仓库里的每次修改都用 ssh 钥匙签名，并把钥匙登记到台账的签名名册
    #[arg(long, visible_alias = "签名", conflicts_with_all = ["format", "output", "public", "as_of"])]
    sign: bool,
    /// 用这把钥匙（公钥文件）；不写则用主文件夹 .ssh 里的 id_ed25519.pub
    #[arg(long, value_name = "文件", visible_alias = "钥匙", requires = "sign")]
    key: Option<PathBuf>,
    #[command(flatten)]
    write: WriteArgs,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome> {
    if args.sign {
        return sign(args, context);
    }
    args.output.refuse_public("这里都是姓名和地址")?;
    if context.workspace.moment().is_some() {
        return Err(Misuse("现在是谁，和过去无关；请去掉 --as-of".to_owned()).into());
    }
    let whoami = context.workspace.whoami()?;
    let settings = match context.workspace.store_if_any()? {
        Some(store) => store.settings().unwrap_or_default(),
        None => Settings::default(),
    };
    context.emit(
        &args.output,
        &settings,
        |occasion| printout::whoami(&whoami, occasion),
        &Object(whoami.facts()),
    )?;
    Ok(Outcome::Done)
}

fn sign(args: &Args, context: &Context) -> Result<Outcome> {
    let key = key(args.key.as_ref(), context)?;
    let SignedUp { sentence, is_doubtful, is_elsewhere } =
        context.open()?.sign_up(&key, args.write.is_rehearsal())?;
    if is_doubtful {
        tell(&format!(
            "注意：{SIGNERS} 里已经有您的另一把钥匙，这一把没有由它签名登记：要求签名的台账，审计会列出这一次。\
             那一把还在的，请到用它签名的电脑上登记这一把；那一把不是您的，请马上告诉台账的负责人"
        ));
    }
    let known = "钥匙已经登记过，只设了签名".to_owned();
    let sentence = sentence.unwrap_or(known);
    if args.write.is_rehearsal() {
        rehearse_line(&sentence)?;
        return Ok(Outcome::Done);
    }
    announce(&sentence)?;
    tell(&if is_elsewhere {
        "它的私钥不在这台电脑上，这里仍用原来的钥匙签名".to_owned()
    } else {
        format!("以后在这个仓库里的每次修改都用 {} 签名", key.file.display())
    });
    Ok(Outcome::Done)
}

/// The person's key: the one in `file`, seen from where they are, or their usual one.
pub(super) fn key(file: Option<&PathBuf>, context: &Context) -> Result<PublicKey> {
    PublicKey::find(file.map(|file| context.workspace.here().join(file)).as_deref())
}
