//! The draft as a table to be completed (任务清单): one row a task, with the titles that `import` knows, and what the plan does
//! not say marked in yellow.

use super::page;
use crate::core::draft::{DraftPhase, DraftTask};
use crate::core::field::Field;
use crate::core::frequency;
use crate::core::registered::{Step, basis, steps, title};
use crate::core::task::Kind;
use crate::printout::Occasion;
use crate::printout::page::{Cell, Column, Page, Paper, Row, Section, Table, Tone, Value};
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

fn rows(review: &Review<'_>) -> Table {
    use Field::{
        Basis, Content, Domain, Due, DueText, Leader, LongTerm, Measure, Owner, Phase, Repeat, Standard,
        Start, Support, Tags, Title, Weight,
    };
    let phases = review.draft.phases.iter().map(|phase| phase.name.as_str());
    let domains = review.draft.domains.iter().map(|domain| domain.name.as_str());
    let mut columns = vec![
        Column::number("行号"),
        Column::text(Title.label(), 24),
        Column::text(Content.label(), 40),
        Column::text(Domain.label(), 12).among(domains),
        Column::text(Measure.label(), 12),
        Column::text(Phase.label(), 10).among(phases),
        Column::text(Field::Lead.label(), 12),
        Column::text(Support.label(), 12),
        Column::sheet(Leader.label()).of_people(),
        Column::text(Owner.label(), 8).of_people(),
        Column::short(Start.label()),
        Column::short(Due.label()),
        Column::text(DueText.label(), 10),
        Column::short(LongTerm.label()).among(["是"]),
        Column::short(Repeat.label()),
        Column::sheet(Standard.label()),
        Column::sheet(Weight.label()),
        Column::sheet(Tags.label()),
        Column::text(Basis.label(), 10),
        Column::short(Field::Kind.label()),
        Column::text(Field::Parent.label(), 12),
    ];
    let mut rows = Vec::new();
    for task in &review.draft.tasks {
        rows.push(Row::item(cells(review, task, None)));
        let steps = steps(task).into_iter();
        rows.extend(steps.map(|step| Row::item(step_cells(review, task, step))));
    }
    // Most plans have no issues and no steps: then nobody looks at empty columns for them.
    for optional in [columns.len() - 1, columns.len() - 2] {
        if rows.iter().all(|row| row.cells[optional].value == Value::Empty) {
            columns.remove(optional);
            for row in &mut rows {
                row.cells.remove(optional);
            }
        }
    }
    Table::list(columns, rows)
}

fn cells(review: &Review<'_>, task: &DraftTask, parent: Option<&str>) -> Vec<Cell> {
    let phase = review.draft.phases.iter().find(|phase| Some(&phase.name) == task.phase.as_ref());
    // A rhythm has to begin and to end some day.
    let spanless = |field: Field| match field {
        Field::Start => task.repeat.is_some() && phase.is_none_or(|phase| phase.start.is_none()),
        Field::Due => task.repeat.is_some() && phase.is_none_or(|phase| phase.end.is_none()),
        _ => false,
    };
    let wanted = |field: Field, value: Value| {
        let is_wanted = value == Value::Empty && (task.needs.contains(&field.key()) || spanless(field));
        Cell { value, ..Cell::default() }.toned(is_wanted.then_some(Tone::Yellow))
    };
    let said = |field: Field, said: Option<&str>| wanted(field, said.into());
    let day = |day: Option<chrono::NaiveDate>| day.map_or(Value::Empty, Value::Date);
    let repeat = task.repeat.as_ref();
    // The days of a rhythm are those of its task: the sheet needs no columns of their own for them.
    let start = repeat.and_then(|repeat| repeat.from).or(task.start);
    let due = repeat.and_then(|repeat| repeat.until).or(task.due).filter(|_| !task.long_term);
    let rhythm = repeat.map(frequency::brief);
    let basis = basis(review.draft, task);
    let list = |names: &[String]| if names.is_empty() { Value::Empty } else { names.join("、").into() };
    vec![
        Cell::new(task.line),
        wanted(Field::Title, title(task).into()),
        said(Field::Content, task.content.as_deref()),
        said(Field::Domain, task.domain.as_deref()),
        said(Field::Measure, task.measure.as_deref()),
        said(Field::Phase, task.phase.as_deref()),
        said(Field::Lead, task.lead.as_deref()),
        wanted(Field::Support, list(&task.support)),
        said(Field::Leader, task.leader.as_deref()),
        said(Field::Owner, task.owner.as_deref()),
        wanted(Field::Start, day(start)),
        wanted(Field::Due, day(due)),
        said(Field::DueText, task.due_text.as_deref()),
        Cell::new(task.long_term.then_some("是")),
        wanted(Field::Repeat, rhythm.map_or(Value::Empty, Value::Text)),
        said(Field::Standard, task.standard.as_deref()),
        Cell::new(task.weight.map_or(Value::Empty, |points| Value::Decimal(points, 0))),
        wanted(Field::Tags, list(&task.tags)),
        said(Field::Basis, basis.as_deref()),
        Cell::new((task.kind != Kind::Task).then(|| task.kind.label())),
        Cell::new(parent),
    ]
}

fn step_cells(review: &Review<'_>, task: &DraftTask, step: Step) -> Vec<Cell> {
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
    cells(review, &one, Some(&title(task)))
}

fn phase_rows(review: &Review<'_>) -> Table {
    let day = |day: Option<chrono::NaiveDate>| Cell::new(day.map_or(Value::Empty, Value::Date));
    let row = |phase: &DraftPhase| {
        let end = day(phase.end).toned(phase.end.is_none().then_some(Tone::Yellow));
        Row::item(vec![
            Cell::new(phase.line),
            Cell::new(phase.name.as_str()),
            day(phase.start),
            end,
            Cell::new(phase.text.as_deref()),
        ])
    };
    let columns = vec![
        Column::number("行号"),
        Column::text("名称", 16),
        Column::short("开始时间"),
        Column::short("结束时间"),
        Column::text("原文", 20),
    ];
    Table::list(columns, review.draft.phases.iter().map(row).collect())
}
