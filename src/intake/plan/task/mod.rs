//! From one item's text to tasks (任务): one, or one for each office, each inline number, each rhythm.

mod duties;
mod item_context;
mod one;

use std::ops::Range;

use super::item_split::{
    self, clause_starts, cuts, heading, label, last_start, listed, named_by, told_behind, within,
};
use super::normal::Text;
use super::numbering;
use super::phrases::ones;
use super::prose;
use super::rhythm::{self, Rhythm};
use super::section_kind;
use super::who::{self, Tail, Who};
use super::year::Calendar;
use crate::core::draft::DraftTask;

pub(super) use item_context::{Ground, Kind, Notes, Stage};

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
                let general = heading
                    .clone()
                    .filter(|range| section_kind::is_general(prose::part(plain, range.clone())));
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
        let sentence = if sentence.len() > item_split::LONGEST_SENTENCE { clause.clone() } else { sentence };
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
}
