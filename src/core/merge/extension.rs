//! Extensions (延期) of one deadline, or of one period, where two logs grow together: the last one is in force, so it must
//! not be the order of the days that chooses between two people's.
//!
//! Both extensions stay in the log, which is only ever added to; the one that was chosen comes last.

use toml::Value;

use super::order::is_same;
use super::versions::{Ruling, Values};
use super::{Conflict, Side};
use crate::core::entry::LOG;

/// What the name of such a conflict begins with: `log.extend.2026-05`.
const NAME: [&str; 2] = [LOG, "extend"];

/// What the extensions of `values`, two logs, may differ in: every period; the deadline has none, an empty text.
pub(super) fn periods(values: Values<'_>) -> Vec<&str> {
    let logs = [values.ours, values.theirs].into_iter().flatten().filter_map(Value::as_array);
    let mut periods: Vec<&str> = logs.flatten().filter_map(extended).collect();
    periods.sort_unstable();
    periods.dedup();
    periods
}

/// The name under which a conflict about that period is known.
pub(super) fn path(period: &str) -> Vec<&str> {
    NAME.into_iter().chain(Some(period).filter(|period| !period.is_empty())).collect()
}

/// Which extension of that period each log has in force.
pub(super) fn in_force<'a>(values: Values<'a>, period: &str) -> Values<'a> {
    let last = |log| last(log, period);
    Values { base: last(values.base), ours: last(values.ours), theirs: last(values.theirs) }
}

/// The extension of that period which a log has in force.
pub(super) fn last<'a>(log: Option<&'a Value>, period: &str) -> Option<&'a Value> {
    log?.as_array()?.iter().rev().find(|entry| extended(entry) == Some(period))
}

/// Whose extension of that period stands: they differ where they name different days, and neither was made in the knowledge
/// of the other. One that a side took back contradicts none.
pub(super) fn ruling(values: Values<'_>, period: &str) -> Ruling {
    let in_force = in_force(values, period);
    if in_force.ours.is_none() || in_force.theirs.is_none() {
        return Ruling::Agree;
    }
    let to = |entry: Option<&'_ Value>| entry.and_then(|entry| entry.get("to")).cloned();
    let (base, ours, theirs) = (to(in_force.base), to(in_force.ours), to(in_force.theirs));
    let plain = Values { base: base.as_ref(), ours: ours.as_ref(), theirs: theirs.as_ref() }.ruling();
    let knows = |side: Side| in_force.of(side.other()).is_some_and(|entry| has(values.of(side), entry));
    match (plain, knows(Side::Ours), knows(Side::Theirs)) {
        (Ruling::Differ, true, false) => Ruling::Take(Side::Ours),
        (Ruling::Differ, false, true) => Ruling::Take(Side::Theirs),
        _ => plain,
    }
}

/// Puts `side`'s extension of that period behind every other one of it.
pub(super) fn put_last(picks: &mut Vec<(Side, usize)>, values: Values<'_>, period: &str, side: Side) {
    let entry = |(side, at): &(Side, usize)| values.of(*side).and_then(|log| log.get(at));
    let is_of_period = |pick: &(Side, usize)| entry(pick).and_then(extended) == Some(period);
    let is_in =
        |side: Side, pick: &(Side, usize)| entry(pick).is_some_and(|entry| has(values.of(side), entry));
    let Some(chosen) = in_force(values, period).of(side) else { return };
    let is_chosen = |pick: &(Side, usize)| entry(pick).is_some_and(|entry| is_same_entry(entry, chosen));
    let Some(last) = picks.iter().rposition(is_chosen) else { return };
    // What a person wrote down one after the other stays together.
    let is_own = |pick: &(Side, usize)| is_of_period(pick) && is_in(side, pick) && !is_in(side.other(), pick);
    let first = picks[..last].iter().position(is_own).unwrap_or(last);
    let late: Vec<_> = picks[last..].iter().skip(1).filter(|pick| is_of_period(pick)).copied().collect();
    picks.retain(|pick| !late.contains(pick));
    picks.splice(first..first, late);
}

/// The period that an entry extends, empty for a deadline; none where it is no extension.
fn extended(entry: &Value) -> Option<&str> {
    let entry = entry.as_table()?;
    let is_extension =
        entry.get("kind").and_then(Value::as_str) == Some("extend") && entry.contains_key("to");
    is_extension.then(|| entry.get("period").and_then(Value::as_str).unwrap_or_default())
}

fn has(log: Option<&Value>, entry: &Value) -> bool {
    log.and_then(Value::as_array).is_some_and(|log| log.iter().any(|other| is_same_entry(other, entry)))
}

fn is_same_entry(a: &Value, b: &Value) -> bool {
    matches!((a.as_table(), b.as_table()), (Some(a), Some(b)) if is_same(a, b))
}

impl Conflict {
    /// Whether two extensions contradict each other; each side's value is then its entry of the log.
    pub fn is_of_extensions(&self) -> bool {
        self.extended().is_some()
    }

    /// The period that both extended, empty for a deadline.
    pub(super) fn extended(&self) -> Option<&str> {
        let rest = self.key.strip_prefix(NAME.join(".").as_str())?;
        let is_ours = |value: &Option<Value>| value.as_ref().and_then(extended).is_some();
        (is_ours(&self.ours) && is_ours(&self.theirs)).then(|| rest.trim_start_matches('.'))
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use toml::Table;

    use super::super::{Plan, plan};
    use super::*;

    /// A log of extensions and notes: `16甲>1015` is 甲's of 16 September to 15 October, `16甲` a note of theirs,
    /// `16甲>1015/2026-09` an extension of that period.
    fn log(text: &str) -> Table {
        let mut log = String::from("title = '甲'\n");
        for word in text.split_whitespace() {
            let (who, moved) = word.split_once('>').map_or((word, None), |(who, moved)| (who, Some(moved)));
            writeln!(log, "[[log]]\ndate = 2026-09-{}\nby = '{}'", &who[..2], &who[2..]).unwrap();
            let Some(moved) = moved else {
                log += "kind = 'note'\n";
                continue;
            };
            let (to, period) = moved.split_once('/').map_or((moved, ""), |(to, period)| (to, period));
            writeln!(log, "kind = 'extend'\nto = 2026-{}-{}", &to[..2], &to[2..]).unwrap();
            if !period.is_empty() {
                writeln!(log, "period = '{period}'").unwrap();
            }
        }
        log.parse().unwrap()
    }

    fn words(table: &Table) -> String {
        let entry = |entry: &Value| {
            let text = |key: &str| entry.get(key).map(|value| value.to_string().replace(['"', '\''], ""));
            let (date, by) = (text("date").unwrap(), text("by").unwrap());
            let to = text("to").map(|to| format!(">{}", to[5..].replace('-', ""))).unwrap_or_default();
            let period = text("period").map(|period| format!("/{period}")).unwrap_or_default();
            format!("{}{by}{to}{period}", &date[8..])
        };
        let log =
            table.get(LOG).and_then(Value::as_array).map(|log| log.iter().map(entry).collect::<Vec<_>>());
        log.unwrap_or_default().join(" ")
    }

    fn merged(
        base: &str,
        ours: &str,
        theirs: &str,
        choose: &mut dyn FnMut(&Conflict) -> Option<Side>,
    ) -> (String, Plan) {
        let (base, ours, theirs) = (log(base), log(ours), log(theirs));
        let plan = plan(Some(&base), &ours, &theirs, choose);
        (words(&plan.merged(&ours, &theirs)), plan)
    }

    /// No dispute, and the same from either side.
    #[track_caller]
    fn case(base: &str, ours: &str, theirs: &str, expected: &str) {
        for (ours, theirs) in [(ours, theirs), (theirs, ours)] {
            let (log, plan) = merged(base, ours, theirs, &mut |_| None);
            assert_eq!((log.as_str(), plan.conflicts), (expected, Vec::new()));
        }
    }

    /// A dispute under `key`, and the logs when ours and when theirs is chosen.
    #[track_caller]
    fn dispute(base: &str, ours: &str, theirs: &str, key: &str, [by_ours, by_theirs]: [&str; 2]) {
        let (log, plan) = merged(base, ours, theirs, &mut |_| None);
        let keys: Vec<&str> = plan.conflicts.iter().map(|conflict| conflict.key.as_str()).collect();
        assert_eq!((keys, log.as_str()), (vec![key], by_ours), "ours stands meanwhile");
        for (side, expected) in [(Side::Ours, by_ours), (Side::Theirs, by_theirs)] {
            let (log, plan) = merged(base, ours, theirs, &mut |_| Some(side));
            assert_eq!((log.as_str(), plan.conflicts), (expected, Vec::new()));
        }
    }

    #[test]
    fn two_days_for_one_deadline_are_a_dispute_and_both_stay_on_record() {
        let key = "log.extend";
        let both = ["17李>0930 16陈>1015", "16陈>1015 17李>0930"];
        dispute("", "16陈>1015", "17李>0930", key, both);
        dispute(
            "10甲",
            "10甲 16陈>1015 18陈",
            "10甲 17李>0930",
            key,
            ["10甲 17李>0930 16陈>1015 18陈", "10甲 16陈>1015 17李>0930 18陈"],
        );
        // On top of one that both knew, and in several steps.
        dispute(
            "10甲>0920",
            "10甲>0920 16陈>1015 18陈>1031",
            "10甲>0920 19李>0930",
            key,
            ["10甲>0920 19李>0930 16陈>1015 18陈>1031", "10甲>0920 16陈>1015 18陈>1031 19李>0930"],
        );
        dispute(
            "",
            "16陈>1015/2026-09",
            "17李>0930/2026-09",
            "log.extend.2026-09",
            ["17李>0930/2026-09 16陈>1015/2026-09", "16陈>1015/2026-09 17李>0930/2026-09"],
        );
    }

    #[test]
    fn what_does_not_contradict_is_no_dispute() {
        // One side alone.
        case("10甲", "10甲 16陈>1015", "10甲 17李", "10甲 16陈>1015 17李");
        case("10甲>0920", "10甲>0920 16陈>1015", "10甲>0920 17李", "10甲>0920 16陈>1015 17李");
        // The same, by one or by two people.
        case("", "16陈>1015", "16陈>1015", "16陈>1015");
        case("", "16陈>1015", "17李>1015", "16陈>1015 17李>1015");
        // One went on from where the other is.
        case("", "16陈>1015 17陈>1031", "16陈>1015", "16陈>1015 17陈>1031");
        case("", "18陈>1015 17李>1031", "18陈>1015", "18陈>1015 17李>1031");
        // Different periods.
        case("", "16陈>1015/2026-09", "17李>1130/2026-10", "16陈>1015/2026-09 17李>1130/2026-10");
        // One was taken back.
        case("10甲>0920", "", "10甲>0920 17李>1015", "17李>1015");
    }

    #[test]
    fn two_periods_are_chosen_each_by_itself() {
        let (log, plan) = merged(
            "",
            "16陈>1015/2026-09 16陈>1115/2026-10",
            "17李>1120/2026-10 17李>1020/2026-09",
            &mut |conflict| Some(if conflict.key.ends_with("09") { Side::Ours } else { Side::Theirs }),
        );
        assert!(plan.conflicts.is_empty());
        let last = |period: &str| log.split(' ').rfind(|word| word.ends_with(period)).unwrap().to_owned();
        assert_eq!(
            (last("/2026-09"), last("/2026-10")),
            ("16陈>1015/2026-09".into(), "17李>1120/2026-10".into())
        );
        assert_eq!(log.split(' ').count(), 4);
    }
}
