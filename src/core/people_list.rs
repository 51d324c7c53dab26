//! Several people in one text (责任人、责任领导), as offices write them into a cell: with their offices and their numbers.

/// The people that a text names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct People {
    /// Their names, with one sign between them.
    pub names: String,
    /// Whether the text says more of them: 科长, 13800000000.
    pub says_more: bool,
}

/// What the titles of offices end with.
const TITLES: [&str; 26] = [
    "局长", "科长", "处长", "股长", "主任", "书记", "部长", "所长", "站长", "院长", "校长", "园长", "主席",
    "经理", "组长", "队长", "县长", "市长", "区长", "镇长", "乡长", "科员", "委员", "干事", "电话", "手机",
];

/// How many digits make a number to call.
const CALLED: usize = 7;

/// Reads the people of a text: `李强 赵蕾`, `张三/李四`, a name a line, `李强（科长）13800000000`. A name spaced out (李 强) is
/// closed up.
pub fn people(text: &str) -> People {
    let text = text.trim();
    let (outside, bracketed) = without_brackets(text);
    let words = words(&outside);
    let is_han = |word: &str| word.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c) || c == '·');
    let length = |word: &str| word.chars().count();
    let spaced = words.len() == 2 && words.iter().all(|word| is_han(word) && length(word) == 1);
    if spaced && !bracketed {
        return People { names: words.concat(), says_more: false };
    }
    let is_aside = |word: &&str| is_number(word) || TITLES.iter().any(|title| word.ends_with(title));
    let (asides, mut names): (Vec<&str>, Vec<&str>) = words.iter().copied().partition(is_aside);
    let mut dropped = asides.len();
    if names.is_empty() {
        // 王主任 is all that is known of him.
        names = asides.into_iter().filter(|word| !is_number(word)).collect();
        dropped -= names.len();
    }
    let says_more = bracketed || dropped > 0;
    if names.is_empty() {
        return People { names: text.to_owned(), says_more: false };
    }
    People { names: names.join("、"), says_more }
}

/// A text without its brackets and what they hold, and whether there were any.
fn without_brackets(text: &str) -> (String, bool) {
    let mut depth = 0_u32;
    let mut outside = String::new();
    let mut any = false;
    for c in text.chars() {
        match c {
            '（' | '(' | '[' | '【' => {
                depth += 1;
                any = true;
                outside.push(' ');
            }
            '）' | ')' | ']' | '】' => depth = depth.saturating_sub(1),
            c if depth == 0 => outside.push(c),
            _ => {}
        }
    }
    // A bracket that does not close takes nothing away.
    if depth > 0 { (text.to_owned(), false) } else { (outside, any) }
}

/// The words of a text; a run of digits is one by itself.
fn words(text: &str) -> Vec<&str> {
    let is_sign = |c: char| c.is_whitespace() || "、，,；;/|：:。".contains(c);
    let mut words = Vec::new();
    for word in text.split(is_sign).filter(|word| !word.is_empty()) {
        let is_digit = |c: char| c.is_ascii_digit() || c == '-';
        let mut rest = word;
        while let Some(at) = rest.find(is_digit) {
            let end = rest[at..].find(|c| !is_digit(c)).map_or(rest.len(), |len| at + len);
            if is_number(&rest[at..end]) {
                words.extend([&rest[..at], &rest[at..end]].into_iter().filter(|word| !word.is_empty()));
                rest = &rest[end..];
            } else {
                break;
            }
        }
        words.extend(Some(rest).filter(|rest| !rest.is_empty()));
    }
    words
}

fn is_number(word: &str) -> bool {
    word.chars().filter(char::is_ascii_digit).count() >= CALLED
        && word.chars().all(|c| c.is_ascii_digit() || "-+".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_stand_beside_each_other_in_many_ways() {
        #[track_caller]
        fn case(text: &str, names: &str, says_more: bool) {
            assert_eq!(people(text), People { names: names.to_owned(), says_more }, "{text}");
        }
        case("李强、赵蕾", "李强、赵蕾", false);
        case("李强\n赵蕾", "李强、赵蕾", false);
        case("李强  赵蕾 欧阳小明", "李强、赵蕾、欧阳小明", false);
        case("张三/李四", "张三、李四", false);
        case("赵蕾,孙萍", "赵蕾、孙萍", false);
        case("李 强", "李强", false);
        case("李强 13800000000", "李强", true);
        case("李强13800000000", "李强", true);
        case("李强（科长）13800000000", "李强", true);
        case("刘洋 副局长", "刘洋", true);
        case("陈晨（联系电话：13900000000）", "陈晨", true);
        case("李强（组长）\n赵蕾，孙萍", "李强、赵蕾、孙萍", true);
        case("王主任", "王主任", false);
        case("各科室负责人", "各科室负责人", false);
        case("李强（组长", "李强（组长", false);
        case("13800000000", "13800000000", false);
    }
}
