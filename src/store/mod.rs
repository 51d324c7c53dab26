//! The ledger's folder: finding it, reading it, and changing it without hurting what people wrote there.

mod apply;
pub mod atomic;
mod diagnose;
mod edit;
mod evidence;
mod find;
mod frame;
mod init;
mod journal;
mod lines;
mod lock;
mod mend;
mod read;
mod syntax;
mod text;

use std::path::{Path, PathBuf};

pub use apply::{NewFile, Written};
pub use evidence::Copy;
pub use find::{belongs, locate};
pub use init::{NewLedger, create};
pub use journal::Journal;
pub use lock::Lock;
pub use read::Reading;

/// The settings' file, whose folder is the ledger's.
pub const SETTINGS: &str = "ledger.toml";

/// A ledger's folder.
#[derive(Debug, Clone)]
pub struct Store {
    root: PathBuf,
}

impl Store {
    /// The folder at `root`, which holds `ledger.toml`.
    pub fn at(root: PathBuf) -> Self {
        Self { root }
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }
}
