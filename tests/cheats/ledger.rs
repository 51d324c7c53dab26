//! The ledger on which fraud is committed: real folders, real git, the real program, and every clock in one's hand.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use serde_json::Value;
use tempfile::TempDir;

use crate::base;

/// The day on which the inspector comes: a Tuesday.
pub(crate) const JUDGED: &str = "2026-06-30";

/// The clerk's own folder; every other desk is a clone of what that one has sent.
const FIRST: &str = "台账";

/// The half-year that every case copies.
static BASE: OnceLock<Ledger> = OnceLock::new();

/// What a command said, and how it ended.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) code: i32,
}

/// The program would not do what the cheat wanted: the cheat is caught before there is anything to audit.
pub(crate) struct Refused(pub(crate) String);

/// One office's ledger in a folder of its own, with a bare repository beside it and a clone for whoever wants one.
pub(crate) struct Ledger {
    folder: TempDir,
    /// The folder at which one works.
    desk: String,
    today: String,
    moment: String,
    author: String,
    committer: String,
    judged: String,
    pages: Vec<(&'static str, bool)>,
    /// What is on the way to the inspector when the cheat begins.
    before: Vec<String>,
}

impl Ledger {
    /// An empty folder, with an empty bare repository beside it.
    pub(crate) fn empty() -> Self {
        // In memory where there is such a place: what a power cut leaves is tried elsewhere.
        let mut builder = tempfile::Builder::new();
        let builder = builder.prefix("zuobi-");
        let folder = builder.tempdir_in("/dev/shm").or_else(|_| builder.tempdir()).unwrap();
        for name in ["家", "临时", FIRST] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        let identity = "[user]\n\tname = 李强\n\temail = 李强@example.com\n[init]\n\tdefaultBranch = main\n\
                        [gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n[core]\n\tquotepath = false\n";
        put(&folder.path().join("gitconfig"), identity);
        let mut ledger = Self {
            folder,
            desk: FIRST.to_owned(),
            today: String::new(),
            moment: String::new(),
            author: String::new(),
            committer: String::new(),
            judged: JUDGED.to_owned(),
            pages: Vec::new(),
            before: Vec::new(),
        };
        ledger.on("03-02").by("李强");
        ledger.git("init --quiet --bare ../远端.git");
        ledger
    }

    /// The half-year that `base` describes, ready to be cheated: a copy of one that is made once.
    pub(crate) fn of_half_a_year() -> Self {
        let base = BASE.get_or_init(base::half_a_year);
        let mut ledger = Self::empty();
        for name in [FIRST, "远端.git"] {
            copy(&base.folder.path().join(name), &ledger.folder.path().join(name));
        }
        ledger.on("06-29").by("李强");
        ledger.begins();
        ledger
    }

    /// Takes away what the copies are made of: nothing static is ever dropped.
    pub(crate) fn ends_half_a_year() {
        if let Some(base) = BASE.get() {
            fs::remove_dir_all(base.folder.path()).unwrap();
        }
    }

    /// From here on it is the cheat: what was there before is not held against it.
    pub(crate) fn begins(&mut self) {
        self.before = self.git("rev-list --all").lines().map(ToOwned::to_owned).collect();
    }

    /// Whether a commit was there before the cheat began.
    pub(crate) fn was_there(&self, commit: &str) -> bool {
        self.before.iter().any(|known| known == commit)
    }

    /// Another day, on the program's clock and on git's: `06-29` of 2026, or a whole date.
    pub(crate) fn on(&mut self, day: &str) -> &mut Self {
        let day = if day.len() == 5 { format!("2026-{day}") } else { day.to_owned() };
        self.moment = format!("{day}T10:00:00+08:00");
        self.today = day;
        self
    }

    /// Another day on git's clock alone: what is kept from now on says so.
    pub(crate) fn kept_on(&mut self, day: &str) -> &mut Self {
        self.moment = format!("2026-{day}T10:00:00+08:00");
        self
    }

    /// Git's clock, as git reads it.
    pub(crate) fn kept_at(&mut self, moment: &str) -> &mut Self {
        moment.clone_into(&mut self.moment);
        self
    }

    /// Somebody else sits down at the desk.
    pub(crate) fn by(&mut self, name: &str) -> &mut Self {
        name.clone_into(&mut self.author);
        name.clone_into(&mut self.committer);
        self
    }

    /// Commits are made out in this name, and kept under one's own.
    pub(crate) fn signing_as(&mut self, name: &str) -> &mut Self {
        name.clone_into(&mut self.author);
        self
    }

    /// The day on which the inspector comes, where it is not the usual one.
    pub(crate) fn judged_on(&mut self, day: &str) -> &mut Self {
        day.clone_into(&mut self.judged);
        self
    }

    /// Sits down at another computer, with a clone of what has been sent if it is new.
    pub(crate) fn at(&mut self, desk: &str) -> &mut Self {
        if !self.folder.path().join(desk).exists() {
            self.git(&format!("clone --quiet ../远端.git ../{desk}"));
        }
        desk.clone_into(&mut self.desk);
        self
    }

    /// Back to the clerk's own computer.
    pub(crate) fn at_home(&mut self) -> &mut Self {
        self.at(FIRST)
    }

    /// A file at the desk; `../…` leads out of it.
    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(&self.desk).join(file)
    }

    /// Any program, run at the desk.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        let folder = self.folder.path();
        let email = |name: &str| format!("{name}@example.com");
        command
            .current_dir(self.path("."))
            .env_clear()
            .envs(std::env::vars_os().filter(|(name, _)| name == "PATH"))
            .env("HOME", folder.join("家"))
            .env("TMPDIR", folder.join("临时"))
            .env("GIT_CONFIG_GLOBAL", folder.join("gitconfig"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CEILING_DIRECTORIES", folder)
            .env("TZ", "Asia/Shanghai")
            .env("LC_ALL", "C.UTF-8")
            .env("EDITOR", "true")
            .env("GIT_AUTHOR_DATE", &self.moment)
            .env("GIT_COMMITTER_DATE", &self.moment)
            .env("GIT_AUTHOR_NAME", &self.author)
            .env("GIT_AUTHOR_EMAIL", email(&self.author))
            .env("GIT_COMMITTER_NAME", &self.committer)
            .env("GIT_COMMITTER_EMAIL", email(&self.committer))
            .stdin(Stdio::null());
        command
    }

    /// Runs `ledger` with these words, and these variables besides.
    fn ledger<S: AsRef<OsStr>>(&self, words: impl IntoIterator<Item = S>, more: &[(&str, &str)]) -> Said {
        let mut command = self.command(env!("CARGO_BIN_EXE_ledger"));
        command.args(["--today", &self.today]).args(words).envs(more.iter().copied());
        said(command)
    }

    /// Runs `ledger`, whatever comes of it. Words are parted by spaces.
    pub(crate) fn tries(&self, words: &str) -> Said {
        self.ledger(words.split(' '), &[])
    }

    /// Runs `ledger`, which has to succeed.
    #[track_caller]
    pub(crate) fn does(&self, words: &str) -> String {
        let said = self.tries(words);
        assert_eq!(said.code, 0, "{words}: {}{}", said.stdout, said.stderr);
        said.stdout
    }

    /// Runs `ledger` for the cheat's own sake: it may be refused, and then that is the end of it.
    pub(crate) fn cheats(&self, words: &str) -> String {
        not_refused(words, self.tries(words))
    }

    /// The same with variables of one's own.
    pub(crate) fn cheats_with(&self, words: &str, more: &[(&str, &str)]) -> String {
        not_refused(words, self.ledger(words.split(' '), more))
    }

    /// `ledger edit` of a task, or with "" of the settings, in an editor that is `sed`.
    pub(crate) fn edits(&self, id: &str, sed: &str) {
        let editor = self.path("../编辑.sh");
        put(&editor, &format!("sed -i -e '{sed}' \"$1\"\n"));
        let editor = format!("sh '{}'", editor.display());
        let words = ["edit", id].into_iter().filter(|word| !word.is_empty());
        not_refused("edit", self.ledger(words, &[("EDITOR", &editor)]));
    }

    /// `ledger edit` that ends with this file.
    pub(crate) fn edits_into(&self, id: &str, text: &str) {
        let (editor, new) = (self.path("../编辑.sh"), self.path("../新稿"));
        put(&new, text);
        put(&editor, &format!("cat '{}' > \"$1\"\n", new.display()));
        let editor = format!("sh '{}'", editor.display());
        let words = ["edit", id].into_iter().filter(|word| !word.is_empty());
        not_refused("edit", self.ledger(words, &[("EDITOR", &editor)]));
    }

    /// Runs git, which has to succeed. Words are parted by spaces.
    #[track_caller]
    pub(crate) fn git(&self, words: &str) -> String {
        self.git_with(&words.split(' ').collect::<Vec<_>>(), "")
    }

    /// Runs git with words that may hold spaces, and something to read.
    #[track_caller]
    pub(crate) fn git_with(&self, words: &[&str], input: &str) -> String {
        let mut command = self.command("git");
        command.args(words);
        if !input.is_empty() {
            let file = self.path("../输入");
            put(&file, input);
            command.stdin(fs::File::open(file).unwrap());
        }
        let said = said(command);
        assert_eq!(said.code, 0, "git {words:?}: {}{}", said.stdout, said.stderr);
        said.stdout
    }

    /// What git says, in one line.
    #[track_caller]
    pub(crate) fn asks_git(&self, words: &str) -> String {
        self.git(words).trim().to_owned()
    }

    /// Commits everything there is, as a person would without this program.
    #[track_caller]
    pub(crate) fn keeps(&self, message: &str) {
        self.git("add --all");
        self.git_with(&["commit", "--quiet", "--allow-empty", "--message", message], "");
    }

    /// Commits everything under the name of a command that did not do it.
    #[track_caller]
    pub(crate) fn forges(&self, op: &str, tasks: &[&str], sentence: &str) {
        let tasks: Vec<String> = tasks.iter().map(|task| format!("Ledger-Task: 2026-{task}\n")).collect();
        self.keeps(&format!("{sentence}\n\nLedger-Op: {op}\n{}", tasks.concat()));
    }

    /// A file's text.
    #[track_caller]
    pub(crate) fn read(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).unwrap()
    }

    /// A task's file, by its three digits.
    #[track_caller]
    pub(crate) fn task_file(&self, number: &str) -> String {
        self.read(&format!("tasks/2026/{number}.toml"))
    }

    /// Writes a file.
    pub(crate) fn writes(&self, file: &str, text: &str) {
        let path = self.path(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        put(&path, text);
    }

    /// Replaces something in a file, as in Notepad.
    #[track_caller]
    pub(crate) fn replaces(&self, file: &str, from: &str, to: &str) {
        let text = self.read(file);
        assert!(text.contains(from), "{file} has no {from}:\n{text}");
        self.writes(file, &text.replacen(from, to, 1));
    }

    /// Replaces something in a task's file.
    #[track_caller]
    pub(crate) fn rewrites(&self, number: &str, from: &str, to: &str) {
        self.replaces(&format!("tasks/2026/{number}.toml"), from, to);
    }

    /// A task as the program tells it on the day on which it is judged.
    #[track_caller]
    pub(crate) fn task(&self, number: &str) -> Value {
        let said = self.asked(&["show", number, "--format", "json"]);
        serde_json::from_str(&said.stdout).unwrap_or_else(|_| panic!("{}{}", said.stdout, said.stderr))
    }

    /// What is told of a task under one key.
    #[track_caller]
    pub(crate) fn of(&self, number: &str, key: &str) -> String {
        match &self.task(number)[key] {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        }
    }

    /// Whether a task is late and not finished.
    #[track_caller]
    pub(crate) fn is_overdue(&self, number: &str) -> bool {
        self.task(number)["days_overdue"].as_i64().is_some_and(|days| days > 0)
    }

    /// What an office scores.
    #[track_caller]
    pub(crate) fn score(&self, office: &str) -> f64 {
        let said = self.asked(&["score", "--format", "json"]);
        let table: Value = serde_json::from_str(&said.stdout).unwrap();
        let row = table.as_array().unwrap().iter().find(|row| row["office"] == office);
        // Who is judged by nothing stands as well as who is judged by all.
        row.map_or(100.0, |row| row["score"].as_f64().unwrap_or(100.0))
    }

    /// What the audit finds.
    #[track_caller]
    pub(crate) fn findings(&self) -> Vec<Value> {
        let said = self.asked(&["audit", "--format", "json"]);
        serde_json::from_str(&said.stdout).unwrap_or_else(|_| panic!("{}{}", said.stdout, said.stderr))
    }

    /// Asks on the day on which it is judged.
    pub(crate) fn asked(&self, words: &[&str]) -> Said {
        let mut command = self.command(env!("CARGO_BIN_EXE_ledger"));
        command.args(["--today", &self.judged]).args(words);
        said(command)
    }

    /// The cheat has to have worked, or it proves nothing.
    #[track_caller]
    #[expect(clippy::unused_self, reason = "a case reads as what is done with a ledger")]
    pub(crate) fn gains(&self, worked: bool, what: &str) {
        assert!(worked, "the cheat did not work: {what}");
    }

    /// The program may have left alone what it was told to change: then the cheat is refused.
    #[expect(clippy::unused_self, reason = "a case reads as what is done with a ledger")]
    pub(crate) fn wins(&self, worked: bool, what: &str) {
        if !worked {
            std::panic::panic_any(Refused(format!("left as it was: {what}")));
        }
    }

    /// What a reader is told elsewhere than by the audit: at the foot of a page (`foot`), of a commit on paper (`printed`),
    /// by a page of a past day (`as-of`), when exchanging (`sync`).
    pub(crate) fn told(&mut self, whence: &'static str, is_told: bool) {
        self.pages.push((whence, is_told));
    }

    /// Which of those told.
    pub(crate) fn telling(&self) -> Vec<&'static str> {
        self.pages.iter().filter(|(_, is_told)| *is_told).map(|(whence, _)| *whence).collect()
    }
}

/// What a process said.
fn said(mut command: Command) -> Said {
    let output = command.output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Said {
        stdout: text(&output.stdout),
        stderr: text(&output.stderr),
        code: output.status.code().unwrap_or(-1),
    }
}

fn not_refused(words: &str, said: Said) -> String {
    // A usage error is the cheat's own slip, or a command that is still to come.
    assert_ne!(said.code, 2, "{words}: {}", said.stderr);
    if said.code != 0 {
        std::panic::panic_any(Refused(format!("{words}: {}", said.stderr.trim())));
    }
    said.stdout
}

#[expect(clippy::disallowed_methods, reason = "a cheat writes files as anybody may")]
fn put(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
}

/// Copies a folder with all that is in it.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (old, new) = (entry.path(), to.join(entry.file_name()));
        if entry.file_type().unwrap().is_dir() {
            copy(&old, &new);
        } else {
            fs::copy(&old, &new).unwrap();
        }
    }
}
