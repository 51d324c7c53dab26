//! Finding the task or the template that is meant by what people write.

use anyhow::Result;

use crate::core::id::TaskId;
use crate::core::nearest::nearest;
use crate::core::refusal::Refusal;
use crate::core::settings::Settings;
use crate::history::Repository;
use crate::store::{ReadTemplate, Store};

/// A task's id.
pub fn id(typed: &str, settings: &Settings) -> Result<TaskId> {
    TaskId::parse(typed, settings.year).ok_or_else(|| Refusal::NotAnId { typed: typed.to_owned() }.into())
}

/// That there is no such task, with the one whose id is nearest; or that its file was taken away by hand.
pub fn no_such_task(typed: &str, id: TaskId, store: &Store) -> Result<anyhow::Error> {
    if !store.is_past() && Repository::around(store.root()).keeps(&id.path()) {
        return Ok(Refusal::FileGone { id }.into());
    }
    let known = store.ids()?;
    // 15 in a ledger of 14 is more likely a slip for 14 than for 51: same year, nearest number.
    let neighbour = known
        .iter()
        .filter(|other| other.year == id.year && other.number.abs_diff(id.number) <= 2)
        .min_by_key(|other| other.number.abs_diff(id.number));
    let texts: Vec<String> = known.iter().map(ToString::to_string).collect();
    let near = neighbour.copied().or_else(|| {
        let near = nearest(&id.to_string(), texts.iter().map(String::as_str))?;
        TaskId::parse(near, id.year)
    });
    let nearest = match near {
        Some(near) => store.task(near)?.map(|task| (near, task.title)),
        None => None,
    };
    Ok(Refusal::NoSuchTask { typed: typed.to_owned(), nearest }.into())
}

/// The template that was meant, by its name or its file's; it may be one that cannot be read.
pub fn template(typed: &str, store: &Store) -> Result<ReadTemplate> {
    let templates = store.templates()?;
    let typed = typed.trim();
    // Whoever lets the shell complete the file's name means the template.
    let plain = typed.trim_start_matches("templates/");
    let plain = plain.strip_suffix(".toml").unwrap_or(plain);
    if templates.is_empty() {
        return Err(Refusal::NoTemplates.into());
    }
    let known: Vec<String> = templates.iter().map(|read| read.name.clone()).collect();
    templates.into_iter().find(|read| read.name == plain).ok_or_else(|| {
        let near = nearest(plain, known.iter().map(String::as_str)).map(ToOwned::to_owned);
        Refusal::NoSuchTemplate { typed: typed.to_owned(), nearest: near, known }.into()
    })
}
