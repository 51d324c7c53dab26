//! What a task is judged by, and what judges it, changed when the verdict is already known.

use crate::judge::Cheat;
use crate::judge::Grade::{Critical, High, Low, Medium};
use crate::ledger::Ledger;

/// Sets something, and looks at what the office's score makes of it.
fn set_for_points(l: &mut Ledger, office: &str, words: &str) {
    let score = l.score(office);
    l.cheats(words);
    let now = l.score(office);
    l.wins(now > score, &format!("{score} → {now}"));
}

pub(crate) const CHEATS: &[Cheat] = &[
    Cheat {
        id: "t01",
        what: "the weight of the late task goes from five points to one",
        grade: High,
        task: "010",
        rules: &["goalposts"],
        run: |l| {
            set_for_points(l, "综合科", "set 10 weight=1");
        },
    },
    Cheat {
        id: "t01b",
        what: "the weight of the late task goes to nothing",
        grade: High,
        task: "010",
        rules: &["goalposts"],
        run: |l| {
            set_for_points(l, "综合科", "set 10 weight=0");
        },
    },
    Cheat {
        id: "t02",
        what: "the late task goes to another office",
        grade: High,
        task: "010",
        rules: &["goalposts"],
        run: |l| {
            set_for_points(l, "综合科", "set 10 lead=档案室");
        },
    },
    Cheat {
        id: "t03",
        what: "the late task goes to an office of no account",
        grade: High,
        task: "010",
        rules: &["goalposts"],
        run: |l| {
            set_for_points(l, "综合科", "set 10 lead=临时机构");
        },
    },
    Cheat {
        id: "t03b",
        what: "the late task has no office any more",
        grade: High,
        task: "010",
        rules: &["goalposts"],
        run: |l| {
            set_for_points(l, "综合科", "set 10 lead=");
        },
    },
    Cheat {
        id: "t04",
        what: "the standard of the late task goes from a book to a list, and it is done",
        grade: High,
        task: "001",
        rules: &["goalposts"],
        run: |l| {
            l.by("周宁").cheats("set 1 standard=列出目录即可");
            l.cheats("done 1 目录已列");
            l.gains(!l.is_overdue("001"), "done");
        },
    },
    Cheat {
        id: "t08",
        what: "the late task gets the title of what was done",
        grade: High,
        task: "001",
        rules: &["goalposts"],
        run: |l| {
            l.by("周宁").cheats("set 1 title=制度目录");
            l.gains(l.of("001", "title") == "制度目录", "a smaller thing");
        },
    },
    Cheat {
        id: "t13",
        what: "the content of what was struck off is written anew",
        grade: Medium,
        task: "003",
        rules: &["goalposts"],
        run: |l| {
            l.cheats("set 3 content=拟一个方案的提纲");
            l.gains(l.of("003", "content").contains("提纲"), "a smaller thing");
        },
    },
    Cheat {
        id: "a13",
        what: "the late task goes into the phase that is not over, where it has a day of its own",
        grade: Medium,
        task: "001",
        rules: &["goalposts"],
        run: |l| {
            l.cheats("set 1 phase=总结提升");
            l.gains(l.of("001", "phase") == "总结提升", "another phase is late");
        },
    },
    Cheat {
        id: "a14",
        what: "the late task goes to another field of work",
        grade: Medium,
        task: "001",
        rules: &["goalposts"],
        run: |l| {
            l.cheats("set 1 domain=清廉纪律建设");
            l.gains(l.of("001", "domain") == "清廉纪律建设", "another field is red");
        },
    },
    Cheat {
        id: "a15",
        what: "the late task is taken out of the public edition",
        grade: Medium,
        task: "001",
        rules: &["goalposts"],
        run: |l| {
            l.cheats("set 1 public=false");
            l.gains(l.of("001", "public") == "false", "nobody outside sees it");
        },
    },
    Cheat {
        id: "a36",
        what: "the late task began only last week, it says",
        grade: Medium,
        task: "005",
        rules: &["goalposts"],
        run: |l| {
            l.by("周宁").cheats("set 5 start=2026-06-19");
            l.gains(l.of("005", "start") == "2026-06-19", "a day was given for it");
        },
    },
    Cheat {
        id: "i04",
        what: "a sheet brings other weights for what is late",
        grade: High,
        task: "010",
        rules: &["goalposts"],
        run: |l| {
            l.writes("../分值.csv", "编号,任务名称,考核分值\n2026-010,建章立制,1\n");
            set_for_points(l, "综合科", "import ../分值.csv --yes");
        },
    },
    Cheat {
        id: "i10",
        what: "a sheet brings another office for what is late",
        grade: High,
        task: "010",
        rules: &["goalposts"],
        run: |l| {
            l.writes("../分工.csv", "编号,任务名称,牵头单位\n2026-010,建章立制,档案室\n");
            set_for_points(l, "综合科", "import ../分工.csv --yes");
        },
    },
    Cheat {
        id: "s11",
        what: "the weight of what was finished in time goes up",
        grade: High,
        task: "003",
        rules: &["goalposts"],
        run: |l| {
            set_for_points(l, "综合科", "set 3 weight=50");
        },
    },
    Cheat {
        id: "a36b",
        what: "a late task and one that is not exchange titles and standards",
        grade: High,
        task: "001",
        rules: &["goalposts"],
        run: |l| {
            l.by("周宁").edits("1", "s/制度汇编/专项检查/; s/汇编成册/检查表/");
            l.edits("9", "s/专项检查/制度汇编/");
            l.gains(l.of("009", "title") == "制度汇编" && !l.is_overdue("009"), "late no more");
        },
    },
    Cheat {
        id: "t05",
        what: "the late task is cancelled, and registered anew with another day",
        grade: Critical,
        task: "001",
        rules: &["goalposts"],
        run: |l| {
            l.by("周宁").cheats("cancel 1 并入其他任务");
            l.cheats("add 制度汇编（修订） --lead 档案室 --owner 周宁 --due 2026-09-30 --weight 5");
            l.gains(!l.is_overdue("001"), "late no more");
        },
    },
    Cheat {
        id: "t06",
        what: "late tasks are cancelled for the reporting day, and taken up again",
        grade: High,
        task: "010",
        rules: &["goalposts"],
        run: |l| {
            l.by("赵蕾");
            set_for_points(l, "综合科", "cancel 10 暂缓");
            l.cheats("report --month -o ../月报.md");
            l.on("06-30").cheats("reopen 10 恢复办理");
        },
    },
    Cheat {
        id: "a28",
        what: "what was finished late is reopened and cancelled",
        grade: High,
        task: "002",
        rules: &["goalposts"],
        run: |l| {
            l.by("李强").cheats("reopen 2 重新考虑");
            set_for_points(l, "综合科", "cancel 2 不再要求");
        },
    },
    Cheat {
        id: "t26",
        what: "the late task is handed to a child that is registered with a later day, and cancelled",
        grade: High,
        task: "001",
        rules: &["goalposts"],
        run: |l| {
            l.by("周宁").cheats("add 汇编第一册 --lead 档案室 --due 2026-12-31 --weight 5");
            l.cheats("cancel 1 改为分册办理");
            l.gains(!l.is_overdue("001"), "late no more");
        },
    },
    Cheat {
        id: "t25",
        what: "four small tasks, registered and done on one day",
        grade: Medium,
        task: "012",
        rules: &["goalposts"],
        run: |l| {
            let score = l.score("档案室");
            l.by("周宁");
            for n in 12..16 {
                l.cheats(&format!("add 整理柜子{n} --lead 档案室 --owner 周宁 --due 2026-06-29"));
                l.cheats(&format!("done {n} 已整理"));
            }
            l.by("王敏");
            for n in 12..16 {
                l.cheats(&format!("accept {n} 同意"));
            }
            l.gains(l.score("档案室") > score, "a better score");
        },
    },
    Cheat {
        id: "s01",
        what: "the review is off for a minute",
        grade: Critical,
        task: "",
        rules: &["rules-changed"],
        run: |l| {
            l.edits("", "s/review = true/review = false/");
            l.by("周宁").cheats("done 1 已汇编成册");
            l.by("李强").edits("", "s/review = false/review = true/");
            l.gains(l.of("001", "status") == "done", "struck off unseen");
        },
    },
    Cheat {
        id: "h20",
        what: "the review is off for a minute, by hand, beside a new office",
        grade: Critical,
        task: "",
        rules: &["rules-changed"],
        run: |l| {
            l.replaces("ledger.toml", "review = true", "review = false");
            l.replaces("ledger.toml", "[closing]", "[[office]]\nname = \"财务科\"\n\n[closing]");
            l.keeps("增加财务科");
            l.by("周宁").cheats("done 1 已汇编成册");
            l.gains(l.of("001", "status") == "done", "struck off unseen");
        },
    },
    Cheat {
        id: "s03",
        what: "what is late earns a hundred percent",
        grade: High,
        task: "",
        rules: &["rules-changed"],
        run: |l| {
            let score = l.score("档案室");
            l.edits("", "$a [score]\\noverdue = 100\\nlate = 100\\nreturned = 0");
            l.gains(l.score("档案室") > score, "a better score");
        },
    },
    Cheat {
        id: "s02",
        what: "the red light is called something else",
        grade: High,
        task: "",
        rules: &["rules-changed"],
        run: |l| {
            l.edits("", "$a [lights]\\nwords = { red = \"推进中\" }");
            l.gains(l.read("ledger.toml").contains("red"), "the red is called 推进中");
        },
    },
    Cheat {
        id: "s04",
        what: "the lights turn yellow no more before a deadline",
        grade: Medium,
        task: "",
        rules: &["rules-changed"],
        run: |l| {
            l.edits("", "$a [lights]\\nsoon_days = 0");
            l.gains(l.of("004", "light") == "green", "nothing is soon");
        },
    },
    Cheat {
        id: "n22",
        what: "a week of work days is declared a holiday, so that the slack covers it",
        grade: High,
        task: "",
        rules: &["rules-changed"],
        run: |l| {
            l.edits("", "$a [[holiday]]\\nyear = 2026\\noff = [\"6月1日至29日\"]");
            l.by("周宁").cheats("done 1 已汇编成册 --on 2026-05-31");
            l.gains(!l.is_overdue("001"), "done in time");
        },
    },
    Cheat {
        id: "n23",
        what: "the office with the red tasks is struck from the settings",
        grade: Medium,
        task: "",
        rules: &["rules-changed"],
        run: |l| {
            let settings = l.read("ledger.toml");
            let office = "[[office]]\nname = \"档案室\"\npeople = [\"周宁\"]\n";
            l.edits_into("", &settings.replace(office, ""));
            l.gains(!l.read("ledger.toml").contains("周宁"), "an office less");
        },
    },
    Cheat {
        id: "n25",
        what: "changes are not kept any more: commit = false, for what nobody should see being done",
        grade: High,
        task: "",
        rules: &["rules-changed", "by-hand"],
        run: |l| {
            l.edits("", "$a [git]\\ncommit = false");
            l.by("周宁").cheats("done 1 已汇编成册");
            l.by("赵蕾").keeps("例行保存");
            l.gains(!l.is_overdue("001"), "done, by nobody");
        },
    },
    Cheat {
        id: "n26",
        what: "one who accepts for all is named a recorder on the day before he accepts his own",
        grade: High,
        task: "",
        rules: &["rules-changed"],
        run: |l| {
            l.edits("", "$a [audit]\\nrecorders = [\"李强\"]");
            l.cheats("accept 4 同意 --by 王敏");
            l.gains(l.of("004", "status") == "done", "struck off by himself");
        },
    },
    Cheat {
        id: "n28",
        what: "the late issue becomes a mere risk, which is watched and not done",
        grade: Low,
        task: "001",
        rules: &["goalposts"],
        run: |l| {
            l.cheats("set 1 kind=risk level=低");
            l.gains(l.of("001", "kind") == "risk", "another kind");
        },
    },
    Cheat {
        id: "n29",
        what: "the weight goes down in the editor on the morning after the deadline, together with a harmless owner",
        grade: High,
        task: "001",
        rules: &["goalposts"],
        run: |l| {
            l.by("周宁").edits("1", "s/weight = 5/weight = 1/; s/owner = \"周宁\"/owner = \"周宁宁\"/");
            l.gains(l.task_file("001").contains("weight = 1"), "four points less to lose");
        },
    },
    Cheat {
        id: "n31",
        what: "the lead is moved while a clone is at May, and arrives in June by sync",
        grade: High,
        task: "001",
        rules: &["late-arrival", "goalposts", "clock"],
        run: |l| {
            crate::clock::set_back(l, "05-28");
            l.by("周宁").cheats("set 1 lead=机关纪委 weight=1");
            l.on("06-29").cheats("sync");
            l.at_home().by("李强").cheats("sync");
            l.gains(l.of("001", "lead") == "机关纪委", "another's red");
        },
    },
    Cheat {
        id: "n32",
        what: "the allowance for days, the review and the weights are all put back before the inspector comes",
        grade: High,
        task: "",
        rules: &["rules-changed"],
        run: |l| {
            let settings = l.read("ledger.toml");
            l.edits("", "$a [score]\\nlate = 100");
            l.cheats("score -o ../考评.md");
            l.edits_into("", &settings);
            l.gains(l.read("ledger.toml") == settings, "as if nothing had been");
        },
    },
];
