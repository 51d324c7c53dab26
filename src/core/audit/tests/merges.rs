//! What people settled when two lines were joined.

use super::*;

#[test]
fn a_conflict_settled_against_somebody_else_is_told() {
    let usual = settings("");
    let lines = ["李强", "王敏"].map(|name| registered(record(&task("", &[])), name, "2026-06-01", &usual));
    let settled = |key: &str, side: usize| {
        let junction = Junction {
            settled: vec![Settled { id: ID, key: key.to_owned(), side: Some(side) }],
            ..Junction::default()
        };
        let mut deed = deed(Some(Op::Sync), None, None);
        deed.difference.touches.clear();
        deed.junction = Some(junction);
        deed.revision.parents.push("3".repeat(40));
        let kept = kept_on(day("2026-06-30"));
        let law = under(&usual, &usual, kept, &lines[0]);
        let found = findings(&deed, law, None, &lines, 0);
        found.into_iter().map(|found| format!("{} {}", found.rule.key(), found.detail)).collect::<Vec<_>>()
    };
    assert_eq!(settled("status", 0), ["bypassed 合并时状态没有用王敏改的，用了另一边的"]);
    assert_eq!(settled("weight", 0), ["goalposts 合并时考核分值没有用王敏改的，用了另一边的"]);
    assert!(settled("status", 1).is_empty());
}
