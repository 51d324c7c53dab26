//! 我是谁: under which name one works, on which ledger, with whom it is exchanged, and whether commits are signed.

use serde::Serialize;

/// Where a name or a key comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// The repository's own settings of git.
    Repository,
    /// The person's.
    User,
    /// The computer's.
    System,
    /// The environment.
    Environment,
}

/// Something that git was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    /// What.
    pub value: String,
    /// Where.
    pub source: Source,
}

/// Where the ledger is exchanged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// What git calls it: `origin`.
    pub name: String,
    /// Where it lies.
    pub address: String,
    /// How many changes wait to be sent.
    pub waiting: usize,
}

/// The key that commits are signed with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// What git calls it.
    pub key: Stated,
    /// Whether the list of those who may sign has it for this mail.
    pub is_listed: bool,
}

/// Who works here.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Whoami {
    /// The name; none where nobody has told git.
    pub name: Option<Stated>,
    /// The mail.
    pub mail: Option<Stated>,
    /// The ledger's folder.
    pub ledger: Option<String>,
    /// The top of its repository.
    pub repository: Option<String>,
    /// The branch.
    pub branch: Option<String>,
    /// Where it is exchanged.
    pub exchange: Option<Exchange>,
    /// Whether commits are signed.
    pub signs: bool,
    /// With which key.
    pub key: Option<Key>,
    /// The offices whose people the name is among.
    pub offices: Vec<String>,
    /// The bodies that it is of.
    pub bodies: Vec<String>,
    /// Whether the settings name anybody.
    pub has_people: bool,
}

/// Who works here, as data.
#[derive(Debug, Serialize)]
pub struct WhoamiFacts<'a> {
    name: Option<&'a str>,
    name_from: Option<Source>,
    email: Option<&'a str>,
    email_from: Option<Source>,
    ledger: Option<&'a str>,
    repository: Option<&'a str>,
    branch: Option<&'a str>,
    remote: Option<&'a str>,
    address: Option<&'a str>,
    waiting: Option<usize>,
    signing: bool,
    key: Option<&'a str>,
    key_from: Option<Source>,
    key_listed: Option<bool>,
    offices: &'a [String],
    bodies: &'a [String],
}

impl Whoami {
    /// Who works here, as data.
    pub fn facts(&self) -> WhoamiFacts<'_> {
        let value = |stated: &'_ Option<Stated>| stated.as_ref().map(|stated| stated.source);
        let (exchange, key) = (self.exchange.as_ref(), self.key.as_ref());
        WhoamiFacts {
            name: self.name.as_ref().map(|name| name.value.as_str()),
            name_from: value(&self.name),
            email: self.mail.as_ref().map(|mail| mail.value.as_str()),
            email_from: value(&self.mail),
            ledger: self.ledger.as_deref(),
            repository: self.repository.as_deref(),
            branch: self.branch.as_deref(),
            remote: exchange.map(|exchange| exchange.name.as_str()),
            address: exchange.map(|exchange| exchange.address.as_str()),
            waiting: exchange.map(|exchange| exchange.waiting),
            signing: self.signs,
            key: key.map(|key| key.key.value.as_str()),
            key_from: key.map(|key| key.key.source),
            key_listed: key.map(|key| key.is_listed),
            offices: &self.offices,
            bodies: &self.bodies,
        }
    }
}
