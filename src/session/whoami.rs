//! Under which name one works, on which ledger, and with whom it is exchanged.

use anyhow::Result;

use super::Workspace;
use super::signing::key_of;
use crate::core::signers::of_mail;
use crate::history::{Person, Repository, Signing, Stated, StatedIn};
use crate::report::whoami::{self, Exchange, Key, Source, Whoami};
use crate::store::Store;

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
                let waiting = repository.waiting(&remote);
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
