//! Numbers written in the ways that Word knows: 一、甲、①、IV.

/// `number` as this format of Word's writes it.
pub(super) fn written(number: u32, format: &str) -> String {
    match format {
        "none" => String::new(),
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "koreanCounting" => chinese(number, &DIGITS, &UNITS),
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => number
            .to_string()
            .bytes()
            .map(|digit| "〇一二三四五六七八九".chars().nth(usize::from(digit - b'0')).unwrap_or('〇'))
            .collect(),
        "chineseLegalSimplified" | "ideographLegalTraditional" | "japaneseLegal" => {
            chinese(number, &LEGAL_DIGITS, &LEGAL_UNITS)
        }
        "ideographTraditional" => cycled(number, "甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac" => cycled(number, "子丑寅卯辰巳午未申酉戌亥"),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => enclosed(number, '①', 20),
        "decimalEnclosedParen" => enclosed(number, '⑴', 20),
        "decimalEnclosedFullstop" => enclosed(number, '⒈', 20),
        "ideographEnclosedCircle" => enclosed(number, '㊀', 10),
        "upperRoman" => roman(number),
        "lowerRoman" => roman(number).to_lowercase(),
        "upperLetter" => lettered(number, b'A'),
        "lowerLetter" => lettered(number, b'a'),
        "decimalZero" => format!("{number:02}"),
        "decimalFullWidth" | "decimalFullWidth2" => {
            number.to_string().chars().filter_map(|digit| char::from_u32(u32::from(digit) + 0xfee0)).collect()
        }
        _ => number.to_string(),
    }
}

const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const UNITS: [char; 3] = ['十', '百', '千'];
const LEGAL_DIGITS: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const LEGAL_UNITS: [char; 3] = ['拾', '佰', '仟'];

/// Up to 9999; nobody numbers further.
fn chinese(number: u32, digits: &[char; 10], units: &[char; 3]) -> String {
    if number == 0 || number > 9999 {
        return number.to_string();
    }
    let mut text = String::new();
    let mut skipped = false;
    for place in (0..4_u32).rev() {
        let digit = (number / 10_u32.pow(place) % 10) as usize;
        if digit == 0 {
            skipped = !text.is_empty();
            continue;
        }
        if skipped {
            text.push(digits[0]);
            skipped = false;
        }
        // 十二, not 一十二.
        if !(place == 1 && digit == 1 && text.is_empty()) {
            text.push(digits[digit]);
        }
        if let Some(unit) = (place as usize).checked_sub(1) {
            text.push(units[unit]);
        }
    }
    text
}

fn cycled(number: u32, letters: &str) -> String {
    let count = letters.chars().count();
    let at = (number.max(1) as usize - 1) % count;
    letters.chars().nth(at).map(String::from).unwrap_or_default()
}

fn enclosed(number: u32, first: char, most: u32) -> String {
    let sign = (1..=most).contains(&number).then(|| char::from_u32(u32::from(first) + number - 1)).flatten();
    sign.map_or_else(|| number.to_string(), String::from)
}

fn lettered(number: u32, first: u8) -> String {
    let number = number.max(1) - 1;
    let letter = char::from(first + u8::try_from(number % 26).unwrap_or(0));
    // Word writes AA after Z, BB after AA.
    letter.to_string().repeat((number / 26).min(8) as usize + 1)
}

fn roman(number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if !(1..=3999).contains(&number) {
        return number.to_string();
    }
    let mut left = number;
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while left >= value {
            text.push_str(sign);
            left -= value;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_word_writes_them() {
        #[track_caller]
        fn case(number: u32, format: &str, text: &str) {
            assert_eq!(written(number, format), text);
        }
        for (number, text) in [
            (1, "一"),
            (10, "十"),
            (12, "十二"),
            (20, "二十"),
            (21, "二十一"),
            (101, "一百零一"),
            (110, "一百一十"),
            (1001, "一千零一"),
            (0, "0"),
        ] {
            case(number, "chineseCounting", text);
        }
        case(12, "chineseLegalSimplified", "拾贰");
        case(12, "ideographDigital", "一二");
        case(2, "ideographTraditional", "乙");
        case(11, "ideographTraditional", "甲");
        case(3, "decimalEnclosedCircle", "③");
        case(21, "decimalEnclosedCircleChinese", "21");
        case(4, "upperRoman", "IV");
        case(28, "lowerLetter", "bb");
        case(7, "decimalZero", "07");
        case(12, "decimalFullWidth", "１２");
        case(5, "decimal", "5");
        case(5, "none", "");
        case(0, "upperLetter", "A");
    }
}
