//! A table in a picture: columns of texts, and the calendar as wide as they leave it.

use std::fmt::Write;

use super::text::{BODY, room, wrapped};
use super::{INNER, MARGIN, PER_MM, Picture};
use crate::printout::page::{Align, Block, Cell, Column, Role, Row, Width};
use crate::render::chart::{self, Chart};
use crate::render::fit::{Fit, Need, Want, measure, on_paper};
use crate::render::markup::escaped;

/// The calendar's part of the width, at least.
const CALENDAR: f64 = 0.44;

/// The room left and right of a text in its column.
const PAD: f64 = 1.3;

/// The width of a digit in the usual fonts, as a share of their size: a little more than half.
const DIGIT: f64 = 0.54;

/// How many lines a cell may have.
const LINES: u32 = 6;

/// No column of short texts is wider than this, in tenths of a half-width character.
const SHORT: u32 = 260;

/// The height of a row of one line, and what another line adds.
const ROW: (f64, f64) = (7.0, 3.9);

/// The height of the header.
const HEAD: f64 = 10.5;

/// A table as it is drawn: the calendar's columns have become one.
pub(super) struct Sheet<'a> {
    /// Its place on the page.
    pub(super) at: usize,
    /// Its calendar, where it has one.
    pub(super) calendar: Option<Chart>,
    columns: &'a [Column],
    parts: Vec<&'a [Row]>,
    /// The drawn columns.
    places: Vec<Place>,
}

/// A drawn column: a column of the table, or its calendar.
#[derive(Clone, Copy)]
struct Place {
    /// The table's column; the first one of the calendar.
    column: usize,
    calendar: bool,
    x: f64,
    width: f64,
}

impl<'a> Sheet<'a> {
    /// The table of a block; none where it has no rows.
    pub(super) fn of(block: &Block<'a>, at: usize) -> Option<Self> {
        let (columns, parts): (&[Column], Vec<&[Row]>) = match block {
            Block::Section(section) => {
                let table = section.table.as_ref()?;
                (&table.columns, vec![&table.rows])
            }
            Block::Grid(grid) => (grid.columns, grid.bands.iter().map(|band| band.rows).collect()),
        };
        if parts.iter().all(|rows| rows.is_empty()) {
            return None;
        }
        let calendar = Chart::of(columns, parts.iter().copied().flatten());
        let places = places(columns, calendar.as_ref(), parts.iter().copied().flatten());
        Some(Self { at, calendar, columns, parts, places })
    }

    /// All its rows.
    pub(super) fn rows(&self) -> impl Iterator<Item = &'a Row> + '_ {
        self.parts.iter().copied().flatten()
    }

    /// Draws the header: the columns' titles, the months, and where today is.
    pub(super) fn head(&self, picture: &mut Picture) {
        let top = picture.y;
        let _ = writeln!(
            picture.out,
            "<rect class=\"head\" x=\"{MARGIN}\" y=\"{top:.1}\" width=\"{INNER}\" height=\"{HEAD}\"/>"
        );
        for place in &self.places {
            if let Some(calendar) = self.calendar.as_ref().filter(|_| place.calendar) {
                self.months(picture, calendar, *place);
            } else {
                let title = &self.columns[place.column].title;
                picture.title(place.x + place.width / 2.0, top + 6.0, title);
            }
        }
        picture.out.push('\n');
        picture.y += HEAD;
        self.frame(picture, top);
    }

    fn months(&self, picture: &mut Picture, calendar: &Chart, place: Place) {
        let top = picture.y;
        let columns = calendar.columns(self.columns);
        #[expect(clippy::cast_precision_loss, reason = "a calendar has a few columns")]
        let width = place.width / columns.len() as f64;
        let mut x = place.x + width / 2.0;
        for column in columns {
            match column.above.as_deref() {
                Some(above) => {
                    picture.title(x, top + 3.4, above);
                    picture.title(x, top + 6.6, &column.title);
                }
                None => picture.title(x, top + 4.8, &column.title),
            }
            x += width;
        }
        if let Some(today) = calendar.today {
            let (x, y) = (place.x + today * place.width, top + HEAD);
            let _ = write!(
                picture.out,
                "<rect class=\"now\" x=\"{:.2}\" y=\"{:.2}\" width=\"7.6\" height=\"3.4\"/>\
                 <text class=\"now\" x=\"{x:.2}\" y=\"{:.2}\">今天</text>",
                x - 3.8,
                y - 3.4,
                y - 0.7
            );
        }
    }

    /// Draws rows.
    pub(super) fn rows_of(&self, picture: &mut Picture, rows: &[Row]) {
        let top = picture.y;
        let heights: Vec<f64> = rows.iter().map(|row| self.height(row)).collect();
        let height: f64 = heights.iter().sum();
        if let Some(place) = self.places.iter().find(|place| place.calendar) {
            let (wide, high) = (place.width * PER_MM, height * PER_MM);
            let _ = writeln!(
                picture.out,
                "<svg x=\"{:.2}\" y=\"{top:.2}\" width=\"{:.2}\" height=\"{height:.2}\" \
                 viewBox=\"0 0 {wide:.1} {high:.1}\"><use href=\"#G{}\"/></svg>",
                place.x, place.width, self.at
            );
        }
        for (row, height) in rows.iter().zip(heights) {
            self.row(picture, row, height);
        }
        self.frame(picture, top);
    }

    fn row(&self, picture: &mut Picture, row: &Row, height: f64) {
        let middle = picture.y + height / 2.0;
        for place in &self.places {
            if let Some(calendar) = self.calendar.as_ref().filter(|_| place.calendar) {
                let wide = place.width * PER_MM;
                let _ = write!(
                    picture.out,
                    "<svg x=\"{:.2}\" y=\"{middle:.2}\" width=\"{:.2}\" height=\"1\" \
                     viewBox=\"0 0 {wide:.1} {PER_MM:.2}\" overflow=\"visible\">",
                    place.x, place.width
                );
                calendar.write_strip(&mut picture.out, row, "");
                picture.out.push_str("</svg>");
            } else if let Some(cell) = row.cells.get(place.column) {
                self.cell(picture, cell, *place, middle);
            }
        }
        picture.y += height;
        let y = picture.y;
        let _ = writeln!(picture.out, "<path class=\"line\" d=\"M{MARGIN} {y:.2}h{INNER}\"/>");
    }

    fn cell(&self, picture: &mut Picture, cell: &Cell, place: Place, middle: f64) {
        let lines = lines(cell, place.width);
        let right = self.columns[place.column].align == Align::Right;
        let (x, end) = if right { (place.x + place.width - PAD, " e") } else { (place.x + PAD, "") };
        let tone = cell.tone.map_or("", chart::class);
        #[expect(clippy::cast_precision_loss, reason = "two lines")]
        let mut y = middle + BODY * 0.36 - ROW.1 * (lines.len() as f64 - 1.0) / 2.0;
        for line in lines.iter().filter(|line| !line.is_empty()) {
            let _ = write!(
                picture.out,
                "<text class=\"{tone}{end}\" x=\"{x:.2}\" y=\"{y:.2}\">{}</text>",
                escaped(line)
            );
            y += ROW.1;
        }
    }

    fn height(&self, row: &Row) -> f64 {
        let texts = self.places.iter().filter(|place| !place.calendar);
        let counts =
            texts.filter_map(|place| row.cells.get(place.column).map(|cell| lines(cell, place.width).len()));
        let most = counts.max().unwrap_or(1).max(1);
        #[expect(clippy::cast_precision_loss, reason = "two lines")]
        let more = (most - 1) as f64 * ROW.1;
        let scale = if row.role == Role::Scale { 0.8 } else { 0.0 };
        ROW.0 + more + scale
    }

    /// The lines around what was drawn since `top`, and between its columns.
    fn frame(&self, picture: &mut Picture, top: f64) {
        let (y, height) = (picture.y, picture.y - top);
        let _ = write!(
            picture.out,
            "<path class=\"line\" d=\"M{MARGIN} {top:.2}h{INNER}M{MARGIN} {y:.2}h{INNER}"
        );
        for place in &self.places {
            let _ = write!(picture.out, "M{:.2} {top:.2}v{height:.2}", place.x);
        }
        let _ = writeln!(picture.out, "M{:.2} {top:.2}v{height:.2}\"/>", MARGIN + INNER);
    }
}

fn lines(cell: &Cell, width: f64) -> Vec<String> {
    wrapped(&cell.value.plain(), room(width - 2.0 * PAD, BODY), LINES as usize)
}

/// Where the columns stand: short ones are as wide as their widest cell, and the calendar has its part and what the texts
/// leave.
fn places<'a>(
    columns: &[Column],
    calendar: Option<&Chart>,
    rows: impl Iterator<Item = &'a Row>,
) -> Vec<Place> {
    let room = hundredths(INNER);
    let is_calendar = |at: usize| calendar.is_some_and(|calendar| calendar.starts(at));
    let needs = measure(columns, rows, on_paper);
    let wants: Vec<Want> = needs.iter().enumerate().map(|(at, need)| want(need, is_calendar(at))).collect();
    let mut fit = Fit::new(&wants, room, characters(20));
    if let Some(calendar) = (0..columns.len()).find(|at| is_calendar(*at)) {
        fit.widths[calendar] += std::mem::take(&mut fit.spare);
    }
    fit.share(room);
    fit.squeeze(room);
    let mut x = MARGIN;
    let drawn = fit.widths.iter().enumerate().filter(|(_, width)| **width > 0);
    let place = |(column, width): (usize, &u32)| {
        let place = Place { column, calendar: is_calendar(column), x, width: f64::from(*width) / 100.0 };
        x += place.width;
        place
    };
    drawn.map(place).collect()
}

/// What a column takes. The columns of the calendar are one, the first of them.
fn want(need: &Need, is_calendar: bool) -> Want {
    let padded = |tenths: u32| characters(tenths) + hundredths(2.0 * PAD);
    let (least, most) = match need.kind {
        Width::Slot if is_calendar => (hundredths(CALENDAR * INNER), hundredths(CALENDAR * INNER)),
        Width::Slot | Width::Sheet => (0, 0),
        Width::Natural => {
            let width = padded(need.title.max(need.cells.min(SHORT)));
            (width, width)
        }
        Width::AtLeast(_) | Width::Spare(_) => {
            // In no more lines than are drawn, with a character to spare in each.
            let lines = need.cells.div_ceil(LINES) + 20;
            let least = need.least(2).max(need.title).max(lines.min(need.cells));
            (padded(least), padded(need.natural()))
        }
    };
    Want { kind: need.kind, least, most }
}

/// So many tenths of a half-width character of the body in hundredths of a millimetre.
fn characters(tenths: u32) -> u32 {
    tenths * hundredths(BODY * DIGIT) / 10
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a width on a sheet")]
fn hundredths(millimetres: f64) -> u32 {
    (millimetres * 100.0) as u32
}
