//! Texts as a spreadsheet takes them: without control characters, not too long, and so many lines high.

use unicode_width::UnicodeWidthStr;

use crate::core::text::printable;
use crate::render::wrap::breaks_on_paper;

/// The most UTF-16 units Excel takes in a cell.
const MOST: usize = 32_767;

/// The text as a cell may hold it.
pub(super) fn clean(text: &str) -> String {
    let whole = printable(text);
    // No text of fewer bytes has more units.
    if whole.len() <= MOST { whole } else { cut(&whole, MOST) }
}

/// The text in one line of at most `most` UTF-16 units.
pub(super) fn cut(text: &str, most: usize) -> String {
    if text.chars().map(char::len_utf16).sum::<usize>() <= most {
        return text.to_owned();
    }
    let mut units = 1;
    let kept = |c: &char| {
        units += c.len_utf16();
        units <= most
    };
    text.chars().take_while(kept).chain(['…']).collect()
}

/// How many lines it takes in a column of this width.
pub(super) fn lines(text: &str, room: usize) -> usize {
    text.split('\n').map(|paragraph| lines_of(paragraph, room)).sum()
}

fn lines_of(text: &str, room: usize) -> usize {
    if text.width_cjk() <= room.max(2) {
        return 1;
    }
    // Programs do not agree on where a line ends, so lines are not quite filled.
    let room = room.saturating_sub(1).max(2);
    let cuts = breaks_on_paper(text, room * 10);
    let starts = std::iter::once(0).chain(cuts.iter().copied());
    let ends = cuts.iter().copied().chain([text.len()]);
    // A word that is wider than the column is broken in it.
    let lines = |(start, end)| text[start..end].trim_end().width_cjk().div_ceil(room).max(1);
    starts.zip(ends).map(lines).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_as_chinese_breaks() {
        #[track_caller]
        fn case(text: &str, room: usize, expected: usize) {
            assert_eq!(lines(text, room), expected, "{text}");
        }
        case("", 10, 1);
        case("报告办结", 8, 1);
        case("报告办结", 7, 2);
        case("一\n二\n\n四", 10, 4);
        case("看 ledger 一页", 7, 3);
        case("abcdefghijklmnopqrst", 11, 2);
    }

    #[test]
    fn texts_are_harmless_and_not_too_long() {
        assert_eq!(clean("=cmd()\u{7}\t一\r\n二\u{ffff}"), "=cmd() 一\n二");
        let long = clean(&"😀".repeat(20_000));
        assert!(long.encode_utf16().count() <= MOST && long.ends_with('…'));
        assert_eq!(cut("一二三四", 3), "一二…");
    }
}
