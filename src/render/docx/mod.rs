//! A page as a Word document, in the official layout of GB/T 9704-2012.
//!
//! WordprocessingML is written here rather than by docx-rs 0.4.22, which repeats no header rows (`w:tblHeader`), gives no
//! font a stand-in (`w:altName`), stores its parts uncompressed, and took 1.1 s and 38 MB for a table of 10,000 rows of 13
//! cells. A wall chart of as many tasks is laid out and drawn here in about 0.15 s and 0.8 MB.

mod calendar;
mod head;
mod header;
mod paper;
mod parts;
mod table;
mod widths;
mod writer;

#[cfg(test)]
mod tests;

use anyhow::Result;

use crate::printout::Page;
use crate::printout::page::{Band, Block, Grid, Level, Line, Opening, Section};
use paper::Sheet;
use writer::{Extra, Xml};

/// The page as docx: the same page, the same bytes.
pub fn render(page: &Page) -> Result<Vec<u8>> {
    let sheet = Sheet::of(page.paper);
    let title = page.masthead.as_ref().map_or(&page.title, |masthead| &masthead.name);
    parts::package(title, page.foot.as_deref(), &sheet, &body(page, &sheet))
}

fn body(page: &Page, sheet: &Sheet) -> String {
    let mut xml = Xml::with_capacity(65_536);
    // Slips have titles of their own, and none wants a cover.
    let slips = page
        .sections
        .first()
        .is_some_and(|section| section.level == Level::Title && section.heading.is_some());
    if !slips || page.masthead.is_some() {
        head::head(page, sheet, &mut xml);
    }
    if let Some(said) = &page.incomplete {
        head::incomplete(said, sheet, &mut xml);
    }
    let mut first = true;
    for block in page.flow() {
        match block {
            Block::Section(section) => {
                opened(section, std::mem::take(&mut first), sheet, &mut xml, |extra, xml| {
                    self::section(section, extra, sheet, xml);
                });
            }
            Block::Grid(grid) if grid.bands.iter().all(|band| band.rows.is_empty()) => {
                for band in grid.bands {
                    opened(band.section, std::mem::take(&mut first), sheet, &mut xml, |extra, xml| {
                        self::section(band.section, extra, sheet, xml);
                    });
                }
            }
            Block::Grid(grid) => self::grid(&grid, std::mem::take(&mut first), sheet, &mut xml),
        }
    }
    for (at, note) in page.notes.iter().enumerate() {
        let rest = if at == 0 { "<w:spacing w:before=\"120\"/>" } else { "" };
        xml.open_with("u", Extra { rest, ..Extra::default() }).run(note, None, false).raw("</w:p>");
    }
    if let Some(masthead) = &page.masthead {
        head::imprint(masthead, sheet, &mut xml);
    }
    xml.0
}

/// Begins a section as it wants to: what is drawn first in it takes what it gets.
fn opened(
    section: &Section,
    first: bool,
    sheet: &Sheet,
    xml: &mut Xml,
    draw: impl FnOnce(Extra<'_>, &mut Xml),
) {
    let mut extra = Extra::default();
    match section.opens {
        Opening::NewSheet if !first => extra.new_sheet = true,
        Opening::CutLine => {
            let rest = format!(
                "<w:pBdr><w:bottom w:val=\"dashed\" w:sz=\"6\" w:space=\"1\" w:color=\"404040\"/></w:pBdr>\
                 <w:spacing w:after=\"{}\" w:line=\"240\" w:lineRule=\"exact\"/>",
                sheet.pitch / 4
            );
            xml.open_with("a", Extra { keep: true, rest: &rest, ..Extra::default() }).raw("</w:p>");
        }
        Opening::Below | Opening::NewSheet => {}
    }
    draw(extra, xml);
}

fn section(section: &Section, extra: Extra<'_>, sheet: &Sheet, xml: &mut Xml) {
    let mut extra = extra;
    if let Some(heading) = &section.heading {
        let style = match section.level {
            Level::Title => "h0",
            Level::First => "h1",
            Level::Second => "h2",
        };
        xml.paragraph(style, std::mem::take(&mut extra), heading);
    }
    let table = section.table.as_ref().filter(|table| !table.rows.is_empty());
    for (at, line) in section.lines.iter().enumerate() {
        let extra = std::mem::take(&mut extra);
        // A long text stands well enough alone.
        let keep = table.is_some() && at + 1 == section.lines.len() && line.plain().len() < 600;
        xml.paragraph(line_style(section, at, line), Extra { keep, ..extra }, line);
    }
    if let Some(table) = table {
        gap(std::mem::take(&mut extra), xml);
        // What is torn off goes with its line to the next sheet, where it does not fit on this one.
        table::table(table, section.opens == Opening::CutLine, sheet, xml);
    }
    if let Some(total) = &section.total {
        xml.paragraph("n", std::mem::take(&mut extra), total);
    }
    head::signed(&section.signed, sheet, xml);
}

/// A little room above a table.
fn gap(extra: Extra<'_>, xml: &mut Xml) {
    xml.paragraph("sp", Extra { keep: true, ..extra }, &Line::default());
}

/// 主送机关 stands at the edge: the first line of a slip, where it ends as an address does.
fn line_style(section: &Section, at: usize, line: &Line) -> &'static str {
    let addressed = section.level == Level::Title && at == 0 && line.plain().ends_with('：');
    if addressed { "a" } else { "n" }
}

/// Groups as one table, or as several where one of them begins in a way of its own.
fn grid(grid: &Grid<'_>, first: bool, sheet: &Sheet, xml: &mut Xml) {
    let drawing = table::grid(grid, sheet);
    let stands_alone = |before: &Band<'_>, band: &Band<'_>| {
        band.section.opens == Opening::Below && before.section.signed.is_empty()
    };
    for (at, bands) in grid.bands.chunk_by(stands_alone).enumerate() {
        let (Some(opens), Some(closes)) = (bands.first(), bands.last()) else { continue };
        opened(opens.section, first && at == 0, sheet, xml, |extra, xml| {
            gap(extra, xml);
            drawing.bands(bands, xml);
        });
        head::signed(&closes.section.signed, sheet, xml);
    }
}
