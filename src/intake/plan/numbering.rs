//! The numbers of headings and items: 一、 （一） 1. （1） ① 第一阶段.

use super::date_form;
use super::numeral;

/// The official levels of numbering, highest first, and what stands in for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Style {
    /// 附件：the plan proper ends here.
    Annex,
    /// 第一章, 第一部分
    Part,
    /// 第一条
    Article,
    /// 一、
    Section,
    /// （一）
    Bracketed,
    /// 第一阶段
    Stage,
    /// 1. 1、
    Arabic,
    /// 1.1
    Decimal,
    /// 1）
    HalfBracket,
    /// （1）
    ArabicBracketed,
    /// ①
    Circled,
    /// 一是 at the head of a paragraph
    Is,
    /// ——, ●
    Bullet,
}

/// A number found in front of a heading or an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) style: Style,
    /// Its number; 0 where the style has none.
    pub(super) number: u32,
    /// How many bytes to skip to the text behind it. 第一阶段 is part of the text.
    pub(super) len: usize,
}

impl Mark {
    /// How a clause path names it: `二（一）3`.
    pub(super) fn label(&self) -> String {
        let number = self.number;
        match self.style {
            Style::Annex | Style::Bullet => String::new(),
            Style::Part => format!("第{}部分", chinese(number)),
            Style::Article => format!("第{}条", chinese(number)),
            Style::Section => chinese(number),
            Style::Bracketed => format!("（{}）", chinese(number)),
            Style::Stage => format!("第{}阶段", chinese(number)),
            Style::Arabic | Style::Decimal | Style::HalfBracket => number.to_string(),
            Style::ArabicBracketed => format!("（{number}）"),
            Style::Circled => char::from_u32(0x245f + number).map(String::from).unwrap_or_default(),
            Style::Is => format!("之{}", chinese(number)),
        }
    }
}

/// A number below a hundred in Chinese numerals.
pub(super) fn chinese(number: u32) -> String {
    let ones = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let one = ones.get((number % 10) as usize).copied().unwrap_or_default();
    match number / 10 {
        0 => one.to_owned(),
        1 => format!("十{one}"),
        tens => format!("{}十{one}", ones.get(tens as usize).copied().unwrap_or_default()),
    }
}

/// Whether a section's number may begin with this letter.
pub(super) fn may_begin_section(c: char) -> bool {
    numeral::is_chinese(c)
}

/// Reads the number that a text begins with, if it looks like one. Whether it is one, its neighbours must say.
pub(super) fn read(text: &str) -> Option<Mark> {
    let first = text.chars().next()?;
    let found = match first {
        '(' => bracketed(text),
        '0'..='9' => arabic(text),
        '第' => ordinal(text),
        '附' => annex(text),
        '①'..='⑳' => {
            Some(Mark { style: Style::Circled, number: u32::from(first) - 0x245f, len: first.len_utf8() })
        }
        '-' | '●' | '•' | '■' | '◆' | '▲' | '○' | '◇' | '□' | '★' | '➢' | '▶' => {
            bullet(text)
        }
        _ if numeral::is_chinese(first) => section(text),
        _ => None,
    }?;
    let rest = text.get(found.len..)?;
    let blank = rest.len() - rest.trim_start_matches(' ').len();
    Some(Mark { len: found.len + blank, ..found })
}

/// （一） and （1）.
fn bracketed(text: &str) -> Option<Mark> {
    let inner = text.get(1..)?;
    let padding = inner.len() - inner.trim_start_matches(' ').len();
    let (number, digits) = numeral::read(inner.get(padding..)?)?;
    let close = inner.get(padding + digits..)?;
    let close_at = close.len() - close.trim_start_matches(' ').len();
    let behind = close.get(close_at..)?.strip_prefix(')')?;
    if number == 0 || number > 99 {
        return None;
    }
    let style = if inner.trim_start().starts_with(|c: char| c.is_ascii_digit()) {
        Style::ArabicBracketed
    } else {
        Style::Bracketed
    };
    // （一）、 is written by some.
    let behind = behind.strip_prefix(['、', '.']).unwrap_or(behind);
    Some(Mark { style, number, len: text.len() - behind.len() })
}

/// 1. 1、 1） and 1.1, but neither 2.5万 nor 2024.
fn arabic(text: &str) -> Option<Mark> {
    let (number, digits) = numeral::arabic(text).filter(|(number, digits)| *digits <= 3 && *number > 0)?;
    let behind = text.get(digits..)?.trim_start_matches(' ');
    let sign = behind.chars().next()?;
    let rest = behind.get(sign.len_utf8()..)?;
    let style = match sign {
        // 2.11月9日…: what follows the point is a date.
        '.' if begins_with_day(rest) => Style::Arabic,
        '.' if rest.starts_with(|c: char| c.is_ascii_digit()) => return decimal(text),
        '.' | '、' => Style::Arabic,
        ')' => Style::HalfBracket,
        _ => return None,
    };
    Some(Mark { style, number, len: text.len() - rest.len() })
}

/// Whether a text begins with a month or a day: 11月9日, 9月底.
fn begins_with_day(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
        && date_form::read(text)
            .is_some_and(|moment| moment.month().is_some_and(|month| (1..=12).contains(&month)))
}

/// How many letters the longest number with points takes: 10.10.10.10.
const DEEPEST: usize = 12;

/// 1.1 and 1.1.2 in front of words, and not in front of a unit.
fn decimal(text: &str) -> Option<Mark> {
    // 1.1.1.1 is as deep as anybody numbers; a longer row of digits is something else, and not read to its end.
    let digits = text.bytes().take(DEEPEST + 1).take_while(|byte| byte.is_ascii_digit() || *byte == b'.');
    let len = Some(digits.count()).filter(|len| *len <= DEEPEST)?;
    let number = text.get(..len)?.rsplit('.').find(|part| !part.is_empty())?;
    let number: u32 = number.parse().ok().filter(|number| (1..100).contains(number))?;
    let rest = text.get(len..)?;
    let next = rest.trim_start_matches(' ').chars().next()?;
    let counted = "万亿元倍%个米公里吨级版度家户人亩分年月日号次期千百兆件平折克升小时秒-~至";
    let is_word = next.is_alphabetic() && !next.is_ascii() && !counted.contains(next);
    is_word.then_some(Mark { style: Style::Decimal, number, len })
}

/// 第一章, 第二部分, 第三条, 第一阶段.
fn ordinal(text: &str) -> Option<Mark> {
    let behind = text.strip_prefix('第')?;
    let (number, digits) = numeral::read(behind).filter(|(number, _)| *number > 0)?;
    let rest = behind.get(digits..)?;
    let (style, word) = [
        (Style::Part, "章"),
        (Style::Part, "部分"),
        (Style::Part, "篇"),
        (Style::Article, "条"),
        (Style::Stage, "阶段"),
    ]
    .into_iter()
    .find(|(_, word)| rest.starts_with(word))?;
    let len = if style == Style::Stage { 0 } else { '第'.len_utf8() + digits + word.len() };
    Some(Mark { style, number, len })
}

/// 附件： 附件1 附表 at the head of a line or a sentence.
fn annex(text: &str) -> Option<Mark> {
    let rest = ["附件", "附表", "附:"].iter().find_map(|word| text.strip_prefix(word))?;
    let rest = rest.trim_start_matches(' ');
    let is_one = rest.is_empty() || rest.starts_with(|c: char| c == ':' || c.is_ascii_digit() || c == '\n');
    is_one.then_some(Mark { style: Style::Annex, number: 0, len: 0 })
}

fn bullet(text: &str) -> Option<Mark> {
    let rest = text.trim_start_matches(['-', '●', '•', '■', '◆', '▲', '○', '◇', '□', '★', '➢', '▶']);
    let rest = rest.trim_start_matches(' ');
    // - 3 - is a page.
    let worded = rest.chars().next().is_some_and(|c| !c.is_ascii_digit() && c != '年' && c != '月');
    worded.then_some(Mark { style: Style::Bullet, number: 0, len: text.len() - rest.len() })
}

/// 一、 and 一是.
fn section(text: &str) -> Option<Mark> {
    let (number, digits) = numeral::chinese(text).filter(|(number, _)| *number > 0)?;
    let rest = text.get(digits..)?;
    if text.starts_with('两') {
        return None;
    }
    let sign = rest.trim_start_matches(' ').chars().next()?;
    let skipped = rest.len() - rest.trim_start_matches(' ').len();
    match sign {
        '、' | '.' => Some(Mark { style: Style::Section, number, len: digits + skipped + sign.len_utf8() }),
        '是' if skipped == 0 && number <= 20 => {
            Some(Mark { style: Style::Is, number, len: digits + '是'.len_utf8() })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_level_is_read() {
        #[track_caller]
        fn case(text: &str, style: Style, number: u32, rest: &str) {
            let mark = read(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((mark.style, mark.number, &text[mark.len..]), (style, number, rest), "{text}");
        }
        case("一、修路", Style::Section, 1, "修路");
        case("十二、修路", Style::Section, 12, "修路");
        case("(三)修路", Style::Bracketed, 3, "修路");
        case("( 三 ) 修路", Style::Bracketed, 3, "修路");
        case("(一)、修路", Style::Bracketed, 1, "修路");
        case("7.修路", Style::Arabic, 7, "修路");
        case("17、修路", Style::Arabic, 17, "修路");
        case("2.11月9日修路", Style::Arabic, 2, "11月9日修路");
        case("2)修路", Style::HalfBracket, 2, "修路");
        case("(2)修路", Style::ArabicBracketed, 2, "修路");
        case("③修路", Style::Circled, 3, "修路");
        case("2.3 修路", Style::Decimal, 3, "修路");
        case("第二章 修路", Style::Part, 2, "修路");
        case("第十条 修路", Style::Article, 10, "修路");
        case("第一阶段:修路", Style::Stage, 1, "第一阶段:修路");
        case("--修路", Style::Bullet, 0, "修路");
        case("一是修路", Style::Is, 1, "修路");
        case("附件:修路图", Style::Annex, 0, "附件:修路图");
    }

    #[test]
    fn what_only_looks_like_a_number_is_not_one() {
        #[track_caller]
        fn case(text: &str) {
            assert_eq!(read(text), None, "{text}");
        }
        case("三区两线");
        case("一网通办");
        case("2.5万份");
        case("2024年3月");
        case("(2021)17号");
        case("(1分)");
        case("第一议题");
        case("五个一律");
        case("- 3 -");
        case("附件清单如下");
        case("");
    }

    #[test]
    fn a_clause_path_names_each_level() {
        let label = |text| read(text).unwrap().label();
        assert_eq!(
            [
                label("十一、甲"),
                label("(二)甲"),
                label("3.甲"),
                label("(4)甲"),
                label("⑤甲"),
                label("六是甲")
            ],
            ["十一", "（二）", "3", "（4）", "⑤", "之六"]
        );
    }
}
