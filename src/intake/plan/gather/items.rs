//! Making tasks: of an item and the paragraphs it consists of, and of a table.

use super::super::item_split::heading;
use super::super::lines::Part;
use super::super::normal::Text;
use super::super::numbering::Style;
use super::super::outline::{Matter, Node, Piece};
use super::super::phrases::{asks, defines, introduces_criteria, is_date_only, is_topic};
use super::super::section_kind::Nature;
use super::super::task::{Ground, Kind, Reader};
use super::super::{prose, tables, who};
use super::boilerplate::is_event_line;
use super::{Gather, Place, key};
use crate::core::draft::{DraftDomain, DraftTask, Unused};

impl Gather<'_> {
    /// Makes the tasks of an item out of the paragraphs it consists of.
    pub(super) fn item(
        &mut self,
        pieces: &[Piece],
        kind: Kind,
        place: &Place,
        path: String,
        names_measure: bool,
    ) {
        let Some(first) = pieces.first() else { return };
        let raw: Vec<&str> = pieces.iter().map(|piece| self.raw(piece)).collect();
        let text = Text::new(&raw.join("\n"));
        if text.plain().trim().is_empty() || is_date_only(text.plain()) {
            return;
        }
        if matches!(kind, Kind::Duties | Kind::Assigned)
            && pieces.len() > 1
            && !pieces.iter().skip(1).any(|piece| self.is_label(piece))
        {
            for piece in pieces {
                self.item(std::slice::from_ref(piece), kind, place, path.clone(), names_measure);
            }
            return;
        }
        if kind != Kind::Duties && place.phase.is_none() && is_topic(text.plain()) || defines(text.plain()) {
            return;
        }
        let domain = place.domain.clone().or_else(|| place.section.clone());
        let ground = Ground {
            line: self.line(first),
            domain: domain.clone().map(|(name, _)| name),
            measure: place.measure.clone(),
            phase: place.phase.clone(),
            basis: path,
            who: place.who.clone(),
            due: place.due.clone(),
            tag: place.tag.clone(),
            names_measure: names_measure && place.domain.is_some(),
        };
        let mut reader = Reader { calendar: self.calendar, notes: &mut self.notes };
        let mut made = reader.item(&text, kind, &ground);
        // Backing and aims are no fields of work, unless offices answer for their items.
        let has_office = who::tails(&text).iter().any(|tail| tail.who.lead.is_some());
        let is_field = match place.nature {
            Nature::Work => true,
            Nature::Backing | Nature::Aims => has_office,
            Nature::Steps | Nature::Frame => false,
        };
        let domain = domain.filter(|_| is_field);
        for task in made.iter_mut().filter(|_| !is_field) {
            task.domain = None;
        }
        self.keep(made, domain, pieces);
    }

    pub(super) fn keep(
        &mut self,
        mut made: Vec<DraftTask>,
        domain: Option<(String, usize)>,
        pieces: &[Piece],
    ) {
        made.retain(|task| !task.title.is_empty());
        if made.is_empty() {
            return;
        }
        for task in &mut made {
            let involved = self
                .everywhere
                .iter()
                .filter(|name| task.lead.as_ref() != Some(name) && !task.support.contains(name));
            let involved: Vec<String> = involved.cloned().collect();
            if task.lead.is_some() {
                task.support.extend(involved);
            }
        }
        for (nth, piece) in pieces.iter().enumerate() {
            let words = self.raw(piece).trim();
            let holds = |content: &String| content.contains(words) || words.contains(content.as_str());
            if nth == 0
                || made.len() > 200
                || pieces.len() > 200
                || made.iter().any(|task| task.content.as_ref().is_some_and(holds))
            {
                self.used.insert(key(piece));
            }
        }
        if let Some((name, line)) = domain
            && !self.draft.domains.iter().any(|known| known.name == name)
        {
            self.draft.domains.push(DraftDomain { name, line });
        }
        self.draft.tasks.extend(made);
    }

    pub(super) fn table(&mut self, at: usize, place: &Place) {
        let Some(Part::Table(rows)) = self.parts.get(at) else { return };
        self.tables.insert(at);
        let section = place.section.clone().filter(|_| place.nature == Nature::Work);
        let domain = place.domain.clone().or(section);
        let ground = Ground {
            domain: domain.clone().map(|(name, _)| name),
            phase: place.phase.clone(),
            basis: place.path.clone(),
            who: place.who.clone(),
            due: place.due.clone(),
            ..Ground::default()
        };
        let mut reader = Reader { calendar: self.calendar, notes: &mut self.notes };
        let (made, idle) = tables::read(rows, &ground, &mut reader);
        for task in &made {
            if let Some(name) = task.domain.clone()
                && !self.draft.domains.iter().any(|known| known.name == name)
            {
                let line =
                    domain.as_ref().filter(|(known, _)| *known == name).map_or(task.line, |(_, line)| *line);
                self.draft.domains.push(DraftDomain { name, line });
            }
        }
        self.draft.tasks.extend(made);
        for row in idle {
            if let Some(row) = rows.get(row) {
                self.idle_rows.push(Unused { line: row.line, text: row.words() });
            }
        }
    }

    /// Whether the items under a node are its details and no tasks of their own.
    pub(super) fn details(&self, node: &Node, plain: &str, tails: &[who::Tail]) -> bool {
        let small = |child: &usize| {
            let child = &self.outline.nodes[*child];
            let style = child.mark.as_ref().map(|mark| mark.style);
            child.children.is_empty()
                && style.is_some_and(|style| style >= Style::HalfBracket)
                && child.own.as_ref().is_some_and(|piece| {
                    !who::tails(&self.text(piece)).iter().any(|tail| tail.who.lead.is_some())
                })
        };
        let style = node.mark.as_ref().map(|mark| mark.style);
        let is_item = style.is_some_and(|style| style >= Style::Arabic);
        if node.children.is_empty() || !is_item || !node.children.iter().all(small) {
            return false;
        }
        let is_event = node
            .rest
            .iter()
            .any(|matter| matches!(matter, Matter::Words(piece) if is_event_line(self.plain(piece))));
        let told = tails.iter().any(|tail| tail.who.lead.is_some() || !tail.times.is_empty());
        let has_body = plain.contains('。') || prose::letters(plain) > 40;
        is_event || told || has_body
    }

    /// Whether the items under a node say what something must be like: 符合下列条件的予以扶持.
    pub(super) fn is_criteria(&self, node: &Node, plain: &str) -> bool {
        let last = node.rest.iter().rev().find_map(|matter| match matter {
            Matter::Words(piece) => Some(self.plain(piece)),
            Matter::Table(_) => None,
        });
        if node.children.is_empty() || !introduces_criteria(last.unwrap_or(plain)) {
            return false;
        }
        let own = || node.children.iter().filter_map(|child| self.outline.nodes[*child].own.as_ref());
        let led = |piece: &&Piece| who::tails(&self.text(piece)).iter().any(|tail| tail.who.lead.is_some());
        let asking = own().filter(|piece| asks(self.plain(piece))).count();
        asking * 2 < node.children.len() && !own().any(|piece| led(&piece))
    }

    /// The tables among an item's details.
    pub(super) fn tables_under(&mut self, node: &Node, place: &Place) {
        let outline = self.outline;
        for matter in &node.rest {
            if let Matter::Table(at) = matter {
                self.table(*at, place);
            }
        }
        for child in &node.children {
            self.tables_under(&outline.nodes[*child], place);
        }
    }

    pub(super) fn collect(&self, node: &Node, pieces: &mut Vec<Piece>) {
        for matter in &node.rest {
            if let Matter::Words(piece) = matter {
                pieces.push(piece.clone());
            }
        }
        for child in &node.children {
            let child = &self.outline.nodes[*child];
            pieces.extend(child.own.clone());
            self.collect(child, pieces);
        }
    }

    /// Whether an item holds several others.
    pub(super) fn is_deep(&self, node: &Node) -> bool {
        let paragraphs = node.rest.iter().filter(|matter| match matter {
            Matter::Table(_) => true,
            Matter::Words(piece) => !self.is_label(piece) && !self.signature.contains(&piece.part),
        });
        !node.children.is_empty()
            || paragraphs.count() > 1
            || node.rest.iter().any(|matter| matches!(matter, Matter::Table(_)))
    }

    /// Whether paragraphs under the node are tasks of their own: under 一、 and （一） they are, under 1. they go on with it.
    pub(super) fn is_high(node: &Node) -> bool {
        node.mark.as_ref().is_none_or(|mark| mark.style <= Style::Stage)
    }

    /// Whether most of the paragraphs begin with a short sentence of their own.
    pub(super) fn leads(&self, pieces: &[&Piece]) -> bool {
        let led = pieces.iter().filter(|piece| heading(self.plain(piece)).is_some()).count();
        led * 2 > pieces.len()
    }

    /// Whether a text ends with the office that answers for it.
    pub(super) fn ends_told(plain: &str) -> bool {
        let text = Text::new(plain);
        who::tails(&text)
            .last()
            .is_some_and(|tail| tail.who.lead.is_some() && plain.len() - tail.range.end < 8)
    }

    /// Whether a paragraph only says who and when of the one before it.
    pub(super) fn is_label(&self, piece: &Piece) -> bool {
        let text = self.text(piece);
        let plain = text.plain();
        is_event_line(plain)
            || who::tails(&text)
                .first()
                .is_some_and(|tail| tail.range.start == 0 && plain.len() - tail.range.end < 8)
    }
}
