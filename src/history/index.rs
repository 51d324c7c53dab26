//! Git's index, brought up to a new commit: what somebody has staged meanwhile stays as it is.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context, Result, bail};
use git2::{IndexEntry, IndexTime, Oid};

use super::change::Room;
use super::git::{done, run};
use super::locks::Taken;
use super::making::{Bench, Edits, Entry, Touched, fed, index_info};
use crate::folder::Confined;

/// The index, locked, and the one that is about to take its place.
pub(super) struct Reserved {
    _taken: Taken,
    new: PathBuf,
    index: PathBuf,
}

/// How the index knows a file again without reading it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Seen {
    mtime: (i64, u32),
    ctime: (i64, u32),
    place: (u64, u64),
    owner: (u32, u32),
    size: u64,
}

impl Seen {
    /// The file at `path`. One that is still to be renamed gets another change time by that.
    #[cfg(unix)]
    pub(super) fn of(path: &Path, is_staged: bool) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        let known = fs::symlink_metadata(path).ok()?;
        let part = |part: i64| u32::try_from(part).unwrap_or(0);
        Some(Self {
            mtime: (known.mtime(), part(known.mtime_nsec())),
            ctime: if is_staged { (0, 0) } else { (known.ctime(), part(known.ctime_nsec())) },
            place: (known.dev(), known.ino()),
            owner: (known.uid(), known.gid()),
            size: known.len(),
        })
    }

    /// Elsewhere git reads the file once to know it again.
    #[cfg(not(unix))]
    pub(super) fn of(_path: &Path, _is_staged: bool) -> Option<Self> {
        None
    }
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
        seen: &BTreeMap<String, Option<Seen>>,
    ) -> Result<Reserved> {
        let index = self.place.git.join("index");
        let taken = Taken::of(&index, room)?;
        let new = room.private.join("staged-index");
        let named = || format!("写不了“{}”", new.display());
        let _ = fs::remove_file(&new);
        if index.exists() {
            fs::copy(&index, &new).with_context(named)?;
            // By this time git tells which files may have changed since without looking it.
            let written = fs::metadata(&index).and_then(|known| known.modified()).with_context(named)?;
            let copy = fs::File::options().write(true).open(&new).with_context(named)?;
            copy.set_modified(written).with_context(named)?;
        }
        if self.library.is_some() {
            self.write_index(&new, touched, seen)?;
        } else {
            self.write_index_by_git(&new, touched, seen)?;
        }
        Ok(Reserved { _taken: taken, new, index })
    }

    fn write_index(
        &self,
        new: &Path,
        touched: &[Touched],
        seen: &BTreeMap<String, Option<Seen>>,
    ) -> Result<()> {
        let mut index = git2::Index::open(new)?;
        refuse_unmerged(index.has_conflicts())?;
        self.refresh(&mut index)?;
        self.mark_racy(new, &mut index)?;
        for Touched { path, before, after } in touched {
            let known = index.get_path(Path::new(path), 0);
            let entry = known.as_ref().map(|known| Entry { mode: known.mode, id: known.id.to_string() });
            // Whatever else is there, somebody has staged.
            if entry != *before && !seen.contains_key(path) {
                continue;
            }
            match after {
                Some(entry) => index.add(&index_entry(path, entry, seen.get(path).copied().flatten())?)?,
                None if known.is_some() => index.remove(Path::new(path), 0)?,
                None => {}
            }
        }
        Ok(index.write()?)
    }

    /// What was renamed into its place since the index was written is noted as it is now, so that git need not read it again.
    fn refresh(&self, index: &mut git2::Index) -> Result<()> {
        let stale = |entry: &IndexEntry| entry.ctime.seconds() == 0 && entry.mtime.seconds() != 0;
        let stale: Vec<IndexEntry> = index.iter().filter(stale).collect();
        for entry in stale {
            let Ok(path) = String::from_utf8(entry.path.clone()) else { continue };
            let Some(seen) = Seen::of(&self.place.top.join(&path), false) else { continue };
            let now = index_entry(&path, &Entry { mode: entry.mode, id: entry.id.to_string() }, Some(seen))?;
            let is_same =
                now.mtime == entry.mtime && now.ino == entry.ino && now.file_size == entry.file_size;
            if is_same {
                index.add(&now)?;
            }
        }
        Ok(())
    }

    /// A file that changed in the second in which the index was written, and kept its size, looks unchanged; git tells it by the
    /// time of the index, which is about to be another one. Those that did change are marked as git marks them: with no size.
    fn mark_racy(&self, old: &Path, index: &mut git2::Index) -> Result<()> {
        let Ok(written) = fs::metadata(old).and_then(|known| known.modified()) else { return Ok(()) };
        let written = written.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let is_racy = |entry: &IndexEntry| i64::from(entry.mtime.seconds()) >= written.cast_signed();
        let racy: Vec<IndexEntry> = index.iter().filter(is_racy).collect();
        let top = Confined::open(&self.place.top)?;
        for entry in racy {
            let Ok(path) = String::from_utf8(entry.path.clone()) else { continue };
            // What is gone, or is no file, looks changed by itself.
            let Ok(bytes) = top.read(&path) else { continue };
            if self.names(&[(&path, &bytes)])?.first() != Some(&entry.id.to_string()) {
                index.add(&IndexEntry { file_size: 0, ..entry })?;
            }
        }
        Ok(())
    }

    fn write_index_by_git(
        &self,
        new: &Path,
        touched: &[Touched],
        seen: &BTreeMap<String, Option<Seen>>,
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
        fed(with(self.git(["update-index", "-z", "--index-info"])), &index_info(&edits), WHAT)?;
        Ok(())
    }

    /// What the index has at these paths, seen from the top.
    pub(super) fn staged(&self, paths: &[&str]) -> Result<Vec<Option<Entry>>> {
        if self.library.is_some() {
            let index = git2::Index::open(&self.place.git.join("index"))?;
            let entry = |path: &&str| {
                let entry = index.get_path(Path::new(path), 0)?;
                Some(Entry { mode: entry.mode, id: entry.id.to_string() })
            };
            return Ok(paths.iter().map(entry).collect());
        }
        let listed = done(&run(self.git(["ls-files", "--stage", "-z"]))?, "git 读不出索引")?;
        let known: BTreeMap<&str, Entry> = listed.split('\0').filter_map(stage_line).collect();
        Ok(paths.iter().map(|path| known.get(path).cloned()).collect())
    }
}

impl Reserved {
    /// Puts the new index in the place of the old one, and lets go of it.
    pub(super) fn put(self, bench: &Bench) -> Result<()> {
        if bench.library.is_none() {
            let mut refresh = bench.git(["update-index", "-q", "--really-refresh"]);
            // It only spares the next git some reading.
            let _ = run({
                refresh.env("GIT_INDEX_FILE", &self.new);
                refresh
            });
        }
        if !self.new.exists() {
            return Ok(());
        }
        fs::rename(&self.new, &self.index).with_context(|| format!("写不了“{}”", self.index.display()))
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

fn index_entry(path: &str, entry: &Entry, seen: Option<Seen>) -> Result<IndexEntry> {
    let seen = seen.unwrap_or_default();
    // Git keeps the lower half of these.
    #[expect(clippy::cast_possible_truncation, reason = "so does git")]
    let low = |part: u64| part as u32;
    #[expect(clippy::cast_possible_truncation, reason = "so does git")]
    let time = |(seconds, nanos): (i64, u32)| IndexTime::new(seconds as i32, nanos);
    Ok(IndexEntry {
        ctime: time(seen.ctime),
        mtime: time(seen.mtime),
        dev: low(seen.place.0),
        ino: low(seen.place.1),
        mode: entry.mode,
        uid: seen.owner.0,
        gid: seen.owner.1,
        file_size: low(seen.size),
        id: Oid::from_str(&entry.id)?,
        flags: 0,
        flags_extended: 0,
        path: path.as_bytes().to_vec(),
    })
}
