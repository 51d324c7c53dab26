//! Breaking lines of Chinese, which has no spaces to break at.
//!
//! textwrap with unicode-linebreak 0.1.5 cannot do it: it never breaks beside the quotation marks of Chinese, and breaks
//! addresses, `--options` and notes in brackets (`先写“办|结”`, `https://|…`, `--|by`, `[默|认：|表]`).

use std::mem;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::fit::on_paper;

/// Breaks the lines of a page of help that are wider than `width`; what follows starts below the line's text, or below its
/// second column.
pub fn fold_page(text: &str, width: usize) -> String {
    let fold = |line: &str| fold(line.trim_end(), width, hang(line.trim_end(), width)) + "\n";
    text.lines().map(fold).collect()
}

/// Breaks one line at `width`; what follows starts `hang` columns in.
pub fn fold(line: &str, width: usize, hang: usize) -> String {
    let mut lines = Vec::new();
    let mut start = 0;
    for at in breaks(line, width, hang).into_iter().chain([line.len()]) {
        lines.push(if at < line.len() { line[start..at].trim_end() } else { &line[start..at] });
        start = at;
    }
    lines.join(&format!("\n{}", " ".repeat(hang)))
}

/// Where one line is to be broken, as byte offsets, when what follows each break starts `hang` columns in.
pub fn breaks(line: &str, width: usize, hang: usize) -> Vec<usize> {
    breaks_by(line, width, hang, UnicodeWidthStr::width)
}

/// Where one line is to be broken on paper, as byte offsets. The `room` is in tenths of a half-width character.
pub(super) fn breaks_on_paper(line: &str, room: usize) -> Vec<usize> {
    breaks_by(line, room, 0, |piece| on_paper(piece) as usize)
}

fn breaks_by(line: &str, width: usize, hang: usize, ruler: impl Fn(&str) -> usize) -> Vec<usize> {
    let mut breaks = Vec::new();
    let (mut column, mut at) = (0, 0);
    for piece in pieces(line) {
        if column > hang && column + ruler(piece.trim_end()) > width {
            breaks.push(at);
            column = hang;
        }
        column += ruler(piece);
        at += piece.len();
    }
    breaks
}

/// The column that the rest of a broken line starts in.
fn hang(line: &str, width: usize) -> usize {
    let text = line.trim_start();
    let indent = line.len() - text.len();
    let Some((first, rest)) = text.split_once("  ") else { return indent };
    let second_column = indent + first.width() + 2 + (rest.len() - rest.trim_start().len());
    // Half a page is enough for names; where they take more, the explanation may go below them.
    if second_column > width / 2 { indent + 4 } else { second_column }
}

/// Cuts `line` wherever it may be broken: after spaces, and on either side of a Chinese character, but not so
/// that a line would start with a closing mark or end with an opening one. A note in brackets stays whole, unless
/// it is a list.
fn pieces(line: &str) -> impl Iterator<Item = &str> {
    let chars = line.char_indices();
    // Whether the last bracket so far was an opening one: known as the line is gone through, as a line may be long.
    let mut bracketed = false;
    let cuts = chars.clone().zip(chars.skip(1)).filter(move |&((_, before), (_, after))| {
        bracketed = before == '[' || bracketed && before != ']';
        let spaced = before == ' ';
        let chinese = (is_wide(before) || is_wide(after)) && !opens(before) && !closes(after);
        after != ' ' && (spaced || chinese && (before == '、' || !bracketed))
    });
    let ends = cuts.map(|(_, (at, _))| at).chain([line.len()]);
    ends.scan(0, |start, end| Some(&line[mem::replace(start, end)..end]))
}

fn is_wide(char: char) -> bool {
    char.width() == Some(2)
}

fn opens(char: char) -> bool {
    "“‘（《【「『[<(`".contains(char)
}

fn closes(char: char) -> bool {
    "”’）》】」』]>)`、，。；：！？…—".contains(char)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_broken_like_chinese() {
        #[track_caller]
        fn case(line: &str, width: usize, folded: &[&str]) {
            assert_eq!(fold(line, width, hang(line, width)).lines().collect::<Vec<_>>(), folded);
        }
        case("报告办结", 8, &["报告办结"]);
        case("报告办结", 7, &["报告办", "结"]);
        case("先报告，再办结。", 6, &["先报", "告，再", "办结。"]);
        case("先写“办结”", 6, &["先写", "“办结”"]);
        case("看 `ledger list` 一页", 10, &["看 `ledger", "list` 一页"]);
        let row = "  done, 办结  报告这件事已经办结";
        case(row, 28, &["  done, 办结  报告这件事已经", "              办结"]);
        case(row, 20, &["  done, 办结  报告这", "      件事已经办结"]);
        case("    缩进的一段话", 12, &["    缩进的一", "    段话"]);
        case("格式 [默认：表] [可选：表、图]", 16, &["格式 [默认：表]", "[可选：表、图]"]);
        case("格式 [可选：表格、图画]", 18, &["格式 [可选：表格、", "图画]"]);
        case("https://example.com/ledger", 10, &["https://example.com/ledger"]);
    }
}
