//! The layout of 今日看板.

use super::Occasion;
use super::labels::{counts_and_rate, phase_deadline, tone};
use super::list::tasks;
use super::page::{Cell, Column, Line, Page, Paper, Row, Section, Table, Tone};
use crate::core::status::Status;
use crate::report::counts::Counts;
use crate::report::dashboard::{Chase, Dashboard};

/// How many late tasks and people the terminal's first look names; the rest has commands of its own.
const MOST: usize = 10;

/// The ledger at a glance, on a page.
pub fn dashboard(dashboard: &Dashboard<'_>, occasion: Occasion<'_>) -> Page {
    let mut page = Page { paper: Paper::A4Landscape, ..occasion.page("今日看板") };
    let mut overview = Section::default().with_line(counts_and_rate(&dashboard.counts, occasion.settings));
    for phase in &dashboard.phases {
        let head = format!("{}　{}，", phase.name, phase_deadline(phase));
        overview = overview.with_line(phase_line(&head, &phase.counts));
    }
    if dashboard.unphased.total > 0 {
        overview = overview.with_line(phase_line("未列阶段　", &dashboard.unphased));
    }
    page.sections.push(overview);
    page.sections.push(Section::default().with_table(lights(dashboard, occasion)));
    if dashboard.counts.total == 0 {
        page.sections.push(Section::default().with_line(occasion.no_tasks()));
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

fn phase_line(head: &str, counts: &Counts) -> Line {
    let line = Line::from(format!("{head}共 {} 项，{} {}", counts.total, Status::Done.label(), counts.done));
    match counts.overdue {
        0 => line,
        overdue => line.and("，", None).and(format!("逾期 {overdue}"), Some(Tone::Red)),
    }
}

fn lights(dashboard: &Dashboard<'_>, occasion: Occasion<'_>) -> Table {
    let settings = &occasion.settings.lights;
    let rows = dashboard.lights.iter().map(|lit| {
        let tone = (lit.count > 0).then(|| tone(lit.light));
        let reasons: Vec<String> =
            lit.reasons.iter().map(|(label, count)| format!("{label} {count}")).collect();
        Row::item(vec![
            Cell::new(format!("{}{}", lit.light.sign(settings), lit.light.word(settings))).toned(tone),
            Cell::new(lit.count).toned(tone),
            Cell::new(reasons.join("、")),
        ])
    });
    let columns = vec![Column::short("灯"), Column::number("项数"), Column::text("其中", 20)];
    Table::list(columns, rows.collect())
}

fn group(
    heading: &str,
    judged: &[crate::report::facts::Judged<'_>],
    none: &str,
    more: &str,
    occasion: Occasion<'_>,
) -> Section {
    let mut section = Section::headed(format!("{heading}　{} 项", judged.len()));
    if judged.is_empty() {
        section = section.with_line(none);
    }
    let table = tasks(judged.iter().take(MOST), occasion);
    section = section.with_table(table.grouped("事项", heading));
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
            Cell::new(person.office.as_deref()),
            count(person.overdue, Tone::Red),
            count(person.blocked, Tone::Yellow),
            count(person.behind, Tone::Yellow),
            count(person.soon, Tone::Yellow),
            match person.most_days {
                0 => Cell::default(),
                days => Cell::new(format!("{days}天")).toned(Tone::Red),
            },
        ])
    });
    Table::list(
        vec![
            Column::text("责任人", 8).of_people(),
            Column::text("牵头单位", 8),
            Column::number("逾期"),
            Column::number("受阻"),
            Column::number("滞后"),
            Column::number("临期"),
            Column::number("最长逾期"),
        ],
        rows.collect(),
    )
}
