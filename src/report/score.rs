//! 督查考评: the offices' scores, and how each came about.

use std::cmp::Ordering;

use chrono::NaiveDate;
use serde::Serialize;

use super::audit::Standards;
use crate::core::entry::LogEntry;
use crate::core::id::TaskId;
use crate::core::ledger::Ledger;
use crate::core::score::{Fault, Grade, Quota, Span, Verdict, judge};
use crate::core::task::Task;

/// The offices scored.
#[derive(Debug, Clone)]
pub struct Score<'a> {
    /// The days assessed.
    pub span: Span,
    /// How often what judges was changed in them; none where the history cannot tell.
    pub standards: Option<Standards>,
    /// The offices that lead anything: by rank, those without a score behind them, tasks without a lead office last.
    pub offices: Vec<Scored<'a>>,
}

/// One office's score.
#[derive(Debug, Clone)]
pub struct Scored<'a> {
    /// 牵头单位; none for tasks that name none, which nobody is scored for.
    pub office: Option<&'a str>,
    /// Its tasks, cancelled ones left out, in the order of their ids.
    pub tasks: Vec<(&'a Task, Verdict)>,
    /// 名次; offices with the same score share one.
    pub rank: Option<usize>,
}

/// Scores every office that leads a task.
pub fn score(ledger: &Ledger, span: Span, standards: Option<Standards>) -> Score<'_> {
    let judged: Vec<(&Task, Verdict)> =
        ledger.tasks.iter().filter_map(|task| Some((task, judge(task, &ledger.settings, span)?))).collect();
    let led_by = |name: Option<&str>| {
        judged.iter().filter(|(task, _)| task.lead.as_deref() == name).cloned().collect::<Vec<_>>()
    };
    let names = ledger.offices().into_iter().map(Some).chain([None]);
    let mut offices: Vec<Scored<'_>> = names
        .map(|office| Scored { office, tasks: led_by(office), rank: None })
        .filter(|scored| !scored.tasks.is_empty())
        .collect();
    // A stable sort: offices with the same score stay in the settings' order.
    offices.sort_by(|a, b| {
        let nameless = a.office.is_none().cmp(&b.office.is_none());
        nameless.then_with(|| match (a.score(), b.score()) {
            (Some(a), Some(b)) => b.total_cmp(&a),
            (a, b) => b.is_some().cmp(&a.is_some()),
        })
    });
    let scores: Vec<Option<f64>> = offices.iter().map(Scored::score).collect();
    for (at, scored) in offices.iter_mut().enumerate() {
        let better = |other: &&Option<f64>| match (other, scores[at]) {
            (Some(other), Some(own)) => other.total_cmp(&own) == Ordering::Greater,
            _ => false,
        };
        scored.rank = scores[at].map(|_| scores.iter().filter(better).count() + 1);
    }
    Score { span, standards, offices }
}

impl Scored<'_> {
    /// How many of its tasks came to this.
    pub fn count(&self, grade: Grade) -> usize {
        self.tasks.iter().filter(|(_, verdict)| verdict.grade == grade).count()
    }

    /// How many tasks are not assessed.
    pub fn unassessed(&self) -> usize {
        self.tasks.iter().filter(|(_, verdict)| verdict.share.is_none()).count()
    }

    /// The weight of what is assessed (应评分值).
    pub fn assessed(&self) -> f64 {
        self.tasks
            .iter()
            .filter(|(_, verdict)| verdict.share.is_some())
            .map(|(_, verdict)| verdict.weight)
            .sum()
    }

    /// The weight of all its tasks.
    pub fn weight(&self) -> f64 {
        self.tasks.iter().map(|(_, verdict)| verdict.weight).sum()
    }

    /// What of that it earned (实得分值).
    pub fn earned(&self) -> f64 {
        self.tasks.iter().filter_map(|(_, verdict)| verdict.earned()).sum()
    }

    /// How often points could be taken off for this.
    pub fn faults(&self, cause: Fault) -> usize {
        self.deductions().filter(|(_, fault)| fault.cause == cause).count()
    }

    /// 扣分
    pub fn deducted(&self) -> f64 {
        self.deductions().map(|(_, fault)| fault.points).sum()
    }

    /// Every entry that points may be taken off for, with its task.
    pub fn deductions(&self) -> impl Iterator<Item = (&Task, &crate::core::score::Deduction)> {
        self.tasks
            .iter()
            .flat_map(|(task, verdict)| verdict.deductions.iter().map(move |fault| (*task, fault)))
    }

    /// What its recurring duties owed and met.
    pub fn quota(&self) -> Quota {
        let quotas = self.tasks.iter().filter_map(|(_, verdict)| verdict.quota);
        quotas.fold(Quota::default(), |sum, quota| Quota {
            owed: sum.owed.saturating_add(quota.owed),
            on_time: sum.on_time.saturating_add(quota.on_time),
            late: sum.late.saturating_add(quota.late),
        })
    }

    /// 得分: 100 × earned ÷ assessed, less what is taken off, not below 0, to one decimal; none where nothing is assessed.
    pub fn score(&self) -> Option<f64> {
        let assessed = self.assessed();
        let scored = self.office.is_some() && assessed > 0.0;
        let score = 100.0 * self.earned() / assessed - self.deducted();
        scored.then(|| one_decimal(score.max(0.0)))
    }

    /// The same, as machines read it.
    pub fn facts(&self) -> ScoreFacts<'_> {
        let quota = self.quota();
        ScoreFacts {
            office: self.office,
            assigned: self.tasks.len(),
            done: self.tasks.iter().filter(|(_, verdict)| verdict.finished.is_some()).count(),
            on_time: self.count(Grade::OnTime),
            late: self.count(Grade::Late),
            overdue: self.count(Grade::Overdue),
            running: self.count(Grade::Running),
            unassessed: self.unassessed(),
            owed: quota.owed,
            met: quota.met(),
            extended: self.faults(Fault::Extended) + self.faults(Fault::LateExtension),
            late_extensions: self.faults(Fault::LateExtension),
            returned: self.faults(Fault::Returned),
            weight: hundredths(self.weight()),
            assessed: hundredths(self.assessed()),
            earned: hundredths(self.earned()),
            deducted: hundredths(self.deducted()),
            score: self.score(),
            rank: self.rank,
        }
    }

    /// The same with every task and every entry that points were taken off for.
    pub fn explained(&self) -> ExplainedFacts<'_> {
        ExplainedFacts {
            office: self.facts(),
            tasks: self
                .tasks
                .iter()
                .map(|(task, verdict)| TaskScore {
                    id: task.id,
                    title: &task.title,
                    weight: verdict.weight,
                    deadline: verdict.deadline,
                    done_on: verdict.finished,
                    result: verdict.grade,
                    quota: verdict.quota,
                    share: verdict.share.map(hundredths),
                    points: verdict.earned().map(hundredths),
                })
                .collect(),
            deductions: self
                .deductions()
                .map(|(task, fault)| DeductionFacts {
                    id: task.id,
                    reason: fault.cause,
                    points: fault.points,
                    entry: &fault.entry,
                })
                .collect(),
        }
    }
}

fn one_decimal(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

/// The sum of nothing is minus nothing, which no machine should read.
fn hundredths(number: f64) -> f64 {
    (number * 100.0).round() / 100.0 + 0.0
}

/// The JSON of one office.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "named as on Scored; counts are of tasks, owed and met of occurrences")]
pub struct ScoreFacts<'a> {
    pub office: Option<&'a str>,
    pub assigned: usize,
    pub done: usize,
    pub on_time: usize,
    pub late: usize,
    pub overdue: usize,
    pub running: usize,
    pub unassessed: usize,
    pub owed: u32,
    pub met: u32,
    pub extended: usize,
    pub late_extensions: usize,
    pub returned: usize,
    pub weight: f64,
    pub assessed: f64,
    pub earned: f64,
    pub deducted: f64,
    pub score: Option<f64>,
    pub rank: Option<usize>,
}

/// The JSON of one office, explained.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "named as on Scored")]
pub struct ExplainedFacts<'a> {
    #[serde(flatten)]
    pub office: ScoreFacts<'a>,
    pub tasks: Vec<TaskScore<'a>>,
    pub deductions: Vec<DeductionFacts<'a>>,
}

/// The JSON of one task's part in a score.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "named as on Verdict")]
pub struct TaskScore<'a> {
    pub id: TaskId,
    pub title: &'a str,
    pub weight: f64,
    pub deadline: Option<NaiveDate>,
    pub done_on: Option<NaiveDate>,
    pub result: Grade,
    pub quota: Option<Quota>,
    pub share: Option<f64>,
    pub points: Option<f64>,
}

/// The JSON of points taken off.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "named as on Deduction")]
pub struct DeductionFacts<'a> {
    pub id: TaskId,
    pub reason: Fault,
    pub points: f64,
    pub entry: &'a LogEntry,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::entry::EntryKind;
    use crate::core::lifecycle::Verb;
    use crate::core::status::Status;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// A task due on 31 May 2026: finished in time, late, or not at all.
    fn task(lead: Option<&str>, weight: f64, done_on: Option<&str>) -> Task {
        Task {
            lead: lead.map(Into::into),
            weight: Some(weight),
            due: Some(day("2026-05-31")),
            status: if done_on.is_some() { Status::Done } else { Status::Doing },
            done_on: done_on.map(day),
            ..Task::default()
        }
    }

    #[track_caller]
    fn case(tasks: Vec<Task>, expected: &[(Option<&str>, Option<f64>, Option<usize>)]) {
        let ledger = Ledger { tasks, ..Ledger::default() };
        let span = Span { from: day("2026-01-01"), to: day("2026-06-30") };
        let scored = score(&ledger, span, Some(Standards::default()));
        let got: Vec<_> =
            scored.offices.iter().map(|scored| (scored.office, scored.score(), scored.rank)).collect();
        assert_eq!(got, expected);
    }

    #[test]
    fn offices_are_ranked_by_score_and_share_a_rank() {
        let (on_time, late) = (Some("2026-05-30"), Some("2026-06-01"));
        case(
            vec![
                task(None, 1.0, on_time),
                task(Some("甲"), 1.0, late),
                task(Some("乙"), 1.0, on_time),
                task(Some("丙"), 2.0, late),
                task(Some("丁"), 1.0, None),
                Task { due: None, ..task(Some("戊"), 1.0, None) },
            ],
            &[
                (Some("乙"), Some(100.0), Some(1)),
                (Some("甲"), Some(60.0), Some(2)),
                (Some("丙"), Some(60.0), Some(2)),
                (Some("丁"), Some(0.0), Some(4)),
                (Some("戊"), None, None),
                (None, None, None),
            ],
        );
    }

    #[test]
    fn weights_tell_and_points_come_off_down_to_nothing() {
        let on_time = Some("2026-05-30");
        case(
            vec![task(Some("甲"), 5.0, on_time), task(Some("甲"), 1.0, None)],
            &[(Some("甲"), Some(83.3), Some(1))],
        );
        let returned = |count| Task {
            log: vec![LogEntry::new(day("2026-05-20"), "王敏", EntryKind::Verb(Verb::Return)); count],
            ..task(Some("甲"), 1.0, on_time)
        };
        case(vec![returned(1)], &[(Some("甲"), Some(98.0), Some(1))]);
        case(vec![returned(51)], &[(Some("甲"), Some(0.0), Some(1))]);
        // Nothing assessed weighs nothing.
        case(vec![task(Some("甲"), 0.0, on_time)], &[(Some("甲"), None, None)]);
    }
}
