//! When a row's task begins and is due: its own columns, and what one of them tells of the others.

use chrono::NaiveDate;

use super::book::Line;
use super::notes::Notes;
use super::row::{Reader, own};
use super::value::{self, Deadline};
use crate::core::change::Value;
use crate::core::field::Field;
use crate::core::import_proposal::{Holds, Row};
use crate::core::status::Status;
use crate::core::task::Repeat;

/// Puts what the deadline's cell says into the row.
pub(super) fn settle_deadline(
    reader: &Reader<'_>,
    line: &Line,
    row: &mut Row,
    mut read: Deadline,
    notes: &mut Notes,
) {
    if read.is_relative {
        // 10个工作日 means nothing without the day from which it is counted.
        let from = assigned_on(reader, line, row);
        let counted = from.zip(read.wording.as_deref());
        let counted = counted.and_then(|(from, words)| value::counted_from(words, from, reader.dates));
        (read.due, read.is_relative) = (counted, false);
    }
    if read.inferred {
        notes.inferred(reader.dates.year);
    }
    let names_none = read.due.is_none() && !read.long_term && read.repeat.is_none();
    if let (true, Some(words)) = (names_none, &read.wording) {
        notes.undecided(row.place.row, words);
    }
    row.put(Field::Due, read.due.map(Value::Date));
    // The ledger's own column of the wording says better what it was.
    if read.wording.is_some() && !matches!(row.says(Field::DueText), Some(Some(_))) {
        row.put(Field::DueText, read.wording.map(Value::Text));
    }
    if read.long_term && !matches!(row.says(Field::LongTerm), Some(Some(_))) {
        row.put(Field::LongTerm, Some(Value::Flag(true)));
    }
    if read.repeat.is_some() && !matches!(row.says(Field::Repeat), Some(Some(_))) {
        row.put(Field::Repeat, read.repeat.map(Value::Repeat));
    }
    if let (Some(start), None) = (read.start, row.says(Field::Start).flatten()) {
        row.put(Field::Start, Some(Value::Date(start)));
    }
    // A rhythm has to begin and to end some day: with the year, where nothing else says.
    if let (Some(Some(Value::Repeat(repeat))), None) = (row.says(Field::Repeat), row.id) {
        let dated = |field: Field| matches!(row.says(field), Some(Some(_)));
        let year = value::over_year(repeat, reader.dates.year);
        let (from, until) = (dated(Field::Start), dated(Field::Due));
        let spanned = Repeat {
            from: if from { repeat.from } else { year.from },
            until: if until { repeat.until } else { year.until },
            ..year
        };
        if !dated(Field::Phase) {
            row.put(Field::Repeat, Some(Value::Repeat(spanned)));
        }
    }
}

/// The day on which the work was given out (交办日期), else the one on which it begins.
fn assigned_on(reader: &Reader<'_>, line: &Line, row: &Row) -> Option<NaiveDate> {
    const GIVEN: [&str; 7] = ["交办", "收文", "下发", "印发", "批示", "布置", "登记"];
    let dated = |title: &str| GIVEN.iter().any(|word| title.contains(word)) && title.contains(['日', '时']);
    let given = reader.titles.iter().position(|title| dated(title)).map(|at| line.cell(at));
    let given = given.and_then(|cell| value::day(Field::Start, cell, reader.dates).ok());
    given.map(|(day, _)| day).or_else(|| match row.says(Field::Start) {
        Some(Some(Value::Date(day))) => Some(*day),
        _ => None,
    })
}

/// 办结时间 of what is not finished is when it is to be: a deadline where the row has none, else a key of the office's own.
pub(super) fn promised(reader: &Reader<'_>, line: &Line, row: &mut Row) {
    let Some(Some(Value::Date(day))) = row.says(Field::DoneOn).map(Option::<&Value>::cloned) else { return };
    let is_open = match row.text(Field::Status).map(|word| Status::from(word.to_owned())) {
        Some(status) => !matches!(status, Status::Done | Status::Review),
        None => false,
    };
    if row.id.is_some() || !is_open {
        return;
    }
    row.put(Field::DoneOn, None);
    let has_deadline = matches!(row.says(Field::Due), Some(Some(_)))
        || matches!(row.says(Field::LongTerm), Some(Some(Value::Flag(true))))
        || matches!(row.says(Field::Repeat), Some(Some(_)));
    if !has_deadline {
        row.put(Field::Due, Some(Value::Date(day)));
    } else if let Some(at) = reader.columns.find(&Holds::Field(Field::DoneOn)) {
        own(row, &reader.titles[at], line.cell(at));
    }
}
