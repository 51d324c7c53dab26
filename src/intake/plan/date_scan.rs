//! When (完成时限): the dates in a plan's prose, and which of them are deadlines.

use std::ops::Range;

use super::date_form::{self, Form, Moment, Year};

/// A date, or a stretch between two, found in a text in one spelling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// Where it stands, with the words that hedge it (力争) and those that close it (底前).
    pub(super) range: Range<usize>,
    /// Where the bare date begins.
    pub(super) core: usize,
    /// The beginning of a stretch.
    pub(super) from: Option<Moment>,
    /// The date, or the end of the stretch.
    pub(super) to: Moment,
    pub(super) manner: Manner,
}

/// How a date is spoken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// 9月底前: by then.
    By,
    /// 3月至9月
    Span,
    /// 2026年1月起
    From,
    /// 到2026年: what is aimed at.
    Goal,
    /// 2018年11月印发的: spoken of, no more.
    Mention,
}

/// Words that hedge a deadline. They do not move it; they are kept in its wording.
const HEDGES: [&str; 14] = [
    "原则上",
    "力争",
    "争取",
    "确保",
    "计划",
    "最迟",
    "务必",
    "预计",
    "应当",
    "应",
    "拟",
    "须",
    "约",
    "不晚于",
];

const PREPOSITIONS: [&str; 8] = ["截至", "截止", "于", "在", "到", "至", "自", "从"];

/// What follows a date that is a deadline though it lacks 前.
const DEEDS: [&str; 34] = [
    "完成", "建成", "实现", "取得", "形成", "出台", "启动", "开展", "召开", "举办", "组织", "印发", "报送",
    "上线", "投入", "达到", "全面", "基本", "制定", "开工", "竣工", "投产", "建立", "报", "发布", "公布",
    "提交", "完善", "编制", "初步", "集中", "进行", "举行", "通过",
];

/// Every date in the text.
pub(super) fn find(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut skip_until = 0;
    let mut previous = None;
    for (at, c) in text.char_indices() {
        let before = previous.replace(c);
        if at < skip_until || !may_begin(c, before) {
            continue;
        }
        if let Some(date) = read_at(text, at) {
            skip_until = date.range.end;
            found.push(date);
        }
    }
    found
}

/// The cheap test that most letters fail.
fn may_begin(c: char, before: Option<char>) -> bool {
    let after_number =
        before.is_some_and(|b| b.is_ascii_digit() || super::numeral::is_chinese(b) || b == '.');
    match c {
        '0'..='9' => !before.is_some_and(|b| b.is_ascii_alphanumeric() || b == '.'),
        '*' | 'X' | 'x' | '×' | '_' | '□' | '△' => before != Some(c),
        // A gap of blanks; not the blank behind 每 or 本.
        ' ' => !before.is_some_and(|b| b.is_alphanumeric() && "每本上下当个逐按".contains(b) || b == ' '),
        '年' | '上' | '下' => !after_number && !before.is_some_and(|b| "半每去前几多近全学".contains(b)),
        '今' | '明' | '次' | '当' | '来' | '本' | '第' => true,
        c => super::numeral::is_chinese(c) && !after_number && before != Some('第'),
    }
}

fn read_at(text: &str, at: usize) -> Option<Found> {
    let here = text.get(at..)?;
    let before = text.get(..at)?;
    let (from, to, mut end) = match date_form::read(here) {
        Some(first) => stretch(text, at, first),
        None => borrowed_month(text, at)?,
    };
    // 每年1月底前 names no day but a rhythm.
    let trimmed = before.trim_end_matches(' ');
    if ["每年", "每月", "每季度", "每季", "每半年", "每周", "每", "每逢", "各年"]
        .iter()
        .any(|word| trimmed.ends_with(word))
    {
        return None;
    }
    let rest = text.get(end..).unwrap_or_default();
    let (suffix, suffix_len) = suffix(rest);
    let (start, prepositions) = lead_in(text, at);
    let manner =
        manner(from, to, suffix, &prepositions, text.get(end + suffix_len..).unwrap_or_default(), before);
    end += suffix_len;
    Some(Found { range: start..end, core: at, from, to, manner })
}

/// Reads on behind a date: a dash and another date make a stretch.
fn stretch(text: &str, at: usize, first: Moment) -> (Option<Moment>, Moment, usize) {
    let end = at + first.len;
    let rest = text.get(end..).unwrap_or_default();
    // 自2026年1月起至12月
    let opened = rest.trim_start_matches(' ').strip_prefix(['起', '始']).unwrap_or(rest);
    // 2026年4-6月
    if first.form == Form::Year
        && let Some((Some(from), to, end)) = borrowed_month(text, end)
    {
        return (Some(Moment { year: first.year, ..from }), Moment { year: first.year, ..to }, end);
    }
    let Some(behind) = dash(opened) else { return (None, first, end) };
    let offset = text.len() - behind.len();
    if let Some(second) = date_form::read(behind) {
        let second =
            Moment { year: if second.year == Year::Unsaid { follow(first) } else { second.year }, ..second };
        let both = both_blank(first, second);
        return (Some(first), both, offset + second.len);
    }
    // 8月1-15日
    if let (Form::Day(month, _), Some((day, len))) = (first.form, super::numeral::read(behind)) {
        let sign = behind.get(len..).and_then(|rest| rest.strip_prefix(['日', '号']));
        if let Some(rest) = sign {
            let second = Moment { form: Form::Day(month, day), ..first };
            return (Some(first), second, text.len() - rest.len());
        }
    }
    (None, first, end)
}

/// A stretch with one gap is all gap.
fn both_blank(first: Moment, second: Moment) -> Moment {
    if first.form == Form::Blank { Moment { form: Form::Blank, ..second } } else { second }
}

/// The year of the second date where it names none: that of the first, which may be unsaid too.
fn follow(first: Moment) -> Year {
    first.year
}

/// 5-10月, 2021-2023年: the first number borrows its sign from the second.
fn borrowed_month(text: &str, at: usize) -> Option<(Option<Moment>, Moment, usize)> {
    let here = text.get(at..)?;
    let (first, len) = super::numeral::read(here)?;
    let behind = dash(here.get(len..)?)?;
    let second = date_form::read(behind)?;
    let end = text.len() - behind.len() + second.len;
    if len == 4 && matches!((second.year, second.form), (Year::Said(_), Form::Year | Form::YearEnd)) {
        let year = i32::try_from(first).ok().filter(|year| (1900..2200).contains(year))?;
        return Some((Some(Moment { year: Year::Said(year), form: Form::Year, len }), second, end));
    }
    let month = date_form::bare_number(here).map(|(month, _)| month)?;
    let is_month =
        second.year == Year::Unsaid && second.month().is_some_and(|last| last > month && last <= 12);
    is_month.then_some((Some(Moment { year: Year::Unsaid, form: Form::Month(month), len }), second, end))
}

/// What stands behind a dash between two dates.
fn dash(text: &str) -> Option<&str> {
    let text = text.trim_start_matches(' ');
    let behind = text.trim_start_matches(['-', '~', '～']);
    let behind = if behind.len() < text.len() { behind } else { text.strip_prefix(['至', '到'])? };
    // A gap of blanks may begin with them: only the letters of a date are tried without.
    let trimmed = behind.trim_start_matches(' ');
    Some(if trimmed.starts_with(['年', '月', '日']) { behind } else { trimmed })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Suffix {
    None,
    Before,
    Since,
    After,
}

fn suffix(rest: &str) -> (Suffix, usize) {
    let text = rest.trim_start_matches(' ');
    let blank = rest.len() - text.len();
    let words = [
        ("前后", Suffix::None),
        ("以前", Suffix::Before),
        ("之前", Suffix::Before),
        ("前", Suffix::Before),
        ("为止", Suffix::Before),
        ("止", Suffix::Before),
        ("以内", Suffix::Before),
        ("之内", Suffix::Before),
        ("内", Suffix::Before),
        ("以来", Suffix::After),
        ("以后", Suffix::After),
        ("之后", Suffix::After),
        ("后", Suffix::After),
        ("开始", Suffix::Since),
        ("起", Suffix::Since),
    ];
    let word = words.into_iter().find(|(word, _)| text.starts_with(word));
    match word {
        // 9月内蒙古, 前期
        Some(("内", _)) if text.starts_with("内蒙") || text.starts_with("内容") => (Suffix::None, 0),
        Some(("前", _)) if text.starts_with("前期") || text.starts_with("前三") => (Suffix::None, 0),
        Some((word, suffix)) => (suffix, blank + word.len()),
        None => (Suffix::None, 0),
    }
}

/// Where the hedges in front begin, and the prepositions between.
fn lead_in(text: &str, at: usize) -> (usize, Vec<&'static str>) {
    let mut start = at;
    let mut hedged = at;
    let mut prepositions = Vec::new();
    loop {
        let before = text.get(..start).unwrap_or_default();
        if let Some(word) = HEDGES.iter().find(|word| before.ends_with(*word)) {
            start -= word.len();
            hedged = start;
        } else if let Some(word) = PREPOSITIONS.iter().find(|word| before.ends_with(*word)) {
            start -= word.len();
            prepositions.push(*word);
        } else {
            return (hedged, prepositions);
        }
    }
}

fn manner(
    from: Option<Moment>,
    to: Moment,
    suffix: Suffix,
    prepositions: &[&str],
    behind: &str,
    before: &str,
) -> Manner {
    let led_by = |words: &[&str]| prepositions.iter().any(|word| words.contains(word));
    let behind = behind.trim_start_matches([' ', ',', '、']);
    match suffix {
        Suffix::Since => return Manner::From,
        Suffix::After => return Manner::Mention,
        Suffix::Before => return Manner::By,
        Suffix::None => {}
    }
    let past = ["上一年度", "上年度", "上年", "去年"];
    if led_by(&["截至", "截止"]) || past.iter().any(|word| before.ends_with(word)) {
        return Manner::Mention;
    }
    if from.is_some() {
        return Manner::Span;
    }
    if to.form == Form::WithinYear {
        return Manner::By;
    }
    let of_year = matches!(to.form, Form::Year | Form::YearEnd | Form::Half(_));
    if led_by(&["到", "至"]) {
        return if of_year { Manner::Goal } else { Manner::By };
    }
    let done_then = DEEDS.iter().any(|deed| behind.starts_with(deed));
    if to.is_end() || matches!(to.form, Form::Quarter(_)) {
        let of_something = behind.starts_with(['的', '以', '存', '数', '增', '比', '下']);
        let compared = before.ends_with(['较', '比']) || led_by(&["从"]);
        return if of_something || compared { Manner::Mention } else { Manner::By };
    }
    if to.form == Form::Blank {
        return if done_then { Manner::By } else { Manner::Mention };
    }
    let opens = led_by(&["于", "在"])
        || before.trim_end_matches(' ').chars().next_back().is_none_or(|c| "。,;:()、/\n".contains(c));
    if done_then && opens { Manner::By } else { Manner::Mention }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: &[(&str, Manner)]) {
        let found: Vec<_> =
            find(text).into_iter().map(|found| (&text[found.range.clone()], found.manner)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn deadlines_are_told_from_mere_mentions() {
        case(
            "2026年9月底前修好桥,10月30日前通车。",
            &[("2026年9月底前", Manner::By), ("10月30日前", Manner::By)],
        );
        case("原则上于2026年6月底前完成", &[("原则上于2026年6月底前", Manner::By)]);
        case("6月底完成", &[("6月底", Manner::By)]);
        case("11月份取得明显成效", &[("11月份", Manner::By)]);
        case("2018年11月,某县修了桥。", &[("2018年11月", Manner::Mention)]);
        case("按照2018年11月印发的方案", &[("2018年11月", Manner::Mention)]);
        case("到2026年,修桥十座。", &[("2026年", Manner::Goal)]);
        case("截至2025年底,已修桥十座。", &[("2025年底", Manner::Mention)]);
        case("2026年1月起长期坚持", &[("2026年1月起", Manner::From)]);
        case("年内建成", &[("年内", Manner::By)]);
        case("今年年底前建成", &[("今年年底前", Manner::By)]);
        case("较2024年底增长一成", &[("2024年底", Manner::Mention)]);
    }

    #[test]
    fn stretches_are_read_whole() {
        let span = |text: &str| {
            let found = find(text);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            let first = found[0].from.unwrap_or_else(|| panic!("{text}"));
            (first.form, found[0].to.form, found[0].to.year)
        };
        assert_eq!(span("2026年3月-12月"), (Form::Month(3), Form::Month(12), Year::Said(2026)));
        assert_eq!(span("8月27日至9月8日"), (Form::Day(8, 27), Form::Day(9, 8), Year::Unsaid));
        assert_eq!(span("5~10月"), (Form::Month(5), Form::Month(10), Year::Unsaid));
        assert_eq!(span("9到12月"), (Form::Month(9), Form::Month(12), Year::Unsaid));
        assert_eq!(span("8月1-15日"), (Form::Day(8, 1), Form::Day(8, 15), Year::Unsaid));
        assert_eq!(span("2021-2023年"), (Form::Year, Form::Year, Year::Said(2023)));
        assert_eq!(span("****年*月-****年**月").1, Form::Blank);
        assert_eq!(span("( 月  日- 月  日)").1, Form::Blank);
        assert_eq!(find("4月~6月/9月~11月").len(), 2);
    }

    #[test]
    fn rhythms_and_lengths_are_no_dates() {
        case("每年1月底前报送", &[]);
        case("每月25日前报送", &[]);
        case("5年内免税", &[]);
        case("半年内", &[]);
        case("三个月内", &[]);
        case("第一季", &[]);
    }
}
