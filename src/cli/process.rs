//! `ledger add --template`: a whole process at once, and the list of those there are.

use anyhow::Result;
use chrono::NaiveDate;

use super::context::Context;
use super::ui::{say, tell};
use super::write::{WriteArgs, rehearse_line};
use super::{Misuse, Outcome, parse, prompt};
use crate::core::evaluation::Standing;
use crate::core::field::Field;
use crate::core::frequency;
use crate::core::refusal::Refusal;
use crate::core::settings::Settings;
use crate::core::task::Task;
use crate::core::template::Template;
use crate::ops::assign::{Assignment, Target};
use crate::session::lookup;
use crate::store::{ReadTemplate, Store};

/// What was typed.
pub(super) struct Wanted {
    /// Which template; empty asks for a list.
    pub(super) template: String,
    /// The name, typed as the title or as such.
    pub(super) names: [Option<String>; 2],
    /// Everything else.
    pub(super) typed: Vec<Assignment>,
}

pub(super) fn run(wanted: &Wanted, write: WriteArgs, context: &Context) -> Result<Outcome> {
    let store = context.workspace.store()?;
    if wanted.template.trim().is_empty() {
        return list(&store);
    }
    let template = usable(lookup::template(&wanted.template, &store)?)?;
    let name = name(wanted, context)?;
    let session = context.open()?;
    let (start, given) = starting(&wanted.typed, &session.settings, context.today)?;
    let (decision, tasks) = session.add_process(&template, &name, start, &given)?;
    if write.is_rehearsal() {
        // The tasks are listed below, and in a form that is read sooner than their fields.
        decision.remarks().iter().for_each(|remark| tell(&format!("注意：{remark}")));
        rehearse_line(decision.sentence())?;
    } else {
        write.carry_out(decision)?;
    }
    for task in &tasks {
        say(&line(task, &session.settings, context.today))?;
    }
    Ok(Outcome::Done)
}

/// What there is to choose from.
fn list(store: &Store) -> Result<Outcome> {
    let templates = store.templates()?;
    if templates.is_empty() {
        return Err(Refusal::NoTemplates.into());
    }
    for ReadTemplate { name, template, problems } in &templates {
        match template {
            Some(template) => {
                let about = template.about.as_deref().unwrap_or_default();
                say(format!("{name}　{} 步　{about}", template.steps.len()).trim_end())?;
            }
            None => say(&format!("{name}　读不了"))?,
        }
        for problem in problems {
            tell(&problem.to_string());
        }
    }
    let usable: Vec<&Template> = templates.iter().filter_map(|read| read.template.as_ref()).collect();
    if let Some(first) = usable.first() {
        let name = &first.name;
        tell(&format!("登记：ledger add --template {name} --name 名称 --start 日期；先看不登记加 --dry-run"));
    }
    Ok(if usable.len() == templates.len() { Outcome::Done } else { Outcome::Incomplete })
}

/// The template, with what it says that nobody understands told.
fn usable(read: ReadTemplate) -> Result<Template> {
    let ReadTemplate { name, template, mut problems } = read;
    let Some(template) = template else {
        let last = problems.pop();
        for problem in &problems {
            tell(&problem.to_string());
        }
        let named = || anyhow::anyhow!("读不了流程模板“{name}”");
        return Err(last.map_or_else(named, Into::into));
    };
    for problem in &problems {
        tell(&format!("注意：{problem}"));
    }
    Ok(template)
}

/// What the project is called.
fn name(wanted: &Wanted, context: &Context) -> Result<String> {
    let given: Vec<&str> =
        wanted.names.iter().flatten().map(|name| name.trim()).filter(|name| !name.is_empty()).collect();
    match given[..] {
        [one] => Ok(one.to_owned()),
        [one, same] if one == same => Ok(one.to_owned()),
        [title, name, ..] => {
            Err(Misuse(format!("名称写了两个：“{title}”和“{name}”；任务名称和 --name 只写一样")).into())
        }
        [] if context.interactive => prompt::name(),
        [] => Err(Misuse(format!(
            "缺少名称；写法：ledger add --template {} --name 某某项目 --start 2026-07-01",
            wanted.template.trim()
        ))
        .into()),
    }
}

/// The day on which the process begins, and what else was typed.
fn starting(
    given: &[Assignment],
    settings: &Settings,
    today: NaiveDate,
) -> Result<(NaiveDate, Vec<Assignment>)> {
    let (starts, rest): (Vec<Assignment>, Vec<Assignment>) =
        given.iter().cloned().partition(|given| given.target == Target::Field(Field::Start));
    let start = match starts.first().map(|start| start.typed.trim()).filter(|typed| !typed.is_empty()) {
        Some(start) => parse::day(Field::Start.label(), start, today, parse::Year::OfPlan(settings))?,
        None => today,
    };
    Ok((start, rest))
}

/// `  2026-062 某项目：背景调查　2026-07-01 至 2026-07-14　招商科`
fn line(task: &Task, settings: &Settings, today: NaiveDate) -> String {
    let standing = Standing::on(task, settings, today);
    let from = task.start.map(|start| format!("{start} 起")).unwrap_or_default();
    let until = match (task.start, task.due.or(standing.deadline.date)) {
        (Some(start), Some(due)) => format!("{start} 至 {due}"),
        (None, Some(due)) => format!("{due} 前"),
        (_, None) if task.long_term => format!("{from}长期坚持"),
        (_, None) => format!("{from}，时限待定"),
    };
    let often = task.repeat.as_ref().map(frequency::brief);
    let parts = [Some(format!("  {}", task.named())), Some(until), often, task.lead.clone()];
    parts.into_iter().flatten().collect::<Vec<_>>().join("　")
}
