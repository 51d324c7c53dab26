//! Numbers as plans write them: 3, 十二, 两.

use crate::core::numeral::digit as core_digit;

/// A number at the head of the text, Arabic or Chinese (up to 九十九), and how many bytes it takes.
pub(super) fn read(text: &str) -> Option<(u32, usize)> {
    arabic(text).or_else(|| chinese(text))
}

/// Arabic digits, no more than six.
pub(super) fn arabic(text: &str) -> Option<(u32, usize)> {
    let len = text.bytes().take_while(u8::is_ascii_digit).count();
    if len == 0 || len > 6 {
        return None;
    }
    Some((text.get(..len)?.parse().ok()?, len))
}

/// 一 to 九十九, with 两 and 〇.
pub(super) fn chinese(text: &str) -> Option<(u32, usize)> {
    let (mut value, mut ones, mut len, mut tens_said) = (0, None, 0, false);
    for c in text.chars() {
        match (c, digit(c)) {
            ('十', _) if !tens_said => {
                value = ones.take().unwrap_or(1) * 10;
                tens_said = true;
            }
            (_, Some(digit)) if ones.is_none() => ones = Some(digit),
            _ => break,
        }
        len += c.len_utf8();
    }
    (len > 0).then(|| (value + ones.unwrap_or(0), len))
}

/// Whether the letter is a Chinese numeral.
pub(super) fn is_chinese(c: char) -> bool {
    c == '十' || c == '百' || digit(c).is_some()
}

/// ○ is a bullet in front of an item, and 零 begins no number.
fn digit(c: char) -> Option<u32> {
    core_digit(c).filter(|_| !matches!(c, '零' | '○'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_both_scripts() {
        #[track_caller]
        fn case(text: &str, expected: Option<(u32, usize)>) {
            assert_eq!(read(text), expected, "{text}");
        }
        case("12次", Some((12, 2)));
        case("一次", Some((1, 3)));
        case("十、", Some((10, 3)));
        case("十二、", Some((12, 6)));
        case("二十三、", Some((23, 9)));
        case("两期", Some((2, 3)));
        case("次", None);
        case("", None);
        case("12345678", None);
        // 一二 is no number: the first numeral alone is read.
        case("一二", Some((1, 3)));
    }
}
