//! One spelling for a plan's text, and the way back to the plan's own.

use std::ops::Range;

use crate::core::writing::half_width;

/// A text in one spelling (half-width signs, one kind of bracket, dash and space), beside the text as it was read.
#[derive(Debug, Clone, Default)]
pub(super) struct Text {
    raw: String,
    plain: String,
    /// For each byte of `plain`, and for its end, where the letter stands in `raw`.
    back: Vec<usize>,
}

impl Text {
    pub(super) fn new(raw: &str) -> Self {
        let mut plain = String::with_capacity(raw.len());
        let mut back = Vec::with_capacity(raw.len() + 1);
        for (at, c) in raw.char_indices() {
            plain.push(fold(c));
            back.resize(plain.len(), at);
        }
        back.push(raw.len());
        Self { raw: raw.to_owned(), plain, back }
    }

    /// The text in one spelling. Places in the text are counted in its bytes.
    pub(super) fn plain(&self) -> &str {
        &self.plain
    }

    /// The plan's own words of a stretch.
    pub(super) fn raw(&self, range: Range<usize>) -> &str {
        let place = |at: usize| self.back.get(at).copied().unwrap_or(self.raw.len());
        self.raw.get(place(range.start)..place(range.end)).unwrap_or_default()
    }
}

/// One letter for the many that look alike. Never more and never fewer letters, so that places stay known.
fn fold(c: char) -> char {
    match half_width(c) {
        '〔' | '[' | '【' | '﹝' | '〖' => '(',
        '〕' | ']' | '】' | '﹞' | '〗' => ')',
        '─' | '━' | '﹣' | '―' | '‒' => '-',
        '∼' | '〜' | '∽' => '~',
        '∶' | '︰' | '﹕' => ':',
        '﹑' | '､' => '、',
        '｡' => '。',
        '﹒' => '.',
        '＊' | '∗' | '﹡' => '*',
        c if c != '\n' && c.is_whitespace() => ' ',
        '\u{200b}' | '\u{feff}' => ' ',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plans_own_words_are_found_again() {
        let text = Text::new("（一）整理档案：３月底前，“ok”");
        assert_eq!(text.plain(), "(一)整理档案:3月底前,“ok”");
        let at = text.plain().find("整").unwrap();
        assert_eq!(text.raw(0..at), "（一）");
        let colon = text.plain().find(':').unwrap();
        assert_eq!(text.raw(colon..text.plain().len()), "：３月底前，“ok”");
        assert_eq!(text.raw(0..9999), "（一）整理档案：３月底前，“ok”");
    }
}
