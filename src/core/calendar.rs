//! Calendar periods (周期): the weeks, months, quarters, half-years and years that recurring duties are owed for.

use std::fmt;

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

/// The rhythm of a recurring duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Every {
    /// 每周 (ISO 8601 week, Monday to Sunday)
    Week,
    /// 每月
    Month,
    /// 每季
    Quarter,
    /// 每半年
    Half,
    /// 每年
    Year,
}

impl Every {
    /// All rhythms, shortest first.
    pub const ALL: [Self; 5] = [Self::Week, Self::Month, Self::Quarter, Self::Half, Self::Year];

    /// The word in the file.
    pub fn key(self) -> &'static str {
        match self {
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Half => "half",
            Self::Year => "year",
        }
    }

    /// The word on paper.
    pub fn label(self) -> &'static str {
        match self {
            Self::Week => "每周",
            Self::Month => "每月",
            Self::Quarter => "每季",
            Self::Half => "每半年",
            Self::Year => "每年",
        }
    }

    /// Reads the English word of the file or the Chinese one.
    pub fn parse(word: &str) -> Option<Self> {
        let known = Self::ALL.into_iter().find(|every| every.key() == word || every.label() == word);
        known.or(match word {
            "周" => Some(Self::Week),
            "月" => Some(Self::Month),
            "季" | "季度" | "每季度" => Some(Self::Quarter),
            "半年" => Some(Self::Half),
            "年" | "年内" | "每年度" => Some(Self::Year),
            _ => None,
        })
    }

    /// How many months a period has; weeks have none.
    fn months(self) -> Option<u32> {
        match self {
            Self::Week => None,
            Self::Month => Some(1),
            Self::Quarter => Some(3),
            Self::Half => Some(6),
            Self::Year => Some(12),
        }
    }
}

/// One calendar period, such as 2026年第二季度. Its key is `2026-W14`, `2026-05`, `2026-Q2`, `2026-H1` or `2026`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Period {
    every: Every,
    first: NaiveDate,
}

impl Period {
    /// The period of this rhythm that contains `day`.
    pub fn containing(every: Every, day: NaiveDate) -> Self {
        let first = match every.months() {
            None => day.week(Weekday::Mon).first_day(),
            Some(months) => {
                let before = day.month0() / months * months;
                NaiveDate::from_ymd_opt(day.year(), before + 1, 1).unwrap_or(day)
            }
        };
        Self { every, first }
    }

    /// Reads a period's key; the rhythm follows from its form.
    pub fn parse(key: &str) -> Option<Self> {
        let (year, rest) = key.split_at_checked(4)?;
        let year: i32 = year.bytes().all(|b| b.is_ascii_digit()).then(|| year.parse().ok())??;
        let number = |digits: &str| digits.parse::<u32>().ok().filter(|n| *n > 0);
        let (every, first) = match rest.strip_prefix('-') {
            None if rest.is_empty() => (Every::Year, NaiveDate::from_ymd_opt(year, 1, 1)),
            None => return None,
            Some(rest) => match rest.split_at_checked(1)? {
                ("W", week) => (Every::Week, NaiveDate::from_isoywd_opt(year, number(week)?, Weekday::Mon)),
                ("Q", quarter) => {
                    (Every::Quarter, NaiveDate::from_ymd_opt(year, number(quarter)? * 3 - 2, 1))
                }
                ("H", half) => (Every::Half, NaiveDate::from_ymd_opt(year, number(half)? * 6 - 5, 1)),
                _ => (Every::Month, NaiveDate::from_ymd_opt(year, number(rest)?, 1)),
            },
        };
        let period = Self { every, first: first? };
        (period.to_string() == key).then_some(period)
    }

    /// The rhythm it belongs to.
    pub fn every(self) -> Every {
        self.every
    }

    /// Its first day.
    pub fn first_day(self) -> NaiveDate {
        self.first
    }

    /// Its last day, on which what it owes falls due.
    pub fn last_day(self) -> NaiveDate {
        let next = match self.every.months() {
            None => self.first.checked_add_days(Days::new(7)),
            Some(months) => self.first.checked_add_months(Months::new(months)),
        };
        next.and_then(|next| next.pred_opt()).unwrap_or(NaiveDate::MAX)
    }

    /// The periods of one rhythm that the span `from..=until` touches, in order.
    pub fn touched(every: Every, from: NaiveDate, until: NaiveDate) -> impl Iterator<Item = Self> {
        let mut next = (from <= until).then(|| Self::containing(every, from));
        std::iter::from_fn(move || {
            let period = next?;
            next = period
                .last_day()
                .succ_opt()
                .filter(|day| *day <= until)
                .map(|day| Self::containing(every, day));
            Some(period)
        })
    }

    /// The period in an office's words: 2026年5月, 2026年第二季度, 2026年上半年.
    pub fn label(self) -> String {
        let year = self.first.year();
        match self.every {
            Every::Week => {
                let week = self.first.iso_week();
                format!("{}年第{}周", week.year(), week.week())
            }
            Every::Month => format!("{year}年{}月", self.first.month()),
            Every::Quarter => {
                format!("{year}年第{}季度", ["一", "二", "三", "四"][self.first.month0() as usize / 3])
            }
            Every::Half => format!("{year}年{}半年", if self.first.month() == 1 { "上" } else { "下" }),
            Every::Year => format!("{year}年度"),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month0) = (self.first.year(), self.first.month0());
        match self.every {
            Every::Week => {
                let week = self.first.iso_week();
                write!(f, "{:04}-W{:02}", week.year(), week.week())
            }
            Every::Month => write!(f, "{year:04}-{:02}", month0 + 1),
            Every::Quarter => write!(f, "{year:04}-Q{}", month0 / 3 + 1),
            Every::Half => write!(f, "{year:04}-H{}", month0 / 6 + 1),
            Every::Year => write!(f, "{year:04}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_lies_in_one_period_of_each_rhythm() {
        #[track_caller]
        fn case(every: Every, on: &str, key: &str, first: &str, last: &str) {
            let period = Period::containing(every, day(on));
            assert_eq!(
                (period.to_string().as_str(), period.first_day(), period.last_day()),
                (key, day(first), day(last))
            );
            assert_eq!(Period::parse(key), Some(period), "{key} reads back");
        }
        case(Every::Month, "2026-05-31", "2026-05", "2026-05-01", "2026-05-31");
        case(Every::Month, "2024-02-29", "2024-02", "2024-02-01", "2024-02-29");
        case(Every::Month, "2026-12-01", "2026-12", "2026-12-01", "2026-12-31");
        case(Every::Quarter, "2026-06-30", "2026-Q2", "2026-04-01", "2026-06-30");
        case(Every::Half, "2026-07-01", "2026-H2", "2026-07-01", "2026-12-31");
        case(Every::Year, "2024-02-29", "2024", "2024-01-01", "2024-12-31");
        case(Every::Week, "2026-11-23", "2026-W48", "2026-11-23", "2026-11-29");
        // 2026 has 53 ISO weeks: the first days of 2027 still belong to it.
        case(Every::Week, "2027-01-03", "2026-W53", "2026-12-28", "2027-01-03");
        // And the last days of 2024 belong to 2025.
        case(Every::Week, "2024-12-30", "2025-W01", "2024-12-30", "2025-01-05");
    }

    #[test]
    fn other_keys_are_not_periods() {
        for key in
            ["", "26", "2026-13", "2026-00", "2026-5", "2026-Q5", "2026-H3", "2025-W53", "2026-W", "二〇二六"]
        {
            assert_eq!(Period::parse(key), None, "{key}");
        }
    }

    #[test]
    fn a_span_touches_every_period_it_has_a_day_in() {
        #[track_caller]
        fn case(every: Every, from: &str, until: &str, keys: &[&str]) {
            let touched: Vec<_> =
                Period::touched(every, day(from), day(until)).map(|period| period.to_string()).collect();
            assert_eq!(touched, keys);
        }
        case(Every::Month, "2026-01-31", "2026-03-01", &["2026-01", "2026-02", "2026-03"]);
        case(Every::Month, "2026-05-05", "2026-05-05", &["2026-05"]);
        case(Every::Quarter, "2026-03-31", "2026-07-01", &["2026-Q1", "2026-Q2", "2026-Q3"]);
        case(Every::Half, "2026-12-31", "2027-01-01", &["2026-H2", "2027-H1"]);
        case(Every::Week, "2026-12-31", "2027-01-04", &["2026-W53", "2027-W01"]);
        case(Every::Year, "2026-02-01", "2026-01-01", &[]);
    }
}
