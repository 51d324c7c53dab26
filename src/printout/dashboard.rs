//! The layout of 今日看板.

use super::Occasion;
use super::columns::table;
use super::labels::{counts_and_rate, phase_deadline, tone};
use super::list::tasks;
use super::page::{Cell, Column, Line, Page, Paper, Section, Table, Tone};
use crate::core::field::Field;
use crate::core::light::Reason;
use crate::core::status::Status;
use crate::report::counts::{Counts, LightCount};
use crate::report::dashboard::{Chase, Dashboard};
use crate::report::facts::Judged;

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
    let tone = |lit: &LightCount| (lit.count > 0).then(|| tone(lit.light));
    let light = |lit: &LightCount| {
        Cell::new(format!("{}{}", lit.light.sign(settings), lit.light.word(settings))).toned(tone(lit))
    };
    let reasons = |lit: &LightCount| {
        let reasons = lit.reasons.iter().map(|(label, count)| format!("{label} {count}"));
        reasons.collect::<Vec<_>>().join("、")
    };
    let columns = vec![
        Column::short("灯").drawn(light),
        Column::number("项数").drawn(|lit: &LightCount| Cell::new(lit.count).toned(tone(lit))),
        Column::text("其中", 20).drawn(reasons),
    ];
    table(columns, &dashboard.lights)
}

fn group(heading: &str, judged: &[Judged<'_>], none: &str, more: &str, occasion: Occasion<'_>) -> Section {
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
    let owner = |person: &Chase| Cell::new(person.owner.as_deref().unwrap_or("（没有责任人）"));
    let count = |reason: Reason, count: fn(&Chase) -> usize| {
        Column::number(reason.label()).drawn(move |person: &Chase| match count(person) {
            0 => Cell::default(),
            count => Cell::new(count).toned(tone(reason.light())),
        })
    };
    let longest = |person: &Chase| match person.most_days {
        0 => Cell::default(),
        days => Cell::new(format!("{days}天")).toned(Tone::Red),
    };
    let columns = vec![
        Column::text(Field::Owner.label(), 8).of_people().drawn(owner),
        Column::text(Field::Lead.label(), 8).drawn(|person: &Chase| person.office.as_deref()),
        count(Reason::Overdue, |person| person.overdue),
        count(Reason::Blocked, |person| person.blocked),
        count(Reason::Behind, |person| person.behind),
        count(Reason::Soon, |person| person.soon),
        Column::number("最长逾期").drawn(longest),
    ];
    table(columns, people.iter().take(MOST))
}
