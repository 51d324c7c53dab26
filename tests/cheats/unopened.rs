//! A third of the cheats of our own making: who writes the rules does not read on until they are written.

use crate::clock::set_back;
use crate::judge::Cheat;
use crate::judge::Grade::{Critical, High, Medium};
use crate::merges::{merged, side_line, take_side};

pub(crate) const CHEATS: &[Cheat] = &[
    Cheat {
        id: "n03",
        what: "two clones are set back to May and exchange there, so that the close-out comes in a colleague's merge",
        grade: Critical,
        task: "001",
        rules: &["late-arrival", "backdated", "clock"],
        run: |l| {
            set_back(l, "05-28");
            l.git("clone --quiet --bare . ../五月.git");
            l.git("remote add 五月 ../五月.git");
            l.git("checkout --quiet -b 甲");
            l.by("赵蕾").cheats("note 8 谈心谈话");
            l.git("checkout --quiet main");
            l.by("周宁").cheats("done 1 已汇编成册");
            l.on("05-29").by("赵蕾").git("merge --quiet --no-edit 甲");
            l.by("王敏").cheats("accept 1 同意");
            l.on("06-29").by("赵蕾").cheats("sync");
            l.at_home().by("李强").cheats("sync");
            l.gains(l.of("001", "finished_late") == "false", "struck off in time");
        },
    },
    Cheat {
        id: "n06",
        what: "notes of May are written at the end of June, so that the late task looks well looked after",
        grade: Medium,
        task: "001",
        rules: &["backdated", "clock"],
        run: |l| {
            l.by("周宁").on("05-20").kept_on("06-29").cheats("note 1 已发函催办 --progress 50");
            l.gains(l.task_file("001").contains("2026-05-20"), "an entry of May");
        },
    },
    Cheat {
        id: "n09",
        what: "a phase that has ended is extended by its own clerk, with his own approval",
        grade: Critical,
        task: "",
        rules: &["late-extension", "self-approved", "rules-changed", "deadline-moved"],
        run: |l| {
            l.by("李强").cheats("extend --phase 部署推进 --to 2026-12-31 --reason 人手 --approved-by 李强");
            l.gains(!l.is_overdue("006"), "late no more");
        },
    },
    Cheat {
        id: "n12",
        what: "the late task's file cannot be read while the month is reported, and is mended with another deadline",
        grade: High,
        task: "001",
        rules: &["by-hand", "deadline-moved", "forged", "bypassed"],
        run: |l| {
            let text = l.task_file("001");
            l.writes("tasks/2026/001.toml", &format!("<<<<<<< 本地\n{text}"));
            l.by("周宁").forges("fix", &["001"], "改正 2026-001 制度汇编");
            l.writes("tasks/2026/001.toml", &text.replace("due = 2026-05-31", "due = 2026-12-31"));
            l.forges("fix", &["001"], "改正 2026-001 制度汇编");
            l.gains(!l.is_overdue("001"), "late no more");
        },
    },
    Cheat {
        id: "n15",
        what: "the day of the leader's 退回 is put into July, in the editor: June's table takes no point off",
        grade: High,
        task: "005",
        rules: &["log-rewritten", "bypassed", "clock"],
        run: |l| {
            let deduction = |l: &crate::ledger::Ledger| {
                let said = l.asked(&["score", "--format", "json"]).stdout;
                let table: serde_json::Value = serde_json::from_str(&said).unwrap();
                let row = table.as_array().unwrap().iter().find(|row| row["office"] == "档案室").cloned();
                row.and_then(|row| row["returned"].as_i64()).unwrap_or_default()
            };
            assert_eq!(deduction(l), 1);
            l.by("周宁").edits("5", "s/date = 2026-06-18/date = 2026-07-18/");
            l.gains(deduction(l) == 0, "never sent back in June");
        },
    },
    Cheat {
        id: "n18",
        what: "a commit of one parent says that it is an exchange, and brings a later deadline",
        grade: Critical,
        task: "001",
        rules: &["by-hand", "deadline-moved", "forged", "bypassed"],
        run: |l| {
            l.rewrites("001", "due = 2026-05-31", "due = 2026-12-31");
            l.keeps("合并 赵蕾 的 1 次修改\n\nLedger-Op: sync\n");
            l.gains(!l.is_overdue("001"), "late no more");
        },
    },
    Cheat {
        id: "n21",
        what: "the scoring is changed on a clone at May, as if it had been the rule all along, and comes in by sync",
        grade: High,
        task: "",
        rules: &["rules-changed", "late-arrival", "clock"],
        run: |l| {
            let score = l.score("综合科");
            set_back(l, "04-14");
            l.by("李强").edits("", "$a [score]\\nlate = 100\\noverdue = 80");
            l.on("06-29").cheats("sync");
            l.at_home().cheats("sync");
            l.gains(l.score("综合科") > score, "a better score");
        },
    },
    Cheat {
        id: "n24",
        what: "what was reported done in time, and waits for the leader, is suddenly worth fifty points",
        grade: High,
        task: "004",
        rules: &["goalposts"],
        run: |l| {
            let score = l.score("综合科");
            l.by("李强").cheats("set 4 weight=50");
            l.by("王敏").cheats("accept 4 同意");
            l.gains(l.score("综合科") > score + 20.0, "a better score");
        },
    },
    Cheat {
        id: "n27",
        what: "a late task and one of September exchange their numbers in a commit that names renumber",
        grade: High,
        task: "",
        rules: &["forged", "bypassed", "deadline-moved", "goalposts", "log-rewritten"],
        run: |l| {
            l.git("mv tasks/2026/001.toml tasks/2026/换.toml");
            l.git("mv tasks/2026/009.toml tasks/2026/001.toml");
            l.git("mv tasks/2026/换.toml tasks/2026/009.toml");
            l.by("周宁").forges("renumber", &["001", "009"], "改编号 2026-001 → 2026-009");
            l.gains(!l.is_overdue("001"), "late no more under the number on the notice");
        },
    },
    Cheat {
        id: "n30",
        what: "one's own report is accepted by one's own name with another variant of a character, which looks the same",
        grade: Critical,
        task: "004",
        rules: &["same-hand", "self-accepted"],
        run: |l| {
            l.by("李\u{e0101}强").cheats("accept 4 同意");
            l.gains(l.of("004", "status") == "done", "struck off");
        },
    },
    Cheat {
        id: "n33",
        what: "an explanation in the leader's name is written as a file, and kept as if audit had written it",
        grade: High,
        task: "001",
        rules: &["by-hand"],
        run: |l| {
            l.by("周宁").rewrites("001", "汇编成册", "目录");
            l.keeps("手工");
            let commit = l.asks_git("rev-parse HEAD");
            let text =
                format!("commit = \"{commit}\"\ntext = \"已同意\"\nby = \"王敏\"\ndate = 2026-06-29\n");
            l.writes(&format!("audit/{}.toml", &commit[..10]), &text);
            l.forges("explain", &[], &format!("说明 {}：已同意", &commit[..10]));
            l.gains(l.path("audit").exists(), "she explained it");
        },
    },
    Cheat {
        id: "n36",
        what: "the line of May is made the first parent by hand, so that May's page shows the close-out",
        grade: Critical,
        task: "001",
        rules: &["late-arrival", "backdated", "clock"],
        run: |l| {
            let then = l.asks_git("rev-list -1 --before=2026-05-30 HEAD");
            l.git(&format!("checkout --quiet -b 旁支 {then}"));
            l.on("05-28").by("周宁").cheats("done 1 已汇编成册");
            l.on("06-29").git("merge --quiet --no-edit main");
            l.git("branch --quiet --force main 旁支");
            l.git("checkout --quiet main");
            l.gains(!l.is_overdue("001"), "done in May");
        },
    },
    Cheat {
        id: "n39",
        what: "a graft hides from git what came before the commit in which a deadline moved",
        grade: High,
        task: "",
        rules: &["by-hand", "deadline-moved", "audit"],
        run: |l| {
            l.rewrites("001", "due = 2026-05-31", "due = 2026-12-31");
            l.keeps("手工");
            let commit = l.asks_git("rev-parse HEAD");
            l.writes(".git/info/grafts", &format!("{commit}\n"));
            let said = l.asked(&["audit"]);
            let words = format!("{}{}", said.stdout, said.stderr);
            l.told("audit", ["嫁接", "grafts", "不完整", "不全"].iter().any(|word| words.contains(word)));
            l.gains(!l.is_overdue("001"), "late no more");
        },
    },
    Cheat {
        id: "n42",
        what: "the inspector is given a clone of depth one, in which nothing ever changed",
        grade: High,
        task: "",
        rules: &["by-hand", "deadline-moved", "audit"],
        run: |l| {
            l.rewrites("001", "due = 2026-05-31", "due = 2026-12-31");
            l.keeps("手工");
            l.does("note 8 谈心谈话");
            let here = l.path(".").canonicalize().unwrap();
            l.git(&format!("clone --quiet --depth 1 file://{} ../检查", here.display()));
            l.at("检查");
            let said = l.asked(&["audit"]);
            let words = format!("{}{}", said.stdout, said.stderr);
            l.told("audit", ["浅", "shallow", "不完整", "不全"].iter().any(|word| words.contains(word)));
            l.gains(!l.is_overdue("001"), "late no more");
        },
    },
    Cheat {
        id: "n45",
        what: "the 退回 is pushed away, and the colleague's folder is put right behind his back before he looks",
        grade: Critical,
        task: "",
        rules: &["tip-lost"],
        run: |l| {
            l.on("06-26").by("王敏").does("return 4 缺签到表");
            l.does("sync");
            l.on("06-27").at("同事").by("赵蕾").does("sync");
            l.on("06-29").at_home().by("李强").git("reset --quiet --hard HEAD~1");
            l.git("push --quiet --force origin main");
            l.at("同事").git("fetch --quiet");
            l.git("reset --quiet --hard origin/main");
            l.on("06-30").by("赵蕾").tries("sync");
            l.gains(l.of("004", "status") == "review", "never sent back");
        },
    },
    Cheat {
        id: "n48",
        what: "an honest merge also brings the late task under a longer number, with a later deadline",
        grade: High,
        task: "",
        rules: &["by-hand", "deleted", "deadline-moved"],
        run: |l| {
            side_line(l);
            take_side(l);
            l.git("mv tasks/2026/001.toml tasks/2026/0001.toml");
            l.replaces("tasks/2026/0001.toml", "due = 2026-05-31", "due = 2026-12-31");
            merged(l, &["HEAD", "旁支"]);
            l.gains(!l.path("tasks/2026/001.toml").exists(), "late no more");
        },
    },
    Cheat {
        id: "n51",
        what: "the late task is registered again with a later day, and the old one made void as a double",
        grade: Critical,
        task: "001",
        rules: &["voided", "goalposts"],
        run: |l| {
            l.by("周宁").cheats("add 制度汇编 --lead 档案室 --owner 周宁 --due 2026-12-31 --weight 5");
            l.cheats("void 1 重复登记 --same-as 12");
            l.gains(!l.is_overdue("001"), "counted nowhere");
        },
    },
];
