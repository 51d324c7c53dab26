//! Eight write at once and two read, while others' work is brought in: nothing is lost, nothing doubled, nothing misread.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::deeds::share;
use crate::desk::{Desk, Said, files_under};
use crate::figures::{Figures, is_long, nothing_of};
use crate::random::Random;

/// How many tasks there are to begin with.
const TASKS: usize = 40;

/// What a writer did: a word that is found nowhere else, and what came of it.
struct Written {
    verb: &'static str,
    token: String,
    said: Said,
}

pub(crate) fn eight_writers_and_two_readers_lose_and_double_nothing(desk: &Desk) {
    let lasting = Duration::from_secs(if is_long() { 60 } else { 5 });
    let end = Instant::now() + lasting;
    let written = Mutex::new(Vec::new());
    let misread = Mutex::new(Vec::new());
    let (reads, exchanging) = (Mutex::new(0), AtomicBool::new(true));
    std::thread::scope(|scope| {
        let writers = (0..8).map(|writer| {
            let written = &written;
            scope.spawn(move || {
                let mut random = Random::seeded(writer);
                for turn in 0.. {
                    if Instant::now() > end {
                        break;
                    }
                    let one = write(desk, &mut random, &format!("T{writer}x{turn}z"));
                    written.lock().unwrap().push(one);
                }
            })
        });
        let writers = writers.collect::<Vec<_>>();
        // Somebody elsewhere sends in work of theirs all the while, and it is brought in here.
        scope.spawn(|| {
            for turn in 0.. {
                if !exchanging.load(Ordering::Relaxed) {
                    break;
                }
                let token = format!("E{turn}z");
                let number = (turn % TASKS + 1).to_string();
                let said = desk.run(["note", &number, &token, "--ledger", "../别处"]);
                written.lock().unwrap().push(Written { verb: "note elsewhere", token, said });
                for folder in ["../别处", "."] {
                    let said = desk.run(["sync", "--ledger", folder]);
                    written.lock().unwrap().push(Written { verb: "sync", token: String::new(), said });
                }
            }
        });
        for reader in 0..2 {
            let (misread, reads) = (&misread, &reads);
            scope.spawn(move || {
                let mut seen = 0;
                for turn in reader.. {
                    if Instant::now() > end {
                        break;
                    }
                    misread.lock().unwrap().extend(read(desk, turn, &mut seen));
                    *reads.lock().unwrap() += 1;
                }
            });
        }
        for writer in writers {
            writer.join().unwrap();
        }
        exchanging.store(false, Ordering::Relaxed);
    });
    // The last of the work elsewhere.
    for folder in ["../别处", "."] {
        desk.must(["sync", "--ledger", folder]);
    }
    let written = written.into_inner().unwrap();
    let mut wrong = misread.into_inner().unwrap();
    wrong.extend(accounts(desk, &written));
    let mut figures = Figures::default();
    for one in &written {
        figures.count(if one.said.code == 0 { "done" } else { "refused" }, one.verb, &[]);
    }
    for _ in 0..reads.into_inner().unwrap() {
        figures.count("read", "", &[]);
    }
    figures.count("accounts", "afterwards", &wrong);
    let mut times = written.iter().map(|one| one.said.took).collect::<Vec<_>>();
    times.sort();
    let (median, slowest) = (times[times.len() / 2].as_secs_f32(), times[times.len() - 1].as_secs_f32());
    let what = format!(
        "eight writers, two readers, {} s | median {median:.2} s, slowest {slowest:.1} s",
        lasting.as_secs()
    );
    nothing_of(&figures.written_down(&what));
}

/// A ledger with a shared repository, and a colleague's copy in `别处`.
/// A ledger of some tasks, and a clone of it elsewhere.
pub(crate) fn shared_desk() -> Desk {
    let desk = Desk::empty();
    desk.found();
    let mut rows = "任务名称,牵头单位,责任人,完成时限\n".to_owned();
    for number in 1..=TASKS {
        let _ = writeln!(rows, "事项{number},综合科,赵蕾,2026-06-{:02}", number % 30 + 1);
    }
    desk.write("../材料/起始.csv", rows);
    desk.must(["import", "../材料/起始.csv", "--yes"]);
    share(&desk);
    desk.git(["clone", "--quiet", "../总库.git", "../别处"]);
    desk
}

/// Does one thing, chosen by chance, that leaves the token somewhere.
fn write(desk: &Desk, random: &mut Random, token: &str) -> Written {
    let number = (random.below(TASKS) + 1).to_string();
    let verb = *random.one_of(&["add", "note", "note", "note", "done", "extend"]);
    let (day, month) = (random.below(28) + 1, random.below(6) + 7);
    let to = format!("2026-{month:02}-{day:02}");
    let words: Vec<&str> = match verb {
        "add" => vec!["add", token, "--lead", "综合科", "--owner", "赵蕾", "--due", "2026-09-30"],
        "extend" => vec!["extend", &number, "--to", &to, "--reason", token, "--approved-by", "王敏"],
        _ => vec![verb, &number, token],
    };
    Written { verb, token: token.to_owned(), said: desk.run(words) }
}

/// What the audit asks about a record that is not whole. All is done on one day, which it asks about as well, and which is not what
/// this is for.
const KEPT: &str = "补记,时钟不符,时限变动,逾期后延期,未经批准,绕过办理,删除任务,改写记录,冒名修改,手工修改";

/// Reads once; what is wrong with what was read.
fn read(desk: &Desk, turn: usize, seen: &mut usize) -> Vec<String> {
    const READS: [&[&str]; 6] =
        [&["list", "--all"], &["overdue"], &["show", "5"], &["log"], &["check"], &["audit"]];
    let words = READS[turn % READS.len()];
    let said = desk.run(words.iter().chain(&["--format", "json"]));
    let mut wrong = Vec::new();
    if said.code != 0 || !said.stderr.is_empty() {
        wrong.push(format!("{words:?} ends with {}: {}", said.code, said.stderr.trim()));
    }
    match serde_json::from_str::<Value>(&said.stdout) {
        Err(error) => wrong.push(format!("{words:?} is no JSON: {error}")),
        Ok(Value::Array(found)) => match words {
            // Tasks are never taken away here.
            ["list", "--all"] if found.len() < (*seen).max(TASKS) => {
                wrong.push(format!("{} tasks after {seen}", found.len()));
            }
            ["list", "--all"] => *seen = found.len(),
            ["check"] => wrong.extend(
                found.iter().filter(|one| one["rule"] == "by-hand").map(|one| format!("check: {one}")),
            ),
            ["audit"] => wrong.extend(
                found.iter().filter(|one| one["rule"] == "by-hand").map(|one| format!("audit: {one}")),
            ),
            _ => {}
        },
        Ok(_) => {}
    }
    wrong
}

/// What does not add up afterwards.
fn accounts(desk: &Desk, written: &[Written]) -> Vec<String> {
    let mut wrong = Vec::new();
    let texts = files_under(&desk.path("tasks"), &[]).into_iter();
    let texts = texts.map(|file| desk.read(&format!("tasks/{}", file.display()))).collect::<String>();
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for token in tokens(&texts) {
        *found.entry(token).or_default() += 1;
    }
    let succeeded = written.iter().filter(|one| one.said.code == 0 && !one.token.is_empty());
    let succeeded: BTreeSet<&String> = succeeded.map(|one| &one.token).collect();
    for token in &succeeded {
        match found.get(*token).copied().unwrap_or_default() {
            1 => {}
            times => wrong.push(format!("{token} is found {times} times")),
        }
    }
    let refused = found.keys().filter(|token| !succeeded.contains(token));
    wrong.extend(refused.map(|token| format!("{token} was refused, and is there")));
    for one in written {
        if !(0..=1).contains(&one.said.code) || (one.said.code == 1 && !one.said.stderr.contains("错误")) {
            wrong
                .push(format!("{} {} ends with {}: {}", one.verb, one.token, one.said.code, one.said.stderr));
        }
    }
    for (words, wanted) in [(&["fsck", "--full", "--no-dangling"][..], ""), (&["status", "--porcelain"], "")]
    {
        let said = desk.try_git(words);
        if said.code != 0 || said.stdout != wanted {
            wrong.push(format!("git {words:?}: {said:?}"));
        }
    }
    for words in [&["check", "--exit-code"][..], &["audit", "--exit-code", "--rule", KEPT]] {
        let said = desk.run(words);
        if said.code != 0 {
            wrong.push(format!("{words:?}: {}{}", said.stdout, said.stderr));
        }
    }
    wrong
}

/// Every token in a text: a letter, digits, perhaps an x and digits, a z.
fn tokens(text: &str) -> impl Iterator<Item = String> + '_ {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    let is_token = |word: &&str| {
        (word.starts_with('T') || word.starts_with('E'))
            && word.ends_with('z')
            && word[1..word.len() - 1].bytes().all(|letter| letter.is_ascii_digit() || letter == b'x')
    };
    words.filter(is_token).map(ToOwned::to_owned)
}
