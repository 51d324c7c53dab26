//! The shape of an item's text: its heading, its parts by office, its inline list, its clauses.

use std::ops::Range;

use super::normal::Text;
use super::numbering;
use super::prose;
use super::rhythm::{self, Rhythm};
use super::who::Tail;

/// A sentence longer than this, in bytes, is looked at in pieces.
pub(super) const LONGEST_SENTENCE: usize = 1500;

/// A heading as a name, without its stop and without its score.
pub(super) fn label(text: &Text, range: Range<usize>) -> String {
    let plain = text.plain();
    let range = prose::trim(plain, range, &['。', ';', ',', '、', ':']);
    let words = plain.get(range.clone()).unwrap_or_default();
    let end = match words.rfind('(') {
        Some(open) if words.ends_with(')') && open > 0 && is_aside(words.get(open..).unwrap_or_default()) => {
            range.start + open
        }
        _ => range.end,
    };
    text.raw(range.start..end).trim().to_owned()
}

/// （25分） and （责任单位：…） say something about a heading and are no part of it.
pub(super) fn is_aside(bracket: &str) -> bool {
    bracket.ends_with("分)")
        || bracket.contains(':')
        || bracket.contains('月')
        || bracket.contains("牵头")
        || bracket.contains("负责")
        || bracket.contains('年')
}

/// The heading that an item's text begins with, its stop included: a short sentence with more behind it.
pub(super) fn heading(plain: &str) -> Option<Range<usize>> {
    let first = plain.lines().next().unwrap_or_default();
    let end = super::phase::head(first);
    let head = first.get(..end)?;
    let stop = plain.get(end..)?.chars().next()?;
    let rest = plain.get(end + stop.len_utf8()..)?;
    let more = prose::letters(rest.trim()) >= 6 && !rest.trim_start().starts_with('(');
    let short = (2..=30).contains(&prose::letters(head)) && stop != ';';
    let asks = !head.contains(',') || prose::letters(head) <= 24;
    (short && more && asks).then_some(0..end + stop.len_utf8())
}

/// Whether nothing but who and when stands behind a heading: it is the whole task then.
pub(super) fn told_behind(plain: &str, heading: &Range<usize>, tails: &[Tail]) -> bool {
    let mut rest = heading.end;
    for tail in tails.iter().filter(|tail| tail.range.end > heading.end) {
        let between = plain.get(rest..tail.range.start).unwrap_or_default();
        if prose::letters(between.trim()) > 2 {
            return false;
        }
        rest = tail.range.end;
    }
    rest > heading.end && prose::letters(plain.get(rest..).unwrap_or_default().trim()) < 3
}

/// Where an item with several offices in brackets splits: behind each of them.
pub(super) fn cuts(plain: &str, tails: &[Tail]) -> Vec<Range<usize>> {
    let mut cuts = Vec::new();
    let mut start = 0;
    let with_office: Vec<&Tail> = tails.iter().filter(|tail| tail.who.lead.is_some()).collect();
    for (nth, tail) in with_office.iter().enumerate() {
        let words = prose::letters(plain.get(start..tail.range.start).unwrap_or_default().trim());
        let behind = plain.get(tail.range.end..).unwrap_or_default();
        let rest = behind.trim_start_matches(['。', ';', ' ', '\n', ',']);
        let end = if nth + 1 == with_office.len() {
            plain.len()
        } else {
            tail.range.end + behind.len() - rest.len()
        };
        // A bracket before any words is said of those that follow.
        if words < 2 && cuts.is_empty() {
            continue;
        }
        // Two brackets side by side belong to the same words.
        if words >= 6 || cuts.is_empty() {
            cuts.push(start..end);
        } else if let Some(last) = cuts.last_mut() {
            last.end = end;
        }
        start = end;
    }
    if cuts.is_empty() {
        cuts.push(0..plain.len());
    }
    cuts
}

/// The entries of 一是…；二是…, where they are tasks of their own.
pub(super) fn listed(plain: &str, range: &Range<usize>, tails: &[Tail]) -> Vec<Range<usize>> {
    let Some(words) = plain.get(range.clone()) else { return Vec::new() };
    let mut starts: Vec<(usize, usize)> = Vec::new();
    for (at, _) in words.match_indices('是') {
        let before = words.get(..at).unwrap_or_default();
        let due = numbering::chinese(u32::try_from(starts.len() + 1).unwrap_or(1));
        let Some(head) = before.strip_suffix(due.as_str()) else { continue };
        if head.chars().next_back().is_none_or(|c| "。;:,!)”\n ".contains(c)) {
            starts.push((range.start + head.len(), range.start + at + '是'.len_utf8()));
        }
    }
    if starts.len() < 2 {
        return Vec::new();
    }
    let last_tail = tails.last().filter(|tail| tail.range.end + 6 >= range.end).map(|tail| tail.range.start);
    let end = last_tail.unwrap_or(range.end);
    let entries: Vec<Range<usize>> = starts
        .iter()
        .enumerate()
        .map(|(nth, (_, start))| *start..starts.get(nth + 1).map_or(end.max(*start), |(next, _)| *next))
        .map(|entry| prose::trim(plain, entry, &[';', ' ', ',', '、', ':']))
        .collect();
    let led = entries.iter().filter(|entry| heading(prose::part(plain, (*entry).clone())).is_some()).count();
    let own_tail = tails.iter().any(|tail| entries.iter().any(|entry| within(&tail.range, entry)));
    // Nothing but the heading stands before the list.
    let first = starts.first().map_or(range.end, |(first, _)| *first);
    let is_body = prose::letters(plain.get(range.start..first).unwrap_or_default()) <= 16;
    let splits = is_body
        || led * 2 > entries.len()
        || own_tail
        || tails.iter().all(|tail| tail.who.is_empty() && tail.times.is_empty());
    if splits { entries } else { Vec::new() }
}

/// The clause that a rhythm stands in; a long one from the rhythm on. Where it says nothing but how often, what is done stands
/// in the next clause, or with a number of times in the one before.
pub(super) fn named_by(plain: &str, within: &Range<usize>, rhythm: &Rhythm) -> Range<usize> {
    let near = near(plain, within, &rhythm.range);
    let clauses: Vec<Range<usize>> = prose::clauses(prose::part(plain, near.clone()))
        .into_iter()
        .map(|clause| near.start + clause.start..near.start + clause.end)
        .collect();
    let Some(at) = clauses.iter().position(|clause| clause.contains(&rhythm.range.start)) else {
        return near;
    };
    let clause = clauses[at].clone();
    let letters = |range: Range<usize>| prose::letters(prose::part(plain, prose::trim(plain, range, &SIGNS)));
    if rhythm::is_bare(prose::part(plain, clause.clone())) {
        let counted =
            prose::part(plain, rhythm.range.clone()).ends_with(|c: char| "次场期篇轮回堂遍上".contains(c));
        let before = at.checked_sub(1).and_then(|at| clauses.get(at));
        let deed = if counted { before } else { clauses.get(at + 1) };
        if let Some(deed) = deed.filter(|deed| letters((*deed).clone()) >= 4) {
            return deed.clone();
        }
    }
    let is_long = prose::letters(prose::part(plain, clause.clone())) > 26;
    if is_long && clause.end > rhythm.range.end + 6 { rhythm.range.start..clause.end } else { clause }
}

const SIGNS: [char; 6] = ['。', ';', ',', '、', ':', '\n'];

/// A stretch around a place, so that looking about costs the same in a sentence of any length.
pub(super) fn near(plain: &str, within: &Range<usize>, place: &Range<usize>) -> Range<usize> {
    let mut start = place.start.saturating_sub(LONGEST_SENTENCE / 2).max(within.start);
    let mut end = (place.end + LONGEST_SENTENCE / 2).min(within.end);
    while !plain.is_char_boundary(start) {
        start += 1;
    }
    while !plain.is_char_boundary(end) {
        end += 1;
    }
    start..end.max(start)
}

/// The last beginning at or before a place.
pub(super) fn last_start(starts: &[usize], at: usize) -> Option<usize> {
    starts.get(starts.partition_point(|start| *start <= at).checked_sub(1)?).copied()
}

/// Where the clauses of a half begin.
pub(super) fn clause_starts(plain: &str, half: &Range<usize>) -> Vec<usize> {
    prose::clauses(plain.get(half.clone()).unwrap_or_default())
        .into_iter()
        .map(|clause| half.start + clause.start)
        .collect()
}

pub(super) fn within(inner: &Range<usize>, outer: &Range<usize>) -> bool {
    inner.start >= outer.start && inner.end <= outer.end
}
