//! Steps of a task's life that nobody took: undone, written in the editor, brought in with a sheet, made by hand.

use crate::judge::Cheat;
use crate::judge::Grade::{Critical, High, Low, Medium};
use crate::ledger::Ledger;

/// 赵蕾 registers a task that is soon late.
fn late_at_once(l: &mut Ledger) {
    l.on("06-22").by("赵蕾").does("add 紧急整改 --lead 综合科 --owner 赵蕾 --due 2026-06-25");
    l.on("06-29").begins();
    assert!(l.is_overdue("012"));
}

/// Whether a task's file is gone.
fn is_gone(l: &Ledger, number: &str) -> bool {
    !l.path(&format!("tasks/2026/{number}.toml")).exists()
}

/// A close-out in the words of two people.
const CLOSED: &str = "\n[[log]]\ndate = 2026-05-28\nby = \"周宁\"\nkind = \"done\"\ntext = \"已汇编成册\"\n\n\
                      [[log]]\ndate = 2026-05-29\nby = \"王敏\"\nkind = \"accept\"\ntext = \"同意\"\n";

/// The late task's text, struck off in time.
fn struck_off(l: &Ledger) -> String {
    let done = "status = \"done\"\ndone_on = 2026-05-28";
    let text =
        l.task_file("001").replace("status = \"doing\"", done).replace("progress = 40", "progress = 100");
    format!("{text}{CLOSED}")
}

/// An undo that is made by hand: it names what it takes back, and restores it.
fn takes_back(l: &mut Ledger, commit: &str, tasks: &[&str]) {
    l.git(&format!("revert --no-commit {commit}"));
    let sentence = l.asks_git(&format!("log -1 --format=%s {commit}"));
    let tasks: Vec<String> = tasks.iter().map(|task| format!("Ledger-Task: 2026-{task}\n")).collect();
    l.keeps(&format!("撤销 {sentence}\n\nLedger-Op: undo\n{}Ledger-Undoes: {commit}\n", tasks.concat()));
}

pub(crate) const CHEATS: &[Cheat] = &[
    Cheat {
        id: "t28",
        what: "undo of a registration: the late task and its file are gone",
        grade: Critical,
        task: "012",
        rules: &["deleted", "bypassed", "log-rewritten"],
        run: |l| {
            late_at_once(l);
            l.by("赵蕾").cheats("undo");
            l.gains(is_gone(l, "012"), "the late task is gone");
        },
    },
    Cheat {
        id: "t29",
        what: "the same, by another hand in the registrar's name",
        grade: Critical,
        task: "012",
        rules: &["deleted", "bypassed", "log-rewritten"],
        run: |l| {
            late_at_once(l);
            let names = [("GIT_COMMITTER_NAME", "赵蕾"), ("GIT_AUTHOR_NAME", "赵蕾")];
            l.by("李强").cheats_with("undo", &names);
            l.gains(is_gone(l, "012"), "the late task is gone");
        },
    },
    Cheat {
        id: "t30",
        what: "two registrations, undone one after the other",
        grade: Critical,
        task: "012",
        rules: &["deleted", "bypassed", "log-rewritten"],
        run: |l| {
            late_at_once(l);
            l.on("06-23").by("赵蕾").does("add 又一项 --lead 综合科 --due 2026-06-26");
            l.on("06-29").begins();
            l.cheats("undo");
            l.cheats("undo");
            l.gains(is_gone(l, "012") && is_gone(l, "013"), "both are gone");
        },
    },
    Cheat {
        id: "a70",
        what: "what has been sent to everybody is undone, and sent again",
        grade: Critical,
        task: "012",
        rules: &["deleted", "bypassed", "log-rewritten"],
        run: |l| {
            late_at_once(l);
            l.does("sync");
            l.by("赵蕾").cheats("undo");
            l.cheats("sync");
            l.gains(is_gone(l, "012"), "the late task is gone for everybody");
        },
    },
    Cheat {
        id: "a75",
        what: "an undo made by hand takes back a registration of March",
        grade: Critical,
        task: "006",
        rules: &["deleted", "bypassed", "forged", "by-hand"],
        run: |l| {
            let added = l.asks_git("log -1 --format=%H --diff-filter=A -- tasks/2026/006.toml");
            takes_back(l, &added, &["006"]);
            l.gains(is_gone(l, "006"), "the late task is gone");
        },
    },
    Cheat {
        id: "t27",
        what: "undo of the leader's 退回, at her desk",
        grade: Critical,
        task: "005",
        rules: &["bypassed", "log-rewritten"],
        run: |l| {
            let score = l.score("档案室");
            l.by("王敏");
            l.cheats("undo");
            l.gains(!l.is_overdue("005") && l.score("档案室") >= score, "waiting for her, not late");
        },
    },
    Cheat {
        id: "t32",
        what: "undo of the leader's 退回, made by hand in the office's own name",
        grade: Critical,
        task: "005",
        rules: &["bypassed", "log-rewritten", "forged"],
        run: |l| {
            let sent_back = l.asks_git("log -1 --format=%H --grep=退回");
            l.by("周宁");
            takes_back(l, &sent_back, &["005"]);
            l.gains(!l.is_overdue("005"), "waiting for her, not late");
        },
    },
    Cheat {
        id: "a24",
        what: "the leader sends it back, and within the hour another hand undoes it under her name",
        grade: Critical,
        task: "004",
        rules: &["bypassed", "log-rewritten", "forged"],
        run: |l| {
            l.by("王敏").does("return 4 缺签到表");
            l.begins();
            let committer = [("GIT_COMMITTER_NAME", "李强"), ("GIT_COMMITTER_EMAIL", "李强@example.com")];
            l.cheats_with("undo", &committer);
            l.gains(l.of("004", "status") == "review", "as if she had not");
        },
    },
    Cheat {
        id: "t31",
        what: "undo of the leader's settings",
        grade: High,
        task: "",
        rules: &["rules-changed", "bypassed"],
        run: |l| {
            l.on("06-25").by("王敏").edits("", "$a [score]\\nreturned = 5");
            l.on("06-29").begins();
            l.cheats("undo");
            l.gains(!l.read("ledger.toml").contains("returned"), "as if she had not");
        },
    },
    Cheat {
        id: "t07",
        what: "done, the board printed, and undone the next morning",
        grade: High,
        task: "001",
        rules: &["bypassed", "log-rewritten"],
        run: |l| {
            l.on("06-29").by("周宁").cheats("done 1 已汇编成册");
            l.cheats("board -o ../墙上.html");
            l.on("06-30").cheats("undo");
            l.gains(l.of("001", "status") == "doing", "nothing was reported");
        },
    },
    Cheat {
        id: "h16",
        what: "done, the board printed, and undone within the hour",
        grade: High,
        task: "001",
        rules: &["bypassed", "log-rewritten"],
        run: |l| {
            l.by("周宁").cheats("done 1 已汇编成册");
            l.cheats("board -o ../墙上.html");
            l.cheats("undo");
            l.gains(l.of("001", "status") == "doing", "nothing was reported");
        },
    },
    Cheat {
        id: "a69",
        what: "a late finish is undone, and reported anew with an earlier day",
        grade: High,
        task: "005",
        rules: &["bypassed", "log-rewritten", "backdated"],
        run: |l| {
            l.on("06-22").by("周宁").does("done 5 已补齐");
            l.on("06-25").begins();
            l.cheats("undo");
            l.cheats("done 5 已补齐 --on 2026-06-20");
            l.gains(l.of("005", "done_on") == "2026-06-20", "in time");
        },
    },
    Cheat {
        id: "t16b",
        what: "status and day of finishing, written in the editor",
        grade: Critical,
        task: "001",
        rules: &["bypassed"],
        run: |l| {
            l.by("周宁").edits("1", "s/status = \"doing\"/status = \"done\"\\ndone_on = 2026-06-27/");
            l.gains(l.of("001", "status") == "done", "struck off");
        },
    },
    Cheat {
        id: "t17",
        what: "a close-out in two people's words, written in the editor",
        grade: Critical,
        task: "001",
        rules: &["bypassed"],
        run: |l| {
            let text = struck_off(l).replace("2026-05-28", "2026-06-27").replace("2026-05-29", "2026-06-28");
            l.by("周宁").edits_into("1", &text);
            l.gains(l.of("001", "status") == "done", "struck off");
        },
    },
    Cheat {
        id: "t19b",
        what: "a late task is cancelled in the editor",
        grade: High,
        task: "001",
        rules: &["bypassed", "goalposts"],
        run: |l| {
            l.by("周宁").edits("1", "s/status = \"doing\"/status = \"cancelled\"/");
            l.gains(!l.is_overdue("001"), "late no more");
        },
    },
    Cheat {
        id: "t19c",
        what: "the day on which a late task was finished is put before its deadline, in the editor",
        grade: Critical,
        task: "002",
        rules: &["bypassed", "log-rewritten"],
        run: |l| {
            let score = l.score("综合科");
            l.edits("2", "s/done_on = 2026-05-20/done_on = 2026-04-29/");
            l.gains(l.of("002", "finished_late") == "false" && l.score("综合科") > score, "in time");
        },
    },
    Cheat {
        id: "a48",
        what: "an extension in the leader's name, written in the editor before the deadline",
        grade: High,
        task: "009",
        rules: &["bypassed"],
        run: |l| {
            let text = l.task_file("009");
            let entry = "\n[[log]]\ndate = 2026-06-29\nby = \"王敏\"\nkind = \"extend\"\nfrom = 2026-09-30\n\
                         to = 2026-12-31\napproved_by = \"王敏\"\ntext = \"同意\"\n";
            l.by("周宁").edits_into("9", &format!("{text}{entry}"));
            l.gains(l.of("009", "deadline") == "2026-12-31", "three months more");
        },
    },
    Cheat {
        id: "a11",
        what: "a commit by hand that names import strikes the late task off",
        grade: Critical,
        task: "001",
        rules: &["bypassed", "forged"],
        run: |l| {
            let text = struck_off(l);
            l.writes("tasks/2026/001.toml", &text);
            l.by("周宁").forges("import", &["001"], "导入 1 项任务");
            l.gains(l.of("001", "finished_late") == "false", "struck off in time");
        },
    },
    Cheat {
        id: "a12",
        what: "a commit by hand that names fix moves the day of finishing",
        grade: Critical,
        task: "002",
        rules: &["bypassed", "forged"],
        run: |l| {
            l.rewrites("002", "done_on = 2026-05-20", "done_on = 2026-04-29");
            l.forges("fix", &["002"], "改正 2026-002 警示教育");
            l.gains(l.of("002", "finished_late") == "false", "in time");
        },
    },
    Cheat {
        id: "i01",
        what: "a sheet says that the late task is struck off",
        grade: Critical,
        task: "001",
        rules: &["bypassed", "backdated"],
        run: |l| {
            l.writes(
                "../补登.csv",
                "编号,任务名称,状态,进度,办结日期\n2026-001,制度汇编,已办结,100%,2026-05-28\n",
            );
            l.by("周宁").cheats("import ../补登.csv --yes");
            l.wins(!l.is_overdue("001"), "struck off");
        },
    },
    Cheat {
        id: "i02",
        what: "a sheet of ten small tasks, registered and done at once",
        grade: Medium,
        task: "",
        rules: &["goalposts", "bypassed", "skipped-review"],
        run: |l| {
            let score = l.score("档案室");
            let rows = (1..=10).map(|n| format!("小结{n},档案室,已办结,100%,2026-06-29,2026-06-30\n"));
            let head = "任务名称,牵头单位,状态,进度,办结日期,完成时限\n".to_owned();
            l.writes("../小结.csv", &(head + &rows.collect::<String>()));
            l.by("周宁").cheats("import ../小结.csv --yes");
            l.wins(l.score("档案室") > score, "a better score");
        },
    },
    Cheat {
        id: "i03",
        what: "a commit by hand that names import writes an extension in the leader's name",
        grade: High,
        task: "009",
        rules: &["bypassed", "forged"],
        run: |l| {
            let text = l.task_file("009");
            let entry = "\n[[log]]\ndate = 2026-06-29\nby = \"王敏\"\nkind = \"extend\"\nfrom = 2026-09-30\n\
                         to = 2026-12-31\napproved_by = \"王敏\"\n";
            l.writes("tasks/2026/009.toml", &format!("{text}{entry}"));
            l.by("周宁").forges("import", &["009"], "导入 1 项任务");
            l.gains(l.of("009", "deadline") == "2026-12-31", "three months more");
        },
    },
    Cheat {
        id: "i05",
        what: "a sheet of work of the spring that nobody had registered, all of it done in time",
        grade: Medium,
        task: "",
        rules: &["goalposts", "bypassed", "backdated"],
        run: |l| {
            let score = l.score("机关纪委");
            let rows = (1..=6).map(|n| format!("谈话{n},机关纪委,已办结,100%,2026-04-1{n},2026-04-30\n"));
            let head = "任务名称,牵头单位,状态,进度,办结日期,完成时限\n".to_owned();
            l.writes("../谈话.csv", &(head + &rows.collect::<String>()));
            l.by("陈刚").cheats("import ../谈话.csv --yes");
            l.wins(l.score("机关纪委") > score, "a better score");
        },
    },
    Cheat {
        id: "i07",
        what: "a commit by hand that names import turns the review off",
        grade: High,
        task: "",
        rules: &["rules-changed", "forged"],
        run: |l| {
            l.replaces("ledger.toml", "review = true", "review = false");
            l.forges("import", &[], "记住表头对应");
            l.by("周宁").cheats("done 1 已汇编成册");
            l.gains(l.of("001", "status") == "done", "struck off unseen");
        },
    },
    Cheat {
        id: "a39",
        what: "the log's order is changed: the return comes before what it sent back",
        grade: Medium,
        task: "005",
        rules: &["log-rewritten", "bypassed", "forged"],
        run: |l| {
            let text = l.task_file("005");
            let parts: Vec<&str> = text.split("[[log]]").collect();
            let text = format!("{}[[log]]{}\n[[log]]{}", parts[0], parts[2], parts[1]);
            l.writes("tasks/2026/005.toml", &text);
            l.by("周宁").forges("import", &["005"], "导入 1 项任务");
        },
    },
    Cheat {
        id: "a40",
        what: "a key is added to an entry of the past: the late report was approved, it says",
        grade: Medium,
        task: "002",
        rules: &["log-rewritten", "bypassed", "forged"],
        run: |l| {
            l.edits("2", "s/text = \"已举办\"/text = \"已举办\"\\nremark = \"经局长同意，不算逾期\"/");
            l.gains(l.task_file("002").contains("不算逾期"), "it stands in the entry");
        },
    },
    Cheat {
        id: "a47",
        what: "the subject says 核销, and the command was a note",
        grade: Low,
        task: "004",
        rules: &["forged", "bypassed", "by-hand"],
        run: |l| {
            let text = l.task_file("004");
            let entry = "\n[[log]]\ndate = 2026-06-29\nby = \"王敏\"\nkind = \"note\"\ntext = \"已核销\"\n";
            l.writes("tasks/2026/004.toml", &format!("{text}{entry}"));
            l.forges("note", &["004"], "核销 2026-004 廉政党课：同意");
            let log = l.asked(&["log", "4"]).stdout;
            l.gains(log.contains("核销"), "the log says so");
        },
    },
    Cheat {
        id: "m01",
        what: "evidence is exchanged in a commit that names renumber",
        grade: High,
        task: "",
        rules: &["forged", "by-hand", "bypassed"],
        run: |l| {
            l.writes("evidence/2026-002/签到表.txt", "签到表：三百人\n");
            l.forges("renumber", &[], "改编号");
            l.gains(l.read("evidence/2026-002/签到表.txt").contains("三百"), "ten times as many");
        },
    },
    Cheat {
        id: "m02",
        what: "evidence is removed in a commit that names renumber",
        grade: High,
        task: "",
        rules: &["forged", "by-hand", "bypassed"],
        run: |l| {
            l.git("rm --quiet evidence/2026-002/签到表.txt");
            l.forges("renumber", &["002"], "改编号 2026-002");
            l.gains(!l.path("evidence/2026-002/签到表.txt").exists(), "no evidence");
        },
    },
    Cheat {
        id: "m04",
        what: "an entry's evidence is pointed to another file in a commit that names renumber",
        grade: High,
        task: "002",
        rules: &["forged", "by-hand", "bypassed", "log-rewritten"],
        run: |l| {
            l.git("mv evidence/2026-002/签到表.txt evidence/2026-002/旧.txt");
            l.writes("evidence/2026-002/新签到表.txt", "签到表：三百人\n");
            l.rewrites("002", "evidence/2026-002/签到表.txt", "evidence/2026-002/新签到表.txt");
            l.forges("renumber", &["002"], "改编号 2026-002");
            l.gains(l.task_file("002").contains("新签到表"), "another list");
        },
    },
    Cheat {
        id: "m05",
        what: "a late task goes to another year in a commit that names renumber",
        grade: High,
        task: "",
        rules: &["forged", "deleted", "bypassed", "by-hand"],
        run: |l| {
            std::fs::create_dir_all(l.path("tasks/2027")).unwrap();
            l.git("mv tasks/2026/001.toml tasks/2027/001.toml");
            l.keeps("改编号 2026-001 → 2027-001\n\nLedger-Op: renumber\nLedger-Task: 2026-001\nLedger-Task: 2027-001\n");
            l.gains(is_gone(l, "001"), "of next year");
        },
    },
    Cheat {
        id: "a81",
        what: "a task takes another's number, and its evidence, in a commit that names renumber",
        grade: High,
        task: "",
        rules: &["forged", "deleted", "bypassed", "by-hand"],
        run: |l| {
            l.git("mv tasks/2026/001.toml tasks/2026/099.toml");
            l.git("mv evidence/2026-002 evidence/2026-099");
            let said = "改编号 2026-001 → 2026-099\n\nLedger-Op: renumber\nLedger-Task: 2026-001\nLedger-Task: 2026-099\n";
            l.keeps(said);
            l.gains(is_gone(l, "001"), "another number");
        },
    },
    Cheat {
        id: "n14",
        what: "the late task is made void as if it had never been meant",
        grade: Critical,
        task: "001",
        rules: &["voided"],
        run: |l| {
            let score = l.score("档案室");
            l.by("周宁").cheats("void 1 登记错了");
            l.gains(l.score("档案室") >= score && !l.is_overdue("001"), "counted nowhere");
        },
    },
    Cheat {
        id: "n16",
        what: "void by the editor, without a reason",
        grade: High,
        task: "001",
        rules: &["bypassed", "voided"],
        run: |l| {
            l.by("周宁").edits("1", "s/status = \"doing\"/status = \"void\"/");
            l.gains(!l.is_overdue("001"), "counted nowhere");
        },
    },
    Cheat {
        id: "n17",
        what: "a month of the duty that was missed is written into the log in the editor, dated when it was due",
        grade: Critical,
        task: "007",
        rules: &["bypassed", "backdated"],
        run: |l| {
            let text = l.task_file("007");
            let entry =
                "\n[[log]]\ndate = 2026-05-28\nby = \"陈刚\"\nkind = \"done\"\nperiod = \"2026-05\"\n";
            l.by("陈刚").edits_into("7", &format!("{text}{entry}"));
            l.gains(!l.is_overdue("007"), "May was held");
        },
    },
    Cheat {
        id: "n19",
        what: "a fix that counts on nobody reading: the leader's 退回 is turned into a note",
        grade: High,
        task: "005",
        rules: &["log-rewritten"],
        run: |l| {
            l.rewrites("005", "kind = \"return\"", "kind = \"note\"");
            let score = l.score("档案室");
            l.by("周宁").forges("fix", &["005"], "改正 2026-005 廉政档案");
            l.gains(score >= 0.0 && l.task_file("005").matches("return").count() == 0, "never sent back");
        },
    },
    Cheat {
        id: "n20",
        what: "reopened and done again before the leader looks: the old late day is replaced by a day of today's choosing",
        grade: High,
        task: "002",
        rules: &["backdated"],
        run: |l| {
            l.cheats("reopen 2 补材料");
            l.cheats("done 2 已补 --on 2026-04-29");
            l.gains(l.of("002", "done_on") == "2026-04-29", "in time");
        },
    },
];
