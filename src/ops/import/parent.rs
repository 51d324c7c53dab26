//! 上级任务 of the rows, under the numbers that they have here.

use std::collections::{HashMap, HashSet};

use super::matching::Match;
use crate::core::change::Value;
use crate::core::field::Field;
use crate::core::id::TaskId;
use crate::core::ledger::Ledger;
use crate::core::sheet::{Row, Skipped};

/// Puts the parents' numbers here into the rows. A parent that there is not is left out, and named.
pub(super) fn parents(
    ledger: &Ledger,
    rows: &mut [Row],
    decided: &[Match],
    numbers: &HashMap<usize, TaskId>,
) -> Vec<Skipped> {
    let fresh: HashMap<TaskId, TaskId> =
        numbers.iter().filter_map(|(at, here)| Some((rows[*at].id?, *here))).collect();
    let known: HashSet<TaskId> = ledger.tasks.iter().map(|task| task.id).collect();
    let mut skipped = Vec::new();
    for (at, row) in rows.iter_mut().enumerate() {
        let Some(typed) = row.text(Field::Parent).map(ToOwned::to_owned) else { continue };
        let (own, before) = match &decided[at] {
            Match::Known(task) => (Some(ledger.tasks[*task].id), ledger.tasks[*task].parent_id()),
            Match::New => (numbers.get(&at).copied(), None),
            Match::Refused(_) => continue,
        };
        let year = row.id.or(own).map_or(ledger.settings.year, |id| id.year);
        let meant = TaskId::parse(&typed, year);
        let here = meant.and_then(|meant| {
            let here = fresh.get(&meant).copied();
            here.or_else(|| Some(meant).filter(|meant| known.contains(meant) || before == Some(*meant)))
        });
        let reason = match here {
            Some(here) if Some(here) == own => format!("上级任务“{typed}”就是这项任务自己，没有导入；请改正"),
            Some(here) if Some(here) == meant => continue,
            Some(here) => {
                row.put(Field::Parent, Some(Value::Text(here.to_string())));
                continue;
            }
            None => format!("上级任务“{typed}”台账里没有、表里也没有，没有导入；请先登记它，或改正编号"),
        };
        row.set.retain(|(field, _)| *field != Field::Parent);
        skipped.push(Skipped::at(&row.place, reason));
    }
    skipped
}
