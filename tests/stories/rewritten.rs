//! A history that was rewritten after others had seen it: the next exchange says so, and the audit keeps asking.

use insta::assert_snapshot;

use crate::common::without_commits;
use crate::office::{CHEN, LI, Office, ZHAO};

/// 陈刚 goes back to before the last commit, and sends something else in its place.
fn rewritten() -> Office {
    let mut office = Office::with_tasks();
    office.today_is("2026-07-01");
    office[LI].must(["note", "14", "被催了三次"]);
    office.sync(LI);
    office.sync(ZHAO);
    office.sync(CHEN);
    office.today_is("2026-07-02");
    office[CHEN].git(["reset", "--quiet", "--hard", "HEAD~1"]);
    office[CHEN].must(["note", "14", "一直很顺利"]);
    office[CHEN].git(["push", "--quiet", "--force", "origin", "main"]);
    office
}

/// What the audit says of lost tips.
fn lost(office: &Office, who: usize) -> String {
    let said = office.run(who, &["audit", "--rule", "历史丢失", "--format", "csv"]);
    assert_eq!(said.code, 0, "{said}");
    without_commits(&said.stdout.lines().skip(1).collect::<Vec<_>>().join("\n"))
}

#[test]
fn a_history_that_was_replaced_there_is_not_joined_in_silence() {
    let office = rewritten();
    let before = office[ZHAO].state();
    assert_eq!(lost(&office, ZHAO), "");
    assert_snapshot!(without_commits(&office.run(ZHAO, &["sync"]).to_string()), @"
    --- stderr
    错误：origin 的历史被改写过：以前看到的提交 〔某提交〕（2026-07-01 李强：进展 2026-014 开展清廉家风活动：被催了三次）已经不在里面，没有收进来，没有改动；请先问清楚是谁强行送的（git push --force）、为什么，再运行 ledger sync --认可改写
    --- exit 1
    ");
    assert_eq!(office.run(ZHAO, &["sync"]).code, 1);
    assert_eq!(office[ZHAO].state(), before);
    // It is asked about from then on.
    assert_snapshot!(lost(&office, ZHAO), @"
    2026-07-01,李强,〔某提交〕,历史丢失,历史,交换过的历史被改写，远端一度没有这次提交，这里还在（进展 2026-014 开展清廉家风活动：被催了三次）
    ");
    assert_snapshot!(without_commits(&office.run(ZHAO, &["sync", "--认可改写"]).to_string()), @"
    收到 1 次修改：
      2026-07-02 陈刚 进展 2026-014 开展清廉家风活动：一直很顺利
    送出 1 次修改，到 origin
    --- stderr
    注意：origin 的历史被改写过：以前看到的提交 〔某提交〕（2026-07-01 李强：进展 2026-014 开展清廉家风活动：被催了三次）已经不在里面；审计会列出（历史丢失），请用 ledger audit --explain 说明
    ");
    assert_snapshot!(office.sync(ZHAO), @"
    已经一致，没有要交换的
    ");
    assert_snapshot!(lost(&office, ZHAO), @"
    2026-07-01,李强,〔某提交〕,历史丢失,历史,交换过的历史被改写，远端一度没有这次提交，这里还在（进展 2026-014 开展清廉家风活动：被催了三次）
    ");
    let said = office[ZHAO].must(["audit", "--rule", "历史丢失", "--format", "json"]).stdout;
    let found: serde_json::Value = serde_json::from_str(&said).unwrap();
    let id = found[0]["id"].as_str().unwrap();
    office[ZHAO].must(["audit", "--explain", id, "陈刚试用时误送，已当面说明"]);
    assert_eq!(office[ZHAO].run(["audit", "--rule", "历史丢失", "--exit-code"]).code, 0);
    // Who rewrote it is asked as well: his git still knows what he had seen.
    assert_snapshot!(lost(&office, CHEN), @"
    2026-07-01,李强,〔某提交〕,历史丢失,历史,交换过的历史被改写，这次提交和它带来的修改已经不在历史里（进展 2026-014 开展清廉家风活动：被催了三次）
    ");
}

#[test]
fn what_only_git_has_seen_counts_too() {
    let mut office = Office::with_tasks();
    office.today_is("2026-07-01");
    office[LI].must(["note", "14", "被催了三次"]);
    office[LI].git(["push", "--quiet", "origin", "main"]);
    for who in [ZHAO, CHEN] {
        office[who].git(["pull", "--quiet"]);
    }
    office[CHEN].git(["commit", "--quiet", "--amend", "--message", "另一句话"]);
    // What was sent is not here any more.
    assert_snapshot!(lost(&office, CHEN), @"");
    office[CHEN].git(["push", "--quiet", "--force", "origin", "main"]);
    office[ZHAO].git(["fetch", "--quiet"]);
    office[ZHAO].git(["reset", "--quiet", "--hard", "origin/main"]);
    assert_snapshot!(lost(&office, ZHAO), @"
    2026-07-01,李强,〔某提交〕,历史丢失,历史,交换过的历史被改写，这次提交和它带来的修改已经不在历史里（进展 2026-014 开展清廉家风活动：被催了三次）
    ");
    for _ in 0..2 {
        assert_eq!(office.run(ZHAO, &["sync"]).code, 1);
    }
    // Git may clear away whatever nobody names: what was lost is named.
    office[ZHAO].git(["reflog", "expire", "--expire=now", "--all"]);
    office[ZHAO].git(["gc", "--quiet", "--prune=now"]);
    assert_snapshot!(lost(&office, ZHAO), @"
    2026-07-01,李强,〔某提交〕,历史丢失,历史,交换过的历史被改写，这次提交和它带来的修改已经不在历史里（进展 2026-014 开展清廉家风活动：被催了三次）
    ");
    assert_snapshot!(without_commits(&office.run(ZHAO, &["sync", "--accept-rewrite"]).to_string()), @"
    已经一致，没有要交换的
    --- stderr
    注意：origin 的历史被改写过：以前看到的提交 〔某提交〕（2026-07-01 李强：进展 2026-014 开展清廉家风活动：被催了三次）已经不在里面；审计会列出（历史丢失），请用 ledger audit --explain 说明
    ");
}

#[test]
fn honest_work_loses_nothing() {
    let mut office = Office::with_tasks();
    office.today_is("2026-07-01");
    // Fetched and not taken in yet; joined by hand, the other line first; another branch.
    office[LI].must(["note", "14", "李强的进展"]);
    office.sync(LI);
    office[ZHAO].git(["fetch", "--quiet"]);
    assert_eq!(lost(&office, ZHAO), "");
    office[ZHAO].must(["note", "13", "赵蕾的进展"]);
    office.sync(ZHAO);
    office[CHEN].must(["note", "11", "陈刚的进展"]);
    office[CHEN].git(["fetch", "--quiet"]);
    office[CHEN].git(["merge", "--quiet", "--no-edit", "origin/main"]);
    office.settle();
    office[LI].git(["switch", "--quiet", "--create", "试", "HEAD~2"]);
    for who in [LI, ZHAO, CHEN] {
        assert_eq!(lost(&office, who), "");
    }
}
