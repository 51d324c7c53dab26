//! The phases on a given day: what they owe, and how long they have.

use chrono::NaiveDate;
use serde::Serialize;

use super::counts::Counts;
use super::facts::Judged;
use crate::core::light::{Light, Lights, is_near};
use crate::core::settings::Settings;

/// A phase with its tasks counted.
#[derive(Debug, Clone, Serialize)]
pub struct PhaseState {
    /// 阶段
    pub name: String,
    /// Its first day.
    pub start: Option<NaiveDate>,
    /// Its deadline.
    pub end: Option<NaiveDate>,
    /// Days to its deadline; negative once it has passed.
    pub days_left: Option<i64>,
    /// Its tasks.
    pub counts: Counts,
}

impl PhaseState {
    /// The light it shows: red where it is past and something in it is late, blue where it is past and nothing is.
    pub fn light(&self, lights: &Lights) -> Light {
        match self.days_left {
            Some(days) if days < 0 && self.counts.overdue > 0 => Light::Red,
            Some(days) if days < 0 => Light::Blue,
            Some(days) if is_near(days, lights.soon_days) => Light::Yellow,
            _ => Light::Green,
        }
    }
}

/// The tasks that name no phase of the settings (未列阶段), counted.
pub fn outside(settings: &Settings, tasks: &[Judged<'_>]) -> Counts {
    let outside = tasks.iter().filter(|judged| settings.phase(judged.task.phase.as_deref()).is_none());
    Counts::of(outside)
}

/// Every phase of the settings, in the plan's order.
pub fn phases(settings: &Settings, tasks: &[Judged<'_>], today: NaiveDate) -> Vec<PhaseState> {
    let in_phase = |name: &str| {
        let name = name.to_owned();
        tasks.iter().filter(move |judged| judged.task.phase.as_deref() == Some(name.as_str()))
    };
    settings
        .phases
        .iter()
        .map(|phase| PhaseState {
            name: phase.name.clone(),
            start: phase.start,
            end: phase.end,
            days_left: phase.end.map(|end| (end - today).num_days()),
            counts: Counts::of(in_phase(&phase.name)),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phase_shows_its_days_and_whether_something_in_it_is_late() {
        #[track_caller]
        fn case(days_left: Option<i64>, overdue: usize, expected: Light) {
            let counts = Counts { overdue, ..Counts::default() };
            let phase = PhaseState { name: "阶段".to_owned(), start: None, end: None, days_left, counts };
            assert_eq!(phase.light(&Lights { soon_days: 7, ..Lights::default() }), expected);
        }
        case(None, 0, Light::Green);
        case(Some(8), 1, Light::Green);
        case(Some(7), 1, Light::Yellow);
        case(Some(0), 0, Light::Yellow);
        case(Some(-1), 0, Light::Blue);
        case(Some(-1), 1, Light::Red);
    }
}
