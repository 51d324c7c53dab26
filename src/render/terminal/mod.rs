//! A page on the terminal: tables fitted to its width, colours that never carry the meaning alone.

mod calendar;
mod table;
mod widths;

use crate::printout::page::{Line, Page, Tone};

/// What the terminal can do.
#[derive(Debug, Clone, Copy)]
pub struct Terminal {
    /// Its width in half-width characters.
    pub width: u16,
    /// Whether it shows colours.
    pub colour: bool,
}

/// The page as text.
pub fn render(page: &Page, terminal: Terminal) -> String {
    let mut out = String::new();
    let mut put = |line: &str| {
        out.push_str(line.trim_end());
        out.push('\n');
    };
    put(&painted(&page.title, Some(Tone::Strong), terminal));
    for line in &page.subtitle {
        put(line);
    }
    let mut tables = table::Tables::measure(page, terminal);
    for section in &page.sections {
        put("");
        if let Some(heading) = &section.heading {
            put(&strong(heading, terminal));
        }
        for line in &section.lines {
            put(&toned(line, terminal));
        }
        if let Some(table) = &section.table {
            for line in tables.render(table).lines() {
                put(line);
            }
        }
        if let Some(total) = &section.total {
            put(&toned(total, terminal));
        }
    }
    if !page.notes.is_empty() {
        put("");
    }
    for note in &page.notes {
        put(note);
    }
    out
}

fn strong(line: &Line, terminal: Terminal) -> String {
    let parts = line.0.iter().map(|(text, tone)| painted(text, tone.or(Some(Tone::Strong)), terminal));
    parts.collect()
}

fn toned(line: &Line, terminal: Terminal) -> String {
    line.0.iter().map(|(text, tone)| painted(text, *tone, terminal)).collect()
}

fn painted(text: &str, tone: Option<Tone>, terminal: Terminal) -> String {
    match tone {
        Some(tone) if terminal.colour && !text.is_empty() => {
            let style = style(tone);
            format!("{style}{text}{style:#}")
        }
        _ => text.to_owned(),
    }
}

fn style(tone: Tone) -> anstyle::Style {
    use anstyle::{AnsiColor, Style};
    let colour = |colour: AnsiColor| Style::new().fg_color(Some(colour.into()));
    match tone {
        Tone::Red => colour(AnsiColor::Red).bold(),
        Tone::Yellow => colour(AnsiColor::Yellow),
        Tone::Green => colour(AnsiColor::Green),
        Tone::Blue => colour(AnsiColor::Blue),
        Tone::Grey => colour(AnsiColor::BrightBlack),
        Tone::Strong => Style::new().bold(),
    }
}
