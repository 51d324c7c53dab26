//! Texts as a spreadsheet takes them: without control characters, not too long, and measured in half-width characters.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::core::text::printable;

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

/// How wide its widest line is. Chinese fonts draw ■, — and “ in full width, so they count as two.
pub(super) fn width(text: &str) -> usize {
    text.split('\n').map(UnicodeWidthStr::width_cjk).max().unwrap_or(0)
}

/// How many lines it takes in a column of this width: words stay whole, Chinese breaks anywhere.
pub(super) fn lines(text: &str, room: usize) -> usize {
    let room = room.max(2);
    text.split('\n').map(|paragraph| lines_of(paragraph, room)).sum()
}

fn lines_of(text: &str, room: usize) -> usize {
    if text.width_cjk() <= room {
        return 1;
    }
    // A full stop that may not begin a line takes a character along, so lines are not quite filled.
    let room = room.saturating_sub(1).max(2);
    let (mut lines, mut column, mut word) = (1, 0, 0);
    let mut put = |width: usize| {
        if column > 0 && column + width > room {
            lines += 1;
            column = 0;
        }
        column += width;
        while column > room {
            lines += 1;
            column -= room;
        }
    };
    for char in text.chars() {
        match char.width_cjk().unwrap_or(0) {
            1 if char != ' ' => word += 1,
            width => {
                put(std::mem::take(&mut word));
                put(width);
            }
        }
    }
    put(word);
    lines
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
