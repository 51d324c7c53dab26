//! The layout of 检查.

use super::Occasion;
use super::page::{Cell, Column, Page, Paper, Row, Section, Table, Tone, Value};
use crate::core::problem::Severity;
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
    let rows = check.problems.iter().map(|problem| {
        let (level, tone) = match problem.severity {
            Severity::Error => ("错误", Tone::Red),
            Severity::Warning => ("提醒", Tone::Yellow),
        };
        let line = problem.line.map_or(Value::Empty, Value::from);
        Row::item(vec![
            Cell::new(problem.file.as_str()),
            Cell::new(line),
            Cell::new(level).toned(tone),
            Cell::new(problem.message.as_str()),
            Cell::new(if problem.fixable { "可以" } else { "" }),
        ])
    });
    let table = Table::list(
        vec![
            Column::short("文件"),
            Column::number("行"),
            Column::short("级别"),
            Column::text("问题和办法", 24),
            Column::spare("自动改正", 8),
        ],
        rows.collect(),
    );
    page.sections.push(Section::default().with_line(line).with_table(table));
    page
}
