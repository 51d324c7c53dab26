//! A file written the plain way: a key a line, as this program writes it. That is read many times faster than TOML in full,
//! and ten thousand files of a past day are waited for. Whatever is out of the ordinary is left to the TOML parser, and so is
//! every complaint.

use serde::de::value::{BorrowedStrDeserializer, MapDeserializer, SeqDeserializer};
use serde::de::{Deserialize, Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use toml::value::Datetime;
use toml::{Table, Value};

use super::record::LOG;

/// The most keys of a table that is read here.
const MOST_KEYS: usize = 64;

/// What a file written the plain way states, in its order; it lends its words from the file's text.
#[derive(Debug)]
pub struct Plain<'a>(Vec<(&'a str, Stated<'a>)>);

/// What is stated under a key.
#[derive(Debug)]
enum Stated<'a> {
    Text(&'a str),
    List(Vec<&'a str>),
    /// A number, a day, a flag.
    Other(Value),
    /// An inline table.
    Section(Plain<'a>),
    /// `[[log]]`
    Entries(Vec<Plain<'a>>),
}

/// What `text` states, if it is written the plain way; TOML in full would read the same out of it.
pub fn read(text: &str) -> Option<Plain<'_>> {
    let mut task = Plain(Vec::new());
    let mut entries: Vec<Plain<'_>> = Vec::new();
    for line in lines(text) {
        let line = past_blanks(line);
        if is_over(line) {
            continue;
        }
        if let Some(rest) = line.strip_prefix("[[log]]") {
            is_over(rest).then(|| entries.push(Plain(Vec::new())))?;
            continue;
        }
        let (key, value, rest) = pair(line, value)?;
        is_over(rest).then_some(())?;
        entries.last_mut().unwrap_or(&mut task).state(key, value)?;
    }
    if !entries.is_empty() {
        task.state(LOG, Stated::Entries(entries))?;
    }
    Some(task)
}

impl<'a> Plain<'a> {
    /// What is stated, as a type that TOML's own reader would make of the text; none where it does not fit that type.
    pub fn of<T: Deserialize<'a>>(self) -> Option<T> {
        T::deserialize(Stated::Section(self)).ok()
    }

    /// What is stated, as a table.
    pub fn table(self) -> Table {
        self.0.into_iter().map(|(key, stated)| (key.to_owned(), stated.value())).collect()
    }

    /// One more key; none if it is stated already, or where there are too many to be looked through for each other.
    fn state(&mut self, key: &'a str, value: Stated<'a>) -> Option<()> {
        let is_new = self.0.len() < MOST_KEYS && self.0.iter().all(|(known, _)| *known != key);
        is_new.then(|| self.0.push((key, value)))
    }
}

impl Stated<'_> {
    fn value(self) -> Value {
        match self {
            Self::Text(text) => Value::String(text.to_owned()),
            Self::List(items) => {
                Value::Array(items.into_iter().map(|item| Value::String(item.to_owned())).collect())
            }
            Self::Other(value) => value,
            Self::Section(plain) => Value::Table(plain.table()),
            Self::Entries(entries) => {
                Value::Array(entries.into_iter().map(|entry| Value::Table(entry.table())).collect())
            }
        }
    }
}

impl<'de> IntoDeserializer<'de, toml::de::Error> for Stated<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Stated<'de> {
    type Error = toml::de::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match self {
            Self::Text(text) => visitor.visit_borrowed_str(text),
            Self::List(items) => {
                visitor.visit_seq(SeqDeserializer::new(items.into_iter().map(BorrowedStrDeserializer::new)))
            }
            Self::Other(value) => value.deserialize_any(visitor),
            Self::Section(plain) => visitor.visit_map(MapDeserializer::new(plain.0.into_iter())),
            Self::Entries(entries) => {
                visitor.visit_seq(SeqDeserializer::new(entries.into_iter().map(Stated::Section)))
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_some(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        self.value().deserialize_enum(name, variants, visitor)
    }

    /// A day is a struct of TOML's own.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        match self {
            Self::Other(value) => value.deserialize_struct(name, fields, visitor),
            other => other.deserialize_any(visitor),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct newtype_struct
        seq tuple tuple_struct map identifier ignored_any
    }
}

/// The lines of a text without what ends them. A carriage return ends none by itself.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let end = text.find('\n');
        let (line, behind) = end.map_or((text, None), |end| {
            let before = end - usize::from(end > 0 && text.as_bytes()[end - 1] == b'\r');
            (text.split_at(before).0, Some(text.split_at(end + 1).1))
        });
        rest = behind;
        Some(line)
    })
}

/// Reads the value at the head of a text; it gives back what follows it as well.
type Reader = fn(&str) -> Option<(Stated<'_>, &str)>;

/// `key = value` at the head of `text`, the value as `reader` has it, and what follows it.
fn pair(text: &str, reader: Reader) -> Option<(&str, Stated<'_>, &str)> {
    let is_bare = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let (key, rest) = text.split_at(text.bytes().take_while(is_bare).count());
    let (value, rest) = reader(past_blanks(past(b'=', past_blanks(rest))?))?;
    (!key.is_empty()).then_some((key, value, rest))
}

fn past_blanks(text: &str) -> &str {
    let blanks = text.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    text.split_at(blanks).1
}

/// What follows `byte`, an ASCII character, at the head of `text`; quicker than looking for a character of any kind.
fn past(byte: u8, text: &str) -> Option<&str> {
    (text.bytes().next()? == byte).then(|| text.split_at(1).1)
}

/// Whether nothing follows in a line, or a remark alone.
fn is_over(rest: &str) -> bool {
    let rest = past_blanks(rest);
    rest.is_empty() || past(b'#', rest).is_some_and(|remark| remark.bytes().all(is_text))
}

/// Whether a byte may stand in a text or a remark.
fn is_text(byte: u8) -> bool {
    byte >= b' ' && byte != 0x7f || byte == b'\t'
}

/// The value at the head of `text`, and what follows it.
fn value(text: &str) -> Option<(Stated<'_>, &str)> {
    past(b'{', text).map_or_else(|| simple(text), section)
}

/// The same, but no inline table.
fn simple(text: &str) -> Option<(Stated<'_>, &str)> {
    match text.bytes().next()? {
        b'"' => string(text).map(|(words, rest)| (Stated::Text(words), rest)),
        b'[' => list(past(b'[', text)?),
        b'0'..=b'9' => number_or_day(text).map(|(value, rest)| (Stated::Other(value), rest)),
        _ => {
            let flag =
                |word: &str, flag| Some((Stated::Other(Value::Boolean(flag)), text.strip_prefix(word)?));
            flag("true", true).or_else(|| flag("false", false))
        }
    }
}

/// An inline table on one line, without a comma behind its last key and without another in it: tables in tables are read
/// in full, where somebody counts how deep they go.
fn section(mut rest: &str) -> Option<(Stated<'_>, &str)> {
    let mut section = Plain(Vec::new());
    loop {
        let (key, value, after) = pair(past_blanks(rest), simple)?;
        section.state(key, value)?;
        rest = past_blanks(after);
        if let Some(rest) = past(b'}', rest) {
            return Some((Stated::Section(section), rest));
        }
        rest = past(b',', rest)?;
    }
}

/// What stands between two quotes, where no character stands for another.
fn string(text: &str) -> Option<(&str, &str)> {
    let inside = past(b'"', text).filter(|_| !text.starts_with("\"\"\""))?;
    let end = inside.bytes().position(|byte| byte == b'"' || byte == b'\\' || !is_text(byte))?;
    let (words, rest) = inside.split_at(end);
    Some((words, past(b'"', rest)?))
}

fn list(mut rest: &str) -> Option<(Stated<'_>, &str)> {
    let mut items = Vec::new();
    loop {
        rest = past_blanks(rest);
        if let Some(rest) = past(b']', rest) {
            return Some((Stated::List(items), rest));
        }
        let (words, after) = string(rest)?;
        items.push(words);
        rest = past_blanks(after);
        rest = match past(b',', rest) {
            Some(rest) => rest,
            None => past(b']', rest).map(|_| rest)?,
        };
    }
}

fn number_or_day(text: &str) -> Option<(Value, &str)> {
    let end = text.bytes().position(|byte| !byte.is_ascii_digit() && byte != b'-').unwrap_or(text.len());
    let (written, rest) = text.split_at(end);
    if written.contains('-') {
        let day: Datetime = written.parse().ok()?;
        let is_day = day.date.is_some() && day.time.is_none() && day.offset.is_none();
        return is_day.then_some((Value::Datetime(day), rest));
    }
    let is_padded = written.len() > 1 && written.starts_with('0');
    let number = written.parse().ok().filter(|_| !is_padded)?;
    Some((Value::Integer(number), rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::task::Task;

    fn table(text: &str) -> Option<Table> {
        read(text).map(Plain::table)
    }

    const TASK: &str = r#"# 手写的
title    = "组织开展警示教育"          # 任务名称
due = 2026-09-30
long_term = true
public=false
weight   = 5
support  = ["综合科", "机关党委" , ]
repeat = { every = "month", times=2 , from = 2026-04-01}  # 频次
tags = []
status = ""

[[log]]
date = 2026-05-10
by = "李强"	# 制表符
text = "已拟定 \t 方案"
  [[log]]  # 又一条
date = 2024-02-29
evidence = ["evidence/2026-014/方案.pdf"]
"#;

    #[test]
    fn what_this_program_writes_is_plain() {
        let plain = TASK.replace("\\t", "\t");
        for text in [plain.clone(), plain.replace('\n', "\r\n"), plain.trim_end().to_owned(), String::new()] {
            assert_eq!(table(&text), Some(toml::from_str(&text).unwrap()), "{text}");
            let task = read(&text).and_then(Plain::of::<Task>);
            assert_eq!(task, toml::from_str::<Task>(&text).ok(), "{text}");
        }
    }

    #[test]
    fn what_is_out_of_the_ordinary_is_left_to_the_parser() {
        for text in [
            "title = \"\"\"甲\"\"\"",
            "title = 'a'",
            "title = \"a\\tb\"",
            "title = \"甲\" \"乙\"",
            "title = \"甲",
            "title = \"甲\"\r",
            "title = \"甲\"\ntitle = \"乙\"",
            "\"备注\" = \"甲\"",
            "备注 = \"甲\"",
            "repeat.every = \"month\"",
            "repeat = { every = \"month\", }",
            "repeat = { every = \"month\", every = \"week\" }",
            "repeat = {}",
            "x = { a = { b = 1 } }",
            "= 1",
            "due = 2026-09-31",
            "due = 2026-09-30T10:00:00",
            "due = 2026-09-30 10:00:00",
            "due = 10:00:00",
            "progress = 050",
            "progress = 1_000",
            "progress = 99999999999999999999",
            "weight = 2.5",
            "weight = +5",
            "public = truely",
            "tags = [,]",
            "tags = [1]",
            "tags = [\"a\" \"b\"]",
            "tags = [\n\"a\"]",
            "# \u{7}",
            "title = \"\u{7f}\"",
            "[[log]] x",
            "[log]",
            "log = []\n[[log]]",
            "<<<<<<< HEAD",
        ] {
            assert_eq!(table(text), None, "{text}");
        }
    }

    #[test]
    fn nothing_is_read_otherwise_than_toml_reads_it() {
        let plain = TASK.replace("\\t", "\t");
        let chars: Vec<char> = plain.chars().collect();
        let odd: Vec<char> =
            "\"'\\#=[]{},.-+_ \t\r\n0139azT:\u{7}\u{7f}\u{85}\u{2028}\u{feff}中".chars().collect();
        let mut seen = 0;
        for at in 0..chars.len() {
            for (turn, odd) in odd.iter().enumerate() {
                let mut changed = chars.clone();
                match turn % 3 {
                    0 => changed[at] = *odd,
                    1 => changed.insert(at, *odd),
                    _ => drop(changed.splice(at..(at + 2).min(chars.len()), [*odd])),
                }
                let text: String = changed.into_iter().collect();
                if let Some(table) = table(&text) {
                    seen += 1;
                    assert_eq!(Ok(table), toml::from_str::<Table>(&text), "{text}");
                    let task = read(&text).and_then(Plain::of::<Task>);
                    assert_eq!(task, toml::from_str::<Task>(&text).ok(), "{text}");
                }
            }
        }
        assert!(seen > chars.len(), "{seen}");
    }
}
