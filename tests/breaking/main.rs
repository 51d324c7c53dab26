//! The ledger, broken on purpose: killed at every call that changes a file, refused the disk, written by eight at once, read
//! while it changes, handed folders that mean harm and files that make no sense. What is held against it are its promises —
//! old or new and never half, nothing lost, nothing in the way, no word that is not true, nothing run and nothing touched
//! outside — and not how it keeps them.
//!
//! `cargo test` takes a sample, the same every time. `tests/breaking/long.sh` takes everything, and prints its figures.

// `cfg(test)` is always true here; it tells clippy that the helpers are tests too.
#[cfg(all(test, target_os = "linux"))]
mod deeds;
#[cfg(all(test, target_os = "linux"))]
mod desk;
#[cfg(all(test, target_os = "linux"))]
mod errors;
#[cfg(all(test, target_os = "linux"))]
mod figures;
#[cfg(all(test, target_os = "linux"))]
mod full_disk;
#[cfg(all(test, target_os = "linux"))]
mod hostile;
#[cfg(all(test, target_os = "linux"))]
mod inject;
#[cfg(all(test, target_os = "linux"))]
mod kills;
#[cfg(all(test, target_os = "linux"))]
mod look;
#[cfg(all(test, target_os = "linux"))]
mod mutated;
#[cfg(all(test, target_os = "linux"))]
mod random;
#[cfg(all(test, target_os = "linux"))]
mod readers;
#[cfg(all(test, target_os = "linux"))]
mod writers;
