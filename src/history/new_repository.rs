//! What is made of git before there is a change: a repository, and in it the settings that this program makes: the merge
//! driver, and signing where the person asks for it.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::change::Room;
use super::git::{git, must};
use super::locks::Taken;
use super::place::Place;
use super::repository::Repository;

/// Where a repository is made: one that is half made is none.
const MAKING: &str = ".ledger-init";

/// What the setting says of the merge driver of tasks, the program at `program`.
fn merge_driver(program: &Path) -> [(&'static str, String); 2] {
    // Git reads a per cent sign as the beginning of what it fills in.
    let quoted = program.display().to_string().replace('\'', "'\\''").replace('%', "%%");
    [
        ("merge.ledger.name", "工作台账按栏目合并".to_owned()),
        ("merge.ledger.driver", format!("'{quoted}' merge-driver %O %A %B %P")),
    ]
}

/// What a repository's settings were.
#[derive(Debug)]
pub struct ConfigBefore(Vec<u8>);

impl Repository {
    /// Makes a repository where there is none, with the program at `program` as the merge driver of tasks; says whether it did.
    pub fn found(folder: &Path, program: &Path) -> Result<bool> {
        const WHAT: &str = "建不了 git 仓库";
        if Place::around(folder).is_some() {
            return Ok(false);
        }
        let making = folder.join(MAKING);
        // What a process left that was killed here.
        let _ = fs::remove_dir_all(&making);
        let made = (|| {
            fs::create_dir(&making).context(WHAT)?;
            must(git(&making, ["init", "--quiet"]), WHAT)?;
            for (key, value) in merge_driver(program) {
                must(git(&making, ["config", "--local", key, &value]), WHAT)?;
            }
            fs::rename(making.join(".git"), folder.join(".git")).context(WHAT)
        })();
        let _ = fs::remove_dir_all(&making);
        made.map(|()| true)
    }

    /// Names the program at `program` as the merge driver of tasks, unless it is that already; says whether it was not.
    pub fn set_merge_driver(&self, room: Room<'_>, program: &Path) -> Result<bool> {
        const WHAT: &str = "设不了 git 的合并方式";
        let [name, (key, driver)] = merge_driver(program);
        if self.answer(&["config", "--local", "--get", key])?.as_ref() == Some(&driver) {
            return Ok(false);
        }
        self.set_config(room, &[name, (key, driver)], WHAT)?;
        Ok(true)
    }

    /// Sets these settings of the repository, all of them or none; what its settings were before.
    pub(super) fn set_config(
        &self,
        room: Room<'_>,
        settings: &[(&str, String)],
        what: &'static str,
    ) -> Result<ConfigBefore> {
        let config = self.place()?.common.join("config").canonicalize().context(what)?;
        let taken = Taken::of(&config, room)?;
        let staged = room.private.join("staged-config");
        let before = ConfigBefore(fs::read(&config).context(what)?);
        fs::copy(&config, &staged).context(what)?;
        for (key, value) in settings {
            let mut set = git(&self.folder, ["config", "--file"]);
            set.arg(&staged).args([key, value.as_str()]);
            must(set, what)?;
        }
        fs::rename(&staged, &config).context(what)?;
        taken.release()?;
        Ok(before)
    }

    /// Puts the repository's settings back. Best effort: what could not be done with the others is what is told.
    pub fn put_config_back(&self, room: Room<'_>, before: &ConfigBefore) {
        let back = || -> Result<()> {
            let config = self.place()?.common.join("config").canonicalize()?;
            let taken = Taken::of(&config, room)?;
            crate::folder::atomic::replace(&config, &before.0)?;
            taken.release()
        };
        let _ = back();
    }
}
