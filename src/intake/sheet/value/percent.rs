//! 进度: a share of one, a percentage, or one among other words.

use crate::core::writing::half_width;
use crate::intake::sheet::cell::Cell;

/// 0.6, 60%, 60. A fraction is a share of one whatever the column; `whole` says whether 1 is one percent, as in a column of
/// nothing but whole percents.
pub(in crate::intake::sheet) fn percent(cell: &Cell, whole: bool) -> Option<i64> {
    let share = match cell {
        // 1.125 is more than all of it, and no percent.
        Cell::Number(number) if number.fract() != 0.0 && *number < 2.0 => number * 100.0,
        Cell::Number(number) if (number - 1.0).abs() < f64::EPSILON && !whole => 100.0,
        Cell::Number(number) => *number,
        Cell::Text(text) => {
            let text: String = text.chars().map(half_width).filter(|c| !c.is_whitespace()).collect();
            match text.strip_suffix('%') {
                Some(number) => number.parse().ok()?,
                None => return percent(&Cell::Number(text.parse().ok()?), whole),
            }
        }
        _ => return None,
    };
    let share = share.round();
    #[expect(clippy::cast_possible_truncation, reason = "checked to lie between 0 and 100")]
    (0.0..=100.0).contains(&share).then_some(share as i64)
}

/// Whether a column of these cells counts in whole percents: it has a number above one, and no fraction.
pub(in crate::intake::sheet) fn counts_whole<'a>(cells: impl Iterator<Item = &'a Cell>) -> bool {
    let number = |cell: &Cell| match cell {
        Cell::Number(number) => Some(*number),
        Cell::Text(text) => text.parse().ok(),
        _ => None,
    };
    let numbers: Vec<f64> = cells.filter_map(number).collect();
    numbers.iter().any(|number| *number > 1.0) && numbers.iter().all(|number| number.fract() == 0.0)
}

/// The percentage that a cell is: 60% with its sign, or the share of one that a spreadsheet shows so.
pub(in crate::intake::sheet) fn share(cell: &Cell) -> Option<i64> {
    if let Cell::Number(number) = cell {
        return (0.0..=1.0).contains(number).then(|| percent(cell, false)).flatten();
    }
    let text: String = cell.shown().chars().map(half_width).collect();
    text.trim().ends_with('%').then(|| percent(cell, true)).flatten()
}

/// The one percentage among other words: 主体完工60%.
pub(in crate::intake::sheet) fn percent_among(text: &str) -> Option<i64> {
    let text: String = text.chars().map(half_width).collect();
    let (before, _) = text.split_once('%').filter(|(_, after)| !after.contains('%'))?;
    let from = before
        .rfind(|c: char| !c.is_ascii_digit() && c != '.')
        .map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8));
    percent(&Cell::text(&before[from..]), true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_are_shares_or_whole() {
        assert_eq!(percent(&Cell::Number(0.6), false), Some(60));
        assert_eq!(percent(&Cell::Number(1.0), false), Some(100));
        assert_eq!(percent(&Cell::Number(1.0), true), Some(1));
        assert_eq!(percent(&Cell::Number(0.6), true), Some(60));
        assert_eq!(percent(&Cell::Number(0.867), false), Some(87));
        assert_eq!(percent(&Cell::Number(1.125), false), None);
        let column = |numbers: &[f64]| numbers.iter().map(|number| Cell::Number(*number)).collect::<Vec<_>>();
        assert!(counts_whole(column(&[1.0, 60.0]).iter()) && !counts_whole(column(&[0.6, 60.0, 1.0]).iter()));
        assert_eq!((share(&Cell::Number(0.35)), share(&Cell::Number(60.0))), (Some(35), None));
        assert_eq!(percent(&Cell::text("６０％"), false), Some(60));
        assert_eq!(percent(&Cell::text("60"), false), Some(60));
        assert_eq!(percent(&Cell::text("101%"), false), None);
        assert_eq!(percent_among("主体完工60%，装修未开始"), Some(60));
        assert_eq!(percent_among("由30%提高到60%"), None);
        assert_eq!((share(&Cell::text("50％")), share(&Cell::text("50"))), (Some(50), None));
    }
}
