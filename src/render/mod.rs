//! Renderers: a page becomes bytes. None of them knows what a task is.

pub mod csv;
pub mod fold;
pub mod markdown;
pub mod terminal;
