//! Why a date was not taken, and what to type instead.

use std::error::Error;
use std::fmt;

use chrono::NaiveDate;

use super::meaning::YEARS;

/// A date that cannot be taken. `text` is what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the parts of a date")]
pub enum DateError {
    /// Not one of the forms that dates are typed in.
    Unknown { text: String },
    /// A day that the calendar does not have, such as 9月31日. It is refused and never rolled over into the next month:
    /// only the one who wrote it knows whether the day or the month is wrong.
    NoSuchDay { text: String, year: i32, month: u32, day: u32, nearest: NaiveDate },
    /// A date outside the years that a ledger can be about.
    OutOfRange { text: String },
}

impl Error for DateError {}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { text } => write!(
                f,
                "看不懂的日期“{text}”；可写 2026-09-30、9月30日、9月底前、年底、三季度末、本周五、+7d、+10工作日"
            ),
            Self::NoSuchDay { year, month: month @ 1..=12, day, nearest, .. } => {
                let end = if *day == 0 { "第一天" } else { "最后一天" };
                // Only February differs from year to year, and only then is the year worth naming.
                let year = if *month == 2 { format!("{year}年") } else { String::new() };
                write!(f, "{year}{month}月{day}日不存在，{month}月{end}是 {nearest}")
            }
            Self::NoSuchDay { month, nearest, .. } => {
                write!(f, "没有{month}月，一年只有 12 个月；最接近的日期是 {nearest}")
            }
            Self::OutOfRange { text } => {
                write!(f, "日期“{text}”超出范围；可写 {} 年至 {} 年之间的日期", YEARS.start(), YEARS.end())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_names_the_remedy() {
        #[track_caller]
        fn case(error: &DateError, expected: &str) {
            assert_eq!(error.to_string(), expected);
        }
        fn no_such_day(month: u32, day: u32, nearest: &str) -> DateError {
            let nearest = nearest.parse().unwrap();
            DateError::NoSuchDay { text: "…".to_owned(), year: 2026, month, day, nearest }
        }
        case(&no_such_day(9, 31, "2026-09-30"), "9月31日不存在，9月最后一天是 2026-09-30");
        case(&no_such_day(9, 0, "2026-09-01"), "9月0日不存在，9月第一天是 2026-09-01");
        case(&no_such_day(2, 29, "2026-02-28"), "2026年2月29日不存在，2月最后一天是 2026-02-28");
        case(&no_such_day(13, 1, "2026-12-31"), "没有13月，一年只有 12 个月；最接近的日期是 2026-12-31");
        case(
            &DateError::Unknown { text: "下周".to_owned() },
            "看不懂的日期“下周”；可写 2026-09-30、9月30日、9月底前、年底、三季度末、本周五、+7d、+10工作日",
        );
        case(
            &DateError::OutOfRange { text: "+9999年".to_owned() },
            "日期“+9999年”超出范围；可写 1900 年至 2199 年之间的日期",
        );
    }
}
