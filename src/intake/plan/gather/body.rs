//! A heading's own words and the paragraphs under it (正文): which of them are one item, and which are tasks apart.

use super::super::item_split::heading;
use super::super::outline::{Matter, Piece};
use super::super::prose;
use super::super::task::Kind;
use super::super::who::Who;
use super::{Gather, Head, Place};

impl Gather<'_> {
    /// The heading's own words and the paragraphs under it.
    pub(super) fn body(&mut self, head: Head<'_>, kind: Kind, place: &Place) {
        let Head { node, own, text, .. } = head;
        let is_deep = self.is_deep(node);
        let has_body = heading(text.plain()).is_some();
        let has_children = !node.children.is_empty();
        let plain = text.plain();
        let is_sentence = has_body || plain.contains(['。', ';']) || prose::letters(plain) > 40;
        let mut groups: Vec<(Vec<Piece>, bool)> = Vec::new();
        let paragraphs: Vec<&Piece> = node
            .rest
            .iter()
            .filter_map(|matter| match matter {
                Matter::Words(piece) => Some(piece),
                Matter::Table(_) => None,
            })
            .filter(|piece| !self.signature.contains(&piece.part))
            .collect();
        let free: Vec<&Piece> = paragraphs.iter().copied().filter(|piece| !self.is_label(piece)).collect();
        let apart = !has_children
            && free.len() > 1
            && is_deep
            && Self::is_high(node)
            && (!is_sentence || self.leads(&free));
        if has_children {
            // An introduction: only what has a date, a rhythm or an office counts.
            if is_sentence {
                groups.push((vec![own.clone()], false));
            }
            groups.extend(paragraphs.iter().map(|piece| (vec![(*piece).clone()], false)));
            for (pieces, _) in groups {
                let ground = Kind::Duties;
                let place = Place { who: Who::default(), ..place.clone() };
                self.item(&pieces, ground, &place, place.path.clone(), false);
            }
        } else if apart {
            if is_sentence {
                self.item(std::slice::from_ref(own), Kind::Duties, place, place.path.clone(), false);
            }
            for piece in paragraphs {
                match groups.last_mut() {
                    Some((pieces, _)) if self.is_label(piece) => pieces.push(piece.clone()),
                    _ => groups.push((vec![piece.clone()], true)),
                }
            }
            for (nth, (pieces, _)) in groups.into_iter().enumerate() {
                self.item(&pieces, kind, place, format!("{}{}", place.path, nth + 1), true);
            }
        } else if kind == Kind::Work
            && is_sentence
            && Self::ends_told(plain)
            && free.len() == paragraphs.len()
        {
            // What follows an item that has named its office is said of the whole plan.
            self.item(std::slice::from_ref(own), kind, place, place.path.clone(), true);
            let closing = Place {
                domain: None,
                section: None,
                measure: None,
                who: Who::default(),
                due: None,
                ..place.clone()
            };
            for piece in paragraphs {
                self.item(std::slice::from_ref(piece), Kind::Duties, &closing, String::new(), false);
            }
        } else {
            let tables = node.rest.iter().any(|matter| matches!(matter, Matter::Table(_)));
            if !tables || is_sentence || !paragraphs.is_empty() {
                let mut pieces = vec![own.clone()];
                pieces.extend(paragraphs.into_iter().cloned());
                self.item(&pieces, kind, place, place.path.clone(), true);
            }
        }
        for matter in &node.rest {
            if let Matter::Table(at) = matter {
                self.table(*at, place);
            }
        }
    }
}
