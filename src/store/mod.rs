//! The ledger's folder: finding it, reading it, and changing it without hurting what people wrote there.

mod apply;
pub mod atomic;
mod bulk;
mod diagnose;
mod edit;
mod enlarge;
mod evidence;
mod explanations;
mod find;
mod frame;
mod init;
mod journal;
mod lines;
mod lock;
mod lost;
mod mend;
mod merge;
mod own;
mod read;
mod renumber;
mod shelf;
mod syntax;
mod templates;
mod text;

use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use apply::{NewFile, Written};
pub use evidence::Copy;
pub use find::{belongs, locate};
pub use init::{NewLedger, create};
pub use journal::{Joining, Journal};
pub use lock::Lock;
pub use lost::Lost;
pub use merge::{MergedText, merge_texts};
pub use read::Reading;
pub use renumber::Moves;
pub use shelf::Held;
pub use templates::ReadTemplate;

pub use crate::core::settings::SETTINGS;

/// A ledger's folder.
#[derive(Debug, Clone)]
pub struct Store {
    root: PathBuf,
    /// What is read instead of the folder's own files.
    held: Option<Arc<Held>>,
}

impl Store {
    /// The folder at `root`, which holds `ledger.toml`.
    pub fn at(root: PathBuf) -> Self {
        Self { root, held: None }
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

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }
}
