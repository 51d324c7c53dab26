//! How many times in a period (次数): 不少于2次, 一次, *次以上.

use super::super::numeral;
use super::Rhythm;
use crate::core::calendar::Every;

/// What occurrences are counted in.
pub(super) const COUNTED: [&str; 10] = ["次", "场", "期", "篇", "轮", "回", "堂", "节课", "遍", "人次"];

/// How many times, and where that is said.
pub(super) struct Count {
    pub(super) times: u32,
    pub(super) is_gap: bool,
    pub(super) end: usize,
    /// 次 and the like, and not 个.
    pub(super) is_plain: bool,
}

impl Count {
    pub(super) fn rhythm(&self, at: usize, every: Option<Every>, head: usize) -> Rhythm {
        let end = at + self.end.max(head);
        Rhythm { range: at..end, every, times: self.times.max(1), is_gap: self.is_gap, deed: None }
    }
}

/// The first number of times in a clause: 不少于2次, 一次, *次以上.
pub(super) fn count(clause: &str) -> Option<Count> {
    let mut previous = None;
    for (at, c) in clause.char_indices() {
        let before = previous.replace(c);
        let gap = matches!(c, '*' | '×' | 'X') && before != Some(c);
        let number = match numeral::read(clause.get(at..)?) {
            Some(_)
                if before.is_some_and(|b| {
                    b.is_ascii_digit() || numeral::is_chinese(b) || "第这每".contains(b)
                }) =>
            {
                None
            }
            Some((number, len)) => Some((number, len)),
            None if gap => {
                let len = clause.get(at..)?.chars().take_while(|other| *other == c).map(char::len_utf8).sum();
                Some((1, len))
            }
            None => None,
        };
        let Some((number, len)) = number else { continue };
        let rest = clause.get(at + len..)?.trim_start_matches(' ');
        // 2至3次 asks for two.
        let unit = COUNTED.iter().find(|unit| rest.starts_with(**unit)).or_else(|| {
            let bridged = rest.strip_prefix(['-', '~', '至', '到'])?;
            let (_, len) = numeral::read(bridged)?;
            COUNTED.iter().find(|unit| bridged.get(len..).is_some_and(|rest| rest.starts_with(**unit)))
        });
        // 不少于3天, but not 3天内.
        let before = clause.get(..at)?;
        let asked = ["不少于", "至少", "不低于", "不得少于"].iter().any(|word| before.ends_with(word));
        let unit = unit.copied().or_else(|| (asked && rest.starts_with('天')).then_some("天"));
        if let Some(unit) = unit {
            let unit_at = clause.get(at..)?.find(unit)?;
            let mut end = at + unit_at + unit.len();
            let behind = clause.get(end..)?;
            end += ["以上", "及以上", "左右"]
                .iter()
                .find(|word| behind.starts_with(**word))
                .map_or(0, |word| word.len());
            return Some(Count { times: number, is_gap: gap, end, is_plain: true });
        }
    }
    None
}
