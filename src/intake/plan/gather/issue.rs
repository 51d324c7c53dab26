//! Issues to be put right (整改方案): paragraphs labelled 问题、整改目标、整改措施、整改时限、责任单位 are one issue and no tasks apart.

use std::ops::Range;

use super::super::deadline_phrase;
use super::super::normal::Text;
use super::super::outline::{Matter, Node, Piece};
use super::super::prose;
use super::super::roles::{LABELS, Role};
use super::super::task::{Ground, Reader};
use super::super::who;
use super::{Gather, Place};
use crate::core::task::Kind;

/// What a paragraph of an issue is labelled as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Label {
    /// 问题表现
    Trouble,
    /// 整改目标
    Aim,
    /// 整改措施
    Measures,
    /// 整改时限、责任单位
    Told,
    /// 进展情况
    Said,
}

const NAMES: [(&str, Label); 30] = [
    ("问题", Label::Trouble),
    ("问题表现", Label::Trouble),
    ("问题描述", Label::Trouble),
    ("具体问题", Label::Trouble),
    ("存在问题", Label::Trouble),
    ("存在的问题", Label::Trouble),
    ("反馈问题", Label::Trouble),
    ("反馈意见", Label::Trouble),
    ("整改问题", Label::Trouble),
    ("具体表现", Label::Trouble),
    ("主要问题", Label::Trouble),
    ("问题内容", Label::Trouble),
    ("整改目标", Label::Aim),
    ("整改标准", Label::Aim),
    ("整改要求", Label::Aim),
    ("整改措施", Label::Measures),
    ("整改举措", Label::Measures),
    ("整改任务", Label::Measures),
    ("整改内容", Label::Measures),
    ("具体措施", Label::Measures),
    ("整改时限", Label::Told),
    ("整改期限", Label::Told),
    ("整改时间", Label::Told),
    ("整改责任人", Label::Told),
    ("整改责任单位", Label::Told),
    ("督办单位", Label::Told),
    ("验收单位", Label::Told),
    ("整改情况", Label::Said),
    ("整改进展", Label::Said),
    ("进展情况", Label::Said),
];

/// The label that a paragraph begins with, and where the words behind it begin.
fn label(plain: &str) -> Option<(Label, usize)> {
    let blank = plain.len() - plain.trim_start_matches([' ', '(']).len();
    let words = plain.get(blank..)?;
    let (at, sign) = words.char_indices().take(9).find(|(_, c)| matches!(c, ':' | ')' | '。'))?;
    let name: String = words.get(..at)?.chars().filter(|c| *c != ' ').collect();
    // 问题一：
    let name = name.trim_end_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    let known = NAMES.iter().find(|(known, _)| *known == name).map(|(_, label)| *label);
    let told = || LABELS.iter().any(|(known, role)| *known == name && *role != Role::Standard);
    let found = known.or_else(|| told().then_some(Label::Told))?;
    let behind = blank + at + sign.len_utf8();
    let rest = plain.get(behind..)?;
    Some((found, behind + rest.len() - rest.trim_start_matches([':', ' ']).len()))
}

/// The parts of a paragraph that begin with labels of their own: 问题：…。整改措施：…。责任单位：….
fn parts(plain: &str) -> Vec<Range<usize>> {
    let mut starts = vec![0];
    for (at, _) in plain.match_indices([':', ')']) {
        let before = plain.get(..at).unwrap_or_default();
        let mut name = before.char_indices().rev().take(9);
        let edge = name.find(|(_, c)| matches!(c, '。' | ';' | ',' | ' ' | '\n' | '('));
        let Some(from) = edge.map(|(at, c)| if c == '(' { at } else { at + c.len_utf8() }) else { continue };
        if from > 0 && plain.get(from..).is_some_and(|rest| label(rest).is_some()) {
            starts.push(from);
        }
    }
    starts.dedup();
    let ends = starts.iter().skip(1).copied().chain(std::iter::once(plain.len()));
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

/// An issue as its paragraphs tell it.
#[derive(Default)]
struct Issue {
    trouble: Vec<Piece>,
    aim: String,
    measures: String,
    told: String,
    pieces: Vec<Piece>,
}

impl Gather<'_> {
    /// Takes a node whose paragraphs are those of issues. Says whether it was one.
    pub(super) fn issues(&mut self, node: &Node, own: &Piece, place: &Place) -> bool {
        if !self.tells_measures(node) {
            return false;
        }
        let mut pieces = vec![own.clone()];
        self.collect(node, &mut pieces);
        let issues = self.cut(pieces);
        // A heading above several issues is none itself.
        let several = issues.iter().filter(|issue| !issue.measures.is_empty()).count() > 1;
        // One issue is no field of its own.
        let line = self.line(own);
        let domain = place.domain.clone().filter(|(_, at)| several || *at != line);
        let place = &Place { domain, ..place.clone() };
        let mut nth = 0;
        for issue in issues {
            if several && issue.measures.is_empty() && issue.told.is_empty() {
                continue;
            }
            nth += 1;
            let path = if several { format!("{}{nth}", place.path) } else { place.path.clone() };
            self.issue(&issue, place, path);
        }
        self.tables_under(node, place);
        true
    }

    /// Whether a paragraph under the node, or an item that it consists of, is labelled 整改措施.
    fn tells_measures(&self, node: &Node) -> bool {
        let is_measures = |piece: &Piece| {
            let plain = self.plain(piece);
            parts(plain).into_iter().any(|part| {
                let words = prose::part(plain, part);
                label(words).is_some_and(|(label, _)| label == Label::Measures)
                    && words.trim_start_matches([' ', '(']).starts_with("整改")
            })
        };
        let begins_so = |piece: &Piece| {
            label(self.plain(piece)).is_some_and(|(label, _)| label == Label::Measures) && is_measures(piece)
        };
        node.own.as_ref().is_some_and(is_measures)
            || node.rest.iter().any(|matter| matches!(matter, Matter::Words(piece) if is_measures(piece)))
            || node.children.iter().any(|child| {
                let child = &self.outline.nodes[*child];
                child.children.is_empty() && child.own.as_ref().is_some_and(begins_so)
            })
    }

    /// The issues that paragraphs tell: each begins with its trouble.
    fn cut(&self, pieces: Vec<Piece>) -> Vec<Issue> {
        let mut issues = vec![Issue::default()];
        let mut said = Label::Trouble;
        let split = |piece: Piece| {
            let start = piece.range.start;
            parts(self.plain(&piece))
                .into_iter()
                .map(move |part| Piece { part: piece.part, range: start + part.start..start + part.end })
        };
        for piece in pieces.into_iter().flat_map(split) {
            let text = self.text(&piece);
            let found = label(text.plain());
            let (here, from) = found.unwrap_or((said, 0));
            let opens = found.is_some_and(|(label, _)| label == Label::Trouble);
            let done =
                issues.last().is_some_and(|issue| !issue.measures.is_empty() || !issue.told.is_empty());
            if opens && done {
                issues.push(Issue::default());
            }
            let Some(issue) = issues.last_mut() else { continue };
            let words = text.raw(from..text.plain().len()).trim();
            match here {
                Label::Trouble if opens => {
                    // What the trouble's own label says is nearer than the heading above it.
                    issue.trouble.clear();
                    let range = piece.range.start + from..piece.range.end;
                    issue.trouble.push(Piece { part: piece.part, range });
                }
                Label::Trouble => issue.trouble.push(piece.clone()),
                Label::Aim => issue.aim.push_str(words),
                Label::Measures => issue.measures.push_str(words),
                Label::Told => {
                    let name = text.raw(0..from);
                    let edges = |c: char| c.is_whitespace() || "（）()【】[]：:。".contains(c);
                    for part in [name.trim_matches(edges), "：", words, "\n"] {
                        issue.told.push_str(part);
                    }
                }
                Label::Said => {}
            }
            if here != Label::Said {
                issue.pieces.push(piece);
            }
            said = here;
        }
        issues
    }

    fn issue(&mut self, issue: &Issue, place: &Place, path: String) {
        let Some(first) = issue.trouble.first().or(issue.pieces.first()) else { return };
        let trouble: Vec<&str> = issue.trouble.iter().map(|piece| self.raw(piece)).collect();
        let trouble = Text::new(&trouble.join("\n"));
        let told = Text::new(&issue.told);
        let tails = who::tails(&told);
        let mut ground = Ground {
            line: self.line(first),
            domain: place.domain.clone().map(|(name, _)| name),
            phase: place.phase.clone(),
            basis: path,
            who: tails.iter().fold(who::Who::default(), |who, tail| who.or(&tail.who)).or(&place.who),
            due: place.due.clone(),
            ..Ground::default()
        };
        for time in tails.iter().flat_map(|tail| &tail.times) {
            let due = deadline_phrase::told(&told, time.clone(), self.calendar);
            self.notes.of_due(ground.line, &due);
            ground.due = Some(due);
        }
        let mut reader = Reader { calendar: self.calendar, notes: &mut self.notes };
        let mut task = reader.whole(&trouble, &ground);
        task.kind = Kind::Issue;
        let said = |words: &str| Some(words.trim().to_owned()).filter(|words| !words.is_empty());
        task.measure = said(&issue.measures);
        task.standard = task.standard.or_else(|| said(&issue.aim));
        if task.title.is_empty() {
            trouble.plain().clone_into(&mut task.title);
        }
        let domain = place.domain.clone();
        for piece in &issue.pieces {
            self.used.insert(super::key(piece));
        }
        self.keep(vec![task], domain, &issue.pieces);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paragraph_of_an_issue_is_labelled() {
        #[track_caller]
        fn case(text: &str, expected: Option<(Label, &str)>) {
            let found = label(text).map(|(label, at)| (label, &text[at..]));
            assert_eq!(found, expected);
        }
        case("问题:报销不严。", Some((Label::Trouble, "报销不严。")));
        case("问题表现:报销不严。", Some((Label::Trouble, "报销不严。")));
        case("(整改措施)修订制度。", Some((Label::Measures, "修订制度。")));
        case("整改措施。修订制度。", Some((Label::Measures, "修订制度。")));
        case("责任单位:财务科", Some((Label::Told, "财务科")));
        case("整改目标:规范报销", Some((Label::Aim, "规范报销")));
        case("关于报销的问题:不严", None);
        case("修订报销制度。", None);
    }

    #[test]
    fn labels_within_a_paragraph_begin_parts() {
        let plain = "报销不严。整改措施:修订制度。责任单位:财务科 完成时限:6月底";
        let found: Vec<&str> = parts(plain).into_iter().map(|part| &plain[part]).collect();
        assert_eq!(found, ["报销不严。", "整改措施:修订制度。", "责任单位:财务科 ", "完成时限:6月底"]);
    }
}
