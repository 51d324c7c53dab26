//! The layout of 列表.

use super::Occasion;
use super::columns::{self, field, table};
use super::page::{Column, Page, Paper, Section, Table};
use crate::core::field::Field;
use crate::core::status::Status;
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
        (_, 0) if list.is_of_void => "没有作废的任务".to_owned(),
        (shown, total) if list.is_of_void => {
            format!("列出 {shown} 项，作废的共 {total} 项，都不计入台账；要恢复请用 ledger reopen 编号 原因")
        }
        (_, 0) => occasion.no_tasks().to_owned(),
        (0, total) => format!("没有符合条件的任务，台账共 {total} 项{hidden}"),
        (shown, total) => format!("列出 {shown} 项，台账共 {total} 项{hidden}"),
    };
    page.sections.push(Section::default().with_line(line).with_table(tasks(&list.tasks, occasion)));
    page
}

/// A table of tasks, as several pages show it.
pub(super) fn tasks<'a>(tasks: impl IntoIterator<Item = &'a Judged<'a>>, occasion: Occasion<'a>) -> Table {
    let settings = occasion.settings;
    let phases = settings.phases.iter().map(|phase| phase.name.as_str());
    let domains = settings.domains.iter().map(|domain| domain.name.as_str());
    let offices = settings.offices.iter().map(|office| office.name.as_str());
    let columns = vec![
        columns::id(occasion),
        columns::task(20),
        field(Field::Phase, |title| Column::spare(title, 8)).among(phases),
        columns::lead().among(offices),
        columns::owner(),
        columns::due(occasion),
        columns::light(occasion),
        columns::status().among(Status::ALL.map(|status| status.label().to_owned())),
        columns::progress(),
        field(Field::Domain, Column::sheet).among(domains),
        field(Field::Measure, Column::sheet),
        field(Field::Content, Column::sheet),
        field(Field::Standard, Column::sheet),
        field(Field::Basis, Column::sheet),
        field(Field::Support, Column::sheet),
        field(Field::Leader, |title| Column::sheet(title).of_people()),
        columns::news(Column::sheet, occasion),
    ];
    table(columns, tasks)
}
