//! From what was said to the day that is meant.

use std::ops::RangeInclusive;

use chrono::{Datelike, Days, Months, NaiveDate, TimeDelta, Weekday};

use super::Context;
use super::error::DateError;
use super::grammar::{Day, Month, Said, Unit, Year};

/// The years that a ledger can be about: wide enough for any record, narrow enough to stop a slip such as 2206年 or
/// +99999d at some point.
pub(super) const YEARS: RangeInclusive<i32> = 1900..=2199;

/// The day that is meant. `text` is what was typed, for the refusal.
pub(super) fn resolve(said: Said, text: &str, context: Context<'_>) -> Result<NaiveDate, DateError> {
    let out_of_range = || DateError::OutOfRange { text: text.to_owned() };
    let date = match said {
        Said::OfMonth { month, day } => {
            let (year, month) = numbered(month, context).ok_or_else(out_of_range)?;
            day_of_month(year, month, day).ok_or_else(|| no_such_day(text, year, month, day))?
        }
        Said::OfWeek { weeks, weekday } => {
            day_of_week(context.today, weeks, weekday).ok_or_else(out_of_range)?
        }
        Said::Later { amount, unit } => later(context.today, amount, unit).ok_or_else(out_of_range)?,
        Said::Workdays(n) => workdays_later(context, n).ok_or_else(out_of_range)?,
    };
    if in_range(date) { Ok(date) } else { Err(out_of_range()) }
}

fn in_range(date: NaiveDate) -> bool {
    YEARS.contains(&date.year())
}

fn numbered(month: Month, context: Context<'_>) -> Option<(i32, u32)> {
    let today = context.today;
    match month {
        Month::Numbered { year: Year::Typed(year), month } => Some((year, month)),
        Month::Numbered { year: Year::FromThis(years), month } => Some((today.year() + years, month)),
        Month::Numbered { year: Year::Unsaid, month } => Some((context.year, month)),
        Month::FromThis(months) => {
            let date = add_months(today, months.into())?;
            Some((date.year(), date.month()))
        }
    }
}

fn day_of_month(year: i32, month: u32, day: Day) -> Option<NaiveDate> {
    match day {
        Day::Nth(day) => NaiveDate::from_ymd_opt(year, month, day),
        Day::Last => last_day(year, month),
    }
}

fn last_day(year: i32, month: u32) -> Option<NaiveDate> {
    let first = NaiveDate::from_ymd_opt(year, month, 1)?;
    first.with_day(first.num_days_in_month().into())
}

/// The refusal of a day or a month that does not exist.
fn no_such_day(text: &str, year: i32, month: u32, day: Day) -> DateError {
    let text = text.to_owned();
    let day = match day {
        Day::Nth(day) => day,
        Day::Last => 31, // 13月底: it is the month that is wrong
    };
    match nearest(year, month, day).filter(|date| in_range(*date)) {
        Some(nearest) => DateError::NoSuchDay { text, year, month, day, nearest },
        None => DateError::OutOfRange { text },
    }
}

fn nearest(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    match (month, day) {
        (0, _) => NaiveDate::from_ymd_opt(year, 1, 1),
        (13.., _) => NaiveDate::from_ymd_opt(year, 12, 31),
        (_, 0) => NaiveDate::from_ymd_opt(year, month, 1),
        _ => last_day(year, month),
    }
}

fn day_of_week(today: NaiveDate, weeks: i64, weekday: Weekday) -> Option<NaiveDate> {
    let monday = today.week(Weekday::Mon).checked_first_day()?;
    add_days(monday, weeks * 7 + i64::from(weekday.num_days_from_monday()))
}

fn later(today: NaiveDate, amount: i64, unit: Unit) -> Option<NaiveDate> {
    match unit {
        Unit::Day => add_days(today, amount),
        Unit::Week => add_days(today, amount * 7),
        Unit::Month => add_months(today, amount),
        Unit::Year => add_months(today, amount * 12),
    }
}

/// `n` working days take `n` days or more, so a number that is too large for days need not be counted out.
fn workdays_later(context: Context<'_>, n: u32) -> Option<NaiveDate> {
    let today = context.today;
    today.checked_add_days(Days::new(n.into())).filter(|earliest| in_range(*earliest))?;
    Some(context.holidays.add_workdays(today, n))
}

fn add_days(date: NaiveDate, days: i64) -> Option<NaiveDate> {
    date.checked_add_signed(TimeDelta::try_days(days)?)
}

/// A month that has no such day ends it on its last (民法典第二百零二条: 没有对应日的，月末日为期间的最后一日).
fn add_months(date: NaiveDate, months: i64) -> Option<NaiveDate> {
    let count = Months::new(u32::try_from(months.unsigned_abs()).ok()?);
    if months < 0 { date.checked_sub_months(count) } else { date.checked_add_months(count) }
}
