//! The header of a table: one row, or the years of a calendar above its months; every sheet repeats it.

use super::table::HEAD;
use super::widths::Fitted;
use super::writer::Xml;
use crate::printout::page::{Column, Width};

/// The ground of today's column, with white on it.
const TODAY: &str = "404040";

/// A header about to be drawn.
pub(super) struct Header<'a> {
    pub(super) columns: &'a [Column],
    pub(super) fitted: &'a Fitted,
    /// Which column today is in.
    pub(super) today: Option<usize>,
}

/// How a header's cell is merged with its neighbours.
#[derive(Clone, Copy)]
enum Merge {
    None,
    Across(usize),
    DownFrom,
    Down,
}

impl Header<'_> {
    /// Draws it, its rows at least this high.
    pub(super) fn draw(&self, height: u32, xml: &mut Xml) {
        let shown = || self.fitted.columns.iter().map(|place| (&self.columns[place.at], place));
        let mut slots = shown().filter(|(column, _)| column.width == Width::Slot);
        let years = slots.clone().any(|(column, _)| column.above.is_some());
        // A calendar of years has nothing but years.
        let two = years && slots.any(|(column, _)| !column.title.is_empty());
        if two {
            open(height, xml);
            let mut columns = shown().peekable();
            while let Some((column, place)) = columns.next() {
                let Some(year) = column.above.as_ref().filter(|_| column.width == Width::Slot) else {
                    self.cell(&column.title, place.width, Merge::DownFrom, false, xml);
                    continue;
                };
                let (mut width, mut span) = (place.width, 1);
                while let Some((_, next)) =
                    columns.next_if(|(column, _)| column.above.as_deref().is_some_and(str::is_empty))
                {
                    width += next.width;
                    span += 1;
                }
                self.cell(year, width, Merge::Across(span), false, xml);
            }
            xml.raw("</w:tr>");
        }
        open(height, xml);
        for (column, place) in shown() {
            let today = self.today == Some(place.at);
            match column.width {
                Width::Slot if two => self.cell(&column.title, place.width, Merge::None, today, xml),
                _ if two => self.cell("", place.width, Merge::Down, false, xml),
                _ => self.cell(&column.whole_title(), place.width, Merge::None, today, xml),
            }
        }
        xml.raw("</w:tr>");
    }

    fn cell(&self, title: &str, width: u32, merge: Merge, today: bool, xml: &mut Xml) {
        xml.put(format_args!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>"));
        match merge {
            Merge::None => &mut *xml,
            Merge::Across(span) => xml.put(format_args!("<w:gridSpan w:val=\"{span}\"/>")),
            Merge::DownFrom => xml.raw("<w:vMerge w:val=\"restart\"/>"),
            Merge::Down => xml.raw("<w:vMerge/>"),
        };
        let ground = if today { TODAY } else { HEAD };
        xml.raw("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"").raw(ground);
        xml.raw("\"/><w:vAlign w:val=\"center\"/></w:tcPr>").open(&format!("k{}", self.fitted.size));
        if !title.is_empty() {
            let white = "<w:rPr><w:color w:val=\"FFFFFF\"/></w:rPr>";
            xml.raw("<w:r>").raw(if today { white } else { "" });
            xml.raw("<w:t>").text(title).raw("</w:t></w:r>");
        }
        xml.raw("</w:p></w:tc>");
    }
}

fn open(height: u32, xml: &mut Xml) {
    xml.put(format_args!(
        "<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val=\"{height}\"/><w:tblHeader/></w:trPr>"
    ));
}
