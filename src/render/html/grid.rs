//! Tables: lists, grids of several groups under one header, and forms.

use std::fmt::Write;

use super::section::{line, lines, signed};
use crate::printout::page::{Align, Band, Block, Cell, Column, Grid, Role, Row, Table, Value, Width};
use crate::render::chart::{self, Chart};
use crate::render::markup::{escape, escaped};

/// What closes an opened table.
pub(super) const CLOSE: &str = "</table></div>\n";

/// A table as it is drawn: the calendar's columns have become one.
#[derive(Debug)]
pub(super) struct Sheet<'a> {
    /// Its place on the page.
    pub(super) at: usize,
    /// Its calendar, where it has one.
    pub(super) calendar: Option<Chart>,
    columns: &'a [Column],
    parts: Vec<&'a [Row]>,
}

impl<'a> Sheet<'a> {
    /// The table of a block; none where there is nothing to draw.
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
        Some(Self { at, calendar, columns, parts })
    }

    /// All its rows.
    pub(super) fn rows(&self) -> impl Iterator<Item = &'a Row> + '_ {
        self.parts.iter().copied().flatten()
    }

    /// Whether it has columns that only a wide screen has room for.
    pub(super) fn has_spare_columns(&self) -> bool {
        self.columns.iter().any(|column| column.width == Width::Sheet)
    }

    /// Opens the table with its header, which each printed sheet repeats.
    pub(super) fn open(&self, out: &mut String) {
        let class = if self.calendar.is_some() { "list chart" } else { "list" };
        let _ = writeln!(out, "<div class=\"scroll\"><table class=\"{class}\">\n<thead><tr>");
        for (at, column) in self.columns.iter().enumerate() {
            match &self.calendar {
                Some(calendar) if calendar.starts(at) => months(out, calendar, self.columns),
                Some(calendar) if calendar.holds(at) => {}
                _ => title(out, column),
            }
        }
        out.push_str("</tr></thead>\n");
    }

    /// Writes rows as a body of their own.
    pub(super) fn body(&self, out: &mut String, rows: &[Row]) {
        out.push_str("<tbody>\n");
        self.write_rows(out, rows);
        out.push_str("</tbody>\n");
    }

    fn write_rows(&self, out: &mut String, rows: &[Row]) {
        for row in rows {
            out.push_str(if row.role == Role::Scale { "<tr class=\"scale\">" } else { "<tr>" });
            for (at, (column, cell)) in self.columns.iter().zip(&row.cells).enumerate() {
                match &self.calendar {
                    Some(calendar) if calendar.starts(at) => self.strip(out, calendar, row),
                    Some(calendar) if calendar.holds(at) => {}
                    _ => write_cell(out, column, cell),
                }
            }
            out.push_str("</tr>\n");
        }
    }

    fn strip(&self, out: &mut String, calendar: &Chart, row: &Row) {
        let _ = write!(out, "<td class=\"c\"><svg><use href=\"#G{}\"/><svg y=\"50%\">", self.at);
        calendar.write_strip(out, row, &tip(self.columns, row));
        out.push_str("</svg></svg></td>");
    }

    /// How many columns the drawn table has.
    fn span(&self) -> usize {
        let slots = self.calendar.as_ref().map_or(0, |calendar| calendar.columns(self.columns).len() - 1);
        self.columns.len() - slots
    }
}

/// Writes several groups as one table under one header, so that their columns agree.
pub(super) fn write(out: &mut String, grid: &Grid<'_>, sheet: Option<&Sheet<'_>>) {
    let Some(sheet) = sheet else {
        for band in &grid.bands {
            super::section::write(out, band.section, None, true);
        }
        return;
    };
    out.push_str("<section>\n");
    sheet.open(out);
    for band in &grid.bands {
        group(out, sheet, band);
    }
    out.push_str(CLOSE);
    for band in &grid.bands {
        signed(out, band.section);
    }
    out.push_str("</section>\n");
}

fn group(out: &mut String, sheet: &Sheet<'_>, band: &Band<'_>) {
    let span = sheet.span();
    let section = band.section;
    out.push_str(if band.name.is_empty() { "<tbody class=\"above\">\n" } else { "<tbody>\n" });
    if section.heading.is_some() || !section.lines.is_empty() {
        let _ = write!(out, "<tr class=\"band\"><th colspan=\"{span}\" scope=\"rowgroup\"><div>");
        if let Some(heading) = &section.heading {
            out.push_str("<b>");
            line(out, heading);
            out.push_str("</b>");
        }
        lines(out, &section.lines);
        out.push_str("</div></th></tr>\n");
    }
    sheet.write_rows(out, band.rows);
    if let Some(total) = &section.total {
        let _ = write!(out, "<tr class=\"total\"><td colspan=\"{span}\"><div>");
        line(out, total);
        out.push_str("</div></td></tr>\n");
    }
    out.push_str("</tbody>\n");
}

/// Writes a form: what is asked stands left of what is said.
pub(super) fn write_form(out: &mut String, table: &Table) {
    out.push_str("<table class=\"form\">\n<tbody>\n");
    for row in &table.rows {
        out.push_str("<tr>");
        for (at, (column, cell)) in table.columns.iter().zip(&row.cells).enumerate() {
            if at == 0 {
                let _ = write!(out, "<th scope=\"row\">{}</th>", escaped(&cell.value.plain()));
            } else {
                write_cell(out, column, cell);
            }
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n");
}

fn title(out: &mut String, column: &Column) {
    let least = match column.width {
        Width::AtLeast(least) | Width::Spare(least) => {
            // Half-width characters are half an em wide.
            format!(" style=\"min-width:{}em\"", f32::from(least) / 2.0)
        }
        _ => String::new(),
    };
    let classes = classes(column, None);
    let _ = write!(out, "<th scope=\"col\"{classes}{least}>{}</th>", escaped(&column.whole_title()));
}

/// The header of the calendar: its months, equally wide, and where today is.
fn months(out: &mut String, calendar: &Chart, columns: &[Column]) {
    let now = if calendar.today.is_some() { " now" } else { "" };
    let _ = write!(out, "<th scope=\"col\" class=\"c{now}\"><div class=\"months\">");
    for column in calendar.columns(columns) {
        out.push_str("<span>");
        if let Some(above) = &column.above {
            let _ = write!(out, "<i>{}</i>", escaped(above));
        }
        escape(out, &column.title);
        out.push_str("</span>");
    }
    if let Some(today) = calendar.today {
        let _ = write!(out, "<em style=\"left:{:.2}%\">今天</em>", today * 100.0);
    }
    out.push_str("</div></th>");
}

fn write_cell(out: &mut String, column: &Column, cell: &Cell) {
    let value = match &cell.value {
        // What is sorted by more than its characters.
        Value::Number(number) => format!(" data-value=\"{number}\""),
        Value::Decimal(share, _) | Value::Percent(share) => format!(" data-value=\"{share}\""),
        _ => String::new(),
    };
    let classes = classes(column, Some(cell));
    let _ = write!(out, "<td{classes}{value}>");
    match &cell.value {
        Value::Text(text) => escape(out, text),
        value => escape(out, &value.plain()),
    }
    out.push_str("</td>");
}

/// The classes of a cell: k keeps a line, e stands at the end, x is extra; and its tone.
fn classes(column: &Column, cell: Option<&Cell>) -> String {
    let mut classes: Vec<&str> = Vec::new();
    classes.extend((column.width == Width::Natural).then_some("k"));
    classes.extend((column.width == Width::Sheet).then_some("x"));
    classes.extend((column.align == Align::Right).then_some("e"));
    classes.extend(cell.and_then(|cell| cell.tone).map(chart::class));
    if classes.is_empty() { String::new() } else { format!(" class=\"{}\"", classes.join(" ")) }
}

/// What a bar says of itself: the row's texts, as a wall chart is wide and its bars are far from them.
fn tip(columns: &[Column], row: &Row) -> String {
    let told = columns.iter().zip(&row.cells).filter(|(column, _)| {
        column.align == Align::Left && !matches!(column.width, Width::Slot | Width::Sheet)
    });
    let texts = told.map(|(_, cell)| cell.value.plain()).filter(|text| !text.is_empty());
    texts.collect::<Vec<_>>().join("　")
}
