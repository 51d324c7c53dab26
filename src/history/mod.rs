//! Git as the ledger's memory: who is at work, what is not kept yet, and one commit for each change.
//!
//! Git itself does the work, as a process, so that the person's own settings hold: hooks, signing, line endings.

mod commit;
mod exchange;
mod git;
mod identity;
mod inside;
mod joints;
mod kept;
mod meeting;
mod moment;
mod objects;
mod past;
mod printed;
mod registered;
mod repository;
mod undone;
mod walk;

pub use commit::Message;
pub use exchange::{Ahead, Pushed, Remote};
pub use git::git_name;
pub use identity::Identity;
pub use meeting::{Contested, Joined, Meeting};
pub use moment::{Moment, Survey};
pub use objects::HeldFile;
pub use printed::Whereabouts;
pub use repository::{Repository, State};
pub use undone::{Last, Undoing};
