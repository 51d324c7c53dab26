//! Git's index as the bytes it is (gitformat-index, versions 2 and 3): a list of entries, sorted by path, of which a few are looked
//! up or become others. Any other kind is git's own to read: version 4, an index in two parts or with whole folders, one that names
//! objects by SHA-256.

use std::collections::BTreeMap;
use std::ops::Range;

use sha1::{Digest, Sha1};

/// What an entry holds before its path, without the flags that version 3 adds.
const HEAD: usize = 62;
const ID: usize = 20;

/// That two more bytes of flags follow.
const IS_EXTENDED: u16 = 0x4000;
/// Which side of a file that is still to be joined it is.
const STAGE: u16 = 0x3000;
/// How much of the flags says how long the path is.
const LENGTH: u16 = 0x0fff;

/// An index, read.
pub(super) struct IndexFile {
    version: u32,
    bytes: Vec<u8>,
    /// Where each entry stands.
    entries: Vec<Range<usize>>,
}

/// What the index knows a file by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Known<'a> {
    bytes: &'a [u8],
}

/// The same of a file that it shall know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct New {
    pub(super) mode: u32,
    pub(super) id: [u8; ID],
    /// What it looks like: all nought, where git is to look at it.
    pub(super) look: Look,
}

/// How a file is known again without being read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Look {
    /// Seconds and nanoseconds.
    pub(super) ctime: (u32, u32),
    pub(super) mtime: (u32, u32),
    pub(super) device: u32,
    pub(super) inode: u32,
    pub(super) user: u32,
    pub(super) group: u32,
    pub(super) size: u32,
}

impl IndexFile {
    /// Reads it; an empty one, where there are no bytes. None: it is of a kind that only git reads, or damaged.
    pub(super) fn read(bytes: Vec<u8>) -> Option<Self> {
        if bytes.is_empty() {
            return Some(Self { version: 2, bytes, entries: Vec::new() });
        }
        let version = number(&bytes, 4)?;
        if !bytes.starts_with(b"DIRC") || !matches!(version, 2 | 3) {
            return None;
        }
        let end = bytes.len().checked_sub(ID)?;
        let mut entries = Vec::new();
        let mut at = 12;
        for _ in 0..number(&bytes, 8)? {
            let length = length(bytes.get(at..end)?)?;
            entries.push(at..at + length);
            at += length;
        }
        // What follows can be left out where its name begins with a capital letter.
        while at < end {
            if !bytes.get(at)?.is_ascii_uppercase() {
                return None;
            }
            at = at.checked_add(8)?.checked_add(number(&bytes, at + 4)? as usize)?;
        }
        let is_sorted = entries.is_sorted_by(|one, other| {
            let [one, other] = [one, other].map(|entry| Known { bytes: &bytes[entry.clone()] });
            one.order() < other.order()
        });
        (at == end && is_sorted).then_some(Self { version, bytes, entries })
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = Known<'_>> {
        self.entries.iter().map(|entry| Known { bytes: &self.bytes[entry.clone()] })
    }

    /// The entry of a file, unless it is still to be joined.
    pub(super) fn get(&self, path: &str) -> Option<Known<'_>> {
        let at = |entry: &Range<usize>| Known { bytes: &self.bytes[entry.clone()] };
        let found = self.entries.binary_search_by(|entry| at(entry).order().cmp(&(path.as_bytes(), 0)));
        found.ok().map(|number| at(&self.entries[number]))
    }

    /// The bytes of an index with these files otherwise; none: without the file. What else it may hold, git makes anew.
    pub(super) fn with(&self, edits: &BTreeMap<&[u8], Option<New>>) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.bytes.len() + edits.len() * 128);
        bytes.extend_from_slice(b"DIRC");
        bytes.extend_from_slice(&self.version.to_be_bytes());
        bytes.extend_from_slice(&[0; 4]);
        let mut count = 0_u32;
        let mut write = |entry: &[u8]| {
            bytes.extend_from_slice(entry);
            count += 1;
        };
        let mut new = edits.iter().filter_map(|(path, new)| Some((*path, new.as_ref()?))).peekable();
        for known in self.entries() {
            while let Some((path, new)) = new.next_if(|(path, _)| *path < known.path()) {
                write(&new.entry(path));
            }
            if let Some((path, new)) = new.next_if(|(path, _)| *path == known.path()) {
                write(&new.entry(path));
            } else if !edits.contains_key(known.path()) {
                write(known.bytes);
            }
        }
        new.for_each(|(path, new)| write(&new.entry(path)));
        bytes[8..12].copy_from_slice(&count.to_be_bytes());
        let digest = Sha1::digest(&bytes);
        bytes.extend_from_slice(&digest);
        bytes
    }
}

impl<'a> Known<'a> {
    fn flags(self) -> u16 {
        u16::from_be_bytes([self.bytes[60], self.bytes[61]])
    }

    pub(super) fn path(self) -> &'a [u8] {
        let rest = &self.bytes[path_at(self.flags())..];
        &rest[..memchr::memchr(0, rest).unwrap_or(rest.len())]
    }

    fn order(self) -> (&'a [u8], u16) {
        (self.path(), self.flags() & STAGE)
    }

    /// Whether the file is still to be joined.
    pub(super) fn is_unmerged(self) -> bool {
        self.flags() & STAGE != 0
    }

    pub(super) fn mode(self) -> u32 {
        self.part(24)
    }

    pub(super) fn id(self) -> [u8; ID] {
        let mut id = [0; ID];
        id.copy_from_slice(&self.bytes[40..60]);
        id
    }

    pub(super) fn look(self) -> Look {
        Look {
            ctime: (self.part(0), self.part(4)),
            mtime: (self.part(8), self.part(12)),
            device: self.part(16),
            inode: self.part(20),
            user: self.part(28),
            group: self.part(32),
            size: self.part(36),
        }
    }

    fn part(self, at: usize) -> u32 {
        number(self.bytes, at).unwrap_or(0)
    }
}

impl New {
    fn entry(&self, path: &[u8]) -> Vec<u8> {
        let Look { ctime, mtime, device, inode, user, group, size } = self.look;
        let mut entry = Vec::with_capacity(HEAD + path.len() + 8);
        for part in [ctime.0, ctime.1, mtime.0, mtime.1, device, inode, self.mode, user, group, size] {
            entry.extend_from_slice(&part.to_be_bytes());
        }
        entry.extend_from_slice(&self.id);
        let length = u16::try_from(path.len()).unwrap_or(LENGTH).min(LENGTH);
        entry.extend_from_slice(&length.to_be_bytes());
        entry.extend_from_slice(path);
        entry.resize(padded(entry.len()), 0);
        entry
    }
}

/// How long the entry at the beginning of these bytes is.
fn length(bytes: &[u8]) -> Option<usize> {
    let flags = u16::from_be_bytes([*bytes.get(60)?, *bytes.get(61)?]);
    let path = path_at(flags);
    let end = path + memchr::memchr(0, bytes.get(path..)?)?;
    let length = padded(end);
    (end > path && length <= bytes.len()).then_some(length)
}

fn path_at(flags: u16) -> usize {
    if flags & IS_EXTENDED == 0 { HEAD } else { HEAD + 2 }
}

/// One to eight bytes of nought follow the path.
fn padded(end: usize) -> usize {
    (end / 8 + 1) * 8
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::core::merge::arbitrary::each_case;

    fn look(seed: u32) -> Look {
        let [one, two] = [seed, seed.wrapping_mul(7)];
        Look {
            ctime: (one, two % 1000),
            mtime: (two, one % 1000),
            device: one,
            inode: two,
            user: one,
            group: two,
            size: one,
        }
    }

    fn new(seed: u32) -> New {
        New { mode: 0o100_644, id: [u8::try_from(seed % 256).unwrap(); ID], look: look(seed) }
    }

    /// What the library reads of it, which knows the checksum too.
    fn as_the_library_reads_it(bytes: &[u8]) -> Vec<(Vec<u8>, [u8; ID], Look)> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::io::Write::write_all(&mut file.as_file(), bytes).unwrap();
        let index = git2::Index::open(file.path()).unwrap();
        let entry = |entry: git2::IndexEntry| {
            let time = |time: git2::IndexTime| (time.seconds().cast_unsigned(), time.nanoseconds());
            let look = Look {
                ctime: time(entry.ctime),
                mtime: time(entry.mtime),
                device: entry.dev,
                inode: entry.ino,
                user: entry.uid,
                group: entry.gid,
                size: entry.file_size,
            };
            (entry.path, entry.id.as_bytes().try_into().unwrap(), look)
        };
        index.iter().map(entry).collect()
    }

    fn path() -> impl Strategy<Value = Vec<u8>> {
        "[a-c]{1,3}(-[a-c]{1,2})?(/[a-c.]{2,3}x){0,2}".prop_map(String::into_bytes)
    }

    #[test]
    fn what_is_written_is_what_the_library_reads() {
        let old = prop::collection::btree_map(path(), any::<u32>(), 0..12);
        let edits = prop::collection::btree_map(path(), prop::option::of(any::<u32>()), 0..12);
        each_case(64, &(old, edits, 3900..4200_usize), |(mut known, edits, long)| {
            // The length of a path has twelve bits.
            known.insert(vec![b'a'; long], 1);
            let all = known.iter().map(|(path, seed)| (path.as_slice(), Some(new(*seed)))).collect();
            let first = IndexFile::read(Vec::new()).unwrap().with(&all);
            let changed = edits.iter().map(|(path, seed)| (path.as_slice(), seed.map(new))).collect();
            let bytes = IndexFile::read(first).unwrap().with(&changed);
            for (path, seed) in &edits {
                match seed {
                    Some(seed) => known.insert(path.clone(), *seed),
                    None => known.remove(path),
                };
            }
            let wanted: Vec<_> =
                known.iter().map(|(path, seed)| (path.clone(), new(*seed).id, look(*seed))).collect();
            prop_assert_eq!(&as_the_library_reads_it(&bytes), &wanted);
            let read = IndexFile::read(bytes).unwrap();
            let read: Vec<_> =
                read.entries().map(|known| (known.path().to_owned(), known.id(), known.look())).collect();
            prop_assert_eq!(read, wanted);
            Ok(())
        });
    }

    #[test]
    fn reading_what_is_damaged_ends() {
        each_case(500, &(0..300_usize, 0..300_usize, any::<u8>()), |(cut, at, byte)| {
            let all = [("a", Some(new(1))), ("b/c", Some(new(2)))];
            let all = all.map(|(path, new)| (path.as_bytes(), new)).into();
            let mut bytes = IndexFile::read(Vec::new()).unwrap().with(&all);
            if let Some(place) = bytes.get_mut(at) {
                *place = byte;
            }
            bytes.truncate(bytes.len().saturating_sub(cut));
            if let Some(index) = IndexFile::read(bytes) {
                prop_assert!(index.with(&[(&b"b"[..], None)].into()).starts_with(b"DIRC"));
            }
            Ok(())
        });
    }

    #[test]
    fn other_kinds_are_left_to_git() {
        let all = [(&b"a"[..], Some(new(1)))].into();
        let bytes = IndexFile::read(Vec::new()).unwrap().with(&all);
        let with = |name: &[u8; 4]| {
            let mut bytes = bytes.clone();
            let end = bytes.len() - ID;
            bytes.splice(end..end, name.iter().chain(&[0; 4]).copied());
            IndexFile::read(bytes).is_some()
        };
        assert!(with(b"TREE") && !with(b"link") && !with(b"sdir"));
        let mut fourth = bytes.clone();
        fourth[7] = 4;
        assert!(IndexFile::read(fourth).is_none());
    }
}
