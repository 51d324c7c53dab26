//! A stretch of the calendar in a few characters.

use crate::printout::page::Slot;

/// The slot drawn in `width` characters: its bar, today, and its marks on top.
pub(super) fn draw(slot: &Slot, width: usize) -> String {
    let mut cells = vec![' '; width];
    if let Some((from, to)) = slot.bar {
        let (from, to) = (start(from, width), end(to, width));
        let past = end(slot.past, width);
        for (at, cell) in cells.iter_mut().enumerate().take(to).skip(from) {
            *cell = if at < past { '━' } else { '─' };
        }
    }
    if let Some(today) = slot.today {
        put(&mut cells, today, '│');
    }
    // Where two marks meet, the one that matters more is seen.
    let mut marks: Vec<_> = slot.marks.clone();
    marks.sort_by_key(|(_, mark)| *mark);
    for (day, mark) in marks {
        put(&mut cells, day, mark.sign());
    }
    cells.into_iter().collect()
}

fn put(cells: &mut [char], share: f64, sign: char) {
    let at = start(share, cells.len());
    if let Some(cell) = cells.get_mut(at) {
        *cell = sign;
    }
}

/// The character a position falls into.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a share of a few characters"
)]
fn start(share: f64, width: usize) -> usize {
    ((share * width as f64) as usize).min(width.saturating_sub(1))
}

/// The first character behind a stretch that ends there; a stretch of a day still shows.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a share of a few characters"
)]
fn end(share: f64, width: usize) -> usize {
    ((share * width as f64 - 1e-9).ceil().max(0.0) as usize).min(width)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::printout::page::Mark;

    #[test]
    fn bars_today_and_marks_lie_where_their_days_are() {
        #[track_caller]
        fn case(slot: &Slot, width: usize, expected: &str) {
            assert_eq!(draw(slot, width), expected);
        }
        let empty = Slot::default();
        case(&empty, 4, "    ");
        case(&Slot { bar: Some((0.0, 1.0)), past: 1.0, ..empty.clone() }, 4, "━━━━");
        case(&Slot { bar: Some((0.5, 1.0)), past: 0.0, ..empty.clone() }, 4, "  ──");
        case(&Slot { bar: Some((0.0, 1.0)), past: 0.5, today: Some(0.5), ..empty.clone() }, 4, "━━│─");
        case(
            &Slot {
                bar: Some((0.0, 1.0)),
                past: 1.0,
                marks: vec![(29.0 / 30.0, Mark::Deadline)],
                ..empty.clone()
            },
            2,
            "━▲",
        );
        // A bar of one day.
        case(&Slot { bar: Some((0.4, 0.43)), past: 0.0, ..empty.clone() }, 3, " ─ ");
        // Of two marks on one character, the one that matters more is seen.
        case(&Slot { marks: vec![(0.90, Mark::Finished), (0.95, Mark::Deadline)], ..empty }, 2, " ★");
    }
}
