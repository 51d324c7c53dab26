//! Texts as they may be shown: without what would command a terminal or turn a row round, and cut to a line.

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
