//! The layout of 检查.

use super::Occasion;
use super::columns::table;
use super::page::{Cell, Column, Page, Paper, Section, Tone};
use crate::core::problem::{Problem, Severity};
use crate::report::check::Check;

/// The findings on a page.
pub fn check(check: &Check, occasion: Occasion<'_>) -> Page {
    let mut page = Page { paper: Paper::A4Landscape, ..occasion.page("台账检查") };
    let (tasks, found) = (check.tasks, check.problems.len());
    let fixable = check.problems.iter().filter(|problem| problem.fixable).count();
    let mut line = match found {
        0 => format!("检查了 {tasks} 项任务，没有发现问题"),
        found => format!("检查了 {tasks} 项任务，发现 {found} 个问题"),
    };
    if fixable > 0 {
        line = format!("{line}，其中 {fixable} 个可以用 ledger check --fix 自动改正");
    }
    let level = |problem: &Problem| match problem.severity {
        Severity::Error => Cell::new("错误").toned(Tone::Red),
        Severity::Warning => Cell::new("提醒").toned(Tone::Yellow),
    };
    let columns = vec![
        Column::short("文件").drawn(|problem: &Problem| problem.file.as_str()),
        Column::number("行").drawn(|problem: &Problem| problem.line),
        Column::short("级别").drawn(level),
        Column::text("问题和办法", 24).drawn(|problem: &Problem| problem.message.as_str()),
        Column::spare("自动改正", 8).drawn(|problem: &Problem| if problem.fixable { "可以" } else { "" }),
    ];
    let table = table(columns, &check.problems);
    page.sections.push(Section::default().with_line(line).with_table(table));
    page
}
