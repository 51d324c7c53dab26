//! The forms that dates are typed in: what was said, before anybody asks which day that is.

use std::ops::RangeInclusive;

use chrono::Weekday;

/// What a date's wording says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    /// A day of a month: 9月30日, 下月底; 年底 is the last day of December.
    OfMonth { month: Month, day: Day },
    /// A day of a week: 本周五. `weeks` counts from this week.
    OfWeek { weeks: i64, weekday: Weekday },
    /// So much later than today (earlier, if negative): +7d, 10日内, 明天.
    Later { amount: i64, unit: Unit },
    /// So many working days after today: 10个工作日内.
    Workdays(u32),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Month {
    /// 9月, 2026年9月, 明年9月. Its number is as typed: there may be no such month.
    Numbered { year: Year, month: u32 },
    /// 上月 (-1), 本月 (0), 下月 (1).
    FromThis(i32),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Year {
    Typed(i32),
    /// 去年 (-1), 今年 (0), 明年 (1).
    FromThis(i32),
    Unsaid,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Day {
    /// As typed: there may be no such day.
    Nth(u32),
    Last,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Day,
    Week,
    Month,
    Year,
}

/// Reads a date written out with its year, and nothing besides: 2026-09-30, 2026.9.30, 2026/9/30, 20260930, 2026年9月30日.
pub(super) fn read_full(text: &str) -> Option<Said> {
    let text = text.strip_suffix('日').unwrap_or(text);
    let signs: Vec<char> = text.chars().filter(|c| !c.is_ascii_digit()).collect();
    // 2026年7-9 and 2026.7-9 are the months of a stretch.
    if !matches!(signs[..], [] | ['年', '月'] | ['-', '-'] | ['.', '.'] | ['/', '/']) {
        return None;
    }
    let fields: Vec<&str> = text.split(['-', '.', '/', '年', '月']).collect();
    let (year, month, day) = match fields[..] {
        [year, month, day] => (year, month, day),
        // With fewer digits, 2026123 would be two dates.
        [digits] if digits.len() == 8 => {
            let (year, rest) = digits.split_at_checked(4)?;
            let (month, day) = rest.split_at_checked(2)?;
            (year, month, day)
        }
        _ => return None,
    };
    let month = Month::Numbered { year: Year::Typed(typed_year(year)?), month: small(month)? };
    Some(Said::OfMonth { month, day: Day::Nth(small(day)?) })
}

/// Reads a date in words, with the words that commonly stand before and after one: 力争9月底前完成.
pub(super) fn read(text: &str) -> Option<Said> {
    let mut text = without_lead(text);
    // From the whole text inwards, because 10日内 and 10日 are different dates.
    loop {
        let said = FORMS.iter().find_map(|form| form(text));
        if said.is_some() {
            return said;
        }
        text = without_tail(text)?;
    }
}

/// In any order: no text fits two of them.
const FORMS: [fn(&str) -> Option<Said>; 11] = [
    read_full,
    month_and_day,
    of_month,
    of_near_month,
    of_this_month,
    of_year,
    of_unsaid_year,
    of_week,
    near_day,
    shifted,
    within,
];

/// Prepositions and hedges. A hedge (力争, 原则上) does not move the deadline; it stays in the wording that is kept.
const LEADS: [&str; 13] =
    ["原则上", "力争", "争取", "确保", "计划", "最迟", "截至", "截止", "拟", "于", "在", "到", "至"];

/// 前, 以前 and 之前 count the day itself, in an office as here.
const BEFORE: [&str; 3] = ["以前", "之前", "前"];

const TAILS: [&str; 6] = ["完成", "为止", "止", "以内", "之内", "内"];

/// Words that name a stretch of time and not a day.
const STRETCHES: [&str; 6] = ["年", "年度", "季度", "月", "月份", "工作日"];

fn without_lead(mut text: &str) -> &str {
    while let Some(rest) = LEADS.iter().find_map(|lead| text.strip_prefix(lead)) {
        text = rest;
    }
    text
}

fn without_tail(text: &str) -> Option<&str> {
    match BEFORE.iter().find_map(|before| text.strip_suffix(before)) {
        // 9月前 may mean before September begins, and 5个工作日前 looks back: neither is the end of the stretch.
        Some(rest) => (!STRETCHES.iter().any(|stretch| rest.ends_with(stretch))).then_some(rest),
        None => TAILS.iter().find_map(|tail| text.strip_suffix(tail)),
    }
}

/// 9-30, 9.30, 9/30; and 2026-09, which is the end of that month.
fn month_and_day(text: &str) -> Option<Said> {
    let (first, second) = text.split_once(['-', '.', '/'])?;
    let second = small(second)?;
    if let Some(year) = typed_year(first) {
        return Some(end_of(Year::Typed(year), second));
    }
    let month = Month::Numbered { year: Year::Unsaid, month: small(first)? };
    Some(Said::OfMonth { month, day: Day::Nth(second) })
}

/// 9月30日, 9月底, 9月, 2026年10月上旬, 明年3月.
fn of_month(text: &str) -> Option<Said> {
    let (year, rest) = said_year(text).unwrap_or((Year::Unsaid, text));
    let (month, rest) = rest.split_once('月')?;
    let month = Month::Numbered { year, month: small(month)? };
    Some(Said::OfMonth { month, day: day_of_month(rest)? })
}

/// 本月15日, 下月底, 上月.
fn of_near_month(text: &str) -> Option<Said> {
    let (near, rest) = text.split_once('月')?;
    let month = Month::FromThis(from_this(near)?);
    Some(Said::OfMonth { month, day: day_of_month(rest)? })
}

/// 月底, 下旬, 15日: of this month, as nothing else is said.
fn of_this_month(text: &str) -> Option<Said> {
    let day = match text {
        "月底" | "月末" | "月内" | "下旬" => Day::Last,
        "月初" | "上旬" => Day::Nth(10),
        "中旬" => Day::Nth(20),
        _ => Day::Nth(small(text.strip_suffix('日')?)?),
    };
    Some(Said::OfMonth { month: Month::FromThis(0), day })
}

/// What stands behind 9月. A month alone is its end, 上旬 and 月初 its tenth day, 中旬 its twentieth.
fn day_of_month(text: &str) -> Option<Day> {
    let text = text.strip_prefix('份').unwrap_or(text);
    Some(match text {
        "" | "底" | "末" | "下旬" => Day::Last,
        "初" | "上旬" => Day::Nth(10),
        "中旬" => Day::Nth(20),
        _ => Day::Nth(small(text.strip_suffix('日').unwrap_or(text))?),
    })
}

/// 2026年底, 今年三季度, 明年上半年, 2026Q3; the year alone is its end (到2026年, 今年内).
fn of_year(text: &str) -> Option<Said> {
    let unworded = || {
        Some((Year::Typed(typed_year(text.get(..4)?)?), text.get(4..)?)).filter(|(_, rest)| !rest.is_empty())
    };
    let (year, rest) = said_year(text).or_else(unworded)?;
    let month = match rest {
        "" | "度" | "底" | "末" | "终" => 12,
        "中" => 6,
        _ => half_or_quarter(rest)?,
    };
    Some(end_of(year, month))
}

/// 年底, 年中, 上半年, 三季度末.
fn of_unsaid_year(text: &str) -> Option<Said> {
    let month = match text {
        "年底" | "年末" | "年终" | "年内" => 12,
        "年中" => 6,
        _ => half_or_quarter(text)?,
    };
    Some(end_of(Year::Unsaid, month))
}

/// The last month of 上半年, 下半年, 第3季度.
fn half_or_quarter(text: &str) -> Option<u32> {
    match text.trim_start_matches('第').trim_end_matches(['底', '末']) {
        "上半年" => Some(6),
        "下半年" => Some(12),
        quarter => match small(quarter.strip_suffix("季度")?)? {
            quarter @ 1..=4 => Some(quarter * 3),
            _ => None,
        },
    }
}

/// 周五, 本周五, 下周三, 上周日. The week starts on Monday; 周末 is its Sunday. 下周 alone names no day.
fn of_week(text: &str) -> Option<Said> {
    let (near, weekday) = text.split_once('周')?;
    let weeks = if near.is_empty() { 0 } else { from_this(near)? };
    let weekday = match weekday {
        "1" => Weekday::Mon,
        "2" => Weekday::Tue,
        "3" => Weekday::Wed,
        "4" => Weekday::Thu,
        "5" => Weekday::Fri,
        "6" => Weekday::Sat,
        "日" | "天" | "末" => Weekday::Sun,
        _ => return None,
    };
    Some(Said::OfWeek { weeks: weeks.into(), weekday })
}

/// 今天, 明天, 后天, 昨天.
fn near_day(text: &str) -> Option<Said> {
    let amount = match text {
        "大前天" => -3,
        "前天" | "前日" => -2,
        "昨天" | "昨日" => -1,
        "今天" | "今日" => 0,
        "明天" | "明日" => 1,
        "后天" | "后日" => 2,
        "大后天" => 3,
        _ => return None,
    };
    Some(Said::Later { amount, unit: Unit::Day })
}

/// +7d, -3d, +2周, +1个月, +10工作日.
fn shifted(text: &str) -> Option<Said> {
    match text.strip_prefix('-') {
        Some(earlier) => match quantity(earlier)? {
            Said::Later { amount, unit } => Some(Said::Later { amount: -amount, unit }),
            _ => None,
        },
        None => quantity(text.strip_prefix('+')?),
    }
}

/// 7天内, 三个月以内, 一周后, 5个工作日.
fn within(text: &str) -> Option<Said> {
    let limits = ["以内", "之内", "内", "以后", "之后", "后"];
    match limits.iter().find_map(|limit| text.strip_suffix(limit)) {
        // 3月内 and 2026年内 lie within the March and the year they name.
        Some(rest) if of_month(rest).or_else(|| of_year(rest)).is_some() => None,
        Some(rest) => quantity(rest),
        // 10日 is a day of the month, so that only working days may stand alone.
        None => quantity(text).filter(|said| matches!(said, Said::Workdays(_))),
    }
}

fn quantity(text: &str) -> Option<Said> {
    let (digits, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit())?);
    let number = number(digits, 1..=usize::MAX)?;
    let unit = match unit {
        "d" | "天" | "日" => Unit::Day,
        "w" | "周" => Unit::Week,
        "m" | "月" | "个月" => Unit::Month,
        "y" | "年" => Unit::Year,
        "wd" | "工作日" | "个工作日" => return Some(Said::Workdays(number)),
        _ => return None,
    };
    Some(Said::Later { amount: number.into(), unit })
}

fn end_of(year: Year, month: u32) -> Said {
    Said::OfMonth { month: Month::Numbered { year, month }, day: Day::Last }
}

/// The year at the head of the text, and the rest.
fn said_year(text: &str) -> Option<(Year, &str)> {
    let (year, rest) = text.split_once('年')?;
    let year = match year {
        "去" => Year::FromThis(-1),
        "今" | "本" => Year::FromThis(0),
        "明" => Year::FromThis(1),
        "后" => Year::FromThis(2),
        _ => Year::Typed(typed_year(year)?),
    };
    Some((year, rest))
}

fn from_this(near: &str) -> Option<i32> {
    Some(match near {
        "上上" => -2,
        "上" => -1,
        "本" => 0,
        "下" => 1,
        "下下" => 2,
        _ => return None,
    })
}

/// Four digits: a year of two could as well be a day.
fn typed_year(text: &str) -> Option<i32> {
    i32::try_from(number(text, 4..=4)?).ok()
}

/// The number of a month, a day or a quarter.
fn small(text: &str) -> Option<u32> {
    number(text, 1..=2)
}

/// A number of so many digits and nothing besides. One too large to hold is as large as can be: out of any range.
fn number(text: &str, digits: RangeInclusive<usize>) -> Option<u32> {
    let is_number = digits.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().unwrap_or(u32::MAX))
}
