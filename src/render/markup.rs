//! Text in markup: HTML, SVG and WordprocessingML need the same few characters written otherwise.
//!
//! Pages have a dozen kinds of elements and thousands of rows, so they are written straight into one string; a template
//! language would add a dependency and save only this function.

use crate::core::text::printable_chars;

/// Writes `text` so that it means itself in an element or in a quoted attribute. Control characters are left out, except
/// the end of a line: XML forbids them, and nobody sees them.
pub(super) fn escape(out: &mut String, text: &str) {
    for c in printable_chars(text) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
}

/// The text, escaped.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    escape(&mut out, text);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_markup_would_take_for_its_own_is_escaped() {
        #[track_caller]
        fn case(text: &str, expected: &str) {
            assert_eq!(escaped(text), expected);
        }
        case("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;");
        case("\" onload='x' & ]]>", "&quot; onload=&#39;x&#39; &amp; ]]&gt;");
        case("一\u{0}二\u{1b}[31m三\r\n四\t五\u{85}", "一二[31m三\n四 五");
        case("王\u{202e}敏\u{2066}\u{ffff}", "王敏");
    }
}
