//! Fields of work and measures (重点任务、具体举措): which headings name them.

use super::super::item_split::{heading, label};
use super::super::normal::Text;
use super::super::numbering::Style;
use super::super::outline::Node;
use super::super::phase;
use super::super::prose;
use super::super::section_kind::{self, Nature};
use super::{Gather, Head, Place};

/// A sentence that heads items is no longer than this, in letters.
const LONGEST_SENTENCE: usize = 60;

/// A name longer than this is cut to its first clause.
const LONGEST_NAME: usize = 25;

impl Gather<'_> {
    /// What a heading names: the section, the field of work, or a measure within it.
    pub(super) fn name(&self, head: Head<'_>, above: &Place, place: &mut Place) {
        let Head { node, text, line, words: head_words, among_fields, .. } = head;
        let is_annex = node.mark.as_ref().is_some_and(|mark| mark.style == Style::Annex);
        let name = if is_annex { String::new() } else { named(text, !node.children.is_empty()) };
        if name.is_empty() {
            return;
        }
        let is_top = above.depth == 0;
        // 行动步骤 or 工作要求 over work names none of it.
        let is_bare = match section_kind::of(head_words, true) {
            Some(Nature::Steps) => place.nature == Nature::Work,
            Some(Nature::Backing) => is_top && place.nature == Nature::Work,
            _ => false,
        };
        if above.section.is_none() && Self::is_high(node) && !is_bare {
            place.section = Some((name.clone(), line));
        }
        let is_deep = self.is_deep(node);
        let is_general = is_bare
            || place.nature == Nature::Steps
            || if is_top {
                section_kind::is_general(head_words)
            } else {
                section_kind::is_only_general(head_words)
            };
        let names_field = place.domain.is_none()
            && (is_deep || (is_top && Self::is_high(node)) || among_fields)
            && !(is_top && counts_parts(head_words) && self.holds_fields(node));
        if names_field && !is_general && place.nature == Nature::Work {
            place.domain = Some((name, line));
        } else if place.domain.is_some() && place.measure.is_none() && is_deep {
            place.measure = Some(name);
        }
    }

    /// Whether a section only holds fields of work together: each of its parts has items of its own.
    pub(super) fn holds_fields(&self, section: &Node) -> bool {
        let parts = || section.children.iter().map(|part| &self.outline.nodes[*part]);
        let holds = |part: &Node| !part.children.is_empty() && part.own.is_some() && Self::is_high(part);
        section.children.len() > 1
            && parts().filter(|part| holds(part)).count() * 4 >= section.children.len() * 3
    }

    /// Whether a section of requirements stands where the work does: before the steps of a plan that has no section of work.
    pub(super) fn asks_instead(&self, section: &Node, heading: &str) -> bool {
        let nature_of = |node: &Node| {
            let own = node.own.as_ref()?;
            let text = self.text(own);
            let plain = text.plain();
            let head = phase::head(plain).min(plain.len());
            let words = section_kind::run_on(plain).or(plain.get(..head))?;
            Some(section_kind::of(words, !node.children.is_empty()).unwrap_or(Nature::Work))
        };
        let sections = || self.outline.nodes[0].children.iter().map(|at| &self.outline.nodes[*at]);
        let is_this = |node: &Node| std::ptr::eq(node, section);
        heading.contains("要求")
            && !section.children.is_empty()
            && !sections().any(|node| nature_of(node) == Some(Nature::Work))
            && sections().skip_while(|node| !is_this(node)).any(|node| nature_of(node) == Some(Nature::Steps))
    }

    /// Whether any part of a section of steps is a phase. 行动步骤 may head nothing but work.
    pub(super) fn has_phases(&self, section: &Node) -> bool {
        let parts = section.children.iter().filter_map(|part| self.outline.nodes[*part].own.as_ref());
        parts.map(|own| self.text(own)).any(|text| phase::read(&text, true, self.calendar).is_some())
    }
}

/// 六大行动计划, 八项工程: a heading that counts what it holds names none of it.
fn counts_parts(heading: &str) -> bool {
    ["大", "项", "个"].iter().flat_map(|word| heading.match_indices(word)).any(|(at, word)| {
        let before = heading.get(..at).unwrap_or_default().chars().next_back();
        // 一个 counts nothing.
        let counted = before.is_some_and(|c| c.is_ascii_digit() || "二三四五六七八九十".contains(c));
        counted && heading.get(at + word.len()..).is_some_and(|rest| prose::letters(rest) >= 2)
    })
}

/// A heading as a name; nothing where it is a sentence that asks for something itself.
fn named(text: &Text, has_items: bool) -> String {
    let plain = text.plain();
    if let Some(word) = section_kind::run_on(plain) {
        return word.to_owned();
    }
    if let Some(range) = heading(plain) {
        return label(text, range);
    }
    let letters = prose::letters(plain);
    let is_sentence = plain.contains(['。', ';']);
    if letters <= 20 || (!is_sentence && letters <= 60) {
        return label(text, 0..plain.len());
    }
    // 进一步加强制度建设，努力把…。 above numbered items heads them.
    let is_single =
        plain.trim_end().find(['。', ';']).is_none_or(|at| at + '。'.len_utf8() >= plain.trim_end().len());
    if !has_items || !is_single || letters > LONGEST_SENTENCE {
        return String::new();
    }
    let whole = label(text, 0..plain.len());
    match whole.split_once('，') {
        Some((first, _)) if prose::letters(&whole) > LONGEST_NAME && prose::letters(first) >= 4 => {
            first.to_owned()
        }
        _ => whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_is_a_name_and_a_sentence_only_above_items() {
        #[track_caller]
        fn case(text: &str, has_items: bool, expected: &str) {
            assert_eq!(named(&Text::new(text), has_items), expected, "{text}");
        }
        case("修好村里的路", false, "修好村里的路");
        case("修好村里的路。各村都来修路，不留死角。", false, "修好村里的路");
        let long = "进一步修好村里的路，努力把全村的出行提升到一个新的水平。";
        case(long, true, "进一步修好村里的路");
        case(long, false, "");
    }
}
