//! Chinese numerals (中文数字): 三, 十二, 二〇二六.

/// The value of a numeral up to 九十九, or of a year spelt digit by digit. Anything else, such as 三五 (three or five), has
/// none.
pub fn value(numeral: &str) -> Option<u32> {
    let letters: Vec<char> = numeral.chars().collect();
    match letters[..] {
        ['十'] => Some(10),
        [ones] => digit(ones),
        ['十', ones] => Some(10 + digit(ones)?),
        [tens, '十'] => Some(10 * digit(tens)?),
        [tens, '十', ones] => Some(10 * digit(tens)? + digit(ones)?),
        [_, _, _, _] => letters.into_iter().try_fold(0, |year, c| Some(10 * year + digit(c)?)),
        _ => None,
    }
}

/// The value of one numeral below ten.
pub fn digit(c: char) -> Option<u32> {
    Some(match c {
        '〇' | '零' | '○' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_have_a_value_up_to_a_hundred_or_as_a_year() {
        #[track_caller]
        fn case(numeral: &str, expected: Option<u32>) {
            assert_eq!(value(numeral), expected, "{numeral}");
        }
        case("三", Some(3));
        case("十", Some(10));
        case("十二", Some(12));
        case("二十", Some(20));
        case("九十九", Some(99));
        case("二〇二六", Some(2026));
        case("三五", None);
        case("百", None);
    }
}
