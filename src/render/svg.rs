//! A page as svg.

use crate::printout::Page;

/// The page as svg.
pub fn render(page: &Page) -> Option<String> {
    Some(page.title.clone())
}
