//! The ledger, broken on purpose: killed at every call that changes a file, refused the disk, written by eight at once, read
//! while it changes, handed folders that mean harm and files that make no sense. What is held against it are its promises —
//! old or new and never half, nothing lost, nothing in the way, no word that is not true, nothing run and nothing touched
//! outside — and not how it keeps them.
//!
//! `cargo test` takes a sample, the same every time. `tests/breaking/long.sh` takes everything, and prints its figures.

#![cfg_attr(
    target_os = "linux",
    expect(clippy::unwrap_used, reason = "a test ends at what it did not expect")
)]

#[cfg(target_os = "linux")]
mod deeds;
#[cfg(target_os = "linux")]
mod desk;
#[cfg(target_os = "linux")]
mod errors;
#[cfg(target_os = "linux")]
mod figures;
#[cfg(target_os = "linux")]
mod full_disk;
#[cfg(target_os = "linux")]
mod hostile;
#[cfg(target_os = "linux")]
mod inject;
#[cfg(target_os = "linux")]
mod kills;
#[cfg(target_os = "linux")]
mod look;
#[cfg(target_os = "linux")]
mod mutated;
#[cfg(target_os = "linux")]
#[path = "../needs/mod.rs"]
mod needs;
#[cfg(target_os = "linux")]
mod random;
#[cfg(target_os = "linux")]
mod readers;
#[cfg(target_os = "linux")]
mod writers;

#[cfg(target_os = "linux")]
fn main() -> std::process::ExitCode {
    use desk::Desk;
    use full_disk::Disk;
    use inject::injector;
    use needs::{given, run};

    run(vec![
        given(injector, errors::what_is_said_after_an_error_is_true),
        given(Disk::mounted, full_disk::what_is_said_on_a_full_disk_is_true),
        given(
            || Ok(Desk::with_ledger()),
            hostile::nothing_of_a_hostile_ledger_is_run_and_nothing_outside_is_touched,
        ),
        given(injector, kills::killed_at_any_call_it_is_done_or_not_done),
        given(|| Ok(Desk::with_ledger()), mutated::no_file_makes_it_panic_or_hang),
        given(|| Ok(Desk::empty()), readers::readers_get_all_of_a_sync_or_nothing_of_it),
        given(|| Ok(writers::shared_desk()), writers::eight_writers_and_two_readers_lose_and_double_nothing),
    ])
}

/// What is broken here is broken by what Linux has.
#[cfg(not(target_os = "linux"))]
fn main() {}
