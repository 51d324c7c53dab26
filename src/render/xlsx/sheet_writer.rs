//! The sheet while it is written from top to bottom: the lines across it, and the cells of its tables.

use rust_xlsxwriter::{Format, RowNum, Worksheet, XlsxError};

use super::column_grid::{Ruler, Span};
use super::styles::{Kind, Look, Looks, letters};
use super::text::{clean, lines};
use crate::printout::page::{Level, Line, Masthead, Opening, Page, Section};

/// Excel's highest row.
const HIGHEST: f64 = 409.0;
/// Excel's most page breaks.
const BREAKS: usize = 1023;

/// A sheet and the row to write next.
pub(super) struct Canvas<'a> {
    pub(super) sheet: &'a mut Worksheet,
    pub(super) ruler: Ruler,
    pub(super) looks: Looks,
    pub(super) row: RowNum,
    /// How high everything so far is, in points.
    pub(super) height: f64,
    breaks: Vec<RowNum>,
}

impl<'a> Canvas<'a> {
    /// An empty sheet with these columns.
    pub(super) fn new(sheet: &'a mut Worksheet, ruler: Ruler) -> Result<Self, XlsxError> {
        ruler.set(sheet)?;
        Ok(Self { sheet, ruler, looks: Looks::default(), row: 0, height: 0.0, breaks: Vec::new() })
    }

    /// The head of the page: the masthead of a 简报, or the title with the lines below it.
    pub(super) fn head(&mut self, page: &Page) -> Result<(), XlsxError> {
        if let Some(masthead) = &page.masthead {
            self.masthead(masthead)?;
        } else {
            self.across(&page.title, Kind::Title)?;
            page.subtitle.iter().try_for_each(|line| self.across(line, Kind::Subtitle))?;
        }
        page.incomplete.iter().try_for_each(|said| self.across(said, Kind::Incomplete))
    }

    fn masthead(&mut self, head: &Masthead) -> Result<(), XlsxError> {
        self.across(&head.name, Kind::Name)?;
        head.issue.iter().try_for_each(|issue| self.across(issue, Kind::Subtitle))?;
        match self.ruler.halves() {
            (left, Some(right)) => {
                self.text(left, &head.editor, Kind::Editor.into())?;
                self.text(right, &head.date, Kind::Made.into())?;
            }
            (whole, None) => {
                self.text(whole, &format!("{}　{}", head.editor, head.date), Kind::Editor.into())?;
            }
        }
        self.next(1, Kind::Editor)?;
        self.gap()
    }

    /// Begins a section: on a new sheet, below a dashed line, or a little below the last.
    pub(super) fn open(&mut self, section: &Section, follows: bool) -> Result<(), XlsxError> {
        match section.opens {
            Opening::NewSheet if follows => self.breaks.push(self.row),
            Opening::CutLine => {
                self.gap()?;
                self.across("", Kind::Cut)?;
            }
            _ => self.gap()?,
        }
        Ok(())
    }

    /// A section's heading and sentences.
    pub(super) fn words(&mut self, section: &Section) -> Result<(), XlsxError> {
        let heading = match section.level {
            Level::Title => Kind::Centred,
            Level::First => Kind::Heading,
            Level::Second => Kind::Subheading,
        };
        section.heading.iter().try_for_each(|line| self.line(line, heading))?;
        section.lines.iter().try_for_each(|line| self.line(line, Kind::Sentence))
    }

    /// What stands below a section's table.
    pub(super) fn close(&mut self, section: &Section) -> Result<(), XlsxError> {
        section.total.iter().try_for_each(|line| self.line(line, Kind::Sentence))?;
        section.signed.iter().try_for_each(|line| self.across(line, Kind::Signed))
    }

    /// The foot of the page: notes, and to whom it goes.
    pub(super) fn foot(&mut self, page: &Page) -> Result<(), XlsxError> {
        if !page.notes.is_empty() {
            self.gap()?;
        }
        page.notes.iter().try_for_each(|note| self.across(note, Kind::Note))?;
        let sent_to = page.masthead.as_ref().map_or(&[][..], |head| &head.sent_to);
        if !sent_to.is_empty() {
            self.gap()?;
        }
        sent_to.iter().try_for_each(|line| self.across(line, Kind::Sent))
    }

    /// A text across the paper.
    pub(super) fn across(&mut self, text: &str, kind: Kind) -> Result<(), XlsxError> {
        self.line(&Line::from(text), kind)
    }

    /// A line across the paper, its pieces in their colours.
    pub(super) fn line(&mut self, line: &Line, kind: Kind) -> Result<(), XlsxError> {
        let whole = self.ruler.whole();
        let plain = clean(&line.plain());
        let pieces: Vec<(Format, String)> = line
            .0
            .iter()
            .map(|(text, tone)| (letters(kind, *tone), clean(text)))
            .filter(|(_, text)| !text.is_empty())
            .collect();
        let toned = line.0.iter().any(|(_, tone)| tone.is_some());
        if toned && pieces.len() > 1 && plain.encode_utf16().count() < 32_000 {
            self.text(whole, "", kind.into())?;
            let pieces: Vec<(&Format, &str)> =
                pieces.iter().map(|(format, text)| (format, text.as_str())).collect();
            let format = self.looks.get(kind.into());
            self.sheet.write_rich_string_with_format(self.row, whole.first, &pieces, format)?;
        } else {
            let tone = line.0.iter().find_map(|(_, tone)| *tone);
            self.text(whole, &plain, Look::from(kind).toned(tone))?;
        }
        self.next(lines(&plain, room_for(whole, kind)), kind)
    }

    /// A text in cells of the row, which are merged where they are several.
    pub(super) fn text(&mut self, span: Span, text: &str, look: Look) -> Result<(), XlsxError> {
        let format = self.looks.get(look);
        if span.first == span.last {
            self.sheet.write_string_with_format(self.row, span.first, text, format)?;
        } else {
            self.sheet.merge_range(self.row, span.first, self.row, span.last, text, format)?;
        }
        Ok(())
    }

    /// Goes to the next row. This one is as high as its lines.
    pub(super) fn next(&mut self, lines: usize, kind: Kind) -> Result<(), XlsxError> {
        #[expect(clippy::cast_precision_loss, reason = "lines of a cell")]
        let height = (lines as f64 * kind.points() * 1.46 + kind.air()).min(HIGHEST);
        self.next_of(height)
    }

    /// Goes to the next row. This one is this high.
    pub(super) fn next_of(&mut self, height: f64) -> Result<(), XlsxError> {
        self.sheet.set_row_height(self.row, height)?;
        self.height += height;
        self.row += 1;
        Ok(())
    }

    /// A little room.
    pub(super) fn gap(&mut self) -> Result<(), XlsxError> {
        self.next_of(6.0)
    }

    /// What is printed, and where new sheets begin.
    pub(super) fn finish(self) -> Result<(), XlsxError> {
        let last = self.row.saturating_sub(1);
        self.sheet.set_print_area(0, 0, last, self.ruler.whole().last)?;
        let breaks = &self.breaks[..self.breaks.len().min(BREAKS)];
        if !breaks.is_empty() {
            self.sheet.set_page_breaks(breaks)?;
        }
        Ok(())
    }
}

/// How many half-width characters of this kind go into the span. Columns are measured in characters of ten points.
fn room_for(span: Span, kind: Kind) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a width in characters"
    )]
    let room = (span.width as f64 * 10.0 / kind.points()) as usize;
    room
}
