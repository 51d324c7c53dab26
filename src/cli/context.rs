//! What a command knows of the world. It is asked here, once; nobody else looks at the clock, the environment or the
//! terminal.

use std::env;
use std::ffi::{OsStr, OsString};
use std::io::{IsTerminal, stderr, stdin, stdout};
use std::path::{Component, Path, PathBuf};
use std::sync::OnceLock;

use anyhow::{Context as _, Result, bail};
use chrono::{Datelike, Local, NaiveDate, Utc};

use super::output::OutputArgs;
use super::recover::{current, steadily, take_up_if_idle};
use super::voice::tell;
use super::{Global, compared, typed};
use crate::core::provenance::{Provenance, short};
use crate::core::unread::Unread;
use crate::core::workday::NATIONAL;
use crate::core::{public, typed_date};
use crate::folder::Private;
use crate::history::{Moment, Repository, fingerprint, git_directory};
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
    /// Whether a hook of git's is what runs us: what is about to be committed is the commit's own business.
    pub(super) in_hook: bool,
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
                let repository = Repository::around(&located(ledger.as_deref(), &here)?);
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
            in_hook: variable("GIT_INDEX_FILE").is_some(),
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
        let root = located(self.ledger.as_deref(), &self.here)?;
        let private = private(&root)?;
        let store = Store::at(root, private);
        let Some(moment) = &self.moment else { return Ok(current(store)) };
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
        Ok(Repository::around(&located(self.ledger.as_deref(), &self.here)?))
    }

    /// Reads the ledger, and tells of the files that could not be read or are gone. The public edition leaves out what is not public.
    ///
    /// What was read stays in memory: the process ends with the command, and taking ten thousand tasks apart takes longer than
    /// printing them.
    pub(super) fn read(&self, output: &OutputArgs) -> Result<&'static Reading> {
        let store = self.store()?;
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

    /// Takes up what an earlier command began and did not end. A folder that cannot be written is read as it is.
    pub(super) fn take_up(&self) {
        if let Ok(root) = located(self.ledger.as_deref(), &self.here)
            && let Ok(private) = private(&root)
        {
            take_up_if_idle(&Store::at(root, private));
        }
    }

    /// What the history says of the ledger's files; asked once.
    pub(super) fn provenance(&self) -> Result<&Provenance> {
        if let Some(provenance) = self.provenance.get() {
            return Ok(provenance);
        }
        let provenance = if let Some(moment) = &self.moment {
            Provenance { commit: Some(moment.commit.clone()), unkept: false }
        } else {
            let repository = self.repository()?;
            steadily(&self.store()?, |_| Ok(repository.provenance(belongs)))?
        };
        Ok(self.provenance.get_or_init(|| provenance))
    }
}

/// The ledger's folder.
fn located(given: Option<&Path>, here: &Path) -> Result<PathBuf> {
    // Settings that are not there may be what a change that was cut short was just about to write.
    let is_unfinished = |folder: &Path| {
        let begun = private(folder).and_then(|private| private.begun()).ok().flatten();
        begun
            .is_some_and(|begun| folder.canonicalize().is_ok_and(|folder| folder == Path::new(&begun.ledger)))
    };
    locate(given, here, is_unfinished)
}

/// The program's own folder for the ledger at `root`.
pub(super) fn private(root: &Path) -> Result<Private> {
    match git_directory(root) {
        Some(git) => Ok(Private::in_git(&git)),
        None => Private::in_state(&fingerprint(root.canonicalize()?.as_os_str().as_encoded_bytes())),
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
