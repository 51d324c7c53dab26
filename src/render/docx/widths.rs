//! How wide each column of a table is: what is short never wraps, the texts share the rest, and the whole is as wide as
//! the text above it.

use unicode_width::UnicodeWidthChar;

use crate::printout::page::{Cell, Column, Row, Value, Width};

/// The space between a text and its border, in twips, on both sides together with the border.
const PADDING: u32 = 170;

/// The least width of a form's labels, in tenths of a half-width character.
const LABEL: u32 = 120;

/// How wide a column of the calendar gets before the texts get the rest, in tenths of a half-width character.
const WIDEST_SLOT: u32 = 80;

/// More than this does not tell long texts apart, in the same unit.
const LONGEST: u32 = 6_000;

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

/// What a column wants, in tenths of a half-width character.
#[derive(Debug, Clone, Copy, Default)]
struct Wish {
    title: u32,
    natural: u32,
    brief: u32,
}

/// The columns in `room` twips, in the largest of these `sizes` that they fit in.
pub(super) fn fit<'a>(
    columns: &[Column],
    rows: impl Iterator<Item = &'a Row>,
    titled: bool,
    room: u32,
    sizes: &[u32],
) -> Fitted {
    let wishes = measure(columns, rows, titled);
    let attempts = sizes.iter().flat_map(|size| [(*size, false), (*size, true)]);
    let mut last = (21, true);
    for (size, brief) in attempts {
        last = (size, brief);
        if total(&least(columns, &wishes, last, 3)) <= room {
            break;
        }
    }
    let mut widths = least(columns, &wishes, last, 2);
    if total(&widths) > room {
        shrink(&mut widths, room);
    } else {
        widen(columns, &wishes, last.0, &mut widths, room);
    }
    let places = widths.into_iter().enumerate();
    let columns = places.filter(|(_, width)| *width > 0).map(|(at, width)| Place { at, width }).collect();
    Fitted { size: last.0, brief: last.1, columns }
}

fn measure<'a>(columns: &[Column], rows: impl Iterator<Item = &'a Row>, titled: bool) -> Vec<Wish> {
    let title = |at: usize, column: &Column| match titled {
        true => em(&column.title).max(column.above.as_deref().map_or(0, em)),
        false if at == 0 => LABEL,
        false => 0,
    };
    let columns_at = columns.iter().enumerate();
    let mut wishes: Vec<Wish> =
        columns_at.map(|(at, column)| Wish { title: title(at, column), ..Wish::default() }).collect();
    // The columns of a calendar are all as wide as the widest of them.
    let slots =
        || columns.iter().enumerate().filter(|(_, column)| column.width == Width::Slot).map(|(at, _)| at);
    let widest = slots().map(|at| wishes[at].title).max().unwrap_or(0);
    for at in slots() {
        wishes[at].title = widest;
    }
    for row in rows {
        for ((cell, wish), column) in row.cells.iter().zip(&mut wishes).zip(columns) {
            if !matches!(column.width, Width::Slot | Width::Sheet) {
                let natural = width_of(cell);
                wish.natural = wish.natural.max(natural);
                wish.brief = wish.brief.max(cell.brief.as_deref().map_or(natural, em));
            }
        }
    }
    wishes
}

fn width_of(cell: &Cell) -> u32 {
    match &cell.value {
        Value::Empty | Value::Slot(_) => 0,
        Value::Text(text) => em(text),
        Value::Date(_) => 100,
        value => em(&value.plain()),
    }
}

/// The width of the widest line of a text, in tenths of a half-width character. Whatever is not ASCII is drawn in a
/// Chinese font, and is as wide as it is high; capitals and the per cent sign are wider than half of that. Between the two
/// some programs leave a quarter of a character, whatever they are told.
pub(super) fn em(text: &str) -> u32 {
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
    text.split('\n').map(line).max().unwrap_or(0).min(LONGEST)
}

/// A width in twips: so many tenths of half of a character of this size.
fn twips(tenths: u32, size: u32) -> u32 {
    (tenths * size).div_ceil(2)
}

/// The least every column can live with, its texts at so many `halves` of their least width.
fn least(columns: &[Column], wishes: &[Wish], (size, brief): (u32, bool), halves: u32) -> Vec<u32> {
    let width = |(column, wish): (&Column, &Wish)| match column.width {
        Width::Sheet => 0,
        Width::Slot => twips(wish.title.max(20), size) + PADDING / 4,
        // A title may stand on two lines where room is short.
        Width::Natural if brief => twips(wish.brief.max(half(wish.title)), size) + PADDING,
        Width::Natural => twips(wish.natural.max(wish.title), size) + PADDING,
        Width::AtLeast(least) | Width::Spare(least) => {
            let least = u32::from(least) * 5 * halves;
            twips(wish.natural.min(least).max(wish.title.min(least)).max(20), size) + PADDING
        }
    };
    columns.iter().zip(wishes).map(width).collect()
}

/// Half of a title, in whole characters.
fn half(title: u32) -> u32 {
    title.div_ceil(40) * 20
}

fn widen(columns: &[Column], wishes: &[Wish], size: u32, widths: &mut [u32], room: u32) {
    let mut spare = room - total(widths);
    let of = |wanted: fn(Width) -> bool| -> Vec<usize> {
        (0..columns.len()).filter(|at| wanted(columns[*at].width)).collect()
    };
    let slots = of(|width| width == Width::Slot);
    if let (Some(first), Ok(count @ 1..)) = (slots.first(), u32::try_from(slots.len())) {
        // A chart is there to be seen.
        let widest = twips(WIDEST_SLOT, size).saturating_sub(widths[*first]);
        let each = (spare / 2 / count).min(widest);
        for at in &slots {
            widths[*at] += each;
        }
        spare -= each * count;
    }
    let texts = of(|width| matches!(width, Width::AtLeast(_) | Width::Spare(_)));
    let natural = |at: usize| twips(wishes[at].natural.max(wishes[at].title), size) + PADDING;
    let step = twips(20, size);
    while spare > step {
        let needy = texts.iter().copied().filter(|at| widths[*at] < natural(*at));
        let Some(at) = needy.max_by_key(|at| natural(*at) * 16 / widths[*at]) else { break };
        widths[at] += step;
        spare -= step;
    }
    // What is left goes to the widest of the texts, and without any to all alike.
    let takers = if texts.is_empty() { of(|width| width != Width::Sheet) } else { texts };
    let all: u32 = takers.iter().map(|at| widths[*at]).sum();
    let mut left = spare;
    for at in &takers {
        let more = u32::try_from(u64::from(spare) * u64::from(widths[*at]) / u64::from(all.max(1)));
        let more = more.unwrap_or(0).min(left);
        widths[*at] += more;
        left -= more;
    }
    if let Some(last) = takers.last() {
        widths[*last] += left;
    }
}

/// Makes columns that do not fit narrower, each by its share: then even short texts wrap.
fn shrink(widths: &mut [u32], room: u32) {
    let all = u64::from(total(widths).max(1));
    for width in widths.iter_mut() {
        *width = u32::try_from(u64::from(*width) * u64::from(room) / all).unwrap_or(room);
    }
}

fn total(widths: &[u32]) -> u32 {
    widths.iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

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
