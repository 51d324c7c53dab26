//! One task out of a stretch of text: its name, of whom, by when, how often.

use std::ops::Range;

use super::super::deadline_phrase::{self, Around, Place};
use super::super::item_split::within;
use super::super::merge_deadlines::{inherit, is_mixed, settle};
use super::super::normal::Text;
use super::super::phrases::counts_one;
use super::super::prose;
use super::super::rhythm::Rhythm;
use super::super::task_title;
use super::super::who::{self, Tail, Who};
use super::{Ground, Reader};
use crate::core::calendar::Every;
use crate::core::draft::DraftTask;
use crate::core::task::Repeat;

impl Reader<'_> {
    pub(super) fn around(ground: &Ground) -> Around {
        ground.phase.as_ref().map(|phase| phase.around).unwrap_or_default()
    }

    /// One task whose words are a stretch of the text, named by a part of it.
    pub(super) fn one(
        &mut self,
        text: &Text,
        range: Range<usize>,
        named: Range<usize>,
        tails: &[Tail],
        rhythm: Option<&Rhythm>,
        ground: &Ground,
    ) -> DraftTask {
        let inside: Vec<&Tail> = tails.iter().filter(|tail| within(&tail.range, &range)).collect();
        let brackets: Vec<Range<usize>> = inside.iter().map(|tail| tail.range.clone()).collect();
        let mut task = DraftTask {
            title: task_title::of(text, named, &brackets),
            content: Some(text.raw(range.clone()).trim().to_owned()).filter(|content| !content.is_empty()),
            domain: ground.domain.clone(),
            measure: ground.measure.clone(),
            phase: ground.phase.as_ref().map(|phase| phase.name.clone()),
            basis: Some(ground.basis.clone()).filter(|basis| !basis.is_empty()),
            line: ground.line,
            ..DraftTask::default()
        };
        if task.title.is_empty() {
            // Nothing but a bracket: it is shown rather than dropped.
            task.title = task_title::cut(task.content.as_deref().unwrap_or_default());
        }
        if task.measure.as_deref() == Some("") {
            task.measure = None;
        }
        task.tags.extend(ground.tag.clone().filter(|_| counts_one(&task.title)));
        let told = inside.iter().fold(Who::default(), |who, tail| who.or(&tail.who));
        let told = if told.lead.is_some() || !told.support.is_empty() {
            told
        } else {
            let own = Text::new(text.raw(range.clone()));
            told.or(&who::in_sentence(&own))
        };
        let who = told.or(&ground.who);
        (task.lead, task.support, task.leader, task.owner) = (who.lead, who.support, who.leader, who.owner);
        task.standard =
            inside.iter().find_map(|tail| tail.standard.clone()).map(|range| text.raw(range).to_owned());
        task.weight = inside.iter().find_map(|tail| text.plain().get(tail.score.clone()?)?.parse().ok());
        self.say_when(text, &range, &inside, &mut task, ground);
        if let Some(rhythm) = rhythm {
            // 年内至少一次: 年内 is the rhythm and no deadline besides.
            if rhythm.every.is_some() && prose::part(text.plain(), rhythm.range.clone()).starts_with('年') {
                task.due = None;
                task.due_text = None;
            }
            self.repeat(text, rhythm, &mut task);
        }
        needs(&mut task, ground);
        task
    }

    /// The deadline, out of the brackets and the sentences between them.
    fn say_when(
        &mut self,
        text: &Text,
        range: &Range<usize>,
        tails: &[&Tail],
        task: &mut DraftTask,
        ground: &Ground,
    ) {
        let around = Self::around(ground);
        let mut told = Vec::new();
        for time in tails.iter().flat_map(|tail| &tail.times) {
            told.push((
                time.clone(),
                deadline_phrase::read(text, time.clone(), Place::Told, self.calendar, around),
            ));
        }
        let mut said = Vec::new();
        let mut mixed = false;
        let mut from = range.start;
        for end in tails.iter().map(|tail| tail.range.clone()).chain(std::iter::once(range.end..range.end)) {
            if end.start > from {
                said.push(deadline_phrase::read(text, from..end.start, Place::Prose, self.calendar, around));
                mixed |= is_mixed(text.plain(), from..end.start);
            }
            from = end.end.max(from);
        }
        for due in said.iter().chain(told.iter().map(|(_, due)| due)) {
            self.notes.of_due(ground.line, due);
        }
        if mixed {
            // One half has a date and another goes on for good: the date is what can be missed.
            for due in said.iter_mut().filter(|due| !due.deadlines.is_empty()) {
                due.lasting = None;
            }
        }
        settle(text, range, &said, &told, task);
        if task.due.is_none()
            && task.due_text.is_none()
            && !task.long_term
            && let Some(due) = &ground.due
        {
            inherit(due, task);
        }
    }

    fn repeat(&mut self, text: &Text, rhythm: &Rhythm, task: &mut DraftTask) {
        let wording = text.raw(rhythm.range.clone()).trim().to_owned();
        if let Some(every) = rhythm.every {
            let until = task.due.take();
            task.repeat = Some(Repeat { every, times: rhythm.times.max(1), from: None, until });
            if rhythm.is_gap {
                let message = format!("“{wording}”没有写明次数，先按每{}1次登记，请补填", period(every));
                self.notes.warn(task.line, message);
            }
        } else {
            let message = format!("“{wording}”的频次不能按周、月、季、半年、年登记，已保留原文，请人工确定");
            self.notes.warn(task.line, message);
        }
        task.due_text.get_or_insert(wording);
    }
}

fn period(every: Every) -> &'static str {
    every.label().trim_start_matches('每')
}

fn needs(task: &mut DraftTask, ground: &Ground) {
    if task.lead.is_none() {
        task.needs.push("lead");
    }
    let by_phase = ground.phase.as_ref().is_some_and(|phase| phase.gives_due);
    if task.due.is_none() && !task.long_term && task.repeat.is_none() && !by_phase {
        task.needs.push("due");
    }
}
