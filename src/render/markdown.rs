//! A page as Markdown.

use crate::core::text::printable_chars;
use crate::printout::page::{Align, Column, Level, Opening, Page, Row, Table, Width};

/// The page as GitHub-flavoured Markdown: blocks with an empty line between them.
pub fn render(page: &Page) -> String {
    let (title, subtitle) = page.head();
    let mut blocks = vec![format!("# {}", escaped(title)), broken(&subtitle)];
    blocks.extend(page.incomplete.as_ref().map(|said| format!("**{}**", escaped(said))));
    for section in &page.sections {
        if section.opens == Opening::CutLine {
            blocks.push("---".to_owned());
        }
        let rank = match section.level {
            Level::Title | Level::First => "##",
            Level::Second => "###",
        };
        let heading = section.heading.as_ref().map(|heading| format!("{rank} {}", escaped(&heading.plain())));
        blocks.extend(heading);
        blocks.extend(section.lines.iter().map(|line| escaped(&line.plain())));
        blocks.extend(section.table.as_ref().and_then(rendered));
        blocks.extend(section.total.as_ref().map(|total| escaped(&total.plain())));
        blocks.push(broken(&section.signed));
    }
    blocks.push(broken(page.sent_to()));
    blocks.extend(page.notes.iter().map(|note| format!("> {}", escaped(note))));
    blocks.extend(page.foot.as_ref().map(|foot| format!("*{}*", escaped(foot))));
    blocks.retain(|block| !block.is_empty());
    blocks.join("\n\n") + "\n"
}

/// Lines that stay lines: two spaces at the end of one break it.
fn broken<T: AsRef<str>>(lines: &[T]) -> String {
    lines.iter().map(|line| escaped(line.as_ref())).collect::<Vec<_>>().join("  \n")
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
    for c in printable_chars(text.trim()) {
        match c {
            '\n' => out.push_str("<br>"),
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            '|' | '\\' | '`' | '*' | '_' | '[' | ']' | '#' => {
                out.push('\\');
                out.push(c);
            }
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
