//! The ledger's folder: finding it, reading it, and changing it without hurting what people wrote there.

mod apply;
mod custom_fields;
mod diagnose;
mod edit;
mod evidence;
mod explanations;
mod faults;
mod file_source;
mod find;
mod fix;
mod init;
mod lines;
mod lost;
mod merge;
mod read;
mod renumber;
mod settings_edit;
mod signers;
mod syntax;
mod templates;
mod text;

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

pub use apply::NewFile;
pub use evidence::Copy;
pub use file_source::Held;
pub use find::{belongs, locate};
pub use init::{NewLedger, check_free};
pub use lost::Lost;
pub use merge::{MergedText, merge_file, merge_texts};
pub use read::Reading;
#[cfg(fuzzing)]
pub use read::fuzzing;
pub use renumber::Moves;
pub use templates::ReadTemplate;

pub use crate::core::settings::SETTINGS;
use crate::folder::{Confined, Private};

/// A ledger's folder.
#[derive(Debug, Clone)]
pub struct Store {
    root: PathBuf,
    /// Where the lock lies, and what was begun and not ended.
    private: Private,
    /// What is read instead of the folder's own files.
    held: Option<Arc<Held>>,
    /// What a change has made of some files, where the folder does not show it yet.
    ahead: Arc<Held>,
    folder: Arc<OnceLock<Confined>>,
}

impl Store {
    /// The folder at `root`, which holds `ledger.toml`, and the program's own folder for it.
    pub fn at(root: PathBuf, private: Private) -> Self {
        Self { root, private, held: None, ahead: Arc::default(), folder: Arc::default() }
    }

    /// The same ledger as the history held it (当时的台账). It can be read and not written.
    #[must_use]
    pub fn as_held(self, held: Held) -> Self {
        Self { held: Some(Arc::new(held)), ..self }
    }

    /// Whether this is what the history held, and not the folder as it stands.
    pub fn is_past(&self) -> bool {
        self.held.is_some()
    }

    /// The program's own folder for it.
    pub fn private(&self) -> &Private {
        &self.private
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }
}
