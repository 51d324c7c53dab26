//! Where the repository around a folder keeps what is its own, whatever its format.

use std::path::{Path, PathBuf};

use git2::{ObjectType, Oid};

/// The git directory of the repository that `folder` lies in: the nearest `.git` upwards, a folder or a file that names one.
/// A folder that is itself shaped like a git directory is none: a clone can bring such a folder along.
pub fn git_directory(folder: &Path) -> Option<PathBuf> {
    let folder = folder.canonicalize().ok()?;
    folder.ancestors().find_map(|above| {
        let dot = above.join(".git");
        let named = std::fs::metadata(&dot).ok()?;
        let directory = if named.is_dir() {
            dot
        } else {
            // A linked work tree, a submodule: `gitdir: <path>`.
            let text = std::fs::read_to_string(&dot).ok()?;
            above.join(text.strip_prefix("gitdir:")?.trim())
        };
        directory.join("HEAD").symlink_metadata().is_ok().then_some(directory)
    })
}

/// A name for these bytes that no others have: the one that git would give them.
pub fn fingerprint(bytes: &[u8]) -> String {
    Oid::hash_object(ObjectType::Blob, bytes).map(|name| name.to_string()).unwrap_or_default()
}
