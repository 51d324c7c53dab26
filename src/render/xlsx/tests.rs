//! Pages read back from the workbooks they were drawn in.

use std::io::{Cursor, Read as _};

use calamine::{Data, Reader as _, Xlsx};
use chrono::NaiveDate;

use super::render;
use crate::printout::page::{
    Cell, Column, Level, Mark, Masthead, Opening, Page, Paper, Role, Row, Section, Slot, Table, Tone, Value,
};

fn sheet(page: &Page) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(render(page).unwrap())).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    range.rows().map(<[Data]>::to_vec).collect()
}

fn file(page: &Page, path: &str) -> String {
    let mut book = zip::ZipArchive::new(Cursor::new(render(page).unwrap())).unwrap();
    let mut text = String::new();
    book.by_name(path).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[track_caller]
fn says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

fn day() -> NaiveDate {
    "2026-06-30".parse().unwrap()
}

fn text(text: &str) -> Data {
    Data::String(text.to_owned())
}

fn list() -> Page {
    let columns = vec![
        Column::short("编号"),
        Column::text("任务", 20),
        Column::spare("阶段", 8).among(["部署推进", "集中建设"]),
        Column::short("时限"),
        Column::number("进度"),
        Column::number("项数"),
        Column::sheet("具体内容").among((0..60).map(|at| format!("第{at}种写法"))),
    ];
    let row = |title: &str, percent: f64| {
        Row::item(vec![
            Cell::new("2026-001"),
            Cell::new(title),
            Cell::new("部署推进").toned(Tone::Red),
            Cell::new(day()),
            Cell::new(Value::Percent(percent)),
            Cell::new(-3_i64),
            Cell::new("一\u{1}\n二"),
        ])
    };
    Page {
        title: "某台账　任务列表".to_owned(),
        foot: Some("某台账&某局".to_owned()),
        paper: Paper::A4Landscape,
        sections: vec![
            Section::default()
                .with_line("列出 2 项")
                .with_table(Table::list(columns, vec![row("=cmd()", 60.0), row("http://x.cn", 37.5)])),
        ],
        ..Page::default()
    }
}

#[test]
fn values_are_real_and_texts_stay_texts() {
    let rows = sheet(&list());
    let at = rows.iter().position(|row| row[0] == text("编号")).unwrap();
    assert_eq!(rows[0][0], text("某台账　任务列表"));
    let [first, second] = [&rows[at + 1], &rows[at + 2]];
    assert_eq!(first[1], text("=cmd()"));
    assert_eq!(second[1], text("http://x.cn"));
    assert!(
        matches!(&first[3], Data::DateTime(at) if at.is_datetime() && at.as_f64().to_bits() == 46_203.0_f64.to_bits())
    );
    assert_eq!((&first[4], &second[4]), (&Data::Float(0.6), &Data::Float(0.375)));
    assert_eq!(first[5], Data::Float(-3.0));
    assert_eq!(first[6], text("一\n二"));
    let styles = file(&list(), "xl/styles.xml");
    says(&styles, &["yyyy-mm-dd", "formatCode=\"0%\"", "0.0%", "宋体", "黑体"]);
}

#[test]
fn a_list_prints_filters_and_offers_choices() {
    let page = list();
    let sheet = file(&page, "xl/worksheets/sheet1.xml");
    says(
        &sheet,
        &[
            "fitToPage=\"1\"",
            "fitToHeight=\"0\"",
            "paperSize=\"9\"",
            "orientation=\"landscape\"",
            "horizontalCentered=\"1\"",
            "state=\"frozen\"",
            "<autoFilter ref=\"A5:G7\"",
            "某台账&amp;&amp;某局&amp;R",
            "第 &amp;P 页 共 &amp;N 页",
            "sqref=\"C6:C207\"",
            "errorStyle=\"warning\"",
            "\"部署推进,集中建设\"",
            "'选项'!$A$1:$A$60",
        ],
    );
    assert!(!sheet.contains("<f>") && !sheet.contains("<hyperlink"));
    let book = file(&page, "xl/workbook.xml");
    says(&book, &["name=\"任务列表\"", "state=\"hidden\"", "任务列表!$5:$5", "任务列表!$A$1:$F$7"]);
    assert_eq!(render(&page).unwrap(), render(&page).unwrap());
}

fn board() -> Page {
    let slot = |title: &str, above: &str| Column::slot(title, Some(above.to_owned()));
    let columns =
        || vec![Column::text("任务", 10), slot("12月", "26年"), slot("1月", "27年"), slot("2月", "")];
    let late = Slot {
        bar: Some((0.0, 1.0)),
        marks: vec![(0.1, Mark::Met), (0.5, Mark::Missed)],
        today: Some(0.9),
        past: 1.0,
    };
    let row = |name: &str, role: Role| Row {
        cells: vec![
            Cell::new(name),
            Cell::new(Slot { bar: Some((0.2, 1.0)), past: 1.0, ..Slot::default() }).toned(Tone::Red),
            Cell::new(late.clone()).toned(Tone::Red),
            Cell::new(Slot::default()),
        ],
        role,
    };
    let group = |name: &str, rows: Vec<Row>| {
        Section::headed(format!("甲、{name}"))
            .with_table(Table::list(columns(), rows).grouped("重点任务", name))
    };
    let mut first = group("思想", vec![row("学习", Role::Item), row("测试", Role::Item)]);
    first.total = Some("小计　2 项".into());
    let phases = Section::headed("阶段时限")
        .with_table(Table::list(columns(), vec![row("部署", Role::Scale)]).grouped("重点任务", ""));
    Page {
        title: "某台账　挂图".to_owned(),
        paper: Paper::A3Landscape,
        sections: vec![phases, first, group("组织", vec![row("谈话", Role::Item)])],
        ..Page::default()
    }
}

#[test]
fn a_board_is_one_table_with_its_phases_above() {
    let rows = sheet(&board());
    let at = rows.iter().position(|row| row[0] == text("重点任务")).unwrap();
    let first = |at: usize| rows[at][..2].to_vec();
    assert_eq!(first(at - 2), [text("阶段时限"), text("部署")]);
    assert_eq!(rows[at - 1][2..], [text("26年"), text("27年"), Data::Empty]);
    assert_eq!(first(at + 1), [text("思想"), text("学习")]);
    assert_eq!(first(at + 3), [text("组织"), text("谈话")]);
    assert_eq!(rows[at + 1][2..], [text("━"), text("✓✗"), Data::Empty]);
    assert_eq!(rows[at + 4][0], text("甲、思想：小计　2 项"));
    let sheet = file(&board(), "xl/worksheets/sheet1.xml");
    says(&sheet, &["paperSize=\"8\"", "topLeftCell=\"C6\"", "<autoFilter ref=\"A5:E8\""]);
    says(&file(&board(), "xl/workbook.xml"), &["挂图!$4:$5"]);
    says(&file(&board(), "xl/styles.xml"), &["lightUp", "medium"]);
}

#[test]
fn a_document_has_its_tables_on_one_ruler() {
    let form = || {
        let row = |label: &str, said: Value| {
            Row::item(vec![Cell::new(label), Cell { value: said, ..Cell::default() }])
        };
        let rows = vec![row("任务", "学习".into()), row("时限", Value::Date(day()))];
        Table::form(vec![Column::short("栏目"), Column::text("内容", 30)], rows)
    };
    let mut second =
        Section::headed("督办单").ranked(Level::Title).opening(Opening::NewSheet).with_table(form());
    second.signed = vec!["某局".to_owned()];
    let slip = Section::headed("回执").opening(Opening::CutLine).with_line("请于周五前送回。");
    let page = Page {
        title: "某台账　督办单".to_owned(),
        masthead: Some(Masthead {
            name: "督办通报".to_owned(),
            issue: Some("第1期".to_owned()),
            editor: "办公室".to_owned(),
            date: "2026年6月30日".to_owned(),
            sent_to: vec!["报：局领导".to_owned()],
        }),
        sections: vec![Section::headed("督办单").with_table(form()), second, slip],
        ..Page::default()
    };
    let rows = sheet(&page);
    assert_eq!(rows[0][0], text("督办通报"));
    assert!(rows.iter().any(|row| row.contains(&text("报：局领导"))));
    assert!(!rows.iter().any(|row| row.contains(&text("栏目"))));
    let sheet = file(&page, "xl/worksheets/sheet1.xml");
    says(&sheet, &["<rowBreaks", "paperSize=\"9\"", "<mergeCell "]);
    assert!(!sheet.contains("<autoFilter") && !sheet.contains("state=\"frozen\""));
}

#[test]
fn pages_with_nothing_on_them_are_workbooks_too() {
    let empty = |table| Page { sections: vec![Section::default().with_table(table)], ..Page::default() };
    let one = || vec![Column::short("编号")];
    sheet(&Page::default());
    sheet(&empty(Table::default()));
    sheet(&empty(Table::list(one(), Vec::new())));
    sheet(&empty(Table::form(one(), Vec::new())));
    sheet(&empty(Table::list(one(), Vec::new()).grouped("阶段", "甲")));
    sheet(&empty(Table::list(vec![Column::sheet("内容")], vec![Row::item(vec![Cell::new(1_i64)])])));
    let long = Cell::new("长".repeat(40_000));
    sheet(&empty(Table::list(one(), vec![Row::item(vec![long])])));
}
