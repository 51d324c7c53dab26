//! Making git's objects: what files hold, trees, commits. Within this process where the library knows the repository's format,
//! by git's plumbing where it does not (SHA-256, reftable, a split index). Nothing that is made here shows before a branch leads
//! to it.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use anyhow::{Context, Result, anyhow, bail};
use git2::{AttrCheckFlags, AttrValue, Buf, ObjectType, Oid, RepositoryOpenFlags, Signature, Time};

use super::commit_settings::Wishes;
use super::git::{done, finish, git, run, start};
use super::index::Indexed;
use super::objects::ObjectId;
use super::place::Place;
use super::tree;
use crate::folder::Private;

/// What a tree has at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// `0o100644`
    pub(super) mode: u32,
    pub(super) id: ObjectId,
}

/// A regular file that nobody can run.
pub(super) const PLAIN: u32 = 0o100_644;

/// How many digits the names of objects have in most repositories.
pub(super) const SHA_1: usize = 40;

/// Which paths of a tree shall hold what, seen from the top; none: nothing.
pub(super) type Edits = BTreeMap<String, Option<Entry>>;

const NO_TREE: &str = "git 存不下目录";

/// From how many objects on they go into one pack: a file for each would take longer, and every git after us too.
const MANY: usize = 256;

/// A repository, and who can make objects in it.
pub(super) struct Bench {
    pub(super) place: Place,
    pub(super) library: Option<git2::Repository>,
    /// The index as it was read last, where it is of a kind that is read here.
    pub(super) index: RefCell<Option<Indexed>>,
}

impl Bench {
    /// The repository at `place`. Here, and nowhere else, it is decided by its format whether the library works in it or git.
    ///
    /// # Errors
    /// The repository belongs to somebody whom git does not trust, or cannot be read.
    pub(super) fn at(place: Place) -> Result<Self> {
        // Git itself does not hash again what it reads either; `git fsck` does.
        git2::opts::strict_hash_verification(false);
        let nowhere: [&Path; 0] = [];
        let opened = git2::Repository::open_ext(&place.git, RepositoryOpenFlags::NO_SEARCH, nowhere);
        let library = match opened {
            Ok(library) if is_known(&library, &place)? => {
                // Attributes are looked up in files, and in no index: see `needs_git`.
                library.set_index(&mut git2::Index::new()?)?;
                Some(library)
            }
            Err(error) if error.code() == git2::ErrorCode::Owner => bail!(untrusted(&place.top)),
            Ok(_) | Err(_) => None,
        };
        Ok(Self { place, library, index: RefCell::new(None) })
    }

    /// Lets git pack what it thinks is too much lying about, as it does after commits of its own. Nobody waits for it.
    pub(super) fn tidy(&self, wishes: &Wishes) {
        // Git's own guess at how many objects there are: those in one folder out of 256.
        let most = wishes.setting("gc.auto").and_then(|most| most.parse().ok()).unwrap_or(6700_usize);
        let sample = std::fs::read_dir(self.place.common.join("objects/17"));
        if most > 0 && sample.is_ok_and(|sample| sample.count() > most / 256) {
            let mut tidy = self.git(["gc", "--auto", "--quiet"]);
            let _ = tidy.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        }
    }

    /// Waits until a commit and all that it brought are on the disk: what these paths hold, and the folders above them. Git, where
    /// it has made them, waits for what it is set to wait for.
    pub(super) fn settle(&self, commit: &str, edits: &Edits) -> Result<()> {
        let Some(library) = &self.library else { return Ok(()) };
        let tree = tree::of_commit(library, commit)?;
        let mut names: BTreeSet<String> = [commit.to_owned(), tree.to_string()].into();
        names.extend(edits.values().flatten().map(|entry| entry.id.clone()));
        let above = edits.keys().flat_map(|path| path.match_indices('/').map(|(at, _)| &path[..at]));
        let above: BTreeSet<&str> = above.collect();
        let above: Vec<&str> = above.into_iter().collect();
        names.extend(tree::look_up(library, tree, &above)?.into_iter().flatten().map(|folder| folder.id));
        for name in names {
            let (folder, rest) = name.split_at(2);
            // What was there before may lie in a pack.
            if let Ok(file) = std::fs::File::open(self.place.common.join("objects").join(folder).join(rest)) {
                file.sync_data().context("磁盘没有把 git 的对象存稳")?;
            }
        }
        Ok(())
    }

    /// Git, at the top of the work tree.
    pub(super) fn git<const N: usize>(&self, arguments: [&str; N]) -> Command {
        git(&self.place.top, arguments)
    }

    /// Keeps what these files hold, by their paths from the top; what each is called.
    pub(super) fn blobs(&self, files: &[(&str, &[u8])]) -> Result<Vec<ObjectId>> {
        let Some(library) = &self.library else {
            return files.iter().map(|(path, bytes)| self.blob_by_git(path, bytes)).collect();
        };
        if files.len() <= MANY {
            return files.iter().map(|(path, bytes)| self.blob(library, path, bytes)).collect();
        }
        // In a repository of its own: what is kept in memory there would take everything that comes after.
        let packing = git2::Repository::open(&self.place.git)?;
        let objects = packing.odb()?;
        let memory = objects.add_new_mempack_backend(1000)?;
        let names = files.iter().map(|(path, bytes)| self.blob(&packing, path, bytes));
        let names: Vec<ObjectId> = names.collect::<Result<_>>()?;
        let (mut builder, mut pack) = (packing.packbuilder()?, Buf::new());
        for name in &names {
            builder.insert_object(Oid::from_str(name)?, None)?;
        }
        builder.write_buf(&mut pack)?;
        let mut writer = objects.packwriter()?;
        writer.write_all(&pack).context("写不了 git 的对象")?;
        writer.commit()?;
        memory.reset()?;
        library.odb()?.refresh()?;
        Ok(names)
    }

    fn blob(&self, library: &git2::Repository, path: &str, bytes: &[u8]) -> Result<ObjectId> {
        if self.needs_git(library, path)? {
            // A program of the person's own (git-lfs) stands between the file and what is kept of it.
            return self.blob_by_git(path, bytes);
        }
        if !bytes.contains(&b'\r') {
            return Ok(library.blob(bytes)?.to_string());
        }
        // Line endings, as the repository wants them.
        let mut writer = library.blob_writer(Some(Path::new(path)))?;
        writer.write_all(bytes).context("写不了 git 的对象")?;
        Ok(writer.commit()?.to_string())
    }

    /// Whether only git knows what becomes of a file when it is kept: a program of the person's own stands between, or what
    /// would say so lies in the index and not in the work tree.
    fn needs_git(&self, library: &git2::Repository, path: &str) -> Result<bool> {
        let Some((_, index)) = self.index()? else { return Ok(true) };
        let ends = path.match_indices('/').map(|(at, _)| at + 1);
        let attributes = [0].into_iter().chain(ends).map(|end| format!("{}.gitattributes", &path[..end]));
        let is_hidden = |file: &String| index.get(file).is_some() && !self.place.top.join(file).exists();
        if attributes.into_iter().any(|file| is_hidden(&file)) {
            return Ok(true);
        }
        let filter = library.get_attr_bytes(Path::new(path), "filter", AttrCheckFlags::FILE_THEN_INDEX)?;
        Ok(matches!(AttrValue::always_bytes(filter), AttrValue::String(_) | AttrValue::Bytes(_)))
    }

    /// Keeps bytes as they are.
    pub(super) fn raw_blob(&self, bytes: &[u8]) -> Result<ObjectId> {
        if let Some(library) = &self.library {
            return Ok(library.blob(bytes)?.to_string());
        }
        let hash = self.git(["hash-object", "-w", "--stdin", "--no-filters"]);
        Ok(fed(hash, bytes, "git 存不下文件")?.trim().to_owned())
    }

    fn blob_by_git(&self, path: &str, bytes: &[u8]) -> Result<ObjectId> {
        let hash = self.git(["hash-object", "-w", "--stdin", "--path", path]);
        Ok(fed(hash, bytes, "git 存不下文件")?.trim().to_owned())
    }

    /// What these files of the work tree would be called if they were kept, by their paths from the top.
    pub(super) fn names(&self, files: &[(&str, &[u8])]) -> Result<Vec<ObjectId>> {
        let name = |(path, bytes): &(&str, &[u8])| match &self.library {
            None => {
                let hash = self.git(["hash-object", "--stdin", "--path", path]);
                Ok(fed(hash, bytes, "git 看不了文件")?.trim().to_owned())
            }
            // Only line endings and programs of the person's own stand between a file and what is kept of it.
            Some(library) if bytes.contains(&b'\r') || self.needs_git(library, path)? => {
                self.blob(library, path, bytes)
            }
            Some(_) => Ok(Oid::hash_object(ObjectType::Blob, bytes)?.to_string()),
        };
        files.iter().map(name).collect()
    }

    /// The tree `base`, none for an empty one, with these edits.
    pub(super) fn tree(&self, base: Option<&str>, edits: &Edits, private: &Private) -> Result<ObjectId> {
        let Some(library) = &self.library else { return self.tree_by_git(base, edits, private) };
        let base = base.map(|commit| tree::of_commit(library, commit)).transpose()?;
        Ok(tree::edited(library, base, edits)?.to_string())
    }

    /// The same by git, in an index of our own: for formats that the library does not know, and for trees that come from
    /// elsewhere, whose paths git then looks at.
    pub(super) fn tree_by_git(
        &self,
        base: Option<&str>,
        edits: &Edits,
        private: &Private,
    ) -> Result<ObjectId> {
        let index = private.join("staged-tree");
        let _ = std::fs::remove_file(&index);
        let with = |mut command: Command| {
            command.env("GIT_INDEX_FILE", &index);
            command
        };
        if let Some(base) = base {
            done(&run(with(self.git(["read-tree", base])))?, NO_TREE)?;
        }
        let lines = index_info(edits, base.map_or(SHA_1, str::len));
        fed(with(self.git(["update-index", "-z", "--index-info"])), &lines, NO_TREE)?;
        let tree = done(&run(with(self.git(["write-tree"])))?, NO_TREE)?;
        let _ = std::fs::remove_file(&index);
        Ok(tree.trim().to_owned())
    }

    /// Makes a commit.
    pub(super) fn commit(
        &self,
        tree: &str,
        parents: &[&str],
        message: &str,
        wishes: &Wishes,
    ) -> Result<ObjectId> {
        match &self.library {
            Some(library) if !wishes.is_on("commit.gpgsign") && are_read(library, parents) => {
                let signature = |ident: &str| signature(ident).context("git 的姓名和时间读不懂");
                let (author, committer) = (signature(&wishes.author)?, signature(&wishes.committer)?);
                let tree = library.find_tree(Oid::from_str(tree)?)?;
                let parents: Vec<git2::Commit<'_>> = parents
                    .iter()
                    .map(|parent| library.find_commit(Oid::from_str(parent)?))
                    .collect::<Result<_, git2::Error>>()?;
                let parents: Vec<&git2::Commit<'_>> = parents.iter().collect();
                let bytes = library.commit_create_buffer(&author, &committer, message, &tree, &parents)?;
                Ok(library.odb()?.write(ObjectType::Commit, &bytes)?.to_string())
            }
            _ => {
                let mut commit = self.git(["-c", "i18n.commitEncoding=UTF-8", "commit-tree"]);
                if wishes.is_on("commit.gpgsign") {
                    commit.arg("-S");
                }
                for parent in parents {
                    commit.args(["-p", parent]);
                }
                commit.args(["-F", "-", tree]);
                Ok(fed(commit, message.as_bytes(), "git 存不下提交")?.trim().to_owned())
            }
        }
    }
}

/// Whether the library can read these commits: of one that states no day, git alone makes something.
fn are_read(library: &git2::Repository, commits: &[&str]) -> bool {
    let is_read = |commit: &&str| Oid::from_str(commit).and_then(|name| library.find_commit(name)).is_ok();
    commits.iter().all(is_read)
}

/// What was looked for, where it is there.
pub(super) fn found<T>(looked: Result<T, git2::Error>) -> Result<Option<T>> {
    match looked {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.code() == git2::ErrorCode::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

impl Entry {
    /// Whether it is a regular file, and no link, submodule or folder.
    pub(super) fn is_file(&self) -> bool {
        self.mode & 0o170_000 == 0o100_000
    }
}

/// Whether the library knows all that this repository is made of: it opens no object format or extension that it does not know,
/// but neither sees where branches are kept otherwise, nor fetches what a partial clone has left behind.
fn is_known(library: &git2::Repository, place: &Place) -> Result<bool> {
    let config = library.config()?;
    let is_partial = config.entries(Some(r"^remote\..*\.promisor$"))?.next().is_some();
    Ok(!is_partial && !place.common.join("reftable").exists())
}

/// Why a repository is not opened that belongs to somebody else.
pub(super) fn untrusted(top: &Path) -> String {
    let top = top.display();
    format!(
        "台账的仓库“{top}”属于另一个用户，git 不放心打开；确认可信的，请运行 git config --global --add safe.directory '{top}'"
    )
}

/// Lines for `git update-index -z --index-info`, where the names of objects have so many digits.
pub(super) fn index_info(edits: &Edits, digits: usize) -> Vec<u8> {
    let mut lines = Vec::new();
    for (path, entry) in edits {
        let line = match entry {
            Some(Entry { mode, id }) => format!("{mode:o} {id}\t{path}\0"),
            // Mode 0 takes the path away, whatever the name says.
            None => format!("0 {}\t{path}\0", "0".repeat(digits)),
        };
        lines.extend_from_slice(line.as_bytes());
    }
    lines
}

/// Runs it with this to read.
pub(super) fn fed(command: Command, input: &[u8], what: &str) -> Result<String> {
    done(&feed(command, input)?, what)
}

/// The same, to its end, whatever becomes of it.
pub(super) fn feed(mut command: Command, input: &[u8]) -> Result<Output> {
    let mut child = start(command.stdin(Stdio::piped()))?;
    let mut asking = child.stdin.take().context("git 没有打开输入")?;
    std::thread::scope(|scope| {
        scope.spawn(move || {
            // A git that has given up closes its end; its exit code tells the rest.
            let _ = asking.write_all(input);
        });
        finish(child)
    })
}

/// `李强 <liqiang@example.com> 1764000000 +0800`
fn signature(ident: &str) -> Option<Signature<'static>> {
    let (name, rest) = ident.split_once(" <")?;
    let (email, when) = rest.rsplit_once("> ")?;
    let (seconds, zone) = when.split_once(' ')?;
    let zone: i32 = zone.parse().ok()?;
    let minutes = zone / 100 * 60 + zone % 100;
    Signature::new(name, email, &Time::new(seconds.parse().ok()?, minutes)).ok()
}

/// The text of a commit, without what git would take away.
pub(super) fn tidy(message: &str) -> Result<String> {
    let text = message.trim();
    if text.is_empty() {
        return Err(anyhow!("钩子把提交说明删空了"));
    }
    Ok(format!("{text}\n"))
}
