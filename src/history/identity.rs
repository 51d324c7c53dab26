//! Who git takes the person at work to be.

use std::path::Path;
use std::process::{Child, Output};

use anyhow::{Result, bail};

use super::git::{git, said, start};

/// The person in whose name git will commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// `user.name`, who a log entry is `by` unless said otherwise.
    pub name: String,
    /// `user.email`
    pub mail: String,
}

impl Identity {
    /// Reads `李强 <liqiang@example.com> 1764000000 +0800`.
    pub(super) fn read(ident: &str) -> Option<Self> {
        let (name, rest) = ident.split_once(" <")?;
        let (mail, _) = rest.split_once('>')?;
        Some(Self { name: name.to_owned(), mail: mail.to_owned() })
    }
}

/// Asks git for the author. A name that git would only guess from the machine's does not count.
pub(super) fn ask(folder: &Path) -> Result<Child> {
    start(&mut git(folder, ["-c", "user.useConfigOnly=true", "var", "GIT_AUTHOR_IDENT"]))
}

/// Reads git's answer: `李强 <liqiang@example.com> 1764000000 +0800`.
pub(super) fn read(output: &Output) -> Result<Identity> {
    let line = String::from_utf8_lossy(&output.stdout);
    let said = said(output);
    if let Some(identity) = Identity::read(&line).filter(|_| output.status.success()) {
        return Ok(identity);
    }
    refuse_date(&said)?;
    bail!(
        "git 还不知道您是谁，没有改动任何文件；请先运行这两条命令（换成您的姓名和邮箱）：\n  \
         git config --global user.name \"李强\"\n  git config --global user.email \"liqiang@example.com\""
    )
}

/// Refuses where it is a date that git has said it does not take.
pub(super) fn refuse_date(said: &str) -> Result<()> {
    if said.contains("date") {
        bail!(
            "环境变量 GIT_AUTHOR_DATE 或 GIT_COMMITTER_DATE 里的日期 git 不认，没有改动任何文件；请改正或去掉（git 说：{said}）"
        );
    }
    Ok(())
}
