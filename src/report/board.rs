//! 挂图作战: every task on the plan's calendar.

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use super::counts::Counts;
use super::facts::{Judged, TaskFacts};
use super::phases::{PhaseState, phases};
use crate::core::calendar::{Every, Period};
use crate::core::ledger::Ledger;
use crate::core::repeat::Fulfilment;
use crate::core::settings::Body;
use crate::core::status::Status;

/// By what the board groups its tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum GroupBy {
    /// 重点任务
    #[default]
    Domain,
    /// The month of the deadline.
    Month,
    /// 阶段
    Phase,
    /// 牵头单位
    Office,
}

/// The board.
#[derive(Debug, Clone)]
pub struct Board<'a> {
    /// By what it is grouped.
    pub by: GroupBy,
    /// The columns of its calendar: months, or quarters or years where the plan is long.
    pub slots: Vec<Period>,
    /// 领导小组 and the like, for its head.
    pub bodies: &'a [Body],
    /// The phases, with what is left of them.
    pub phases: Vec<PhaseState>,
    /// The groups, in the plan's order.
    pub groups: Vec<Group<'a>>,
    /// All tasks on it.
    pub counts: Counts,
    /// The day it speaks of.
    pub today: NaiveDate,
}

/// One group of the board.
#[derive(Debug, Clone)]
pub struct Group<'a> {
    /// Its name; none for tasks that have none.
    pub name: Option<String>,
    /// Its tasks, by deadline.
    pub rows: Vec<Row<'a>>,
    /// Its subtotal.
    pub counts: Counts,
}

/// One task of the board.
#[derive(Debug, Clone)]
pub struct Row<'a> {
    /// The task.
    pub judged: Judged<'a>,
    /// Its planned days on the calendar.
    pub bar: Option<Bar>,
    /// What a recurring task owes, as marks on the calendar.
    pub ticks: Vec<Tick>,
}

/// From when to when a task is planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Bar {
    /// The first day.
    pub start: NaiveDate,
    /// The last day: the deadline, or the end of the calendar for 长期坚持.
    pub end: NaiveDate,
    /// The original deadline, where it was extended.
    pub original_end: Option<NaiveDate>,
    /// Whether `end` is a deadline.
    pub has_deadline: bool,
}

/// One occurrence of a recurring task on the calendar, or one period that is still short.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Tick {
    /// The day it took place, or on which the period falls due.
    pub day: NaiveDate,
    /// How it stands.
    pub state: Fulfilment,
}

/// How many columns a calendar may have before it counts in longer ones.
const MOST_SLOTS: usize = 24;

/// The board on `today`.
pub fn board(ledger: &Ledger, by: GroupBy, today: NaiveDate) -> Board<'_> {
    let all = Judged::all(ledger, today);
    let slots = slots(ledger, &all, today);
    let counts = Counts::of(&all);
    let phases = phases(&ledger.settings, &all, today);
    let mut groups: Vec<Group<'_>> = names(ledger, &all, by)
        .into_iter()
        .map(|name| Group { name, rows: Vec::new(), counts: Counts::default() })
        .collect();
    for judged in all {
        let name = name_of(&judged, by);
        let row = Row { bar: bar(&judged, ledger, &slots), ticks: ticks(&judged, today), judged };
        if let Some(group) = groups.iter_mut().find(|group| group.name == name) {
            group.rows.push(row);
        }
    }
    for group in &mut groups {
        group.rows.sort_by_key(|row| row.judged.standing.deadline.date.unwrap_or(NaiveDate::MAX));
        group.counts = Counts::of(group.rows.iter().map(|row| &row.judged));
    }
    Board { by, slots, bodies: &ledger.settings.bodies, phases, groups, counts, today }
}

/// The groups that have tasks, in the settings' order, those the settings do not name behind them, the nameless last.
fn names(ledger: &Ledger, all: &[Judged<'_>], by: GroupBy) -> Vec<Option<String>> {
    let settings = &ledger.settings;
    let planned: Vec<String> = match by {
        GroupBy::Domain => settings.domains.iter().map(|domain| domain.name.clone()).collect(),
        GroupBy::Phase => settings.phases.iter().map(|phase| phase.name.clone()).collect(),
        GroupBy::Office => settings.offices.iter().map(|office| office.name.clone()).collect(),
        GroupBy::Month => Vec::new(),
    };
    let mut used: Vec<Option<String>> = Vec::new();
    for judged in all {
        let name = name_of(judged, by);
        if !used.contains(&name) {
            used.push(name);
        }
    }
    used.sort_by_key(|name| match name {
        None => (usize::MAX, None),
        Some(name) => {
            let at = planned.iter().position(|planned| planned == name);
            (at.unwrap_or(planned.len()), Some(name.clone()))
        }
    });
    used
}

fn name_of(judged: &Judged<'_>, by: GroupBy) -> Option<String> {
    match by {
        GroupBy::Domain => judged.task.domain.clone(),
        GroupBy::Phase => judged.task.phase.clone(),
        GroupBy::Office => judged.task.lead.clone(),
        GroupBy::Month => {
            judged.standing.deadline.date.map(|day| format!("{}年{:02}月", day.year(), day.month()))
        }
    }
}

/// The plan's span in months: the ledger's year, the phases and every deadline. A long plan counts in quarters or years.
fn slots(ledger: &Ledger, all: &[Judged<'_>], today: NaiveDate) -> Vec<Period> {
    let settings = &ledger.settings;
    let phases = settings.phases.iter().flat_map(|phase| [phase.start, phase.end]);
    let tasks = all.iter().flat_map(|judged| [judged.task.start, judged.standing.deadline.date]);
    let days: Vec<NaiveDate> = phases.chain(tasks).flatten().collect();
    let year = |month, day| NaiveDate::from_ymd_opt(settings.year, month, day).unwrap_or(today);
    let first = days.iter().copied().min().unwrap_or_else(|| year(1, 1));
    let last = days.iter().copied().max().unwrap_or_else(|| year(12, 31));
    // A plan of a few weeks still deserves its year's calendar.
    let (first, last) = if first.year() == last.year() {
        let year = first.year();
        let day = |month, day| NaiveDate::from_ymd_opt(year, month, day);
        (day(1, 1).unwrap_or(first), day(12, 31).unwrap_or(last))
    } else {
        (first, last)
    };
    [Every::Month, Every::Quarter, Every::Year]
        .into_iter()
        .map(|every| Period::touched(every, first, last).take(MOST_SLOTS + 1).collect::<Vec<_>>())
        .find(|slots| slots.len() <= MOST_SLOTS)
        .unwrap_or_else(|| Period::touched(Every::Year, first, last).take(MOST_SLOTS).collect())
}

fn bar(judged: &Judged<'_>, ledger: &Ledger, slots: &[Period]) -> Option<Bar> {
    let Judged { task, standing } = judged;
    let phase = ledger.settings.phase(task.phase.as_deref());
    let calendar = (slots.first()?.first_day(), slots.last()?.last_day());
    let span = standing.schedule.as_ref().and_then(|schedule| {
        let (first, last) = (schedule.periods.first()?, schedule.periods.last()?);
        let from = task.repeat.as_ref().and_then(|repeat| repeat.from).or(task.start);
        Some((from.unwrap_or(first.period.first_day()), last.due))
    });
    let started = task.start.or(phase.and_then(|phase| phase.start));
    match (span, standing.deadline.date) {
        (Some((start, end)), _) => Some(Bar { start, end, original_end: None, has_deadline: true }),
        (None, Some(end)) => Some(Bar {
            start: started.unwrap_or(calendar.0).min(end),
            end,
            original_end: standing.deadline.original.filter(|original| *original != end),
            has_deadline: true,
        }),
        (None, None) if task.long_term => Some(Bar {
            start: started.unwrap_or(calendar.0),
            end: calendar.1,
            original_end: None,
            has_deadline: false,
        }),
        (None, None) => None,
    }
}

fn ticks(judged: &Judged<'_>, today: NaiveDate) -> Vec<Tick> {
    let Some(schedule) = &judged.standing.schedule else { return Vec::new() };
    let cancelled = judged.task.status == Status::Cancelled;
    let mut ticks: Vec<Tick> = Vec::new();
    for owed in &schedule.periods {
        let state = |day: NaiveDate| if day > owed.due { Fulfilment::Late } else { Fulfilment::Met };
        ticks.extend(owed.done.iter().map(|day| Tick { day: *day, state: state(*day) }));
        if owed.is_short() && !cancelled {
            ticks.push(Tick { day: owed.due, state: owed.fulfilment(today) });
        }
    }
    ticks
}

impl Board<'_> {
    /// The same, as machines read it.
    pub fn facts(&self) -> BoardFacts<'_> {
        BoardFacts {
            by: self.by,
            today: self.today,
            slots: self.slots.iter().map(ToString::to_string).collect(),
            phases: &self.phases,
            groups: self
                .groups
                .iter()
                .map(|group| GroupFacts {
                    name: group.name.as_deref(),
                    tasks: group.rows.iter().map(RowFacts::of).collect(),
                    counts: &group.counts,
                })
                .collect(),
            counts: &self.counts,
        }
    }
}

/// The JSON of the board.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "named as on Board")]
pub struct BoardFacts<'a> {
    pub by: GroupBy,
    pub today: NaiveDate,
    pub slots: Vec<String>,
    pub phases: &'a [PhaseState],
    pub groups: Vec<GroupFacts<'a>>,
    pub counts: &'a Counts,
}

/// The JSON of one group.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "named as on Group")]
pub struct GroupFacts<'a> {
    pub name: Option<&'a str>,
    pub tasks: Vec<RowFacts<'a>>,
    pub counts: &'a Counts,
}

/// The JSON of one row.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "named as on Row")]
pub struct RowFacts<'a> {
    #[serde(flatten)]
    pub task: TaskFacts<'a>,
    pub bar: Option<Bar>,
    pub ticks: &'a [Tick],
}

impl<'a> RowFacts<'a> {
    fn of(row: &'a Row<'a>) -> Self {
        Self { task: row.judged.facts(), bar: row.bar, ticks: &row.ticks }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::phase::Phase;
    use crate::core::settings::{Domain, Settings};
    use crate::core::task::Task;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn ledger(ends: &[&str]) -> Ledger {
        let phase = |end: &&str| Phase { name: (*end).to_owned(), end: Some(day(end)), ..Phase::default() };
        let domain = |name: &str| Domain { name: name.to_owned() };
        Ledger {
            settings: Settings {
                year: 2026,
                phases: ends.iter().map(phase).collect(),
                domains: vec![domain("思想"), domain("组织")],
                ..Settings::default()
            },
            ..Ledger::default()
        }
    }

    #[test]
    fn the_calendar_covers_the_plan_and_counts_longer_for_longer_plans() {
        #[track_caller]
        fn case(ends: &[&str], first: &str, last: &str, count: usize) {
            let ledger = ledger(ends);
            let board = board(&ledger, GroupBy::Domain, day("2026-06-30"));
            let keys: Vec<_> = board.slots.iter().map(ToString::to_string).collect();
            assert_eq!((keys[0].as_str(), keys[keys.len() - 1].as_str(), keys.len()), (first, last, count));
        }
        case(&[], "2026-01", "2026-12", 12);
        case(&["2026-03-31", "2026-11-30"], "2026-01", "2026-12", 12);
        case(&["2026-11-30", "2027-02-28"], "2026-11", "2027-02", 4);
        case(&["2026-01-31", "2028-02-29"], "2026-Q1", "2028-Q1", 9);
        case(&["2026-01-31", "2056-02-29"], "2026", "2049", 24);
    }

    #[test]
    fn groups_come_in_the_plans_order_and_add_up() {
        let mut ledger = ledger(&["2026-11-30"]);
        let task = |number: u32, domain: Option<&str>| Task {
            id: crate::core::id::TaskId { year: 2026, number },
            domain: domain.map(Into::into),
            ..Task::default()
        };
        ledger.tasks =
            vec![task(1, None), task(2, Some("组织")), task(3, Some("别的")), task(4, Some("思想"))];
        let board = board(&ledger, GroupBy::Domain, day("2026-06-30"));
        let names: Vec<_> = board.groups.iter().map(|group| group.name.as_deref()).collect();
        assert_eq!(names, [Some("思想"), Some("组织"), Some("别的"), None]);
        assert_eq!(board.groups.iter().map(|group| group.counts.total).sum::<usize>(), board.counts.total);
    }
}
