//! The merged cells of an OpenDocument spreadsheet, which calamine does not tell.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use super::book::{COLUMNS, Merged};

/// The most bytes of XML that are looked through for them.
const MOST: u64 = 64 << 20;

/// The merged cells of each sheet; nothing where the file is too large or cannot be understood.
pub(super) fn spans(bytes: &[u8]) -> HashMap<String, Vec<Merged>> {
    content(bytes).and_then(|text| of_text(&text)).unwrap_or_default()
}

fn content(bytes: &[u8]) -> Option<String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let file = archive.by_name("content.xml").ok()?;
    let mut text = String::new();
    file.take(MOST).read_to_string(&mut text).ok()?;
    Some(text)
}

fn of_text(text: &str) -> Option<HashMap<String, Vec<Merged>>> {
    let document = roxmltree::Document::parse(text).ok()?;
    let mut found = HashMap::new();
    for table in document.descendants().filter(|node| is(node, "table")) {
        let Some(name) = attribute(&table, "name") else { continue };
        let mut merged = Vec::new();
        let mut row: u32 = 0;
        for line in table.descendants().filter(|node| is(node, "table-row")) {
            let mut column: u32 = 0;
            for cell in
                line.children().filter(|node| is(node, "table-cell") || is(node, "covered-table-cell"))
            {
                let [down, across] = ["number-rows-spanned", "number-columns-spanned"]
                    .map(|name| attribute(&cell, name).and_then(|count| count.parse().ok()).unwrap_or(1_u32));
                if (down > 1 || across > 1) && column < COLUMNS {
                    let (bottom, right) = (row.saturating_add(down - 1), column.saturating_add(across - 1));
                    merged.push(Merged { top: row, left: column, bottom, right });
                }
                column = column.saturating_add(repeated(&cell, "number-columns-repeated"));
            }
            row = row.saturating_add(repeated(&line, "number-rows-repeated"));
        }
        found.insert(name.to_owned(), merged);
    }
    Some(found)
}

fn is(node: &roxmltree::Node<'_, '_>, name: &str) -> bool {
    node.is_element() && node.tag_name().name() == name
}

fn attribute<'a>(node: &roxmltree::Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name() == name).map(|attribute| attribute.value())
}

fn repeated(node: &roxmltree::Node<'_, '_>, name: &str) -> u32 {
    attribute(node, name).and_then(|count| count.parse().ok()).unwrap_or(1_u32).max(1)
}
