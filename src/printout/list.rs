//! The layout of 列表.

use super::Occasion;
use super::labels::{deadline_cell, light_cell, name_cell, progress_cell};
use super::page::{Cell, Column, Page, Paper, Row, Section, Table};
use crate::report::facts::Judged;
use crate::report::list::List;

/// The list on a page.
pub fn list(list: &List<'_>, occasion: Occasion<'_>) -> Page {
    let mut page = occasion.page("任务列表", Paper::A4);
    let shown = list.tasks.len();
    let line = match (shown, list.total) {
        (_, 0) => "台账里还没有任务；登记用 ledger add".to_owned(),
        (0, total) => format!("没有符合条件的任务（台账共 {total} 项；已办结和已取消的要加 --all）"),
        (shown, total) => format!("列出 {shown} 项，台账共 {total} 项"),
    };
    let mut section = Section::default().with_line(line);
    if shown > 0 {
        section = section.with_table(tasks(&list.tasks, occasion));
    }
    page.sections.push(section);
    page
}

/// A table of tasks, as several pages show it.
pub(super) fn tasks<'a>(tasks: impl IntoIterator<Item = &'a Judged<'a>>, occasion: Occasion<'_>) -> Table {
    let settings = occasion.settings;
    let rows = tasks.into_iter().map(|judged| {
        let task = judged.task;
        Row::item(vec![
            Cell::new(task.id.short(settings.year)),
            Cell::new(task.title.as_str()),
            name_cell(task.phase.as_deref()),
            name_cell(task.lead.as_deref()),
            name_cell(task.owner.as_deref()),
            deadline_cell(judged, settings),
            light_cell(judged, settings),
            Cell::new(task.status.label()),
            progress_cell(judged),
        ])
    });
    Table {
        columns: vec![
            Column::short("编号"),
            Column::text("任务", 20),
            Column::spare("阶段", 8),
            Column::text("牵头单位", 8),
            Column::text("责任人", 6),
            Column::short("时限"),
            Column::short("灯"),
            Column::spare("状态", 6),
            Column::number("进度"),
        ],
        rows: rows.collect(),
        grouped_by: None,
    }
}
