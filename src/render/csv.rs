//! A page's tables as CSV that Excel opens with a double click.

use anyhow::{Context, Result};

use crate::core::text::{as_cell, printable};
use crate::printout::page::{Page, Role, Table, Value};

/// Without the mark Excel takes UTF-8 for GBK.
const BOM: &str = "\u{feff}";

/// The page's tables. Tables that are groups of one become one, with the group in a column of its own; subtotals and scales
/// are left out: whoever opens this reckons for himself.
///
/// That the page is not whole is said in the first header, as the title of one more column that is empty: a line above the
/// header would be taken for the header, and one below the rows for a task.
pub fn render(page: &Page) -> Result<String> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    let mut header: Option<Vec<String>> = None;
    let mut incomplete = page.incomplete.as_deref().map(text);
    let mut beside: Option<&str> = None;
    for section in &page.sections {
        let Some(table) = &section.table else { continue };
        let columns = titles(table);
        if header.as_ref() != Some(&columns) {
            if header.is_some() {
                writer.write_record([""])?;
            }
            let said = incomplete.take();
            beside = said.as_ref().map(|_| "");
            writer.write_record(columns.iter().chain(&said))?;
            header = Some(columns);
        }
        for row in table.rows.iter().filter(|row| row.role == Role::Item) {
            let group = table.group.as_ref().map(|(_, group)| text(group));
            let cells = group.into_iter().chain(row.cells.iter().map(|cell| value(&cell.value)));
            writer.write_record(cells.chain(beside.map(ToOwned::to_owned)))?;
        }
    }
    // A page without a table has nothing else to say.
    incomplete.iter().try_for_each(|said| writer.write_record([said]))?;
    let bytes = writer.into_inner().context("写不出 csv")?;
    Ok(format!("{BOM}{}", String::from_utf8(bytes).context("写不出 csv")?))
}

fn titles(table: &Table) -> Vec<String> {
    let group = table.group.as_ref().map(|(what, _)| text(what));
    group.into_iter().chain(table.columns.iter().map(|column| text(&column.whole_title()))).collect()
}

fn value(value: &Value) -> String {
    match value {
        Value::Number(_) | Value::Decimal(..) | Value::Percent(_) | Value::Date(_) => value.plain(),
        Value::Empty | Value::Text(_) | Value::Slot(_) => text(&value.plain()),
    }
}

/// A text that anybody may have written: it sends no command to whatever shows it, and no spreadsheet runs it.
fn text(text: &str) -> String {
    as_cell(&printable(text)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_made_harmless_and_numbers_stay_numbers() {
        assert_eq!(text("=cmd()"), "'=cmd()");
        assert_eq!(text("\t=cmd()"), "' =cmd()");
        assert_eq!(text("\r\n@甲"), "'\n@甲");
        assert_eq!(text("甲=乙\u{1b}\u{202e}"), "甲=乙");
        assert_eq!(value(&Value::Number(-3)), "-3");
    }

    #[test]
    fn a_title_is_a_text_like_any_other() {
        let columns = vec![
            crate::printout::page::Column::text("=cmd|' /C calc'!A1", 6),
            crate::printout::page::Column::text("栏\u{1b}[31m", 6),
        ];
        let page = Page {
            sections: vec![
                crate::printout::page::Section::headed("节").with_table(Table::list(columns, Vec::new())),
            ],
            ..Page::default()
        };
        assert_eq!(render(&page).unwrap(), "\u{feff}'=cmd|' /C calc'!A1,栏[31m\n");
    }
}
