//! Clocks set back, and forward: what is done today says that it was done in May.

use crate::judge::Cheat;
use crate::judge::Grade::{Critical, High, Low, Medium};
use crate::ledger::Ledger;

/// A second computer whose ledger is as it was at the end of a day, and whose clock says so.
pub(crate) fn set_back(l: &mut Ledger, day: &str) {
    l.at("旧电脑");
    let then = l.asks_git(&format!("rev-list -1 --before=2026-{day}T23:00:00+08:00 HEAD"));
    l.git(&format!("reset --quiet --hard {then}"));
    l.on(day);
}

/// The old computer sends what it has, and the clerk's own folder takes it in.
fn sent(l: &mut Ledger, day: &str) {
    l.on(day);
    l.cheats("sync");
    l.at_home().on("06-29").by("李强").cheats("sync");
}

/// Empty commits, each three days before the last, down to a day of May.
fn stairs(l: &mut Ledger) {
    for day in ["06-21", "06-18", "06-15", "06-12", "06-09", "06-06", "06-03", "05-31", "05-29"] {
        l.on(day).keeps("例行保存");
    }
}

/// Whether the page of a past day shows something of a task.
fn showed(l: &Ledger, day: &str, number: &str, key: &str, value: &str) -> bool {
    let day = format!("2026-{day}");
    let said = l.asked(&["show", number, "--format", "json", "--as-of", &day]);
    let task: serde_json::Value = serde_json::from_str(&said.stdout).unwrap_or_default();
    task[key] == value
}

/// Every task of the half-year.
const ALL: &[&str] = &["001", "002", "003", "004", "005", "006", "007", "008", "009", "010", "011"];

pub(crate) const CHEATS: &[Cheat] = &[
    Cheat {
        id: "d05b",
        what: "a clone is set back to May and a clock with it; done there, and synced",
        grade: Critical,
        task: "001",
        rules: &["late-arrival", "backdated", "clock"],
        run: |l| {
            set_back(l, "05-28");
            l.by("周宁").cheats("done 1 已汇编成册");
            sent(l, "06-29");
            l.gains(!l.is_overdue("001") && l.of("001", "done_on") == "2026-05-28", "done in May");
        },
    },
    Cheat {
        id: "d05d",
        what: "the same, and the merge too is made under May's clock",
        grade: Critical,
        task: "001",
        rules: &["late-arrival", "backdated", "clock"],
        run: |l| {
            set_back(l, "05-28");
            l.by("周宁").cheats("done 1 已汇编成册");
            sent(l, "05-28");
            l.gains(!l.is_overdue("001"), "done in May");
        },
    },
    Cheat {
        id: "d05e",
        what: "done and accepted on a clone that was set back, each in its own name",
        grade: Critical,
        task: "001",
        rules: &["late-arrival", "backdated", "clock"],
        run: |l| {
            set_back(l, "05-28");
            l.by("周宁").cheats("done 1 已汇编成册");
            l.on("05-29").by("王敏").cheats("accept 1 同意");
            sent(l, "06-29");
            l.gains(l.of("001", "finished_late") == "false", "struck off in time");
        },
    },
    Cheat {
        id: "d06",
        what: "an extension on a clone that was set back to before the deadline",
        grade: Critical,
        task: "010",
        rules: &["late-arrival", "late-extension", "clock"],
        run: |l| {
            set_back(l, "06-10");
            l.by("赵蕾").cheats("extend 10 --to 2026-08-31 --reason 文件未到 --approved-by 王敏");
            sent(l, "06-29");
            l.gains(!l.is_overdue("010"), "late no more");
        },
    },
    Cheat {
        id: "a06",
        what: "the same side line, joined by git merge",
        grade: Critical,
        task: "001",
        rules: &["late-arrival", "backdated", "clock"],
        run: |l| {
            let then = l.asks_git("rev-list -1 --before=2026-05-30 HEAD");
            l.git(&format!("checkout --quiet -b 旁支 {then}"));
            l.on("05-28").by("周宁").cheats("done 1 已汇编成册");
            l.git("checkout --quiet main");
            l.on("06-29").git("merge --quiet --no-edit 旁支");
            l.gains(!l.is_overdue("001"), "done in May");
        },
    },
    Cheat {
        id: "a76",
        what: "a missed month of a duty is made up on a clone that was set back",
        grade: Critical,
        task: "007",
        rules: &["late-arrival", "backdated", "clock"],
        run: |l| {
            set_back(l, "05-27");
            l.by("陈刚").cheats("done 7 第三次学习");
            sent(l, "06-29");
            l.gains(!l.is_overdue("007"), "May was held");
        },
    },
    Cheat {
        id: "a31",
        what: "empty commits go down to May three days at a time; then done, in May",
        grade: Critical,
        task: "",
        rules: &["clock", "backdated"],
        run: |l| {
            stairs(l);
            l.on("05-28").by("周宁").cheats("done 1 已汇编成册");
            l.gains(!l.is_overdue("001") && l.of("001", "done_on") == "2026-05-28", "done in May");
        },
    },
    Cheat {
        id: "a32",
        what: "the same stairs, of notes kept by the program",
        grade: Critical,
        task: "",
        rules: &["clock", "backdated"],
        run: |l| {
            l.by("赵蕾");
            for day in ["06-21", "06-18", "06-15", "06-12", "06-09", "06-06", "06-03", "05-31", "05-29"] {
                l.on(day).cheats("note 8 谈心谈话");
            }
            l.on("05-28").by("周宁").cheats("done 1 已汇编成册");
            l.gains(!l.is_overdue("001"), "done in May");
        },
    },
    Cheat {
        id: "d07b",
        what: "three days of slack for the clock, and three more for the day of finishing",
        grade: High,
        task: "005",
        rules: &["clock", "backdated"],
        run: |l| {
            l.on("06-21").by("周宁").cheats("done 5 已补齐 --on 2026-06-18");
            l.gains(l.of("005", "done_on") == "2026-06-18", "done before the deadline");
        },
    },
    Cheat {
        id: "a01",
        what: "done honestly late, and a note under an old clock on top: May's page shows it",
        grade: High,
        task: "",
        rules: &["clock", "as-of"],
        run: |l| {
            l.by("周宁").cheats("done 1 已汇编成册");
            l.on("05-30").by("赵蕾").cheats("note 8 谈心谈话");
            l.gains(!l.is_overdue("001"), "done");
            let honest = showed(l, "05-31", "001", "status", "doing");
            l.told("as-of", honest);
        },
    },
    Cheat {
        id: "a02",
        what: "the same with a README under an old clock",
        grade: High,
        task: "",
        rules: &["clock", "as-of"],
        run: |l| {
            l.by("周宁").cheats("done 1 已汇编成册");
            l.writes("README.md", "台账说明\n");
            l.on("05-30").keeps("说明");
            let honest = showed(l, "05-31", "001", "status", "doing");
            l.told("as-of", honest);
        },
    },
    Cheat {
        id: "a03",
        what: "the same with a commit whose date is no date",
        grade: High,
        task: "",
        rules: &["clock", "as-of", "by-hand"],
        run: |l| {
            l.by("周宁").cheats("done 1 已汇编成册");
            let (tree, head) = (l.asks_git("rev-parse HEAD^{tree}"), l.asks_git("rev-parse HEAD"));
            let who = "周宁 <周宁@example.com> 不知何日 +0800";
            let commit = format!("tree {tree}\nparent {head}\nauthor {who}\ncommitter {who}\n\n例行保存\n");
            let commit =
                l.git_with(&["hash-object", "-t", "commit", "-w", "--literally", "--stdin"], &commit);
            l.git(&format!("reset --quiet --hard {}", commit.trim()));
            let honest = showed(l, "05-31", "001", "status", "doing");
            l.told("as-of", honest);
        },
    },
    Cheat {
        id: "d15",
        what: "backdate_days = 9999 in the folder alone, kept nowhere",
        grade: High,
        task: "001",
        rules: &["backdated"],
        run: |l| {
            l.by("周宁").cheats("done 1 已汇编成册 --on 2026-05-28");
            let settings = l.read("ledger.toml");
            l.writes("ledger.toml", &format!("{settings}\n[audit]\nbackdate_days = 9999\n"));
            l.gains(!l.is_overdue("001"), "done in May");
        },
    },
    Cheat {
        id: "d16",
        what: "backdate_days = 9999 first, then done in May",
        grade: High,
        task: "001",
        rules: &["backdated"],
        run: |l| {
            l.edits("", "$a [audit]\\nbackdate_days = 9999");
            l.by("周宁").cheats("done 1 已汇编成册 --on 2026-05-28");
            l.gains(!l.is_overdue("001"), "done in May");
        },
    },
    Cheat {
        id: "a37",
        what: "the whole history anew in two commits of March, with entries of June in them",
        grade: Critical,
        task: "",
        rules: &["clock", "bypassed", "tip-lost"],
        run: |l| {
            l.at("新台账").git("checkout --quiet --orphan 新");
            l.git("rm -r --quiet --force evidence");
            l.rewrites("001", "status = \"doing\"", "status = \"done\"\ndone_on = 2026-05-28");
            let entry = "\n[[log]]\ndate = 2026-05-28\nby = \"周宁\"\nkind = \"done\"\n\n\
                         [[log]]\ndate = 2026-05-29\nby = \"王敏\"\nkind = \"accept\"\n";
            let text = l.task_file("001");
            l.writes("tasks/2026/001.toml", &format!("{text}{entry}"));
            l.on("03-02").git("rm -r --quiet --force --cached tasks");
            l.git_with(&["commit", "--quiet", "-m", "建立台账\n\nLedger-Op: init\n"], "");
            l.on("03-03").forges("import", ALL, "导入 11 项任务");
            l.git("branch --quiet -M 新 main");
            l.gains(l.of("001", "finished_late") == "false", "struck off in time");
        },
    },
    Cheat {
        id: "a64",
        what: "everything moved into a subfolder in two commits of March, and touched up on the way",
        grade: High,
        task: "",
        rules: &["clock", "bypassed", "by-hand", "deleted", "tip-lost"],
        run: |l| {
            l.at("新台账").git("checkout --quiet --orphan 新");
            l.git("rm -r --quiet --force evidence");
            std::fs::create_dir(l.path("ledger")).unwrap();
            l.git("mv ledger.toml templates .gitattributes .gitignore ledger/");
            l.on("03-02").git("rm -r --quiet --force --cached tasks");
            l.git_with(&["commit", "--quiet", "-m", "建立台账\n\nLedger-Op: init\n"], "");
            std::fs::rename(l.path("tasks"), l.path("ledger/tasks")).unwrap();
            l.replaces("ledger/tasks/2026/001.toml", "due = 2026-05-31", "due = 2026-12-31");
            l.on("03-03").forges("import", ALL, "导入 11 项任务");
            l.git("branch --quiet -M 新 main");
            l.gains(!l.is_overdue("001"), "late no more");
        },
    },
    Cheat {
        id: "d08",
        what: "the leader sends it back, on a day of next year: no score and no replay counts it",
        grade: High,
        task: "",
        rules: &["clock"],
        run: |l| {
            l.by("王敏").cheats("return 4 缺签到表 --today 2027-01-01");
            l.gains(l.task_file("004").contains("2027-01-01"), "sent back next year");
        },
    },
    Cheat {
        id: "d09",
        what: "what was struck off is taken up again on a day of next year",
        grade: Medium,
        task: "",
        rules: &["clock"],
        run: |l| {
            l.by("李强").cheats("reopen 3 还要修订 --today 2027-01-01");
            l.gains(l.task_file("003").contains("2027-01-01"), "taken up next year");
        },
    },
    Cheat {
        id: "n01",
        what: "one commit of 2030 to make every other look early; under it, May",
        grade: Critical,
        task: "",
        rules: &["clock", "backdated"],
        run: |l| {
            l.on("2030-01-01").keeps("例行保存");
            l.on("05-28").by("周宁").cheats("done 1 已汇编成册");
            l.gains(!l.is_overdue("001"), "done in May");
        },
    },
    Cheat {
        id: "n02",
        what: "the author's date is of May, the committer's is not",
        grade: High,
        task: "001",
        rules: &["clock", "backdated", "late-arrival"],
        run: |l| {
            let now = [("GIT_COMMITTER_DATE", "2026-06-29T10:00:00+08:00")];
            l.on("05-28").by("周宁").cheats_with("done 1 已汇编成册", &now);
            l.gains(!l.is_overdue("001"), "done in May");
        },
    },
    Cheat {
        id: "n04",
        what: "twelve notes and a close-out under May's clock: they outnumber the commits of June before them",
        grade: Critical,
        task: "001",
        rules: &["clock", "backdated", "late-arrival"],
        run: |l| {
            l.on("05-28").by("周宁");
            for _ in 0..12 {
                l.cheats("note 1 汇编中");
            }
            l.cheats("done 1 已汇编成册");
            l.gains(l.of("001", "done_on") == "2026-05-28", "done in May");
        },
    },
    Cheat {
        id: "n05",
        what: "the extension is recorded late with an approval said to be of last week, of a deadline long past",
        grade: High,
        task: "001",
        rules: &["late-extension"],
        run: |l| {
            let words =
                "extend 1 --to 2026-07-31 --reason 材料多 --approved-by 王敏 --approved-on 2026-05-29";
            l.by("李强").cheats(words);
            l.gains(!l.is_overdue("001"), "late no more");
        },
    },
    Cheat {
        id: "d19",
        what: "the audit is printed with LEDGER_TODAY in May: what came after is of the future, or is not there",
        grade: Low,
        task: "",
        rules: &["foot"],
        run: |l| {
            l.by("周宁").does("done 1 已汇编成册 --on 2026-05-31");
            let page = l.on("05-30").does("audit --format md");
            l.told("foot", page.contains("--today") || page.contains("指定"));
        },
    },
    Cheat {
        id: "d14b",
        what: "slack upon slack: an entry three days before a commit that states three days before its own",
        grade: Medium,
        task: "",
        rules: &["clock", "backdated"],
        run: |l| {
            l.on("06-22").by("周宁");
            l.cheats("done 5 已补齐 --on 2026-06-20");
            l.gains(l.of("005", "done_on") == "2026-06-20", "done on the last day");
        },
    },
];
