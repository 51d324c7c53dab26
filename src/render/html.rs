//! A page as html.

use crate::printout::Page;

/// The page as html.
pub fn render(page: &Page) -> String {
    page.title.clone()
}
