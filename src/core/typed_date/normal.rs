//! One spelling for what people type in many: half-width, unspaced, with Arabic numerals and one word for each thing.

use crate::core::numeral::{digit, value};
use crate::core::writing::half_width;

/// Rewrites what was typed so that the grammar needs to know one spelling only: ２０２６年 九月三十号 as `2026年9月30日`,
/// 下个星期五 as `下周5`.
pub(super) fn normalise(text: &str) -> String {
    let half: String = text.chars().filter(|c| !c.is_whitespace()).map(typed_plainly).collect();
    let arabic = arabic(half.trim_matches(EDGES));
    SPELLINGS.iter().fold(arabic, |text, (from, to)| text.replace(from, to))
}

/// Punctuation that comes along when a date is copied out of a sentence.
const EDGES: [char; 9] = [',', '.', ';', ':', '!', '、', '(', ')', '"'];

/// In this order: 下个星期五 becomes 下个周五, then 下周五; 这个月 becomes 本个月, then 本月.
const SPELLINGS: [(&str, &str); 14] = [
    ("星期", "周"),
    ("礼拜", "周"),
    ("个周", "周"),
    ("这", "本"),
    ("本个月", "本月"),
    ("上个月", "上月"),
    ("下个月", "下月"),
    ("号", "日"),
    // Real plans say 2021年年底 and 9月月底.
    ("年年", "年"),
    ("月月", "月"),
    ("q1", "1季度"),
    ("q2", "2季度"),
    ("q3", "3季度"),
    ("q4", "4季度"),
];

fn typed_plainly(c: char) -> char {
    let c = match half_width(c) {
        '。' | '｡' | '·' => '.',
        other => other,
    };
    c.to_ascii_lowercase()
}

/// Writes Chinese numerals in Arabic digits.
fn arabic(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(is_numeral) {
        let (before, from_numeral) = rest.split_at(start);
        let end = from_numeral.find(|c| !is_numeral(c)).unwrap_or(from_numeral.len());
        let (numeral, after) = from_numeral.split_at(end);
        out.push_str(before);
        match value(numeral) {
            Some(value) => out.push_str(&value.to_string()),
            None => out.push_str(numeral),
        }
        rest = after;
    }
    out + rest
}

/// Arabic digits belong to a numeral too, so that a mixture such as 1十 is seen whole, and left alone.
fn is_numeral(c: char) -> bool {
    c == '十' || c.is_ascii_digit() || digit(c).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_spellings_become_one() {
        #[track_caller]
        fn case(text: &str, expected: &str) {
            assert_eq!(normalise(text), expected);
        }
        case("２０２６－０９－３０", "2026-09-30");
        case(" 2026 年 9 月 30 日 ", "2026年9月30日");
        case("2026。9。30", "2026.9.30");
        case("（9月底前）。", "9月底前");
        case("二〇二六年九月三十号", "2026年9月30日");
        case("十二月三十一日", "12月31日");
        case("十月二十日", "10月20日");
        case("第三季度", "第3季度");
        case("Ｑ3", "3季度");
        case("下个星期五", "下周5");
        case("这个月底", "本月底");
        case("两个礼拜内", "2周内");
        case("三个月内", "3个月内");
        case("2021年年底", "2021年底");
        case("9月月底", "9月底");
    }

    #[test]
    fn numerals_of_uncertain_value_are_left_alone() {
        #[track_caller]
        fn case(text: &str) {
            assert_eq!(normalise(text), text);
        }
        case("三五天内");
        case("二三十天内");
        case("十一五");
        case("1十天内");
        case("十1天内");
    }
}
