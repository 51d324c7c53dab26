//! Git's trees as the bytes they are: a list of entries, sorted by name, of which a few are looked up or become others. The folder
//! of a year has thousands; the rest is carried over as it stands.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use git2::{ObjectType, Oid, Repository};

use super::write_objects::{Edits, Entry};

/// The mode of a folder.
const FOLDER: u32 = 0o040_000;

const DAMAGED: &str = "git 的目录读不懂；请运行 git fsck 看看仓库有没有损坏";

/// `<mode in octal> <name>\0<20 bytes of its object's name>`
#[derive(Clone, Copy)]
struct Raw<'a> {
    mode: u32,
    name: &'a [u8],
    id: Oid,
    whole: &'a [u8],
}

impl Raw<'_> {
    fn entry(&self) -> Entry {
        Entry { mode: self.mode, id: self.id.to_string() }
    }
}

fn raws(tree: &[u8]) -> impl Iterator<Item = Result<Raw<'_>>> {
    let mut rest = tree;
    std::iter::from_fn(move || {
        (!rest.is_empty()).then(|| {
            let raw = first(rest).context(DAMAGED)?;
            rest = &rest[raw.whole.len()..];
            Ok(raw)
        })
    })
}

fn first(bytes: &[u8]) -> Option<Raw<'_>> {
    let blank = memchr::memchr(b' ', bytes)?;
    let end = memchr::memchr(0, bytes)?;
    let mode = u32::from_str_radix(std::str::from_utf8(&bytes[..blank]).ok()?, 8).ok()?;
    let id = Oid::from_bytes(bytes.get(end + 1..end + 21)?).ok()?;
    Some(Raw { mode, name: bytes.get(blank + 1..end)?, id, whole: &bytes[..end + 21] })
}

/// How git sorts: a folder as if its name ended in a stroke.
fn key(name: &[u8], mode: u32) -> Vec<u8> {
    let mut key = name.to_owned();
    if mode == FOLDER {
        key.push(b'/');
    }
    key
}

/// The tree of a commit, whatever else stands in it: who made it when need not be readable.
pub(super) fn of_commit(repository: &Repository, commit: &str) -> Result<Oid> {
    let objects = repository.odb()?;
    let object = objects.read(Oid::from_str(commit)?)?;
    let first =
        object.data().split(|byte| *byte == b'\n').next().and_then(|line| line.strip_prefix(b"tree "));
    let name = first.filter(|_| object.kind() == ObjectType::Commit).context("git 的提交读不懂")?;
    Ok(Oid::from_str(std::str::from_utf8(name)?)?)
}

/// What the tree `top` has at these paths.
pub(super) fn look_up(repository: &Repository, top: Oid, paths: &[&str]) -> Result<Vec<Option<Entry>>> {
    let mut found = vec![None; paths.len()];
    let numbered = paths.iter().copied().enumerate().collect();
    look(repository, top, numbered, &mut found)?;
    Ok(found)
}

fn look(
    repository: &Repository,
    tree: Oid,
    paths: Vec<(usize, &str)>,
    found: &mut [Option<Entry>],
) -> Result<()> {
    let mut here: BTreeMap<&[u8], Vec<(usize, Option<&str>)>> = BTreeMap::new();
    for (number, path) in paths {
        let (name, below) = path.split_once('/').map_or((path, None), |(name, below)| (name, Some(below)));
        here.entry(name.as_bytes()).or_default().push((number, below));
    }
    let objects = repository.odb()?;
    let object = objects.read(tree)?;
    for raw in raws(object.data()) {
        let raw = raw?;
        let mut below = Vec::new();
        for (number, rest) in here.get(raw.name).into_iter().flatten() {
            match rest {
                None => found[*number] = Some(raw.entry()),
                Some(rest) => below.push((*number, *rest)),
            }
        }
        if !below.is_empty() && raw.mode == FOLDER {
            look(repository, raw.id, below, found)?;
        }
    }
    Ok(())
}

/// The tree `base`, none for an empty one, with these edits.
///
/// # Errors
/// It cannot be read or written, or a file would stand where there is a folder.
pub(super) fn edited(repository: &Repository, base: Option<Oid>, edits: &Edits) -> Result<Oid> {
    let edits: Vec<(&str, Option<&Entry>)> =
        edits.iter().map(|(path, entry)| (path.as_str(), entry.as_ref())).collect();
    match edit(repository, base, &edits)? {
        Some(tree) => Ok(tree),
        None => Ok(repository.odb()?.write(ObjectType::Tree, b"")?),
    }
}

/// The same of a folder; none where nothing stays in it.
fn edit(repository: &Repository, base: Option<Oid>, edits: &[(&str, Option<&Entry>)]) -> Result<Option<Oid>> {
    let objects = repository.odb()?;
    let old = base.map(|base| objects.read(base)).transpose()?;
    let old = old.as_ref().map_or(&b""[..], git2::OdbObject::data);
    let mut files: BTreeMap<&[u8], Option<&Entry>> = BTreeMap::new();
    let mut folders: BTreeMap<&[u8], Vec<(&str, Option<&Entry>)>> = BTreeMap::new();
    for (path, entry) in edits {
        match path.split_once('/') {
            Some((folder, below)) => folders.entry(folder.as_bytes()).or_default().push((below, *entry)),
            None => drop(files.insert(path.as_bytes(), *entry)),
        }
    }
    // What is looked for here is taken out; what is new is put between, in git's order.
    let mut kept = Vec::new();
    let mut new: BTreeMap<Vec<u8>, (u32, &[u8], Oid)> = BTreeMap::new();
    for raw in raws(old) {
        let raw = raw?;
        if raw.mode == FOLDER && files.get(raw.name).is_some_and(Option::is_some) {
            bail!("“{}”是文件夹，不是文件", String::from_utf8_lossy(raw.name));
        }
        match folders.remove(raw.name) {
            Some(below) => {
                let base = (raw.mode == FOLDER).then_some(raw.id);
                if let Some(tree) = edit(repository, base, &below)? {
                    new.insert(key(raw.name, FOLDER), (FOLDER, raw.name, tree));
                }
            }
            None if raw.mode != FOLDER && files.contains_key(raw.name) => {}
            None => kept.push(raw),
        }
    }
    for (name, below) in &folders {
        if let Some(tree) = edit(repository, None, below)? {
            new.insert(key(name, FOLDER), (FOLDER, name, tree));
        }
    }
    for (name, entry) in &files {
        if let Some(entry) = entry {
            new.insert(key(name, entry.mode), (entry.mode, name, Oid::from_str(&entry.id)?));
        }
    }
    let mut bytes = Vec::with_capacity(old.len() + 64 * new.len());
    let mut new = new.into_iter().peekable();
    for raw in kept {
        let own = key(raw.name, raw.mode);
        while let Some((_, made)) = new.next_if(|(key, _)| *key < own) {
            write(&mut bytes, made);
        }
        bytes.extend_from_slice(raw.whole);
    }
    new.for_each(|(_, made)| write(&mut bytes, made));
    if bytes.is_empty() {
        return Ok(None);
    }
    Ok(Some(objects.write(ObjectType::Tree, &bytes)?))
}

fn write(bytes: &mut Vec<u8>, (mode, name, id): (u32, &[u8], Oid)) {
    bytes.extend_from_slice(format!("{mode:o} ").as_bytes());
    bytes.extend_from_slice(name);
    bytes.push(0);
    bytes.extend_from_slice(id.as_bytes());
}

#[cfg(test)]
mod tests {
    use git2::{FileMode, Index, IndexEntry, IndexTime};
    use proptest::prelude::*;

    use super::*;
    use crate::core::merge::arbitrary::each_case;
    use crate::history::write_objects::PLAIN;

    /// Few names; a folder sorts as if its name were longer than it is.
    fn path() -> impl Strategy<Value = String> {
        let folders = prop::collection::vec(prop::sample::select(vec!["a", "a0", "台账"]), 0..3);
        let file = prop::sample::select(vec!["a-b", "a.b", "a00", "b", "台"]);
        (folders, file).prop_map(|(folders, file)| [folders, vec![file]].concat().join("/"))
    }

    /// The tree that the library makes of these files.
    fn tree(repository: &Repository, files: &BTreeMap<String, Entry>) -> Oid {
        let mut index = Index::new().unwrap();
        for (path, entry) in files {
            let none = IndexTime::new(0, 0);
            let new = IndexEntry {
                ctime: none,
                mtime: none,
                dev: 0,
                ino: 0,
                mode: u32::from(FileMode::Blob),
                uid: 0,
                gid: 0,
                file_size: 0,
                id: Oid::from_str(&entry.id).unwrap(),
                flags: 0,
                flags_extended: 0,
                path: path.clone().into_bytes(),
            };
            index.add(&new).unwrap();
        }
        index.write_tree_to(repository).unwrap()
    }

    #[test]
    fn an_edited_tree_is_the_one_that_would_have_been_made() {
        let folder = tempfile::tempdir().unwrap();
        let repository = Repository::init(folder.path()).unwrap();
        let blobs = ["甲", "乙"].map(|text| repository.blob(text.as_bytes()).unwrap().to_string());
        let entry = |blob: usize| Entry { mode: PLAIN, id: blobs[blob].clone() };
        let old = prop::collection::btree_map(path(), 0..2_usize, 0..12);
        let edits = prop::collection::btree_map(path(), prop::option::of(0..2_usize), 0..6);
        each_case(400, &(old, edits), |(old, edits)| {
            let old: BTreeMap<String, Entry> =
                old.into_iter().map(|(path, blob)| (path, entry(blob))).collect();
            let edits: Edits = edits.into_iter().map(|(path, blob)| (path, blob.map(entry))).collect();
            let all = old.keys().chain(edits.keys());
            let mut new = old.clone();
            for (path, edit) in &edits {
                match edit {
                    Some(entry) => new.insert(path.clone(), entry.clone()),
                    None => new.remove(path),
                };
            }
            let made = edited(&repository, Some(tree(&repository, &old)), &edits).unwrap();
            prop_assert_eq!(made, tree(&repository, &new));
            let paths: Vec<&str> = all.map(String::as_str).collect();
            let known: Vec<Option<Entry>> = paths.iter().map(|path| new.get(*path).cloned()).collect();
            prop_assert_eq!(look_up(&repository, made, &paths).unwrap(), known);
            Ok(())
        });
    }

    #[test]
    fn a_file_never_takes_the_place_of_a_folder() {
        let folder = tempfile::tempdir().unwrap();
        let repository = Repository::init(folder.path()).unwrap();
        let entry = Entry { mode: PLAIN, id: repository.blob(b"").unwrap().to_string() };
        let base = tree(&repository, &[("a/b".to_owned(), entry.clone())].into());
        let refused = edited(&repository, Some(base), &[("a".to_owned(), Some(entry))].into());
        assert_eq!(refused.unwrap_err().to_string(), "“a”是文件夹，不是文件");
    }
}
