//! 登记一个流程: a task over several steps, laid out from a template.

use std::fmt;

use chrono::NaiveDate;

use super::add::{registered, remark_on_deadline};
use super::assign::{Assigned, Assignment, Target, assign};
use crate::core::change::{Change, Op};
use crate::core::field::Field;
use crate::core::id::TaskId;
use crate::core::problem::Problem;
use crate::core::refusal::Refusal;
use crate::core::repeat::SpanError;
use crate::core::settings::Settings;
use crate::core::task::Task;
use crate::core::template::{Part, SHARED, Said, Template};
use crate::core::workday::UnknownYear;

/// What goes through a process.
#[derive(Debug, Clone, Copy)]
pub struct Process<'a> {
    /// The process.
    pub template: &'a Template,
    /// What stands in the place of `{name}`.
    pub name: &'a str,
    /// The day on which it begins.
    pub start: NaiveDate,
}

/// A process as it would be registered.
#[derive(Debug, Clone)]
pub struct Undertaking {
    /// All of it, as one change.
    pub change: Change,
    /// The task over the steps, then the steps.
    pub tasks: Vec<Task>,
}

/// What is worth saying before the process is registered once more: a task of that name is there already, and open.
pub fn remark_on_namesake(whole: &Task, tasks: &[Task]) -> Option<String> {
    let known = tasks.iter().find(|task| task.title == whole.title && !task.status.is_closed())?;
    Some(format!(
        "台账里已有同名的 {}（{}）；如果是同一个项目，请用 ledger undo 撤销这次登记",
        known.id,
        known.status.label()
    ))
}

/// Why a process cannot be registered: its template says something that cannot be, or the request does.
#[derive(Debug, Clone, PartialEq)]
pub enum Unfit {
    /// The template, at this place.
    Template(Problem),
    /// What was asked for.
    Request(Refusal),
}

impl std::error::Error for Unfit {}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Template(problem) => problem.fmt(f),
            Self::Request(refusal) => refusal.fmt(f),
        }
    }
}

/// Registers the process under `first` and the numbers behind it, which have to be free. What was typed goes before what
/// the template says: of who does it and where it belongs, for all of it; of anything else, for the task over the steps.
pub fn register(
    first: TaskId,
    settings: &Settings,
    today: NaiveDate,
    process: Process<'_>,
    typed: &[Assignment],
) -> Result<Undertaking, Unfit> {
    let Process { template, name, start } = process;
    let laid_out = template.lay_out(name, start, &settings.holidays).map_err(Unfit::Template)?;
    let mut registered = Undertaking {
        change: Change::of_many(Op::Add, String::new(), Vec::new()),
        tasks: Vec::with_capacity(laid_out.parts.len()),
    };
    registered.change.remarks.extend(laid_out.guessed.map(UnknownYear::remark));
    for (part, number) in laid_out.parts.iter().zip(first.number..) {
        let id = TaskId { number, ..first };
        let is_step = id != first;
        let mut given: Vec<Assignment> =
            typed.iter().filter(|given| !is_step || is_shared(given.target)).cloned().collect();
        if is_step {
            given.push(Assignment::new(Target::Field(Field::Parent), first.to_string()));
        }
        let blank = Task { id, ..Task::default() };
        let assigned = read(template, part, &blank, settings, today, &given)?;
        registered.take(id, assigned, settings, today);
    }
    registered.remark_on_the_whole();
    let steps = registered.tasks.len().saturating_sub(1);
    let named = registered.tasks.first().map(Task::named).unwrap_or_default();
    registered.change.sentence = format!("登记 {named}（{}，{steps} 项）", template.name);
    Ok(registered)
}

impl Undertaking {
    /// The task over the steps may have been given less time than they take.
    fn remark_on_the_whole(&mut self) {
        let Some((whole, steps)) = self.tasks.split_first() else { return };
        let last = steps.iter().filter_map(|step| step.due).max();
        if let (Some(due), Some(last)) = (whole.due, last)
            && due < last
        {
            let remark = format!("{} 时限 {due} 早于最后一步的时限 {last}；请核对", whole.id);
            self.change.remarks.push(remark);
        }
    }

    fn take(&mut self, id: TaskId, assigned: Assigned, settings: &Settings, today: NaiveDate) {
        let Assigned { task, set, remarks } = assigned;
        let deadline = remark_on_deadline(&task, settings, today);
        let remarks = remarks.into_iter().chain(deadline.into_iter().map(|remark| format!("{id} {remark}")));
        for remark in remarks {
            // Nobody needs to hear seven times of an office that is not registered.
            if !self.change.remarks.contains(&remark) {
                self.change.remarks.push(remark);
            }
        }
        self.change.edits.push(registered(id, set));
        self.tasks.push(task);
    }
}

fn is_shared(target: Target) -> bool {
    matches!(target, Target::Field(field) if SHARED.contains(&field))
}

/// A part of the process as a task.
fn read(
    template: &Template,
    part: &Part,
    blank: &Task,
    settings: &Settings,
    today: NaiveDate,
    given: &[Assignment],
) -> Result<Assigned, Unfit> {
    let kept: Vec<&Said> = part.said.iter().filter(|said| !is_typed_over(said.field, given)).collect();
    let joined = |field| given.iter().find(|given| given.target == Target::Field(field));
    let mut assignments: Vec<Assignment> = kept
        .iter()
        .map(|said| match joined(said.field) {
            Some(more) => Assignment { typed: format!("{}、{}", said.text, more.typed), ..more.clone() },
            None => Assignment::new(Target::Field(said.field), said.text.as_str()),
        })
        .collect();
    // The wording of a deadline is taken away with it, and so comes behind.
    assignments.sort_by_key(|assignment| assignment.target == Target::Field(Field::DueText));
    let said_too = |given: &Assignment| kept.iter().any(|said| given.target == Target::Field(said.field));
    assignments.extend(given.iter().filter(|given| !said_too(given)).cloned());
    match assign(blank, settings, today, &assignments) {
        Ok(assigned) if assigned.task.title.is_empty() => Err(Unfit::Request(Refusal::NoTitle)),
        Ok(assigned) => Ok(assigned),
        Err(Refusal::Span { error }) => Err(match part.get(Field::Repeat) {
            Some(said) => Unfit::Template(template.problem(said, span_wording(error))),
            None => Unfit::Request(Refusal::Span { error }),
        }),
        // Whose fault it is shows when each is read alone.
        Err(refused) => {
            let is_refused = |said: &&&Said| {
                let alone = [Assignment::new(Target::Field(said.field), said.text.as_str())];
                let read = assign(blank, settings, today, &alone);
                read.is_err_and(|error| !matches!(error, Refusal::Span { .. }))
            };
            Err(match kept.iter().find(is_refused) {
                Some(said) => Unfit::Template(template.problem(said, refused.to_string())),
                None => Unfit::Request(refused),
            })
        }
    }
}

/// Whether what a template says of a field gives way to what was typed. Tags are added to, and a day that was typed brings its
/// own wording, or none.
fn is_typed_over(field: Field, given: &[Assignment]) -> bool {
    let typed = |field| given.iter().any(|given| given.target == Target::Field(field));
    field != Field::Tags && typed(field) || field == Field::DueText && typed(Field::Due)
}

/// Why a duty's span cannot be told, in the words of whoever writes a template.
fn span_wording(error: SpanError) -> String {
    match error {
        SpanError::NoEnd => {
            "写了频次（repeat），却不知到何时为止；请写上 due，如 due = \"上一步+12个月\"".to_owned()
        }
        other => other.to_string(),
    }
}
