//! The layout of 导入: the columns and what they were taken for, the first rows, and what was not taken.

use super::Occasion;
use super::columns::{ColumnOf, table};
use super::page::{Cell, Column, Page, Paper, Section, Table, Tone};
use crate::core::change::{Edit, Value};
use crate::core::field::Field;
use crate::core::import_proposal::{Heading, Holds, Skipped};
use crate::core::status::Status;
use crate::core::text::one_line;
use crate::report::import::{ImportReport, TakenRow};

/// How many rows are shown before the rest is only counted.
const SHOWN: usize = 10;
/// How many refusals are shown.
const REFUSED: usize = 50;

/// What an import does, on a page.
pub fn import(report: &ImportReport<'_>, occasion: Occasion<'_>) -> Page {
    let what = if report.is_written { "导入" } else { "导入预览" };
    let mut page = Page { paper: Paper::A4Landscape, ..occasion.page(what) };
    page.subtitle = vec![report.file.to_owned()];
    page.sections.push(Section::headed("表头对应").with_table(columns(report)));
    page.sections.push(rows(report));
    if !report.skipped.is_empty() {
        page.sections.push(refused(report));
    }
    page
}

fn columns(report: &ImportReport<'_>) -> Table {
    let mut seen: Vec<&Heading> = Vec::new();
    for heading in report.columns {
        if !seen.iter().any(|known| known.title == heading.title && known.holds == heading.holds) {
            seen.push(heading);
        }
    }
    let holds = |heading: &Heading| {
        let tone = match heading.holds {
            Holds::Own(_) | Holds::Serial | Holds::Reckoned | Holds::Ignored => Some(Tone::Grey),
            _ => None,
        };
        Cell::new(heading.holds.label()).toned(tone)
    };
    let columns = vec![
        Column::text("表头", 10).drawn(|heading: &Heading| one_line(&heading.title, 30)),
        Column::text("取作", 10).drawn(holds),
        Column::spare("工作表", 8).drawn(|heading: &Heading| heading.sheet.to_string()),
    ];
    table(columns, seen)
}

/// A row that was taken, and what became of it.
type Shown<'a> = (&'a TakenRow<'a>, &'a Edit);

fn rows(report: &ImportReport<'_>) -> Section {
    let counts = [
        ("新登记", report.created()),
        ("更新", report.updated()),
        ("没有变化", report.unchanged),
        ("没有导入", report.skipped.len()),
    ];
    let counts: Vec<String> = counts.iter().map(|(what, count)| format!("{what} {count}")).collect();
    let will = if report.is_written { "" } else { "将要" };
    let mut section = Section::headed("任务").with_line(format!("{will}{}", counts.join("，")));
    let (domains, phases) = report.places();
    for (what, names) in [("重点任务", domains), ("阶段", phases)] {
        if !names.is_empty() {
            section =
                section.with_line(format!("ledger.toml 里没有的{what}，一并登记：{}", names.join("、")));
        }
    }
    let columns = vec![
        Column::spare("工作表", 6).drawn(|(taken, _): Shown<'_>| taken.sheet),
        Column::number("行").drawn(|(taken, _): Shown<'_>| taken.row),
        Column::short("").drawn(|(taken, _): Shown<'_>| if taken.is_new { "新登记" } else { "更新" }),
        Column::short("编号").drawn(|(_, edit): Shown<'_>| edit.id.to_string()),
        Column::text("任务", 16).drawn(|(taken, _): Shown<'_>| taken.title),
        Column::text("内容", 20).drawn(|(_, edit): Shown<'_>| said(edit)),
    ];
    if !report.taken.is_empty() {
        let shown = report.taken.iter().zip(&report.change.edits).take(SHOWN);
        section = section.with_table(table(columns, shown));
    }
    if report.taken.len() > SHOWN {
        section.total = Some(format!("……共 {} 行，以上是前 {SHOWN} 行", report.taken.len()).into());
    }
    section
}

/// What an edit says, in a line: `牵头单位 综合科，完成时限 2026-06-30`.
fn said(edit: &Edit) -> String {
    let value = |field: Field, value: &Value| match (field, value) {
        (Field::Status, Value::Text(word)) => Status::from(word.clone()).label().to_owned(),
        (Field::Progress, value) => format!("{value}%"),
        (_, value) => one_line(&value.to_string(), 20),
    };
    let brief = [
        Field::Lead,
        Field::Owner,
        Field::Due,
        Field::LongTerm,
        Field::Repeat,
        Field::Status,
        Field::Progress,
    ];
    let set = edit.set.iter().filter(|(field, _)| !edit.creates || brief.contains(field));
    let set = set.filter(|(field, value)| {
        let nothing = matches!((field, value), (Field::Progress, Some(Value::Integer(0))));
        !(edit.creates && nothing)
    });
    let set = set.map(|(field, new)| match new {
        Some(new) => format!("{} {}", field.label(), value(*field, new)),
        None => format!("清空{}", field.label()),
    });
    let own = edit.extra.iter().filter(|_| !edit.creates).map(|(key, _)| one_line(key, 12));
    let log = edit.log.iter().take(1).map(|entry| {
        let text = entry.text.as_deref().map(|text| format!("：{}", one_line(text, 16))).unwrap_or_default();
        match edit.log.len() {
            1 => format!("{}{text}", entry.kind.label()),
            count => format!("办理记录 {count} 条"),
        }
    });
    set.chain(own).chain(log).collect::<Vec<_>>().join("，")
}

fn refused(report: &ImportReport<'_>) -> Section {
    let table = table(skipped("原因和办法", |skipped| skipped), report.skipped.iter().take(REFUSED));
    let mut section = Section::headed("没有导入的").with_table(table);
    if report.skipped.len() > REFUSED {
        let total = format!("……共 {} 处；全部写入文件请加 --rejects 文件名", report.skipped.len());
        section.total = Some(total.into());
    }
    section
}

/// Where a row stands that was not taken, and why it was not.
fn skipped<'a, R: Copy + 'a>(why: &str, of: impl Fn(R) -> &'a Skipped + Copy + 'a) -> Vec<ColumnOf<'a, R>> {
    vec![
        Column::short("工作表").drawn(move |row| of(row).sheet.as_str()),
        Column::number("行").drawn(move |row| of(row).row),
        Column::text(why, 24).drawn(move |row| of(row).reason.as_str()),
    ]
}

/// The rows of one sheet that were not taken, with their cells as they stood.
#[derive(Debug, Default)]
pub struct Rejected {
    /// The titles of the sheet's columns; empty where one has none.
    pub titles: Vec<String>,
    /// The rows.
    pub rows: Vec<(Skipped, Vec<String>)>,
}

/// The rows that were not taken, for whoever mends them: each with its sheet, its row, the reason and its cells, under the
/// titles of its own sheet.
pub fn rejects(sheets: &[Rejected], occasion: Occasion<'_>) -> Page {
    let mut page = Page { paper: Paper::A4Landscape, ..occasion.page("没有导入的行") };
    for Rejected { titles, rows } in sheets {
        let width = rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0).max(titles.len());
        let mut columns = skipped("没有导入的原因", |(skipped, _): &(Skipped, Vec<String>)| skipped);
        columns.extend((0..width).map(|at| {
            Column::text(titles.get(at).map_or("", String::as_str), 8)
                .drawn(move |(_, cells): &(Skipped, Vec<String>)| cells.get(at).map(String::as_str))
        }));
        page.sections.push(Section::default().with_table(table(columns, rows)));
    }
    page
}
