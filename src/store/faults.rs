//! A file held against its table: where it says something that the table does not allow for.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::core::limits;
use crate::core::nearest::nearest;
use crate::core::schema::{Key, Shape, key};
use crate::core::task::REPEAT;
use crate::core::toml_value::day;

/// Something that a file's table does not allow for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fault {
    /// The keys that lead there: `office 的 people`; of a section that lacks one, the section's own.
    pub(super) path: String,
    /// Where it stands in the text.
    pub(super) span: Range<usize>,
    /// What it is.
    pub(super) what: What,
}

/// What a file's table does not allow for.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum What {
    /// A key that nobody knows, and the known one most like it. It does not keep the file from being read.
    Unknown { nearest: Option<&'static str> },
    /// A key that must be there and is not.
    Missing { key: Key },
    /// A value of another kind.
    Wrong { key: Key },
    /// One of several sections that is none.
    NoSection { key: Key },
}

/// Everything in a file that its table does not allow for, no more of it than anybody reads.
pub(super) fn faults(keys: &[Key], table: &DeTable<'_>) -> Vec<Fault> {
    let mut faults = Faults::default();
    faults.section("", keys, table, 0..0);
    faults.found
}

/// What a template may say of 频次: the days are the template's own.
const RHYTHM: &[Key] = &[key("every", Shape::Text), key("times", Shape::Count)];

#[derive(Default)]
struct Faults {
    found: Vec<Fault>,
    unknown: usize,
}

impl Faults {
    /// Keys that nobody knows do not keep a real fault from being told.
    fn push(&mut self, path: &str, span: Range<usize>, what: What) {
        let is_unknown = matches!(what, What::Unknown { .. });
        let told = if is_unknown { self.unknown } else { self.found.len() - self.unknown };
        if told < limits::PROBLEMS {
            self.unknown += usize::from(is_unknown);
            self.found.push(Fault { path: path.to_owned(), span, what });
        }
    }

    fn section(&mut self, inside: &str, keys: &[Key], table: &DeTable<'_>, span: Range<usize>) {
        for (written, value) in table {
            let name = written.get_ref().as_ref();
            let path = if inside.is_empty() { name.to_owned() } else { format!("{inside} 的 {name}") };
            match keys.iter().find(|key| key.name == name) {
                Some(key) => self.value(&path, key, value),
                None if self.unknown < limits::PROBLEMS => {
                    let nearest = nearest(name, keys.iter().map(|key| key.name));
                    self.push(&path, written.span(), What::Unknown { nearest });
                }
                None => {}
            }
        }
        for key in keys.iter().filter(|key| key.required.is_some() && !table.contains_key(key.name)) {
            self.push(inside, span.clone(), What::Missing { key: *key });
        }
    }

    fn value(&mut self, path: &str, key: &Key, value: &Spanned<DeValue<'_>>) {
        match (key.shape, value.get_ref()) {
            (Shape::Section(keys), DeValue::Table(table)) => self.section(path, keys, table, value.span()),
            (Shape::Sections(keys), DeValue::Array(sections)) => {
                for section in sections {
                    match section.get_ref() {
                        DeValue::Table(table) => self.section(path, keys, table, section.span()),
                        _ => self.push(path, section.span(), What::NoSection { key: *key }),
                    }
                }
            }
            (Shape::TextsByKey, DeValue::Table(table)) => {
                for (name, value) in table {
                    let text = self::key("", Shape::Text);
                    self.value(&format!("{path} 的 {}", name.get_ref()), &text, value);
                }
            }
            (Shape::Repeat, DeValue::Table(table)) => self.repeat(path, table, value.span()),
            (Shape::Rhythm, DeValue::Table(table)) => self.section(path, RHYTHM, table, value.span()),
            (shape, value_of) if fits(shape, value_of) => {}
            _ => self.push(path, value.span(), What::Wrong { key: *key }),
        }
    }

    /// 频次: without a rhythm that is known, the whole is wrong.
    fn repeat(&mut self, path: &str, table: &DeTable<'_>, span: Range<usize>) {
        let [every, others @ ..] = REPEAT else { return };
        if !table.get(every.name).is_some_and(|value| fits(every.shape, value.get_ref())) {
            self.push(path, span.clone(), What::Wrong { key: *every });
        }
        self.section(path, others, table, span);
    }
}

/// Whether a value that is no section is of this shape.
fn fits(shape: Shape, value: &DeValue<'_>) -> bool {
    let all = |fits: fn(&DeValue<'_>) -> bool| match value {
        DeValue::Array(items) => items.iter().all(|item| fits(item.get_ref())),
        _ => false,
    };
    let is_text = |value: &DeValue<'_>| matches!(value, DeValue::String(_));
    match shape {
        Shape::Text | Shape::Rhythm => is_text(value),
        Shape::List => all(is_text),
        Shape::Names => is_text(value) || all(is_text),
        Shape::Date => is_day(value),
        Shape::When => is_text(value) || is_day(value),
        Shape::Days => all(|item| matches!(item, DeValue::String(_) | DeValue::Datetime(_))),
        Shape::Percent => matches!(integer(value), Some(0..=100)),
        Shape::Count => integer(value).is_some_and(|number| u32::try_from(number).is_ok()),
        Shape::Number => matches!(value, DeValue::Integer(_) | DeValue::Float(_)),
        Shape::Amount => match value {
            // TOML's numbers include `nan` and `inf`, by which nobody can be scored.
            DeValue::Float(number) => {
                number.as_str().parse::<f64>().is_ok_and(|number| number.is_finite() && number >= 0.0)
            }
            _ => fits(Shape::Count, value),
        },
        Shape::Flag => matches!(value, DeValue::Boolean(_)),
        Shape::Word(words) => matches!(value, DeValue::String(word) if words.contains(&word.as_ref())),
        Shape::Repeat | Shape::TextsByKey | Shape::Section(_) | Shape::Sections(_) => false,
    }
}

fn is_day(value: &DeValue<'_>) -> bool {
    matches!(value, DeValue::Datetime(written) if day(*written).is_some())
}

fn integer(value: &DeValue<'_>) -> Option<i64> {
    match value {
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).ok(),
        _ => None,
    }
}
