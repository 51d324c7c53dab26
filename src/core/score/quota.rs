//! 频次考核: what a recurring duty owed and met.

use serde::Serialize;

use super::{Grade, Span, judged_deadline};
use crate::core::repeat::Obligation;
use crate::core::settings::Scoring;
use crate::core::task::Task;

/// What a recurring duty owed in the periods due so far (应办), and how that was met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Quota {
    /// 应办次数
    pub owed: u32,
    /// Met before the period fell due.
    pub on_time: u32,
    /// 补办: met later.
    pub late: u32,
}

impl Quota {
    /// 已办次数
    pub fn met(self) -> u32 {
        self.on_time + self.late
    }

    /// 欠办次数
    pub fn missing(self) -> u32 {
        self.owed.saturating_sub(self.met())
    }
}

impl Quota {
    /// Counts a period: all that it owes once its day has passed, on the day itself what is done of it, before that nothing.
    pub(super) fn add(&mut self, owed: &Obligation, task: &Task, span: Span) {
        let key = owed.period.to_string();
        let due = judged_deadline(owed.due_original, task, Some(&key));
        let made_up = owed.done.iter().any(|day| *day > due && span.contains(*day));
        let missing = span.to > due && owed.is_short();
        if due > span.to || !(span.contains(due) || made_up || missing) {
            return;
        }
        let met = owed.done.iter().take(owed.times as usize);
        let (mut on_time, mut late) = (0, 0);
        for day in met {
            *(if *day > due { &mut late } else { &mut on_time }) += 1;
        }
        self.owed += if span.to > due { owed.times } else { on_time + late };
        self.on_time += on_time;
        self.late += late;
    }

    /// What that comes to for the task as a whole.
    pub(super) fn grade(self) -> Grade {
        match self {
            Self { owed: 0, .. } => Grade::NotDue,
            quota if quota.missing() > 0 => Grade::Overdue,
            Self { late: 0, .. } => Grade::OnTime,
            _ => Grade::Late,
        }
    }

    /// The mean over the occurrences owed.
    pub(super) fn share(self, rule: &Scoring) -> Option<f64> {
        let [owed, on_time, late, missing] =
            [self.owed, self.on_time, self.late, self.missing()].map(f64::from);
        let sum = on_time * rule.on_time + late * rule.late + missing * rule.overdue;
        (self.owed > 0).then(|| sum / owed)
    }
}
