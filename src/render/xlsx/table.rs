//! The cells of a table.

use rust_xlsxwriter::XlsxError;

use super::column_grid::{Place, Span};
use super::sheet_writer::Canvas;
use super::styles::{Kind, Look, Top};
use super::text::{clean, lines};
use crate::printout::page::{Align, Calendar, Cell, Column, Row, Stretch, Table, Value, Width};

/// How many lines of a column beside the paper may make a printed row higher.
const LINES_BESIDE: usize = 2;

/// A table of a document.
pub(super) fn draw(canvas: &mut Canvas<'_>, table: &Table, place: &Place) -> Result<(), XlsxError> {
    let today = today(&table.columns, table.rows.iter());
    if !table.form {
        header(canvas, &table.columns, place, None, today)?;
    }
    for row in &table.rows {
        let label = table.form.then_some(Kind::Label);
        draw_row(canvas, &table.columns, place, row, Style { today, label, top: Top::Thin, group: None })?;
    }
    Ok(())
}

/// The titles of the columns, with a group's before them, and the years above a calendar of several. Leaves the canvas below
/// them; the header itself is the last row.
pub(super) fn header(
    canvas: &mut Canvas<'_>,
    columns: &[Column],
    place: &Place,
    group: Option<(Span, &str)>,
    today: Option<usize>,
) -> Result<(), XlsxError> {
    let years = Calendar::of(columns).map(|calendar| calendar.years(columns)).unwrap_or_default();
    if !years.is_empty() {
        let below = |at: usize| years.iter().any(|(over, _)| over.contains(&at));
        let bare = place.columns.iter().filter(|(at, _)| !below(*at)).map(|(_, span)| *span);
        for span in group.iter().map(|(span, _)| *span).chain(bare) {
            canvas.text(span, "", Kind::Header.into())?;
        }
        for (over, year) in &years {
            let mut months = place.columns.iter().filter(|(at, _)| over.contains(at)).map(|(_, span)| *span);
            let Some(first) = months.next() else { continue };
            let span = Span { last: months.next_back().unwrap_or(first).last, ..first };
            canvas.text(span, &clean(year), Kind::Header.into())?;
        }
        canvas.next(1, Kind::Header)?;
    }
    let mut most = 1;
    if let Some((span, by)) = group {
        let top = if years.is_empty() { Top::Thin } else { Top::Open };
        canvas.text(span, by, Look { top, ..Kind::Header.into() })?;
    }
    for (at, span) in &place.columns {
        let column = &columns[*at];
        let (kind, title) = match column.width {
            Width::Slot if years.is_empty() => (Kind::Month, column.whole_title()),
            Width::Slot => (Kind::Month, column.title.clone()),
            _ => (Kind::Header, column.title.clone()),
        };
        let top = if years.is_empty() || kind == Kind::Month { Top::Thin } else { Top::Open };
        most = most.max(lines(&title, span.width));
        let look = Look { top, today: today == Some(*at), ..kind.into() };
        canvas.text(*span, &clean(&title), look)?;
    }
    // The buttons of the filter lie below the months.
    let calendar = columns.iter().any(|column| column.width == Width::Slot) && group.is_some();
    canvas.next(if calendar { most.max(2) } else { most }, Kind::Header)
}

/// How a row is drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style<'a> {
    /// The column today is in.
    pub(super) today: Option<usize>,
    /// How the first cell looks, where it is a label.
    pub(super) label: Option<Kind>,
    /// The line above the row.
    pub(super) top: Top,
    /// The name of its group, and where that goes.
    pub(super) group: Option<(Span, &'a str)>,
}

/// One row.
pub(super) fn draw_row(
    canvas: &mut Canvas<'_>,
    columns: &[Column],
    place: &Place,
    row: &Row,
    style: Style<'_>,
) -> Result<(), XlsxError> {
    let mut most = 1;
    if let Some((span, name)) = style.group {
        most = lines(name, span.width);
        canvas.text(span, name, Look { top: style.top, ..Kind::Text.into() })?;
    }
    let printed = place.columns.iter().take(place.printed);
    for (at, span) in printed {
        if let Some(Cell { value: Value::Text(text), .. }) = row.cells.get(*at) {
            most = most.max(lines_in(text, *span));
        }
    }
    let beside = place.columns.iter().skip(place.printed);
    for (at, span) in beside.clone() {
        if let Some(Cell { value: Value::Text(text), .. }) = row.cells.get(*at) {
            most = most.max(lines_in(text, *span).min(LINES_BESIDE));
        }
    }
    for (order, (at, span)) in place.columns.iter().enumerate() {
        let Some(cell) = row.cells.get(*at) else { continue };
        let (column, is_today) = (&columns[*at], style.today == Some(*at));
        let mut look = Look { tone: cell.tone, top: style.top, today: is_today, ..Kind::Text.into() };
        match style.label.filter(|_| order == 0) {
            Some(label) => look.kind = label,
            None => look.kind = kind(column, &cell.value),
        }
        look.left = style.label.is_some() && order > 0;
        if look.kind == Kind::Text && order >= place.printed {
            let fits = !matches!(&cell.value, Value::Text(text) if lines_in(text, *span) > most);
            look.kind = if fits { Kind::Text } else { Kind::Long };
        }
        put(canvas, *span, cell, look)?;
    }
    canvas.next(most, Kind::Text)
}

/// Which column today is in.
pub(super) fn today<'a>(columns: &[Column], rows: impl Iterator<Item = &'a Row>) -> Option<usize> {
    Calendar::of(columns)?.today(rows).map(|(at, _)| at)
}

/// How many lines a text takes beside the cell's indent.
fn lines_in(text: &str, span: Span) -> usize {
    let room = span.width.saturating_sub(1);
    // Most texts fit, and need no counting.
    if text.len() <= room && !text.contains('\n') { 1 } else { lines(&clean(text), room) }
}

fn kind(column: &Column, value: &Value) -> Kind {
    match (value, column.align, column.width) {
        (Value::Slot(slot), ..) => match slot.stretch() {
            Stretch::Empty => Kind::Empty,
            Stretch::Past => Kind::Past,
            Stretch::Future => Kind::Future,
        },
        (Value::Date(_), ..) => Kind::Date,
        (Value::Percent(share), ..) if share.fract() == 0.0 => Kind::Percent,
        (Value::Percent(_), ..) => Kind::Tenths,
        (Value::Decimal(_, 1), ..) => Kind::Decimal,
        (_, Align::Right, _) | (Value::Number(_) | Value::Decimal(..), ..) => Kind::Number,
        (_, _, Width::Natural | Width::Slot) => Kind::Short,
        _ => Kind::Text,
    }
}

/// The cell, as what it is.
fn put(canvas: &mut Canvas<'_>, span: Span, cell: &Cell, look: Look) -> Result<(), XlsxError> {
    let text = match &cell.value {
        Value::Text(text) => return canvas.text(span, &clean(text), look),
        // A bar without marks is drawn as the legend has it, to be seen without colours too.
        Value::Slot(slot) if slot.marks.is_empty() => return canvas.text(span, slot.stretch().line(), look),
        Value::Slot(slot) => return canvas.text(span, &slot.signs(), look),
        Value::Empty => return canvas.text(span, "", look),
        Value::Number(_) | Value::Decimal(..) | Value::Percent(_) | Value::Date(_) => "",
    };
    if span.first != span.last {
        canvas.text(span, text, look)?;
    }
    let (row, column, format) = (canvas.row, span.first, canvas.looks.get(look));
    match &cell.value {
        #[expect(clippy::cast_precision_loss, reason = "Excel's numbers are floats")]
        Value::Number(number) => {
            canvas.sheet.write_number_with_format(row, column, *number as f64, format)?
        }
        Value::Decimal(number, _) => {
            // What is printed, not what the sums of halves and thirds left behind it.
            canvas.sheet.write_number_with_format(row, column, (number * 100.0).round() / 100.0, format)?
        }
        Value::Percent(share) => canvas.sheet.write_number_with_format(row, column, share / 100.0, format)?,
        Value::Date(day) => canvas.sheet.write_datetime_with_format(row, column, day, format)?,
        Value::Text(_) | Value::Slot(_) | Value::Empty => return Ok(()),
    };
    Ok(())
}
