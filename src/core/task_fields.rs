//! What a task says under each of its fields (栏目). Whoever goes through them — assigning, showing, exporting, searching, hiding
//! people — asks here, so that a field of tomorrow is treated everywhere by what it holds.

use chrono::NaiveDate;

use super::change::Value;
use super::field::Field;
use super::status::Status;
use super::task::{Kind, Repeat, Task};

/// Where a task keeps a field.
enum Place<'a> {
    Title(&'a mut String),
    Text(&'a mut Option<String>),
    List(&'a mut Vec<String>),
    Date(&'a mut Option<NaiveDate>),
    Flag(&'a mut bool),
    Choice(&'a mut Option<bool>),
    Number(&'a mut Option<f64>),
    Percent(&'a mut Option<u8>),
    Repeat(&'a mut Option<Repeat>),
    Kind(&'a mut Kind),
    Status(&'a mut Status),
}

impl Task {
    /// What it says under `field`; none where it says nothing.
    pub fn get(&self, field: Field) -> Option<Value> {
        let text = |text: &Option<String>| text.clone().map(Value::Text);
        let list = |list: &[String]| (!list.is_empty()).then(|| Value::List(list.to_owned()));
        match field {
            Field::Title => Some(Value::Text(self.title.clone())),
            Field::Content => text(&self.content),
            Field::Kind => Some(Value::Text(self.kind.key().to_owned())),
            Field::Domain => text(&self.domain),
            Field::Measure => text(&self.measure),
            Field::Basis => text(&self.basis),
            Field::Standard => text(&self.standard),
            Field::Phase => text(&self.phase),
            Field::Lead => text(&self.lead),
            Field::Support => list(&self.support),
            Field::Leader => text(&self.leader),
            Field::Owner => text(&self.owner),
            Field::Start => self.start.map(Value::Date),
            Field::Due => self.due.map(Value::Date),
            Field::DueText => text(&self.due_text),
            Field::LongTerm => self.long_term.then_some(Value::Flag(true)),
            Field::Repeat => self.repeat.clone().map(Value::Repeat),
            Field::Weight => self.weight.map(Value::Number),
            Field::Parent => text(&self.parent),
            Field::Tags => list(&self.tags),
            Field::Public => self.public.map(Value::Flag),
            Field::Level => text(&self.level),
            Field::Outcome => text(&self.outcome),
            Field::Status => Some(Value::Text(self.status.key().to_owned())),
            Field::Progress => self.progress.map(|percent| Value::Integer(percent.into())),
            Field::DoneOn => self.done_on.map(Value::Date),
        }
    }

    fn place(&mut self, field: Field) -> Place<'_> {
        match field {
            Field::Title => Place::Title(&mut self.title),
            Field::Content => Place::Text(&mut self.content),
            Field::Kind => Place::Kind(&mut self.kind),
            Field::Domain => Place::Text(&mut self.domain),
            Field::Measure => Place::Text(&mut self.measure),
            Field::Basis => Place::Text(&mut self.basis),
            Field::Standard => Place::Text(&mut self.standard),
            Field::Phase => Place::Text(&mut self.phase),
            Field::Lead => Place::Text(&mut self.lead),
            Field::Support => Place::List(&mut self.support),
            Field::Leader => Place::Text(&mut self.leader),
            Field::Owner => Place::Text(&mut self.owner),
            Field::Start => Place::Date(&mut self.start),
            Field::Due => Place::Date(&mut self.due),
            Field::DueText => Place::Text(&mut self.due_text),
            Field::LongTerm => Place::Flag(&mut self.long_term),
            Field::Repeat => Place::Repeat(&mut self.repeat),
            Field::Weight => Place::Number(&mut self.weight),
            Field::Parent => Place::Text(&mut self.parent),
            Field::Tags => Place::List(&mut self.tags),
            Field::Public => Place::Choice(&mut self.public),
            Field::Level => Place::Text(&mut self.level),
            Field::Outcome => Place::Text(&mut self.outcome),
            Field::Status => Place::Status(&mut self.status),
            Field::Progress => Place::Percent(&mut self.progress),
            Field::DoneOn => Place::Date(&mut self.done_on),
        }
    }

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
    use crate::core::field::Shape;

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
