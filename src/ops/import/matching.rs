//! Which task a row is about: the one whose 编号 it bears, or that of the same name and office.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;

use crate::core::change::Value;
use crate::core::field::Field;
use crate::core::ledger::Ledger;
use crate::core::sheet::{Place, Row};
use crate::core::task::Task;

/// What a row is to the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Match {
    /// A task that it does not have.
    New,
    /// The task at this place of the ledger.
    Known(usize),
    /// Nothing that can be taken, and why.
    Refused(String),
}

/// What each row is to the ledger. No task is claimed by two rows.
pub(super) fn matches(ledger: &Ledger, rows: &[Row]) -> Vec<Match> {
    let mut decided: Vec<Option<Match>> = vec![None; rows.len()];
    let mut claimed: HashMap<usize, Place> = HashMap::new();
    for (at, row) in rows.iter().enumerate() {
        decided[at] = by_id(ledger, row, &mut claimed);
    }
    twice(rows, &mut decided);
    let mut by_title: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, task) in ledger.tasks.iter().enumerate() {
        by_title.entry(task.title.as_str()).or_default().push(at);
    }
    let candidates = |row: &Row| -> Vec<usize> {
        let all = row.text(Field::Title).and_then(|title| by_title.get(title)).map_or(&[][..], Vec::as_slice);
        let lead = row.text(Field::Lead);
        let of = |lead: Option<&str>| -> Vec<usize> {
            all.iter().copied().filter(|at| ledger.tasks[*at].lead.as_deref() == lead).collect()
        };
        match lead {
            // Nobody says whose it is: then there has to be only one of the name, or one that is nobody's.
            None if all.len() == 1 => all.to_vec(),
            None => of(None),
            // An office may have been named since.
            Some(lead) => of(Some(lead)).into_iter().chain(of(None)).collect(),
        }
    };
    // Those that say the same first, so that a row changed among its likes does not take another's task.
    for exactly in [true, false] {
        for (at, row) in rows.iter().enumerate().filter(|(_, row)| row.id.is_none()) {
            if decided[at].is_some() {
                continue;
            }
            let free = candidates(row).into_iter().filter(|task| !claimed.contains_key(task));
            let found = free.into_iter().find(|task| !exactly || says_the_same(row, &ledger.tasks[*task]));
            if let Some(task) = found {
                claimed.insert(task, row.place.clone());
                decided[at] = Some(Match::Known(task));
            }
        }
    }
    decided.into_iter().map(|one| one.unwrap_or(Match::New)).collect()
}

/// What a row with an id is; nothing is decided of one without.
fn by_id(ledger: &Ledger, row: &Row, claimed: &mut HashMap<usize, Place>) -> Option<Match> {
    let id = row.id?;
    let Ok(task) = ledger.tasks.binary_search_by_key(&id, |task| task.id) else { return Some(Match::New) };
    if let Some(first) = claimed.get(&task) {
        return Some(Match::Refused(format!(
            "编号 {id} 在“{}”第{}行已经有了；要登记新任务请清空这一行的编号",
            first.sheet, first.row
        )));
    }
    let known = &ledger.tasks[task];
    if is_another(row, known) {
        return Some(Match::Refused(format!(
            "编号 {id} 在台账里是“{}”，表里是“{}”，像是另一本台账的编号，没有导入；要登记为新任务请清空编号，要改名请用 ledger set {id} title=…",
            known.title,
            row.text(Field::Title).unwrap_or_default()
        )));
    }
    claimed.insert(task, row.place.clone());
    Some(Match::Known(task))
}

/// Whether nothing that tells one task from another agrees.
fn is_another(row: &Row, task: &Task) -> bool {
    let said = [
        (Field::Title, Some(task.title.as_str())),
        (Field::Content, task.content.as_deref()),
        (Field::Lead, task.lead.as_deref()),
        (Field::Owner, task.owner.as_deref()),
        (Field::Domain, task.domain.as_deref()),
        (Field::Measure, task.measure.as_deref()),
    ];
    let both = said.into_iter().filter_map(|(field, known)| Some((row.text(field)?, known?)));
    let agree = both.clone().any(|(new, old)| new == old);
    let near =
        row.text(Field::Title).is_some_and(|title| strsim::normalized_levenshtein(title, &task.title) > 0.3);
    both.count() > 0 && !agree && !near
}

fn says_the_same(row: &Row, task: &Task) -> bool {
    let texts = [
        (Field::Domain, task.domain.as_deref()),
        (Field::Content, task.content.as_deref()),
        (Field::Measure, task.measure.as_deref()),
        (Field::Owner, task.owner.as_deref()),
        (Field::DueText, task.due_text.as_deref()),
    ];
    let same =
        |(field, known): &(Field, Option<&str>)| row.says(*field).is_none() || row.text(*field) == *known;
    let due = match row.says(Field::Due) {
        Some(Some(Value::Date(day))) => task.due == Some(*day),
        _ => true,
    };
    due && texts.iter().all(same)
}

/// Rows that only say again what another said: in every cell, or on another sheet in all that tells a task from its likes.
fn twice(rows: &[Row], decided: &mut [Option<Match>]) {
    let mut whole: HashMap<String, &Place> = HashMap::new();
    let mut likes: HashMap<String, &Place> = HashMap::new();
    let mut ids = HashSet::new();
    for (at, row) in rows.iter().enumerate() {
        if let Some(id) = row.id {
            if decided[at] == Some(Match::New) && !ids.insert(id) {
                decided[at] = Some(Match::Refused(format!(
                    "编号 {id} 在表里出现了两次；要登记新任务请清空这一行的编号"
                )));
            }
            continue;
        }
        let same = whole
            .get(&signature(row, true))
            .or_else(|| likes.get(&signature(row, false)).filter(|first| first.sheet != row.place.sheet));
        if let Some(first) = same {
            let reason = format!("与“{}”第{}行重复，只取那一行", first.sheet, first.row);
            decided[at] = Some(Match::Refused(reason));
        } else {
            whole.insert(signature(row, true), &row.place);
            likes.entry(signature(row, false)).or_insert(&row.place);
        }
    }
}

fn signature(row: &Row, whole: bool) -> String {
    const TELLING: [Field; 8] = [
        Field::Domain,
        Field::Title,
        Field::Lead,
        Field::Content,
        Field::Measure,
        Field::Standard,
        Field::Due,
        Field::Owner,
    ];
    let mut signature = String::new();
    for (field, value) in row.set.iter().filter(|(field, _)| whole || TELLING.contains(field)) {
        if let Some(value) = value {
            let _ = write!(signature, "{}\u{1f}{value}\u{1e}", field.key());
        }
    }
    if whole {
        let _ = write!(signature, "{:?}{:?}", row.said, row.own);
    }
    signature
}
