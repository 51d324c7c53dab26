//! Why a file cannot be read: every fault in it, each with its line and column.
//!
//! The ordinary way of reading is fast and stops at the first fault, in English. Only when it fails is the file read again
//! here, slowly, key by key.

use std::ops::Range;

use toml::de::DeTable;

use super::faults::{Fault, What, faults};
use super::syntax::syntax;
use super::text::place;
use crate::core::field::Field;
use crate::core::limits;
use crate::core::nearest::did_you_mean;
use crate::core::problem::Problem;
use crate::core::schema::{Key, Shape};
use crate::core::text::one_line;
use crate::core::toml_value::day;
use crate::core::workday::stretches;
use crate::core::{settings, task};

/// Everything that keeps a task's file from being read.
pub(super) fn task_problems(file: &str, text: &str, said: &str) -> Vec<Problem> {
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => return vec![syntax(file, text, &error)],
    };
    let table = table.get_ref();
    let mut found: Vec<Problem> = without_title(file, text, table).into_iter().collect();
    found.extend(faults(&task::KEYS, table).iter().filter_map(|fault| of_task(file, text, fault)));
    found.truncate(limits::PROBLEMS);
    from_top_to_bottom(&mut found);
    if found.is_empty() {
        found.push(Problem::error(file, "unreadable", format!("内容不合要求（{said}）")));
    }
    found
}

fn without_title(file: &str, text: &str, table: &DeTable<'_>) -> Option<Problem> {
    let problem = |message| Problem::error(file, "missing-title", message);
    match table.get(Field::Title.key()) {
        None => Some(problem("缺少任务名称；请加一行 title = \"任务名称\"")),
        Some(title) => {
            let is_blank = title.get_ref().as_str().is_some_and(|title| title.trim().is_empty());
            let problem = problem("任务名称是空的；请写上 title = \"任务名称\"");
            is_blank.then(|| at(text, &title.span(), problem))
        }
    }
}

/// What a fault of a task's file is called; a key that nobody knows is the person's own business.
fn of_task(file: &str, text: &str, fault: &Fault) -> Option<Problem> {
    let mut fixable = false;
    let message = match fault.what {
        What::Unknown { .. } => return None,
        What::Missing { key: Key { name, label, required, .. } } => {
            format!("这一条{label}缺少 {name}；请补上，如 {}", required.unwrap_or_default())
        }
        What::NoSection { key: Key { name, label, .. } } => format!("{label}的每一条应写成 [[{name}]] 一节"),
        What::Wrong { key } => {
            let Key { name, label, shape, .. } = key;
            match shape {
                Shape::Sections(_) => format!("{label}应写成 [[{name}]] 一节一节的形式"),
                Shape::Repeat => format!("{label}（{name}）应为{}", key.wanted()),
                Shape::Word(words) => format!("频次（repeat）的 {name} 应为 {} 之一", words.join("、")),
                Shape::Count => format!("频次的 {name} 应为整数，如 2"),
                _ => {
                    let written = &text[fault.span.clone()];
                    fixable = shape == Shape::Date && is_quoted_day(written);
                    let wanted = key.wanted();
                    format!("{label}（{name}）写的是 {}，应为{wanted}", one_line(written, 60))
                }
            }
        }
    };
    let problem = Problem { fixable, ..Problem::error(file, "wrong-type", message) };
    Some(at(text, &fault.span, problem))
}

/// A day that only has quotes too many, which `check --fix` takes away.
fn is_quoted_day(written: &str) -> bool {
    let inside = written.trim_matches(['"', '\'']);
    inside != written && inside.parse().ok().and_then(day).is_some()
}

/// What keeps the settings from being read, and the keys in them that nobody knows.
pub(super) fn settings_problems(file: &str, text: &str) -> Vec<Problem> {
    match DeTable::parse(text) {
        Ok(table) => {
            let table = table.get_ref();
            let mut found = problems_in_sections(file, text, "settings", settings::KEYS, table);
            found.extend(impossible_holidays(file, text, table));
            from_top_to_bottom(&mut found);
            found
        }
        Err(error) => vec![syntax(file, text, &error)],
    }
}

/// Where a file other than a task says what its table does not allow for; `rule` is what a fault is called.
pub(super) fn problems_in_sections(
    file: &str,
    text: &str,
    rule: &'static str,
    keys: &[Key],
    table: &DeTable<'_>,
) -> Vec<Problem> {
    let found = faults(keys, table);
    let mut found: Vec<Problem> = found.iter().map(|fault| of_sections(file, text, rule, fault)).collect();
    from_top_to_bottom(&mut found);
    found
}

fn of_sections(file: &str, text: &str, rule: &'static str, fault: &Fault) -> Problem {
    let Fault { path, span, what } = fault;
    let problem = match what {
        What::Unknown { nearest } => {
            let hint = nearest.map(did_you_mean).unwrap_or_default();
            let message = format!("不认得“{path}”这一项，没有读取{hint}");
            Problem::warning(file, "unknown-key", message)
        }
        What::Missing { key: Key { name, required, .. } } => {
            let example = required.unwrap_or_default();
            if path.is_empty() {
                return Problem::error(file, rule, format!("缺少 {name} 一项；请补上，如 {example}"));
            }
            let message = format!("这一节 [[{path}]] 没有写 {name}；请补上一行 {example}");
            Problem::error(file, rule, message)
        }
        What::Wrong { key } | What::NoSection { key } => {
            let written = one_line(text[span.clone()].lines().next().unwrap_or_default(), 60);
            Problem::error(file, rule, format!("{path} 写的是 {written}，应为{}", key.wanted()))
        }
    };
    at(text, span, problem)
}

/// 节假日: days that do not exist, or lie in another year than their section.
fn impossible_holidays(file: &str, text: &str, settings: &DeTable<'_>) -> Vec<Problem> {
    let mut found = Vec::new();
    let sections = settings.get("holiday").and_then(|sections| sections.get_ref().as_array());
    for section in sections.into_iter().flatten().filter_map(|section| section.get_ref().as_table()) {
        let year = section.get("year").and_then(|year| year.get_ref().as_integer());
        let Some(year) = year.and_then(|year| year.as_str().parse().ok()) else { continue };
        for key in ["off", "work"] {
            let days = section.get(key).and_then(|days| days.get_ref().as_array());
            for days in days.into_iter().flatten() {
                let written = text[days.span()].trim_matches(['"', '\'']);
                if let Err(why) = stretches(year, written) {
                    let problem = Problem::error(file, "settings", format!("holiday 的 {key}：{why}"));
                    found.push(at(text, &days.span(), problem));
                }
                if found.len() == limits::PROBLEMS {
                    return found;
                }
            }
        }
    }
    found
}

fn at(text: &str, span: &Range<usize>, problem: Problem) -> Problem {
    let (line, column) = place(text, span.start);
    problem.at(line, column)
}

fn from_top_to_bottom(found: &mut [Problem]) {
    found.sort_by_key(|problem| (problem.line, problem.column));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::init::SETTINGS_BODY;

    #[track_caller]
    fn case(text: &str, expected: &[(Option<usize>, &str)]) {
        let found = settings_problems("ledger.toml", text);
        let found: Vec<_> = found.iter().map(|problem| (problem.line, problem.message.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn each_fault_is_named_with_its_line_and_what_to_write() {
        case("name = \"甲\"\nyear = 2026\n", &[]);
        case("year = 2026", &[(None, "缺少 name 一项；请补上，如 name = \"清廉机关建设工作台账\"")]);
        case(
            "name = \"甲\"\nyear = \"2026\"",
            &[(Some(2), "year 写的是 \"2026\"，应为不加引号的整数，如 7 或 2026")],
        );
        case(
            "name = \"甲\"\nyear = 2026\n[[office]]\nname = \"综合科\"\npeople = \"李强\"",
            &[(Some(5), "office 的 people 写的是 \"李强\"，应为名单，如 [\"李强\", \"赵蕾\"]")],
        );
        case(
            "name = \"甲\"\nyear = 2026\n[lights]\nsoon_day = 7\n",
            &[(Some(4), "不认得“lights 的 soon_day”这一项，没有读取；您是不是想写“soon_days”？")],
        );
        case(
            "name = \"甲\"\nyear = 2026\n[lights]\nsoon_days = -3\n",
            &[(Some(4), "lights 的 soon_days 写的是 -3，应为不加引号的整数，如 7 或 2026")],
        );
        case(
            "name = \"甲\"\nyear = 2026\n[score]\nlate = 60\nreturned = -2\nextended = 0.5\noverdue = inf\n",
            &[
                (Some(5), "score 的 returned 写的是 -2，应为不小于 0 的数字，如 60 或 0.5"),
                (Some(7), "score 的 overdue 写的是 inf，应为不小于 0 的数字，如 60 或 0.5"),
            ],
        );
        case(
            "name = \"甲\"\nyear = 2026\n[[phase]]\n",
            &[(Some(3), "这一节 [[phase]] 没有写 name；请补上一行 name = \"名称\"")],
        );
        case(
            "name = \"甲\"\nyear = 2026\n[[holiday]]\nyear = 2027\noff = [\"1月1日至3日\", 2027-02-05]\nwork = \"1月9日\"\n\
             [[holiday]]\noff = []\n[[holiday]]\nyear = 2028\noff = [\"春节\",\n  \"2月28日至30日\", 2027-05-01]\n",
            &[
                (
                    Some(6),
                    "holiday 的 work 写的是 \"1月9日\"，应为日期的清单，如 [\"1月1日至3日\", \"5月1日\"]",
                ),
                (Some(7), "这一节 [[holiday]] 没有写 year；请补上一行 year = 2027"),
                (Some(11), "holiday 的 off：看不懂“春节”；写作 \"1月1日至3日\"、\"5月1日\" 或 2027-01-01"),
                (Some(12), "holiday 的 off：“2月28日至30日”里有一天不存在，离它最近的是 2028-02-29；请改正"),
                (Some(12), "holiday 的 off：“2027-05-01”不在 2028 年；请写到它那一年的 [[holiday]] 里"),
            ],
        );
    }

    /// The keys that the table knows and the settings do not show.
    fn unseen(inside: &str, keys: &[Key], shown: &toml::Table) -> Vec<String> {
        let mut found = Vec::new();
        for Key { name, shape, .. } in keys {
            let path = format!("{inside}{name}");
            let section =
                |value: &toml::Value| value.as_array().map_or(value, |sections| &sections[0]).clone();
            match (shape, shown.get(*name).map(section)) {
                (_, None) => found.push(path),
                (Shape::Section(keys) | Shape::Sections(keys), Some(toml::Value::Table(section))) => {
                    found.extend(unseen(&format!("{path}."), keys, &section));
                }
                _ => {}
            }
        }
        found
    }

    #[test]
    fn a_new_ledger_shows_the_settings_that_there_are() {
        let offered = |line: &'static str| match line.strip_prefix("# ") {
            Some(said) if said.starts_with(|c: char| c == '[' || c.is_ascii_lowercase()) => said,
            _ => line,
        };
        let body: Vec<&str> = SETTINGS_BODY.lines().map(offered).collect();
        let text = format!("name = '甲'\nunit = '乙'\nyear = 2026\n{}", body.join("\n"));
        assert_eq!(settings_problems("ledger.toml", &text), []);
        toml::from_str::<settings::Settings>(&text).unwrap();
        // Few offices want other words, and the import and extensions write what is theirs themselves.
        let rare = ["phase.extended", "lights.words", "lights.signs", "import"];
        assert_eq!(unseen("", settings::KEYS, &text.parse().unwrap()), rare);
    }
}
