//! The ledger, broken on purpose: killed at every call that changes a file, refused the disk, written by eight at once, read
//! while it changes, handed folders that mean harm and files that make no sense. What is held against it are its promises —
//! old or new and never half, nothing lost, nothing in the way, no word that is not true, nothing run and nothing touched
//! outside — and not how it keeps them.
//!
//! `cargo test` takes a sample, the same every time. `tests/breaking/long.sh` takes everything, and prints its figures.

#![cfg(target_os = "linux")]

// `cfg(test)` is always true here; it tells clippy that the helpers are tests too.
#[cfg(test)]
mod deeds;
#[cfg(test)]
mod desk;
#[cfg(test)]
mod errors;
#[cfg(test)]
mod figures;
#[cfg(test)]
mod full_disk;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod inject;
#[cfg(test)]
mod kills;
#[cfg(test)]
mod look;
#[cfg(test)]
mod mutated;
#[cfg(test)]
mod random;
#[cfg(test)]
mod readers;
#[cfg(test)]
mod writers;
