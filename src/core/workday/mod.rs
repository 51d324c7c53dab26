//! Working days (工作日): Monday to Friday, less the days off (放假) and plus the make-up days (补班) that the State Council
//! arranges. 行政许可法第八十二条: 期限以工作日计算，不含法定节假日.

mod own;
mod table;

use std::collections::BTreeMap;
use std::fmt;

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

pub use own::{BadDays, OwnYear, stretches};
use table::Arrangement;

/// The calendar by which an office works (节假日安排): the State Council's table as compiled in, and before it what the
/// settings say themselves. A year that neither knows is taken to have only weekends: ask [`Holidays::known`] and say so.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Vec<own::Written>")]
pub struct Holidays {
    own: Vec<OwnYear>,
    /// The same day by day: spans of thousands of years are counted, and settings may speak of all of them.
    calendar: BTreeMap<i32, Year>,
}

/// The most days that a year has.
const DAYS: usize = 366;

/// What the settings say of a calendar year.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Year {
    /// Whether offices work on each of its days, where the settings say so.
    says: Vec<Option<bool>>,
    /// How many working days it has.
    workdays: usize,
}

impl FromIterator<OwnYear> for Holidays {
    fn from_iter<I: IntoIterator<Item = OwnYear>>(own: I) -> Self {
        let own: Vec<OwnYear> = own.into_iter().collect();
        let mut calendar: BTreeMap<i32, Year> = BTreeMap::new();
        for (days, works) in own.iter().flat_map(OwnYear::said) {
            let (first, last) = (*days.start(), *days.end());
            for number in first.year()..=last.year() {
                let from = if number == first.year() { first.ordinal0() as usize } else { 0 };
                let to = if number == last.year() { last.ordinal0() as usize } else { DAYS - 1 };
                let year =
                    calendar.entry(number).or_insert_with(|| Year { says: vec![None; DAYS], workdays: 0 });
                for day in year.says.get_mut(from..=to).into_iter().flatten() {
                    // The first section that speaks of a day counts.
                    day.get_or_insert(works);
                }
            }
        }
        for (number, year) in &mut calendar {
            let days = days_of(*number).zip(&year.says);
            year.workdays =
                days.filter(|(day, says)| says.unwrap_or_else(|| is_national_workday(*day))).count();
        }
        Self { own, calendar }
    }
}

/// The calendar of an office that has written nothing into its settings.
pub static NATIONAL: Holidays = Holidays { own: Vec::new(), calendar: BTreeMap::new() };

impl Holidays {
    /// What the settings say themselves, in their order.
    pub fn own(&self) -> &[OwnYear] {
        &self.own
    }

    /// Whether the arrangement for this year is known.
    pub fn known(&self, year: i32) -> bool {
        self.own.iter().any(|own| own.year == year) || national(year).is_some()
    }

    /// Whether offices work on this day.
    pub fn is_workday(&self, date: NaiveDate) -> bool {
        let own = self.calendar.get(&date.year()).and_then(|year| year.says[date.ordinal0() as usize]);
        own.unwrap_or_else(|| is_national_workday(date))
    }

    /// The `n`th working day after `start`. The start day itself is not counted (民法典第二百零一条: 开始的当日不计入，自下一日
    /// 开始计算). Past the end of the calendar it stays on the last day that can be written.
    pub fn add_workdays(&self, start: NaiveDate, n: u32) -> NaiveDate {
        let mut left = n as usize;
        if left == 0 {
            return start;
        }
        for year in start.year()..=NaiveDate::MAX.year() {
            // A whole year is passed over at once.
            if year > start.year() && self.workdays_in(year) < left {
                left -= self.workdays_in(year);
                continue;
            }
            for day in days_of(year).filter(|day| *day > start && self.is_workday(*day)) {
                left -= 1;
                if left == 0 {
                    return day;
                }
            }
        }
        NaiveDate::MAX
    }

    /// How many working days lie after `after`, up to and including `until`: the day from which is counted is not counted
    /// itself, as in [`Holidays::add_workdays`].
    pub fn workdays_after(&self, after: NaiveDate, until: NaiveDate) -> usize {
        let in_year = |year: i32| {
            if after.year() < year && year < until.year() {
                return self.workdays_in(year);
            }
            let days = days_of(year).filter(|day| *day > after && *day <= until);
            days.filter(|day| self.is_workday(*day)).count()
        };
        (after.year()..=until.year()).map(in_year).sum()
    }

    /// How many working days a year has.
    fn workdays_in(&self, year: i32) -> usize {
        match (self.calendar.get(&year), national(year)) {
            (Some(known), _) => known.workdays,
            (None, Some(_)) => days_of(year).filter(|day| is_national_workday(*day)).count(),
            // Fifty-two weeks, and a day or two.
            (None, None) => {
                let last = [365, 366].into_iter().filter_map(|day| NaiveDate::from_yo_opt(year, day));
                52 * 5 + last.filter(|day| is_in_the_week(*day)).count()
            }
        }
    }

    /// The first year that is not known among the days after `after`, up to and including `until`: counting working days
    /// over that span guesses at its holidays.
    pub fn first_unknown_year(&self, after: NaiveDate, until: NaiveDate) -> Option<UnknownYear> {
        let first = after.succ_opt()?;
        (first.year()..=until.year()).find(|year| !self.known(*year)).map(UnknownYear)
    }
}

/// A year whose holidays had to be guessed at, and how it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownYear(pub i32);

impl UnknownYear {
    /// The same for whoever can do something about it.
    pub fn remark(self) -> String {
        let when = if self.is_past() { "可以" } else { "公布后可" };
        format!("{self}；{when}写入 ledger.toml")
    }

    /// Whether it lies before years that are known: its notice came out long ago.
    fn is_past(self) -> bool {
        table::ARRANGEMENTS.iter().any(|known| known.year > self.0)
    }
}

impl fmt::Display for UnknownYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let year = self.0;
        if self.is_past() {
            write!(f, "没有收录{year}年的节假日安排，按周末推算")
        } else {
            write!(f, "{year}年节假日安排尚未公布，按周末推算")
        }
    }
}

/// Whether the State Council has people work on this day.
pub fn is_national_workday(date: NaiveDate) -> bool {
    let day = (date.month(), date.day());
    match national(date.year()) {
        Some(known) if known.work.contains(&day) => true,
        Some(known) if known.off.iter().any(|holiday| holiday.contains(&day)) => false,
        _ => is_in_the_week(date),
    }
}

fn is_in_the_week(date: NaiveDate) -> bool {
    date.weekday().number_from_monday() <= 5
}

/// The days of a year.
fn days_of(year: i32) -> impl Iterator<Item = NaiveDate> {
    let first = NaiveDate::from_ymd_opt(year, 1, 1);
    first.into_iter().flat_map(|first| first.iter_days()).take_while(move |day| day.year() == year)
}

fn national(year: i32) -> Option<&'static Arrangement> {
    table::ARRANGEMENTS.iter().find(|known| known.year == year)
}

#[cfg(test)]
mod tests {
    use chrono::Weekday;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn holidays_and_make_up_days_override_the_week() {
        #[track_caller]
        fn case(date: &str, works: bool) {
            assert_eq!(NATIONAL.is_workday(day(date)), works, "{date}");
        }
        case("2026-09-30", true); // Wednesday
        case("2026-09-26", false); // Saturday
        case("2026-10-01", false); // 国庆节
        case("2026-10-07", false); // its last day
        case("2026-10-10", true); // Saturday, 补班
        case("2023-10-03", false); // in a holiday that spans two months
        case("2022-12-31", false); // Saturday in a year without a table
        case("2027-01-01", true); // Friday: the notice for 2027 is not out
        case("2027-01-02", false);
    }

    #[test]
    fn a_year_is_known_once_its_notice_is_in_the_table() {
        let known: Vec<_> = (2020..2030).filter(|year| NATIONAL.known(*year)).collect();
        assert_eq!(known, [2023, 2024, 2025, 2026]);
    }

    #[test]
    fn the_settings_own_arrangement_comes_first() {
        #[track_caller]
        fn case(holidays: &Holidays, date: &str, works: bool) {
            assert_eq!(holidays.is_workday(day(date)), works, "{date}");
        }
        let own: Holidays = toml::from_str::<std::collections::BTreeMap<String, Holidays>>(
            "[[holiday]]\nyear = 2026\noff = ['4月20日至21日', '10月10日']\nwork = [2026-10-07]\n\
             [[holiday]]\nyear = 2027\noff = ['2026年12月31日至1月3日']\n",
        )
        .unwrap()
        .remove("holiday")
        .unwrap();
        case(&own, "2026-04-20", false); // a local holiday
        case(&own, "2026-10-10", false); // no make-up day here
        case(&own, "2026-10-07", true); // on duty
        case(&own, "2026-10-06", false); // as everywhere
        case(&own, "2026-12-31", false); // from the section of the year after
        case(&own, "2027-01-01", false);
        case(&own, "2027-01-04", true);
        assert_eq!(own.add_workdays(day("2026-12-30"), 1), day("2027-01-04"));
        assert_eq!(own.first_unknown_year(day("2026-12-30"), day("2028-01-04")), Some(UnknownYear(2028)));
    }

    #[test]
    fn a_year_that_is_guessed_at_says_what_to_do() {
        assert_eq!(
            UnknownYear(2027).remark(),
            "2027年节假日安排尚未公布，按周末推算；公布后可写入 ledger.toml"
        );
        assert_eq!(
            UnknownYear(2022).remark(),
            "没有收录2022年的节假日安排，按周末推算；可以写入 ledger.toml"
        );
    }

    #[test]
    fn the_start_day_is_not_counted() {
        #[track_caller]
        fn case(start: &str, n: u32, expected: &str) {
            let (start, expected) = (day(start), day(expected));
            assert_eq!(NATIONAL.add_workdays(start, n), expected);
        }
        case("2024-09-27", 5, "2024-10-10");
        case("2024-02-06", 3, "2024-02-09");
        case("2025-01-24", 5, "2025-02-07");
        case("2025-04-30", 2, "2025-05-07");
        case("2026-02-13", 3, "2026-02-25");
        case("2026-09-30", 3, "2026-10-10");
        case("2026-10-03", 1, "2026-10-08"); // counted from a day off
        case("2026-12-31", 1, "2027-01-01"); // no notice: by the week
        case("2026-10-01", 0, "2026-10-01");
    }

    #[test]
    fn days_past_a_deadline_count_today_and_not_the_deadline() {
        #[track_caller]
        fn case(after: &str, until: &str, expected: usize) {
            assert_eq!(NATIONAL.workdays_after(day(after), day(until)), expected);
        }
        case("2026-10-31", "2026-11-23", 16); // a Saturday to a Monday
        case("2026-09-30", "2026-10-08", 1); // 国庆节 between
        case("2026-10-09", "2026-10-10", 1); // a Saturday, 补班
        case("2026-06-30", "2026-06-30", 0);
        case("2026-06-30", "2026-06-01", 0);
    }

    #[test]
    fn whole_years_are_passed_over_and_counted_as_day_by_day() {
        let own: Holidays = [2030, 2031]
            .map(|year| OwnYear {
                year,
                off: vec![day(&format!("{year}-01-01"))..=day(&format!("{year}-12-31"))],
                work: vec![day(&format!("{year}-05-02"))..=day(&format!("{year}-05-04"))],
            })
            .into_iter()
            .collect();
        for holidays in [&NATIONAL, &own] {
            for (after, until) in
                [("2019-03-05", "2034-11-20"), ("2025-12-31", "2027-01-01"), ("2026-06-30", "2026-07-01")]
            {
                let (after, until) = (day(after), day(until));
                let each: Vec<_> = after
                    .iter_days()
                    .skip(1)
                    .take_while(|day| *day <= until)
                    .filter(|day| holidays.is_workday(*day))
                    .collect();
                assert_eq!(holidays.workdays_after(after, until), each.len());
                for (n, day) in (1..).zip(&each).step_by(97) {
                    assert_eq!(holidays.add_workdays(after, n), *day);
                }
            }
        }
        assert_eq!(own.workdays_after(day("2029-12-31"), day("2031-12-31")), 6);
    }

    #[test]
    fn the_end_of_the_calendar_is_not_passed() {
        assert_eq!(NATIONAL.add_workdays(NaiveDate::MAX, 1), NaiveDate::MAX);
        assert_eq!(NATIONAL.add_workdays(day("2026-06-30"), u32::MAX), NaiveDate::MAX);
    }

    #[test]
    fn a_span_tells_the_first_year_it_guesses_at() {
        #[track_caller]
        fn case(after: &str, until: &str, year: Option<i32>) {
            assert_eq!(NATIONAL.first_unknown_year(day(after), day(until)).map(|year| year.0), year);
        }
        case("2026-01-01", "2026-12-31", None);
        case("2026-12-28", "2027-01-04", Some(2027));
        case("2027-12-28", "2028-01-04", Some(2027));
        // The start day is not counted, so its year is not guessed at.
        case("2022-12-31", "2023-01-03", None);
    }

    #[test]
    fn the_months_add_up_to_the_published_counts() {
        #[track_caller]
        fn case(year: i32, months: [u32; 12]) {
            let counted = std::array::from_fn(|month0| workdays_in(year, u32::try_from(month0).unwrap() + 1));
            assert_eq!(months, counted, "{year}");
        }
        case(2024, [22, 18, 21, 22, 21, 19, 23, 22, 21, 19, 21, 22]);
        case(2025, [19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23]);
        case(2026, [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23]);
        assert_eq!((1..=12).map(|month| workdays_in(2023, month)).sum::<u32>(), 249);
    }

    fn workdays_in(year: i32, month: u32) -> u32 {
        let first = NaiveDate::from_ymd_opt(year, month, 1).unwrap();
        let last = first.with_day(u32::from(first.num_days_in_month())).unwrap();
        first.iter_days().take_while(|day| *day <= last).map(|day| u32::from(NATIONAL.is_workday(day))).sum()
    }

    /// A slip of the pen in the table (a 31st of June, a range turned round, a make-up day in the week) would otherwise
    /// go unnoticed.
    #[test]
    fn the_table_holds_real_days_in_order() {
        for known in table::ARRANGEMENTS {
            let date = |(month, day)| NaiveDate::from_ymd_opt(known.year, month, day).unwrap();
            assert!(known.off.iter().all(|holiday| date(*holiday.start()) <= date(*holiday.end())));
            assert!(known.off.is_sorted_by(|a, b| a.end() < b.start()), "{}", known.year);
            assert!(known.work.is_sorted_by(|a, b| a < b), "{}", known.year);
            for work in known.work {
                assert!(matches!(date(*work).weekday(), Weekday::Sat | Weekday::Sun), "{work:?}");
                assert!(!known.off.iter().any(|holiday| holiday.contains(work)), "{work:?}");
            }
        }
    }
}
