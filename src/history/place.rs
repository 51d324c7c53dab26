//! Where the repository around a folder lies and keeps what is its own, whatever its format.

use std::path::{Path, PathBuf};

use git2::{ObjectType, Oid};

/// The repository around a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// The top of its work tree.
    pub(super) top: PathBuf,
    /// Its git directory; a linked work tree has one of its own.
    pub(super) git: PathBuf,
    /// What all its work trees have in common: objects, branches.
    pub(super) common: PathBuf,
    /// Where the folder lies, seen from the top: `台账/`, or nothing.
    pub(super) prefix: String,
}

impl Place {
    /// The nearest `.git` upwards from `folder`: a folder, or a file that names one. A folder that is itself shaped like a git
    /// directory is none: a clone can bring such a folder along.
    pub(super) fn around(folder: &Path) -> Option<Self> {
        let folder = folder.canonicalize().ok()?;
        folder.ancestors().find_map(|top| {
            let git = directory(top)?;
            let inside = folder.strip_prefix(top).ok()?.to_str()?.replace('\\', "/");
            let prefix = if inside.is_empty() { inside } else { inside + "/" };
            // A linked work tree says where the repository is that it belongs to.
            let common = std::fs::read_to_string(git.join("commondir")).ok();
            let common = common.map_or_else(|| git.clone(), |common| git.join(common.trim()));
            Some(Self { top: top.to_owned(), git, common, prefix })
        })
    }

    /// Whether older history was left behind when the repository was cloned (浅克隆).
    pub(super) fn is_shallow(&self) -> bool {
        self.common.join("shallow").exists()
    }
}

fn directory(top: &Path) -> Option<PathBuf> {
    let dot = top.join(".git");
    let directory = if std::fs::metadata(&dot).ok()?.is_dir() {
        dot
    } else {
        // A linked work tree, a submodule: `gitdir: <path>`.
        top.join(std::fs::read_to_string(&dot).ok()?.strip_prefix("gitdir:")?.trim())
    };
    directory.join("HEAD").symlink_metadata().is_ok().then_some(directory)
}

/// The git directory of the repository that `folder` lies in.
pub fn git_directory(folder: &Path) -> Option<PathBuf> {
    Place::around(folder).map(|place| place.git)
}

/// A name for these bytes that no others have: the one that git would give them.
pub fn fingerprint(bytes: &[u8]) -> String {
    Oid::hash_object(ObjectType::Blob, bytes).map(|name| name.to_string()).unwrap_or_default()
}
