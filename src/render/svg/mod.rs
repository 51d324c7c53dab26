//! A wall chart as one picture: to be put into a presentation, or printed as large as the wall.

mod table;
mod text;

use std::fmt::Write;

use crate::printout::page::{Band, Block, Line, Page, Tone};
use crate::render::chart::{self, Chart, Legend, Part};
use crate::render::markup::{escape, escaped};
use table::Sheet;

/// The picture's width in millimetres, and its least height: A3 on its side.
const SHEET: (f64, f64) = (420.0, 297.0);

/// The margin around it.
const MARGIN: f64 = 12.0;

/// The width between the margins.
const INNER: f64 = SHEET.0 - 2.0 * MARGIN;

/// How many pixels of the chart's shapes make a millimetre.
const PER_MM: f64 = 96.0 / 25.4;

const STYLE: &str = include_str!("picture.css");

/// The page as a picture; none where it has no calendar.
pub fn render(page: &Page) -> Option<String> {
    let flow = page.flow();
    let sheets: Vec<Option<Sheet<'_>>> =
        flow.iter().enumerate().map(|(at, block)| Sheet::of(block, at)).collect();
    let charts = || sheets.iter().flatten().filter(|sheet| sheet.calendar.is_some());
    charts().next()?;
    let legend = Legend::of(charts().flat_map(Sheet::rows));

    let mut picture = Picture { out: String::new(), y: MARGIN };
    picture.head(page);
    for (block, sheet) in flow.iter().zip(&sheets) {
        match block {
            Block::Section(section) => {
                let band =
                    Band { name: "", section, rows: section.table.as_ref().map_or(&[], |table| &table.rows) };
                picture.section(&[band], sheet.as_ref());
            }
            Block::Grid(grid) => picture.section(&grid.bands, sheet.as_ref()),
        }
    }
    picture.notes(page, &legend);
    let grids = charts().filter_map(|sheet| sheet.calendar.as_ref().map(|calendar| (sheet.at, calendar)));
    Some(picture.finished(page, grids))
}

/// What has been drawn, from the top down to `y`.
struct Picture {
    out: String,
    y: f64,
}

impl Picture {
    fn head(&mut self, page: &Page) {
        self.y += 9.0;
        let middle = SHEET.0 / 2.0;
        let _ = writeln!(
            self.out,
            "<text class=\"title\" x=\"{middle}\" y=\"{:.1}\">{}</text>",
            self.y,
            escaped(&page.title)
        );
        self.y += 2.5;
        for line in page
            .subtitle
            .iter()
            .flat_map(|line| text::wrapped(line, text::room(INNER, text::BODY), usize::MAX))
        {
            self.y += 5.0;
            let _ = writeln!(
                self.out,
                "<text class=\"under\" x=\"{middle}\" y=\"{:.1}\">{}</text>",
                self.y,
                escaped(&line)
            );
        }
        if let Some(said) = &page.incomplete {
            self.incomplete(said);
        }
        self.y += 5.0;
    }

    /// That the chart is not whole, in a frame.
    fn incomplete(&mut self, said: &str) {
        let lines = text::wrapped(said, text::room(INNER - 3.0, text::BODY), usize::MAX);
        let top = self.y + 1.8;
        for line in &lines {
            self.y += 5.0;
            let _ = writeln!(
                self.out,
                "<text font-weight=\"bold\" text-anchor=\"middle\" x=\"{}\" y=\"{:.1}\">{}</text>",
                SHEET.0 / 2.0,
                self.y + 0.9,
                escaped(line)
            );
        }
        self.y += 2.2;
        let _ = writeln!(
            self.out,
            "<rect fill=\"none\" stroke=\"#111\" stroke-width=\".5\" x=\"{MARGIN}\" y=\"{top:.1}\" width=\"{INNER}\" height=\"{:.1}\"/>",
            self.y - top
        );
    }

    /// One section, or the sections that make one table.
    fn section(&mut self, bands: &[Band<'_>], sheet: Option<&Sheet<'_>>) {
        if let Some(sheet) = sheet {
            sheet.head(self);
        }
        for band in bands {
            let section = band.section;
            if let Some(heading) = &section.heading {
                match sheet {
                    Some(_) => self.band(heading),
                    None => self.paragraph(heading, "heading", 6.0),
                }
            }
            for line in &section.lines {
                self.paragraph(line, "", 5.0);
            }
            if let Some(sheet) = sheet.filter(|_| !band.rows.is_empty()) {
                sheet.rows_of(self, band.rows);
            }
            if let Some(total) = &section.total {
                self.paragraph(total, "total", 5.0);
                self.y += 1.8;
            }
            for signed in &section.signed {
                self.paragraph(&Line::from(signed.as_str()), "", 5.0);
            }
        }
    }

    /// A row that names the group below it.
    fn band(&mut self, heading: &Line) {
        let _ = writeln!(
            self.out,
            "<rect class=\"band\" x=\"{MARGIN}\" y=\"{:.1}\" width=\"{INNER}\" height=\"7\"/>",
            self.y
        );
        self.paragraph(heading, "heading", 5.2);
        self.y += 1.8;
    }

    /// The title of a column.
    fn title(&mut self, x: f64, y: f64, title: &str) {
        let _ =
            write!(self.out, "<text class=\"column\" x=\"{x:.2}\" y=\"{y:.2}\">{}</text>", escaped(title));
    }

    /// Lines of text between the margins, each as much below the one before.
    fn paragraph(&mut self, line: &Line, class: &str, step: f64) {
        for pieces in text::wrapped_line(line, text::room(INNER - 3.0, text::BODY)) {
            self.y += step;
            let _ = write!(self.out, "<text class=\"{class}\" x=\"{}\" y=\"{:.1}\">", MARGIN + 1.5, self.y);
            for (text, tone) in pieces {
                self.span(&text, tone);
            }
            self.out.push_str("</text>\n");
        }
    }

    fn span(&mut self, text: &str, tone: Option<Tone>) {
        if let Some(tone) = tone {
            let _ = write!(self.out, "<tspan class=\"{}\">", chart::class(tone));
        }
        escape(&mut self.out, text);
        if tone.is_some() {
            self.out.push_str("</tspan>");
        }
    }

    fn notes(&mut self, page: &Page, legend: &Legend) {
        self.y += 2.0;
        let end = SHEET.0 - MARGIN;
        for note in &page.notes {
            self.y += 6.0;
            let mut x = MARGIN + 1.5;
            for part in legend.parts(note) {
                match part {
                    Part::Drawing(drawing) => {
                        let _ = write!(
                            self.out,
                            "<g transform=\"translate({:.2} {:.2}) scale({:.4})\">{drawing}</g>",
                            x + 2.2,
                            self.y - 1.2,
                            1.0 / PER_MM
                        );
                        x += 4.8;
                    }
                    Part::Text(said) => {
                        let lines = text::wrapped(said, text::room(end - x, text::BODY), usize::MAX);
                        for (at, line) in lines.iter().enumerate() {
                            if at > 0 {
                                self.y += 5.0;
                                x = MARGIN + 1.5;
                            }
                            let _ = write!(
                                self.out,
                                "<text x=\"{x:.2}\" y=\"{:.1}\">{}</text>",
                                self.y,
                                escaped(line)
                            );
                            x += text::width(line, text::BODY);
                        }
                    }
                }
            }
            self.out.push('\n');
        }
    }

    /// The whole file.
    fn finished<'a>(mut self, page: &Page, grids: impl Iterator<Item = (usize, &'a Chart)>) -> String {
        let height = (self.y + 8.0 + MARGIN).max(SHEET.1).ceil();
        if let Some(foot) = &page.foot {
            let (middle, y) = (SHEET.0 - MARGIN, height - 6.0);
            let _ = writeln!(
                self.out,
                "<text class=\"foot\" x=\"{middle}\" y=\"{y:.1}\">{}</text>",
                escaped(foot)
            );
        }
        let mut out = String::with_capacity(self.out.len() + 8_000);
        let width = SHEET.0;
        let _ = write!(
            out,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" xml:lang=\"zh-CN\" \
             width=\"{width}mm\" height=\"{height}mm\" viewBox=\"0 0 {width} {height}\">\n<title>{}</title>\n\
             <style>\n{STYLE}{}</style>\n<defs>\n{}",
            escaped(&page.title),
            chart::STYLE,
            chart::SYMBOLS,
        );
        for (at, calendar) in grids {
            calendar.write_grid(&mut out, &format!("G{at}"));
        }
        let _ = write!(out, "\n</defs>\n<rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n");
        out.push_str(&self.out);
        out.push_str("</svg>\n");
        out
    }
}

#[cfg(test)]
mod tests {
    use roxmltree::Document;

    use super::*;
    use crate::printout::page::{Cell, Column, Mark, Row, Section, Slot, Table};

    fn chart(text: &str) -> Page {
        let columns = vec![
            Column::short("编号"),
            Column::text("任务", 10),
            Column::slot("1月", Some("26年".to_owned())),
            Column::slot("2月", None),
        ];
        let slot = Slot { bar: Some((0.5, 1.0)), today: Some(0.9), past: 0.9, ..Slot::default() };
        let last = Slot { bar: Some((0.0, 0.4)), marks: vec![(0.4, Mark::Deadline)], ..Slot::default() };
        let row = Row::item(vec![
            Cell::new("1"),
            Cell::new(text),
            Cell::new(slot).toned(Tone::Red),
            Cell::new(last).toned(Tone::Red),
        ]);
        let section = Section::headed(text).with_line(text).with_table(Table::list(columns, vec![row]));
        Page {
            title: text.to_owned(),
            subtitle: vec![text.to_owned()],
            sections: vec![section],
            notes: vec![format!("图例：▲ 时限　{text}")],
            foot: Some(text.to_owned()),
            ..Page::default()
        }
    }

    #[test]
    fn a_picture_is_well_formed_whatever_its_texts_hold() {
        let hostile = "<script>alert(\"1\")</script> & ']]> \u{0}\u{1b}[31m\u{ffff}\u{202e}王敏";
        let picture = render(&chart(hostile)).unwrap();
        let document = Document::parse(&picture).unwrap();
        assert!(document.descendants().all(|node| !node.has_tag_name("script")));
        let said = |node: &roxmltree::Node<'_, '_>| node.text().is_some_and(|text| text.contains("王敏"));
        assert!(document.descendants().filter(said).count() >= 6);
        let ids: Vec<_> = document.descendants().filter_map(|node| node.attribute("id")).collect();
        let used = document.descendants().filter_map(|node| node.attribute("href"));
        for used in used {
            assert!(ids.contains(&&used[1..]), "{used} is used and not defined");
        }
    }

    #[test]
    fn only_a_calendar_makes_a_picture() {
        let columns = vec![Column::short("编号")];
        let rows = vec![Row::item(vec![Cell::new("1")])];
        let section = Section::default().with_table(Table::list(columns, rows));
        assert!(render(&Page { sections: vec![section], ..Page::default() }).is_none());
    }
}
