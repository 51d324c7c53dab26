//! The draft as a table to be completed (任务清单): one row a task, with the titles that `import` knows, and what the plan does
//! not say marked in yellow.

use std::borrow::Cow;

use super::page;
use crate::core::dedupe::{Step, basis, steps, title};
use crate::core::draft::{DraftPhase, DraftTask};
use crate::core::field::Field;
use crate::core::frequency;
use crate::core::task::Kind;
use crate::printout::Occasion;
use crate::printout::columns::table;
use crate::printout::page::{Cell, Column, Page, Paper, Section, Table, Tone, Value};
use crate::report::draft::Review;

/// 任务清单, and 阶段 where the plan has any: a page each.
pub fn draft_form(review: &Review<'_>, occasion: Occasion<'_>) -> Vec<Page> {
    let mut tasks = Page { paper: Paper::A3Landscape, ..page(review, "任务清单", occasion) };
    tasks.sections.push(Section::default().with_table(rows(review)));
    tasks.subtitle.push(
        "黄色的格子方案里没有写，请补上；不要的整行删去，漏了的加一行。填好以后用 ledger import 导入"
            .to_owned(),
    );
    let mut phases = Page { paper: Paper::A4Landscape, ..page(review, "阶段", occasion) };
    phases.sections.push(Section::default().with_table(phase_rows(review)));
    phases.subtitle.push("没有结束时间的阶段是长期坚持；要定时限的，请填上结束时间".to_owned());
    if review.draft.phases.is_empty() { vec![tasks] } else { vec![tasks, phases] }
}

/// A task or a step of one, with what it is a step of.
struct Row<'a> {
    task: Cow<'a, DraftTask>,
    parent: Option<String>,
}

fn rows(review: &Review<'_>) -> Table {
    let mut rows = Vec::new();
    for task in &review.draft.tasks {
        rows.push(Row { task: Cow::Borrowed(task), parent: None });
        rows.extend(steps(task).into_iter().map(|step| of_step(task, step)));
    }
    let phases = review.draft.phases.iter().map(|phase| phase.name.as_str());
    let domains = review.draft.domains.iter().map(|domain| domain.name.as_str());
    let column = |field: Field, head: Column| head.drawn(move |row: &Row<'_>| wanted(review, field, row));
    let text = |field: Field, least: u16| column(field, Column::text(field.label(), least));
    let short = |field: Field| column(field, Column::short(field.label()));
    let sheet = |field: Field| column(field, Column::sheet(field.label()));
    let mut columns = vec![
        Column::number("行号").drawn(|row: &Row<'_>| row.task.line),
        text(Field::Title, 24),
        text(Field::Content, 40),
        text(Field::Domain, 12).among(domains),
        text(Field::Measure, 12),
        text(Field::Phase, 10).among(phases),
        text(Field::Lead, 12),
        text(Field::Support, 12),
        column(Field::Leader, Column::sheet(Field::Leader.label()).of_people()),
        column(Field::Owner, Column::text(Field::Owner.label(), 8).of_people()),
        short(Field::Start),
        short(Field::Due),
        text(Field::DueText, 10),
        short(Field::LongTerm).among(["是"]),
        short(Field::Repeat),
        sheet(Field::Standard),
        sheet(Field::Weight),
        sheet(Field::Tags),
        text(Field::Basis, 10),
    ];
    // Most plans have no issues and no steps: then nobody looks at empty columns for them.
    columns.extend(rows.iter().any(|row| row.task.kind != Kind::Task).then(|| short(Field::Kind)));
    columns.extend(rows.iter().any(|row| row.parent.is_some()).then(|| text(Field::Parent, 12)));
    table(columns, &rows)
}

fn of_step(task: &DraftTask, step: Step) -> Row<'_> {
    let Step { title: name, content, due, due_text } = step;
    let one = DraftTask {
        title: name,
        content: Some(content),
        due: Some(due),
        due_text: Some(due_text),
        long_term: false,
        repeat: None,
        needs: Vec::new(),
        ..task.clone()
    };
    Row { task: Cow::Owned(one), parent: Some(title(task)) }
}

/// What the plan says under a field; in yellow where it says nothing and somebody has to.
fn wanted(review: &Review<'_>, field: Field, row: &Row<'_>) -> Cell {
    let task = &row.task;
    let value = said(review, field, row);
    let is_wanted =
        value == Value::Empty && (task.needs.contains(&field.key()) || is_spanless(review, field, task));
    Cell::new(value).toned(is_wanted.then_some(Tone::Yellow))
}

/// Whether the day is one that a rhythm has to begin or to end on.
fn is_spanless(review: &Review<'_>, field: Field, task: &DraftTask) -> bool {
    let phase = review.draft.phases.iter().find(|phase| Some(&phase.name) == task.phase.as_ref());
    let has_day = match field {
        Field::Start => phase.is_some_and(|phase| phase.start.is_some()),
        Field::Due => phase.is_some_and(|phase| phase.end.is_some()),
        _ => return false,
    };
    task.repeat.is_some() && !has_day
}

fn said(review: &Review<'_>, field: Field, Row { task, parent }: &Row<'_>) -> Value {
    let repeat = task.repeat.as_ref();
    let list = |names: &[String]| if names.is_empty() { Value::Empty } else { names.join("、").into() };
    match field {
        Field::Title => title(task).into(),
        Field::Content => task.content.as_deref().into(),
        Field::Domain => task.domain.as_deref().into(),
        Field::Measure => task.measure.as_deref().into(),
        Field::Phase => task.phase.as_deref().into(),
        Field::Lead => task.lead.as_deref().into(),
        Field::Support => list(&task.support),
        Field::Leader => task.leader.as_deref().into(),
        Field::Owner => task.owner.as_deref().into(),
        // The days of a rhythm are those of its task: the sheet needs no columns of their own for them.
        Field::Start => repeat.and_then(|repeat| repeat.from).or(task.start).into(),
        Field::Due => repeat.and_then(|repeat| repeat.until).or(task.due).filter(|_| !task.long_term).into(),
        Field::DueText => task.due_text.as_deref().into(),
        Field::LongTerm => task.long_term.then_some("是").into(),
        Field::Repeat => repeat.map(frequency::brief).into(),
        Field::Standard => task.standard.as_deref().into(),
        Field::Weight => task.weight.map(|points| Value::Decimal(points, 0)).into(),
        Field::Tags => list(&task.tags),
        Field::Basis => basis(review.draft, task).into(),
        Field::Kind => (task.kind != Kind::Task).then(|| task.kind.label()).into(),
        Field::Parent => parent.as_deref().into(),
        // A plan says nothing under any other.
        _ => Value::Empty,
    }
}

fn phase_rows(review: &Review<'_>) -> Table {
    let end = |phase: &DraftPhase| Cell::new(phase.end).toned(phase.end.is_none().then_some(Tone::Yellow));
    let columns = vec![
        Column::number("行号").drawn(|phase: &DraftPhase| phase.line),
        Column::text("名称", 16).drawn(|phase: &DraftPhase| phase.name.as_str()),
        Column::short("开始时间").drawn(|phase: &DraftPhase| phase.start),
        Column::short("结束时间").drawn(end),
        Column::text("原文", 20).drawn(|phase: &DraftPhase| phase.text.as_deref()),
    ];
    table(columns, &review.draft.phases)
}
