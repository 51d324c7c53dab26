//! 延期 of a whole phase: its end is moved, and with it the deadline of every task that has it from there.

use chrono::NaiveDate;

use crate::core::change::{Addition, Change, Op};
use crate::core::deadline::Source;
use crate::core::evaluation::Standing;
use crate::core::field::Field;
use crate::core::ledger::Ledger;
use crate::core::lifecycle::Verb;
use crate::core::nearest::nearest;
use crate::core::phase::PhaseExtension;
use crate::core::refusal::Refusal;
use crate::core::settings::Settings;

use super::extend::{approver, late};

/// What was approved for a phase.
#[derive(Debug, Clone)]
pub struct PhaseRequest<'a> {
    /// The phase, by its name.
    pub phase: &'a str,
    /// The new end.
    pub to: NaiveDate,
    /// 延期原因
    pub reason: &'a str,
    /// 批准人
    pub approved_by: &'a str,
    /// 批准日, where it is known.
    pub approved_on: Option<NaiveDate>,
}

/// Moves the end of a phase to a later day; the one it had stays on record. `by` records it on `today`.
pub fn extend_phase(
    ledger: &Ledger,
    request: &PhaseRequest<'_>,
    by: &str,
    today: NaiveDate,
) -> Result<Change, Refusal> {
    let settings = &ledger.settings;
    let reason = Verb::Extend.text(Some(request.reason))?;
    let approved_by = approver(request.approved_by, request.approved_on, today)?;
    let name = request.phase.trim();
    let phase = settings.phase(Some(name)).ok_or_else(|| unknown(name, settings))?;
    let from = phase.end.ok_or_else(|| Refusal::PhaseWithoutEnd { phase: name.to_owned() })?;
    let to = request.to;
    if to <= from {
        return Err(Refusal::NotLater { to, deadline: from });
    }
    let sentence = format!("{} 阶段“{name}”：{from} → {to}（批准人：{approved_by}）", Verb::Extend.label());
    let extension = PhaseExtension {
        date: today,
        by: Some(by.to_owned()),
        from,
        to,
        approved_by: Some(approved_by),
        approved_on: request.approved_on,
        reason,
    };
    let mut change = Change::of_many(Op::Verb(Verb::Extend), sentence, Vec::new());
    let follows = |task: &&_| {
        let deadline = Standing::on(task, settings, today).deadline;
        task.phase.as_deref() == Some(name)
            && !task.status.is_finished()
            && deadline.source == Some(Source::Phase)
    };
    let count = ledger.tasks.iter().filter(follows).count();
    change.remarks.push(format!("按这个阶段的截止日办理、还没有办结的有 {count} 项，时限随之推迟"));
    change.remarks.extend(late(extension.approved_day(), from, request.approved_on));
    let next = settings.phases.iter().skip_while(|phase| phase.name != name).nth(1);
    if let Some((next, start)) = next.and_then(|next| Some((next, next.start?)))
        && start <= to
    {
        change.remarks.push(format!("阶段“{}”{start} 开始，不晚于新的截止日 {to}；请核对", next.name));
    }
    change.additions.push(Addition::Extension { phase: name.to_owned(), extension });
    Ok(change)
}

fn unknown(name: &str, settings: &Settings) -> Refusal {
    let known: Vec<String> = settings.phases.iter().map(|phase| phase.name.clone()).collect();
    Refusal::NotInSettings {
        field: Field::Phase,
        typed: name.to_owned(),
        nearest: nearest(name, known.iter().map(String::as_str)).map(ToOwned::to_owned),
        known,
    }
}
