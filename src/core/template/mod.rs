//! 流程模板: a process that an office goes through again and again, written down once with its steps and their relative
//! deadlines.

mod days;

use std::sync::LazyLock;

use chrono::NaiveDate;

use super::field::Field;
use super::lifecycle::Verb;
use super::nearest::nearest;
use super::problem::Problem;
use super::schema::{Key, Shape, key};
use super::workday::{Holidays, UnknownYear};

use days::Days;

/// A process as its file words it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Template {
    /// What it is called: its file's name.
    pub name: String,
    /// Its file, seen from the ledger's folder.
    pub file: String,
    /// 说明: what it is for.
    pub about: Option<String>,
    /// The task over all of its steps.
    pub whole: Part,
    /// The steps, in their order.
    pub steps: Vec<Part>,
}

/// What a template says of one task.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    /// Field by field, each once, as it would be typed.
    pub said: Vec<Said>,
}

/// What a template says of one field, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The field.
    pub field: Field,
    /// As it would be typed.
    pub text: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, in characters from 1.
    pub column: usize,
}

/// Everything that a template may say: of the whole, and of each step.
pub static KEYS: LazyLock<Vec<Key>> = LazyLock::new(|| {
    let steps = [key("about", Shape::Text), key("step", Shape::Sections(&STEP))];
    of_a_task().chain(steps).collect()
});

static STEP: LazyLock<Vec<Key>> = LazyLock::new(|| {
    let needed = |key: Key| {
        if key.name == Field::Title.key() { key.required("title = \"背景调查\"") } else { key }
    };
    of_a_task().map(needed).collect()
});

fn of_a_task() -> impl Iterator<Item = Key> {
    Field::all().filter(|field| may_say(*field)).map(as_typed)
}

/// Whether a template may say the field of a task: all but what only a task's life brings, and what it is a step of.
pub fn may_say(field: Field) -> bool {
    field != Field::Parent && !Verb::ALL.iter().any(|verb| verb.may_set(field))
}

/// The key of a field where it may also be written as somebody would type it.
fn as_typed(field: Field) -> Key {
    let shape = match field.shape() {
        Shape::List => Shape::Names,
        Shape::Date => Shape::When,
        Shape::Number => Shape::Amount,
        Shape::Repeat => Shape::Rhythm,
        other => other,
    };
    key(field.key(), shape)
}

/// What a step has from the whole where it does not say it itself: who does it, and where it belongs.
pub const SHARED: [Field; 10] = [
    Field::Domain,
    Field::Measure,
    Field::Basis,
    Field::Phase,
    Field::Lead,
    Field::Support,
    Field::Leader,
    Field::Owner,
    Field::Tags,
    Field::Public,
];

/// What stands for the name of what goes through the process.
const PLACEHOLDERS: [&str; 2] = ["name", "名称"];

/// A process laid out for one project: the whole first, then its steps, every day told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaidOut {
    /// The whole and the steps.
    pub parts: Vec<Part>,
    /// The first year whose holidays had to be guessed at.
    pub guessed: Option<UnknownYear>,
}

impl Part {
    /// What it says of a field.
    pub fn get(&self, field: Field) -> Option<&Said> {
        self.said.iter().find(|said| said.field == field)
    }

    fn put(&mut self, said: Said) {
        self.said.retain(|other| other.field != said.field);
        self.said.push(said);
    }

    fn put_day(&mut self, field: Field, day: Option<NaiveDate>, place: (usize, usize)) {
        self.said.retain(|other| other.field != field);
        let (line, column) = place;
        self.said.extend(day.map(|day| Said { field, text: day.to_string(), line, column }));
    }
}

impl Template {
    /// Lays the process out for `name`, which begins on `start`.
    pub fn lay_out(&self, name: &str, start: NaiveDate, holidays: &Holidays) -> Result<LaidOut, Problem> {
        let mut days = Days::from(self, start, holidays);
        let mut whole = self.filled(&self.whole, name)?;
        if whole.get(Field::Title).is_none() {
            whole.put(Said { field: Field::Title, text: name.to_owned(), line: 1, column: 1 });
        }
        let mut steps = Vec::new();
        for step in &self.steps {
            let names_it = step.get(Field::Title).is_some_and(|title| title.text.contains('{'));
            let mut step = self.filled(step, name)?;
            if let Some(title) = step.get(Field::Title).filter(|_| !names_it) {
                let text = format!("{name}：{}", title.text);
                step.put(Said { text, ..title.clone() });
            }
            let inherited = whole.said.iter().filter(|said| SHARED.contains(&said.field));
            let inherited: Vec<Said> =
                inherited.filter(|said| step.get(said.field).is_none()).cloned().collect();
            step.said.extend(inherited);
            days.date(&mut step)?;
            steps.push(step);
        }
        days.date_whole(&mut whole, &steps)?;
        let guessed = days.guessed;
        Ok(LaidOut { parts: std::iter::once(whole).chain(steps).collect(), guessed })
    }

    /// What a part says of this project.
    fn filled(&self, part: &Part, name: &str) -> Result<Part, Problem> {
        let said = part.said.iter().map(|said| {
            let text = filled(&said.text, name).map_err(|unknown| {
                let near = nearest(&unknown, PLACEHOLDERS).unwrap_or("name");
                let message = format!("不认得“{{{unknown}}}”；项目名称写作 {{{near}}}，花括号不作他用");
                self.problem(said, message)
            })?;
            Ok(Said { text, ..said.clone() })
        });
        Ok(Part { said: said.collect::<Result<_, Problem>>()? })
    }

    /// Something amiss at the place of a value.
    pub fn problem(&self, said: &Said, message: String) -> Problem {
        Problem::error(&self.file, "template", message).at(said.line, said.column)
    }
}

/// The text with the name in its place; what stands between braces and is no placeholder.
fn filled(text: &str, name: &str) -> Result<String, String> {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (word, after) = after.split_once('}').ok_or_else(|| after.chars().take(8).collect::<String>())?;
        if !PLACEHOLDERS.contains(&word.trim()) {
            return Err(word.to_owned());
        }
        filled = filled + before + name;
        rest = after;
    }
    Ok(filled + rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::workday::NATIONAL;

    fn said(field: Field, text: &str) -> Said {
        Said { field, text: text.to_owned(), line: 7, column: 9 }
    }

    fn part(said_of: &[(Field, &str)]) -> Part {
        Part { said: said_of.iter().map(|(field, text)| said(*field, text)).collect() }
    }

    fn template(whole: &[(Field, &str)], steps: &[&[(Field, &str)]]) -> Template {
        Template {
            name: "招商项目".to_owned(),
            file: "templates/招商项目.toml".to_owned(),
            whole: part(whole),
            steps: steps.iter().map(|step| part(step)).collect(),
            ..Template::default()
        }
    }

    fn laid(template: &Template, start: &str) -> LaidOut {
        template.lay_out("甲项目", start.parse().unwrap(), &NATIONAL).unwrap_or_else(|e| panic!("{e}"))
    }

    #[test]
    fn steps_are_dated_one_after_another() {
        #[track_caller]
        fn case(start: &str, dues: &[&str], expected: &[(&str, &str)]) {
            let steps: Vec<Vec<(Field, &str)>> =
                dues.iter().map(|due| vec![(Field::Title, "步骤"), (Field::Due, *due)]).collect();
            let steps: Vec<&[(Field, &str)]> = steps.iter().map(Vec::as_slice).collect();
            let laid = laid(&template(&[], &steps), start);
            let text = |part: &Part, field| part.get(field).map(|s| s.text.clone()).unwrap_or_default();
            let days: Vec<_> = laid.parts[1..]
                .iter()
                .map(|part| (text(part, Field::Start), text(part, Field::Due)))
                .collect();
            let expected: Vec<_> = expected.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
            assert_eq!(days, expected);
            // The whole ends with the latest of them.
            let last = expected.iter().map(|(_, due)| due).max().unwrap();
            assert_eq!(
                (&text(&laid.parts[0], Field::Due), text(&laid.parts[0], Field::Start).as_str()),
                (last, start)
            );
        }
        case("2026-09-28", &["+3工作日"], &[("2026-09-28", "2026-10-08")]);
        case(
            "2026-09-28",
            &["+2工作日", "上一步+3工作日", "上一步后5个工作日内"],
            &[("2026-09-28", "2026-09-30"), ("2026-10-08", "2026-10-10"), ("2026-10-12", "2026-10-16")],
        );
        case(
            "2026-07-01",
            &["上一步+1工作日", "启动后10日内", "上一步完成后30天", "+2个月", "上一步"],
            &[
                ("2026-07-01", "2026-07-02"),
                ("2026-07-01", "2026-07-11"),
                ("2026-07-13", "2026-08-10"),
                ("2026-07-01", "2026-09-01"),
                ("2026-09-02", "2026-09-01"),
            ],
        );
        case(
            "2026-07-01",
            &["9月底前", "2026-12-31"],
            &[("2026-07-01", "2026-09-30"), ("2026-07-01", "2026-12-31")],
        );
    }

    #[test]
    fn the_name_stands_in_titles_and_texts() {
        let template = template(
            &[(Field::Lead, "招商科"), (Field::Tags, "六项"), (Field::Content, "盯住{名称}")],
            &[
                &[(Field::Title, "背景调查"), (Field::Content, "查{name}的底")],
                &[(Field::Title, "审{name}的协议"), (Field::Lead, "法规科")],
            ],
        );
        let laid = laid(&template, "2026-07-01");
        let text = |at: usize, field| laid.parts[at].get(field).map(|said| said.text.as_str());
        assert_eq!(text(0, Field::Title), Some("甲项目"));
        assert_eq!(text(0, Field::Content), Some("盯住甲项目"));
        assert_eq!(text(1, Field::Title), Some("甲项目：背景调查"));
        assert_eq!(text(1, Field::Content), Some("查甲项目的底"));
        assert_eq!((text(1, Field::Lead), text(1, Field::Tags)), (Some("招商科"), Some("六项")));
        assert_eq!(text(2, Field::Title), Some("审甲项目的协议"));
        assert_eq!(text(2, Field::Lead), Some("法规科"));
    }

    #[test]
    fn a_process_that_goes_on_for_good_has_no_end() {
        let steps: [&[(Field, &str)]; 2] = [
            &[(Field::Title, "甲"), (Field::Due, "+5工作日")],
            &[(Field::Title, "乙"), (Field::LongTerm, "true"), (Field::Start, "上一步+1工作日")],
        ];
        let laid = laid(&template(&[], &steps), "2026-07-01");
        assert_eq!(laid.parts[0].get(Field::Due), None);
        assert_eq!(laid.parts[0].get(Field::LongTerm).map(|said| said.text.as_str()), Some("true"));
        assert_eq!(laid.parts[2].get(Field::Start).map(|said| said.text.as_str()), Some("2026-07-09"));
    }

    #[test]
    fn a_year_that_is_guessed_at_is_told() {
        let template = template(&[], &[&[(Field::Title, "甲"), (Field::Due, "+10工作日")]]);
        assert_eq!(laid(&template, "2026-12-28").guessed, Some(UnknownYear(2027)));
        assert_eq!(laid(&template, "2026-07-01").guessed, None);
    }

    #[test]
    fn what_cannot_be_read_is_named_with_its_place() {
        #[track_caller]
        fn case(said: (Field, &str), expected: &str) {
            let template = template(&[], &[&[(Field::Title, "甲"), said]]);
            let error = template.lay_out("甲", "2026-07-01".parse().unwrap(), &NATIONAL).unwrap_err();
            assert_eq!(error.to_string(), format!("templates/招商项目.toml 第 7 行第 9 列：{expected}"));
        }
        case(
            (Field::Due, "十来天"),
            "完成时限（due）写的是“十来天”，看不懂；写作 +10工作日（从开始之日算）、上一步+5工作日、+30天、9月底前",
        );
        case((Field::Due, "9月31日"), "完成时限（due）：9月31日不存在，9月最后一天是 2026-09-30");
        case((Field::Content, "查{nmae}"), "不认得“{nmae}”；项目名称写作 {name}，花括号不作他用");
        case((Field::Content, "查{项目"), "不认得“{项目}”；项目名称写作 {name}，花括号不作他用");
    }
}
