//! Reading a spreadsheet (台账表格): where its table begins, what its columns hold, and what each row says.

mod asides;
mod book;
mod cell;
mod column;
mod contents;
mod extent;
mod kept;
mod lines;
mod notes;
mod row;
mod spans;
mod table;
#[cfg(test)]
mod tests;
mod text;
mod understand;
mod value;
mod when;
mod workbook;

use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDate;

pub use book::{Book, Line, Sheet};
pub use cell::Cell;
pub use column::{BadMapping, mapping};
pub use kept::read as read_kept;
pub use understand::understand;

use super::encoding;
use crate::core::import_proposal::Holds;
use crate::core::limits;
use crate::core::settings::Settings;

/// What is known of a spreadsheet besides its cells.
#[derive(Debug, Clone, Copy)]
pub struct Hints<'a> {
    /// The ledger's settings: its year, and what it remembers of the titles of columns.
    pub settings: &'a Settings,
    /// The day of reading.
    pub today: NaiveDate,
    /// What the person said of the titles of columns.
    pub mapping: &'a BTreeMap<String, Holds>,
}

/// Why a file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// There is nothing in it.
    Empty,
    /// It is locked with a password.
    Password,
    /// It is damaged, at this part of it.
    Damaged(String),
    /// It is a document of a text processor.
    Document,
    /// It is a pdf.
    Pdf,
    /// It is a web page under the name of a spreadsheet.
    WebPage,
    /// It holds more than any office writes.
    TooLarge,
    /// It is nothing that anybody knows.
    Unknown,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "是空文件，里面什么也没有；请核对是不是选错了文件"),
            Self::Password => {
                write!(f, "加了密码，打不开；请在 Excel 或 WPS 里去掉密码（另存一份）后再导入")
            }
            Self::Damaged(why) => {
                write!(f, "损坏了，{why}读不出来；请用 Excel 或 WPS 打开，另存一份 .xlsx 再导入")
            }
            Self::Document => {
                write!(
                    f,
                    "是文字文档，不是表格；方案请用 ledger draft，文档里的表格请先复制到 Excel 里存成 .xlsx"
                )
            }
            Self::Pdf => write!(f, "是 pdf，不是表格；请找原来的 Excel 表格，或先转成 .xlsx"),
            Self::WebPage => {
                write!(f, "名为表格，其实是网页；请用 Excel 或 WPS 打开，另存为 .xlsx 再导入")
            }
            Self::TooLarge => write!(
                f,
                "太大，不像是一份台账，没有读：表格最多 {} 万格（展开后 {} MB），文字表格最多 {} MB；请只留要导入的行和列，分成几份",
                limits::CELLS / 10_000,
                limits::UNPACKED >> 20,
                limits::TABLE_OF_TEXT >> 20
            ),
            Self::Unknown => write!(f, "不是表格；能导入的有 .xlsx .xls .ods .csv，以及 export 写的 .json"),
        }
    }
}

impl std::error::Error for Unreadable {}

/// Reads the cells of a file, whatever its name says it is. `name` is what a table without a name of its own is called.
pub fn read(name: &str, bytes: &[u8]) -> Result<Book, Unreadable> {
    if bytes.len() > limits::SPREADSHEET {
        return Err(Unreadable::TooLarge);
    }
    let begins = |mark: &[u8]| bytes.starts_with(mark);
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Unreadable::Empty);
    }
    if begins(b"PK") {
        return workbook::read_zipped(bytes);
    }
    if begins(b"\xd0\xcf\x11\xe0") {
        return workbook::read_ole(bytes);
    }
    if begins(b"%PDF") {
        return Err(Unreadable::Pdf);
    }
    if begins(b"{\\rtf") {
        return Err(Unreadable::Document);
    }
    if bytes.len() > limits::TABLE_OF_TEXT {
        return Err(Unreadable::TooLarge);
    }
    let decoded = encoding::decode(bytes).map_err(|_| Unreadable::Unknown)?;
    let head: String = decoded.text.trim_start().chars().take(64).flat_map(char::to_lowercase).collect();
    if ["<html", "<!doctype html", "<table", "<?xml", "<meta", "<style"]
        .iter()
        .any(|mark| head.starts_with(mark))
    {
        return Err(Unreadable::WebPage);
    }
    text::read(name, &decoded)
}
