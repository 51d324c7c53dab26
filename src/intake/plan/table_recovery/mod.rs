//! Tables that lost their lines (表格转成的文字): rows of cells between tabs, bars or wide gaps, read back into tables.
//!
//! `cells` cuts a line, `looks` says what a cell looks like, `broken` puts together rows whose cells were broken over several
//! lines, `upright` those with a cell a line, `labelled` reads lines that begin with a time, `align` gives the cells of short and
//! long rows to their columns and fills in what a merged cell said.

mod align;
mod broken_cells;
mod cell_kind;
mod cells;
mod labelled;
mod one_cell_per_line;

use super::columns;
use super::lines::{Row, Rows};
use super::numbering::{self, Style};
use super::prose;

pub(super) use cell_kind::{Look, look};

/// A line of the text: where it stands, and what it says.
#[derive(Debug, Clone, Copy)]
pub(super) struct Raw<'a> {
    pub(super) number: usize,
    pub(super) text: &'a str,
}

/// What a stretch of lines turned out to be.
#[derive(Debug)]
pub(super) enum Stretch {
    /// So many lines are no table.
    Words(usize),
    /// So many lines are one.
    Table(usize, Rows),
}

/// How many lines without a cell's edge may stand between two with one: a cell of that many lines.
const LONGEST_CELL: usize = 12;

/// Splits lines into tables and what is none, in order.
pub(super) fn split(lines: &[Raw<'_>]) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    let mut at = 0;
    let mut words = 0;
    while at < lines.len() {
        if let Some((before, len, rows)) = table_at(lines, at) {
            // The first cell of a header may have begun on a line of its own.
            let before = before.min(words);
            if words > before {
                found.push(Stretch::Words(words - before));
            }
            words = 0;
            found.push(Stretch::Table(len + before, rows));
            at += len;
        } else {
            // What was no table from its first row on is none from its second.
            let len = cells::region(lines, at).filter(|len| *len > 0).unwrap_or(1);
            words += len;
            at += len;
        }
    }
    if words > 0 {
        found.push(Stretch::Words(words));
    }
    found
}

/// The table that begins at a line: how many lines before it belong to its header, how many lines it takes, its rows.
fn table_at(lines: &[Raw<'_>], at: usize) -> Option<(usize, usize, Rows)> {
    if let Some((len, rows)) = one_cell_per_line::read(lines, at).or_else(|| labelled::read(lines, at)) {
        return Some((0, len, rows));
    }
    let cut = cells::manner(lines.get(at)?.text)?;
    let len = cells::region(lines, at)?;
    let header = cells::of(lines.get(at)?.text, cut);
    let mut titles: Vec<String> = header.iter().map(|cell| (*cell).to_owned()).collect();
    let before = at
        .checked_sub(1)
        .and_then(|above| lines.get(above))
        .map_or(0, |above| usize::from(broken_cells::completes(above.text, &mut titles)));
    let more = broken_cells::header(lines, at, len, &mut titles);
    if columns::read(&titles).is_some() {
        let body = lines.get(at + 1 + more..)?;
        let (body_len, rows) = body_of(body, len - 1 - more, cut, titles.len());
        let header = Row::of(lines.get(at - before)?.number, titles);
        let rows = align::to_header(header, rows);
        return (rows.len() > 1).then_some((before, body_len + 1 + more, rows));
    }
    let rows: Rows = lines
        .get(at..at + len)?
        .iter()
        .map(|line| Row::of(line.number, cells::of(line.text, cut).into_iter().map(str::to_owned).collect()))
        .collect();
    let is_even = rows.iter().all(|row| row.cells.len() == rows[0].cells.len());
    let says = rows.iter().any(|row| row.cells.iter().filter(|cell| !cell.text.is_empty()).count() > 1);
    let has_header = rows.iter().any(|row| columns::read(&row.cells).is_some());
    if rows.len() < 2 || !says || cut == cells::Cut::Gap {
        return None;
    }
    if is_even || has_header {
        return Some((0, len, rows));
    }
    columns::guess(&rows).is_some().then_some((0, len, rows))
}

/// The rows below a header of so many cells, and how many lines they take.
fn body_of(lines: &[Raw<'_>], region: usize, cut: cells::Cut, width: usize) -> (usize, Rows) {
    let is_whole = |line: &Raw<'_>| cells::is_row(line.text, cut) || is_chapter(line.text);
    let all = |len: usize| lines.get(..len).unwrap_or_default();
    let mut region = region;
    let spread = all(region).iter().position(|line| !is_whole(line));
    let is_short = |line: &Raw<'_>| !is_chapter(line.text) && cells::of(line.text, cut).len() < width;
    if cut == cells::Cut::Tab && (spread.is_some() || all(region).iter().any(is_short)) {
        let (len, rows) = broken_cells::rows(lines, region, width);
        let whole = rows.iter().filter(|row| row.cells.len() == width).count();
        let fits = rows.iter().all(|row| row.cells.len() <= width) && whole * 3 >= rows.len() * 2;
        // Where every line holds an edge, short rows may be those of merged cells: only a perfect fit is believed.
        if fits && (spread.is_some() || whole == rows.len() && broken_cells::are_headed(&rows)) {
            return (len, rows);
        }
    }
    if let Some(first) = spread {
        // No cell is broken: the table ends at what is no row.
        region = first;
    }
    let rows = all(region)
        .iter()
        .map(|line| Row::of(line.number, cells::of(line.text, cut).into_iter().map(str::to_owned).collect()))
        .collect();
    (region, rows)
}

/// 一、基础设施 between rows: a chapter of the table.
fn is_chapter(line: &str) -> bool {
    let text = super::normal::Text::new(line.trim());
    let plain = text.plain();
    let is_numbered = numbering::read(plain)
        .is_some_and(|mark| matches!(mark.style, Style::Section | Style::Bracketed | Style::Part));
    is_numbered && prose::letters(plain) <= 40 && !plain.ends_with(['。', ';', ','])
}
