//! The layout of 办理历史: a line for each thing that happened, the newest first.

use serde::Deserialize;

use super::Occasion;
use super::changes::{change_words, settings_words, task_words};
use super::columns::{ColumnOf, table};
use super::labels::id_cell;
use super::page::{Cell, Column, Page, Paper, Section, Tone};
use crate::core::change::Op;
use crate::core::entry::{LOG, LogEntry};
use crate::core::field::Field;
use crate::core::id::TaskId;
use crate::core::provenance::short;
use crate::core::revision::{Origin, Revision};
use crate::core::task_version::FieldChange;
use crate::core::text::one_line;
use crate::report::log::{Fate, Line};

const BY_HAND: &str = "【手工】";
const MERGED: &str = "【合并】";
const UNHEARD: &str = "【不明】";

/// The history on a page; of one task, where that is what it is about.
pub fn log(lines: &[Line], task: Option<(TaskId, Option<&str>)>, occasion: Occasion<'_>) -> Page {
    let what = match task {
        Some((id, title)) => format!("办理历史　{id} {}", title.unwrap_or_default()),
        None => "办理历史".to_owned(),
    };
    let mut page = Page { paper: Paper::A4Landscape, ..occasion.page(what.trim_end()) };
    let days = || lines.iter().map(|line| line.revision.day);
    let line = match (days().min(), days().max()) {
        (Some(first), Some(last)) if first < last => {
            format!("{} 条，{first} 至 {last}，新的在前", lines.len())
        }
        (Some(day), _) if lines.len() > 1 => format!("{} 条，都在 {day}，新的在前", lines.len()),
        (Some(day), _) => format!("1 条，{day}"),
        (None, _) => "没有符合条件的记录".to_owned(),
    };
    let table = table(columns(task.is_none(), occasion), lines);
    page.sections.push(Section::default().with_line(line).with_table(table));
    for (mark, meaning) in [
        (BY_HAND, "没有经过本程序的修改"),
        (MERGED, "把几个人的修改合到一起"),
        (UNHEARD, "提交自称的命令不存在"),
    ] {
        if lines.iter().any(|line| self::mark(&line.revision) == Some(mark)) {
            page.notes.push(format!("{mark}{meaning}。"));
        }
    }
    page
}

fn columns(with_task: bool, occasion: Occasion<'_>) -> Vec<ColumnOf<'_, &Line>> {
    let about = move |line: &Line| match line.task {
        Some(id) => id_cell(id, occasion.settings),
        None => Cell::new(if line.changes.is_empty() { "" } else { "设置" }),
    };
    let sentence = move |line: &Line| {
        let mark = mark(&line.revision);
        let sentence = format!("{}{}", mark.unwrap_or_default(), matter(line, with_task));
        Cell::new(sentence).toned(mark.map(|_| Tone::Yellow))
    };
    let mut columns = vec![
        Column::short("日期").drawn(|line: &Line| line.revision.day),
        Column::short("人员").drawn(|line: &Line| line.revision.author()),
    ];
    columns.extend(with_task.then(|| Column::short("编号").drawn(about)));
    columns.extend([
        Column::text("事项", 20).drawn(sentence),
        Column::text("变化", 20).drawn(what_changed),
        Column::spare("提交", 10).drawn(|line: &Line| short(&line.revision.commit)),
    ]);
    columns
}

/// What sets a commit apart from those that this program made.
fn mark(revision: &Revision) -> Option<&'static str> {
    match revision.origin() {
        Origin::Program(_) => None,
        Origin::ByHand => Some(BY_HAND),
        Origin::Merge => Some(MERGED),
        Origin::Unheard => Some(UNHEARD),
    }
}

/// What was done, in the words that the clerk read then. The number has a column of its own, and on the page of one task
/// the title stands above; what a correction changed is told beside it.
fn matter(line: &Line, with_task: bool) -> String {
    let sentence = line.revision.sentence.as_str();
    if line.revision.op.is_some() && line.revision.origin() == Origin::ByHand {
        let said = sentence.strip_prefix(Op::ByHand.label()).unwrap_or(sentence);
        return said.trim_start().to_owned();
    }
    let (Origin::Program(op), Some(id)) = (line.revision.origin(), line.task) else {
        return sentence.to_owned();
    };
    let Some(rest) = sentence.strip_prefix(&format!("{} {id} ", op.label())) else {
        return sentence.to_owned();
    };
    let title = one_line(line.title.as_deref().unwrap_or_default(), usize::MAX);
    let Some(tail) = rest.strip_prefix(title.as_str()) else { return format!("{} {rest}", op.label()) };
    let tail = if op == Op::Set { "" } else { tail };
    if with_task { format!("{} {title}{tail}", op.label()) } else { format!("{}{tail}", op.label()) }
}

fn what_changed(line: &Line) -> String {
    match line.fate {
        Fate::Made => return "新建".to_owned(),
        Fate::Removed => return "删除".to_owned(),
        Fate::Joined => return "两边的修改合到一起".to_owned(),
        Fate::Changed if line.task.is_none() => return settings_words(&line.changes).join("\n"),
        Fate::Changed if line.reads != [true, true] => {
            return task_words(&line.changes, line.reads).join("\n");
        }
        Fate::Changed if line.changes.is_empty() => return "只改了注释、排版或文件名".to_owned(),
        Fate::Changed => {}
    }
    // The sentence of a verb says what its entry says, but for what it takes from the commit.
    let told = matches!(line.revision.origin(), Origin::Program(Op::Verb(_) | Op::Remind));
    let words = |change: &FieldChange| match &change.to {
        Some(entry) if told && change.key == LOG && change.from.is_none() => besides(entry, line),
        _ => Some(change_words(change)),
    };
    line.changes.iter().filter_map(words).collect::<Vec<_>>().join("\n")
}

/// Who did it and when, where that is not who kept it and when that was.
fn besides(entry: &toml::Value, line: &Line) -> Option<String> {
    let entry = LogEntry::deserialize(entry.clone()).ok()?;
    let by = entry.by.filter(|by| *by != line.revision.author()).map(|by| format!("经办人 {by}"));
    let date = Some(entry.date).filter(|date| *date != line.revision.day);
    let date = date.map(|date| format!("记为 {date}"));
    // The day of finishing is a change of its own.
    let is_told = line.changes.iter().any(|change| change.key == Field::DoneOn.key());
    let on = entry.on.filter(|_| !is_told).map(|on| format!("实际日期 {on}"));
    let told: Vec<String> = [by, date, on].into_iter().flatten().collect();
    (!told.is_empty()).then(|| told.join("，"))
}
