//! What an office has already: plans, and spreadsheets. They are read into proposals; nothing is written here.

pub mod document;
pub mod encoding;
mod heading;
pub mod plan;
pub mod sheet;
mod zipped;
