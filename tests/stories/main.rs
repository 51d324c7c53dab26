//! What people want from the ledger, told as stories: the program is run as they would run it, and everything that it
//! prints and writes is compared.
//!
//! The day, the author, git's configuration and the width are frozen, so every output is the same byte for byte.

#![expect(
    clippy::too_many_lines,
    reason = "a whole page in a snapshot is long, and the story around it short"
)]

// `cfg(test)` is always true here; it tells clippy that the helpers are tests too.
#[cfg(test)]
mod common;
#[cfg(test)]
mod office;
#[cfg(test)]
mod sample;

#[cfg(test)]
mod a_process_from_a_template;
#[cfg(test)]
mod apart_from_everybody;
#[cfg(test)]
mod asking;
#[cfg(test)]
mod audit_trail;
#[cfg(test)]
mod broken_files;
#[cfg(test)]
mod calendar_file;
#[cfg(test)]
mod chasing_offices;
#[cfg(test)]
mod chasing_overdue;
#[cfg(test)]
mod correcting_tasks;
#[cfg(test)]
mod failing;
#[cfg(test)]
mod first_week;
#[cfg(test)]
mod floods;
#[cfg(test)]
mod formats;
#[cfg(test)]
mod from_a_plan;
#[cfg(test)]
mod from_spreadsheets;
#[cfg(test)]
mod guests;
#[cfg(test)]
mod handing_on;
#[cfg(test)]
mod helping;
#[cfg(test)]
mod hostile_texts;
#[cfg(test)]
mod keeping_tasks;
#[cfg(test)]
mod kept_on;
#[cfg(test)]
mod leaving_alone;
#[cfg(test)]
mod looking_back;
#[cfg(test)]
mod missing;
#[cfg(test)]
mod mistakes;
#[cfg(test)]
mod monday;
#[cfg(test)]
mod moving_a_phase;
#[cfg(test)]
mod moving_deadlines;
#[cfg(test)]
mod on_every_paper;
#[cfg(test)]
mod on_the_wall;
#[cfg(test)]
mod one_deadline_moved_twice;
#[cfg(test)]
mod other_formats;
#[cfg(test)]
mod out_and_in_again;
#[cfg(test)]
mod plain_git;
#[cfg(test)]
mod readme;
#[cfg(test)]
mod registered_by_mistake;
#[cfg(test)]
mod rewritten;
#[cfg(test)]
mod scoring;
#[cfg(test)]
mod starting;
#[cfg(test)]
mod taking_back;
#[cfg(test)]
mod two_at_once;
#[cfg(test)]
mod what_was_typed;
#[cfg(test)]
mod who_works_here;
#[cfg(test)]
mod working_days;
#[cfg(test)]
mod working_together;
