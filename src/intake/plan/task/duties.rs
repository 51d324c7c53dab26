//! Dated and recurring duties in a text that is no work otherwise: 组织保障, an introduction.

use super::super::deadline_phrase::{self, Place};
use super::super::item_split::{clause_starts, last_start, named_by};
use super::super::normal::Text;
use super::super::phrases::{is_aside_only, is_date_only};
use super::super::prose;
use super::super::rhythm::{self, Rhythm};
use super::{Ground, Reader};
use crate::core::draft::DraftTask;

impl Reader<'_> {
    /// Dated and recurring duties in a text that is no work otherwise.
    pub(super) fn duties(&mut self, text: &Text, ground: &Ground) -> Vec<DraftTask> {
        let plain = text.plain();
        let mut tasks = Vec::new();
        for half in prose::halves(plain) {
            let words = prose::part(plain, half.clone());
            if is_aside_only(words) || is_date_only(words) || words.contains("个阶段") {
                continue;
            }
            let rhythms: Vec<Rhythm> = rhythm::find(words)
                .into_iter()
                .map(|rhythm| Rhythm {
                    range: half.start + rhythm.range.start..half.start + rhythm.range.end,
                    ..rhythm
                })
                .collect();
            let due =
                deadline_phrase::read(text, half.clone(), Place::Prose, self.calendar, Self::around(ground));
            let dated = due
                .deadlines
                .iter()
                .filter(|deadline| !deadline.is_goal)
                .map(|deadline| deadline.range.start);
            let dated = dated.chain(
                (due.words.is_some() && !due.is_gap)
                    .then_some(half.start)
                    .filter(|_| due.deadlines.is_empty()),
            );
            let mut marks: Vec<(usize, Option<&Rhythm>)> = dated.map(|at| (at, None)).collect();
            marks.extend(rhythms.iter().map(|rhythm| (rhythm.range.start, Some(rhythm))));
            marks.sort_by_key(|(at, _)| *at);
            let starts: Vec<usize> = clause_starts(plain, &half);
            let mut from = half.start;
            for (nth, (at, rhythm)) in marks.iter().enumerate() {
                // Each mark owns the clauses up to the one in which the next mark stands.
                let next = marks.get(nth + 1).map(|(at, _)| *at);
                let until = next.and_then(|next| last_start(&starts, next).filter(|start| *start > from));
                let until = if next.is_none() { half.end } else { until.unwrap_or(from) };
                // It is named by the clause that says when.
                let named = last_start(&starts, *at).filter(|start| *start >= from);
                let named = match rhythm {
                    Some(rhythm) => named_by(plain, &half, rhythm).start.max(from),
                    None => named.unwrap_or(from),
                };
                if let Some(rhythm) = rhythm.filter(|rhythm| rhythm.deed.is_some()) {
                    // “一月一主题” as a name is no duty: somebody must be told to keep to it.
                    let told = ["实行", "执行", "建立", "坚持", "落实", "做到", "推行", "严格"];
                    if !told.iter().any(|verb| words.contains(verb)) {
                        continue;
                    }
                    tasks.push(self.recurring(text, half.clone(), rhythm, &[], ground));
                } else if until > from {
                    tasks.push(self.one(text, from..until, named..until, &[], *rhythm, ground));
                }
                from = until.max(from);
            }
        }
        tasks
    }
}
