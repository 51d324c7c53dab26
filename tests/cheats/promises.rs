//! Deadlines that move without anybody's leave.

use crate::judge::Cheat;
use crate::judge::Grade::{Critical, High, Medium};
use crate::ledger::Ledger;

/// A duty of every month whose span is its phase's: April was missed.
fn monthly_by_phase(l: &mut Ledger) {
    l.on("06-26").by("李强").does("add 月度例会 --lead 综合科 --phase 集中建设 --every month");
    assert!(l.is_overdue("012"));
    l.on("06-29").begins();
}

/// Adds an extension's entry to a task's text.
fn with_extension(text: &str, to: &str) -> String {
    format!(
        "{text}\n[[log]]\ndate = 2026-06-29\nby = \"李强\"\nkind = \"extend\"\nfrom = 2026-05-31\nto = {to}\n\
         approved_by = \"王敏\"\ntext = \"材料多\"\n"
    )
}

pub(crate) const CHEATS: &[Cheat] = &[
    Cheat {
        id: "s05",
        what: "a phase is renamed, the late task set into another, and the phase renamed back",
        grade: Critical,
        task: "",
        rules: &["deadline-moved", "rules-changed", "goalposts"],
        run: |l| {
            l.edits("", "s/name = \"部署推进\"/name = \"部署\"/");
            l.cheats("set 6 phase=集中建设");
            l.edits("", "s/name = \"部署\"/name = \"部署推进\"/");
            l.gains(!l.is_overdue("006"), "late no more");
        },
    },
    Cheat {
        id: "s06",
        what: "two phases exchange their names in three steps",
        grade: High,
        task: "",
        rules: &["deadline-moved", "rules-changed"],
        run: |l| {
            l.edits("", "s/\"部署推进\"/\"甲\"/");
            l.edits("", "s/\"集中建设\"/\"部署推进\"/");
            l.edits("", "s/\"甲\"/\"集中建设\"/");
            l.gains(!l.is_overdue("006"), "late no more");
        },
    },
    Cheat {
        id: "s07",
        what: "a phase's start moves to June, and with it the first month that a duty owes",
        grade: High,
        task: "",
        rules: &["deadline-moved", "rules-changed"],
        run: |l| {
            monthly_by_phase(l);
            l.edits("", "s/start = 2026-04-01/start = 2026-06-01/");
            l.gains(!l.is_overdue("012"), "April and May are owed no more");
        },
    },
    Cheat {
        id: "s08",
        what: "the same by hand, among new offices",
        grade: High,
        task: "",
        rules: &["deadline-moved", "rules-changed"],
        run: |l| {
            monthly_by_phase(l);
            l.replaces("ledger.toml", "start = 2026-04-01", "start = 2026-06-01");
            l.replaces("ledger.toml", "[closing]", "[[office]]\nname = \"财务科\"\n\n[closing]");
            l.keeps("增加财务科");
            l.gains(!l.is_overdue("012"), "April and May are owed no more");
        },
    },
    Cheat {
        id: "a82",
        what: "a phase is renamed away from the task that is late by it",
        grade: High,
        task: "",
        rules: &["deadline-moved", "rules-changed"],
        run: |l| {
            l.edits("", "s/\"部署推进\"/\"部署推进阶段\"/");
            l.gains(!l.is_overdue("006"), "no deadline any more");
        },
    },
    Cheat {
        id: "s09",
        what: "ledger.toml is a link for one commit, and a file again, with another end, in the next",
        grade: High,
        task: "",
        rules: &["deadline-moved", "rules-changed"],
        run: |l| {
            let settings = l.read("ledger.toml");
            l.writes("设置/实际.toml", &settings);
            std::fs::remove_file(l.path("ledger.toml")).unwrap();
            std::os::unix::fs::symlink("设置/实际.toml", l.path("ledger.toml")).unwrap();
            l.keeps("整理设置");
            std::fs::remove_file(l.path("ledger.toml")).unwrap();
            l.writes("ledger.toml", &settings.replace("end = 2026-03-31", "end = 2026-12-31"));
            l.keeps("整理设置");
            l.gains(!l.is_overdue("006"), "late no more");
        },
    },
    Cheat {
        id: "a05",
        what: "a task's file is a link for one commit, and a file again, due later, in the next",
        grade: High,
        task: "001",
        rules: &["deadline-moved", "by-hand", "bypassed", "deleted"],
        run: |l| {
            let text = l.task_file("001");
            l.writes("附件/001.toml", &text);
            std::fs::remove_file(l.path("tasks/2026/001.toml")).unwrap();
            std::os::unix::fs::symlink("../../附件/001.toml", l.path("tasks/2026/001.toml")).unwrap();
            l.keeps("整理附件");
            std::fs::remove_file(l.path("tasks/2026/001.toml")).unwrap();
            l.writes("tasks/2026/001.toml", &text.replace("due = 2026-05-31", "due = 2026-12-31"));
            l.forges("fix", &["001"], "改正 2026-001 制度汇编");
            l.gains(!l.is_overdue("001"), "late no more");
        },
    },
    Cheat {
        id: "t20b",
        what: "an extension's entry, and the duty's rhythm taken away beside it",
        grade: High,
        task: "007",
        rules: &["deadline-moved", "bypassed", "goalposts"],
        run: |l| {
            let text = l.task_file("007");
            let lines = text.lines().filter(|line| !line.starts_with("repeat"));
            let text = lines.collect::<Vec<_>>().join("\n") + "\n";
            l.edits_into("7", &with_extension(&text, "2026-12-31"));
            l.gains(!l.is_overdue("007"), "late no more");
        },
    },
    Cheat {
        id: "t20c",
        what: "an extension's entry, and the deadline exchanged for 长期坚持",
        grade: High,
        task: "001",
        rules: &["deadline-moved", "bypassed", "late-extension"],
        run: |l| {
            let text = l.task_file("001").replace("due = 2026-05-31", "long_term = true");
            l.edits_into("1", &with_extension(&text, "2026-12-31"));
            l.gains(!l.is_overdue("001"), "late no more");
        },
    },
    Cheat {
        id: "t20d",
        what: "a commit that names extend: its entry, and due behind its back",
        grade: High,
        task: "001",
        rules: &["deadline-moved", "forged", "bypassed"],
        run: |l| {
            let text = l.task_file("001").replace("due = 2026-05-31", "due = 2026-12-31");
            l.writes("tasks/2026/001.toml", &with_extension(&text, "2026-06-30"));
            l.forges("extend", &["001"], "延期 2026-001 制度汇编");
            l.gains(!l.is_overdue("001"), "late no more");
        },
    },
    Cheat {
        id: "a22",
        what: "an extension of a month not yet due, and May's written off beside it",
        grade: High,
        task: "007",
        rules: &["deadline-moved", "bypassed", "forged"],
        run: |l| {
            l.rewrites("007", "from = 2026-03-01", "from = 2026-06-01");
            let entry = with_extension(&l.task_file("007"), "2026-07-10");
            let entry = entry.replace("from = 2026-05-31", "from = 2026-06-30\nperiod = \"2026-06\"");
            l.writes("tasks/2026/007.toml", &entry);
            l.forges("extend", &["007"], "延期 2026-007 集中学习");
            l.gains(!l.is_overdue("007"), "May is owed no more");
        },
    },
    Cheat {
        id: "n40",
        what: "the late task is taken out of its phase, and so has no deadline",
        grade: High,
        task: "006",
        rules: &["deadline-moved", "goalposts"],
        run: |l| {
            l.by("陈刚").edits("6", "/^phase/d");
            l.gains(!l.is_overdue("006"), "no deadline any more");
        },
    },
    Cheat {
        id: "n07",
        what: "a task is extended twice in a day: in the leader's name by an hour's order that she gave for one",
        grade: High,
        task: "009",
        rules: &["deadline-moved", "forged", "bypassed", "log-rewritten"],
        run: |l| {
            l.by("周宁").does("extend 9 --to 2026-10-15 --reason 人手 --approved-by 王敏");
            l.rewrites("009", "to = 2026-10-15", "to = 2026-12-15");
            l.forges("fix", &["009"], "改正 2026-009 专项检查");
            l.gains(l.of("009", "deadline") == "2026-12-15", "two months more than approved");
        },
    },
    Cheat {
        id: "n08",
        what: "the year's own settings: year = 2027, and dates without one mean another",
        grade: Medium,
        task: "",
        rules: &["rules-changed"],
        run: |l| {
            l.edits("", "s/year = 2026/year = 2027/");
            l.gains(l.read("ledger.toml").contains("2027"), "another year");
        },
    },
    Cheat {
        id: "n10",
        what: "a duty in arrears ends with the last month that was met, in the editor",
        grade: High,
        task: "007",
        rules: &["deadline-moved", "goalposts"],
        run: |l| {
            let score = l.score("机关纪委");
            l.by("陈刚").edits("7", "s/until = 2026-12-31/until = 2026-04-30/");
            l.gains(l.score("机关纪委") > score, "May is owed no more");
        },
    },
    Cheat {
        id: "n11",
        what: "the late task becomes 长期坚持 in the editor",
        grade: High,
        task: "001",
        rules: &["deadline-moved"],
        run: |l| {
            l.by("周宁").edits("1", "s/due = 2026-05-31/long_term = true/");
            l.gains(!l.is_overdue("001"), "never late");
        },
    },
    Cheat {
        id: "n13",
        what: "two phases of one name: the earlier, with its end, is put behind the later",
        grade: High,
        task: "",
        rules: &["deadline-moved", "rules-changed", "by-hand"],
        run: |l| {
            l.replaces(
                "ledger.toml",
                "name = \"部署推进\"",
                "name = \"部署推进\"\nend = 2026-12-31\n[[phase]]\nname = \"部署推进（旧）\"",
            );
            l.keeps("阶段细分");
            l.gains(!l.is_overdue("006"), "late no more");
        },
    },
];
