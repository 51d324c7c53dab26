//! The layouts of 起草: a review of what was found in a plan, and the lines that yielded nothing.

mod form;

pub use form::draft_form;

use chrono::NaiveDate;

use super::Occasion;
use super::columns::{ColumnOf, table};
use super::labels::{day_cell, plain_day};
use super::page::{Cell, Column, Line, Page, Paper, Section, Table, Tone};
use crate::core::draft::{DraftDomain, DraftPhase, DraftTask, Unused, Warning};
use crate::core::field::Field;
use crate::core::frequency;
use crate::core::settings::Settings;
use crate::report::draft::{Kind, Review};

/// The review on a page.
pub fn draft(review: &Review<'_>, occasion: Occasion<'_>) -> Page {
    let mut page = page(review, "任务拆解", occasion);
    let draft = review.draft;
    let mut first = Section::default().with_line(found(review));
    if let Some(line) = lacking(review) {
        first = first.with_line(line);
    }
    page.sections.push(first);
    let parts = [
        ("阶段", phases(review, occasion.settings)),
        ("重点任务", domains(review)),
        ("任务", tasks(review, occasion.settings)),
        ("提醒", warnings(review)),
    ];
    for (heading, table) in parts {
        if !table.rows.is_empty() {
            page.sections.push(Section::headed(heading).with_table(table));
        }
    }
    if !draft.unused.is_empty() {
        page.notes.push(format!("有 {} 行没有拆出任务；逐行看用 --unused", draft.unused.len()));
    }
    if draft.tasks.is_empty() && draft.phases.is_empty() {
        return page;
    }
    let write = if review.has_ledger { "加 --write 写入台账，或" } else { "" };
    page.notes.push(format!(
        "还没有写入台账。核对以后，{write}加 -o 任务清单.xlsx 存成表格，补齐空缺，再用 ledger import 导入"
    ));
    page
}

/// The lines that yielded nothing.
pub fn unused(review: &Review<'_>, occasion: Occasion<'_>) -> Page {
    let mut page = page(review, "没有拆出任务的行", occasion);
    let unused = &review.draft.unused;
    let line = match unused.len() {
        0 => "每一行都用上了".to_owned(),
        count => format!("有 {count} 行没有拆出任务；漏了的请用 ledger add 登记，或在表格里补一行"),
    };
    let columns = vec![
        Column::number("行号").drawn(|unused: &Unused| unused.line),
        Column::text("原文", 40).drawn(|unused: &Unused| unused.text.as_str()),
    ];
    let table = table(columns, unused);
    page.sections.push(Section::default().with_line(line).with_table(table));
    page
}

fn page(review: &Review<'_>, what: &str, occasion: Occasion<'_>) -> Page {
    let title = review.draft.title.as_deref().unwrap_or("方案");
    Page {
        title: format!("{title}　{what}"),
        subtitle: vec![format!("方案文件：{}　{}", review.file, plain_day(occasion.today))],
        paper: Paper::A4Landscape,
        ..Page::default()
    }
}

/// `拆出任务 34 项：定了时限 20、按频次 6、长期坚持 4、时限待定 4；阶段 3 个，重点任务 5 个`
fn found(review: &Review<'_>) -> Line {
    let draft = review.draft;
    let tally = review.tally();
    if draft.tasks.is_empty() {
        let why = "没有拆出任务；如果方案里有，请用 --unused 逐行看，核对文件是不是完整、是不是电子稿";
        return Line::default().and(why, Some(Tone::Red));
    }
    let kinds = [
        ("定了时限", tally.dated, None),
        ("按频次", tally.recurring, None),
        ("长期坚持", tally.long_term, None),
        ("时限待定", tally.undated, Some(Tone::Yellow)),
    ];
    let mut line = Line::from(format!("拆出任务 {} 项", draft.tasks.len()));
    let mut before = "：";
    for (label, count, tone) in kinds.into_iter().filter(|(_, count, _)| *count > 0) {
        line = line.and(before, None).and(format!("{label} {count}"), tone);
        before = "、";
    }
    line.and(format!("；阶段 {} 个，重点任务 {} 个", draft.phases.len(), draft.domains.len()), None)
}

/// What is to be filled in, and what the ledger has already.
fn lacking(review: &Review<'_>) -> Option<Line> {
    let mut line = Line::default();
    let known = review.tasks.iter().filter(|known| **known).count();
    if known > 0 {
        line = line.and(format!("台账里已有 {known} 项，写入时不再登记"), None);
    }
    let fields: Vec<(&str, usize)> = [Field::Lead, Field::Due, Field::Title]
        .into_iter()
        .map(|field| (field.label(), review.lacking(field.key())))
        .filter(|(_, count)| *count > 0)
        .collect();
    for (at, (label, count)) in fields.into_iter().enumerate() {
        let before = match (at, line.0.is_empty()) {
            (0, true) => "方案没有写明：",
            (0, false) => "；方案没有写明：",
            _ => "、",
        };
        line = line.and(before, None).and(format!("{label} {count} 项"), Some(Tone::Yellow));
    }
    (!line.0.is_empty()).then_some(line)
}

fn phases(review: &Review<'_>, settings: &Settings) -> Table {
    type Row<'a> = Found<'a, DraftPhase>;
    let day = |title: &str, day: fn(&DraftPhase) -> Option<NaiveDate>| {
        Column::short(title).drawn(move |(phase, _): Row<'_>| {
            day(phase).map(|day| day_cell(day, settings)).unwrap_or_default()
        })
    };
    let mut columns = vec![
        Column::number("行号").drawn(|(phase, _): Row<'_>| phase.line),
        Column::text(Field::Phase.label(), 12).drawn(|(phase, _): Row<'_>| phase.name.as_str()),
        day("开始时间", |phase| phase.start),
        day("结束时间", |phase| phase.end),
        Column::text("原文", 16).drawn(|(phase, _): Row<'_>| phase.text.as_deref()),
    ];
    columns.extend(in_ledger(review));
    table(columns, review.draft.phases.iter().zip(&review.phases))
}

fn domains(review: &Review<'_>) -> Table {
    type Row<'a> = Found<'a, DraftDomain>;
    let mut columns = vec![
        Column::number("行号").drawn(|(domain, _): Row<'_>| domain.line),
        Column::text(Field::Domain.label(), 20).drawn(|(domain, _): Row<'_>| domain.name.as_str()),
    ];
    columns.extend(in_ledger(review));
    table(columns, review.draft.domains.iter().zip(&review.domains))
}

/// Something that was found in the plan, and whether the ledger has it already.
type Found<'a, T> = (&'a T, &'a bool);

/// Whether the ledger has it, where there is a ledger.
fn in_ledger<'a, T>(review: &Review<'_>) -> Option<ColumnOf<'a, Found<'a, T>>> {
    let known = |(_, known): Found<'_, T>| if *known { "已有" } else { "新增" };
    review.has_ledger.then(|| Column::spare("台账", 4).drawn(known))
}

fn tasks(review: &Review<'_>, settings: &Settings) -> Table {
    type Row<'a> = Found<'a, DraftTask>;
    let needs = |(task, _): Row<'_>| {
        let needs: Vec<&str> = task.needs.iter().map(|key| label(key)).collect();
        Cell::new(needs.join("、")).toned(Tone::Yellow)
    };
    let mut columns = vec![
        Column::number("行号").drawn(|(task, _): Row<'_>| task.line),
        Column::text("任务", 20).drawn(|(task, _): Row<'_>| task.title.as_str()),
        Column::spare(Field::Phase.label(), 8).drawn(|(task, _): Row<'_>| task.phase.as_deref()),
        Column::spare(Field::Domain.label(), 12).drawn(|(task, _): Row<'_>| task.domain.as_deref()),
        Column::text(Field::Lead.label(), 10).drawn(|(task, _): Row<'_>| task.lead.as_deref()),
        Column::text("时限或频次", 10).drawn(|(task, _): Row<'_>| deadline(review, task, settings)),
        Column::text("还缺", 8).drawn(needs),
    ];
    columns.extend(in_ledger(review));
    table(columns, review.draft.tasks.iter().zip(&review.tasks))
}

/// The day, the rhythm, or what stands in their place.
fn deadline(review: &Review<'_>, task: &DraftTask, settings: &Settings) -> Cell {
    match (review.kind(task), &task.repeat, task.due) {
        (Kind::Recurring, Some(repeat), _) => Cell::new(frequency::brief(repeat)),
        (Kind::LongTerm, _, Some(due)) => Cell::new(format!("长期，先于 {due}")),
        (Kind::LongTerm, ..) => Cell::new("长期"),
        (Kind::Dated, _, Some(due)) if task.milestones.len() > 1 => {
            Cell::new(format!("{due}（分 {} 步）", task.milestones.len()))
        }
        (Kind::Dated, _, Some(due)) => day_cell(due, settings),
        (Kind::Dated, ..) => Cell::new("随阶段"),
        _ => Cell::new("待定").toned(Tone::Yellow),
    }
}

fn warnings(review: &Review<'_>) -> Table {
    let columns = vec![
        Column::number("行号").drawn(|warning: &Warning| warning.line),
        Column::text("请核对", 40).drawn(|warning: &Warning| warning.message.as_str()),
    ];
    table(columns, &review.draft.warnings)
}

/// A key that a person has still to fill in, in the office's words.
fn label(key: &'static str) -> &'static str {
    Field::of_key(key).map_or(key, Field::label)
}
