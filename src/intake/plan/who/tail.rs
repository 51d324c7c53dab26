//! Tails (任务末尾的责任单位、时限): brackets, and labels at the end of an item, that say of whom and by when.

use std::ops::Range;

use super::super::normal::Text;
use super::super::prose;
use super::super::roles::{DOINGS, Role};
use super::label::{begins, labels, zone_end};
use super::{Gathered, Named, Who, names};
use crate::core::office::is_office;

/// A stretch that says who and when: a bracket, or the labels at the end of an item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in super::super) struct Tail {
    /// Where it stands, brackets included.
    pub(in super::super) range: Range<usize>,
    pub(in super::super) who: Who,
    /// Where it says when.
    pub(in super::super) times: Vec<Range<usize>>,
    /// 考核分值, as written.
    pub(in super::super) score: Option<Range<usize>>,
    /// 完成标准
    pub(in super::super) standard: Option<Range<usize>>,
    /// 下同: it holds for the items that follow.
    pub(in super::super) holds_on: bool,
}

/// Every tail of a text, in order.
pub(in super::super) fn tails(text: &Text) -> Vec<Tail> {
    let plain = text.plain();
    let mut tails = Vec::new();
    let brackets = prose::brackets(plain);
    let quoted = |at: usize| {
        plain.get(..at).is_some_and(|before| {
            let open = before.rfind('《');
            open.is_some_and(|open| !before.get(open..).unwrap_or_default().contains('》'))
        })
    };
    for bracket in &brackets {
        let inner = bracket.start + 1..bracket.end.saturating_sub(1);
        if prose::letters(prose::part(plain, inner.clone())) > 1 && !quoted_near(plain, bracket.start, quoted)
        {
            tails.extend(read(text, inner).map(|tail| Tail { range: bracket.clone(), ..tail }));
        }
    }
    // Labels that stand free: 责任单位：甲局。完成时限：9月底。
    let free = labels(plain, 0..plain.len());
    let outside = |at: usize| !brackets.iter().any(|bracket| bracket.contains(&at));
    if let Some(first) = free.iter().find(|label| outside(label.start) && begins(plain, label.start)) {
        let zone = first.start..zone_end(plain, first.start);
        tails.retain(|tail| tail.range.end <= zone.start || tail.range.start >= zone.end);
        tails.extend(read(text, zone.clone()).map(|tail| Tail { range: zone, ..tail }));
        tails.sort_by_key(|tail| tail.range.start);
    }
    tails
}

/// A title in 《》 is no longer than this, so that one which never closes hides little.
fn quoted_near(plain: &str, at: usize, quoted: impl Fn(usize) -> bool) -> bool {
    let mut from = at.saturating_sub(180);
    while !plain.is_char_boundary(from) {
        from += 1;
    }
    plain.get(from..at).is_some_and(|near| near.contains('《')) && quoted(at)
}

/// Reads a stretch that may say who and when; nothing where it is an ordinary remark.
fn read(text: &Text, zone: Range<usize>) -> Option<Tail> {
    let plain = text.plain();
    let mut gathered = Gathered::default();
    let mut tail = Tail { range: zone.clone(), ..Tail::default() };
    let mut pending: Vec<Named> = Vec::new();
    let mut role = None;
    let mut is_tail = false;
    for segment in segments(plain, zone.clone()) {
        let mut value = prose::trim(plain, segment.clone(), &['。', ';', ',', '、', ':']);
        if let Some(label) = labels(plain, segment.clone()).into_iter().next()
            && label.start <= value.start
        {
            role = Some(label.role);
            is_tail = true;
            pending.clear();
            value = prose::trim(plain, label.end..segment.end, &['。', ';', ',', '、', ':']);
        }
        let words = plain.get(value.clone()).unwrap_or_default();
        if words.is_empty() {
            continue;
        }
        if words.starts_with("以下") {
            continue;
        }
        if words.contains("下同") || words.contains("不再") {
            tail.holds_on |= words.contains("下同");
            is_tail = true;
            continue;
        }
        if let Some(number) = words.strip_suffix('分')
            && !number.is_empty()
            && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        {
            tail.score = Some(value.start..value.start + number.len());
            is_tail = true;
            continue;
        }
        match role {
            Some(Role::Due) => {
                tail.times.push(value);
                continue;
            }
            Some(Role::Standard) => {
                tail.standard = Some(tail.standard.map_or(value.clone(), |known| known.start..value.end));
                continue;
            }
            _ => {}
        }
        let doing = DOINGS.iter().find(|(word, _)| words.ends_with(word));
        if let Some((word, doing)) = doing {
            let names = names(text, value.start..value.end - word.len());
            let are_offices = names.iter().chain(&pending).any(|named| is_office(&named.name));
            if role.is_some() || are_offices {
                pending.extend(names);
                // Behind 配合单位：, 甲局负责 is still help; behind 责任单位：, 甲局牵头 leads.
                gathered.add(*doing, std::mem::take(&mut pending));
                is_tail = true;
            }
            continue;
        }
        if is_time(words) {
            tail.times.push(value);
            continue;
        }
        let names = names(text, value);
        match role {
            Some(role) => gathered.add(role, names),
            None => pending.extend(names),
        }
    }
    // （甲局） right behind a sentence.
    let alone = plain.get(..zone.start.saturating_sub(1)).is_some_and(|before| before.ends_with(['。', ';']));
    if !is_tail && alone && !pending.is_empty() && pending.iter().all(|named| is_office(&named.name)) {
        gathered.add(Role::Answering, std::mem::take(&mut pending));
        is_tail = true;
    }
    tail.who = gathered.settle();
    // A bracket that says when, and nothing else.
    let only_when = !tail.times.is_empty() && pending.is_empty();
    (is_tail || only_when).then_some(tail)
}

/// The parts between commas, semicolons and stops outside brackets; a label begins a new part.
fn segments(plain: &str, zone: Range<usize>) -> Vec<Range<usize>> {
    let Some(text) = plain.get(zone.clone()) else { return Vec::new() };
    let mut cuts: Vec<usize> = labels(plain, zone.clone()).into_iter().map(|label| label.start).collect();
    let mut skip_until = zone.start;
    for (offset, c) in text.char_indices() {
        let at = zone.start + offset;
        if at < skip_until {
            continue;
        }
        match c {
            '(' => skip_until = prose::bracket(plain, at).filter(|end| *end <= zone.end).unwrap_or(at + 1),
            ',' | ';' | '。' | '\n' => cuts.push(at + c.len_utf8()),
            _ => {}
        }
    }
    cuts.push(zone.end);
    cuts.sort_unstable();
    let mut start = zone.start;
    cuts.retain(|end| *end > zone.start);
    cuts.dedup();
    cuts.into_iter().map(|end| std::mem::replace(&mut start, end)..end).collect()
}

/// Whether the words say when, and nothing else.
fn is_time(words: &str) -> bool {
    use super::super::date_scan::{self, Manner};
    if prose::letters(words) > 24 {
        return false;
    }
    if super::super::deadline_phrase::is_lasting(words) || super::super::deadline_phrase::is_unmeasured(words)
    {
        return true;
    }
    let dates = date_scan::find(words);
    dates.iter().any(|date| {
        let whole = date.range.start == 0 && date.range.end == words.len();
        whole || (date.manner != Manner::Mention && date.range.start < 13)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, lead: &str, support: &[&str]) {
        let text = Text::new(text);
        let tails = tails(&text);
        assert_eq!(tails.len(), 1, "{tails:?}");
        let who = &tails[0].who;
        assert_eq!(
            (who.lead.as_deref(), who.support.iter().map(String::as_str).collect::<Vec<_>>()),
            ((!lead.is_empty()).then_some(lead), support.to_vec())
        );
    }

    #[test]
    fn brackets_and_labels_name_who_leads_and_who_helps() {
        case("修桥。（责任单位：县交通局、县水利局）", "县交通局", &["县水利局"]);
        case("修桥。（县交通局牵头，县水利局、县财政局配合）", "县交通局", &["县水利局", "县财政局"]);
        case("修桥（县水利局配合，县交通局牵头）。", "县交通局", &["县水利局"]);
        case(
            "修桥。(责任单位:县交通局牵头,县财政局、县水利局等部门分工负责)",
            "县交通局",
            &["县财政局", "县水利局"],
        );
        case("修桥。（县交通局、县水利局按职责分工负责）", "县交通局", &["县水利局"]);
        case("修桥。（县交通局负责）", "县交通局", &[]);
        case("〔责任单位：甲局、乙局按职责分工负责。下同。〕", "甲局", &["乙局"]);
        case(
            "责任单位：甲局、乙局等，各县（市、区）政府（管委会）",
            "甲局",
            &["乙局", "各县（市、区）政府（管委会）"],
        );
        case("责任单位：甲局、乙公司配合单位：丙局完成时限：6月底", "甲局", &["乙公司", "丙局"]);
        case(
            "（责任单位：市交通委（市道运局）、文化和旅游局和教育局）",
            "市交通委（市道运局）",
            &["文化和旅游局", "教育局"],
        );
        case("（6月底完成，牵头考核单位：甲局、乙局）", "甲局", &["乙局"]);
    }

    #[test]
    fn an_ordinary_remark_is_no_tail() {
        for text in [
            "修桥（含引桥）。",
            "（主要领导兼任负责人）",
            "（试行）",
            "明确责任单位：分工到人。",
            "《规划（2021—2025年）》",
        ] {
            assert_eq!(tails(&Text::new(text)), [], "{text}");
        }
    }

    #[test]
    fn people_and_times_stand_beside_offices() {
        let text = Text::new("牵头领导：王某；责任人：张某、李某；完成时限：9月底前");
        let tails = tails(&text);
        assert_eq!(tails[0].who.leader.as_deref(), Some("王某"));
        assert_eq!(tails[0].who.owner.as_deref(), Some("张某、李某"));
        assert_eq!(text.raw(tails[0].times[0].clone()), "9月底前");
    }
}
