//! Git as the ledger's memory: who is at work, what is not kept yet, and one commit for each change.
//!
//! A commit is made within this process where the library knows the repository's format, and by git's plumbing where it does
//! not; git itself, as a process, does what the person's own settings ask for: hooks, signing, transports.

mod branch;
mod change;
mod commit;
mod commit_settings;
mod commits;
mod compare;
mod divergence;
mod evil_merges;
mod git;
mod hooks;
mod identity;
mod index;
mod index_file;
mod kept;
mod left_behind;
mod locks;
mod new_repository;
mod objects;
mod page_source;
mod place;
mod registered;
mod remote;
mod repository;
mod seen_tips;
mod signatures;
mod signing;
mod snapshot;
mod tree;
mod undo;
mod verify_printed;
mod walk;
mod work_tree;
mod write_objects;

pub use change::{Room, TakenUp, Unfinished};
pub use commit::Message;
pub use divergence::{Contested, Meeting};
pub use git::git_name;
pub use identity::Identity;
pub use new_repository::ConfigBefore;
pub use objects::HeldFile;
pub use page_source::ReadFile;
pub use place::{fingerprint, git_directory};
pub use remote::{Ahead, Exchanging, Pushed, Remote};
pub use repository::{Repository, State};
pub use seen_tips::Seen;
pub use signing::{Person, Signing, Source as StatedIn, Stated};
pub use snapshot::{Moment, Survey};
pub use undo::{Last, Undoing};
pub use verify_printed::Whereabouts;
