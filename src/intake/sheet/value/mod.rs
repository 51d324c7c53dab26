//! What a cell says of a field: days in five ways, statuses in the office's words, percentages, units and people.

mod day;
mod deadline;
mod percent;
mod status;

pub(super) use day::day;
pub(super) use deadline::{Deadline, counted_from, deadline, month_before, over_year};
pub(super) use percent::{counts_whole, percent_among, share};
pub(super) use status::{Said, is_yes, status};

use super::cell::Cell;
use crate::core::change::Value;
use crate::core::field::Field;
use crate::core::frequency;
use crate::core::import_proposal::read_value;
use crate::core::people_list::people;
use crate::core::task::{Kind, LEVELS};
use crate::core::toml_value;
use crate::core::typed_date::Context;
use crate::core::writing::{half_width, split_names};
use day::first_day;
use percent::percent;

/// A value that stands in the cell as TOML writes it; none where it is plain.
#[expect(clippy::option_option, reason = "a cell may be marked and hold nothing that the field takes")]
pub(super) fn marked(field: Field, cell: &Cell) -> Option<Option<Value>> {
    let Cell::Text(text) = cell else { return None };
    let value = read_value(text)?;
    Some(match (field, value) {
        (Field::Support | Field::Tags, toml::Value::Array(items)) => {
            let items: Option<Vec<String>> =
                items.into_iter().map(|item| item.as_str().map(ToOwned::to_owned)).collect();
            items.map(Value::List)
        }
        (_, toml::Value::String(text)) => Some(Value::Text(text)),
        (_, toml::Value::Integer(number)) => Some(Value::Integer(number)),
        (_, toml::Value::Float(number)) => Some(Value::Number(number)),
        (_, toml::Value::Boolean(flag)) => Some(Value::Flag(flag)),
        (_, toml::Value::Datetime(day)) => toml_value::day(day).map(Value::Date),
        _ => None,
    })
}

/// What a cell says of a field other than the deadline and the status.
pub(super) fn field(field: Field, cell: &Cell, dates: Context, whole: bool) -> Result<Option<Value>, String> {
    if let Some(value) = marked(field, cell) {
        return Ok(value);
    }
    let text = match cell {
        Cell::Empty => return Ok(None),
        Cell::Broken(what) => {
            return Err(format!("{}是{what}；请在 Excel 里算出结果、存盘后再导入", field.label()));
        }
        other => other.shown(),
    };
    if is_blank(&text) {
        return Ok(None);
    }
    let odd = |wanted: &str| format!("{}“{text}”看不懂，应为{wanted}", field.label());
    Ok(Some(match field {
        Field::Title => Value::Text(text.split_whitespace().collect::<Vec<_>>().join(" ")),
        Field::Start => Value::Date(first_day(cell, dates)?),
        Field::DoneOn => Value::Date(day(field, cell, dates)?.0),
        Field::Progress => Value::Integer(percent(cell, whole).ok_or_else(|| odd("0 到 100 的百分比"))?),
        Field::Weight => number(cell).ok_or_else(|| odd("数字"))?,
        Field::LongTerm | Field::Public => Value::Flag(flag(cell).ok_or_else(|| odd("是或否"))?),
        Field::Repeat => Value::Repeat(frequency::read(&text).ok_or_else(|| odd("频次，如 每月2次"))?),
        Field::Kind => {
            let kind =
                Kind::parse(&text).or_else(|| Kind::ALL.into_iter().find(|kind| text.contains(kind.label())));
            Value::Text(kind.ok_or_else(|| odd("任务、问题整改或风险点"))?.key().to_owned())
        }
        Field::Level => {
            let word = text.trim_end_matches("风险").trim_end_matches("隐患").trim();
            let level = LEVELS.into_iter().find(|level| word == *level);
            Value::Text(level.ok_or_else(|| odd("高、中或低"))?.to_owned())
        }
        Field::Support | Field::Tags => Value::List(split_names(&text.replace('\n', "、"))),
        Field::Owner | Field::Leader => Value::Text(people(&text).names),
        Field::Domain | Field::Phase | Field::Lead => Value::Text(closed_up(&text)),
        _ => Value::Text(text),
    }))
}

/// What offices write into a cell that holds nothing.
pub(super) fn is_blank(text: &str) -> bool {
    matches!(text.trim(), "" | "/" | "-" | "--" | "—" | "——" | "\\" | "无" | "／" | "－")
}

/// A name without line breaks and without the blanks that spread it over a cell.
fn closed_up(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut out = String::new();
    for (at, c) in letters.iter().enumerate() {
        let han = |c: Option<&char>| c.is_none_or(|c| !c.is_ascii());
        let neighbours = han(at.checked_sub(1).and_then(|at| letters.get(at))) && han(letters.get(at + 1));
        match c {
            '\n' => {}
            ' ' | '\u{3000}' if neighbours => {}
            other => out.push(*other),
        }
    }
    out.trim().to_owned()
}

fn flag(cell: &Cell) -> Option<bool> {
    match cell {
        Cell::Flag(flag) => Some(*flag),
        Cell::Number(number) if *number == 0.0 || (number - 1.0).abs() < 1e-9 => Some(*number != 0.0),
        Cell::Text(text) => match text.to_lowercase().as_str() {
            "是" | "√" | "✓" | "✔" | "true" | "yes" | "y" | "公开" | "长期" | "长期坚持" => {
                Some(true)
            }
            "否" | "×" | "✗" | "false" | "no" | "n" | "不公开" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

fn number(cell: &Cell) -> Option<Value> {
    let number = match cell {
        Cell::Number(number) => *number,
        Cell::Text(text) => {
            let text: String = text.chars().map(half_width).collect();
            let text = text.trim().trim_end_matches('分').trim();
            // 1,000: the sign between thousands.
            match text.split_once(',') {
                Some((_, rest)) if rest.len() == 3 => text.replace(',', "").parse().ok()?,
                _ => text.parse().ok()?,
            }
        }
        _ => return None,
    };
    if !number.is_finite() || number < 0.0 {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "checked to be a small whole number")]
    Some(if number.fract() == 0.0 && number < 1e15 {
        Value::Integer(number as i64)
    } else {
        Value::Number(number)
    })
}
