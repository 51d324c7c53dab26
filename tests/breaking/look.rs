//! What there is to see of a ledger from outside, and whether it is what it may be after something went wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::deeds::Deed;
use crate::desk::{Desk, Said, files_under};

/// All that anybody can see of a ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Look {
    /// What a reader gets, and with which exit code.
    pub(crate) answer: (i32, String),
    /// Whether `check` finds anything.
    check: i32,
    history: History,
    /// The files that are not hidden.
    files: BTreeMap<PathBuf, Vec<u8>>,
}

/// What git holds, and what it says of the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct History {
    /// The trees of the branch's commits after `since`, the last one first.
    trees: String,
    status: String,
}

impl History {
    /// Without a first commit, or without git, everything is empty.
    pub(crate) fn of(desk: &Desk, since: &str) -> Self {
        let range = if since.is_empty() { "HEAD".to_owned() } else { format!("{since}..HEAD") };
        let trees = desk.try_git(["log", "--first-parent", "--format=%T", &range, "--"]).stdout;
        let status = desk.try_git(["status", "--porcelain"]).stdout;
        Self { trees, status }
    }
}

impl Look {
    /// A reader first, as anybody who comes next: from then on all is as it shall be.
    pub(crate) fn at(desk: &Desk, since: &str) -> Self {
        let answer = answer(desk);
        let root = desk.root();
        let hidden = |file: &Path| {
            file.iter().any(|part| {
                part.to_string_lossy().starts_with('.') && !part.to_string_lossy().starts_with(".git")
            })
        };
        let files = files_under(&root, &[".git"]).into_iter().filter(|file| !hidden(file));
        let files =
            files.map(|file| (file.clone(), std::fs::read(root.join(file)).unwrap_or_default())).collect();
        Self {
            answer,
            history: History::of(desk, since),
            check: desk.run(["check", "--exit-code"]).code,
            files,
        }
    }

    /// What is not the same in both, in few words.
    fn differs_from(&self, other: &Self) -> String {
        let mut told = Vec::new();
        if self.answer != other.answer {
            let new = self.answer.1.lines().find(|line| !other.answer.1.contains(line)).unwrap_or_default();
            told.push(format!("a reader gets exit {} and {new:?}", self.answer.0));
        }
        if self.check != other.check {
            told.push(format!("check ends with {}", self.check));
        }
        if self.history.trees != other.history.trees {
            told.push(format!("{} commits, or others", self.history.trees.lines().count()));
        }
        if self.history.status != other.history.status {
            told.push(format!("git status says {:?}", shortened(&self.history.status)));
        }
        let names: BTreeSet<_> = self.files.keys().chain(other.files.keys()).collect();
        let names = names.into_iter().filter(|name| self.files.get(*name) != other.files.get(*name));
        let names = names.map(|name| name.display().to_string()).collect::<Vec<_>>();
        if !names.is_empty() {
            told.push(format!("other files: {}", shortened(&names.join(" "))));
        }
        told.join(", ")
    }
}

/// What a reader gets, and with which exit code.
fn answer(desk: &Desk) -> (i32, String) {
    let said = desk.run(["list", "--all", "--format", "json"]);
    (said.code, said.stdout)
}

fn shortened(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(160).collect()
}

/// What a deed comes to when nothing goes wrong.
pub(crate) struct Expected<'a> {
    pub(crate) deed: &'a Deed,
    /// The ledger before it.
    pub(crate) before: Desk,
    head: String,
    old: Look,
    new: Look,
    /// The same deed done once more.
    again: Look,
    again_code: i32,
    /// What lies about after it that is no part of the ledger: locks of the program's own, notes of git's.
    leftovers: BTreeSet<PathBuf>,
}

/// Which of the two it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which {
    Old,
    New,
    Half,
}

impl Which {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Old => "old",
            Self::New => "new",
            Self::Half => "half",
        }
    }
}

impl<'a> Expected<'a> {
    /// Does it twice, undisturbed; what is said where even that fails.
    pub(crate) fn of(deed: &'a Deed, base: &Desk) -> Result<Self, String> {
        let before = deed.prepared(base);
        let head = before.head();
        let undisturbed = before.copy();
        let old = Look::at(&undisturbed, &head);
        let said = undisturbed.run(deed.words);
        if said.code != 0 {
            return Err(format!("{} fails undisturbed: {said:?}", deed.name));
        }
        let mut leftovers = leftovers(&undisturbed);
        let new = Look::at(&undisturbed, &head);
        assert!(old != new, "{} changes nothing", deed.name);
        let again_code = undisturbed.run(deed.words).code;
        let again = Look::at(&undisturbed, &head);
        leftovers.extend(self::leftovers(&undisturbed));
        Ok(Self { deed, before, head, old, new, again, again_code, leftovers })
    }

    /// A copy of the ledger before it, as one finds it when git has just been asked about it.
    pub(crate) fn fresh(&self) -> Desk {
        self.fresh_in(&std::env::temp_dir())
    }

    /// The same on another disk.
    pub(crate) fn fresh_in(&self, place: &Path) -> Desk {
        let desk = self.before.copy_in(place);
        if self.deed.kept {
            desk.try_git(["status", "--porcelain"]);
        }
        desk
    }

    /// What a reader gets at any moment at all: the old or the new.
    pub(crate) fn reader_wrong(&self, desk: &Desk) -> Option<String> {
        let got = answer(desk);
        let is_either = got == self.old.answer || got == self.new.answer;
        (!is_either).then(|| format!("a reader at once: exit {}, {}", got.0, shortened(&got.1)))
    }

    /// Whether git has kept the deed or knows nothing of it, before any other command has run; half where what it says of
    /// the folder is neither. Without a history the files decide.
    pub(crate) fn which_untouched(&self, desk: &Desk) -> Which {
        if self.deed.kept {
            let found = History::of(desk, &self.head);
            return which(&found, &self.old.history, &self.new.history);
        }
        let found = Look::at(desk, &self.head);
        which(&found, &self.old, &self.new)
    }

    /// Whether the branch has moved; without one, the next command will tell.
    pub(crate) fn is_kept(&self, desk: &Desk) -> bool {
        !self.deed.kept || History::of(desk, &self.head).trees == self.new.history.trees
    }

    /// Whether what the clerk was told is true — refused and nothing changed, done and kept, or kept and to be brought up by the
    /// next command — and all that is wrong with that and with the ledger afterwards.
    pub(crate) fn told(&self, desk: &Desk, code: i32, said: &str) -> (&'static str, Vec<String>) {
        let untouched = self.which_untouched(desk);
        let (claim, true_now, which_then) = match code {
            // What is joined here and could not be sent is told as waiting, and so is what was not even joined.
            1 if self.deed.words == ["sync"] && said.contains("等着送出") => {
                ("not sent", untouched != Which::Half, untouched)
            }
            0 => ("done", untouched == Which::New, Which::New),
            // Where not even that could be written nothing was said; what holds shows afterwards, and is no half.
            1 if !said.contains("错误：") => ("nothing", true, Which::Old),
            1 if says_kept(said) => ("kept", self.is_kept(desk), Which::New),
            1 => ("refused", untouched == Which::Old, Which::Old),
            _ => ("broken off", false, Which::Old),
        };
        let mut wrong = Vec::new();
        let (which, more) = self.judge(desk);
        let which_then = if claim == "nothing" && which != Which::Half { which } else { which_then };
        if !true_now || which != which_then {
            let (now, then) = (untouched.name(), which.name());
            wrong.push(format!(
                "told {claim} ({}), but it is {now}, and {then} after the next command",
                last_line(said)
            ));
        }
        wrong.extend(more);
        (claim, wrong)
    }

    /// What the ledger is when the next command has looked at it, and all that is wrong with that; the deed is then done
    /// again.
    pub(crate) fn judge(&self, desk: &Desk) -> (Which, Vec<String>) {
        let mut wrong = Vec::new();
        let found = Look::at(desk, &self.head);
        let which = which(&found, &self.old, &self.new);
        if which == Which::Half {
            wrong.push(format!(
                "neither old ({}) nor new ({})",
                found.differs_from(&self.old),
                found.differs_from(&self.new)
            ));
        }
        if self.deed.kept {
            if !self.head.is_empty()
                && desk.try_git(["merge-base", "--is-ancestor", &self.head, "HEAD"]).code != 0
            {
                wrong.push("an earlier commit is lost".to_owned());
            }
            wrong.extend(unsound(desk));
            let locks = files_under(&desk.path(".git"), &["objects"]);
            let locks = locks.iter().filter(|file| file.extension().is_some_and(|ending| ending == "lock"));
            // In the program's own folder nobody else looks for locks.
            let locks = locks.filter(|file| !file.starts_with("ledger"));
            wrong.extend(locks.map(|file| format!("{} lies there still", file.display())));
        }
        let again = desk.run(self.deed.words);
        let (code, wanted) = match which {
            Which::New => (self.again_code, &self.again),
            Which::Old | Which::Half => (0, &self.new),
        };
        if again.code != code {
            wrong.push(format!("done again: exit {} {}", again.code, shortened(&again.stderr)));
        }
        let found = Look::at(desk, &self.head);
        if found != *wanted {
            wrong.push(format!("done again: {}", found.differs_from(wanted)));
        }
        if self.deed.kept {
            wrong.extend(unsound(desk).map(|told| format!("at the end {told}")));
        }
        let litter = leftovers(desk);
        let litter = litter.difference(&self.leftovers);
        // What a person was editing is theirs, and stays where it was.
        let litter = litter.filter(|file| self.deed.name != "edit" || !file.starts_with("临时"));
        let litter = litter.map(|file| format!("{} is left behind", file.display()));
        wrong.extend(litter);
        (which, wrong)
    }
}

fn which<T: PartialEq>(found: &T, old: &T, new: &T) -> Which {
    if found == old {
        Which::Old
    } else if found == new {
        Which::New
    } else {
        Which::Half
    }
}

/// Whether the clerk is told that a change is kept in spite of what went wrong.
fn says_kept(said: &str) -> bool {
    ["已存入", "已经存入", "已写入", "已经写入", "已经办好"].iter().any(|words| said.contains(words))
}

fn last_line(said: &str) -> String {
    shortened(said.trim().lines().last().unwrap_or_default())
}

/// What git finds wrong with the repository.
fn unsound(desk: &Desk) -> Option<String> {
    let said: Said = desk.try_git(["fsck", "--no-dangling", "--no-progress"]);
    // A repository that was not even made, or not yet, has nothing to be unsound.
    (said.code != 0 && !said.stderr.contains("not a git repository"))
        .then(|| format!("fsck says {}", shortened(&said.stderr)))
}

/// What lies about and is no part of the ledger: temporary files, hidden ones, what git is told to ignore, and what lies in
/// the git directory beside objects, references and git's own notes.
fn leftovers(desk: &Desk) -> BTreeSet<PathBuf> {
    const OF_GIT: [&str; 6] = ["COMMIT_EDITMSG", "FETCH_HEAD", "ORIG_HEAD", "packed-refs", "gc.log", "index"];
    let hidden = |file: &Path| file.iter().any(|part| part.to_string_lossy().starts_with('.'));
    let ignored = desk.try_git(["status", "--porcelain", "--ignored"]).stdout;
    let ignored = ignored.lines().filter_map(|line| line.strip_prefix("!! ")).map(PathBuf::from);
    let in_ledger =
        files_under(&desk.root(), &[".git"]).into_iter().filter(|file| hidden(file)).chain(ignored);
    let in_git = files_under(&desk.path(".git"), &["objects", "refs", "logs"]).into_iter();
    let in_git = in_git.filter(|file| !OF_GIT.iter().any(|name| file == Path::new(name)));
    let beside = |name: &str| {
        let files = files_under(&desk.path(&format!("../{name}")), &[]).into_iter();
        let name = name.to_owned();
        files.map(move |file| Path::new(&name).join(nameless(&file)))
    };
    in_ledger
        .chain(in_git.map(|file| Path::new(".git").join(file)))
        .chain(beside("临时"))
        .chain(beside("家"))
        .collect()
}

/// A path without the digits that stand for the folder's own name, which is another on each desk.
fn nameless(file: &Path) -> PathBuf {
    let of = |part: &str| {
        let is_digest = part.len() >= 8 && part.bytes().all(|letter| letter.is_ascii_hexdigit());
        if is_digest { "#".to_owned() } else { part.to_owned() }
    };
    let shown = file.to_string_lossy().into_owned();
    let parts = shown.split_inclusive(['/', '.', '-']);
    parts
        .map(|part| part.split_at(part.len() - usize::from(part.ends_with(['/', '.', '-']))))
        .fold(String::new(), |all, (part, mark)| all + &of(part) + mark)
        .into()
}
