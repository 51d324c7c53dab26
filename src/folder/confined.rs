//! A folder opened as a capability: nothing outside it is read or written, and no link in it is followed, whoever put it there.

use std::fmt;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use cap_fs_ext::{DirExt, FollowSymlinks, OpenOptionsFollowExt, OpenOptionsSyncExt};
use cap_std::ambient_authority;
use cap_std::fs::{Dir, File, FileType, OpenOptions};

use crate::core::limits;

/// A folder, and all that lies in it. Paths are seen from there and divided by `/`.
#[derive(Debug)]
pub struct Confined {
    dir: Dir,
}

/// What a name in a folder stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A link, to anything.
    Link,
    /// A device, a pipe, a socket.
    Other,
}

/// Why what is there is not read: only regular files are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Irregular(Kind);

impl fmt::Display for Irregular {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Kind::File => "读不了这个文件",
            Kind::Folder => "这是一个文件夹，不是文件",
            Kind::Link => "这是一个链接，台账不跟着链接走；请换成文件本身",
            Kind::Other => "这是设备或管道，不是文件；请把它移走",
        })
    }
}

impl std::error::Error for Irregular {}

impl Irregular {
    fn error(kind: Kind) -> io::Error {
        io::Error::new(ErrorKind::InvalidInput, Self(kind))
    }
}

/// A place in a folder: the folder that holds it, where that is not the outermost one, and its name there.
struct Place<'a> {
    inside: Option<Dir>,
    name: &'a str,
}

impl Confined {
    /// Opens the folder at `path`.
    pub fn open(path: &Path) -> io::Result<Self> {
        Ok(Self { dir: Dir::open_ambient_dir(path, ambient_authority())? })
    }

    /// The folder at `path` in it.
    pub fn folder(&self, path: &str) -> io::Result<Self> {
        let dir = path.split('/').try_fold(self.dir.try_clone()?, |dir, name| enter(&dir, name))?;
        Ok(Self { dir })
    }

    /// A file's bytes.
    ///
    /// # Errors
    /// There is none, or what is there is no regular file.
    pub fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.read_at_most(path, usize::MAX - 1)
    }

    /// A file's bytes, and no more than one byte beyond `most`.
    ///
    /// # Errors
    /// As for [`Confined::read`].
    pub fn read_at_most(&self, path: &str, most: usize) -> io::Result<Vec<u8>> {
        self.place(path, |dir, name| {
            let mut options = OpenOptions::new();
            // A pipe that nobody writes to would keep us waiting.
            options.read(true).follow(FollowSymlinks::No).nonblock(true);
            let mut file = match dir.open_with(name, &options) {
                Ok(file) => file,
                Err(error) => return Err(explained(dir, name, error)),
            };
            let known = file.metadata()?;
            if !known.is_file() {
                return Err(Irregular::error(kind(known.file_type())));
            }
            limits::read(&mut file, most)
        })
    }

    /// A file's bytes, or none where there is no such file.
    pub fn read_if_any(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        match self.read(path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if is_missing(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// What lies at `path`, if anything.
    pub fn kind(&self, path: &str) -> Option<Kind> {
        self.place(path, |dir, name| dir.symlink_metadata(name)).ok().map(|known| kind(known.file_type()))
    }

    /// How many bytes the file at `path` has, where it is one.
    pub fn size(&self, path: &str) -> Option<u64> {
        let known = self.place(path, |dir, name| dir.symlink_metadata(name)).ok()?;
        known.is_file().then(|| known.len())
    }

    /// What lies in the folder at `path`, in no order; nothing where there is no such folder.
    pub fn entries(&self, path: &str) -> io::Result<Vec<(String, Kind)>> {
        let folder = match self.folder(path) {
            Ok(folder) => folder,
            Err(error) if is_missing(&error) => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        folder
            .dir
            .entries()?
            .map(|entry| {
                let entry = entry?;
                let name = entry.file_name().to_string_lossy().into_owned();
                Ok((name, kind(entry.file_type()?)))
            })
            .collect()
    }

    /// Makes a new file.
    pub fn create(&self, path: &str, bytes: &[u8]) -> io::Result<File> {
        self.place(path, |dir, name| {
            let mut options = OpenOptions::new();
            options.write(true).create_new(true).follow(FollowSymlinks::No);
            let mut file = dir.open_with(name, &options)?;
            file.write_all(bytes)?;
            Ok(file)
        })
    }

    /// Makes the folders that a file at `path` lies in.
    pub fn make_way(&self, path: &str) -> io::Result<()> {
        let mut dir = self.dir.try_clone()?;
        let folders: Vec<&str> = path.split('/').collect();
        for name in folders.split_last().map_or(&[][..], |(_, folders)| folders) {
            match dir.create_dir(safe(name)?) {
                Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
                _ => dir = enter(&dir, name)?,
            }
        }
        Ok(())
    }

    /// Whether a file could be put at `path`, or taken away from there: the folders above it are folders, and the last of them
    /// that is there may be written.
    ///
    /// # Errors
    /// Something else than a folder is in the way, or the folder may not be written.
    pub fn check_way(&self, path: &str) -> io::Result<()> {
        let mut dir = self.dir.try_clone()?;
        let mut names = path.split('/').peekable();
        while let Some(name) = names.next() {
            if names.peek().is_none() {
                break;
            }
            match enter(&dir, name) {
                Ok(inside) => dir = inside,
                Err(error) if error.kind() == ErrorKind::NotFound => break,
                Err(error) => return Err(error),
            }
        }
        may_write(&dir)
    }

    /// Puts what lies at `from` in its place at `path` in `there`, whole: whoever looks sees the old file or the new one.
    pub fn put(&self, from: &str, there: &Self, path: &str) -> io::Result<()> {
        self.place(from, |here, from| there.place(path, |dir, name| here.rename(from, dir, name)))
    }

    /// Makes a link as git keeps one: it says where it points to, and nobody goes there.
    #[cfg(unix)]
    pub fn make_link(&self, path: &str, target: &[u8]) -> io::Result<()> {
        use std::os::unix::ffi::OsStrExt;
        let target = std::ffi::OsStr::from_bytes(target);
        self.place(path, |dir, name| dir.symlink_contents(target, name))
    }

    /// Where links are not for everybody, git keeps one as a file that says where it points to.
    #[cfg(not(unix))]
    pub fn make_link(&self, path: &str, target: &[u8]) -> io::Result<()> {
        self.create(path, target).map(|_| ())
    }

    /// Where the link at `path` points to.
    pub fn link_at(&self, path: &str) -> io::Result<Vec<u8>> {
        let target = self.place(path, |dir, name| dir.read_link_contents(name))?;
        Ok(target.into_os_string().into_encoded_bytes())
    }

    /// Removes the file or link at `path`, where there is one, and the folders that it leaves empty.
    pub fn remove(&self, path: &str) -> io::Result<()> {
        match self.place(path, |dir, name| dir.remove_file(name)) {
            Err(error) if !is_missing(&error) => Err(error),
            _ => {
                self.remove_empty(path);
                Ok(())
            }
        }
    }

    /// Removes the folders that `path` lay in, as far as they are empty.
    pub fn remove_empty(&self, path: &str) {
        let above = path.rmatch_indices('/').map(|(at, _)| &path[..at]);
        for folder in above {
            // One that holds anything else stays, and those above it.
            if self.place(folder, |dir, name| dir.remove_dir(name)).is_err() {
                break;
            }
        }
    }

    fn place<T>(&self, path: &str, act: impl FnOnce(&Dir, &str) -> io::Result<T>) -> io::Result<T> {
        let mut place = Place { inside: None, name: path };
        while let Some((folder, rest)) = place.name.split_once('/') {
            place = Place {
                inside: Some(enter(place.inside.as_ref().unwrap_or(&self.dir), folder)?),
                name: rest,
            };
        }
        act(place.inside.as_ref().unwrap_or(&self.dir), safe(place.name)?)
    }
}

/// Whether nothing lies there. A file where a folder was expected holds nothing.
pub fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

#[cfg(target_os = "linux")]
fn may_write(dir: &Dir) -> io::Result<()> {
    use rustix::fs::{Access, AtFlags, accessat};
    Ok(accessat(dir, ".", Access::WRITE_OK | Access::EXEC_OK, AtFlags::EACCESS)?)
}

#[cfg(not(target_os = "linux"))]
fn may_write(dir: &Dir) -> io::Result<()> {
    dir.dir_metadata().map(|_| ())
}

/// A folder in a folder; a link to one is none.
fn enter(dir: &Dir, name: &str) -> io::Result<Dir> {
    let name = safe(name)?;
    dir.open_dir_nofollow(name).map_err(|error| match dir.symlink_metadata(name) {
        Ok(known) if known.is_symlink() => Irregular::error(Kind::Link),
        _ => error,
    })
}

/// A name that stands for something in this folder and for nothing else.
fn safe(name: &str) -> io::Result<&str> {
    match name {
        "" | "." | ".." => Err(io::Error::from(ErrorKind::InvalidFilename)),
        name => Ok(name),
    }
}

fn explained(dir: &Dir, name: &str, error: io::Error) -> io::Error {
    match dir.symlink_metadata(name).map(|known| kind(known.file_type())) {
        Ok(Kind::File) | Err(_) => error,
        Ok(kind) => Irregular::error(kind),
    }
}

fn kind(file_type: FileType) -> Kind {
    if file_type.is_file() {
        Kind::File
    } else if file_type.is_dir() {
        Kind::Folder
    } else if file_type.is_symlink() {
        Kind::Link
    } else {
        Kind::Other
    }
}
