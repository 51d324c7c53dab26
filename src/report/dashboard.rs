//! 今日看板: what one look in the morning has to tell.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::Serialize;

use super::counts::{Counts, LightCount, lights};
use super::facts::{Judged, TaskFacts};
use super::phases::{PhaseState, outside, phases};
use crate::core::ledger::Ledger;
use crate::core::light::{Light, Reason};

/// The ledger at a glance.
#[derive(Debug, Clone)]
pub struct Dashboard<'a> {
    /// All tasks counted.
    pub counts: Counts,
    /// The lights, most pressing first.
    pub lights: Vec<LightCount>,
    /// The phases and their deadlines.
    pub phases: Vec<PhaseState>,
    /// The tasks outside every phase.
    pub unphased: Counts,
    /// What is late, the latest first.
    pub late: Vec<Judged<'a>>,
    /// The Sunday that ends this week.
    pub week_ends: NaiveDate,
    /// What falls due by that Sunday.
    pub this_week: Vec<Judged<'a>>,
    /// Whom to chase, the most pressing first.
    pub chase: Vec<Chase>,
}

/// Somebody to be chased (催办).
#[derive(Debug, Clone, Serialize)]
pub struct Chase {
    /// 责任人; none where a task names nobody.
    pub owner: Option<String>,
    /// 牵头单位
    pub office: Option<String>,
    /// How many of their tasks are late.
    pub overdue: usize,
    /// How many are blocked and not late.
    pub blocked: usize,
    /// How many are behind 序时进度 and neither.
    pub behind: usize,
    /// How many fall due soon and are none of these.
    pub soon: usize,
    /// The most days any of them is late.
    pub most_days: i64,
}

/// The ledger on `today`.
pub fn dashboard(ledger: &Ledger, today: NaiveDate) -> Dashboard<'_> {
    let all = Judged::all(ledger, today);
    let to_sunday = 6 - i64::from(today.weekday().num_days_from_monday());
    let mut late: Vec<_> = all.iter().filter(|judged| judged.standing.is_overdue()).cloned().collect();
    late.sort_by_key(|judged| std::cmp::Reverse(judged.standing.days_overdue));
    let mut this_week: Vec<_> =
        all.iter().filter(|judged| judged.standing.is_due_within(to_sunday)).cloned().collect();
    this_week.sort_by_key(|judged| judged.standing.days_left);
    Dashboard {
        counts: Counts::of(&all),
        lights: lights(&all),
        phases: phases(&ledger.settings, &all, today),
        unphased: outside(&ledger.settings, &all),
        late,
        week_ends: today.week(Weekday::Mon).first_day() + Days::new(6),
        this_week,
        chase: chase(&all),
    }
}

/// Everyone with something red or yellow.
fn chase(all: &[Judged<'_>]) -> Vec<Chase> {
    let mut people: Vec<Chase> = Vec::new();
    for Judged { task, standing } in all {
        if !matches!(standing.light(), Light::Red | Light::Yellow) {
            continue;
        }
        let found = people.iter().position(|person| person.owner == task.owner && person.office == task.lead);
        let at = found.unwrap_or_else(|| {
            people.push(Chase {
                owner: task.owner.clone(),
                office: task.lead.clone(),
                overdue: 0,
                blocked: 0,
                behind: 0,
                soon: 0,
                most_days: 0,
            });
            people.len() - 1
        });
        let person = &mut people[at];
        match standing.reason {
            Reason::Overdue => person.overdue += 1,
            Reason::FarBehind | Reason::Behind => person.behind += 1,
            Reason::Blocked => person.blocked += 1,
            _ => person.soon += 1,
        }
        person.most_days = person.most_days.max(standing.days_overdue.unwrap_or(0));
    }
    people.sort_by_key(|person| {
        std::cmp::Reverse((person.overdue, person.most_days, person.blocked, person.behind, person.soon))
    });
    people
}

impl Dashboard<'_> {
    /// The same, as machines read it.
    pub fn facts(&self) -> DashboardFacts<'_> {
        DashboardFacts {
            counts: &self.counts,
            lights: &self.lights,
            phases: &self.phases,
            unphased: &self.unphased,
            overdue: self.late.iter().map(Judged::facts).collect(),
            this_week: self.this_week.iter().map(Judged::facts).collect(),
            chase: &self.chase,
        }
    }
}

/// The JSON of the dashboard.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "named as on Dashboard")]
pub struct DashboardFacts<'a> {
    pub counts: &'a Counts,
    pub lights: &'a [LightCount],
    pub phases: &'a [PhaseState],
    pub unphased: &'a Counts,
    pub overdue: Vec<TaskFacts<'a>>,
    pub this_week: Vec<TaskFacts<'a>>,
    pub chase: &'a [Chase],
}
