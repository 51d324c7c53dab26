//! A page as Markdown.

use crate::printout::page::{Align, Page, Table};

/// The page as GitHub-flavoured Markdown.
pub fn render(page: &Page) -> String {
    let mut out = format!("# {}\n", escaped(&page.title));
    for line in &page.subtitle {
        out.push_str(&format!("\n{}  ", escaped(line)));
    }
    out.push('\n');
    for section in &page.sections {
        if let Some(heading) = &section.heading {
            out.push_str(&format!("\n## {}\n", escaped(&heading.plain())));
        }
        for line in &section.lines {
            out.push_str(&format!("\n{}\n", escaped(&line.plain())));
        }
        if let Some(table) = &section.table {
            out.push('\n');
            out.push_str(&rendered(table));
        }
        if let Some(total) = &section.total {
            out.push_str(&format!("\n{}\n", escaped(&total.plain())));
        }
    }
    for note in &page.notes {
        out.push_str(&format!("\n> {}\n", escaped(note)));
    }
    out
}

fn rendered(table: &Table) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut out = line(table.columns.iter().map(|column| escaped(&column.title)).collect());
    let rule = table.columns.iter().map(|column| match column.align {
        Align::Left => "---",
        Align::Right => "---:",
        Align::Centre => ":---:",
    });
    out.push_str(&line(rule.map(str::to_owned).collect()));
    for row in &table.rows {
        out.push_str(&line(row.cells.iter().map(|cell| escaped(&cell.value.plain())).collect()));
    }
    out
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
