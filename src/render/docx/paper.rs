//! The sheets: sizes, margins, sizes of type, and the colours that stand on them. Lengths are in twips, a twentieth of a
//! point; sizes of type in half points.

use crate::printout::page::{Paper, Tone};

/// What a sheet is like.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sheet {
    pub(super) paper: Paper,
    pub(super) width: u32,
    pub(super) height: u32,
    /// Top, right, bottom, left.
    pub(super) margins: [u32; 4],
    /// From the lower edge to the footer, where the footer is the page number alone.
    pub(super) footer: u32,
    pub(super) title: u32,
    pub(super) subtitle: u32,
    pub(super) heading: u32,
    pub(super) body: u32,
    /// From one line of the body to the next.
    pub(super) pitch: u32,
    pub(super) note: u32,
    /// The type of a list, the largest that fits.
    pub(super) lists: &'static [u32],
    /// The type of a form.
    pub(super) forms: &'static [u32],
    /// The least height of a row.
    pub(super) row: u32,
    /// The same in a form, where a person may write by hand.
    pub(super) form_row: u32,
}

/// 仿宋 16 points in a body of 156 mm: 28 characters, each a little narrower than it stands, in 4096ths of a point.
const CHAR_SPACE: i32 = -848;

/// GB/T 9704-2012, 5.2: 天头 37 mm, 订口 28 mm, 版心 156 × 225 mm, with 22 lines of 28 characters of 三号.
const UPRIGHT: Sheet = Sheet {
    paper: Paper::A4,
    width: 11906,
    height: 16838,
    margins: [2098, 1474, 1984, 1588],
    footer: 1227,
    title: 44,
    subtitle: 32,
    heading: 32,
    body: 32,
    pitch: 579,
    note: 21,
    lists: &[21, 18],
    forms: &[24],
    row: 454,
    form_row: 454,
};

const LISTS: Sheet = Sheet {
    paper: Paper::A4Landscape,
    width: 16838,
    height: 11906,
    margins: [1361, 1134, 1247, 1134],
    footer: 624,
    title: 44,
    subtitle: 24,
    heading: 28,
    body: 24,
    pitch: 420,
    note: 18,
    lists: &[21, 18],
    forms: &[24],
    row: 397,
    form_row: 454,
};

const CHART: Sheet = Sheet {
    paper: Paper::A3Landscape,
    width: 23811,
    height: 16838,
    margins: [1134, 1020, 1134, 1020],
    footer: 567,
    title: 60,
    subtitle: 28,
    heading: 32,
    body: 28,
    pitch: 480,
    note: 21,
    lists: &[21, 18],
    forms: &[24],
    row: 454,
    form_row: 454,
};

impl Sheet {
    /// The sheet of a page.
    pub(super) fn of(paper: Paper) -> Self {
        match paper {
            Paper::A4 => UPRIGHT,
            Paper::A4Landscape => LISTS,
            Paper::A3Landscape => CHART,
        }
    }

    /// How wide the text is.
    pub(super) fn text(&self) -> u32 {
        self.width - self.margins[1] - self.margins[3]
    }

    /// How high it is.
    pub(super) fn text_height(&self) -> u32 {
        self.height - self.margins[0] - self.margins[2]
    }

    /// What its styles leave open, in `parts/styles.xml`.
    pub(super) fn styles(&self) -> [(&'static str, String); 12] {
        let official = self.paper == Paper::A4;
        // Word gives a line 28 characters by the section's grid. LibreOffice puts each into a cell of that grid, and 三号 is a
        // little wider than its cell: there a line would have 14. So the lines leave the grid and come to it by themselves.
        let close = if official { "<w:snapToGrid w:val=\"0\"/><w:spacing w:val=\"-6\"/>" } else { "" };
        // On the grid of 22 lines nothing stands between paragraphs.
        let above = if official { "" } else { "<w:spacing w:before=\"120\"/>" };
        [
            ("{close}", close.to_owned()),
            ("{above}", above.to_owned()),
            ("{body}", self.body.to_string()),
            ("{pitch}", self.pitch.to_string()),
            ("{half_pitch}", (self.pitch / 2).to_string()),
            ("{indent}", (self.body * 20).to_string()),
            ("{title}", self.title.to_string()),
            ("{title_line}", (self.title * 29 / 2).to_string()),
            ("{subtitle}", self.subtitle.to_string()),
            ("{heading}", self.heading.to_string()),
            ("{note}", self.note.to_string()),
            ("{note_line}", (self.note * 13).to_string()),
        ]
    }

    /// The section's properties; `footed` where a line of provenance stands below the page number.
    pub(super) fn section(&self, footed: bool) -> String {
        let [top, right, bottom, left] = self.margins;
        let lowest = if footed { self.footer - 240 } else { self.footer };
        let (way, grid) = match self.paper {
            Paper::A4 => {
                let pitch = self.pitch;
                let grid = format!(
                    "<w:docGrid w:type=\"linesAndChars\" w:linePitch=\"{pitch}\" w:charSpace=\"{CHAR_SPACE}\"/>"
                );
                ("", grid)
            }
            _ => (" w:orient=\"landscape\"", "<w:docGrid w:linePitch=\"312\"/>".to_owned()),
        };
        format!(
            "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId4\"/><w:footerReference w:type=\"even\" r:id=\"rId5\"/>\
             <w:pgSz w:w=\"{}\" w:h=\"{}\"{way}/>\
             <w:pgMar w:top=\"{top}\" w:right=\"{right}\" w:bottom=\"{bottom}\" w:left=\"{left}\" w:header=\"851\" \
             w:footer=\"{lowest}\" w:gutter=\"0\"/>{grid}</w:sectPr>",
            self.width, self.height,
        )
    }
}

/// A tone as the colour of a text.
pub(super) fn dark(tone: Tone) -> Option<&'static str> {
    match tone {
        Tone::Red => Some("B00000"),
        Tone::Yellow => Some("7F5200"),
        Tone::Green => Some("1E5C2B"),
        Tone::Blue => Some("1F4E8C"),
        Tone::Grey => Some("595959"),
        Tone::Strong => None,
    }
}

/// A tone as the ground of a cell: the days of a bar that are still to come, and lights. The shades differ in grey as well.
pub(super) fn soft(tone: Tone) -> Option<&'static str> {
    match tone {
        Tone::Red => Some("F4C7C3"),
        Tone::Yellow => Some("FFF0C2"),
        Tone::Green => Some("DDF0DD"),
        Tone::Blue => Some("D9E6F5"),
        Tone::Grey => Some("EEEEEE"),
        Tone::Strong => None,
    }
}

/// A tone as the ground of the days of a bar that are past.
pub(super) fn strong(tone: Tone) -> Option<&'static str> {
    match tone {
        Tone::Red => Some("E08A84"),
        Tone::Yellow => Some("F0C95A"),
        Tone::Green => Some("8FC796"),
        Tone::Blue => Some("8DB3E0"),
        Tone::Grey => Some("C4C4C4"),
        Tone::Strong => None,
    }
}
