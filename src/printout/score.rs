//! The layout of 督查考评: the offices by rank, the rule below, and for one office the whole reckoning.

use super::Occasion;
use super::labels::{day_cell, id_cell, plain_day};
use super::page::{Cell, Column, Page, Paper, Row, Section, Table, Tone, Value, Width};
use crate::core::score::{Deduction, Fault, Grade, Quota, Span, Verdict};
use crate::core::task::Task;
use crate::report::score::{Score, Scored};

/// The offices' scores on a page.
pub fn score(score: &Score<'_>, occasion: Occasion<'_>) -> Page {
    let mut page = Page { paper: Paper::A4Landscape, ..occasion.page("督查考评") };
    let span = score.span;
    let line = match score.offices.iter().filter(|scored| scored.rank.is_some()).count() {
        0 => format!("{}没有可以考评的任务", period(span)),
        count => format!("{}，参加考评 {count} 个单位", period(span)),
    };
    let rows = score.offices.iter().map(row).collect();
    let columns = vec![
        Column::number("名次"),
        Column::text("牵头单位", 8),
        Column::number("得分"),
        Column::number("交办"),
        Column::number("按时"),
        Column::number("逾期办结"),
        Column::number("逾期"),
        Column::number("在办"),
        Column::number("不计"),
        spare("频次"),
        spare("延期"),
        spare("退回"),
        spare("应评"),
        spare("实得"),
        Column::number("扣分"),
    ];
    page.sections.push(Section::default().with_line(line).with_table(Table::list(columns, rows)));
    page.notes = rule(span, occasion);
    page
}

/// A column of numbers that a narrow terminal can do without.
fn spare(title: &str) -> Column {
    Column { width: Width::Spare(4), ..Column::number(title) }
}

/// One office's score, line by line.
pub fn explained(scored: &Scored<'_>, span: Span, occasion: Occasion<'_>) -> Page {
    let office = scored.office.unwrap_or("（未列牵头单位）");
    let mut page =
        Page { paper: Paper::A4Landscape, ..occasion.page(&format!("督查考评明细　{office}")) };
    page.sections.push(Section::headed("得分").with_line(sum(scored, span)));
    let rows = scored.tasks.iter().map(|(task, verdict)| task_row(task, verdict, occasion)).collect();
    let columns = vec![
        Column::short("编号"),
        Column::text("任务", 16),
        Column::number("分值"),
        Column::short("考评时限"),
        Column::spare("办结日期", 10),
        Column::text("办理结果", 10),
        Column::number("得分率"),
        Column::number("得分值"),
    ];
    let heading = format!("任务（{} 项）", scored.tasks.len());
    page.sections.push(Section::headed(heading).with_table(Table::list(columns, rows)));
    let taken: Vec<Row> = scored.deductions().map(|(task, fault)| fault_row(task, fault, occasion)).collect();
    let heading = format!("延期和退回（{} 次）", taken.len());
    let faults = Section::headed(heading);
    page.sections.push(if taken.is_empty() {
        faults.with_line("没有")
    } else {
        let columns = vec![
            Column::short("日期"),
            Column::short("编号"),
            Column::text("任务", 16),
            Column::short("事项"),
            Column::text("办理记录", 16),
            Column::number("扣分"),
        ];
        faults.with_table(Table::list(columns, taken))
    });
    page.notes = rule(span, occasion);
    page
}

/// The rule in words, with the numbers of `ledger.toml`.
fn rule(span: Span, occasion: Occasion<'_>) -> Vec<String> {
    let rule = &occasion.settings.score;
    let [on_time, late, overdue] = [rule.on_time, rule.late, rule.overdue].map(decimal);
    let extended = match rule.extended {
        0.0 => "时限前批准的延期不扣分".to_owned(),
        points => format!("时限前批准的延期每次扣{}分", decimal(points)),
    };
    let mut notes = vec![
        "计分办法（可在 ledger.toml 的 [score] 里改）：得分＝100×实得分值÷应评分值－扣分，不低于0分，保留一位小数；同分同名次，没有应评任务的不打分。"
            .to_owned(),
        format!(
            "每项任务按分值（没有写的为1）计：按时办结得{on_time}%，逾期办结得{late}%，逾期未办结得{overdue}%。按频次办理的，\
             取已到期各周期应办次数的平均：按时办的{on_time}%，补办的{late}%，欠办的{overdue}%。"
        ),
        format!(
            "扣分：退回每次{}分，逾期后延期每次{}分，{extended}。",
            decimal(rule.returned),
            decimal(rule.late_extension)
        ),
        "时限按批准的延期算；时限已过才登记的延期不算，仍按延期前的时限考评。未到期又未办结的、长期坚持的、时限待定的不计；已取消的不在其中。"
            .to_owned(),
        format!(
            "{}：时限或办结日期在期间内的任务，以及期末仍逾期的任务计入；只看期末以前的办理记录，延期和退回只算期间内的。",
            period(span)
        ),
    ];
    if occasion.public {
        notes.push("公开版不含不公开的任务，得分可能与内部考评不同。".to_owned());
    }
    notes
}

fn period(span: Span) -> String {
    format!("考评期间{}至{}", plain_day(span.from), plain_day(span.to))
}

fn row(scored: &Scored<'_>) -> Row {
    let count = |count: usize, tone: Option<Tone>| match count {
        0 => Cell::default(),
        count => Cell::new(count).toned(tone),
    };
    let quota = scored.quota();
    let late = scored.faults(Fault::LateExtension);
    let extended = late + scored.faults(Fault::Extended);
    Row::item(vec![
        scored.rank.map_or(Cell::new("—"), Cell::new),
        Cell::new(scored.office.unwrap_or("（未列牵头单位）")),
        scored
            .score()
            .map_or(Cell::new("—"), |score| Cell::new(Value::Decimal(score, 1)).toned(Tone::Strong)),
        Cell::new(scored.tasks.len()),
        count(scored.count(Grade::OnTime), None),
        count(scored.count(Grade::Late), Some(Tone::Yellow)),
        count(scored.count(Grade::Overdue), Some(Tone::Red)),
        count(scored.count(Grade::Running), None),
        count(scored.unassessed(), None),
        if quota.owed == 0 { Cell::default() } else { Cell::new(format!("{}/{}", quota.met(), quota.owed)) },
        count(extended, (late > 0).then_some(Tone::Yellow)),
        count(scored.faults(Fault::Returned), Some(Tone::Yellow)),
        Cell::new(Value::Decimal(scored.assessed(), 0)),
        Cell::new(Value::Decimal(scored.earned(), 0)),
        points(scored.deducted()),
    ])
}

/// `100 × 12.6 ÷ 14 − 3 = 87.0`
fn sum(scored: &Scored<'_>, span: Span) -> String {
    let [assessed, earned, deducted] = [scored.assessed(), scored.earned(), scored.deducted()].map(decimal);
    let place = scored.rank.map(|rank| format!("，第{rank}名")).unwrap_or_default();
    match scored.score() {
        Some(score) => {
            let floor = if 100.0 * scored.earned() / scored.assessed() < scored.deducted() {
                "，不足0分按0分计"
            } else {
                ""
            };
            format!(
                "{}：100 × 实得分值{earned} ÷ 应评分值{assessed} － 扣分{deducted} ＝ {score:.1} 分{floor}{place}",
                period(span)
            )
        }
        None if scored.office.is_none() => format!("{}：没有牵头单位的任务不打分", period(span)),
        None => format!("{}：没有应评的任务，不打分", period(span)),
    }
}

fn task_row(task: &Task, verdict: &Verdict, occasion: Occasion<'_>) -> Row {
    let tone = match verdict.grade {
        Grade::Overdue => Some(Tone::Red),
        Grade::Late => Some(Tone::Yellow),
        Grade::OnTime | Grade::Running => None,
        _ => Some(Tone::Grey),
    };
    let deadline = match (verdict.deadline, verdict.quota) {
        (Some(day), _) => day_cell(day, occasion.settings),
        (None, Some(_)) => Cell::new("各周期"),
        (None, None) => Cell::default(),
    };
    let share = verdict.share.map_or(Cell::new("—"), |share| Cell::new(Value::Percent(share)));
    Row::item(vec![
        id_cell(task.id, occasion.settings),
        Cell::new(task.title.as_str()),
        Cell::new(Value::Decimal(verdict.weight, 0)),
        deadline,
        verdict.finished.map_or(Cell::default(), Cell::new),
        Cell::new(result(verdict)).toned(tone),
        share,
        verdict.earned().map_or(Cell::new("—"), |earned| Cell::new(Value::Decimal(earned, 0))),
    ])
}

/// What became of it: `按时办结`, or `应办6次：按时4次、补办1次、欠1次`.
fn result(verdict: &Verdict) -> String {
    let Some(quota) = verdict.quota.filter(|quota| quota.owed > 0) else {
        return verdict.grade.label().to_owned();
    };
    let Quota { owed, on_time, late } = quota;
    let parts = [("按时", on_time), ("补办", late), ("欠", quota.missing())];
    let parts: Vec<String> = parts
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(word, count)| format!("{word}{count}次"))
        .collect();
    format!("应办{owed}次：{}", parts.join("、"))
}

fn fault_row(task: &Task, fault: &Deduction, occasion: Occasion<'_>) -> Row {
    let entry = &fault.entry;
    let moved = entry.from.zip(entry.to).map(|(from, to)| format!("{from} → {to}"));
    let period = entry.period.as_ref().map(|period| format!("周期{period}"));
    let said: Vec<String> = [period, moved, entry.text.clone()].into_iter().flatten().collect();
    Row::item(vec![
        day_cell(entry.date, occasion.settings),
        id_cell(task.id, occasion.settings),
        Cell::new(task.title.as_str()),
        Cell::new(fault.cause.label()),
        Cell::new(said.join("　")),
        points(fault.points),
    ])
}

fn points(points: f64) -> Cell {
    Cell::new(Value::Decimal(-points, 0)).toned((points > 0.0).then_some(Tone::Red))
}

/// At most two decimals, and none that say nothing.
fn decimal(number: f64) -> String {
    Value::Decimal(number, 0).plain()
}
