//! What the files that people write may say (格式): the keys of each, and what each key may hold. The settings, a task, its log and a
//! template have a table each, beside what is read from them; whoever checks a file walks its table, and a test holds the tables
//! to what serde reads.

/// What a key may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Text in quotes.
    Text,
    /// A list of texts.
    List,
    /// Several texts, or one that names them all.
    Names,
    /// A day without quotes.
    Date,
    /// A day, or words that say which.
    When,
    /// Days and stretches of them.
    Days,
    /// A whole number from 0 to 100.
    Percent,
    /// A whole number, not negative.
    Count,
    /// A number.
    Number,
    /// A number, not negative.
    Amount,
    /// true or false.
    Flag,
    /// One of these words.
    Word(&'static [&'static str]),
    /// 频次: an inline table of `every`, `times`, `from`, `until`.
    Repeat,
    /// 频次 without its days, or in words.
    Rhythm,
    /// One section of texts under whatever keys a person chose: `[import.columns]`.
    TextsByKey,
    /// One section: `[lights]`.
    Section(&'static [Key]),
    /// Several sections of the same kind: `[[phase]]`.
    Sections(&'static [Key]),
}

/// A key of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// The key as it is written.
    pub name: &'static str,
    /// What it may hold.
    pub shape: Shape,
    /// Its title on paper; empty where it has none.
    pub label: &'static str,
    /// A line to be added where it is missing; none where it may be.
    pub required: Option<&'static str>,
    wanted: &'static str,
}

/// A key that holds this, has no title, and may be missing.
pub const fn key(name: &'static str, shape: Shape) -> Key {
    Key { name, shape, label: "", required: None, wanted: shape.wanted() }
}

impl Key {
    /// The same key with a title on paper.
    #[must_use]
    pub const fn labelled(self, label: &'static str) -> Self {
        Self { label, ..self }
    }

    /// The same key where it must not be missing, with an example of its line.
    #[must_use]
    pub const fn required(self, example: &'static str) -> Self {
        Self { required: Some(example), ..self }
    }

    /// The same key where other words say better what to write than those of its shape.
    #[must_use]
    pub const fn asking(self, wanted: &'static str) -> Self {
        Self { wanted, ..self }
    }

    /// What to write, with an example.
    pub fn wanted(&self) -> String {
        match self.shape {
            Shape::Word(words) => {
                let words: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
                format!(" {} 之一", words.join(" "))
            }
            Shape::Sections(_) => format!("{}，如 [[{}]]", self.wanted, self.name),
            _ => self.wanted.to_owned(),
        }
    }
}

impl Shape {
    const fn wanted(self) -> &'static str {
        match self {
            Self::Text => "加引号的文字，如 \"综合科\"",
            Self::List => "一列文字，如 [\"综合科\", \"机关党委\"]",
            Self::Names => NAMES,
            Self::Date => "不加引号的日期，如 2026-09-30",
            Self::When => "时间，如 \"+10工作日\"、\"上一步+5工作日\" 或 2026-09-30",
            Self::Days => "日期的清单，如 [\"1月1日至3日\", \"5月1日\"]",
            Self::Percent => "0 到 100 的整数，如 60",
            Self::Count => "不加引号的整数，如 7 或 2026",
            Self::Number => "数字，如 5",
            Self::Amount => "不小于 0 的数字，如 60 或 0.5",
            Self::Flag => "true 或 false",
            Self::Repeat => "频次，如 { every = \"month\", times = 2 }",
            Self::Rhythm => "频次，如 { every = \"month\", times = 1 } 或 \"每月1次\"",
            Self::TextsByKey | Self::Section(_) => "单独的一节，如 [lights]",
            Self::Sections(_) => "一节一节的形式",
            // Which words, the key itself says.
            Self::Word(_) => "",
        }
    }
}

/// What to write where people are listed.
pub const NAMES: &str = "名单，如 [\"李强\", \"赵蕾\"]";

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::iter::once;

    use serde::de::value::{Error, MapDeserializer, SeqDeserializer};
    use serde::de::{Deserialize, Deserializer, Error as _, IntoDeserializer, Visitor};

    use super::*;
    use crate::core::settings::{self, Settings};
    use crate::core::task::{self, Task};

    /// Leads serde down a path of keys and notes which keys it would read at its end, or which words.
    struct Probe<'a> {
        path: &'a [&'static str],
        fields: &'a Cell<&'static [&'static str]>,
    }

    impl<'de> Deserializer<'de> for Probe<'_> {
        type Error = Error;

        fn deserialize_struct<V: Visitor<'de>>(
            self,
            _: &'static str,
            fields: &'static [&'static str],
            visitor: V,
        ) -> Result<V::Value, Error> {
            let [key, path @ ..] = self.path else {
                self.fields.set(fields);
                return Err(Error::custom("seen"));
            };
            visitor.visit_map(MapDeserializer::new(once((*key, Probe { path, ..self }))))
        }

        fn deserialize_enum<V: Visitor<'de>>(
            self,
            _: &'static str,
            words: &'static [&'static str],
            _: V,
        ) -> Result<V::Value, Error> {
            self.fields.set(words);
            Err(Error::custom("seen"))
        }

        fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            visitor.visit_seq(SeqDeserializer::new(once(self)))
        }

        fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            visitor.visit_some(self)
        }

        fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
            Err(Error::custom("not a section"))
        }

        serde::forward_to_deserialize_any! {
            bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf unit unit_struct newtype_struct tuple
            tuple_struct map identifier ignored_any
        }
    }

    impl IntoDeserializer<'_> for Probe<'_> {
        type Deserializer = Self;

        fn into_deserializer(self) -> Self {
            self
        }
    }

    #[track_caller]
    fn agree<T: for<'de> Deserialize<'de>>(path: &[&'static str], keys: &[Key]) {
        let known: Vec<_> = keys.iter().map(|key| key.name).collect();
        same::<T>(path, &known);
        for key in keys {
            let path = [path, &[key.name]].concat();
            match key.shape {
                Shape::Section(keys) | Shape::Sections(keys) => agree::<T>(&path, keys),
                Shape::Repeat => agree::<T>(&path, task::REPEAT),
                Shape::Word(words) => same::<T>(&path, words),
                _ => {}
            }
        }
    }

    #[track_caller]
    fn same<T: for<'de> Deserialize<'de>>(path: &[&'static str], known: &[&'static str]) {
        let fields = Cell::new([].as_slice());
        let _ = T::deserialize(Probe { path, fields: &fields });
        let [mut read, mut known] = [fields.get(), known].map(<[_]>::to_owned);
        read.sort_unstable();
        known.sort_unstable();
        assert_eq!(read, known, "what serde reads and what the table knows of {path:?}");
    }

    #[test]
    fn the_tables_know_the_keys_that_serde_reads_and_no_others() {
        agree::<Settings>(&[], settings::KEYS);
        agree::<Task>(&[], &task::KEYS);
    }
}
