//! What a command knows of the world. It is asked here, once; nobody else looks at the clock, the environment or the
//! terminal.

use std::env;
use std::ffi::OsString;
use std::io::{IsTerminal, stderr, stdin, stdout};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::{Context as _, Result, bail};
use chrono::{Datelike, Local, NaiveDate};

use super::output::OutputArgs;
use super::recover::recover_if_idle;
use super::voice::tell;
use super::{Global, compared, typed};
use crate::core::provenance::{Provenance, short};
use crate::core::unread::Unread;
use crate::core::workday::NATIONAL;
use crate::core::{public, typed_date};
use crate::history::{Moment, Repository};
use crate::render::terminal::Terminal;
use crate::store::{Held, Reading, SETTINGS, Store, belongs, locate};

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
    /// Which moment of the history is looked at, where it is not the folder as it stands.
    moment: Option<Moment>,
    held: OnceLock<Store>,
}

impl Context {
    /// Asks the world. `as_of` names a moment of the history, whose day is then taken for today.
    pub(super) fn ask(global: &Global, as_of: Option<&str>) -> Result<Self> {
        let clock = clock();
        let fixed_day = |typed: &str, today: NaiveDate| {
            // There is no ledger yet.
            let context = typed_date::Context { today, year: today.year(), holidays: &NATIONAL };
            Ok::<_, anyhow::Error>(
                typed_date::parse(typed, context).context("--today（或 LEDGER_TODAY）")?.date,
            )
        };
        let clock = match variable("LEDGER_TODAY").and_then(|day| day.into_string().ok()) {
            Some(day) => fixed_day(&day, clock)?,
            None => clock,
        };
        let fixed = global.today.as_deref().map(|day| fixed_day(day, clock)).transpose()?;
        let here = env::current_dir().context("当前文件夹不存在")?;
        let ledger = global.ledger.clone().or(variable("LEDGER_DIR").map(PathBuf::from));
        let past = match as_of {
            Some(as_of) => {
                let repository = Repository::around(&locate(ledger.as_deref(), &here)?);
                Some(typed::moment("截至日期", as_of, fixed.unwrap_or(clock), &repository)?)
            }
            None => None,
        };
        let (moment, day) = past.unzip();
        let today = fixed.or(day).unwrap_or(clock);
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
            here,
            ledger,
            provenance: OnceLock::new(),
            moment,
            held: OnceLock::new(),
        })
    }

    /// The working directory.
    pub(super) fn here(&self) -> &Path {
        &self.here
    }

    /// The ledger: its folder, or what the history held of it at the moment that was asked for.
    pub(super) fn store(&self) -> Result<Store> {
        let store = Store::at(locate(self.ledger.as_deref(), &self.here)?);
        let Some(moment) = &self.moment else { return Ok(store) };
        if let Some(held) = self.held.get() {
            return Ok(held.clone());
        }
        // Evidence may be large, and nobody looks into it.
        let files = Repository::around(store.root())
            .held(moment, |file| belongs(file) && !file.starts_with("evidence/"))?;
        let held: Held = files.into_iter().collect();
        if !held.contains_key(SETTINGS) {
            bail!(
                "{}（提交 {}）的历史里，这个文件夹还没有台账（{SETTINGS}）；请写以后的日期",
                moment.day,
                short(&moment.commit)
            );
        }
        Ok(self.held.get_or_init(|| store.as_held(held)).clone())
    }

    /// The ledger, where there is one: none was named, and none is found.
    pub(super) fn store_if_any(&self) -> Result<Option<Store>> {
        match self.store() {
            Err(_) if self.ledger.is_none() => Ok(None),
            store => store.map(Some),
        }
    }

    /// The moment of the history that is looked at, where it is not the folder as it stands.
    pub(super) fn moment(&self) -> Option<&Moment> {
        self.moment.as_ref()
    }

    /// This program, as others may call it.
    pub(super) fn program() -> Result<PathBuf> {
        env::current_exe().context("不知道本程序在哪里")
    }

    /// The ledger's repository.
    pub(super) fn repository(&self) -> Result<Repository> {
        Ok(Repository::around(&locate(self.ledger.as_deref(), &self.here)?))
    }

    /// Reads the ledger, and tells of the files that could not be read or are gone. The public edition leaves out what is not public.
    ///
    /// What was read stays in memory: the process ends with the command, and taking ten thousand tasks apart takes longer than
    /// printing them.
    pub(super) fn read(&self, output: &OutputArgs) -> Result<&'static Reading> {
        let store = self.store()?;
        if self.moment.is_none() {
            recover_if_idle(&store);
        }
        // Git takes as long to look at all files as reading them does, and is asked meanwhile.
        let mut reading = std::thread::scope(|scope| {
            if output.format().is_ok_and(|format| output.on_paper(format)) {
                scope.spawn(|| self.provenance());
            }
            compared::read(&store)
        })?;
        for problem in &reading.problems {
            tell(&problem.to_string());
        }
        if output.public {
            reading.ledger = public::edition(&reading.ledger, &reading.unread);
            reading.unread = reading.unread.into_iter().map(Unread::unnamed).collect();
        }
        Ok(Box::leak(Box::new(reading)))
    }

    /// What the history says of the ledger's files; asked once.
    pub(super) fn provenance(&self) -> Result<&Provenance> {
        let repository = self.repository()?;
        Ok(self.provenance.get_or_init(|| match &self.moment {
            Some(moment) => Provenance { commit: Some(moment.commit.clone()), unkept: false },
            None => repository.provenance(belongs),
        }))
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
