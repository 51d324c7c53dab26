//! Whether commits are signed by who they say made them (签名). Git and ssh verify; who may sign is what the history held when a
//! commit was made, never what lies in the folder, and no program that a repository's settings name is run.

use std::collections::{BTreeMap, HashMap};
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::rc::Rc;

use anyhow::{Context, Result, bail};
use rayon::prelude::*;

use super::git::{done, git};
use super::objects::{ObjectId, Objects};
use super::repository::Repository;
use super::write_objects::feed;
use crate::core::hand::Hand;
use crate::core::revision::Revision;
use crate::core::signers::{Fault, SIGNERS, namesake, of_mail, only_of};

/// How many commits one git verifies: each takes two processes of ssh's, and every core may have its own git.
const BATCH: usize = 50;

/// What git is told besides: ssh as it is installed, nobody else's signatures, and no program that the repository names.
const SETTINGS: [&str; 6] = [
    "gpg.format=ssh",
    "gpg.ssh.program=ssh-keygen",
    "gpg.ssh.revocationFile=",
    "gpg.program=",
    "gpg.openpgp.program=",
    "gpg.x509.program=",
];

/// What git says of a signature.
struct Verdict {
    /// `G` where it is good, `N` where there is none, `B` where it is of something else.
    letter: String,
    /// In whose name the key signs.
    signer: String,
}

impl Repository {
    /// Those of these commits whose signature does not vouch for who is said to have made them, and why. A commit is held
    /// against the list of those who may sign as its parents have it: nobody lets himself in, but that a person who is not in
    /// it yet enters himself.
    ///
    /// # Errors
    /// Git or ssh cannot verify.
    pub fn unsigned(&self, revisions: &[Revision]) -> Result<Vec<(String, Fault)>> {
        let mut lists = Lists::of(self)?;
        let mut faults: Vec<(usize, Fault)> = Vec::new();
        let mut cases = Vec::new();
        for (at, revision) in revisions.iter().enumerate() {
            let [author, keeper] = &revision.hands;
            if author == keeper {
                cases.push((at, Case::of(revision, &mut lists)?));
            } else {
                faults.push((at, Fault::OtherAuthor(format!("{} <{}>", keeper.name, keeper.mail))));
            }
        }
        let verdicts = self.verdicts(cases.iter().map(|(_, case)| (case.commit, case.allowed.as_str())))?;
        let mut entrants: Vec<(usize, &Case<'_>)> = Vec::new();
        for (at, case) in &cases {
            let verdict = verdicts.get(case.commit).context("git 没有说签名对不对")?;
            match (verdict.letter.as_str(), &case.known_as) {
                ("G", _) if verdict.signer == case.mail => match &case.namesake {
                    Some(known) => faults.push((*at, Fault::Namesake(known.clone()))),
                    None if case.enters => entrants.push((*at, case)),
                    None => {}
                },
                ("N", _) => faults.push((*at, Fault::Missing)),
                ("B", _) => faults.push((*at, Fault::Altered)),
                (_, None) => faults.push((*at, Fault::Unknown)),
                (_, Some(known)) if known != case.name => {
                    faults.push((*at, Fault::OtherName(known.clone())));
                }
                _ => faults.push((*at, Fault::Stranger)),
            }
        }
        // Two lines of work may each have let somebody in who is called so: one of them is not who he says.
        let is_rival =
            |one: &Case<'_>, other: &Case<'_>| one.allowed != other.allowed && one.hand().is(&other.hand());
        let rivals =
            entrants.iter().filter(|(_, one)| entrants.iter().any(|(_, other)| is_rival(one, other)));
        faults.extend(rivals.map(|(at, _)| (*at, Fault::Rivals)));
        faults.sort_by_key(|(at, _)| *at);
        Ok(faults.into_iter().map(|(at, fault)| (revisions[at].commit.clone(), fault)).collect())
    }

    /// What git says of the signatures of these commits, each with the list of those who may have made it.
    fn verdicts<'a>(
        &self,
        cases: impl Iterator<Item = (&'a str, &'a str)>,
    ) -> Result<HashMap<String, Verdict>> {
        let mut by_list: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (commit, allowed) in cases {
            by_list.entry(allowed).or_default().push(commit);
        }
        // Where nobody else can write, and not in the folder: what lies there anybody may have changed.
        let written = by_list.into_iter().map(|(allowed, commits)| {
            let mut file = tempfile::NamedTempFile::new().context("建不了临时文件")?;
            file.write_all(allowed.as_bytes()).and_then(|()| file.flush()).context("写不了临时文件")?;
            Ok((file.into_temp_path(), commits))
        });
        let written: Vec<_> = written.collect::<Result<_>>()?;
        let batches: Vec<(&Path, &[&str])> = written
            .iter()
            .flat_map(|(file, commits)| commits.chunks(BATCH).map(|batch| (file.as_ref(), batch)))
            .collect();
        let folder = &self.folder;
        let verdicts: Vec<Vec<(String, Verdict)>> =
            batches.par_iter().map(|(file, batch)| verified(folder, file, batch)).collect::<Result<_>>()?;
        Ok(verdicts.into_iter().flatten().collect())
    }
}

/// A log of the commits that it is fed with, with one more setting.
fn log(folder: &Path, setting: &str, format: &str) -> Command {
    let settings = SETTINGS.iter().copied().chain([setting]).flat_map(|setting| ["-c", setting]);
    let usual = ["log", "--no-walk=unsorted", "--stdin", "-z", "--no-patch", "--no-mailmap", "--no-notes"];
    let words = settings.chain(usual).chain(["--no-color", "--encoding=UTF-8", format]);
    let mut log = git(folder, words);
    // What a clone has left behind is not fetched: its remote would name a program.
    log.env("GIT_NO_LAZY_FETCH", "1");
    log
}

/// What git says of the signatures of these commits, which the people in the file `allowed` may have made.
fn verified(folder: &Path, allowed: &Path, commits: &[&str]) -> Result<Vec<(String, Verdict)>> {
    const WHAT: &str = "git 验不了签名";
    let list = format!("gpg.ssh.allowedSignersFile={}", allowed.display());
    let verify = log(folder, &list, "--format=%H%x00%G?%x00%GS");
    let output = feed(verify, lines(commits.iter().copied()).as_bytes())?;
    let told = done(&output, WHAT)?;
    let said = String::from_utf8_lossy(&output.stderr);
    if said.contains("cannot run ssh-keygen") || said.contains("is needed for ssh signature") {
        bail!("验签名要用 ssh-keygen（OpenSSH 8.2 以上），这台电脑上没有找到；请安装 OpenSSH");
    }
    let parts: Vec<&str> = told.split('\0').collect();
    let verdict = |parts: &[&str]| match parts {
        [commit, letter, signer] => Some((
            (*commit).to_owned(),
            Verdict { letter: (*letter).to_owned(), signer: (*signer).to_owned() },
        )),
        _ => None,
    };
    Ok(parts.chunks(3).filter_map(verdict).collect())
}

/// A commit, and who may have signed it.
struct Case<'a> {
    commit: &'a str,
    name: &'a str,
    mail: &'a str,
    /// The list, with nobody in it but who the commit says made it.
    allowed: String,
    /// What the list calls whoever has this mail.
    known_as: Option<String>,
    /// Whether the person was not in the list before.
    enters: bool,
    /// Whom a reader would take for the person, in the list before they came.
    namesake: Option<String>,
}

impl<'a> Case<'a> {
    fn of(revision: &'a Revision, lists: &mut Lists<'_>) -> Result<Self> {
        let Revision { commit, parents, hands: [hand, _], .. } = revision;
        let Hand { name, mail } = hand;
        let mut texts: Vec<Rc<str>> = parents.iter().map(|parent| lists.at(parent)).collect::<Result<_>>()?;
        let enters = texts.iter().all(|text| of_mail(text, mail).is_empty());
        let namesake = texts
            .iter()
            .filter(|_| enters)
            .find_map(|text| namesake(text, hand).map(|known| format!("{} <{}>", known.name, known.mail)));
        if enters {
            texts = vec![lists.at(commit)?];
        }
        let texts = || texts.iter().map(AsRef::as_ref);
        let known: Vec<&str> =
            texts().flat_map(|text| of_mail(text, mail)).map(|signer| signer.name).collect();
        let known_as = known.iter().find(|known| *known == name).or(known.first());
        let known_as = known_as.map(|known| (*known).to_owned());
        Ok(Self { commit, name, mail, allowed: only_of(texts(), mail, name), known_as, enters, namesake })
    }

    fn hand(&self) -> Hand {
        Hand { name: self.name.to_owned(), mail: self.mail.to_owned() }
    }
}

/// The list of those who may sign, as each commit has it.
struct Lists<'r> {
    objects: Objects<'r>,
    /// The file, seen from the top.
    path: String,
    names: HashMap<String, Option<ObjectId>>,
    texts: HashMap<ObjectId, Rc<str>>,
}

impl<'r> Lists<'r> {
    fn of(repository: &'r Repository) -> Result<Self> {
        let bench = repository.bench()?;
        let path = format!("{}{SIGNERS}", bench.place.prefix);
        Ok(Self { objects: bench.objects()?, path, names: HashMap::new(), texts: HashMap::new() })
    }

    fn at(&mut self, commit: &str) -> Result<Rc<str>> {
        if !self.names.contains_key(commit) {
            let name = self.objects.named(commit, &[&self.path])?.pop().flatten();
            self.names.insert(commit.to_owned(), name);
        }
        let Some(Some(name)) = self.names.get(commit) else { return Ok("".into()) };
        if let Some(text) = self.texts.get(name) {
            return Ok(text.clone());
        }
        let read = self.objects.read_texts(std::slice::from_ref(name))?.pop().flatten();
        let text: Rc<str> = String::from_utf8_lossy(&read.unwrap_or_default()).into();
        self.texts.insert(name.clone(), text.clone());
        Ok(text)
    }
}

/// A line each.
fn lines<'a>(commits: impl Iterator<Item = &'a str>) -> String {
    commits.fold(String::new(), |lines, commit| lines + commit + "\n")
}
