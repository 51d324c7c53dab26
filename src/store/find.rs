//! Which folder is the ledger's.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::SETTINGS;
use crate::core::signers::SIGNERS;

/// The ledger's folder: `given`, else the first one upwards from `here` that holds `ledger.toml` or `ledger/ledger.toml`, or in
/// which a change is `unfinished`: the settings may be what it was just writing.
pub fn locate(given: Option<&Path>, here: &Path, unfinished: impl Fn(&Path) -> bool) -> Result<PathBuf> {
    if let Some(given) = given {
        let Some(found) = ledger_at(given, &unfinished) else {
            bail!(
                "“{}”里没有 {SETTINGS}；请核对 --ledger（或 LEDGER_DIR），建立新台账用 ledger init",
                given.display()
            );
        };
        return Ok(found);
    }
    match here.ancestors().find_map(|folder| ledger_at(folder, &unfinished)) {
        Some(found) => Ok(found),
        None => bail!(
            "从“{}”往上都没有找到 {SETTINGS}；请到台账文件夹里运行，或用 --ledger 文件夹 指明，建立新台账用 ledger init",
            here.display()
        ),
    }
}

/// Whether a path, seen from the ledger's folder, is part of the ledger; anything else there is the person's own.
pub fn belongs(path: &str) -> bool {
    let folders = ["tasks/", "evidence/", "templates/", "audit/"];
    [SETTINGS, SIGNERS, ".gitattributes", ".gitignore"].contains(&path)
        || folders.iter().any(|folder| path.starts_with(folder))
}

fn ledger_at(folder: &Path, unfinished: impl Fn(&Path) -> bool) -> Option<PathBuf> {
    let is_one = |folder: &PathBuf| folder.join(SETTINGS).is_file() || unfinished(folder);
    [folder.to_owned(), folder.join("ledger")].into_iter().find(is_one)
}
