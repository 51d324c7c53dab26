//! How wide each column is, so that the whole table fits and every group of a page has the same columns.

use crate::printout::page::Width;

/// A column as measured: what it wants, and how it behaves.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wish {
    /// The width of its widest cell.
    pub(super) natural: u16,
    /// The width of its widest cell in brief.
    pub(super) brief: u16,
    /// How it behaves when room is short.
    pub(super) width: Width,
}

/// What a column gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fitted {
    /// Its width; none for a column that is left out.
    pub(super) width: u16,
    /// Whether its cells are written in brief.
    pub(super) brief: bool,
}

/// The widest a column of the calendar gets.
const WIDEST_SLOT: u16 = 5;

/// The columns of a table in `room`, each with `gap` behind it but the calendar's, which has one behind the whole.
///
/// Room is made in this order: spare columns go, short columns turn brief, texts wrap down to their least, and at last the
/// calendar goes. What room there is then goes half to the calendar, as a chart is there to be seen, then to the texts, the
/// neediest first, and what they leave to the calendar again.
pub(super) fn fit(wishes: &[Wish], room: u16, gap: u16) -> Vec<Fitted> {
    let attempt = |keep_spare, brief, calendar| Attempt { wishes, gap, keep_spare, brief, calendar };
    let attempts = [attempt(true, false, true), attempt(false, false, true), attempt(false, true, true)];
    // A table that would have to break its texts into slivers gives way first.
    if let Some(fitting) = attempts.iter().find(|attempt| attempt.total(&attempt.comfortable()) <= room) {
        return fitting.widen(room);
    }
    let [_, _, brief] = attempts;
    // On a telephone the chart is a list.
    let last = if brief.total(&brief.least()) <= room { brief } else { attempt(false, true, false) };
    last.widen(room)
}

struct Attempt<'a> {
    wishes: &'a [Wish],
    gap: u16,
    keep_spare: bool,
    brief: bool,
    calendar: bool,
}

impl Attempt<'_> {
    /// The least every column can live with.
    fn least(&self) -> Vec<u16> {
        self.each(|wish, least| wish.natural.min(least))
    }

    /// What reads well: a text broken once or twice.
    fn comfortable(&self) -> Vec<u16> {
        self.each(|wish, least| wish.natural.min(least * 3 / 2))
    }

    fn each(&self, text: impl Fn(&Wish, u16) -> u16) -> Vec<u16> {
        let width = |wish: &Wish| match wish.width {
            Width::Natural if self.brief => wish.brief,
            Width::Natural => wish.natural,
            Width::Spare(_) if !self.keep_spare => 0,
            Width::Slot if !self.calendar => 0,
            Width::Sheet => 0,
            Width::AtLeast(least) | Width::Spare(least) => text(wish, least),
            Width::Slot => 2,
        };
        self.wishes.iter().map(width).collect()
    }

    fn widen(&self, room: u16) -> Vec<Fitted> {
        let mut widths = self.least();
        let mut spare = room.saturating_sub(self.total(&widths));
        spare -= self.widen_calendar(&mut widths, spare / 2);
        spare -= self.widen_texts(&mut widths, spare);
        self.widen_calendar(&mut widths, spare);
        let brief = |wish: &Wish| self.brief && wish.width == Width::Natural;
        widths
            .iter()
            .zip(self.wishes)
            .map(|(width, wish)| Fitted { width: *width, brief: brief(wish) })
            .collect()
    }

    fn widen_calendar(&self, widths: &mut [u16], spare: u16) -> u16 {
        let slots: Vec<usize> =
            (0..widths.len()).filter(|at| self.wishes[*at].width == Width::Slot).collect();
        let Some(count) = u16::try_from(slots.len()).ok().filter(|count| *count > 0 && self.calendar) else {
            return 0;
        };
        let each = (spare / count).min(WIDEST_SLOT - widths[slots[0]]);
        for at in slots {
            widths[at] += each;
        }
        each * count
    }

    fn widen_texts(&self, widths: &mut [u16], spare: u16) -> u16 {
        let mut given = 0;
        while given < spare {
            let wants = |at: &usize| {
                let text = matches!(self.wishes[*at].width, Width::AtLeast(_) | Width::Spare(_));
                text && widths[*at] > 0 && widths[*at] < self.wishes[*at].natural
            };
            let need = |at: &usize| self.wishes[*at].natural.saturating_mul(8) / widths[*at];
            let Some(at) = (0..widths.len()).filter(wants).max_by_key(need) else { break };
            // A full-width character takes two.
            let step = (self.wishes[at].natural - widths[at]).min(2).min(spare - given);
            widths[at] += step;
            given += step;
        }
        given
    }

    fn total(&self, widths: &[u16]) -> u16 {
        let (mut sum, mut has_slots) = (0_u16, false);
        for (wish, width) in self.wishes.iter().zip(widths).filter(|(_, width)| **width > 0) {
            let slot = wish.width == Width::Slot;
            has_slots |= slot;
            sum = sum.saturating_add(*width).saturating_add(if slot { 0 } else { self.gap });
        }
        // Nothing stands behind the last column.
        sum.saturating_add(if has_slots { self.gap } else { 0 }).saturating_sub(self.gap)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(wishes: &[(u16, u16, Width)], room: u16, expected: &[u16]) {
        let wishes: Vec<Wish> = wishes
            .iter()
            .map(|(natural, brief, width)| Wish { natural: *natural, brief: *brief, width: *width })
            .collect();
        let widths: Vec<u16> = fit(&wishes, room, 1).iter().map(|fitted| fitted.width).collect();
        assert_eq!(widths, expected);
    }

    #[test]
    fn a_table_with_room_is_as_wide_as_its_cells() {
        let wishes = [(3, 3, Width::Natural), (10, 10, Width::AtLeast(6)), (8, 8, Width::Spare(4))];
        case(&wishes, 80, &[3, 10, 8]);
    }

    #[test]
    fn spare_columns_go_first_then_short_ones_turn_brief_then_texts_wrap() {
        let wishes = [(10, 5, Width::Natural), (40, 40, Width::AtLeast(20)), (8, 8, Width::Spare(8))];
        case(&wishes, 80, &[10, 40, 8]);
        case(&wishes, 50, &[10, 30, 8]);
        case(&wishes, 49, &[10, 38, 0]);
        case(&wishes, 40, &[5, 34, 0]);
        case(&wishes, 28, &[5, 22, 0]);
        // Too narrow for anything: the least, and the terminal wraps.
        case(&wishes, 10, &[5, 20, 0]);
    }

    #[test]
    fn the_calendar_takes_half_of_what_is_spare_up_to_its_widest() {
        let wishes = [(40, 40, Width::AtLeast(16)), (2, 2, Width::Slot), (2, 2, Width::Slot)];
        case(&wishes, 21, &[16, 2, 2]);
        case(&wishes, 29, &[20, 4, 4]);
        case(&wishes, 80, &[40, 5, 5]);
        // Where there is no room for it at all, it goes.
        case(&wishes, 20, &[20, 0, 0]);
    }
}
