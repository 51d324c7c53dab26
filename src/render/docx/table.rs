//! Tables: lists under a header that every sheet repeats, groups as bands of one table, forms without a header.

use rayon::prelude::*;

use super::calendar::Calendar;
use super::header::Header;
use super::paper::{Sheet, soft};
use super::widths::{Fitted, fit};
use super::writer::{Extra, Xml};
use crate::printout::page::{Align, Band, Cell, Column, Grid, Line, Role, Row, Table, Value, Width};
use crate::render::fit::on_paper;

/// More rows than this have the calendar's empty neighbours joined, as Word is slow with hundreds of thousands of cells.
const LARGE: usize = 1_000;

/// The ground of headers and of a form's labels.
pub(super) const HEAD: &str = "E3E3E3";
/// The ground of a group's name.
const BAND: &str = "F2F2F2";

/// A table's line, before it is drawn.
enum Entry<'a> {
    Band(Band<'a>),
    /// A row; one that is kept stands on one sheet with the next.
    Row {
        row: &'a Row,
        kept: bool,
    },
    Total(&'a Line),
}

/// A table about to be drawn.
pub(super) struct Drawing<'a> {
    columns: &'a [Column],
    fitted: Fitted,
    pieces: Vec<Piece>,
    sheet: &'a Sheet,
    form: bool,
}

/// Columns that are drawn together.
enum Piece {
    Column { at: usize, width: u32, style: String },
    Calendar { at: Vec<usize>, calendar: Calendar },
}

/// A table of a section of its own; nothing where it has no rows. One that stays `together` never breaks across sheets.
pub(super) fn table(table: &Table, together: bool, sheet: &Sheet, xml: &mut Xml) {
    if table.rows.is_empty() {
        return;
    }
    let drawing = Drawing::new(&table.columns, table.rows.iter(), table.form, sheet);
    let kept = if together { table.rows.len() - 1 } else { 0 };
    let entries: Vec<Entry<'_>> =
        table.rows.iter().enumerate().map(|(at, row)| Entry::Row { row, kept: at < kept }).collect();
    drawing.draw(&entries, table.rows.first(), xml);
}

/// Groups as one table.
pub(super) fn grid<'a>(grid: &Grid<'a>, sheet: &'a Sheet) -> Drawing<'a> {
    Drawing::new(grid.columns, grid.bands.iter().flat_map(|band| band.rows), false, sheet)
}

impl<'a> Drawing<'a> {
    fn new(
        columns: &'a [Column],
        rows: impl Iterator<Item = &'a Row> + Clone,
        form: bool,
        sheet: &'a Sheet,
    ) -> Self {
        let sizes = if form { sheet.forms } else { sheet.lists };
        let joined = rows.clone().nth(LARGE).is_some();
        let fitted = fit(columns, rows, !form, sheet.text(), sizes);
        let pieces = pieces(columns, &fitted, form, joined);
        Self { columns, fitted, pieces, sheet, form }
    }

    /// These groups of it, one below the other under one header.
    pub(super) fn bands(&self, bands: &[Band<'a>], xml: &mut Xml) {
        let entries: Vec<Entry<'a>> = bands
            .iter()
            .flat_map(|band| {
                let rows = band.rows.iter().map(|row| Entry::Row { row, kept: false });
                let total = band.section.total.as_ref().map(Entry::Total);
                std::iter::once(Entry::Band(*band)).chain(rows).chain(total)
            })
            .collect();
        let first = bands.iter().find_map(|band| band.rows.first());
        self.draw(&entries, first, xml);
    }

    fn draw(&self, entries: &[Entry<'a>], first: Option<&Row>, xml: &mut Xml) {
        let room = self.sheet.text();
        xml.put(format_args!("<w:tbl><w:tblPr><w:tblW w:w=\"{room}\" w:type=\"dxa\"/><w:tblBorders>"));
        for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
            xml.put(format_args!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"404040\"/>"));
        }
        // The space beside a text is the indent of its style: a calendar wants none.
        xml.raw(
            "</w:tblBorders><w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"0\" w:type=\"dxa\"/>",
        );
        xml.raw("<w:right w:w=\"0\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid>");
        for place in &self.fitted.columns {
            xml.put(format_args!("<w:gridCol w:w=\"{}\"/>", place.width));
        }
        xml.raw("</w:tblGrid>");
        if !self.form {
            Header { columns: self.columns, fitted: &self.fitted, first }.draw(self.sheet.row, xml);
        }
        let parts: Vec<String> = entries
            .par_chunks(256)
            .map(|entries| {
                let mut part = Xml::with_capacity(entries.len() * 2_400);
                for entry in entries {
                    self.entry(entry, &mut part);
                }
                part.0
            })
            .collect();
        xml.0.reserve(parts.iter().map(String::len).sum());
        for part in parts {
            xml.raw(&part);
        }
        xml.raw("</w:tbl>").line("sp", "");
    }

    fn entry(&self, entry: &Entry<'_>, xml: &mut Xml) {
        match entry {
            Entry::Row { row, kept } => self.row(row, *kept, xml),
            Entry::Band(band) => {
                let heading = band.section.heading.clone().unwrap_or_else(|| Line::from(band.name));
                let lines = band.section.lines.as_slice();
                let extra = if band.rows.is_empty() { Extra::default() } else { Extra::KEPT };
                let size = self.fitted.size;
                if heading.plain().is_empty() && lines.is_empty() {
                    return;
                }
                self.merged(BAND, xml, |xml| {
                    xml.paragraph(&format!("b{size}"), extra, &heading);
                    for line in lines {
                        xml.paragraph(&format!("x{size}"), extra, line);
                    }
                });
            }
            Entry::Total(total) => self.merged(BAND, xml, |xml| {
                xml.paragraph(&format!("x{}", self.fitted.size), Extra::default(), total);
            }),
        }
    }

    /// A row of one cell across the table.
    fn merged(&self, ground: &str, xml: &mut Xml, inside: impl FnOnce(&mut Xml)) {
        let (width, span) = (self.sheet.text(), self.fitted.columns.len());
        self.open_row(true, xml);
        xml.put(format_args!(
            "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/><w:gridSpan w:val=\"{span}\"/>\
             <w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{ground}\"/><w:vAlign w:val=\"center\"/></w:tcPr>"
        ));
        inside(xml);
        xml.raw("</w:tc></w:tr>");
    }

    fn open_row(&self, whole: bool, xml: &mut Xml) {
        xml.raw("<w:tr><w:trPr>").raw(if whole { "<w:cantSplit/>" } else { "" });
        let height = if self.form { self.sheet.form_row } else { self.sheet.row };
        xml.put(format_args!("<w:trHeight w:val=\"{height}\"/></w:trPr>"));
    }

    fn row(&self, row: &Row, keep: bool, xml: &mut Xml) {
        const NOTHING: Cell = Cell { value: Value::Empty, brief: None, tone: None };
        let cell = |at: usize| row.cells.get(at).unwrap_or(&NOTHING);
        self.open_row(!self.is_giant(row), xml);
        for (place, piece) in self.pieces.iter().enumerate() {
            match piece {
                Piece::Column { at, width, style } => {
                    let label = self.form && place == 0;
                    let ground = match row.role {
                        _ if label => Some(HEAD),
                        Role::Scale => Some(BAND),
                        Role::Item => cell(*at).tone.and_then(soft),
                    };
                    self.cell(cell(*at), self.columns[*at].width, *width, (style, keep), ground, xml);
                }
                Piece::Calendar { at, calendar } => {
                    let slots: Vec<&Cell> = at.iter().map(|at| cell(*at)).collect();
                    calendar.draw(&slots, xml);
                }
            }
        }
        xml.raw("</w:tr>");
    }

    fn cell(
        &self,
        cell: &Cell,
        kind: Width,
        width: u32,
        (style, keep): (&str, bool),
        ground: Option<&str>,
        xml: &mut Xml,
    ) {
        xml.put(format_args!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>"));
        if let Some(ground) = ground {
            xml.raw("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"").raw(ground).raw("\"/>");
        }
        xml.raw("<w:vAlign w:val=\"center\"/></w:tcPr>");
        xml.open_with(style, Extra { keep, ..Extra::default() });
        match (&cell.brief, &cell.value) {
            (Some(brief), _) if self.fitted.brief && kind == Width::Natural => {
                xml.run(brief, cell.tone, false);
            }
            (_, Value::Empty) => {}
            (_, Value::Text(text)) => {
                xml.run(text, cell.tone, false);
            }
            (_, value) => {
                xml.run(&value.plain(), cell.tone, false);
            }
        }
        xml.raw("</w:p></w:tc>");
    }

    /// Whether the row takes so much of a sheet that it may break across two.
    fn is_giant(&self, row: &Row) -> bool {
        let size = self.fitted.size;
        self.fitted.columns.iter().any(|place| match row.cells.get(place.at).map(|cell| &cell.value) {
            Some(Value::Text(text)) if text.len() > 240 => {
                let lines: u32 =
                    text.split('\n').map(|line| on_paper(line) / 2 * size / place.width.max(1) + 1).sum();
                lines.saturating_mul(size * 13) > self.sheet.text_height() / 3
            }
            _ => false,
        })
    }
}

fn pieces(columns: &[Column], fitted: &Fitted, form: bool, joined: bool) -> Vec<Piece> {
    let size = fitted.size;
    let mut pieces: Vec<Piece> = Vec::new();
    for (place, column) in fitted.columns.iter().map(|place| (place, &columns[place.at])) {
        if column.width == Width::Slot {
            if let Some(Piece::Calendar { at, calendar }) = pieces.last_mut() {
                at.push(place.at);
                calendar.widths.push(place.width);
            } else {
                let style = format!("z{size}");
                let calendar = Calendar { widths: vec![place.width], style, sign: size * 10, joined };
                pieces.push(Piece::Calendar { at: vec![place.at], calendar });
            }
            continue;
        }
        let kind = match (column.align, column.width) {
            _ if form && pieces.is_empty() => 'k',
            (Align::Right, _) => 'r',
            (Align::Left, Width::Natural) if !form => 'c',
            (Align::Left, _) => 'x',
        };
        pieces.push(Piece::Column { at: place.at, width: place.width, style: format!("{kind}{size}") });
    }
    pieces
}
