//! Giving the cells of a row to the columns of its table (对列): short rows lost the cells that were merged with those above, long
//! ones had a cell cut in two. What was lost is filled in from above.

use super::super::columns::{self, Column};
use super::super::lines::{Cell, Row, Rows};
use super::{Look, is_chapter, look};
use crate::core::field::Field;

/// A row longer than this is no row of a plan's table.
const WIDEST: usize = 24;

/// What a column asks of its cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wants {
    Serial,
    Time,
    Office,
    Person,
    /// What is to be done.
    Deed,
    Words,
    Anything,
}

/// The table with its header, each row as wide as that.
pub(super) fn to_header(header: Row, rows: Rows) -> Rows {
    let columns = columns::read(&header.cells).unwrap_or_default();
    let wants: Vec<Wants> = columns.iter().map(|column| wants(*column)).collect();
    let width = wants.len();
    // Where even a row's first cells are missing, cells were merged; else the last ones were empty and cut off.
    let merged = rows.iter().any(|row| {
        row.cells.len() < width && place(&row.cells, &wants).first().is_some_and(|first| *first > 0)
    });
    let mut full: Rows = vec![header];
    let mut above: Vec<Option<Cell>> = vec![None; width];
    for row in rows.into_iter().filter(|row| row.cells.iter().any(|cell| !cell.text.is_empty())) {
        let only = row.cells.iter().filter(|cell| !cell.text.is_empty()).count() == 1;
        let chapter = row.cells.iter().find(|cell| is_chapter(&cell.text));
        if let (true, Some(chapter)) = (only, chapter) {
            above = vec![None; width];
            full.push(Row { line: row.line, cells: vec![chapter.clone(); width] });
            continue;
        }
        let is_short = row.cells.len() < width;
        let line = row.line;
        let mut cells = spread(row, &wants);
        carry_deeds(&mut cells, &wants, &above, is_short && merged);
        for ((cell, wants), above) in cells.iter_mut().zip(&wants).zip(&mut above) {
            match cell {
                Some(cell) => *above = Some(cell.clone()),
                None if is_short && merged && *wants != Wants::Serial && *wants != Wants::Deed => {
                    cell.clone_from(above);
                }
                None => {}
            }
        }
        full.push(Row { line, cells: cells.into_iter().map(Option::unwrap_or_default).collect() });
    }
    full
}

/// What a row's first columns say of what is done goes on below them: of a part of the work, and of the next office that
/// answers for the same.
fn carry_deeds(cells: &mut [Option<Cell>], wants: &[Wants], above: &[Option<Cell>], is_merged: bool) {
    let says = |cell: &Option<Cell>| cell.as_ref().is_some_and(|cell| !cell.text.trim().is_empty());
    let deeds: Vec<usize> = (0..wants.len()).filter(|at| wants[*at] == Wants::Deed).collect();
    let last = deeds.iter().copied().filter(|at| cells.get(*at).is_some_and(says)).max();
    let told = cells
        .iter()
        .zip(wants)
        .any(|(cell, wants)| matches!(wants, Wants::Office | Wants::Time) && says(cell));
    for at in deeds {
        let goes_on = match last {
            Some(last) => at < last && is_merged,
            None => told,
        };
        if goes_on
            && let (Some(cell), Some(above)) = (cells.get_mut(at), above.get(at))
            && !says(cell)
        {
            cell.clone_from(above);
        }
    }
}

/// The cells of a row by column; none where the row had no cell for it.
fn spread(row: Row, wants: &[Wants]) -> Vec<Option<Cell>> {
    let mut cells: Vec<Option<Cell>> = vec![None; wants.len()];
    if row.cells.len() == wants.len() {
        return row.cells.into_iter().map(Some).collect();
    }
    let places = place(&row.cells, wants);
    let has_serial = wants.contains(&Wants::Serial);
    for (cell, place) in row.cells.into_iter().zip(places) {
        if cell.text.is_empty() || (!has_serial && look(&cell.text) == Look::Serial) {
            continue;
        }
        match cells.get_mut(place) {
            Some(Some(known)) => known.append(cell, row.line),
            Some(free) => *free = Some(cell),
            None => {}
        }
    }
    cells
}

/// The column of each cell, in their order: those that fit best.
fn place(cells: &[Cell], wants: &[Wants]) -> Vec<usize> {
    let looks: Vec<Look> = cells.iter().take(WIDEST).map(|cell| look(&cell.text)).collect();
    let width = wants.len().min(WIDEST);
    // best[c]: the worth of the cells so far where the last of them stands in column c, and the columns of them all.
    let mut best: Vec<Option<(i32, Vec<usize>)>> = vec![None; width];
    for (nth, look) in looks.iter().enumerate() {
        let mut next: Vec<Option<(i32, Vec<usize>)>> = vec![None; width];
        for column in 0..width {
            let fit = fit(*look, wants[column]);
            let before = if nth == 0 {
                Some((0, Vec::new()))
            } else {
                let earlier = best.iter().take(column).flatten();
                let shared = best.get(column).and_then(Option::as_ref).map(|(worth, path)| (worth - 4, path));
                earlier
                    .map(|(worth, path)| (*worth, path))
                    .chain(shared)
                    .max_by_key(|(worth, path)| (*worth, path.last().copied()))
                    .map(|(worth, path)| (worth, path.clone()))
            };
            next[column] = before.map(|(worth, mut path)| {
                path.push(column);
                (worth + fit, path)
            });
        }
        best = next;
    }
    let says_what = |path: &[usize]| path.iter().any(|column| wants[*column] == Wants::Deed);
    let chosen = best
        .into_iter()
        .flatten()
        .max_by_key(|(worth, path)| (worth - if says_what(path) { 0 } else { 6 }, path.last().copied()));
    chosen.map_or_else(Vec::new, |(_, path)| path)
}

fn wants(column: Column) -> Wants {
    match column {
        Column::Number => Wants::Serial,
        Column::Task | Column::Detail | Column::Trouble => Wants::Deed,
        Column::Answering | Column::Field(Field::Lead | Field::Support) => Wants::Office,
        Column::Field(Field::Leader | Field::Owner) => Wants::Person,
        Column::Field(Field::Due | Field::Start | Field::Repeat | Field::Phase) => Wants::Time,
        Column::Field(_) => Wants::Words,
        Column::Other => Wants::Anything,
    }
}

fn fit(look: Look, wants: Wants) -> i32 {
    match (look, wants) {
        (Look::Serial, Wants::Serial)
        | (Look::Time, Wants::Time)
        | (Look::Office, Wants::Office)
        | (Look::Person, Wants::Person) => 4,
        // 第3周 stands in a column of weeks, and where there is none in that of times.
        (Look::Words, Wants::Deed) | (Look::Week, Wants::Time) => 3,
        (Look::Office | Look::Person, Wants::Office | Wants::Person) | (Look::Words, Wants::Words) => 2,
        (Look::Week, Wants::Anything) => 1,
        (Look::Empty, _) | (_, Wants::Anything) => 0,
        (Look::Office | Look::Person, _) => -1,
        (Look::Words, Wants::Time | Wants::Serial) => -4,
        (Look::Time | Look::Week | Look::Serial | Look::Words, _) => -2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(header: &[&str], rows: &[&[&str]], expected: &[&[&str]]) {
        let row = |cells: &[&str]| Row::of(1, cells.iter().map(|cell| (*cell).to_owned()).collect());
        let full = to_header(row(header), rows.iter().map(|cells| row(cells)).collect());
        let texts: Vec<Vec<&str>> = full
            .iter()
            .skip(1)
            .map(|row| row.cells.iter().map(|cell| cell.text.as_str()).collect())
            .collect();
        assert_eq!(texts, expected);
    }

    #[test]
    fn what_merged_cells_said_is_filled_in_from_above() {
        case(
            &["周次", "日期", "内容", "处室"],
            &[
                &["第1周", "9月1日", "开学典礼", "德育处"],
                &["收缴教材费", "总务处"],
                &["9月3日", "检查备课笔记", "教务处"],
                &["召开教工大会"],
            ],
            &[
                &["第1周", "9月1日", "开学典礼", "德育处"],
                &["第1周", "9月1日", "收缴教材费", "总务处"],
                &["第1周", "9月3日", "检查备课笔记", "教务处"],
                &["第1周", "9月3日", "召开教工大会", "教务处"],
            ],
        );
    }

    #[test]
    fn a_row_that_only_ends_early_takes_nothing_from_above() {
        case(
            &["序号", "工作任务", "责任单位", "完成时限"],
            &[&["1", "修桥", "甲局", "9月底前"], &["2", "铺路", "乙局"], &["3", "种树"]],
            &[&["1", "修桥", "甲局", "9月底前"], &["2", "铺路", "乙局", ""], &["3", "种树", "", ""]],
        );
    }

    #[test]
    fn what_is_done_goes_on_for_its_parts_and_for_the_next_office() {
        case(
            &["序号", "重点任务", "具体内容", "责任单位", "完成时限"],
            &[
                &["1", "交通提升", "修好村口的桥", "甲局", "9月底前"],
                &["铺好村里的路", "乙局", "10月底前"],
                &["", "", "", "丙局", "年底前"],
            ],
            &[
                &["1", "交通提升", "修好村口的桥", "甲局", "9月底前"],
                &["", "交通提升", "铺好村里的路", "乙局", "10月底前"],
                &["", "交通提升", "铺好村里的路", "丙局", "年底前"],
            ],
        );
    }

    #[test]
    fn a_cell_too_many_goes_to_the_column_it_looks_like() {
        case(
            &["工作任务", "责任单位", "完成时限"],
            &[&["1", "修好村口的桥", "甲局", "乙局", "9月底前"]],
            &[&["修好村口的桥", "甲局\n乙局", "9月底前"]],
        );
    }
}
