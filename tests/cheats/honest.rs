//! What honest people do, and is nobody's business: holidays, slips of the hand, work without a network.

use crate::base::SETTINGS;
use crate::judge::Honest;
use crate::ledger::Ledger;

/// The ledger as it was at the end of a day, in a folder that has never been sent to anybody.
fn until(l: &mut Ledger, day: &str) {
    let then = l.asks_git(&format!("rev-list -1 --before=2026-{day}T23:00:00+08:00 HEAD"));
    l.git("remote remove origin");
    l.git(&format!("reset --quiet --hard {then}"));
    let own = l.git("for-each-ref --format=%(refname) refs/ledger");
    for name in own.lines() {
        l.git(&format!("update-ref -d {name}"));
    }
    l.git("reflog expire --expire=now --all");
}

/// A ledger founded on a day, with the settings of all of them.
fn founded(l: &mut Ledger, day: &str) {
    *l = Ledger::empty();
    l.on(day).by("李强").does("init --name 清廉机关建设工作台账 --unit 某局 --year 2026");
    l.edits_into("", SETTINGS);
}

/// A commit that brings in much is asked about once, however many tasks are in it.
fn is_one_finding(l: &Ledger) {
    let findings = l.findings();
    assert!(findings.len() <= 1, "{} findings for one act", findings.len());
}

pub(crate) const ACTS: &[Honest] = &[
    Honest {
        id: "k01",
        what: "a week like any other: notes, a report, an acceptance",
        meant: &[],
        run: |l| {
            l.by("周宁").does("note 1 已汇编一半 --progress 60");
            l.by("赵蕾").does("done 10 制度已印发");
            l.on("06-30").by("王敏").does("accept 4 同意");
            l.does("accept 10 同意");
        },
    },
    Honest {
        id: "k02",
        what: "done before the May holiday, recorded on the first working day",
        meant: &[],
        run: |l| {
            until(l, "04-28");
            l.on("05-06").by("李强").does("done 2 已举办 --on 2026-04-30");
            l.judged_on("2026-05-07");
        },
    },
    Honest {
        id: "k03",
        what: "done before the National holiday, recorded on the first working day",
        meant: &[],
        run: |l| {
            l.on("10-08").by("周宁").does("done 9 检查完毕 --on 2026-09-30");
            l.judged_on("2026-10-09");
        },
    },
    Honest {
        id: "k04",
        what: "the clerk records for all, and the settings have said so from the first day",
        meant: &[],
        run: |l| {
            founded(l, "06-01");
            l.edits("", "$a [audit]\\nrecorders = [\"李强\"]");
            l.does("add 专项检查 --lead 档案室 --owner 周宁 --due 2026-06-30");
            l.on("06-26").does("done 1 检查完毕 --by 周宁");
            l.on("06-29").does("accept 1 同意 --by 王敏");
        },
    },
    Honest {
        id: "k05",
        what: "a day's work without a network on either side, exchanged the next day",
        meant: &[],
        run: |l| {
            l.on("06-26").at("家中").by("赵蕾").does("note 8 与三人谈心");
            l.at_home().by("周宁").does("note 9 检查了两个科室");
            l.does("sync");
            l.on("06-29").at("家中").by("赵蕾").does("sync");
            l.at_home().by("李强").does("sync");
        },
    },
    Honest {
        id: "k06",
        what: "a deadline mistyped at registering, corrected minutes later in the editor",
        meant: &[],
        run: |l| {
            l.by("李强").does("add 半年总结 --lead 综合科 --owner 赵蕾 --due 2026-07-01");
            l.edits("12", "s/due = 2026-07-01/due = 2026-07-10/");
        },
    },
    Honest {
        id: "k07",
        what: "sent back, put right within the deadline, accepted",
        meant: &[],
        run: |l| {
            l.on("06-26").by("王敏").does("return 4 缺签到表");
            l.on("06-29").by("李强").does("done 4 签到表已补");
            l.on("06-30").by("王敏").does("accept 4 同意");
        },
    },
    Honest {
        id: "k08",
        what: "two people named another owner; git stops, and one of the two names is chosen by hand",
        meant: &[],
        run: |l| {
            l.git("checkout --quiet -b 旁支");
            l.by("赵蕾").does("set 9 owner=赵蕾");
            l.git("checkout --quiet main");
            l.by("李强").does("set 9 owner=李强");
            let mut command = l.command("git");
            command.args(["merge", "--quiet", "旁支"]);
            command.output().unwrap();
            let owned = l.git("show main:tasks/2026/009.toml");
            l.writes("tasks/2026/009.toml", &owned);
            l.git("add --all");
            l.git("commit --quiet --no-edit");
        },
    },
    Honest {
        id: "k09",
        what: "three days without a network, then git pull --rebase",
        meant: &[],
        run: |l| {
            l.on("06-26").at("家中").by("赵蕾").does("note 8 与三人谈心");
            l.on("06-27").at_home().by("周宁").does("note 9 检查了两个科室");
            l.does("sync");
            l.on("06-29").at("家中").by("赵蕾").git("pull --quiet --rebase");
        },
    },
    Honest {
        id: "k10",
        what: "two people wrote other fields of one task, and exchange",
        meant: &[],
        run: |l| {
            l.at("家中").by("赵蕾").does("set 9 standard=检查表一套");
            l.at_home().by("周宁").does("set 9 basis=方案二");
            l.does("sync");
            l.at("家中").by("赵蕾").does("sync");
        },
    },
    Honest {
        id: "k11",
        what: "a file put right in Notepad and committed: by hand, as it is",
        meant: &["by-hand"],
        run: |l| {
            l.by("周宁").rewrites("009", "title = \"专项检查\"", "title = \"专项检查\"\nbasis = \"方案二\"");
            l.keeps("补任务依据");
        },
    },
    Honest {
        id: "k12",
        what: "last month's sheet is taken in at the beginning of this month: asked about once",
        meant: &["backdated"],
        run: |l| {
            l.judged_on("2026-07-03");
            let head = "编号,任务名称,牵头单位,状态,进度,办结日期,完成时限\n";
            let rows = [("会议服务", "06-10"), ("信访接待", "06-16"), ("档案移交", "06-22")]
                .map(|(title, day)| format!(",{title},综合科,待核销,100%,2026-{day},2026-06-30\n"))
                .concat();
            l.writes("../六月.csv", &format!("{head}{rows}"));
            l.on("07-02").by("李强").does("import ../六月.csv --yes");
            is_one_finding(l);
        },
    },
    Honest {
        id: "k13",
        what: "a half-year kept in Excel is taken in on the day the ledger is founded: asked about once",
        meant: &["backdated", "skipped-review"],
        run: |l| {
            founded(l, "06-29");
            let head = "任务名称,牵头单位,责任人,状态,进度,办结日期,完成时限\n".to_owned();
            let rows =
                (1..=6).map(|n| format!("任务{n},综合科,李强,已办结,100%,2026-0{n}-10,2026-0{n}-20\n"));
            l.writes("../台账.csv", &(head + &rows.collect::<String>()));
            l.does("import ../台账.csv --yes");
            is_one_finding(l);
        },
    },
    Honest {
        id: "k14",
        what: "weight, office and standard of a task of September, settled in June",
        meant: &[],
        run: |l| {
            l.by("李强").does("set 9 weight=3 lead=机关纪委 standard=检查表一套 domain=清廉纪律建设");
        },
    },
    Honest {
        id: "k15",
        what: "an extension approved on Friday, the deadline on Sunday, recorded on Monday",
        meant: &[],
        run: |l| {
            l.on("06-25").by("李强").does("add 整改报告 --lead 档案室 --owner 周宁 --due 2026-06-28");
            let words =
                "extend 12 --to 2026-07-10 --reason 等上级意见 --approved-by 王敏 --approved-on 2026-06-26";
            l.on("06-29").does(words);
        },
    },
    Honest {
        id: "k16",
        what: "an extension in time, asked for by the office, approved by the leader, kept by the clerk",
        meant: &[],
        run: |l| {
            l.by("李强").does("extend 9 --to 2026-10-31 --reason 机构改革 --approved-by 王敏");
        },
    },
    Honest {
        id: "k17",
        what: "a task registered twice, the second made void at once",
        meant: &[],
        run: |l| {
            l.by("李强").does("add 专项检查（重复） --lead 档案室 --due 2026-09-30");
            l.does("void 12 重复登记 --same-as 9");
        },
    },
    Honest {
        id: "k18",
        what: "a task that is not due is cancelled by the leader",
        meant: &[],
        run: |l| {
            l.by("王敏").does("cancel 9 并入年底检查");
        },
    },
    Honest {
        id: "k19",
        what: "a task written in Notepad: by hand, as it is",
        meant: &["by-hand"],
        run: |l| {
            l.writes("tasks/2026/012.toml", "title = \"手写任务\"\nlead = \"综合科\"\ndue = 2026-09-30\n");
            l.keeps("手写任务");
        },
    },
    Honest {
        id: "k20",
        what: "next year's holidays are entered when they are announced",
        meant: &[],
        run: |l| {
            l.judged_on("2026-11-10");
            l.on("11-09").by("李强");
            l.edits("", "$a [[holiday]]\\nyear = 2027\\noff = [\"1月1日至3日\"]\\nwork = [\"1月9日\"]");
        },
    },
    Honest {
        id: "k21",
        what: "a phase that is not over is extended, with the leader's approval",
        meant: &[],
        run: |l| {
            l.by("李强").does("extend --phase 集中建设 --to 2026-12-15 --reason 上级部署 --approved-by 王敏");
        },
    },
    Honest {
        id: "k22",
        what: "the day of a close-out was mistyped, and is corrected the same day",
        meant: &[],
        run: |l| {
            l.by("周宁").does("done 9 检查完毕 --on 2026-06-26");
            l.edits("9", "s/2026-06-26/2026-06-27/");
        },
    },
    Honest {
        id: "k23",
        what: "a close-out of the wrong task, taken back within minutes, before its deadline",
        meant: &[],
        run: |l| {
            l.by("周宁").does("done 9 已归档");
            l.does("undo");
            l.does("note 5 已补一人的档案");
        },
    },
    Honest {
        id: "k24",
        what: "a colleague leaves: what he has open, late or not, goes to another",
        meant: &[],
        run: |l| {
            l.by("李强");
            for number in ["1", "5", "9"] {
                l.does(&format!("set {number} owner=赵蕾"));
            }
        },
    },
    Honest {
        id: "k25",
        what: "a field of work is added in Notepad: by hand, as it is",
        meant: &["by-hand"],
        run: |l| {
            let more = "[[domain]]\nname = \"清廉文化建设\"\n\n[[office]]";
            l.replaces("ledger.toml", "[[office]]", more);
            l.keeps("增加重点任务");
        },
    },
    Honest {
        id: "k26",
        what: "two people give the same number to different tasks, and the exchange gives one of them another",
        meant: &[],
        run: |l| {
            l.at("家中").by("赵蕾").does("add 读书活动 --lead 综合科 --due 2026-09-30");
            l.at_home().by("陈刚").does("add 走访慰问 --lead 机关纪委 --due 2026-09-30");
            l.does("sync");
            l.at("家中").by("赵蕾").does("sync");
            assert!(l.path("tasks/2026/013.toml").exists());
            l.does("note 13 已准备");
        },
    },
    Honest {
        id: "k27",
        what: "a computer with a dead clock keeps a note in the year 2000; work goes on",
        meant: &["clock"],
        run: |l| {
            l.kept_at("2000-01-01T00:00:00+08:00").by("赵蕾").does("note 8 谈心谈话");
            l.on("06-30").by("王敏").does("accept 4 同意");
        },
    },
    Honest {
        id: "k28",
        what: "a computer that lives in 2030 keeps a note; what follows is not held to be early",
        meant: &["clock"],
        run: |l| {
            l.kept_at("2030-01-01T00:00:00+08:00").by("赵蕾").does("note 8 谈心谈话");
            l.on("06-30").by("王敏").does("accept 4 同意");
            l.by("周宁").does("note 9 检查了两个科室");
        },
    },
    Honest {
        id: "k29",
        what: "the leader takes up again what was struck off, and it is done anew",
        meant: &[],
        run: |l| {
            l.by("王敏").does("reopen 3 按新文件修订");
            l.on("06-30").by("赵蕾").does("done 3 已修订");
        },
    },
    Honest {
        id: "k30",
        what: "reported in time, accepted a week after the deadline",
        meant: &[],
        run: |l| {
            l.judged_on("2026-07-08");
            l.on("07-07").by("王敏").does("accept 4 同意");
        },
    },
    Honest {
        id: "k31",
        what: "a deadline is moved earlier: named, apart from a postponement",
        meant: &["deadline-moved"],
        run: |l| {
            l.by("李强").edits("9", "s/due = 2026-09-30/due = 2026-08-31/");
        },
    },
    Honest {
        id: "k32",
        what: "notices are issued for what is late, and recorded",
        meant: &[],
        run: |l| {
            l.by("李强").does("notice --record");
        },
    },
    Honest {
        id: "k33",
        what: "the clerk records the office's report, the leader accepts it herself",
        meant: &[],
        run: |l| {
            l.by("李强").does("done 1 已汇编成册 --by 周宁");
            l.on("06-30").by("王敏").does("accept 1 同意");
        },
    },
    Honest {
        id: "k34",
        what: "what was changed by hand is kept by check --fix: by hand, as it is",
        meant: &["by-hand"],
        run: |l| {
            l.by("周宁").rewrites("009", "progress = 10", "progress = 20");
            l.does("check --fix");
        },
    },
    Honest {
        id: "k35",
        what: "blocked, taken up again, noted",
        meant: &[],
        run: |l| {
            l.by("周宁").does("block 9 缺检查人员");
            l.on("06-30").does("start 9");
            l.does("note 9 人员到位 --progress 30");
        },
    },
    Honest {
        id: "k36",
        what: "an extension approved before the National holiday, in which the deadline lies, recorded after it",
        meant: &[],
        run: |l| {
            l.judged_on("2026-10-09");
            l.by("李强").does("add 国庆值班 --lead 综合科 --owner 赵蕾 --due 2026-10-06");
            let words =
                "extend 12 --to 2026-10-20 --reason 值班延长 --approved-by 王敏 --approved-on 2026-09-30";
            l.on("10-08").does(words);
        },
    },
    Honest {
        id: "k37",
        what: "the second half-year's tasks come from a sheet",
        meant: &[],
        run: |l| {
            let rows = (7..=9)
                .map(|n| format!("七至九月任务{n},综合科,赵蕾,2026-0{n}-20\n"))
                .collect::<Vec<_>>()
                .concat();
            l.writes("../下半年.csv", &format!("任务名称,牵头单位,责任人,完成时限\n{rows}"));
            l.by("李强").does("import ../下半年.csv --yes");
        },
    },
    Honest {
        id: "k38",
        what: "the settings are filled in over the ledger's first days",
        meant: &[],
        run: |l| {
            *l = Ledger::empty();
            l.on("06-24").by("李强").does("init --name 清廉机关建设工作台账 --unit 某局 --year 2026");
            l.on("06-25").edits_into("", SETTINGS);
            l.does("add 专项检查 --lead 档案室 --owner 周宁 --due 2026-09-30");
            l.on("06-26").edits("", "$a [lights]\\nsoon_days = 5\\n[score]\\nlate = 50");
        },
    },
    Honest {
        id: "k39",
        what: "a note that went to the wrong task is undone",
        meant: &[],
        run: |l| {
            l.by("周宁").does("note 8 检查了两个科室");
            l.does("undo");
            l.does("note 9 检查了两个科室");
        },
    },
    Honest {
        id: "k40",
        what: "a monthly duty done at the end of June, recorded on the second of July",
        meant: &[],
        run: |l| {
            l.judged_on("2026-07-03");
            l.on("07-02").by("陈刚").does("done 7 第六次学习 --period 2026-06 --on 2026-06-30");
        },
    },
    Honest {
        id: "k41",
        what: "a new person and a phase more, which nobody is judged by yet",
        meant: &[],
        run: |l| {
            let phase = "s/start = 2026-12-01/start = 2026-12-01\\n[[phase]]\\nname = \"回头看\"\\nstart = 2027-02-01/";
            l.by("李强").edits("", &format!("s/\"赵蕾\"\\]/\"赵蕾\", \"钱新\"]/; {phase}"));
            l.does("set 9 owner=钱新");
        },
    },
    Honest {
        id: "k42",
        what: "a missed month is made up in June, and says so",
        meant: &[],
        run: |l| {
            l.by("陈刚").does("done 7 补五月学习 --period 2026-05");
        },
    },
    Honest {
        id: "k43",
        what: "ten days without a network: what arrives after its deadline is asked about, as a late arrival and no more",
        meant: &["late-arrival"],
        run: |l| {
            l.judged_on("2026-07-08");
            l.on("06-26").at("家中").by("周宁").does("note 9 检查了两个科室");
            l.by("陈刚").does("done 7 第六次学习 --period 2026-06");
            l.on("07-03").at_home().by("李强").does("note 8 谈心谈话");
            l.does("sync");
            l.on("07-07").at("家中").by("周宁").does("sync");
        },
    },
    Honest {
        id: "k44",
        what: "the last commit, which nobody has yet, is amended: it had been made out in a colleague's name",
        meant: &[],
        run: |l| {
            l.by("赵蕾").does("note 9 检查了两个科室");
            l.by("周宁").rewrites("009", "by = \"赵蕾\"", "by = \"周宁\"");
            l.git("add --all");
            l.git("commit --quiet --amend --no-edit --reset-author");
        },
    },
    Honest {
        id: "k45",
        what: "papers beside the ledger, a tag for the half-year, git gc",
        meant: &[],
        run: |l| {
            l.writes("说明/README.md", "台账说明\n");
            l.keeps("说明");
            l.git("tag 2026上半年");
            l.git("gc --quiet");
        },
    },
    Honest {
        id: "k46",
        what: "a task that had no deadline is given one",
        meant: &[],
        run: |l| {
            l.by("李强").does("set 11 due=2026-10-31 phase=集中建设");
        },
    },
    Honest {
        id: "k47",
        what: "an inspector's finding is explained by the leader, and not by who made it",
        meant: &["by-hand"],
        run: |l| {
            l.by("周宁").rewrites("009", "progress = 10", "progress = 20");
            l.keeps("手工");
            let commit = l.asks_git("rev-parse --short=10 HEAD");
            l.on("06-30").by("王敏").does(&format!("audit --explain {commit} 断电时手工改，已核对"));
            let is_explained = |finding: &serde_json::Value| !finding["explained"].is_null();
            assert!(l.findings().iter().all(is_explained));
        },
    },
    Honest {
        id: "k48",
        what: "a typing error in a title and an owner, put right the day after registering",
        meant: &[],
        run: |l| {
            l.on("06-26").by("李强").does("add 清连家庭 --lead 综合科 --owner 赵雷 --due 2026-09-30");
            l.on("06-29").does("set 12 title=清廉家庭 owner=赵蕾");
        },
    },
];
