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
use crate::core::template::{Part, SHARED, Template};

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
pub struct Registered {
    /// All of it, as one change.
    pub change: Change,
    /// The task over the steps, then the steps.
    pub tasks: Vec<Task>,
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
) -> Result<Registered, Unfit> {
    let Process { template, name, start } = process;
    let laid_out = template.lay_out(name, start, &settings.holidays).map_err(Unfit::Template)?;
    let mut registered = Registered {
        change: Change::of_many(Op::Add, String::new(), Vec::new()),
        tasks: Vec::with_capacity(laid_out.parts.len()),
    };
    registered.change.remarks.extend(laid_out.guessed.map(|year| year.remark()));
    for (part, number) in laid_out.parts.iter().zip(first.number..) {
        let id = TaskId { number, ..first };
        let is_step = id != first;
        let mut given: Vec<Assignment> =
            typed.iter().filter(|given| !is_step || is_shared(given.target)).cloned().collect();
        if is_step {
            given.push(Assignment::new(Target::Field(Field::Parent), first.to_string()));
        }
        let assigned = read(template, part, id, settings, today, &given)?;
        registered.take(id, assigned, settings, today);
    }
    registered.remark_on_the_whole();
    let steps = registered.tasks.len().saturating_sub(1);
    let named = registered.tasks.first().map(Task::named).unwrap_or_default();
    registered.change.sentence = format!("登记 {named}（{}，{steps} 项）", template.name);
    Ok(registered)
}

impl Registered {
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
    id: TaskId,
    settings: &Settings,
    today: NaiveDate,
    given: &[Assignment],
) -> Result<Assigned, Unfit> {
    let blank = Task { id, ..Task::default() };
    let typed = |field| given.iter().find(|given| given.target == Target::Field(field));
    let mut assignments: Vec<Assignment> = Vec::new();
    let mut from_template = Vec::new();
    for said in &part.said {
        let text = match (said.field, typed(said.field)) {
            // Tags are added to, anything else is typed over.
            (Field::Tags, Some(more)) => format!("{}、{}", said.text, more.typed),
            (_, Some(_)) => continue,
            (_, None) => said.text.clone(),
        };
        // A day that was typed brings its own wording, or none.
        if said.field == Field::DueText && typed(Field::Due).is_some() {
            continue;
        }
        from_template.push(said);
        assignments.push(Assignment::new(Target::Field(said.field), text));
    }
    // The wording of a deadline is taken away with it, and so comes behind.
    assignments.sort_by_key(|assignment| assignment.target == Target::Field(Field::DueText));
    let joined =
        |given: &&Assignment| given.target != Target::Field(Field::Tags) || part.get(Field::Tags).is_none();
    assignments.extend(given.iter().filter(joined).cloned());
    let refused = match assign(&blank, settings, today, &assignments) {
        Ok(assigned) if assigned.task.title.is_empty() => Refusal::NoTitle,
        Ok(assigned) => return Ok(assigned),
        Err(refused) => refused,
    };
    // Whose fault it is shows when each is read alone.
    let culprit = from_template.into_iter().find(|said| match &refused {
        Refusal::Span { .. } => said.field == Field::Repeat,
        _ => {
            let alone = [Assignment::new(Target::Field(said.field), said.text.clone())];
            matches!(assign(&blank, settings, today, &alone), Err(error) if !matches!(error, Refusal::Span { .. }))
        }
    });
    Err(match culprit {
        Some(said) => Unfit::Template(template.problem(said, wording(&refused))),
        None => Unfit::Request(refused),
    })
}

/// A refusal in the words of whoever writes a template.
fn wording(refused: &Refusal) -> String {
    match refused {
        Refusal::Span { error: SpanError::NoEnd } => {
            "写了频次（repeat），却不知到何时为止；请写上 due，如 due = \"上一步+12个月\"".to_owned()
        }
        other => other.to_string(),
    }
}
