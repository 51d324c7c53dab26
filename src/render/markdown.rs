//! A page as Markdown.

use crate::printout::page::{Align, Column, Page, Row, Table, Width};

/// The page as GitHub-flavoured Markdown: blocks with an empty line between them.
pub fn render(page: &Page) -> String {
    let mut blocks = vec![format!("# {}", escaped(&page.title))];
    // Two spaces at the end of a line break it.
    blocks.push(page.subtitle.iter().map(|line| escaped(line)).collect::<Vec<_>>().join("  \n"));
    for section in &page.sections {
        blocks.extend(section.heading.as_ref().map(|heading| format!("## {}", escaped(&heading.plain()))));
        blocks.extend(section.lines.iter().map(|line| escaped(&line.plain())));
        blocks.extend(section.table.as_ref().and_then(rendered));
        blocks.extend(section.total.as_ref().map(|total| escaped(&total.plain())));
    }
    blocks.extend(page.notes.iter().map(|note| format!("> {}", escaped(note))));
    blocks.join("\n\n") + "\n"
}

/// The table without what only a spreadsheet has room for; none where it has no rows.
fn rendered(table: &Table) -> Option<String> {
    let columns: Vec<(usize, &Column)> =
        table.columns.iter().enumerate().filter(|(_, column)| column.width != Width::Sheet).collect();
    let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let titles = line(columns.iter().map(|(_, column)| escaped(&column.whole_title())).collect());
    let rule = columns.iter().map(|(_, column)| match column.align {
        Align::Left => "---",
        Align::Right => "---:",
    });
    let rule = line(rule.map(str::to_owned).collect());
    let cell =
        |row: &Row, at: usize| row.cells.get(at).map(|cell| escaped(&cell.value.plain())).unwrap_or_default();
    let rows = table.rows.iter().map(|row| line(columns.iter().map(|(at, _)| cell(row, *at)).collect()));
    let lines: Vec<String> = [titles, rule].into_iter().chain(rows).collect();
    (!table.rows.is_empty()).then(|| lines.join("\n"))
}

/// What Markdown would take for its own, and what would end a table's row.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            '\n' => out.push_str("<br>"),
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            '|' | '\\' | '`' | '*' | '_' | '[' | ']' | '#' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_markdown_would_take_for_its_own_is_escaped() {
        assert_eq!(escaped("a|b *c*\n<script>"), "a\\|b \\*c\\*<br>&lt;script>");
    }
}
