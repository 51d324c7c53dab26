//! Tables of a document: a merged cell says the same in every place that it covers.

use roxmltree::Node;

use super::body::{Reader, alternative};
use super::xml::{child, count, name, value};
use crate::intake::plan::Block;

/// How many columns Word allows.
const MOST_COLUMNS: usize = 63;

/// A cell on its way.
struct Place<'a, 'input> {
    node: Node<'a, 'input>,
    /// How many columns it covers.
    span: usize,
    /// Whether it belongs to the cell above.
    goes_on: bool,
}

/// A row: how many columns are missing before its first cell, and its cells.
struct Places<'a, 'input> {
    before: usize,
    cells: Vec<Place<'a, 'input>>,
}

impl Reader<'_> {
    /// A table. One with a single column is a frame around paragraphs.
    pub(super) fn table(&mut self, node: Node<'_, '_>, depth: usize) {
        let mut rows = Vec::new();
        self.rows(node, depth, &mut rows);
        let wide =
            |row: &Places<'_, '_>| row.before + row.cells.iter().map(|cell| cell.span).sum::<usize>() > 1;
        if !rows.iter().any(wide) {
            for cell in rows.iter().flat_map(|row| &row.cells) {
                self.container(cell.node, depth + 1);
            }
            return;
        }
        let mut table: Vec<(usize, Vec<String>)> = Vec::new();
        for row in rows {
            self.line += 1;
            let mut texts = vec![String::new(); row.before];
            for cell in row.cells {
                let above =
                    table.last().and_then(|(_, above)| above.get(texts.len())).filter(|_| cell.goes_on);
                let above = above.cloned();
                // It is read even so: its paragraphs are numbered.
                let own = self.cell(cell.node, depth + 1);
                let text = above.unwrap_or(own);
                texts.extend(std::iter::repeat_n(text, cell.span));
            }
            table.push((self.line, texts));
        }
        self.body.plan.blocks.push(Block::Table { rows: table });
    }

    fn rows<'a, 'input>(&mut self, node: Node<'a, 'input>, depth: usize, rows: &mut Vec<Places<'a, 'input>>) {
        for node in node.children() {
            match name(node) {
                "tr" => {
                    let about = child(node, "trPr");
                    if about.is_some_and(|about| child(about, "del").is_some()) {
                        self.note_revision();
                        continue;
                    }
                    let before = about.and_then(|about| count(about, "gridBefore")).unwrap_or(0);
                    let mut row = Places { before: before.min(MOST_COLUMNS), cells: Vec::new() };
                    cells(node, &mut row.cells, depth);
                    rows.push(row);
                }
                "sdt" | "sdtContent" | "ins" | "moveTo" | "customXml" if depth < 100 => {
                    self.rows(node, depth + 1, rows);
                }
                _ => {
                    if let Some(chosen) = alternative(node).filter(|_| depth < 100) {
                        self.rows(chosen, depth + 1, rows);
                    }
                }
            }
        }
    }
}

fn cells<'a, 'input>(row: Node<'a, 'input>, cells_of_row: &mut Vec<Place<'a, 'input>>, depth: usize) {
    for node in row.children() {
        match name(node) {
            "tc" => {
                let about = child(node, "tcPr");
                let span = about.and_then(|about| count(about, "gridSpan")).unwrap_or(1_usize);
                let merge = about.and_then(|about| child(about, "vMerge").map(|_| value(about, "vMerge")));
                let goes_on = merge.is_some_and(|merge| merge != Some("restart"));
                cells_of_row.push(Place { node, span: span.clamp(1, MOST_COLUMNS), goes_on });
            }
            "sdt" | "sdtContent" | "customXml" if depth < 100 => cells(node, cells_of_row, depth + 1),
            _ => {}
        }
    }
}
