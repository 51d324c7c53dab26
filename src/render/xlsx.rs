//! A page as xlsx.

use anyhow::Result;

use crate::printout::Page;

/// The page as xlsx.
pub fn render(page: &Page) -> Result<Vec<u8>> {
    Ok(page.title.clone().into_bytes())
}
