//! 二、本周进展: what was finished, what went on, what is new, which deadlines moved.

use chrono::NaiveDate;

use super::whose;
use super::words::Words;
use crate::core::calendar::Period;
use crate::core::entry::{EntryKind, LogEntry};
use crate::core::field::Field;
use crate::core::lifecycle::Verb;
use crate::core::status::Status;
use crate::printout::Occasion;
use crate::printout::columns::{self, ColumnOf, of_rows, table};
use crate::printout::labels::{day_cell, days_late, month_day};
use crate::printout::page::{Cell, Column, Level, Section, Table, Tone};
use crate::report::bulletin::{Bulletin, Progress};
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

fn finish_table<'a>(tasks: &[&'a Judged<'a>], occasion: Occasion<'a>) -> Table {
    let day = |judged: &Judged<'_>| {
        judged.task.done_on.map(|day| day_cell(day, occasion.settings)).unwrap_or_default()
    };
    let mut columns = whose(occasion);
    columns.extend([
        columns::due(occasion),
        Column::short(Field::DoneOn.label()).drawn(day),
        Column::short("是否按时").drawn(in_time),
        columns::field(Field::Outcome, |title| Column::spare(title, 12)),
    ]);
    table(columns, tasks.iter().copied())
}

fn in_time(judged: &Judged<'_>) -> Cell {
    let late = judged.task.done_on.zip(judged.standing.deadline.date);
    match late.map(|(done, deadline)| (done - deadline).num_days()) {
        None => Cell::new("没有时限"),
        Some(days) if days > 0 => Cell::new(days_late(days)).toned(Tone::Yellow),
        Some(_) => Cell::new("按时"),
    }
}

/// Which task it is and whose office's, where the column of the news needs the room.
fn of_office<'a, S: 'a>(
    occasion: Occasion<'a>,
    judged: impl Fn(S) -> &'a Judged<'a> + Copy + 'a,
) -> Vec<ColumnOf<'a, S>> {
    of_rows(vec![columns::id(occasion), columns::task(12), columns::lead()], judged)
}

fn progressed(bulletin: &Bulletin<'_>, occasion: Occasion<'_>) -> Table {
    let news = |progress: &Progress<'_>| {
        progress.entries.iter().map(|entry| said(entry)).collect::<Vec<_>>().join("\n")
    };
    let mut columns = of_office(occasion, |progress: &Progress<'_>| &progress.judged);
    columns.push(Column::text("进展", 28).drawn(news));
    table(columns, &bulletin.progressed)
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
    let mut columns = whose(occasion);
    columns.push(columns::due(occasion));
    let mut columns = of_rows(columns, |(judged, _): &(Judged<'_>, NaiveDate)| judged);
    columns.push(
        Column::short("登记日期")
            .drawn(|(_, day): &(Judged<'_>, NaiveDate)| day_cell(*day, occasion.settings)),
    );
    table(columns, &bulletin.added)
}

fn moved(bulletin: &Bulletin<'_>, occasion: Occasion<'_>) -> Table {
    type Moved<'a> = (Judged<'a>, &'a LogEntry);
    let day = |title, day: fn(&LogEntry) -> Option<NaiveDate>| {
        Column::short(title).drawn(move |(_, entry): &Moved<'_>| {
            day(entry).map(|day| day_cell(day, occasion.settings)).unwrap_or_default()
        })
    };
    let approved = |(_, entry): &Moved<'_>| {
        let on = entry.approved_on.map(|on| format!("（{}）", month_day(on))).unwrap_or_default();
        entry.approved_by.as_ref().map(|name| format!("{name}{on}"))
    };
    let mut columns = of_office(occasion, |(judged, _): &Moved<'_>| judged);
    columns.extend([
        day("原时限", |entry| entry.from),
        day("新时限", |entry| entry.to),
        Column::text("理由", 8).drawn(|(_, entry): &Moved<'_>| entry.text.as_deref()),
        Column::text("批准人", 6).of_people().drawn(approved),
    ]);
    table(columns, &bulletin.moved)
}

fn cancelled(bulletin: &Bulletin<'_>, occasion: Occasion<'_>) -> Table {
    let reason = |judged: &Judged<'_>| {
        let entry = judged.task.log.iter().rev().find(|entry| entry.kind == EntryKind::Verb(Verb::Cancel));
        Cell::new(entry.and_then(|entry| entry.text.as_deref()))
    };
    let mut columns = whose(occasion);
    columns.push(Column::text("理由", 16).drawn(reason));
    table(columns, &bulletin.cancelled)
}
