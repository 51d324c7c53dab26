//! 流程模板: the folder `templates`, a process a file.

use anyhow::Result;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Store;
use super::diagnose::problems_in_sections;
use super::read::{is_leftover, is_toml};
use super::syntax::syntax;
use super::text::{decode, place};
use crate::core::field::Field;
use crate::core::problem::{Problem, Severity};
use crate::core::template::{self, Part, Said, Template};

/// The folder that they lie in.
const FOLDER: &str = "templates";

/// The templates of a new ledger, ready to use and to be changed.
pub(super) const READY: [(&str, &str); 2] = [
    ("templates/招商项目.toml", include_str!("templates/招商项目.toml")),
    ("templates/问题整改.toml", include_str!("templates/问题整改.toml")),
];

/// The rule that a broken template breaks.
const RULE: &str = "template";

/// A template as far as it can be read, and what is amiss with it: the keys that nobody knows, or why there is none.
#[derive(Debug)]
pub struct ReadTemplate {
    /// What it is called.
    pub name: String,
    /// The template; none where the file cannot be used.
    pub template: Option<Template>,
    /// What is amiss.
    pub problems: Vec<Problem>,
}

impl Store {
    /// Every template, by name.
    pub fn templates(&self) -> Result<Vec<ReadTemplate>> {
        let mut names: Vec<String> = self.entries(FOLDER)?.into_iter().map(|found| found.name).collect();
        names.retain(|name| is_toml(name) && !is_leftover(name));
        Ok(names.iter().map(|file| self.read_template(file)).collect())
    }

    fn read_template(&self, name: &str) -> ReadTemplate {
        let file = format!("{FOLDER}/{name}");
        let name = name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned();
        let unreadable = || Problem::error(&file, "unreadable", "读不了；请看看它是不是文件、有没有权限");
        let read = match self.bytes(&file).map_err(|_| unreadable()) {
            Ok(bytes) => decode(&file, &bytes).map(|text| parse(&file, &name, text)),
            Err(problem) => Err(problem),
        };
        let (template, problems) = read.unwrap_or_else(|problem| (None, vec![problem]));
        ReadTemplate { name, template, problems }
    }
}

/// A template's text, read key by key.
fn parse(file: &str, name: &str, text: &str) -> (Option<Template>, Vec<Problem>) {
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => return (None, vec![syntax(file, text, &error)]),
    };
    let table = table.get_ref();
    let mut problems = problems_in_sections(file, text, RULE, &template::KEYS, table);
    let sections = table.get("step").and_then(|steps| steps.get_ref().as_array());
    let steps: Vec<Part> = sections
        .into_iter()
        .flatten()
        .filter_map(|step| Some(part(text, step.get_ref().as_table()?)))
        .collect();
    if steps.is_empty() && !problems.iter().any(|problem| problem.severity == Severity::Error) {
        let message = "没有写步骤；请加上 [[step]] 一节，写明 title = \"背景调查\"、due = \"+10工作日\"";
        problems.push(Problem::error(file, RULE, message));
    }
    if problems.iter().any(|problem| problem.severity == Severity::Error) {
        return (None, problems);
    }
    let about = table.get("about").and_then(|about| about.get_ref().as_str()).map(ToOwned::to_owned);
    let template =
        Template { name: name.to_owned(), file: file.to_owned(), about, whole: part(text, table), steps };
    (Some(template), problems)
}

fn part(text: &str, table: &DeTable<'_>) -> Part {
    let said = table.iter().filter_map(|(key, value)| {
        let field = Field::of_key(key.get_ref()).filter(|field| template::may_say(*field))?;
        let (line, column) = place(text, value.span().start);
        let text = typed(value)?.trim().to_owned();
        (!text.is_empty()).then_some(Said { field, text, line, column })
    });
    let mut said: Vec<Said> = said.collect();
    said.sort_by_key(|said| said.field);
    Part { said }
}

/// A value as it would be typed.
fn typed(value: &Spanned<DeValue<'_>>) -> Option<String> {
    Some(match value.get_ref() {
        DeValue::String(text) => text.to_string(),
        DeValue::Integer(number) => number.as_str().to_owned(),
        DeValue::Float(number) => number.as_str().to_owned(),
        DeValue::Boolean(flag) => flag.to_string(),
        DeValue::Datetime(day) => day.to_string(),
        DeValue::Array(items) => items.iter().filter_map(typed).collect::<Vec<_>>().join("、"),
        // { every = "month", times = 2 } is month2次.
        DeValue::Table(rhythm) => {
            let every = typed(rhythm.get("every")?)?;
            match rhythm.get("times").and_then(typed) {
                Some(times) => format!("{every}{times}次"),
                None => every,
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "templates/招商项目.toml";

    #[test]
    fn the_ready_templates_are_sound() {
        for (file, text) in READY {
            let (template, problems) = parse(file, "甲", text);
            assert!(problems.is_empty(), "{problems:?}");
            let template = template.unwrap();
            let today = "2026-07-01".parse().unwrap();
            template.lay_out("甲", today, &crate::core::workday::NATIONAL).unwrap();
        }
    }

    #[test]
    fn values_are_read_as_they_would_be_typed() {
        let text = "tags = ['六项', '招商']\n[[step]]\ntitle = '甲'\nweight = 2.5\npublic = true\n\
                    due = 2026-09-30\nrepeat = { every = 'month', times = 2 }\n";
        let (template, _) = parse(FILE, "招商项目", text);
        let template = template.unwrap();
        assert_eq!(template.whole.get(Field::Tags).unwrap().text, "六项、招商");
        let said: Vec<_> =
            template.steps[0].said.iter().map(|s| (s.field.key(), s.text.as_str(), s.line)).collect();
        assert_eq!(
            said,
            [
                ("title", "甲", 3),
                ("due", "2026-09-30", 6),
                ("repeat", "month2次", 7),
                ("weight", "2.5", 4),
                ("public", "true", 5)
            ]
        );
    }

    #[test]
    fn what_is_amiss_is_named_with_its_place() {
        #[track_caller]
        fn case(text: &str, usable: bool, expected: &[(Option<usize>, &str)]) {
            let (template, problems) = parse(FILE, "招商项目", text);
            let found: Vec<_> = problems.iter().map(|p| (p.line, p.message.as_str())).collect();
            assert_eq!((template.is_some(), found.as_slice()), (usable, expected));
        }
        case("[[step]]\ntitle = '甲'\n", true, &[]);
        case(
            "[[step]]\ntitle = '甲'\nsandard = '乙'\n",
            true,
            &[(Some(3), "不认得“step 的 sandard”这一项，没有读取；您是不是想写“standard”？")],
        );
        case(
            "",
            false,
            &[(None, "没有写步骤；请加上 [[step]] 一节，写明 title = \"背景调查\"、due = \"+10工作日\"")],
        );
        case(
            "[[step]]\ndue = 10\n",
            false,
            &[
                (Some(1), "这一节 [[step]] 没有写 title；请补上一行 title = \"背景调查\""),
                (
                    Some(2),
                    "step 的 due 写的是 10，应为时间，如 \"+10工作日\"、\"上一步+5工作日\" 或 2026-09-30",
                ),
            ],
        );
        case(
            "[step]\ntitle = '甲'\n",
            false,
            &[(Some(1), "step 写的是 [step]，应为一节一节的形式，如 [[step]]")],
        );
        case("title = 招商\n", false, &[(Some(1), "文字要加英文双引号，如 owner = \"李强\"")]);
    }
}
