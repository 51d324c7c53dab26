//! A page on the terminal: tables fitted to its width, colours that never carry the meaning alone.

mod calendar;
mod table;
mod widths;

use unicode_width::UnicodeWidthStr;

use crate::printout::page::{Line, Opening, Page, Tone};
use crate::render::wrap::breaks;

/// What the terminal can do.
#[derive(Debug, Clone, Copy)]
pub struct Terminal {
    /// Its width in half-width characters.
    pub width: u16,
    /// Whether it shows colours.
    pub colour: bool,
}

/// How far the rest of a broken line is moved in.
const HANG: usize = 2;

/// The page as text. What a terminal would obey is taken out of the whole page beforehand; from there on the only commands to
/// it are the colours drawn here.
pub fn render(page: &Page, terminal: Terminal) -> String {
    let page = &page.clone().printable();
    let plain = |line: &String| drawn(&Line::from(line.as_str()), None, terminal);
    let (title, subtitle) = page.head();
    let mut out: Vec<String> = vec![drawn(&Line::from(title), Some(Tone::Strong), terminal)];
    out.extend(subtitle.iter().map(plain));
    out.extend(
        page.incomplete.iter().map(|said| drawn(&Line::from(said.as_str()), Some(Tone::Red), terminal)),
    );
    let mut tables = table::Tables::measure(page, terminal);
    for section in &page.sections {
        out.push(String::new());
        if section.opens == Opening::CutLine {
            out.push("┄".repeat(terminal.width.into()));
        }
        out.extend(section.heading.as_ref().map(|heading| drawn(heading, Some(Tone::Strong), terminal)));
        out.extend(section.lines.iter().map(|line| drawn(line, None, terminal)));
        if let Some(table) = &section.table {
            // Groups that stand one below the other need one header; words between them break the view.
            let follows = table.group.is_some() && section.lines.is_empty();
            out.extend(tables.render(table, follows).lines().map(ToOwned::to_owned));
        }
        out.extend(section.total.as_ref().map(|total| drawn(total, None, terminal)));
        out.extend(section.signed.iter().map(|line| on_the_right(line, terminal)));
    }
    for lines in
        [page.sent_to(), &page.notes, page.foot.as_slice()].into_iter().filter(|lines| !lines.is_empty())
    {
        out.push(String::new());
        out.extend(lines.iter().map(plain));
    }
    out.iter()
        .flat_map(|text| text.lines().chain(text.is_empty().then_some("")))
        .fold(String::new(), |page, line| page + line.trim_end() + "\n")
}

/// A line at the right edge, where it fits.
fn on_the_right(line: &str, terminal: Terminal) -> String {
    let room = usize::from(terminal.width).saturating_sub(line.width());
    format!("{}{line}", " ".repeat(room))
}

/// A line with its tones, or `tone` where it has none, broken to the terminal's width.
fn drawn(line: &Line, tone: Option<Tone>, terminal: Terminal) -> String {
    let plain = line.plain();
    let mut breaks = breaks(&plain, terminal.width.into(), HANG).into_iter().peekable();
    let (mut out, mut at) = (String::new(), 0);
    for (text, own) in &line.0 {
        let end = at + text.len();
        let mut rest = text.as_str();
        while let Some(cut) = breaks.next_if(|cut| *cut <= end) {
            let (before, after) = rest.split_at(cut - at);
            out.push_str(&painted(before, own.or(tone), terminal));
            out.push('\n');
            out.push_str(&" ".repeat(HANG));
            (rest, at) = (after, cut);
        }
        out.push_str(&painted(rest, own.or(tone), terminal));
        at = end;
    }
    out
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
