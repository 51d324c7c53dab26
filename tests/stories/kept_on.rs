//! On which day it was kept: the order of the commits is believed, not a clock that somebody has set.

use std::io::Write;
use std::process::Stdio;

use crate::common::{World, without_commits};
use crate::looking_back::world;
use crate::office::{CHEN, LI, Office, ZHAO};

/// Which ledger a day is drawn from: the notes of a task.
fn notes(world: &World, day: &str) -> Vec<String> {
    let said = world.run_undated(["show", "14", "--as-of", day, "--width", "80"]);
    assert_eq!(said.code, 0, "{said}");
    ["方案已发各支部", "七月进展", "照常"]
        .into_iter()
        .filter(|note| said.stdout.contains(note))
        .map(ToOwned::to_owned)
        .collect()
}

/// A commit on top of the last one that holds the same, with this line of its committer; the branch goes on to it.
fn commit_of(world: &World, committer: &str) {
    let [tree, parent] = ["HEAD^{tree}", "HEAD"].map(|name| world.git(["rev-parse", name]).trim().to_owned());
    let text = format!("tree {tree}\nparent {parent}\nauthor {committer}\ncommitter {committer}\n\n整理\n");
    let mut command = world.command("git");
    command.args(["hash-object", "-t", "commit", "-w", "--literally", "--stdin"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let made = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    assert_eq!(made.trim().len(), 40, "{made}");
    world.git(["update-ref", "refs/heads/main", made.trim()]);
}

/// Notes of June, and what was drawn of them.
fn june() -> (World, Vec<Vec<String>>) {
    let mut world = world();
    world.on("2026-07-06");
    world.must(["note", "14", "七月进展"]);
    let drawn: Vec<Vec<String>> = DAYS.iter().map(|day| notes(&world, day)).collect();
    assert_eq!(
        drawn,
        [vec![], vec!["方案已发各支部"], vec!["方案已发各支部"], vec!["方案已发各支部", "七月进展"]]
    );
    (world, drawn)
}

const DAYS: [&str; 4] = ["2026-06-28", "2026-06-29", "2026-06-30", "2026-07-06"];

#[test]
fn an_old_clock_at_the_tip_takes_no_day_back() {
    // With the program, and past it; by a clock of May, one of the days on which there was no ledger, and a broken one.
    for (moment, by_program) in [
        ("2026-05-10T10:00:00+08:00", true),
        ("2026-05-10T10:00:00+08:00", false),
        ("2001-01-01T00:00:00Z", true),
    ] {
        let (mut world, drawn) = june();
        world.kept_at(moment);
        if by_program {
            world.must(["note", "13", "补一笔"]);
        } else {
            world.write("README.md", "台账\n");
            world.commit_all("说明");
        }
        assert_eq!(DAYS.map(|day| notes(&world, day)), *drawn, "{moment}");
        let day = ["2026-05-10", "2026-06-30"].map(|day| notes(&world, day).len());
        assert_eq!(day, [0, 1]);
    }
}

#[test]
fn what_states_no_day_stops_nothing_and_hides_nothing() {
    for committer in
        ["李强 <li@example.com> 昨天 +0800", "李强 <li@example.com> 99999999999999999999 +0800", "李强"]
    {
        let (mut world, drawn) = june();
        commit_of(&world, committer);
        assert_eq!(DAYS.map(|day| notes(&world, day)), *drawn, "{committer}");
        world.on("2026-07-07");
        world.must(["note", "14", "照常"]);
        assert_eq!(notes(&world, "2026-07-07").len(), 3);
        assert_eq!(DAYS.map(|day| notes(&world, day)), *drawn, "{committer}");
        for words in [&["log"][..], &["log", "14"], &["audit"], &["diff", "--from", "2026-06-30"], &["undo"]]
        {
            let said = world.run(words);
            assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{committer} {words:?}: {said}");
        }
    }
}

#[test]
fn a_clock_that_is_ahead_puts_nobody_off() {
    let (mut world, drawn) = june();
    world.kept_at("2099-01-01T00:00:00+08:00");
    world.must(["note", "13", "时钟快了"]);
    assert_eq!(DAYS.map(|day| notes(&world, day)), *drawn);
    world.on("2026-07-08");
    world.must(["note", "14", "照常"]);
    assert_eq!(DAYS.map(|day| notes(&world, day)), *drawn);
    assert_eq!(notes(&world, "2026-07-08").len(), 3);
    // A day before all of it is still before all of it.
    insta::assert_snapshot!(without_commits(&world.run_undated(["list", "--as-of", "2026-03-01"]).to_string()), @"
    --- stderr
    错误：2026-03-01 还没有这个台账：历史从 2026-03-02（提交 〔某提交〕）开始；请写这一天或以后的日期
    --- exit 1
    ");
}

#[test]
fn who_was_away_changes_nothing_of_what_was_printed_meanwhile() {
    let mut office = Office::with_tasks();
    office.today_is("2026-07-01");
    office.sync(ZHAO);
    // 赵蕾 works on a train; at the desk it goes on, and a page is printed.
    office[ZHAO].must(["note", "14", "车上写的"]);
    office[LI].must(["done", "14", "--on", "2026-07-01"]);
    office.sync(LI);
    office.today_is("2026-07-02");
    let printed = office[LI].must(["list", "--all", "--width", "80"]).stdout;
    office.today_is("2026-07-09");
    office[ZHAO].must(["note", "13", "回来了"]);
    let theirs = office.remote_head();
    insta::assert_snapshot!(office.sync(ZHAO), @"
    收到 1 次修改：
      2026-07-01 李强 办结 2026-014 开展清廉家风活动
    送出 2 次修改，到 origin
    ");
    let lines = office[ZHAO].git(["log", "--first-parent", "--format=%H %s", "-2"]);
    let lines = without_commits(&lines.replace(&theirs, "〔当时的远端〕"));
    insta::assert_snapshot!(lines, @"
    〔某提交〕 合并 李强 的 1 次修改
    〔当时的远端〕 办结 2026-014 开展清廉家风活动
    ");
    office.settle();
    for who in [LI, ZHAO, CHEN] {
        for day in ["2026-07-01", "2026-07-02", "2026-07-08"] {
            let said =
                office[who].must(["list", "--all", "--width", "80", "--as-of", day, "--today", "2026-07-02"]);
            assert_eq!(said.stdout, printed, "{day}");
        }
        office.audit_finds_nothing(who);
    }
    // Nothing is lost of either line.
    let log = office[LI].must(["log", "--format", "json"]).stdout;
    assert!(log.contains("车上写的") && log.contains("回来了"));
    // What was done here last is taken back, whichever line it lies on.
    insta::assert_snapshot!(office[ZHAO].must(["undo"]), @"
    撤销 进展 2026-013 评选清廉家庭：回来了
    ");
}
