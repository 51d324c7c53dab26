//! Git as the ledger's memory: who is at work, what is not kept yet, and one commit for each change.
//!
//! A commit is made within this process where the library knows the repository's format, and by git's plumbing where it does
//! not; git itself, as a process, does what the person's own settings ask for: hooks, signing, transports.

mod branch;
mod change;
mod commit;
mod compare;
mod exchange;
mod founding;
mod git;
mod hooks;
mod identity;
mod index;
mod index_file;
mod joints;
mod left_behind;
mod locks;
mod making;
mod meeting;
mod moment;
mod objects;
mod past;
mod place;
mod printed;
mod registered;
mod repository;
mod tree;
mod undone;
mod walk;
mod wishes;
mod work_tree;

pub use change::{Room, TakenUp, Unfinished};
pub use commit::Message;
pub use exchange::{Ahead, Exchanging, Pushed, Remote};
pub use git::git_name;
pub use identity::Identity;
pub use meeting::{Contested, Meeting};
pub use moment::{Moment, Survey};
pub use objects::HeldFile;
pub use place::{fingerprint, git_directory};
pub use printed::Whereabouts;
pub use repository::{Repository, State};
pub use undone::{Last, Undoing};
