//! How much is too much (限度): what a file may hold before it is named instead of read. An office never comes near these; what
//! does was made by a slip or by somebody who means harm, and must neither stop the program nor fill the machine.

use std::io::{self, Read};

/// The bytes of a file, and no more than one byte beyond `most`: enough to see that there are too many, and an end even where the
/// file has none.
pub fn read(file: impl Read, most: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(most as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The most bytes of a file of the ledger that is text: a task, the settings, a template. A record of an entry a day for
/// fifty years is a tenth of it.
pub const TEXT: usize = 4 << 20;

/// The most periods that a recurring duty may have: every month for a hundred years, every week for twenty.
pub const PERIODS: usize = 1200;

/// The most that one period may owe.
pub const TIMES: u32 = 1000;

/// The most problems of one file that are told: whoever mends these looks again.
pub const PROBLEMS: usize = 20;

/// The most characters of one message: names of files, and what cells hold, may be as long as they like.
pub const MESSAGE: usize = 4000;

/// The most keys of one file that nobody knows, shown and looked through for slips of the pen.
pub const UNKNOWN_KEYS: usize = 200;

/// The most bytes of a spreadsheet, or of an exported ledger, as it lies on the disk.
pub const SPREADSHEET: usize = 64 << 20;

/// The most bytes of a plan's file: pictures make a document large.
pub const PLAN_FILE: usize = 128 << 20;

/// The most bytes of memory for taking a pdf apart.
pub const PDF_MEMORY: u64 = 1 << 29;

/// The most bytes of a plan's text: five hundred pages.
pub const PLAN: usize = 1 << 20;

/// The most tasks of an exported ledger.
pub const TASKS: usize = 200_000;

/// How deep a value may be nested that comes from elsewhere; the TOML library goes a little deeper before it refuses.
pub const DEPTH: usize = 64;

/// The most bytes of a table that is text.
pub const TABLE_OF_TEXT: usize = 32 << 20;

/// The most bytes that a packed file (.xlsx, .ods, .docx) may come to when it is unpacked.
pub const UNPACKED: u64 = 128 << 20;

/// The most cells that a spreadsheet may fill: fifty thousand rows of twenty columns.
pub const CELLS: usize = 1_000_000;

/// The most bytes of text in all of its cells together, each counted where it stands.
pub const CELL_TEXTS: usize = 64 << 20;

/// The most elements of a document's or a table's text.
pub const ELEMENTS: u32 = 2_000_000;
