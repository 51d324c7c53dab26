//! What was typed for a task's fields, read and checked against the settings: the ground of `add` and `set`.

mod rhythm;

use chrono::{Datelike, NaiveDate};

use rhythm::Rhythm;

use crate::core::change::Value;
use crate::core::field::Field;
use crate::core::id::TaskId;
use crate::core::nearest::{did_you_mean, nearest};
use crate::core::refusal::Refusal;
use crate::core::repeat::Schedule;
use crate::core::schema::Shape;
use crate::core::settings::Settings;
use crate::core::task::{Kind, LEVELS, Task};
use crate::core::typed_date::{self, Context};
use crate::core::workday::Holidays;
use crate::core::writing::{half_width, split_names};

/// Something that can be given a value: a field, or one part of the rhythm of a recurring task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A field of the file.
    Field(Field),
    /// `repeat.every`
    Every,
    /// `repeat.times`
    Times,
    /// `repeat.from`
    From,
    /// `repeat.until`
    Until,
}

impl Target {
    /// Reads a key or a Chinese title.
    pub fn parse(name: &str) -> Result<Self, Refusal> {
        match name.trim() {
            "every" | "repeat.every" | "频次" => return Ok(Self::Every),
            "times" | "repeat.times" | "次数" => return Ok(Self::Times),
            "from" | "repeat.from" | "起始日" => return Ok(Self::From),
            "until" | "repeat.until" | "截止日" => return Ok(Self::Until),
            _ => {}
        }
        Field::parse(name).map(Self::Field).ok_or_else(|| Refusal::UnknownField {
            typed: name.trim().to_owned(),
            nearest: nearest(name.trim(), Field::all().flat_map(|field| [field.key(), field.label()]))
                .and_then(|near| Field::parse(near).map(Field::key)),
        })
    }
}

/// One thing typed: `owner=李强`. An empty text takes the value away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// What it is for.
    pub target: Target,
    /// What was typed.
    pub typed: String,
}

impl Assignment {
    /// `typed` for `target`.
    pub fn new(target: Target, typed: impl Into<String>) -> Self {
        Self { target, typed: typed.into() }
    }
}

/// What the assignments come to.
#[derive(Debug, Clone)]
pub struct Assigned {
    /// The task as it would be.
    pub task: Task,
    /// The keys that change, in the order of a file.
    pub set: Vec<(Field, Option<Value>)>,
    /// What the person should know.
    pub remarks: Vec<String>,
}

/// Reads every assignment onto `task`. Unknown phases and fields of work are refused; an office or person that the settings
/// do not name is remarked upon.
pub fn assign(
    task: &Task,
    settings: &Settings,
    today: NaiveDate,
    assignments: &[Assignment],
) -> Result<Assigned, Refusal> {
    let reader = Reader { settings, dates: settings.dates(today) };
    let mut assigned = Assigned { task: task.clone(), set: Vec::new(), remarks: Vec::new() };
    let mut repeat = Rhythm::of(task);
    for Assignment { target, typed } in assignments {
        let typed = typed.trim();
        match target {
            Target::Field(Field::Repeat) | Target::Every => repeat.whole(typed)?,
            Target::Field(field) => reader.field(*field, typed, &mut assigned)?,
            Target::Times => repeat.times(typed)?,
            Target::From => repeat.from = reader.day("频次起始日", typed, &mut assigned.remarks)?,
            Target::Until => repeat.until = reader.day("频次截止日", typed, &mut assigned.remarks)?,
        }
    }
    let repeat = repeat.finish()?;
    if repeat != task.repeat {
        assigned.put(Field::Repeat, repeat.map(Value::Repeat));
    }
    if assigned.task.repeat.is_some() {
        let phase = settings.phase(assigned.task.phase.as_deref());
        if let Some(Err(error)) = Schedule::of(&assigned.task, phase) {
            return Err(Refusal::Span { error });
        }
    }
    assigned.set.sort_by_key(|(field, _)| *field);
    Ok(assigned)
}

impl Assigned {
    /// Sets a field, unless that changes nothing.
    fn put(&mut self, field: Field, value: Option<Value>) {
        let before = self.task.clone();
        self.task.set(field, value.as_ref());
        if self.task != before {
            self.set.retain(|(other, _)| *other != field);
            self.set.push((field, value));
        }
    }
}

/// What typed texts mean here.
struct Reader<'a> {
    settings: &'a Settings,
    dates: Context<'a>,
}

impl Reader<'_> {
    fn field(&self, field: Field, typed: &str, assigned: &mut Assigned) -> Result<(), Refusal> {
        if typed.is_empty() {
            if field == Field::Title {
                return Err(Refusal::NoTitle);
            }
            assigned.put(field, None);
            return Ok(());
        }
        let bad =
            |wanted: &str| Refusal::BadValue { field, typed: typed.to_owned(), wanted: wanted.to_owned() };
        let value = match field.shape() {
            Shape::Text => Value::Text(self.text(field, typed, &mut assigned.remarks)?),
            Shape::List => Value::List(self.list(field, typed, &mut assigned.remarks)),
            Shape::Date => {
                if field == Field::Due && ["长期", "持续", "常态"].iter().any(|word| typed.contains(word))
                {
                    return Err(bad("日期；长期坚持的任务请用 --long-term（修改时 long_term=是）"));
                }
                let Some(day) = self.day(field.label(), typed, &mut assigned.remarks)? else { return Ok(()) };
                if field == Field::Due {
                    self.due_wording(typed, assigned);
                    remark_on_day_off(day, &self.settings.holidays, &mut assigned.remarks);
                }
                Value::Date(day)
            }
            Shape::Percent => match percent(typed).parse() {
                Ok(percent @ 0..=100) => Value::Integer(percent),
                _ => return Err(bad(&field.schema().wanted())),
            },
            Shape::Number => number(typed).ok_or_else(|| bad("不小于 0 的数字，如 5"))?,
            Shape::Flag => Value::Flag(flag(typed).ok_or_else(|| bad("是或否（true 或 false）"))?),
            // The rhythm is put together from its parts.
            Shape::Repeat => return Ok(()),
            // No field holds anything else.
            _ => return Err(bad(&field.schema().wanted())),
        };
        assigned.put(field, Some(value));
        Ok(())
    }

    fn text(&self, field: Field, typed: &str, remarks: &mut Vec<String>) -> Result<String, Refusal> {
        match field {
            Field::Phase => {
                return known(field, typed, self.settings.phases.iter().map(|phase| phase.name.as_str()));
            }
            Field::Domain => {
                return known(field, typed, self.settings.domains.iter().map(|domain| domain.name.as_str()));
            }
            Field::Level => {
                let level = LEVELS.contains(&typed).then(|| typed.to_owned());
                return level.ok_or_else(|| no_such_word(field, typed, &LEVELS));
            }
            Field::Kind => {
                let kind = Kind::parse(typed).map(|kind| kind.key().to_owned());
                return kind.ok_or_else(|| no_such_word(field, typed, &["任务", "问题整改", "风险点"]));
            }
            Field::Parent => {
                let id = TaskId::parse(typed, self.settings.year);
                let id = id.ok_or_else(|| Refusal::NotAnId { typed: typed.to_owned() })?;
                return Ok(id.to_string());
            }
            Field::Lead => remarks.extend(self.stranger(field, typed)),
            Field::Owner | Field::Leader => {
                for name in split_names(typed) {
                    remarks.extend(self.stranger(field, &name));
                }
            }
            // A title is one line in every table and every sentence.
            Field::Title => return Ok(typed.split_whitespace().collect::<Vec<_>>().join(" ")),
            _ => {}
        }
        Ok(typed.to_owned())
    }

    fn list(&self, field: Field, typed: &str, remarks: &mut Vec<String>) -> Vec<String> {
        let names = split_names(typed);
        if field == Field::Support {
            remarks.extend(names.iter().filter_map(|name| self.stranger(field, name)));
        }
        names
    }

    /// An office or a person that the settings do not name: said, not refused.
    fn stranger(&self, field: Field, name: &str) -> Option<String> {
        let offices = self.settings.offices.iter().map(|office| office.name.as_str());
        let known: Vec<&str> = match field {
            Field::Lead | Field::Support => offices.collect(),
            _ => self.settings.people(),
        };
        if known.is_empty() || known.contains(&name) {
            return None;
        }
        let near = nearest(name, known).map(did_you_mean);
        Some(format!("{}“{name}”没有在 ledger.toml 里登记{}", field.label(), near.unwrap_or_default()))
    }

    fn day(
        &self,
        what: &'static str,
        typed: &str,
        remarks: &mut Vec<String>,
    ) -> Result<Option<NaiveDate>, Refusal> {
        if typed.is_empty() {
            return Ok(None);
        }
        let read =
            typed_date::parse(typed, self.dates).map_err(|error| Refusal::BadDate { field: what, error })?;
        remarks.extend(read.remarks(what, typed));
        Ok(Some(read.date))
    }

    /// The plan's wording is kept beside the day that was read from it.
    fn due_wording(&self, typed: &str, assigned: &mut Assigned) {
        let wording = typed_date::parse(typed, self.dates).ok().and_then(|read| read.wording);
        match wording {
            Some(wording) => assigned.put(Field::DueText, Some(Value::Text(wording))),
            None if assigned.task.due_text.is_some() => assigned.put(Field::DueText, None),
            None => {}
        }
    }
}

fn remark_on_day_off(day: NaiveDate, holidays: &Holidays, remarks: &mut Vec<String>) {
    if holidays.known(day.year()) && !holidays.is_workday(day) {
        remarks.push(format!("时限 {day} 是休息日"));
    }
}

fn known<'a>(field: Field, typed: &str, names: impl Iterator<Item = &'a str>) -> Result<String, Refusal> {
    let names: Vec<&str> = names.collect();
    if names.contains(&typed) {
        return Ok(typed.to_owned());
    }
    Err(Refusal::NotInSettings {
        field,
        typed: typed.to_owned(),
        nearest: nearest(typed, names.iter().copied()).map(ToOwned::to_owned),
        known: names.into_iter().map(ToOwned::to_owned).collect(),
    })
}

fn no_such_word(field: Field, typed: &str, known: &[&str]) -> Refusal {
    Refusal::NoSuchWord {
        field,
        typed: typed.to_owned(),
        nearest: nearest(typed, known.iter().copied()).map(ToOwned::to_owned),
        known: known.iter().map(|word| (*word).to_owned()).collect(),
    }
}

fn number(typed: &str) -> Option<Value> {
    if let Ok(whole) = typed.parse::<i64>() {
        return (whole >= 0).then_some(Value::Integer(whole));
    }
    typed.parse().ok().filter(|number: &f64| number.is_finite() && *number >= 0.0).map(Value::Number)
}

fn flag(typed: &str) -> Option<bool> {
    match typed {
        "true" | "是" | "yes" | "√" => Some(true),
        "false" | "否" | "no" | "×" => Some(false),
        _ => None,
    }
}

/// The digits of `60`, `60%`, `６０％`.
fn percent(typed: &str) -> String {
    typed.chars().map(half_width).collect::<String>().trim_end_matches('%').to_owned()
}
