//! Faults in what the folder's own files say, `ledger.toml` first: what each may say, and where it says something else.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::text::place;
use crate::core::limits;
use crate::core::nearest::{did_you_mean, nearest};
use crate::core::problem::{Problem, Severity};
use crate::core::text::one_line;
use crate::core::toml_value::day;
use crate::core::workday::stretches;

/// What a key of the settings may hold.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    Text,
    Texts,
    /// Several texts, or one that names them all.
    Names,
    Date,
    /// A day, or words that say which.
    When,
    /// Days and stretches of them.
    Days,
    /// A whole number, not negative.
    Count,
    Number,
    /// A number, not negative.
    Amount,
    Flag,
    /// One section of texts under whatever keys a person chose, `[import.columns]`.
    TextsByKey,
    /// 频次, as a task's file has it or in words.
    Rhythm,
    /// One of these words.
    Word(&'static [&'static str]),
    /// One section, `[lights]`.
    Section(&'static [Key]),
    /// Several of the same kind, `[[phase]]`, none without this key.
    Sections(&'static [Key], Required),
}

pub(super) type Key = (&'static str, Shape);

/// A key that must not be missing, and an example of it.
pub(super) type Required = (&'static str, &'static str);

/// How tasks speak of a section.
const NAME: Required = ("name", "name = \"名称\"");

const LIGHTS: &[Key] = &[
    ("red", Shape::Text),
    ("yellow", Shape::Text),
    ("green", Shape::Text),
    ("blue", Shape::Text),
    ("grey", Shape::Text),
];

/// Everything that the settings may say.
const SETTINGS: &[Key] = &[
    ("name", Shape::Text),
    ("unit", Shape::Text),
    ("year", Shape::Count),
    ("phase", Shape::Sections(&[("name", Shape::Text), ("start", Shape::Date), ("end", Shape::Date)], NAME)),
    ("domain", Shape::Sections(&[("name", Shape::Text)], NAME)),
    ("office", Shape::Sections(&[("name", Shape::Text), ("people", Shape::Texts)], NAME)),
    (
        "body",
        Shape::Sections(&[("name", Shape::Text), ("head", Shape::Text), ("members", Shape::Texts)], NAME),
    ),
    (
        "lights",
        Shape::Section(&[
            ("soon_days", Shape::Count),
            ("behind", Shape::Section(&[("yellow", Shape::Number), ("red", Shape::Number)])),
            ("words", Shape::Section(LIGHTS)),
            ("signs", Shape::Section(LIGHTS)),
        ]),
    ),
    ("closing", Shape::Section(&[("review", Shape::Flag), ("evidence", Shape::Flag)])),
    ("board", Shape::Section(&[("marks", Shape::Word(&["signs", "flags"]))])),
    (
        "report",
        Shape::Section(&[
            ("name", Shape::Text),
            ("editor", Shape::Text),
            ("to", Shape::Texts),
            ("cc", Shape::Texts),
            ("copies", Shape::Count),
            ("first", Shape::Date),
        ]),
    ),
    (
        "notice",
        Shape::Section(&[("prefix", Shape::Text), ("issuer", Shape::Text), ("reply_days", Shape::Count)]),
    ),
    (
        "score",
        Shape::Section(&[
            ("on_time", Shape::Amount),
            ("late", Shape::Amount),
            ("overdue", Shape::Amount),
            ("returned", Shape::Amount),
            ("extended", Shape::Amount),
            ("late_extension", Shape::Amount),
        ]),
    ),
    (
        "holiday",
        Shape::Sections(
            &[("year", Shape::Count), ("off", Shape::Days), ("work", Shape::Days)],
            ("year", "year = 2027"),
        ),
    ),
    ("import", Shape::Section(&[("columns", Shape::TextsByKey)])),
    ("audit", Shape::Section(&[("backdate_days", Shape::Count)])),
    ("git", Shape::Section(&[("commit", Shape::Flag)])),
];

/// Wrong types and missing keys, which keep the settings from being read, and keys nobody knows, which do not.
pub(super) fn faults(file: &str, text: &str, table: &DeTable<'_>) -> Vec<Problem> {
    let mut faults = Faults { file, text, rule: "settings", found: Vec::new() };
    for required in ["name", "year"] {
        if !table.contains_key(required) {
            let example =
                if required == "name" { "name = \"清廉机关建设工作台账\"" } else { "year = 2026" };
            faults.found.push(Problem::error(
                file,
                "settings",
                format!("缺少 {required} 一项；请补上，如 {example}"),
            ));
        }
    }
    faults.section("", SETTINGS, table);
    faults.arrangements(table);
    faults.found.sort_by_key(|problem| (problem.line, problem.column));
    faults.found
}

/// The same for any other file that may say `keys`; `rule` is what its faults are called.
pub(super) fn faults_of(
    file: &str,
    text: &str,
    rule: &'static str,
    keys: &[Key],
    table: &DeTable<'_>,
) -> Vec<Problem> {
    let mut faults = Faults { file, text, rule, found: Vec::new() };
    faults.section("", keys, table);
    faults.found.sort_by_key(|problem| (problem.line, problem.column));
    faults.found
}

struct Faults<'a> {
    file: &'a str,
    text: &'a str,
    rule: &'static str,
    found: Vec<Problem>,
}

impl Faults<'_> {
    fn at(&mut self, span: &Range<usize>, problem: Problem) {
        if self.tells_enough(problem.severity) {
            return;
        }
        let (line, column) = place(self.text, span.start);
        self.found.push(problem.at(line, column));
    }

    /// Whether more of this severity would only be more. Warnings do not keep an error from being told.
    fn tells_enough(&self, severity: Severity) -> bool {
        self.found.iter().filter(|known| known.severity == severity).count() >= limits::PROBLEMS
    }

    fn section(&mut self, inside: &str, keys: &[Key], table: &DeTable<'_>) {
        for (written, value) in table {
            let key = written.get_ref().as_ref();
            let path = if inside.is_empty() { key.to_owned() } else { format!("{inside} 的 {key}") };
            if let Some((_, shape)) = keys.iter().find(|(known, _)| *known == key) {
                self.value(&path, *shape, value);
                continue;
            }
            if self.tells_enough(Severity::Warning) {
                continue;
            }
            let near = nearest(key, keys.iter().map(|(known, _)| *known));
            let hint = near.map(did_you_mean).unwrap_or_default();
            let message = format!("不认得“{path}”这一项，没有读取{hint}");
            self.at(&written.span(), Problem::warning(self.file, "unknown-key", message));
        }
    }

    /// None of several sections does without its name, or what else tells them apart.
    fn required(&mut self, path: &str, required: Required, span: Range<usize>, table: &DeTable<'_>) {
        let (key, example) = required;
        if !table.contains_key(key) {
            let message = format!("这一节 [[{path}]] 没有写 {key}；请补上一行 {example}");
            self.at(&span, Problem::error(self.file, self.rule, message));
        }
    }

    /// 节假日: days that do not exist, or lie in another year than their section.
    fn arrangements(&mut self, settings: &DeTable<'_>) {
        let sections = settings.get("holiday").and_then(|sections| sections.get_ref().as_array());
        for section in sections.into_iter().flatten().filter_map(|section| section.get_ref().as_table()) {
            let year = section.get("year").and_then(|year| year.get_ref().as_integer());
            let Some(year) = year.and_then(|year| year.as_str().parse().ok()) else { continue };
            for key in ["off", "work"] {
                let days = section.get(key).and_then(|days| days.get_ref().as_array());
                for days in days.into_iter().flatten() {
                    let written = self.text[days.span()].trim_matches(['"', '\'']);
                    if let Err(why) = stretches(year, written) {
                        let message = format!("holiday 的 {key}：{why}");
                        self.at(&days.span(), Problem::error(self.file, self.rule, message));
                    }
                }
            }
        }
    }

    fn value(&mut self, path: &str, shape: Shape, value: &Spanned<DeValue<'_>>) {
        let wanted = match (shape, value.get_ref()) {
            (Shape::Section(keys), DeValue::Table(table)) => return self.section(path, keys, table),
            (Shape::Sections(keys, required), DeValue::Array(sections)) => {
                for section in sections {
                    match section.get_ref() {
                        DeValue::Table(table) => {
                            self.section(path, keys, table);
                            self.required(path, required, section.span(), table);
                        }
                        _ => self.wrong(path, section, &format!("一节一节的形式，如 [[{path}]]")),
                    }
                }
                return;
            }
            (Shape::TextsByKey, DeValue::Table(table)) => {
                for (key, value) in table {
                    self.value(&format!("{path} 的 {}", key.get_ref()), Shape::Text, value);
                }
                return;
            }
            (Shape::Rhythm, DeValue::Table(table)) => {
                return self.section(path, &[("every", Shape::Text), ("times", Shape::Count)], table);
            }
            (Shape::Text | Shape::Names | Shape::When | Shape::Rhythm, DeValue::String(_))
            | (Shape::Flag, DeValue::Boolean(_))
            | (Shape::Number, DeValue::Integer(_) | DeValue::Float(_)) => return,
            (Shape::Texts | Shape::Names, DeValue::Array(items))
                if items.iter().all(|item| matches!(item.get_ref(), DeValue::String(_))) =>
            {
                return;
            }
            (Shape::Days, DeValue::Array(items))
                if items
                    .iter()
                    .all(|item| matches!(item.get_ref(), DeValue::String(_) | DeValue::Datetime(_))) =>
            {
                return;
            }
            (Shape::Date | Shape::When, DeValue::Datetime(written)) if day(*written).is_some() => return,
            (Shape::Word(words), DeValue::String(word)) if words.contains(&word.as_ref()) => return,
            (Shape::Word(words), _) => {
                let words: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
                return self.wrong(path, value, &format!(" {} 之一", words.join(" ")));
            }
            (Shape::Count, DeValue::Integer(number)) if number.as_str().parse::<u32>().is_ok() => return,
            (Shape::Amount, DeValue::Integer(number)) if number.as_str().parse::<u32>().is_ok() => return,
            (Shape::Amount, DeValue::Float(number)) if amount(number.as_str()) => return,
            (Shape::Text, _) => "加引号的文字，如 \"综合科\"",
            (Shape::Texts | Shape::Names, _) => "名单，如 [\"李强\", \"赵蕾\"]",
            (Shape::Rhythm, _) => "频次，如 { every = \"month\", times = 1 } 或 \"每月1次\"",
            (Shape::When, _) => "时间，如 \"+10工作日\"、\"上一步+5工作日\" 或 2026-09-30",
            (Shape::Days, _) => "日期的清单，如 [\"1月1日至3日\", \"5月1日\"]",
            (Shape::Date, _) => "不加引号的日期，如 2026-09-30",
            (Shape::Count, _) => "不加引号的整数，如 7 或 2026",
            (Shape::Number, _) => "数字，如 10",
            (Shape::Amount, _) => "不小于 0 的数字，如 60 或 0.5",
            (Shape::Flag, _) => "true 或 false",
            (Shape::Section(_) | Shape::TextsByKey, _) => "单独的一节，如 [lights]",
            (Shape::Sections(..), _) => {
                return self.wrong(path, value, &format!("一节一节的形式，如 [[{path}]]"));
            }
        };
        self.wrong(path, value, wanted);
    }

    fn wrong(&mut self, path: &str, value: &Spanned<DeValue<'_>>, wanted: &str) {
        let written = one_line(self.text[value.span()].lines().next().unwrap_or_default(), 60);
        let message = format!("{path} 写的是 {written}，应为{wanted}");
        self.at(&value.span(), Problem::error(self.file, self.rule, message));
    }
}

/// TOML's numbers include `nan` and `inf`, by which nobody can be scored.
fn amount(written: &str) -> bool {
    written.parse::<f64>().is_ok_and(|number| number.is_finite() && number >= 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: &[(Option<usize>, &str)]) {
        let table = DeTable::parse(text).unwrap();
        let found = faults("ledger.toml", text, table.get_ref());
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
}
