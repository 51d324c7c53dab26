//! 频次 in an office's words, as it is written and as it is read.

use chrono::NaiveDate;

use super::calendar::Every;
use super::numeral;
use super::task::Repeat;

/// `每月2次`: a rhythm without its days.
pub fn brief(repeat: &Repeat) -> String {
    format!("{}{}次", repeat.every.label(), repeat.times)
}

/// A rhythm with its days, written so that it reads back as it was: `每月2次（2026-04-01至2026-12-31）`.
pub fn written(repeat: &Repeat) -> String {
    let span = match (repeat.from, repeat.until) {
        (None, None) => String::new(),
        (Some(from), None) => format!("（自{from}）"),
        (None, Some(until)) => format!("（至{until}）"),
        (Some(from), Some(until)) => format!("（{from}至{until}）"),
    };
    format!("{}{span}", brief(repeat))
}

/// A rhythm with its days in a sentence: `每月2次，自 2026-04-01，至 2026-12-31`.
pub fn told(repeat: &Repeat) -> String {
    let days = days_of(repeat).map(|day| format!("，{day}"));
    format!("{}{}", brief(repeat), days.collect::<String>())
}

/// A rhythm with its days, set out for reading: `每月 2 次（自 2026-04-01 至 2026-12-31）`.
pub fn set_out(repeat: &Repeat) -> String {
    let days = days_of(repeat).collect::<Vec<_>>().join(" ");
    let span = if days.is_empty() { days } else { format!("（{days}）") };
    format!("{} {} 次{span}", repeat.every.label(), repeat.times)
}

fn days_of(repeat: &Repeat) -> impl Iterator<Item = String> {
    let days = [("自", repeat.from), ("至", repeat.until)];
    days.into_iter().filter_map(|(word, day)| Some(format!("{word} {}", day?)))
}

/// A rhythm read: `每月2次`, `每季度至少一次`, `每半年`, with its first and last day in brackets or without.
pub fn read(text: &str) -> Option<Repeat> {
    let text = text.trim();
    let (words, span) = match text.split_once(['（', '(']) {
        Some((words, span)) => (words.trim(), span.trim_end_matches(['）', ')'])),
        None => (text, ""),
    };
    let (every, rest) = rhythm(words)?;
    let (from, until) = days(span)?;
    let rest = ["至少", "不少于", "不得少于", "组织", "开展", "召开"]
        .iter()
        .fold(rest.to_owned(), |rest, word| rest.replace(word, ""));
    let rest = rest.trim_end_matches("以上").trim();
    let times = match rest.strip_suffix(['次', '期', '场', '篇']) {
        None if rest.is_empty() => 1,
        None => return None,
        Some(count) => number(count.trim())?,
    };
    Some(Repeat { every, times, from, until })
}

/// The rhythm a text begins with, and what stands behind it.
pub fn rhythm(text: &str) -> Option<(Every, &str)> {
    const WORDS: [(&str, Every); 13] = [
        ("每半年", Every::Half),
        ("每季度", Every::Quarter),
        ("每个季度", Every::Quarter),
        ("每季", Every::Quarter),
        ("每个月", Every::Month),
        ("每月份", Every::Month),
        ("每月", Every::Month),
        ("每周", Every::Week),
        ("每星期", Every::Week),
        ("每年度", Every::Year),
        ("每年", Every::Year),
        ("按月", Every::Month),
        ("按季", Every::Quarter),
    ];
    let worded = WORDS
        .iter()
        .find_map(|(word, every)| Some((*every, text.strip_prefix(word)?.trim_start_matches('度'))));
    // month2次, where the word of the file was typed.
    worded.or_else(|| Every::ALL.into_iter().find_map(|every| Some((every, text.strip_prefix(every.key())?))))
}

fn number(text: &str) -> Option<u32> {
    let spelt = numeral::value(text);
    spelt.or_else(|| text.parse().ok()).filter(|times| (1..=1000).contains(times))
}

/// `2026-04-01至2026-12-31`, `自2026-04-01`, `至2026-12-31`, or nothing.
fn days(span: &str) -> Option<(Option<NaiveDate>, Option<NaiveDate>)> {
    let span = span.trim();
    if span.is_empty() {
        return Some((None, None));
    }
    let (from, until) = match span.split_once('至') {
        Some((from, until)) => (from.trim_start_matches('自').trim(), until.trim()),
        None => (span.strip_prefix('自')?.trim(), ""),
    };
    let day = |text: &str| if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) };
    Some((day(from)?, day(until)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        #[track_caller]
        fn case(every: Every, times: u32, from: Option<&str>, until: Option<&str>, words: &str) {
            let day = |text: Option<&str>| text.map(|text| text.parse().unwrap());
            let repeat = Repeat { every, times, from: day(from), until: day(until) };
            assert_eq!(written(&repeat), words);
            assert_eq!(read(words), Some(repeat));
        }
        case(Every::Month, 2, Some("2026-04-01"), Some("2026-12-31"), "每月2次（2026-04-01至2026-12-31）");
        case(Every::Quarter, 1, None, None, "每季1次");
        case(Every::Half, 1, Some("2026-01-01"), None, "每半年1次（自2026-01-01）");
        case(Every::Week, 12, None, Some("2026-06-30"), "每周12次（至2026-06-30）");
    }

    #[test]
    fn offices_say_it_in_many_ways() {
        #[track_caller]
        fn case(text: &str, expected: Option<(Every, u32)>) {
            assert_eq!(read(text).map(|repeat| (repeat.every, repeat.times)), expected, "{text}");
        }
        case("每月", Some((Every::Month, 1)));
        case("每季度至少一次", Some((Every::Quarter, 1)));
        case("每半年两次以上", Some((Every::Half, 2)));
        case("每年不少于 3 次", Some((Every::Year, 3)));
        case("quarter1次", Some((Every::Quarter, 1)));
        case("每月25日前", None);
        case("经常", None);
    }
}
