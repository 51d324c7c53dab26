//! What the cells of a column say against its title: a 重点任务 of nothing but ticks, a 类别 that is no kind of task.

use chrono::NaiveDate;

use super::super::column_titles::plain;
use super::book::Line;
use super::cell::Cell;
use super::column::{Columns, own_or_nothing};
use super::value;
use crate::core::field::Field;
use crate::core::import_proposal::Holds;
use crate::core::task::Kind;

/// Looks through the columns whose meaning hangs on what they hold.
pub(super) fn weigh(columns: &mut Columns, titles: &[String], lines: &[Line], today: NaiveDate) {
    let filled = |at: usize| lines.iter().map(move |line| line.cell(at)).filter(|cell| !cell.is_empty());
    for field in [Field::Domain, Field::Measure, Field::Phase] {
        let Some(at) = columns.find(&Holds::Field(field)) else { continue };
        if filled(at).next().is_some() && filled(at).all(is_answer) {
            columns.holds[at] = own_or_nothing(&titles[at]);
        }
    }
    if let (Some(at), false) = (columns.find(&Holds::Field(Field::Kind)), columns.has(Field::Domain))
        && plain(&titles[at]) == "类别"
        && filled(at).next().is_some()
        && !filled(at).any(|cell| is_kind(&cell.shown()))
    {
        columns.holds[at] = Holds::Field(Field::Domain);
    }
    if let (Some(at), false) = (columns.find(&Holds::Field(Field::DoneOn)), columns.has(Field::Due))
        && ["完成日期", "整改完成时间"].contains(&plain(&titles[at]).as_str())
    {
        // A day to come is a promise.
        let promised = filled(at).any(|cell| match cell {
            Cell::Day(day) => *day > today,
            other => other.shown().replace(['.', '/'], "-").parse().is_ok_and(|day: NaiveDate| day > today),
        });
        if promised || !columns.has(Field::Status) && lines.iter().all(|line| !line.cell(at).is_empty()) {
            columns.holds[at] = Holds::Field(Field::Due);
        }
    }
    if let Some(at) = columns.find(&Holds::Field(Field::Status)) {
        // ● is what is done only where ○ is what is not; alone it is a lamp whose colour nobody can read.
        let has = |signs: &[&str]| filled(at).any(|cell| signs.contains(&cell.shown().as_str()));
        columns.scale = has(&["●"]) && has(&["○", "◐", "◎"]);
    }
}

fn is_answer(cell: &Cell) -> bool {
    let sign = |text: &str| ["是", "否", "√", "✓", "×", "有", "Y", "N"].contains(&text);
    matches!(cell, Cell::Flag(_)) || sign(&cell.shown()) || value::is_blank(&cell.shown())
}

fn is_kind(text: &str) -> bool {
    Kind::parse(text).is_some() || Kind::ALL.into_iter().any(|kind| text.contains(kind.label()))
}
