//! A line of a cell that begins with a time: 3月：发文.

use super::super::date_scan::{self, Manner};
use super::super::deadline_phrase::{self, Place};
use super::super::normal::Text;
use super::super::task::{Ground, Reader};
use super::super::{prose, rhythm};
use crate::core::draft::DraftTask;
use crate::core::task::Repeat;

/// A piece such as 3月：发文, 全年：宣传.
pub(super) struct Timed {
    /// Where the time ends.
    time: usize,
    /// Where the words begin.
    words: usize,
}

pub(super) fn timed(text: &Text) -> Option<Timed> {
    let plain = text.plain();
    let time = plain.find(':').filter(|at| *at > 0 && prose::letters(prose::part(plain, 0..*at)) <= 24)?;
    let words = plain.get(..time)?;
    let dated = || {
        date_scan::find(words)
            .first()
            .is_some_and(|date| date.range.start == 0 && date.manner != Manner::From)
    };
    let paced = words.starts_with('每') && !rhythm::find(&format!("{words}开展")).is_empty();
    (deadline_phrase::is_lasting(words) || dated() || paced).then_some(Timed { time, words: time + 1 })
}

impl Timed {
    pub(super) fn task(&self, text: &Text, ground: &Ground, reader: &mut Reader<'_>) -> DraftTask {
        let due = deadline_phrase::read(text, 0..self.time, Place::Told, reader.calendar, (None, None));
        reader.notes.of_due(ground.line, &due);
        let words = Text::new(text.raw(self.words..text.plain().len()).trim());
        let wording = text.raw(0..self.time).trim().to_owned();
        let several = due.deadlines.len() > 1;
        let milestones =
            due.deadlines.iter().filter(|_| several).map(|deadline| crate::core::draft::Milestone {
                due: deadline.day,
                due_text: text.raw(deadline.range.clone()).to_owned(),
                content: words.raw(0..words.plain().len()).trim_end_matches('；').to_owned(),
            });
        let milestones = milestones.collect();
        let ground =
            Ground { due: Some(deadline_phrase::Due { words: Some(wording), ..due }), ..ground.clone() };
        let paced = text
            .plain()
            .get(..self.time)
            .filter(|words| words.starts_with('每'))
            .map(|words| format!("{words}开展"));
        let rhythm = paced.and_then(|words| rhythm::find(&words).into_iter().next());
        let mut task = reader.whole(&words, &ground);
        if let Some(every) = rhythm.and_then(|rhythm| rhythm.every) {
            task.repeat = Some(Repeat { every, times: 1, from: None, until: None });
            task.needs.retain(|need| *need != "due");
        }
        task.milestones = milestones;
        task
    }
}
