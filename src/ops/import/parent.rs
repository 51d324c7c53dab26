//! 上级任务 of the rows, under the numbers that they have here: named by a number, or by what the parent is called.

use std::collections::{HashMap, HashSet};

use super::matching::Match;
use crate::core::change::Value;
use crate::core::field::Field;
use crate::core::hierarchy::is_above;
use crate::core::id::TaskId;
use crate::core::import_proposal::{Row, Skipped};
use crate::core::ledger::Ledger;

/// Puts the parents' numbers here into the rows. A parent that there is not, or that would make a circle, is left out and
/// named.
pub(super) fn parents(
    ledger: &Ledger,
    rows: &mut [Row],
    decided: &[Match],
    numbers: &HashMap<usize, TaskId>,
) -> Vec<Skipped> {
    let fresh: HashMap<TaskId, TaskId> =
        numbers.iter().filter_map(|(at, here)| Some((rows[*at].id?, *here))).collect();
    let known: HashSet<TaskId> = ledger.kept().map(|task| task.id).collect();
    let here = |at: usize| match &decided[at] {
        Match::Known(task) => Some(ledger.tasks[*task].id),
        Match::New => numbers.get(&at).copied(),
        Match::Void(id) => Some(*id),
        Match::Older | Match::Refused(_) => None,
    };
    let called = Called::of(ledger, rows, here);
    let mut above: HashMap<TaskId, TaskId> =
        ledger.kept().filter_map(|task| Some((task.id, task.parent_id()?))).collect();
    let mut skipped = Vec::new();
    for at in 0..rows.len() {
        let Some(typed) = rows[at].text(Field::Parent).map(ToOwned::to_owned) else { continue };
        let before = match &decided[at] {
            Match::Known(task) => ledger.tasks[*task].parent_id(),
            Match::New => None,
            Match::Older | Match::Void(_) | Match::Refused(_) => continue,
        };
        let own = here(at);
        let row = &mut rows[at];
        let year = row.id.or(own).map_or(ledger.settings.year, |id| id.year);
        let meant = TaskId::parse(&typed, year);
        let parent = match meant {
            Some(meant) => {
                let is_here = known.contains(&meant) || before == Some(meant);
                fresh.get(&meant).copied().or_else(|| Some(meant).filter(|_| is_here)).ok_or(Lost::Nowhere)
            }
            None => called.find(&typed),
        };
        let reason = match parent {
            Ok(parent) if Some(parent) == own => {
                format!("上级任务“{typed}”就是这项任务自己，没有导入；请改正")
            }
            Ok(parent) if own.is_some_and(|own| is_above(&above, own, parent)) => {
                format!("上级任务“{typed}”又是这项任务的下级，绕成了圈，没有导入；请改正")
            }
            Ok(parent) => {
                above.extend(own.map(|own| (own, parent)));
                if Some(parent) != meant {
                    row.put(Field::Parent, Some(Value::Text(parent.to_string())));
                }
                continue;
            }
            Err(Lost::Nowhere) => {
                format!("上级任务“{typed}”台账里没有、表里也没有，没有导入；请先登记它，或改正编号、名称")
            }
            Err(Lost::AmongSeveral) => {
                format!("叫“{typed}”的任务不止一项，看不出哪一项是上级，没有导入；请改写编号")
            }
        };
        row.set.retain(|(field, _)| *field != Field::Parent);
        skipped.push(Skipped::at(&row.place, reason));
    }
    skipped
}

/// Why a parent is not found by what it is called.
#[derive(Debug, Clone, Copy)]
enum Lost {
    Nowhere,
    AmongSeveral,
}

/// What the tasks of the sheets and of the ledger are called.
struct Called {
    sheet: HashMap<String, Result<TaskId, Lost>>,
    ledger: HashMap<String, Result<TaskId, Lost>>,
}

impl Called {
    fn of(ledger: &Ledger, rows: &[Row], here: impl Fn(usize) -> Option<TaskId>) -> Self {
        let named = rows.iter().enumerate();
        let named = named.filter_map(|(at, row)| Some((row.text(Field::Title)?.to_owned(), here(at)?)));
        Self {
            sheet: by_name(named),
            ledger: by_name(ledger.tasks.iter().map(|task| (task.title.clone(), task.id))),
        }
    }

    /// The sheets first: a parent stands beside its children.
    fn find(&self, name: &str) -> Result<TaskId, Lost> {
        let found = self.sheet.get(name).or_else(|| self.ledger.get(name));
        found.copied().unwrap_or(Err(Lost::Nowhere))
    }
}

fn by_name(named: impl Iterator<Item = (String, TaskId)>) -> HashMap<String, Result<TaskId, Lost>> {
    let mut found: HashMap<String, Result<TaskId, Lost>> = HashMap::new();
    for (name, id) in named {
        let other = |known: &mut Result<TaskId, Lost>| {
            if !known.is_ok_and(|known| known == id) {
                *known = Err(Lost::AmongSeveral);
            }
        };
        found.entry(name).and_modify(other).or_insert(Ok(id));
    }
    found
}
