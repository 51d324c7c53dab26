//! The columns of the sheet. A page of several tables has one set of columns for all: each table's cells are merged over
//! as many as they need.

use rust_xlsxwriter::{ColNum, Worksheet, XlsxError};

use super::widths::{PATIENT, fit};
use crate::printout::page::{Column, Width};
use crate::render::fit::Need;

/// How near two edges of different tables may be before they become one.
const NEAR: usize = 3;

/// The columns of the sheet, in half-width characters.
#[derive(Debug)]
pub(super) struct Ruler {
    /// Where the printed columns end, from the left edge, which is first.
    edges: Vec<usize>,
    /// The widths of the columns beside the paper.
    beside: Vec<usize>,
}

/// The sheet's columns that a cell takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    /// The first.
    pub(super) first: ColNum,
    /// The last.
    pub(super) last: ColNum,
    /// Their width together.
    pub(super) width: usize,
}

/// A table's columns on the sheet.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// For each column that is drawn, from the left: which of the table's it is, and where it goes.
    pub(super) columns: Vec<(usize, Span)>,
    /// How many of them are printed.
    pub(super) printed: usize,
}

impl Ruler {
    /// The ruler of one table, whose columns are the sheet's own.
    pub(super) fn single(widths: &[usize], beside: Vec<usize>) -> Self {
        Self { edges: edges(widths), beside }
    }

    /// The ruler of several tables that all are `room` wide, and where each table's columns end on it.
    pub(super) fn shared(tables: &[Vec<Need>], beside: Vec<usize>, room: usize) -> (Self, Vec<Vec<usize>>) {
        let widths: Vec<Vec<usize>> = tables.iter().map(|needs| fit(needs, 0, room, room)).collect();
        let room = widths.iter().map(|widths| widths.iter().sum()).max().unwrap_or(room).max(room);
        let mut known = if tables.is_empty() { vec![0, room / 2, room] } else { vec![0, room] };
        let ends = widths.iter().map(|widths| snapped(widths, room, &mut known)).collect();
        (Self { edges: known, beside }, ends)
    }

    /// The columns of a table that end here.
    pub(super) fn spans(&self, ends: &[usize]) -> Vec<Span> {
        let begins = std::iter::once(0).chain(ends.iter().copied());
        begins.zip(ends).map(|(from, to)| self.span(from, *to)).collect()
    }

    fn span(&self, from: usize, to: usize) -> Span {
        let at = |edge: usize| self.edges.partition_point(|known| *known < edge);
        Span { first: number(at(from)), last: number(at(to).max(at(from) + 1) - 1), width: to - from }
    }

    /// All the printed columns.
    pub(super) fn whole(&self) -> Span {
        Span { first: 0, last: number(self.edges.len().max(2) - 2), width: self.width() }
    }

    /// The columns as they are.
    pub(super) fn each(&self) -> Vec<Span> {
        self.edges.windows(2).map(|pair| self.span(pair[0], pair[1])).collect()
    }

    /// The printed columns in two halves, or in one where there is only one.
    pub(super) fn halves(&self) -> (Span, Option<Span>) {
        let middle =
            self.edges.iter().skip(1).rev().skip(1).min_by_key(|edge| edge.abs_diff(self.width() / 2));
        match middle {
            Some(middle) => (self.span(0, *middle), Some(self.span(*middle, self.width()))),
            None => (self.whole(), None),
        }
    }

    /// The column beside the paper at this place.
    pub(super) fn beside(&self, at: usize) -> Span {
        let column = number(self.edges.len() - 1 + at);
        Span { first: column, last: column, width: self.beside.get(at).copied().unwrap_or(10) }
    }

    fn width(&self) -> usize {
        self.edges.last().copied().unwrap_or(0)
    }

    /// Sets the widths of the sheet's columns.
    pub(super) fn set(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let beside = (0..self.beside.len()).map(|at| self.beside(at));
        for span in self.each().into_iter().chain(beside) {
            let width = u32::try_from(span.width.min(255)).unwrap_or(255);
            sheet.set_column_width(span.first, f64::from(width))?;
        }
        Ok(())
    }
}

impl Place {
    /// A table's columns, first those on paper, then those beside it.
    pub(super) fn new(table: &[Column], spans: &[Span], ruler: &Ruler) -> Self {
        let (sheet, printed): (Vec<usize>, Vec<usize>) =
            (0..table.len()).partition(|at| table[*at].width == Width::Sheet);
        let beside = sheet.into_iter().enumerate().map(|(place, at)| (at, ruler.beside(place)));
        let columns: Vec<_> = printed.iter().copied().zip(spans.iter().copied()).chain(beside).collect();
        Self { columns, printed: printed.len() }
    }
}

fn edges(widths: &[usize]) -> Vec<usize> {
    let ends = widths.iter().scan(0, |end, width| {
        *end += width;
        Some(*end)
    });
    std::iter::once(0).chain(ends).collect()
}

/// Where a table's columns end: at edges that are known already where they are near, so that there are few in all. The last
/// ends with the room.
fn snapped(widths: &[usize], room: usize, known: &mut Vec<usize>) -> Vec<usize> {
    let count = widths.len();
    let mut before = 0;
    let ends: Vec<usize> = edges(widths)
        .into_iter()
        .skip(1)
        .enumerate()
        .map(|(at, edge)| {
            // Every column still to come needs a place.
            let most = room - (count - 1 - at);
            let enough = before + least(widths[at]);
            let next = widths.get(at + 1).filter(|_| at + 2 == count).map_or(0, |last| least(*last));
            let fits = |known: &&usize| **known >= enough && **known + next <= room;
            let near = |known: &&usize| (before + 1..=most).contains(*known) && known.abs_diff(edge) <= NEAR;
            let near = known.iter().filter(fits).filter(near).min_by_key(|known| known.abs_diff(edge));
            let alone = edge.max(enough).clamp(before + 1, most);
            let end = if at + 1 == count { room } else { *near.unwrap_or(&alone) };
            before = end;
            end
        })
        .collect();
    known.extend(&ends);
    known.sort_unstable();
    known.dedup();
    ends
}

/// The least of a width that still does: long texts take a line more, short ones would break.
fn least(width: usize) -> usize {
    if width > PATIENT { width - NEAR } else { width }
}

fn number(at: usize) -> ColNum {
    ColNum::try_from(at).unwrap_or(ColNum::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_share_the_edges_that_are_near() {
        let mut known = vec![0, 100];
        assert_eq!(snapped(&[20, 80], 100, &mut known), [20, 100]);
        assert_eq!(snapped(&[18, 30, 52], 100, &mut known), [20, 50, 100]);
        assert_eq!(snapped(&[98, 1, 1], 100, &mut known), [98, 99, 100]);
        assert_eq!(known, [0, 20, 50, 98, 99, 100]);
    }
}
