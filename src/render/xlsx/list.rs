//! A page that is one table: a list to filter and to sort, whose header stays on the screen and is on every sheet.

use rust_xlsxwriter::{IgnoreError, RowNum, Worksheet, XlsxError};

use super::choices::Choices;
use super::column_grid::{Place, Ruler, Span};
use super::section_of;
use super::sheet_writer::Canvas;
use super::styles::{Kind, Top};
use super::table::{Style, draw_row, header, today};
use super::text::clean;
use super::widths::{BUTTON, LONG, beside, fit, room};
use crate::printout::page::{Block, Column, Line, Page, Role, Row, Section, Table, Width};
use crate::render::fit::{Need, measure, on_paper};

/// How high what stays on the screen may be, in points, and how wide, in characters.
const STAYS: (f64, usize) = (250.0, 90);
/// The widest a column of groups wants to be, in tenths of a half-width character, and what it asks for, in whole ones.
const GROUP: (u32, u16) = (160, 8);

/// The table that a page is.
pub(super) struct Main<'a> {
    columns: &'a [Column],
    /// What its rows are groups by.
    by: Option<&'static str>,
    bands: Vec<Band<'a>>,
    /// Which block of the page it is.
    at: usize,
}

struct Band<'a> {
    name: String,
    section: &'a Section,
    rows: &'a [Row],
}

/// The table that the page is, if it is one table.
pub(super) fn main<'a>(blocks: &[Block<'a>]) -> Option<Main<'a>> {
    let mut found = None;
    for (at, block) in blocks.iter().enumerate() {
        let main = match block {
            Block::Section(Section { table: None, .. }) => continue,
            Block::Section(Section { table: Some(Table { form: true, .. }), .. }) => return None,
            Block::Section(section) => {
                let table = section.table.as_ref()?;
                let band = Band { name: String::new(), section, rows: &table.rows };
                Main { columns: &table.columns, by: None, bands: vec![band], at }
            }
            Block::Grid(grid) => {
                let band = |band: &crate::printout::page::Band<'a>| Band {
                    name: clean(band.name),
                    section: band.section,
                    rows: band.rows,
                };
                let bands = grid.bands.iter().map(band).collect();
                Main { columns: grid.columns, by: Some(grid.by), bands, at }
            }
        };
        if found.replace(main).is_some() {
            return None;
        }
    }
    found
}

/// The page on the sheet, and the hidden sheet it needs for long lists of choices.
pub(super) fn draw(
    page: &Page,
    blocks: &[Block<'_>],
    main: &Main<'_>,
    sheet: &mut Worksheet,
    name: &str,
) -> Result<Option<Worksheet>, XlsxError> {
    let ruler = main.ruler(room(page));
    let each = ruler.each();
    let (group, own) = match main.by {
        Some(by) => (each.first().map(|span| (*span, by)), &each[1..]),
        None => (None, &each[..]),
    };
    let place = Place::new(main.columns, own, &ruler);
    let mut canvas = Canvas::new(sheet, ruler)?;
    canvas.head(page)?;
    let (before, after) = (&blocks[..main.at], &blocks[main.at + 1..]);
    sections(&mut canvas, before)?;
    if let (None, Some(band)) = (main.by, main.bands.first()) {
        canvas.open(band.section, main.at > 0)?;
        canvas.words(band.section)?;
    }
    canvas.gap()?;
    let today = today(main.columns, main.rows());
    scales(&mut canvas, main, &place, group, today)?;
    let head = canvas.row;
    header(&mut canvas, main.columns, &place, group, today)?;
    canvas.sheet.set_repeat_rows(head, canvas.row - 1)?;
    let first = canvas.row;
    freeze(&mut canvas, main, &place, group)?;
    rows(&mut canvas, main, &place, group, today)?;
    let choices = finish_table(&mut canvas, main, &place, first, name)?;
    main.close(&mut canvas)?;
    sections(&mut canvas, after)?;
    canvas.foot(page)?;
    canvas.finish()?;
    Ok(choices)
}

impl Main<'_> {
    fn rows(&self) -> impl Iterator<Item = &Row> {
        self.bands.iter().flat_map(|band| band.rows)
    }

    fn ruler(&self, room: usize) -> Ruler {
        let group = self.by.map(|by| {
            let cells = self.bands.iter().map(|band| on_paper(&band.name)).max().unwrap_or(0).min(GROUP.0);
            Need { kind: Width::AtLeast(GROUP.1), title: on_paper(by), cells, brief: cells }
        });
        let own = measure(self.columns, self.rows(), on_paper);
        let needs: Vec<Need> = group.into_iter().chain(own).collect();
        Ruler::single(&fit(&needs, BUTTON, room, LONG), beside(&needs, BUTTON))
    }

    /// What the groups' sections say of themselves, each in a line below the table.
    fn close(&self, canvas: &mut Canvas<'_>) -> Result<(), XlsxError> {
        for band in &self.bands {
            if self.by.is_none() {
                canvas.close(band.section)?;
                continue;
            }
            let section = band.section;
            for line in section.lines.iter().chain(&section.total) {
                let name = section.title().unwrap_or_else(|| band.name.clone());
                let mut named = Line::from(format!("{name}："));
                named.0.extend(line.0.iter().cloned());
                canvas.line(&named, Kind::Sentence)?;
            }
            section.signed.iter().try_for_each(|line| canvas.across(line, Kind::Signed))?;
        }
        Ok(())
    }
}

/// Sections without tables.
fn sections(canvas: &mut Canvas<'_>, blocks: &[Block<'_>]) -> Result<(), XlsxError> {
    for section in blocks.iter().flat_map(section_of) {
        canvas.open(section, true)?;
        canvas.words(section)?;
        canvas.close(section)?;
    }
    Ok(())
}

/// The rows that explain the columns, above the header, where no filter hides them.
fn scales(
    canvas: &mut Canvas<'_>,
    main: &Main<'_>,
    place: &Place,
    group: Option<(Span, &'static str)>,
    today: Option<usize>,
) -> Result<(), XlsxError> {
    for band in &main.bands {
        let name = band.section.title().map_or_else(|| band.name.clone(), |title| clean(&title));
        for row in band.rows.iter().filter(|row| row.role == Role::Scale) {
            let group = group.map(|(span, _)| (span, name.as_str()));
            draw_row(canvas, main.columns, place, row, Style { today, label: None, top: Top::Thin, group })?;
        }
    }
    Ok(())
}

/// The rows, with a thicker line where a new group begins.
fn rows(
    canvas: &mut Canvas<'_>,
    main: &Main<'_>,
    place: &Place,
    group: Option<(Span, &'static str)>,
    today: Option<usize>,
) -> Result<(), XlsxError> {
    let mut before = false;
    for band in &main.bands {
        let group = group.map(|(span, _)| (span, band.name.as_str()));
        let items = band.rows.iter().filter(|row| row.role == Role::Item);
        for (at, row) in items.enumerate() {
            let top = if at == 0 && before { Top::Thick } else { Top::Thin };
            before = true;
            draw_row(canvas, main.columns, place, row, Style { today, label: None, top, group })?;
        }
    }
    Ok(())
}

/// Keeps the header on the screen, and what names a row where there is much beside it.
fn freeze(
    canvas: &mut Canvas<'_>,
    main: &Main<'_>,
    place: &Place,
    group: Option<(Span, &'static str)>,
) -> Result<(), XlsxError> {
    if canvas.height > STAYS.0 {
        return Ok(());
    }
    let wide = main.columns.iter().any(|column| matches!(column.width, Width::Slot | Width::Sheet));
    let names = place.columns.iter().find(|(at, _)| matches!(main.columns[*at].width, Width::AtLeast(_)));
    let taken = |span: &Span| {
        let own = place.columns.iter().map(|(_, own)| own).filter(|own| own.last <= span.last);
        own.map(|own| own.width).sum::<usize>() + group.map_or(0, |(group, _)| group.width)
    };
    let column =
        names.filter(|(_, span)| wide && taken(span) <= STAYS.1).map_or(0, |(_, span)| span.last + 1);
    canvas.sheet.set_freeze_panes(canvas.row, column)?;
    Ok(())
}

/// What makes a list of the rows: the filter, the header on every sheet, the lists of choices.
fn finish_table(
    canvas: &mut Canvas<'_>,
    main: &Main<'_>,
    place: &Place,
    first: RowNum,
    name: &str,
) -> Result<Option<Worksheet>, XlsxError> {
    let head = first - 1;
    let last = canvas.row.max(first + 1) - 1;
    let right = place.columns.last().map_or(0, |(_, span)| span.last);
    canvas.sheet.autofilter(head, 0, if canvas.row > first { last } else { head }, right)?;
    canvas.sheet.ignore_error_range(first, 0, last, right, IgnoreError::NumberStoredAsText)?;
    let mut choices = Choices::of(name);
    for (at, span) in &place.columns {
        choices.offer(canvas.sheet, &main.columns[*at], span.first, (first, last))?;
    }
    Ok(choices.hidden())
}
