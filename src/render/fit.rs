//! How wide the columns of a table are. They are measured once, in tenths of a half-width character. Each format says in a
//! unit of its own what a column takes at the least and at the most; room is given to all of them in one way.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::printout::page::{Cell, Column, Row, Value, Width};

/// No column is wider, in tenths of a half-width character: no terminal is, and no sheet.
const WIDEST: u32 = 10 * u16::MAX as u32;

/// What a column has to show, in tenths of a half-width character.
#[derive(Debug, Clone, Copy)]
pub(super) struct Need {
    /// How it behaves when room is short.
    pub(super) kind: Width,
    /// The width of its title. Those of a calendar are all as wide as the widest.
    pub(super) title: u32,
    /// The width of its widest cell.
    pub(super) cells: u32,
    /// The width of its widest cell in brief.
    pub(super) brief: u32,
}

impl Need {
    /// The width in which all of it stands in one line.
    pub(super) fn natural(&self) -> u32 {
        self.title.max(self.cells)
    }

    /// The same, but for a text no more than so many `halves` of the least that it asks for.
    pub(super) fn least(&self, halves: u32) -> u32 {
        match self.kind {
            Width::AtLeast(least) | Width::Spare(least) => self.natural().min(u32::from(least) * 5 * halves),
            Width::Natural | Width::Slot | Width::Sheet => self.natural(),
        }
    }

    /// What does for this column and for another of the same title.
    pub(super) fn or(self, other: Self) -> Self {
        Self {
            kind: self.kind,
            title: self.title.max(other.title),
            cells: self.cells.max(other.cells),
            brief: self.brief.max(other.brief),
        }
    }
}

/// Measures the columns of a table by a ruler: [`on_screen`] or [`on_paper`].
pub(super) fn measure<'a>(
    columns: &[Column],
    rows: impl Iterator<Item = &'a Row>,
    ruler: fn(&str) -> u32,
) -> Vec<Need> {
    let title =
        |column: &Column| ruler(&column.title).max(column.above.as_deref().map_or(0, ruler)).min(WIDEST);
    let slots = columns.iter().filter(|column| column.width == Width::Slot);
    let slot = slots.map(title).max().unwrap_or(0);
    let untitled = |column: &Column| {
        let title = if column.width == Width::Slot { slot } else { title(column) };
        Need { kind: column.width, title, cells: 0, brief: 0 }
    };
    let mut needs: Vec<Need> = columns.iter().map(untitled).collect();
    for row in rows {
        for (need, cell) in needs.iter_mut().zip(&row.cells) {
            let width = width_of(cell, ruler).min(WIDEST);
            need.cells = need.cells.max(width);
            need.brief = need.brief.max(cell.brief.as_deref().map_or(width, ruler).min(WIDEST));
        }
    }
    needs
}

fn width_of(cell: &Cell, ruler: fn(&str) -> u32) -> u32 {
    match &cell.value {
        Value::Empty | Value::Slot(_) => 0,
        Value::Text(text) => ruler(text),
        value => ruler(&value.plain()),
    }
}

/// The width of the widest line of a text on a terminal, in tenths of a half-width character.
pub(super) fn on_screen(text: &str) -> u32 {
    let widest = text.split('\n').map(UnicodeWidthStr::width).max().unwrap_or(0);
    u32::try_from(widest).unwrap_or(u32::MAX).saturating_mul(10)
}

/// The width of the widest line of a text on paper, in tenths of a half-width character. Whatever is not ASCII is drawn in
/// a Chinese font, and is as wide as it is high; capitals and the per cent sign are wider than half of that. Between the
/// two some programs leave a quarter of a character, whatever they are told.
pub(super) fn on_paper(text: &str) -> u32 {
    let width = |c: char| match c {
        'A'..='Z' | 'm' | 'w' => 15,
        '%' | '@' | '&' => 18,
        ' '..='~' => 10,
        c => 20 * u32::from(c.width().is_some_and(|width| width > 0)),
    };
    let gap = |(before, after): (char, char)| {
        5 * u32::from(
            before.is_alphanumeric() && after.is_alphanumeric() && before.is_ascii() != after.is_ascii(),
        )
    };
    let line = |line: &str| {
        let gaps = line.chars().zip(line.chars().skip(1)).map(gap);
        line.chars().map(width).chain(gaps).sum::<u32>()
    };
    text.split('\n').map(line).max().unwrap_or(0)
}

/// What a column takes, in the unit of a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Want {
    /// How it behaves when room is short.
    pub(super) kind: Width,
    /// What it cannot do without; nothing for a column that is left out.
    pub(super) least: u32,
    /// What it has a use for.
    pub(super) most: u32,
}

/// The widths of columns in some room.
#[derive(Debug)]
pub(super) struct Fit<'a> {
    wants: &'a [Want],
    /// The width of each column.
    pub(super) widths: Vec<u32>,
    /// The room that nobody has taken yet.
    pub(super) spare: u32,
}

impl<'a> Fit<'a> {
    /// Gives every column its least, even where that is more than the room. What there is beyond it goes half to the
    /// calendar, as a chart is there to be seen, then to the texts, and what they leave to the calendar again. A full-width
    /// character is `step` wide.
    pub(super) fn new(wants: &'a [Want], room: u32, step: u32) -> Self {
        let spare = room.saturating_sub(least(wants));
        let mut fit = Self { wants, widths: wants.iter().map(|want| want.least).collect(), spare };
        fit.widen_calendar(spare / 2);
        fit.widen_texts(step);
        fit.widen_calendar(fit.spare);
        fit
    }

    /// Widens the columns of the calendar, which are all alike.
    fn widen_calendar(&mut self, room: u32) {
        let slots = self.of(|want| want.kind == Width::Slot);
        let (Some(first), Ok(count @ 1..)) = (slots.first(), u32::try_from(slots.len())) else { return };
        let each = (room / count).min(self.wants[*first].most - self.widths[*first]);
        for at in slots {
            self.give(at, each);
        }
    }

    /// Widens the texts, a character at a time to the one that takes the most lines.
    fn widen_texts(&mut self, step: u32) {
        let texts = self.of(is_text);
        while self.spare > 0 {
            let needy = texts.iter().copied().filter(|at| self.widths[*at] < self.wants[*at].most);
            // As finely as the unit tells: in eighths of a line for half-width characters.
            let lines = |at: &usize| {
                u64::from(self.wants[*at].most) * u64::from(4 * step) / u64::from(self.widths[*at])
            };
            let Some(at) = needy.max_by_key(lines) else { break };
            self.give(at, (self.wants[at].most - self.widths[at]).min(step).min(self.spare));
        }
    }

    /// Shares what is left among the texts by their widths, or where there are none among the short columns; none gets wider
    /// than `limit` by it.
    pub(super) fn share(&mut self, limit: u32) {
        let mut takers = self.of(is_text);
        if takers.is_empty() {
            takers = self.of(|want| want.kind == Width::Natural);
        }
        let (spare, whole) = (self.spare, takers.iter().map(|at| self.widths[*at]).sum());
        for at in &takers {
            let more = part(self.widths[*at], spare, whole).min(limit.saturating_sub(self.widths[*at]));
            self.give(*at, more);
        }
        if let Some(last) = takers.last() {
            self.give(*last, self.spare.min(limit.saturating_sub(self.widths[*last])));
        }
    }

    /// Makes columns that do not fit narrower: first the texts, down to half, which take more lines then; then all, each by
    /// its share, and even short texts wrap.
    pub(super) fn squeeze(&mut self, room: u32) {
        let texts = self.of(is_text);
        let over = self.widths.iter().sum::<u32>().saturating_sub(room);
        let whole = texts.iter().map(|at| self.widths[*at]).sum::<u32>();
        let given = over.min(whole / 2);
        for at in texts {
            self.widths[at] = part(self.widths[at], whole - given, whole);
        }
        let whole = self.widths.iter().sum::<u32>();
        if whole > room {
            self.widths.iter_mut().for_each(|width| *width = part(*width, room, whole));
        }
    }

    fn give(&mut self, at: usize, more: u32) {
        self.widths[at] += more;
        self.spare -= more;
    }

    fn of(&self, wanted: fn(&Want) -> bool) -> Vec<usize> {
        let drawn = self.wants.iter().enumerate().filter(|(_, want)| want.least > 0 && wanted(want));
        drawn.map(|(at, _)| at).collect()
    }
}

/// What these columns cannot do without.
pub(super) fn least(wants: &[Want]) -> u32 {
    wants.iter().fold(0, |sum, want| sum.saturating_add(want.least))
}

/// As much of `of` as a `width` is of the `whole`.
fn part(width: u32, of: u32, whole: u32) -> u32 {
    u32::try_from(u64::from(width) * u64::from(of) / u64::from(whole.max(1))).unwrap_or(u32::MAX)
}

fn is_text(want: &Want) -> bool {
    matches!(want.kind, Width::AtLeast(_) | Width::Spare(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIXED: Want = Want { kind: Width::Natural, least: 10, most: 10 };
    const LONG: Want = Want { kind: Width::AtLeast(20), least: 20, most: 60 };
    const LONGER: Want = Want { kind: Width::AtLeast(20), least: 20, most: 120 };
    const SLOT: Want = Want { kind: Width::Slot, least: 4, most: 7 };
    const GONE: Want = Want { kind: Width::Spare(8), least: 0, most: 0 };

    #[test]
    fn room_goes_to_the_calendar_and_to_the_neediest_texts() {
        #[track_caller]
        fn case(wants: &[Want], room: u32, expected: &[u32], spare: u32) {
            let fit = Fit::new(wants, room, 2);
            assert_eq!((fit.widths.as_slice(), fit.spare), (expected, spare));
        }
        case(&[FIXED, LONG], 20, &[10, 20], 0);
        case(&[FIXED, LONG, GONE], 50, &[10, 40, 0], 0);
        case(&[FIXED, LONG], 80, &[10, 60], 10);
        case(&[LONG, LONGER], 70, &[24, 46], 0);
        case(&[LONG, SLOT, SLOT], 34, &[24, 5, 5], 0);
        case(&[LONG, SLOT, SLOT], 80, &[60, 7, 7], 6);
    }

    #[test]
    fn what_is_left_goes_to_the_texts_up_to_a_limit() {
        #[track_caller]
        fn case(wants: &[Want], room: u32, limit: u32, expected: &[u32]) {
            let mut fit = Fit::new(wants, room, 2);
            fit.share(limit);
            assert_eq!(fit.widths, expected);
        }
        case(&[FIXED, LONG], 90, 75, &[10, 75]);
        case(&[FIXED, LONG], 80, 75, &[10, 70]);
        case(&[FIXED, SLOT, SLOT], 30, 75, &[16, 7, 7]);
    }

    #[test]
    fn texts_that_do_not_fit_give_way_before_all_do() {
        #[track_caller]
        fn case(room: u32, expected: &[u32]) {
            let mut fit = Fit::new(&[LONG, LONG, FIXED], room, 2);
            fit.squeeze(room);
            assert_eq!(fit.widths, expected);
        }
        case(50, &[20, 20, 10]);
        case(40, &[15, 15, 10]);
        case(15, &[5, 5, 5]);
    }
}
