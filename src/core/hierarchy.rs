//! Parents and children (上级任务、下级任务): which task is above which.

use std::collections::HashMap;
use std::hash::BuildHasher;

use super::id::TaskId;

/// Whether `upper` stands above `lower`, however many generations between them; a circle ends the search.
pub fn is_above<S: BuildHasher>(parents: &HashMap<TaskId, TaskId, S>, upper: TaskId, lower: TaskId) -> bool {
    let mut at = lower;
    for _ in 0..=parents.len() {
        match parents.get(&at) {
            None => return false,
            Some(parent) if *parent == upper => return true,
            Some(parent) => at = *parent,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generations_are_gone_through_and_circles_end() {
        let id = |number| TaskId { year: 2026, number };
        let parents: HashMap<TaskId, TaskId> =
            [(3, 2), (2, 1), (5, 6), (6, 5)].map(|(child, parent)| (id(child), id(parent))).into();
        assert!(is_above(&parents, id(1), id(3)));
        assert!(!is_above(&parents, id(3), id(1)));
        assert!(is_above(&parents, id(5), id(5)));
        assert!(!is_above(&parents, id(1), id(5)));
    }
}
