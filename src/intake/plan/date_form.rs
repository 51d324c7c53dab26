//! A date as it stands in prose (年、月、日的写法), before anybody asks which day that is.

use chrono::NaiveDate;

use super::numeral;
use crate::core::typed_date::{self, Context, DateError};
use crate::core::workday::NATIONAL;

/// A day, a month, a quarter or a year, as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment {
    pub(super) year: Year,
    pub(super) form: Form,
    /// How many bytes it takes.
    pub(super) len: usize,
}

/// The year of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Year {
    /// 2026年
    Said(i32),
    /// 今年 (0), 明年 (1)
    FromBase(i32),
    /// 次年: the year after the one just spoken of.
    Next,
    /// None is written.
    Unsaid,
}

/// What of the year is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// 2026年
    Year,
    /// 年底, 年末
    YearEnd,
    /// 年内
    WithinYear,
    /// 年中
    MidYear,
    /// 上半年 (1), 下半年 (2)
    Half(u32),
    /// 三季度
    Quarter(u32),
    /// 9月
    Month(u32),
    /// 9月底, 9月下旬
    MonthEnd(u32),
    /// 9月初, 9月上旬
    Early(u32),
    /// 9月中旬
    Mid(u32),
    /// 9月30日
    Day(u32, u32),
    /// A date with a gap: ****年*月, 月  日.
    Blank,
}

impl Moment {
    /// Whether it is written so exactly that it cannot be a mere length of time.
    pub(super) fn is_end(self) -> bool {
        matches!(self.form, Form::YearEnd | Form::MonthEnd(_) | Form::Early(_) | Form::Mid(_))
    }

    /// The month, where one is named.
    pub(super) fn month(self) -> Option<u32> {
        match self.form {
            Form::Month(month)
            | Form::MonthEnd(month)
            | Form::Early(month)
            | Form::Mid(month)
            | Form::Day(month, _) => Some(month),
            _ => None,
        }
    }

    /// The last day that is meant, by the same rules as a date that is typed.
    pub(super) fn last_day(self, year: i32) -> Result<NaiveDate, DateError> {
        let words = match self.form {
            Form::Year | Form::YearEnd | Form::WithinYear | Form::Blank => format!("{year}年底"),
            Form::MidYear => format!("{year}年中"),
            Form::Half(1) => format!("{year}年上半年"),
            Form::Half(_) => format!("{year}年下半年"),
            Form::Quarter(quarter) => format!("{year}年{quarter}季度"),
            Form::Month(month) | Form::MonthEnd(month) => format!("{year}年{month}月底"),
            Form::Early(month) => format!("{year}年{month}月上旬"),
            Form::Mid(month) => format!("{year}年{month}月中旬"),
            Form::Day(month, day) => format!("{year}年{month}月{day}日"),
        };
        // Neither today nor its year is asked for: the year is in the words.
        let context = Context { today: NaiveDate::default(), year, holidays: &NATIONAL };
        typed_date::parse(&words, context).map(|read| read.date)
    }

    /// The first day that is meant.
    pub(super) fn first_day(self, year: i32) -> Option<NaiveDate> {
        let month = match self.form {
            Form::Year | Form::WithinYear | Form::Half(1) => 1,
            Form::Half(_) => 7,
            Form::Quarter(quarter) => quarter * 3 - 2,
            Form::Month(month) | Form::Early(month) => month,
            Form::Mid(month) => return NaiveDate::from_ymd_opt(year, month, 11),
            Form::Blank => return None,
            _ => return self.last_day(year).ok(),
        };
        NaiveDate::from_ymd_opt(year, month, 1)
    }
}

/// Reads the date that a text begins with.
pub(super) fn read(text: &str) -> Option<Moment> {
    let mut cursor = Cursor { text, at: 0 };
    let (year, form) = cursor.moment()?;
    Some(Moment { year, form, len: cursor.at })
}

/// A number without 月 in front of a dash, as in 5-10月: the month it stands for.
pub(super) fn bare_number(text: &str) -> Option<(u32, usize)> {
    numeral::read(text).filter(|(number, _)| (1..=12).contains(number))
}

struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl Cursor<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn skip_blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches(' ').len();
    }

    /// Takes the word if it comes next, blanks before it aside.
    fn take(&mut self, word: &str) -> bool {
        let from = self.at;
        self.skip_blanks();
        if self.rest().starts_with(word) {
            self.at += word.len();
            return true;
        }
        self.at = from;
        false
    }

    fn take_any(&mut self, words: &[&str]) -> bool {
        words.iter().any(|word| self.take(word))
    }

    /// A number in front of the word.
    fn number(&mut self, word: &str) -> Option<u32> {
        let from = self.at;
        self.skip_blanks();
        if let Some((number, len)) = numeral::read(self.rest()) {
            self.at += len;
            if self.take(word) {
                return Some(number);
            }
        }
        self.at = from;
        None
    }

    /// Signs that stand for a number which is not told, or nothing at all, in front of the word.
    fn gap(&mut self, word: &str) -> bool {
        let rest = self.rest();
        let gap: usize = rest
            .chars()
            .take(8)
            .take_while(|c| matches!(c, '*' | 'X' | 'x' | '×' | '_' | '□' | ' ' | '?' | '△' | '○'))
            .map(char::len_utf8)
            .sum();
        if gap > 0 && rest.get(gap..).is_some_and(|behind| behind.starts_with(word)) {
            self.at += gap + word.len();
            return true;
        }
        false
    }

    fn moment(&mut self) -> Option<(Year, Form)> {
        if let Some(found) = self.numeric() {
            return Some(found);
        }
        let year = self.year();
        match year {
            Some(Year::Unsaid) => {
                // ****年: whatever follows, the date is not known.
                self.part_of_year();
                Some((Year::Unsaid, Form::Blank))
            }
            Some(year) => Some((year, self.part_of_year().unwrap_or(Form::Year))),
            None => {
                let form = self.part_without_year()?;
                Some((Year::Unsaid, form))
            }
        }
    }

    /// 2026.6.30, 2026-06-30, 2026/6, 6.30 is not one: it may be a quantity.
    fn numeric(&mut self) -> Option<(Year, Form)> {
        let text = self.rest();
        let (year, len) =
            numeral::arabic(text).filter(|(year, len)| *len == 4 && (1900..2200).contains(year))?;
        let sign = text.get(len..)?.chars().next().filter(|c| matches!(c, '.' | '-' | '/'))?;
        let behind = text.get(len + 1..)?;
        let (month, digits) =
            numeral::arabic(behind).filter(|(month, len)| *len <= 2 && (1..=12).contains(month))?;
        let after = behind.get(digits..)?;
        let mut taken = len + 1 + digits;
        let mut form = Form::Month(month);
        if let Some(day_text) = after.strip_prefix(sign) {
            let (day, day_len) = numeral::arabic(day_text).filter(|(day, len)| *len <= 2 && *day <= 31)?;
            form = Form::Day(month, day);
            taken += 1 + day_len;
        }
        let next = text.get(taken..)?.chars().next();
        // 2021-23年 is a stretch of years, 2021.5万 a quantity.
        if next.is_some_and(|c| c.is_ascii_digit() || "年万亿%月".contains(c)) {
            return None;
        }
        self.at += taken;
        self.take_any(&["日", "号"]);
        Some((Year::Said(i32::try_from(year).ok()?), form))
    }

    /// The year in front; `Unsaid` is a gap in its place.
    fn year(&mut self) -> Option<Year> {
        let relative = [
            ("今年", Year::FromBase(0)),
            ("本年度", Year::FromBase(0)),
            ("本年", Year::FromBase(0)),
            ("当年", Year::FromBase(0)),
            ("明年", Year::FromBase(1)),
            ("来年", Year::FromBase(1)),
            ("次年", Year::Next),
        ];
        if let Some((_, year)) = relative.into_iter().find(|(word, _)| self.take(word)) {
            return Some(year);
        }
        if self.gap("年") {
            return Some(Year::Unsaid);
        }
        let from = self.at;
        if let Some((year, 4)) = numeral::arabic(self.rest()) {
            self.at += 4;
            let is_year = (1900..2200).contains(&year);
            if is_year && self.take("年") && !self.rest().starts_with('级') {
                return Some(Year::Said(i32::try_from(year).ok()?));
            }
        } else if let Some(year) = self.spelt_year() {
            return Some(Year::Said(year));
        }
        self.at = from;
        None
    }

    /// 二〇二六年
    fn spelt_year(&mut self) -> Option<i32> {
        let digits: Vec<char> = self.rest().chars().take(5).collect();
        let (['年'], digits) = (digits.get(4..)?, digits.get(..4)?) else { return None };
        let mut year = 0;
        for c in digits {
            let digit = if matches!(c, '○' | '零' | 'O' | '0') {
                0
            } else {
                numeral::chinese(c.encode_utf8(&mut [0; 4]))
                    .map(|(digit, _)| digit)
                    .filter(|digit| *digit < 10)?
            };
            year = year * 10 + i32::try_from(digit).ok()?;
        }
        if !(1900..2200).contains(&year) {
            return None;
        }
        self.at += digits.iter().map(|c| c.len_utf8()).sum::<usize>() + '年'.len_utf8();
        Some(year)
    }

    /// What follows a year.
    fn part_of_year(&mut self) -> Option<Form> {
        if self.take("度") {
            return Some(Form::Year);
        }
        // 2026年年底
        let doubled = self.rest().starts_with('年') && !self.rest().starts_with("年度");
        if doubled {
            self.at += '年'.len_utf8();
        }
        if self.take_any(&["底", "末"]) {
            return Some(Form::YearEnd);
        }
        if self.take("以内") || self.take("内") {
            return Some(Form::WithinYear);
        }
        if self.take("中") {
            if self.rest().starts_with(['央', '国', '期', '共', '心', '小', '旬']) {
                self.at -= '中'.len_utf8();
                return None;
            }
            return Some(Form::MidYear);
        }
        self.half_or_quarter().or_else(|| self.month())
    }

    fn part_without_year(&mut self) -> Option<Form> {
        if self.take("年底") || self.take("年末") {
            return Some(Form::YearEnd);
        }
        if self.take("年内") {
            return Some(Form::WithinYear);
        }
        if self.take("年中") {
            return Some(Form::MidYear);
        }
        self.half_or_quarter().or_else(|| self.month())
    }

    fn half_or_quarter(&mut self) -> Option<Form> {
        let form = if self.take("上半年") {
            Form::Half(1)
        } else if self.take("下半年") {
            Form::Half(2)
        } else {
            let from = self.at;
            self.take("第");
            let quarter = self.number("季度").filter(|quarter| (1..=4).contains(quarter));
            let Some(quarter) = quarter else {
                self.at = from;
                return None;
            };
            Form::Quarter(quarter)
        };
        self.take_any(&["末", "底"]);
        Some(form)
    }

    fn month(&mut self) -> Option<Form> {
        if self.gap("月") {
            self.day_gap();
            return Some(Form::Blank);
        }
        let month = self.number("月")?;
        if self.rest().starts_with(['度', '报', '嫂', '租']) || month > 99 {
            return None;
        }
        self.take("份");
        let doubled = self.rest().starts_with("月底") || self.rest().starts_with("月末");
        if doubled {
            self.at += '月'.len_utf8();
        }
        Some(self.day_of(month))
    }

    fn day_of(&mut self, month: u32) -> Form {
        if self.take_any(&["底", "末", "下旬"]) {
            return Form::MonthEnd(month);
        }
        if self.take_any(&["上旬", "初"]) {
            return Form::Early(month);
        }
        if self.take("中旬") {
            return Form::Mid(month);
        }
        if let Some(day) = self.number("日").or_else(|| self.number("号")) {
            return Form::Day(month, day);
        }
        if self.day_gap() {
            return Form::Blank;
        }
        // 8月1-15日: the first day borrows the sign from the second.
        let from = self.at;
        if let Some((day, len)) = numeral::arabic(self.rest()) {
            self.at += len;
            let rest = self.rest().trim_start_matches(['-', '~', '至', '到', ' ']);
            let dashed = rest.len() < self.rest().len();
            let second = numeral::arabic(rest).and_then(|(_, len)| rest.get(len..));
            if dashed && second.is_some_and(|rest| rest.starts_with(['日', '号'])) {
                return Form::Day(month, day);
            }
        }
        self.at = from;
        Form::Month(month)
    }

    fn day_gap(&mut self) -> bool {
        self.gap("日") || self.take_any(&["底", "末"]) || self.number("日").is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, year: Year, form: Form, rest: &str) {
        let moment = read(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!((moment.year, moment.form, &text[moment.len..]), (year, form, rest), "{text}");
    }

    #[test]
    fn the_forms_of_a_date_in_prose() {
        use Form::{Day, Early, Half, Mid, MidYear, Month, MonthEnd, Quarter, WithinYear, YearEnd};
        case("2026年9月底前", Year::Said(2026), MonthEnd(9), "前");
        case("2026年9月30日前", Year::Said(2026), Day(9, 30), "前");
        case("2026 年 9 月 30 日前", Year::Said(2026), Day(9, 30), "前");
        case("二〇二六年九月三十日", Year::Said(2026), Day(9, 30), "");
        case("2026年年底前", Year::Said(2026), YearEnd, "前");
        case("2026年底", Year::Said(2026), YearEnd, "");
        case("2026年,", Year::Said(2026), Form::Year, ",");
        case("2026年度", Year::Said(2026), Form::Year, "");
        case("2026年上半年", Year::Said(2026), Half(1), "");
        case("2026年第三季度末", Year::Said(2026), Quarter(3), "");
        case("2026.6.30", Year::Said(2026), Day(6, 30), "");
        case("2026-06", Year::Said(2026), Month(6), "");
        case("今年年底前", Year::FromBase(0), YearEnd, "前");
        case("次年1月", Year::Next, Month(1), "");
        case("9月月底", Year::Unsaid, MonthEnd(9), "");
        case("9月份取得", Year::Unsaid, Month(9), "取得");
        case("10月上旬", Year::Unsaid, Early(10), "");
        case("十月中旬", Year::Unsaid, Mid(10), "");
        case("年底前", Year::Unsaid, YearEnd, "前");
        case("年内建成", Year::Unsaid, WithinYear, "建成");
        case("年中", Year::Unsaid, MidYear, "");
        case("8月1-15日", Year::Unsaid, Day(8, 1), "-15日");
    }

    #[test]
    fn a_date_with_gaps_is_blank() {
        case("****年*月底前", Year::Unsaid, Form::Blank, "前");
        case("****年**月)", Year::Unsaid, Form::Blank, ")");
        case(" 月  日-", Year::Unsaid, Form::Blank, "-");
        case("X月X日", Year::Unsaid, Form::Blank, "");
        case("2026年*月", Year::Said(2026), Form::Blank, "");
    }

    #[test]
    fn lengths_and_quantities_are_no_dates() {
        for text in ["3个月内", "2026号", "2021-23年", "2025.5万", "月", "季度", "一季", "5年内", "12人"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
