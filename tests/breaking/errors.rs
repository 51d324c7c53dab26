//! The disk is full, broken or forbidden, at one call or from there on: what the clerk is told is true.

use crate::deeds::{DEEDS, base};
use crate::figures::{Figures, each, is_long, nothing_of, steps};
use crate::inject::{Injector, What, Whose};
use crate::look::Expected;

/// The errors a disk gives, by their numbers.
const REASONS: [(&str, i32); 4] = [("ENOSPC", 28), ("EIO", 5), ("EROFS", 30), ("EACCES", 13)];

/// The deeds that are tried: each way of writing once.
const TRIED: [&str; 9] = [
    "done",
    "done --evidence",
    "add",
    "import 20",
    "undo",
    "check --fix",
    "sync, diverged",
    "done --evidence, no history",
    "import 20, no history",
];

pub(crate) fn what_is_said_after_an_error_is_true(injector: &Injector) {
    let base = base();
    let deeds = DEEDS.iter().filter(|deed| TRIED.contains(&deed.name));
    let failures: Vec<String> = deeds
        .enumerate()
        .flat_map(|(at, deed)| {
            let expected = match Expected::of(deed, &base) {
                Ok(expected) => expected,
                Err(failure) => return vec![failure],
            };
            // The sample takes one error for each deed, in turn; the long form all of them.
            let reasons = REASONS.iter().enumerate();
            let reasons = reasons.filter(|(turn, _)| is_long() || *turn == at % REASONS.len());
            let failures = reasons.flat_map(|(_, (reason, number))| {
                let ways = [("once", What::Once(*number)), ("from there on", What::Onwards(*number))];
                ways.map(|(how, what)| {
                    failed(injector, &format!("{reason} {how} | {}", deed.name), &expected, what)
                })
                .concat()
            });
            failures.collect::<Vec<_>>()
        })
        .collect();
    nothing_of(&failures);
}

/// Lets one call after the other fail, each time from the beginning.
fn failed(injector: &Injector, row: &str, expected: &Expected, what: What) -> Vec<String> {
    let words = expected.deed.words;
    let counted = injector.shoot(&expected.fresh(), words, (Whose::All, what, 0), || ());
    let mut figures = Figures::default();
    let tries = each(&steps(counted.calls, row, 1, 40), |&step| {
        let desk = expected.fresh();
        let shot = injector.shoot(&desk, words, (Whose::All, what, step), || ());
        let at = shot.at?;
        let told = expected.told(&desk, shot.said.code, &shot.said.stderr);
        Some((told, format!("at {at}")))
    });
    for ((said, wrong), at) in tries.into_iter().flatten() {
        figures.count(said, &at, &wrong);
    }
    figures.written_down(row)
}
