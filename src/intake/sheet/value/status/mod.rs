//! 完成情况: a status in the office's words, a tick, or what was done.

mod parts;
mod words;

use super::{is_blank, marked};
use crate::core::change::Value;
use crate::core::field::Field;
use crate::core::status::Status;
use crate::intake::sheet::cell::Cell;
use parts::{of_parts, tendency};
use words::word_of;

/// What a status's cell says.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::intake::sheet) enum Said {
    /// A status in a word; whether it is struck off (销号).
    Status(Status, bool),
    /// What was done, in many words: the status that follows, where one does.
    Text(Option<Status>),
}

/// What a status's cell says, whatever the words.
pub(in crate::intake::sheet) fn status(cell: &Cell) -> Option<Said> {
    if let Some(Some(Value::Text(word))) = marked(Field::Status, cell) {
        return Some(Said::Status(Status::from(word), false));
    }
    let text = match cell {
        Cell::Flag(true) => return Some(Said::Status(Status::Done, false)),
        Cell::Number(number) if (number - 1.0).abs() < 1e-9 => {
            return Some(Said::Status(Status::Done, false));
        }
        Cell::Text(text) => text.clone(),
        // A number that is no share is shown to somebody rather than dropped.
        Cell::Number(_) => return Some(Said::Text(None)),
        _ => return None,
    };
    let word: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if let Some(status) = word_of(&word) {
        let struck_off = ["销号", "核销", "验收通过", "审结"].iter().any(|known| word.contains(known));
        return Some(Said::Status(status, struck_off && !word.contains('未')));
    }
    let word =
        word.trim_matches(['（', '）', '(', ')', '。', '【', '】', '■', '▲', '●', '★', '○', '；', '，']);
    if is_blank(word) && !word.is_empty() {
        return None;
    }
    let struck_off =
        ["销号", "核销", "验收通过", "审结"].iter().any(|known| word.contains(known)) && !word.contains('未');
    let status = Status::parse(word).or_else(|| word_of(word)).or_else(|| of_parts(word));
    match status {
        Some(status) => Some(Said::Status(status, struck_off)),
        None if word.is_empty() => None,
        None => Some(Said::Text(tendency(word))),
    }
}

/// 是否销号: a tick or a yes.
pub(in crate::intake::sheet) fn is_yes(cell: &Cell) -> bool {
    match cell {
        Cell::Flag(flag) => *flag,
        Cell::Text(text) => {
            let word: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            matches!(
                word.as_str(),
                "是" | "√" | "✓" | "✔" | "☑" | "已销号" | "销号" | "Y" | "y" | "yes" | "已核销"
            )
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_are_known_in_the_words_of_offices() {
        #[track_caller]
        fn case(text: &str, expected: Option<&Status>) {
            let got = match status(&Cell::text(text)) {
                Some(Said::Status(status, _)) => Some(status),
                Some(Said::Text(status)) => status,
                None => None,
            };
            assert_eq!(got.as_ref(), expected, "{text}");
        }
        case("已完成", Some(&Status::Done));
        case("√", Some(&Status::Done));
        case("正在推进", Some(&Status::Doing));
        case("滞后", Some(&Status::Doing));
        case("未启动", Some(&Status::Todo));
        case("受阻", Some(&Status::Blocked));
        case("已销号", Some(&Status::Done));
        case("待验收", Some(&Status::Review));
        case("已取消", Some(&Status::Cancelled));
        case("作废", Some(&Status::Void));
        case("已作废", Some(&Status::Void));
        case("已完成初稿，正在征求意见", Some(&Status::Doing));
        case("尚未开展", Some(&Status::Todo));
        case("×", Some(&Status::Doing));
        case("○", Some(&Status::Todo));
        case("●", None);
        case("已闭环", Some(&Status::Done));
        case("无法整改", Some(&Status::Blocked));
        case("暂无", None);
        case("/", None);
    }
}
