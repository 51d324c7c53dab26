//! Merges that bring in what neither line has, or leave out what one has.

use crate::judge::Cheat;
use crate::judge::Grade::{Critical, High, Medium};
use crate::ledger::Ledger;

/// A line of honest work beside the main one, for a merge to bring in.
pub(crate) fn side_line(l: &mut Ledger) {
    l.git("checkout --quiet -b 旁支 HEAD~1");
    l.by("赵蕾").does("note 8 与三人谈心");
    l.git("checkout --quiet main");
    l.begins();
}

/// A root that nobody has seen, made of the work tree as it stands; the work tree is then put back.
pub(crate) fn forged_root(l: &Ledger) -> String {
    l.git("add --all");
    let tree = l.asks_git("write-tree");
    let root = l.git_with(&["commit-tree", &tree, "-m", "旧台账"], "").trim().to_owned();
    l.git("reset --quiet --hard HEAD");
    root
}

/// Commits the work tree as a merge of these.
pub(crate) fn merged(l: &Ledger, parents: &[&str]) {
    l.git("add --all");
    let tree = l.asks_git("write-tree");
    let mut words = vec!["commit-tree", tree.as_str(), "-m", "合并 赵蕾 的 1 次修改\n\nLedger-Op: sync\n"];
    for parent in parents {
        words.extend(["-p", parent]);
    }
    let commit = l.git_with(&words, "").trim().to_owned();
    l.git(&format!("reset --quiet --hard {commit}"));
}

/// Takes what the side line did into the work tree, as an honest merge would.
pub(crate) fn take_side(l: &Ledger) {
    l.git("checkout --quiet 旁支 -- tasks/2026/008.toml");
}

/// Starts an ordinary merge and leaves it open.
fn opens_merge(l: &Ledger) {
    let mut command = l.command("git");
    command.args(["merge", "--quiet", "--no-commit", "--no-ff", "旁支"]);
    command.output().unwrap();
}

/// The leader's return of the党课 and weight of the check, sent to everybody, while the clerk's own folder knows nothing of it.
fn leader_decides(l: &mut Ledger, words: &str) {
    l.on("06-26").at("领导").by("王敏").does(words);
    l.does("sync");
    l.on("06-29").at_home().begins();
}

const SETTLED: &[&str] = &["by-hand", "bypassed", "goalposts", "log-rewritten", "forged"];

pub(crate) const CHEATS: &[Cheat] = &[
    Cheat {
        id: "m06",
        what: "an octopus whose third parent is the first commit: a late task is not there any more",
        grade: Critical,
        task: "",
        rules: &["by-hand", "deleted"],
        run: |l| {
            side_line(l);
            take_side(l);
            let first = l.asks_git("rev-list --max-parents=0 HEAD");
            l.git("rm --quiet tasks/2026/006.toml");
            merged(l, &["HEAD", "旁支", &first]);
            l.gains(!l.path("tasks/2026/006.toml").exists(), "the late task is gone");
        },
    },
    Cheat {
        id: "a33",
        what: "an octopus takes a task from before the leader sent it back",
        grade: Critical,
        task: "",
        rules: &["by-hand", "log-rewritten", "bypassed"],
        run: |l| {
            side_line(l);
            take_side(l);
            let reported = l.asks_git("log -1 --format=%H --before=2026-06-16T00:00:00");
            l.git(&format!("checkout --quiet {reported} -- tasks/2026/005.toml"));
            merged(l, &["HEAD", "旁支", &reported]);
            l.gains(!l.is_overdue("005"), "never sent back");
        },
    },
    Cheat {
        id: "a34",
        what: "an octopus takes a later deadline from a root that nobody has seen",
        grade: Critical,
        task: "",
        rules: &["by-hand", "deadline-moved"],
        run: |l| {
            side_line(l);
            l.rewrites("001", "due = 2026-05-31", "due = 2026-12-31");
            let root = forged_root(l);
            take_side(l);
            l.git(&format!("checkout --quiet {root} -- tasks/2026/001.toml"));
            merged(l, &["HEAD", "旁支", &root]);
            l.gains(!l.is_overdue("001"), "late no more");
        },
    },
    Cheat {
        id: "a35",
        what: "an octopus takes other evidence from a root that nobody has seen",
        grade: High,
        task: "",
        rules: &["by-hand"],
        run: |l| {
            side_line(l);
            l.writes("evidence/2026-002/签到表.txt", "签到表：三百人\n");
            let root = forged_root(l);
            take_side(l);
            l.git(&format!("checkout --quiet {root} -- evidence"));
            merged(l, &["HEAD", "旁支", &root]);
            l.gains(l.read("evidence/2026-002/签到表.txt").contains("三百"), "ten times as many");
        },
    },
    Cheat {
        id: "a72",
        what: "an octopus takes ledger.toml from the first commit: no review, no phases",
        grade: Critical,
        task: "",
        rules: &["by-hand", "rules-changed"],
        run: |l| {
            side_line(l);
            take_side(l);
            let first = l.asks_git("rev-list --max-parents=0 HEAD");
            l.git(&format!("checkout --quiet {first} -- ledger.toml"));
            merged(l, &["HEAD", "旁支", &first]);
            l.gains(!l.is_overdue("006"), "no phase, no deadline");
        },
    },
    Cheat {
        id: "a73",
        what: "an octopus takes a close-out from a root that nobody has seen",
        grade: Critical,
        task: "",
        rules: &["by-hand", "bypassed"],
        run: |l| {
            side_line(l);
            l.rewrites("001", "status = \"doing\"", "status = \"done\"\ndone_on = 2026-06-28");
            let root = forged_root(l);
            take_side(l);
            l.git(&format!("checkout --quiet {root} -- tasks/2026/001.toml"));
            merged(l, &["HEAD", "旁支", &root]);
            l.gains(l.of("001", "status") == "done", "struck off");
        },
    },
    Cheat {
        id: "m09",
        what: "a merge with a root that has nothing in common takes a later deadline from there",
        grade: Critical,
        task: "",
        rules: &["by-hand", "deadline-moved"],
        run: |l| {
            l.rewrites("001", "due = 2026-05-31", "due = 2026-12-31");
            let root = forged_root(l);
            l.git(&format!("checkout --quiet {root} -- tasks/2026/001.toml"));
            merged(l, &["HEAD", &root]);
            l.gains(!l.is_overdue("001"), "late no more");
        },
    },
    Cheat {
        id: "m10",
        what: "both lines touched ledger.toml, and the merge moves a phase's end besides",
        grade: Critical,
        task: "",
        rules: &["deadline-moved", "rules-changed", "by-hand"],
        run: |l| {
            l.git("checkout --quiet -b 旁支");
            l.by("赵蕾").edits(
                "",
                "s/name = \"清廉纪律建设\"/name = \"清廉纪律建设\"\\n[[domain]]\\nname = \"清廉文化建设\"/",
            );
            l.git("checkout --quiet main");
            l.by("李强").edits("", "s/unit = \"某局\"/unit = \"某市某局\"/");
            l.begins();
            opens_merge(l);
            l.replaces("ledger.toml", "end = 2026-03-31", "end = 2026-12-31");
            l.keeps("合并 赵蕾 的 1 次修改\n\nLedger-Op: sync\n");
            l.gains(!l.is_overdue("006"), "late no more");
        },
    },
    Cheat {
        id: "m15",
        what: "evidence of one name was added on both lines, and the merge puts a third in its place",
        grade: High,
        task: "",
        rules: &["by-hand", "forged", "bypassed"],
        run: |l| {
            l.git("checkout --quiet -b 旁支");
            l.writes("../照片.txt", "照片：十人\n");
            l.by("赵蕾").does("note 8 谈心照片 --evidence ../照片.txt");
            l.git("checkout --quiet main");
            l.writes("../照片.txt", "照片：九人\n");
            l.by("李强").does("note 8 谈心照片 --evidence ../照片.txt");
            l.begins();
            opens_merge(l);
            l.writes("evidence/2026-008/照片.txt", "照片：一百人\n");
            l.keeps("合并 赵蕾 的 1 次修改\n\nLedger-Op: sync\n");
            l.gains(l.read("evidence/2026-008/照片.txt").contains("一百"), "a hundred");
        },
    },
    Cheat {
        id: "a10",
        what: "the leader sent it back; the office cancelled it, and sync --ours settles for that",
        grade: Critical,
        task: "004",
        rules: SETTLED,
        run: |l| {
            leader_decides(l, "return 4 缺签到表");
            l.by("李强").cheats("cancel 4 不再要求");
            l.begins();
            l.cheats("sync --ours");
            l.gains(l.of("004", "status") == "cancelled", "cancelled, not sent back");
        },
    },
    Cheat {
        id: "m13",
        what: "the leader weighed it with eight points; the office with one, and sync --ours settles for that",
        grade: High,
        task: "009",
        rules: SETTLED,
        run: |l| {
            leader_decides(l, "set 9 weight=8");
            l.by("周宁").cheats("set 9 weight=1");
            l.begins();
            l.cheats("sync --ours");
            l.gains(l.task_file("009").contains("weight = 1"), "one point");
        },
    },
    Cheat {
        id: "a42",
        what: "the leader urges a late task; the office cancelled it meanwhile, and cancelled beats a note",
        grade: High,
        task: "001",
        rules: &["goalposts"],
        run: |l| {
            leader_decides(l, "note 1 抓紧汇编");
            l.by("周宁").cheats("cancel 1 不再要求");
            l.cheats("sync");
            l.gains(l.of("001", "status") == "cancelled", "late no more");
        },
    },
    Cheat {
        id: "a83",
        what: "a line of one's own, with a close-out in it, is squashed into one import",
        grade: High,
        task: "",
        rules: &["bypassed", "forged", "backdated", "same-hand"],
        run: |l| {
            l.git("checkout --quiet -b 旁支");
            l.by("周宁").does("done 1 已汇编成册");
            l.does("accept 1 同意 --by 王敏");
            l.git("checkout --quiet main");
            l.git("merge --quiet --squash 旁支");
            l.forges("import", &["001"], "导入 1 项任务");
            l.gains(l.of("001", "status") == "done", "struck off");
        },
    },
    Cheat {
        id: "n41",
        what: "a merge drops what the leader did on her line: git merge -s ours",
        grade: Critical,
        task: "",
        rules: &["by-hand", "log-rewritten", "bypassed"],
        run: |l| {
            l.git("checkout --quiet -b 旁支");
            l.by("王敏").does("return 4 缺签到表");
            l.git("checkout --quiet main");
            l.by("李强").does("note 8 谈心谈话");
            l.begins();
            l.git_with(
                &[
                    "merge",
                    "--quiet",
                    "-s",
                    "ours",
                    "-m",
                    "合并 王敏 的 1 次修改\n\nLedger-Op: sync\n",
                    "旁支",
                ],
                "",
            );
            l.gains(l.of("004", "status") == "review", "never sent back");
        },
    },
    Cheat {
        id: "n43",
        what: "a merge of a commit with its own ancestor takes a task from the past",
        grade: Critical,
        task: "",
        rules: &["by-hand", "log-rewritten", "bypassed"],
        run: |l| {
            let reported = l.asks_git("log -1 --format=%H --before=2026-06-16T00:00:00");
            l.git(&format!("checkout --quiet {reported} -- tasks/2026/005.toml"));
            merged(l, &["HEAD", &reported]);
            l.gains(!l.is_overdue("005"), "never sent back");
        },
    },
    Cheat {
        id: "n44",
        what: "an honest side line is merged, and an explanation nobody gave is added by the merge",
        grade: Medium,
        task: "",
        rules: &["by-hand", "forged", "bypassed"],
        run: |l| {
            l.by("周宁").rewrites("001", "汇编成册", "目录");
            l.keeps("手工");
            let commit = l.asks_git("rev-parse HEAD");
            side_line(l);
            take_side(l);
            let name = format!("audit/{}.toml", &commit[..10]);
            l.writes(
                &name,
                &format!("commit = \"{commit}\"\ntext = \"已同意\"\nby = \"王敏\"\ndate = 2026-06-29\n"),
            );
            merged(l, &["HEAD", "旁支"]);
        },
    },
];
