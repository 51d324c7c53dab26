//! What is done to the ledger while it is broken.

use std::fmt::Write as _;

use crate::desk::Desk;

/// A command, and what has to be there before it.
pub(crate) struct Deed {
    pub(crate) name: &'static str,
    pub(crate) words: &'static [&'static str],
    /// Whether the ledger is kept in git.
    pub(crate) kept: bool,
    prepare: fn(&Desk),
}

const fn deed(name: &'static str, words: &'static [&'static str]) -> Deed {
    Deed { name, words, kept: true, prepare: |_| {} }
}

/// Everything that writes.
pub(crate) const DEEDS: [Deed; 19] = [
    deed("done", &["done", "5"]),
    deed("done --evidence", &["done", "6", "--evidence", "../材料/佐证.txt"]),
    deed("add", &["add", "新任务", "--lead", "综合科", "--owner", "赵蕾", "--due", "2026-08-31"]),
    deed("extend", &["extend", "4", "--to", "2026-07-31", "--reason", "等规定", "--approved-by", "王敏"]),
    deed("note", &["note", "7", "已拟定方案"]),
    deed("import 20", &["import", "../材料/20.csv", "--yes"]),
    deed("import 300", &["import", "../材料/300.csv", "--yes"]),
    Deed { prepare: |desk| drop(desk.must(["done", "5"])), ..deed("undo", &["undo"]) },
    deed("set", &["set", "3", "owner=李强"]),
    Deed { prepare: by_hand, ..deed("check --fix", &["check", "--fix"]) },
    Deed { prepare: diverged, ..deed("sync, diverged", &["sync"]) },
    Deed { prepare: behind, ..deed("sync, behind", &["sync"]) },
    deed("edit", &["edit", "8"]),
    deed("draft --write", &["draft", "../材料/方案.md", "--write"]),
    deed("notice --record", &["notice", "--record"]),
    Deed {
        prepare: not_yet,
        ..deed("init", &["init", "--name", "试验台账", "--unit", "某局", "--year", "2026"])
    },
    Deed { kept: false, prepare: apart, ..deed("done, no history", &["done", "5"]) },
    Deed {
        kept: false,
        prepare: apart,
        ..deed("done --evidence, no history", &["done", "6", "--evidence", "../材料/佐证.txt"])
    },
    Deed {
        kept: false,
        prepare: apart,
        ..deed("import 20, no history", &["import", "../材料/20.csv", "--yes"])
    },
];

impl Deed {
    /// The ledger as it is before, on a desk of its own.
    pub(crate) fn prepared(&self, base: &Desk) -> Desk {
        let desk = base.copy();
        (self.prepare)(&desk);
        desk
    }
}

/// The ledger before anything is done to it, with the material for all of that.
pub(crate) fn base() -> Desk {
    let desk = Desk::with_ledger();
    desk.write("../材料/佐证.txt", "会议纪要\n".repeat(50));
    desk.write("../材料/方案.md", include_str!("../../examples/plan.md"));
    for count in [20, 300] {
        let mut rows = "任务名称,牵头单位,责任人,完成时限\n".to_owned();
        for number in 1..=count {
            let _ = writeln!(rows, "导入事项{number},综合科,赵蕾,2026-09-{:02}", number % 28 + 1);
        }
        desk.write(&format!("../材料/{count}.csv"), rows);
    }
    desk
}

fn by_hand(desk: &Desk) {
    let text = desk.read("tasks/2026/003.toml");
    desk.write("tasks/2026/003.toml", text.replace("赵蕾", "李强"));
}

fn not_yet(desk: &Desk) {
    std::fs::remove_dir_all(desk.root()).unwrap();
    std::fs::create_dir(desk.root()).unwrap();
}

fn apart(desk: &Desk) {
    let settings = desk.read("ledger.toml");
    assert!(settings.contains("commit = true "));
    desk.write("ledger.toml", settings.replace("commit = true ", "commit = false "));
    std::fs::remove_dir_all(desk.path(".git")).unwrap();
}

/// Somebody else has sent something in.
fn behind(desk: &Desk) {
    share(desk);
    let other = desk.path("../别处");
    desk.git([
        &*std::ffi::OsString::from("clone"),
        "--quiet".as_ref(),
        "../总库.git".as_ref(),
        other.as_ref(),
    ]);
    for words in
        [&["done", "7"][..], &["note", "2", "别处办的"], &["add", "别处登记的", "--due", "2026-08-31"]]
    {
        desk.must(words.iter().chain(&["--ledger", "../别处"]));
    }
    desk.git(["-C", "../别处", "push", "--quiet"]);
}

/// So has somebody here, who has not yet sent it.
fn diverged(desk: &Desk) {
    behind(desk);
    desk.must(["note", "2", "这边办的"]);
    desk.must(["done", "1"]);
}

/// Makes the repository that everybody exchanges with.
pub(crate) fn share(desk: &Desk) {
    let shared = desk.path("../总库.git");
    desk.git(["init", "--quiet", "--bare", "../总库.git"]);
    desk.git(["remote", "add", "origin", &shared.canonicalize().unwrap().display().to_string()]);
    desk.git(["push", "--quiet", "--set-upstream", "origin", "main"]);
}
