//! The calendar of a wall chart as SVG, for pages and for pictures: bars, marks, today and the phases' deadlines.

mod legend;
mod row;

pub(super) use legend::{Legend, Part};

use std::fmt::Write;

use crate::printout::page::{Calendar, Column, Mark, Role, Row, Tone};

/// The patterns and the shapes of the marks, which every strip uses by their ids.
pub(super) const SYMBOLS: &str = include_str!("symbols.svg");

/// How bars and lines are dressed.
pub(super) const STYLE: &str = include_str!("chart.css");

/// A calendar with what runs through all its rows. Positions are shares of the whole calendar, 0 to 1.
#[derive(Debug)]
pub(super) struct Chart {
    calendar: Calendar,
    /// Where today is, if it is here.
    pub(super) today: Option<f64>,
    /// The deadlines of the rows that explain the columns: the phases.
    deadlines: Vec<f64>,
}

impl Chart {
    /// The chart of a table; none where it has no calendar.
    pub(super) fn of<'a>(columns: &[Column], rows: impl Iterator<Item = &'a Row> + Clone) -> Option<Self> {
        let calendar = Calendar::of(columns)?;
        let mut chart = Self { calendar, today: None, deadlines: Vec::new() };
        chart.today = chart.calendar.today(rows.clone()).map(|(at, share)| chart.share(at, share));
        let scales = rows.filter(|row| row.role == Role::Scale);
        chart.deadlines = scales.flat_map(|row| chart.marks(row)).filter_map(deadline).collect();
        chart.deadlines.sort_by(f64::total_cmp);
        chart.deadlines.dedup();
        Some(chart)
    }

    /// Whether the column belongs to its calendar.
    pub(super) fn holds(&self, column: usize) -> bool {
        self.calendar.columns.contains(&column)
    }

    /// Whether the column is the first of its calendar.
    pub(super) fn starts(&self, column: usize) -> bool {
        column == self.calendar.columns.start
    }

    /// The columns of its calendar.
    pub(super) fn columns<'a>(&self, columns: &'a [Column]) -> &'a [Column] {
        &columns[self.calendar.columns.clone()]
    }

    /// Writes what runs through all rows, as a group of this id: the months, the phases' deadlines and today.
    pub(super) fn write_grid(&self, out: &mut String, id: &str) {
        let _ = write!(out, "<g id=\"{id}\">");
        let mut line = |share: f64, class: &str| {
            let x = percent(share);
            let _ = write!(out, "<line class=\"{class}\" x1=\"{x}\" x2=\"{x}\" y2=\"100%\"/>");
        };
        for at in self.calendar.columns.clone().skip(1) {
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

    /// The marks of a row, in order.
    fn marks(&self, row: &Row) -> Vec<(f64, Mark)> {
        let slots = self.calendar.slots(row);
        slots
            .flat_map(|(at, slot, _)| slot.marks.iter().map(move |(share, mark)| (at, *share, *mark)))
            .map(|(at, share, mark)| (self.share(at, share), mark))
            .collect()
    }

    #[expect(clippy::cast_precision_loss, reason = "a calendar has a few columns")]
    /// Where a share of a column is in the whole calendar.
    fn share(&self, column: usize, share: f64) -> f64 {
        self.part((column - self.calendar.columns.start) as f64 + share)
    }

    #[expect(clippy::cast_precision_loss, reason = "a calendar has a few columns")]
    /// So many columns as a share of the calendar.
    fn part(&self, columns: f64) -> f64 {
        columns / self.calendar.columns.len() as f64
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
