//! 立项: what a plan was found to ask for, registered as one change.

mod remarks;
mod span;

use chrono::NaiveDate;

use crate::core::change::{Addition, Change, Edit, Op, Value};
use crate::core::dedupe::{Registered, Step, basis, known, steps, title};
use crate::core::draft::{Draft, DraftTask};
use crate::core::field::Field;
use crate::core::id::TaskId;
use crate::core::ledger::Ledger;
use crate::core::phase::Phase;
use crate::core::settings::{Domain, Settings};
use crate::core::status::Status;
use crate::core::task::Kind;
use crate::core::text::one_line;
use remarks::Remarks;

pub use span::Span;

/// How many characters of a plan's title go into the sentence.
const SENTENCE_TITLE: usize = 40;

/// What is to be registered, and into what.
#[derive(Debug, Clone, Copy)]
pub struct Registering<'a> {
    /// What was found in the plan.
    pub draft: &'a Draft,
    /// The ledger as it is.
    pub ledger: &'a Ledger,
    /// The first free number.
    pub first: TaskId,
    /// The day.
    pub today: NaiveDate,
    /// From when to when a recurring duty is owed whose plan does not say.
    pub span: Span,
}

/// Registers what the ledger has not; none where it has everything.
pub fn draft(request: &Registering<'_>) -> Option<Change> {
    let Registering { draft, ledger, .. } = *request;
    let mut remarks = Remarks::default();
    let additions = additions(draft, &ledger.settings, &mut remarks);
    let settings = enlarged(&ledger.settings, &additions);
    let mut registrar = Registrar { request, settings: &settings, remarks, edits: Vec::new() };
    let mut registered = Registered::of(ledger);
    for task in draft.tasks.iter().filter(|task| !title(task).is_empty()) {
        if registered.has(draft, task) {
            registrar.remarks.registered += 1;
        } else {
            registrar.task(task);
        }
    }
    let Registrar { remarks, edits, .. } = registrar;
    if edits.is_empty() && additions.is_empty() {
        return None;
    }
    let sentence = sentence(draft, &additions, edits.len());
    let remarks = remarks.said(request);
    Some(Change { additions, remarks, ..Change::of_many(Op::Draft, sentence, edits) })
}

/// `立项 清廉机关建设实施方案：登记 34 项，阶段 3 个，重点任务 5 个`
fn sentence(draft: &Draft, additions: &[Addition], tasks: usize) -> String {
    let phases = additions.iter().filter(|addition| matches!(addition, Addition::Phase(_))).count();
    let domains = additions.iter().filter(|addition| matches!(addition, Addition::Domain(_))).count();
    let parts = [(tasks, "登记", "项"), (phases, "阶段", "个"), (domains, "重点任务", "个")];
    let parts: Vec<String> = parts
        .iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, what, unit)| format!("{what} {count} {unit}"))
        .collect();
    let title = one_line(draft.title.as_deref().unwrap_or("方案"), SENTENCE_TITLE);
    format!("立项 {title}：{}", parts.join("，"))
}

/// The phases and fields of work that the settings do not have.
fn additions(draft: &Draft, settings: &Settings, remarks: &mut Remarks) -> Vec<Addition> {
    let mut additions = Vec::new();
    let mut phases: Vec<&str> = settings.phases.iter().map(|phase| phase.name.as_str()).collect();
    for phase in draft.phases.iter().filter(|phase| !phase.name.trim().is_empty()) {
        if let Some(name) = known(&phase.name, phases.iter().copied()) {
            remarks.phase(name, settings.phase(Some(name)), phase);
            continue;
        }
        phases.push(&phase.name);
        let start = phase.start.filter(|start| phase.end.is_none_or(|end| *start <= end));
        additions.push(Addition::Phase(Phase {
            name: phase.name.clone(),
            start,
            end: phase.end,
            ..Phase::default()
        }));
    }
    // A task may speak of a phase or a field that the plan does not head.
    for name in draft.tasks.iter().filter_map(|task| task.phase.as_deref()) {
        if known(name, phases.iter().copied()).is_none() {
            phases.push(name);
            additions.push(Addition::Phase(Phase { name: name.to_owned(), ..Phase::default() }));
        }
    }
    let mut domains: Vec<&str> = settings.domains.iter().map(|domain| domain.name.as_str()).collect();
    let headed = draft.domains.iter().map(|domain| domain.name.as_str());
    for name in headed.chain(draft.tasks.iter().filter_map(|task| task.domain.as_deref())) {
        if !name.trim().is_empty() && known(name, domains.iter().copied()).is_none() {
            domains.push(name);
            additions.push(Addition::Domain(name.to_owned()));
        }
    }
    additions
}

/// The settings as they will be.
fn enlarged(settings: &Settings, additions: &[Addition]) -> Settings {
    let mut settings = settings.clone();
    for addition in additions {
        match addition {
            Addition::Phase(phase) => settings.phases.push(phase.clone()),
            Addition::Domain(name) => {
                settings.domains.push(Domain { name: name.clone() });
            }
            Addition::Extension { .. } | Addition::Column { .. } => {}
        }
    }
    settings
}

/// Somebody who registers one task after the other.
struct Registrar<'a> {
    request: &'a Registering<'a>,
    settings: &'a Settings,
    remarks: Remarks,
    edits: Vec<Edit>,
}

impl Registrar<'_> {
    fn task(&mut self, task: &DraftTask) {
        let id = self.next();
        let mut set = self.common(task);
        set.push((Field::Title, Value::Text(title(task))));
        if task.kind != Kind::Task {
            set.push((Field::Kind, Value::Text(task.kind.key().to_owned())));
        }
        set.extend(text(Field::Content, task.content.as_deref()));
        set.extend(text(Field::Standard, task.standard.as_deref()));
        // A task that goes on for good has no deadline; the days its plan names are milestones on the way.
        let due = task.due.filter(|_| !task.long_term);
        set.extend(due.map(|due| (Field::Due, Value::Date(due))));
        set.extend(text(Field::DueText, task.due_text.as_deref()));
        if task.long_term {
            set.push((Field::LongTerm, Value::Flag(true)));
        }
        set.extend(task.start.map(|start| (Field::Start, Value::Date(start))));
        if let Some(repeat) = &task.repeat {
            let phase = self.phase(task).and_then(|name| self.settings.phase(Some(name)));
            let whole =
                self.request.span.whole(repeat, task, phase, (self.request.today, self.settings.year));
            if whole != *repeat {
                self.remarks.spans.push((title(task), whole.clone()));
            }
            set.push((Field::Repeat, Value::Repeat(whole)));
        }
        set.extend(task.weight.and_then(weight));
        self.remarks.task(task, self.settings, self.request.today);
        self.create(id, set);
        for step in steps(task) {
            self.step(id, task, &step);
        }
    }

    /// A deadline of several, as a task under the one that it belongs to.
    fn step(&mut self, parent: TaskId, task: &DraftTask, step: &Step) {
        let id = self.next();
        let mut set = self.common(task);
        set.push((Field::Title, Value::Text(step.title.clone())));
        set.extend(text(Field::Content, Some(step.content.as_str())));
        set.push((Field::Due, Value::Date(step.due)));
        set.extend(text(Field::DueText, Some(step.due_text.as_str())));
        set.push((Field::Parent, Value::Text(parent.to_string())));
        self.create(id, set);
    }

    /// What a task and its milestones have in common.
    fn common(&self, task: &DraftTask) -> Vec<(Field, Value)> {
        let domains = self.settings.domains.iter().map(|domain| domain.name.as_str());
        let domain = task.domain.as_deref().and_then(|name| known(name, domains));
        let basis = basis(self.request.draft, task);
        let texts = [
            (Field::Domain, domain),
            (Field::Measure, task.measure.as_deref()),
            (Field::Basis, basis.as_deref()),
            (Field::Phase, self.phase(task)),
            (Field::Lead, task.lead.as_deref()),
            (Field::Leader, task.leader.as_deref()),
            (Field::Owner, task.owner.as_deref()),
        ];
        let lists = [(Field::Support, &task.support), (Field::Tags, &task.tags)];
        let lists = lists.into_iter().filter(|(_, names)| !names.is_empty());
        let lists = lists.map(|(field, names)| (field, Value::List(names.clone())));
        texts.into_iter().filter_map(|(field, said)| text(field, said)).chain(lists).collect()
    }

    fn phase(&self, task: &DraftTask) -> Option<&str> {
        known(task.phase.as_deref()?, self.settings.phases.iter().map(|phase| phase.name.as_str()))
    }

    fn next(&self) -> TaskId {
        let first = self.request.first;
        let behind = u32::try_from(self.edits.len()).unwrap_or(u32::MAX);
        TaskId { number: first.number.saturating_add(behind), ..first }
    }

    fn create(&mut self, id: TaskId, mut set: Vec<(Field, Value)>) {
        set.push((Field::Status, Value::Text(Status::Todo.key().to_owned())));
        set.push((Field::Progress, Value::Integer(0)));
        set.sort_by_key(|(field, _)| *field);
        let set = set.into_iter().map(|(field, value)| (field, Some(value))).collect();
        self.edits.push(Edit { id, creates: true, set, ..Edit::default() });
    }
}

fn text(field: Field, said: Option<&str>) -> Option<(Field, Value)> {
    let said = said?.trim();
    (!said.is_empty()).then(|| (field, Value::Text(said.to_owned())))
}

fn weight(points: f64) -> Option<(Field, Value)> {
    if !points.is_finite() || points < 0.0 {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "a whole number of points is small")]
    let value = if points.fract() == 0.0 && points < 1e6 {
        Value::Integer(points as i64)
    } else {
        Value::Number(points)
    };
    Some((Field::Weight, value))
}

#[cfg(test)]
mod tests;
