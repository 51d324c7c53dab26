//! What a command knows of the world. It is asked here, once; nobody else looks at the clock, the environment or the
//! terminal.

use std::env;
use std::ffi::{OsStr, OsString};
use std::io::{IsTerminal, stderr, stdin, stdout};
use std::path::{Component, Path, PathBuf};

use anyhow::{Context as _, Result};
use chrono::{Datelike, Local, NaiveDate, Utc};

use super::output::OutputArgs;
use super::ui::tell;
use super::{Global, parse};
use crate::core::typed_date;
use crate::core::workday::NATIONAL;
use crate::render::terminal::Terminal;
use crate::session::{Session, Workspace, public_edition};
use crate::store::Reading;

/// The world as a command sees it.
#[expect(clippy::struct_excessive_bools, reason = "each is asked by itself")]
pub(super) struct Context {
    /// The day.
    pub(super) today: NaiveDate,
    /// The last day that a commit can honestly state: whichever is later, the clock's day or the one given as today. Who looks
    /// back from a day that is given does not undo what was kept since.
    pub(super) latest: NaiveDate,
    /// Whether somebody has given the day.
    pub(super) is_given_day: bool,
    /// The ledger.
    pub(super) workspace: Workspace,
    /// What standard output can do.
    pub(super) terminal: Terminal,
    /// Whether there is a person to ask.
    pub(super) interactive: bool,
    /// The person's editor, as the environment names it.
    pub(super) editor: Option<OsString>,
    /// Whether a hook of git's is what runs us: what is about to be committed is the commit's own business.
    pub(super) in_hook: bool,
    /// Whether standard output is a screen.
    pub(super) shows: bool,
}

impl Context {
    /// Asks the world. `as_of` names a moment of the history, whose day is then taken for today.
    pub(super) fn ask(global: &Global, as_of: Option<&str>) -> Result<Self> {
        let (clock, variable_day) =
            (clock(), variable("LEDGER_TODAY").and_then(|day| day.into_string().ok()));
        let fixed_day = |typed: &str, today: NaiveDate| {
            // There is no ledger yet.
            let context = typed_date::Context { today, year: today.year(), holidays: &NATIONAL };
            Ok::<_, anyhow::Error>(
                typed_date::parse(typed, context).context("--today（或 LEDGER_TODAY）")?.date,
            )
        };
        let mut is_given_day = variable_day.is_some() || global.today.is_some();
        let told = match variable_day {
            Some(day) => fixed_day(&day, clock)?,
            None => clock,
        };
        let fixed = global.today.as_deref().map(|day| fixed_day(day, told)).transpose()?;
        let here = env::current_dir().context("当前文件夹不存在")?;
        let ledger = global.ledger.clone().or(variable("LEDGER_DIR").map(PathBuf::from));
        let mut workspace =
            Workspace::new(here, ledger, Box::new(|warning| tell(&format!("注意：{warning}"))));
        let mut today = fixed.unwrap_or(told);
        let latest = today.max(clock);
        if let Some(as_of) = as_of {
            let (moment, day) = parse::moment("截至日期", as_of, [today, latest], &workspace.repository()?)?;
            workspace = workspace.at(moment);
            today = fixed.unwrap_or(day);
            is_given_day = fixed.is_some();
        }
        let shows = stdout().is_terminal();
        let width = global.width.or_else(|| {
            let known = terminal_size::terminal_size().filter(|_| shows);
            known.map(|(width, _)| width.0.clamp(60, 1000))
        });
        let plain = variable("NO_COLOR").is_some_and(|set| !set.is_empty());
        let dumb = variable("TERM").is_some_and(|term| term == "dumb");
        Ok(Self {
            today,
            latest,
            is_given_day,
            workspace,
            terminal: Terminal { width: width.unwrap_or(100), colour: shows && !plain && !dumb },
            interactive: stdin().is_terminal() && stderr().is_terminal(),
            editor: variable("VISUAL").or(variable("EDITOR")),
            in_hook: variable("GIT_INDEX_FILE").is_some(),
            shows,
        })
    }

    /// This program, as others may call it.
    pub(super) fn program() -> Result<PathBuf> {
        env::current_exe().context("不知道本程序在哪里")
    }

    /// Opens the ledger, to change it.
    pub(super) fn open(&self) -> Result<Session<'_>> {
        self.workspace.open(self.today)
    }

    /// Reads the ledger, and tells of the files that could not be read or are gone. The public edition leaves out what is not public.
    ///
    /// What was read stays in memory: the process ends with the command, and taking ten thousand tasks apart takes longer than
    /// printing them.
    pub(super) fn read(&self, output: &OutputArgs) -> Result<&'static Reading> {
        let store = self.workspace.store()?;
        let is_page = output.format().is_ok_and(|format| output.on_paper(format));
        let reading = if is_page {
            self.workspace.read_for_page(&store, self.latest)
        } else {
            self.workspace.read(&store)
        }?;
        for problem in &reading.problems {
            tell(&problem.to_string());
        }
        let reading = if output.public { public_edition(reading) } else { reading };
        Ok(Box::leak(Box::new(reading)))
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that asks the clock")]
fn clock() -> NaiveDate {
    match variable("TZ").filter(|zone| !is_zone(zone)) {
        None => Local::now().date_naive(),
        Some(zone) => {
            tell(&format!(
                "注意：环境变量 TZ 写的“{}”不是时区，日期按世界标准时间（比北京晚 8 小时）算；请改成 Asia/Shanghai",
                zone.display()
            ));
            Utc::now().date_naive()
        }
    }
}

/// Whether the library may look into what the variable names: it reads that to its end, and a device has none.
fn is_zone(named: &OsStr) -> bool {
    const LARGEST: u64 = 1 << 20;
    let named = named.to_string_lossy();
    let path = Path::new(named.strip_prefix(':').unwrap_or(&named));
    if path.is_absolute() {
        return path.metadata().map_or(true, |file| file.is_file() && file.len() < LARGEST);
    }
    !path.components().any(|part| part == Component::ParentDir)
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
fn variable(name: &str) -> Option<OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}
