//! Git's index, brought up to a new commit: what somebody has staged meanwhile stays as it is.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::SystemTime;

use anyhow::{Context, Result, bail};
use git2::Oid;

use super::change::Room;
use super::compare::Touched;
use super::git::{done, run};
use super::index_file::{IndexFile, Known, Look, New};
use super::locks::Taken;
use super::write_objects::{Bench, Edits, Entry, SHA_1, fed, index_info};
use crate::folder::Confined;

/// The index, locked, and the one that is about to take its place.
pub(super) struct Reserved {
    taken: Taken,
    new: PathBuf,
    index: PathBuf,
    /// Whether git has written the new one.
    is_gits: bool,
}

/// How the index shall know the file at `path` again, which may still be to be renamed: that gives it another change time. None
/// where nothing is known of it: git reads it once then.
#[cfg(unix)]
pub(super) fn look_at(path: &Path, is_staged: bool) -> Option<Look> {
    use std::os::unix::fs::MetadataExt;
    let known = fs::symlink_metadata(path).ok()?;
    // Git keeps the lower half of these.
    #[expect(clippy::cast_possible_truncation, reason = "so does git")]
    let low = |part: u64| part as u32;
    let time = |seconds: i64, nanos: i64| (low(seconds.cast_unsigned()), low(nanos.cast_unsigned()));
    Some(Look {
        ctime: if is_staged { (0, 0) } else { time(known.ctime(), known.ctime_nsec()) },
        mtime: time(known.mtime(), known.mtime_nsec()),
        device: low(known.dev()),
        inode: low(known.ino()),
        user: known.uid(),
        group: known.gid(),
        size: low(known.len()),
    })
}

#[cfg(not(unix))]
pub(super) fn look_at(_path: &Path, _is_staged: bool) -> Option<Look> {
    None
}

/// When and how the index was written: what tells it from any other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Written {
    /// None where there is no index.
    at: Option<SystemTime>,
    size: u64,
    /// What git writes at its end.
    end: [u8; 20],
}

impl Written {
    fn of(index: &Path) -> io::Result<Self> {
        let mut end = [0; 20];
        let mut file = match fs::File::open(index) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok(Self { at: None, size: 0, end });
            }
            opened => opened?,
        };
        let known = file.metadata()?;
        // One that is too short is refused by whoever reads it.
        let _ = file.seek(SeekFrom::End(-20)).and_then(|_| file.read_exact(&mut end));
        Ok(Self { at: Some(known.modified()?), size: known.len(), end })
    }

    /// The second in which it was written.
    fn second(&self) -> u64 {
        let since = self.at.and_then(|at| at.duration_since(SystemTime::UNIX_EPOCH).ok());
        since.map_or(0, |since| since.as_secs())
    }
}

/// An index as it was read, and when it had been written.
pub(super) type Indexed = (Written, Rc<IndexFile>);

/// Reads an index; none where it is of a kind that only git reads.
fn read(path: &Path) -> io::Result<Option<Indexed>> {
    // In this order: one that is written in between is read again.
    let written = Written::of(path)?;
    let bytes = if written.at.is_some() { fs::read(path)? } else { Vec::new() };
    Ok(IndexFile::read(bytes).map(|index| (written, Rc::new(index))))
}

impl Bench {
    /// Locks the index and writes, beside it, the one that knows what the change `touched`; `seen` are the files that are as they
    /// shall be, and what they look like.
    ///
    /// # Errors
    /// Another program holds it, or somebody is in the middle of a merge.
    pub(super) fn reserve_index(
        &self,
        room: Room<'_>,
        touched: &[Touched],
        seen: &BTreeMap<String, Option<Look>>,
    ) -> Result<Reserved> {
        let index = self.place.git.join("index");
        let taken = Taken::of(&index, room)?;
        let new = room.private.join("staged-index");
        let named = || format!("写不了“{}”", new.display());
        let read = self.index()?;
        let is_gits = read.is_none();
        if let Some(read) = read {
            let next = self.next_index(&read, touched, seen)?;
            fs::File::create(&new).and_then(|mut file| file.write_all(&next)).with_context(named)?;
        } else {
            let _ = fs::remove_file(&new);
            if index.exists() {
                fs::copy(&index, &new).with_context(named)?;
                // By this time git tells which files may have changed since without looking it.
                let written = fs::metadata(&index).and_then(|known| known.modified()).with_context(named)?;
                let copy = fs::File::options().write(true).open(&new).with_context(named)?;
                copy.set_modified(written).with_context(named)?;
            }
            self.write_index_by_git(&new, touched, seen)?;
        }
        Ok(Reserved { taken, new, index, is_gits })
    }

    /// The index as it is now, read again only where somebody has written it since; none where it is of a kind that only git
    /// reads.
    pub(super) fn index(&self) -> Result<Option<Indexed>> {
        if self.library.is_none() {
            return Ok(None);
        }
        let path = self.place.git.join("index");
        let named = || format!("读不了“{}”", path.display());
        let mut known = self.index.borrow_mut();
        if let Some((written, _)) = &*known
            && *written == Written::of(&path).with_context(named)?
        {
            return Ok(known.clone());
        }
        *known = read(&path).with_context(named)?;
        Ok(known.clone())
    }

    fn next_index(
        &self,
        (written, index): &Indexed,
        touched: &[Touched],
        seen: &BTreeMap<String, Option<Look>>,
    ) -> Result<Vec<u8>> {
        refuse_unmerged(index.entries().any(Known::is_unmerged))?;
        let mut edits = self.looked_at_again(index, *written)?;
        let mut ours = Vec::new();
        for Touched { path, before, after } in touched {
            let entry = index.get(path).map(|known| entry(&known)).transpose()?;
            // Whatever else is there, somebody has staged.
            if entry == *before || seen.contains_key(path) {
                let look = seen.get(path).copied().flatten().unwrap_or_default();
                let new = after.as_ref().map(|entry| new(entry, look)).transpose()?;
                ours.push((path.as_bytes(), new));
            }
        }
        edits.extend(ours);
        Ok(index.with(&edits))
    }

    /// What the index has to know of the files otherwise, as far as it would be wrong in the next one.
    ///
    /// What was renamed into its place since the index was written is noted as it is, so that git need not read it again. A file
    /// that changed in the second in which the index was written, and kept its size, looks unchanged; git tells it by the time of
    /// the index, which is about to be another one: those that did change are marked as git marks them, with no size.
    fn looked_at_again<'a>(
        &self,
        index: &'a IndexFile,
        written: Written,
    ) -> Result<BTreeMap<&'a [u8], Option<New>>> {
        let is_renamed = |look: Look| look.ctime.0 == 0 && look.mtime.0 != 0;
        let is_racy = |look: Look| u64::from(look.mtime.0) >= written.second();
        let mut edits = BTreeMap::new();
        let mut top = None;
        for known in index.entries() {
            let look = known.look();
            if !is_renamed(look) && !is_racy(look) {
                continue;
            }
            let Ok(path) = std::str::from_utf8(known.path()) else { continue };
            let is_same =
                |now: &Look| (now.mtime, now.inode, now.size) == (look.mtime, look.inode, look.size);
            let now = is_renamed(look).then(|| look_at(&self.place.top.join(path), false)).flatten();
            let mut new = new(&entry(&known)?, now.filter(is_same).unwrap_or(look))?;
            if is_racy(look) {
                let top = match &mut top {
                    Some(top) => top,
                    none => none.insert(Confined::open(&self.place.top)?),
                };
                // What is gone, or is no file, looks changed by itself.
                if let Ok(bytes) = top.read(path)
                    && self.names(&[(path, &bytes)])?.first() != Some(&entry(&known)?.id)
                {
                    new.look.size = 0;
                }
            }
            edits.insert(known.path(), Some(new));
        }
        Ok(edits)
    }

    fn write_index_by_git(
        &self,
        new: &Path,
        touched: &[Touched],
        seen: &BTreeMap<String, Option<Look>>,
    ) -> Result<()> {
        const WHAT: &str = "git 更新不了索引";
        let with = |mut command: std::process::Command| {
            command.env("GIT_INDEX_FILE", new);
            command
        };
        let listed = done(&run(with(self.git(["ls-files", "--stage", "-z"])))?, WHAT)?;
        refuse_unmerged(listed.split('\0').any(|line| {
            let stage = line.split_once('\t').and_then(|(head, _)| head.rsplit(' ').next());
            stage.is_some_and(|stage| stage != "0")
        }))?;
        let known: BTreeMap<&str, Entry> = listed.split('\0').filter_map(stage_line).collect();
        let ours = touched.iter().filter(|touched| {
            known.get(touched.path.as_str()) == touched.before.as_ref() || seen.contains_key(&touched.path)
        });
        let edits: Edits = ours.map(|touched| (touched.path.clone(), touched.after.clone())).collect();
        let named = touched.iter().filter_map(|touched| touched.before.as_ref().or(touched.after.as_ref()));
        let digits = known.values().chain(named).next().map_or(SHA_1, |entry| entry.id.len());
        let lines = index_info(&edits, digits);
        fed(with(self.git(["update-index", "-z", "--index-info"])), &lines, WHAT)?;
        Ok(())
    }

    /// What the index has at these paths, seen from the top.
    pub(super) fn staged(&self, paths: &[&str]) -> Result<Vec<Option<Entry>>> {
        if let Some((_, index)) = self.index()? {
            return paths.iter().map(|path| index.get(path).map(|known| entry(&known)).transpose()).collect();
        }
        let listed = done(&run(self.git(["ls-files", "--stage", "-z"]))?, "git 读不出索引")?;
        let known: BTreeMap<&str, Entry> = listed.split('\0').filter_map(stage_line).collect();
        Ok(paths.iter().map(|path| known.get(path).cloned()).collect())
    }
}

impl Reserved {
    /// Puts the new index in the place of the old one, and lets go of it.
    pub(super) fn put(self, bench: &Bench) -> Result<()> {
        if self.is_gits {
            let mut refresh = bench.git(["update-index", "-q", "--really-refresh"]);
            // It only spares the next git some reading.
            let _ = run({
                refresh.env("GIT_INDEX_FILE", &self.new);
                refresh
            });
        }
        if self.new.exists() {
            fs::rename(&self.new, &self.index)
                .with_context(|| format!("写不了“{}”", self.index.display()))?;
        }
        self.taken.release()
    }
}

/// Refuses where somebody is in the middle of joining files.
fn refuse_unmerged(is_unmerged: bool) -> Result<()> {
    if is_unmerged {
        bail!(
            "仓库里还有没有合并完的文件，没有改动；请先做完（git add 和 git commit），或放弃（git merge --abort）"
        );
    }
    Ok(())
}

/// `100644 <name> 0\t<path>`
fn stage_line(line: &str) -> Option<(&str, Entry)> {
    let (head, path) = line.split_once('\t')?;
    let mut head = head.split(' ');
    let mode = u32::from_str_radix(head.next()?, 8).ok()?;
    Some((path, Entry { mode, id: head.next()?.to_owned() }))
}

fn entry(known: &Known<'_>) -> Result<Entry> {
    Ok(Entry { mode: known.mode(), id: Oid::from_bytes(&known.id())?.to_string() })
}

fn new(entry: &Entry, look: Look) -> Result<New> {
    let mut id = [0; 20];
    id.copy_from_slice(Oid::from_str(&entry.id)?.as_bytes());
    Ok(New { mode: entry.mode, id, look })
}
