//! 二、本周进展: what was finished, what went on, what is new, which deadlines moved.

use super::words::Words;
use super::{task_cells, task_columns};
use crate::core::calendar::Period;
use crate::core::entry::{EntryKind, LogEntry};
use crate::core::lifecycle::Verb;
use crate::core::status::Status;
use crate::printout::Occasion;
use crate::printout::labels::{day_cell, deadline_cell, id_cell, month_day};
use crate::printout::page::{Cell, Column, Level, Row, Section, Table, Tone};
use crate::report::bulletin::Bulletin;
use crate::report::facts::Judged;

/// The chapter.
pub(super) fn sections(bulletin: &Bulletin<'_>, words: &Words, occasion: Occasion<'_>) -> Vec<Section> {
    let this = words.this;
    let mut sections = vec![Section::headed(format!("二、{this}进展"))];
    sections.extend(finished(bulletin, this, occasion));
    sections.push(
        part("（二）推进", bulletin.progressed.len(), this, "记录进展")
            .with_table(progressed(bulletin, occasion)),
    );
    sections
        .push(part("（三）新增", bulletin.added.len(), this, "新增").with_table(added(bulletin, occasion)));
    sections.push(
        part("（四）时限调整", bulletin.moved.len(), this, "调整时限").with_table(moved(bulletin, occasion)),
    );
    if !bulletin.cancelled.is_empty() {
        sections.push(
            part("（五）取消", bulletin.cancelled.len(), this, "取消")
                .with_table(cancelled(bulletin, occasion)),
        );
    }
    sections
}

/// A part with its count in a sentence, also where there is none.
fn part(heading: &str, count: usize, this: &str, what: &str) -> Section {
    let line = match count {
        0 => format!("{this}没有{what}的任务。"),
        count => format!("{this}{what}{count}项。"),
    };
    Section::headed(heading).ranked(Level::Second).with_line(line)
}

/// What was finished; what still waits for 核销 and what was only recorded now stand apart.
fn finished(bulletin: &Bulletin<'_>, this: &str, occasion: Occasion<'_>) -> Vec<Section> {
    let (done, waiting): (Vec<&Judged<'_>>, Vec<&Judged<'_>>) =
        bulletin.done.iter().partition(|judged| judged.task.status == Status::Done);
    let mut sections =
        vec![part("（一）办结", done.len(), this, "办结").with_table(finish_table(&done, occasion))];
    let apart = [
        (format!("{this}报办结、待核销{}项：", waiting.len()), waiting),
        (
            format!("此前办完、{this}核销或补报{}项：", bulletin.caught_up.len()),
            bulletin.caught_up.iter().collect(),
        ),
    ];
    for (line, tasks) in apart {
        if !tasks.is_empty() {
            sections.push(Section::default().with_line(line).with_table(finish_table(&tasks, occasion)));
        }
    }
    sections
}

fn finish_table(tasks: &[&Judged<'_>], occasion: Occasion<'_>) -> Table {
    let mut columns = task_columns();
    columns.extend([
        Column::short("时限"),
        Column::short("办结日期"),
        Column::short("是否按时"),
        Column::spare("成果", 12),
    ]);
    let rows = tasks.iter().map(|judged| {
        let mut cells = task_cells(judged, occasion);
        cells.extend([
            deadline_cell(judged, occasion.settings),
            judged.task.done_on.map(|day| day_cell(day, occasion.settings)).unwrap_or_default(),
            in_time(judged),
            Cell::new(judged.task.outcome.as_deref()),
        ]);
        Row::item(cells)
    });
    Table::list(columns, rows.collect())
}

fn in_time(judged: &Judged<'_>) -> Cell {
    let late = judged.task.done_on.zip(judged.standing.deadline.date);
    match late.map(|(done, deadline)| (done - deadline).num_days()) {
        None => Cell::new("没有时限"),
        Some(days) if days > 0 => Cell::new(format!("逾期{days}天")).toned(Tone::Yellow),
        Some(_) => Cell::new("按时"),
    }
}

fn progressed(bulletin: &Bulletin<'_>, occasion: Occasion<'_>) -> Table {
    let rows = bulletin.progressed.iter().map(|progress| {
        let task = progress.judged.task;
        let said: Vec<String> = progress.entries.iter().map(|entry| said(entry)).collect();
        Row::item(vec![
            id_cell(task.id, occasion.settings),
            Cell::new(task.title.as_str()),
            Cell::new(task.lead.as_deref()),
            Cell::new(said.join("\n")),
        ])
    });
    let columns = vec![
        Column::short("编号"),
        Column::text("任务", 12),
        Column::text("牵头单位", 8),
        Column::text("进展", 28),
    ];
    Table::list(columns, rows.collect())
}

/// `6月29日　到课36人，驻外4人录像补课（邹婉秋）`
fn said(entry: &LogEntry) -> String {
    let text = entry.text.as_deref();
    let with_reason = |what: &str| match text {
        Some(text) => format!("{what}：{text}"),
        None => what.to_owned(),
    };
    let what = match (&entry.kind, entry.period.as_deref()) {
        (EntryKind::Verb(Verb::Note), _) => text.unwrap_or_default().to_owned(),
        (EntryKind::Verb(Verb::Done), Some(key)) => {
            let period = Period::parse(key).map_or_else(|| key.to_owned(), Period::label);
            let on = entry.on.map(|on| format!("（{}办）", month_day(on))).unwrap_or_default();
            with_reason(&format!("办结{period}的一次{on}"))
        }
        (kind, _) => with_reason(kind.label()),
    };
    let by = entry.by.as_deref().map(|by| format!("（{by}）")).unwrap_or_default();
    format!("{}　{what}{by}", month_day(entry.date))
}

fn added(bulletin: &Bulletin<'_>, occasion: Occasion<'_>) -> Table {
    let mut columns = task_columns();
    columns.extend([Column::short("时限"), Column::short("登记日期")]);
    let rows = bulletin.added.iter().map(|(judged, day)| {
        let mut cells = task_cells(judged, occasion);
        cells.extend([deadline_cell(judged, occasion.settings), day_cell(*day, occasion.settings)]);
        Row::item(cells)
    });
    Table::list(columns, rows.collect())
}

fn moved(bulletin: &Bulletin<'_>, occasion: Occasion<'_>) -> Table {
    let rows = bulletin.moved.iter().map(|(judged, entry)| {
        let task = judged.task;
        let day = |day: Option<chrono::NaiveDate>| {
            day.map(|day| day_cell(day, occasion.settings)).unwrap_or_default()
        };
        Row::item(vec![
            id_cell(task.id, occasion.settings),
            Cell::new(task.title.as_str()),
            Cell::new(task.lead.as_deref()),
            day(entry.from),
            day(entry.to),
            Cell::new(entry.text.as_deref()),
            Cell::new(entry.approved_by.as_deref()),
        ])
    });
    let columns = vec![
        Column::short("编号"),
        Column::text("任务", 12),
        Column::text("牵头单位", 8),
        Column::short("原时限"),
        Column::short("新时限"),
        Column::text("理由", 8),
        Column::text("批准人", 6).of_people(),
    ];
    Table::list(columns, rows.collect())
}

fn cancelled(bulletin: &Bulletin<'_>, occasion: Occasion<'_>) -> Table {
    let mut columns = task_columns();
    columns.push(Column::text("理由", 16));
    let rows = bulletin.cancelled.iter().map(|judged| {
        let reason = judged.task.log.iter().rev().find(|entry| entry.kind == EntryKind::Verb(Verb::Cancel));
        let mut cells = task_cells(judged, occasion);
        cells.push(Cell::new(reason.and_then(|entry| entry.text.as_deref())));
        Row::item(cells)
    });
    Table::list(columns, rows.collect())
}
