//! Texts as they may be shown: without what would command a terminal, a spreadsheet or the order of a row, and cut to a
//! line.

use std::borrow::Cow;

/// A text without the characters that would move a terminal's cursor, colour its screen, or make a row read backwards.
pub fn printable(text: &str) -> String {
    printable_chars(text).collect()
}

/// The characters of a text as [`printable`] has it.
pub fn printable_chars(text: &str) -> impl Iterator<Item = char> + '_ {
    let shown = |c: &char| *c == '\n' || !is_unprintable(*c);
    text.chars().map(|c| if c == '\t' { ' ' } else { c }).filter(shown)
}

/// Whether a character has no place on a page: control characters, those that turn the text around them, and the two that
/// XML does not know.
pub fn is_unprintable(c: char) -> bool {
    let turns = matches!(
        c,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    );
    c.is_control() || turns || matches!(c, '\u{fffe}' | '\u{ffff}')
}

/// The first line of a longer text, for sentences: at most `limit` characters, cut with `…`.
pub fn one_line(text: &str, limit: usize) -> String {
    let text = printable(text);
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(limit) {
        Some((cut, _)) => format!("{}…", &line[..cut]),
        None => line,
    }
}

/// Whether a spreadsheet that opens a table of text would run this cell, or a cell that [`as_cell`] made of such a one.
fn is_run(text: &str) -> bool {
    let begins =
        text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '\'' | '\u{feff}' | '\u{200b}'));
    begins.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

/// A text as a cell of a table of text holds it: one that a spreadsheet would run is marked as a text.
pub fn as_cell(text: &str) -> Cow<'_, str> {
    if is_run(text) { format!("'{text}").into() } else { text.into() }
}

/// The text that [`as_cell`] made a cell of.
pub fn of_cell(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|text| is_run(text)).unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_run_and_each_is_read_back_as_it_was() {
        #[track_caller]
        fn case(text: &str, cell: &str) {
            assert_eq!(as_cell(text), cell);
            assert_eq!(of_cell(cell), text);
        }
        case("=1+1", "'=1+1");
        case(" \t\n=1+1", "' \t\n=1+1");
        case("＠甲", "'＠甲");
        case("'=1+1", "''=1+1");
        case("甲=乙", "甲=乙");
        case("'甲'", "'甲'");
        case("", "");
    }
}
