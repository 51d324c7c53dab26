//! Phases (阶段): their names and dates, in the heading or right behind it.

use std::ops::Range;

use super::date_scan;
use super::deadline_phrase::{self, Due, Place};
use super::normal::Text;
use super::prose;
use super::year::Calendar;

/// A phase's heading.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Phase {
    pub(super) name: String,
    /// The plan's own wording of its dates.
    pub(super) words: Option<String>,
    pub(super) due: Due,
    /// 长期坚持
    pub(super) is_lasting: bool,
    /// Where the words behind the heading begin.
    pub(super) body: usize,
}

impl Phase {
    /// Takes the dates from the paragraph under the heading, if it begins with them: 4月至6月，由…
    pub(super) fn dated_by(self, paragraph: &Text, calendar: Calendar<'_>) -> Self {
        let plain = paragraph.plain();
        let near = plain.char_indices().nth(40).map_or(plain.len(), |(at, _)| at);
        let found = date_scan::find(plain.get(..near).unwrap_or_default()).into_iter().next();
        match found.filter(|date| date.range.start == 0) {
            Some(date) => Self {
                words: Some(paragraph.raw(date.range.clone()).trim().to_owned()),
                due: deadline_phrase::read(paragraph, date.range, Place::Told, calendar, (None, None)),
                ..self
            },
            None => self,
        }
    }
}

/// Reads a phase's heading. `in_steps` says that the section is about steps, where a date alone makes a phase.
pub(super) fn read(text: &Text, in_steps: bool, calendar: Calendar<'_>) -> Option<Phase> {
    let plain = text.plain();
    let head = head(plain);
    let words = plain.get(..head)?;
    let ordinal = ordinal(words);
    let bracket = prose::brackets(words).into_iter().find(|bracket| {
        let inner = plain.get(bracket.start + 1..bracket.end - 1).unwrap_or_default();
        // （第二个月） and （待定） are kept as words behind a name that is plainly a phase's.
        is_span(inner) || words.get(..bracket.start).is_some_and(|before| before.trim_end().ends_with("阶段"))
    });
    let named = name(words, bracket.as_ref(), ordinal);
    let is_named = ordinal > 0
        || named.as_ref().is_some_and(|name| {
            words.get(name.clone()).is_some_and(|name| name.ends_with("阶段") && prose::letters(name) <= 16)
        });
    // 3月至4月为宣传阶段; 第一阶段：宣传发动，3月1日至31日。
    let free = if bracket.is_none() { free_span(plain, head, is_named) } else { None };
    let span = bracket.as_ref().map(|bracket| bracket.start + 1..bracket.end - 1).or_else(|| free.clone());
    let is_phase = (is_named && (in_steps || span.is_some() || ordinal > 0)) || (in_steps && span.is_some());
    if !is_phase {
        return None;
    }
    let name = match (&bracket, &free) {
        (None, Some(free)) if free.start < head => {
            // The date stands within the heading: the name is what is left of it.
            let before = prose::trim(plain, 0..free.start, &[',', ':', '、', '-']);
            let after = prose::trim(plain, free.end..head, &[',', ':', '、', '-', '。', ')', '(']);
            let longer = if after.len() > before.len() { after } else { before };
            skip_ordinal(plain, longer)
        }
        _ => named?,
    };
    let mut name = text
        .raw(name)
        .trim()
        .trim_start_matches('为')
        .trim_matches(['，', '、', '。', '：', '-', ' '])
        .to_owned();
    let is_lasting = ["长期坚持", "常态化", "持续推进"].iter().any(|word| words.contains(word));
    for end in ["并长期坚持", "、长期坚持", "和长期坚持", "阶段"] {
        if let Some(rest) =
            name.strip_suffix(end).filter(|rest| prose::letters(rest) >= 2 && !rest.starts_with('第'))
        {
            name.truncate(rest.len());
        }
    }
    if name.is_empty() || prose::letters(&name) > 40 {
        return None;
    }
    let due = span
        .clone()
        .map(|span| deadline_phrase::read(text, span, Place::Told, calendar, (None, None)))
        .unwrap_or_default();
    let words = span.map(|span| text.raw(span).trim().to_owned());
    let body = match (&bracket, &free) {
        (Some(bracket), _) => bracket.end.max(head),
        (None, Some(free)) => free.end.max(head),
        (None, None) => head,
    };
    let body = body + plain.get(body..)?.len()
        - plain.get(body..)?.trim_start_matches(['。', ':', ';', ',', ' ', ')']).len();
    Some(Phase { name, words, is_lasting: is_lasting || due.lasting.is_some(), due, body })
}

/// Where the heading ends: at the first stop or colon outside brackets.
pub(super) fn head(plain: &str) -> usize {
    let mut skip_until = 0;
    for (at, c) in plain.char_indices() {
        if at < skip_until {
            continue;
        }
        match c {
            '(' => skip_until = prose::bracket(plain, at).unwrap_or(at + 1),
            '。' | ';' | '\n' => return at,
            // 第一阶段：宣传发动（…）: the name follows the colon.
            ':' if ordinal(plain.get(..at).unwrap_or_default()) != at => return at,
            _ => {}
        }
        if at > 180 {
            break;
        }
    }
    plain.len().min(plain.char_indices().nth(60).map_or(plain.len(), |(at, _)| at))
}

/// Whether a paragraph without a number is a phase's heading: 自查阶段（8月1日至20日）：…
pub(super) fn is_bare(plain: &str) -> bool {
    let head = plain.get(..head(plain)).unwrap_or_default().trim_end();
    let Some(open) = head.rfind('(').filter(|_| head.ends_with(')')) else { return false };
    let (name, bracket) =
        (head.get(..open).unwrap_or_default(), head.get(open + 1..head.len() - 1).unwrap_or_default());
    let name = name.trim_end();
    name.ends_with("阶段") && (3..=16).contains(&prose::letters(name)) && is_span(bracket)
}

/// How many bytes of 第一阶段 stand in front.
fn ordinal(words: &str) -> usize {
    let Some(rest) = words.strip_prefix('第') else { return 0 };
    let Some((_, len)) = super::numeral::read(rest) else { return 0 };
    let behind = rest.get(len..).unwrap_or_default();
    if behind.starts_with("阶段") { '第'.len_utf8() + len + "阶段".len() } else { 0 }
}

/// The name in a heading: 第一阶段：宣传发动 is 宣传发动, 第一阶段 alone is itself.
fn name(words: &str, bracket: Option<&Range<usize>>, ordinal: usize) -> Option<Range<usize>> {
    let end = bracket.map_or(words.len(), |bracket| bracket.start);
    let signs = [',', ':', '、', '-', ' ', '。', '(', ')'];
    let mut named = prose::trim(words, ordinal.min(end)..end, &signs);
    let skip = words.get(named.clone()).filter(|name| ordinal > 0 && name.starts_with('为'));
    named.start += skip.map_or(0, |_| '为'.len_utf8());
    if named.is_empty() {
        // 第一阶段（3月至4月）宣传发动
        let behind = bracket.map(|bracket| prose::trim(words, bracket.end..words.len(), &signs));
        let behind = behind.filter(|behind| {
            !behind.is_empty() && words.get(behind.clone()).is_some_and(|name| prose::letters(name) <= 12)
        });
        named = behind.unwrap_or(0..ordinal);
    }
    if ordinal > 0
        && words.get(named.clone()).is_some_and(|name| prose::letters(name) > 16 || name.contains(','))
    {
        let first = words.get(named.clone())?.find(',').map(|at| named.start..named.start + at);
        named = first
            .filter(|first| words.get(first.clone()).is_some_and(|name| prose::letters(name) <= 16))
            .unwrap_or(0..ordinal);
    }
    (!named.is_empty()).then_some(named)
}

fn skip_ordinal(plain: &str, range: Range<usize>) -> Range<usize> {
    let skip = ordinal(plain.get(range.clone()).unwrap_or_default());
    let rest = prose::trim(plain, range.start + skip..range.end, &[',', ':', '、', '-', ' ']);
    if rest.is_empty() { range } else { rest }
}

/// Whether the words are a date or a stretch and little besides.
fn is_span(words: &str) -> bool {
    if prose::letters(words) > 40 {
        return false;
    }
    let dates = date_scan::find(words);
    dates.first().is_some_and(|date| date.range.start <= 6)
        || (dates.is_empty() && words.trim() == "长期坚持")
}

/// A date that stands free: at the head's beginning, or for a named phase anywhere in it or right behind it.
fn free_span(plain: &str, head: usize, is_named: bool) -> Option<Range<usize>> {
    let end = plain.char_indices().nth(70).map_or(plain.len(), |(at, _)| at).max(head);
    let near = plain.get(..end)?;
    let behind = head + plain.get(head..)?.len()
        - plain.get(head..)?.trim_start_matches(['。', ':', ';', ',', ' ']).len();
    date_scan::find(near)
        .into_iter()
        .find(|date| {
            // A step on one day is something to be done; a stretch is a phase.
            let opens = date.range.start == 0 && (is_named || date.from.is_some());
            let follows = date.range.start == behind && is_named;
            let inside = date.range.end <= head && is_named;
            let closes = plain.get(date.range.end..).is_some_and(|rest| {
                rest.is_empty() || rest.starts_with([',', ':', '。', '为', ' ', ')', ';', '(', '是'])
            });
            (opens || follows || inside) && closes
        })
        .map(|date| date.range)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar() -> Calendar<'static> {
        Calendar {
            year: 2026,
            is_said: true,
            signed: None,
            holidays: &crate::core::workday::NATIONAL,
            school: None,
        }
    }

    #[track_caller]
    fn case(text: &str, name: &str, words: Option<&str>, body: &str) {
        let text = Text::new(text);
        let phase = read(&text, true, calendar()).unwrap_or_else(|| panic!("{}", text.plain()));
        assert_eq!(
            (phase.name.as_str(), phase.words.as_deref(), &text.plain()[phase.body..]),
            (name, words, body)
        );
    }

    #[test]
    fn a_phase_has_a_name_and_a_stretch() {
        case("动员阶段（2026年3月底前）：开会。", "动员", Some("2026年3月底前"), "开会。");
        case("摸清底数(2026年5月底前)。逐户登记。", "摸清底数", Some("2026年5月底前"), "逐户登记。");
        case("第一阶段（3月至4月）。开会。", "第一阶段", Some("3月至4月"), "开会。");
        case("第一阶段：动员部署（3月至4月）。开会。", "动员部署", Some("3月至4月"), "开会。");
        case("第一阶段（3月至4月）：动员部署。开会。", "第一阶段", Some("3月至4月"), "动员部署。开会。");
        case("动员阶段( 月  日- 月  日)", "动员", Some("月  日- 月  日"), "");
        case("3月至4月，动员部署阶段。开会。", "动员部署", Some("3月至4月"), "开会。");
        case("动员部署阶段：2026年3月至4月。开会。", "动员部署", Some("2026年3月至4月"), "开会。");
        case("总结并长期坚持（****年*月）：总结。", "总结", Some("****年*月"), "总结。");
        case(
            "建立长效机制（11月30日前完成并长期坚持）",
            "建立长效机制",
            Some("11月30日前完成并长期坚持"),
            "",
        );
    }

    #[test]
    fn what_has_neither_date_nor_name_is_no_phase() {
        for text in ["开会。各村都来。", "修桥（含引桥）。", "制定方案。于2026年3月底前报送。"]
        {
            assert_eq!(read(&Text::new(text), true, calendar()), None, "{text}");
        }
        assert_eq!(read(&Text::new("修桥（3月底前）。"), false, calendar()), None);
        for step in ["4月17日前，水利组验收。", "4月8日（周三）举行开工仪式，全村参加。"]
        {
            assert_eq!(read(&Text::new(step), true, calendar()), None, "{step}");
        }
    }
}
