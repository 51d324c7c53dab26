//! 完成时限: a day, a span, a rhythm or words that name none.

use chrono::{Datelike, NaiveDate};

use super::day::{Day, Unread, read_day};
use super::is_blank;
use crate::core::frequency;
use crate::core::task::Repeat;
use crate::core::typed_date::{self, Context};
use crate::intake::sheet::cell::Cell;

/// What a deadline's cell says.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::intake::sheet) struct Deadline {
    /// The first day, where the cell names a span.
    pub(in crate::intake::sheet) start: Option<NaiveDate>,
    /// The day.
    pub(in crate::intake::sheet) due: Option<NaiveDate>,
    /// The wording, where it says more than the day.
    pub(in crate::intake::sheet) wording: Option<String>,
    /// 长期坚持
    pub(in crate::intake::sheet) long_term: bool,
    /// 每月, 每季度
    pub(in crate::intake::sheet) repeat: Option<Repeat>,
    /// Whether the wording counts from a day that the cell does not say: 10个工作日内, 本周五.
    pub(in crate::intake::sheet) is_relative: bool,
    /// Whether a year that was not written was taken from elsewhere.
    pub(in crate::intake::sheet) inferred: bool,
}

/// What a deadline's cell says. A day that does not exist is refused; words that name none are kept as they stand.
pub(in crate::intake::sheet) fn deadline(cell: &Cell, dates: Context) -> Result<Deadline, String> {
    let text = match cell {
        Cell::Empty => return Ok(Deadline::default()),
        Cell::Broken(what) => return Err(format!("完成时限是{what}；请在 Excel 里算出结果、存盘后再导入")),
        other => other.shown(),
    };
    if is_blank(&text) || ["待定", "未定", "时限待定"].contains(&text.as_str()) {
        return Ok(Deadline::default());
    }
    let worded = Deadline { wording: Some(text.clone()), ..Deadline::default() };
    let impossible = match read_day(cell, dates) {
        Ok(Day { is_relative: true, .. }) => return Ok(Deadline { is_relative: true, ..worded }),
        Ok(Day { date, inferred, wording, .. }) => {
            return Ok(Deadline { due: Some(date), wording, inferred, ..Deadline::default() });
        }
        Err(Unread::Impossible(why)) => Some(format!("完成时限{why}")),
        Err(Unread::Unknown(_)) => None,
    };
    let words: String = text.split_whitespace().collect();
    if let Some(repeat) = recurring(&words, dates.year) {
        return Ok(Deadline { repeat: Some(repeat), ..worded });
    }
    if let Some((start, due, inferred)) = span(&words, dates) {
        return Ok(Deadline { start: Some(start), due: Some(due), inferred, ..worded });
    }
    if let Some(why) = impossible {
        return Err(why);
    }
    if is_endless(&words) {
        // 11月30日前完成并长期坚持 has a day besides.
        let before = words.split(['并', '，', ',', '；', '且']).next().unwrap_or_default();
        let read = typed_date::parse(before, dates).ok().filter(|_| before != words);
        let usual = ["长期", "长期坚持"].contains(&words.as_str());
        return Ok(if let Some(read) = read {
            Deadline { due: Some(read.date), inferred: read.inferred_year.is_some(), ..worded }
        } else {
            Deadline { long_term: true, wording: worded.wording.filter(|_| !usual), ..Deadline::default() }
        });
    }
    // The day among other words: 2026年6月底完成方案，12月底前完成验收 binds with its last one.
    let parts = words.split(['，', ',', '；', ';', '、', '。', '（', '(', '）', ')']);
    let days = parts.filter_map(|part| dated_clause(part, dates));
    match days.max_by_key(|(day, _)| *day) {
        Some((day, inferred)) => Ok(Deadline { due: Some(day), inferred, ..worded }),
        None => Ok(worded),
    }
}

/// The day that words such as 10个工作日内 and 月底前 mean, counted from `day`.
pub(in crate::intake::sheet) fn counted_from(
    words: &str,
    day: NaiveDate,
    dates: Context,
) -> Option<NaiveDate> {
    typed_date::parse(words, Context { today: day, ..dates }).ok().map(|read| read.date)
}

/// The day a clause begins or ends with: 6月底前完成方案, 完成时间为6月30日.
fn dated_clause(clause: &str, dates: Context) -> Option<(NaiveDate, bool)> {
    let letters: Vec<(usize, char)> = clause.char_indices().collect();
    let begins = letters.iter().map(|(at, _)| *at).filter(|at| {
        clause[*at..].starts_with(|c: char| c.is_ascii_digit() || "一二三四五六七八九十上下本年".contains(c))
    });
    for from in begins {
        for (to, _) in letters.iter().rev() {
            let to = clause[*to..].chars().next().map_or(*to, |c| to + c.len_utf8());
            let Some(piece) = clause.get(from..to).filter(|piece| piece.contains(['月', '日', '季', '年']))
            else {
                continue;
            };
            if let Ok(read) = typed_date::parse(piece, dates)
                && !read.is_relative
            {
                return Some((read.date, read.inferred_year.is_some()));
            }
        }
    }
    None
}

fn is_endless(words: &str) -> bool {
    ["长期", "持续", "常态化", "全年", "贯穿", "常年", "不间断", "按进度推进"]
        .iter()
        .any(|word| words.contains(word))
}

/// 每月, 每季度末, 每年12月底前: the rhythm over the year.
fn recurring(words: &str, year: i32) -> Option<Repeat> {
    if let Some(repeat) = frequency::read(words) {
        return Some(over_year(&repeat, year));
    }
    let (every, _) = frequency::rhythm(words)?;
    Some(over_year(&Repeat { every, times: 1, from: None, until: None }, year))
}

/// A rhythm whose span nobody said is that of the year.
pub(in crate::intake::sheet) fn over_year(repeat: &Repeat, year: i32) -> Repeat {
    let first = NaiveDate::from_ymd_opt(year, 1, 1);
    let last = NaiveDate::from_ymd_opt(year, 12, 31);
    Repeat { from: repeat.from.or(first), until: repeat.until.or(last), ..repeat.clone() }
}

/// `5月~10月`, `2026年3月—12月`, `4月~6月/9月~11月`: the first day and the last.
pub(in crate::intake::sheet) fn span(words: &str, dates: Context) -> Option<(NaiveDate, NaiveDate, bool)> {
    if let Some((first, rest)) = words.split_once(['/', '、', '；'])
        && first.contains('月')
        && rest.contains('月')
    {
        let (start, end, inferred) = stretch(first, dates)?;
        let (_, last, _) = span(rest, dates)?;
        return Some((start, end.max(last), inferred));
    }
    stretch(words, dates)
}

fn stretch(words: &str, dates: Context) -> Option<(NaiveDate, NaiveDate, bool)> {
    let words = words.trim_end_matches(['前', '。']).trim_start_matches('自');
    let (from, to) = ["至", "到", "~", "～", "——", "—", "－", "–", "-", "/"]
        .iter()
        .find_map(|sign| words.split_once(sign).filter(|(from, to)| !from.is_empty() && !to.is_empty()))?;
    let from = from.trim_end_matches(['起', '始']);
    let to = to.trim_start_matches(['-', '—', '~', '～']);
    let (from, to) = completed(from, to);
    let last = typed_date::parse(&to, dates).ok()?;
    let year =
        if from.contains('年') || last.inferred_year.is_some() { dates.year } else { last.date.year() };
    let first = typed_date::parse(&from, Context { year, ..dates }).ok()?.date;
    // The last day of a month or a quarter was read; the stretch begins with its first.
    let start = if from.ends_with("季度") {
        first.with_day(1)?.checked_sub_months(chrono::Months::new(2))?
    } else if is_month(&from) {
        first.with_day(1)?
    } else {
        first
    };
    (start <= last.date).then_some((start, last.date, last.inferred_year.is_some()))
}

/// Both ends of a stretch in full: what the one side leaves out, the other says. 9到12月, 2026年3—12月, 2026年3-4季度,
/// 8月27日至31日, 2026.7-9, 2026.9.1-30.
fn completed(from: &str, to: &str) -> (String, String) {
    let (mut from, mut to) = (from.to_owned(), to.to_owned());
    let unit = ["季度", "月"].into_iter().find(|unit| to.contains(unit));
    if let Some(unit) = unit.filter(|_| from.ends_with(|c: char| !"年月季度日".contains(c)))
        && !from.contains(['.', '-', '/', '月'])
    {
        from.push_str(unit);
    }
    if from.contains('月') && !to.contains(['月', '.', '-', '/', '季', '年', '底']) && to.contains('日')
    {
        let month = from.split_inclusive('月').next().unwrap_or_default();
        to = format!("{month}{to}");
    }
    if let Some((year, _)) = from.split_once('年')
        && !to.contains('年')
        && to.contains(['月', '季'])
    {
        to = format!("{year}年{to}");
    }
    // The last of the numbers alone.
    if to.bytes().all(|byte| byte.is_ascii_digit())
        && let Some(at) = from.rfind(['.', '/']).filter(|_| from.len() > 5)
    {
        to = format!("{}{to}", &from[..=at]);
    }
    (from, to)
}

/// Whether the words name a month and no day of it: 2026年3月, 3月份, 2026.3.
fn is_month(words: &str) -> bool {
    let numbered = words.split_once(['.', '/']).is_some_and(|(year, month)| {
        year.len() == 4 && (1..=2).contains(&month.len()) && month.bytes().all(|byte| byte.is_ascii_digit())
    });
    numbered || words.ends_with('月') || words.ends_with("月份")
}

/// `3月：完善…`, `4月～6月/9月～11月：组织…`: the span before the colon, and the rest.
pub(in crate::intake::sheet) fn month_before(text: &str, dates: Context) -> Option<(Deadline, String)> {
    let (when, what) = text.split_once(['：', ':'])?;
    if when.chars().count() > 20 || !when.contains(['月', '年']) || what.trim().is_empty() {
        return None;
    }
    let read = deadline(&Cell::text(when), dates).ok()?;
    let tells = read.due.is_some() || read.long_term || read.repeat.is_some();
    tells.then(|| (Deadline { wording: Some(when.trim().to_owned()), ..read }, what.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::workday::NATIONAL;

    fn dates() -> Context<'static> {
        Context { today: "2026-06-30".parse().unwrap(), year: 2026, holidays: &NATIONAL }
    }

    #[test]
    fn deadlines_are_read_in_every_way_that_offices_write_them() {
        #[track_caller]
        fn case(cell: &Cell, due: &str, wording: Option<&str>) {
            let read = deadline(cell, dates()).unwrap();
            let said = read.due.map_or_else(
                || if read.long_term { "长期".to_owned() } else { String::new() },
                |day| read.start.map_or_else(|| day.to_string(), |start| format!("{start}~{day}")),
            );
            assert_eq!((said.as_str(), read.wording.as_deref()), (due, wording), "{cell:?}");
        }
        let text = Cell::text;
        case(&Cell::Number(43962.0), "2020-05-11", None);
        case(&text("43962"), "2020-05-11", None);
        case(&Cell::Day("2026-03-31".parse().unwrap()), "2026-03-31", None);
        case(&text("2024.6.30"), "2024-06-30", None);
        case(&Cell::Number(20_220_316.0), "2022-03-16", None);
        case(&text("20220316"), "2022-03-16", None);
        case(&text("2024/6/30"), "2024-06-30", None);
        case(&text("2024-06-30 00:00:00"), "2024-06-30", None);
        case(&text("6/30/2026"), "2026-06-30", None);
        case(&text("30/6/2026"), "2026-06-30", None);
        case(&text("26.6.30"), "2026-06-30", None);
        case(&text("3/4/2026"), "", Some("3/4/2026"));
        case(&text("6月30日"), "2026-06-30", Some("6月30日"));
        case(&text("6月底前"), "2026-06-30", Some("6月底前"));
        case(&text("三季度末"), "2026-09-30", Some("三季度末"));
        case(&text("年底"), "2026-12-31", Some("年底"));
        case(&Cell::Number(2026.0), "2026-12-31", Some("2026"));
        case(&text("长期"), "长期", None);
        case(&text("长期坚持"), "长期", None);
        case(&text("持续推进"), "长期", Some("持续推进"));
        case(&text("11月30日前完成并长期坚持"), "2026-11-30", Some("11月30日前完成并长期坚持"));
        case(&text("5月~10月"), "2026-05-01~2026-10-31", Some("5月~10月"));
        case(&text("9到12月"), "2026-09-01~2026-12-31", Some("9到12月"));
        case(&text("2025年3月—12月"), "2025-03-01~2025-12-31", Some("2025年3月—12月"));
        case(&text("8月27日至9月8日"), "2026-08-27~2026-09-08", Some("8月27日至9月8日"));
        case(&text("8月27日至31日"), "2026-08-27~2026-08-31", Some("8月27日至31日"));
        case(&text("2026.3.1-2026.6.30"), "2026-03-01~2026-06-30", Some("2026.3.1-2026.6.30"));
        for (words, span) in [
            ("2026年7-9月", "2026-07-01~2026-09-30"),
            ("2026年7—9月", "2026-07-01~2026-09-30"),
            ("2026.7-9", "2026-07-01~2026-09-30"),
            ("2026年3-12月", "2026-03-01~2026-12-31"),
            ("2026年3-4月份", "2026-03-01~2026-04-30"),
            ("2026年7/8月", "2026-07-01~2026-08-31"),
            ("2026年7至9月", "2026-07-01~2026-09-30"),
            ("2026年3-4季度", "2026-07-01~2026-12-31"),
            ("3-4季度", "2026-07-01~2026-12-31"),
            ("2026.7-2026.9", "2026-07-01~2026-09-30"),
            ("2026.9.1-30", "2026-09-01~2026-09-30"),
        ] {
            case(&text(words), span, Some(words));
        }
        case(&text("2026、9、30"), "2026-09-30", None);
        case(&text("2026Q3"), "2026-09-30", Some("2026Q3"));
        case(&text("4月～6月/9月～11月"), "2026-04-01~2026-11-30", Some("4月～6月/9月～11月"));
        case(&text("6月底前完成方案，12月底前验收"), "2026-12-31", Some("6月底前完成方案，12月底前验收"));
        case(&text("****年*月底前"), "", Some("****年*月底前"));
        case(&text("10个工作日内"), "", Some("10个工作日内"));
        case(&text("本周五"), "", Some("本周五"));
        case(&text("待定"), "", None);
        case(&text("另行通知"), "", Some("另行通知"));
        case(&text("/"), "", None);
    }

    #[test]
    fn rhythms_go_over_the_year() {
        let read = deadline(&Cell::text("每季度末"), dates()).unwrap();
        let repeat = read.repeat.unwrap();
        assert_eq!(frequency::written(&repeat), "每季1次（2026-01-01至2026-12-31）");
        let read = month_before("4月～6月/9月～11月：组织培训", dates()).unwrap();
        assert_eq!((read.0.due.unwrap().to_string().as_str(), read.1.as_str()), ("2026-11-30", "组织培训"));
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        let refused = deadline(&Cell::text("2024-02-30"), dates()).unwrap_err();
        assert_eq!(refused, "完成时限“2024-02-30”：2024年2月30日不存在，2月最后一天是 2024-02-29");
        assert!(deadline(&Cell::text("9月31日"), dates()).is_err());
    }
}
