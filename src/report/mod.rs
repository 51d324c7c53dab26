//! Reports: what is true on a given day, as plain named data. Every format is drawn from these, JSON directly.

pub mod agenda;
pub mod audit;
pub mod board;
pub mod bulletin;
pub mod check;
pub mod counts;
pub mod dashboard;
pub mod diff;
pub mod draft;
pub mod due;
pub mod export;
pub mod facts;
pub mod import;
pub mod list;
pub mod log;
pub mod notice;
pub mod overdue;
pub mod phases;
pub mod score;
pub mod show;
pub mod signatures;
pub mod whoami;
