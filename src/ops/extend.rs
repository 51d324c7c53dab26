//! 延期: the only sanctioned way to move a deadline. The original one stays on record.

use chrono::NaiveDate;

use crate::core::change::Change;
use crate::core::entry::LogEntry;
use crate::core::evaluation::Standing;
use crate::core::lifecycle::Verb;
use crate::core::refusal::Refusal;
use crate::core::repeat::Obligation;

use super::Step;

/// What was approved.
#[derive(Debug, Clone)]
pub struct Request {
    /// The new deadline.
    pub to: NaiveDate,
    /// 延期原因
    pub reason: String,
    /// 批准人
    pub approved_by: String,
    /// 批准日, where it is known.
    pub approved_on: Option<NaiveDate>,
    /// Which period of a recurring task; else the one in force.
    pub period: Option<String>,
}

/// Moves the deadline to a later day. `due` itself is left as it was.
pub fn extend(step: &Step<'_>, request: &Request) -> Result<Change, Refusal> {
    Verb::Extend.admit(step.task)?;
    let reason = Verb::Extend.text(Some(&request.reason))?;
    let approved_by = approver(&request.approved_by, request.approved_on, step.today)?;
    let standing = Standing::on(step.task, step.settings, step.today);
    let owed = obligation(step, &standing, request.period.as_deref())?;
    let from = owed.map(|owed| owed.due).or(standing.deadline.date);
    let from = from.ok_or(Refusal::NoDeadlineToMove { long_term: step.task.long_term })?;
    let to = request.to;
    if to <= from {
        return Err(Refusal::NotLater { to, deadline: from });
    }
    let period = owed.map(|owed| owed.period);
    let entry = LogEntry {
        period: period.map(|period| period.to_string()),
        from: Some(from),
        to: Some(to),
        approved_by: Some(approved_by.clone()),
        approved_on: request.approved_on,
        ..step.entry(Verb::Extend).saying(reason)
    };
    let of_period = period.map(|period| format!("（{}）", period.label())).unwrap_or_default();
    let tail = format!("{of_period}：{from} → {to}（批准人：{approved_by}）");
    let late = late(entry.approved_day(), from, request.approved_on);
    let mut change = step.told(Verb::Extend, &tail, Vec::new(), entry);
    change.remarks.extend(late);
    Ok(change)
}

/// 批准人, who has to be named; the day of the approval may not be still to come.
pub(super) fn approver(
    typed: &str,
    approved_on: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<String, Refusal> {
    let approved_by = typed.trim();
    if approved_by.is_empty() {
        return Err(Refusal::NoApprover);
    }
    match approved_on.filter(|on| *on > today) {
        Some(on) => Err(Refusal::ApprovedInTheFuture { on, today }),
        None => Ok(approved_by.to_owned()),
    }
}

/// What is said of an extension approved when the deadline had passed; `stated`: the day of the approval, where it was typed.
pub(super) fn late(approved: NaiveDate, from: NaiveDate, stated: Option<NaiveDate>) -> Option<String> {
    let asks = if stated.is_none() { "；早已批准的，请加 --approved-on 批准日" } else { "" };
    (approved > from).then(|| format!("原时限 {from} 已过，这是逾期后延期，考核时仍按逾期计{asks}"))
}

fn obligation<'a>(
    step: &Step<'_>,
    standing: &'a Standing,
    typed: Option<&str>,
) -> Result<Option<&'a Obligation>, Refusal> {
    if let Some(error) = standing.span_error {
        return Err(Refusal::Span { error });
    }
    let (Some(schedule), Some(repeat)) = (&standing.schedule, &step.task.repeat) else {
        return match typed {
            Some(_) => Err(Refusal::NotRecurring { task: step.task.named() }),
            None => Ok(None),
        };
    };
    let Some(typed) = typed else { return Ok(schedule.in_force()) };
    let found = step.typed_period(typed, repeat.every).and_then(|period| schedule.find(period));
    found.map(Some).ok_or_else(|| Refusal::BadPeriod {
        typed: typed.to_owned(),
        example: schedule.in_force().map(|owed| owed.period),
    })
}
