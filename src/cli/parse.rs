//! What was typed, turned into what it means.

use anyhow::Result;
use chrono::{Datelike, NaiveDate};

use super::Misuse;
use super::ui::tell;
use crate::core::refusal::Refusal;
use crate::core::settings::Settings;
use crate::core::typed_date::{self, Context, DateError};
use crate::core::workday::NATIONAL;
use crate::history::{Moment, Repository};

/// Which year a date without one means.
#[derive(Debug, Clone, Copy)]
pub(super) enum Year<'a> {
    /// The plan's: deadlines and filters.
    OfPlan(&'a Settings),
    /// Today's: things that have happened.
    OfToday,
}

/// A day; what was inferred is told.
pub(super) fn day(what: &'static str, typed: &str, today: NaiveDate, year: Year<'_>) -> Result<NaiveDate> {
    let dates = match year {
        Year::OfPlan(settings) => settings.dates(today),
        // What has happened is not counted in working days to come.
        Year::OfToday => Context { today, year: today.year(), holidays: &NATIONAL },
    };
    let refused = |error| Refusal::BadDate { field: what, error };
    let mut read = typed_date::parse(typed, dates).map_err(refused)?;
    // 12月30日, said in January of what has happened, was last year.
    let new_year = today.month() <= 2 && read.date.month() >= 10;
    if matches!(year, Year::OfToday) && read.inferred_year.is_some() && new_year {
        read = typed_date::parse(typed, Context { year: dates.year - 1, ..dates }).map_err(refused)?;
    }
    if let Some(remark) = read.remarks(what, typed) {
        tell(&format!("注意：{remark}"));
    }
    Ok(read.date)
}

/// A moment of the history, typed as a day or as git names commits, on a day that is today and with the last one that a commit
/// can honestly state; with it the day that is then today.
pub(super) fn moment(
    what: &'static str,
    typed: &str,
    [today, latest]: [NaiveDate; 2],
    repository: &Repository,
) -> Result<(Moment, NaiveDate)> {
    if typed.trim().is_empty() {
        return Err(Misuse(format!("{what}是空的；请写日期，如 2026-06-30，或提交、标签")).into());
    }
    match day(what, typed, today, Year::OfToday) {
        Ok(day) => {
            if day > today {
                tell(&format!("注意：{day} 还没有到，看的是现在的历史"));
            }
            Ok((repository.at_end_of(day, latest)?, day))
        }
        Err(error) if is_no_date(&error) => {
            let moment = repository.at_revision(typed, latest)?;
            let day = moment.day;
            Ok((moment, day))
        }
        Err(error) => Err(error),
    }
}

/// Whether what was typed is no date at all, rather than a day that does not exist.
fn is_no_date(error: &anyhow::Error) -> bool {
    matches!(error.downcast_ref(), Some(Refusal::BadDate { error: DateError::Unknown { .. }, .. }))
}
