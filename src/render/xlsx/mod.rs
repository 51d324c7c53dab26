//! A page as a workbook: real dates and numbers, texts that never run as formulas, and a sheet that prints as it should.
//! A page that is one table is a list to filter and sort; a page of several tables is a document on one set of columns.

mod choices;
mod column_grid;
mod list;
mod paper;
mod sheet_writer;
mod styles;
mod table;
#[cfg(test)]
mod tests;
mod text;
mod widths;

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use anyhow::{Context as _, Result};
use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};

use crate::printout::Page;
use crate::printout::page::{Block, Section, Table, Width};
use crate::render::fit::Need;
use column_grid::{Place, Ruler};
use sheet_writer::Canvas;
use widths::{beside, needs, room};

/// The page as xlsx.
pub fn render(page: &Page) -> Result<Vec<u8>> {
    render_all(std::slice::from_ref(page))
}

/// Pages of one workbook, each on a sheet of its own; their titles have to differ.
pub fn render_all(pages: &[Page]) -> Result<Vec<u8>> {
    workbook(pages).context("写不出 xlsx")
}

fn workbook(pages: &[Page]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    if let Some(page) = pages.first() {
        book.set_properties(&paper::properties(page)?);
    }
    pages.iter().try_for_each(|page| worksheet(page, &mut book))?;
    book.save_to_buffer()
}

fn worksheet(page: &Page, book: &mut Workbook) -> Result<(), XlsxError> {
    let mut sheet = Worksheet::new();
    let name = paper::name(page);
    sheet.set_name(&name)?;
    paper::set_up(&mut sheet, page);
    let blocks = page.flow();
    let hidden = if let Some(main) = list::main(&blocks) {
        list::draw(page, &blocks, &main, &mut sheet, &name)?
    } else {
        document(page, &mut sheet)?;
        None
    };
    book.push_worksheet(sheet);
    if let Some(hidden) = hidden {
        book.push_worksheet(hidden);
    }
    Ok(())
}

/// A page of several tables, or of none.
fn document(page: &Page, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let tables = || page.sections.iter().filter_map(drawn);
    let needs = together(tables().collect());
    let beside = needs.iter().map(|needs| beside(needs, 0)).fold(Vec::new(), wider);
    let (ruler, ends) = Ruler::shared(&needs, beside, room(page));
    let mut ends = ends.iter();
    sheet.set_screen_gridlines(false);
    let mut canvas = Canvas::new(sheet, ruler)?;
    canvas.head(page)?;
    for (at, section) in page.sections.iter().enumerate() {
        canvas.open(section, at > 0)?;
        canvas.words(section)?;
        if let Some((table, ends)) = drawn(section).and_then(|table| Some((table, ends.next()?))) {
            let place = Place::new(&table.columns, &canvas.ruler.spans(ends), &canvas.ruler);
            table::draw(&mut canvas, table, &place)?;
        }
        canvas.close(section)?;
    }
    canvas.foot(page)?;
    canvas.finish()
}

/// The table of a section. One without rows is not drawn in a document.
fn drawn(section: &Section) -> Option<&Table> {
    section.table.as_ref().filter(|table| !table.rows.is_empty())
}

/// What the columns of each table need: those of the same titles the same, so that they line up.
fn together(tables: Vec<&Table>) -> Vec<Vec<Need>> {
    let mut known: HashMap<Vec<&str>, Vec<Need>> = HashMap::new();
    for table in &tables {
        let needs = needs(table);
        match known.entry(titles(table)) {
            Entry::Occupied(mut known) => {
                known.get_mut().iter_mut().zip(needs).for_each(|(known, need)| *known = known.or(need));
            }
            Entry::Vacant(place) => {
                place.insert(needs);
            }
        }
    }
    tables.into_iter().filter_map(|table| known.get(&titles(table)).cloned()).collect()
}

fn titles(table: &Table) -> Vec<&str> {
    table.columns.iter().map(|column| column.title.as_str()).collect()
}

/// Widths for the columns beside the paper that do for both.
fn wider(left: Vec<usize>, right: Vec<usize>) -> Vec<usize> {
    let (mut long, short) = if left.len() < right.len() { (right, left) } else { (left, right) };
    long.iter_mut().zip(short).for_each(|(long, short)| *long = short.max(*long));
    long
}

/// The sections of a block.
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

/// Several pages as one workbook, a sheet a page. Every page is a list.
pub fn render_book(pages: &[Page]) -> Result<Vec<u8>> {
    book(pages).context("写不出 xlsx")
}

fn book(pages: &[Page]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    if let Some(first) = pages.first() {
        book.set_properties(&paper::properties(first)?);
    }
    let mut aside = Vec::new();
    for page in pages {
        let mut sheet = Worksheet::new();
        let name = paper::name(page);
        sheet.set_name(&name)?;
        paper::set_up(&mut sheet, page);
        let blocks = page.flow();
        if let Some(main) = list::main(&blocks) {
            aside.extend(list::draw(page, &blocks, &main, &mut sheet, &name)?);
        }
        book.push_worksheet(sheet);
    }
    // Long lists of choices stand on a hidden sheet behind all others.
    for sheet in aside {
        book.push_worksheet(sheet);
    }
    book.save_to_buffer()
}
