//! The layout of 督查考评: the offices by rank, the rule below, and for one office the whole reckoning.

use super::Occasion;
use super::columns::table;
use super::labels::{NO_OFFICE, day_cell, id_cell, plain_day, standards};
use super::page::{Cell, Column, Page, Paper, Section, Table, Tone, Value, Width};
use crate::core::field::Field;
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
    page.sections.push(Section::default().with_line(line).with_table(offices(&score.offices)));
    page.notes = rule(span, occasion);
    page.notes.extend(standards(score.standards, "考评期内"));
    page
}

/// A column of numbers that a narrow terminal can do without.
fn spare(title: &str) -> Column {
    Column { width: Width::Spare(4), ..Column::number(title) }
}

/// One office's score, line by line.
pub fn explained(scored: &Scored<'_>, score: &Score<'_>, occasion: Occasion<'_>) -> Page {
    let span = score.span;
    let office = scored.office.unwrap_or(NO_OFFICE);
    let mut page =
        Page { paper: Paper::A4Landscape, ..occasion.page(&format!("督查考评明细　{office}")) };
    page.sections.push(Section::headed("得分").with_line(sum(scored, span)));
    let heading = format!("任务（{} 项）", scored.tasks.len());
    page.sections.push(Section::headed(heading).with_table(tasks(&scored.tasks, occasion)));
    let taken: Vec<Taken<'_>> = scored.deductions().collect();
    let heading = format!("延期和退回（{} 次）", taken.len());
    let faults = Section::headed(heading);
    page.sections.push(if taken.is_empty() {
        faults.with_line("没有")
    } else {
        faults.with_table(deductions(&taken, occasion))
    });
    page.notes = rule(span, occasion);
    page.notes.extend(standards(score.standards, "考评期内"));
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
        "时限按批准的延期算；时限已过才批准的延期不算（没有写批准日的，看登记的日子），仍按延期前的时限考评。未到期又未办结的、长期坚持的、时限待定的不计；已取消的不在其中。"
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

fn offices(offices: &[Scored<'_>]) -> Table {
    let score = |scored: &Scored<'_>| match scored.score() {
        Some(score) => Cell::new(Value::Decimal(score, 1)).toned(Tone::Strong),
        None => Cell::new("—"),
    };
    let count = |head: Column, count: fn(&Scored<'_>) -> usize, tone: Option<Tone>| {
        head.drawn(move |scored: &Scored<'_>| counted(count(scored), tone))
    };
    let periods = |scored: &Scored<'_>| {
        let quota = scored.quota();
        (quota.owed > 0).then(|| format!("{}/{}", quota.met(), quota.owed))
    };
    let extended = |scored: &Scored<'_>| {
        let late = scored.faults(Fault::LateExtension);
        counted(late + scored.faults(Fault::Extended), (late > 0).then_some(Tone::Yellow))
    };
    let columns = vec![
        Column::number("名次").drawn(|scored: &Scored<'_>| scored.rank.map_or(Cell::new("—"), Cell::new)),
        Column::text(Field::Lead.label(), 8).drawn(|scored: &Scored<'_>| scored.office.unwrap_or(NO_OFFICE)),
        Column::number("得分").drawn(score),
        Column::number("交办").drawn(|scored: &Scored<'_>| scored.tasks.len()),
        count(Column::number("按时"), |scored| scored.count(Grade::OnTime), None),
        count(Column::number("逾期办结"), |scored| scored.count(Grade::Late), Some(Tone::Yellow)),
        count(Column::number("逾期"), |scored| scored.count(Grade::Overdue), Some(Tone::Red)),
        count(Column::number("在办"), |scored| scored.count(Grade::Running), None),
        Column::number("不计").drawn(|scored: &Scored<'_>| counted(scored.unassessed(), None)),
        spare(Field::Repeat.label()).drawn(periods),
        spare("延期").drawn(extended),
        count(spare("退回"), |scored| scored.faults(Fault::Returned), Some(Tone::Yellow)),
        spare("应评").drawn(|scored: &Scored<'_>| Value::Decimal(scored.assessed(), 0)),
        spare("实得").drawn(|scored: &Scored<'_>| Value::Decimal(scored.earned(), 0)),
        Column::number("扣分").drawn(|scored: &Scored<'_>| points(scored.deducted())),
    ];
    table(columns, offices)
}

/// A count, or nothing in the place of none.
fn counted(count: usize, tone: Option<Tone>) -> Cell {
    if count == 0 { Cell::default() } else { Cell::new(count).toned(tone) }
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

/// A task of an office, and what became of it.
type Assessed<'a> = (&'a Task, Verdict);

fn tasks(tasks: &[Assessed<'_>], occasion: Occasion<'_>) -> Table {
    let deadline = |(_, verdict): &Assessed<'_>| match (verdict.deadline, verdict.quota) {
        (Some(day), _) => day_cell(day, occasion.settings),
        (None, Some(_)) => Cell::new("各周期"),
        (None, None) => Cell::default(),
    };
    let outcome = |(_, verdict): &Assessed<'_>| {
        let tone = match verdict.grade {
            Grade::Overdue => Some(Tone::Red),
            Grade::Late => Some(Tone::Yellow),
            Grade::OnTime | Grade::Running => None,
            _ => Some(Tone::Grey),
        };
        Cell::new(result(verdict)).toned(tone)
    };
    let or_none = |value: Option<Value>| value.unwrap_or("—".into());
    let columns = vec![
        Column::short("编号").drawn(|(task, _): &Assessed<'_>| id_cell(task.id, occasion.settings)),
        Column::text("任务", 16).drawn(|(task, _): &Assessed<'_>| task.title.as_str()),
        Column::number("分值").drawn(|(_, verdict): &Assessed<'_>| Value::Decimal(verdict.weight, 0)),
        Column::short("考评时限").drawn(deadline),
        Column::spare(Field::DoneOn.label(), 10).drawn(|(_, verdict): &Assessed<'_>| verdict.finished),
        Column::text("办理结果", 10).drawn(outcome),
        Column::number("得分率")
            .drawn(|(_, verdict): &Assessed<'_>| or_none(verdict.share.map(Value::Percent))),
        Column::number("得分值").drawn(|(_, verdict): &Assessed<'_>| {
            or_none(verdict.earned().map(|earned| Value::Decimal(earned, 0)))
        }),
    ];
    table(columns, tasks)
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

/// What an office lost points for, and with which task.
type Taken<'a> = (&'a Task, &'a Deduction);

fn deductions(taken: &[Taken<'_>], occasion: Occasion<'_>) -> Table {
    let said = |(_, fault): Taken<'_>| {
        let entry = &fault.entry;
        let moved = entry.from.zip(entry.to).map(|(from, to)| format!("{from} → {to}"));
        let period = entry.period.as_ref().map(|period| format!("周期{period}"));
        let approved = entry.approved_on.map(|on| format!("批准日 {on}"));
        [period, moved, approved, entry.text.clone()].into_iter().flatten().collect::<Vec<_>>().join("　")
    };
    let columns = vec![
        Column::short("日期").drawn(|(_, fault): Taken<'_>| day_cell(fault.entry.date, occasion.settings)),
        Column::short("编号").drawn(|(task, _): Taken<'_>| id_cell(task.id, occasion.settings)),
        Column::text("任务", 16).drawn(|(task, _): Taken<'_>| task.title.as_str()),
        Column::short("事项").drawn(|(_, fault): Taken<'_>| fault.cause.label()),
        Column::text("办理记录", 16).drawn(said),
        Column::number("扣分").drawn(|(_, fault): Taken<'_>| points(fault.points)),
    ];
    table(columns, taken.iter().copied())
}

fn points(points: f64) -> Cell {
    Cell::new(Value::Decimal(-points, 0)).toned((points > 0.0).then_some(Tone::Red))
}

/// At most two decimals, and none that say nothing.
fn decimal(number: f64) -> String {
    Value::Decimal(number, 0).plain()
}
