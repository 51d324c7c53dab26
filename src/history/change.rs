//! A change, from what shall be to what is: objects first, then what was begun is written down, then the branch goes on: that is
//! the moment. Before it nothing shows; after it everything follows, by whoever comes next should this process end.

use std::collections::BTreeMap;
use std::fmt;

use anyhow::{Context, Result, anyhow, bail};

use super::branch::{Branch, Overtaken};
use super::commit::Message;
use super::compare::Touched;
use super::divergence::Meeting;
use super::hooks;
use super::repository::Repository;
use super::work_tree::{LINK, Strangers, There, contents, is_as, open, stage};
use super::write_objects::{Bench, Edits, Entry, PLAIN};
use crate::folder::{Begun, Lock, Move, Private, Steps};

/// A file as it shall be: its path seen from the ledger's folder, and all its bytes; none where it shall not be.
type NewFile = (String, Option<Vec<u8>>);

/// From how many files on the disk is waited for once, for all of them.
pub(super) const MANY: usize = 256;

/// Where a change happens: the ledger's lock is held, and its own folder is there.
#[derive(Debug, Clone, Copy)]
pub struct Room<'a> {
    /// The program's own folder.
    pub private: &'a Private,
    /// Its lock.
    pub lock: &'a Lock,
    /// Whether another git that holds the index gets a moment to end.
    pub waits: bool,
}

/// That a change is in the history, and could not be brought to its end here.
#[derive(Debug)]
pub struct Unfinished {
    sentence: String,
    why: anyhow::Error,
}

impl std::error::Error for Unfinished {}

impl fmt::Display for Unfinished {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "已经存入历史：{}；只是台账文件还没有全部跟上（{:#}）。不要再做一次，解决后运行任何一条 ledger 命令就会补上",
            self.sentence, self.why
        )
    }
}

/// That nobody can tell whether a change is in the history.
#[derive(Debug)]
struct Unknown {
    sentence: String,
    why: anyhow::Error,
}

impl std::error::Error for Unknown {}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { sentence, why } = self;
        write!(
            f,
            "存没存入还不知道：{sentence}（{why:#}）。请先解决，再运行 ledger list：下一条命令会说清楚，并且补全或作罢"
        )
    }
}

/// What became of a change that was interrupted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TakenUp {
    /// It had not happened: nothing is left of it.
    NotMade,
    /// It had, and is at its end now; these files somebody has changed since, and they were left alone.
    Made(Vec<String>),
}

impl Repository {
    /// Keeps `files` as one commit, and brings the folder up to it; says whether there was anything to keep.
    ///
    /// # Errors
    /// Nothing was changed; or, as [`Unfinished`], it is in the history and the folder could not follow.
    pub fn keep(&self, room: Room<'_>, files: &[NewFile], message: &Message) -> Result<bool> {
        self.kept(room, files, message).map_err(refused)
    }

    fn kept(&self, room: Room<'_>, files: &[NewFile], message: &Message) -> Result<bool> {
        let bench = self.bench()?;
        let branch = bench.branch()?;
        let prefix = bench.place.prefix.clone();
        let paths: Vec<String> = files.iter().map(|(file, _)| format!("{prefix}{file}")).collect();
        // Objects are kept for nothing where the files could not follow.
        let top = open(&bench.place.top)?;
        for path in &paths {
            top.check_way(path).with_context(|| format!("写不了“{path}”，没有改动"))?;
        }
        let (edits, before) = edits(bench, branch.tip.as_deref(), &paths, files)?;
        let contents =
            paths.iter().zip(files).filter_map(|(path, (_, bytes))| Some((path.as_str(), bytes.as_deref()?)));
        self.commit_tree(
            bench,
            room,
            &branch,
            &[],
            Made { edits, before, contents: contents.collect() },
            message,
        )
    }

    /// Joins the line here to that of `theirs`, which goes first: what it changed comes as it has it, but for the files in
    /// `settled`, which become what they shall be.
    ///
    /// # Errors
    /// As for [`Repository::keep`]; or a file that would change was changed by hand.
    pub fn join(
        &self,
        room: Room<'_>,
        meeting: &Meeting,
        settled: &[NewFile],
        message: &Message,
    ) -> Result<()> {
        self.joined(room, meeting, settled, message).map_err(refused)
    }

    fn joined(
        &self,
        room: Room<'_>,
        meeting: &Meeting,
        settled: &[NewFile],
        message: &Message,
    ) -> Result<()> {
        let theirs = meeting.theirs.as_str();
        let bench = self.bench()?;
        let branch = bench.branch()?;
        if branch.tip.as_deref() != Some(&meeting.ours) {
            return Err(Overtaken.into());
        }
        let prefix = bench.place.prefix.clone();
        let paths: Vec<String> = settled.iter().map(|(file, _)| format!("{prefix}{file}")).collect();
        let (mut all, before) = edits(bench, branch.tip.as_deref(), &paths, settled)?;
        all.extend(meeting.outside.clone());
        for change in &meeting.received {
            all.entry(change.path.clone()).or_insert_with(|| change.after.clone());
        }
        let contents = paths
            .iter()
            .zip(settled)
            .filter_map(|(path, (_, bytes))| Some((path.as_str(), bytes.as_deref()?)));
        let made = Made { edits: all, before, contents: contents.collect() };
        self.commit_tree(bench, room, &branch, &[theirs], made, message).map(|_| ())
    }

    /// Goes on to `theirs`, which has everything that is here.
    ///
    /// # Errors
    /// As for [`Repository::join`].
    pub fn catch_up(&self, room: Room<'_>, theirs: &str) -> Result<()> {
        self.caught_up(room, theirs).map_err(refused)
    }

    fn caught_up(&self, room: Room<'_>, theirs: &str) -> Result<()> {
        let bench = self.bench()?;
        let branch = bench.branch()?;
        let touched = bench.changes(branch.tip.as_deref(), theirs)?;
        refuse_foreign_paths(&touched)?;
        let advance = Advance {
            branch: &branch,
            new: theirs,
            sentence: "收进别人的修改",
            why: "ledger sync: fast-forward",
            strangers: Strangers::Refuse,
        };
        self.advance(bench, room, &advance, &touched, &BTreeMap::new())?;
        hooks::tell(bench, self.wishes()?, "post-merge", &["0"]);
        Ok(())
    }

    fn commit_tree(
        &self,
        bench: &Bench,
        room: Room<'_>,
        branch: &Branch,
        others: &[&str],
        made: Made<'_>,
        message: &Message,
    ) -> Result<bool> {
        let wishes = self.wishes()?;
        let tip = branch.tip.as_deref();
        let joins = !others.is_empty();
        // Git looks at the paths that come from elsewhere.
        let tree = if joins {
            bench.tree_by_git(tip, &made.edits, room.private)?
        } else {
            bench.tree(tip, &made.edits, room.private)?
        };
        let passed = hooks::pass(bench, wishes, room.private, &tree, &message.text(), joins)?;
        if !joins && tip.map(|tip| bench.tree_of(tip)).transpose()?.as_deref() == Some(&passed.tree) {
            let paths: Vec<&str> = made.edits.keys().map(String::as_str).collect();
            return self.follow(bench, room, branch, &paths).map(|()| false);
        }
        // The line that everybody has goes first: what was printed on a day is drawn from it again, whoever was away.
        let parents: Vec<&str> = others.iter().copied().chain(tip).collect();
        let new = bench.commit(&passed.tree, &parents, &passed.message, wishes)?;
        if made.edits.len() <= MANY {
            bench.settle(&new, &made.edits)?;
        }
        let touched = if joins || passed.tree != tree {
            bench.changes(tip, &new)?
        } else {
            let mut known = made.before;
            let touched = made.edits.into_iter().map(|(path, after)| {
                let before = known.remove(&path).flatten();
                Touched { path, before, after }
            });
            touched.filter(|touched| touched.before != touched.after).collect()
        };
        let subject = message.text().lines().next().unwrap_or_default().to_owned();
        let advance = Advance {
            branch,
            new: &new,
            sentence: &message.sentence,
            why: &format!("commit: {subject}"),
            strangers: if joins { Strangers::Refuse } else { Strangers::Replace },
        };
        self.advance(bench, room, &advance, &touched, &made.contents)?;
        let (hook, arguments): (_, &[&str]) =
            if joins { ("post-merge", &["0"]) } else { ("post-commit", &[]) };
        hooks::tell(bench, wishes, hook, arguments);
        bench.tidy(wishes);
        Ok(true)
    }

    /// Brings these files back as the last commit has them, whatever became of them in the folder and in the index.
    ///
    /// # Errors
    /// They cannot be written.
    pub fn bring_back(&self, room: Room<'_>, files: &[String]) -> Result<()> {
        let bench = self.bench()?;
        let branch = bench.branch()?;
        let paths: Vec<String> = files.iter().map(|file| format!("{}{file}", bench.place.prefix)).collect();
        let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
        self.follow(bench, room, &branch, &paths)
    }

    /// Lets folder and index follow the last commit in these paths: a change that has happened already.
    fn follow(&self, bench: &Bench, room: Room<'_>, branch: &Branch, paths: &[&str]) -> Result<()> {
        let Some(tip) = branch.tip.as_deref() else { return Ok(()) };
        let (kept, staged) = (bench.entries(Some(tip), paths)?, bench.staged(paths)?);
        let top = open(&bench.place.top)?;
        let mut touched = Vec::new();
        for ((path, kept), staged) in paths.iter().zip(kept).zip(staged) {
            if staged != kept || !is_as(bench, path, &There::at(&top, path)?, kept.as_ref())? {
                touched.push(Touched { path: (*path).to_owned(), before: kept.clone(), after: kept });
            }
        }
        if touched.is_empty() {
            return Ok(());
        }
        let new = tip.to_owned();
        let moved = Move { branch: branch.name.clone(), old: Some(new.clone()), new, over: BTreeMap::new() };
        let staged = stage(bench, room, &touched, &BTreeMap::new(), Strangers::Replace)?;
        room.private.begin(room.lock, &self.folder, "找回文件", Steps::Commit(moved))?;
        staged.prepare(bench, room, &touched)?.finish(bench, room)?;
        room.private.end(room.lock)
    }

    /// The moment, and what leads to it and follows from it.
    fn advance(
        &self,
        bench: &Bench,
        room: Room<'_>,
        advance: &Advance<'_>,
        touched: &[Touched],
        contents: &BTreeMap<&str, &[u8]>,
    ) -> Result<()> {
        let Advance { branch, new, sentence, why, strangers } = advance;
        let outcome = (|| {
            let staged = stage(bench, room, touched, contents, *strangers)?;
            let steps = Steps::Commit(Move {
                branch: branch.name.clone(),
                old: branch.tip.clone(),
                new: (*new).to_owned(),
                over: staged.over.clone(),
            });
            // From here on whoever comes next looks after what this process leaves: its locks too.
            room.private.begin(room.lock, &self.folder, sentence, steps)?;
            let prepared = staged.prepare(bench, room, touched)?;
            bench.move_on(room, self.wishes()?, &branch.name, branch.tip.as_deref(), new, why)?;
            Ok(prepared)
        })();
        let followed = match outcome {
            Ok(prepared) => prepared.finish(bench, room),
            // What cannot be known is asked: the branch says whether it has happened.
            Err(error) => match bench.tip(&branch.name) {
                Ok(tip) if tip.as_deref() == Some(*new) => Err(error),
                Ok(_) => {
                    if let Ok(top) = open(&bench.place.top) {
                        for touched in touched {
                            top.remove_empty(&touched.path);
                        }
                    }
                    // What cannot be cleared away now is by the next command.
                    if clear(bench, room, &branch.name) {
                        let _ = room.private.forget(room.lock);
                    }
                    return Err(error);
                }
                Err(_) => return Err(Unknown { sentence: (*sentence).to_owned(), why: error }.into()),
            },
        };
        followed
            .and_then(|()| room.private.end(room.lock))
            .map_err(|why| Unfinished { sentence: (*sentence).to_owned(), why }.into())
    }

    /// Takes up what an earlier command began: what had happened is brought to its end, of anything else nothing stays.
    ///
    /// # Errors
    /// The folder cannot follow, still.
    pub fn take_up(&self, room: Room<'_>, begun: &Begun) -> Result<TakenUp> {
        let Steps::Commit(moved) = &begun.steps else { bail!("这次操作没有历史") };
        let bench = self.bench()?;
        let tip = bench.tip(&moved.branch)?;
        let has_happened = match &tip {
            Some(tip) => bench.is_in(&moved.new, tip).unwrap_or(false),
            None => false,
        };
        if !has_happened {
            if !clear(bench, room, &moved.branch) {
                bail!("上次没有做成的操作留下的锁文件删不掉；请检查“{}”的权限", bench.place.git.display());
            }
            room.private.forget(room.lock)?;
            return Ok(TakenUp::NotMade);
        }
        room.private.sweep(room.lock);
        room.private.free(room.lock, &bench.place.common.join(&moved.branch))?;
        let mut touched = bench.changes(moved.old.as_deref(), &moved.new)?;
        // What a later commit has otherwise is that commit's business.
        let later = match &tip {
            Some(tip) if *tip != moved.new => bench.changes(Some(&moved.new), tip)?,
            _ => Vec::new(),
        };
        touched.retain(|touched| !later.iter().any(|later| later.path == touched.path));
        let staged = stage(bench, room, &touched, &BTreeMap::new(), Strangers::Spare(&moved.over))?;
        let spared = staged.over.keys().cloned().collect();
        let prepared = staged.prepare(bench, room, &touched)?;
        prepared.finish(bench, room)?;
        room.private.end(room.lock)?;
        Ok(TakenUp::Made(spared))
    }

    /// The files that a change has made and the folder does not show yet, seen from the ledger's folder; none where the change
    /// has not happened.
    pub fn ahead_of_folder(&self, begun: &Begun) -> Result<Option<Vec<NewFile>>> {
        let Steps::Commit(moved) = &begun.steps else { return Ok(None) };
        let bench = self.bench()?;
        let Some(tip) = bench.tip(&moved.branch)? else { return Ok(None) };
        if !bench.is_in(&moved.new, &tip).unwrap_or(false) {
            return Ok(None);
        }
        let top = open(&bench.place.top)?;
        let mut touched = bench.changes(moved.old.as_deref(), &moved.new)?;
        touched.retain(|touched| touched.path.starts_with(&bench.place.prefix));
        let contents = contents(bench, &touched)?;
        let mut ahead = Vec::new();
        for change in &touched {
            let there = There::at(&top, &change.path)?;
            let is_meant = moved.over.get(&change.path).is_some_and(|mark| *mark == there.mark());
            if is_meant || is_as(bench, &change.path, &there, change.before.as_ref())? {
                let file = change.path[bench.place.prefix.len()..].to_owned();
                ahead.push((file, contents.get(&change.path).cloned()));
            }
        }
        Ok(Some(ahead))
    }

    /// Which of these files, seen from the ledger's folder, are not as the last commit has them, or as the index has.
    pub(super) fn differing(&self, files: &[String]) -> Result<Vec<String>> {
        let bench = self.bench()?;
        let branch = bench.branch()?;
        let top = open(&bench.place.top)?;
        let prefix = &bench.place.prefix;
        let paths: Vec<String> = files.iter().map(|file| format!("{prefix}{file}")).collect();
        let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
        let kept = bench.entries(branch.tip.as_deref(), &paths)?;
        let staged = bench.staged(&paths)?;
        let mut differing = Vec::new();
        for (at, file) in files.iter().enumerate() {
            let there = There::at(&top, paths[at])?;
            if staged[at] != kept[at] || !is_as(bench, paths[at], &there, kept[at].as_ref())? {
                differing.push(file.clone());
            }
        }
        Ok(differing)
    }
}

/// What a commit is made of: what the paths shall be, and the bytes of those that are known.
struct Made<'a> {
    edits: Edits,
    /// What the last commit has where that was looked up.
    before: Edits,
    contents: BTreeMap<&'a str, &'a [u8]>,
}

/// A branch that is to go on.
struct Advance<'a> {
    branch: &'a Branch,
    new: &'a str,
    sentence: &'a str,
    why: &'a str,
    strangers: Strangers<'a>,
}

/// Clears away what a change has left that did not happen; says whether nothing is left of it.
fn clear(bench: &Bench, room: Room<'_>, branch: &str) -> bool {
    room.private.sweep(room.lock);
    let locked = [bench.place.git.join("index"), bench.place.common.join(branch)];
    locked.iter().all(|file| room.private.free(room.lock, file).is_ok())
}

/// Says of an error before the moment that nothing has changed, unless it does so itself, or the moment has passed.
fn refused(error: anyhow::Error) -> anyhow::Error {
    if error.is::<Unfinished>() || error.is::<Unknown>() || error.to_string().contains("没有改动") {
        return error;
    }
    error.context("存不进 git 历史，没有改动")
}

/// What the files shall be, and what the last commit has of them.
fn edits(bench: &Bench, tip: Option<&str>, paths: &[String], files: &[NewFile]) -> Result<(Edits, Edits)> {
    let names: Vec<&str> = paths.iter().map(String::as_str).collect();
    let known = bench.entries(tip, &names)?;
    let there: Vec<(&str, &[u8])> =
        names.iter().zip(files).filter_map(|(path, (_, bytes))| Some((*path, bytes.as_deref()?))).collect();
    let mut made = bench.blobs(&there)?.into_iter();
    let edits = paths.iter().zip(files).zip(&known).map(|((path, (_, bytes)), known)| {
        let kind = known.as_ref().map(|known| known.mode).filter(|kind| *kind != LINK).unwrap_or(PLAIN);
        let entry = bytes.as_ref().and_then(|_| made.next()).map(|id| Entry { mode: kind, id });
        (path.clone(), entry)
    });
    let edits = edits.collect();
    Ok((edits, paths.iter().cloned().zip(known).collect()))
}

/// Refuses paths that no honest history has: a git of long ago, or one made by hand, may keep them.
fn refuse_foreign_paths(touched: &[Touched]) -> Result<()> {
    let is_foreign = |part: &str| {
        let plain: String = part
            .chars()
            .filter(|letter| {
                !letter.is_control() && !('\u{200b}'..='\u{206f}').contains(letter) && *letter != '\u{feff}'
            })
            .collect();
        let plain = plain.trim_end_matches(['.', ' ']).to_lowercase();
        part.is_empty()
            || part == "."
            || part == ".."
            || plain == ".git"
            || plain.starts_with("git~")
            || cfg!(windows) && plain.contains(['\\', ':'])
    };
    match touched.iter().find(|touched| touched.path.split('/').any(is_foreign)) {
        Some(touched) => Err(anyhow!(
            "对方的历史里有不该有的文件“{}”，没有收进来，没有改动；请问清楚是谁放的",
            touched.path
        )),
        None => Ok(()),
    }
}
