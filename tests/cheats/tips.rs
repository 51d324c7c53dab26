//! Histories made anew after others had seen them.

use crate::judge::Cheat;
use crate::judge::Grade::{Critical, High};
use crate::ledger::Ledger;

/// A colleague's computer that has seen everything so far.
fn seen(l: &mut Ledger) {
    l.on("06-26").by("王敏").does("return 4 缺签到表");
    l.does("sync");
    l.on("06-27").at("同事").by("赵蕾").does("sync");
    l.on("06-29").at_home().by("李强").begins();
}

/// The colleague exchanges again: whether a word is said, and what the audit there finds.
fn colleague_syncs(l: &mut Ledger) {
    l.on("06-30").at("同事").by("赵蕾");
    exchanges(l);
}

/// Exchanges, and listens.
fn exchanges(l: &mut Ledger) {
    let said = l.tries("sync");
    let words = format!("{}{}", said.stdout, said.stderr);
    let is_told =
        said.code != 0 || words.contains("历史") && (words.contains("改写") || words.contains("丢失"));
    l.told("sync", is_told);
}

const LOST: &[&str] = &["tip-lost", "sync"];

pub(crate) const CHEATS: &[Cheat] = &[
    Cheat {
        id: "h01",
        what: "the last commit, which everybody has, is amended and pushed by force",
        grade: Critical,
        task: "",
        rules: LOST,
        run: |l| {
            seen(l);
            l.rewrites("004", "缺签到表", "同意");
            l.git("add --all");
            l.git("commit --quiet --amend --no-edit");
            l.git("push --quiet --force origin main");
            colleague_syncs(l);
        },
    },
    Cheat {
        id: "h03",
        what: "the leader's 退回 is taken out by a push with force",
        grade: Critical,
        task: "",
        rules: LOST,
        run: |l| {
            seen(l);
            l.git("reset --quiet --hard HEAD~1");
            l.git("push --quiet --force origin main");
            l.gains(l.of("004", "status") == "review", "never sent back");
            colleague_syncs(l);
        },
    },
    Cheat {
        id: "a61",
        what: "the 退回 is taken out, other work put on top, and pushed by force",
        grade: Critical,
        task: "",
        rules: LOST,
        run: |l| {
            seen(l);
            l.git("reset --quiet --hard HEAD~1");
            l.does("note 8 谈心谈话");
            l.git("push --quiet --force origin main");
            colleague_syncs(l);
        },
    },
    Cheat {
        id: "a19",
        what: "the same, and the culprit's own folder is what the inspector looks at",
        grade: Critical,
        task: "",
        rules: LOST,
        run: |l| {
            seen(l);
            l.git("reset --quiet --hard HEAD~1");
            l.does("note 8 谈心谈话");
            l.git("push --quiet --force origin main");
            exchanges(l);
            l.gains(l.of("004", "status") == "review", "never sent back");
        },
    },
    Cheat {
        id: "a20",
        what: "the remote is replaced by a history that has nothing in common with what was there",
        grade: High,
        task: "",
        rules: LOST,
        run: |l| {
            seen(l);
            l.git("checkout --quiet --orphan 新");
            l.rewrites("001", "due = 2026-05-31", "due = 2026-12-31");
            l.keeps("建立台账\n\nLedger-Op: init\n");
            l.git("push --quiet --force origin 新:main");
            colleague_syncs(l);
        },
    },
    Cheat {
        id: "n49",
        what: "an interactive rebase puts the leader's step out and leaves what came after it",
        grade: Critical,
        task: "",
        rules: LOST,
        run: |l| {
            seen(l);
            l.does("note 8 谈心谈话");
            l.does("sync");
            l.at("同事").by("赵蕾").does("sync");
            l.at_home().by("李强").git("rebase --quiet --onto HEAD~2 HEAD~1");
            l.git("push --quiet --force origin HEAD:main");
            colleague_syncs(l);
        },
    },
    Cheat {
        id: "n50",
        what: "the branch is made anew under the same name, its reflog thrown away, and pushed by force",
        grade: Critical,
        task: "",
        rules: LOST,
        run: |l| {
            seen(l);
            l.git("checkout --quiet -b 另 HEAD~1");
            l.git("branch --quiet -D main");
            l.git("branch --quiet -m 另 main");
            l.git("reflog expire --expire=now --all");
            l.git("push --quiet --force origin main");
            colleague_syncs(l);
        },
    },
];
