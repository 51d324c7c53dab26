//! The layout of 差异: what came, what changed, what went.

use super::Occasion;
use super::changes::{settings_words, task_words};
use super::columns::table;
use super::labels::id_cell;
use super::page::{Cell, Column, Page, Paper, Section, Table, Tone};
use crate::core::provenance::short;
use crate::report::diff::{Diff, Different, Point};
use crate::report::log::Fate;

/// The difference on a page.
pub fn diff(diff: &Diff, occasion: Occasion<'_>) -> Page {
    let page = Page { paper: Paper::A4Landscape, ..occasion.page("前后对比") };
    Page { sections: sections(diff, occasion), ..page }
}

/// The difference as sections of a page.
pub(super) fn sections(diff: &Diff, occasion: Occasion<'_>) -> Vec<Section> {
    let count = |fate| diff.of(fate).count();
    let (made, changed, removed) = (count(Fate::Made), count(Fate::Changed), count(Fate::Removed));
    let what = if diff.tasks.is_empty() {
        "任务没有变化".to_owned()
    } else {
        format!("新增 {made} 项，改动 {changed} 项，删除 {removed} 项")
    };
    let point = |point: &Point| format!("{}（提交 {}）", point.day, short(&point.commit));
    let span = format!("从 {}，到 {}", point(&diff.from), point(&diff.to));
    let mut sections = vec![Section::default().with_line(span).with_line(what)];
    let parts = [(Fate::Removed, "删除的任务"), (Fate::Made, "新增的任务"), (Fate::Changed, "改动的任务")];
    for (fate, heading) in parts {
        if diff.of(fate).next().is_some() {
            sections.push(Section::headed(heading).with_table(tasks(diff, fate, occasion)));
        }
    }
    if !diff.settings.is_empty() {
        let told = settings_words(&diff.settings);
        let table = table(vec![Column::text("设置（ledger.toml）", 24).drawn(String::as_str)], &told);
        sections.push(Section::headed("改动的设置").with_table(table));
    }
    sections
}

fn tasks(diff: &Diff, fate: Fate, occasion: Occasion<'_>) -> Table {
    let tone = (fate == Fate::Removed).then_some(Tone::Red);
    let title = |task: &Different| Cell::new(task.title.as_deref().unwrap_or("（读不了）")).toned(tone);
    let changes = |task: &Different| task_words(&task.changes, task.reads).join("\n");
    let mut columns = vec![
        Column::short("编号").drawn(|task: &Different| id_cell(task.id, occasion.settings)),
        Column::text("任务", 16).drawn(title),
    ];
    columns.extend((fate == Fate::Changed).then(|| Column::text("变化", 24).drawn(changes)));
    table(columns, diff.of(fate))
}
