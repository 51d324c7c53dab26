//! The calendar of a wall chart in cells: a fill for the bar, signs for the marks.

use super::looks::Kind;
use crate::printout::page::{Column, Row, Slot, Value, Width};

/// The signs of everything that lies in the stretch, or its bar as the legend has it, which is seen without colours too.
pub(super) fn signs(slot: &Slot) -> String {
    if slot.marks.is_empty() {
        slot.plain()
    } else {
        slot.marks.iter().map(|(_, mark)| mark.sign()).collect()
    }
}

/// How much of a bar the stretch holds.
pub(super) fn stretch(slot: &Slot) -> Kind {
    match slot.bar {
        None => Kind::Empty,
        Some((from, _)) if from < slot.past => Kind::Past,
        Some(_) => Kind::Future,
    }
}

/// Which column today is in: every row that has a calendar knows.
pub(super) fn today<'a>(mut rows: impl Iterator<Item = &'a Row>) -> Option<usize> {
    let is_today = |value: &Value| matches!(value, Value::Slot(slot) if slot.today.is_some());
    let row = rows.find(|row| row.cells.iter().any(|cell| matches!(cell.value, Value::Slot(_))))?;
    row.cells.iter().position(|cell| is_today(&cell.value))
}

/// The years above the calendar: which columns each lies over, as places among `columns`.
pub(super) fn years<'a>(columns: &[(usize, &'a Column)]) -> Vec<(usize, usize, &'a str)> {
    let slots = || columns.iter().filter(|(_, column)| column.width == Width::Slot);
    // A calendar that counts in years names them in its header.
    if slots().all(|(_, column)| column.title.is_empty()) {
        return Vec::new();
    }
    let mut years: Vec<(usize, usize, &str)> = Vec::new();
    for (place, column) in columns {
        match (column.above.as_deref(), years.last_mut()) {
            (None, _) => {}
            (Some(""), Some((_, last, _))) => *last = *place,
            (Some(year), _) => years.push((*place, *place, year)),
        }
    }
    years
}
