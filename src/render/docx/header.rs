//! The header of a table: one row, or the years of a calendar above its months; every sheet repeats it.

use super::table::HEAD;
use super::widths::Fitted;
use super::writer::Xml;
use crate::printout::page::{Calendar, Column, Row, Width};

/// The ground of today's column, with white on it.
const TODAY: &str = "404040";

/// A header about to be drawn.
pub(super) struct Header<'a> {
    pub(super) columns: &'a [Column],
    pub(super) fitted: &'a Fitted,
    /// The table's first row, which knows where today is.
    pub(super) first: Option<&'a Row>,
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
        let calendar = Calendar::of(self.columns);
        let years = calendar.iter().flat_map(|calendar| calendar.years(self.columns)).collect::<Vec<_>>();
        let today = calendar.and_then(|calendar| calendar.today(self.first.into_iter()));
        if !years.is_empty() {
            open(height, xml);
            for (column, place) in shown() {
                match years.iter().find(|(over, _)| over.contains(&place.at)) {
                    Some((over, year)) if over.start == place.at => {
                        let within = shown().filter(|(_, place)| over.contains(&place.at));
                        let width = within.map(|(_, place)| place.width).sum();
                        self.cell(year, width, Merge::Across(over.len()), false, xml);
                    }
                    Some(_) => {}
                    None => self.cell(&column.title, place.width, Merge::DownFrom, false, xml),
                }
            }
            xml.raw("</w:tr>");
        }
        open(height, xml);
        for (column, place) in shown() {
            let today = today.is_some_and(|(at, _)| at == place.at);
            match column.width {
                _ if years.is_empty() => {
                    self.cell(&column.whole_title(), place.width, Merge::None, today, xml);
                }
                Width::Slot => self.cell(&column.title, place.width, Merge::None, today, xml),
                _ => self.cell("", place.width, Merge::Down, false, xml),
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
