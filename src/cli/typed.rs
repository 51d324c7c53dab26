//! What was typed, turned into what it means.

use anyhow::Result;
use chrono::{Datelike, NaiveDate};

use super::output::tell;
use crate::core::id::TaskId;
use crate::core::nearest::nearest;
use crate::core::refusal::Refusal;
use crate::core::settings::Settings;
use crate::core::typed_date::{self, Context};
use crate::store::Store;

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
    let year = match year {
        Year::OfPlan(settings) => settings.year,
        Year::OfToday => today.year(),
    };
    let read = typed_date::parse(typed, Context { today, year })
        .map_err(|error| Refusal::BadDate { field: what, error })?;
    for remark in read.remarks(what, typed) {
        tell(&format!("注意：{remark}"));
    }
    Ok(read.date)
}

/// A task's id.
pub(super) fn id(typed: &str, settings: &Settings) -> Result<TaskId> {
    TaskId::parse(typed, settings.year).ok_or_else(|| Refusal::NotAnId { typed: typed.to_owned() }.into())
}

/// That there is no such task, with the one whose id is nearest.
pub(super) fn no_such_task(typed: &str, id: TaskId, store: &Store) -> Result<anyhow::Error> {
    let known = store.ids()?;
    // 15 in a ledger of 14 is more likely a slip for 14 than for 51: same year, nearest number.
    let neighbour = known
        .iter()
        .filter(|other| other.year == id.year && other.number.abs_diff(id.number) <= 2)
        .min_by_key(|other| other.number.abs_diff(id.number));
    let texts: Vec<String> = known.iter().map(ToString::to_string).collect();
    let near = neighbour.copied().or_else(|| {
        let near = nearest(&id.to_string(), texts.iter().map(String::as_str))?;
        TaskId::parse(near, id.year)
    });
    let nearest = match near {
        Some(near) => store.task(near)?.map(|task| (near, task.title)),
        None => None,
    };
    Ok(Refusal::NoSuchTask { typed: typed.to_owned(), nearest }.into())
}
