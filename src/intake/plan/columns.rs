//! What the columns of a plan's table are (表头识别).

use super::super::column_titles::{DOMAIN, Sense, TITLE, WORK, kind_of, plain, sense};
use super::lines::{Row, Rows};
use super::table_recovery::{Look, look};
use crate::core::field::Field;
use crate::core::task::Kind;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    /// 序号
    Number,
    /// 工作任务, beside a column that takes it apart: the measure; alone: the task.
    Task,
    /// 任务分解, 具体措施: what is to be done.
    Detail,
    /// 存在问题, 问题描述: what is wrong, and the row is there to put it right.
    Trouble,
    /// 责任单位: the first leads.
    Answering,
    /// One of the task's own keys.
    Field(Field),
    /// 备注 and whatever else is no part of a plan.
    Other,
}

/// What a title tells that offices do not use in their ledgers: the first word that it contains.
const WORDS: [(&str, Column); 23] = [
    ("备注", Column::Other),
    ("得分", Column::Other),
    ("自评", Column::Other),
    ("配合", Column::Field(Field::Support)),
    ("参与", Column::Field(Field::Support)),
    ("协作", Column::Field(Field::Support)),
    ("责任", Column::Answering),
    ("时间", Column::Field(Field::Due)),
    ("进度", Column::Field(Field::Due)),
    ("日期", Column::Field(Field::Due)),
    ("周次", Column::Field(Field::Due)),
    ("月份", Column::Field(Field::Due)),
    ("星期", Column::Other),
    ("主题", Column::Field(Field::Domain)),
    ("活动", Column::Task),
    ("议题", Column::Task),
    ("阶段", Column::Field(Field::Phase)),
    ("环节", Column::Field(Field::Domain)),
    ("方面", Column::Field(Field::Domain)),
    ("要求", Column::Detail),
    ("项目", Column::Task),
    ("指标", Column::Task),
    ("工作", Column::Task),
];

/// The columns of a header row; nothing if the row is no header.
pub(super) fn read<S: AsRef<str>>(cells: &[S]) -> Option<Vec<Column>> {
    let columns: Vec<Column> = cells.iter().map(|cell| of(cell.as_ref())).collect();
    let known = columns.iter().filter(|column| **column != Column::Other).count();
    let says_what =
        columns.iter().any(|column| matches!(column, Column::Task | Column::Detail | Column::Trouble));
    let short = cells.iter().all(|cell| cell.as_ref().chars().count() <= 20);
    // A row with a day or a number in it is none of titles.
    let filled =
        || cells.iter().any(|cell| matches!(look(cell.as_ref()), Look::Time | Look::Week | Look::Serial));
    // Nor is one that heads those below it, a merged cell over all columns.
    let is_one = cells.iter().all(|cell| cell.as_ref() == cells[0].as_ref());
    (known >= 2 && says_what && short && !is_one && !filled()).then_some(columns)
}

/// Whether a title is one that tells what its column holds.
pub(super) fn knows(title: &str) -> bool {
    of(title) != Column::Other
}

/// The columns of a table without a header, by what most of their cells look like; nothing where nobody could tell.
pub(super) fn guess(rows: &Rows) -> Option<Vec<Column>> {
    let width = rows.iter().map(|row| row.cells.len()).max()?;
    let full: Vec<&Row> = rows.iter().filter(|row| row.cells.len() == width).collect();
    if full.len() < 2 || full.len() * 2 < rows.len() || !(2..=12).contains(&width) {
        return None;
    }
    let looks: Vec<Look> = (0..width).map(|column| most(&full, column)).collect();
    // The longest words are the deeds.
    let letters = |column: usize| {
        full.iter()
            .filter_map(|row| row.cells.get(column))
            .map(|cell| cell.text.chars().count())
            .sum::<usize>()
    };
    let deed =
        (0..width).filter(|column| looks[*column] == Look::Words).max_by_key(|column| letters(*column))?;
    let mut leads = false;
    let columns: Vec<Column> = looks
        .iter()
        .enumerate()
        .map(|(at, look)| match look {
            Look::Serial => Column::Number,
            Look::Time | Look::Week => Column::Field(Field::Due),
            Look::Office if std::mem::replace(&mut leads, true) => Column::Field(Field::Support),
            Look::Office => Column::Answering,
            Look::Person => Column::Field(Field::Owner),
            Look::Words if at == deed => Column::Detail,
            Look::Words if at < deed => Column::Field(Field::Domain),
            Look::Words | Look::Empty => Column::Other,
        })
        .collect();
    let tells =
        |column: &Column| matches!(column, Column::Answering | Column::Field(Field::Due | Field::Owner));
    columns.iter().any(tells).then_some(columns)
}

/// What most of the filled cells of a column look like.
fn most(rows: &[&Row], column: usize) -> Look {
    let looks: Vec<Look> = rows
        .iter()
        .filter_map(|row| row.cells.get(column))
        .map(|cell| look(&cell.text))
        .filter(|look| *look != Look::Empty)
        .collect();
    let all = [Look::Serial, Look::Week, Look::Time, Look::Office, Look::Person];
    let count = |wanted: Look| looks.iter().filter(|look| **look == wanted).count();
    let most =
        all.into_iter().max_by_key(|look| count(*look)).filter(|look| count(*look) * 3 >= looks.len() * 2);
    match most {
        _ if looks.is_empty() => Look::Empty,
        Some(look) => look,
        None => Look::Words,
    }
}

fn of(cell: &str) -> Column {
    // The points of a plan are what is to be done, those of an assessment what it is measured by.
    if ["工作要点", "要点"].contains(&plain(cell).as_str()) {
        return Column::Detail;
    }
    let Some((sense, _)) = sense(cell) else {
        let title = plain(cell);
        return WORDS
            .iter()
            .find(|(word, _)| title.contains(word))
            .map_or(Column::Other, |(_, column)| *column);
    };
    match sense {
        Sense::Id | Sense::Serial => Column::Number,
        Sense::Trouble => Column::Trouble,
        Sense::Title(WORK) if kind_of(cell) == Some(Kind::Issue) => Column::Trouble,
        Sense::Title(TITLE | WORK) => Column::Task,
        // 重点任务 is a field of work only beside what it is taken apart into.
        Sense::Title(DOMAIN) if cell.contains(['务', '作']) => Column::Task,
        Sense::Title(DOMAIN) | Sense::Level(1) | Sense::Field(Field::Domain | Field::Kind) => {
            Column::Field(Field::Domain)
        }
        Sense::Title(_) => Column::Detail,
        Sense::Level(_) => Column::Task,
        Sense::Responsible => Column::Answering,
        // What is to come of it; a plan has no results yet.
        Sense::Field(Field::Outcome) => Column::Field(Field::Standard),
        Sense::Field(field) if !matches!(field, Field::Status | Field::Progress | Field::DoneOn) => {
            Column::Field(field)
        }
        Sense::Field(_)
        | Sense::Said
        | Sense::Finish
        | Sense::StruckOff
        | Sense::Log
        | Sense::PhaseStart
        | Sense::PhaseEnd
        | Sense::Reckoned => Column::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_row_tells_its_columns() {
        let cells = |titles: &[&str]| titles.iter().map(|title| (*title).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            read(&cells(&["序 号", "工作任务", "具体措施", "责任单位", "完成时限", "备注"])),
            Some(vec![
                Column::Number,
                Column::Task,
                Column::Detail,
                Column::Answering,
                Column::Field(Field::Due),
                Column::Other
            ])
        );
        assert_eq!(read(&cells(&["1", "修桥", "备料、开工", "甲局"])), None);
        assert_eq!(read(&cells(&["某县修桥任务表"])), None);
    }
}
