//! What goes through all fields (栏目) of a task by what they hold — assigning, searching, hiding people —, so that a field of
//! tomorrow is treated everywhere.

use super::change::Value;
use super::field::Field;
use super::status::Status;
use super::task::{Kind, Place, Task};

impl Task {
    /// Says this under `field`, or nothing. What does not fit the field, which was checked when it was read, says nothing.
    pub fn set(&mut self, field: Field, value: Option<&Value>) {
        let text = match value {
            Some(Value::Text(text)) => Some(text.clone()),
            _ => None,
        };
        match self.place(field) {
            Place::Title(title) => *title = text.unwrap_or_default(),
            Place::Text(place) => *place = text,
            Place::Kind(kind) => *kind = text.map(Kind::from).unwrap_or_default(),
            Place::Status(status) => *status = text.map(Status::from).unwrap_or_default(),
            Place::List(list) => {
                *list = match value {
                    Some(Value::List(items)) => items.clone(),
                    _ => Vec::new(),
                }
            }
            Place::Date(day) => {
                *day = match value {
                    Some(Value::Date(date)) => Some(*date),
                    _ => None,
                }
            }
            Place::Flag(flag) => *flag = matches!(value, Some(Value::Flag(true))),
            Place::Choice(choice) => {
                *choice = match value {
                    Some(Value::Flag(flag)) => Some(*flag),
                    _ => None,
                }
            }
            Place::Number(number) => {
                *number = match value {
                    #[expect(clippy::cast_precision_loss, reason = "scores are small numbers")]
                    Some(Value::Integer(whole)) => Some(*whole as f64),
                    Some(Value::Number(number)) => Some(*number),
                    _ => None,
                }
            }
            Place::Percent(percent) => {
                *percent = match value {
                    Some(Value::Integer(whole)) => u8::try_from(*whole).ok(),
                    _ => None,
                }
            }
            Place::Repeat(repeat) => {
                *repeat = match value {
                    Some(Value::Repeat(rhythm)) => Some(rhythm.clone()),
                    _ => None,
                }
            }
        }
    }

    /// All that people wrote under its fields in their own words; the words of a list that the program knows (类别, 状态) are none.
    pub fn texts(&self) -> impl Iterator<Item = (Field, String)> {
        let own = Field::all().filter(|field| !matches!(field, Field::Kind | Field::Status));
        own.flat_map(|field| {
            let texts = match self.get(field) {
                Some(Value::Text(text)) => vec![text],
                Some(Value::List(items)) => items,
                _ => Vec::new(),
            };
            texts.into_iter().map(move |text| (field, text))
        })
    }

    /// Puts each of these texts into other words.
    pub fn reword(&mut self, words: impl Fn(&str) -> String) {
        for field in Field::all() {
            match self.place(field) {
                Place::Title(text) | Place::Text(Some(text)) => *text = words(text),
                Place::List(items) => items.iter_mut().for_each(|item| *item = words(item)),
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::calendar::Every;
    use crate::core::schema::Shape;
    use crate::core::task::Repeat;

    /// Something that the field may hold, and no task says by itself.
    fn example(field: Field) -> Value {
        match (field, field.shape()) {
            (Field::Kind, _) => Value::Text("issue".to_owned()),
            (Field::Status, _) => Value::Text("doing".to_owned()),
            (_, Shape::Text) => Value::Text(format!("{}甲", field.label())),
            (_, Shape::List) => Value::List(vec!["甲".to_owned(), "乙".to_owned()]),
            (_, Shape::Date) => Value::Date("2026-06-30".parse().unwrap()),
            (_, Shape::Percent) => Value::Integer(60),
            (_, Shape::Number) => Value::Number(2.5),
            (_, Shape::Flag) => Value::Flag(true),
            (_, Shape::Repeat) => {
                Value::Repeat(Repeat { every: Every::Month, times: 1, from: None, until: None })
            }
            (_, other) => panic!("no field holds {other:?}"),
        }
    }

    #[test]
    fn every_field_says_what_it_was_set_to_and_no_other_does() {
        for field in Field::all() {
            let mut task = Task::default();
            task.set(field, Some(&example(field)));
            for other in Field::all() {
                let expected = if other == field { Some(example(field)) } else { Task::default().get(other) };
                assert_eq!(task.get(other), expected, "{field:?} {other:?}");
            }
            task.set(field, None);
            assert_eq!(task, Task::default(), "{field:?}");
        }
    }

    #[test]
    fn every_text_is_found_and_put_into_other_words() {
        let mut task = Task::default();
        for field in Field::all() {
            task.set(field, Some(&example(field)));
        }
        let own = |field: &Field| !matches!(field, Field::Kind | Field::Status);
        let written = Field::all().filter(|field| matches!(field.shape(), Shape::Text | Shape::List));
        let mut found: Vec<Field> = task.texts().map(|(field, _)| field).collect();
        found.dedup();
        assert_eq!(found, written.filter(own).collect::<Vec<_>>());
        task.reword(|_| "某".to_owned());
        assert!(task.texts().all(|(_, text)| text == "某"));
        assert_eq!(task.get(Field::Due), Some(example(Field::Due)));
    }
}
