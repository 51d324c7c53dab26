//! What an office's settings say of its days off (节假日), as the notice words it: `1月1日至3日`.

use std::fmt;
use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;
use toml::Value;

use super::Holidays;
use crate::core::writing::{half_width, split_names};

/// One `[[holiday]]` of the settings: a year whose notice has come out since, or days that this office arranges for itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnYear {
    /// The year that it speaks of.
    pub year: i32,
    /// 放假, the weekends between included.
    pub off: Vec<RangeInclusive<NaiveDate>>,
    /// 补班 (调休上班)
    pub work: Vec<RangeInclusive<NaiveDate>>,
}

impl OwnYear {
    /// The days that it speaks of, and whether offices work on them. Where it says both of a day, they work.
    pub(super) fn said(&self) -> impl Iterator<Item = (&RangeInclusive<NaiveDate>, bool)> {
        let work = self.work.iter().map(|days| (days, true));
        work.chain(self.off.iter().map(|days| (days, false)))
    }
}

/// A section as it is written.
#[derive(Debug, Deserialize)]
pub(super) struct Written {
    year: i32,
    #[serde(default)]
    off: Vec<Value>,
    #[serde(default)]
    work: Vec<Value>,
}

impl TryFrom<Vec<Written>> for Holidays {
    type Error = BadDays;

    fn try_from(sections: Vec<Written>) -> Result<Self, BadDays> {
        let read = |year: i32, days: &[Value]| {
            let read: Result<Vec<_>, BadDays> = days.iter().map(|days| of_value(year, days)).collect();
            read.map(|days| days.concat())
        };
        let own = sections.into_iter().map(|Written { year, off, work }| {
            Ok(OwnYear { year, off: read(year, &off)?, work: read(year, &work)? })
        });
        own.collect()
    }
}

fn of_value(year: i32, value: &Value) -> Result<Vec<RangeInclusive<NaiveDate>>, BadDays> {
    match value {
        Value::String(text) => stretches(year, text),
        Value::Datetime(written) => stretches(year, &written.to_string()),
        other => Err(BadDays::Unknown { typed: other.to_string() }),
    }
}

/// Why days cannot be taken as a holiday.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the wording below says what each case and its facts mean")]
pub enum BadDays {
    Unknown { typed: String },
    NoSuchDay { typed: String, nearest: Option<NaiveDate> },
    Reversed { typed: String, first: NaiveDate, last: NaiveDate },
    OtherYear { typed: String, year: i32 },
}

impl std::error::Error for BadDays {}

impl fmt::Display for BadDays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { typed } => {
                write!(f, "看不懂“{typed}”；写作 \"1月1日至3日\"、\"5月1日\" 或 2027-01-01")
            }
            Self::NoSuchDay { typed, nearest: Some(nearest) } => {
                write!(f, "“{typed}”里有一天不存在，离它最近的是 {nearest}；请改正")
            }
            Self::NoSuchDay { typed, nearest: None } => write!(f, "“{typed}”里有一天不存在；请改正"),
            Self::Reversed { typed, first, last } => {
                write!(f, "“{typed}”从 {first} 到 {last}，起止颠倒了；请改正，跨年的写上年份")
            }
            Self::OtherYear { typed, year } => {
                write!(f, "“{typed}”不在 {year} 年；请写到它那一年的 [[holiday]] 里")
            }
        }
    }
}

/// The days that a text names: one day, a stretch of them, or several of either. A day without a year lies in `year`; what
/// stands in brackets, as （周四） does in the notices, is passed over.
pub fn stretches(year: i32, text: &str) -> Result<Vec<RangeInclusive<NaiveDate>>, BadDays> {
    let plain = without_brackets(text);
    let named = split_names(&plain);
    if named.is_empty() {
        return Err(BadDays::Unknown { typed: text.trim().to_owned() });
    }
    named.iter().map(|days| stretch(year, days)).collect()
}

fn stretch(year: i32, typed: &str) -> Result<RangeInclusive<NaiveDate>, BadDays> {
    let unknown = || BadDays::Unknown { typed: typed.to_owned() };
    let text: String = typed.chars().map(half_width).filter(|c| !c.is_whitespace()).collect();
    let (first, last) = match Said::read(&text) {
        Some(said) => (said, None),
        None => ends(&text).map(|(first, last)| (first, Some(last))).ok_or_else(unknown)?,
    };
    let first_day = first.within(year, typed)?;
    let last_day = match last {
        None => first_day,
        Some(last) => {
            // 1月21日至27日, and 12月31日至1月3日 where the first of them lies in the year before.
            let month = last.month.unwrap_or(first_day.month());
            let year = if last.month.is_none() { first_day.year() } else { year };
            Said { month: Some(month), ..last }.within(year, typed)?
        }
    };
    if last_day < first_day {
        return Err(BadDays::Reversed { typed: typed.to_owned(), first: first_day, last: last_day });
    }
    // A notice may begin with the last days of the year before.
    let december = |day: NaiveDate| day.year() + 1 == year && day.month() == 12;
    if !(first_day.year() == year || december(first_day)) || last_day.year() > year {
        return Err(BadDays::OtherYear { typed: typed.to_owned(), year });
    }
    Ok(first_day..=last_day)
}

/// The two ends of a stretch, wherever a sign between them leaves a day on either side.
fn ends(text: &str) -> Option<(Said, Said)> {
    ["至", "到", "..", "~", "-"].iter().find_map(|sign| {
        text.match_indices(sign).find_map(|(at, _)| {
            let (first, last) = (&text[..at], text[at..].trim_start_matches(sign));
            let first = Said::read(first).filter(|said| said.month.is_some())?;
            Some((first, Said::read(last).or_else(|| Said::day_alone(last))?))
        })
    })
}

/// A day as it is said: 1月1日, 1-1, 2027-01-01; behind 至, 3日.
#[derive(Debug, Clone, Copy)]
struct Said {
    year: Option<i32>,
    month: Option<u32>,
    day: u32,
}

impl Said {
    fn read(text: &str) -> Option<Self> {
        let text = text.strip_suffix(['日', '号']).unwrap_or(text);
        let fields: Option<Vec<u32>> = text.split(['年', '月', '-', '.', '/']).map(number).collect();
        match fields?[..] {
            [year, month, day] if year >= 1000 => {
                Some(Self { year: i32::try_from(year).ok(), month: Some(month), day })
            }
            [month, day] => Some(Self { year: None, month: Some(month), day }),
            _ => None,
        }
    }

    fn day_alone(text: &str) -> Option<Self> {
        let day = number(text.strip_suffix(['日', '号'])?)?;
        Some(Self { year: None, month: None, day })
    }

    fn within(self, year: i32, typed: &str) -> Result<NaiveDate, BadDays> {
        let (year, month) = (self.year.unwrap_or(year), self.month.unwrap_or(0));
        NaiveDate::from_ymd_opt(year, month, self.day).ok_or_else(|| {
            let mut earlier = (1..self.day.min(31)).rev();
            let nearest = earlier.find_map(|day| NaiveDate::from_ymd_opt(year, month, day));
            BadDays::NoSuchDay { typed: typed.to_owned(), nearest }
        })
    }
}

fn number(text: &str) -> Option<u32> {
    let is_number = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok())?
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let mut kept = String::new();
    for c in text.chars() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            c if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_off_are_written_as_the_notices_word_them() {
        #[track_caller]
        fn case(text: &str, expected: &[(&str, &str)]) {
            let read = stretches(2027, text).unwrap();
            let read: Vec<_> = read.iter().map(|d| (d.start().to_string(), d.end().to_string())).collect();
            let expected: Vec<_> = expected.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
            assert_eq!(read, expected, "{text}");
        }
        case("1月1日", &[("2027-01-01", "2027-01-01")]);
        case("2027-01-01", &[("2027-01-01", "2027-01-01")]);
        case("2027年1月1日", &[("2027-01-01", "2027-01-01")]);
        case("1.1", &[("2027-01-01", "2027-01-01")]);
        case("1月1日至3日", &[("2027-01-01", "2027-01-03")]);
        case("1月1日（周五）至3日（周日）", &[("2027-01-01", "2027-01-03")]);
        case("1月1日—1月3日", &[("2027-01-01", "2027-01-03")]);
        case("１月１日 － ３日", &[("2027-01-01", "2027-01-03")]);
        case("1.1-1.3", &[("2027-01-01", "2027-01-03")]);
        case("2027-01-01..2027-01-03", &[("2027-01-01", "2027-01-03")]);
        case("2027-01-01至2027-01-03", &[("2027-01-01", "2027-01-03")]);
        case("2027-01-01-2027-01-03", &[("2027-01-01", "2027-01-03")]);
        case("4月29日到5月3日", &[("2027-04-29", "2027-05-03")]);
        case("2026年12月31日至1月3日", &[("2026-12-31", "2027-01-03")]);
        case("2026年12月30日至31日", &[("2026-12-30", "2026-12-31")]);
        case("1月30日、1月31日", &[("2027-01-30", "2027-01-30"), ("2027-01-31", "2027-01-31")]);
    }

    #[test]
    fn what_is_no_day_is_refused_with_the_remedy() {
        #[track_caller]
        fn case(text: &str, expected: &str) {
            assert_eq!(stretches(2027, text).unwrap_err().to_string(), expected);
        }
        case("元旦", "看不懂“元旦”；写作 \"1月1日至3日\"、\"5月1日\" 或 2027-01-01");
        case("", "看不懂“”；写作 \"1月1日至3日\"、\"5月1日\" 或 2027-01-01");
        case("1月", "看不懂“1月”；写作 \"1月1日至3日\"、\"5月1日\" 或 2027-01-01");
        case("3日", "看不懂“3日”；写作 \"1月1日至3日\"、\"5月1日\" 或 2027-01-01");
        case("2月29日", "“2月29日”里有一天不存在，离它最近的是 2027-02-28；请改正");
        case("2月25日至31日", "“2月25日至31日”里有一天不存在，离它最近的是 2027-02-28；请改正");
        case("13月1日", "“13月1日”里有一天不存在；请改正");
        case("1月3日至1日", "“1月3日至1日”从 2027-01-03 到 2027-01-01，起止颠倒了；请改正，跨年的写上年份");
        case("2026年5月1日至5日", "“2026年5月1日至5日”不在 2027 年；请写到它那一年的 [[holiday]] 里");
    }
}
