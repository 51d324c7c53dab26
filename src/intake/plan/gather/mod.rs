//! Walks the outline from heading to heading and gathers phases, fields of work and tasks.

mod body;
mod boilerplate;
mod domains;
mod issue;
mod items;
mod labels;
mod leftover;
mod phases;

use std::collections::HashSet;

use super::deadline_phrase::{self, Due};
use super::lines::Part;
use super::normal::Text;
use super::numbering::{Mark, Style};
use super::outline::{Matter, Node, Outline, Piece};
use super::phrases::{heading_time, ones};
use super::section_kind::{self, Nature};
use super::task::{Kind, Notes, Stage};
use super::who::{self, Who};
use super::year::Calendar;
use super::{phase, prose};
use crate::core::draft::{Draft, DraftTask, Unused};
use crate::core::office::is_office;
use boilerplate::{scope, signature};

/// What holds at a place of the outline.
#[derive(Debug, Clone)]
struct Place {
    nature: Nature,
    /// The field of work, and the line it stands on.
    domain: Option<(String, usize)>,
    /// The section's own heading, for tasks that stand under no field.
    section: Option<(String, usize)>,
    measure: Option<String>,
    phase: Option<Stage>,
    who: Who,
    due: Option<Due>,
    path: String,
    tag: Option<String>,
    /// How deep below the plan itself.
    depth: usize,
}

/// A heading or an item where the walk meets it.
#[derive(Debug, Clone, Copy)]
struct Head<'a> {
    node: &'a Node,
    own: &'a Piece,
    text: &'a Text,
    line: usize,
    /// Its first words, up to its first stop.
    words: &'a str,
    /// Whether one of its neighbours holds several items.
    among_fields: bool,
}

pub(super) struct Gather<'a> {
    parts: &'a [Part],
    outline: &'a Outline,
    calendar: Calendar<'a>,
    draft: Draft,
    notes: Notes,
    used: HashSet<(usize, usize)>,
    idle_rows: Vec<Unused>,
    /// The tables that were read.
    tables: HashSet<usize>,
    signature: HashSet<usize>,
    /// Offices that every later task involves: 以下各项均需各县政府落实.
    everywhere: Vec<String>,
}

/// Gathers what the outline holds. `title` lists the parts that the title stands in.
pub(super) fn gather(
    parts: &[Part],
    outline: &Outline,
    calendar: Calendar<'_>,
    title: &[usize],
) -> (Draft, Notes) {
    let mut gather = Gather {
        parts,
        outline,
        calendar,
        draft: Draft::default(),
        notes: Notes::default(),
        used: HashSet::new(),
        idle_rows: Vec::new(),
        tables: HashSet::new(),
        signature: signature(parts),
        everywhere: Vec::new(),
    };
    gather.plan(title);
    gather.settle();
    (gather.draft, gather.notes)
}

impl Gather<'_> {
    fn plan(&mut self, title: &[usize]) {
        let root = &self.outline.nodes[0];
        let place = Place {
            // A text without any heading is all work.
            nature: if root.children.is_empty() { Nature::Work } else { Nature::Frame },
            domain: None,
            section: None,
            measure: None,
            phase: None,
            who: Who::default(),
            due: None,
            path: String::new(),
            tag: None,
            depth: 0,
        };
        let mut ordinal = 0;
        for matter in &root.rest {
            match matter {
                Matter::Table(at) => self.table(*at, &place),
                Matter::Words(piece) if title.contains(&piece.part) => {
                    self.used.insert(key(piece));
                }
                Matter::Words(piece) if self.signature.contains(&piece.part) => {}
                Matter::Words(piece) => {
                    ordinal += 1;
                    let plain = self.plain(piece);
                    let opens = plain.contains("制定本")
                        || plain.contains("如下")
                        || plain.ends_with(':')
                        || plain.starts_with("注:")
                        || prose::letters(plain) < 12;
                    let kind = if place.nature == Nature::Work && !opens { Kind::Work } else { Kind::Duties };
                    let path = if kind == Kind::Work { ordinal.to_string() } else { String::new() };
                    self.item(std::slice::from_ref(piece), kind, &place, path, false);
                }
            }
        }
        self.children(root, &Place { nature: Nature::Work, ..place });
    }

    fn children(&mut self, node: &Node, place: &Place) {
        // Where one item holds several others, its neighbours are fields of work too.
        let any_deep = node.children.iter().any(|child| self.is_deep(&self.outline.nodes[*child]));
        let mut follows_phase = false;
        let mut held: Option<Who> = None;
        let mut place = place.clone();
        self.told_below(node, &mut place);
        for child in &node.children {
            let mut place = place.clone();
            if let Some(who) = &held {
                place.who = who.clone().or(&place.who);
            }
            let before = self.draft.phases.len();
            held = self.node(*child, &place, any_deep, follows_phase).or(held);
            follows_phase |= self.draft.phases.len() > before;
        }
    }

    /// Takes one heading or item with all that stands under it. Returns the offices that hold for what follows (下同).
    fn node(&mut self, at: usize, above: &Place, among_fields: bool, follows_phase: bool) -> Option<Who> {
        let outline = self.outline;
        let node = &outline.nodes[at];
        let Some(own) = &node.own else {
            self.children(node, above);
            return None;
        };
        let text = self.text(own);
        let line = self.line(own);
        let head = phase::head(text.plain()).min(text.plain().len());
        let head_words = match section_kind::run_on(text.plain()) {
            Some(word) => word.to_owned(),
            None => text.plain().get(..head).unwrap_or_default().to_owned(),
        };
        let has_children = !node.children.is_empty();
        let style = node.mark.as_ref().map(|mark| mark.style);
        let mut place = above.clone();
        // What an annex holds stands as high as what the plan itself does.
        place.depth += usize::from(style != Some(Style::Annex));
        place.path.push_str(&node.mark.as_ref().map(Mark::label).unwrap_or_default());
        if style == Some(Style::Annex) {
            place.nature = Nature::Frame;
            place.path.push_str("附件");
        } else if above.depth == 0 {
            place.nature = section_kind::of(&head_words, has_children).unwrap_or(Nature::Work);
            if place.nature == Nature::Backing && self.asks_instead(node, &head_words) {
                place.nature = Nature::Work;
            }
            if place.nature == Nature::Steps && self.holds_fields(node) && !self.has_phases(node) {
                place.nature = Nature::Work;
            }
        } else {
            place.nature = section_kind::within(above.nature, &head_words, has_children);
        }
        let in_steps = place.nature == Nature::Steps || follows_phase;
        let may_be_phase = matches!(place.nature, Nature::Work | Nature::Steps) || follows_phase;
        if ((may_be_phase && above.depth > 0) || style == Some(Style::Stage))
            && let Some(phase) = phase::read(&text, in_steps && above.depth > 0, self.calendar)
        {
            self.phase(node, own, &text, line, phase, place);
            return None;
        }
        let tasks_before = self.draft.tasks.len();
        let head = Head { node, own, text: &text, line, words: &head_words, among_fields };
        let said = self.under(head, above, &mut place);
        // A heading is used where tasks bear its name; 实施步骤, which only holds them together, yielded nothing itself.
        let names = |task: &DraftTask| {
            let domain = place.domain.as_ref().or(place.section.as_ref()).filter(|(_, at)| *at == line);
            let measure = place.measure.as_ref().filter(|name| Some(*name) != above.measure.as_ref());
            domain.is_some_and(|(name, _)| task.domain.as_ref() == Some(name))
                || measure.is_some_and(|name| task.measure.as_ref() == Some(name))
        };
        // What runs on behind 工作目标 is more than the name.
        let is_name = section_kind::run_on(text.plain()).is_none();
        if is_name && self.draft.tasks.iter().skip(tasks_before).any(names) {
            self.used.insert(key(own));
        }
        said
    }

    /// A heading or an item that is no phase.
    fn under(&mut self, head: Head<'_>, above: &Place, place: &mut Place) -> Option<Who> {
        let Head { node, own, text, line, words: head_words, .. } = head;
        let plain = text.plain();
        let is_deep = self.is_deep(node);
        let criteria = self.is_criteria(node, plain);
        let when = heading_time(head_words).filter(|_| self.is_deep(node));
        if let Some(end) = when {
            // 8月份 names no field but says when everything under it is due.
            let due = deadline_phrase::told(text, 0..end, self.calendar);
            self.notes.of_due(line, &due);
            place.due = Some(due);
            self.used.insert(key(own));
        } else if !criteria {
            self.name(head, above, place);
        }
        place.tag = ones(plain).or(place.tag.take());
        // What a heading says in brackets holds for all under it.
        let tails = who::tails(text);
        let merged = criteria || self.details(node, plain, &tails);
        if is_deep && !merged {
            for tail in &tails {
                place.who = tail.who.clone().or(&place.who);
                for time in &tail.times {
                    let due = deadline_phrase::read(
                        text,
                        time.clone(),
                        deadline_phrase::Place::Told,
                        self.calendar,
                        (None, None),
                    );
                    self.notes.of_due(line, &due);
                    place.due = Some(due);
                }
            }
        }
        let kind = match place.nature {
            // 活动时间 with a date under it is nothing to be done.
            Nature::Steps if head_words.ends_with("时间") => Kind::Duties,
            Nature::Work | Nature::Steps => Kind::Work,
            Nature::Aims => Kind::Assigned,
            Nature::Backing | Nature::Frame => Kind::Duties,
        };
        // 市交通局：…；…。 under 职责分工: each half is that office's task.
        let stop = phase::head(plain);
        if kind == Kind::Work
            && node.children.is_empty()
            && plain.get(stop..).is_some_and(|rest| rest.starts_with(':'))
            && is_office(head_words)
            && place
                .section
                .iter()
                .any(|(section, _)| ["职责", "分工", "责任"].iter().any(|word| section.contains(word)))
        {
            let mut offices = who::units(text, 0..stop).into_iter();
            place.who = Who { lead: offices.next(), support: offices.collect(), ..Who::default() };
            let body = Piece { part: own.part, range: own.range.start + stop + 1..own.range.end };
            let mut pieces = vec![body];
            self.collect(node, &mut pieces);
            for piece in pieces {
                self.item(&[piece], Kind::Halves, place, place.path.clone(), false);
            }
            self.tables_under(node, place);
            return None;
        }
        if place.nature == Nature::Work && self.issues(node, own, place) {
            return None;
        }
        if merged {
            let mut pieces = vec![own.clone()];
            self.collect(node, &mut pieces);
            self.item(&pieces, kind, place, place.path.clone(), true);
            self.tables_under(node, place);
            return None;
        }
        self.body(head, kind, place);
        self.children(node, place);
        let onward = tails.iter().find(|tail| tail.holds_on).map(|tail| tail.who.clone());
        if let Some(scope) = scope(plain) {
            self.everywhere.extend(scope);
        }
        onward
    }

    fn line(&self, piece: &Piece) -> usize {
        match self.parts.get(piece.part) {
            Some(Part::Words(line)) => line.number,
            _ => 0,
        }
    }

    /// The whole paragraph that a piece is part of.
    fn whole(&self, piece: &Piece) -> &str {
        match self.parts.get(piece.part) {
            Some(Part::Words(line)) => line.text.raw(0..line.text.plain().len()).trim(),
            _ => "",
        }
    }

    fn raw(&self, piece: &Piece) -> &str {
        match self.parts.get(piece.part) {
            Some(Part::Words(line)) => line.text.raw(piece.range.clone()),
            _ => "",
        }
    }

    fn plain(&self, piece: &Piece) -> &str {
        match self.parts.get(piece.part) {
            Some(Part::Words(line)) => line.text.plain().get(piece.range.clone()).unwrap_or_default(),
            _ => "",
        }
    }

    fn text(&self, piece: &Piece) -> Text {
        Text::new(self.raw(piece))
    }
}

fn key(piece: &Piece) -> (usize, usize) {
    (piece.part, piece.range.end)
}

/// The remark on supplied years, once for the whole plan.
pub(super) fn remark(notes: &mut Notes, calendar: Calendar<'_>) {
    if let Some(line) = notes.inferred_at {
        let source = if calendar.is_said { "" } else { "（原文没有写明，按台账年度）" };
        notes.warn(line, format!("没有写年份的日期，年份按 {} 年推定{source}，请核对", calendar.year));
    }
}
