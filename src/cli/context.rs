//! What a command knows of the world. It is asked here, once; nobody else looks at the clock, the environment or the
//! terminal.

use std::env;
use std::ffi::OsString;
use std::io::{IsTerminal, stderr, stdin, stdout};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::{Context as _, Result};
use chrono::{Datelike, Local, NaiveDate};

use super::Global;
use super::output::OutputArgs;
use super::recover::recover_if_idle;
use super::voice::tell;
use crate::core::provenance::Provenance;
use crate::core::{public, typed_date};
use crate::history::Repository;
use crate::render::terminal::Terminal;
use crate::store::{Reading, Store, belongs, locate};

/// The world as a command sees it.
#[derive(Debug, Clone)]
pub(super) struct Context {
    /// The day.
    pub(super) today: NaiveDate,
    /// What standard output can do.
    pub(super) terminal: Terminal,
    /// Whether there is a person to ask.
    pub(super) interactive: bool,
    /// The person's editor, as the environment names it.
    pub(super) editor: Option<OsString>,
    /// Whether standard output is a screen.
    pub(super) shows: bool,
    here: PathBuf,
    ledger: Option<PathBuf>,
    provenance: OnceLock<Provenance>,
}

impl Context {
    /// Asks the world.
    pub(super) fn ask(global: &Global) -> Result<Self> {
        let clock = clock();
        let today =
            match global.today.clone().or(variable("LEDGER_TODAY").and_then(|day| day.into_string().ok())) {
                Some(typed) => {
                    let context = typed_date::Context { today: clock, year: clock.year() };
                    typed_date::parse(&typed, context).context("--today（或 LEDGER_TODAY）")?.date
                }
                None => clock,
            };
        let shows = stdout().is_terminal();
        let width = global.width.or_else(|| {
            let known = terminal_size::terminal_size().filter(|_| shows);
            known.map(|(width, _)| width.0.clamp(60, 1000))
        });
        let plain = variable("NO_COLOR").is_some_and(|set| !set.is_empty());
        let dumb = variable("TERM").is_some_and(|term| term == "dumb");
        Ok(Self {
            today,
            terminal: Terminal { width: width.unwrap_or(100), colour: shows && !plain && !dumb },
            interactive: stdin().is_terminal() && stderr().is_terminal(),
            editor: variable("VISUAL").or(variable("EDITOR")),
            shows,
            here: env::current_dir().context("当前文件夹不存在")?,
            ledger: global.ledger.clone().or(variable("LEDGER_DIR").map(PathBuf::from)),
            provenance: OnceLock::new(),
        })
    }

    /// The working directory.
    pub(super) fn here(&self) -> &Path {
        &self.here
    }

    /// The ledger's folder.
    pub(super) fn store(&self) -> Result<Store> {
        Ok(Store::at(locate(self.ledger.as_deref(), &self.here)?))
    }

    /// Reads the ledger, and tells of the files that could not be read. The public edition leaves out what is not public.
    pub(super) fn read(&self, output: &OutputArgs) -> Result<Reading> {
        let store = self.store()?;
        recover_if_idle(&store);
        // Git takes as long to look at all files as reading them does, and is asked meanwhile.
        let mut reading = std::thread::scope(|scope| {
            if output.format().is_ok_and(|format| output.on_paper(format)) {
                scope.spawn(|| self.provenance());
            }
            store.read()
        })?;
        for problem in &reading.problems {
            tell(&problem.to_string());
        }
        if output.public {
            reading.ledger = public::edition(&reading.ledger);
        }
        Ok(reading)
    }

    /// What the history says of the ledger's files; asked once.
    pub(super) fn provenance(&self) -> Result<&Provenance> {
        let store = self.store()?;
        Ok(self.provenance.get_or_init(|| Repository::around(store.root()).provenance(belongs)))
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that asks the clock")]
fn clock() -> NaiveDate {
    Local::now().date_naive()
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
fn variable(name: &str) -> Option<OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}
