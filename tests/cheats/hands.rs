//! Whose hand it was, whatever name stands there.

use crate::judge::Cheat;
use crate::judge::Grade::{Critical, High, Medium};
use crate::ledger::Ledger;

/// Something to explain: 周宁's hand in a task's file, in his own name.
fn by_hand(l: &mut Ledger) -> String {
    l.by("周宁").rewrites("001", "汇编成册", "目录");
    l.keeps("手工");
    l.asks_git("rev-parse --short=10 HEAD")
}

pub(crate) const CHEATS: &[Cheat] = &[
    Cheat {
        id: "t21b",
        what: "one's own report is accepted with --by and the leader's name",
        grade: Critical,
        task: "004",
        rules: &["same-hand", "self-accepted"],
        run: |l| {
            l.by("李强").cheats("accept 4 同意 --by 王敏");
            l.gains(l.of("004", "status") == "done", "struck off");
        },
    },
    Cheat {
        id: "t21c",
        what: "one's own report is accepted under the leader's name as author",
        grade: Critical,
        task: "004",
        rules: &["same-hand", "self-accepted"],
        run: |l| {
            l.by("李强").signing_as("王敏").cheats("accept 4 同意");
            l.gains(l.of("004", "status") == "done", "struck off");
        },
    },
    Cheat {
        id: "t22",
        what: "an extension is approved by who records it",
        grade: High,
        task: "009",
        rules: &["self-approved"],
        run: |l| {
            l.by("周宁").cheats("extend 9 --to 2026-12-31 --reason 人手 --approved-by 周宁");
            l.gains(l.of("009", "deadline") == "2026-12-31", "three months more");
        },
    },
    Cheat {
        id: "t23",
        what: "an extension is approved by nobody that the settings know",
        grade: High,
        task: "009",
        rules: &["self-approved", "unapproved"],
        run: |l| {
            l.by("周宁").cheats("extend 9 --to 2026-12-31 --reason 人手 --approved-by 上级领导");
            l.gains(l.of("009", "deadline") == "2026-12-31", "three months more");
        },
    },
    Cheat {
        id: "t24",
        what: "an extension is approved by who answers for the task, in the clerk's hand",
        grade: High,
        task: "009",
        rules: &["self-approved"],
        run: |l| {
            l.by("李强").cheats("extend 9 --to 2026-12-31 --reason 人手 --approved-by 周宁");
            l.gains(l.of("009", "deadline") == "2026-12-31", "three months more");
        },
    },
    Cheat {
        id: "a23",
        what: "one's own report is accepted by a name with an invisible letter in it",
        grade: Critical,
        task: "004",
        rules: &["same-hand", "self-accepted"],
        run: |l| {
            l.by("李\u{200b}强").cheats("accept 4 同意");
            l.gains(l.of("004", "status") == "done", "struck off");
        },
    },
    Cheat {
        id: "a23b",
        what: "an extension is approved by oneself, in full width and with a space",
        grade: High,
        task: "009",
        rules: &["self-approved"],
        run: |l| {
            l.by("周宁").cheats("extend 9 --to 2026-12-31 --reason 人手 --approved-by 周\u{3000}宁");
            l.gains(l.of("009", "deadline") == "2026-12-31", "three months more");
        },
    },
    Cheat {
        id: "a85",
        what: "an extension is approved by a name that looks like the leader's",
        grade: High,
        task: "009",
        rules: &["self-approved"],
        run: |l| {
            l.by("周宁").cheats("extend 9 --to 2026-12-31 --reason 人手 --approved-by ⺩敏");
            l.gains(l.of("009", "deadline") == "2026-12-31", "three months more");
        },
    },
    Cheat {
        id: "a43",
        what: "an acceptance made at a clone in one's own name is cherry-picked under the leader's",
        grade: Critical,
        task: "004",
        rules: &["same-hand", "self-accepted", "by-hand"],
        run: |l| {
            l.git("checkout --quiet -b 试");
            l.by("赵蕾").cheats("accept 4 同意 --by 王敏");
            l.git("checkout --quiet main");
            l.by("李强").git("cherry-pick 试");
            l.git_with(
                &["commit", "--quiet", "--amend", "--author", "王敏 <王敏@example.com>", "--no-edit"],
                "",
            );
            l.git("branch --quiet -D 试");
            l.gains(l.of("004", "status") == "done", "struck off");
        },
    },
    Cheat {
        id: "i06",
        what: "everything of a person is done under a name nobody has, and accepted in his own",
        grade: High,
        task: "001",
        rules: &["same-hand", "self-accepted"],
        run: |l| {
            l.by("周宁").signing_as("临时工").cheats("done 1 已汇编成册");
            l.by("周宁").cheats("accept 1 同意");
            l.gains(l.of("001", "status") == "done", "struck off");
        },
    },
    Cheat {
        id: "i11",
        what: "the culprit explains his own finding",
        grade: Critical,
        task: "001",
        rules: &["by-hand"],
        run: |l| {
            let commit = by_hand(l);
            l.by("周宁").cheats(&format!("audit --explain {commit} 已经领导同意"));
        },
    },
    Cheat {
        id: "i12",
        what: "the culprit explains his own finding with --by and the leader's name",
        grade: Critical,
        task: "001",
        rules: &["by-hand"],
        run: |l| {
            let commit = by_hand(l);
            l.by("周宁").cheats(&format!("audit --explain {commit} 已经领导同意 --by 王敏"));
        },
    },
    Cheat {
        id: "i13",
        what: "the culprit explains his own finding under the leader's name as author",
        grade: Critical,
        task: "001",
        rules: &["by-hand"],
        run: |l| {
            let commit = by_hand(l);
            l.by("周宁").signing_as("王敏").cheats(&format!("audit --explain {commit} 已经同意"));
        },
    },
    Cheat {
        id: "a46",
        what: "the leader's explanation is replaced in a commit that names explain",
        grade: Medium,
        task: "",
        rules: &["forged", "by-hand", "bypassed", "log-rewritten"],
        run: |l| {
            let commit = by_hand(l);
            l.by("王敏").does(&format!("audit --explain {commit} 不同意，要追究"));
            l.begins();
            let file = l.asks_git("ls-files audit");
            l.replaces(&file, "不同意，要追究", "同意");
            l.by("周宁").forges("explain", &[], "说明");
            l.gains(!l.read(&file).contains("不同意"), "she agreed");
        },
    },
    Cheat {
        id: "a46b",
        what: "the leader's explanation is removed in a commit that names explain",
        grade: Medium,
        task: "",
        rules: &["forged", "by-hand", "bypassed", "log-rewritten"],
        run: |l| {
            let commit = by_hand(l);
            l.by("王敏").does(&format!("audit --explain {commit} 不同意，要追究"));
            l.begins();
            let file = l.asks_git("ls-files audit");
            l.git(&format!("rm --quiet {file}"));
            l.by("周宁").forges("explain", &[], "说明");
            l.gains(!l.path(&file).exists(), "she never said so");
        },
    },
    Cheat {
        id: "n34",
        what: "the report is made out to a colleague with --by, and accepted in one's own name",
        grade: High,
        task: "001",
        rules: &["same-hand"],
        run: |l| {
            l.by("李强").cheats("done 1 已汇编成册 --by 周宁");
            l.cheats("accept 1 同意");
            l.gains(l.of("001", "status") == "done", "struck off");
        },
    },
    Cheat {
        id: "n35",
        what: "the leader's name comes from a mail map that is kept with the ledger",
        grade: High,
        task: "004",
        rules: &["same-hand", "self-accepted"],
        run: |l| {
            l.writes(".mailmap", "王敏 <王敏@example.com> 李强 <李强@example.com>\n");
            l.git("config log.mailmap true");
            l.keeps("通讯录");
            l.by("李强").cheats("accept 4 同意 --by 王敏");
            l.gains(l.of("004", "status") == "done", "struck off");
        },
    },
    Cheat {
        id: "n37",
        what: "a letter of another alphabet in one's own name: report and acceptance look like two people's",
        grade: High,
        task: "001",
        rules: &["same-hand", "self-accepted"],
        run: |l| {
            l.by("Li Qiang").cheats("done 1 已汇编成册");
            // A Cyrillic і.
            l.by("L\u{456} Q\u{456}ang").cheats("accept 1 同意");
            l.gains(l.of("001", "status") == "done", "struck off");
        },
    },
    Cheat {
        id: "n38",
        what: "the approver is the leader of another bureau, entered among the people a minute before",
        grade: Medium,
        task: "",
        rules: &["rules-changed", "self-approved"],
        run: |l| {
            l.edits("", "s/people = \\[\"周宁\"\\]/people = [\"周宁\", \"贾领导\"]/");
            l.by("周宁").cheats("extend 9 --to 2026-12-31 --reason 人手 --approved-by 贾领导");
            l.gains(l.of("009", "deadline") == "2026-12-31", "three months more");
        },
    },
];
