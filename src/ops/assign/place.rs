//! Where a task keeps the value of a field.

use crate::core::change::Value;
use crate::core::field::Field;
use crate::core::task::{Kind, Task};

/// Puts a value where the task keeps it. The shapes were checked when it was read.
pub(in crate::ops) fn place(task: &mut Task, field: Field, value: Option<&Value>) {
    let text = || match value {
        Some(Value::Text(text)) => Some(text.clone()),
        _ => None,
    };
    let list = || match value {
        Some(Value::List(list)) => list.clone(),
        _ => Vec::new(),
    };
    let date = || match value {
        Some(Value::Date(date)) => Some(*date),
        _ => None,
    };
    let flag = || match value {
        Some(Value::Flag(flag)) => Some(*flag),
        _ => None,
    };
    match field {
        Field::Title => task.title = text().unwrap_or_default(),
        Field::Content => task.content = text(),
        Field::Kind => task.kind = text().map(Kind::from).unwrap_or_default(),
        Field::Domain => task.domain = text(),
        Field::Measure => task.measure = text(),
        Field::Basis => task.basis = text(),
        Field::Standard => task.standard = text(),
        Field::Phase => task.phase = text(),
        Field::Lead => task.lead = text(),
        Field::Support => task.support = list(),
        Field::Leader => task.leader = text(),
        Field::Owner => task.owner = text(),
        Field::Start => task.start = date(),
        Field::Due => task.due = date(),
        Field::DueText => task.due_text = text(),
        Field::LongTerm => task.long_term = flag().unwrap_or(false),
        Field::Repeat => {
            task.repeat = match value {
                Some(Value::Repeat(repeat)) => Some(repeat.clone()),
                _ => None,
            }
        }
        Field::Weight => {
            task.weight = match value {
                #[expect(clippy::cast_precision_loss, reason = "scores are small numbers")]
                Some(Value::Integer(whole)) => Some(*whole as f64),
                Some(Value::Number(number)) => Some(*number),
                _ => None,
            }
        }
        Field::Parent => task.parent = text(),
        Field::Tags => task.tags = list(),
        Field::Public => task.public = flag(),
        Field::Level => task.level = text(),
        Field::Outcome => task.outcome = text(),
        Field::Progress => {
            task.progress = match value {
                Some(Value::Integer(percent)) => u8::try_from(*percent).ok(),
                _ => None,
            }
        }
        // Only the verbs move these, and `set` refuses them.
        Field::Status | Field::DoneOn => {}
    }
}
