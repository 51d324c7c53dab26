//! How wide each column of a table is: what is short never wraps, the texts share the rest, and the whole is as wide as
//! the text above it.

use crate::printout::page::{Column, Row, Width};
use crate::render::fit::{self, Fit, Need, Want, measure, on_paper};

/// The space between a text and its border, in twips, on both sides together with the border.
const PADDING: u32 = 170;

/// The least width of a form's labels, in tenths of a half-width character.
const LABEL: u32 = 120;

/// How wide a column of the calendar gets, in tenths of a half-width character.
const WIDEST_SLOT: u32 = 80;

/// The width of a full-width character, the least that holds anything, in the same unit.
const CHARACTER: u32 = 20;

/// A table as it fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fitted {
    /// Its type, in half points.
    pub(super) size: u32,
    /// Whether its short cells are written in brief.
    pub(super) brief: bool,
    /// The columns that are drawn.
    pub(super) columns: Vec<Place>,
}

/// A column that is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// Which of the table's columns.
    pub(super) at: usize,
    /// Its width in twips.
    pub(super) width: u32,
}

/// The columns in `room` twips, in the largest of these `sizes` that they fit in.
pub(super) fn fit<'a>(
    columns: &[Column],
    rows: impl Iterator<Item = &'a Row>,
    titled: bool,
    room: u32,
    sizes: &[u32],
) -> Fitted {
    let mut needs = measure(columns, rows, on_paper);
    if !titled {
        for need in &mut needs {
            need.title = 0;
        }
        needs.iter_mut().take(1).for_each(|label| label.title = LABEL);
    }
    let attempts = sizes.iter().flat_map(|size| [(*size, false), (*size, true)]);
    let mut last = (21, true);
    for (size, brief) in attempts {
        last = (size, brief);
        if fit::least(&wants(&needs, last, 3)) <= room {
            break;
        }
    }
    let (size, brief) = last;
    let wants = wants(&needs, last, 2);
    let mut fit = Fit::new(&wants, room, twips(CHARACTER, size));
    fit.share(room);
    fit.squeeze(room);
    let places = fit.widths.into_iter().enumerate();
    let columns = places.filter(|(_, width)| *width > 0).map(|(at, width)| Place { at, width }).collect();
    Fitted { size, brief, columns }
}

/// A width in twips: so many tenths of half of a character of this size.
fn twips(tenths: u32, size: u32) -> u32 {
    (tenths * size).div_ceil(2)
}

/// What the columns take, each text at least so many `halves` of what it asks for.
fn wants(needs: &[Need], (size, brief): (u32, bool), halves: u32) -> Vec<Want> {
    let range = |need: &Need| match need.kind {
        Width::Sheet => (0, 0),
        Width::Slot => {
            let least = twips(need.title.max(CHARACTER), size) + PADDING / 4;
            (least, least.max(twips(WIDEST_SLOT, size)))
        }
        Width::Natural => {
            // A title may stand on two lines where room is short.
            let widest = if brief { need.brief.max(half(need.title)) } else { need.natural() };
            let width = twips(widest, size) + PADDING;
            (width, width)
        }
        Width::AtLeast(_) | Width::Spare(_) => {
            let padded = |tenths: u32| twips(tenths.max(CHARACTER), size) + PADDING;
            (padded(need.least(halves)), padded(need.natural()))
        }
    };
    let want = |need: &Need| {
        let (least, most) = range(need);
        Want { kind: need.kind, least, most }
    };
    needs.iter().map(want).collect()
}

/// Half of a title, in whole characters.
fn half(title: u32) -> u32 {
    title.div_ceil(2 * CHARACTER) * CHARACTER
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::printout::page::Cell;

    fn fitted(columns: &[Column], cells: Vec<Cell>, room: u32) -> (u32, bool, Vec<u32>) {
        let row = Row::item(cells);
        let fitted = fit(columns, std::iter::once(&row), true, room, &[21, 18]);
        (fitted.size, fitted.brief, fitted.columns.iter().map(|place| place.width).collect())
    }

    #[test]
    fn short_columns_keep_their_width_and_texts_share_the_rest() {
        let columns = [Column::short("时限"), Column::text("任务", 20), Column::sheet("任务依据")];
        let cells = || vec![Cell::new("2026-06-30").or_brief("06-30"), Cell::new("制度"), Cell::new("方案")];
        assert_eq!(fitted(&columns, cells(), 9_000), (21, false, vec![1220, 7780]));
        // Where short columns leave no room, they turn brief, in smaller type.
        assert_eq!(fitted(&columns, cells(), 1_200), (18, true, vec![620, 580]));
    }

    #[test]
    fn a_table_is_never_wider_than_its_sheet() {
        let columns: Vec<Column> = (0..40).map(|_| Column::short("很长的栏目名称")).collect();
        let (_, _, widths) = fitted(&columns, vec![], 8_844);
        assert!(widths.iter().sum::<u32>() <= 8_844);
    }

    #[test]
    fn the_calendar_has_equal_columns() {
        let columns = [Column::text("任务", 14), Column::slot("1月", None), Column::slot("12月", None)];
        let (_, _, widths) = fitted(&columns, vec![Cell::new("制度")], 9_000);
        assert_eq!(widths[1], widths[2]);
        assert_eq!(widths.iter().sum::<u32>(), 9_000);
    }
}
