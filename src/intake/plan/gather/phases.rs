//! A phase of the plan (阶段), and the tasks that its words and the paragraphs under it ask for.

use super::super::normal::Text;
use super::super::outline::{Matter, Node, Piece};
use super::super::phrases::ones;
use super::super::task::{Kind, Stage};
use super::super::{date_form, date_scan, phase};
use super::{Gather, Place, key};
use crate::core::draft::DraftPhase;

impl Gather<'_> {
    /// A phase, and the tasks that its words and the paragraphs under it ask for.
    pub(super) fn phase(
        &mut self,
        node: &Node,
        own: &Piece,
        text: &Text,
        line: usize,
        phase: phase::Phase,
        mut place: Place,
    ) {
        let phase = match node.rest.first() {
            Some(Matter::Words(piece)) if phase.words.is_none() => {
                phase.dated_by(&self.text(piece), self.calendar)
            }
            _ => phase,
        };
        let end = phase.due.deadlines.iter().map(|deadline| deadline.day).max();
        let starts_only = end.is_none() && phase.due.start.is_some();
        let single_day = phase.due.start.is_none().then(|| Self::whole_month(&phase)).flatten();
        let start = phase.due.start.or(single_day);
        self.notes.of_due(line, &phase.due);
        if phase.words.is_none() && !phase.is_lasting {
            self.notes.warn(line, format!("阶段“{}”没有写明起止时间，请补填", phase.name));
        } else if end.is_none()
            && !starts_only
            && phase.due.errors.is_empty()
            && (phase.due.is_gap || !phase.is_lasting)
        {
            let words = phase.words.as_deref().unwrap_or_default();
            self.notes.warn(
                line,
                format!("阶段“{}”的时间“{words}”不完整，该阶段的任务时限待定，请补填", phase.name),
            );
        }
        self.draft.phases.push(DraftPhase {
            name: phase.name.clone(),
            start,
            end,
            text: phase.words.clone(),
            line,
        });
        self.used.insert(key(own));
        place.phase = Some(Stage { name: phase.name, around: (start, end), gives_due: true });
        place.tag = ones(text.plain()).or(place.tag.take());
        let body =
            Piece { part: own.part, range: own.range.start + phase.body.min(own.range.len())..own.range.end };
        let paragraphs: Vec<Piece> = node
            .rest
            .iter()
            .filter_map(|matter| match matter {
                Matter::Words(piece) if !self.signature.contains(&piece.part) => Some(piece.clone()),
                _ => None,
            })
            .collect();
        let introduces = !node.children.is_empty() || paragraphs.len() > 1;
        if !body.range.is_empty() {
            let kind = if introduces { Kind::Duties } else { Kind::Sentences };
            self.item(&[body], kind, &place, place.path.clone(), false);
        }
        let mut nth = 0;
        for piece in &paragraphs {
            nth += 1;
            let led = self.leads(&[piece]) || paragraphs.len() > 1;
            let kind = match (node.children.is_empty(), led) {
                (false, _) => Kind::Duties,
                (true, true) => Kind::Work,
                (true, false) => Kind::Sentences,
            };
            self.item(std::slice::from_ref(piece), kind, &place, format!("{}{nth}", place.path), true);
        }
        for matter in &node.rest {
            if let Matter::Table(at) = matter {
                self.table(*at, &place);
            }
        }
        self.children(node, &place);
    }

    /// （2026年3月）, a month alone, is a stretch from its first day.
    fn whole_month(phase: &phase::Phase) -> Option<chrono::NaiveDate> {
        let words = Text::new(phase.words.as_deref()?);
        let plain = words.plain();
        let found = date_scan::find(plain).into_iter().next()?;
        let bare = found.range == (0..plain.len())
            && matches!(
                found.to.form,
                date_form::Form::Month(_)
                    | date_form::Form::Quarter(_)
                    | date_form::Form::Half(_)
                    | date_form::Form::Year
            );
        let end = phase.due.deadlines.first()?;
        let plainly = bare && !plain.ends_with(['前', '内', '止']);
        plainly.then(|| found.to.first_day(chrono::Datelike::year(&end.day))).flatten()
    }
}
