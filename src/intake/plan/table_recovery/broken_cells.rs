//! Rows whose cells were broken over several lines (单元格内换行): the text between the edges, cut into rows again.

use super::super::columns;
use super::super::lines::{Cell, Row, Rows};
use super::super::normal::Text;
use super::super::numbering;
use super::cells::{self, Cut};
use super::{Look, Raw, is_chapter, look};

/// A first cell is broken over no more lines than this.
const LONGEST_HEAD: usize = 3;

/// Whether the line above a header holds the beginning of its first title: 时 above 间⇥工作任务.
pub(super) fn completes(above: &str, titles: &mut [String]) -> bool {
    let Some(first) = titles.first_mut() else { return false };
    let whole = format!("{}{first}", above.trim());
    let is_short = above.trim().chars().count() <= 3 && !above.trim().is_empty();
    let fits = is_short && !columns::knows(first) && columns::knows(&whole);
    if fits {
        *first = whole;
    }
    fits
}

/// Completes a header whose titles were broken over the lines below it, 责任 / 单位. Returns how many of them.
pub(super) fn header(lines: &[Raw<'_>], at: usize, region: usize, titles: &mut Vec<String>) -> usize {
    let width = |nth: usize| lines.get(at + nth).map_or(0, |line| cells::of(line.text, Cut::Tab).len());
    if width(1) == titles.len() {
        return 0;
    }
    let mut whole = titles.clone();
    for nth in 1..=LONGEST_HEAD.min(region.saturating_sub(2)) {
        let Some(line) = lines.get(at + nth) else { break };
        for (place, cell) in cells::of(line.text, Cut::Tab).into_iter().enumerate() {
            match whole.last_mut() {
                Some(last) if place == 0 => last.push_str(cell),
                _ => whole.push(cell.to_owned()),
            }
        }
        let all = whole.iter().all(|title| columns::knows(title) || title.starts_with("备注"));
        if all && width(nth + 1) == whole.len() && columns::read(&whole).is_some() {
            *titles = whole;
            return nth;
        }
    }
    0
}

/// A stretch of text that ends with a line or at the edge of a cell.
struct Bit<'a> {
    line: usize,
    text: &'a str,
    /// Another cell of the same row follows on the same line.
    edge: bool,
}

/// The rows below a header so many cells wide, and how many lines they take.
pub(super) fn rows(lines: &[Raw<'_>], region: usize, width: usize) -> (usize, Rows) {
    let len = region + goes_on(lines, region);
    let mut bits: Vec<Bit<'_>> = Vec::new();
    for line in lines.get(..len).unwrap_or_default() {
        let cells = cells::of(line.text, Cut::Tab);
        let last = cells.len() - 1;
        bits.extend(cells.into_iter().enumerate().map(|(nth, text)| Bit {
            line: line.number,
            text,
            edge: nth < last,
        }));
    }
    let mut rows: Rows = Vec::new();
    let mut starts_line = true;
    for (at, bit) in bits.iter().enumerate() {
        let is_full = rows.last().is_none_or(|row| row.cells.len() >= width);
        if starts_line && !bit.edge && is_chapter(bit.text) && is_full {
            rows.push(Row::of(bit.line, vec![bit.text.to_owned(); width]));
        } else if starts_line && (rows.is_empty() || bit.edge && (is_full || begins(&rows, bit))) {
            let head = taken_back(&mut rows, bit);
            let line = head.first().map_or(bit.line, |(line, _)| *line);
            let mut cell = Cell::default();
            for (line, text) in head {
                cell.append(Cell { text, lines: vec![line] }, line);
            }
            cell.append(Cell { text: bit.text.to_owned(), lines: vec![bit.line] }, bit.line);
            rows.push(Row { line, cells: vec![cell] });
        } else if let Some(row) = rows.last_mut() {
            let cell = Cell { text: bit.text.to_owned(), lines: vec![bit.line] };
            match row.cells.last_mut() {
                Some(last) if starts_line => last.append(cell, bit.line),
                _ => row.cells.push(cell),
            }
        }
        starts_line = !bits.get(at).is_some_and(|bit| bit.edge);
    }
    (len, rows)
}

/// Whether each row begins with a number or a time.
pub(super) fn are_headed(rows: &Rows) -> bool {
    rows.iter().filter_map(|row| row.cells.first()).all(|cell| {
        matches!(look(&cell.text), Look::Serial | Look::Time | Look::Week) || is_chapter(&cell.text)
    })
}

/// Whether a cell begins a row although the one before it is short: it has the next number.
fn begins(rows: &Rows, bit: &Bit<'_>) -> bool {
    let number = |words: &str| words.trim().trim_end_matches(['.', '、']).parse::<u32>().ok();
    let last = rows.iter().rev().take(3).find_map(|row| number(&row.cells.first()?.text));
    number(bit.text).is_some_and(|number| last.map_or(number == 1, |last| number == last + 1))
}

/// The lines at the end of the row above that belong to a first cell: 一 in front of 月.
fn taken_back(rows: &mut Rows, bit: &Bit<'_>) -> Vec<(usize, String)> {
    let is_head = |words: &str| matches!(look(words), Look::Time | Look::Serial | Look::Week);
    if is_head(bit.text) {
        return Vec::new();
    }
    let Some(last) = rows.last_mut().and_then(|row| row.cells.last_mut()) else { return Vec::new() };
    let lines: Vec<&str> = last.text.split('\n').collect();
    let fits = (1..=LONGEST_HEAD.min(lines.len().saturating_sub(1))).find(|count| {
        let head: String = lines.iter().skip(lines.len() - count).copied().collect();
        is_head(&format!("{head}{}", bit.text))
    });
    let Some(count) = fits else { return Vec::new() };
    let kept = lines.len() - count;
    let head = (kept..lines.len())
        .map(|nth| (last.lines.get(nth).copied().unwrap_or(bit.line), lines[nth].to_owned()))
        .collect();
    last.text = lines.get(..kept).unwrap_or_default().join("\n");
    last.lines.truncate(kept);
    head
}

/// How many lines behind the last edge still belong to the last cell: its numbers run on, or its sentence was broken.
fn goes_on(lines: &[Raw<'_>], region: usize) -> usize {
    let number = |line: &str| {
        let text = Text::new(line.trim());
        numbering::read(text.plain()).map(|mark| (mark.style, mark.number))
    };
    let Some(last) = region.checked_sub(1).and_then(|at| lines.get(at)) else { return 0 };
    let mut before = cells::of(last.text, Cut::Tab).last().copied().unwrap_or_default();
    let mut counted = number(before);
    let mut len = 0;
    for line in lines.get(region..).unwrap_or_default() {
        let text = line.text.trim();
        let here = number(text);
        let runs_on = here.zip(counted).is_some_and(|(here, last)| here.0 == last.0 && here.1 == last.1 + 1);
        let is_open = here.is_none() && !before.ends_with(['。', '；', ';', '.', '！']) && counted.is_some();
        if text.is_empty() || !runs_on && !is_open {
            break;
        }
        counted = here.or(counted);
        before = text;
        len += 1;
    }
    len
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_titles_of_a_header_may_be_broken_too() {
        let text = "序号\t工作任务\t责任\n单位\t完成\n时限\n1\t修桥\t甲局\t6月底";
        let lines: Vec<Raw<'_>> = text.lines().map(|text| Raw { number: 1, text }).collect();
        let mut titles: Vec<String> = ["序号", "工作任务", "责任"].map(str::to_owned).to_vec();
        assert_eq!(header(&lines, 0, 4, &mut titles), 2);
        assert_eq!(titles, ["序号", "工作任务", "责任单位", "完成时限"]);
    }

    #[test]
    fn a_short_line_goes_on_with_the_row_that_has_a_number() {
        let text =
            "1\t修路\t排查点位，\n编制方案\t甲局\t乙局\n丙局\t9月底前\n2\t换灯\t更换\t丁局\t戊局\t年底";
        let lines: Vec<Raw<'_>> = text.lines().map(|text| Raw { number: 1, text }).collect();
        let (_, rows) = rows(&lines, 4, 6);
        let widths: Vec<usize> = rows.iter().map(|row| row.cells.len()).collect();
        assert_eq!((widths, are_headed(&rows)), (vec![6, 6], true));
        assert_eq!(rows[0].cells[4].text, "乙局\n丙局");
    }

    #[test]
    fn cells_broken_over_lines_make_their_rows_again() {
        let text = "一\n月\t总结月\t1．总结；\n2．排查。\t1．开总结会，\n评先进；\n2．查隐患。\n二月\t部署月\t部署\t1．签责任书。\n2．发通知。";
        let lines: Vec<Raw<'_>> =
            text.lines().enumerate().map(|(at, text)| Raw { number: at + 2, text }).collect();
        let (len, rows) = rows(&lines, 6, 4);
        assert_eq!(len, 7);
        let texts: Vec<Vec<&str>> =
            rows.iter().map(|row| row.cells.iter().map(|cell| cell.text.as_str()).collect()).collect();
        assert_eq!(
            texts,
            [
                ["一\n月", "总结月", "1．总结；\n2．排查。", "1．开总结会，\n评先进；\n2．查隐患。"],
                ["二月", "部署月", "部署", "1．签责任书。\n2．发通知。"]
            ]
        );
        assert_eq!(rows[0].cells[3].lines, [4, 5, 6]);
    }
}
