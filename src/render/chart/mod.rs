//! The calendar of a wall chart as SVG, for pages and for pictures: bars, marks, today and the phases' deadlines.

mod legend;
mod strip;

pub(super) use legend::{Legend, Part};

use std::fmt::Write;

use crate::printout::page::{Column, Mark, Role, Row, Slot, Tone, Value, Width};

/// The patterns and the shapes of the marks, which every strip uses by their ids.
pub(super) const SYMBOLS: &str = include_str!("symbols.svg");

/// How bars and lines are dressed.
pub(super) const STYLE: &str = include_str!("chart.css");

/// The columns of a table that make a calendar, with what runs through all its rows. Positions are shares of the whole
/// calendar, 0 to 1; all its columns are equally wide.
#[derive(Debug)]
pub(super) struct Calendar {
    /// Its first column.
    first: usize,
    /// How many columns it has.
    count: usize,
    /// Where today is, if it is here.
    pub(super) today: Option<f64>,
    /// The deadlines of the rows that explain the columns: the phases.
    deadlines: Vec<f64>,
}

impl Calendar {
    /// The calendar of a table; none where it has no such columns.
    pub(super) fn of<'a>(columns: &[Column], rows: impl Iterator<Item = &'a Row> + Clone) -> Option<Self> {
        let is_slot = |column: &Column| column.width == Width::Slot;
        let first = columns.iter().position(is_slot)?;
        let count = columns[first..].iter().take_while(|column| is_slot(column)).count();
        let mut calendar = Self { first, count, today: None, deadlines: Vec::new() };
        calendar.today = rows.clone().find_map(|row| {
            calendar.slots(row).find_map(|(at, slot, _)| Some(calendar.share(at, slot.today?)))
        });
        let scales = rows.filter(|row| row.role == Role::Scale);
        calendar.deadlines = scales.flat_map(|row| calendar.marks(row)).filter_map(deadline).collect();
        calendar.deadlines.sort_by(f64::total_cmp);
        calendar.deadlines.dedup();
        Some(calendar)
    }

    /// Whether the column belongs to it.
    pub(super) fn holds(&self, column: usize) -> bool {
        (self.first..self.first + self.count).contains(&column)
    }

    /// Whether the column is its first.
    pub(super) fn starts(&self, column: usize) -> bool {
        column == self.first
    }

    /// Its columns.
    pub(super) fn columns<'a>(&self, columns: &'a [Column]) -> &'a [Column] {
        &columns[self.first..self.first + self.count]
    }

    /// Writes what runs through all rows, as a group of this id: the months, the phases' deadlines and today.
    pub(super) fn write_grid(&self, out: &mut String, id: &str) {
        let _ = write!(out, "<g id=\"{id}\">");
        let mut line = |share: f64, class: &str| {
            let x = percent(share);
            let _ = write!(out, "<line class=\"{class}\" x1=\"{x}\" x2=\"{x}\" y2=\"100%\"/>");
        };
        for at in 1..self.count {
            line(self.share(at, 0.0), "month");
        }
        for share in &self.deadlines {
            line(*share, "phase");
        }
        if let Some(share) = self.today {
            line(share, "today");
        }
        out.push_str("</g>");
    }

    /// Its slots of a row, with their places and tones.
    fn slots<'a>(&self, row: &'a Row) -> impl Iterator<Item = (usize, &'a Slot, Option<Tone>)> + use<'a> {
        let cells = row.cells.iter().skip(self.first).take(self.count).enumerate();
        cells.filter_map(|(at, cell)| match &cell.value {
            Value::Slot(slot) => Some((at, slot, cell.tone)),
            _ => None,
        })
    }

    /// The marks of a row, in order.
    fn marks(&self, row: &Row) -> Vec<(f64, Mark)> {
        let slots = self.slots(row);
        slots
            .flat_map(|(at, slot, _)| slot.marks.iter().map(move |(share, mark)| (at, *share, *mark)))
            .map(|(at, share, mark)| (self.share(at, share), mark))
            .collect()
    }

    #[expect(clippy::cast_precision_loss, reason = "a calendar has a few columns")]
    fn share(&self, slot: usize, share: f64) -> f64 {
        (slot as f64 + share) / self.count as f64
    }
}

fn deadline((share, mark): (f64, Mark)) -> Option<f64> {
    (mark == Mark::Deadline).then_some(share)
}

/// The class of a tone, for texts and bars.
pub(super) fn class(tone: Tone) -> &'static str {
    match tone {
        Tone::Red => "r",
        Tone::Yellow => "y",
        Tone::Green => "g",
        Tone::Blue => "b",
        Tone::Grey => "n",
        Tone::Strong => "s",
    }
}

/// The id of the shape of a mark.
fn shape(mark: Mark) -> char {
    match mark {
        Mark::OriginalDeadline => 'O',
        Mark::Owed => 'W',
        Mark::Met => 'M',
        Mark::MetLate => 'L',
        Mark::Missed => 'X',
        Mark::Deadline => 'D',
        Mark::Finished => 'F',
        Mark::BlackFlag => 'B',
        Mark::RedFlag => 'R',
    }
}

/// `41.25%`, in as few characters as will do: a chart has tens of thousands of them.
fn percent(share: f64) -> String {
    let text = format!("{:.2}", share * 100.0);
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}
