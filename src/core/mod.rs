//! The ledger's rules: what a task is, when it is due, what light it shows. Pure: no files, no git, no clock.

pub mod calendar;
pub mod change;
pub mod deadline;
pub mod entry;
pub mod field;
pub mod id;
pub mod integrity;
pub mod ledger;
pub mod lifecycle;
pub mod light;
pub mod nearest;
pub mod phase;
pub mod problem;
pub mod provenance;
pub mod public;
pub mod query;
pub mod refusal;
pub mod repeat;
pub mod settings;
pub mod standing;
pub mod status;
pub mod task;
pub mod toml_value;
pub mod typed_date;
pub mod workday;
pub mod writing;
