//! `inject.c`, built once by the C compiler that builds the ledger's libraries, and run.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::Duration;

use crate::desk::{Desk, Said, TODAY, ended, program};

/// Whose calls are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whose {
    All,
    Git,
}

/// What happens at the chosen call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    KillCaller,
    KillProgram,
    KillAll,
    /// This call fails with this error.
    Once(i32),
    /// It does, and so does every later one that can.
    Onwards(i32),
}

/// What became of a command at one of whose calls something happened.
pub(crate) struct Shot {
    pub(crate) said: Said,
    /// How many calls were counted.
    pub(crate) calls: usize,
    /// The call at which it happened.
    pub(crate) at: Option<String>,
}

/// Runs `ledger`, and has something happen at one of its calls.
#[derive(Clone)]
pub(crate) struct Injector(PathBuf);

/// The injector, where it can be built and may trace.
pub(crate) fn injector() -> Result<Injector, String> {
    static BUILT: OnceLock<Result<Injector, String>> = OnceLock::new();
    BUILT.get_or_init(build).clone()
}

fn build() -> Result<Injector, String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/breaking/inject.c");
    // Two runs of the tests may build it at once.
    let (fresh, built) = (folder.join(format!("inject.{}", std::process::id())), folder.join("inject"));
    let compiled = Command::new("cc").args(["-O1", "-o"]).arg(&fresh).arg(source).output();
    let compiled = compiled.is_ok_and(|output| output.status.success());
    if !compiled || fs::rename(&fresh, &built).is_err() {
        return Err("cc cannot build tests/breaking/inject.c here".to_owned());
    }
    let traced = Command::new(&built).args(["/dev/null", "all", "kill-all", "0", "--", "true"]).status();
    if !traced.is_ok_and(|status| status.success()) {
        return Err("no process may be traced here".to_owned());
    }
    Ok(Injector(built))
}

impl Injector {
    /// Runs `ledger`; at the `chosen` call (0: none) what is asked happens, and at once after it `then`.
    pub(crate) fn shoot<S: AsRef<OsStr>>(
        &self,
        desk: &Desk,
        words: impl IntoIterator<Item = S>,
        (whose, what, chosen): (Whose, What, usize),
        then: impl FnOnce() + Send,
    ) -> Shot {
        let whose = match whose {
            Whose::All => "all",
            Whose::Git => "git",
        };
        let what = match what {
            What::KillCaller => "kill-caller".to_owned(),
            What::KillProgram => "kill-program".to_owned(),
            What::KillAll => "kill-all".to_owned(),
            What::Once(reason) => format!("once:{reason}"),
            What::Onwards(reason) => format!("onwards:{reason}"),
        };
        let log = desk.path("../calls");
        let mut command = desk.command(&self.0);
        command.arg(&log).args([whose, &what, &chosen.to_string(), "--"]);
        command.arg(program()).args(["--today", TODAY]).args(words);
        let happened = || fs::read_to_string(&log).unwrap_or_default().contains("HIT\n");
        let said = std::thread::scope(|scope| {
            let running = scope.spawn(|| ended(command, Duration::from_secs(120)));
            while !running.is_finished() && !happened() {
                std::thread::sleep(Duration::from_millis(1));
            }
            if happened() {
                then();
            }
            running.join().unwrap()
        });
        let lines = fs::read_to_string(&log).unwrap_or_default();
        let before_hit = lines.lines().zip(lines.lines().skip(1)).find(|(_, next)| *next == "HIT");
        Shot {
            said,
            calls: lines.lines().filter(|line| *line != "HIT").count(),
            at: before_hit.map(|(line, _)| line.to_owned()),
        }
    }
}
