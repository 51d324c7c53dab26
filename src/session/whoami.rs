//! Under which name one works, and with which key one signs.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, bail};

use super::{Session, Workspace};
use crate::core::change::Op;
use crate::core::hand::Hand;
use crate::core::signers::{SIGNERS, Signer, is_plain, namesake, of_mail, with_line};
use crate::history::{ConfigBefore, Message, Person, Repository, Room, Signing, Stated, StatedIn};
use crate::report::whoami::{self, Exchange, Key, Source, Whoami};
use crate::store::Store;

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
pub(super) struct Entry {
    pub(super) sentence: String,
    /// The list with the person in it; none where they are there already.
    pub(super) list: Option<String>,
    /// Whether another key of theirs is in it.
    has_other: bool,
}

impl Entry {
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
        let Entry { sentence, list: new, has_other } = Entry::of(repository, &list, key)?;
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
fn key_of(named: &str, folder: &Path) -> Option<String> {
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
    let entry = Entry::of(repository, list, key)?;
    Ok((entry.list, repository.set_signing(room, &key.file, &folder.join(SIGNERS))?))
}

impl Workspace {
    /// Under which name one works here, on which ledger, and with whom it is exchanged.
    pub fn whoami(&self) -> Result<Whoami> {
        let store = self.store_if_any()?;
        let folder = store.as_ref().map_or_else(|| self.here(), |store| store.root());
        let Person { name, mail } = Person::at(folder)?;
        let repository = Repository::around(folder);
        let mut whoami = Whoami {
            name: name.map(told),
            mail: mail.map(told),
            ledger: store.as_ref().map(|store| store.root().display().to_string()),
            repository: repository.top().map(|top| top.display().to_string()),
            ..Whoami::default()
        };
        if whoami.repository.is_some() {
            whoami.branch = repository.branch_name()?;
            whoami.exchange = repository.remote().ok().map(|remote| {
                let tracked = format!("refs/remotes/{}/{}", remote.name, remote.there);
                let known = repository.commit_of(&tracked).ok();
                let waiting = repository.ahead("HEAD", known.as_deref()).map_or(0, |ahead| ahead.changes);
                Exchange { name: remote.name, address: without_password(&remote.address), waiting }
            });
            let Signing { is_on, by_ssh, key } = repository.signing()?;
            whoami.signs = is_on;
            let list = store.as_ref().map(Store::signers).transpose()?.unwrap_or_default();
            let mail = whoami.mail.as_ref().map(|mail| mail.value.as_str()).unwrap_or_default();
            whoami.key = key.map(|key| {
                let public = key_of(&key.value, folder).filter(|_| by_ssh);
                let known = of_mail(&list, mail);
                let is_listed = public.is_some_and(|public| known.iter().any(|known| known.key == public));
                Key { key: told(key), is_listed }
            });
        }
        let settings = store.as_ref().and_then(|store| store.settings().ok());
        if let (Some(settings), Some(name)) = (settings, &whoami.name) {
            let is_person = |person: &String| *person == name.value;
            let offices = settings.offices.iter().filter(|office| office.people.iter().any(is_person));
            whoami.offices = offices.map(|office| office.name.clone()).collect();
            let bodies = settings.bodies.iter();
            let bodies = bodies.filter(|body| body.head.iter().chain(&body.members).any(is_person));
            whoami.bodies = bodies.map(|body| body.name.clone()).collect();
            whoami.has_people = !settings.people().is_empty();
        }
        Ok(whoami)
    }
}

/// An address as others may see it: some people have a password in it.
fn without_password(address: &str) -> String {
    let parts = address.split_once("://").and_then(|(scheme, rest)| {
        let (who, place) = rest.split_once('@').filter(|(who, _)| !who.contains('/'))?;
        let (user, _) = who.split_once(':')?;
        Some(format!("{scheme}://{user}@{place}"))
    });
    parts.unwrap_or_else(|| address.to_owned())
}

/// What git was told, for the report.
fn told(Stated { value, source }: Stated) -> whoami::Stated {
    let source = match source {
        StatedIn::Repository => Source::Repository,
        StatedIn::User => Source::User,
        StatedIn::System => Source::System,
        StatedIn::Environment => Source::Environment,
    };
    whoami::Stated { value, source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_password_is_shown() {
        #[track_caller]
        fn case(address: &str, expected: &str) {
            assert_eq!(without_password(address), expected);
        }
        case("https://li:secret@git.example.cn/a.git", "https://li@git.example.cn/a.git");
        case("https://git.example.cn:8443/a@b.git", "https://git.example.cn:8443/a@b.git");
        case("ssh://git@example.cn/a.git", "ssh://git@example.cn/a.git");
        case("git@example.cn:a.git", "git@example.cn:a.git");
    }
}
