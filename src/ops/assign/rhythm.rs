//! 频次, put together from what was typed for its parts.

use chrono::NaiveDate;

use super::no_such_word;
use crate::core::calendar::Every;
use crate::core::field::Field;
use crate::core::frequency;
use crate::core::refusal::Refusal;
use crate::core::task::{Repeat, Task};

/// The rhythm of a recurring task while its parts are being read.
#[derive(Default)]
pub(super) struct Rhythm {
    every: Option<Every>,
    times: Option<u32>,
    pub(super) from: Option<NaiveDate>,
    pub(super) until: Option<NaiveDate>,
}

impl Rhythm {
    pub(super) fn of(task: &Task) -> Self {
        task.repeat.as_ref().map_or_else(Self::default, |repeat| Self {
            every: Some(repeat.every),
            times: Some(repeat.times),
            from: repeat.from,
            until: repeat.until,
        })
    }

    /// `每月2次`, `每周两次（至2026-12-31）`, `month`, or nothing to stop recurring.
    pub(super) fn whole(&mut self, typed: &str) -> Result<(), Refusal> {
        if typed.is_empty() {
            *self = Self::default();
            return Ok(());
        }
        // A rhythm without a number of times leaves that as it was.
        let counted = if Every::parse(typed).is_some() { None } else { frequency::read(typed) };
        let Some(read) = counted else { return self.rhythm(typed) };
        self.every = Some(read.every);
        self.times = Some(read.times);
        self.from = read.from.or(self.from);
        self.until = read.until.or(self.until);
        Ok(())
    }

    fn rhythm(&mut self, typed: &str) -> Result<(), Refusal> {
        let known = ["每周（week）", "每月（month）", "每季（quarter）", "每半年（half）", "每年（year）"];
        let found = Every::parse(typed);
        self.every = Some(found.ok_or_else(|| no_such_word(Field::Repeat, typed, &known))?);
        Ok(())
    }

    pub(super) fn times(&mut self, typed: &str) -> Result<(), Refusal> {
        let times = typed.parse::<u32>().ok().filter(|times| (1..=1000).contains(times));
        self.times = Some(times.ok_or_else(|| Refusal::BadValue {
            field: Field::Repeat,
            typed: typed.to_owned(),
            wanted: "1 到 1000 的次数".to_owned(),
        })?);
        Ok(())
    }

    pub(super) fn finish(self) -> Result<Option<Repeat>, Refusal> {
        let Some(every) = self.every else {
            return if self.times.is_some() || self.from.is_some() || self.until.is_some() {
                Err(Refusal::NoRhythm)
            } else {
                Ok(None)
            };
        };
        Ok(Some(Repeat { every, times: self.times.unwrap_or(1), from: self.from, until: self.until }))
    }
}
