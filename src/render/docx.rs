//! A page as docx.

use anyhow::Result;

use crate::printout::Page;

/// The page as docx.
pub fn render(page: &Page) -> Result<Vec<u8>> {
    Ok(page.title.clone().into_bytes())
}
