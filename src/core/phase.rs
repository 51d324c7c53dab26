//! The plan's phases (阶段), against whose ends the ledger is chased.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::toml_value;

/// 阶段. One without an end goes on for good (长期坚持).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct Phase {
    /// The name that tasks refer to.
    pub name: String,
    /// Its first day.
    #[serde(default, deserialize_with = "toml_value::optional_date")]
    pub start: Option<NaiveDate>,
    /// Its last day, the deadline of every task in it that states no earlier one.
    #[serde(default, deserialize_with = "toml_value::optional_date")]
    pub end: Option<NaiveDate>,
}

impl Phase {
    /// The phase of this name.
    pub fn named<'a>(phases: &'a [Self], name: Option<&str>) -> Option<&'a Self> {
        phases.iter().find(|phase| Some(phase.name.as_str()) == name)
    }
}
