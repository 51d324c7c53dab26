//! The text of a pdf, whose letters somebody placed on a page one by one.
//!
//! The crate that takes a pdf apart panics on some that are broken. Nobody calls it but a process of its own, which may end as it
//! likes.

use unicode_normalization::UnicodeNormalization;

use super::{Document, Unreadable, find, fitting, says_something, text};

/// Whether a file is a pdf. A few programs put something of their own before it.
pub fn is_pdf(bytes: &[u8]) -> bool {
    find(bytes.get(..1024).unwrap_or(bytes), b"%PDF-")
}

/// The text of a pdf. It may panic: only a process that does nothing else may ask.
pub fn text_of_pdf(bytes: &[u8]) -> Result<String, Unreadable> {
    pdf_extract::extract_text_from_mem(bytes).map_err(|_| Unreadable::Pdf)
}

/// The paragraphs of a pdf's text. One without letters was scanned.
pub fn of_pdf(raw: &str) -> Result<Document, Unreadable> {
    // Browsers print a radical for the letter that looks the same: ⼀ for 一.
    let letters = raw.chars().map(|c| match c {
        '\u{2e80}'..='\u{2fdf}' => std::iter::once(c).nfkc().next().unwrap_or(c),
        '\0' => ' ',
        other => other,
    });
    let plan = text::read_pages(&letters.collect::<String>());
    if !says_something(&plan) {
        return Err(Unreadable::ScannedPdf);
    }
    fitting(Document { plan, warnings: Vec::new() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::plan::Block;

    #[test]
    fn letters_that_only_look_like_others_are_read_as_those() {
        let document = of_pdf("\n⼀、⼯作⽬标\n").unwrap();
        let text = "一、工作目标".to_owned();
        assert_eq!(document.plan.blocks, [Block::Paragraph { line: 2, text, heading: None }]);
    }

    #[test]
    fn a_pdf_without_letters_was_scanned() {
        assert_eq!(of_pdf("\n \u{c}\n"), Err(Unreadable::ScannedPdf));
    }

    #[test]
    fn what_begins_like_a_pdf_and_is_none_is_refused() {
        assert_eq!(text_of_pdf(b"%PDF-1.7\n"), Err(Unreadable::Pdf));
    }
}
