//! The deadline of one task (完成时限): its dates weighed, years supplied, impossible days named.

use std::ops::Range;

use chrono::{Datelike, NaiveDate};

use super::date_form::{Form, Moment, Year};
use super::date_scan::{self, Found, Manner};
use super::normal::Text;
use super::prose;
use super::year::Calendar;
use crate::core::typed_date::{self, Context, DateError};
use crate::core::workday::UnknownYear;

/// What a text was found to say about when.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Due {
    pub(super) start: Option<NaiveDate>,
    /// Each deadline, in the order of the text.
    pub(super) deadlines: Vec<Deadline>,
    /// The wording of a deadline that is no date: 立行立改, 自印发之日起30日内 without a day of issue, ****年*月底前.
    pub(super) words: Option<String>,
    /// Whether those words are a date with gaps.
    pub(super) is_gap: bool,
    /// 长期坚持, with the wording.
    pub(super) lasting: Option<String>,
    /// A year had to be supplied for one of the dates.
    pub(super) is_inferred: bool,
    /// The year whose holidays had to be guessed at in counting working days.
    pub(super) guessed: Option<UnknownYear>,
    /// What is wrong with a date.
    pub(super) errors: Vec<String>,
}

/// One deadline.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Deadline {
    pub(super) day: NaiveDate,
    /// Where its wording stands.
    pub(super) range: Range<usize>,
    /// It is a year's aim (到2026年), a deadline only where there is no other.
    pub(super) is_goal: bool,
    /// It is no more than 年内.
    pub(super) is_loose: bool,
}

/// How strictly dates are judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// A sentence: only what is spoken of as a deadline.
    Prose,
    /// A bracket, a label, a cell, a phase's heading: every date is one.
    Told,
}

/// The stretch of time that surrounds a date: that of the phase it stands in.
pub(super) type Around = (Option<NaiveDate>, Option<NaiveDate>);

/// Words that stand for no deadline at all.
const LASTING: [&str; 14] = [
    "长期坚持",
    "持续推进",
    "持续优化",
    "长期推进",
    "长期开展",
    "持续开展",
    "常态化推进",
    "常态化开展",
    "长期",
    "全年",
    "贯穿全过程",
    "贯穿始终",
    "持续实施",
    "常态化",
];

/// Whether the words say that the work never ends.
pub(super) fn is_lasting(words: &str) -> bool {
    LASTING.iter().any(|lasting| {
        words == *lasting || (words.ends_with(lasting) && prose::letters(words) <= 20 && *lasting != "全年")
    }) || ["持续", "长期"].iter().any(|word| words.starts_with(word) && prose::letters(words) <= 8)
}

/// Whether the words are a deadline that names no day: 立行立改, 按进度推进.
pub(super) fn is_unmeasured(words: &str) -> bool {
    [
        "即时",
        "立行立改",
        "立即",
        "限期",
        "适时",
        "按进度推进",
        "按期完成",
        "按时完成",
        "待定",
        "按计划推进",
        "即知即改",
        "随时",
    ]
    .iter()
    .any(|known| words == *known || (words.starts_with(known) && prose::letters(words) <= 8))
}

/// Reads a stretch that says when and nothing else; whatever it says, its words are kept.
pub(super) fn told(text: &Text, range: Range<usize>, calendar: Calendar<'_>) -> Due {
    let due = read(text, range.clone(), Place::Told, calendar, (None, None));
    let words = due.words.clone().or_else(|| Some(text.raw(range).trim().to_owned()));
    Due { words, ..due }
}

/// Reads the deadlines within a stretch of a text.
pub(super) fn read(
    text: &Text,
    within: Range<usize>,
    place: Place,
    calendar: Calendar<'_>,
    around: Around,
) -> Due {
    let mut due = Due::default();
    let Some(words) = text.plain().get(within.clone()) else { return due };
    let mut carried = None;
    let mut reader = Reader { text, offset: within.start, calendar, around, carried: &mut carried };
    let dates = date_scan::find(words);
    for date in dates.iter().filter(|date| place == Place::Told || !in_title(words, date.core)) {
        reader.weigh(date, place, &mut due);
    }
    if due.deadlines.is_empty() && due.words.is_none() {
        reader.counted(words, &mut due);
    }
    let trimmed = prose::trim(words, 0..words.len(), &['。', ';', ',', '、', ':']);
    let bare = words.get(trimmed).unwrap_or_default();
    if place == Place::Told && is_lasting(bare) {
        due.lasting = Some(text.raw(within.clone()).trim().to_owned());
    } else if place == Place::Told && is_unmeasured(bare) && due.deadlines.is_empty() {
        due.words = Some(text.raw(within.clone()).trim().to_owned());
    } else if place == Place::Prose && ends_lasting(words) {
        due.lasting = Some("长期坚持".to_owned());
    }
    due
}

/// Whether a place lies within 《》: the dates of a quoted title are not this plan's.
fn in_title(words: &str, at: usize) -> bool {
    let before = words.get(..at).unwrap_or_default();
    let near = before.char_indices().rev().take(80).find(|(_, c)| matches!(c, '《' | '》'));
    near.is_some_and(|(_, c)| c == '《')
}

/// 并长期坚持。 at the end of a sentence.
fn ends_lasting(words: &str) -> bool {
    // ，常态化开展…, but neither 常态化机制 nor 常态化疫情防控.
    let named = ["机制", "制度", "疫情", "长效", "的", "、"];
    let opens = |word: &str| {
        words.match_indices(word).any(|(at, _)| {
            let before = words.get(..at).unwrap_or_default();
            let behind = words.get(at + word.len()..).unwrap_or_default();
            (before.is_empty() || before.ends_with([',', ';', '。']))
                && !named.iter().any(|name| behind.starts_with(name))
        })
    };
    let ongoing = ["长期坚持", "长期开展", "常态化"];
    ongoing.iter().any(|word| opens(word))
        || ["并长期坚持", ",长期坚持", "、长期坚持", "并持续推进", "起长期坚持"].iter().any(|word| {
            words.match_indices(word).any(|(at, _)| {
                words
                    .get(at + word.len()..)
                    .is_none_or(|rest| rest.is_empty() || rest.starts_with(['。', ';', ')', '\n']))
            })
        })
}

struct Reader<'a> {
    text: &'a Text,
    offset: usize,
    calendar: Calendar<'a>,
    around: Around,
    /// The year that the text named last.
    carried: &'a mut Option<i32>,
}

impl Reader<'_> {
    fn place(&self, range: Range<usize>) -> Range<usize> {
        range.start + self.offset..range.end + self.offset
    }

    fn weigh(&mut self, date: &Found, place: Place, due: &mut Due) {
        let told = place == Place::Told;
        // 4月23日开展…: a day that the sentence begins with is the day of what it asks for.
        let before = self.text.plain().get(self.offset..self.offset + date.range.start).unwrap_or_default();
        let before = before.trim_end_matches(' ');
        let opens = (before.is_empty() || before.ends_with(['。', ';', '\n']))
            && matches!(date.to.form, Form::Day(..))
            && matches!(date.to.year, Year::Unsaid);
        if date.manner == Manner::Mention && !told && !opens {
            return;
        }
        if date.to.form == Form::Blank {
            if due.words.is_none() {
                let range = self.place(date.range.clone());
                due.words = Some(self.text.raw(range).trim().to_owned());
                due.is_gap = true;
            }
            return;
        }
        let mut inferred = false;
        if let Some(from) = date.from {
            let year = self.year(from, &mut inferred);
            let start = from.first_day(year);
            due.start = due.start.or(start);
            *self.carried = Some(year);
        }
        let mut year = self.year(date.to, &mut inferred);
        if let Some(from) = date.from
            && let Some(start) = from.first_day(year)
            && date.to.year == Year::Unsaid
            && date.to.last_day(year).is_ok_and(|end| end < start)
        {
            // 11月至次年2月, 次年 unsaid.
            year += 1;
        }
        if let (Some(from), Year::Said(first)) = (date.from, date.to.year)
            && from.year == date.to.year
            && from.first_day(first).zip(date.to.last_day(first).ok()).is_some_and(|(start, end)| end < start)
        {
            year = first + 1;
        }
        *self.carried = Some(year);
        if date.manner == Manner::From {
            due.start = due.start.or(date.to.first_day(year));
            due.is_inferred |= inferred;
            return;
        }
        let range = self.place(date.range.clone());
        match date.to.last_day(year) {
            Ok(day) => {
                // What was to be done before the plan's own year is history.
                if !told && self.calendar.is_said && day.year() < self.calendar.year {
                    return;
                }
                due.is_inferred |= inferred;
                due.deadlines.push(Deadline {
                    day,
                    range,
                    is_goal: date.manner == Manner::Goal && !told,
                    is_loose: date.to.form == Form::WithinYear,
                });
            }
            Err(error) => {
                due.errors.push(impossible(&error));
                due.words.get_or_insert_with(|| self.text.raw(range).trim().to_owned());
            }
        }
    }

    /// The year of a date: its own, or the last one named, or the plan's; one later where only that lies in the phase.
    fn year(&self, moment: Moment, inferred: &mut bool) -> i32 {
        match moment.year {
            Year::Said(year) => year,
            Year::FromBase(years) => {
                *inferred |= !self.calendar.is_said;
                self.calendar.year + years
            }
            Year::Next => self.carried.unwrap_or(self.calendar.year) + 1,
            Year::Unsaid => {
                if let Some(year) = *self.carried {
                    return year;
                }
                *inferred = true;
                let year = match self.around {
                    (Some(start), _) => start.year(),
                    (None, Some(end)) => end.year(),
                    (None, None) => return self.calendar.year_of(moment.month()),
                };
                let fits = |year: i32| {
                    moment.last_day(year).is_ok_and(|day| {
                        self.around.0.is_none_or(|start| day >= start)
                            && self.around.1.is_none_or(|end| day <= end)
                    })
                };
                if !fits(year) && fits(year + 1) { year + 1 } else { year }
            }
        }
    }

    /// 自印发之日起30个工作日内: counted from the day of signing.
    fn counted(&self, words: &str, due: &mut Due) {
        let anchors = ["印发之日", "发布之日", "下发之日", "公布之日", "印发后", "下发后", "发文之日"];
        let Some((anchor, at)) = anchors.iter().find_map(|anchor| words.find(anchor).map(|at| (anchor, at)))
        else {
            return;
        };
        let behind = at + anchor.len();
        let rest = words.get(behind..).unwrap_or_default();
        let number = rest.trim_start_matches(['起', '的', ',', ' ', '在', '后', '算']);
        let Some((_, len)) = super::numeral::read(number) else { return };
        let unit = number.get(len..).unwrap_or_default();
        let Some(unit_len) = ["个工作日", "工作日", "个月", "日", "天", "周"]
            .iter()
            .find(|word| unit.starts_with(**word))
            .map(|word| word.len())
        else {
            return;
        };
        let inside = ["之内", "以内", "内"]
            .iter()
            .find(|word| unit.get(unit_len..).is_some_and(|rest| rest.starts_with(**word)));
        let Some(inside) = inside else { return };
        let from = words.len() - number.len();
        let length = from..from + len + unit_len + inside.len();
        let start = if words.get(..at).is_some_and(|before| before.ends_with('自')) {
            at - '自'.len_utf8()
        } else {
            at
        };
        let range = self.place(start..length.end);
        let day = self.calendar.signed.and_then(|signed| {
            let context = Context { today: signed, year: signed.year(), holidays: self.calendar.holidays };
            typed_date::parse(words.get(length)?, context).ok()
        });
        match day {
            Some(read) => {
                due.guessed = read.guessed_holidays;
                due.deadlines.push(Deadline { day: read.date, range, is_goal: false, is_loose: false });
            }
            None => due.words = Some(self.text.raw(range).to_owned()),
        }
    }
}

fn impossible(error: &DateError) -> String {
    format!("{error}；请核对原文后补填完成时限")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::workday::NATIONAL;

    fn calendar() -> Calendar<'static> {
        Calendar {
            year: 2026,
            is_said: true,
            signed: "2026-02-13".parse().ok(),
            holidays: &NATIONAL,
            school: None,
        }
    }

    fn told(text: &str) -> Due {
        let text = Text::new(text);
        read(&text, 0..text.plain().len(), Place::Told, calendar(), (None, None))
    }

    fn prose(text: &str) -> Due {
        let text = Text::new(text);
        read(&text, 0..text.plain().len(), Place::Prose, calendar(), (None, None))
    }

    #[track_caller]
    fn days(due: &Due, expected: &[&str]) {
        let found: Vec<_> = due.deadlines.iter().map(|deadline| deadline.day.to_string()).collect();
        assert_eq!(found, expected, "{due:?}");
    }

    #[test]
    fn a_date_without_a_year_takes_the_last_one_named() {
        days(
            &prose("2027年6月底前开工；9月底前封顶；12月底前竣工。"),
            &["2027-06-30", "2027-09-30", "2027-12-31"],
        );
        days(&prose("6月底前开工。"), &["2026-06-30"]);
        days(&prose("开工仪式。6月3日（周三）在桥头举行。"), &["2026-06-03"]);
        days(&prose("修桥，6月3日的暴雨冲坏了桥。"), &[]);
        days(&prose("2026年11月至次年2月集中修桥"), &["2027-02-28"]);
        days(&told("11月至2月"), &["2027-02-28"]);
        days(&prose("2025年底前已修桥十座，今年年底前再修十座。"), &["2026-12-31"]);
        assert!(prose("6月底前开工。").is_inferred);
        assert!(!prose("2026年6月底前开工。").is_inferred);
    }

    #[test]
    fn a_phase_tells_the_year() {
        let text = Text::new("2月底前开工。");
        let around = ("2026-10-01".parse().ok(), "2027-03-31".parse().ok());
        days(&read(&text, 0..text.plain().len(), Place::Prose, calendar(), around), &["2027-02-28"]);
    }

    #[test]
    fn what_is_no_day_keeps_its_words() {
        let due = told("****年*月底前");
        assert_eq!((due.words.as_deref(), due.is_gap), (Some("****年*月底前"), true));
        assert_eq!(told("立行立改").words.as_deref(), Some("立行立改"));
        assert_eq!(told("长期坚持").lasting.as_deref(), Some("长期坚持"));
        assert!(prose("把规矩长期坚持下去。").lasting.is_none());
        assert!(prose("2026年1月起长期坚持。").lasting.is_some());
    }

    #[test]
    fn an_impossible_day_is_named_and_not_moved() {
        let due = told("2026年9月31日");
        assert_eq!(due.deadlines, []);
        assert_eq!(due.errors, ["9月31日不存在，9月最后一天是 2026-09-30；请核对原文后补填完成时限"]);
    }

    #[test]
    fn a_length_of_time_is_counted_from_the_day_of_signing() {
        days(&prose("自印发之日起3个工作日内报送名单。"), &["2026-02-25"]);
        let unknown = Calendar { signed: "2031-02-13".parse().ok(), year: 2031, ..calendar() };
        let text = Text::new("自印发之日起3个工作日内报送名单。");
        let due = read(&text, 0..text.plain().len(), Place::Prose, unknown, (None, None));
        assert_eq!(due.guessed, Some(UnknownYear(2031)));
        let text = Text::new("自印发之日起30日内报送名单。");
        let unsigned = Calendar { signed: None, ..calendar() };
        let due = read(&text, 0..text.plain().len(), Place::Prose, unsigned, (None, None));
        assert_eq!(due.words.as_deref(), Some("自印发之日起30日内"));
    }
}
