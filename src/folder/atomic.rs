//! Files replaced whole: a reader sees the old one or the new one, never a half.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use tempfile::NamedTempFile;

/// Writes `bytes` beside `path` and renames it into place. A link is followed, a file's permissions are kept.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    stage(path, bytes)?.put()
}

/// A file that is written whole, and not yet in its place.
#[derive(Debug)]
pub struct Staged {
    path: PathBuf,
    target: PathBuf,
    /// None for a device, which is written only when the time has come.
    file: Option<NamedTempFile>,
    bytes: Vec<u8>,
}

/// Writes `bytes` beside `path`: everything that can go wrong goes wrong here.
pub fn stage(path: &Path, bytes: &[u8]) -> Result<Staged> {
    let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    // `/dev/stdout` is not there to be replaced, nor is what it stands for.
    if path.starts_with("/dev") || path.starts_with("/proc") {
        return Ok(Staged { path: path.to_owned(), target, file: None, bytes: bytes.to_owned() });
    }
    if target.is_dir() {
        bail!("写不了“{}”：这是一个文件夹，不是文件", path.display());
    }
    let named = || unwritable(path);
    let mut file = builder(&target).tempfile_in(parent(&target)).with_context(named)?;
    file.write_all(bytes).with_context(named)?;
    file.as_file().sync_data().with_context(named)?;
    Ok(Staged { path: path.to_owned(), target, file: Some(file), bytes: Vec::new() })
}

impl Staged {
    /// Puts it in its place.
    pub fn put(self) -> Result<()> {
        let named = || unwritable(&self.path);
        let Some(file) = self.file else {
            let mut device = std::fs::OpenOptions::new().append(true).open(&self.path).with_context(named)?;
            return device.write_all(&self.bytes).with_context(named);
        };
        file.persist(&self.target).map_err(|error| error.error).with_context(named)?;
        Ok(())
    }
}

fn unwritable(path: &Path) -> String {
    format!("写不了“{}”（请检查文件夹是否存在、有没有权限、磁盘是否已满）", path.display())
}

fn parent(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Temporary files are private; the file they become is as open as the one it replaces, or as any new file.
fn builder<'a>(target: &Path) -> tempfile::Builder<'a, 'a> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".ledger-");
    if let Ok(known) = target.metadata() {
        builder.permissions(known.permissions());
        return builder;
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    builder
}
