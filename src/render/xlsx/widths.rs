//! How wide the columns of a table are, in half-width characters.

use super::is_printed;
use crate::printout::page::{Page, Paper, Table, Width};
use crate::render::fit::{Fit, Need, Want, measure, on_paper};

/// The widest a column of long texts is where there is room to spare.
pub(super) const LONG: usize = 40;
/// The widest a column is that never wraps.
const WIDEST: u32 = 100;
/// The narrowest a column of the calendar is. It wants no more than its title, as texts would take more lines.
const SLOT: u32 = 4;
/// The narrowest and the widest the labels of a form are, in tenths.
const LABEL: (u32, u32) = (80, 180);
/// What the indent of a cell takes.
const INDENT: u32 = 2;
/// From which width on a column does as well with a little less.
pub(super) const PATIENT: usize = 30;
/// What the button of a filter takes of a title.
pub(super) const BUTTON: u32 = 3;

/// How many half-width characters go side by side on the page's paper.
pub(super) fn room(page: &Page) -> usize {
    match page.paper {
        Paper::A4 => 88,
        Paper::A4Landscape => 134,
        Paper::A3Landscape => 190,
    }
}

/// What the columns of a table need.
pub(super) fn needs(table: &Table) -> Vec<Need> {
    let mut needs = measure(&table.columns, table.rows.iter(), on_paper);
    if let Some(label) = needs.first_mut().filter(|_| table.form) {
        label.title = 0;
        label.cells = label.cells.clamp(LABEL.0, LABEL.1);
    }
    needs
}

/// The widths of the columns beside the paper, with a `button` in their headers or none.
pub(super) fn beside(needs: &[Need], button: u32) -> Vec<usize> {
    let beside = needs.iter().filter(|need| !is_printed(need.kind));
    beside.map(|need| want(need, button).most as usize).collect()
}

/// The widths of the printed columns, which fill `room` as well as they can. Nobody takes more than `most` of what he has no
/// use for.
pub(super) fn fit(needs: &[Need], button: u32, room: usize, most: usize) -> Vec<usize> {
    let printed = needs.iter().filter(|need| is_printed(need.kind));
    let wants: Vec<Want> = printed.map(|need| want(need, button)).collect();
    let number = |width: usize| u32::try_from(width).unwrap_or(u32::MAX);
    let mut fit = Fit::new(&wants, number(room), 2);
    fit.share(number(most));
    fit.widths.into_iter().map(|width| width as usize).collect()
}

fn want(need: &Need, button: u32) -> Want {
    let title = characters(need.title) + 1;
    let natural = (title + button).max(characters(need.cells) + INDENT);
    let (least, most) = match need.kind {
        Width::Slot => (title.max(SLOT), title.max(SLOT)),
        Width::Natural | Width::Sheet => (natural.min(WIDEST), natural.min(WIDEST)),
        Width::AtLeast(least) | Width::Spare(least) => {
            ((u32::from(least) + INDENT).max(title + button).min(natural), natural)
        }
    };
    Want { kind: need.kind, least, most }
}

/// Whole half-width characters. A spreadsheet leaves nothing between Chinese and Latin letters.
fn characters(tenths: u32) -> u32 {
    tenths / 10
}
