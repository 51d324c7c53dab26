//! What an office has already: plans, and spreadsheets. They are read into proposals; nothing is written here.

mod column_titles;
pub mod document;
pub mod encoding;
pub mod plan;
pub mod sheet;
mod zipped;
