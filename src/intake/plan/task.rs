//! From one item's text to tasks (任务): one, or one for each office, each inline number, each rhythm.

use std::ops::Range;

use super::due::{self, Around, Due, Place};
use super::nature;
use super::normal::Text;
use super::numbering;
use super::prose;
use super::rhythm::{self, Rhythm};
use super::settle::{inherit, is_mixed, settle};
use super::shape::{
    self, clause_starts, cuts, heading, label, last_start, listed, named_by, told_behind, within,
};
use super::title;
use super::who::{self, Tail, Who};
use super::wording::{counts_one, is_aside_only, ones};
use super::year::Calendar;
use crate::core::calendar::Every;
use crate::core::draft::{DraftTask, Warning};
use crate::core::task::Repeat;

/// What surrounds an item and holds for its tasks.
#[derive(Debug, Clone, Default)]
pub(super) struct Ground {
    pub(super) line: usize,
    pub(super) domain: Option<String>,
    pub(super) measure: Option<String>,
    pub(super) phase: Option<Stage>,
    pub(super) basis: String,
    pub(super) who: Who,
    pub(super) due: Option<Due>,
    pub(super) tag: Option<String>,
    /// Whether the item's own heading is its measure.
    pub(super) names_measure: bool,
}

/// The phase that a task stands in.
#[derive(Debug, Clone, Default)]
pub(super) struct Stage {
    pub(super) name: String,
    pub(super) around: Around,
    /// The phase says when, or was already asked for: its tasks need no date of their own.
    pub(super) gives_due: bool,
}

/// How an item is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// It is a task.
    Work,
    /// Each of its sentences is.
    Sentences,
    /// Each half of its sentences is: what one office has to do.
    Halves,
    /// Only what has a date, a rhythm or an office in brackets.
    Duties,
    /// Only what has an office in brackets.
    Assigned,
}

/// What there is to say about the reading.
#[derive(Debug, Default)]
pub(super) struct Notes {
    pub(super) warnings: Vec<Warning>,
    /// The first line where a year was supplied.
    pub(super) inferred_at: Option<usize>,
}

impl Notes {
    pub(super) fn warn(&mut self, line: usize, message: String) {
        self.warnings.push(Warning { line, message });
    }

    pub(super) fn of_due(&mut self, line: usize, due: &Due) {
        if due.is_inferred && self.inferred_at.is_none() {
            self.inferred_at = Some(line);
        }
        if let Some(year) = due.guessed {
            self.warn(line, format!("按工作日计算的时限：{}", year.remark()));
        }
        for error in &due.errors {
            self.warn(line, error.clone());
        }
    }
}

/// Reads items by one calendar.
pub(super) struct Reader<'a> {
    pub(super) calendar: Calendar<'a>,
    pub(super) notes: &'a mut Notes,
}

impl Reader<'_> {
    /// The tasks of an item.
    pub(super) fn item(&mut self, text: &Text, kind: Kind, ground: &Ground) -> Vec<DraftTask> {
        let plain = text.plain();
        let tails = who::tails(text);
        let has_office = tails.iter().any(|tail| tail.who.lead.is_some());
        match kind {
            Kind::Assigned if !has_office => Vec::new(),
            Kind::Duties if !has_office => self.duties(text, ground),
            Kind::Sentences if !has_office => self.sentences(text, prose::sentences(plain), &tails, ground),
            Kind::Halves if !has_office => self.sentences(text, prose::halves(plain), &tails, ground),
            _ => {
                // 主要任务 names nothing: its words do.
                let heading = heading(plain);
                let general =
                    heading.clone().filter(|range| nature::is_general(prose::part(plain, range.clone())));
                let heading = heading.filter(|range| general.is_none() && !told_behind(plain, range, &tails));
                let mut cuts = cuts(plain, &tails);
                if let (Some(general), Some(first)) = (general, cuts.first_mut()) {
                    first.start = general.end;
                }
                let several = cuts.len() > 1;
                let mut ground = ground.clone();
                if ground.measure.is_none() && (ground.names_measure || several) {
                    ground.measure = heading.clone().map(|range| label(text, range));
                }
                let mut tasks = Vec::new();
                for (nth, cut) in cuts.into_iter().enumerate() {
                    let body = match &heading {
                        // Where an item splits, its heading names the measure and not the first task.
                        Some(heading) if several && nth == 0 => heading.end..cut.end,
                        _ => cut.clone(),
                    };
                    let body = if prose::letters(prose::part(plain, body.clone())) < 4 { cut } else { body };
                    let named = if several { None } else { heading.clone() };
                    let mut made = self.part(text, body, named, &tails, &ground);
                    // A first part whose own words make no short name takes the heading for one.
                    if let (0, Some(heading), [only]) = (nth, &heading, made.as_mut_slice())
                        && several
                        && only.title.ends_with('…')
                    {
                        only.title = label(text, heading.clone());
                    }
                    tasks.append(&mut made);
                }
                tasks
            }
        }
    }

    /// The whole text as one task.
    pub(super) fn whole(&mut self, text: &Text, ground: &Ground) -> DraftTask {
        let all = 0..text.plain().len();
        self.one(text, all.clone(), all, &who::tails(text), None, ground)
    }

    /// One task, or those of the inline numbers and of the rhythms in it.
    fn part(
        &mut self,
        text: &Text,
        range: Range<usize>,
        heading: Option<Range<usize>>,
        tails: &[Tail],
        ground: &Ground,
    ) -> Vec<DraftTask> {
        let plain = text.plain();
        let inside: Vec<Tail> = tails.iter().filter(|tail| within(&tail.range, &range)).cloned().collect();
        let listed = listed(plain, &range, &inside);
        if listed.len() > 1 {
            let mut under = ground.clone();
            under.measure = under.measure.or_else(|| heading.map(|range| label(text, range)));
            let shared = inside.iter().map(|tail| tail.who.clone()).next_back().unwrap_or_default();
            under.who = shared.or(&under.who);
            let mut tasks = Vec::new();
            for (nth, entry) in listed.into_iter().enumerate() {
                let nth = u32::try_from(nth + 1).unwrap_or_default();
                under.basis = format!("{}之{}", ground.basis, numbering::chinese(nth));
                tasks.extend(self.part(text, entry, None, &inside, &under));
            }
            return tasks;
        }
        let rhythms: Vec<Rhythm> = rhythm::find(prose::part(plain, range.clone()))
            .into_iter()
            .map(|rhythm| Rhythm {
                range: range.start + rhythm.range.start..range.start + rhythm.range.end,
                ..rhythm
            })
            .filter(|rhythm| !inside.iter().any(|tail| within(&rhythm.range, &tail.range)))
            .collect();
        let body = heading.as_ref().map_or(range.start, |heading| heading.end)..range.end;
        let parts: Vec<Range<usize>> = prose::halves(prose::part(plain, body.clone()))
            .into_iter()
            .map(|half| body.start + half.start..body.start + half.end)
            .collect();
        let told = |half: &&Range<usize>| {
            inside.iter().any(|tail| tail.range.start <= half.start + 3 && tail.range.end > half.start)
        };
        // Two are enough to know that there are several.
        let halves = parts.iter().filter(|half| !told(half)).take(2).count();
        let named = heading.clone().unwrap_or_else(|| range.clone());
        match rhythms.as_slice() {
            [] => vec![self.one(text, range, named, &inside, None, ground)],
            [only] if halves <= 1 && only.deed.is_none() => {
                let named = if heading.is_some() { named } else { named_by(plain, &range, only) };
                vec![self.one(text, range, named, &inside, Some(only), ground)]
            }
            several => {
                let mut tasks = Vec::new();
                if halves > 1 {
                    tasks.push(self.one(text, range.clone(), named, &inside, None, ground));
                }
                let mut under = ground.clone();
                under.measure = under.measure.or_else(|| heading.map(|range| label(text, range)));
                let who = inside.iter().fold(Who::default(), |who, tail| who.or(&tail.who));
                under.who = who.or(&ground.who);
                for rhythm in several {
                    let half = parts.partition_point(|half| half.end <= rhythm.range.start);
                    let half = parts.get(half).cloned().unwrap_or_else(|| body.clone());
                    tasks.push(self.recurring(text, half, rhythm, &inside, &under));
                }
                tasks
            }
        }
    }

    /// A recurring duty out of a longer text.
    fn recurring(
        &mut self,
        text: &Text,
        sentence: Range<usize>,
        rhythm: &Rhythm,
        tails: &[Tail],
        ground: &Ground,
    ) -> DraftTask {
        let plain = text.plain();
        let clause = named_by(plain, &sentence, rhythm);
        // A sentence of pages is not repeated for each of its rhythms.
        let sentence = if sentence.len() > shape::LONGEST_SENTENCE { clause.clone() } else { sentence };
        let mut task = self.one(text, sentence.clone(), clause, tails, Some(rhythm), ground);
        task.due = None;
        task.milestones.clear();
        if let Some(deed) = &rhythm.deed {
            let every = rhythm.every.map_or_else(|| "定期".to_owned(), |every| every.label().to_owned());
            task.title = format!("{every}{deed}一次");
            task.tags.extend(
                ones(prose::part(plain, sentence))
                    .filter(|tag| !task.tags.contains(tag))
                    .into_iter()
                    .collect::<Vec<_>>(),
            );
        }
        task
    }

    /// Each sentence of a phase, or of a preamble, that asks for something.
    fn sentences(
        &mut self,
        text: &Text,
        parts: Vec<Range<usize>>,
        tails: &[Tail],
        ground: &Ground,
    ) -> Vec<DraftTask> {
        let plain = text.plain();
        let mut tasks = Vec::new();
        for sentence in parts {
            if prose::letters(prose::part(plain, sentence.clone())) < 4 {
                continue;
            }
            // 集中整改，每月报送进展: the rhythm is of its own clause, where another deed stands before it.
            let starts = clause_starts(plain, &sentence);
            let rhythms = rhythm::find(prose::part(plain, sentence.clone()));
            let cut = rhythms.first().filter(|rhythm| rhythm.deed.is_none()).and_then(|rhythm| {
                let at = sentence.start + rhythm.range.start;
                last_start(&starts, at).filter(|start| *start > sentence.start)
            });
            match cut {
                Some(cut) => {
                    tasks.extend(self.part(text, sentence.start..cut, None, tails, ground));
                    tasks.extend(self.part(text, cut..sentence.end, None, tails, ground));
                }
                None => tasks.extend(self.part(text, sentence, None, tails, ground)),
            }
        }
        tasks
    }

    /// Dated and recurring duties in a text that is no work otherwise.
    fn duties(&mut self, text: &Text, ground: &Ground) -> Vec<DraftTask> {
        let plain = text.plain();
        let mut tasks = Vec::new();
        for half in prose::halves(plain) {
            let words = prose::part(plain, half.clone());
            if is_aside_only(words) || words.contains("个阶段") {
                continue;
            }
            let rhythms: Vec<Rhythm> = rhythm::find(words)
                .into_iter()
                .map(|rhythm| Rhythm {
                    range: half.start + rhythm.range.start..half.start + rhythm.range.end,
                    ..rhythm
                })
                .collect();
            let due = due::read(text, half.clone(), Place::Prose, self.calendar, Self::around(ground));
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

    fn around(ground: &Ground) -> Around {
        ground.phase.as_ref().map(|phase| phase.around).unwrap_or_default()
    }

    /// One task whose words are a stretch of the text, named by a part of it.
    fn one(
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
            title: title::of(text, named, &brackets),
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
            task.title = title::cut(task.content.as_deref().unwrap_or_default());
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
            told.push((time.clone(), due::read(text, time.clone(), Place::Told, self.calendar, around)));
        }
        let mut said = Vec::new();
        let mut mixed = false;
        let mut from = range.start;
        for end in tails.iter().map(|tail| tail.range.clone()).chain(std::iter::once(range.end..range.end)) {
            if end.start > from {
                said.push(due::read(text, from..end.start, Place::Prose, self.calendar, around));
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
