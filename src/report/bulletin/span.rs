//! The stretch of time a 周报、月报 or 通报 speaks of, the one before it and the one after.

use chrono::{Datelike, Days, NaiveDate};
use serde::Serialize;

use crate::core::calendar::{Every, Period};

/// What kind of stretch it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// 周报
    Week,
    /// 月报
    Month,
    /// 通报: any other stretch.
    Free,
}

/// From when to when, both days counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// What kind of stretch it is.
    pub kind: Kind,
    /// Its first day.
    pub from: NaiveDate,
    /// Its last day.
    pub to: NaiveDate,
}

impl Span {
    /// The week, Monday to Sunday, around `day`.
    pub fn week(day: NaiveDate) -> Self {
        Self::of(Kind::Week, Period::containing(Every::Week, day))
    }

    /// The month around `day`.
    pub fn month(day: NaiveDate) -> Self {
        Self::of(Kind::Month, Period::containing(Every::Month, day))
    }

    /// Any stretch; none where it ends before it begins.
    pub fn free(from: NaiveDate, to: NaiveDate) -> Option<Self> {
        (from <= to).then_some(Self { kind: Kind::Free, from, to })
    }

    fn of(kind: Kind, period: Period) -> Self {
        Self { kind, from: period.first_day(), to: period.last_day() }
    }

    /// The one before it: last week, last month, or as many days.
    #[must_use]
    pub fn previous(self) -> Self {
        let last = self.from.pred_opt().unwrap_or(self.from);
        match self.kind {
            Kind::Week => Self::week(last),
            Kind::Month => Self::month(last),
            Kind::Free => {
                let from = last.checked_sub_days(self.length()).unwrap_or(last);
                Self { from, to: last, ..self }
            }
        }
    }

    /// The one after it.
    #[must_use]
    pub fn next(self) -> Self {
        let first = self.to.succ_opt().unwrap_or(self.to);
        match self.kind {
            Kind::Week => Self::week(first),
            Kind::Month => Self::month(first),
            Kind::Free => {
                let to = first.checked_add_days(self.length()).unwrap_or(first);
                Self { from: first, to, ..self }
            }
        }
    }

    /// 期号: counted from the stretch that `first` lies in, else the week or the month of its year. A free stretch has none,
    /// and so has one before the first.
    pub fn issue(self, first: Option<NaiveDate>) -> Option<u32> {
        let number = match (self.kind, first) {
            (Kind::Free, _) => return None,
            (Kind::Week, None) => return Some(self.from.iso_week().week()),
            (Kind::Month, None) => return Some(self.from.month()),
            (Kind::Week, Some(first)) => (self.from - Self::week(first).from).num_days() / 7 + 1,
            (Kind::Month, Some(first)) => {
                let months = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month0());
                months(self.from) - months(first) + 1
            }
        };
        u32::try_from(number).ok().filter(|number| *number > 0)
    }

    /// How many days lie behind its first.
    fn length(self) -> Days {
        Days::new((self.to - self.from).num_days().unsigned_abs())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn each_stretch_has_one_before_and_one_after_it_of_its_kind() {
        #[track_caller]
        fn case(span: Span, own: (&str, &str), previous: (&str, &str), next: (&str, &str)) {
            let days = |span: Span| (span.from, span.to);
            let expected = [own, previous, next].map(|(from, to)| (day(from), day(to)));
            assert_eq!([days(span), days(span.previous()), days(span.next())], expected);
        }
        let free = |from: &str, to: &str| Span::free(day(from), day(to)).unwrap();
        case(
            Span::week(day("2026-06-30")),
            ("2026-06-29", "2026-07-05"),
            ("2026-06-22", "2026-06-28"),
            ("2026-07-06", "2026-07-12"),
        );
        case(
            Span::month(day("2026-03-31")),
            ("2026-03-01", "2026-03-31"),
            ("2026-02-01", "2026-02-28"),
            ("2026-04-01", "2026-04-30"),
        );
        case(
            free("2026-06-01", "2026-06-10"),
            ("2026-06-01", "2026-06-10"),
            ("2026-05-22", "2026-05-31"),
            ("2026-06-11", "2026-06-20"),
        );
        assert_eq!(Span::free(day("2026-06-02"), day("2026-06-01")), None);
    }

    #[test]
    fn issues_are_counted_from_the_first_or_within_the_year() {
        #[track_caller]
        fn case(span: Span, first: Option<&str>, expected: Option<u32>) {
            assert_eq!(span.issue(first.map(day)), expected);
        }
        let (week, month) = (Span::week(day("2026-06-30")), Span::month(day("2026-06-30")));
        case(week, None, Some(27));
        case(month, None, Some(6));
        case(week, Some("2026-07-01"), Some(1));
        case(week, Some("2026-06-15"), Some(3));
        case(month, Some("2025-12-31"), Some(7));
        case(week, Some("2026-07-06"), None);
        case(Span::free(day("2026-06-01"), day("2026-06-02")).unwrap(), None, None);
    }
}
