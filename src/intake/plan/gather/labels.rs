//! Labels below several items (责任单位、完成时限): they stand behind the last and are said of them all.

use super::super::deadline_phrase;
use super::super::normal::Text;
use super::super::outline::{Matter, Node, Piece};
use super::super::who::{self, Who};
use super::{Gather, Place};

impl Gather<'_> {
    /// Gives a place what the labels behind the last of a node's items say, where they are said of all of them.
    pub(super) fn told_below(&mut self, node: &Node, place: &mut Place) {
        let Some(labels) = self.labels_below(node) else { return };
        let Some(line) = labels.first().map(|piece| self.line(piece)) else { return };
        let words: Vec<&str> = labels.iter().map(|piece| self.raw(piece)).collect();
        let text = Text::new(&words.join("\n"));
        let tails = who::tails(&text);
        let who = tails.iter().fold(Who::default(), |who, tail| who.or(&tail.who));
        for time in tails.iter().flat_map(|tail| &tail.times) {
            let due = deadline_phrase::read(
                &text,
                time.clone(),
                deadline_phrase::Place::Told,
                self.calendar,
                (None, None),
            );
            self.notes.of_due(line, &due);
            let wording = text.raw(time.clone()).trim().to_owned();
            place.due = Some(deadline_phrase::Due { words: due.words.clone().or(Some(wording)), ..due });
        }
        place.who = who.or(&place.who);
    }

    /// The labels behind the last of several items, none of which says of whom or by when in labels or brackets of its own.
    fn labels_below(&self, node: &Node) -> Option<Vec<Piece>> {
        let items: Vec<&Node> = node.children.iter().map(|child| &self.outline.nodes[*child]).collect();
        let (last, others) = items.split_last().filter(|(_, others)| !others.is_empty())?;
        let is_plain = |item: &&Node| {
            let style = item.mark.as_ref().map(|mark| mark.style);
            let told = item.own.as_ref().is_some_and(|own| {
                who::tails(&self.text(own)).iter().any(|tail| !tail.who.is_empty() || !tail.times.is_empty())
            });
            item.children.is_empty()
                && !told
                && style.is_some()
                && style == last.mark.as_ref().map(|mark| mark.style)
        };
        let bare = items.iter().all(is_plain) && others.iter().all(|item| item.rest.is_empty());
        let labels: Vec<Piece> = last
            .rest
            .iter()
            .filter_map(|matter| match matter {
                Matter::Words(piece) => Some(piece.clone()),
                Matter::Table(_) => None,
            })
            .collect();
        let all = !labels.is_empty() && labels.len() == last.rest.len();
        (bare && all && labels.iter().all(|piece| self.is_label(piece))).then_some(labels)
    }
}
