//! Pages that say they come from a commit, and do not; commits on paper that are no more.

use crate::judge::Cheat;
use crate::judge::Grade::{Critical, High, Medium};
use crate::ledger::Ledger;

/// Prints the list, and looks whether its foot says that it is not the commit's.
fn prints(l: &mut Ledger) {
    let page = l.asked(&["list", "--all", "--format", "md"]).stdout;
    l.gains(
        !page.contains("逾期30天") || page.contains("已办结的小事"),
        "the page is better than the commit",
    );
    let foot = page.lines().rev().find(|line| line.contains("依据提交")).unwrap_or_default().to_owned();
    l.told("foot", foot.contains("未存入"));
}

/// The late tasks, touched up in the folder alone.
fn touch_up(l: &Ledger) {
    l.rewrites("001", "due = 2026-05-31", "due = 2026-12-31");
    l.rewrites("007", "from = 2026-03-01", "from = 2026-06-01");
}

/// A page has been printed; then the last thing that the leader did is taken out of the history.
fn rewritten(l: &mut Ledger) -> String {
    l.on("06-26").by("王敏").does("return 4 缺签到表");
    let printed = l.asks_git("rev-parse --short=10 HEAD");
    l.on("06-29").by("李强").git("reset --quiet --hard HEAD~1");
    printed
}

pub(crate) const CHEATS: &[Cheat] = &[
    Cheat {
        id: "p02",
        what: "update-index --assume-unchanged, and a page of what is in no commit",
        grade: Critical,
        task: "",
        rules: &["foot"],
        run: |l| {
            touch_up(l);
            l.git("update-index --assume-unchanged tasks/2026/001.toml tasks/2026/007.toml");
            prints(l);
        },
    },
    Cheat {
        id: "p03",
        what: "update-index --skip-worktree, and a page of what is in no commit",
        grade: Critical,
        task: "",
        rules: &["foot"],
        run: |l| {
            touch_up(l);
            l.git("update-index --skip-worktree tasks/2026/001.toml tasks/2026/007.toml");
            prints(l);
        },
    },
    Cheat {
        id: "p04",
        what: "a task that is done stands in the folder alone, and info/exclude hides it from git",
        grade: High,
        task: "",
        rules: &["foot"],
        run: |l| {
            l.writes(".git/info/exclude", "tasks/2026/1*.toml\n");
            let text = "title = \"已办结的小事\"\nlead = \"档案室\"\ndue = 2026-06-30\nstatus = \"done\"\n\
                        done_on = 2026-06-29\n";
            l.writes("tasks/2026/100.toml", text);
            prints(l);
        },
    },
    Cheat {
        id: "p10",
        what: "a clean filter tells git that the file is as it was",
        grade: Critical,
        task: "",
        rules: &["foot"],
        run: |l| {
            touch_up(l);
            l.git_with(&["config", "filter.x.clean", "git cat-file blob HEAD:%f"], "");
            l.writes(".git/info/attributes", "tasks/** filter=x\n");
            l.git("add --renormalize tasks");
            prints(l);
        },
    },
    Cheat {
        id: "a08",
        what: "settings with other phases, assumed to be unchanged",
        grade: Critical,
        task: "",
        rules: &["foot"],
        run: |l| {
            l.replaces("ledger.toml", "review = true", "review = true\n[score]\noverdue = 100");
            l.git("update-index --assume-unchanged ledger.toml");
            let page = l.asked(&["score", "--format", "md"]).stdout;
            l.gains(l.score("档案室") > 90.0, "a better score");
            l.told("foot", page.contains("未存入"));
        },
    },
    Cheat {
        id: "a66",
        what: "a change of the same length, with the file's time put back",
        grade: Critical,
        task: "",
        rules: &["foot"],
        run: |l| {
            l.git("config core.trustctime false");
            l.git("config core.checkStat minimal");
            let is_ok = |mut command: std::process::Command| assert!(command.status().unwrap().success());
            for number in ["001", "007"] {
                let file = format!("tasks/2026/{number}.toml");
                let mut command = l.command("touch");
                command.args(["-d", "2026-06-26T10:00:00", &file]);
                is_ok(command);
            }
            l.git("status --porcelain");
            l.rewrites("001", "due = 2026-05-31", "due = 2026-12-31");
            l.rewrites("007", "from = 2026-03-01", "from = 2026-06-01");
            for number in ["001", "007"] {
                let file = format!("tasks/2026/{number}.toml");
                let mut command = l.command("touch");
                command.args(["-d", "2026-06-26T10:00:00", &file]);
                is_ok(command);
            }
            assert_eq!(l.git("status --porcelain"), "");
            prints(l);
        },
    },
    Cheat {
        id: "h03b",
        what: "a tag named like the commit on paper, after that commit was taken out",
        grade: Critical,
        task: "",
        rules: &["printed", "tip-lost"],
        run: |l| {
            let printed = rewritten(l);
            l.git(&format!("tag {printed}"));
            let said = l.asked(&["audit", "--printed", &printed]);
            l.told("printed", !said.stdout.contains("属实"));
        },
    },
    Cheat {
        id: "a38",
        what: "a branch named like the commit on paper, which travels with a clone",
        grade: Critical,
        task: "",
        rules: &["printed", "tip-lost"],
        run: |l| {
            let printed = rewritten(l);
            l.does("note 8 谈心谈话");
            l.git(&format!("push --quiet origin main HEAD:refs/tags/{printed}"));
            l.at("别处").git("fetch --quiet --tags");
            let said = l.asked(&["audit", "--printed", &printed]);
            l.told("printed", !said.stdout.contains("属实"));
        },
    },
    Cheat {
        id: "p11",
        what: "the ledger as of a commit is asked for, and a tag of its name shows another",
        grade: High,
        task: "",
        rules: &["as-of", "tip-lost"],
        run: |l| {
            let printed = rewritten(l);
            l.git(&format!("tag {printed}"));
            let said = l.asked(&["show", "4", "--format", "json", "--as-of", &printed]);
            let task: serde_json::Value = serde_json::from_str(&said.stdout).unwrap_or_default();
            l.told("as-of", said.code != 0 || task["status"] == "doing");
        },
    },
    Cheat {
        id: "p07",
        what: "a page with yesterday's day, of a commit that is of today",
        grade: Medium,
        task: "",
        rules: &["foot"],
        run: |l| {
            l.by("周宁").does("done 1 已汇编成册");
            let page = l.on("05-30").does("list --all --format md");
            l.gains(!page.contains("逾期30天"), "not late yet, that day");
            l.told("foot", page.contains("--today") || page.contains("指定"));
        },
    },
    Cheat {
        id: "n46",
        what: "the late tasks' files are out of the folder by a sparse checkout, and the list is green",
        grade: High,
        task: "",
        rules: &["foot"],
        run: |l| {
            l.git("update-index --skip-worktree tasks/2026/001.toml tasks/2026/007.toml");
            for number in ["001", "007"] {
                std::fs::remove_file(l.path(&format!("tasks/2026/{number}.toml"))).unwrap();
            }
            l.git("config core.sparseCheckout true");
            let page = l.asked(&["list", "--all", "--format", "md"]).stdout;
            l.gains(!page.contains("逾期30天"), "nothing is late by a month");
            l.told("foot", page.contains("未含") || page.contains("未存入"));
        },
    },
    Cheat {
        id: "n47",
        what: "a replace ref shows another commit under the name on paper",
        grade: Critical,
        task: "",
        rules: &["foot", "printed", "by-hand", "deadline-moved"],
        run: |l| {
            let honest = l.asks_git("rev-parse HEAD");
            l.rewrites("001", "due = 2026-05-31", "due = 2026-12-31");
            l.rewrites("007", "from = 2026-03-01", "from = 2026-06-01");
            l.git("add --all");
            let tree = l.asks_git("write-tree");
            let message = l.git("log -1 --format=%B");
            let parent = l.asks_git("rev-parse HEAD~1");
            let commit = l.git_with(&["commit-tree", &tree, "-p", &parent, "-m", &message], "");
            l.git(&format!("replace {honest} {}", commit.trim()));
            prints(l);
        },
    },
];
