//! Why a file cannot be read: every fault in it, each with its line and column.
//!
//! The ordinary way of reading is fast and stops at the first fault, in English. Only when it fails is the file read again
//! here, slowly, key by key.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml_edit::{DocumentMut, TomlError};

use super::frame::faults;
use super::syntax::in_chinese;
use super::text::place;
use crate::core::calendar::Every;
use crate::core::field::{Field, Shape};
use crate::core::limits;
use crate::core::problem::Problem;
use crate::core::text::one_line;
use crate::core::toml_value::day;

/// Everything that keeps a task's file from being read.
pub(super) fn task_problems(file: &str, text: &str, said: &str) -> Vec<Problem> {
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => return vec![syntax(file, text, &error)],
    };
    let mut faults = Faults { file, text, found: Vec::new() };
    let table = table.get_ref();
    match table.get("title").map(Spanned::get_ref) {
        None => faults.found.push(Problem::error(
            file,
            "missing-title",
            "缺少任务名称；请加一行 title = \"任务名称\"",
        )),
        Some(DeValue::String(title)) if title.trim().is_empty() => {
            let span = table.get("title").map_or(0..0, Spanned::span);
            faults.add(&span, "missing-title", "任务名称是空的；请写上 title = \"任务名称\"".to_owned());
        }
        _ => {}
    }
    for (key, value) in table {
        match (Field::of_key(key.get_ref()), key.get_ref().as_ref()) {
            (Some(field), _) => faults.field(field.label(), field.key(), field.shape(), value),
            (None, "log") => faults.log(value),
            _ => {}
        }
    }
    let mut found = faults.found;
    found.sort_by_key(|problem| (problem.line, problem.column));
    if found.is_empty() {
        found.push(Problem::error(file, "unreadable", format!("内容不合要求（{said}）")));
    }
    found
}

/// What keeps the settings from being read, and the keys in them that nobody knows.
pub(super) fn settings_problems(file: &str, text: &str) -> Vec<Problem> {
    match DeTable::parse(text) {
        Ok(table) => faults(file, text, table.get_ref()),
        Err(error) => vec![syntax(file, text, &error)],
    }
}

/// A text to be changed and written back, or what keeps it from being TOML.
pub(super) fn document(file: &str, text: &str) -> Result<DocumentMut, Problem> {
    text.parse().map_err(|error: TomlError| complaint(file, text, error.span(), error.message()))
}

/// What keeps a text from being TOML.
pub(super) fn syntax(file: &str, text: &str, error: &toml::de::Error) -> Problem {
    complaint(file, text, error.span(), error.message())
}

fn complaint(file: &str, text: &str, span: Option<Range<usize>>, said: &str) -> Problem {
    let offset = span.map_or_else(|| most_dotted(text), |span| span.start);
    let (line, column) = place(text, offset);
    let written = text.lines().nth(line - 1).unwrap_or_default();
    let message = match impossible_date(written) {
        Some(message) => message,
        None => in_chinese(said, written),
    };
    Problem::error(file, "syntax", message).at(line, column)
}

/// Where the line with the most dots begins: of a key with too many parts, and of nothing else, the parser does not say where
/// it stands.
fn most_dotted(text: &str) -> usize {
    let lines = text.split_inclusive('\n').scan(0, |end, line| {
        let start = std::mem::replace(end, *end + line.len());
        Some((line.matches('.').count(), std::cmp::Reverse(start)))
    });
    lines.max().map_or(0, |(_, start)| start.0)
}

/// A line such as `due = 2026-09-31`: the day does not exist, and the nearest one that does is named.
fn impossible_date(line: &str) -> Option<String> {
    use chrono::NaiveDate;
    let (key, value) = line.split_once('=')?;
    let value = value.split('#').next()?.trim();
    let mut parts = value.splitn(3, '-').map(str::parse::<u32>);
    let (Some(Ok(year)), Some(Ok(month)), Some(Ok(day))) = (parts.next(), parts.next(), parts.next()) else {
        return None;
    };
    let year = i32::try_from(year).ok()?;
    if NaiveDate::from_ymd_opt(year, month, day).is_some() {
        return None;
    }
    let nearest = (1..=day.min(31)).rev().find_map(|day| NaiveDate::from_ymd_opt(year, month, day));
    let label = Field::of_key(key.trim()).map_or_else(|| key.trim().to_owned(), |f| f.label().to_owned());
    Some(match nearest {
        Some(nearest) => format!("{label}：{value} 这一天不存在，离它最近的是 {nearest}；请改正"),
        None => format!("{label}：{value} 这一天不存在；日期写作 2026-09-30"),
    })
}

struct Faults<'a> {
    file: &'a str,
    text: &'a str,
    found: Vec<Problem>,
}

impl Faults<'_> {
    fn add(&mut self, span: &Range<usize>, rule: &'static str, message: String) {
        self.push(span, Problem::error(self.file, rule, message));
    }

    fn push(&mut self, span: &Range<usize>, problem: Problem) {
        if self.found.len() < limits::PROBLEMS {
            let (line, column) = place(self.text, span.start);
            self.found.push(problem.at(line, column));
        }
    }

    fn field(&mut self, label: &str, key: &str, shape: Shape, value: &Spanned<DeValue<'_>>) {
        if shape == Shape::Repeat {
            return self.repeat(value);
        }
        if !fits(shape, value.get_ref()) {
            let written = one_line(&self.text[value.span()], 60);
            let fixable = shape == Shape::Date && quoted_day(value.get_ref());
            let message = format!("{label}（{key}）写的是 {written}，应为{}", shape.example());
            let problem = Problem { fixable, ..Problem::error(self.file, "wrong-type", message) };
            self.push(&value.span(), problem);
        }
    }

    fn repeat(&mut self, value: &Spanned<DeValue<'_>>) {
        let DeValue::Table(table) = value.get_ref() else {
            return self.add(
                &value.span(),
                "wrong-type",
                format!("频次（repeat）应为{}", Shape::Repeat.example()),
            );
        };
        let every = table.get("every").map(Spanned::get_ref);
        let known = matches!(every, Some(DeValue::String(word)) if Every::ALL.iter().any(|every| every.key() == word));
        if !known {
            let message = "频次（repeat）的 every 应为 week、month、quarter、half、year 之一".to_owned();
            self.add(&value.span(), "wrong-type", message);
        }
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "from" | "until" => self.field("频次起止日", key.get_ref(), Shape::Date, value),
                "times" if !matches!(integer(value.get_ref()), Some(0..=1_000_000)) => {
                    self.add(&value.span(), "wrong-type", "频次的 times 应为整数，如 2".to_owned());
                }
                _ => {}
            }
        }
    }

    fn log(&mut self, value: &Spanned<DeValue<'_>>) {
        let DeValue::Array(entries) = value.get_ref() else {
            let message = "办理记录应写成 [[log]] 一节一节的形式".to_owned();
            return self.add(&value.span(), "wrong-type", message);
        };
        for entry in entries {
            let DeValue::Table(keys) = entry.get_ref() else {
                let message = "办理记录的每一条应写成 [[log]] 一节".to_owned();
                self.add(&entry.span(), "wrong-type", message);
                continue;
            };
            for required in ["date", "kind"] {
                if !keys.contains_key(required) {
                    let message = format!(
                        "这一条办理记录缺少 {required}；请补上，如 date = 2026-05-10、kind = \"note\""
                    );
                    self.add(&entry.span(), "wrong-type", message);
                }
            }
            for (key, value) in keys {
                let shape = match key.get_ref().as_ref() {
                    "date" | "on" | "from" | "to" => Shape::Date,
                    "by" | "kind" | "text" | "period" | "approved_by" => Shape::Text,
                    "evidence" => Shape::List,
                    _ => continue,
                };
                self.field("办理记录", key.get_ref(), shape, value);
            }
        }
    }
}

fn fits(shape: Shape, value: &DeValue<'_>) -> bool {
    match (shape, value) {
        (Shape::Text, DeValue::String(_))
        | (Shape::Flag, DeValue::Boolean(_))
        | (Shape::Number, DeValue::Integer(_) | DeValue::Float(_)) => true,
        (Shape::List, DeValue::Array(items)) => {
            items.iter().all(|item| matches!(item.get_ref(), DeValue::String(_)))
        }
        (Shape::Date, DeValue::Datetime(written)) => day(*written).is_some(),
        (Shape::Percent, value) => matches!(integer(value), Some(0..=100)),
        _ => false,
    }
}

fn integer(value: &DeValue<'_>) -> Option<i64> {
    match value {
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).ok(),
        _ => None,
    }
}

/// A day that only has quotes too many, which `check --fix` takes away.
fn quoted_day(value: &DeValue<'_>) -> bool {
    matches!(value, DeValue::String(text) if text.parse().ok().and_then(day).is_some())
}
