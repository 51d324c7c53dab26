//! What stands beside the tasks: a sheet of 办理记录, a sheet of 阶段, columns of a phase's days.

use chrono::NaiveDate;

use super::super::column_titles::{Sense, plain, sense};
use super::Hints;
use super::book::{Line, Sheet};
use super::cell::Cell;
use super::row::Reader;
use super::table::Table;
use super::value;
use crate::core::entry::{EntryKind, LogEntry};
use crate::core::field::Field;
use crate::core::import_proposal::{Holds, Place, Proposal, Row, Skipped, read_value};
use crate::core::lifecycle::Verb;
use crate::core::phase::Phase;
use crate::core::typed_date::Context;
use crate::core::workday::NATIONAL;

/// Whether these titles are those of 办理记录.
pub(super) fn is_log(titles: &[String]) -> bool {
    let has = |wanted: &str| titles.iter().any(|title| plain(title) == wanted);
    has("编号") && has("记录日期") && has("记录类型")
}

/// Whether these titles are those of a list of phases: a name and days, and nothing that names a task. On a sheet called
/// 阶段, what is called 名称 is a phase.
pub(super) fn is_phases(sheet: &str, titles: &[String]) -> bool {
    let senses: Vec<Sense> = titles.iter().filter_map(|title| sense_on(sheet, title)).collect();
    let named = senses.contains(&Sense::Field(Field::Phase));
    let dated = |sense: &&Sense| {
        matches!(sense, Sense::PhaseStart | Sense::PhaseEnd | Sense::Field(Field::Start | Field::Due))
    };
    let tasks = |sense: &Sense| matches!(sense, Sense::Title(_) | Sense::Level(_) | Sense::Responsible);
    named && senses.iter().filter(dated).count() >= 1 && !senses.iter().any(tasks) && senses.len() <= 5
}

fn sense_on(sheet: &str, title: &str) -> Option<Sense> {
    if sheet.trim() == "阶段" && plain(title) == "名称" {
        return Some(Sense::Field(Field::Phase));
    }
    sense(title).map(|(sense, _)| sense)
}

/// The phases of a list.
pub(super) fn phases(sheet: &Sheet, table: &Table, hints: Hints<'_>, proposal: &mut Proposal) {
    let find = |wanted: &[Sense]| {
        let is = |title: &String| sense_on(&sheet.name, title).is_some_and(|sense| wanted.contains(&sense));
        table.titles.iter().position(is)
    };
    let Some(name) = find(&[Sense::Field(Field::Phase)]) else { return };
    let start = find(&[Sense::PhaseStart, Sense::Field(Field::Start)]);
    let end = find(&[Sense::PhaseEnd, Sense::Field(Field::Due)]);
    let dates = hints.settings.dates(hints.today);
    for line in &sheet.rows[table.rows.clone()] {
        let place = Place { sheet: sheet.name.clone(), row: line.number };
        let name = text(line.cell(name));
        if name.is_empty() {
            continue;
        }
        let day = |at: Option<usize>| match at.map(|at| value::deadline(line.cell(at), dates)) {
            None => Ok(None),
            Some(read) => read.map(|read| read.due),
        };
        match (day(start), day(end)) {
            (Ok(start), Ok(end)) => add(proposal, Phase { name, start, end, ..Phase::default() }),
            (Err(reason), _) | (_, Err(reason)) => proposal.skipped.push(Skipped::at(&place, reason)),
        }
    }
}

/// The phase of a row, where the days of it stand beside the task.
pub(super) fn phase_of(reader: &Reader<'_>, line: &Line, row: &Row, proposal: &mut Proposal) {
    let days = [Holds::PhaseStart, Holds::PhaseEnd].map(|holds| reader.columns.find(&holds));
    let (Some(name), true) = (row.text(Field::Phase), days.iter().any(Option::is_some)) else { return };
    let [start, end] = days.map(|at| match line.cell(at?) {
        Cell::Day(day) => Some(*day),
        other => other.shown().parse().ok(),
    });
    add(proposal, Phase { name: name.to_owned(), start, end, ..Phase::default() });
}

fn add(proposal: &mut Proposal, phase: Phase) {
    if !proposal.phases.iter().any(|known| known.name == phase.name) {
        proposal.phases.push(phase);
    }
}

/// A text as a cell holds it, marked or plain.
fn text(cell: &Cell) -> String {
    let shown = cell.shown();
    match read_value(&shown) {
        Some(toml::Value::String(text)) => text,
        _ => shown,
    }
}

/// One entry of 办理记录, from the cells under these titles.
pub(super) fn entry<'a>(cell: &impl Fn(&str) -> &'a Cell, today: NaiveDate) -> Result<LogEntry, String> {
    let dates = Context { today, year: chrono::Datelike::year(&today), holidays: &NATIONAL };
    let day = |title: &str| match cell(title) {
        Cell::Empty => Ok(None),
        other => value::day(Field::Start, other, dates)
            .map(|(day, _)| Some(day))
            .map_err(|_| format!("办理记录的{title}“{}”不是日期", other.shown())),
    };
    let optional = |title: &str| Some(text(cell(title))).filter(|text| !text.is_empty());
    let date = day("记录日期")?.ok_or_else(|| "办理记录没有日期，没有导入".to_owned())?;
    let word = text(cell("记录类型"));
    let kinds = EntryKind::known();
    let kind = kinds.into_iter().find(|kind| kind.label() == word || kind.key() == word);
    let kind = match kind {
        Some(kind) => kind,
        None if word.is_empty() => EntryKind::Verb(Verb::Note),
        None => EntryKind::from(word),
    };
    let evidence = match read_value(&cell("佐证材料").shown()) {
        Some(toml::Value::Array(items)) => {
            items.iter().filter_map(|item| item.as_str().map(ToOwned::to_owned)).collect()
        }
        _ => text(cell("佐证材料"))
            .lines()
            .map(str::trim)
            .filter(|path| !path.is_empty())
            .map(ToOwned::to_owned)
            .collect(),
    };
    Ok(LogEntry {
        on: day("发生日期")?,
        by: optional("经办人"),
        text: optional("记录内容"),
        evidence,
        period: optional("周期"),
        from: day("原时限")?,
        to: day("新时限")?,
        approved_by: optional("批准人"),
        approved_on: day("批准日")?,
        same_as: optional("重复于"),
        ..LogEntry::new(date, "", kind)
    })
}
