//! A day in a cell, in the five ways that offices and their programs write it.

use chrono::{Datelike, NaiveDate};

use crate::core::field::Field;
use crate::core::typed_date::{self, Context, DateError};
use crate::core::writing::half_width;
use crate::intake::sheet::cell::Cell;

/// A day; whether its year was taken from elsewhere.
pub(in crate::intake::sheet) fn day(
    field: Field,
    cell: &Cell,
    dates: Context,
) -> Result<(NaiveDate, bool), String> {
    match read_day(cell, dates) {
        Ok(read) => Ok((read.date, read.inferred)),
        Err(Unread::Impossible(why) | Unread::Unknown(why)) => Err(format!("{}：{why}", field.label())),
    }
}

/// A first day: a month alone begins with it.
pub(super) fn first_day(cell: &Cell, dates: Context) -> Result<NaiveDate, String> {
    let (read, _) = day(Field::Start, cell, dates)?;
    let text: String = cell.shown().chars().filter(|c| !c.is_whitespace()).map(half_width).collect();
    // 3.15 is a day of this year, 2026.3 a month.
    let of_year = |(year, month): (&str, &str)| year.len() == 4 && (1..=2).contains(&month.len());
    let alone = text.ends_with('月')
        || text.ends_with("月份")
        || text.split_once(['.', '-', '/', '年']).is_some_and(of_year)
            && text.bytes().filter(u8::is_ascii_digit).count() > 4;
    Ok(if alone { read.with_day(1).unwrap_or(read) } else { read })
}

/// Why a day was not read.
pub(super) enum Unread {
    /// There is no such day.
    Impossible(String),
    /// It is no day at all.
    Unknown(String),
}

/// A day as a cell says it.
pub(super) struct Day {
    pub(super) date: NaiveDate,
    /// Whether its year was taken from elsewhere.
    pub(super) inferred: bool,
    /// The wording worth keeping.
    pub(super) wording: Option<String>,
    /// Whether it is counted from the day on which it is read.
    pub(super) is_relative: bool,
}

impl Day {
    fn plain(date: NaiveDate) -> Self {
        Self { date, inferred: false, wording: None, is_relative: false }
    }
}

/// The day that a cell says.
pub(super) fn read_day(cell: &Cell, dates: Context) -> Result<Day, Unread> {
    let text = match cell {
        Cell::Day(day) => return Ok(Day::plain(*day)),
        Cell::Number(number) => {
            if let Some(day) = serial(*number) {
                return Ok(Day::plain(day));
            }
            let text = cell.shown();
            // 9.3 may be the third or the thirtieth: the zero is lost, and nobody but the writer knows.
            let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
            if rest.len() == 1 && (whole.len() < 3 || rest == "1") {
                return Err(Unread::Unknown(format!(
                    "“{text}”存成了数字，分不清是 {whole}.{rest} 还是 {whole}.{rest}0；请改成日期"
                )));
            }
            text
        }
        other => other.shown(),
    };
    let plain: String = text.chars().map(half_width).collect();
    if let Some(day) = plain.trim().parse().ok().and_then(serial) {
        return Ok(Day::plain(day));
    }
    // A time behind the day is no part of it.
    let text = match text.split_once([' ', 'T']) {
        Some((day, time)) if time.contains(':') => day.to_owned(),
        _ => text,
    };
    if let Some(day) = three_numbers(&plain) {
        return Ok(Day::plain(day));
    }
    // A year alone is its end.
    let bare = text.len() == 4 && text.parse().is_ok_and(|year: i32| (1990..2100).contains(&year));
    let asked = if bare { format!("{text}年") } else { text.clone() };
    match typed_date::parse(&asked, dates) {
        Ok(read) => Ok(Day {
            date: read.date,
            inferred: read.inferred_year.is_some(),
            wording: (read.wording.is_some() || read.is_relative).then_some(text),
            is_relative: read.is_relative,
        }),
        Err(error @ (DateError::NoSuchDay { .. } | DateError::OutOfRange { .. })) => {
            Err(Unread::Impossible(format!("“{}”：{error}", text.trim())))
        }
        Err(DateError::Unknown { text }) => Err(Unread::Unknown(format!("“{text}”不是日期"))),
    }
}

/// Three numbers in another order: 6/30/2026 as an English Excel writes it, 30/6/2026, 26.6.30. What could be read in two
/// ways is not read.
fn three_numbers(text: &str) -> Option<NaiveDate> {
    let parts: Vec<&str> = text.trim().split(['/', '.', '-', '、']).map(str::trim).collect();
    let [first, second, third] = parts.as_slice() else { return None };
    let number = |part: &&str| part.parse::<u32>().ok().filter(|_| part.len() <= 4);
    let (one, two, three) = (number(first)?, number(second)?, number(third)?);
    let (year, month, day) = match (first.len(), third.len()) {
        (1 | 2, 4) if one > 12 || one == two => (three, two, one),
        (1 | 2, 4) if two > 12 => (three, one, two),
        (2, 1 | 2) if (20..=50).contains(&one) => (2000 + one, two, three),
        (4, 1 | 2) if text.contains('、') => (one, two, three),
        _ => return None,
    };
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

/// The day of a spreadsheet's number: 43962 is 2020-05-11.
fn serial(number: f64) -> Option<NaiveDate> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be small")]
    let days = Some(number).filter(|number| (20_000.0..=80_000.0).contains(number))? as u64;
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(chrono::Days::new(days))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::workday::NATIONAL;

    fn dates() -> Context<'static> {
        Context { today: "2026-06-30".parse().unwrap(), year: 2026, holidays: &NATIONAL }
    }

    #[test]
    fn a_month_alone_begins_with_its_first_day() {
        #[track_caller]
        fn case(text: &str, expected: &str) {
            assert_eq!(first_day(&Cell::text(text), dates()).unwrap().to_string(), expected, "{text}");
        }
        case("2025年3月", "2025-03-01");
        case("2026.3", "2026-03-01");
        case("3月份", "2026-03-01");
        case("3.15", "2026-03-15");
        case("2026-03-15", "2026-03-15");
        case("2026年3月15日", "2026-03-15");
        assert!(first_day(&Cell::Number(9.3), dates()).unwrap_err().contains("分不清"));
    }
}
