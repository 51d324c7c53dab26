//! The layout of 导入: the columns and what they were taken for, the first rows, and what was not taken.

use super::Occasion;
use super::page::{Cell, Column, Page, Paper, Row, Section, Table, Tone};
use crate::core::change::{Edit, Value};
use crate::core::field::Field;
use crate::core::sheet::{Holds, Skipped};
use crate::core::status::Status;
use crate::core::text::one_line;
use crate::report::import::ImportReport;

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
    let mut rows: Vec<Row> = Vec::new();
    let mut seen: Vec<(&str, &Holds)> = Vec::new();
    for heading in report.columns {
        if seen.contains(&(&heading.title, &heading.holds)) {
            continue;
        }
        seen.push((&heading.title, &heading.holds));
        let tone = match heading.holds {
            Holds::Own(_) | Holds::Serial | Holds::Reckoned | Holds::Ignored => Some(Tone::Grey),
            _ => None,
        };
        rows.push(Row::item(vec![
            Cell::new(one_line(&heading.title, 30)),
            Cell::new(heading.holds.label()).toned(tone),
            Cell::new(heading.sheet.to_string()),
        ]));
    }
    Table::list(vec![Column::text("表头", 10), Column::text("取作", 10), Column::spare("工作表", 8)], rows)
}

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
    let shown = report.taken.iter().zip(&report.change.edits).take(SHOWN).map(|(taken, edit)| {
        Row::item(vec![
            Cell::new(taken.sheet),
            Cell::new(i64::from(taken.row)),
            Cell::new(if taken.is_new { "新登记" } else { "更新" }),
            Cell::new(edit.id.to_string()),
            Cell::new(taken.title),
            Cell::new(said(edit)),
        ])
    });
    let columns = vec![
        Column::spare("工作表", 6),
        Column::number("行"),
        Column::short(""),
        Column::short("编号"),
        Column::text("任务", 16),
        Column::text("内容", 20),
    ];
    let mut section = if report.taken.is_empty() {
        section
    } else {
        section.with_table(Table::list(columns, shown.collect()))
    };
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
    let rows = report.skipped.iter().take(REFUSED).map(|Skipped { sheet, row, reason }| {
        Row::item(vec![Cell::new(sheet.as_str()), Cell::new(i64::from(*row)), Cell::new(reason.as_str())])
    });
    let columns = vec![Column::short("工作表"), Column::number("行"), Column::text("原因和办法", 24)];
    let mut section = Section::headed("没有导入的").with_table(Table::list(columns, rows.collect()));
    if report.skipped.len() > REFUSED {
        let total = format!("……共 {} 处；全部写入文件请加 --rejects 文件名", report.skipped.len());
        section.total = Some(total.into());
    }
    section
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
        let title = |at: usize| titles.get(at).cloned().unwrap_or_default();
        let mut columns =
            vec![Column::short("工作表"), Column::number("行"), Column::text("没有导入的原因", 24)];
        columns.extend((0..width).map(|at| Column::text(&title(at), 8)));
        let rows = rows.iter().map(|(skipped, cells)| {
            let head = [
                Cell::new(skipped.sheet.as_str()),
                Cell::new(i64::from(skipped.row)),
                Cell::new(skipped.reason.as_str()),
            ];
            let cells = (0..width).map(|at| Cell::new(cells.get(at).map(String::as_str)));
            Row::item(head.into_iter().chain(cells).collect())
        });
        page.sections.push(Section::default().with_table(Table::list(columns, rows.collect())));
    }
    page
}
