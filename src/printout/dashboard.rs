//! The layout of 今日看板.

use super::Occasion;
use super::labels::{counts_line, phase_deadline, tone};
use super::list::tasks;
use super::page::{Cell, Column, Line, Page, Paper, Row, Section, Table, Tone};
use crate::report::dashboard::{Chase, Dashboard};

/// How many late tasks and people the terminal's first look names; the rest has commands of its own.
const MOST: usize = 10;

/// The ledger at a glance, on a page.
pub fn dashboard(dashboard: &Dashboard<'_>, occasion: Occasion<'_>) -> Page {
    let mut page = occasion.page("今日看板", Paper::A4);
    let mut overview = Section::default().with_line(counts_line(&dashboard.counts));
    if let Some(rate) = dashboard.counts.done_rate() {
        let last = overview.lines.len() - 1;
        overview.lines[last] = overview.lines[last].clone().and(format!("；办结率 {rate:.1}%"), None);
    }
    overview = overview.with_line(lights(dashboard, occasion));
    for phase in &dashboard.phases {
        let line = format!(
            "{}　{}，共 {} 项，已办结 {}",
            phase.name,
            phase_deadline(phase),
            phase.counts.total,
            phase.counts.done
        );
        overview = overview.with_line(if phase.counts.overdue > 0 {
            Line::from(line).and("，", None).and(format!("逾期 {}", phase.counts.overdue), Some(Tone::Red))
        } else {
            Line::from(line)
        });
    }
    page.sections.push(overview);
    if dashboard.counts.total == 0 {
        page.sections.push(Section::default().with_line("台账里还没有任务；登记用 ledger add"));
        return page;
    }
    page.sections.push(group("逾期", &dashboard.late, "没有逾期的任务", "ledger overdue", occasion));
    let week = format!("本周到期（至 {}）", dashboard.week_ends);
    page.sections.push(group(&week, &dashboard.this_week, "本周没有到期的任务", "ledger due", occasion));
    if !dashboard.chase.is_empty() {
        page.sections.push(Section::headed("需要催办").with_table(chase(&dashboard.chase)));
    }
    page
}

fn lights(dashboard: &Dashboard<'_>, occasion: Occasion<'_>) -> Line {
    let settings = &occasion.settings.lights;
    let mut line = Line::default();
    for lit in &dashboard.lights {
        let gap = if line.0.is_empty() { "" } else { "　" };
        let reasons: Vec<String> =
            lit.reasons.iter().map(|(label, count)| format!("{label} {count}")).collect();
        let reasons =
            if reasons.is_empty() { String::new() } else { format!("（{}）", reasons.join("、")) };
        let text = format!("{gap}{}{} {}", lit.light.sign(settings), lit.light.word(settings), lit.count);
        line = line.and(text, (lit.count > 0).then(|| tone(lit.light))).and(reasons, None);
    }
    line
}

fn group(
    heading: &str,
    judged: &[crate::report::facts::Judged<'_>],
    none: &str,
    more: &str,
    occasion: Occasion<'_>,
) -> Section {
    let section = Section::headed(format!("{heading}　{} 项", judged.len()));
    if judged.is_empty() {
        return section.with_line(none);
    }
    let mut section = section.with_table(tasks(judged.iter().take(MOST), occasion));
    if judged.len() > MOST {
        section = section.with_line(format!("只列前 {MOST} 项，全部见 {more}"));
    }
    section
}

fn chase(people: &[Chase]) -> Table {
    let count = |count: usize, tone: Tone| match count {
        0 => Cell::default(),
        count => Cell::new(count).toned(tone),
    };
    let rows = people.iter().take(MOST).map(|person| {
        Row::item(vec![
            Cell::new(person.owner.as_deref().unwrap_or("（没有责任人）")),
            Cell::new(person.office.as_deref().unwrap_or("—")),
            count(person.overdue, Tone::Red),
            count(person.blocked, Tone::Yellow),
            count(person.soon, Tone::Yellow),
            match person.most_days {
                0 => Cell::default(),
                days => Cell::new(format!("{days}天")).toned(Tone::Red),
            },
        ])
    });
    Table {
        columns: vec![
            Column::text("责任人", 8),
            Column::text("牵头单位", 8),
            Column::number("逾期"),
            Column::number("受阻"),
            Column::number("临期"),
            Column::number("最长逾期"),
        ],
        rows: rows.collect(),
        grouped_by: None,
    }
}
