//! The plan's phases (阶段), against whose ends the ledger is chased.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::schema::{Key, Shape, key};
use super::toml_value;

/// 阶段. One without an end goes on for good (长期坚持).
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
pub struct Phase {
    /// The name that tasks refer to.
    pub name: String,
    /// Its first day.
    #[serde(default, deserialize_with = "toml_value::optional_date")]
    pub start: Option<NaiveDate>,
    /// Its last day, the deadline of every task in it that states no earlier one.
    #[serde(default, deserialize_with = "toml_value::optional_date")]
    pub end: Option<NaiveDate>,
    /// How its end was moved (延期), oldest first. Entries are appended and never rewritten.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extended: Vec<PhaseExtension>,
}

/// An approved extension of a phase: the end it had, and the one it has since.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct PhaseExtension {
    /// The day it was recorded.
    #[serde(deserialize_with = "toml_value::date")]
    pub date: NaiveDate,
    /// Who recorded it.
    pub by: Option<String>,
    /// The end before.
    #[serde(deserialize_with = "toml_value::date")]
    pub from: NaiveDate,
    /// The end since.
    #[serde(deserialize_with = "toml_value::date")]
    pub to: NaiveDate,
    /// 批准人
    pub approved_by: Option<String>,
    /// 批准日, where that is written down.
    #[serde(default, deserialize_with = "toml_value::optional_date")]
    pub approved_on: Option<NaiveDate>,
    /// 延期原因
    pub reason: Option<String>,
}

/// Everything that an extension of a phase may say.
pub const EXTENDED: &[Key] = &[
    key("date", Shape::Date).required("date = 2026-11-20"),
    key("by", Shape::Text),
    key("from", Shape::Date).required("from = 2026-11-30"),
    key("to", Shape::Date).required("to = 2026-12-15"),
    key("approved_by", Shape::Text),
    key("approved_on", Shape::Date),
    key("reason", Shape::Text),
];

impl PhaseExtension {
    /// The day by which it is judged, as that of a task is.
    pub fn approved_day(&self) -> NaiveDate {
        self.approved_on.unwrap_or(self.date)
    }
}

impl Phase {
    /// The phase of this name.
    pub fn named<'a>(phases: &'a [Self], name: Option<&str>) -> Option<&'a Self> {
        phases.iter().find(|phase| Some(phase.name.as_str()) == name)
    }

    /// Its end before any extension, kept for ever.
    pub fn original_end(&self) -> Option<NaiveDate> {
        self.extended.first().map(|first| first.from).or(self.end)
    }

    /// The day that `deadline` was before this phase was extended, where it is an end that an extension gave the phase.
    pub fn before_extensions(&self, deadline: NaiveDate) -> NaiveDate {
        let is_given = self.extended.iter().any(|extension| extension.to == deadline);
        self.original_end().filter(|_| is_given).unwrap_or(deadline)
    }

    /// The end by which its tasks are judged: the original one, moved by the extensions approved in time up to the first that
    /// was not.
    pub fn judged_end(&self) -> Option<NaiveDate> {
        let original = self.original_end()?;
        let in_time = self.extended.iter().scan(original, |end, extension| {
            let is_late = extension.approved_day() > extension.from.min(*end);
            *end = extension.to;
            (!is_late).then_some(extension.to)
        });
        Some(in_time.last().unwrap_or(original))
    }

    /// The phase as it stood at the end of `day`, as far as its extensions tell.
    #[must_use]
    pub fn as_of(mut self, day: NaiveDate) -> Self {
        if let Some(later) = self.extended.iter().position(|extension| extension.date > day) {
            self.end = Some(self.extended[later].from);
            self.extended.truncate(later);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn extension((date, approved_on, from, to): (&str, Option<&str>, &str, &str)) -> PhaseExtension {
        PhaseExtension {
            date: day(date),
            by: None,
            from: day(from),
            to: day(to),
            approved_by: None,
            approved_on: approved_on.map(day),
            reason: None,
        }
    }

    fn phase(extended: &[(&str, Option<&str>, &str, &str)]) -> Phase {
        let extended: Vec<_> = extended.iter().copied().map(extension).collect();
        let end = extended.last().map_or(day("2026-11-30"), |last| last.to);
        Phase { name: "集中建设".into(), start: None, end: Some(end), extended }
    }

    #[test]
    fn what_was_approved_too_late_is_judged_by_the_end_before() {
        #[track_caller]
        fn case(extended: &[(&str, Option<&str>, &str, &str)], judged: &str) {
            let phase = phase(extended);
            assert_eq!(
                (phase.original_end(), phase.judged_end()),
                (Some(day("2026-11-30")), Some(day(judged)))
            );
        }
        let first = ("2026-11-30", None, "2026-11-30", "2026-12-15");
        let second = ("2026-12-16", None, "2026-12-15", "2026-12-31");
        case(&[], "2026-11-30");
        case(&[first], "2026-12-15");
        case(&[first, second], "2026-12-15");
        case(&[first, ("2026-12-16", Some("2026-12-15"), "2026-12-15", "2026-12-31")], "2026-12-31");
        case(&[("2026-12-01", None, "2026-11-30", "2026-12-15"), second], "2026-11-30");
    }

    #[test]
    fn an_earlier_day_has_the_end_of_that_day() {
        let phase = phase(&[
            ("2026-06-01", None, "2026-11-30", "2026-12-15"),
            ("2026-07-01", None, "2026-12-15", "2026-12-31"),
        ]);
        let on = |date: &str| {
            let then = phase.clone().as_of(day(date));
            (then.end.unwrap().to_string(), then.extended.len())
        };
        assert_eq!(on("2026-05-31"), ("2026-11-30".into(), 0));
        assert_eq!(on("2026-06-01"), ("2026-12-15".into(), 1));
        assert_eq!(on("2026-07-01"), ("2026-12-31".into(), 2));
        assert_eq!(phase.before_extensions(day("2026-12-31")), day("2026-11-30"));
        assert_eq!(phase.before_extensions(day("2026-12-01")), day("2026-12-01"));
        assert_eq!(Phase::default().judged_end(), None);
    }
}
