//! Files replaced whole: a reader sees the old one or the new one, never a half.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Writes `bytes` beside `path` and renames it into place. A link is followed, a file's permissions are kept.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let folder = parent(&target);
    let named = || format!("写不了“{}”（请检查文件夹是否存在、有没有权限、磁盘是否已满）", path.display());
    // `/dev/stdout` is not there to be replaced, nor is what it stands for.
    if path.starts_with("/dev") || path.starts_with("/proc") {
        let mut device = std::fs::OpenOptions::new().append(true).open(path).with_context(named)?;
        return device.write_all(bytes).with_context(named);
    }
    let mut file = builder(&target).tempfile_in(&folder).with_context(named)?;
    file.write_all(bytes).with_context(named)?;
    file.as_file().sync_data().with_context(named)?;
    file.persist(&target).map_err(|error| error.error).with_context(named)?;
    Ok(())
}

/// A file's bytes, or none where there is no such file.
pub(super) fn read_if_any(path: &Path) -> Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    match std::fs::File::open(path) {
        Ok(mut file) => {
            file.read_to_end(&mut bytes).with_context(|| format!("读不了“{}”", path.display()))?;
            Ok(Some(bytes))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("读不了“{}”", path.display())),
    }
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
