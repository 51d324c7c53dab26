//! The calendar of a wall chart: the columns of a table that are stretches of time, each a [`Slot`].

use std::ops::Range;

use super::{Column, Row, Slot, Tone, Width};

/// The columns of a table that make a calendar. They are equally wide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// Which columns of the table they are.
    pub columns: Range<usize>,
}

impl Calendar {
    /// The calendar of a table; none where it has no such columns.
    pub fn of(columns: &[Column]) -> Option<Self> {
        let is_slot = |column: &Column| column.width == Width::Slot;
        let first = columns.iter().position(is_slot)?;
        let count = columns[first..].iter().take_while(|column| is_slot(column)).count();
        Some(Self { columns: first..first + count })
    }

    /// What lies in it of a row: the slots by the table's columns, with their tones.
    pub fn slots<'a>(&self, row: &'a Row) -> impl Iterator<Item = (usize, &'a Slot, Option<Tone>)> + use<'a> {
        let cells = row.cells.iter().enumerate().skip(self.columns.start).take(self.columns.len());
        cells.filter_map(|(at, cell)| Some((at, cell.slot()?, cell.tone)))
    }

    /// Where today is, if it is here: in which column of the table, and where in it. Every row knows.
    pub fn today<'a>(&self, mut rows: impl Iterator<Item = &'a Row>) -> Option<(usize, f64)> {
        rows.find_map(|row| self.slots(row).find_map(|(at, slot, _)| Some((at, slot.today?))))
    }

    /// The years above it, and which columns of the table each lies over. A calendar that counts in years names them in its
    /// titles.
    pub fn years<'a>(&self, columns: &'a [Column]) -> Vec<(Range<usize>, &'a str)> {
        let own = &columns[self.columns.clone()];
        if own.iter().all(|column| column.title.is_empty()) {
            return Vec::new();
        }
        let mut years: Vec<(Range<usize>, &str)> = Vec::new();
        for (at, column) in self.columns.clone().zip(own) {
            match (column.above.as_deref(), years.last_mut()) {
                (None, _) => {}
                (Some(""), Some((over, _))) => over.end = at + 1,
                (Some(year), _) => years.push((at..at + 1, year)),
            }
        }
        years
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_lie_over_their_months() {
        #[track_caller]
        fn case(slots: &[(&str, Option<&str>)], expected: &[(Range<usize>, &str)]) {
            let slot = |(title, above): &(&str, Option<&str>)| Column::slot(title, above.map(str::to_owned));
            let columns: Vec<Column> =
                std::iter::once(Column::text("任务", 10)).chain(slots.iter().map(slot)).collect();
            assert_eq!(Calendar::of(&columns).unwrap().years(&columns), expected);
        }
        case(&[("1月", None), ("2月", None)], &[]);
        case(&[("", Some("26年")), ("", Some("27年"))], &[]);
        case(
            &[("11月", Some("26年")), ("12月", Some("")), ("1月", Some("27年"))],
            &[(1..3, "26年"), (3..4, "27年")],
        );
    }
}
