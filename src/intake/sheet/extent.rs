//! How far the sheets of an older workbook (.xls) reach, seen before anybody reads them: calamine sets aside a place for every
//! cell between the first and the last one, and for as many as the sheet says that it has.

use std::io::{Cursor, Read};

use super::Unreadable;
use crate::core::limits;

/// The most cells that the format has room for.
const WHOLE_SHEET: u64 = 65_536 * 256;

/// The records that matter here ([MS-XLS] 2.3).
mod record {
    pub(super) const END: u16 = 0x000a;
    pub(super) const PASSWORD: u16 = 0x002f;
    pub(super) const SHEET: u16 = 0x0085;
    pub(super) const NUMBERS: u16 = 0x00bd;
    pub(super) const DIMENSIONS: u16 = 0x0200;
    /// Formula, rich text, shared text, number, text, flag, short number.
    pub(super) const CELLS: [u16; 7] = [0x0006, 0x00d6, 0x00fd, 0x0203, 0x0204, 0x0205, 0x027e];
}

/// Refuses a workbook with a sheet that reaches further than anybody fills.
pub(super) fn measure(bytes: &[u8]) -> Result<(), Unreadable> {
    let damaged = || Unreadable::Damaged("工作簿的目录".to_owned());
    let mut container = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| damaged())?;
    let Some(name) = ["/Workbook", "/Book"].into_iter().find(|name| container.is_stream(name)) else {
        return Ok(());
    };
    let mut book = Vec::new();
    container
        .open_stream(name)
        .and_then(|mut stream| stream.read_to_end(&mut book))
        .map_err(|_| damaged())?;
    let globals = || records(&book).take_while(|(kind, _)| *kind != record::END);
    // What is locked says nothing, and is refused by who would read it.
    if globals().any(|(kind, _)| kind == record::PASSWORD) {
        return Ok(());
    }
    let mut area: u64 = 0;
    for (_, sheet) in globals().filter(|(kind, _)| *kind == record::SHEET) {
        let place = number(sheet, 0, 4).and_then(|place| usize::try_from(place).ok());
        let sheet = place.and_then(|place| book.get(place..)).unwrap_or_default();
        area = area.saturating_add(area_of(sheet).ok_or(Unreadable::TooLarge)?);
        if area > 4 * limits::CELLS as u64 {
            return Err(Unreadable::TooLarge);
        }
    }
    Ok(())
}

/// How many places lie between the first and the last cell of a sheet; none where it says that it is larger than a sheet can be.
fn area_of(sheet: &[u8]) -> Option<u64> {
    let (mut rows, mut columns) = (Reach::default(), Reach::default());
    for (kind, data) in records(sheet).take_while(|(kind, _)| *kind != record::END) {
        let at = |place| number(data, place, 2).unwrap_or(0);
        if kind == record::DIMENSIONS {
            let said = |first: usize, last: usize, size| {
                let [first, last] = [first, last].map(|place| number(data, place, size).unwrap_or(0));
                last.saturating_sub(first)
            };
            // Rows have four bytes; in the oldest files two.
            let (rows, columns) = if data.len() < 14 {
                (said(0, 2, 2), said(4, 6, 2))
            } else {
                (said(0, 4, 4), said(8, 10, 2))
            };
            if rows.saturating_mul(columns) > WHOLE_SHEET {
                return None;
            }
        }
        if record::CELLS.contains(&kind) || kind == record::NUMBERS {
            rows.take_in(at(0));
            columns.take_in(at(2));
            if kind == record::NUMBERS {
                columns.take_in(at(data.len().saturating_sub(2)));
            }
        }
    }
    Some(rows.width().saturating_mul(columns.width()))
}

/// From where to where something reaches.
#[derive(Default)]
struct Reach(Option<(u64, u64)>);

impl Reach {
    fn take_in(&mut self, at: u64) {
        let (first, last) = self.0.unwrap_or((at, at));
        self.0 = Some((first.min(at), last.max(at)));
    }

    fn width(&self) -> u64 {
        self.0.map_or(0, |(first, last)| last - first + 1)
    }
}

/// The records of a stream: what each is, and what it says.
fn records(mut stream: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let (head, rest) = stream.split_at_checked(4)?;
        let kind = u16::from_le_bytes([head[0], head[1]]);
        let (data, behind) = rest.split_at_checked(u16::from_le_bytes([head[2], head[3]]).into())?;
        stream = behind;
        Some((kind, data))
    })
}

/// A number of `size` bytes, the smallest first.
fn number(data: &[u8], at: usize, size: usize) -> Option<u64> {
    let bytes = data.get(at..at + size)?;
    Some(bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let length = u16::try_from(data.len()).unwrap();
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
    }

    fn number_at(row: u16, column: u16) -> Vec<u8> {
        let place = [row.to_le_bytes(), column.to_le_bytes()].concat();
        record(0x0203, &[&place[..], &[0; 10]].concat())
    }

    /// A workbook whose one sheet has these records.
    fn workbook(sheet: &[Vec<u8>]) -> Vec<u8> {
        let begin = record(0x0809, &[0, 6, 5, 0, 0, 0, 0, 0]);
        let end = record(record::END, &[]);
        let place = begin.len() + 4 + 9 + end.len();
        let named = [&u32::try_from(place).unwrap().to_le_bytes()[..], &[0, 0, 1, 0, b'A']].concat();
        let globals = [begin.clone(), record(record::SHEET, &named), end.clone()].concat();
        assert_eq!(globals.len(), place);
        let stream = [globals, begin, sheet.concat(), end].concat();
        let mut container = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        container.create_stream("/Workbook").unwrap().write_all(&stream).unwrap();
        container.into_inner().into_inner()
    }

    #[test]
    fn a_sheet_reaches_no_further_than_people_fill() {
        #[track_caller]
        fn case(sheet: &[Vec<u8>], is_read: bool) {
            let expected = if is_read { Ok(()) } else { Err(Unreadable::TooLarge) };
            assert_eq!(measure(&workbook(sheet)), expected);
        }
        let dimensions = |rows: u32, columns: u16| {
            let said = [&[0; 4][..], &rows.to_le_bytes(), &[0; 2], &columns.to_le_bytes(), &[0; 2]].concat();
            record(record::DIMENSIONS, &said)
        };
        case(&[], true);
        case(&[dimensions(65_536, 256), number_at(0, 0), number_at(65_535, 40)], true);
        case(&[number_at(65_535, 255)], true);
        case(&[number_at(0, 0), number_at(65_535, 65_535)], false);
        case(&[dimensions(u32::MAX, 2)], false);
    }

    #[test]
    fn what_is_no_workbook_is_left_to_who_names_it() {
        assert_eq!(measure(b"\xd0\xcf\x11\xe0"), Err(Unreadable::Damaged("工作簿的目录".to_owned())));
        let mut container = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        container.create_stream("/WordDocument").unwrap();
        assert_eq!(measure(&container.into_inner().into_inner()), Ok(()));
    }
}
