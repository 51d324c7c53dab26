//! A new ledger.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use super::Workspace;
use super::recover::take_up;
use super::signing::{PublicKey, found_signed};
use super::workspace::private;
use crate::core::change::Op;
use crate::core::signers::SIGNERS;
use crate::history::{Message, Repository, Room, Unfinished, git_directory};
use crate::store::{NewLedger, Store, check_free};

/// A ledger that was made.
pub struct Founded {
    /// Its folder.
    pub root: PathBuf,
    /// What git keeps of it.
    pub sentence: String,
    /// Whether its repository was made with it: there was none around the folder.
    pub has_new_repository: bool,
}

impl Workspace {
    /// Makes a ledger in `folder`. Git is told to merge its tasks by `program`, and to sign with `key`, if any.
    pub fn init(
        &self,
        folder: &Path,
        new: &NewLedger,
        program: &Path,
        key: Option<&PublicKey>,
    ) -> Result<Founded> {
        // Git asks who the person is before anything is written, from the nearest folder that exists.
        let existing = folder.ancestors().find(|folder| folder.is_dir()).unwrap_or(folder);
        Repository::who(existing)?;
        check_free(folder)?;
        let (is_new, had_history) = (!folder.exists(), git_directory(existing).is_some());
        std::fs::create_dir_all(folder).with_context(|| format!("建不了文件夹“{}”", folder.display()))?;
        self.found(folder, new, program, key).inspect_err(|error| {
            // Best effort: why there is no ledger is what the person has to hear.
            if !had_history && !error.is::<Unfinished>() {
                let _ = std::fs::remove_dir_all(folder.join(".git"));
            }
            if is_new {
                let _ = std::fs::remove_dir(folder);
            }
        })
    }

    /// Makes the ledger, in a repository of its own where there is none around it.
    fn found(
        &self,
        folder: &Path,
        new: &NewLedger,
        program: &Path,
        key: Option<&PublicKey>,
    ) -> Result<Founded> {
        let root = folder.canonicalize().with_context(|| format!("找不到文件夹“{}”", folder.display()))?;
        let has_new_repository = Repository::found(&root, program)?;
        let private = private(&root)?;
        let lock = private.lock()?;
        let store = Store::at(root.clone(), private.clone());
        self.warn_of(take_up(&store, &lock, true)?);
        let mut files = store.new_ledger(new)?;
        let repository = Repository::around(&root);
        let here = Room { private: &private, lock: &lock, waits: true };
        // Before anybody asks git what is wished of a commit.
        let config = match key {
            Some(key) => {
                let (list, config) = found_signed(&repository, here, &root, &store.signers()?, key)?;
                files.extend(list.map(|list| (SIGNERS.to_owned(), Some(list.into_bytes()))));
                Some(config)
            }
            None => None,
        };
        let paths: Vec<String> = files.iter().map(|(file, _)| file.clone()).collect();
        let sentence = format!("建立台账 {}", new.name);
        let message = Message::new(sentence.clone(), Op::Init, Vec::new());
        let kept = (|| {
            repository.state(&paths)?;
            repository.set_merge_driver(here, program)?;
            repository.keep(here, &files, &message)
        })();
        kept.inspect_err(|_| {
            if let Some(config) = &config {
                repository.put_config_back(here, config);
            }
        })?;
        Ok(Founded { root, sentence, has_new_repository })
    }
}
