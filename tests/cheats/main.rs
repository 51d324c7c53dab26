//! A clerk, an office head and an administrator who want to look better than the truth, and what `ledger audit` says of it.
//!
//! Each case commits one fraud on a real ledger with the real program, makes sure that it gained what it was for, and asks the
//! audit, which has to name it by one of the rules that the case lists. Beside them stand honest acts, of which the audit has to
//! say nothing. `cargo test --test cheats -- clock` runs those of one file; the table at the end says what named each.

#![cfg_attr(
    target_os = "linux",
    expect(clippy::unwrap_used, reason = "a test ends at what it did not expect")
)]

#[cfg(target_os = "linux")]
mod base;
#[cfg(target_os = "linux")]
mod clock;
#[cfg(target_os = "linux")]
mod goalposts;
#[cfg(target_os = "linux")]
mod hands;
#[cfg(target_os = "linux")]
mod honest;
#[cfg(target_os = "linux")]
mod judge;
#[cfg(target_os = "linux")]
mod ledger;
#[cfg(target_os = "linux")]
mod merges;
#[cfg(target_os = "linux")]
mod pages;
#[cfg(target_os = "linux")]
mod promises;
#[cfg(target_os = "linux")]
mod steps;
#[cfg(target_os = "linux")]
mod tips;
#[cfg(target_os = "linux")]
mod unopened;

#[cfg(target_os = "linux")]
fn main() -> std::process::ExitCode {
    let cheats = [
        ("clock", clock::CHEATS),
        ("promises", promises::CHEATS),
        ("steps", steps::CHEATS),
        ("goalposts", goalposts::CHEATS),
        ("merges", merges::CHEATS),
        ("hands", hands::CHEATS),
        ("pages", pages::CHEATS),
        ("tips", tips::CHEATS),
        ("unopened", unopened::CHEATS),
    ];
    judge::all(&cheats, honest::ACTS)
}

/// Links, permissions and a shell are those of Linux here.
#[cfg(not(target_os = "linux"))]
fn main() {}
