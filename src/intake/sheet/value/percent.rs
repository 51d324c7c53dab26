//! 进度: a share of one, a percentage, or one among other words.

use crate::core::writing::half_width;
use crate::intake::sheet::cell::Cell;

/// 0.6, 60%, 60. Where the column has numbers above 1, all of them are percents.
pub(in crate::intake::sheet) fn percent(cell: &Cell, whole: bool) -> Option<i64> {
    let share = match cell {
        Cell::Number(number) if *number <= 1.0 && !whole => number * 100.0,
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

/// The percentage that a cell is, with its sign: 60%.
pub(in crate::intake::sheet) fn share(cell: &Cell) -> Option<i64> {
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
        assert_eq!(percent(&Cell::text("６０％"), false), Some(60));
        assert_eq!(percent(&Cell::text("60"), false), Some(60));
        assert_eq!(percent(&Cell::text("101%"), false), None);
        assert_eq!(percent_among("主体完工60%，装修未开始"), Some(60));
        assert_eq!(percent_among("由30%提高到60%"), None);
        assert_eq!((share(&Cell::text("50％")), share(&Cell::text("50"))), (Some(50), None));
    }
}
