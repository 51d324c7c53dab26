//! The days of a process: each step's deadline counted from the start, or from the step before.

use chrono::{Datelike, NaiveDate};

use super::{Part, Said, Template};
use crate::core::field::Field;
use crate::core::problem::Problem;
use crate::core::typed_date::{self, Context, DateError, TypedDate};
use crate::core::workday::{Holidays, UnknownYear};

/// The days of a process while its steps are dated one after another.
pub(super) struct Days<'a> {
    template: &'a Template,
    holidays: &'a Holidays,
    start: NaiveDate,
    /// The deadline of the last step that has one.
    previous: NaiveDate,
    /// The first year whose holidays had to be guessed at.
    pub(super) guessed: Option<UnknownYear>,
}

impl<'a> Days<'a> {
    /// The process begins on `start`.
    pub(super) fn from(template: &'a Template, start: NaiveDate, holidays: &'a Holidays) -> Self {
        Self { template, holidays, start, previous: start, guessed: None }
    }

    /// Says on which days a step begins and falls due.
    pub(super) fn date(&mut self, step: &mut Part) -> Result<(), Problem> {
        let (due, start) = (step.get(Field::Due).cloned(), step.get(Field::Start).cloned());
        let follows = due.as_ref().is_some_and(|due| anchor(&due.text).0 == Anchor::Previous);
        let first_day = match &start {
            Some(said) => self.day(said)?,
            // What is counted from the step before begins on the working day after it.
            None if follows && self.previous != self.start => self.holidays.add_workdays(self.previous, 1),
            None => self.start,
        };
        let place = start.or_else(|| due.clone()).map_or((1, 1), |said| (said.line, said.column));
        step.put_day(Field::Start, Some(first_day), place);
        if let Some(said) = due {
            let last_day = self.day(&said)?;
            step.put_day(Field::Due, Some(last_day), (said.line, said.column));
            self.previous = last_day;
        }
        Ok(())
    }

    /// The whole begins with the process and ends with its last step; where one of them goes on for good, so does it.
    pub(super) fn date_whole(&mut self, whole: &mut Part, steps: &[Part]) -> Result<(), Problem> {
        let (due, start) = (whole.get(Field::Due).cloned(), whole.get(Field::Start).cloned());
        let first_day = start.as_ref().map_or(Ok(self.start), |said| self.day(said))?;
        let place = |said: Option<&Said>| said.map_or((1, 1), |said| (said.line, said.column));
        whole.put_day(Field::Start, Some(first_day), place(start.as_ref()));
        if let Some(said) = &due {
            let day = self.day(said)?;
            whole.put_day(Field::Due, Some(day), place(Some(said)));
            return Ok(());
        }
        let timeless = |part: &Part| part.get(Field::LongTerm).is_some_and(|said| said.text == "true");
        if whole.get(Field::LongTerm).is_some() || whole.get(Field::Repeat).is_some() {
            return Ok(());
        }
        if let Some(step) = steps.iter().find(|step| timeless(step)) {
            whole.said.extend(step.get(Field::LongTerm).cloned());
            return Ok(());
        }
        let dues = steps.iter().filter_map(|step| step.get(Field::Due));
        let last = dues.max_by(|a, b| a.text.cmp(&b.text));
        whole.said.extend(last.cloned());
        Ok(())
    }

    /// The day that a wording means: counted from the start of the process or from the step before, or a day by itself.
    fn day(&mut self, said: &Said) -> Result<NaiveDate, Problem> {
        let (anchor, words) = anchor(&said.text);
        let from = match anchor {
            Anchor::Previous => self.previous,
            Anchor::Start | Anchor::Unsaid => self.start,
        };
        let context = Context { today: from, year: from.year(), holidays: self.holidays };
        let TypedDate { date, guessed_holidays, .. } = read(anchor, words, context).map_err(|error| {
            let message = match error {
                DateError::Unknown { .. } => format!(
                    "{}（{}）写的是“{}”，看不懂；写作 +10工作日（从开始之日算）、上一步+5工作日、+30天、9月底前",
                    said.field.label(),
                    said.field.key(),
                    said.text
                ),
                error => format!("{}（{}）：{error}", said.field.label(), said.field.key()),
            };
            self.template.problem(said, message)
        })?;
        self.guessed = self.guessed.or(guessed_holidays);
        Ok(date)
    }
}

/// From what a wording counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Anchor {
    /// 上一步
    Previous,
    /// 启动
    Start,
    /// Nothing is said: from the start of the process, where it counts at all.
    Unsaid,
}

const ANCHORS: [(Anchor, &[&str]); 2] = [
    (Anchor::Previous, &["上一步", "前一步", "上步"]),
    (Anchor::Start, &["项目启动", "项目开始", "启动", "开始", "立项"]),
];

/// What stands between an anchor and the count: 上一步完成后5个工作日内.
const BETWEEN: [&str; 9] = ["完成", "办结", "结束", "时限", "之日", "之", "以", "后", "起"];

/// From what a wording counts, and the rest of it.
fn anchor(text: &str) -> (Anchor, &str) {
    let text = text.trim();
    for (anchor, words) in ANCHORS {
        if let Some(mut rest) = words.iter().find_map(|word| text.strip_prefix(word)) {
            while let Some(shorter) = BETWEEN.iter().find_map(|word| rest.strip_prefix(word)) {
                rest = shorter;
            }
            return (anchor, rest.trim());
        }
    }
    (Anchor::Unsaid, text)
}

fn read(anchor: Anchor, words: &str, context: Context<'_>) -> Result<TypedDate, DateError> {
    if words.is_empty() && anchor != Anchor::Unsaid {
        return typed_date::parse("今天", context);
    }
    let read = typed_date::parse(words, context);
    // Behind 上一步 nothing but a stretch can be meant: 上一步后30天.
    if anchor != Anchor::Unsaid && matches!(read, Err(DateError::Unknown { .. })) {
        return typed_date::parse(&format!("+{words}"), context).or(read);
    }
    read
}
