//! Under which name one works and with which key one signs, as git is set up, and where each setting comes from. Git is asked; no
//! program that a setting names is run.

use std::path::Path;

use anyhow::{Result, bail};

use super::change::Room;
use super::git::{answer, finish, git, run, said};
use super::identity::{self, Identity};
use super::new_repository::ConfigBefore;
use super::repository::Repository;

/// Where a setting of git's comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The repository's own settings.
    Repository,
    /// The person's.
    User,
    /// The computer's.
    System,
    /// The environment.
    Environment,
}

/// A setting of git's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    /// What it says.
    pub value: String,
    /// Where that comes from.
    pub source: Source,
}

/// In whose name git commits, as far as anybody has told it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The name.
    pub name: Option<Stated>,
    /// The mail.
    pub mail: Option<Stated>,
}

/// How commits are signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signing {
    /// Whether they are.
    pub is_on: bool,
    /// Whether ssh signs.
    pub by_ssh: bool,
    /// The key, as git names it.
    pub key: Option<Stated>,
}

/// What git says of a setting in `folder`.
fn stated(folder: &Path, key: &str) -> Result<Option<Stated>> {
    let Some(told) = answer(git(folder, ["config", "--show-scope", "--get", key]))? else { return Ok(None) };
    Ok(told.split_once('\t').map(|(scope, value)| Stated {
        value: value.to_owned(),
        source: match scope {
            "local" | "worktree" => Source::Repository,
            "global" => Source::User,
            "system" => Source::System,
            _ => Source::Environment,
        },
    }))
}

impl Person {
    /// Who git takes the person in `folder` to be, be there a repository or not. A name that git would only guess does not count.
    pub fn at(folder: &Path) -> Result<Self> {
        let asked = finish(identity::ask(folder)?)?;
        identity::refuse_date(&said(&asked))?;
        let told = String::from_utf8_lossy(&asked.stdout).into_owned();
        let told = Identity::read(&told).filter(|_| asked.status.success());
        let part = |keys: [&str; 2], told: Option<String>| -> Result<Option<Stated>> {
            let known = keys.into_iter().map(|key| stated(folder, key));
            let known = known.collect::<Result<Vec<_>>>()?.into_iter().flatten().next();
            Ok(match told {
                // Git leaves out what would end the name.
                Some(value) if known.as_ref().is_none_or(|known| known.value.trim() != value) => {
                    Some(Stated { value, source: Source::Environment })
                }
                _ => known,
            })
        };
        let (name, mail) = told.map(|told| (told.name, told.mail)).unzip();
        Ok(Self {
            name: part(["author.name", "user.name"], name)?,
            mail: part(["author.email", "user.email"], mail)?,
        })
    }
}

impl Repository {
    /// The top of the work tree, where there is a repository.
    pub fn top(&self) -> Option<std::path::PathBuf> {
        self.place().ok().map(|place| place.top)
    }

    /// The branch; none where the repository is on none.
    pub fn branch_name(&self) -> Result<Option<String>> {
        self.answer(&["symbolic-ref", "--quiet", "--short", "HEAD"])
    }

    /// How commits are signed here.
    pub fn signing(&self) -> Result<Signing> {
        let is_on = self.answer(&["config", "--type=bool", "--get", "commit.gpgsign"])?;
        let format = self.answer(&["config", "--get", "gpg.format"])?;
        Ok(Signing {
            is_on: is_on.as_deref() == Some("true"),
            by_ssh: format.as_deref() == Some("ssh"),
            key: stated(&self.folder, "user.signingkey")?,
        })
    }

    /// Who the commits here are kept by.
    ///
    /// # Errors
    /// That is not who makes them: a signature is the keeper's, and would vouch for nobody else.
    pub fn signer(&self) -> Result<Identity> {
        let author = Self::who(&self.folder)?;
        let committer =
            run(git(&self.folder, ["-c", "user.useConfigOnly=true", "var", "GIT_COMMITTER_IDENT"]))?;
        let committer = identity::read(&committer)?;
        if committer != author {
            bail!(
                "git 里作者是 {} <{}>，提交者是 {} <{}>，签了名也证明不了是谁，没有改动；请去掉 GIT_AUTHOR_… 或 GIT_COMMITTER_… 环境变量",
                author.name,
                author.mail,
                committer.name,
                committer.mail
            );
        }
        Ok(author)
    }

    /// Has commits signed here, with the public key in the file `key` by those who `list` allows; what the settings were before.
    ///
    /// # Errors
    /// The repository names a program that would sign: whoever copied it here may never have seen that.
    pub fn set_signing(&self, room: Room<'_>, key: &Path, list: &Path) -> Result<ConfigBefore> {
        let named = self.answer(&[
            "config",
            "--show-scope",
            "--name-only",
            "--get-regexp",
            r"^gpg\.(program|.*\.program|ssh\.defaultkeycommand)$",
        ])?;
        let named = named.unwrap_or_default();
        let own = named.lines().filter_map(|line| line.split_once('\t'));
        if let Some((_, setting)) = own.into_iter().find(|(scope, _)| ["local", "worktree"].contains(scope)) {
            bail!(
                "这个仓库自己的设置里写着 {setting}，签名时要运行它说的程序，没有改动；不是您写的，请运行 git config --local --unset-all {setting} 删去"
            );
        }
        let settings = [
            ("gpg.format", "ssh".to_owned()),
            ("user.signingkey", key.display().to_string()),
            ("commit.gpgsign", "true".to_owned()),
            ("gpg.ssh.allowedSignersFile", list.display().to_string()),
        ];
        self.set_config(room, &settings, "设不了 git 的签名")
    }
}
