//! Tables on the terminal. comfy-table wraps and aligns; the widths are decided once for all tables of a page that share
//! their columns, so that groups line up under one header.

use comfy_table::{
    Attribute, Cell as Drawn, CellAlignment, Color, ColumnConstraint, ContentArrangement, LineStyle,
    Table as Canvas, TableStyle, Width as Fixed,
};
use unicode_width::UnicodeWidthStr;

use super::Terminal;
use super::calendar::draw;
use super::widths::{Fitted, fit};
use crate::printout::page::{Align, Column, Page, Row, Table, Tone, Value, Width};
use crate::render::fit::{Need, measure, on_screen};
use crate::render::wrap::fold;

/// No lines but one under the header.
const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─'));

/// Between two columns.
const GAP: u16 = 1;

/// The tables of a page, measured.
pub(super) struct Tables {
    terminal: Terminal,
    /// The widths of each kind of table, by its column titles.
    shapes: Vec<Shape>,
}

struct Shape {
    titles: Vec<String>,
    fitted: Vec<Fitted>,
    /// Whether another table with these columns already stands above, with the header.
    headed: bool,
}

impl Tables {
    /// Measures every table of the page.
    pub(super) fn measure(page: &Page, terminal: Terminal) -> Self {
        let mut shapes: Vec<(Vec<String>, Vec<Need>)> = Vec::new();
        for table in page.sections.iter().filter_map(|section| section.table.as_ref()) {
            let needs = measure(&table.columns, table.rows.iter(), on_screen);
            match shapes.iter_mut().find(|(titles, _)| *titles == titles_of(table)) {
                Some((_, known)) => {
                    known.iter_mut().zip(needs).for_each(|(known, need)| *known = known.or(need));
                }
                None => shapes.push((titles_of(table), needs)),
            }
        }
        let shapes = shapes
            .into_iter()
            .map(|(titles, needs)| Shape { titles, fitted: fit(&needs, terminal.width, GAP), headed: false })
            .collect();
        Self { terminal, shapes }
    }

    /// The table as lines. A table that `follows` another of its kind shares the header of the first.
    pub(super) fn render(&mut self, table: &Table, follows: bool) -> String {
        let (titles, colour) = (titles_of(table), self.terminal.colour);
        let Some(shape) = self.shapes.iter_mut().find(|shape| shape.titles == titles) else {
            return String::new();
        };
        if table.rows.is_empty() {
            return String::new();
        }
        let headed = std::mem::replace(&mut shape.headed, true) && follows;
        let shown: Vec<(&Column, usize, Fitted)> = table
            .columns
            .iter()
            .enumerate()
            .map(|(at, column)| (column, at, shape.fitted[at]))
            .filter(|(_, _, fitted)| fitted.width > 0)
            .collect();
        let mut canvas = Canvas::new();
        canvas.load_style(STYLE).set_content_arrangement(ContentArrangement::Disabled);
        if colour {
            canvas.enforce_styling();
        } else {
            canvas.force_no_tty();
        }
        if !headed {
            canvas.set_header(headers(&shown));
        }
        for row in &table.rows {
            canvas.add_row(shown.iter().map(|(column, at, fitted)| drawn(row, *at, column, *fitted)));
        }
        for (place, (column, _, fitted)) in shown.iter().enumerate() {
            let next = shown.get(place + 1).map(|(column, _, _)| column.width);
            let gap = match (column.width, next) {
                (Width::Slot, Some(Width::Slot)) | (_, None) => 0,
                _ => GAP,
            };
            if let Some(canvas) = canvas.column_mut(place) {
                canvas.set_padding((0, gap));
                canvas.set_constraint(ColumnConstraint::Absolute(Fixed::Fixed(fitted.width + gap)));
                canvas.set_cell_alignment(match column.align {
                    Align::Left => CellAlignment::Left,
                    Align::Right => CellAlignment::Right,
                });
            }
        }
        canvas.to_string()
    }
}

/// The titles. Where the calendar has no room for `10月` it shows the numbers alone, and where not even for those, every
/// other one. A calendar of several years has the years above.
fn headers(shown: &[(&Column, usize, Fitted)]) -> Vec<Drawn> {
    let slots = || shown.iter().filter(|(column, _, _)| column.width == Width::Slot);
    let room = |(_, _, fitted): &(&Column, usize, Fitted)| usize::from(fitted.width);
    let whole = slots().all(|slot| slot.0.title.width() <= room(slot));
    let numbers = slots().all(|slot| number(&slot.0.title).len() < room(slot));
    let two_lines = shown.iter().any(|(column, _, _)| column.above.is_some());
    let mut place = 0;
    let title = |(column, _, fitted): &(&Column, usize, Fitted)| {
        let title = if column.width != Width::Slot || whole {
            column.title.clone()
        } else {
            place += 1;
            if numbers || place % 2 == 1 { number(&column.title) } else { String::new() }
        };
        if !two_lines {
            return Drawn::new(title);
        }
        let above = column.above.as_deref().unwrap_or_default();
        let above = if above.width() > usize::from(fitted.width) { number(above) } else { above.to_owned() };
        Drawn::new(format!("{above}\n{title}"))
    };
    shown.iter().map(title).collect()
}

/// The number in `10月`, `2季`, `27年`.
fn number(title: &str) -> String {
    title.chars().filter(char::is_ascii_digit).collect()
}

fn drawn(row: &Row, at: usize, column: &Column, fitted: Fitted) -> Drawn {
    let Some(cell) = row.cells.get(at) else { return Drawn::new("") };
    let text = match (&cell.value, &cell.brief) {
        (Value::Slot(slot), _) => draw(slot, fitted.width.into()),
        (Value::Empty, _) if column.width == Width::Slot => " ".repeat(fitted.width.into()),
        (_, Some(brief)) if fitted.brief => brief.clone(),
        // Broken here, as comfy-table would begin a line with a full stop.
        (value, _) => folded(&value.plain(), fitted.width.into()),
    };
    let drawn = Drawn::new(text);
    match cell.tone {
        Some(tone) => painted(drawn, tone),
        None => drawn,
    }
}

fn titles_of(table: &Table) -> Vec<String> {
    table.columns.iter().map(|column| column.title.clone()).collect()
}

fn folded(text: &str, width: usize) -> String {
    let lines: Vec<String> = text.lines().map(|line| fold(line, width, 0)).collect();
    lines.join("\n")
}

fn painted(drawn: Drawn, tone: Tone) -> Drawn {
    match tone {
        Tone::Red => drawn.fg(Color::DarkRed).add_attribute(Attribute::Bold),
        Tone::Yellow => drawn.fg(Color::DarkYellow),
        Tone::Green => drawn.fg(Color::DarkGreen),
        Tone::Blue => drawn.fg(Color::DarkBlue),
        Tone::Grey => drawn.fg(Color::DarkGrey),
        Tone::Strong => drawn.add_attribute(Attribute::Bold),
    }
}
