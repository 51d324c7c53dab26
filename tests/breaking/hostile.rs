//! A ledger that somebody sent, and that means harm: whatever it holds, nothing of it is run, nothing outside it is read or
//! written, and nothing of it stops or floods the program.

use std::ffi::OsString;
use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::time::Duration;

use serde_json::{Value, json};

use crate::desk::{Desk, Said, ended, files_under};
use crate::figures::{Figures, each, is_long, nothing_of, variable};

/// What is known of everything that lies outside.
const SECRET: &str = "外面的机密";

/// How long a command may take and how much memory, of a program built for use; a wall clock that others share, and a program
/// built for looking into, are slower.
const SECONDS: u64 = 2;
const MEGABYTES: u64 = 300;
/// How long it may stand still, on a machine that others use as well.
const STANDS_STILL: Duration = Duration::from_secs(20);

/// A ledger that means harm: what is done to an honest one.
struct Harm {
    name: &'static str,
    done: fn(&Desk),
    /// Whether it comes as people get one: by a clone.
    cloned: bool,
}

const fn cloned(name: &'static str, done: fn(&Desk)) -> Harm {
    Harm { name, done, cloned: true }
}

/// As it comes on a stick or in a shared folder: git carries no pipes.
const fn lying_there(name: &'static str, done: fn(&Desk)) -> Harm {
    Harm { name, done, cloned: false }
}

const HARMS: [Harm; 42] = [
    cloned("a journal that writes a new file anywhere", |desk| {
        journal(desk, &[(&outside(desk, "新.txt"), Some("x"), None)]);
    }),
    cloned("a journal that writes beside the folder", |desk| {
        journal(desk, &[("../../外面/新.txt", Some("x"), None)]);
    }),
    cloned("a journal that overwrites a known file", |desk| {
        journal(desk, &[(&outside(desk, "机密.txt"), Some("x"), Some(SECRET))]);
    }),
    cloned("a journal that removes a known file", |desk| {
        journal(desk, &[(&outside(desk, "机密.txt"), None, Some(SECRET))]);
    }),
    cloned("a journal that writes git's settings, without a history", |desk| {
        without_history(desk);
        let settings = format!("[core]\n\tfsmonitor = \"{}\"\n", runs(desk));
        journal(
            desk,
            &[
                ("../.git/config.worktree", Some(&settings), None),
                ("../.git/hooks/post-commit", Some("x"), None),
            ],
        );
    }),
    cloned("a journal that writes outside, without a history", |desk| {
        without_history(desk);
        journal(desk, &[(&outside(desk, "新.txt"), Some("x"), None)]);
    }),
    cloned("a journal with a commit that is an option", |desk| {
        let option = format!("--output={}", outside(desk, "机密.txt"));
        let joining = json!({"theirs": option, "settled": ["../../x", "ledger.toml"]});
        as_journal(desk, &json!({"sentence": "x", "before": [], "joining": joining}));
    }),
    cloned("a journal that is a link to /dev/zero", |desk| link(desk, "/dev/zero", ".ledger-journal")),
    cloned("a task file that is a link", |desk| {
        link(desk, &outside(desk, "任务.toml"), "tasks/2026/002.toml");
    }),
    cloned("a task file that is a link, relative", |desk| {
        link(desk, "../../../../外面/任务.toml", "tasks/2026/002.toml");
    }),
    cloned("a task file that is a link to nothing", |desk| {
        link(desk, &outside(desk, "新.toml"), "tasks/2026/002.toml");
    }),
    cloned("a task file that is a link to /dev/zero", |desk| link(desk, "/dev/zero", "tasks/2026/002.toml")),
    cloned("a task file that is a link to /dev/stdin", |desk| {
        link(desk, "/dev/stdin", "tasks/2026/002.toml");
    }),
    cloned("a year that is a link", |desk| link(desk, &outside(desk, "tasks/2026"), "tasks/2026")),
    cloned("tasks that are a link", |desk| link(desk, &outside(desk, "tasks"), "tasks")),
    cloned("a year that is a link to itself", |desk| link(desk, ".", "tasks/2027")),
    cloned("settings that are a link", |desk| link(desk, &outside(desk, "ledger.toml"), "ledger.toml")),
    cloned("settings that are a link to /dev/zero", |desk| link(desk, "/dev/zero", "ledger.toml")),
    cloned("templates that are a link", |desk| link(desk, &outside(desk, "templates"), "templates")),
    cloned("a template that is a link", |desk| {
        link(desk, &outside(desk, "templates/外.toml"), "templates/外.toml");
    }),
    cloned("a template that is a link to /dev/zero", |desk| link(desk, "/dev/zero", "templates/零.toml")),
    cloned("evidence that is a link", |desk| link(desk, &outside(desk, "evidence"), "evidence")),
    cloned("a task's evidence that is a link", |desk| {
        link(desk, &outside(desk, "evidence"), "evidence/2026-002");
    }),
    cloned("evidence that is a link to a file", |desk| {
        link(desk, &outside(desk, "机密.txt"), "evidence/2026-002/佐证.txt");
    }),
    cloned("a lock that is a link", |desk| link(desk, &outside(desk, "新.txt"), ".lock")),
    cloned("attributes that are a link to /dev/zero", |desk| link(desk, "/dev/zero", ".gitattributes")),
    cloned("files to ignore that are a link", |desk| link(desk, &outside(desk, "新.txt"), ".gitignore")),
    lying_there("a task file that is a pipe", |desk| pipe(desk, "tasks/2026/002.toml")),
    lying_there("settings that are a pipe", |desk| pipe(desk, "ledger.toml")),
    lying_there("a template that is a pipe", |desk| pipe(desk, "templates/管.toml")),
    lying_there("a lock that is a pipe", |desk| pipe(desk, ".lock")),
    cloned("a folder in the shape of a bare repository", |desk| {
        desk.git(["init", "--quiet", "--bare", "."]);
        let settings = "[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = .\n";
        desk.write("config", format!("{settings}\tfsmonitor = \"{}\"\n\thooksPath = .\n", runs(desk)));
        for name in ["objects/info/x", "objects/pack/x", "refs/heads/x", "refs/tags/x"] {
            desk.write(name, "");
        }
        desk.write("HEAD", "ref: refs/heads/main\n");
    }),
    cloned("hooks of its own", |desk| {
        for name in ["pre-commit", "post-commit", "post-checkout", "commit-msg", "reference-transaction"] {
            desk.write(&format!("hooks/{name}"), format!("#!/bin/sh\n{}\n", runs(desk)));
            desk.git(["add", &format!("hooks/{name}")]);
            desk.git(["update-index", "--chmod=+x", &format!("hooks/{name}")]);
        }
        desk.write(".gitattributes", "* filter=evil diff=evil merge=evil\n");
    }),
    cloned("names that look like options", |desk| {
        let option = format!("--output={}", outside(desk, "机密.txt").replace('/', "%2f"));
        for name in [option.as_str(), "-h", "--help", "--exec=x"] {
            desk.write(&format!("tasks/2026/{name}.toml"), "title = \"x\"\n");
            desk.write(&format!("evidence/2026-002/{name}"), "x");
        }
    }),
    lying_there("commits that name options", |desk| {
        let option = format!("--output={}", outside(desk, "机密.txt"));
        desk.write("tasks/2026/001.toml", "title = \"改过\"\n");
        let text = format!("x\n\nLedger-Op: done\nLedger-Task: {option}\nLedger-Undoes: {option}\n");
        desk.git(["commit", "--quiet", "--all", "--message", &text]);
    }),
    cloned("tables ten thousand deep", |desk| {
        let deep = format!("x = {}1{}\n", "{a=".repeat(10_000), "}".repeat(10_000));
        desk.write("tasks/2026/002.toml", deep + "title = \"深\"\n");
    }),
    cloned("settings ten thousand deep", |desk| {
        let settings = desk.read("ledger.toml");
        desk.write("ledger.toml", format!("x = {}{}\n{settings}", "[".repeat(10_000), "]".repeat(10_000)));
    }),
    cloned("a title of a million letters", |desk| {
        desk.write("tasks/2026/002.toml", format!("title = \"{}\"\n", "长".repeat(1_000_000)));
    }),
    cloned("a task file of forty megabytes", |desk| {
        let entry = "[[log]]\ndate = 2026-05-01\nkind = \"note\"\nby = \"某\"\ntext = \"进展进展进展\"\n\n";
        desk.write(
            "tasks/2026/002.toml",
            "title = \"大\"\n\n".to_owned() + &entry.repeat(40_000_000 / entry.len()),
        );
    }),
    cloned("a rhythm without end", |desk| {
        let rhythm = "repeat = { every = \"week\", from = 0001-01-01, until = 9999-12-31 }\n";
        desk.write("tasks/2026/002.toml", format!("title = \"周\"\n{rhythm}"));
    }),
    cloned("ten thousand years of holidays", |desk| {
        let years =
            (1..=9999).map(|year| format!("\n[[holiday]]\nyear = {year}\noff = [\"1月1日至12月31日\"]\n"));
        desk.write("ledger.toml", desk.read("ledger.toml") + &years.collect::<String>());
    }),
    cloned("numbers past every bound", |desk| {
        let numbers = "weight = 9223372036854775807\nprogress = -9223372036854775808\n";
        desk.write("tasks/2026/002.toml", format!("title = \"数\"\n{numbers}"));
        let settings = desk.read("ledger.toml");
        desk.write("ledger.toml", settings.replace("soon_days = 7 ", "soon_days = 9223372036854775807 "));
    }),
];

/// What one does with a ledger that one was sent.
const COMMANDS: [&[&str]; 17] = [
    &["list"],
    &["check"],
    &["show", "2"],
    &["done", "2", "--evidence", "../材料/佐证.txt"],
    &["add", "--template"],
    &["board", "-o", "../临时/board.html"],
    &["report"],
    &["notice"],
    &["due"],
    &["log"],
    &["audit"],
    &["list", "--as-of", "HEAD"],
    &["note", "2", "看过"],
    &["add", "新任务", "--due", "2026-09-30"],
    &["check", "--fix"],
    &["undo"],
    &["export", "-o", "../临时/out.xlsx"],
];

pub(crate) fn nothing_of_a_hostile_ledger_is_run_and_nothing_outside_is_touched(base: &Desk) {
    base.write("../材料/佐证.txt", "会议纪要\n");
    for (file, text) in [
        ("机密.txt", SECRET.to_owned()),
        ("任务.toml", format!("title = \"{SECRET}\"\n")),
        ("tasks/2026/001.toml", format!("title = \"{SECRET}\"\n")),
        ("tasks/2026/002.toml", format!("title = \"{SECRET}\"\n")),
        ("ledger.toml", format!("name = \"{SECRET}\"\nunit = \"x\"\nyear = 2026\n")),
        ("templates/外.toml", format!("name = \"{SECRET}\"\n[[task]]\ntitle = \"{SECRET}\"\n")),
        ("evidence/有.txt", SECRET.to_owned()),
    ] {
        base.write(&format!("../外面/{file}"), text);
    }
    let failures = each(&HARMS, |harm| tried(harm, base)).concat();
    nothing_of(&failures);
}

/// Does with it what one does, each command by itself and then one after the other.
fn tried(harm: &Harm, base: &Desk) -> Vec<String> {
    let desk = sent(harm, base);
    let outside = untouchable(&desk);
    let mut figures = Figures::default();
    for (at, words) in COMMANDS.iter().enumerate() {
        // The sample leaves out what another command would show as well, a different one each time.
        if !is_long() && at > 3 && !(at + harm.name.len()).is_multiple_of(5) {
            continue;
        }
        let said = ended(desk.ledger(*words), STANDS_STILL);
        let mut wrong = judged(&said);
        if desk.path("../ran").exists() {
            wrong.push("a command of its own was run".to_owned());
            fs::remove_file(desk.path("../ran")).unwrap();
        }
        if untouchable(&desk) != outside {
            wrong.push("something outside was touched".to_owned());
        }
        if said.stdout.contains(SECRET) || said.stderr.contains(SECRET) {
            wrong.push("something outside was read".to_owned());
        }
        let ended = if said.code == 0 { "done" } else { "refused" };
        figures.count(ended, &words.join(" "), &wrong);
    }
    figures.written_down(&format!("hostile | {}", harm.name))
}

/// What is wrong with how a command ended, whatever it was given.
pub(crate) fn judged(said: &Said) -> Vec<String> {
    let slower = if cfg!(debug_assertions) && variable("LEDGER_BIN").is_none() { 5 } else { 1 };
    let mut wrong = Vec::new();
    if !(0..=3).contains(&said.code) || said.stderr.contains("panicked") {
        let told = said.stderr.lines().next().unwrap_or_default();
        wrong.push(format!("ended with {}: {told}", said.code));
    }
    // A processor that others use as well is waited for: the time at work is what counts, and standing still is no work.
    if said.worked > SECONDS * 100 * slower || said.took > STANDS_STILL {
        wrong.push(format!("took {:.1} s, {} of them at work", said.took.as_secs_f32(), said.worked / 100));
    }
    if said.megabytes > MEGABYTES {
        wrong.push(format!("took {} MB", said.megabytes));
    }
    wrong
}

/// The ledger as somebody gets it.
fn sent(harm: &Harm, base: &Desk) -> Desk {
    let desk = base.copy();
    (harm.done)(&desk);
    if harm.cloned {
        // In a repository around it, so that the ledger's folder may be anything at all.
        let around = desk.path("../来源");
        fs::create_dir(&around).unwrap();
        let around = around.canonicalize().unwrap();
        let git = |words: &[&str]| {
            let mut command = desk.command("git");
            command.current_dir(&around).args(words);
            let said = ended(command, Duration::from_secs(60));
            assert_eq!(said.code, 0, "{}: {words:?} {said:?}", harm.name);
        };
        fs::remove_dir_all(desk.path(".git")).ok();
        git(&["init", "--quiet"]);
        fs::rename(desk.root(), around.join("ledger")).unwrap();
        git(&["add", "--force", "--all", "."]);
        git(&["commit", "--quiet", "--message", "来源"]);
        let mut command = desk.command("git");
        let to: OsString = desk.root().into();
        command.current_dir(&around).args(["clone", "--quiet", "."]).arg(&to);
        let said = ended(command, Duration::from_secs(60));
        assert_eq!(said.code, 0, "{}: {said:?}", harm.name);
    }
    desk
}

/// Everything outside the ledger that nothing may change, and git's own settings and hooks.
fn untouchable(desk: &Desk) -> Vec<(PathBuf, Vec<u8>)> {
    let of = |folder: PathBuf| {
        let files = files_under(&folder, &[]).into_iter().map(move |file| folder.join(file));
        files.filter(|file| fs::symlink_metadata(file).is_ok_and(|found| found.is_file()))
    };
    let settings = [desk.path(".git/config.worktree"), desk.path("../gitconfig")].into_iter();
    let all = of(desk.path("../外面")).chain(of(desk.path(".git/hooks"))).chain(settings);
    all.map(|file| (file.clone(), fs::read(file).unwrap_or_default())).collect()
}

fn outside(desk: &Desk, name: &str) -> String {
    desk.path("../外面").canonicalize().unwrap().join(name).display().to_string()
}

/// A command that leaves a mark where it is run.
fn runs(desk: &Desk) -> String {
    format!("touch {}; false", desk.path("..").canonicalize().unwrap().join("ran").display())
}

fn without_history(desk: &Desk) {
    let settings = desk.read("ledger.toml");
    desk.write("ledger.toml", settings.replace("commit = true ", "commit = false "));
}

/// A journal of an interrupted change as earlier versions kept it in the folder: each file, what it was, what it became.
fn journal(desk: &Desk, files: &[(&str, Option<&str>, Option<&str>)]) {
    let before = files.iter().map(|(file, was, became)| {
        let became = became.map(|text| {
            let mut hasher = DefaultHasher::new();
            hasher.write(text.as_bytes());
            hasher.finish()
        });
        json!({"file": file, "bytes": was.map(str::as_bytes), "after": became})
    });
    let before = before.collect::<Vec<_>>();
    as_journal(desk, &json!({"sentence": "x", "before": before, "joining": null}));
}

fn as_journal(desk: &Desk, journal: &Value) {
    desk.write(".ledger-journal", journal.to_string());
}

fn link(desk: &Desk, to: &str, from: &str) {
    let path = desk.path(from);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    if path.is_dir() {
        fs::remove_dir_all(&path).unwrap();
    } else if path.exists() {
        fs::remove_file(&path).unwrap();
    }
    symlink(to, path).unwrap();
}

fn pipe(desk: &Desk, name: &str) {
    let path = desk.path(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::remove_file(&path).ok();
    let made = desk.command("mkfifo").arg(path).status().unwrap();
    assert!(made.success());
}
