//! Pages as documents: every part is XML, and says what an official document has to.

use std::io::{Cursor, Read};

use chrono::NaiveDate;
use zip::ZipArchive;

use super::render;
use crate::printout::page::{
    Cell, Column, Level, Line, Mark, Masthead, Opening, Page, Paper, Row, Section, Slot, Table, Tone,
};

/// A part of a document, parsed before it is looked at.
#[track_caller]
fn part(page: &Page, wanted: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(render(page).unwrap())).unwrap();
    let mut found = None;
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        roxmltree::Document::parse(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        if name == wanted {
            found = Some(text);
        }
    }
    found.unwrap()
}

fn document(page: &Page) -> String {
    part(page, "word/document.xml")
}

fn count(text: &str, what: &str) -> usize {
    text.matches(what).count()
}

fn on(paper: Paper, section: Section) -> Page {
    Page { title: "某台账".to_owned(), sections: vec![section], paper, ..Page::default() }
}

fn list(titles: &[&str]) -> Table {
    let rows = titles.iter().map(|title| Row::item(vec![Cell::new(1_i64), Cell::new(*title)])).collect();
    Table::list(vec![Column::number("序号"), Column::text("任务", 20)], rows)
}

#[test]
fn an_upright_sheet_holds_22_lines_of_28_characters() {
    let page = on(Paper::A4, Section::default());
    let document = document(&page);
    assert!(document.contains("<w:pgSz w:w=\"11906\" w:h=\"16838\"/>"));
    assert!(document.contains("<w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1588\""));
    assert!(
        document.contains("<w:docGrid w:type=\"linesAndChars\" w:linePitch=\"579\" w:charSpace=\"-848\"/>")
    );
    let styles = part(&page, "word/styles.xml");
    assert!(styles.contains("<w:spacing w:line=\"579\" w:lineRule=\"exact\"/>"));
    for font in ["方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"] {
        assert!(styles.contains(font), "{font}");
        assert!(part(&page, "word/fontTable.xml").contains(&format!("<w:font w:name=\"{font}\"><w:altName")));
    }
}

#[test]
fn lists_and_charts_lie_on_their_side() {
    let document = |paper| document(&on(paper, Section::default()));
    assert!(
        document(Paper::A4Landscape).contains("<w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/>")
    );
    assert!(
        document(Paper::A3Landscape).contains("<w:pgSz w:w=\"23811\" w:h=\"16838\" w:orient=\"landscape\"/>")
    );
}

#[test]
fn every_sheet_fills_all_the_places_of_its_parts() {
    for paper in [Paper::A4, Paper::A4Landscape, Paper::A3Landscape] {
        let page = on(paper, Section::default());
        for name in ["word/styles.xml", "word/footer1.xml", "docProps/core.xml"] {
            let part = part(&page, name);
            assert!(!part.contains('{') && !part.contains("<!--"), "{name}: {part}");
        }
    }
}

#[test]
fn page_numbers_stand_outside_with_the_provenance_below() {
    let page = Page { foot: Some("依据提交 1a2b3c4d5e".to_owned()), ..Page::default() };
    assert!(part(&page, "word/settings.xml").contains("<w:evenAndOddHeaders/>"));
    let document = document(&page);
    assert!(document.contains("<w:footerReference w:type=\"default\" r:id=\"rId4\"/>"));
    assert!(document.contains("<w:footerReference w:type=\"even\" r:id=\"rId5\"/>"));
    for (name, side) in [("word/footer1.xml", "right"), ("word/footer2.xml", "left")] {
        let footer = part(&page, name);
        assert!(footer.contains(&format!("<w:jc w:val=\"{side}\"/>")));
        assert!(footer.contains("w:instr=\" PAGE \"") && footer.contains("依据提交 1a2b3c4d5e"));
    }
}

#[test]
fn every_sheet_repeats_a_lists_header_and_no_row_breaks() {
    let document = document(&on(Paper::A4Landscape, Section::default().with_table(list(&["一", "二"]))));
    assert_eq!(count(&document, "<w:tblHeader/>"), 1);
    assert_eq!(count(&document, "<w:cantSplit/>"), 3);
    let widths = document.split("<w:gridCol w:w=\"").skip(1);
    let sum: u32 = widths.map(|rest| rest.split('"').next().unwrap().parse::<u32>().unwrap()).sum();
    assert_eq!(sum, 16838 - 2 * 1134);
}

#[test]
fn a_row_of_a_whole_sheet_may_break_and_says_all_of_it() {
    let long = "对照方案".repeat(500);
    let document = document(&on(Paper::A4, Section::default().with_table(list(&[&long]))));
    assert_eq!(count(&document, "<w:cantSplit/>"), 1);
    assert!(document.contains(&long));
}

#[test]
fn groups_are_bands_of_one_table() {
    let group = |name: &str| {
        let heading = Section::headed(name).with_table(list(&["制度"]).grouped("阶段", name));
        Section { total: Some(Line::from("小计")), ..heading }
    };
    let mut page = on(Paper::A3Landscape, group("部署推进"));
    page.sections.push(group("集中建设"));
    let document = document(&page);
    assert_eq!(count(&document, "<w:tbl>"), 1);
    assert_eq!(count(&document, "<w:tblHeader/>"), 1);
    assert_eq!(count(&document, "<w:gridSpan w:val=\"2\"/>"), 4);
    assert!(document.contains("<w:pStyle w:val=\"b21\"/><w:keepNext/>"));
}

#[test]
fn a_form_has_labels_and_no_header() {
    let rows = vec![Row::item(vec![Cell::new("签收人"), Cell::default()])];
    let form = Table::form(vec![Column::short("栏目"), Column::text("内容", 30)], rows);
    let document = document(&on(Paper::A4, Section::default().with_table(form)));
    assert_eq!(count(&document, "<w:tblHeader/>"), 0);
    assert_eq!(count(&document, "<w:shd "), 1);
}

#[test]
fn a_chart_shades_its_bars_and_draws_today() {
    let slot = |bar, marks: &[(f64, Mark)], today| {
        Cell::new(Slot { bar, marks: marks.to_vec(), today, past: 0.5 }).toned(Tone::Green)
    };
    let cells = vec![
        slot(Some((0.0, 1.0)), &[], None),
        slot(Some((0.0, 1.0)), &[(0.9, Mark::Deadline)], Some(0.9)),
        slot(None, &[], None),
    ];
    let columns = vec![
        Column::slot("11月", Some("25年".to_owned())),
        Column::slot("12月", Some(String::new())),
        Column::slot("1月", Some("26年".to_owned())),
    ];
    let table = Table::list(columns, vec![Row::item(cells)]);
    let document = document(&on(Paper::A3Landscape, Section::default().with_table(table)));
    // The years stand above the months, and both are repeated.
    assert_eq!(count(&document, "<w:tblHeader/>"), 2);
    assert!(document.contains("<w:gridSpan w:val=\"2\"/>") && document.contains("25年"));
    assert_eq!(count(&document, "<w:tcBorders><w:right"), 1);
    assert_eq!(count(&document, "w:fill=\"8FC796\""), 2);
    assert!(document.contains('━') && document.contains('▲'));
}

#[test]
fn what_xml_would_take_for_its_own_comes_out_as_text() {
    let hostile = "<script>&\u{0}\u{1b}[31m";
    let mut page = on(Paper::A4, Section::headed(hostile).with_line(hostile).with_table(list(&[hostile])));
    page.title = hostile.to_owned();
    page.foot = Some(hostile.to_owned());
    let document = document(&page);
    assert_eq!(count(&document, "&lt;script&gt;&amp;[31m"), 4);
    assert_eq!(count(&document, "<script>"), 0);
}

#[test]
fn a_masthead_stands_in_the_titles_place_and_its_imprint_at_the_end() {
    let page = Page {
        masthead: Some(Masthead {
            name: "工作周报".to_owned(),
            issue: Some("第26期".to_owned()),
            editor: "综合科".to_owned(),
            date: "2026年6月30日".to_owned(),
            sent_to: vec!["报：局领导。".to_owned()],
        }),
        ..on(Paper::A4, Section::headed("一、总体情况"))
    };
    let document = document(&page);
    assert!(!document.contains("某台账"));
    assert!(document.contains("<w:tab w:val=\"right\" w:pos=\"8844\"/>"));
    assert!(document.contains("w:color=\"FF0000\""));
    assert!(document.find("一、总体情况") < document.find("报：局领导。"));
}

#[test]
fn each_slip_begins_its_sheet_under_its_own_title() {
    let slip = || {
        let section = Section::headed("督办单").ranked(Level::Title).opening(Opening::NewSheet);
        Section { signed: vec!["综合科".to_owned(), "2026年6月30日".to_owned()], ..section }
    };
    let mut page = on(Paper::A4, slip());
    page.sections.push(Section::headed("回执").ranked(Level::Title).opening(Opening::CutLine));
    page.sections.push(slip());
    let document = document(&page);
    assert!(!document.contains("某台账"));
    assert_eq!(count(&document, "<w:pageBreakBefore/>"), 1);
    assert_eq!(count(&document, "w:val=\"dashed\""), 1);
}

#[test]
fn an_empty_page_is_a_document_and_the_same_one_every_time() {
    let empty = Page::default();
    assert!(!document(&empty).contains("<w:t>"));
    assert_eq!(render(&empty).unwrap(), render(&empty).unwrap());
    let bare = Table::list(vec![Column::short("甲")], Vec::new());
    assert!(!document(&on(Paper::A4, Section::default().with_table(bare))).contains("<w:tbl>"));
    let day = NaiveDate::from_ymd_opt(2026, 6, 30).unwrap();
    let dated = Table::list(vec![Column::short("时限")], vec![Row::item(vec![Cell::new(day)])]);
    assert!(document(&on(Paper::A4, Section::default().with_table(dated))).contains("2026-06-30"));
}
