//! TOML's own values read as the ledger's: local dates, percentages.

use chrono::NaiveDate;
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use toml::value::Datetime;

/// The calendar day of a TOML local date (`2026-09-30`, unquoted); a time or an offset beside it is not a day.
pub fn day(value: Datetime) -> Option<NaiveDate> {
    match value {
        Datetime { date: Some(date), time: None, offset: None } => {
            NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
        }
        _ => None,
    }
}

/// A day as TOML writes it.
pub fn datetime(day: NaiveDate) -> Datetime {
    use chrono::Datelike;
    let number = |n: u32| u8::try_from(n).unwrap_or_default();
    let date = toml::value::Date {
        year: u16::try_from(day.year()).unwrap_or_default(),
        month: number(day.month()),
        day: number(day.day()),
    };
    Datetime { date: Some(date), time: None, offset: None }
}

pub(super) fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    day(Datetime::deserialize(deserializer)?).ok_or_else(|| D::Error::custom("not a calendar day"))
}

pub(super) fn optional_date<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<NaiveDate>, D::Error> {
    date(deserializer).map(Some)
}

pub(super) fn optional_percent<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u8>, D::Error> {
    match u8::deserialize(deserializer)? {
        percent @ 0..=100 => Ok(Some(percent)),
        _ => Err(D::Error::custom("not a percentage")),
    }
}
