//! Folders, and what may be done in them: the rooms that touch files do it through here.

pub mod atomic;
mod confined;
mod private;
mod record;

pub use confined::{Confined, Irregular, Kind, is_missing};
pub use private::{Lock, Private, Stamp};
pub use record::{Begun, Move, Redo, Steps};
