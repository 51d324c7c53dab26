//! Folders, and what may be done in them: the rooms that touch files do it through here.

mod private;

pub use private::{Lock, Private};
