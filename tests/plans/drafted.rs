//! What the program made of a plan: the part of its JSON that is scored.

use std::path::Path;
use std::process::Command;

use chrono::NaiveDate;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub(crate) struct Drafted {
    pub(crate) title: Option<String>,
    pub(crate) phases: Vec<Phase>,
    pub(crate) domains: Vec<Domain>,
    pub(crate) tasks: Vec<Task>,
    pub(crate) warnings: Vec<Warning>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Phase {
    pub(crate) name: String,
    pub(crate) start: Option<NaiveDate>,
    pub(crate) end: Option<NaiveDate>,
    pub(crate) line: usize,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Domain {
    pub(crate) name: String,
    pub(crate) line: usize,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Task {
    pub(crate) title: String,
    pub(crate) standard: Option<String>,
    pub(crate) phase: Option<String>,
    pub(crate) lead: Option<String>,
    pub(crate) support: Vec<String>,
    pub(crate) leader: Option<String>,
    pub(crate) owner: Option<String>,
    pub(crate) start: Option<NaiveDate>,
    pub(crate) due: Option<NaiveDate>,
    pub(crate) long_term: bool,
    pub(crate) repeat: Option<Repeat>,
    pub(crate) milestones: Vec<Milestone>,
    pub(crate) weight: Option<f64>,
    pub(crate) tags: Vec<String>,
    pub(crate) line: usize,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Repeat {
    pub(crate) every: String,
    pub(crate) times: u32,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Milestone {
    pub(crate) due: NaiveDate,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Warning {
    pub(crate) line: usize,
}

/// Lets the program read a plan, in a folder without a ledger and on a day long after the plan.
pub(crate) fn draft(plan: &Path) -> Drafted {
    let empty = tempfile::tempdir().unwrap();
    let plan = plan.canonicalize().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_ledger"))
        .arg("draft")
        .arg(&plan)
        .args(["--format", "json", "--today", "2026-06-30"])
        .current_dir(empty.path())
        .env_remove("LEDGER_DIR")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}: {}", plan.display(), String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}
