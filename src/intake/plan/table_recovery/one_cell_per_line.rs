//! Tables with a cell a line (每格一行), as they are copied out of some readers: the titles below one another, then each row's cells.

use super::super::columns::{self, Column};
use super::super::lines::{Cell, Row, Rows};
use super::{Look, Raw, align, look};

/// A table has no more columns than this.
const WIDEST: usize = 10;

/// The table that begins at a line: how many lines it takes, and its rows.
pub(super) fn read(lines: &[Raw<'_>], at: usize) -> Option<(usize, Rows)> {
    let width = titles(lines, at)?;
    let header: Vec<String> =
        lines.get(at..at + width)?.iter().map(|line| line.text.trim().to_owned()).collect();
    let columns = columns::read(&header)?;
    // Only a number tells where a row begins.
    if columns.first() != Some(&Column::Number) {
        return None;
    }
    let mut rows: Rows = Vec::new();
    let mut end = at + width;
    for line in lines.get(end..)? {
        let text = line.text.trim();
        let is_next = text.trim_end_matches(['.', '、']).parse::<usize>() == Ok(rows.len() + 1);
        let cell = || Cell { text: text.to_owned(), lines: vec![line.number] };
        match rows.last_mut() {
            _ if is_next => rows.push(Row { line: line.number, cells: vec![cell()] }),
            // A row has a few lines more than cells where some were broken.
            Some(row) if row.cells.len() < width * 2 && !text.contains('\t') => row.cells.push(cell()),
            _ => break,
        }
        end += 1;
    }
    let is_table = rows.len() > 1 && rows.iter().all(|row| row.cells.len() > 1);
    // What follows the last row's last column is no part of it.
    let closing = rows.iter().rev().nth(1).and_then(|row| row.cells.last()).map(|cell| look(&cell.text));
    if let Some(last) = rows.last_mut() {
        let alike = |cell: &Cell| Some(look(&cell.text)) == closing;
        let closes = last.cells.iter().skip(width - 1).position(alike).map_or(width, |more| width + more);
        let closes = closes.min(last.cells.len());
        end -= last.cells.len() - closes;
        last.cells.truncate(closes);
    }
    let header = Row::of(lines.get(at)?.number, header);
    is_table.then(|| (end - at, align::to_header(header, rows)))
}

/// How many lines from here on are titles of columns.
fn titles(lines: &[Raw<'_>], at: usize) -> Option<usize> {
    let first = lines.get(at)?.text.trim();
    if !columns::knows(first) || look(first) != Look::Words {
        return None;
    }
    let is_title = |line: &&Raw<'_>| {
        let text = line.text.trim();
        text.chars().count() <= 10 && (columns::knows(text) || text == "备注") && !text.contains('\t')
    };
    let width = lines.get(at..)?.iter().take(WIDEST).take_while(is_title).count();
    (width > 2).then_some(width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_a_line_makes_rows_by_their_numbers() {
        let text = "序号\n工作任务\n责任单位\n完成时限\n1\n修好村口的桥\n甲局\n6月底\n2\n铺好村里的路，\n种上树\n乙局\n9月底\n3\n清理河道\n丙局\n年底\n以上任务按月通报。";
        let lines: Vec<Raw<'_>> = text.lines().map(|text| Raw { number: 1, text }).collect();
        let (len, rows) = read(&lines, 0).unwrap();
        let texts: Vec<Vec<&str>> = rows
            .iter()
            .skip(1)
            .map(|row| row.cells.iter().map(|cell| cell.text.as_str()).collect())
            .collect();
        assert_eq!(len, 17);
        assert_eq!(
            texts,
            [
                ["1", "修好村口的桥", "甲局", "6月底"],
                ["2", "铺好村里的路，\n种上树", "乙局", "9月底"],
                ["3", "清理河道", "丙局", "年底"]
            ]
        );
    }
}
