//! Cutting a line into the cells of a row: at tabs, at bars, at wide gaps.

use super::super::columns;
use super::super::normal::Text;
use super::super::numbering::{self, Style};
use super::{LONGEST_CELL, Raw};

/// By what the cells of a table are kept apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cut {
    /// Tabs.
    Tab,
    /// `|`
    Bar,
    /// Two blanks and more: only under a header that is known.
    Gap,
}

const BARS: [char; 6] = ['|', '｜', '│', '┃', '︱', '║'];

/// By what the cells of a line are kept apart; nothing where it is no row.
pub(super) fn manner(line: &str) -> Option<Cut> {
    let filled = |cut| of(line, cut).iter().filter(|cell| !cell.is_empty()).count();
    if is_row(line, Cut::Tab) {
        return Some(Cut::Tab);
    }
    if line.contains(BARS) && (filled(Cut::Bar) > 1 || is_rule(line)) {
        return Some(Cut::Bar);
    }
    let cells = of(line, Cut::Gap);
    (cells.len() > 2 && columns::read(&cells).is_some()).then_some(Cut::Gap)
}

/// Whether a line holds the edge of a cell.
pub(super) fn is_row(line: &str, cut: Cut) -> bool {
    match cut {
        // A tab before the first word only indents it.
        Cut::Tab => line.trim().contains('\t') || line.starts_with([' ', '\t']) && of(line, cut).len() > 2,
        Cut::Bar => line.contains(BARS),
        Cut::Gap => of(line, cut).len() > 1,
    }
}

/// The cells of a line.
pub(super) fn of(line: &str, cut: Cut) -> Vec<&str> {
    match cut {
        Cut::Tab => line.trim_matches([' ', '\n', '\r']).split('\t').map(unquoted).collect(),
        Cut::Bar if is_rule(line) => Vec::new(),
        Cut::Bar => {
            let inner = line.trim();
            let inner = inner.strip_prefix(BARS).unwrap_or(inner);
            let inner = inner.strip_suffix(BARS).unwrap_or(inner);
            inner.split(BARS).map(str::trim).collect()
        }
        Cut::Gap => gaps(line),
    }
}

/// A spreadsheet puts a cell of several lines between quotes: each end of it is on a line of its own.
fn unquoted(cell: &str) -> &str {
    let cell = cell.trim();
    let is_open = cell.matches('"').count() % 2 == 1;
    let whole = cell.strip_prefix('"').and_then(|inner| inner.strip_suffix('"'));
    match whole {
        Some(inner) if !inner.contains('"') => inner,
        _ if is_open => cell.strip_prefix('"').or_else(|| cell.strip_suffix('"')).unwrap_or(cell),
        _ => cell,
    }
}

/// |---|:--:|
fn is_rule(line: &str) -> bool {
    line.contains('-') && line.chars().all(|c| BARS.contains(&c) || matches!(c, '-' | ':' | ' ' | '+' | '─'))
}

fn gaps(line: &str) -> Vec<&str> {
    let mut cells = Vec::new();
    let mut rest = line.trim();
    let is_blank = |c: char| c == ' ' || c == '\u{3000}';
    while !rest.is_empty() {
        let gap = rest.char_indices().find(|(at, c)| {
            let behind = rest.get(at + c.len_utf8()..).unwrap_or_default();
            *c == ' ' && behind.starts_with(is_blank) || *c == '\u{3000}'
        });
        let Some((at, _)) = gap else { break };
        let (cell, behind) = rest.split_at(at);
        cells.push(cell.trim());
        rest = behind.trim_start_matches(is_blank);
    }
    cells.push(rest.trim());
    cells
}

/// How many lines from here on may be one table: rows, and between them lines that a broken cell goes on with.
pub(super) fn region(lines: &[Raw<'_>], at: usize) -> Option<usize> {
    let cut = manner(lines.get(at)?.text)?;
    let is_row = |line: &Raw<'_>| is_row(line.text, cut);
    let mut end = at + 1;
    loop {
        let ahead = lines.get(end..).unwrap_or_default();
        let next = ahead.iter().take(LONGEST_CELL + 1).position(is_row);
        match next {
            Some(0) => end += 1,
            Some(len) if !ahead.iter().take(len).any(|line| ends_table(line.text)) => end += len + 1,
            _ => return Some(end - at),
        }
    }
}

/// 注：, 附件2: what follows is no row.
fn ends_table(line: &str) -> bool {
    let text = Text::new(line.trim());
    let plain = text.plain();
    ["注:", "备注:", "说明:"].iter().any(|word| plain.starts_with(word))
        || numbering::read(plain).is_some_and(|mark| mark.style == Style::Annex)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_cut_at_tabs_bars_or_wide_gaps() {
        #[track_caller]
        fn case(line: &str, cut: Option<Cut>, cells: &[&str]) {
            assert_eq!(manner(line), cut, "{line}");
            if let Some(cut) = cut {
                assert_eq!(of(line, cut), cells, "{line}");
            }
        }
        case("1\t修桥\t甲局", Some(Cut::Tab), &["1", "修桥", "甲局"]);
        case(" \t寒假\t值班\t甲处", Some(Cut::Tab), &["", "寒假", "值班", "甲处"]);
        case("\t　　修桥，铺路。", None, &[]);
        case("| 1 | 修桥 |  |", Some(Cut::Bar), &["1", "修桥", ""]);
        case("│1│修桥│甲局│", Some(Cut::Bar), &["1", "修桥", "甲局"]);
        case("序号    工作任务    责任单位", Some(Cut::Gap), &["序号", "工作任务", "责任单位"]);
        case("1\t\"备料；\t\"甲局\"", Some(Cut::Tab), &["1", "备料；", "甲局"]);
        case("组  长：张某", None, &[]);
        case("修桥。", None, &[]);
    }
}
