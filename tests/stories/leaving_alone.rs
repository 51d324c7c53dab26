//! What is not ours is left alone: other files, other repositories, what somebody changed since, what was promised.

use crate::common::World;

#[test]
fn only_the_ledgers_own_files_go_into_its_history() {
    let world = World::with_tasks();
    world.write("私人.txt", "买菜\n");
    world.write("全部.csv", "编号\n");
    let before = world.head_count();
    assert!(!world.must(["check"]).stdout.contains("私人.txt"));
    world.must(["check", "--fix"]);
    assert_eq!(world.head_count(), before);
    assert_eq!(world.git(["status", "--porcelain"]).lines().count(), 2);
}

#[test]
fn quotes_go_only_from_the_day_that_has_them() {
    let world = World::with_ledger();
    let written =
        "title = \"甲\"\nrepeat = { every = \"month\", from = \"2026-04-01\", until = 2026-11-30 }\n";
    world.write("tasks/2026/001.toml", written);
    world.run(["check", "--fix"]);
    assert_eq!(world.task("001"), written.replace("\"2026-04-01\"", "2026-04-01"));
}

#[test]
fn an_ignore_file_in_another_encoding_keeps_its_bytes() {
    let world = World::empty();
    let gbk = b"# \xb9\xa4\xd7\xf7\r\nCargo.lock\r\n";
    world.write(".gitignore", gbk);
    world.must(["init", ".", "--name", "台账"]);
    let now = std::fs::read(world.path(".gitignore")).unwrap();
    assert!(now.starts_with(gbk));
    assert!(String::from_utf8_lossy(&now).contains("\r\n.lock\r\n"));
    assert_eq!(world.git(["status", "--porcelain"]), "");
}

#[test]
fn what_was_changed_after_a_killed_command_stays() {
    let world = World::with_tasks();
    // The hook kills the program that waits for git, as a closed terminal would.
    world.set_hook("pre-commit", "kill -9 $(ps -o ppid= -p $PPID)\nexit 1");
    let task = world.task("014");
    world.run(["note", "14", "没有做完"]);
    assert_ne!(world.task("014"), task);
    let changed = format!("{}# 手工加的话\n", world.task("014"));
    world.write("tasks/2026/014.toml", &changed);
    let said = world.run(["list"]);
    assert!(said.stderr.contains("上次的操作中断了"), "{said}");
    assert!(said.stderr.contains("tasks/2026/014.toml 后来又改过，没有动它"), "{said}");
    assert_eq!(world.task("014"), changed);
}

#[test]
fn what_a_killed_command_left_is_taken_back_by_the_next() {
    let world = World::with_tasks();
    world.set_hook("pre-commit", "kill -9 $(ps -o ppid= -p $PPID)\nexit 1");
    let before = world.task("014");
    world.run(["note", "14", "没有做完"]);
    assert_ne!(world.task("014"), before);
    let said = world.run(["list"]);
    assert!(said.stderr.contains("已恢复原样，请重新做一次：进展 2026-014"), "{said}");
    assert_eq!(world.task("014"), before);
    assert_eq!(world.git(["status", "--porcelain"]), "");
}

#[test]
fn a_callers_git_dir_is_not_the_ledgers() {
    let mut world = World::with_tasks();
    world.git(["init", "--quiet", "../别处"]);
    let elsewhere = world.path("../别处/.git").display().to_string();
    world.set_variable("GIT_DIR", &elsewhere);
    world.must(["note", "14", "照常"]);
    world.set_variable("GIT_DIR", &world.path(".git").display().to_string());
    assert!(world.last_commit().contains("进展 2026-014"), "{}", world.last_commit());
}

#[test]
fn no_line_break_forges_a_trailer() {
    let world = World::with_tasks();
    let name = "王敏\n\nLedger-Op: accept";
    world.must(["extend", "14", "--to", "2026-12-31", "--reason", "另有安排", "--approved-by", name]);
    let operations = world.git(["log", "-1", "--format=%(trailers:key=Ledger-Op,valueonly)"]);
    assert_eq!(operations.trim(), "extend");
}

#[test]
fn promised_periods_are_neither_added_nor_shed_by_set() {
    let world = World::with_ledger();
    world.must(["add", "月报", "--every", "month", "--from", "2026-04-01", "--until", "2026-11-30"]);
    let before = world.state();
    for change in ["until=2026-06-30", "times=3", "until=2027-03-31"] {
        let said = world.run(["set", "1", change]);
        assert_eq!(said.code, 1, "{said}");
        assert!(said.stderr.contains("ledger extend 2026-001"), "{said}");
    }
    assert_eq!(world.state(), before);
}

#[test]
fn what_is_dropped_was_not_finished_late() {
    let world = World::with_settings("name = \"台账\"\nyear = 2026\n\n[closing]\nreview = true\n");
    world.must(["add", "甲", "--due", "2026-05-31"]);
    world.must(["done", "1"]);
    world.must(["cancel", "1", "不办了"]);
    assert!(!world.task("001").contains("done_on"));
    assert!(!world.must(["list", "--all", "--format", "json"]).stdout.contains("\"finished_late\": true"));
    assert!(world.must(["check"]).stdout.contains("没有发现问题"));
}

#[test]
fn a_day_to_come_is_not_taken_for_last_years() {
    let mut world = World::with_tasks();
    let said = world.run(["done", "14", "--on", "7月1日"]);
    assert!(said.stderr.contains("办结日期 2026-07-01 还没有到"), "{said}");
    world.today_is("2027-01-08");
    world.must(["done", "14", "--on", "12月30日"]);
    assert!(world.task("014").contains("done_on = 2026-12-30"), "{}", world.task("014"));
}

#[test]
fn a_number_is_never_given_twice() {
    let world = World::with_tasks();
    let next = world.must(["add", "又一项", "--due", "2026-09-30"]).stdout;
    let id = next.split_whitespace().nth(1).unwrap();
    world.git(["rm", "--quiet", &format!("tasks/2026/{}.toml", &id[5..])]);
    world.git(["commit", "--quiet", "--message", "删去"]);
    let again = world.must(["add", "再一项", "--due", "2026-09-30"]).stdout;
    assert_ne!(again.split_whitespace().nth(1).unwrap(), id);
}
