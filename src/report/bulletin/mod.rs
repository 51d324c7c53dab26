//! 周报、月报、通报: what a stretch of time brought, and how the ledger stood at its end.

mod facts;
mod span;
mod tally;

pub use facts::BulletinFacts;
pub use span::{Kind, Span};
pub use tally::{Group, Tally};

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::HashMap;

use chrono::NaiveDate;

use super::audit::Standards;
use super::facts::Judged;
use super::phases::{PhaseState, phases};
use crate::core::as_of;
use crate::core::entry::{EntryKind, LogEntry};
use crate::core::id::TaskId;
use crate::core::ledger::Ledger;
use crate::core::lifecycle::Verb;
use crate::core::light::Lights;
use crate::core::settings::Settings;
use crate::core::status::Status;
use crate::core::task::Task;

/// What the report is asked for, and what the files alone do not tell.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The stretch it speaks of.
    pub span: Span,
    /// 期号, where the clerk gives one.
    pub issue: Option<u32>,
    /// The day each task was registered, as far as the history knows.
    pub registered: &'a HashMap<TaskId, NaiveDate>,
    /// How often what judges was changed in the stretch; none where the history cannot tell.
    pub standards: Option<Standards>,
    /// The commit it is drawn from.
    pub commit: Option<&'a str>,
    /// Today.
    pub today: NaiveDate,
}

impl Request<'_> {
    /// The day the report speaks of: the last of its stretch, or today where that is still to come.
    pub fn day(&self) -> NaiveDate {
        self.span.to.min(self.today)
    }
}

/// The report. Every count and list shows the ledger as it stood at the end of `day`.
#[derive(Debug, Clone)]
pub struct Bulletin<'a> {
    /// 清廉机关建设工作周报
    pub title: String,
    /// 编制单位
    pub unit: &'a str,
    /// The stretch it speaks of.
    pub span: Span,
    /// The day it speaks of.
    pub day: NaiveDate,
    /// 期号
    pub issue: Option<u32>,
    /// How often what judges was changed in the stretch; none where the history cannot tell.
    pub standards: Option<Standards>,
    /// The commit it is drawn from.
    pub commit: Option<&'a str>,
    /// All tasks counted.
    pub totals: Tally,
    /// The same at the end of the last stretch.
    pub previous: Tally,
    /// By 阶段, every one of the plan.
    pub by_phase: Vec<Group>,
    /// By 重点任务, every one of the plan.
    pub by_domain: Vec<Group>,
    /// By 牵头单位, those that have tasks.
    pub by_office: Vec<Group>,
    /// The phases and their deadlines.
    pub phases: Vec<PhaseState>,
    /// Registered in the stretch, with the day.
    pub added: Vec<(Judged<'a>, NaiveDate)>,
    /// How many were registered after `day` and are counted all the same: the ledger was made only after it.
    pub added_since: usize,
    /// Finished in the stretch (`done_on` lies in it): 已办结, and 待核销 where `closing.review`.
    pub done: Vec<Judged<'a>>,
    /// Recorded in the stretch, though finished before it: struck off (核销), or reported late (补报).
    pub caught_up: Vec<Judged<'a>>,
    /// What was noted, started or done for the while, task by task.
    pub progressed: Vec<Progress<'a>>,
    /// Late, the latest first.
    pub overdue: Vec<Judged<'a>>,
    /// 临期, the nearest first.
    pub soon: Vec<Judged<'a>>,
    /// Due by the end of the next stretch and not late, the nearest first.
    pub coming: Vec<Judged<'a>>,
    /// Deadlines moved in the stretch.
    pub moved: Vec<(Judged<'a>, &'a LogEntry)>,
    /// 受阻, the longest first.
    pub blocked: Vec<Blocked<'a>>,
    /// 取消, in the stretch.
    pub cancelled: Vec<Judged<'a>>,
    /// Not closed: what the annex lists.
    pub open: Vec<Judged<'a>>,
}

/// What happened to one task.
#[derive(Debug, Clone)]
pub struct Progress<'a> {
    /// The task.
    pub judged: Judged<'a>,
    /// Its entries that tell of progress, oldest first.
    pub entries: Vec<&'a LogEntry>,
}

/// A task that is held up.
#[derive(Debug, Clone)]
pub struct Blocked<'a> {
    /// The task.
    pub judged: Judged<'a>,
    /// The entry that says why, where there is one.
    pub entry: Option<&'a LogEntry>,
    /// For how many days.
    pub days: Option<i64>,
}

/// The ledger at the end of `request.day()` and at the end of the stretch before, to be borrowed by [`bulletin`].
#[derive(Debug, Clone)]
pub struct Past<'a> {
    now: Vec<Cow<'a, Task>>,
    before: Vec<Cow<'a, Task>>,
}

impl<'a> Past<'a> {
    /// The ledger on both days, without what was registered only after them.
    ///
    /// A ledger whose history begins after `request.day()` was taken over from elsewhere, and a task registered after today
    /// tells of a clock set back: nobody can say when those came in, so that they count on both days.
    pub fn of(ledger: &'a Ledger, request: &Request<'_>) -> Self {
        let day = request.day();
        let begun = request.registered.values().any(|registered| *registered <= day);
        let on = |day: NaiveDate| {
            let mut tasks = as_of::ledger(ledger, day);
            tasks.retain(|task| {
                let registered = request.registered.get(&task.id);
                !begun || registered.is_none_or(|date| *date <= day || *date > request.today)
            });
            tasks
        };
        Self { now: on(day), before: on(request.span.previous().to) }
    }
}

/// The report on `request.span`.
pub fn bulletin<'a>(ledger: &'a Ledger, past: &'a Past<'a>, request: Request<'a>) -> Bulletin<'a> {
    let settings = &ledger.settings;
    let (span, day) = (request.span, request.day());
    let in_span = |date: NaiveDate| date >= span.from && date <= day;
    let all = judged(&past.now, settings, day);
    let before = judged(&past.before, settings, span.previous().to);
    let select = |wanted: &dyn Fn(&Judged<'_>) -> bool| -> Vec<Judged<'a>> {
        all.iter().filter(|judged| wanted(judged)).cloned().collect()
    };
    let registered = |judged: &Judged<'_>| request.registered.get(&judged.task.id).copied();
    let finished = |judged: &Judged<'_>| {
        matches!(judged.task.status, Status::Done | Status::Review).then_some(judged.task.done_on).flatten()
    };
    let logged = |judged: &Judged<'a>, kinds: &[EntryKind]| {
        judged.task.log.iter().any(|entry| in_span(entry.date) && kinds.contains(&entry.kind))
    };
    let both: [&[Judged<'_>]; 2] = [&all, &before];
    let names: [Vec<&str>; 3] = [
        settings.phases.iter().map(|phase| phase.name.as_str()).collect(),
        settings.domains.iter().map(|domain| domain.name.as_str()).collect(),
        settings.offices.iter().map(|office| office.name.as_str()).collect(),
    ];
    let to_next_end = (span.next().to - day).num_days();
    let mut overdue = select(&|judged| judged.standing.is_overdue());
    overdue.sort_by_key(|judged| Reverse(judged.standing.days_overdue));
    let nearest_first = |mut due: Vec<Judged<'a>>| {
        due.sort_by_key(|judged| judged.standing.days_left);
        due
    };
    Bulletin {
        title: title(settings, span.kind),
        unit: &settings.unit,
        span,
        day,
        issue: request.issue.or(span.issue(settings.report.first)),
        standards: request.standards,
        commit: request.commit,
        totals: Tally::of(&all),
        previous: Tally::of(&before),
        by_phase: tally::groups(both, |task| task.phase.as_deref(), &names[0], true),
        by_domain: tally::groups(both, |task| task.domain.as_deref(), &names[1], true),
        by_office: tally::groups(both, |task| task.lead.as_deref(), &names[2], false),
        phases: phases(settings, &all, day),
        added: all
            .iter()
            .filter_map(|judged| Some((judged.clone(), registered(judged).filter(|day| in_span(*day))?)))
            .collect(),
        added_since: all
            .iter()
            .filter(|judged| registered(judged).is_some_and(|date| date > day && date <= request.today))
            .count(),
        done: select(&|judged| finished(judged).is_some_and(in_span)),
        caught_up: all
            .iter()
            .filter(|judged| finished(judged).is_some_and(|done| done < span.from))
            .filter(|judged| {
                logged(judged, &[EntryKind::Verb(Verb::Accept)])
                    || closing_entry(judged.task).is_some_and(|entry| in_span(entry.date))
            })
            .cloned()
            .collect(),
        progressed: all.iter().filter_map(|judged| progress(judged, &in_span)).collect(),
        overdue,
        soon: nearest_first(select(&|judged| judged.standing.is_soon)),
        coming: nearest_first(select(&|judged| judged.standing.is_due_within(to_next_end))),
        moved: all
            .iter()
            .flat_map(|judged| judged.task.log.iter().map(move |entry| (judged.clone(), entry)))
            .filter(|(_, entry)| entry.kind == EntryKind::Verb(Verb::Extend) && in_span(entry.date))
            .collect(),
        blocked: blocked(&all, day),
        cancelled: all
            .iter()
            .filter(|judged| {
                judged.task.status == Status::Cancelled && logged(judged, &[EntryKind::Verb(Verb::Cancel)])
            })
            .cloned()
            .collect(),
        open: select(&|judged| !judged.task.status.is_closed()),
    }
}

/// How the tasks stand. Where an earlier day's progress is unknown, nobody can be said to be behind.
fn judged<'a>(tasks: &'a [Cow<'a, Task>], settings: &Settings, day: NaiveDate) -> Vec<Judged<'a>> {
    let settings = as_of::settings(settings, day);
    let lights = Lights { behind: None, ..settings.lights.clone() };
    let unknowing = Settings { lights, ..settings.clone().into_owned() };
    let judge = |task: &'a Cow<'a, Task>| match task {
        Cow::Borrowed(task) => Judged::on(task, &settings, day),
        Cow::Owned(task) => Judged::on(task, &unknowing, day),
    };
    tasks.iter().map(judge).collect()
}

/// 清廉机关建设工作台账 makes a 清廉机关建设工作周报, unless `[report] name` says otherwise.
fn title(settings: &Settings, kind: Kind) -> String {
    let own = settings.report.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
    let name = own.unwrap_or_else(|| settings.name.strip_suffix("台账").unwrap_or(&settings.name));
    let what = match kind {
        Kind::Week => "周报",
        Kind::Month => "月报",
        Kind::Free => "通报",
    };
    format!("{name}{what}")
}

/// The entry by which a finished task was reported done.
fn closing_entry(task: &Task) -> Option<&LogEntry> {
    task.log.iter().rev().find(|entry| entry.kind == EntryKind::Verb(Verb::Done))
}

/// What was noted, started, done for a period, sent back or taken up again. Being reported done is not among these.
fn progress<'a>(judged: &Judged<'a>, in_span: &dyn Fn(NaiveDate) -> bool) -> Option<Progress<'a>> {
    let tells = |entry: &&LogEntry| match entry.kind {
        EntryKind::Verb(Verb::Note) => entry.text.is_some(),
        EntryKind::Verb(Verb::Done) => entry.period.is_some(),
        EntryKind::Verb(Verb::Start | Verb::Return | Verb::Reopen) => true,
        _ => false,
    };
    let entries: Vec<&LogEntry> =
        judged.task.log.iter().filter(|entry| in_span(entry.date)).filter(tells).collect();
    (!entries.is_empty()).then(|| Progress { judged: judged.clone(), entries })
}

fn blocked<'a>(all: &[Judged<'a>], day: NaiveDate) -> Vec<Blocked<'a>> {
    let mut blocked: Vec<Blocked<'a>> = all
        .iter()
        .filter(|judged| judged.task.status == Status::Blocked)
        .map(|judged| {
            let entry = judged.task.log.iter().rev().find(|entry| entry.kind == EntryKind::Verb(Verb::Block));
            Blocked { judged: judged.clone(), entry, days: entry.map(|entry| (day - entry.date).num_days()) }
        })
        .collect();
    blocked.sort_by_key(|blocked| Reverse(blocked.days));
    blocked
}
