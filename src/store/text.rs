//! A file's text apart from what editors put around it: the byte order mark, the line endings, the encoding.

use crate::core::file_text::{NoText, file_text};
use crate::core::limits;
use crate::core::problem::Problem;

const BOM: &str = "\u{feff}";

/// A text as the program works on it, and how it was dressed in its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dressed {
    /// The text with `\n` alone, unless the file mixed its line endings.
    pub(super) text: String,
    bom: bool,
    crlf: bool,
}

impl Dressed {
    /// Takes the dress off. Notepad writes a mark and CRLF; a file that mixes line endings keeps them where they are.
    pub(super) fn undress(raw: &str) -> Self {
        let (bom, text) = match raw.strip_prefix(BOM) {
            Some(rest) => (true, rest),
            None => (false, raw),
        };
        let crlf = text.contains("\r\n") && text.matches('\n').count() == text.matches("\r\n").count();
        let text = if crlf { text.replace("\r\n", "\n") } else { text.to_owned() };
        Self { text, bom, crlf }
    }

    /// Puts it back on `text`.
    pub(super) fn dress(&self, text: &str) -> String {
        let text = if self.crlf { text.replace('\n', "\r\n") } else { text.to_owned() };
        if self.bom { format!("{BOM}{text}") } else { text }
    }
}

/// The bytes as text without a byte order mark, or why they are none: where they stop being UTF-8, or that there are too many.
pub(super) fn decode<'a>(file: &str, bytes: &'a [u8]) -> Result<&'a str, Problem> {
    file_text(bytes).map_err(|no_text| match no_text {
        NoText::TooLong => {
            let most = limits::TEXT >> 20;
            let message = format!("超过 {most} MB，不像是手写的，没有读取；请打开看看，把多余的内容移到别处");
            Problem::error(file, "too-large", message)
        }
        NoText::NotUtf8(valid) => {
            let before = String::from_utf8_lossy(&bytes[..valid]);
            let (line, column) = place(&before, before.len());
            let wide = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
            let likely = if wide { "UTF-16" } else { "GBK" };
            let message =
                format!("不是 UTF-8 编码（多半是 {likely}）；请用记事本打开，“另存为”时编码选 UTF-8");
            Problem::error(file, "encoding", message).at(line, column)
        }
    })
}

/// The line and column, both from 1 and in characters, of a byte offset.
pub(super) fn place(text: &str, offset: usize) -> (usize, usize) {
    let before = &text.as_bytes()[..offset.min(text.len())];
    let before = String::from_utf8_lossy(before);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |rest| rest.chars().count()) + 1;
    (line, column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dress_goes_back_on_as_it_came_off() {
        for raw in ["a = 1\nb = 2\n", "\u{feff}a = 1\r\nb = 2\r\n", "a = 1\r\nb = 2\n", "", "\u{feff}"] {
            let dressed = Dressed::undress(raw);
            assert_eq!(dressed.dress(&dressed.text), raw);
        }
        assert_eq!(Dressed::undress("\u{feff}a\r\n").text, "a\n");
    }

    #[test]
    fn places_count_characters() {
        assert_eq!(place("标题 = 1\n时限 = x", 11 + 9), (2, 6));
        assert_eq!(place("", 0), (1, 1));
        assert_eq!(place("标", 99), (1, 2));
    }

    #[test]
    fn gbk_is_named_with_its_place() {
        let problem = decode("tasks/2026/001.toml", b"# ok\ntitle = \"\xb9\xa4\"").unwrap_err();
        assert_eq!((problem.line, problem.column, problem.rule), (Some(2), Some(10), "encoding"));
    }
}
