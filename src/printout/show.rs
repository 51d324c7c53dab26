//! The layout of 查看: one task, all of it.

use super::Occasion;
use super::columns::table;
use super::labels::{light_text, no_deadline, progress_cell, source_label, tone};
use super::page::{Cell, Column, Page, Row, Section, Table, Tone, Value};
use crate::core::change::Value as Said;
use crate::core::entry::LogEntry;
use crate::core::field::Field;
use crate::core::frequency;
use crate::core::repeat::{Fulfilment, Obligation, Schedule};
use crate::report::show::Show;

/// The task on a page.
pub fn show(show: &Show<'_>, occasion: Occasion<'_>) -> Page {
    let task = show.judged.task;
    let mut page = occasion.page("任务单");
    page.sections.push(Section::headed(task.named()).with_table(fields(show, occasion)));
    if let Some(schedule) = &show.judged.standing.schedule {
        let heading = format!("各周期办理情况（{}/{} 次）", schedule.met(), schedule.owed());
        page.sections.push(Section::headed(heading).with_table(periods(schedule, occasion)));
    }
    if !show.children.is_empty() {
        let table = super::list::tasks(&show.children, occasion);
        page.sections
            .push(Section::headed(format!("下级任务（{} 项）", show.children.len())).with_table(table));
    }
    page.sections.push(match task.log.as_slice() {
        [] => Section::headed("办理记录").with_line("还没有办理记录"),
        log => Section::headed(format!("办理记录（{} 条）", log.len())).with_table(entries(log)),
    });
    page
}

fn fields(show: &Show<'_>, occasion: Occasion<'_>) -> Table {
    let mut rows: Vec<Row> = Field::all().filter_map(|field| field_row(field, show, occasion)).collect();
    for (key, value) in &show.unknown {
        rows.push(Row::item(vec![Cell::new(key.as_str()), Cell::new(value.as_str())]));
    }
    Table::form(vec![Column::short("栏目"), Column::text("内容", 30)], rows)
}

/// What a field says on paper, where it says anything.
fn field_row(field: Field, show: &Show<'_>, occasion: Occasion<'_>) -> Option<Row> {
    let (task, standing) = (show.judged.task, &show.judged.standing);
    let value = match field {
        // The heading says the one, the deadline the other.
        Field::Title | Field::LongTerm => None,
        Field::Kind => Some(Value::from(task.kind.label())),
        Field::Due => return Some(deadline_row(show)),
        Field::Parent => task.parent.as_ref().map(|typed| match show.parent {
            Some(parent) => Value::from(parent.named()),
            None => Value::from(typed.as_str()),
        }),
        Field::Status => {
            let light = light_text(&show.judged, occasion.settings);
            let cell = Cell::new(format!("{}　{light}", task.status.label())).toned(tone(standing.light()));
            return Some(Row::item(vec![Cell::new(field.label()), cell]));
        }
        Field::Progress => Some(progress_cell(&show.judged).value).filter(|value| *value != Value::Empty),
        Field::DoneOn => task.done_on.map(|day| match standing.finished_late {
            Some(true) => Value::from(format!("{day}（逾期办结）")),
            _ => Value::from(day),
        }),
        _ => task.get(field).map(|said| match said {
            Said::Date(day) => Value::from(day),
            Said::Repeat(repeat) => Value::from(frequency::set_out(&repeat)),
            said => Value::from(said.to_string()),
        }),
    };
    value.map(|value| Row::item(vec![Cell::new(field.label()), Cell::new(value)]))
}

fn deadline_row(show: &Show<'_>) -> Row {
    let standing = &show.judged.standing;
    let mut said = match standing.deadline.date {
        Some(day) => day.to_string(),
        None => no_deadline(&show.judged).to_owned(),
    };
    if let Some(source) = standing.deadline.source.filter(|_| standing.deadline.date.is_some()) {
        said = format!("{said}（{}）", source_label(source));
    }
    if let Some(original) =
        standing.deadline.original.filter(|original| Some(*original) != standing.deadline.date)
    {
        said = format!("{said}，原时限 {original}");
    }
    let told = [standing.deadline.date, standing.deadline.original];
    if let Some(due) = show.judged.task.due.filter(|due| !told.contains(&Some(*due))) {
        said = format!("{said}，任务所写时限 {due}");
    }
    Row::item(vec![Cell::new(Field::Due.label()), Cell::new(said)])
}

fn periods(schedule: &Schedule, occasion: Occasion<'_>) -> Table {
    let columns = vec![
        Column::short("周期").drawn(|owed: &Obligation| owed.period.label()),
        Column::short("周期代号").drawn(|owed: &Obligation| owed.period.to_string()),
        Column::number("应办").drawn(|owed: &Obligation| owed.times),
        Column::number("已办").drawn(|owed: &Obligation| owed.met()),
        Column::short("时限").drawn(|owed: &Obligation| owed.due),
        Column::text("情况", 8).drawn(|owed: &Obligation| period(owed, occasion)),
    ];
    table(columns, &schedule.periods)
}

/// How a period stands.
fn period(owed: &Obligation, occasion: Occasion<'_>) -> Cell {
    let (said, tone) = match owed.fulfilment(occasion.today) {
        Fulfilment::Missed => (format!("✗ 欠 {} 次", owed.missing()), Some(Tone::Red)),
        Fulfilment::Owed => (format!("○ 待办 {} 次", owed.missing()), None),
        Fulfilment::Late => ("≈ 补办（逾期）".to_owned(), Some(Tone::Yellow)),
        Fulfilment::Met => ("✓ 已办".to_owned(), Some(Tone::Blue)),
    };
    let moved = if owed.due == owed.due_original {
        String::new()
    } else {
        format!("，由 {} 延期", owed.due_original)
    };
    Cell::new(format!("{said}{moved}")).toned(tone)
}

fn entries(log: &[LogEntry]) -> Table {
    let columns = vec![
        Column::short("日期").drawn(|entry: &LogEntry| entry.date),
        Column::text("经办", 6)
            .of_people()
            .drawn(|entry: &LogEntry| Cell::new(entry.by.as_deref().unwrap_or("—"))),
        Column::short("事项").drawn(|entry: &LogEntry| entry.kind.label()),
        Column::text("内容", 30).drawn(said),
    ];
    table(columns, log)
}

fn said(entry: &LogEntry) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(entry.on.map(|on| format!("实际日期 {on}")));
    parts.extend(entry.period.as_ref().map(|period| format!("周期 {period}")));
    parts.extend(entry.text.clone());
    if let (Some(from), Some(to)) = (entry.from, entry.to) {
        let late = if entry.approved_day() > from { "（逾期后延期）" } else { "" };
        parts.push(format!("{from} → {to}{late}"));
    }
    parts.extend(entry.approved_by.as_ref().map(|name| format!("批准人 {name}")));
    parts.extend(entry.approved_on.map(|on| format!("批准日 {on}")));
    parts.extend(entry.same_as.as_ref().map(|id| format!("与 {id} 重复")));
    if !entry.evidence.is_empty() {
        parts.push(format!("佐证 {}", entry.evidence.join("、")));
    }
    parts.join("　")
}
