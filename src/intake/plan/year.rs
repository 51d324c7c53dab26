//! The year that a plan's dates without one mean (推定年份), and the day it was signed (成文日期).

use chrono::{Datelike, NaiveDate};

use super::Hints;
use super::date_form::{self, Form, Year};
use super::date_scan;
use super::lines::{Part, is_signing_day};
use super::normal::Text;
use super::school::SchoolYear;
use crate::core::workday::Holidays;

/// What the plan's dates are counted from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Calendar<'a> {
    /// The year of a date without one.
    pub(super) year: i32,
    /// Whether the plan itself says the year.
    pub(super) is_said: bool,
    /// The day of signing.
    pub(super) signed: Option<NaiveDate>,
    /// By which working days are counted.
    pub(super) holidays: &'a Holidays,
    /// The school year, whose months lie in two years.
    pub(super) school: Option<SchoolYear>,
}

impl Calendar<'_> {
    /// The year of a date without one in this month.
    pub(super) fn year_of(&self, month: Option<u32>) -> i32 {
        self.school.map_or(self.year, |school| school.year(month))
    }
}

/// Asks, in this order: the title, the document's number, the day of signing, the year that is spoken of most, the hint.
pub(super) fn infer<'a>(title: Option<&str>, parts: &[Part], hints: Hints<'a>) -> Calendar<'a> {
    let lines = || {
        parts.iter().filter_map(|part| match part {
            Part::Words(line) => Some(line.text.plain()),
            Part::Table(_) => None,
        })
    };
    let signed = lines().filter_map(signing_day).next_back();
    let title = title.map(Text::new);
    let of_title = title.as_ref().and_then(|title| only_year(title.plain()));
    let of_number = || lines().take(30).filter_map(document_number).last();
    let school = title.as_ref().and_then(|title| SchoolYear::find(title.plain()));
    let said = school
        .map(|school| school.year(None))
        .or(of_title)
        .or_else(of_number)
        .or(signed.map(|day| day.year()))
        // A plan of three years begins with the first.
        .or_else(|| title.as_ref().and_then(|title| stretch_start(title.plain())))
        .or_else(|| most_spoken_of(parts));
    Calendar {
        year: said.unwrap_or(hints.year),
        is_said: said.is_some(),
        signed,
        holidays: hints.holidays,
        school,
    }
}

fn signing_day(line: &str) -> Option<NaiveDate> {
    let line = line.trim();
    let alone = is_signing_day(line);
    // Behind the signature on one line, or in a text without line breaks: …办公室2021年5月11日.
    let at = if alone { line.find(|c: char| c != ' ' && c != '(')? } else { signed_at_end(line)? };
    let moment = date_form::read(line.get(at..)?)?;
    match (moment.year, moment.form) {
        (Year::Said(year), Form::Day(..)) => moment.last_day(year).ok(),
        _ => None,
    }
}

/// Where the date begins that a line of no more than a signature ends with.
fn signed_at_end(line: &str) -> Option<usize> {
    if line.chars().count() > 50 || !line.ends_with('日') || line.contains(['。', ',', ';', ':']) {
        return None;
    }
    line.char_indices()
        .find(|(at, c)| {
            c.is_ascii_digit()
                && line.get(*at..).and_then(date_form::read).is_some_and(|moment| {
                    matches!(moment.form, Form::Day(..)) && at + moment.len == line.len()
                })
        })
        .map(|(at, _)| at)
}

/// The first year of a stretch in a title: （2026—2028年）.
fn stretch_start(title: &str) -> Option<i32> {
    let from = date_scan::find(title).into_iter().find_map(|date| date.from)?;
    match from.year {
        Year::Said(year) => Some(year),
        _ => None,
    }
}

/// The year in a title, unless it names a stretch of years.
fn only_year(title: &str) -> Option<i32> {
    let mut years = years_in(title);
    let first = years.next()?;
    let dashes = ["-", "~", "至", "一"];
    let is_stretch = dashes.iter().any(|dash| {
        [format!("{first}{dash}"), format!("{first}年{dash}"), format!("{dash}{first}")]
            .iter()
            .any(|words| title.contains(words))
    });
    (!is_stretch && years.all(|year| year == first)).then_some(first)
}

/// The year of a document number alone on its line: 某政办〔2026〕3号.
fn document_number(line: &str) -> Option<i32> {
    let line = line.trim().trim_matches(['(', ')']);
    // In a text without line breaks it stands among the first words, in front of the title.
    if line.chars().count() > 300 {
        let near = line.find("关于").filter(|at| *at < 600)?;
        let before = line.get(..near)?;
        let open = before.rfind('(')?;
        let (year, len) = super::numeral::arabic(before.get(open + 1..)?)?;
        let numbered = before
            .get(open + 1 + len..)?
            .strip_prefix(')')?
            .trim_start()
            .starts_with(|c: char| c.is_ascii_digit());
        return (numbered && (1990..2100).contains(&year)).then(|| i32::try_from(year).ok())?;
    }
    if line.chars().count() > 30 || !line.ends_with('号') {
        return None;
    }
    let open = line.find('(')?;
    let (year, len) = super::numeral::arabic(line.get(open + 1..)?)?;
    let closes = line.get(open + 1 + len..)?.starts_with(')');
    (closes && (1990..2100).contains(&year)).then(|| i32::try_from(year).ok())?
}

/// The years named in a text, as 2026年.
fn years_in(text: &str) -> impl Iterator<Item = i32> {
    text.match_indices('年').filter_map(|(at, _)| {
        let digits = text.get(at.checked_sub(4)?..at)?;
        let year: i32 = digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())??;
        (1990..2100).contains(&year).then_some(year)
    })
}

/// The year that the text names most often, the later of two.
fn most_spoken_of(parts: &[Part]) -> Option<i32> {
    let mut counts = std::collections::BTreeMap::new();
    for part in parts {
        match part {
            Part::Words(line) => {
                years_in(line.text.plain()).for_each(|year| *counts.entry(year).or_insert(0) += 1);
            }
            Part::Table(rows) => {
                for cell in rows.iter().flat_map(|row| &row.cells) {
                    years_in(&cell.text).for_each(|year| *counts.entry(year).or_insert(0) += 1);
                }
            }
        }
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(year, _)| year)
}

#[cfg(test)]
mod tests {
    use super::super::lines::Line;
    use super::*;
    use crate::core::workday::NATIONAL;

    const HINTS: Hints<'static> = Hints { year: 2030, holidays: &NATIONAL };

    fn parts(lines: &[&str]) -> Vec<Part> {
        lines
            .iter()
            .enumerate()
            .map(|(at, text)| Part::Words(Line { number: at + 1, text: Text::new(text), heading: None }))
            .collect()
    }

    #[test]
    fn the_year_is_asked_of_the_plan_first() {
        #[track_caller]
        fn case(title: Option<&str>, lines: &[&str], expected: (i32, bool)) {
            let calendar = infer(title, &parts(lines), HINTS);
            assert_eq!((calendar.year, calendar.is_said), expected, "{lines:?}");
        }
        case(Some("某局2024年修路方案"), &["某政〔2023〕5号"], (2024, true));
        case(Some("某局修路行动（2024—2026年）"), &["某政〔2023〕5号"], (2023, true));
        case(Some("某局修路方案"), &["修路。", "某局", "2022年3月4日"], (2022, true));
        case(None, &["2021年修路，2021年铺桥，2020年已修。"], (2021, true));
        case(Some("某局修路行动（2024—2026年）"), &["到2026年修路，2026年铺桥。"], (2024, true));
        case(None, &["修路。"], (2030, false));
    }

    #[test]
    fn the_day_of_signing_stands_alone_or_behind_who_signed() {
        #[track_caller]
        fn case(line: &str, expected: Option<&str>) {
            let expected = expected.map(|day| day.parse().unwrap());
            assert_eq!(infer(None, &parts(&[line]), HINTS).signed, expected, "{line}");
        }
        case("2022年3月4日", Some("2022-03-04"));
        case("某县人民政府办公室 2022年3月4日", Some("2022-03-04"));
        case("2022年3月4日前修路", None);
        case("请于2022年3月4日前，报送某局 2022年3月4日", None);
    }
}
