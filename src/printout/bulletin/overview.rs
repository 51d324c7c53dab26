//! 一、总体情况: what a clerk would write under the figures, and the figures by 阶段, 重点任务 and 牵头单位.

use std::cmp::Reverse;

use super::words::{Words, change, days, within};
use crate::core::field::Field;
use crate::core::light::Reason;
use crate::core::status::Status;
use crate::printout::Occasion;
use crate::printout::columns::{ColumnOf, table};
use crate::printout::labels::{STATUSES, month_day, percent, plain_day, status_label, tone};
use crate::printout::page::{Align, Cell, Column, Level, Line, Section, Table, Tone, Value};
use crate::report::bulletin::{Bulletin, Group, Tally};
use crate::report::counts::{Counts, rate};
use crate::report::phases::PhaseState;

/// How many offices the judgement names.
const MOST_OFFICES: usize = 3;

/// The chapter.
pub(super) fn sections(bulletin: &Bulletin<'_>, words: &Words, occasion: Occasion<'_>) -> Vec<Section> {
    let mut head = Section::headed("一、总体情况").with_line(figures(bulletin, occasion));
    head = head.with_line(moves(bulletin, words));
    if bulletin.totals.counts.total == 0 {
        return vec![head];
    }
    head = head.with_line(judgement(bulletin));
    let figures = |number: &str, by: Field, groups: &[Group]| {
        let what = by.label();
        let mut section = Section::headed(format!("（{number}）按{what}")).ranked(Level::Second);
        section.lines.extend(changes(groups, what, bulletin, words).map(Line::from));
        section.with_table(figures_by(what, groups, &bulletin.totals))
    };
    vec![
        head,
        figures("一", Field::Phase, &bulletin.by_phase),
        figures("二", Field::Domain, &bulletin.by_domain),
        figures("三", Field::Lead, &bulletin.by_office),
    ]
}

/// `截至2026年6月30日，台账共14项任务，其中已办结2项（占14.3%）……`: the parts add up.
fn figures(bulletin: &Bulletin<'_>, occasion: Occasion<'_>) -> Line {
    let Tally { counts, long_term, done_rate, on_time_rate } = &bulletin.totals;
    let day = plain_day(bulletin.day);
    if counts.total == 0 {
        return Line::from(format!("截至{day}，台账里还没有任务。"));
    }
    let parts: Vec<String> = STATUSES
        .iter()
        .map(|status| (status, counts.at(status)))
        .filter(|(status, count)| *count > 0 || **status == Status::Done)
        .map(|(status, count)| {
            let share = rate(count, counts.total).unwrap_or(0.0);
            format!("{}{count}项（占{}）", status_label(status), percent(share))
        })
        .collect();
    let line = Line::from(format!("截至{day}，台账共{}项任务，其中{}。", counts.total, parts.join("、")));
    let line = match counts.overdue {
        0 => line.and("没有逾期", None),
        late => line.and(format!("逾期{late}项"), Some(Tone::Red)),
    };
    let within = format!("{}到期", within(occasion.settings));
    let told = [(within.as_str(), counts.soon), ("时限待定", counts.no_deadline), ("长期坚持", *long_term)];
    let told = told.iter().filter(|(_, count)| *count > 0);
    let told: Vec<String> = told.map(|(label, count)| format!("、{label}{count}项")).collect();
    let rates = match (done_rate, on_time_rate) {
        (None, _) => String::new(),
        (Some(done), None) => format!("办结率{}。", percent(*done)),
        (Some(done), Some(on_time)) => format!("办结率{}，按时办结率{}。", percent(*done), percent(*on_time)),
    };
    line.and(format!("{}。{rates}", told.concat()), None)
}

/// What the stretch brought, and how the figures moved against the one before.
fn moves(bulletin: &Bulletin<'_>, words: &Words) -> Line {
    let waiting = bulletin.done.iter().filter(|judged| judged.task.status == Status::Review).count();
    let said = [
        ("办结", bulletin.done.len() - waiting, true),
        ("报办结待核销", waiting, false),
        ("核销或补报此前办完的", bulletin.caught_up.len(), false),
        ("有进展", bulletin.progressed.len(), true),
        ("新增", bulletin.added.len(), true),
        ("调整时限", bulletin.moved.len(), true),
        ("取消", bulletin.cancelled.len(), false),
    ];
    let said: Vec<String> = said
        .iter()
        .filter(|(_, count, always)| *always || *count > 0)
        .map(|(label, count, _)| format!("{label}{count}项"))
        .collect();
    let brought = format!("{}（{}）{}。", words.this, days(bulletin.span), said.join("、"));
    let (now, before) = (&bulletin.totals.counts, &bulletin.previous.counts);
    if before.total == 0 {
        return Line::from(brought);
    }
    let moved = [
        change("任务", now.total, before.total),
        change("办结", now.done, before.done),
        change("逾期", now.overdue, before.overdue),
        change("受阻", now.blocked, before.blocked),
    ];
    let end = month_day(bulletin.span.previous().to);
    Line::from(format!("{brought}与{}末（{end}）相比，{}。", words.last, moved.join("、")))
}

/// One sentence on the whole, and where it is late. A third of what is still open is much, a tenth little.
fn judgement(bulletin: &Bulletin<'_>) -> Line {
    let counts = &bulletin.totals.counts;
    let open = counts.total - counts.done - counts.review - counts.cancelled;
    let on_the_whole = match (open, counts.overdue) {
        (0, _) => "从总体上看，任务已全部办完。",
        (_, 0) => "从总体上看，各项任务按计划推进。",
        (open, late) if late * 10 <= open => "从总体上看，推进平稳，个别任务逾期。",
        (open, late) if late * 3 < open => "从总体上看，推进基本正常，部分任务滞后，需要加紧办理。",
        _ => "从总体上看，逾期任务偏多，需要重点督办。",
    };
    let mut said = vec![on_the_whole.to_owned(), late_offices(bulletin)];
    said.extend(bulletin.phases.iter().filter_map(overrun));
    let nearest = bulletin.phases.iter().filter(|phase| phase.days_left.is_some_and(|days| days >= 0));
    said.extend(nearest.min_by_key(|phase| phase.days_left).and_then(nearing));
    Line::from(said.concat())
}

/// A phase that is past and not done with.
fn overrun(phase: &PhaseState) -> Option<String> {
    let end = phase.end.filter(|_| phase.days_left.is_some_and(|days| days < 0))?;
    let counts = &phase.counts;
    let left = counts.total - counts.done - counts.review - counts.cancelled;
    (left > 0).then(|| format!("“{}”阶段已于{}到期，还有{left}项没有办完。", phase.name, month_day(end)))
}

/// The phase that ends next.
fn nearing(phase: &PhaseState) -> Option<String> {
    let when = match (phase.end?, phase.days_left?) {
        (_, 0) => "今天到期".to_owned(),
        (end, days) => format!("{}到期，还有{days}天", month_day(end)),
    };
    let rate = phase.counts.done_rate().map(|rate| format!("，办结率{}", percent(rate))).unwrap_or_default();
    Some(format!("“{}”阶段{when}{rate}。", phase.name))
}

fn late_offices(bulletin: &Bulletin<'_>) -> String {
    let mut late: Vec<(&str, usize)> = bulletin
        .by_office
        .iter()
        .map(|group| (group.name.as_deref().unwrap_or("未列牵头单位的"), group.now.counts.overdue))
        .filter(|(_, count)| *count > 0)
        .collect();
    late.sort_by_key(|(_, count)| Reverse(*count));
    let verb = match late.len() {
        0 => return String::new(),
        1 => "逾期任务都在",
        2..=MOST_OFFICES => "逾期任务在",
        _ => "逾期任务主要集中在",
    };
    let named: Vec<String> =
        late.iter().take(MOST_OFFICES).map(|(office, count)| format!("{office}（{count}项）")).collect();
    format!("{verb}{}。", named.join("、"))
}

/// Which groups moved against the last stretch: `比上周：综合科办结▲2、逾期▼1`.
fn changes(groups: &[Group], what: &str, bulletin: &Bulletin<'_>, words: &Words) -> Option<String> {
    if bulletin.previous.counts.total == 0 {
        return None;
    }
    let moved: Vec<String> = groups
        .iter()
        .filter_map(|group| {
            let (now, before) = (&group.now.counts, &group.previous.counts);
            let moved: Vec<String> = [("办结", now.done, before.done), ("逾期", now.overdue, before.overdue)]
                .into_iter()
                .filter(|(_, now, before)| now != before)
                .map(|(label, now, before)| change(label, now, before))
                .collect();
            let name = group.name.clone().unwrap_or_else(|| format!("未列{what}的"));
            (!moved.is_empty()).then(|| format!("{name}{}", moved.join("、")))
        })
        .collect();
    (!moved.is_empty()).then(|| format!("比{}：{}。", words.last, moved.join("；")))
}

/// A row of figures: the name of its group, or 合计.
struct Figures<'a> {
    name: String,
    tally: &'a Tally,
}

fn figures_by(what: &str, groups: &[Group], totals: &Tally) -> Table {
    let named = |group: &Group| group.name.clone().unwrap_or_else(|| format!("未列{what}"));
    let mut rows: Vec<_> =
        groups.iter().map(|group| Figures { name: named(group), tally: &group.now }).collect();
    rows.push(Figures { name: "合计".to_owned(), tally: totals });
    let mut table = table(figure_columns(what, totals.counts.other > 0), &rows);
    for cell in table.rows.iter_mut().last().into_iter().flat_map(|sum| &mut sum.cells) {
        cell.tone = cell.tone.or(Some(Tone::Strong));
    }
    table
}

fn figure_columns<'a>(what: &str, with_other: bool) -> Vec<ColumnOf<'a, &'a Figures<'a>>> {
    let spare = |title: &str, least| Column { align: Align::Right, ..Column::spare(title, least) };
    let of_status = |status: &'static Status| {
        let head = match status {
            Status::Review | Status::Todo | Status::Cancelled => spare(status_label(status), 6),
            _ => Column::number(status_label(status)),
        };
        head.drawn(move |row: &Figures<'_>| row.tally.counts.at(status))
    };
    let warning = |reason: Reason, count: fn(&Counts) -> usize| {
        Column::number(reason.label()).drawn(move |row: &Figures<'_>| {
            let count = count(&row.tally.counts);
            Cell::new(count).toned((count > 0).then(|| tone(reason.light())))
        })
    };
    let mut columns = vec![
        Column::text(what, 12).drawn(|row: &Figures<'_>| row.name.as_str()),
        Column::number("任务数").drawn(|row: &Figures<'_>| row.tally.counts.total),
    ];
    let is_shown = |status: &&Status| with_other || !matches!(status, Status::Other(_));
    columns.extend(STATUSES.iter().filter(is_shown).map(of_status));
    columns.extend([
        warning(Reason::Overdue, |counts| counts.overdue),
        warning(Reason::Soon, |counts| counts.soon),
        Column::number("办结率").drawn(|row: &Figures<'_>| row.tally.done_rate.map(Value::Percent)),
        spare("按时办结率", 10).drawn(|row: &Figures<'_>| row.tally.on_time_rate.map(Value::Percent)),
    ]);
    columns
}
