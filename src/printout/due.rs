//! The layout of 临期.

use super::Occasion;
use super::list::tasks;
use super::page::{Line, Page, Paper, Section, Tone};
use crate::report::due::Due;

/// What is coming, on a page.
pub fn due(due: &Due<'_>, occasion: Occasion<'_>) -> Page {
    let mut page = Page { paper: Paper::A4Landscape, ..occasion.page("临期任务") };
    let within = due.within;
    let line = match due.tasks.len() {
        0 => format!("今后 {within} 天内没有到期的任务"),
        count => format!("今后 {within} 天内到期 {count} 项"),
    };
    let mut line = Line::from(line);
    if due.overdue > 0 {
        line = line.and("；另有逾期 ", None).and(format!("{} 项", due.overdue), Some(Tone::Red));
        line = line.and("，见 ledger overdue", None);
    }
    page.sections.push(Section::default().with_line(line).with_table(tasks(&due.tasks, occasion)));
    page
}
