//! Reading git's objects: within this process where the library knows the repository's format, and where it does not, through a
//! git that hands them out. Which of the two is decided by [`Bench::at`]; neither stands in for the other.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context, Result, anyhow, bail};
use git2::{ObjectType, Odb, Oid, TreeWalkMode, TreeWalkResult};
use rayon::prelude::*;

use super::git::{done, git, run, start};
use super::tree;
use super::write_objects::{Bench, Entry, found};
use crate::core::limits;
use crate::core::provenance::short;

/// The name that git gives to an object.
pub(super) type ObjectId = String;

/// A file that the history held, with its bytes where they were asked for.
pub type HeldFile = (String, Option<Vec<u8>>);

/// Whoever hands out the objects of a repository.
pub(super) enum Objects<'r> {
    /// The library, to every core at once: of ten thousand tasks of a past day, git's pipe is the greater part of the time.
    Library(&'r git2::Repository, Odb<'r>),
    Program(CatFile),
}

/// An object of git's, or as much of it as was asked for.
pub(super) struct Object {
    pub(super) name: ObjectId,
    pub(super) bytes: Vec<u8>,
}

/// A git that hands out objects until nobody asks any more.
pub(super) struct CatFile {
    child: Child,
    asking: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

const DAMAGED: &str = "git 读不出历史里的文件；请运行 git fsck 看看仓库有没有损坏";

impl Objects<'_> {
    /// What these objects hold, in their order; `None` for one that git does not have.
    pub(super) fn read(&mut self, names: &[ObjectId]) -> Result<Vec<Option<Vec<u8>>>> {
        self.read_up_to(usize::MAX, names)
    }

    /// The same, for who reads them as texts of the ledger: of one that is too long to be one, only what shows that it is.
    pub(super) fn read_texts(&mut self, names: &[ObjectId]) -> Result<Vec<Option<Vec<u8>>>> {
        self.read_up_to(limits::TEXT + 1, names)
    }

    fn read_up_to(&mut self, most: usize, names: &[ObjectId]) -> Result<Vec<Option<Vec<u8>>>> {
        match self {
            Self::Library(_, objects) => {
                let read = |name: &ObjectId| read_by_library(objects, most, Oid::from_str(name)?);
                names.par_iter().map(|name| read(name).map_err(|_| anyhow!(DAMAGED))).collect()
            }
            Self::Program(git) => {
                let answers = git.ask(most, names)?;
                Ok(answers.into_iter().map(|answer| answer.map(|object| object.bytes)).collect())
            }
        }
    }

    /// The names of what a commit has at these paths, seen from the top.
    pub(super) fn named(&mut self, commit: &str, paths: &[&str]) -> Result<Vec<Option<ObjectId>>> {
        match self {
            Self::Library(library, _) => {
                let tree = tree::of_commit(library, commit)?;
                let entries = tree::look_up(library, tree, paths)?;
                Ok(entries.into_iter().map(|entry| entry.map(|entry| entry.id)).collect())
            }
            Self::Program(git) => {
                let places: Vec<String> = paths.iter().map(|path| format!("{commit}:{path}")).collect();
                let answers = git.ask(0, &places)?;
                Ok(answers.into_iter().map(|answer| answer.map(|object| object.name)).collect())
            }
        }
    }
}

fn read_by_library(objects: &Odb<'_>, most: usize, name: Oid) -> Result<Option<Vec<u8>>> {
    // The library reads an object as a whole: one that is too long is not worth the memory.
    if most < usize::MAX {
        match found(objects.read_header(name))? {
            None => return Ok(None),
            Some((size, _)) if size >= most => return Ok(Some(vec![0; most])),
            Some(_) => {}
        }
    }
    Ok(found(objects.read(name))?.map(|object| object.data().to_owned()))
}

impl CatFile {
    /// Files as git would write them into the work tree: with the line endings that it shall have, through the programs that
    /// stand between. Each is asked for as `<name> <path>`.
    pub(super) fn as_checked_out(top: &Path) -> Result<Self> {
        Self::handing_out(git(top, ["cat-file", "--batch", "--filters"]))
    }

    fn handing_out(mut command: Command) -> Result<Self> {
        let mut child = start(command.stdin(Stdio::piped()).stderr(Stdio::null()))?;
        let asking = child.stdin.take();
        let answers = child.stdout.take().context("git 没有打开输出")?;
        Ok(Self { child, asking, answers: BufReader::with_capacity(1 << 18, answers) })
    }

    /// These objects, in their order, no more than `most` bytes of each: asked for by their own names, or by their place
    /// (`<commit>:<path>`); `None` for one that git does not have.
    ///
    /// They are asked for from a thread of their own: git answers before it has heard them all, and either pipe would fill
    /// up.
    pub(super) fn ask(&mut self, most: usize, names: &[String]) -> Result<Vec<Option<Object>>> {
        let asking = self.asking.as_mut().context(DAMAGED)?;
        let answers = &mut self.answers;
        std::thread::scope(|scope| {
            scope.spawn(move || {
                let mut asking = BufWriter::new(asking);
                // A git that has given up closes its end; the missing answers tell.
                let _ = names.iter().try_for_each(|name| writeln!(asking, "{name}"));
                let _ = asking.flush();
            });
            names.iter().map(|_| answer(answers, most)).collect()
        })
    }
}

impl Drop for CatFile {
    fn drop(&mut self) {
        // Nothing more to ask: git ends by itself.
        self.asking = None;
        let _ = self.child.wait();
    }
}

/// One answer: `<name> <kind> <size>`, the bytes and a line's end; or `<name> missing`. Bytes beyond `most` are passed over.
fn answer(answers: &mut BufReader<ChildStdout>, most: usize) -> Result<Option<Object>> {
    let mut head = Vec::new();
    answers.read_until(b'\n', &mut head).context(DAMAGED)?;
    if head.is_empty() {
        bail!(DAMAGED);
    }
    let head = String::from_utf8_lossy(&head);
    // A path may hold spaces, and only a missing object is called by it.
    let size = head.trim_end().rsplit(' ').next().and_then(|size| size.parse::<usize>().ok());
    let (Some(name), Some(size)) = (head.split(' ').next(), size) else { return Ok(None) };
    let mut bytes = vec![0; size.min(most)];
    answers.read_exact(&mut bytes).context(DAMAGED)?;
    let rest = (size - bytes.len()) as u64 + 1;
    io::copy(&mut answers.take(rest), &mut io::sink()).context(DAMAGED)?;
    Ok(Some(Object { name: name.to_owned(), bytes }))
}

impl Bench {
    /// Whoever hands out the objects here.
    pub(super) fn objects(&self) -> Result<Objects<'_>> {
        Ok(match &self.library {
            Some(library) => Objects::Library(library, library.odb()?),
            None => Objects::Program(CatFile::handing_out(self.git(["cat-file", "--batch"]))?),
        })
    }

    /// The files in a folder of the ledger, or in all of it, as a commit held them: each with its path seen from the ledger's
    /// folder, and the name of what it holds. Links are no files, and a name that is not UTF-8 is none of ours.
    pub(super) fn listed(&self, commit: &str, folder: &str) -> Result<Vec<(String, ObjectId)>> {
        let prefix = &self.place.prefix;
        let files = match &self.library {
            Some(library) => listed_by_library(library, commit, &format!("{prefix}{folder}")),
            None => self.listed_by_git(commit, &format!("{prefix}{folder}")),
        };
        let files = files
            .map_err(|_| anyhow!("git 读不出提交 {}；请运行 git fsck 看看仓库有没有损坏", short(commit)))?;
        let files = files.into_iter().filter(|(_, entry)| entry.is_file());
        Ok(files
            .filter_map(|(path, entry)| Some((path.strip_prefix(prefix)?.to_owned(), entry.id)))
            .collect())
    }

    /// What a commit holds below a folder, or in all, seen from the top.
    pub(super) fn listed_by_git(&self, commit: &str, folder: &str) -> Result<Vec<(String, Entry)>> {
        let mut list = self.git(["ls-tree", "-r", "-z", "--full-tree", "--end-of-options", commit]);
        if !folder.is_empty() {
            list.args(["--", folder]);
        }
        let listed = run(list)?;
        done(&listed, "git 读不出提交")?;
        let lines = listed.stdout.split(|byte| *byte == 0).filter_map(|line| std::str::from_utf8(line).ok());
        Ok(lines.filter_map(tree_line).collect())
    }

    /// What the commit has at these paths, seen from the top.
    pub(super) fn entries(&self, commit: Option<&str>, paths: &[&str]) -> Result<Vec<Option<Entry>>> {
        let Some(commit) = commit else { return Ok(vec![None; paths.len()]) };
        if let Some(library) = &self.library {
            return tree::look_up(library, tree::of_commit(library, commit)?, paths);
        }
        let known: BTreeMap<String, Entry> = self.listed_by_git(commit, "")?.into_iter().collect();
        Ok(paths.iter().map(|path| known.get(*path).cloned()).collect())
    }

    /// The tree of a commit.
    pub(super) fn tree_of(&self, commit: &str) -> Result<ObjectId> {
        if let Some(library) = &self.library {
            return Ok(tree::of_commit(library, commit)?.to_string());
        }
        let named = format!("{commit}^{{tree}}");
        let tree = run(self.git(["rev-parse", "--verify", "--end-of-options", &named]))?;
        Ok(done(&tree, "git 读不出提交")?.trim().to_owned())
    }
}

/// The same by the library, of what lies below `folder`, seen from the top as well.
fn listed_by_library(library: &git2::Repository, commit: &str, folder: &str) -> Result<Vec<(String, Entry)>> {
    let folder = folder.trim_end_matches('/');
    let mut tree = library.find_tree(tree::of_commit(library, commit)?)?;
    if !folder.is_empty() {
        let Some(entry) = found(tree.get_path(Path::new(folder)))? else { return Ok(Vec::new()) };
        tree = entry.to_object(library)?.peel_to_tree()?;
    }
    let above = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    let mut listed = Vec::new();
    tree.walk(TreeWalkMode::PreOrder, |below, entry| {
        if let (Some(ObjectType::Blob), Ok(name)) = (entry.kind(), entry.name()) {
            let kept = Entry { mode: entry.filemode().cast_unsigned(), id: entry.id().to_string() };
            listed.push((format!("{above}{below}{name}"), kept));
        }
        TreeWalkResult::Ok
    })?;
    Ok(listed)
}

/// `100644 blob <name>\t<path>`
fn tree_line(line: &str) -> Option<(String, Entry)> {
    let (head, path) = line.split_once('\t')?;
    let mut head = head.split(' ');
    let mode = u32::from_str_radix(head.next()?, 8).ok()?;
    Some((path.to_owned(), Entry { mode, id: head.nth(1)?.to_owned() }))
}
