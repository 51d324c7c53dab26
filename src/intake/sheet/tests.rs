//! Small sheets read as a whole: what one column tells of another.

use std::collections::BTreeMap;

use super::*;
use crate::core::change::Value;
use crate::core::field::Field;
use crate::core::import_proposal::{Proposal, Row};
use crate::core::settings::Settings;

/// The rows of a sheet of comma-separated lines, a page for each, read on 2026-06-30.
fn rows(lines: &str) -> Vec<Row> {
    proposed(lines).rows
}

fn proposed(lines: &str) -> Proposal {
    let book = read("台账", lines.as_bytes()).unwrap();
    let settings = Settings { year: 2026, ..Settings::default() };
    let hints =
        Hints { settings: &settings, today: "2026-06-30".parse().unwrap(), mapping: &BTreeMap::new() };
    understand(&book, None, hints)
}

fn said(row: &Row, field: Field) -> String {
    match row.says(field) {
        Some(Some(Value::Text(text))) => text.clone(),
        Some(Some(value)) => value.to_string(),
        _ => String::new(),
    }
}

#[test]
fn words_that_count_are_counted_from_the_day_the_work_was_given_out() {
    let given = rows("督办事项,主办,交办日期,办结时限\n甲事项,住建局,2026-05-06,10个工作日内\n");
    // The Saturday of 9 May is worked.
    assert_eq!(said(&given[0], Field::Due), "2026-05-19");
    assert_eq!(said(&given[0], Field::DueText), "10个工作日内");
    let unknown = proposed("督办事项,主办,办结时限\n甲事项,住建局,10个工作日内\n");
    assert_eq!(said(&unknown.rows[0], Field::Due), "");
    assert_eq!(said(&unknown.rows[0], Field::DueText), "10个工作日内");
    assert!(unknown.remarks.iter().any(|remark| remark.contains("“10个工作日内”")), "{:?}", unknown.remarks);
}

#[test]
fn the_end_of_what_is_not_finished_is_its_deadline() {
    let rows =
        rows("任务名称,完成情况,办结时间,备注\n甲,推进中,2026-09-30,\n乙,已完成,2026-06-01,\n丙,推进中,,\n");
    let days = |row: &Row| (said(row, Field::Due), said(row, Field::DoneOn));
    assert_eq!(days(&rows[0]), ("2026-09-30".to_owned(), String::new()));
    assert_eq!(days(&rows[1]), (String::new(), "2026-06-01".to_owned()));
}

#[test]
fn without_a_status_what_was_done_tells_it() {
    let rows =
        rows("任务名称,牵头单位,进展情况\n甲,综合科,已完成\n乙,综合科,尚未启动\n丙,综合科,正在征求意见\n");
    let statuses: Vec<String> = rows.iter().map(|row| said(row, Field::Status)).collect();
    assert_eq!(statuses, ["done", "todo", ""]);
    let rows = self::rows("任务名称,牵头单位,进度\n甲,综合科,60%\n乙,综合科,100%\n丙,综合科,0\n");
    let statuses: Vec<String> = rows.iter().map(|row| said(row, Field::Status)).collect();
    assert_eq!(statuses, ["doing", "done", ""]);
}

#[test]
fn a_section_holds_where_the_row_has_no_field_of_its_own() {
    let rows = rows("序号,任务分类,任务名称,责任单位\n一、综合经济,,,\n1,,甲,发改委\n2,城建,乙,住建局\n");
    let fields: Vec<String> = rows.iter().map(|row| said(row, Field::Domain)).collect();
    assert_eq!(fields, ["综合经济", "城建"]);
}
