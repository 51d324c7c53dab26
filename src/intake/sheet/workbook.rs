//! Workbooks (xlsx, xls, ods, xlsb) read with calamine.

use std::io::{BufReader, Cursor};

use aho_corasick::AhoCorasick;
use calamine::{
    Data, DataRef, Dimensions, ExcelDateTime, Ods, Reader, SheetVisible, Xls, XlsError, Xlsb, XlsbError,
    Xlsx, XlsxError,
};
use chrono::NaiveDate;

use super::Unreadable;
use super::book::{Book, Merged, Room, Sheet};
use super::cell::Cell;
use super::extent;
use super::spans::spans;
use crate::core::limits;
use crate::intake::zipped::{self, Archive, NoArchive};

type Bytes<'a> = Cursor<&'a [u8]>;

/// Reads a zip that holds a workbook of the newer kinds.
pub(super) fn read_zipped(bytes: &[u8]) -> Result<Book, Unreadable> {
    let mut archive = zipped::open(bytes)?;
    let mut has = |name: &str| archive.by_name(name).is_ok();
    if has("word/document.xml") {
        return Err(Unreadable::Document);
    }
    let (is_binary, is_open_document) = (has("xl/workbook.bin"), has("content.xml"));
    let any_merged = merges(&mut archive)?;
    match (is_binary, is_open_document) {
        (true, _) => xlsb(bytes),
        (false, true) => ods(bytes),
        (false, false) => xlsx(bytes, any_merged),
    }
}

impl From<NoArchive> for Unreadable {
    fn from(why: NoArchive) -> Self {
        match why {
            NoArchive::Damaged => Self::Damaged("压缩包".to_owned()),
            NoArchive::TooLarge => Self::TooLarge,
        }
    }
}

/// Whether any sheet merges cells, of a file that can be unpacked without harm. The areas stand behind the cells, and who asks
/// calamine for them has it read everything twice; a large sheet, which a program wrote, mostly has none.
fn merges(archive: &mut Archive<'_>) -> Result<bool, NoArchive> {
    let area = AhoCorasick::new(["mergeCell "]).map_err(|_| NoArchive::Damaged)?;
    let mut any = false;
    zipped::unpack(archive, limits::UNPACKED, |name, part| {
        if !any && name.contains("/worksheets/") {
            any = area.stream_find_iter(BufReader::new(part)).next().is_some();
        }
    })?;
    Ok(any)
}

/// Reads an OLE container: a workbook of the older kind, or a newer one behind a password.
pub(super) fn read_ole(bytes: &[u8]) -> Result<Book, Unreadable> {
    if matches!(Xlsx::<Bytes<'_>>::new(Cursor::new(bytes)), Err(XlsxError::Password)) {
        return Err(Unreadable::Password);
    }
    // A document of Word's is named as such, even where its container is damaged.
    extent::measure(bytes).map_err(|why| match why {
        Unreadable::Damaged(_) if holds(bytes, "WordDocument") => Unreadable::Document,
        why => why,
    })?;
    let mut book: Xls<Bytes<'_>> = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsError::Password => Unreadable::Password,
        _ if holds(bytes, "WordDocument") => Unreadable::Document,
        _ => Unreadable::Damaged("工作簿的目录".to_owned()),
    })?;
    let (mut read, mut room) = (Book::default(), Room::whole());
    for name in visible(book.sheets_metadata()) {
        let merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        let range = book.worksheet_range(&name).map_err(|_| damaged(&name))?;
        read.sheets.push(of_range(&name, &range, areas(&merged), &mut room)?);
    }
    Ok(read)
}

fn xlsx(bytes: &[u8], any_merged: bool) -> Result<Book, Unreadable> {
    let mut book: Xlsx<Bytes<'_>> = Xlsx::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsxError::Password => Unreadable::Password,
        _ => Unreadable::Damaged("工作簿的目录".to_owned()),
    })?;
    let (mut read, mut room) = (Book::default(), Room::whole());
    for name in visible(book.sheets_metadata()) {
        let merged =
            if any_merged { book.merge_cells_by_sheet_name(&name).unwrap_or_default() } else { Vec::new() };
        // Cell by cell: one stray cell in the last row of a million would otherwise be a table of a million rows.
        let mut reader = match book.worksheet_cells_reader(&name) {
            Ok(reader) => reader,
            // A sheet of charts.
            Err(XlsxError::NotAWorksheet(_)) => continue,
            Err(_) => return Err(damaged(&name)),
        };
        let mut cells = Vec::new();
        loop {
            let record = reader.next_cell_with_formula_metadata();
            let Some(record) = record.map_err(|_| damaged(&name))? else { break };
            let (row, column) = record.pos;
            let cell = match (of_ref(&record.value), record.formula) {
                // A formula that nobody has reckoned yet, as programs write them.
                (Cell::Empty, Some(_)) if matches!(record.value, DataRef::Empty) => {
                    Cell::Broken("没有算出结果的公式".to_owned())
                }
                (cell, _) => cell,
            };
            room.admit(&cell)?;
            cells.push((row, column, cell));
        }
        read.sheets.push(Sheet::of(&name, cells.into_iter(), areas(&merged), &mut room)?);
    }
    Ok(read)
}

fn xlsb(bytes: &[u8]) -> Result<Book, Unreadable> {
    let mut book: Xlsb<Bytes<'_>> = Xlsb::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsbError::Password => Unreadable::Password,
        _ => Unreadable::Damaged("工作簿的目录".to_owned()),
    })?;
    let (mut read, mut room) = (Book::default(), Room::whole());
    for name in visible(book.sheets_metadata()) {
        // Cell by cell, as above.
        let mut reader = book.worksheet_cells_reader(&name).map_err(|_| damaged(&name))?;
        let mut cells = Vec::new();
        while let Some(record) = reader.next_cell().map_err(|_| damaged(&name))? {
            let (row, column) = record.get_position();
            let cell = of_ref(record.get_value());
            room.admit(&cell)?;
            cells.push((row, column, cell));
        }
        read.sheets.push(Sheet::of(&name, cells.into_iter(), Vec::new(), &mut room)?);
    }
    Ok(read)
}

fn ods(bytes: &[u8]) -> Result<Book, Unreadable> {
    // First, as it sees how much would come of repeated cells: calamine writes them all out.
    let mut spans = spans(bytes)?;
    let mut book: Ods<Bytes<'_>> =
        Ods::new(Cursor::new(bytes)).map_err(|_| Unreadable::Damaged("工作簿的目录".to_owned()))?;
    let (mut read, mut room) = (Book::default(), Room::whole());
    for name in visible(book.sheets_metadata()) {
        let range = book.worksheet_range(&name).map_err(|_| damaged(&name))?;
        read.sheets.push(of_range(&name, &range, spans.remove(&name).unwrap_or_default(), &mut room)?);
    }
    Ok(read)
}

fn visible(sheets: &[calamine::Sheet]) -> Vec<String> {
    let seen = sheets.iter().filter(|sheet| sheet.visible == SheetVisible::Visible);
    seen.map(|sheet| sheet.name.clone()).collect()
}

fn of_range(
    name: &str,
    range: &calamine::Range<Data>,
    merged: Vec<Merged>,
    room: &mut Room,
) -> Result<Sheet, Unreadable> {
    let (top, left) = range.start().unwrap_or_default();
    let cells = range.used_cells().map(|(row, column, cell)| {
        let at = |offset: usize, first: u32| u32::try_from(offset).unwrap_or(u32::MAX).saturating_add(first);
        (at(row, top), at(column, left), of_data(cell))
    });
    let cells: Vec<_> = cells.collect();
    cells.iter().try_for_each(|(_, _, cell)| room.admit(cell))?;
    Sheet::of(name, cells.into_iter(), merged, room)
}

fn areas(merged: &[Dimensions]) -> Vec<Merged> {
    let area = |area: &Dimensions| Merged {
        top: area.start.0,
        left: area.start.1,
        bottom: area.end.0,
        right: area.end.1,
    };
    merged.iter().map(area).collect()
}

fn of_ref(cell: &DataRef<'_>) -> Cell {
    match cell {
        DataRef::Empty => Cell::Empty,
        DataRef::SharedString(text) => Cell::text(text),
        #[expect(clippy::cast_precision_loss, reason = "a spreadsheet has no other numbers")]
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::Bool(flag) => Cell::Flag(*flag),
        DataRef::DateTime(moment) => day(moment),
        DataRef::DateTimeIso(text) => iso(text),
        DataRef::String(text) | DataRef::DurationIso(text) => Cell::text(text),
        DataRef::Error(error) => Cell::Broken(error.to_string()),
    }
}

fn of_data(cell: &Data) -> Cell {
    match cell {
        Data::Empty => Cell::Empty,
        #[expect(clippy::cast_precision_loss, reason = "a spreadsheet has no other numbers")]
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Float(number) => Cell::Number(*number),
        Data::Bool(flag) => Cell::Flag(*flag),
        Data::DateTime(moment) => day(moment),
        Data::DateTimeIso(text) => iso(text),
        Data::String(text) | Data::DurationIso(text) => Cell::text(text),
        Data::Error(error) => Cell::Broken(error.to_string()),
    }
}

/// A day; what lies outside the calendar is the number it was.
fn day(moment: &ExcelDateTime) -> Cell {
    let read = moment.as_datetime().map(|moment| moment.date());
    match read.filter(|_| moment.is_datetime() && moment.as_f64() >= 61.0) {
        Some(day) => Cell::Day(day),
        None => Cell::Number(moment.as_f64()),
    }
}

fn iso(text: &str) -> Cell {
    let day = text.get(..10).and_then(|day| day.parse::<NaiveDate>().ok());
    day.map_or_else(|| Cell::text(text), Cell::Day)
}

fn damaged(sheet: &str) -> Unreadable {
    Unreadable::Damaged(format!("工作表“{sheet}”"))
}

/// Whether an OLE container has a stream of this name, which it writes in UTF-16.
fn holds(bytes: &[u8], name: &str) -> bool {
    let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(wide.len()).any(|window| window == wide)
}
