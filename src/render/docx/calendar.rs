//! The calendar of a wall chart: bars as shaded cells, marks as signs, today as a thick line.

use super::paper::{dark, soft, strong};
use super::writer::Xml;
use crate::printout::page::{Cell, Mark, Slot, Stretch, Tone};

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

impl Calendar {
    /// The cells of one row; `slots` as many as there are columns.
    pub(super) fn draw(&self, slots: &[&Cell], xml: &mut Xml) {
        let mut at = 0;
        while let (Some(cell), Some(width)) = (slots.get(at), self.widths.get(at)) {
            let slot = cell.slot();
            let mut span = 1;
            let mut width = *width;
            if self.joined && is_plain(slot) {
                let same = |next: &&Cell| is_plain(next.slot()) && bar_of(next.slot()) == bar_of(slot);
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
            Stretch::Empty => None,
            Stretch::Past => strong(tone),
            Stretch::Future => soft(tone),
        });
        if let Some(ground) = ground {
            xml.raw("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"").raw(ground).raw("\"/>");
        }
        xml.raw("<w:vAlign w:val=\"center\"/></w:tcPr>").open(&self.style);
        let signs = self.signs(slot, width);
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
    fn signs(&self, slot: Option<&Slot>, width: u32) -> String {
        let room = usize::try_from(width / self.sign.max(1)).unwrap_or(1).max(1);
        match slot {
            None => String::new(),
            Some(slot) if slot.marks.is_empty() => slot.stretch().line().repeat(room),
            Some(slot) if slot.marks.len() <= room => slot.signs(),
            Some(slot) => counted(&slot.marks),
        }
    }
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

fn is_plain(slot: Option<&Slot>) -> bool {
    slot.is_none_or(|slot| slot.marks.is_empty() && slot.today.is_none())
}

fn bar_of(slot: Option<&Slot>) -> Stretch {
    slot.map_or(Stretch::Empty, Slot::stretch)
}
