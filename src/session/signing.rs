//! With which key one signs: found, entered into the list of those who may sign, and set up for git.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, bail};

use super::Session;
use crate::core::change::Op;
use crate::core::hand::Hand;
use crate::core::signers::{SIGNERS, Signer, is_plain, namesake, of_mail, with_line};
use crate::history::{ConfigBefore, Message, Repository, Room, Signing};

/// The public keys of a person that are looked for, in this order, in `.ssh` of the home folder.
const KEYS: [&str; 3] = ["id_ed25519.pub", "id_ecdsa.pub", "id_rsa.pub"];

/// A public key of ssh's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    /// The file that it lies in.
    pub file: PathBuf,
    /// `ssh-ed25519 AAAA…`
    pub key: String,
}

impl PublicKey {
    /// Reads the key in `file`, or the one that ssh usually makes for a person.
    ///
    /// # Errors
    /// There is none.
    pub fn find(file: Option<&Path>) -> Result<Self> {
        const MAKE: &str = "ssh-keygen -t ed25519";
        if let Some(file) = file {
            let beside = PathBuf::from(format!("{}.pub", file.display()));
            // Whoever names the private key means the public one beside it.
            let is_private = file.extension().is_none_or(|ending| ending != "pub") && beside.is_file();
            return Self::read(if is_private { &beside } else { file });
        }
        let home = etcetera::home_dir().context("不知道您的主文件夹在哪里；请设环境变量 HOME")?;
        let folder = home.join(".ssh");
        match KEYS.iter().map(|name| folder.join(name)).find(|file| file.is_file()) {
            Some(file) => Self::read(&file),
            None => bail!(
                "在“{}”里没有找到 ssh 钥匙（{}），没有改动；请先运行 {MAKE} 做一把，再运行一次；钥匙在别处的用 --key 文件 指明",
                folder.display(),
                KEYS.join("、")
            ),
        }
    }

    fn read(file: &Path) -> Result<Self> {
        let named = || format!("读不了钥匙文件“{}”，没有改动", file.display());
        let file = file.canonicalize().with_context(named)?;
        let text = std::fs::read_to_string(&file).with_context(named)?;
        Self::of_text(&text).map(|key| Self { file: file.clone(), key }).ok_or_else(|| {
            anyhow!(
                "“{}”不是 ssh 的公钥文件，没有改动；公钥文件的名字以 .pub 结尾，里面一行 ssh-ed25519 AAAA…",
                file.display()
            )
        })
    }

    /// Whether the secret half lies beside it.
    fn is_whole(&self) -> bool {
        self.file.with_extension("").is_file()
    }

    fn of_text(text: &str) -> Option<String> {
        let line = Signer::line("a@b", text.lines().next()?.trim(), "");
        of_mail(&line, "a@b").pop().map(|signer| signer.key)
    }
}

/// A person who is going to sign, and what the list of those who may says of them.
pub(super) struct Enrolment {
    pub(super) sentence: String,
    /// The list with the person in it; none where they are there already.
    pub(super) list: Option<String>,
    /// Whether another key of theirs is in it.
    has_other: bool,
}

impl Enrolment {
    /// Of who works here, beside those in `list`.
    pub(super) fn of(repository: &Repository, text: &str, key: &PublicKey) -> Result<Self> {
        let signer = repository.signer()?;
        let (name, mail) = (&signer.name, &signer.mail);
        if !is_plain(mail) {
            bail!("邮箱“{mail}”写不进 {SIGNERS}，没有改动；请改正：git config --global user.email 邮箱");
        }
        let known = of_mail(text, mail);
        if let Some(other) = known.iter().find(|known| known.name != name) {
            bail!(
                "{SIGNERS} 里邮箱 {mail} 登记的是“{}”，您在 git 里的姓名是“{name}”，没有改动；请用那个姓名，或换自己的邮箱",
                other.name
            );
        }
        let is_there = known.iter().any(|known| known.key == key.key);
        let list = (!is_there).then(|| with_line(text, &Signer::line(mail, &key.key, name)));
        let hand = Hand { name: name.clone(), mail: mail.clone() };
        let has_other = known.iter().any(|known| known.key != key.key) || namesake(text, &hand).is_some();
        Ok(Self { sentence: format!("登记钥匙 {name} <{mail}>"), list, has_other })
    }
}

/// How somebody came to sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedUp {
    /// What the history keeps of it; none where the key was known.
    pub sentence: Option<String>,
    /// Whether the person's other key is in the list, and did not vouch for this one.
    pub is_doubtful: bool,
    /// Whether commits go on being signed with that other key: what belongs to this one is on another computer.
    pub is_elsewhere: bool,
}

impl Session<'_> {
    /// Has the person's commits signed here with `key`, and enters it into the list of those who may sign. Where a key of theirs is
    /// in the list, and signs here, it vouches for the new one. For a rehearsal, nothing is done.
    pub fn sign_up(&self, key: &PublicKey, rehearses: bool) -> Result<SignedUp> {
        let Some(repository) = &self.repository else {
            bail!("台账不存入 git 历史（ledger.toml 里 [git] commit = false），没有可签名的，没有改动");
        };
        repository.check_rest()?;
        let list = self.store.signers()?;
        let Enrolment { sentence, list: new, has_other } = Enrolment::of(repository, &list, key)?;
        let vouches = has_other && new.is_some() && self.signs_with_known(repository, &list)?;
        let signed_up = SignedUp {
            sentence: new.is_some().then_some(sentence.clone()),
            is_doubtful: has_other && new.is_some() && !vouches,
            is_elsewhere: vouches && !key.is_whole(),
        };
        if rehearses {
            return Ok(signed_up);
        }
        let set = || -> Result<ConfigBefore> {
            repository.set_signing(self.room(), &key.file, &self.store.root().join(SIGNERS))
        };
        let Some(new) = new else { return set().map(|_| signed_up) };
        let enter = || -> Result<String> {
            let before = self.before(&[SIGNERS.to_owned()])?;
            let files = vec![(SIGNERS.to_owned(), Some(new.into_bytes()))];
            self.replacing(files, before, Message::new(sentence, Op::Sign, Vec::new())).carry_out()
        };
        if vouches {
            enter()?;
            if !signed_up.is_elsewhere {
                set()?;
            }
        } else {
            let config = set()?;
            enter().inspect_err(|_| repository.put_config_back(self.room(), &config))?;
        }
        Ok(signed_up)
    }

    /// Whether commits are signed here with a key that the list knows for this person's.
    fn signs_with_known(&self, repository: &Repository, list: &str) -> Result<bool> {
        let signer = repository.signer()?;
        let Signing { is_on, by_ssh, key } = repository.signing()?;
        let key = key.and_then(|key| key_of(&key.value, self.store.root()));
        let known = of_mail(list, &signer.mail);
        Ok(is_on && by_ssh && key.is_some_and(|key| known.iter().any(|known| known.key == key)))
    }
}

/// The public key that git signs with, as its settings name it: a file, or the key itself.
pub(super) fn key_of(named: &str, folder: &Path) -> Option<String> {
    if let Some(key) = PublicKey::of_text(named.strip_prefix("key::").unwrap_or(named)) {
        return Some(key);
    }
    let file = match named.strip_prefix("~/") {
        Some(rest) => etcetera::home_dir().ok()?.join(rest),
        None => folder.join(named),
    };
    PublicKey::find(Some(&file)).ok().map(|found| found.key)
}

/// Has commits signed in a ledger that is being made; the list that it begins with, and what the settings were before.
pub(super) fn found_signed(
    repository: &Repository,
    room: Room<'_>,
    folder: &Path,
    list: &str,
    key: &PublicKey,
) -> Result<(Option<String>, ConfigBefore)> {
    let entry = Enrolment::of(repository, list, key)?;
    Ok((entry.list, repository.set_signing(room, &key.file, &folder.join(SIGNERS))?))
}
