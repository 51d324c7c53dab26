//! Sentences, clauses and brackets of a plan's prose, in the one spelling of [`super::normal`].

use std::ops::Range;

/// How far a bracket may reach. Texts that were scanned have brackets that never close.
const LONGEST_BRACKET: usize = 900;

/// Where the bracket that opens at `at` ends, its closing sign included.
pub(super) fn bracket(text: &str, at: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (offset, c) in text.get(at..)?.char_indices() {
        match c {
            '(' => {
                depth += 1;
                // Nobody writes brackets that deep: they do not close.
                if depth > 8 {
                    return None;
                }
            }
            ')' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at + offset + 1);
                }
            }
            '\n' => return None,
            _ => {}
        }
        if offset > LONGEST_BRACKET {
            return None;
        }
    }
    None
}

/// The outermost brackets, signs included.
pub(super) fn brackets(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(offset) = text.get(from..).and_then(|rest| rest.find('(')) {
        let at = from + offset;
        from = match bracket(text, at) {
            Some(end) => {
                found.push(at..end);
                end
            }
            None => at + 1,
        };
    }
    found
}

/// The sentences, each with its stop and with the bracket that follows the stop (责任单位 often stand there).
pub(super) fn sentences(text: &str) -> Vec<Range<usize>> {
    cut(text, &['。', '!', '?', '\n'])
}

/// Sentences and their halves: the parts between stops and semicolons.
pub(super) fn halves(text: &str) -> Vec<Range<usize>> {
    cut(text, &['。', '!', '?', '\n', ';'])
}

/// The parts of a sentence between its commas.
pub(super) fn clauses(text: &str) -> Vec<Range<usize>> {
    cut(text, &['。', '!', '?', '\n', ';', ',', ':'])
}

/// Cuts behind each of the signs that stands outside brackets and quotes.
fn cut(text: &str, stops: &[char]) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut quoted_until = 0;
    let mut letters = text.char_indices();
    while let Some((at, c)) = letters.next() {
        let mut end = at + c.len_utf8();
        match c {
            '(' => {
                if let Some(close) = bracket(text, at) {
                    skip_to(&mut letters, close);
                }
                continue;
            }
            '“' | '《' => {
                if at >= quoted_until {
                    quoted_until = closing(text, at, c);
                    skip_to(&mut letters, quoted_until);
                }
                continue;
            }
            // 17:00
            ':' if is_clock(text, at) => continue,
            c if stops.contains(&c) => {}
            _ => continue,
        }
        // Brackets and closing quotes behind the stop belong to what it ends.
        loop {
            let rest = text.get(end..).unwrap_or_default();
            let blank = rest.len() - rest.trim_start_matches(' ').len();
            let behind = rest.get(blank..).unwrap_or_default();
            if rest.starts_with('”') {
                end += '”'.len_utf8();
            } else if behind.starts_with('(') && super::numbering::read(behind).is_none() {
                let Some(close) = bracket(text, end + blank) else { break };
                end = close;
            } else {
                break;
            }
        }
        let behind = text.get(end..).unwrap_or_default();
        // A stop behind such a bracket ends nothing new.
        if c == '。' && behind.starts_with('。') && end > at + c.len_utf8() {
            end += '。'.len_utf8();
        }
        skip_to(&mut letters, end);
        push(&mut parts, text, start..end);
        start = end;
    }
    push(&mut parts, text, start..text.len());
    parts
}

fn push(parts: &mut Vec<Range<usize>>, text: &str, range: Range<usize>) {
    if text.get(range.clone()).is_some_and(|part| part.chars().any(char::is_alphanumeric)) {
        parts.push(range);
    }
}

fn is_clock(text: &str, at: usize) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    digit(text.get(..at).and_then(|text| text.chars().next_back()))
        && digit(text.get(at + 1..).and_then(|text| text.chars().next()))
}

/// Where a quotation ends, if it is a short one; else right behind its opening sign.
fn closing(text: &str, at: usize, open: char) -> usize {
    let close = if open == '“' { '”' } else { '》' };
    let behind = at + open.len_utf8();
    let inside = text.get(behind..).unwrap_or_default();
    let end = inside.char_indices().take(80).find(|(_, c)| *c == close || *c == '\n');
    match end {
        Some((offset, c)) if c == close => behind + offset + close.len_utf8(),
        _ => behind,
    }
}

fn skip_to(letters: &mut std::str::CharIndices<'_>, to: usize) {
    while letters.clone().next().is_some_and(|(at, _)| at < to) {
        letters.next();
    }
}

/// The stretch without blanks and the given signs at its ends.
pub(super) fn trim(text: &str, range: Range<usize>, signs: &[char]) -> Range<usize> {
    let Some(part) = text.get(range.clone()) else { return range };
    let is_edge = |c: char| c.is_whitespace() || signs.contains(&c);
    let start = range.start + (part.len() - part.trim_start_matches(is_edge).len());
    let end = range.end - (part.len() - part.trim_end_matches(is_edge).len());
    start..end.max(start)
}

/// A stretch of a text; nothing where it is none.
pub(super) fn part(text: &str, range: Range<usize>) -> &str {
    text.get(range).unwrap_or_default()
}

/// How many letters.
pub(super) fn letters(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str, ranges: Vec<Range<usize>>) -> Vec<&str> {
        ranges.into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn a_sentence_keeps_the_bracket_behind_its_stop() {
        #[track_caller]
        fn case(text: &str, expected: &[&str]) {
            assert_eq!(parts(text, sentences(text)), expected);
        }
        case("修桥。铺路。", &["修桥。", "铺路。"]);
        case("修桥。(甲局牵头)铺路。(乙局。丙局)", &["修桥。(甲局牵头)", "铺路。(乙局。丙局)"]);
        case("修桥(甲局)。铺路", &["修桥(甲局)。", "铺路"]);
        case("做到“先修。后用。”再铺路。", &["做到“先修。后用。”再铺路。"]);
        case("修桥(甲局。铺路。", &["修桥(甲局。", "铺路。"]);
        case("修桥。(二)铺路。", &["修桥。", "(二)铺路。"]);
        case("。。", &[]);
        case("", &[]);
    }

    #[test]
    fn clauses_stand_between_commas() {
        let text = "按照计划,修桥、铺路;种树。";
        assert_eq!(parts(text, clauses(text)), ["按照计划,", "修桥、铺路;", "种树。"]);
        assert_eq!(parts(text, halves(text)), ["按照计划,修桥、铺路;", "种树。"]);
    }

    #[test]
    fn brackets_are_found_whole() {
        let text = "甲(市(县)局)乙(丙";
        assert_eq!(parts(text, brackets(text)), ["(市(县)局)"]);
    }
}
