//! How wide each column is, so that the whole table fits and every group of a page has the same columns.

use crate::printout::page::Width;
use crate::render::fit::{Fit, Need, Want, least};

/// What a column gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fitted {
    /// Its width; none for a column that is left out.
    pub(super) width: u16,
    /// Whether its cells are written in brief.
    pub(super) brief: bool,
}

/// The narrowest and the widest a column of the calendar gets.
const SLOT: (u32, u32) = (2, 5);

/// The columns of a table in `room`, each with `gap` behind it but the calendar's, which has one behind the whole.
///
/// Room is made in this order: spare columns go, short columns turn brief, texts wrap down to their least, and at last the
/// calendar goes.
pub(super) fn fit(needs: &[Need], room: u16, gap: u16) -> Vec<Fitted> {
    let attempt = |keep_spare, brief, calendar| Attempt {
        needs,
        room: room.into(),
        gap: gap.into(),
        keep_spare,
        brief,
        calendar,
    };
    let attempts = [attempt(true, false, true), attempt(false, false, true), attempt(false, true, true)];
    // A table that would have to break its texts into slivers gives way first: what reads well is a text broken once or twice.
    if let Some(fitting) = attempts.iter().find(|attempt| attempt.fits(3)) {
        return fitting.widths();
    }
    let [_, _, brief] = attempts;
    // On a telephone the chart is a list.
    if brief.fits(2) { brief.widths() } else { attempt(false, true, false).widths() }
}

struct Attempt<'a> {
    needs: &'a [Need],
    room: u32,
    gap: u32,
    keep_spare: bool,
    brief: bool,
    calendar: bool,
}

impl Attempt<'_> {
    /// What the columns take, each text at least so many `halves` of what it asks for.
    fn wants(&self, halves: u32) -> Vec<Want> {
        let range = |need: &Need| match need.kind {
            Width::Spare(_) if !self.keep_spare => (0, 0),
            Width::Slot if !self.calendar => (0, 0),
            Width::Sheet => (0, 0),
            Width::Slot => SLOT,
            Width::Natural if self.brief => {
                let brief = characters(need.brief.max(need.title));
                (brief, brief)
            }
            Width::Natural | Width::AtLeast(_) | Width::Spare(_) => {
                (characters(need.least(halves)), characters(need.natural()))
            }
        };
        let want = |need: &Need| {
            let (least, most) = range(need);
            Want { kind: need.kind, least, most }
        };
        self.needs.iter().map(want).collect()
    }

    fn fits(&self, halves: u32) -> bool {
        let wants = self.wants(halves);
        least(&wants).saturating_add(self.gaps(&wants)) <= self.room
    }

    fn widths(&self) -> Vec<Fitted> {
        let wants = self.wants(2);
        let room = self.room.saturating_sub(self.gaps(&wants));
        let widths = Fit::new(&wants, room, 2).widths;
        let fitted = |(width, need): (u32, &Need)| Fitted {
            width: u16::try_from(width).unwrap_or(u16::MAX),
            brief: self.brief && need.kind == Width::Natural,
        };
        widths.into_iter().zip(self.needs).map(fitted).collect()
    }

    /// What stands between the columns.
    fn gaps(&self, wants: &[Want]) -> u32 {
        let shown = || wants.iter().filter(|want| want.least > 0);
        let calendar = shown().any(|want| want.kind == Width::Slot);
        let gaps = shown().filter(|want| want.kind != Width::Slot).map(|_| self.gap).sum::<u32>();
        // Nothing stands behind the last column.
        (gaps + if calendar { self.gap } else { 0 }).saturating_sub(self.gap)
    }
}

/// Whole characters of a terminal.
fn characters(tenths: u32) -> u32 {
    tenths / 10
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(needs: &[(u32, u32, Width)], room: u16, expected: &[u16]) {
        let need = |(cells, brief, kind): &(u32, u32, Width)| Need {
            kind: *kind,
            title: 0,
            cells: cells * 10,
            brief: brief * 10,
        };
        let needs: Vec<Need> = needs.iter().map(need).collect();
        let widths: Vec<u16> = fit(&needs, room, 1).iter().map(|fitted| fitted.width).collect();
        assert_eq!(widths, expected);
    }

    #[test]
    fn a_table_with_room_is_as_wide_as_its_cells() {
        let needs = [(3, 3, Width::Natural), (10, 10, Width::AtLeast(6)), (8, 8, Width::Spare(4))];
        case(&needs, 80, &[3, 10, 8]);
    }

    #[test]
    fn spare_columns_go_first_then_short_ones_turn_brief_then_texts_wrap() {
        let needs = [(10, 5, Width::Natural), (40, 40, Width::AtLeast(20)), (8, 8, Width::Spare(8))];
        case(&needs, 80, &[10, 40, 8]);
        case(&needs, 50, &[10, 30, 8]);
        case(&needs, 49, &[10, 38, 0]);
        case(&needs, 40, &[5, 34, 0]);
        case(&needs, 28, &[5, 22, 0]);
        // Too narrow for anything: the least, and the terminal wraps.
        case(&needs, 10, &[5, 20, 0]);
    }

    #[test]
    fn the_calendar_takes_half_of_what_is_spare_up_to_its_widest() {
        let needs = [(40, 40, Width::AtLeast(16)), (2, 2, Width::Slot), (2, 2, Width::Slot)];
        case(&needs, 21, &[16, 2, 2]);
        case(&needs, 29, &[20, 4, 4]);
        case(&needs, 80, &[40, 5, 5]);
        // Where there is no room for it at all, it goes.
        case(&needs, 20, &[20, 0, 0]);
    }
}
