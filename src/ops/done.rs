//! 办结: the work is finished, or one occurrence of a recurring duty is.

use chrono::NaiveDate;

use crate::core::calendar::Period;
use crate::core::change::{Change, Value};
use crate::core::entry::LogEntry;
use crate::core::field::Field;
use crate::core::lifecycle::Verb;
use crate::core::refusal::Refusal;
use crate::core::repeat::Schedule;
use crate::core::status::Status;

use super::{Step, quoted};

/// What the doer says.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The day it was finished; else today.
    pub on: Option<NaiveDate>,
    /// The period an occurrence counts for; else the one that contains the day.
    pub period: Option<String>,
    /// 成果
    pub outcome: Option<String>,
    /// What there is to say.
    pub text: Option<String>,
}

/// Reports the task done. Where `closing.review` asks for it, it then waits for 核销. A recurring task closes only when no
/// period is short any more.
pub fn done(step: &Step<'_>, request: &Request) -> Result<Change, Refusal> {
    Verb::Done.admit(step.task)?;
    let entry = reported(step, request.on, request.text.clone())?;
    let mut change = match schedule(step)? {
        None if request.period.is_some() => {
            return Err(Refusal::NotRecurring { task: step.task.named() });
        }
        None => {
            let tail = entry.text.as_deref().map(quoted).unwrap_or_default();
            close(step, &tail, entry, step.settings.closing.review)?
        }
        Some(schedule) => occurrence(step, &schedule, request, entry)?,
    };
    if let Some(outcome) = request.outcome.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        change.edits[0].set.push((Field::Outcome, Some(Value::Text(outcome.to_owned()))));
    }
    Ok(change)
}

fn schedule(step: &Step<'_>) -> Result<Option<Schedule>, Refusal> {
    let phase = step.settings.phase(step.task.phase.as_deref());
    Schedule::of(step.task, phase).transpose().map_err(|error| Refusal::Span { error })
}

/// The entry of who reports it done, on a day that has come.
pub(super) fn reported(
    step: &Step<'_>,
    on: Option<NaiveDate>,
    text: Option<String>,
) -> Result<LogEntry, Refusal> {
    match on {
        Some(on) if on > step.today => Err(Refusal::InTheFuture { on, today: step.today }),
        _ => Ok(LogEntry { on: on.filter(|on| *on != step.today), ..step.entry(Verb::Done).saying(text) }),
    }
}

/// The whole task is reported done.
pub(super) fn close(step: &Step<'_>, tail: &str, entry: LogEntry, review: bool) -> Result<Change, Refusal> {
    let mut change = step.moved(Verb::Done, tail, entry, review)?;
    if review {
        change.remarks.push("已列为“待核销”，要由他人核销（ledger accept）才算销号".to_owned());
    }
    Ok(change)
}

/// One occurrence: an entry that bears its period, and nothing else unless it was the last one missing.
fn occurrence(
    step: &Step<'_>,
    schedule: &Schedule,
    request: &Request,
    entry: LogEntry,
) -> Result<Change, Refusal> {
    let day = entry.day();
    let period = period(step, schedule, request, day)?;
    let Some(owed) = schedule.find(period) else { return Err(outside(schedule, period)) };
    if period.first_day() > step.today {
        return Err(Refusal::PeriodNotBegun { period, today: step.today });
    }
    let count = owed.met() + 1;
    let entry = LogEntry { period: Some(period.to_string()), ..entry };
    let tail = format!("（{}第{count}次）", period.label());
    let still_short = schedule.periods.iter().any(|other| {
        let met = if other.period == period { count } else { other.met() };
        met < other.times
    });
    let mut change = if still_short {
        step.told(Verb::Done, &tail, Vec::new(), entry)
    } else {
        close(step, &tail, entry, step.settings.closing.review)?
    };
    change.remarks.extend(remarks(schedule, period, count, owed.times));
    if still_short && step.task.status == Status::Todo {
        change.remarks.push("任务还列在“未启动”；要列为推进中，请用 ledger start".to_owned());
    }
    Ok(change)
}

fn period(step: &Step<'_>, schedule: &Schedule, request: &Request, on: NaiveDate) -> Result<Period, Refusal> {
    let Some(repeat) = &step.task.repeat else {
        return Err(Refusal::NotRecurring { task: step.task.named() });
    };
    match &request.period {
        Some(typed) => step.typed_period(typed, repeat.every).ok_or_else(|| Refusal::BadPeriod {
            typed: typed.clone(),
            example: schedule.in_force().map(|owed| owed.period),
        }),
        None => Ok(Period::containing(repeat.every, on)),
    }
}

fn outside(schedule: &Schedule, period: Period) -> Refusal {
    let first = schedule.periods.first().map_or(period, |owed| owed.period);
    let last = schedule.periods.last().map_or(period, |owed| owed.period);
    Refusal::PeriodOutside { period, first, last }
}

fn remarks(schedule: &Schedule, period: Period, count: u32, times: u32) -> Vec<String> {
    let mut remarks = Vec::new();
    if count > times {
        remarks.push(format!("{period} 应办 {times} 次，这是第 {count} 次（超额）"));
    }
    let earlier: Vec<_> =
        schedule.periods.iter().filter(|owed| owed.period < period && owed.is_short()).collect();
    if let [first, .., last] = earlier.as_slice() {
        let missing: u32 = earlier.iter().map(|owed| owed.missing()).sum();
        let (first, last) = (first.period, last.period);
        remarks.push(format!("{first} 至 {last} 共欠 {missing} 次；补记请加 --period {first} 等"));
    } else if let [owed] = earlier.as_slice() {
        remarks.push(format!("{0} 还欠 {1} 次；补记请加 --period {0}", owed.period, owed.missing()));
    }
    remarks
}
