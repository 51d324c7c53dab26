//! How long the program takes, as a ratio to a floor measured in the same run: `cargo bench`.
//!
//! Absolute times say more about the machine than about the program, so none is promised. Each command runs in turn with
//! its floor, and what is printed is the median of the pairwise ratios with the middle half of them.

#[path = "ratios/generate.rs"]
mod generate;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How many pairs are run, after two that do not count.
const PAIRS: usize = 31;
const WARM_UP: usize = 2;

/// How many tasks the large ledger has.
const TASKS: u32 = 10_000;

fn main() {
    let ledger = env!("CARGO_BIN_EXE_ledger");
    say("命令", "底线", "倍数（中位数，中间一半）", "要求");
    // `cargo bench -- import` takes the longest rows alone, `cargo bench -- pages` those of the terminal.
    let asked = |part: &str| std::env::args().any(|typed| typed == part);
    if asked("import") {
        return spreadsheet(ledger);
    }
    if asked("pages") {
        return pages(ledger);
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path();
    generate::ledger(root, TASKS);
    keep(root);
    compare(
        "ledger --version",
        "git --version",
        "≤ 3",
        |_| Command::new(ledger).arg("--version").output_of(),
        |_| git(root).arg("--version").output_of(),
    );
    if Command::new("rg").arg("--version").stdout(Stdio::null()).status().is_ok() {
        compare(
            &format!("ledger overdue（{TASKS} 项）"),
            "rg -c ^due",
            "≤ 3",
            |_| {
                let mut command = Command::new(ledger);
                command.args(["overdue", "--today", "2026-06-30"]).env("LEDGER_DIR", root).output_of()
            },
            |_| Command::new("rg").args(["-c", "^due"]).arg(root.join("tasks")).output_of(),
        );
    } else {
        say("ledger overdue", "rg -c ^due", "没有测：没有找到 rg（ripgrep）", "≤ 3");
    }
    looking_back(ledger, root);
    pages(ledger);
    papers(ledger, root);
    plan(ledger);
    spreadsheet(ledger);
    keeping(ledger, root, &["done"], 0);
    keeping(ledger, root, &["note", "情况正常"], 1000);
}

/// Makes a folder a repository with one commit.
fn keep(root: &Path) {
    must(git(root).args(["init", "--quiet"]));
    for (key, value) in [("user.name", "李强"), ("user.email", "liqiang@example.com"), ("gc.auto", "0")] {
        must(git(root).args(["config", key, value]));
    }
    must(git(root).args(["add", "."]));
    must(git(root).args(["commit", "--quiet", "--message", "建立台账"]));
}

/// One change and its commit, of one task after the other from `first` on.
fn keeping(ledger: &str, root: &Path, words: &[&str], first: usize) {
    compare(
        &format!("ledger {}", words[0]),
        "git add F && git commit -qm x",
        "≤ 0.6",
        |turn| {
            let mut command = Command::new(ledger);
            let id = (first + 2 * turn + 1).to_string();
            command.arg(words[0]).arg(id).args(&words[1..]).args(["--today", "2026-06-30"]);
            command.env("LEDGER_DIR", root).output_of()
        },
        |turn| {
            let file = format!("tasks/2026/{:03}.toml", first + 2 * turn + 2);
            generate::touch(&root.join(&file));
            let began = Instant::now();
            must(git(root).args(["add", &file]));
            must(git(root).args(["commit", "--quiet", "--message", "x"]));
            began.elapsed()
        },
    );
}

/// How many commits the long history has, over how many tasks.
const COMMITS: usize = 10_000;
const KEPT: u32 = 1_000;

/// The ledger of a past day, and a long history gone through, against what git itself takes for its part.
fn looking_back(ledger: &str, root: &Path) {
    must(git(root).args(["repack", "-adq"]));
    past_day(ledger, root, "各三条办理记录");
    // The same tasks on the day they were registered.
    let fresh = tempfile::tempdir().expect("a temporary folder");
    must(git(fresh.path()).args(["init", "--quiet", "--initial-branch=main"]));
    import(fresh.path(), &generate::history(TASKS, 0));
    must(git(fresh.path()).args(["repack", "-adq"]));
    must(git(fresh.path()).args(["reset", "--quiet", "--hard"]));
    past_day(ledger, fresh.path(), "刚登记");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path();
    must(git(root).args(["init", "--quiet", "--initial-branch=main"]));
    import(root, &generate::history(KEPT, COMMITS));
    must(git(root).args(["repack", "-adq"]));
    must(git(root).args(["reset", "--quiet", "--hard"]));
    let run = |words: &[&str]| {
        let mut command = Command::new(ledger);
        command.args(words).args(["--today", "2026-12-31"]).env("LEDGER_DIR", root).output_of()
    };
    compare(
        &format!("ledger audit（{COMMITS} 次提交）"),
        "git log --raw",
        "≤ 2",
        |_| run(&["audit"]),
        |_| git(root).args(["log", "--raw"]).output_of(),
    );
    compare(
        &format!("ledger log 14（{COMMITS} 次提交）"),
        "git log -- tasks/2026/014.toml",
        "≤ 1.5",
        |_| run(&["log", "14"]),
        |_| git(root).args(["log", "--", "tasks/2026/014.toml"]).output_of(),
    );
}

/// The ledger of a past day, of tasks that are `how`.
fn past_day(ledger: &str, root: &Path, how: &str) {
    compare(
        &format!("ledger overdue --as-of HEAD（{TASKS} 项，{how}）"),
        "git archive HEAD | cat",
        "≤ 1.5",
        |_| {
            let mut command = Command::new(ledger);
            command
                .args(["overdue", "--as-of", "HEAD", "--today", "2026-06-30"])
                .env("LEDGER_DIR", root)
                .output_of()
        },
        |_| git(root).args(["archive", "HEAD"]).output_of(),
    );
}

/// Has git take in a history that was written down for it.
fn import(root: &Path, history: &[u8]) {
    let mut child =
        git(root).args(["fast-import", "--quiet"]).stdin(Stdio::piped()).spawn().expect("git runs");
    child.stdin.take().expect("its input").write_all(history).expect("git listens");
    assert!(child.wait().expect("git ends").success());
}

/// A plan of a megabyte taken apart, against reading it and counting lines of it: what is above the floor is the grammar.
fn plan(ledger: &str) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("plan.txt");
    let text = generate::plan(1_000_000);
    write_whole(&file, text.as_bytes());
    compare(
        "ledger draft（1 MB 的方案）",
        "ledger draft（1 KB 的方案）",
        "每次不到 1 秒",
        |_| {
            Command::new(ledger)
                .args(["draft", "--format", "json", "--today", "2026-06-30"])
                .arg(&file)
                .output_of()
        },
        |_| {
            let small = folder.path().join("small.txt");
            write_whole(&small, generate::plan(1_000).as_bytes());
            Command::new(ledger)
                .args(["draft", "--format", "json", "--today", "2026-06-30"])
                .arg(&small)
                .output_of()
        },
    );
}

/// What is read on a wide terminal, of a ledger where thousands of tasks are late.
const PAGES: [&[&str]; 11] = [
    &[],
    &["overdue"],
    &["due", "--within", "120d"],
    &["board"],
    &["report"],
    &["notice"],
    &["score"],
    &["show", "14"],
    &["check"],
    &["audit"],
    &["export", "--format", "csv"],
];

/// Each report drawn on the terminal, against the list of the same ledger.
fn pages(ledger: &str) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path();
    generate::late_ledger(root, TASKS);
    keep(root);
    let draw = |words: &[&str]| {
        let mut command = Command::new(ledger);
        command.args(words).args(["--width", "160", "--today", "2026-06-30"]).env("LEDGER_DIR", root);
        command.output_of()
    };
    for words in PAGES {
        let what = ["ledger"].iter().chain(words).copied().collect::<Vec<_>>().join(" ");
        compare(
            &format!("{what}（{TASKS} 项，数千项逾期）"),
            "ledger list",
            "≤ 3",
            |_| draw(words),
            |_| draw(&["list"]),
        );
    }
}

/// The wall chart on paper, against what nobody can do without: reading the ledger, and writing the bytes that were drawn.
fn papers(ledger: &str, root: &Path) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for ending in ["xlsx", "docx", "html"] {
        let (drawn, copy) = (folder.path().join(format!("board.{ending}")), folder.path().join("copy"));
        let command = |words: &[&str]| {
            let mut command = Command::new(ledger);
            command.args(words).args(["--today", "2026-06-30"]).env("LEDGER_DIR", root);
            command
        };
        let draw = || command(&["board"]).arg("-o").arg(&drawn).output_of();
        draw();
        compare(
            &format!("ledger board -o board.{ending}（{TASKS} 项）"),
            "ledger list 没有的词 + 写同样多的字节",
            "≤ 3",
            |_| draw(),
            |_| {
                let bytes = std::fs::read(&drawn).expect("the page");
                let read = command(&["list", "没有这样的任务"]).output_of();
                let began = Instant::now();
                write_whole(&copy, &bytes);
                read + began.elapsed()
            },
        );
    }
}

/// How many rows the large spreadsheet has.
const ROWS: u32 = 100_000;

/// A spreadsheet taken in: looked through, against reading its cells; and registered, against three times that and the
/// writing and keeping of as many files as come of it.
fn spreadsheet(ledger: &str) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("台账.xlsx");
    write_whole(&file, &generate::workbook(ROWS));
    let fresh = |name: String| {
        let root = folder.path().join(name);
        std::fs::create_dir_all(root.join("tasks/2026")).expect("a folder");
        generate::ledger(&root, 0);
        must(git(&root).args(["init", "--quiet"]));
        must(git(&root).args(["add", "."]));
        must(git(&root).args(["commit", "--quiet", "--message", "建立台账"]));
        root
    };
    let import = |root: &Path, more: &[&str]| {
        let mut command = Command::new(ledger);
        command.arg("import").args(more).arg(&file).args(["--today", "2026-06-30"]);
        command.env("LEDGER_DIR", root).output_of()
    };
    let read = || {
        let began = Instant::now();
        generate::read_workbook(&file);
        began.elapsed()
    };
    let empty = fresh("预览".to_owned());
    let mut looked: Vec<f64> =
        (0..7).map(|_| import(&empty, &[]).as_secs_f64() / read().as_secs_f64()).collect();
    say(&format!("ledger import（{ROWS} 行，预览）"), "calamine 读表", &spread(&mut looked), "≤ 3");
    let mut whole: Vec<f64> = (0..3)
        .map(|turn| {
            let root = fresh(format!("{turn}"));
            let took = import(&root, &["--yes"]);
            let texts: Vec<(String, Vec<u8>)> = (1..=ROWS)
                .map(|number| {
                    let file = format!("tasks/2026/{number:03}.toml");
                    let text = std::fs::read(root.join(&file)).expect("the task");
                    (file, text)
                })
                .collect();
            let root = fresh(format!("底线{turn}"));
            let began = Instant::now();
            for (file, text) in &texts {
                let mut out = std::fs::File::create(root.join(file)).expect("a file");
                out.write_all(text).expect("the bytes are written");
            }
            must(git(&root).args(["add", "."]));
            must(git(&root).args(["commit", "--quiet", "--message", "x"]));
            took.as_secs_f64() / (began.elapsed() + 3 * read()).as_secs_f64()
        })
        .collect();
    say(
        &format!("ledger import --yes（{ROWS} 行）"),
        "calamine 读表三遍，写文件，git 提交",
        &spread(&mut whole),
        "≤ 1",
    );
}

/// Writes as the program does: a file is there, whole, before anybody says so.
fn write_whole(file: &Path, bytes: &[u8]) {
    let mut out = std::fs::File::create(file).expect("a file");
    out.write_all(bytes).and_then(|()| out.sync_data()).expect("the bytes are written");
}

/// Runs the two in turn and prints the ratio.
fn compare(
    what: &str,
    floor: &str,
    wanted: &str,
    mut run: impl FnMut(usize) -> Duration,
    mut run_floor: impl FnMut(usize) -> Duration,
) {
    let mut ratios: Vec<f64> = (0..PAIRS + WARM_UP)
        .map(|turn| run(turn).as_secs_f64() / run_floor(turn).as_secs_f64())
        .skip(WARM_UP)
        .collect();
    say(what, floor, &spread(&mut ratios), wanted);
}

/// The median and the middle half.
fn spread(ratios: &mut [f64]) -> String {
    ratios.sort_by(f64::total_cmp);
    let at = |share: usize| ratios[(ratios.len() - 1) * share / 4];
    format!("{:.2}（{:.2}–{:.2}）", at(2), at(1), at(3))
}

#[expect(clippy::print_stdout, reason = "the measurements are what this program prints")]
fn say(what: &str, floor: &str, ratio: &str, wanted: &str) {
    println!("| {what} | {floor} | {ratio} | {wanted} |");
}

fn git(root: &Path) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(root);
    command
}

fn must(command: &mut Command) {
    let output = command.output().expect("git runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

trait OutputOf {
    /// Runs the command to its end, its output read and thrown away, and says how long it took.
    fn output_of(&mut self) -> Duration;
}

impl OutputOf for Command {
    fn output_of(&mut self) -> Duration {
        let began = Instant::now();
        let output = self.stdin(Stdio::null()).output().expect("the command runs");
        let took = began.elapsed();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        took
    }
}
