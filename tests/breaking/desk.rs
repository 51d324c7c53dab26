//! A computer with one ledger on it, that can be copied, broken and thrown away.

use std::ffi::{OsStr, OsString};
use std::fmt::Write as _;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::figures::variable;

/// The day of everything here: a Friday.
pub(crate) const TODAY: &str = "2026-05-08";

/// How long a command may take before it is taken to hang.
const HANGS: Duration = Duration::from_secs(60);

/// What is added to the settings that `init` writes.
const OFFICES: &str = r#"
[[office]]
name = "综合科"
people = ["试者", "赵蕾", "李强"]
[[office]]
name = "招商科"
people = ["王敏"]
"#;

/// A folder with a ledger in `台账`, a home, a place for temporary files, and material to work from.
pub(crate) struct Desk {
    folder: TempDir,
}

/// What a command said, how it ended, and what it took.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    /// The exit code, 128 + n after signal n, and -1 for what had to be stopped.
    pub(crate) code: i32,
    pub(crate) took: Duration,
    /// Time on a processor, in hundredths of a second, as it was when last looked at.
    pub(crate) worked: u64,
    /// The most memory that was in use, in megabytes.
    pub(crate) megabytes: u64,
}

/// The program that is tried: the one just built, or the one that `LEDGER_BIN` names.
pub(crate) fn program() -> OsString {
    variable("LEDGER_BIN").map_or_else(|| env!("CARGO_BIN_EXE_ledger").into(), OsString::from)
}

impl Desk {
    /// A computer where git knows who is at work, with an empty folder for the ledger.
    pub(crate) fn empty() -> Self {
        let desk = Self { folder: tempfile::Builder::new().prefix("taizhang-").tempdir().unwrap() };
        for name in ["台账", "家", "临时", "材料", "外面"] {
            fs::create_dir(desk.folder.path().join(name)).unwrap();
        }
        let settings = "[user]\n\tname = 试者\n\temail = t@example.org\n[init]\n\tdefaultBranch = main\n\
            [gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n[advice]\n\tdetachedHead = false\n";
        desk.write("../gitconfig", settings);
        desk
    }

    /// A computer with a ledger of twelve tasks, the first three of them late.
    pub(crate) fn with_ledger() -> Self {
        let desk = Self::empty();
        desk.found();
        let mut rows = "任务名称,牵头单位,责任人,完成时限\n".to_owned();
        for number in 1..=12 {
            let due = if number <= 3 { "2026-04-30" } else { "2026-06-30" };
            let _ = writeln!(rows, "任务第{number}项,综合科,赵蕾,{due}");
        }
        desk.write("../材料/起始.csv", rows);
        desk.must(["import", "../材料/起始.csv", "--yes"]);
        desk
    }

    /// Makes an empty ledger, with its settings filled in and kept.
    pub(crate) fn found(&self) {
        self.must(["init", "--name", "试验台账", "--unit", "某局", "--year", "2026"]);
        let settings = self.read("ledger.toml");
        self.write("ledger.toml", settings + OFFICES);
        self.git(["commit", "--quiet", "--all", "--message", "填好设置"]);
    }

    /// The same once more, in a folder of its own.
    pub(crate) fn copy(&self) -> Self {
        self.copy_in(&std::env::temp_dir())
    }

    /// The same once more, somewhere else.
    pub(crate) fn copy_in(&self, place: &Path) -> Self {
        let folder = tempfile::Builder::new().prefix("taizhang-").tempdir_in(place).unwrap();
        let mut from = self.folder.path().as_os_str().to_owned();
        from.push("/.");
        let copied = Command::new("cp").arg("-a").arg(from).arg(folder.path()).status().unwrap();
        assert!(copied.success());
        let copy = Self { folder };
        // Where the shared repository lies is written down in full.
        if let Ok(settings) = fs::read_to_string(copy.path(".git/config")) {
            let (here, there) = (copy.folder.path().display(), self.folder.path().display());
            copy.write(".git/config", settings.replace(&there.to_string(), &here.to_string()));
        }
        copy
    }

    /// The ledger's folder.
    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("台账")
    }

    /// A path in the ledger's folder; `../…` leads out of it.
    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.root().join(file)
    }

    /// Writes a file, with the folders it needs.
    #[expect(clippy::disallowed_methods, reason = "a test writes files as anybody may")]
    pub(crate) fn write(&self, file: &str, content: impl AsRef<[u8]>) {
        let path = self.path(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// A file's text.
    pub(crate) fn read(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).unwrap()
    }

    /// Any program, run in the ledger's folder.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        let inside = |name: &str| self.folder.path().join(name);
        command.current_dir(self.root()).stdin(Stdio::null());
        for variable in [
            "LEDGER_DIR",
            "LEDGER_TODAY",
            "VISUAL",
            "NO_COLOR",
            "XDG_CONFIG_HOME",
            "XDG_STATE_HOME",
            "XDG_CACHE_HOME",
            "XDG_RUNTIME_DIR",
            "LANGUAGE",
            "GIT_DIR",
            "GIT_WORK_TREE",
            "GIT_INDEX_FILE",
            "GIT_PREFIX",
        ] {
            command.env_remove(variable);
        }
        command
            .env("EDITOR", "sed -i s/赵蕾/李强/")
            .env("HOME", inside("家"))
            .env("TMPDIR", inside("临时"))
            .env("GIT_CONFIG_GLOBAL", inside("gitconfig"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_TEMPLATE_DIR", "")
            .env("GIT_AUTHOR_DATE", "2026-05-08T09:00:00+08:00")
            .env("GIT_COMMITTER_DATE", "2026-05-08T09:00:00+08:00")
            .env("TZ", "UTC")
            .env("LC_ALL", "C.UTF-8")
            .env("GIT_CEILING_DIRECTORIES", self.folder.path());
        command
    }

    /// The command `ledger`, on the day of everything here.
    pub(crate) fn ledger<S: AsRef<OsStr>>(&self, words: impl IntoIterator<Item = S>) -> Command {
        let mut command = self.command(program());
        command.args(["--today", TODAY]).args(words);
        command
    }

    /// Runs `ledger`.
    pub(crate) fn run<S: AsRef<OsStr>>(&self, words: impl IntoIterator<Item = S>) -> Said {
        ended(self.ledger(words), HANGS)
    }

    /// Runs `ledger` with a variable of the environment.
    pub(crate) fn run_with<S: AsRef<OsStr>>(
        &self,
        name: &str,
        value: &Path,
        words: impl IntoIterator<Item = S>,
    ) -> Said {
        let mut command = self.ledger(words);
        command.env(name, value);
        ended(command, HANGS)
    }

    /// Runs `ledger`, which has to succeed.
    #[track_caller]
    pub(crate) fn must<S: AsRef<OsStr>>(&self, words: impl IntoIterator<Item = S>) -> Said {
        let said = self.run(words);
        assert_eq!(said.code, 0, "{said:?}");
        said
    }

    /// Runs git in the ledger's folder, whatever comes of it.
    pub(crate) fn try_git<S: AsRef<OsStr>>(&self, words: impl IntoIterator<Item = S>) -> Said {
        let mut command = self.command("git");
        command.args(["-c", "core.quotepath=false"]).args(words);
        ended(command, HANGS)
    }

    /// Runs git in the ledger's folder; it has to succeed.
    #[track_caller]
    pub(crate) fn git<S: AsRef<OsStr>>(&self, words: impl IntoIterator<Item = S>) -> String {
        let said = self.try_git(words);
        assert_eq!(said.code, 0, "git: {said:?}");
        said.stdout
    }

    /// The last commit; nothing where there is none.
    pub(crate) fn head(&self) -> String {
        self.try_git(["rev-parse", "--verify", "--quiet", "HEAD"]).stdout.trim().to_owned()
    }
}

/// Runs a command to its end, and stops it when it hangs.
pub(crate) fn ended(mut command: Command, hangs: Duration) -> Said {
    let (mut stdout, mut stderr) = (tempfile::tempfile().unwrap(), tempfile::tempfile().unwrap());
    let begun = Instant::now();
    command.stdout(stdout.try_clone().unwrap()).stderr(stderr.try_clone().unwrap());
    let mut child = command.spawn().unwrap();
    let (mut worked, mut megabytes, mut looks) = (0, 0, 0_u32);
    let code = loop {
        if let Some(status) = child.try_wait().unwrap() {
            use std::os::unix::process::ExitStatusExt;
            break status.code().unwrap_or_else(|| 128 + status.signal().unwrap_or_default());
        }
        // Looking is not free: a command that is soon over is looked at a few times only.
        looks += 1;
        if looks % 4 == 0 {
            (worked, megabytes) = (worked.max(work_of(child.id())), megabytes.max(memory_of(child.id())));
        }
        // What grows without end is stopped before the machine suffers.
        if begun.elapsed() > hangs || megabytes > 4000 {
            child.kill().unwrap();
            child.wait().unwrap();
            break -1;
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    let took = begun.elapsed();
    Said { stdout: text_of(&mut stdout), stderr: text_of(&mut stderr), code, took, worked, megabytes }
}

fn text_of(file: &mut File) -> String {
    use std::io::{Read, Seek};
    let mut bytes = Vec::new();
    file.rewind().unwrap();
    file.read_to_end(&mut bytes).unwrap();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The most memory a process has had in use so far.
fn memory_of(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or_default() / 1024
}

/// The time a process has spent on a processor so far, by its 14th and 15th field.
fn work_of(process: u32) -> u64 {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields).split_whitespace();
    fields.skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum()
}

/// Every file under a folder, seen from it; what lies in a folder of one of these names is left out.
pub(crate) fn files_under(folder: &Path, without: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).into_iter().flatten().flatten() {
            let path = entry.path();
            if !entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                found.push(path.strip_prefix(folder).unwrap().to_owned());
            } else if !without.iter().any(|name| entry.file_name() == *name) {
                folders.push(path);
            }
        }
    }
    found.sort();
    found
}
