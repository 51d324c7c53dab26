//! Git as the ledger's memory: who is at work, what is not kept yet, and one commit for each change.
//!
//! Git itself does the work, as a process, so that the person's own settings hold: hooks, signing, line endings.

mod commit;
mod git;
mod identity;
mod registered;
mod repository;

pub use commit::Message;
pub use git::git_name;
pub use identity::Identity;
pub use repository::{Repository, State};
