//! A page as Markdown.

use crate::printout::page::{Align, Page, Table};

/// The page as GitHub-flavoured Markdown: blocks with an empty line between them.
pub fn render(page: &Page) -> String {
    let mut blocks = vec![format!("# {}", escaped(&page.title))];
    // Two spaces at the end of a line break it.
    blocks.push(page.subtitle.iter().map(|line| escaped(line)).collect::<Vec<_>>().join("  \n"));
    for section in &page.sections {
        blocks.extend(section.heading.as_ref().map(|heading| format!("## {}", escaped(&heading.plain()))));
        blocks.extend(section.lines.iter().map(|line| escaped(&line.plain())));
        blocks.extend(section.table.as_ref().map(rendered));
        blocks.extend(section.total.as_ref().map(|total| escaped(&total.plain())));
    }
    blocks.extend(page.notes.iter().map(|note| format!("> {}", escaped(note))));
    blocks.join("\n\n") + "\n"
}

fn rendered(table: &Table) -> String {
    let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let titles = line(table.columns.iter().map(|column| escaped(&column.title)).collect());
    let rule = table.columns.iter().map(|column| match column.align {
        Align::Left => "---",
        Align::Right => "---:",
        Align::Centre => ":---:",
    });
    let rule = line(rule.map(str::to_owned).collect());
    let rows = table
        .rows
        .iter()
        .map(|row| line(row.cells.iter().map(|cell| escaped(&cell.value.plain())).collect()));
    [titles, rule].into_iter().chain(rows).collect::<Vec<_>>().join("\n")
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
