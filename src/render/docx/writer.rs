//! WordprocessingML as text: runs and paragraphs.

use std::fmt::Write;

use super::paper::dark;
use crate::printout::page::{Line, Tone};
use crate::render::markup::escape;

/// XML under way.
#[derive(Debug, Default)]
pub(super) struct Xml(pub(super) String);

/// What a paragraph has beside its style.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Extra<'a> {
    /// Whether it stays on the sheet of the paragraph that follows.
    pub(super) keep: bool,
    /// Whether it begins a new sheet.
    pub(super) new_sheet: bool,
    /// The rest of its properties, in the order of the schema: borders, tabs, spacing, indents.
    pub(super) rest: &'a str,
}

impl Extra<'_> {
    /// A paragraph that stays with the next.
    pub(super) const KEPT: Self = Self { keep: true, new_sheet: false, rest: "" };
}

impl Xml {
    /// Room for this many bytes.
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self(String::with_capacity(bytes))
    }

    /// Takes what is XML already.
    pub(super) fn raw(&mut self, xml: &str) -> &mut Self {
        self.0.push_str(xml);
        self
    }

    /// Takes what is XML already, with numbers in it.
    pub(super) fn put(&mut self, xml: std::fmt::Arguments<'_>) -> &mut Self {
        // Writing into a string does not fail.
        let _ = self.0.write_fmt(xml);
        self
    }

    /// Takes a text, escaped.
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        escape(&mut self.0, text);
        self
    }

    /// A paragraph of one text in a style.
    pub(super) fn line(&mut self, style: &str, text: &str) -> &mut Self {
        self.open(style).run(text, None, false).raw("</w:p>")
    }

    /// A paragraph of toned texts.
    pub(super) fn paragraph(&mut self, style: &str, extra: Extra<'_>, line: &Line) -> &mut Self {
        self.open_with(style, extra);
        for (text, tone) in &line.0 {
            self.run(text, *tone, false);
        }
        self.raw("</w:p>")
    }

    /// The beginning of a paragraph in a style.
    pub(super) fn open(&mut self, style: &str) -> &mut Self {
        self.raw("<w:p><w:pPr><w:pStyle w:val=\"").raw(style).raw("\"/></w:pPr>")
    }

    /// The beginning of a paragraph in a style, with more said of it.
    pub(super) fn open_with(&mut self, style: &str, extra: Extra<'_>) -> &mut Self {
        self.raw("<w:p><w:pPr><w:pStyle w:val=\"").raw(style).raw("\"/>");
        self.raw(if extra.keep { "<w:keepNext/>" } else { "" });
        self.raw(if extra.new_sheet { "<w:pageBreakBefore/>" } else { "" });
        self.raw(extra.rest).raw("</w:pPr>")
    }

    /// A run of text in a tone; line breaks stay.
    pub(super) fn run(&mut self, text: &str, tone: Option<Tone>, bold: bool) -> &mut Self {
        if text.is_empty() {
            return self;
        }
        let bold = bold || matches!(tone, Some(Tone::Strong | Tone::Red));
        let colour = tone.and_then(dark);
        let hint = text.chars().any(is_shared);
        self.raw("<w:r>");
        if hint || bold || colour.is_some() {
            self.raw("<w:rPr>").raw(if hint { "<w:rFonts w:hint=\"eastAsia\"/>" } else { "" });
            self.raw(if bold { "<w:b/>" } else { "" });
            if let Some(colour) = colour {
                self.raw("<w:color w:val=\"").raw(colour).raw("\"/>");
            }
            self.raw("</w:rPr>");
        }
        for (at, part) in text.split('\n').enumerate() {
            if at > 0 {
                self.raw("<w:br/>");
            }
            if !part.is_empty() {
                let trimmed = part.starts_with([' ', '\t']) || part.ends_with([' ', '\t']);
                self.raw(if trimmed { "<w:t xml:space=\"preserve\">" } else { "<w:t>" });
                self.text(part).raw("</w:t>");
            }
        }
        self.raw("</w:r>")
    }
}

/// Characters that Chinese and Latin fonts both have; Word takes the Latin one unless it is told otherwise, and a Latin
/// quotation mark in Chinese looks wrong.
fn is_shared(c: char) -> bool {
    matches!(c, '\u{a0}'..='\u{ff}' | '\u{2010}'..='\u{2bff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_and_edges_keep_their_spaces() {
        let mut xml = Xml::default();
        xml.run("一 \n\n二", None, false);
        assert_eq!(xml.0, "<w:r><w:t xml:space=\"preserve\">一 </w:t><w:br/><w:br/><w:t>二</w:t></w:r>");
    }

    #[test]
    fn marks_that_both_scripts_have_stay_chinese() {
        let mut xml = Xml::default();
        xml.run("“三重一大”", None, false);
        assert!(xml.0.contains("w:hint=\"eastAsia\""));
    }
}
