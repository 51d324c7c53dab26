//! What holds of every merge, held against thousands of them.

use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use toml::{Table, Value};

use super::arbitrary::{Versions, each_case, versions};
use super::order::compare;
use super::{Conflict, Plan, Side, is_same, plan};

const CASES: u32 = 3000;

fn merge(base: Option<&Table>, ours: &Table, theirs: &Table) -> (Table, Plan) {
    let plan = plan(base, ours, theirs, &mut |_| None);
    (plan.merged(ours, theirs), plan)
}

#[test]
fn it_makes_no_difference_which_side_is_ours() {
    each_case(CASES, &versions(), |Versions { base, ours, theirs }| {
        let (there, one) = merge(base.as_ref(), &ours, &theirs);
        let (back, other) = merge(base.as_ref(), &theirs, &ours);
        let swapped = |conflict: &Conflict| Conflict {
            ours: conflict.theirs.clone(),
            theirs: conflict.ours.clone(),
            ..conflict.clone()
        };
        let other: Vec<_> = other.conflicts.iter().map(swapped).collect();
        // Compared as they are written: `nan` is not equal to itself.
        prop_assert_eq!(format!("{:?}", one.conflicts), format!("{other:?}"));
        prop_assert!(!one.conflicts.is_empty() || is_same(&there, &back), "{there}\n{back}");
        Ok(())
    });
}

#[test]
fn a_side_that_did_nothing_adds_nothing() {
    each_case(CASES, &versions(), |Versions { base, ours, theirs }| {
        let base = base.unwrap_or(theirs);
        for (ours, theirs) in [(&ours, &ours), (&ours, &base), (&base, &ours)] {
            let (merged, plan) = merge(Some(&base), ours, theirs);
            let expected = if is_same(ours, &base) { theirs } else { ours };
            prop_assert!(is_same(&merged, expected), "{merged}");
            prop_assert!(plan.conflicts.is_empty());
        }
        let (merged, plan) = merge(None, &ours, &ours);
        prop_assert!(is_same(&merged, &ours) && plan.conflicts.is_empty());
        Ok(())
    });
}

#[test]
fn nothing_is_lost_and_nothing_is_made_up() {
    each_case(CASES, &versions(), |Versions { base, ours, theirs }| {
        let (merged, plan) = merge(base.as_ref(), &ours, &theirs);
        let base = base.unwrap_or_default();
        nothing_lost(&mut Vec::new(), &base, &ours, &theirs, &merged, &plan)
    });
}

fn nothing_lost(
    path: &mut Vec<String>,
    base: &Table,
    ours: &Table,
    theirs: &Table,
    merged: &Table,
    plan: &Plan,
) -> TestCaseResult {
    let mut keys: Vec<&String> = [base, ours, theirs, merged].into_iter().flat_map(Table::keys).collect();
    keys.sort();
    keys.dedup();
    for key in keys {
        path.push(key.clone());
        let name = path.join(".");
        let [was, mine, yours, now] = [base, ours, theirs, merged].map(|table| table.get(key));
        let conflict = plan.conflicts.iter().find(|conflict| conflict.key == name);
        let differs = |a: Option<&Value>, b: Option<&Value>| match (a, b) {
            (Some(a), Some(b)) => compare(a, b).is_ne(),
            (a, b) => a.is_some() != b.is_some(),
        };
        let is_log = name == "log" && plan.log.is_some();
        let is_mixed = is_log || matches!((mine, yours), (Some(Value::Table(_)), Some(Value::Table(_))));
        prop_assert!(!differs(now, mine) || !differs(now, yours) || is_mixed, "{name} made up");
        match (key.as_str(), mine, yours) {
            // Rules of their own, each with its table of cases; what stands is one side's all the same.
            ("status" | "progress" | "done_on", ..) if path.len() == 1 => {
                prop_assert!(!differs(mine, yours) || !differs(now, mine) || !differs(now, yours));
            }
            ("log", ..) if is_log => entries_kept(was, mine, yours, now)?,
            (key, Some(Value::Table(mine)), Some(Value::Table(yours))) if key != "repeat" => {
                let none = Table::new();
                let was = was.and_then(Value::as_table).unwrap_or(&none);
                let Some(Value::Table(now)) = now else { return Err(TestCaseError::fail(name)) };
                nothing_lost(path, was, mine, yours, now, plan)?;
            }
            _ => {
                for (side, own, other) in [(Side::Ours, mine, yours), (Side::Theirs, yours, mine)] {
                    let told = conflict.is_some_and(|conflict| !differs(conflict.of(side), own));
                    prop_assert!(!differs(own, was) || !differs(own, now) || told, "{name} lost");
                    let alone = differs(own, was) && !differs(other, was);
                    prop_assert!(!alone || conflict.is_none(), "{name} is no conflict");
                }
            }
        }
        path.pop();
    }
    Ok(())
}

/// Every entry as often as it should be there, and each side's own order kept where the two do not contradict.
fn entries_kept(
    was: Option<&Value>,
    mine: Option<&Value>,
    yours: Option<&Value>,
    now: Option<&Value>,
) -> TestCaseResult {
    let log = |value: Option<&Value>| value.and_then(Value::as_array).cloned().unwrap_or_default();
    let (was, mine, yours, now) = (log(was), log(mine), log(yours), log(now));
    let count = |log: &[Value], entry: &Value| log.iter().filter(|other| *other == entry).count();
    let mut single = true;
    for entry in was.iter().chain(&mine).chain(&yours) {
        let [was, mine, yours] = [&was, &mine, &yours].map(|log| count(log, entry));
        let added = mine.saturating_sub(was).max(yours.saturating_sub(was));
        let removed = was.saturating_sub(mine).max(was.saturating_sub(yours));
        prop_assert_eq!(count(&now, entry), was - removed + added, "{}", entry);
        single &= mine <= 1 && yours <= 1;
    }
    let kept = |log: &[Value], among: &[Value]| -> Vec<Value> {
        log.iter().filter(|entry| among.contains(entry)).cloned().collect()
    };
    if single && kept(&mine, &yours) == kept(&yours, &mine) {
        // An extension that was not chosen stands before the one that was, whatever was written down in between.
        let [mine, yours, now] = [mine, yours, now].map(|mut log| {
            log.retain(|entry| entry.get("kind").and_then(Value::as_str) != Some("extend"));
            log
        });
        for side in [mine, yours] {
            prop_assert_eq!(kept(&now, &side), kept(&side, &now), "order");
        }
    }
    Ok(())
}
