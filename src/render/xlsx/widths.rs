//! How wide the columns of a table are, in half-width characters.

use super::text::width;
use crate::printout::page::{Cell, Column, Page, Paper, Row, Value, Width};

/// The widest a column of long texts is before there is room to spare.
pub(super) const LONG: usize = 40;
/// The widest a column that only spreadsheets have is.
const SHEET: usize = 100;
/// The widest a column of the calendar grows.
const SLOT: usize = 7;
/// What the indent of a cell takes.
const INDENT: usize = 2;
/// From which width on a column does as well with a little less.
pub(super) const PATIENT: usize = 30;
/// What the button of a filter takes of a title.
pub(super) const BUTTON: usize = 3;

/// What a column would like.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wish {
    natural: usize,
    least: usize,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Fixed,
    Wraps,
    Slot,
}

impl Wish {
    /// The width it would like most.
    pub(super) fn natural(self) -> usize {
        self.natural
    }

    /// What does for both.
    pub(super) fn or(self, other: Self) -> Self {
        Self { natural: self.natural.max(other.natural), least: self.least.max(other.least), ..self }
    }
}

/// How many half-width characters go side by side on the page's paper.
pub(super) fn room(page: &Page) -> usize {
    match page.paper {
        Paper::A4 => 88,
        Paper::A4Landscape => 134,
        Paper::A3Landscape => 190,
    }
}

/// What a column with these cells would like, with a button in its header or not.
pub(super) fn wish<'a>(
    column: &Column,
    at: usize,
    rows: impl Iterator<Item = &'a Row>,
    button: usize,
) -> Wish {
    let title = width(&column.title).max(column.above.as_deref().map_or(0, width));
    let cells = rows.filter_map(|row| row.cells.get(at)).map(width_of).max().unwrap_or(0);
    match column.width {
        Width::Slot => {
            let natural = (title + 1).max(4);
            Wish { natural, least: natural, kind: Kind::Slot }
        }
        Width::Natural | Width::Sheet => {
            let natural = (title + 1 + button).max(cells + INDENT).min(SHEET);
            Wish { natural, least: natural, kind: Kind::Fixed }
        }
        Width::AtLeast(least) | Width::Spare(least) => texts(title + 1 + button, cells, least.into()),
    }
}

/// A column of texts that may wrap.
pub(super) fn texts(title: usize, cells: usize, least: usize) -> Wish {
    let natural = title.max(cells + INDENT);
    Wish { natural, least: (least + INDENT).max(title).min(natural), kind: Kind::Wraps }
}

/// The column of labels of a form.
pub(super) fn labels<'a>(rows: impl Iterator<Item = &'a Row>) -> Wish {
    let natural =
        rows.filter_map(|row| row.cells.first()).map(width_of).max().unwrap_or(0).clamp(8, 18) + INDENT;
    Wish { natural, least: natural, kind: Kind::Fixed }
}

fn width_of(cell: &Cell) -> usize {
    match &cell.value {
        Value::Empty | Value::Slot(_) => 0,
        Value::Text(text) => width(text),
        Value::Date(_) => 10,
        Value::Number(number) => number.checked_ilog10().map_or(2, |digits| digits as usize + 1),
        Value::Decimal(..) | Value::Percent(_) => 6,
    }
}

/// Widths that fill `room` as well as the wishes allow: long texts give first, and take first what is left over. Nobody takes
/// more than `most` of what he did not wish for.
pub(super) fn fit(wishes: &[Wish], room: usize, most: usize) -> Vec<usize> {
    let slot =
        wishes.iter().filter(|wish| wish.kind == Kind::Slot).map(|wish| wish.natural).max().unwrap_or(0);
    let first = |wish: &Wish| match wish.kind {
        Kind::Wraps => wish.natural.min(LONG),
        Kind::Slot => slot,
        Kind::Fixed => wish.natural,
    };
    let mut widths: Vec<usize> = wishes.iter().map(first).collect();
    while widths.iter().sum::<usize>() > room {
        let most =
            (0..widths.len()).filter(|at| wishes[*at].kind == Kind::Wraps && widths[*at] > wishes[*at].least);
        let Some(at) = most.max_by_key(|at| widths[*at]) else { return widths };
        widths[at] -= 1;
    }
    let mut spare = room - widths.iter().sum::<usize>();
    while spare > 0 {
        let short = (0..widths.len()).filter(|at| widths[*at] < wishes[*at].natural);
        let Some(at) = short.max_by_key(|at| wishes[*at].natural - widths[*at]) else { break };
        widths[at] += 1;
        spare -= 1;
    }
    let slots: Vec<usize> = (0..widths.len()).filter(|at| wishes[*at].kind == Kind::Slot).collect();
    while !slots.is_empty() && spare >= slots.len() && slots.iter().all(|at| widths[*at] < SLOT) {
        for at in &slots {
            widths[*at] += 1;
        }
        spare -= slots.len();
    }
    let mut open: Vec<usize> = (0..widths.len()).filter(|at| wishes[*at].kind == Kind::Wraps).collect();
    if open.is_empty() {
        open = (0..widths.len()).filter(|at| wishes[*at].kind == Kind::Fixed).collect();
    }
    let whole: usize = open.iter().map(|at| widths[*at]).sum();
    for at in &open {
        widths[*at] = (widths[*at] + spare * widths[*at] / whole.max(1)).min(most.max(widths[*at]));
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_give_way_and_take_what_is_left() {
        #[track_caller]
        fn case(wishes: &[Wish], room: usize, expected: &[usize]) {
            assert_eq!(fit(wishes, room, 75), expected);
        }
        let fixed = Wish { natural: 10, least: 10, kind: Kind::Fixed };
        let long = Wish { natural: 60, least: 20, kind: Kind::Wraps };
        let slot = Wish { natural: 4, least: 4, kind: Kind::Slot };
        case(&[fixed, long], 50, &[10, 40]);
        case(&[fixed, long], 40, &[10, 30]);
        case(&[fixed, long], 20, &[10, 20]);
        case(&[fixed, long], 65, &[10, 55]);
        case(&[fixed, long], 90, &[10, 75]);
        case(&[fixed, slot, slot], 30, &[16, 7, 7]);
    }
}
