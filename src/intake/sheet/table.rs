//! Where the tables of a sheet begin (表头): under title rows, in one row or in several, and again further down.

use std::collections::BTreeSet;
use std::ops::Range;

use super::super::column_titles::{Sense, Sure, plain, sense};
use super::book::{Line, Sheet};
use super::cell::Cell;

/// A table of a sheet. Rows are counted in the sheet's list of those that hold anything.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Table {
    /// What stands above it: the title, the unit, the day.
    pub(super) above: Vec<String>,
    /// The title of each column, in one line; empty where it has none.
    pub(super) titles: Vec<String>,
    /// Its rows.
    pub(super) rows: Range<usize>,
}

/// How far down a first header is looked for, in rows that hold anything.
const TOP: usize = 60;
/// The most rows of a header.
const TALL: u32 = 4;

/// The tables of a sheet, from the top. `known` are titles that somebody has told the meaning of.
pub(super) fn tables(sheet: &Sheet, known: &BTreeSet<String>) -> Vec<Table> {
    let mut found: Vec<Table> = Vec::new();
    let Some(first) = first_header(sheet, known) else { return found };
    let mut next = Some(first);
    let mut from = 0;
    while let Some(at) = next {
        let (top, end) = header(sheet, at, known);
        let titles = titles(&sheet.rows[top..end], sheet);
        if let Some(table) = found.last_mut() {
            table.rows.end = top;
        }
        next = (end..sheet.rows.len()).find(|at| is_header(&sheet.rows[*at], known));
        let above = sheet.rows[from..top].iter().flat_map(|line| distinct(line)).map(str::to_owned).collect();
        let rows = end..next.unwrap_or(sheet.rows.len());
        from = rows.end;
        // Printed again on every page, it is the same table.
        match found.last_mut() {
            Some(table) if table.titles == titles => table.rows.end = rows.end,
            _ => found.push(Table { above, titles, rows }),
        }
    }
    found
}

/// Whether a row that lies in a table only repeats its titles.
pub(super) fn repeats(line: &Line, titles: &[String]) -> bool {
    let same = |(at, cell): (usize, &Cell)| {
        cell.is_empty() || titles.get(at).is_some_and(|title| plain(title).ends_with(&plain(&cell.shown())))
    };
    line.own > 1 && line.cells.iter().enumerate().all(same)
}

/// Of the first rows, the one with the most titles that say something.
fn first_header(sheet: &Sheet, known: &BTreeSet<String>) -> Option<usize> {
    let mut best: Option<(usize, usize)> = None;
    for (at, line) in sheet.rows.iter().take(TOP).enumerate() {
        let (said, all) = score(line, known);
        let texts = || distinct(line).into_iter();
        // Three that are known, the name of the task among them, are no accident; nor is one that somebody has told of.
        let named = said >= 3 && texts().all(is_short) && texts().any(names_task);
        let told = texts().all(is_short) && texts().any(|text| known.contains(&plain(text)));
        let fits = said >= 2 && said * 5 >= all * 2
            || named
            || told
            || said == 1 && all == 1 && line.cells.len() == 1 && at == 0;
        if fits && best.is_none_or(|(_, most)| said > most + 1 || said > most && most < 3) {
            best = Some((at, said));
        }
    }
    best.map(|(at, _)| at)
}

/// Whether a row further down is a header: nothing but short texts, most of which say what a column holds.
fn is_header(line: &Line, known: &BTreeSet<String>) -> bool {
    let short = |cell: &Cell| match cell {
        Cell::Empty => true,
        Cell::Text(text) => text.len() <= 45 && !text.starts_with(|c: char| c.is_ascii_digit()),
        _ => false,
    };
    if line.own < 3 || !line.cells.iter().all(short) {
        return false;
    }
    let (said, all) = score(line, known);
    let exact =
        line.cells.iter().filter(|cell| sense(&cell.shown()).is_some_and(|(_, sure)| sure >= Sure::Known));
    said >= 3 && said * 3 >= all * 2 && exact.count() >= 3
}

/// How many of a row's texts say what a column holds, and how many there are besides those that any table may have.
fn score(line: &Line, known: &BTreeSet<String>) -> (usize, usize) {
    let texts = distinct(line);
    let said = texts.iter().filter(|text| known.contains(&plain(text)) || sense(text).is_some()).count();
    let usual = texts.iter().filter(|text| sense(text).is_none() && is_usual(text)).count();
    (said, texts.len() - usual)
}

/// The text of a sheet without a header that may be the title of its tasks: for the example of what to say.
pub(super) fn likely_title(sheet: &Sheet) -> Option<&str> {
    let rows = sheet.rows.iter().take(10).map(distinct);
    let widest = rows.reduce(|widest, row| if row.len() > widest.len() { row } else { widest })?;
    let short = || widest.iter().copied().filter(|text| is_short(text));
    short().find(|text| names_task(text)).or_else(|| short().find(|text| sense(text).is_none()))
}

/// A title no longer than titles are.
fn is_short(text: &str) -> bool {
    text.chars().count() <= 20
}

fn names_task(text: &str) -> bool {
    matches!(sense(text), Some((Sense::Title(_) | Sense::Level(_), _)))
}

/// Titles that say nothing for a header and nothing against one: 备注, 联系电话, 1月 to 12月.
fn is_usual(text: &str) -> bool {
    let title = plain(text);
    let month = title.strip_suffix('月').or(title.strip_suffix("月份"));
    let numbered = |number: &str| number.parse().is_ok_and(|month: u32| (1..=12).contains(&month));
    let chinese =
        |number: &str| crate::core::numeral::value(number).is_some_and(|month| (1..=12).contains(&month));
    month.is_some_and(|number| numbered(number) || chinese(number))
        || ["备注", "说明", "电话", "联系电话", "佐证材料", "附件"].contains(&title.as_str())
}

/// The texts of a row, each once.
pub(super) fn distinct(line: &Line) -> Vec<&str> {
    let mut texts: Vec<&str> = Vec::new();
    for cell in &line.cells {
        if let Cell::Text(text) = cell
            && !texts.contains(&text.as_str())
        {
            texts.push(text);
        }
    }
    texts
}

/// The rows of the header that `at` belongs to: from the first to the one behind the last.
fn header(sheet: &Sheet, at: usize, known: &BTreeSet<String>) -> (usize, usize) {
    let number = |at: usize| sheet.rows.get(at).map_or(0, |line| line.number);
    let row = number(at) - 1;
    // Titles that stand over several rows show how tall it is.
    let spanning = sheet.merged.iter().filter(|area| {
        area.top <= row && row <= area.bottom && area.bottom > area.top && area.bottom - area.top < TALL
    });
    let (mut top, mut bottom) = (row, row);
    for area in spanning {
        top = top.min(area.top);
        bottom = bottom.max(area.bottom);
    }
    let first = (0..=at).rev().take_while(|at| number(*at) > top).last().unwrap_or(at);
    // A row above the titles that is a sheet's title over everything is none of them.
    let first = if distinct(&sheet.rows[first]).len() < 2 { at } else { first };
    let mut end = (at..sheet.rows.len()).find(|at| number(*at) > bottom + 1).unwrap_or(sheet.rows.len());
    if bottom == row {
        // Titles below a group's: 责任分工 over 牵头单位, 配合单位.
        let grouped =
            sheet.merged.iter().any(|area| area.top == row && area.bottom == row && area.right > area.left);
        if let Some(next) = sheet.rows.get(at + 1).filter(|next| next.number == row + 2)
            && under(&sheet.rows[at], next, known, grouped)
        {
            end = at + 2;
        }
    }
    (first, end)
}

/// Whether a row holds the titles below those of the row above it.
fn under(above: &Line, line: &Line, known: &BTreeSet<String>, grouped: bool) -> bool {
    let texts = distinct(line);
    let short = line.cells.iter().all(|cell| match cell {
        Cell::Text(text) => text.chars().count() <= 12,
        other => other.is_empty(),
    });
    let (said, _) = score(line, known);
    let gaps =
        line.cells.iter().enumerate().filter(|(at, cell)| !cell.is_empty() && above.cell(*at).is_empty());
    let fills = gaps.count() > 0;
    short
        && texts.len() >= 2
        && (said >= 2 || said >= 1 && grouped)
        && (fills || grouped)
        && line.own < above.cells.len()
}

/// The titles of the columns: the innermost that says something, else the group's and its own together.
fn titles(lines: &[Line], sheet: &Sheet) -> Vec<String> {
    let width = lines.iter().map(|line| line.cells.len()).max().unwrap_or(0);
    let read: Vec<(String, String)> = (0..width).map(|column| title(lines, sheet, column)).collect();
    // The group's name is needed only where two columns would be called the same: 一季度 and 二季度 have a 计划 each.
    let whole = |(group, inner): &(String, String)| {
        let others = read.iter().filter(|(other, same)| same == inner && other != group);
        let needed = inner.chars().count() <= 1 || others.count() > 0;
        if needed && !group.is_empty() { format!("{group}·{inner}") } else { inner.clone() }
    };
    read.iter().map(whole).collect()
}

/// The title of a column, and that of the group it stands under.
fn title(lines: &[Line], sheet: &Sheet, column: usize) -> (String, String) {
    // A title merged over two columns is that of the first.
    let last = lines.last().map_or(0, |line| line.number);
    let covered = sheet.merged.iter().any(|area| {
        let own = (area.left as usize) < column && column <= area.right as usize;
        own && area.top < last && last == area.bottom + 1
    });
    if covered {
        return Default::default();
    }
    let mut parts: Vec<String> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let mut text = one_line(line.cell(column));
        // A group's title stands over its first column only, where nobody merged it.
        if text.is_empty() && at + 1 < lines.len() && !lines[at + 1].cell(column).is_empty() {
            let left =
                (0..column).rev().map(|left| (left, line.cell(left))).find(|(_, cell)| !cell.is_empty());
            let merged = |left: usize| {
                let area = sheet
                    .merged
                    .iter()
                    .find(|area| area.top + 1 == line.number && area.left as usize == left);
                area.is_some_and(|area| (area.right as usize) < column)
            };
            if let Some((left, cell)) =
                left.filter(|(left, _)| !merged(*left) && !lines[at + 1].cell(*left).is_empty())
            {
                let _ = left;
                text = one_line(cell);
            }
        }
        if !text.is_empty() && parts.last() != Some(&text) {
            parts.push(text);
        }
    }
    match parts.as_slice() {
        [] => Default::default(),
        [only] => (String::new(), only.clone()),
        // 责任领导 over 姓名 and 职务.
        [.., group, inner]
            if ["姓名", "名称", "名字"].contains(&inner.as_str()) && sense(group).is_some() =>
        {
            (String::new(), group.clone())
        }
        [.., group, inner] => {
            let together = format!("{group}{inner}");
            let sure = |text: &str| sense(text).filter(|(_, sure)| *sure >= Sure::Known);
            let vague = inner.chars().count() <= 2 || matches!(sense(inner), Some((Sense::Responsible, _)));
            let group_of = || (group.clone(), inner.clone());
            // 责任分工 over 单位: together they say more.
            match (sure(inner), sure(&together)) {
                (Some(_), Some(_)) if !vague => group_of(),
                (_, Some(_)) => (String::new(), together),
                (_, None) => group_of(),
            }
        }
    }
}

/// The text of a title in one line.
fn one_line(cell: &Cell) -> String {
    let text = cell.shown();
    let han = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphanumeric());
    let mut out = String::new();
    let mut blank = false;
    for c in text.chars() {
        if c.is_whitespace() {
            blank = true;
            continue;
        }
        // A blank between two words of English is one; within 完 成 时 限 it is none.
        if blank && !han(out.chars().last()) && !han(Some(c)) {
            out.push(' ');
        }
        blank = false;
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::sheet::book::{Merged, Room};

    fn sheet(rows: &[&str], merged: Vec<Merged>) -> Sheet {
        let cells = rows.iter().zip(0..).flat_map(|(row, at)| {
            row.split('|').zip(0..).map(move |(text, column)| (at, column, Cell::text(text)))
        });
        Sheet::of("表", cells, merged, &mut Room::whole()).unwrap()
    }

    fn titles_of(sheet: &Sheet) -> Vec<String> {
        tables(sheet, &BTreeSet::new()).iter().map(|table| table.titles.join(" ")).collect()
    }

    #[test]
    fn the_header_lies_under_title_rows() {
        let over = Merged { top: 0, left: 0, bottom: 0, right: 3 };
        let sheet = sheet(
            &[
                "某局2026年重点任务台账",
                "填报单位：综合科||填报日期：6月",
                "序号|重点任务|责任单位|完 成\n时 限",
                "1|甲|乙|丙",
            ],
            vec![over],
        );
        let found = tables(&sheet, &BTreeSet::new());
        assert_eq!(found[0].titles, ["序号", "重点任务", "责任单位", "完成时限"]);
        assert_eq!((found[0].rows.clone(), found[0].above.len()), (3..4, 3));
    }

    #[test]
    fn a_header_of_two_rows_gives_each_column_one_title() {
        let across = Merged { top: 0, left: 2, bottom: 0, right: 4 };
        let down = |left| Merged { top: 0, left, bottom: 1, right: left };
        let rows = ["序号|任务|责任分工|||完成时限", "||牵头|单位|电话|", "1|甲|综合科|机关党委|139|6月底"];
        let merged = sheet(&rows, vec![across, down(0), down(1), down(5)]);
        assert_eq!(titles_of(&merged), ["序号 任务 牵头 单位 电话 完成时限"]);
        // The same without any cell merged, as csv has it.
        let rows = [
            "序号,任务,责任分工,,,完成时限".replace(',', "|"),
            "||牵头单位|配合单位|责任人|".to_owned(),
            "1|甲|乙|丙|丁|戊".to_owned(),
        ];
        let plain = sheet(&rows.iter().map(String::as_str).collect::<Vec<_>>(), Vec::new());
        assert_eq!(titles_of(&plain), ["序号 任务 牵头单位 配合单位 责任人 完成时限"]);
    }

    #[test]
    fn a_header_may_have_more_columns_of_its_own_than_known_ones() {
        #[track_caller]
        fn case(header: &str) {
            assert_eq!(titles_of(&sheet(&[header, "1|甲|乙|丙"], Vec::new())), [header.replace('|', " ")]);
        }
        case("序号|任务|责任单位|东桥镇|西桥镇|南桥镇|北桥镇|城关镇|开发区");
        case("序号|工作内容|责任单位|1月|2月|3月|4月|5月|6月|7月|8月|9月|10月|11月|12月|备注");
        let unknown = sheet(&["任务|甲|乙|丙|丁|戊", "1|2|3|4|5|6"], Vec::new());
        assert_eq!(titles_of(&unknown), Vec::<String>::new());
    }

    #[test]
    fn one_title_that_somebody_told_of_makes_a_header() {
        let sheet = sheet(&["某公司|", "抓手|安排", "甲|乙"], Vec::new());
        assert!(tables(&sheet, &BTreeSet::new()).is_empty());
        assert_eq!(likely_title(&sheet), Some("抓手"));
        let told = tables(&sheet, &BTreeSet::from(["抓手".to_owned()]));
        assert_eq!(told.iter().map(|table| table.titles.join(" ")).collect::<Vec<_>>(), ["抓手 安排"]);
    }

    #[test]
    fn titles_that_two_groups_have_are_told_apart() {
        let across = |left, right| Merged { top: 0, left, bottom: 0, right };
        let down = |left| Merged { top: 0, left, bottom: 1, right: left };
        let rows =
            ["任务|一季度||二季度||责任领导|", "|计划|完成情况|计划|完成情况|姓名|职务", "甲|a|b|c|d|e|f"];
        let merged = sheet(&rows, vec![down(0), across(1, 2), across(3, 4), across(5, 6)]);
        assert_eq!(
            titles_of(&merged),
            ["任务 一季度·计划 一季度·完成情况 二季度·计划 二季度·完成情况 责任领导 职务"]
        );
    }

    #[test]
    fn a_second_table_further_down_is_found_and_a_header_printed_again_is_not() {
        let rows = [
            "序号|任务|责任人|状态",
            "1|甲|李强|进行中",
            "序号|任务|责任人|状态",
            "2|乙|赵蕾|已完成",
            "下周计划",
            "工作内容|责任人|完成时间",
            "丙|孙萍|7月5日",
        ];
        assert_eq!(
            titles_of(&sheet(&rows, Vec::new())),
            ["序号 任务 责任人 状态", "工作内容 责任人 完成时间"]
        );
    }
}
