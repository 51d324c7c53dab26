//! The merged cells of an OpenDocument spreadsheet, which calamine does not tell.

use std::collections::HashMap;
use std::io::Read;

use roxmltree::{Document, Node, ParsingOptions};

use super::Unreadable;
use super::book::{COLUMNS, Merged};
use crate::core::limits;
use crate::intake::zipped;

/// The merged cells of each sheet.
///
/// # Errors
/// The file cannot be understood, or its cells would be too many: one that is repeated stands there once, and is read as often
/// as it is repeated.
pub(super) fn spans(bytes: &[u8]) -> Result<HashMap<String, Vec<Merged>>, Unreadable> {
    let damaged = || Unreadable::Damaged("表格内容".to_owned());
    let mut archive = zipped::open(bytes)?;
    let mut text = String::new();
    archive
        .by_name("content.xml")
        .map_err(|_| damaged())?
        .read_to_string(&mut text)
        .map_err(|_| damaged())?;
    let options = ParsingOptions { nodes_limit: limits::ELEMENTS, ..ParsingOptions::default() };
    let document = Document::parse_with_options(&text, options).map_err(|error| match error {
        roxmltree::Error::NodesLimitReached => Unreadable::TooLarge,
        _ => damaged(),
    })?;
    let mut found = HashMap::new();
    let (mut held, mut end) = (Held::default(), 0);
    for table in document.descendants().filter(|node| is(node, "table")) {
        // A table in a cell of another was counted with it.
        if table.range().start < end {
            continue;
        }
        end = table.range().end;
        held.add(&table);
        if held.cells > 2 * limits::CELLS as u64 || held.texts > 3 * limits::CELL_TEXTS as u64 {
            return Err(Unreadable::TooLarge);
        }
        let Some(name) = attribute(&table, "name") else { continue };
        found.insert(name.to_owned(), merged(&table));
    }
    Ok(found)
}

/// What comes of tables whose repeated cells are written out.
#[derive(Default)]
struct Held {
    cells: u64,
    texts: u64,
}

impl Held {
    fn add(&mut self, table: &Node<'_, '_>) {
        let (mut rows, mut columns, mut empty_rows) = (0_u64, 0_u64, 0_u64);
        for line in table.descendants().filter(|node| is(node, "table-row")) {
            let down = u64::from(repeated(&line, "number-rows-repeated"));
            let (mut at, mut last) = (0, 0_u64);
            for cell in cells(&line) {
                let across = u64::from(repeated(&cell, "number-columns-repeated"));
                at += across;
                if holds(&cell) {
                    last = at;
                    let text = cell.range().len() as u64;
                    self.texts = self.texts.saturating_add(text.saturating_mul(across.saturating_mul(down)));
                }
            }
            if last == 0 {
                empty_rows += down;
                continue;
            }
            // What lies empty behind the last cell that holds something is not read.
            rows += std::mem::take(&mut empty_rows) + down;
            columns = columns.max(last);
        }
        self.cells = self.cells.saturating_add(rows.saturating_mul(columns));
    }
}

/// Whether a cell holds anything.
fn holds(cell: &Node<'_, '_>) -> bool {
    let says = |name: &str| name.contains("value") || name == "formula";
    cell.has_children() || cell.attributes().any(|attribute| says(attribute.name()))
}

/// The merged cells of a table.
fn merged(table: &Node<'_, '_>) -> Vec<Merged> {
    let mut merged = Vec::new();
    let mut row: u32 = 0;
    for line in table.descendants().filter(|node| is(node, "table-row")) {
        let mut column: u32 = 0;
        for cell in cells(&line) {
            let [down, across] = ["number-rows-spanned", "number-columns-spanned"]
                .map(|name| attribute(&cell, name).and_then(|count| count.parse().ok()).unwrap_or(1_u32));
            if (down > 1 || across > 1) && column < COLUMNS {
                let (bottom, right) =
                    (row.saturating_add(down.max(1) - 1), column.saturating_add(across.max(1) - 1));
                merged.push(Merged { top: row, left: column, bottom, right });
            }
            column = column.saturating_add(repeated(&cell, "number-columns-repeated"));
        }
        row = row.saturating_add(repeated(&line, "number-rows-repeated"));
    }
    merged
}

fn cells<'a, 'input>(line: &Node<'a, 'input>) -> impl Iterator<Item = Node<'a, 'input>> {
    line.children().filter(|node| is(node, "table-cell") || is(node, "covered-table-cell"))
}

fn is(node: &Node<'_, '_>, name: &str) -> bool {
    node.is_element() && node.tag_name().name() == name
}

fn attribute<'a>(node: &Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name() == name).map(|attribute| attribute.value())
}

/// How often a cell or a row stands there; where that is said twice, under two prefixes, the more often.
fn repeated(node: &Node<'_, '_>, name: &str) -> u32 {
    let said = node.attributes().filter(|attribute| attribute.name() == name);
    let most = said.filter_map(|attribute| attribute.value().parse::<u64>().ok()).max().unwrap_or(1);
    u32::try_from(most).unwrap_or(u32::MAX).max(1)
}
