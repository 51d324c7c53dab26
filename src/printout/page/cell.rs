//! Cells: typed values, so that a spreadsheet can reckon with them.

use chrono::NaiveDate;

use super::Tone;
use super::slot::Slot;

/// A cell of a table.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    /// What it holds.
    pub value: Value,
    /// The same in fewer characters, for a column that has no room.
    pub brief: Option<String>,
    /// Its colour, which never carries the meaning alone.
    pub tone: Option<Tone>,
}

impl Cell {
    /// A cell with this value.
    pub fn new(value: impl Into<Value>) -> Self {
        Self { value: value.into(), brief: None, tone: None }
    }

    /// The stretch of a calendar that it holds.
    pub fn slot(&self) -> Option<&Slot> {
        match &self.value {
            Value::Slot(slot) => Some(slot),
            _ => None,
        }
    }

    /// The same cell with a shorter form.
    #[must_use]
    pub fn or_brief(mut self, brief: impl Into<String>) -> Self {
        self.brief = Some(brief.into());
        self
    }

    /// The same cell in a colour.
    #[must_use]
    pub fn toned(mut self, tone: impl Into<Option<Tone>>) -> Self {
        self.tone = tone.into();
        self
    }
}

impl<T: Into<Value>> From<T> for Cell {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

/// What a cell holds, typed so that a spreadsheet can reckon with it.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Value {
    /// Nothing.
    #[default]
    Empty,
    /// A text.
    Text(String),
    /// A whole number.
    Number(i64),
    /// A number with decimals: how many of them are always written. Two are the most.
    Decimal(f64, usize),
    /// A share, 0 to 100.
    Percent(f64),
    /// A day.
    Date(NaiveDate),
    /// A stretch of a calendar.
    Slot(Slot),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

impl From<NaiveDate> for Value {
    fn from(day: NaiveDate) -> Self {
        Self::Date(day)
    }
}

impl From<Slot> for Value {
    fn from(slot: Slot) -> Self {
        Self::Slot(slot)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl Value {
    /// The value as text, for formats that have nothing else.
    pub fn plain(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Decimal(number, places) => {
                // Nothing taken off is minus nothing.
                let number = number + 0.0;
                let text = format!("{number:.2}");
                let short = text.trim_end_matches('0').trim_end_matches('.');
                let decimals = short.split_once('.').map_or(0, |(_, decimals)| decimals.len());
                format!("{number:.*}", decimals.max(*places))
            }
            Self::Percent(share) if share.fract() == 0.0 => format!("{share:.0}%"),
            Self::Percent(share) => format!("{share:.1}%"),
            Self::Date(day) => day.to_string(),
            Self::Slot(slot) => slot.plain(),
        }
    }
}
