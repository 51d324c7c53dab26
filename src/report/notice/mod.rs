//! 督办单: whom to chase, for what, how hard, and by when an answer is wanted.

mod demand;

use chrono::NaiveDate;
use serde::Serialize;

use super::facts::{Judged, TaskFacts};
use crate::core::entry::LogEntry;
use crate::core::id::TaskId;
use crate::core::ledger::Ledger;
use crate::core::light::expected_progress;
use crate::core::notice::{Cause, Numbered, Urgency, cause, numbers};
use crate::core::repeat::Obligation;
use crate::core::status::Status;
use crate::core::workday::UnknownYear;

/// How many periods a sentence names: a year of months.
const NAMED: usize = 12;

/// Which tasks are to be chased; what is empty asks for nothing.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// These and no others, whatever their light.
    pub ids: Vec<TaskId>,
    /// 牵头单位
    pub lead: Option<String>,
    /// 责任人
    pub owner: Option<String>,
    /// Any of these colours.
    pub urgency: Vec<Urgency>,
    /// How many days before its deadline a task is 临期.
    pub within: i64,
}

/// The notices of one day.
#[derive(Debug, Clone)]
pub struct Notices<'a> {
    /// One a task: by lead office in the settings' order, the most pressing first.
    pub slips: Vec<Slip<'a>>,
    /// 督办单位
    pub issuer: &'a str,
    /// The day by which offices answer.
    pub reply_by: NaiveDate,
    /// The first year whose holidays had to be guessed at for the working days.
    pub guessed_year: Option<UnknownYear>,
}

/// One notice (督办单).
#[derive(Debug, Clone)]
pub struct Slip<'a> {
    /// The task.
    pub judged: Judged<'a>,
    /// Why it is chased.
    pub cause: Cause,
    /// Its number, and the how manieth it is.
    pub numbered: Numbered,
    /// The day by which an answer is wanted.
    pub reply_by: NaiveDate,
    /// Working days past the deadline: from the day after it up to today.
    pub working_days_overdue: Option<usize>,
    /// 序时进度, where the task is behind it.
    pub expected: Option<f64>,
    /// The periods of a recurring task that are short and past, or due next.
    pub owed: Vec<Obligation>,
    /// The last thing anybody said about it.
    pub latest: Option<&'a LogEntry>,
}

/// The notices for what `wanted` asks of `shown`. They are numbered as those of the `whole` ledger, of which `shown` may be
/// the public edition: a notice has one number, whoever looks at it.
pub fn notices<'a>(shown: &'a Ledger, whole: &Ledger, wanted: &Wanted, today: NaiveDate) -> Notices<'a> {
    let all = chosen(whole, wanted, today);
    let given = numbers(whole, all.iter().map(|(judged, _)| judged.task), today);
    let given: Vec<(TaskId, Numbered)> = all.iter().map(|(judged, _)| judged.task.id).zip(given).collect();
    let holidays = &shown.settings.holidays;
    let chasing = &shown.settings.notice;
    let reply_by = holidays.add_workdays(today, chasing.reply_days);
    let numbered = |id| given.iter().find(|(known, _)| *known == id).map(|(_, numbered)| numbered.clone());
    let slips: Vec<Slip<'_>> = chosen(shown, wanted, today)
        .into_iter()
        .filter_map(|(judged, cause)| {
            let numbered = numbered(judged.task.id)?;
            Some(slip(judged, cause, numbered, shown, reply_by, today))
        })
        .collect();
    let late = slips.iter().filter(|slip| slip.judged.standing.is_overdue());
    let since = late.filter_map(|slip| slip.judged.standing.deadline.date).min().unwrap_or(today);
    let issuer = chasing.issuer.as_deref().into_iter().chain([shown.settings.unit.as_str()]);
    Notices {
        issuer: issuer.map(str::trim).find(|name| !name.is_empty()).unwrap_or(&shown.settings.name),
        guessed_year: holidays.first_unknown_year(since, reply_by).filter(|_| !slips.is_empty()),
        slips,
        reply_by,
    }
}

/// What is chased and why, office by office.
fn chosen<'a>(ledger: &'a Ledger, wanted: &Wanted, today: NaiveDate) -> Vec<(Judged<'a>, Cause)> {
    let settings = &ledger.settings;
    let same = |wanted: &Option<String>, value: &Option<String>| wanted.is_none() || wanted == value;
    let why = |judged: &Judged<'_>| {
        let cause = cause(judged.task, &judged.standing, settings, today, wanted.within);
        if wanted.ids.is_empty() {
            return cause;
        }
        wanted.ids.contains(&judged.task.id).then(|| cause.unwrap_or(Cause::Asked))
    };
    let mut chosen: Vec<(Judged<'_>, Cause)> = Judged::all(ledger, today)
        .into_iter()
        .filter_map(|judged| why(&judged).map(|cause| (judged, cause)))
        .filter(|(judged, cause)| {
            same(&wanted.lead, &judged.task.lead)
                && same(&wanted.owner, &judged.task.owner)
                && (wanted.urgency.is_empty() || wanted.urgency.contains(&cause.urgency()))
        })
        .collect();
    let place = |name: Option<&str>| match name {
        None => (usize::MAX, String::new()),
        Some(name) => {
            let at = settings.offices.iter().position(|office| office.name == name);
            (at.unwrap_or(settings.offices.len()), name.to_owned())
        }
    };
    chosen.sort_by_cached_key(|(judged, cause)| {
        let deadline = judged.standing.deadline.date.unwrap_or(NaiveDate::MAX);
        (place(judged.task.lead.as_deref()), cause.urgency(), deadline, judged.task.id)
    });
    chosen
}

fn slip<'a>(
    judged: Judged<'a>,
    cause: Cause,
    numbered: Numbered,
    ledger: &Ledger,
    reply_by: NaiveDate,
    today: NaiveDate,
) -> Slip<'a> {
    let Judged { task, standing } = &judged;
    let deadline = standing.deadline.date;
    let working_days_overdue = deadline
        .filter(|_| standing.is_overdue())
        .map(|deadline| ledger.settings.holidays.workdays_after(deadline, today));
    let phase = ledger.settings.phase(task.phase.as_deref());
    let expected = task
        .start
        .or(phase.and_then(|phase| phase.start))
        .zip(deadline)
        .filter(|_| cause == Cause::Behind)
        .map(|(start, deadline)| expected_progress(start, deadline, today));
    Slip {
        cause,
        numbered,
        reply_by,
        working_days_overdue,
        expected,
        owed: owed(&judged, today),
        latest: task.latest(today),
        judged,
    }
}

/// Every period that is past and short; where none is, the one that is due next.
fn owed(judged: &Judged<'_>, today: NaiveDate) -> Vec<Obligation> {
    let Some(schedule) = &judged.standing.schedule else { return Vec::new() };
    let missed: Vec<Obligation> =
        schedule.periods.iter().filter(|owed| owed.is_missed(today)).cloned().collect();
    if missed.is_empty() {
        schedule.in_force().filter(|owed| owed.is_short()).cloned().into_iter().collect()
    } else {
        missed
    }
}

impl Slip<'_> {
    /// Whether the task has come to a stop, whatever else is wrong with it.
    pub fn is_blocked(&self) -> bool {
        self.judged.task.status == Status::Blocked
    }

    /// The periods owed that a sentence names, and how many there are where those are not all.
    pub fn named(&self) -> (&[Obligation], Option<usize>) {
        let all = self.owed.len();
        (&self.owed[..all.min(NAMED)], (all > NAMED).then_some(all))
    }

    /// What is required and by when (督办要求), as an office writes it.
    pub fn required(&self) -> String {
        demand::demand(self)
    }

    /// The same, as machines read it; `recording` where it is being recorded as it is drawn.
    pub fn facts(&self, recording: bool) -> SlipFacts<'_> {
        SlipFacts {
            number: &self.numbered.number,
            recorded: recording || self.numbered.recorded,
            urgency: self.cause.urgency(),
            cause: self.cause,
            office: self.judged.task.lead.as_deref(),
            times: self.numbered.times,
            reply_by: self.reply_by,
            required: self.required(),
            working_days_overdue: self.working_days_overdue,
            task: self.judged.facts(),
        }
    }
}

/// The JSON of one notice.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "named as on Slip")]
pub struct SlipFacts<'a> {
    pub number: &'a str,
    pub recorded: bool,
    pub urgency: Urgency,
    pub cause: Cause,
    pub office: Option<&'a str>,
    pub times: usize,
    pub reply_by: NaiveDate,
    pub required: String,
    pub working_days_overdue: Option<usize>,
    #[serde(flatten)]
    pub task: TaskFacts<'a>,
}
