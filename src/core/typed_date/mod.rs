//! Dates as people type them: 2026-09-30, 9月底前, 下周五, 10个工作日内.
//!
//! `normal` brings the text to one spelling, `grammar` reads what it says, `meaning` finds the day that this is today.

mod error;
mod grammar;
mod meaning;
mod normal;

use chrono::NaiveDate;

pub use error::DateError;
use grammar::{Month, Said, Year};

use super::workday::{Holidays, UnknownYear};
use super::writing::weekday;

/// What a date's words refer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context<'a> {
    /// The day that 明天, 月底 and +7d are counted from.
    pub today: NaiveDate,
    /// The year of 9月底 and 年底, where none is typed: the ledger's or the plan's.
    pub year: i32,
    /// By which working days are counted: the settings'.
    pub holidays: &'a Holidays,
}

/// A date, and what the reader should be told about how it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedDate {
    /// The day that is meant.
    pub date: NaiveDate,
    /// The year that was supplied where none was typed, to be shown. None where the words are relative to today.
    pub inferred_year: Option<i32>,
    /// The words as typed (时限原文), unless they were no more than a full date such as 2026-09-30 or 2026年9月30日, or
    /// are relative to today: 明天 says nothing to whoever reads it next week.
    pub wording: Option<String>,
    /// The first year whose holidays had to be guessed (节假日尚未公布，按周末推算) in counting working days.
    pub guessed_holidays: Option<UnknownYear>,
    /// Whether it was typed as a full date, which needs no explaining.
    pub is_full: bool,
    /// Whether it is counted from the day on which it is read: 10个工作日内, 本周五, 月底.
    pub is_relative: bool,
}

/// Reads a date that a person typed or a plan states. A stretch of time stands for its last day (9月, 三季度, 2026年内), 月初
/// and 上旬 for the 10th, 中旬 for the 20th. 前 counts the day itself. A day that does not exist is refused with the
/// nearest one that does.
pub fn parse(text: &str, context: Context<'_>) -> Result<TypedDate, DateError> {
    let text = text.trim();
    let normal = normal::normalise(text);
    let full = grammar::read_full(&normal);
    let said = full.or_else(|| grammar::read(&normal));
    let said = said.ok_or_else(|| DateError::Unknown { text: text.to_owned() })?;
    let date = meaning::resolve(said, text, context)?;
    Ok(TypedDate {
        date,
        inferred_year: leaves_year_open(said).then_some(context.year),
        wording: (full.is_none() && stays_true(said)).then(|| text.to_owned()),
        guessed_holidays: match said {
            Said::Workdays(_) => context.holidays.first_unknown_year(context.today, date),
            _ => None,
        },
        is_full: full.is_some(),
        is_relative: is_relative(said),
    })
}

impl TypedDate {
    /// What the person should be told about how `typed` was read; nothing of a date that says it all.
    pub fn remarks(&self, what: &str, typed: &str) -> Option<String> {
        let date = self.date;
        let read = format!("{what}“{typed}”理解为 {date}（{}）", weekday(date));
        match (self.inferred_year, self.guessed_holidays) {
            (Some(year), _) => Some(format!("{read}，没有写的年份按 {year} 年")),
            (_, Some(year)) => Some(format!("{read}；{}", year.remark())),
            (None, None) => (!self.is_full).then_some(read),
        }
    }
}

/// Whether the words mean the same day whenever they are read.
fn stays_true(said: Said) -> bool {
    let Said::OfMonth { month: Month::Numbered { year, .. }, .. } = said else { return false };
    matches!(year, Year::Typed(_) | Year::Unsaid)
}

/// Whether the words mean another day when they are read on another. 今年 and 明年 speak of the plan's year.
fn is_relative(said: Said) -> bool {
    !matches!(said, Said::OfMonth { month: Month::Numbered { .. }, .. })
}

fn leaves_year_open(said: Said) -> bool {
    matches!(said, Said::OfMonth { month: Month::Numbered { year: Year::Unsaid, .. }, .. })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::workday::NATIONAL;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// A Wednesday. The ledger's year is not today's, so that a mistaken year shows.
    fn context() -> Context<'static> {
        Context { today: day("2026-07-15"), year: 2025, holidays: &NATIONAL }
    }

    fn read(text: &str) -> TypedDate {
        parse(text, context()).unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn full_dates_are_taken_as_they_stand() {
        #[track_caller]
        fn case(text: &str) {
            let expected = TypedDate {
                date: day("2026-09-30"),
                inferred_year: None,
                wording: None,
                guessed_holidays: None,
                is_full: true,
                is_relative: false,
            };
            assert_eq!(read(text), expected, "{text}");
        }
        case("2026-09-30");
        case("2026-9-30");
        case("2026.9.30");
        case("2026/9/30");
        case("20260930");
        case("2026年9月30日");
        case("2026年9月30号");
        case(" ２０２６ 年 ９ 月 ３０ 日 ");
        case("２０２６－０９－３０");
        case("2026。9。30");
        case("二〇二六年九月三十日");
    }

    #[test]
    fn a_year_that_was_not_typed_is_supplied_and_told() {
        #[track_caller]
        fn case(text: &str, date: &str) {
            let read = read(text);
            assert_eq!((read.date, read.inferred_year), (day(date), Some(2025)), "{text}");
            assert_eq!(read.wording.as_deref(), Some(text));
        }
        case("9月30日", "2025-09-30");
        case("9月30号", "2025-09-30");
        case("9月30", "2025-09-30");
        case("9-30", "2025-09-30");
        case("9.30", "2025-09-30");
        case("9/30", "2025-09-30");
        case("十二月三十一日", "2025-12-31");
        case("9月底", "2025-09-30");
        case("9月末", "2025-09-30");
        case("2月底", "2025-02-28");
        case("九月底", "2025-09-30");
        case("9月月底", "2025-09-30");
        case("9月", "2025-09-30");
        case("9月份", "2025-09-30");
        case("9月内", "2025-09-30");
        case("10月初", "2025-10-10");
        case("10月上旬", "2025-10-10");
        case("10月中旬", "2025-10-20");
        case("10月下旬", "2025-10-31");
        case("年底", "2025-12-31");
        case("年末", "2025-12-31");
        case("年内", "2025-12-31");
        case("年中", "2025-06-30");
        case("上半年", "2025-06-30");
        case("下半年", "2025-12-31");
        case("三季度末", "2025-09-30");
        case("第三季度", "2025-09-30");
        case("一季度", "2025-03-31");
        case("4季度", "2025-12-31");
        case("Q3", "2025-09-30");
        case("ｑ３", "2025-09-30");
    }

    #[test]
    fn a_year_may_be_said() {
        #[track_caller]
        fn case(text: &str, date: &str) {
            let read = read(text);
            assert_eq!((read.date, read.inferred_year), (day(date), None), "{text}");
            assert_eq!(read.wording.as_deref(), Some(text));
        }
        case("2026年9月底", "2026-09-30");
        case("2024年2月", "2024-02-29");
        case("2024-02", "2024-02-29");
        case("2026年10月上旬", "2026-10-10");
        case("2026年三季度", "2026-09-30");
        case("2026年Q3", "2026-09-30");
        case("2026Q3", "2026-09-30");
        case("2026上半年", "2026-06-30");
        case("2027年上半年", "2027-06-30");
        case("2026年底", "2026-12-31");
        case("2026年年底前", "2026-12-31");
        case("2027年内", "2027-12-31");
        case("到2027年", "2027-12-31");
    }

    #[test]
    fn words_near_today_are_counted_from_today() {
        #[track_caller]
        fn case(text: &str, date: &str) {
            let expected = TypedDate {
                date: day(date),
                inferred_year: None,
                wording: None,
                guessed_holidays: None,
                is_full: false,
                is_relative: read(text).is_relative,
            };
            assert_eq!(read(text), expected, "{text}");
        }
        case("今年三季度", "2026-09-30");
        case("今年底", "2026-12-31");
        case("今年年内", "2026-12-31");
        case("明年底", "2027-12-31");
        case("明年3月10日", "2027-03-10");
        case("去年9月", "2025-09-30");
        case("月底", "2026-07-31");
        case("本月底", "2026-07-31");
        case("这个月底", "2026-07-31");
        case("下月底", "2026-08-31");
        case("下个月底", "2026-08-31");
        case("上月底", "2026-06-30");
        case("本月内", "2026-07-31");
        case("本月15日", "2026-07-15");
        case("下月10日", "2026-08-10");
        case("15日", "2026-07-15");
        case("10日前", "2026-07-10");
        case("上旬", "2026-07-10");
        case("本月上旬", "2026-07-10");
        case("月初", "2026-07-10");
        case("下月中旬", "2026-08-20");
        case("本周五", "2026-07-17");
        case("周五", "2026-07-17");
        case("周一", "2026-07-13");
        case("星期五", "2026-07-17");
        case("礼拜五", "2026-07-17");
        case("下周三", "2026-07-22");
        case("下个星期三", "2026-07-22");
        case("上周一", "2026-07-06");
        case("下下周一", "2026-07-27");
        case("周日", "2026-07-19");
        case("周天", "2026-07-19");
        case("本周末", "2026-07-19");
        case("今天", "2026-07-15");
        case("今日", "2026-07-15");
        case("明天", "2026-07-16");
        case("后天", "2026-07-17");
        case("大后天", "2026-07-18");
        case("昨天", "2026-07-14");
        case("前天", "2026-07-13");
        case("明天前", "2026-07-16");
        case("+7d", "2026-07-22");
        case("＋７Ｄ", "2026-07-22");
        case("-3d", "2026-07-12");
        case("+7天", "2026-07-22");
        case("+2周", "2026-07-29");
        case("+2w", "2026-07-29");
        case("+1月", "2026-08-15");
        case("+1m", "2026-08-15");
        case("+1个月", "2026-08-15");
        case("-1个月", "2026-06-15");
        case("+1年", "2027-07-15");
        case("7天内", "2026-07-22");
        case("10日内", "2026-07-25");
        case("10日内完成", "2026-07-25");
        case("30天以内", "2026-08-14");
        case("3个月内", "2026-10-15");
        case("三个月内", "2026-10-15");
        case("1年内", "2027-07-15");
        case("一周后", "2026-07-22");
        case("+10工作日", "2026-07-29");
        case("+10wd", "2026-07-29");
        case("10个工作日内", "2026-07-29");
        case("十个工作日内完成", "2026-07-29");
        case("5个工作日", "2026-07-22");
        case("5个工作日内", "2026-07-22");
        case("10个工作日以内", "2026-07-29");
        case("在５个工作日之内", "2026-07-22");
        case("十五个工作日内完成", "2026-08-05");
    }

    #[test]
    fn what_counts_from_the_day_of_reading_is_told_from_what_does_not() {
        for text in ["10个工作日内", "本周五", "明天", "月底前", "+7d", "下月10日", "15日"] {
            assert!(read(text).is_relative, "{text}");
        }
        for text in ["2026-09-30", "9月底前", "三季度", "年底", "今年三季度", "明年底"] {
            assert!(!read(text).is_relative, "{text}");
        }
    }

    #[test]
    fn weeks_and_months_cross_the_year() {
        #[track_caller]
        fn case(today: &str, text: &str, date: &str) {
            let read = parse(text, Context { today: day(today), year: 2026, holidays: &NATIONAL }).unwrap();
            assert_eq!(read.date, day(date), "{text} on {today}");
        }
        case("2026-12-31", "下月底", "2027-01-31");
        case("2026-01-05", "上月", "2025-12-31");
        case("2026-12-31", "周日", "2027-01-03");
        // Monday is the first day of its week and Sunday the last.
        case("2026-07-13", "上周日", "2026-07-12");
        case("2026-07-19", "周一", "2026-07-13");
        // The month's last day where it has no such day.
        case("2026-01-31", "+1月", "2026-02-28");
        case("2024-02-29", "+1年", "2025-02-28");
        case("2026-08-31", "下月", "2026-09-30");
    }

    #[test]
    fn words_before_and_after_the_date_do_not_move_it() {
        #[track_caller]
        fn case(text: &str) {
            let read = read(text);
            assert_eq!((read.date, read.wording.as_deref()), (day("2026-09-30"), Some(text)));
        }
        case("2026年9月30日前");
        case("2026-09-30前");
        case("2026年9月底前完成");
        case("2026年9月底以前");
        case("2026年9月底之前完成。");
        case("于2026年9月底前");
        case("到2026年9月底");
        case("在2026年9月底前");
        case("至2026年9月30日止");
        case("到2026年9月30日为止");
        case("力争2026年9月底前");
        case("力争于2026年9月底前完成");
        case("原则上 2026年9月底前");
        case("（2026年9月底前）");
    }

    #[test]
    fn guessed_holidays_are_told() {
        #[track_caller]
        fn case(today: &str, text: &str, date: &str, guessed: Option<i32>) {
            let read = parse(text, Context { today: day(today), year: 2026, holidays: &NATIONAL }).unwrap();
            assert_eq!((read.date, read.guessed_holidays), (day(date), guessed.map(UnknownYear)));
        }
        case("2026-09-30", "+3工作日", "2026-10-10", None);
        case("2026-12-28", "+3工作日", "2026-12-31", None);
        case("2026-12-28", "+4工作日", "2027-01-01", Some(2027));
        case("2026-12-28", "+4天", "2027-01-01", None);
    }

    #[test]
    fn a_day_that_does_not_exist_is_refused_with_the_nearest() {
        #[track_caller]
        fn case(text: &str, (year, month, day): (i32, u32, u32), nearest: &str) {
            let nearest = nearest.parse().unwrap();
            let error = DateError::NoSuchDay { text: text.to_owned(), year, month, day, nearest };
            assert_eq!(parse(text, context()), Err(error));
        }
        case("9月31日", (2025, 9, 31), "2025-09-30");
        case("2021年9月31日前", (2021, 9, 31), "2021-09-30");
        case("2026-02-30", (2026, 2, 30), "2026-02-28");
        case("2026-02-29", (2026, 2, 29), "2026-02-28");
        case("2月29日", (2025, 2, 29), "2025-02-28");
        case("2100年2月29日", (2100, 2, 29), "2100-02-28");
        case("13月1日", (2025, 13, 1), "2025-12-31");
        case("13月底", (2025, 13, 31), "2025-12-31");
        case("2026-00-10", (2026, 0, 10), "2026-01-01");
        case("9月0日", (2025, 9, 0), "2025-09-01");
        case("32日", (2026, 7, 32), "2026-07-31");
    }

    #[test]
    fn what_names_no_one_day_is_not_guessed_at() {
        #[track_caller]
        fn case(text: &str) {
            assert_eq!(parse(text, context()), Err(DateError::Unknown { text: text.trim().to_owned() }));
        }
        case("");
        case("　");
        case("下周");
        case("本周内");
        case("月");
        case("年");
        case("底");
        case("前");
        case("年前"); // before the Spring Festival
        case("9月前"); // before September begins, or before it ends?
        case("2026年前");
        case("三季度前");
        case("3天前"); // ago
        case("5个工作日前");
        case("7天");
        case("+7");
        case("-3工作日");
        case("三五天内");
        case("五季度");
        case("30");
        case("930");
        case("2026930");
        case("26年9月底");
        case("+-3d");
        case("2026-+9-30");
        case("5月~10月");
        case("每月25日前");
        case("长期坚持");
        // Blanks that a plan leaves open.
        case("****年*月底前");
        case("2026年 月底前");
        case("2026年9月 日");
    }

    #[test]
    fn what_lies_too_far_off_is_refused() {
        #[track_caller]
        fn case(text: &str) {
            assert_eq!(parse(text, context()), Err(DateError::OutOfRange { text: text.to_owned() }));
        }
        case("0026-09-30");
        case("9999年12月31日");
        case("0000-02-30");
        case("+99999d");
        case("-99999d");
        case("+4294967295周");
        case("+4294967295月");
        case("+4294967296年");
        case("+4294967295工作日");
        case("99999999999999999999天内");
    }
}
