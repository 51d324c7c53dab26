//! A section: its heading, its sentences, its table and who signs.

use std::fmt::Write;

use super::document::element;
use super::grid::{self, Sheet};
use crate::printout::page::{Level, Line, Opening, Section};
use crate::render::chart;
use crate::render::markup::escape;

/// Writes a section. `first` is the first of the page, which begins on the sheet that is there.
pub(super) fn write(out: &mut String, section: &Section, sheet: Option<&Sheet<'_>>, first: bool) {
    let class = match section.opens {
        Opening::NewSheet if !first => " class=\"new-sheet\"",
        Opening::CutLine => " class=\"cut\"",
        _ => "",
    };
    let _ = writeln!(out, "<section{class}>");
    if let Some(heading) = &section.heading {
        let (name, class) = match section.level {
            Level::Title => ("h2", " class=\"title\""),
            Level::First => ("h2", ""),
            Level::Second => ("h3", ""),
        };
        let _ = write!(out, "<{name}{class}>");
        line(out, heading);
        let _ = writeln!(out, "</{name}>");
    }
    lines(out, &section.lines);
    match (sheet, &section.table) {
        (Some(_), Some(table)) if table.form => grid::write_form(out, table),
        (Some(sheet), Some(table)) => {
            sheet.open(out);
            sheet.body(out, &table.rows);
            out.push_str(grid::CLOSE);
        }
        _ => {}
    }
    if let Some(total) = &section.total {
        out.push_str("<p class=\"total\">");
        line(out, total);
        out.push_str("</p>\n");
    }
    signed(out, section);
    out.push_str("</section>\n");
}

/// Writes sentences, each a paragraph.
pub(super) fn lines(out: &mut String, lines: &[Line]) {
    for said in lines {
        out.push_str("<p>");
        line(out, said);
        out.push_str("</p>\n");
    }
}

/// Writes who signs and when.
pub(super) fn signed(out: &mut String, section: &Section) {
    if section.signed.is_empty() {
        return;
    }
    out.push_str("<div class=\"signed\">\n");
    for name in &section.signed {
        element(out, "p", "", name);
    }
    out.push_str("</div>\n");
}

/// Writes a line with its tones.
pub(super) fn line(out: &mut String, line: &Line) {
    for (text, tone) in &line.0 {
        match tone {
            Some(tone) => {
                let _ = write!(out, "<b class=\"{}\">", chart::class(*tone));
                escape(out, text);
                out.push_str("</b>");
            }
            None => escape(out, text),
        }
    }
}
