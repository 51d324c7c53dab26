//! The calendar of a wall chart: bars as shaded cells, marks as signs, today as a thick line.

use super::paper::{dark, soft, strong};
use super::writer::Xml;
use crate::printout::page::{Cell, Mark, Slot, Tone, Value};

/// The calendar of a table.
#[derive(Debug, Clone, Default)]
pub(super) struct Calendar {
    /// Its columns in twips, in order.
    pub(super) widths: Vec<u32>,
    /// The style of its cells.
    pub(super) style: String,
    /// How wide a sign is, in twips.
    pub(super) sign: u32,
    /// Whether neighbours that look the same are one cell: a chart of thousands of rows stays fit for use that way.
    pub(super) joined: bool,
}

/// How a bar lies in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bar {
    None,
    Past,
    Future,
}

impl Calendar {
    /// The cells of one row; `slots` as many as there are columns.
    pub(super) fn draw(&self, slots: &[&Cell], xml: &mut Xml) {
        let mut at = 0;
        while let (Some(cell), Some(width)) = (slots.get(at), self.widths.get(at)) {
            let slot = slot_of(cell);
            let mut span = 1;
            let mut width = *width;
            if self.joined && is_plain(slot) {
                let same = |next: &&Cell| {
                    let next = slot_of(next);
                    is_plain(next) && bar_of(next) == bar_of(slot)
                };
                while let Some(next) =
                    self.widths.get(at + span).filter(|_| slots.get(at + span).is_some_and(same))
                {
                    width += next;
                    span += 1;
                }
            }
            self.cell(slot, cell.tone, width, span, xml);
            at += span;
        }
    }

    fn cell(&self, slot: Option<&Slot>, tone: Option<Tone>, width: u32, span: usize, xml: &mut Xml) {
        xml.put(format_args!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>"));
        if span > 1 {
            xml.put(format_args!("<w:gridSpan w:val=\"{span}\"/>"));
        }
        if let Some(today) = slot.and_then(|slot| slot.today) {
            // The line stands on the nearer side of the column.
            let side = if today < 0.5 { "left" } else { "right" };
            xml.put(format_args!(
                "<w:tcBorders><w:{side} w:val=\"single\" w:sz=\"18\" w:space=\"0\" w:color=\"B00000\"/></w:tcBorders>"
            ));
        }
        let bar = bar_of(slot);
        let ground = tone.and_then(|tone| match bar {
            Bar::None => None,
            Bar::Past => strong(tone),
            Bar::Future => soft(tone),
        });
        if let Some(ground) = ground {
            xml.raw("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"").raw(ground).raw("\"/>");
        }
        xml.raw("<w:vAlign w:val=\"center\"/></w:tcPr>").open(&self.style);
        let signs = self.signs(slot, bar, width);
        if !signs.is_empty() {
            xml.raw("<w:r><w:rPr><w:rFonts w:hint=\"eastAsia\"/>");
            if let Some(colour) = tone.and_then(dark) {
                xml.raw("<w:color w:val=\"").raw(colour).raw("\"/>");
            }
            xml.raw("</w:rPr><w:t>").text(&signs).raw("</w:t></w:r>");
        }
        xml.raw("</w:p></w:tc>");
    }

    /// The marks of a column in order, or its bar as a line.
    fn signs(&self, slot: Option<&Slot>, bar: Bar, width: u32) -> String {
        let room = usize::try_from(width / self.sign.max(1)).unwrap_or(1).max(1);
        match (slot.map(|slot| slot.marks.as_slice()).unwrap_or_default(), bar) {
            ([], Bar::None) => String::new(),
            ([], Bar::Past) => "━".repeat(room),
            ([], Bar::Future) => "─".repeat(room),
            (marks, _) if marks.len() <= room => marks.iter().map(|(_, mark)| mark.sign()).collect(),
            (marks, _) => counted(marks),
        }
    }
}

/// Which column today is in.
pub(super) fn today(cells: &[Cell]) -> Option<usize> {
    cells.iter().position(|cell| slot_of(cell).is_some_and(|slot| slot.today.is_some()))
}

/// Marks that have no room side by side: `✓3✗1`.
fn counted(marks: &[(f64, Mark)]) -> String {
    let mut counts: Vec<(Mark, usize)> = Vec::new();
    for (_, mark) in marks {
        match counts.iter_mut().find(|(known, _)| known == mark) {
            Some((_, count)) => *count += 1,
            None => counts.push((*mark, 1)),
        }
    }
    let said = |(mark, count): &(Mark, usize)| match count {
        1 => mark.sign().to_string(),
        count => format!("{}{count}", mark.sign()),
    };
    counts.iter().map(said).collect()
}

fn slot_of(cell: &Cell) -> Option<&Slot> {
    match &cell.value {
        Value::Slot(slot) => Some(slot),
        _ => None,
    }
}

fn is_plain(slot: Option<&Slot>) -> bool {
    slot.is_none_or(|slot| slot.marks.is_empty() && slot.today.is_none())
}

fn bar_of(slot: Option<&Slot>) -> Bar {
    match slot.and_then(|slot| Some((slot, slot.bar?))) {
        Some((slot, (from, _))) if from < slot.past => Bar::Past,
        Some(_) => Bar::Future,
        None => Bar::None,
    }
}
