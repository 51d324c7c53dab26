//! The layout of 逾期: phase by phase, against the phase deadlines.

use super::Occasion;
use super::columns::{self, table};
use super::labels::{phase_deadline, source_label};
use super::page::{Column, Line, Page, Paper, Section, Tone};
use crate::core::field::Field;
use crate::report::facts::Judged;
use crate::report::overdue::{Group, Overdue};

/// How many of those that were finished late a sentence names.
const NAMED: usize = 10;

/// What is late, on a page.
pub fn overdue(overdue: &Overdue<'_>, occasion: Occasion<'_>) -> Page {
    let mut page = Page { paper: Paper::A4Landscape, ..occasion.page("逾期任务") };
    let (late, total) = (overdue.late().count(), overdue.total);
    let summary = match late {
        0 => Line::from(format!("台账共 {total} 项，没有逾期的任务")),
        late => Line::from(format!("台账共 {total} 项，")).and(format!("逾期 {late} 项"), Some(Tone::Red)),
    };
    let summary = match overdue.finished_late() {
        0 => summary,
        count => summary.and(format!("；另有逾期办结 {count} 项，不在其中"), None),
    };
    page.sections.push(Section::default().with_line(summary));
    page.sections.extend(overdue.groups.iter().map(|group| section(group, occasion)));
    page.notes.push(
        "逾期天数按日历天计，时限当日不算逾期。时限取任务时限与阶段时限中较早的；延期的按批准的时限。"
            .to_owned(),
    );
    page
}

fn section(group: &Group<'_>, occasion: Occasion<'_>) -> Section {
    let heading = match &group.phase {
        Some(phase) => Line::from(phase.name.as_str()).and(format!("（{}）", phase_deadline(phase)), None),
        None => Line::from("未列阶段"),
    };
    let mut section = Section::headed(heading);
    let total = group.phase.as_ref().map(|phase| format!("本阶段 {} 项，", phase.counts.total));
    let mut line = Line::from(total.unwrap_or_default());
    line = match group.late.len() {
        0 => line.and("没有逾期", None),
        late => line.and(format!("逾期 {late} 项"), Some(Tone::Red)),
    };
    if !group.finished_late.is_empty() {
        let spoken_of = |judged: &Judged<'_>| {
            format!("{} {}", judged.task.id.short(occasion.settings.year), judged.task.title)
        };
        let count = group.finished_late.len();
        let names: Vec<String> = group.finished_late.iter().take(NAMED).map(spoken_of).collect();
        let others = if count > names.len() { " 等" } else { "" };
        line = line.and(format!("；逾期办结 {count} 项：{}{others}", names.join("、")), None);
    }
    section = section.with_line(line);
    let columns = [
        columns::whose(20, occasion),
        vec![
            columns::due(occasion),
            Column::spare("时限来源", 8).drawn(source),
            columns::days_overdue(),
            columns::status(),
        ],
    ];
    let name = group.phase.as_ref().map_or("未列阶段", |phase| phase.name.as_str());
    let table = table(columns.into_iter().flatten().collect(), &group.late);
    section.with_table(table.grouped(Field::Phase.label(), name))
}

fn source(judged: &Judged<'_>) -> &'static str {
    judged.standing.deadline.source.map_or("", source_label)
}
