//! Which tasks are missing, as the head of every page says it (本表未含…).

use std::collections::BTreeMap;

use crate::core::id::TaskId;
use crate::core::unread::{Unread, Why};

/// How many ids, or runs of them, are named: a whole folder that is gone is still one line.
const NAMED: usize = 8;

/// What the head of a page says: `本表未含 1 项：2026-014 读不了`; nothing where nothing is missing.
pub fn left_out(unread: &[Unread]) -> Option<String> {
    (!unread.is_empty()).then(|| format!("本表未含 {}", counted(unread)))
}

/// `2 项：2026-014 读不了，2026-018 不见了`; the number alone where nobody may know which.
pub fn counted(unread: &[Unread]) -> String {
    let count = unread.len();
    let mut by_reason: BTreeMap<Why, Vec<TaskId>> = BTreeMap::new();
    for Unread { id, why } in unread {
        by_reason.entry(*why).or_default().extend(id);
    }
    let named = by_reason.into_iter().filter(|(_, ids)| !ids.is_empty());
    let named: Vec<String> = named.map(|(why, ids)| format!("{} {}", listed(ids), why.label())).collect();
    if named.is_empty() {
        format!("{count} 项任务")
    } else {
        format!("{count} 项：{}", named.join("，"))
    }
}

/// `2026-001 至 2026-061、2026-070`
fn listed(mut ids: Vec<TaskId>) -> String {
    ids.sort_unstable();
    let follows = |a: &TaskId, b: &TaskId| a.year == b.year && a.number.checked_add(1) == Some(b.number);
    let mut runs: Vec<String> = Vec::new();
    for run in ids.chunk_by(follows) {
        match run {
            [first, _, .., last] => runs.push(format!("{first} 至 {last}")),
            few => runs.extend(few.iter().map(ToString::to_string)),
        }
    }
    let rest = runs.len() > NAMED;
    runs.truncate(NAMED);
    format!("{}{}", runs.join("、"), if rest { format!(" 等 {} 项", ids.len()) } else { String::new() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unread(why: Why, number: u32) -> Unread {
        Unread { why, id: Some(TaskId { year: 2026, number }) }
    }

    #[test]
    fn what_is_missing_is_counted_and_named_on_one_line() {
        #[track_caller]
        fn case(unread: &[Unread], expected: Option<&str>) {
            assert_eq!(left_out(unread).as_deref(), expected);
        }
        case(&[], None);
        case(&[unread(Why::Unreadable, 14)], Some("本表未含 1 项：2026-014 读不了"));
        let both = [unread(Why::Gone, 18), unread(Why::Unreadable, 16), unread(Why::Unreadable, 14)];
        case(&both, Some("本表未含 3 项：2026-014、2026-016 读不了，2026-018 不见了"));
        let next = [unread(Why::Gone, 18), unread(Why::Gone, 19)];
        case(&next, Some("本表未含 2 项：2026-018、2026-019 不见了"));
        let folder: Vec<Unread> = (1..=61).map(|number| unread(Why::Gone, number)).collect();
        case(&folder, Some("本表未含 61 项：2026-001 至 2026-061 不见了"));
        let odd: Vec<Unread> = (1..=12).map(|number| unread(Why::Gone, number * 2)).collect();
        case(
            &odd,
            Some(
                "本表未含 12 项：2026-002、2026-004、2026-006、2026-008、2026-010、2026-012、2026-014、2026-016 等 12 项 不见了",
            ),
        );
        let public = both.map(Unread::unnamed);
        case(&public, Some("本表未含 3 项任务"));
    }
}
