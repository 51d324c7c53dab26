//! A page as one self-contained HTML file: to be read on a screen, filtered, hung on a wall, or printed.

mod document;
mod grid;
mod section;

use crate::printout::page::{Block, Page};
use crate::render::chart::Legend;

/// The page as HTML. It asks nothing of the network, and reads without its script.
pub fn render(page: &Page) -> String {
    let flow = page.flow();
    let tables: Vec<grid::Sheet<'_>> =
        flow.iter().enumerate().filter_map(|(at, block)| grid::Sheet::of(block, at)).collect();
    let charts = || tables.iter().filter(|sheet| sheet.calendar.is_some());
    let legend = charts().next().map(|_| Legend::of(charts().flat_map(grid::Sheet::rows)));

    let rows: usize = tables.iter().map(|sheet| sheet.rows().count()).sum();
    let mut out = String::with_capacity(32_000 + rows * 1_000);
    document::open(&mut out, page, charts().filter_map(|sheet| sheet.calendar.as_ref().map(|c| (sheet.at, c))));
    document::head(&mut out, page);
    if tables.iter().any(grid::Sheet::has_spare_columns) {
        document::more_columns(&mut out);
    }
    let mut sheets = tables.iter().peekable();
    for (at, block) in flow.iter().enumerate() {
        let sheet = sheets.next_if(|sheet| sheet.at == at);
        match block {
            Block::Section(section) => section::write(&mut out, section, sheet, at == 0),
            Block::Grid(grid) => grid::write(&mut out, grid, sheet),
        }
    }
    document::close(&mut out, page, legend.as_ref());
    out
}
