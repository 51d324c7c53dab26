//! What stands around the parts of a page: the file's head, the page's head and its foot.

use std::fmt::Write;

use crate::core::text::printable;
use crate::printout::page::{Masthead, Page, Paper};
use crate::render::chart::{self, Chart, Legend, Part};
use crate::render::markup::{escape, escaped};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// How a page says that it is not whole: in a frame, so that it is seen in black and white.
const INCOMPLETE: &str =
    ".incomplete{border:2px solid #111;font-weight:700;text-align:center;padding:2px 8px;margin:0 0 10px}\n";

/// The script's SHA-256: with it, a browser runs this script and no other, whatever a task's text contains.
const SCRIPT_HASH: &str = "sha256-4xv2TNGXHxvnPxqd0KCzJMaQqUI5o0aOzL1MO3m0ZfM=";

/// Opens the document, up to the page's own head.
pub(super) fn open<'a>(out: &mut String, page: &Page, charts: impl Iterator<Item = (usize, &'a Chart)>) {
    let mut charts = charts.peekable();
    let _ = write!(
        out,
        "<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
         script-src '{SCRIPT_HASH}'; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <link rel=\"icon\" href=\"data:,\">\n<title>{title}</title>\n<style>\n{STYLE}{chart}{incomplete}{paper}</style>\n</head>\n\
         <body class=\"{class}\">\n",
        title = escaped(&page.title),
        chart = if charts.peek().is_some() { chart::STYLE } else { "" },
        incomplete = page.incomplete.as_ref().map_or("", |_| INCOMPLETE),
        paper = paper(page),
        class = body_class(page),
    );
    if charts.peek().is_some() {
        let _ = write!(out, "<svg id=\"symbols\" aria-hidden=\"true\"><defs>\n{}", chart::SYMBOLS);
        for (at, calendar) in charts {
            calendar.write_grid(out, &format!("G{at}"));
        }
        out.push_str("\n</defs></svg>\n");
    }
    out.push_str("<main>\n");
}

fn body_class(page: &Page) -> &'static str {
    match (page.paper, &page.masthead) {
        (Paper::A4, Some(_)) => "a4 bulletin",
        (Paper::A4, None) => "a4",
        (Paper::A4Landscape, _) => "wide",
        (Paper::A3Landscape, _) => "wide a3",
    }
}

/// The sheet of paper, and what each sheet says at its bottom.
fn paper(page: &Page) -> String {
    let (width, height) = page.paper.size();
    let margins = match page.paper {
        // 版心 156 × 225 mm (GB/T 9704-2012), with room for the foot below it.
        Paper::A4 => "30mm 26mm 28mm 28mm",
        Paper::A4Landscape | Paper::A3Landscape => "14mm 14mm 16mm",
    };
    let foot = page.foot.as_deref().map(|foot| format!("@bottom-left{{content:\"{}\"}}", css(foot)));
    let foot = foot.unwrap_or_default();
    format!(
        "@page{{size:{width}mm {height}mm;margin:{margins};{foot}@bottom-right{{content:\"— \" counter(page) \" / \" counter(pages) \" —\"}}}}\n"
    )
}

/// A text in a string of CSS, which stands in an element whose end it must not hold.
fn css(text: &str) -> String {
    let mut out = String::new();
    for c in printable(text).chars().filter(|c| *c != '\n') {
        match c {
            '"' | '\\' | '<' | '>' | '&' => {
                let _ = write!(out, "\\{:x} ", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

/// The page's head: a masthead, or the title and what stands below it.
pub(super) fn head(out: &mut String, page: &Page) {
    if let Some(masthead) = &page.masthead {
        bulletin(out, masthead);
    } else {
        out.push_str("<header>\n");
        element(out, "h1", "", &page.title);
        for line in &page.subtitle {
            element(out, "p", "", line);
        }
        out.push_str("</header>\n");
    }
    if let Some(said) = &page.incomplete {
        element(out, "p", "incomplete", said);
    }
}

fn bulletin(out: &mut String, masthead: &Masthead) {
    out.push_str("<header class=\"masthead\">\n");
    element(out, "h1", "", &masthead.name);
    if let Some(issue) = &masthead.issue {
        element(out, "p", "issue", issue);
    }
    let (editor, date) = (escaped(&masthead.editor), escaped(&masthead.date));
    let _ = writeln!(out, "<p class=\"made\"><span>{editor}</span><span>{date}</span></p>\n</header>");
}

/// Where a screen lets the reader open the columns that paper has no room for.
pub(super) fn more_columns(out: &mut String) {
    out.push_str("<p class=\"more\"><label><input type=\"checkbox\" id=\"more\"> 显示全部栏目</label></p>\n");
}

/// Closes the page with its notes, whom it is sent to, and its origin.
pub(super) fn close(out: &mut String, page: &Page, legend: Option<&Legend>) {
    if !page.notes.is_empty() {
        out.push_str("<aside class=\"notes\">\n");
        for note in &page.notes {
            out.push_str("<p>");
            let parts = legend.map_or_else(|| vec![Part::Text(note)], |legend| legend.parts(note));
            for part in parts {
                match part {
                    Part::Text(text) => escape(out, text),
                    Part::Drawing(drawing) => {
                        let _ = write!(out, "<svg class=\"key\" viewBox=\"-10 -10 20 20\">{drawing}</svg>");
                    }
                }
            }
            out.push_str("</p>\n");
        }
        out.push_str("</aside>\n");
    }
    let sent_to = page.masthead.iter().flat_map(|masthead| &masthead.sent_to);
    if sent_to.clone().next().is_some() {
        out.push_str("<footer class=\"sent\">\n");
        for line in sent_to {
            element(out, "p", "", line);
        }
        out.push_str("</footer>\n");
    }
    if let Some(foot) = &page.foot {
        element(out, "p", "foot", foot);
    }
    let _ = write!(out, "</main>\n<script>{SCRIPT}</script>\n</body>\n</html>\n");
}

/// An element with a text, on a line of its own.
pub(super) fn element(out: &mut String, name: &str, class: &str, text: &str) {
    let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    let _ = writeln!(out, "<{name}{class}>{}</{name}>", escaped(text));
}

#[cfg(test)]
mod tests {
    use base64::prelude::{BASE64_STANDARD, Engine};
    use sha2::{Digest, Sha256};

    use super::*;

    #[test]
    fn browsers_run_the_script_that_is_here() {
        let hash = BASE64_STANDARD.encode(Sha256::digest(SCRIPT));
        assert_eq!(SCRIPT_HASH, format!("sha256-{hash}"), "page.js has changed: write its new hash here");
    }

    #[test]
    fn no_foot_ends_the_style_it_stands_in() {
        assert_eq!(css("</style>\"}\\\n"), "\\3c /style\\3e \\22 }\\5c ");
    }

    #[test]
    fn a_masthead_stands_instead_of_the_title() {
        let masthead = Masthead {
            name: "工作周报".to_owned(),
            issue: Some("第26期".to_owned()),
            editor: "综合科".to_owned(),
            date: "2026年6月30日".to_owned(),
            sent_to: vec!["报：局领导。".to_owned()],
        };
        let page = Page { title: "台账　周报".to_owned(), masthead: Some(masthead), ..Page::default() };
        let mut out = String::new();
        head(&mut out, &page);
        close(&mut out, &page, None);
        let (body, _) = out.split_once("<script>").unwrap();
        assert_eq!(
            body,
            "<header class=\"masthead\">\n<h1>工作周报</h1>\n<p class=\"issue\">第26期</p>\n\
             <p class=\"made\"><span>综合科</span><span>2026年6月30日</span></p>\n</header>\n\
             <footer class=\"sent\">\n<p>报：局领导。</p>\n</footer>\n</main>\n"
        );
    }
}
