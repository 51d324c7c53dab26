//! Two hands on one deadline: two people had it moved to different days, and neither day wins unasked.

use crate::common::World;
use crate::office::{CHEN, LI, Office, ZHAO};

fn extend<'a>(id: &'a str, to: &'a str, approver: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["延期", id, "--新时限", to, "--原因", "等上级规定", "--批准人", approver], more].concat()
}

/// 李强 had 014 moved on one day, 赵蕾 on the next to another one; 李强 was first to send.
fn moved_twice() -> Office {
    let mut office = Office::with_tasks();
    office.today_is("2026-07-01");
    office[LI].must(extend("14", "2026-11-15", "王敏", &[]));
    office[LI].must(["进展", "14", "初稿已拟定"]);
    office.today_is("2026-07-02");
    office[ZHAO].must(extend("14", "2026-12-20", "王芳", &[]));
    office.sync(LI);
    office
}

/// The deadline in force, and the days to which the log says it was moved, in its order.
fn deadline(world: &World) -> (String, Vec<String>) {
    let task: serde_json::Value =
        serde_json::from_str(&world.must(["show", "14", "--format", "json"]).stdout).unwrap();
    let file = world.task("014");
    let to = file.lines().filter_map(|line| line.strip_prefix("to = ")).map(ToOwned::to_owned).collect();
    (task["deadline"].as_str().unwrap().to_owned(), to)
}

#[test]
fn it_is_shown_with_who_and_when_and_nothing_is_done() {
    let office = moved_twice();
    let (before, remote) = (office[ZHAO].state(), office.remote_head());
    insta::assert_snapshot!(office.run(ZHAO, &["sync"]), @"
    --- stderr
    2026-014 开展清廉家风活动　延期
      本地：“2026-12-20（批准人：王芳；赵蕾 2026-07-02 登记）”
      对方：“2026-11-15（批准人：王敏；李强 2026-07-01 登记）”
    错误：有 1 处两边改得不一样，没有合并，也没有送出，本地的修改都在；请逐处选：ledger sync --ask，或一律用本地的：--ours，一律用对方的：--theirs
    --- exit 1
    ");
    assert_eq!(office[ZHAO].state(), before);
    assert_eq!(office.remote_head(), remote);
}

#[test]
fn the_one_that_is_chosen_is_in_force_and_both_stay_on_record() {
    for (side, chosen, log) in [
        ("--ours", "2026-12-20", ["2026-11-15", "2026-12-20"]),
        ("--theirs", "2026-11-15", ["2026-12-20", "2026-11-15"]),
    ] {
        let office = moved_twice();
        assert_eq!(office.run(ZHAO, &["sync", side]).code, 0);
        office.settle();
        for who in [LI, ZHAO, CHEN] {
            assert_eq!(deadline(&office[who]), (chosen.to_owned(), log.map(ToOwned::to_owned).to_vec()));
        }
        assert!(office[LI].task("014").contains("初稿已拟定"));
        assert_eq!(office[LI].must(["check"]).stderr, "");
        // Nothing was taken out of anybody's record; one of those who approved is nobody whom the settings name.
        office.audit_finds_only(LI, &["自批延期"]);
        if side == "--theirs" {
            insta::assert_snapshot!(office[LI].git(["log", "-1", "--merges", "--format=%B"]), @"
            合并 李强 的 2 次修改

            - 2026-014 开展清廉家风活动 延期：采用“2026-11-15（批准人：王敏；李强 2026-07-01 登记）”，舍去“2026-12-20（批准人：王芳；赵蕾 2026-07-02 登记）”

            Ledger-Op: sync
            ");
        }
    }
}

#[test]
fn whoever_extends_once_more_is_not_asked_again() {
    let mut office = moved_twice();
    office.run(ZHAO, &["sync", "--ours"]);
    office.settle();
    office.today_is("2026-07-03");
    office[CHEN].must(extend("14", "2026-12-31", "王敏", &[]));
    office[LI].must(["进展", "14", "还在办"]);
    office.settle();
    assert_eq!(deadline(&office[LI]).0, "2026-12-31");
    office.audit_finds_only(LI, &["自批延期"]);
}

#[test]
fn the_same_day_twice_and_two_periods_are_no_dispute() {
    let mut office = Office::with_tasks();
    office.today_is("2026-07-01");
    office[LI].must(extend("14", "2026-11-15", "王敏", &[]));
    office[ZHAO].must(extend("14", "2026-11-15", "王敏", &[]));
    office[LI].must(extend("7", "2026-08-10", "王敏", &["--周期", "2026-07"]));
    office[ZHAO].must(extend("7", "2026-09-10", "王敏", &["--周期", "2026-08"]));
    office.sync(LI);
    office.sync(ZHAO);
    office.settle();
    assert_eq!(deadline(&office[CHEN]), ("2026-11-15".to_owned(), vec!["2026-11-15".to_owned(); 2]));
    // The same period is one.
    office[LI].must(extend("7", "2026-10-20", "王敏", &["--周期", "2026-09"]));
    office[ZHAO].must(extend("7", "2026-10-25", "王敏", &["--周期", "2026-09"]));
    office.sync(LI);
    let said = office.run(ZHAO, &["sync"]);
    assert_eq!(said.code, 1);
    assert!(said.stderr.contains("　延期（2026年9月）\n"), "{said}");
}

#[test]
fn plain_git_leaves_it_to_people_too() {
    let mut world = World::with_ledger();
    world.merges_tasks();
    world.must(["新增", "甲", "--完成时限", "2026-09-30"]);
    world.git(["branch", "对方"]);
    world.today_is("2026-06-29");
    world.must(extend("1", "2026-10-15", "王敏", &["--by", "赵蕾"]));
    world.git(["switch", "--quiet", "对方"]);
    world.today_is("2026-06-30");
    world.must(extend("1", "2026-10-31", "王敏", &["--by", "陈刚"]));
    world.git(["switch", "--quiet", "main"]);
    let before = world.state();
    let merge = || {
        let output = world.command("git").args(["merge", "--no-edit", "对方"]).output().unwrap();
        let mut said = world.said(&output);
        said.stdout.clear();
        said.stderr = said.stderr.split_inclusive('\n').filter(|line| !line.is_ascii()).collect();
        said
    };
    insta::assert_snapshot!(merge(), @"
    --- stderr
    2026-001 延期：本地“2026-10-15（批准人：王敏；赵蕾 2026-06-29 登记）”，对方“2026-10-31（批准人：王敏；陈刚 2026-06-30 登记）”
    两边的延期都在办理记录里，时限照最后一条；要照对方的，请把对方那一条移到最后
    错误：2026-001 有 1 处两边改得不一样，暂且照本地的写；请打开文件改好后 git add；或先放弃（git merge --abort），再运行 ledger sync
    --- exit 1
    ");
    assert_eq!(world.git(["diff", "--name-only", "--diff-filter=U"]), "tasks/2026/001.toml\n");
    let to = |task: &str| task.lines().filter(|line| line.starts_with("to = ")).collect::<Vec<_>>().join(" ");
    assert_eq!(to(&world.task("001")), "to = 2026-10-31 to = 2026-10-15", "ours stands meanwhile");
    world.git(["merge", "--abort"]);
    assert_eq!(world.state(), before);
    // The other way round it is the same dispute, and the other's day stands meanwhile.
    world.git(["switch", "--quiet", "对方"]);
    let output = world.command("git").args(["merge", "--no-edit", "main"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(to(&world.task("001")), "to = 2026-10-15 to = 2026-10-31");
}
