//! Files that hold a plan, read into its paragraphs and tables: text, Markdown, Word. What the file really is counts, not how
//! its name ends.

mod docx;
mod markdown;
mod pdf;
mod text;
mod unreadable;
mod wrapped;

pub use pdf::{is_pdf, of_pdf, text_of_pdf};
pub use unreadable::Unreadable;

use super::encoding::decode;
use super::plan::{Block, Plan};
use crate::core::draft::Warning;
use crate::core::limits;

/// A plan as its file holds it, and what a person should know of the reading.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// Its paragraphs and tables.
    pub plan: Plan,
    /// What was left out or could not be read.
    pub warnings: Vec<Warning>,
}

/// What the first bytes of other files are.
const SIGNS: [(&[u8], Unreadable); 5] = [
    (b"{\\rtf", Unreadable::Other("rtf 文档")),
    (b"\x89PNG", Unreadable::Picture),
    (b"\xff\xd8\xff", Unreadable::Picture),
    (b"GIF8", Unreadable::Picture),
    (b"Rar!", Unreadable::Other("压缩包")),
];

/// The first bytes of Office's files from before 2007, and of those with a password.
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// The first bytes of a zip file, which is what a .docx is.
const ZIP: &[u8] = b"PK";

/// Reads the bytes of a file whose name ends in `ending`.
pub fn read(ending: &str, bytes: &[u8]) -> Result<Document, Unreadable> {
    if let Some((_, why)) = SIGNS.iter().find(|(sign, _)| bytes.starts_with(sign)) {
        return Err(*why);
    }
    if is_pdf(bytes) {
        return Err(Unreadable::Pdf);
    }
    let document = if bytes.starts_with(COMPOUND) {
        return Err(compound(bytes));
    } else if bytes.starts_with(ZIP) {
        docx::read(bytes)?
    } else {
        plain(ending, bytes)?
    };
    if !says_something(&document.plan) {
        return Err(Unreadable::Empty);
    }
    fitting(document)
}

/// Refuses what is too long to be a plan.
fn fitting(document: Document) -> Result<Document, Unreadable> {
    let length = |block: &Block| match block {
        Block::Paragraph { text, .. } => text.len(),
        Block::Table { rows } => rows.iter().flat_map(|(_, cells)| cells).map(String::len).sum(),
    };
    let all: usize = document.plan.blocks.iter().map(length).sum();
    if all > limits::PLAN { Err(Unreadable::TooLarge) } else { Ok(document) }
}

fn says_something(plan: &Plan) -> bool {
    plan.blocks.iter().any(|block| match block {
        Block::Paragraph { text, .. } => !text.trim().is_empty(),
        Block::Table { rows } => {
            rows.iter().any(|(_, cells)| cells.iter().any(|cell| !cell.trim().is_empty()))
        }
    })
}

fn plain(ending: &str, bytes: &[u8]) -> Result<Document, Unreadable> {
    let of_word = ["docx", "docm", "dotx"].iter().any(|known| ending.eq_ignore_ascii_case(known));
    if bytes.len() > limits::PLAN {
        return Err(Unreadable::TooLarge);
    }
    let decoded = decode(bytes).map_err(|_| match ending {
        _ if of_word => Unreadable::Damaged,
        _ => Unreadable::NotText,
    })?;
    if of_word && !bytes.is_empty() {
        return Err(Unreadable::Damaged);
    }
    let head: String = decoded.text.trim_start().chars().take(200).collect::<String>().to_lowercase();
    if head.starts_with("<!doctype html") || head.starts_with("<html") {
        return Err(Unreadable::Other("网页"));
    }
    let is_markdown = ["md", "markdown"].iter().any(|known| ending.eq_ignore_ascii_case(known));
    let plan = if is_markdown { markdown::read(&decoded.text) } else { text::read(&decoded.text) };
    let damaged = decoded.damaged.map(|line| Warning {
        line,
        message: format!("有认不出的字（按 {} 读的），已用 \u{fffd} 代替；请核对原文", decoded.encoding),
    });
    Ok(Document { plan, warnings: damaged.into_iter().collect() })
}

/// What a file from before 2007 holds, by the names of its parts.
fn compound(bytes: &[u8]) -> Unreadable {
    let holds = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        find(bytes, &wide)
    };
    if holds("EncryptedPackage") {
        Unreadable::Protected
    } else if holds("Workbook") {
        Unreadable::Spreadsheet
    } else {
        Unreadable::OldWord
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_a_plan_is_named() {
        #[track_caller]
        fn case(ending: &str, bytes: &[u8], why: Unreadable) {
            assert_eq!(read(ending, bytes), Err(why));
        }
        let compound = |part: &str| {
            let name: Vec<u8> = part.encode_utf16().flat_map(u16::to_le_bytes).collect();
            [COMPOUND, &[0; 512], &name].concat()
        };
        case("txt", b"", Unreadable::Empty);
        case("txt", "　\r\n \n".as_bytes(), Unreadable::Empty);
        case("md", b"# \n\n- \n", Unreadable::Empty);
        case("txt", b"\x7fELF\x02\x01\x01\0\0\0\0\0", Unreadable::NotText);
        case("txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Unreadable::Picture);
        case("pdf", b"%PDF-1.7\n", Unreadable::Pdf);
        case("docx", b"%PDF-1.7\n", Unreadable::Pdf);
        case("doc", &compound("WordDocument"), Unreadable::OldWord);
        case("wps", &compound("WordDocument"), Unreadable::OldWord);
        case("docx", &compound("EncryptedPackage"), Unreadable::Protected);
        case("xls", &compound("Workbook"), Unreadable::Spreadsheet);
        case("docx", b"PK\x03\x04 cut off", Unreadable::Damaged);
        case("docx", "一、总体要求".as_bytes(), Unreadable::Damaged);
        case("docx", b"\0\x01\x02", Unreadable::Damaged);
        case("doc", b"{\\rtf1\\ansi", Unreadable::Other("rtf 文档"));
        case("txt", "<html><body>一、总体要求".as_bytes(), Unreadable::Other("网页"));
    }

    #[test]
    fn the_first_letters_that_mean_nothing_are_told() {
        let mut bytes =
            encoding_rs::GBK.encode("一、总体要求\n二、重点任务，每月一次\n三、工作要求\n").0.into_owned();
        bytes.insert(13, 0xff);
        let document = read("txt", &bytes).unwrap();
        assert_eq!(document.warnings[0].line, 2);
        assert!(document.warnings[0].message.contains("GBK"));
    }
}
