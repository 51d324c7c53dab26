//! Tests whose needs are found when they run: where one is missing, the test is counted as ignored, with the reason.
//!
//! `#[ignore]` is decided when a test is built, so a target with such tests has no harness of its own and lists them in `main`.

use std::any::type_name;
use std::process::ExitCode;

use libtest_mimic::{Arguments, Completion, Trial};

/// A test that is handed what it needs, or ignored where that is not to be had.
pub(crate) fn given<N, T>(need: fn() -> Result<N, String>, test: T) -> Trial
where
    N: 'static,
    T: Fn(&N) + Send + 'static,
{
    // As the usual harness names it: without the target.
    let name = type_name::<T>().split_once("::").map_or("", |(_, name)| name);
    Trial::ignorable_test(name, move || {
        Ok(match need() {
            Ok(found) => {
                test(&found);
                Completion::Completed
            }
            Err(reason) => Completion::ignored_with(reason),
        })
    })
}

/// Runs the tests that the command line asks for.
pub(crate) fn run(tests: Vec<Trial>) -> ExitCode {
    libtest_mimic::run(&Arguments::from_args(), tests).exit_code()
}
