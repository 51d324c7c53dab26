//! Renderers: a page becomes bytes. None of them knows what a task is.

mod chart;
pub mod csv;
pub mod docx;
mod fit;
pub mod html;
pub mod ics;
pub mod json;
pub mod markdown;
mod markup;
pub mod svg;
pub mod terminal;
pub mod wrap;
pub mod xlsx;
