//! From one item's text to tasks (任务): one, or one for each office, each inline number, each rhythm.

use std::ops::Range;

use chrono::NaiveDate;

use super::due::{self, Around, Due, Place};
use super::nature;
use super::normal::Text;
use super::numbering;
use super::prose;
use super::rhythm::{self, Rhythm};
use super::title;
use super::who::{self, Tail, Who};
use super::year::Calendar;
use crate::core::calendar::Every;
use crate::core::draft::{DraftTask, Milestone, Warning};
use crate::core::task::Repeat;

/// A sentence longer than this, in bytes, is looked at in pieces.
const LONGEST_SENTENCE: usize = 1500;

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
        for error in &due.errors {
            self.warn(line, error.clone());
        }
    }
}

/// Reads items by one calendar.
pub(super) struct Reader<'a> {
    pub(super) calendar: Calendar,
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
        let sentence = if sentence.len() > LONGEST_SENTENCE { clause.clone() } else { sentence };
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
        if task.measure.as_deref() == Some("") {
            task.measure = None;
        }
        task.tags.extend(ground.tag.clone().filter(|_| counts_one(&task.title)));
        let told = inside.iter().fold(Who::default(), |who, tail| who.or(&tail.who));
        let told = if told.lead.is_some() || !told.support.is_empty() {
            told
        } else {
            let own = Text::new(text.raw(range.clone()));
            told.or(&who::in_prose(&own))
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

/// Deadlines of the sentences and of the brackets, brought together.
fn settle(
    text: &Text,
    range: &Range<usize>,
    said: &[Due],
    told: &[(Range<usize>, Due)],
    task: &mut DraftTask,
) {
    let all = || said.iter().chain(told.iter().map(|(_, due)| due));
    let wording = told.first().map(|(time, _)| text.raw(time.clone()).trim().to_owned());
    let lasting = all().find_map(|due| due.lasting.clone());
    task.long_term = lasting.is_some();
    task.start = all().find_map(|due| due.start);
    let mut deadlines: Vec<(NaiveDate, Range<usize>)> = Vec::new();
    for deadline in all().flat_map(|due| &due.deadlines).filter(|deadline| !deadline.is_goal) {
        if !deadlines.iter().any(|(day, _)| *day == deadline.day) {
            deadlines.push((deadline.day, deadline.range.clone()));
        }
    }
    if deadlines.is_empty() && lasting.is_none() && told.is_empty() {
        let goal = all().flat_map(|due| &due.deadlines).find(|deadline| deadline.is_goal);
        deadlines.extend(goal.map(|goal| (goal.day, goal.range.clone())));
    }
    // 年内…，10月底前…: the closer date is the deadline.
    let loose: Vec<NaiveDate> = all()
        .flat_map(|due| &due.deadlines)
        .filter(|deadline| deadline.is_loose)
        .map(|deadline| deadline.day)
        .collect();
    if deadlines.len() > loose.len() {
        deadlines.retain(|(day, _)| !loose.contains(day));
    }
    let words = all().find_map(|due| due.words.clone());
    let last = deadlines.iter().max_by_key(|(day, _)| *day).cloned();
    task.due = last.as_ref().map(|(day, _)| *day).filter(|_| lasting.is_none());
    let told_date = told.iter().any(|(_, due)| !due.deadlines.is_empty() || due.lasting.is_some());
    task.due_text = match last {
        Some((_, at)) if !told_date => Some(text.raw(at).trim().to_owned()),
        _ => wording.or(words).or(lasting),
    };
    if deadlines.len() > 1 || (task.long_term && !deadlines.is_empty()) {
        let halves = prose::halves(prose::part(text.plain(), range.clone()));
        let starts: Vec<usize> = deadlines.iter().map(|(_, range)| range.start).collect();
        task.milestones = deadlines
            .into_iter()
            .map(|(due, at)| Milestone {
                due,
                due_text: text.raw(at.clone()).trim().to_owned(),
                content: by_then(text, range, &halves, &at, &starts),
            })
            .collect();
    }
}

/// What is to be done by one of several deadlines: its part of the sentence, up to the next deadline.
fn by_then(
    text: &Text,
    range: &Range<usize>,
    halves: &[Range<usize>],
    at: &Range<usize>,
    starts: &[usize],
) -> String {
    let plain = text.plain();
    let half = halves.get(halves.partition_point(|half| range.start + half.end <= at.start));
    let half = half.map_or_else(|| range.clone(), |half| range.start + half.start..range.start + half.end);
    let before = starts.iter().any(|start| half.contains(start) && *start < at.start);
    let start = if before { at.start } else { half.start };
    let end = starts.iter().filter(|start| half.contains(start) && **start > at.start).min().copied();
    let stretch = prose::trim(plain, start..end.unwrap_or(half.end), &['。', ';', ',', '、']);
    text.raw(stretch).to_owned()
}

fn inherit(due: &Due, task: &mut DraftTask) {
    task.due = due.deadlines.iter().map(|deadline| deadline.day).max().filter(|_| due.lasting.is_none());
    task.start = task.start.or(due.start);
    task.long_term = due.lasting.is_some();
    task.due_text = due.words.clone().or_else(|| due.lasting.clone());
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

fn within(inner: &Range<usize>, outer: &Range<usize>) -> bool {
    inner.start >= outer.start && inner.end <= outer.end
}

/// A heading as a name, without its stop and without its score.
pub(super) fn label(text: &Text, range: Range<usize>) -> String {
    let plain = text.plain();
    let range = prose::trim(plain, range, &['。', ';', ',', '、', ':']);
    let words = plain.get(range.clone()).unwrap_or_default();
    let end = match words.rfind('(') {
        Some(open) if words.ends_with(')') && open > 0 && is_aside(words.get(open..).unwrap_or_default()) => {
            range.start + open
        }
        _ => range.end,
    };
    text.raw(range.start..end).trim().to_owned()
}

/// （25分） and （责任单位：…） say something about a heading and are no part of it.
fn is_aside(bracket: &str) -> bool {
    bracket.ends_with("分)")
        || bracket.contains(':')
        || bracket.contains('月')
        || bracket.contains("牵头")
        || bracket.contains("负责")
        || bracket.contains('年')
}

/// The heading that an item's text begins with, its stop included: a short sentence with more behind it.
pub(super) fn heading(plain: &str) -> Option<Range<usize>> {
    let first = plain.lines().next().unwrap_or_default();
    let end = super::phase::head(first);
    let head = first.get(..end)?;
    let stop = plain.get(end..)?.chars().next()?;
    let rest = plain.get(end + stop.len_utf8()..)?;
    let more = prose::letters(rest.trim()) >= 6 && !rest.trim_start().starts_with('(');
    let short = (2..=30).contains(&prose::letters(head)) && stop != ';';
    let asks = !head.contains(',') || prose::letters(head) <= 24;
    (short && more && asks).then_some(0..end + stop.len_utf8())
}

/// Whether nothing but who and when stands behind a heading: it is the whole task then.
fn told_behind(plain: &str, heading: &Range<usize>, tails: &[Tail]) -> bool {
    let mut rest = heading.end;
    for tail in tails.iter().filter(|tail| tail.range.end > heading.end) {
        let between = plain.get(rest..tail.range.start).unwrap_or_default();
        if prose::letters(between.trim()) > 2 {
            return false;
        }
        rest = tail.range.end;
    }
    rest > heading.end && prose::letters(plain.get(rest..).unwrap_or_default().trim()) < 3
}

/// Where an item with several offices in brackets splits: behind each of them.
fn cuts(plain: &str, tails: &[Tail]) -> Vec<Range<usize>> {
    let mut cuts = Vec::new();
    let mut start = 0;
    let with_office: Vec<&Tail> = tails.iter().filter(|tail| tail.who.lead.is_some()).collect();
    for (nth, tail) in with_office.iter().enumerate() {
        let words = prose::letters(plain.get(start..tail.range.start).unwrap_or_default().trim());
        let behind = plain.get(tail.range.end..).unwrap_or_default();
        let rest = behind.trim_start_matches(['。', ';', ' ', '\n', ',']);
        let end = if nth + 1 == with_office.len() {
            plain.len()
        } else {
            tail.range.end + behind.len() - rest.len()
        };
        // Two brackets side by side belong to the same words.
        if words >= 6 || cuts.is_empty() {
            cuts.push(start..end);
        } else if let Some(last) = cuts.last_mut() {
            last.end = end;
        }
        start = end;
    }
    if cuts.is_empty() {
        cuts.push(0..plain.len());
    }
    cuts
}

/// The entries of 一是…；二是…, where they are tasks of their own.
fn listed(plain: &str, range: &Range<usize>, tails: &[Tail]) -> Vec<Range<usize>> {
    let Some(words) = plain.get(range.clone()) else { return Vec::new() };
    let mut starts: Vec<(usize, usize)> = Vec::new();
    for (at, _) in words.match_indices('是') {
        let before = words.get(..at).unwrap_or_default();
        let due = numbering::chinese(u32::try_from(starts.len() + 1).unwrap_or(1));
        let Some(head) = before.strip_suffix(due.as_str()) else { continue };
        if head.chars().next_back().is_none_or(|c| "。;:,!)”\n ".contains(c)) {
            starts.push((range.start + head.len(), range.start + at + '是'.len_utf8()));
        }
    }
    if starts.len() < 2 {
        return Vec::new();
    }
    let last_tail = tails.last().filter(|tail| tail.range.end + 6 >= range.end).map(|tail| tail.range.start);
    let end = last_tail.unwrap_or(range.end);
    let entries: Vec<Range<usize>> = starts
        .iter()
        .enumerate()
        .map(|(nth, (_, start))| *start..starts.get(nth + 1).map_or(end.max(*start), |(next, _)| *next))
        .map(|entry| prose::trim(plain, entry, &[';', ' ', ',', '、', ':']))
        .collect();
    let led = entries.iter().filter(|entry| heading(prose::part(plain, (*entry).clone())).is_some()).count();
    let own_tail = tails.iter().any(|tail| entries.iter().any(|entry| within(&tail.range, entry)));
    // Nothing but the heading stands before the list.
    let first = starts.first().map_or(range.end, |(first, _)| *first);
    let is_body = prose::letters(plain.get(range.start..first).unwrap_or_default()) <= 16;
    let splits = is_body
        || led * 2 > entries.len()
        || own_tail
        || tails.iter().all(|tail| tail.who.is_empty() && tail.times.is_empty());
    if splits { entries } else { Vec::new() }
}

/// The clause that a rhythm stands in; a long one from the rhythm on.
fn named_by(plain: &str, within: &Range<usize>, rhythm: &Rhythm) -> Range<usize> {
    let near = near(plain, within, &rhythm.range);
    let clauses = prose::clauses(prose::part(plain, near.clone()));
    let clause = clauses
        .into_iter()
        .map(|clause| near.start + clause.start..near.start + clause.end)
        .find(|clause| clause.contains(&rhythm.range.start))
        .unwrap_or(near);
    let is_long = prose::letters(prose::part(plain, clause.clone())) > 26;
    if is_long && clause.end > rhythm.range.end + 6 { rhythm.range.start..clause.end } else { clause }
}

/// A stretch around a place, so that looking about costs the same in a sentence of any length.
fn near(plain: &str, within: &Range<usize>, place: &Range<usize>) -> Range<usize> {
    let mut start = place.start.saturating_sub(LONGEST_SENTENCE / 2).max(within.start);
    let mut end = (place.end + LONGEST_SENTENCE / 2).min(within.end);
    while !plain.is_char_boundary(start) {
        start += 1;
    }
    while !plain.is_char_boundary(end) {
        end += 1;
    }
    start..end.max(start)
}

/// The last beginning at or before a place.
fn last_start(starts: &[usize], at: usize) -> Option<usize> {
    starts.get(starts.partition_point(|start| *start <= at).checked_sub(1)?).copied()
}

/// Where the clauses of a half begin.
fn clause_starts(plain: &str, half: &Range<usize>) -> Vec<usize> {
    prose::clauses(plain.get(half.clone()).unwrap_or_default())
        .into_iter()
        .map(|clause| half.start + clause.start)
        .collect()
}

/// The name of a list of ones: 六个一.
pub(super) fn ones(plain: &str) -> Option<String> {
    plain.match_indices("个一").find_map(|(at, _)| {
        let number = plain.get(..at)?.chars().next_back()?;
        let behind = plain.get(at + "个一".len()..)?.chars().next();
        let closes = behind.is_none_or(|c| !c.is_alphanumeric() || "规活工载系行主任要".contains(c));
        ("二三四五六七八九十".contains(number) && closes).then(|| format!("{number}个一"))
    })
}

/// Whether a name counts one of something: 制定一个方案, 选树一批典型.
fn counts_one(title: &str) -> bool {
    let letters: Vec<char> = title.chars().collect();
    let whole =
        ["第一", "统一", "一体", "一致", "一步", "一律", "一般", "一定", "一些", "一流", "一线", "专一"];
    let first = letters.iter().position(|c| *c == '一');
    first.is_some_and(|at| (1..=5).contains(&at) && at + 2 < letters.len())
        && !whole.iter().any(|word| title.contains(word))
}

/// Whether the words only name a topic: 服务收费情况；
pub(super) fn is_topic(plain: &str) -> bool {
    let words = plain.trim().trim_end_matches(['。', ';', ',']);
    let ends = ["情况", "事项", "问题", "行为", "原则", "情形", "的", "标准", "范围", "对象", "方式", "条件"];
    prose::letters(words) <= 40
        && !words.contains(['。', ':', ';', ','])
        && ends.iter().any(|end| words.ends_with(end))
        && !ASKING.split_ascii_whitespace().any(|verb| words.starts_with(verb))
        && rhythm::find(words).is_empty()
        && super::when::find(words).is_empty()
        && !words.contains('(')
}

/// What a task begins with, where it says what is asked for.
const ASKING: &str = "制定 建立 完善 健全 开展 解决 整治 排查 查处 规范 落实 加强 强化 推进 推动 做好 抓好 组织 明确 修订 \
    编制 优化 创新 实施 统一 梳理 研究 提高 提升 清理 纠治 防范 化解 严查 打击 纠正 整改 掌握 通报 公开 报送 汇总";

/// Whether the whole is one bracket, such as the years under a title.
fn is_aside_only(words: &str) -> bool {
    let words = words.trim();
    words.starts_with('(') && prose::bracket(words, 0) == Some(words.len())
}

/// Whether one half of the stretch has a date and another goes on for good.
fn is_mixed(plain: &str, range: Range<usize>) -> bool {
    let Some(words) = plain.get(range) else { return false };
    let lasting =
        |half: &str| half.contains("长期坚持") || half.contains("持续推进") || half.contains("常态化");
    let halves = prose::halves(words);
    let dated =
        |half: &str| super::when::find(half).iter().any(|date| date.manner == super::when::Manner::By);
    halves
        .iter()
        .any(|half| dated(prose::part(words, half.clone())) && !lasting(prose::part(words, half.clone())))
        && halves
            .iter()
            .any(|half| lasting(prose::part(words, half.clone())) && !dated(prose::part(words, half.clone())))
}
