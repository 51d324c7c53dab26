//! The layout of 挂图作战: the wall chart.

use chrono::{Datelike, NaiveDate};

use super::columns::{self, ColumnOf, table};
use super::labels::{body_line, counts_and_rate, day_cell, deadline_cell, light_cell, progress_cell, tone};
use super::page::{Align, Cell, Column, Line, Mark, Page, Paper, Role, Section, Slot, Table, Tone, Value};
use super::{Occasion, labels};
use crate::core::calendar::{Every, Period};
use crate::core::field::Field;
use crate::core::light::Light;
use crate::core::repeat::Fulfilment;
use crate::core::settings::Marks;
use crate::core::status::Status;
use crate::report::board::{Bar, Board, Group, GroupBy, Row as BoardRow};
use crate::report::facts::Judged;
use crate::report::phases::PhaseState;

/// The board on a page.
pub fn board(board: &Board<'_>, occasion: Occasion<'_>) -> Page {
    let mut page = Page { paper: Paper::A3Landscape, ..occasion.page("挂图作战表") };
    page.subtitle.extend(board.bodies.iter().map(body_line));
    if !board.phases.is_empty() {
        page.sections.push(Section::headed("阶段时限").with_table(phases(board, occasion)));
    }
    let mut number = 0;
    for (at, group) in board.groups.iter().enumerate() {
        let heading = format!("{}、{}", ordinal(at + 1), group.name.as_deref().unwrap_or(nameless(board.by)));
        let mut section = Section::headed(heading).with_table(tasks(board, group, number, occasion));
        number += group.rows.len();
        section.total = Some(subtotal(group, occasion));
        page.sections.push(section);
    }
    page.sections.push(Section::headed("合计").with_line(counts_and_rate(&board.counts, occasion.settings)));
    page.notes = legend(occasion);
    page
}

fn nameless(by: GroupBy) -> &'static str {
    match by {
        GroupBy::Domain => "未列重点任务",
        GroupBy::Month => "没有时限",
        GroupBy::Phase => "未列阶段",
        GroupBy::Office => "未列牵头单位",
    }
}

fn grouped_by(by: GroupBy) -> &'static str {
    match by {
        GroupBy::Domain => Field::Domain.label(),
        GroupBy::Month => "时限月份",
        GroupBy::Phase => Field::Phase.label(),
        GroupBy::Office => Field::Lead.label(),
    }
}

/// 一、二、… 十一、
fn ordinal(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    match (number / 10, number % 10) {
        (0, ones) => DIGITS[ones].to_owned(),
        (1, ones) => format!("十{}", DIGITS[ones]),
        (tens @ 2..=9, ones) => format!("{}十{}", DIGITS[tens], DIGITS[ones]),
        _ => number.to_string(),
    }
}

/// A row of the chart: a phase above the groups, or a task in one of them.
struct Entry<'a> {
    what: What<'a>,
    bar: Option<Bar>,
    marks: Vec<(NaiveDate, Mark)>,
    tone: Tone,
}

#[derive(Clone, Copy)]
enum What<'a> {
    Phase(&'a PhaseState),
    /// With its number on the chart.
    Task(usize, &'a Judged<'a>),
}

impl<'a> Entry<'a> {
    fn of_phase(phase: &'a PhaseState, board: &Board<'_>, occasion: Occasion<'_>) -> Self {
        Self {
            what: What::Phase(phase),
            bar: phase_bar(phase, board),
            marks: phase.end.into_iter().map(|end| (end, Mark::Deadline)).collect(),
            tone: tone(phase.light(&occasion.settings.lights)),
        }
    }

    fn of_task(number: usize, row: &'a BoardRow<'a>, occasion: Occasion<'_>) -> Self {
        Self {
            what: What::Task(number, &row.judged),
            bar: row.bar,
            marks: marks(row, occasion.settings.board.marks),
            tone: tone(row.judged.standing.light()),
        }
    }

    fn judged(&self) -> Option<&'a Judged<'a>> {
        match self.what {
            What::Phase(_) => None,
            What::Task(_, judged) => Some(judged),
        }
    }
}

fn columns<'a>(board: &'a Board<'a>, occasion: Occasion<'a>) -> Vec<ColumnOf<'a, &'a Entry<'a>>> {
    let settings = occasion.settings;
    let number = |entry: &Entry<'_>| match entry.what {
        What::Phase(_) => None,
        What::Task(number, _) => Some(number),
    };
    let name = |entry: &Entry<'_>| match entry.what {
        What::Phase(phase) => Cell::new(phase.name.as_str()).toned(Tone::Strong),
        What::Task(_, judged) => Cell::new(judged.task.title.as_str()),
    };
    let due = move |entry: &Entry<'_>| match entry.what {
        What::Phase(phase) => phase.end.map_or(Cell::new("长期"), |end| day_cell(end, settings)),
        What::Task(_, judged) => deadline_cell(judged, settings),
    };
    let light = move |entry: &Entry<'_>| match entry.what {
        What::Phase(phase) => Cell::new(days_left(phase)).toned(entry.tone),
        What::Task(_, judged) => light_cell(judged, settings),
    };
    let progress = |entry: &Entry<'_>| match entry.what {
        What::Phase(phase) => Cell::new(phase.counts.done_rate().map(|rate| Value::Percent(rate.round()))),
        What::Task(_, judged) => progress_cell(judged),
    };
    let mut columns = vec![
        Column { align: Align::Right, ..Column::spare("序号", 4) }.drawn(number),
        columns::id(occasion).of(Entry::judged),
        Column::text("任务", 14).drawn(name),
        columns::lead().of(Entry::judged),
        columns::owner().of(Entry::judged),
        Column::short("时限").drawn(due),
    ];
    columns.extend(calendar(board));
    columns
        .extend([Column::short("灯").drawn(light), Column::number(Field::Progress.label()).drawn(progress)]);
    columns
}

/// The columns of the calendar. Where it covers several years, the first column of each has the year above it.
fn calendar<'a>(board: &'a Board<'a>) -> impl Iterator<Item = ColumnOf<'a, &'a Entry<'a>>> {
    let years = |slot: &Period| slot.first_day().year();
    let several = board.slots.first().map(years) != board.slots.last().map(years);
    let mut named = None;
    board.slots.iter().map(move |slot| {
        let year = years(slot);
        let new = named.replace(year) != Some(year);
        let above = several.then(|| if new { format!("{:02}年", year % 100) } else { String::new() });
        Column::slot(&slot_title(*slot), above).drawn(move |entry: &Entry<'_>| {
            Cell::new(slot_of(*slot, entry.bar.as_ref(), &entry.marks, board.today)).toned(entry.tone)
        })
    })
}

/// `6月`, `2季`; a calendar of years has only those above.
fn slot_title(slot: Period) -> String {
    let month = slot.first_day().month();
    match slot.every() {
        Every::Quarter => format!("{}季", month.div_ceil(3)),
        Every::Year => String::new(),
        _ => format!("{month}月"),
    }
}

/// The phases above the calendar, each with its deadline and the days it has left.
fn phases(board: &Board<'_>, occasion: Occasion<'_>) -> Table {
    let entries: Vec<_> = board.phases.iter().map(|phase| Entry::of_phase(phase, board, occasion)).collect();
    let mut table = table(columns(board, occasion), &entries);
    for row in &mut table.rows {
        row.role = Role::Scale;
    }
    table.grouped(grouped_by(board.by), "")
}

fn phase_bar(phase: &PhaseState, board: &Board<'_>) -> Option<Bar> {
    let calendar = (board.slots.first()?.first_day(), board.slots.last()?.last_day());
    Some(Bar {
        start: phase.start.unwrap_or(calendar.0),
        end: phase.end.unwrap_or(calendar.1),
        original_end: None,
        has_deadline: phase.end.is_some(),
    })
}

fn days_left(phase: &PhaseState) -> String {
    match phase.days_left {
        Some(days) if days < 0 => format!("过{}天", -days),
        Some(days) => labels::days_left(days),
        None => "长期".to_owned(),
    }
}

/// One group's table; its tasks are numbered on from `before`.
fn tasks(board: &Board<'_>, group: &Group<'_>, before: usize, occasion: Occasion<'_>) -> Table {
    let numbered = (before + 1..).zip(&group.rows);
    let entries: Vec<_> = numbered.map(|(number, row)| Entry::of_task(number, row, occasion)).collect();
    let name = group.name.as_deref().unwrap_or(nameless(board.by));
    table(columns(board, occasion), &entries).grouped(grouped_by(board.by), name)
}

/// The days that bear a mark: deadlines, what is owed and done, the day it was finished.
fn marks(row: &BoardRow<'_>, style: Marks) -> Vec<(NaiveDate, Mark)> {
    let mut marks: Vec<(NaiveDate, Mark)> = row
        .ticks
        .iter()
        .map(|tick| {
            let mark = match tick.state {
                Fulfilment::Met => Mark::Met,
                Fulfilment::Late => Mark::MetLate,
                Fulfilment::Owed => Mark::Owed,
                Fulfilment::Missed => Mark::Missed,
            };
            (tick.day, mark)
        })
        .collect();
    if let Some(bar) = row.bar.filter(|_| row.ticks.is_empty()) {
        marks.extend(bar.original_end.map(|day| (day, Mark::OriginalDeadline)));
        if bar.has_deadline {
            marks.push((bar.end, Mark::Deadline));
        }
    }
    let Judged { task, standing } = &row.judged;
    let finished = task.done_on.filter(|_| matches!(task.status, Status::Done | Status::Review));
    match style {
        Marks::Signs => marks.extend(finished.map(|day| (day, Mark::Finished))),
        // 每完成一项，贴上一面红旗；超出完成期限，则贴上一面黑旗.
        Marks::Flags => {
            marks.extend(finished.map(|day| (day, Mark::RedFlag)));
            let late = standing.is_overdue() || (finished.is_some() && standing.finished_late == Some(true));
            marks.extend(standing.deadline.date.filter(|_| late).map(|day| (day, Mark::BlackFlag)));
        }
    }
    marks.sort_unstable();
    marks
}

/// What of a bar and its marks lies in one column of the calendar.
fn slot_of(slot: Period, bar: Option<&Bar>, marks: &[(NaiveDate, Mark)], today: NaiveDate) -> Slot {
    let (first, last) = (slot.first_day(), slot.last_day());
    #[expect(clippy::cast_precision_loss, reason = "days of a calendar column")]
    let share = |days: i64| days as f64 / ((last - first).num_days() + 1) as f64;
    let before = |day: NaiveDate| share((day - first).num_days());
    let through = |day: NaiveDate| share((day - first).num_days() + 1);
    let inside = |day: NaiveDate| (first..=last).contains(&day);
    Slot {
        bar: bar
            .filter(|bar| bar.start <= last && bar.end >= first)
            .map(|bar| (before(bar.start.max(first)), through(bar.end.min(last)))),
        marks: marks
            .iter()
            .filter(|(day, _)| inside(*day))
            .map(|(day, mark)| (before(*day), *mark))
            .collect(),
        today: inside(today).then(|| before(today)),
        past: before(today).clamp(0.0, 1.0),
    }
}

fn subtotal(group: &Group<'_>, occasion: Occasion<'_>) -> Line {
    let mut line = Line::from("小计　");
    line.0.extend(counts_and_rate(&group.counts, occasion.settings).0);
    line
}

fn legend(occasion: Occasion<'_>) -> Vec<String> {
    let sign = |mark: Mark| mark.sign();
    let lights = &occasion.settings.lights;
    let said = |light: Light, what: &str| format!("{}{} {what}", light.sign(lights), light.word(lights));
    let finished = match occasion.settings.board.marks {
        Marks::Signs => format!("{} 办结", sign(Mark::Finished)),
        Marks::Flags => format!("{} 红旗：办结　{} 黑旗：逾期", sign(Mark::RedFlag), sign(Mark::BlackFlag)),
    };
    vec![
        format!(
            "图例：━ 已过的计划时间　─ 未到的计划时间　{} 时限　{} 原时限　{finished}　│ 今天　按频次办理的：{} 已办　{} 补办　{} 应办　{} 欠办",
            sign(Mark::Deadline),
            sign(Mark::OriginalDeadline),
            sign(Mark::Met),
            sign(Mark::MetLate),
            sign(Mark::Owed),
            sign(Mark::Missed),
        ),
        format!(
            "灯：{}　{}　{}　{}　{}",
            said(Light::Red, "逾期"),
            said(Light::Yellow, "临期、受阻、滞后"),
            said(Light::Green, "正常"),
            said(Light::Blue, "办结"),
            said(Light::Grey, "未到期、待定、取消"),
        ),
    ]
}
