//! What stands above and below the sections: the title, or the masthead of a 简报 and its 版记; who signs.

use super::paper::Sheet;
use super::writer::{Extra, Xml};
use crate::printout::page::{Masthead, Page};
use crate::render::fit::on_paper;

/// 小四, for what a page says of itself before anything else.
const CAUTION: u32 = 24;

/// The title and the lines below it, or the masthead.
pub(super) fn head(page: &Page, sheet: &Sheet, xml: &mut Xml) {
    if let Some(masthead) = &page.masthead {
        return self::masthead(masthead, sheet, xml);
    }
    if page.title.is_empty() && page.subtitle.is_empty() {
        return;
    }
    let below = format!("<w:spacing w:after=\"{}\"/>", sheet.pitch / 2);
    let extra = |last: bool| Extra { rest: if last { &below } else { "" }, ..Extra::default() };
    let title = broken(&page.title, sheet);
    xml.open_with("t", extra(page.subtitle.is_empty())).run(&title, None, false).raw("</w:p>");
    for (at, line) in page.subtitle.iter().enumerate() {
        xml.open_with("s", extra(at + 1 == page.subtitle.len())).run(line, None, false).raw("</w:p>");
    }
}

/// That the page is not whole, in a frame, small enough to push nothing off its sheet.
pub(super) fn incomplete(said: &str, sheet: &Sheet, xml: &mut Xml) {
    let side =
        |side: &str| format!("<w:{side} w:val=\"single\" w:sz=\"12\" w:space=\"1\" w:color=\"000000\"/>");
    let frame: String = ["top", "left", "bottom", "right"].map(side).concat();
    let (letters, line, after) = (CAUTION, CAUTION * 13, sheet.pitch / 4);
    let rest = format!(
        "<w:pBdr>{frame}</w:pBdr><w:spacing w:after=\"{after}\" w:line=\"{line}\" w:lineRule=\"exact\"/>\
         <w:ind w:left=\"60\" w:right=\"60\"/><w:jc w:val=\"center\"/>"
    );
    xml.open_with("u", Extra { keep: true, rest: &rest, ..Extra::default() });
    xml.put(format_args!(
        "<w:r><w:rPr><w:b/><w:sz w:val=\"{letters}\"/><w:szCs w:val=\"{letters}\"/></w:rPr><w:t>"
    ));
    xml.text(said).raw("</w:t></w:r></w:p>");
}

/// A title that does not fit on one line is broken where its parts meet.
fn broken(title: &str, sheet: &Sheet) -> String {
    if on_paper(title) * sheet.title / 2 > sheet.text() {
        title.replace('　', "\n")
    } else {
        title.to_owned()
    }
}

fn masthead(masthead: &Masthead, sheet: &Sheet, xml: &mut Xml) {
    let room = sheet.text();
    // As large as one line holds, between 二号 and 54 points; ten characters' worth is the least it is reckoned as.
    let size = (room * 19 / 10 / on_paper(&masthead.name).max(1)).clamp(44, 108);
    let line = size * 13;
    xml.put(format_args!(
        "<w:p><w:pPr><w:pStyle w:val=\"mn\"/><w:spacing w:before=\"240\" w:line=\"{line}\" w:lineRule=\"exact\"/></w:pPr>\
         <w:r><w:rPr><w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/></w:rPr><w:t>"
    ));
    xml.text(&masthead.name).raw("</w:t></w:r></w:p>");
    if let Some(issue) = &masthead.issue {
        xml.line("mi", issue);
    }
    let rest = format!(
        "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"18\" w:space=\"4\" w:color=\"FF0000\"/></w:pBdr>\
         <w:tabs><w:tab w:val=\"right\" w:pos=\"{room}\"/></w:tabs><w:spacing w:before=\"240\" w:after=\"{}\"/>",
        sheet.pitch
    );
    xml.open_with("me", Extra { rest: &rest, ..Extra::default() }).run(&masthead.editor, None, false);
    xml.raw("<w:r><w:tab/></w:r>").run(&masthead.date, None, false).raw("</w:p>");
}

/// 版记: to whom it is sent, between thin rules at the bottom of the last sheet. It is a table that floats there, as a
/// paragraph in a frame loses its rules in LibreOffice.
pub(super) fn imprint(masthead: &Masthead, sheet: &Sheet, xml: &mut Xml) {
    if masthead.sent_to.is_empty() {
        return;
    }
    let room = sheet.text();
    xml.line("a", "");
    xml.raw("<w:tbl><w:tblPr><w:tblpPr w:leftFromText=\"0\" w:rightFromText=\"0\" w:topFromText=\"120\" ");
    xml.raw("w:bottomFromText=\"0\" w:vertAnchor=\"margin\" w:horzAnchor=\"margin\" w:tblpXSpec=\"left\" ");
    xml.put(format_args!("w:tblpYSpec=\"bottom\"/><w:tblW w:w=\"{room}\" w:type=\"dxa\"/><w:tblBorders>"));
    // 0.35 mm above the first and below the last line, 0.25 mm between them.
    for (side, eighths) in [("top", 8), ("bottom", 8), ("insideH", 6)] {
        xml.put(format_args!(
            "<w:{side} w:val=\"single\" w:sz=\"{eighths}\" w:space=\"0\" w:color=\"000000\"/>"
        ));
    }
    xml.raw("</w:tblBorders><w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"0\" w:type=\"dxa\"/>");
    xml.raw("<w:right w:w=\"0\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr>");
    xml.put(format_args!("<w:tblGrid><w:gridCol w:w=\"{room}\"/></w:tblGrid>"));
    for line in &masthead.sent_to {
        xml.raw("<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr>");
        xml.put(format_args!("<w:tcW w:w=\"{room}\" w:type=\"dxa\"/></w:tcPr>"));
        xml.line("v", line).raw("</w:tc></w:tr>");
    }
    // A floating table is held by the paragraph behind it.
    xml.raw("</w:tbl>").line("sp", "");
}

/// 落款: the office centred above the day, the whole four characters from the right edge, or two where the office is the
/// wider (GB/T 9704-2012, 7.3.5.1).
pub(super) fn signed(lines: &[String], sheet: &Sheet, xml: &mut Xml) {
    let character = sheet.body * 10;
    let width = |line: &String| on_paper(line) * sheet.body / 2;
    let widest = lines.iter().map(width).max().unwrap_or(0);
    let edge = if lines.last().map(width) == Some(widest) { 4 } else { 2 } * character;
    for (at, line) in lines.iter().enumerate() {
        let right = edge + (widest - width(line)) / 2;
        let before = if at == 0 { sheet.pitch } else { 0 };
        let rest = format!("<w:spacing w:before=\"{before}\"/><w:ind w:right=\"{right}\"/>");
        xml.open_with("g", Extra { keep: at + 1 < lines.len(), rest: &rest, ..Extra::default() });
        xml.run(line, None, false).raw("</w:p>");
    }
}
