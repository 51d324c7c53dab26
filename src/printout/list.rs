//! The layout of 列表.

use chrono::NaiveDate;

use super::Occasion;
use super::labels::{deadline_cell, id_cell, light_cell, progress_cell};
use super::page::{Cell, Column, Page, Paper, Row, Section, Table};
use crate::core::status::Status;
use crate::core::task::Task;
use crate::report::facts::Judged;
use crate::report::list::List;

/// The list on a page.
pub fn list(list: &List<'_>, occasion: Occasion<'_>) -> Page {
    let mut page = Page { paper: Paper::A4Landscape, ..occasion.page("任务列表") };
    let hidden = match list.closed_left_out {
        0 => String::new(),
        count => format!("（已办结和已取消的 {count} 项没有列，要列请加 --all）"),
    };
    let line = match (list.tasks.len(), list.total) {
        (_, 0) => occasion.no_tasks().to_owned(),
        (0, total) => format!("没有符合条件的任务，台账共 {total} 项{hidden}"),
        (shown, total) => format!("列出 {shown} 项，台账共 {total} 项{hidden}"),
    };
    page.sections.push(Section::default().with_line(line).with_table(tasks(&list.tasks, occasion)));
    page
}

/// A table of tasks, as several pages show it.
pub(super) fn tasks<'a>(tasks: impl IntoIterator<Item = &'a Judged<'a>>, occasion: Occasion<'_>) -> Table {
    let settings = occasion.settings;
    let rows = tasks.into_iter().map(|judged| {
        let task = judged.task;
        Row::item(vec![
            id_cell(task.id, settings),
            Cell::new(task.title.as_str()),
            Cell::new(task.phase.as_deref()),
            Cell::new(task.lead.as_deref()),
            Cell::new(task.owner.as_deref()),
            deadline_cell(judged, settings),
            light_cell(judged, settings),
            Cell::new(task.status.label()),
            progress_cell(judged),
            Cell::new(task.domain.as_deref()),
            Cell::new(task.measure.as_deref()),
            Cell::new(task.content.as_deref()),
            Cell::new(task.standard.as_deref()),
            Cell::new(task.basis.as_deref()),
            Cell::new(task.support.join("、")),
            Cell::new(task.leader.as_deref()),
            Cell::new(latest(task, occasion.today)),
        ])
    });
    let phases = settings.phases.iter().map(|phase| phase.name.as_str());
    let domains = settings.domains.iter().map(|domain| domain.name.as_str());
    let offices = settings.offices.iter().map(|office| office.name.as_str());
    Table::list(
        vec![
            Column::short("编号"),
            Column::text("任务", 20),
            Column::spare("阶段", 8).among(phases),
            Column::text("牵头单位", 8).among(offices),
            Column::text("责任人", 6).of_people(),
            Column::short("时限"),
            Column::short("灯"),
            Column::spare("状态", 6).among(Status::ALL.map(|status| status.label().to_owned())),
            Column::number("进度"),
            Column::sheet("重点任务").among(domains),
            Column::sheet("具体举措"),
            Column::sheet("具体内容"),
            Column::sheet("完成标准"),
            Column::sheet("任务依据"),
            Column::sheet("配合单位"),
            Column::sheet("责任领导").of_people(),
            Column::sheet("最新进展"),
        ],
        rows.collect(),
    )
}

/// 最新进展 with its day.
pub(super) fn latest(task: &Task, today: NaiveDate) -> String {
    let text =
        task.latest(today).and_then(|entry| Some(format!("{} {}", entry.date, entry.text.as_deref()?)));
    text.unwrap_or_default()
}
