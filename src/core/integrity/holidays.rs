//! What there is to say of the settings' own days off (节假日安排): where they contradict themselves.

use std::collections::{BTreeSet, HashSet};

use chrono::{Datelike, NaiveDate};

use super::Finding;
use crate::core::limits;
use crate::core::problem::Severity;
use crate::core::workday::{Holidays, OwnYear, is_national_workday};
use crate::core::writing::weekday;

/// The findings, section by section.
pub(super) fn findings(holidays: &Holidays) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    // Only days that somebody is to work on can be contradicted: of the days off, of which there may be thousands of years, no
    // others are looked at.
    let all_work: BTreeSet<NaiveDate> =
        holidays.own().iter().flat_map(|own| own.work.iter().flat_map(days)).collect();
    let mut off: BTreeSet<NaiveDate> = BTreeSet::new();
    let mut work: BTreeSet<NaiveDate> = BTreeSet::new();
    for (at, own) in holidays.own().iter().enumerate() {
        // Nobody reads on, and there may be thousands of years of them.
        if found.len() > limits::PROBLEMS {
            break;
        }
        let OwnYear { year, .. } = own;
        let mut note = |rule, severity, message: String| {
            found.push(Finding {
                task: None,
                key: "holiday",
                entry: Some(at),
                rule,
                message,
                severity,
                fix: None,
            });
        };
        if !seen.insert(year) {
            note("holiday-twice", Severity::Error, format!("{year} 年写了两节 [[holiday]]；请并成一节"));
        }
        if own.off.is_empty() {
            let message = format!("{year} 年没有写放假的日子（off），按没有节假日算；请照放假通知写上");
            note("holiday-empty", Severity::Warning, message);
        }
        off.extend(own.off.iter().flat_map(|stretch| all_work.range(stretch.clone())));
        for day in own.work.iter().flat_map(days).filter(|day| work.insert(*day)) {
            if off.contains(&day) {
                let message = format!("{day} 既写成放假（off），又写成补班（work）；请删去一处");
                note("holiday-conflict", Severity::Error, message);
            } else if day.weekday().number_from_monday() <= 5 && is_national_workday(day) {
                let message = format!("{day} 是{}，本来就上班，不用写成补班（work）；请核对", weekday(day));
                note("holiday-workday", Severity::Warning, message);
            }
        }
        let mut worked = own.off.iter().flat_map(|stretch| work.range(stretch.clone()));
        let late = worked.find(|day| !own.work.iter().any(|w| w.contains(day)));
        if let Some(day) = late {
            let message = format!("{day} 在这里写成放假（off），前面一节却写成补班（work）；请删去一处");
            note("holiday-conflict", Severity::Error, message);
        }
    }
    found
}

fn days(stretch: &std::ops::RangeInclusive<NaiveDate>) -> impl Iterator<Item = NaiveDate> + use<> {
    let last = *stretch.end();
    stretch.start().iter_days().take_while(move |day| *day <= last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::workday::stretches;

    #[test]
    fn contradictions_are_told_and_sound_arrangements_are_not() {
        #[track_caller]
        fn case(sections: &[(i32, &[&str], &[&str])], expected: &[(usize, &str)]) {
            let read = |year: i32, days: &[&str]| {
                days.iter().flat_map(|days| stretches(year, days).unwrap()).collect::<Vec<_>>()
            };
            let own = sections.iter().map(|(year, off, work)| OwnYear {
                year: *year,
                off: read(*year, off),
                work: read(*year, work),
            });
            let found = findings(&own.collect());
            let found: Vec<_> = found.iter().map(|f| (f.entry.unwrap(), f.rule)).collect();
            assert_eq!(found, expected);
        }
        case(&[], &[]);
        case(&[(2027, &["1月1日至3日"], &["1月9日"]), (2026, &["4月20日"], &["10月7日"])], &[]);
        case(&[(2027, &["1月1日至3日"], &["1月2日"])], &[(0, "holiday-conflict")]);
        case(&[(2027, &["1月1日至3日"], &["1月8日"])], &[(0, "holiday-workday")]);
        case(&[(2027, &[], &["1月9日"])], &[(0, "holiday-empty")]);
        case(&[(2027, &["1月1日"], &[]), (2027, &["2月6日"], &[])], &[(1, "holiday-twice")]);
        case(
            &[(2026, &["10月1日"], &["12月26日"]), (2027, &["2026年12月26日至1月3日"], &[])],
            &[(1, "holiday-conflict")],
        );
    }
}
