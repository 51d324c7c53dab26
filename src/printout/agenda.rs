//! The layout of 时限日历: what a calendar on a desk or a telephone shows of each deadline.

use chrono::NaiveDate;

use super::labels::plain_day;
use super::{Occasion, left_out};
use crate::core::field::Field;
use crate::core::text::{one_line, printable};
use crate::report::agenda::Appointment;

/// A calendar, before anybody knows in which format.
#[derive(Debug, Clone)]
pub struct Agenda {
    /// Its name among the person's other calendars.
    pub name: String,
    /// That it is not whole, and what it lacks.
    pub incomplete: Option<String>,
    /// The day it was made.
    pub made: NaiveDate,
    /// Its days, in order.
    pub entries: Vec<Entry>,
}

/// One whole day of a calendar.
#[derive(Debug, Clone)]
pub struct Entry {
    /// What stays the same when the deadline moves, so that a calendar read in again has no day twice.
    pub uid: String,
    /// How often it was moved.
    pub revision: usize,
    /// The day.
    pub day: NaiveDate,
    /// One line.
    pub summary: String,
    /// Several lines.
    pub description: String,
    /// 重点任务
    pub category: String,
    /// What the reminder on the day before says.
    pub reminder: String,
}

/// The deadlines as a calendar.
pub fn agenda(appointments: &[Appointment<'_>], occasion: Occasion<'_>) -> Agenda {
    let settings = occasion.settings;
    let edition = occasion.edition();
    let ledger = mark(&format!("{}\n{}", settings.unit, settings.name));
    Agenda {
        name: format!("{}时限{edition}", plain(&settings.name)),
        incomplete: left_out(occasion.unread),
        made: occasion.today,
        entries: appointments.iter().map(|one| entry(one, ledger)).collect(),
    }
}

fn entry(one: &Appointment<'_>, ledger: u64) -> Entry {
    let task = one.task;
    let period = one.owed.as_ref().map(|owed| owed.period);
    let key = period.map(|period| format!(".{period}")).unwrap_or_default();
    let of_period = period.map(|period| format!("·{}", period.label())).unwrap_or_default();
    let office = task.lead.as_deref().map(|lead| format!("（{}）", plain(lead))).unwrap_or_default();
    let name = format!("{}{of_period}{office}", plain(&task.title));
    Entry {
        uid: format!("{}{key}@{ledger:016x}", task.id),
        revision: one.moved,
        day: one.day,
        summary: format!("【时限】{name}"),
        description: description(one),
        category: plain(task.domain.as_deref().unwrap_or("工作台账")),
        reminder: format!("明天到期：{name}"),
    }
}

fn description(one: &Appointment<'_>) -> String {
    let task = one.task;
    let said = |field: Field| (field.label(), task.get(field).map(|said| printable(&said.to_string())));
    let owed = one
        .owed
        .as_ref()
        .map(|owed| format!("{}应办{}次，已办{}次", owed.period.label(), owed.times, owed.met()));
    let moved = (one.moved > 0).then(|| format!("{}（已延期{}次）", plain_day(one.day), one.moved));
    let lines = [
        ("任务编号", Some(task.id.to_string())),
        ("本周期", owed),
        (Field::Due.label(), moved),
        said(Field::Content),
        said(Field::Standard),
        said(Field::Owner),
        said(Field::Leader),
        said(Field::Support),
    ];
    let lines: Vec<String> =
        lines.into_iter().filter_map(|(what, said)| Some(format!("{what}：{}", said?))).collect();
    lines.join("\n")
}

fn plain(text: &str) -> String {
    one_line(text, usize::MAX)
}

/// A number that tells one ledger from another and never changes with the compiler (FNV-1a, 64 bits).
fn mark(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |mark, byte| {
        (mark ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_of_a_ledger_is_the_published_one() {
        // From the authors' table of test vectors.
        assert_eq!(mark(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(mark("foobar"), 0x8594_4171_f739_67e8);
    }
}
