//! A page as a workbook: real dates and numbers, texts that never run as formulas, and a sheet that prints as it should.
//! A page that is one table is a list to filter and sort; a page of several tables is a document on one set of columns.

mod calendar;
mod canvas;
mod choices;
mod list;
mod looks;
mod paper;
mod ruler;
mod table;
#[cfg(test)]
mod tests;
mod text;
mod widths;

use anyhow::{Context as _, Result};
use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};

use crate::printout::Page;
use crate::printout::page::{Block, Section, Width};
use canvas::Canvas;
use ruler::{Place, Ruler};
use widths::{Wish, room};

/// The page as xlsx.
pub fn render(page: &Page) -> Result<Vec<u8>> {
    workbook(page).context("写不出 xlsx")
}

fn workbook(page: &Page) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&paper::properties(page)?);
    let mut sheet = Worksheet::new();
    let name = paper::name(page);
    sheet.set_name(&name)?;
    paper::set_up(&mut sheet, page);
    let blocks = page.flow();
    let hidden = match list::main(&blocks) {
        Some(main) => list::draw(page, &blocks, &main, &mut sheet, &name)?,
        None => {
            document(page, &mut sheet)?;
            None
        }
    };
    book.push_worksheet(sheet);
    if let Some(hidden) = hidden {
        book.push_worksheet(hidden);
    }
    book.save_to_buffer()
}

/// A page of several tables, or of none.
fn document(page: &Page, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let tables = || page.sections.iter().filter_map(|section| section.table.as_ref());
    let wishes: Vec<Vec<Wish>> = tables().map(table::wishes).collect();
    let beside = tables().map(table::beside).fold(Vec::new(), wider);
    let (ruler, ends) = Ruler::shared(&wishes, beside, room(page));
    let mut ends = ends.iter();
    sheet.set_screen_gridlines(false);
    let mut canvas = Canvas::new(sheet, ruler)?;
    canvas.head(page)?;
    for (at, section) in page.sections.iter().enumerate() {
        canvas.open(section, at > 0)?;
        canvas.words(section)?;
        if let (Some(table), Some(ends)) = (&section.table, section.table.as_ref().and_then(|_| ends.next()))
        {
            let place = Place::new(&table.columns, &canvas.ruler.spans(ends), &canvas.ruler);
            table::draw(&mut canvas, table, &place)?;
        }
        canvas.close(section)?;
    }
    canvas.foot(page)?;
    canvas.finish()
}

/// Widths for the columns beside the paper that do for both.
fn wider(left: Vec<usize>, right: Vec<usize>) -> Vec<usize> {
    let (mut long, short) = if left.len() < right.len() { (right, left) } else { (left, right) };
    long.iter_mut().zip(short).for_each(|(long, short)| *long = short.max(*long));
    long
}

/// The table of a block, if it has one.
fn section_of<'a>(block: &Block<'a>) -> Vec<&'a Section> {
    match block {
        Block::Section(section) => vec![section],
        Block::Grid(grid) => grid.bands.iter().map(|band| band.section).collect(),
    }
}

/// Whether a column goes on paper.
fn is_printed(width: Width) -> bool {
    width != Width::Sheet
}
