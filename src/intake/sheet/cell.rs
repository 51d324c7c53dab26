//! A cell (单元格) as it was read, whatever the file.

use chrono::NaiveDate;

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Text, without the blanks around it.
    Text(String),
    /// A number.
    Number(f64),
    /// A day.
    Day(NaiveDate),
    /// Yes or no.
    Flag(bool),
    /// A formula whose result is not in the file, or an error in its place: `#REF!`.
    Broken(String),
}

impl Cell {
    /// A text as a cell holds it.
    pub fn text(text: &str) -> Self {
        let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}');
        if text.is_empty() { Self::Empty } else { Self::Text(tidy(text)) }
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::Empty
    }

    /// What a person sees in it.
    pub fn shown(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Broken(text) => text.clone(),
            Self::Number(number) => number_text(*number),
            Self::Day(day) => day.to_string(),
            Self::Flag(flag) => (if *flag { "是" } else { "否" }).to_owned(),
        }
    }
}

/// Line ends are one character in a task's file.
fn tidy(text: &str) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() }
}

/// A whole number without its `.0`, and no more decimals than were typed.
pub(super) fn number_text(number: f64) -> String {
    // What a spreadsheet reckons with is a little off: 0.1 + 0.2.
    let rounded = (number * 1e9).round() / 1e9;
    if rounded.is_finite() && number.abs() < 1e6 { rounded.to_string() } else { number.to_string() }
}
