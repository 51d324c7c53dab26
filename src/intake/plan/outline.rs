//! The tree of a plan's headings and items, told apart from what only looks like them by their sequence.

use std::ops::Range;

use super::lines::{Line, Part, is_noise, is_signing_day};
use super::numbering::{self, Mark, Style};
use super::phrases::heading_time;
use super::prose;
use super::section_kind;

/// A stretch of one paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// Which of the plan's parts.
    pub(super) part: usize,
    /// Where in its text, in one spelling.
    pub(super) range: Range<usize>,
}

/// What stands under a heading without a number of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Matter {
    /// A paragraph.
    Words(Piece),
    /// A table: which of the plan's parts.
    Table(usize),
}

/// A heading or an item, with what stands under it.
#[derive(Debug, Default)]
pub(super) struct Node {
    /// Its number. Headings that only the file's styles or their words tell have none.
    pub(super) mark: Option<Mark>,
    /// What stands behind the number, in the same paragraph.
    pub(super) own: Option<Piece>,
    /// The paragraphs and tables that follow, before the first child.
    pub(super) rest: Vec<Matter>,
    /// The items one level down.
    pub(super) children: Vec<usize>,
}

/// The whole plan. The first node stands for the plan itself: what comes before the first heading is its `rest`.
#[derive(Debug)]
pub(super) struct Outline {
    pub(super) nodes: Vec<Node>,
    /// Parts that belong to the page and not to the plan.
    pub(super) noise: Vec<usize>,
}

/// Where a level stands among the others: lower is higher up.
type Rank = u8;

struct Open {
    style: Option<Style>,
    rank: Rank,
    number: u32,
    node: usize,
}

struct Builder {
    outline: Outline,
    open: Vec<Open>,
    /// The last number of 1., 第一条 and （一）, which run on through all sections in some plans.
    running: [u32; 3],
}

/// Reads the tree.
pub(super) fn read(parts: &[Part]) -> Outline {
    let mut builder = Builder {
        outline: Outline { nodes: vec![Node::default()], noise: Vec::new() },
        open: Vec::new(),
        running: [0; 3],
    };
    for (at, part) in parts.iter().enumerate() {
        match part {
            Part::Table(_) => builder.current().rest.push(Matter::Table(at)),
            Part::Words(line) if is_noise(line.text.plain()) => builder.outline.noise.push(at),
            Part::Words(line) => {
                let next = match parts.get(at + 1) {
                    Some(Part::Words(next)) => numbering::read(next.text.plain().trim_start()),
                    _ => None,
                };
                builder.paragraph(at, line, next.is_some_and(|mark| mark.number == 1));
            }
        }
    }
    builder.outline
}

impl Builder {
    fn current(&mut self) -> &mut Node {
        let at = self.open.last().map_or(0, |open| open.node);
        &mut self.outline.nodes[at]
    }

    /// `heads` says that the first of several items follows.
    fn paragraph(&mut self, part: usize, line: &Line, heads: bool) {
        let plain = line.text.plain();
        let start = plain.len() - plain.trim_start().len();
        let head =
            numbering::read(prose::part(plain, start..plain.len())).filter(|mark| self.admits_line(mark));
        // Where the words begin that the next mark cuts off, and whether they stand behind a mark.
        let mut words = start..start;
        if let Some(mark) = head {
            words = start + mark.len..start + mark.len;
            self.enter(Some(mark), None);
        } else if let Some(rank) = unnumbered_rank(line).or_else(|| month_rank(plain.trim(), heads)) {
            self.enter(None, Some(rank));
        } else {
            self.current().rest.push(Matter::Words(Piece { part, range: words.clone() }));
        }
        let mut scan = Scan { plain, from: words.start };
        while let Some((at, mark)) = scan.next(|place, mark| self.admits_inline(plain, &words, place, mark)) {
            words.end = at;
            self.close(part, plain, words);
            words = at + mark.len..at + mark.len;
            // 第一阶段 and 附件 are words themselves and must not be met again.
            let first = plain.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
            scan.from = words.start.max(at + first);
            self.enter(Some(mark), None);
        }
        words.end = plain.len();
        self.close(part, plain, words);
    }

    /// Gives the words to whatever was opened for them.
    fn close(&mut self, part: usize, plain: &str, words: Range<usize>) {
        let words = prose::trim(plain, words, &[]);
        let node = self.current();
        if let Some(Matter::Words(piece)) = node.rest.last_mut()
            && piece.part == part
        {
            piece.range = words;
        } else {
            node.own = Some(Piece { part, range: words });
        }
    }

    /// At the head of a line a number is believed, unless it is in an annex's list of files.
    fn admits_line(&self, mark: &Mark) -> bool {
        let in_annex = self.open.last().is_some_and(|open| open.style == Some(Style::Annex));
        match mark.style {
            Style::Annex | Style::Part | Style::Section | Style::Article => true,
            _ if in_annex => mark.number == 1 && matches!(mark.style, Style::Bracketed | Style::Stage),
            Style::Decimal => {
                self.open
                    .iter()
                    .any(|open| open.style == Some(Style::Arabic) || open.style == Some(Style::Decimal))
                    || mark.number == 1
            }
            _ => true,
        }
    }

    /// Within a line, a number must be the one that is due, and stand where an item can begin.
    fn admits_inline(&self, plain: &str, words: &Range<usize>, at: usize, mark: &Mark) -> bool {
        let before = prose::part(plain, 0..at).trim_end_matches(' ').chars().next_back();
        let behind = plain.get(at + mark.len..).unwrap_or_default();
        let is_boundary = before.is_none_or(|c| "。;:!?)”\"》…".contains(c));
        // 二、重点任务（一）…: a heading without a stop runs into the next.
        let ends_heading = words.start > 0
            && at - words.start <= 150
            && plain.get(words.start..at).is_some_and(|heading| !heading.contains(['。', ';']));
        let in_annex = self.open.last().is_some_and(|open| open.style == Some(Style::Annex));
        let expected = self.expects(mark);
        let continues = expected && mark.number > 1;
        let referred = before.is_some_and(|c| "第见照述之其和及与按至到、统十一二三四五六七八九".contains(c));
        match mark.style {
            Style::Annex => is_boundary && mark.len == 0 && behind.contains(':'),
            Style::Part | Style::Article | Style::Decimal | Style::Is | Style::Bullet => false,
            Style::Section => {
                let counted = behind.starts_with(numbering_letter);
                let begins = mark.number == 1
                    && (is_boundary || in_annex)
                    && (expected || section_kind::begins(behind));
                let announced = mark.number == 1 && section_kind::begins(behind) && !referred;
                !counted && (begins || announced || (continues && (is_boundary || !referred)))
            }
            Style::Bracketed => {
                expected && !in_annex && (is_boundary || ends_heading || (continues && !referred))
            }
            Style::Stage => {
                let named = behind.get("第一阶段".len()..).unwrap_or_default();
                expected && is_boundary && named.trim_start_matches(' ').starts_with(['(', ':', ',', '为'])
            }
            Style::Arabic | Style::HalfBracket => {
                let alone = !before.is_some_and(|c| c.is_ascii_alphanumeric() || c == '.');
                expected && !in_annex && alone && (is_boundary || ends_heading)
            }
            Style::ArabicBracketed => expected && (is_boundary || ends_heading || (continues && !referred)),
            Style::Circled => expected,
        }
    }

    /// Whether the number is the next of its level, or the first of a new one.
    fn expects(&self, mark: &Mark) -> bool {
        match self.open.iter().rev().find(|open| open.style == Some(mark.style)) {
            Some(open) => mark.number == open.number + 1,
            None => mark.number == 1 || self.runs_on(mark),
        }
    }

    fn runs_on(&self, mark: &Mark) -> bool {
        running(mark.style).is_some_and(|at| self.running[at] + 1 == mark.number)
    }

    fn enter(&mut self, mark: Option<Mark>, rank: Option<Rank>) {
        let style = mark.as_ref().map(|mark| mark.style);
        let rank = style.map_or(rank.unwrap_or(2), rank_of);
        let number = mark.as_ref().map_or(0, |mark| mark.number);
        if let Some(at) = style.and_then(running) {
            self.running[at] = number;
        }
        let sibling = self.open.iter().rposition(|open| style.is_some() && open.style == style);
        let keep = match sibling {
            Some(at) => at,
            None => self.open.iter().rposition(|open| open.rank < rank).map_or(0, |at| at + 1),
        };
        self.open.truncate(keep);
        let parent = self.open.last().map_or(0, |open| open.node);
        let node = self.outline.nodes.len();
        self.outline.nodes.push(Node { mark, ..Node::default() });
        self.outline.nodes[parent].children.push(node);
        self.open.push(Open { style, rank, number, node });
    }
}

/// Walks along a line from one possible number to the next.
struct Scan<'a> {
    plain: &'a str,
    from: usize,
}

impl Scan<'_> {
    fn next(&mut self, admits: impl Fn(usize, &Mark) -> bool) -> Option<(usize, Mark)> {
        let start = self.from;
        let mut depth_until = 0;
        let mut previous = None;
        for (offset, c) in self.plain.get(start..)?.char_indices() {
            let at = start + offset;
            let may_begin = match c {
                '(' | '第' | '附' | '①'..='⑳' => true,
                '0'..='9' => !previous.is_some_and(|c: char| c.is_ascii_digit()),
                c => numbering::may_begin_section(c),
            };
            previous = Some(c);
            if may_begin && at >= depth_until {
                let mark = self.plain.get(at..).and_then(numbering::read);
                if let Some(mark) = mark.filter(|mark| admits(at, mark)) {
                    return Some((at, mark));
                }
            }
            if c == '('
                && at >= depth_until
                && let Some(end) = prose::bracket(self.plain, at)
            {
                depth_until = end;
            }
        }
        None
    }
}

fn numbering_letter(c: char) -> bool {
    super::numeral::is_chinese(c)
}

fn running(style: Style) -> Option<usize> {
    match style {
        Style::Arabic => Some(0),
        Style::Article => Some(1),
        Style::Bracketed => Some(2),
        _ => None,
    }
}

fn rank_of(style: Style) -> Rank {
    match style {
        Style::Annex => 0,
        Style::Part => 1,
        Style::Article | Style::Section => 2,
        Style::Bracketed => 4,
        Style::Stage => 5,
        Style::Arabic => 6,
        Style::Decimal => 7,
        Style::HalfBracket | Style::ArabicBracketed => 8,
        Style::Circled => 9,
        Style::Is => 10,
        Style::Bullet => 11,
    }
}

/// The rank of a heading without a number: the file's styles say so, or it is one of the usual headings.
fn unnumbered_rank(line: &Line) -> Option<Rank> {
    let plain = line.text.plain().trim();
    match line.heading {
        // The highest is the plan's title.
        Some(0 | 1) => None,
        Some(rank) => Some(rank.min(3)),
        None if section_kind::is_bare_heading(plain) => Some(2),
        None => super::phase::is_bare(plain).then_some(5),
    }
}

/// 8月份：above numbered items heads them, as high as they are.
fn month_rank(plain: &str, heads: bool) -> Option<Rank> {
    (heads && !is_signing_day(plain) && heading_time(plain).is_some()).then_some(rank_of(Style::Stage))
}

impl Outline {
    /// The parts before the first section that holds work, where titles stand: the plan's front and any annex's.
    pub(super) fn front(&self) -> impl Iterator<Item = usize> {
        let words =
            self.nodes.first().into_iter().flat_map(|root| &root.rest).filter_map(|matter| match matter {
                Matter::Words(piece) => Some(piece.part),
                Matter::Table(_) => None,
            });
        // 附件1 in front of the title opens a node of its own.
        let first = self.nodes.get(1).filter(|node| {
            node.mark.as_ref().is_some_and(|mark| mark.style == Style::Annex)
                && self.nodes.first().is_some_and(|root| root.rest.is_empty())
        });
        words.chain(first.and_then(|node| node.own.as_ref()).map(|own| own.part))
    }
}
