//! Two read all the while that `sync` brings in two hundred changed files: they get all of it or nothing of it.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::Value;

use crate::deeds::share;
use crate::desk::Desk;
use crate::figures::{Figures, is_long, nothing_of};

/// How many tasks change each time.
const CHANGED: usize = 200;

pub(crate) fn readers_get_all_of_a_sync_or_nothing_of_it(desk: &Desk) {
    desk.found();
    let mut rows = "任务名称,牵头单位,责任人,完成时限,考核分值\n".to_owned();
    for number in 1..=CHANGED + 1 {
        let _ = writeln!(rows, "事项{number},综合科,赵蕾,2026-06-30,1");
    }
    desk.write("../材料/起始.csv", rows);
    desk.must(["import", "../材料/起始.csv", "--yes"]);
    share(desk);
    desk.git(["clone", "--quiet", "../总库.git", "../别处"]);

    let figures = Mutex::new(Figures::default());
    let syncing = AtomicBool::new(true);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while syncing.load(Ordering::Relaxed) {
                    let (came_to, wrong) = read(desk);
                    figures.lock().unwrap().count(came_to, "reading", &wrong);
                }
            });
        }
        for turn in 2..if is_long() { 42 } else { 4 } {
            for number in 1..=CHANGED {
                let file = format!("../别处/tasks/2026/{number:03}.toml");
                let (old, new) = (format!("weight = {}\n", turn - 1), format!("weight = {turn}\n"));
                let text = desk.read(&file);
                assert!(text.contains(&old), "{text}");
                desk.write(&file, text.replace(&old, &new));
            }
            desk.git(["-C", "../别处", "commit", "--quiet", "--all", "--message", "改分值"]);
            desk.git(["-C", "../别处", "push", "--quiet"]);
            // Every other time there is something here as well, and the two are joined.
            if turn % 2 == 0 {
                desk.must(["note", &(CHANGED + 1).to_string(), &format!("这边第{turn}次")]);
            }
            let said = desk.run(["sync"]);
            let wrong = if said.code == 0 { Vec::new() } else { vec![said.stderr] };
            figures.lock().unwrap().count("synced", "sync", &wrong);
            desk.git(["-C", "../别处", "pull", "--quiet", "--ff-only"]);
        }
        syncing.store(false, Ordering::Relaxed);
    });
    nothing_of(&figures.into_inner().unwrap().written_down("two readers | sync of 200 changed files"));
}

/// Reads once: how it came out, and what is wrong with it. Whoever is told that a change is under way is not deceived.
fn read(desk: &Desk) -> (&'static str, Vec<String>) {
    let said = desk.run(["list", "--all", "--format", "json"]);
    let told = !said.stderr.is_empty();
    let Ok(Value::Array(tasks)) = serde_json::from_str::<Value>(&said.stdout) else {
        return ("misread", vec![format!("no list, exit {}: {}", said.code, said.stderr)]);
    };
    let changed = tasks.iter().filter(|task| task["id"] != format!("2026-{:03}", CHANGED + 1));
    let weights: BTreeSet<String> = changed.map(|task| task["weight"].to_string()).collect();
    let mut wrong = Vec::new();
    if tasks.len() != CHANGED + 1 {
        wrong.push(format!("{} tasks", tasks.len()));
    }
    if weights.len() != 1 {
        wrong.push(format!("old and new at once: {weights:?}"));
    }
    if said.code != 0 {
        wrong.push(format!("exit {}: {}", said.code, said.stderr.lines().next().unwrap_or_default()));
    }
    match (told, wrong.is_empty()) {
        (_, true) => ("read", wrong),
        (true, false) if said.code == 0 => ("told of a change under way", Vec::new()),
        _ => ("misread", wrong),
    }
}
