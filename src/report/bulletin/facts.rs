//! The JSON of the report.

use chrono::NaiveDate;
use serde::Serialize;

use super::{Bulletin, Group, Kind, Tally};
use crate::core::entry::EntryKind;
use crate::core::id::TaskId;
use crate::core::lifecycle::Verb;
use crate::core::status::Status;
use crate::report::audit::Standards;
use crate::report::facts::Judged;

/// The report, as machines read it.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "named as on Bulletin; the lists hold ids")]
pub struct BulletinFacts<'a> {
    pub title: &'a str,
    pub unit: &'a str,
    pub kind: Kind,
    pub issue: Option<u32>,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub day: NaiveDate,
    pub standards: Option<Standards>,
    pub commit: Option<&'a str>,
    pub totals: &'a Tally,
    pub previous: PreviousFacts<'a>,
    pub by_phase: &'a [Group],
    pub by_domain: &'a [Group],
    pub by_office: &'a [Group],
    pub added: Vec<TaskId>,
    pub done: Vec<TaskId>,
    /// Those of `done` that nobody has accepted yet.
    pub in_review: Vec<TaskId>,
    pub caught_up: Vec<TaskId>,
    pub progressed: Vec<ProgressFacts<'a>>,
    pub occurrences: Vec<OccurrenceFacts<'a>>,
    pub overdue: Vec<TaskId>,
    pub soon: Vec<TaskId>,
    pub coming: Vec<TaskId>,
    pub moved: Vec<MovedFacts<'a>>,
    pub blocked: Vec<TaskId>,
    pub cancelled: Vec<TaskId>,
    pub outcomes: Vec<OutcomeFacts<'a>>,
}

/// The figures at the end of the stretch before.
#[derive(Debug, Clone, Serialize)]
pub struct PreviousFacts<'a> {
    pub from: NaiveDate,
    pub to: NaiveDate,
    #[serde(flatten)]
    pub totals: &'a Tally,
}

/// What was noted of one task.
#[derive(Debug, Clone, Serialize)]
pub struct ProgressFacts<'a> {
    pub id: TaskId,
    pub notes: Vec<&'a str>,
}

/// One occurrence of a recurring duty done.
#[derive(Debug, Clone, Serialize)]
pub struct OccurrenceFacts<'a> {
    pub id: TaskId,
    pub period: Option<&'a str>,
    pub date: NaiveDate,
}

/// One deadline moved.
#[derive(Debug, Clone, Serialize)]
pub struct MovedFacts<'a> {
    pub id: TaskId,
    pub date: NaiveDate,
    pub period: Option<&'a str>,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub reason: Option<&'a str>,
    pub approved_by: Option<&'a str>,
    pub approved_on: Option<NaiveDate>,
}

/// What one finished task left behind.
#[derive(Debug, Clone, Serialize)]
pub struct OutcomeFacts<'a> {
    pub id: TaskId,
    pub outcome: &'a str,
}

impl Bulletin<'_> {
    /// The same, as machines read it.
    pub fn facts(&self) -> BulletinFacts<'_> {
        let previous = self.span.previous();
        let in_review = self.done.iter().filter(|judged| judged.task.status == Status::Review);
        BulletinFacts {
            title: &self.title,
            unit: self.unit,
            kind: self.span.kind,
            issue: self.issue,
            from: self.span.from,
            to: self.span.to,
            day: self.day,
            standards: self.standards,
            commit: self.commit,
            totals: &self.totals,
            previous: PreviousFacts { from: previous.from, to: previous.to, totals: &self.previous },
            by_phase: &self.by_phase,
            by_domain: &self.by_domain,
            by_office: &self.by_office,
            added: ids(self.added.iter().map(|(judged, _)| judged)),
            done: ids(&self.done),
            in_review: ids(in_review),
            caught_up: ids(&self.caught_up),
            progressed: self.progressed(),
            occurrences: self.occurrences(),
            overdue: ids(&self.overdue),
            soon: ids(&self.soon),
            coming: ids(&self.coming),
            moved: self.moved(),
            blocked: ids(self.blocked.iter().map(|blocked| &blocked.judged)),
            cancelled: ids(&self.cancelled),
            outcomes: self
                .done
                .iter()
                .filter_map(|judged| {
                    Some(OutcomeFacts { id: judged.task.id, outcome: judged.task.outcome.as_deref()? })
                })
                .collect(),
        }
    }

    /// Tasks that were only started, sent back or reopened have nothing to quote.
    fn progressed(&self) -> Vec<ProgressFacts<'_>> {
        let facts = self.progressed.iter().map(|progress| {
            let notes = progress.entries.iter().filter(|entry| entry.kind == EntryKind::Verb(Verb::Note));
            ProgressFacts {
                id: progress.judged.task.id,
                notes: notes.filter_map(|entry| entry.text.as_deref()).collect(),
            }
        });
        facts.filter(|facts| !facts.notes.is_empty()).collect()
    }

    fn occurrences(&self) -> Vec<OccurrenceFacts<'_>> {
        let done = self.progressed.iter().flat_map(|progress| {
            let entries = progress.entries.iter().filter(|entry| entry.kind == EntryKind::Verb(Verb::Done));
            entries.map(|entry| OccurrenceFacts {
                id: progress.judged.task.id,
                period: entry.period.as_deref(),
                date: entry.day(),
            })
        });
        done.collect()
    }

    fn moved(&self) -> Vec<MovedFacts<'_>> {
        let facts = self.moved.iter().map(|(judged, entry)| MovedFacts {
            id: judged.task.id,
            date: entry.date,
            period: entry.period.as_deref(),
            from: entry.from,
            to: entry.to,
            reason: entry.text.as_deref(),
            approved_by: entry.approved_by.as_deref(),
            approved_on: entry.approved_on,
        });
        facts.collect()
    }
}

fn ids<'a>(tasks: impl IntoIterator<Item = &'a Judged<'a>>) -> Vec<TaskId> {
    tasks.into_iter().map(|judged| judged.task.id).collect()
}
