//! The world of a story: a folder of its own, a real git repository, and nothing that differs from one machine to the next.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// The day of every story that does not say otherwise: a Tuesday.
pub(crate) const TODAY: &str = "2026-06-30";

/// A computer with one ledger on it.
pub(crate) struct World {
    folder: TempDir,
    today: String,
    variables: Vec<(String, String)>,
}

/// What a command said, and how it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) code: i32,
}

impl World {
    /// A computer where git knows who is at work, with an empty folder to work in.
    pub(crate) fn empty() -> Self {
        let folder = tempfile::Builder::new().prefix("taizhang-").tempdir().unwrap();
        for name in ["家", "临时", "台账"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        let world = Self { folder, today: TODAY.to_owned(), variables: Vec::new() };
        world.is("李强");
        world
    }

    /// Tells git who is at work.
    pub(crate) fn is(&self, name: &str) {
        let email = if name == "李强" { "liqiang" } else { name };
        let identity = format!(
            "[user]\n\tname = {name}\n\temail = {email}@example.com\n[init]\n\tdefaultBranch = main\n"
        );
        put(&self.config(), identity.as_bytes());
    }

    /// A computer where nobody has told git their name.
    pub(crate) fn of_a_stranger() -> Self {
        let world = Self::empty();
        world.forget_who();
        world
    }

    /// A ledger just made, with the plan's phases, fields of work and offices filled in and kept.
    pub(crate) fn with_ledger() -> Self {
        let world = Self::with_settings(crate::sample::SETTINGS);
        assert_eq!(world.head_count(), 2);
        world
    }

    /// A ledger with these settings, kept.
    pub(crate) fn with_settings(settings: &str) -> Self {
        let world = Self::empty();
        assert_eq!(world.run(["init"]).code, 0);
        world.write("ledger.toml", settings);
        world.commit_all("填好设置");
        world
    }

    /// The ledger of `sample`: a task in every state there is.
    pub(crate) fn with_tasks() -> Self {
        let world = Self::with_ledger();
        for (file, text) in crate::sample::TASKS {
            world.write(&format!("tasks/2026/{file}"), text);
        }
        world.write("evidence/2026-001/方案.txt", "实施方案\n");
        world.commit_all("登记任务");
        world
    }

    /// Moves on to another day.
    pub(crate) fn today_is(&mut self, day: &str) {
        day.clone_into(&mut self.today);
    }

    /// Git merges tasks with this program from now on.
    pub(crate) fn merges_tasks(&self) {
        let driver = format!("'{}' merge-driver %O %A %B %P", env!("CARGO_BIN_EXE_ledger"));
        self.git(["config", "merge.ledger.driver", &driver]);
        self.write(".gitattributes", "tasks/**/*.toml merge=ledger\n");
        self.commit_all("逐栏合并任务文件");
    }

    /// Moves on to another day, in the ledger's books and in git's.
    pub(crate) fn on(&mut self, day: &str) -> &mut Self {
        self.today_is(day);
        self.kept_at(&format!("{day}T10:00:00+08:00"))
    }

    /// What is kept from now on is kept at this moment, whatever day the ledger takes it for.
    pub(crate) fn kept_at(&mut self, moment: &str) -> &mut Self {
        for variable in ["GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"] {
            self.set_variable(variable, moment);
        }
        self
    }

    /// Somebody else sits down at the desk.
    pub(crate) fn by(&mut self, name: &str) -> &mut Self {
        for variable in ["GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"] {
            self.set_variable(variable, name);
        }
        self
    }

    /// A ledger made on this day, with these settings.
    pub(crate) fn founded_on(day: &str, settings: &str) -> Self {
        let mut world = Self::empty();
        world.on(day);
        world.must(["init"]);
        world.write("ledger.toml", settings);
        world.commit_all("填好设置");
        world
    }

    /// A change that a power cut ended in the middle: `old` and `new` are its commits, and the branch is wherever it is.
    pub(crate) fn cut_short(&self, sentence: &str, old: &str, new: &str) {
        let [old, new] = [old, new].map(|commit| self.git(["rev-parse", commit]).trim().to_owned());
        let ledger = self.path(".").canonicalize().unwrap();
        let begun = format!(
            "{{\"serial\":999,\"sentence\":\"{sentence}\",\"ledger\":\"{}\",\"steps\":{{\"Commit\":\
             {{\"branch\":\"refs/heads/main\",\"old\":\"{old}\",\"new\":\"{new}\",\"over\":{{}}}}}}}}",
            ledger.display()
        );
        self.write(".git/ledger/begun.json", begun);
        let token = self.path(".git/ledger/token");
        if token.exists() {
            fs::copy(token, self.path(".git/index.lock")).unwrap();
        }
    }

    /// Runs `ledger` without being told what day it is.
    pub(crate) fn run_undated<S: AsRef<OsStr>>(&self, words: impl IntoIterator<Item = S>) -> Said {
        let mut command = self.command(env!("CARGO_BIN_EXE_ledger"));
        command.env("LEDGER_TODAY", &self.today).args(words).stdin(std::process::Stdio::null());
        self.said(&command.output().unwrap())
    }

    /// Sets a variable for every command that follows.
    pub(crate) fn set_variable(&mut self, name: &str, value: &str) {
        self.variables.push((name.to_owned(), value.to_owned()));
    }

    /// Takes the person's name from git's settings.
    pub(crate) fn forget_who(&self) {
        put(&self.config(), b"[init]\n\tdefaultBranch = main\n");
    }

    /// The ledger's folder, where commands are run.
    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("台账")
    }

    /// A path in the ledger's folder; `../…` leads out of it.
    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.root().join(file)
    }

    /// Runs `ledger` on the world's day.
    pub(crate) fn run<S: AsRef<OsStr>>(&self, words: impl IntoIterator<Item = S>) -> Said {
        self.run_in(".", words)
    }

    /// Runs `ledger` in another folder.
    pub(crate) fn run_in<S: AsRef<OsStr>>(&self, folder: &str, words: impl IntoIterator<Item = S>) -> Said {
        let mut command = self.ledger();
        // Nobody is there to be asked.
        command.current_dir(self.path(folder)).args(words).stdin(std::process::Stdio::null());
        self.said(&command.output().unwrap())
    }

    /// Runs `ledger`, which has to succeed.
    #[track_caller]
    pub(crate) fn must<S: AsRef<OsStr>>(&self, words: impl IntoIterator<Item = S>) -> Said {
        let said = self.run(words);
        assert_eq!(said.code, 0, "{said}");
        said
    }

    /// The command `ledger` in this world, on the world's day.
    pub(crate) fn ledger(&self) -> Command {
        let mut command = self.command(env!("CARGO_BIN_EXE_ledger"));
        command.args(["--today", &self.today]);
        command
    }

    /// Any program in this world, run in the ledger's folder.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.root());
        for variable in [
            "LEDGER_DIR",
            "LEDGER_TODAY",
            "VISUAL",
            "NO_COLOR",
            "XDG_CONFIG_HOME",
            "LANGUAGE",
            "GIT_DIR",
            "GIT_WORK_TREE",
            "GIT_INDEX_FILE",
            "GIT_PREFIX",
            "GIT_AUTHOR_NAME",
            "GIT_AUTHOR_EMAIL",
            "GIT_COMMITTER_NAME",
            "GIT_COMMITTER_EMAIL",
        ] {
            command.env_remove(variable);
        }
        for (name, value) in self.fixed_variables() {
            command.env(name, value);
        }
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }

    /// What the environment says in every story.
    pub(crate) fn fixed_variables(&self) -> [(&'static str, PathBuf); 10] {
        let text = PathBuf::from;
        [
            // Nobody sits at these terminals: an editor that changes nothing, where a story names no other.
            ("EDITOR", text("true")),
            ("HOME", self.folder.path().join("家")),
            ("TMPDIR", self.folder.path().join("临时")),
            ("GIT_CONFIG_GLOBAL", self.config()),
            ("GIT_CONFIG_NOSYSTEM", text("1")),
            ("GIT_AUTHOR_DATE", text("2026-06-30T09:00:00+08:00")),
            ("GIT_COMMITTER_DATE", text("2026-06-30T09:00:00+08:00")),
            ("TZ", text("UTC")),
            ("LC_ALL", text("C.UTF-8")),
            // No repository above the temporary folder is ever found.
            ("GIT_CEILING_DIRECTORIES", self.folder.path().to_owned()),
        ]
    }

    /// What a finished process said, with the world's folder named `…`.
    pub(crate) fn said(&self, output: &Output) -> Said {
        let text = |bytes: &[u8]| self.without_paths(std::str::from_utf8(bytes).unwrap());
        Said {
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
            code: output.status.code().unwrap_or(-1),
        }
    }

    /// Runs git in the ledger's folder; it has to succeed.
    #[track_caller]
    pub(crate) fn git<S: AsRef<OsStr>>(&self, words: impl IntoIterator<Item = S>) -> String {
        let output = self.command("git").args(["-c", "core.quotepath=false"]).args(words).output().unwrap();
        assert!(output.status.success(), "git: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Commits everything there is, as a person would without this program.
    pub(crate) fn commit_all(&self, message: &str) {
        self.git(["add", "--all"]);
        self.git(["commit", "--quiet", "--message", message]);
    }

    /// How many commits there are.
    pub(crate) fn head_count(&self) -> usize {
        self.git(["rev-list", "--count", "HEAD"]).trim().parse().unwrap()
    }

    /// The last commit: its message and the paths in it.
    pub(crate) fn last_commit(&self) -> String {
        self.git(["show", "--name-status", "--format=%an <%ae>%n%B", "HEAD"])
    }

    /// Writes a file, with the folders it needs.
    pub(crate) fn write(&self, file: &str, content: impl AsRef<[u8]>) {
        let path = self.path(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        put(&path, content.as_ref());
    }

    /// A file's text.
    #[track_caller]
    pub(crate) fn read(&self, file: &str) -> String {
        String::from_utf8(fs::read(self.path(file)).unwrap()).unwrap()
    }

    /// The file of a task of 2026.
    #[track_caller]
    pub(crate) fn task(&self, number: &str) -> String {
        self.read(&format!("tasks/2026/{number}.toml"))
    }

    /// Everything there is to lose: each file with its content, the last commit, and what git says of the folder.
    pub(crate) fn state(&self) -> State {
        let mut files = BTreeMap::new();
        collect(&self.root(), &self.root(), &mut files);
        let head = self.git(["rev-parse", "HEAD"]);
        State { files, head, status: self.git(["status", "--porcelain", "--untracked-files=all"]) }
    }

    /// Makes an executable shell script beside the ledger, and names it.
    pub(crate) fn script(&self, name: &str, body: &str) -> String {
        let path = self.path("..").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        put_program(&path, body);
        path.display().to_string()
    }

    /// Makes git call `body` before each commit.
    pub(crate) fn set_hook(&self, name: &str, body: &str) {
        let path = self.path(".git/hooks").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        put_program(&path, body);
    }

    fn config(&self) -> PathBuf {
        self.folder.path().join("gitconfig")
    }

    /// The temporary folder is `…`, a temporary file `ledger-？.toml`, and the commit that a page was drawn from `〔提交〕`.
    fn without_paths(&self, text: &str) -> String {
        let text = &without_commit(text);
        let real = self.folder.path().canonicalize().unwrap();
        let text = text.replace(&real.display().to_string(), "…");
        let text = text.replace(&self.folder.path().display().to_string(), "…");
        match text.split_once("…/临时/ledger-") {
            Some((before, after)) => {
                let rest = after.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
                format!("{before}…/临时/ledger-？{rest}")
            }
            None => text,
        }
    }
}

/// The digits of commits change with every file of the story: all of them, and the ten that people are shown.
pub(crate) fn without_commits(text: &str) -> String {
    let mut shown = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_hexdigit()) {
        let (before, found) = rest.split_at(at);
        let end = found.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(found.len());
        let (word, after) = found.split_at(end);
        let is_commit =
            matches!(word.len(), 10 | 40 | 64) && word.bytes().all(|digit| digit.is_ascii_hexdigit());
        shown.push_str(before);
        shown.push_str(if is_commit { "〔某提交〕" } else { word });
        rest = after;
    }
    shown + rest
}

/// The ten digits of a commit change with every file of the story.
pub(crate) fn without_commit(text: &str) -> String {
    const BEFORE: &str = "依据提交 ";
    let mut parts = text.split(BEFORE);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_hexdigit());
        assert_eq!(part.len() - rest.len(), 10, "no commit in {part}");
        format!("{text}{BEFORE}〔提交〕{rest}")
    })
}

/// Everything there is to lose.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct State {
    files: BTreeMap<PathBuf, Vec<u8>>,
    head: String,
    status: String,
}

impl State {
    /// The files that are not the same in both, the heads where these differ, and what git says.
    pub(crate) fn differs_from(&self, other: &Self) -> Vec<String> {
        let files: std::collections::BTreeSet<&PathBuf> =
            self.files.keys().chain(other.files.keys()).collect();
        let files = files.into_iter().filter(|file| self.files.get(*file) != other.files.get(*file));
        let mut differs: Vec<String> = files.map(|file| file.display().to_string()).collect();
        if (&self.head, &self.status) != (&other.head, &other.status) {
            differs.push(format!("{}{} | {}{}", self.head, self.status, other.head, other.status));
        }
        differs
    }
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "HEAD {}{}", self.head, self.status)?;
        for (file, bytes) in &self.files {
            writeln!(f, "=== {}\n{}", file.display(), String::from_utf8_lossy(bytes))?;
        }
        Ok(())
    }
}

impl fmt::Display for Said {
    /// What was said; after a line each, what was said aside, and an exit code that is not 0. What nobody would see is
    /// spelt out: the mark of a file for Excel, and the two spaces that break a line of Markdown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.stdout.replace('\u{feff}', "〔BOM〕").replace("  \n", "␠␠\n"))?;
        if !self.stderr.is_empty() {
            write!(f, "--- stderr\n{}", self.stderr)?;
        }
        if self.code != 0 {
            write!(f, "--- exit {}", self.code)?;
        }
        Ok(())
    }
}

#[expect(clippy::disallowed_methods, reason = "a story writes files as anybody may")]
pub(crate) fn put(path: &Path, bytes: &[u8]) {
    fs::write(path, bytes).unwrap();
}

/// Writes a shell script that can be run. A process of its own writes it: while this one had it open, another story might
/// start a process that kept it open too, and what is open for writing cannot be run.
fn put_program(path: &Path, body: &str) {
    let mut child = Command::new("sh")
        .args(["-c", "cat > \"$0\" && chmod 755 \"$0\""])
        .arg(path)
        .stdin(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let script = format!("#!/bin/sh\n{body}\n");
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), script.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success());
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let inside = path.strip_prefix(root).unwrap().to_owned();
        // Git's own files are told by its status.
        if inside == Path::new(".git") {
            continue;
        }
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            files.insert(inside, fs::read(&path).unwrap());
        }
    }
}
