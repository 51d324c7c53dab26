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
    assert!(String::from_utf8_lossy(&now).contains("\r\n.ledger-*\r\n"));
    assert_eq!(world.git(["status", "--porcelain"]), "");
}

/// A ledger in which `note 14` was cut short once it had happened: the folder does not show it. Gives the file as it was and as
/// it shall be.
fn cut_short_after_it_happened() -> (World, String, String) {
    let world = World::with_tasks();
    let before = world.task("014");
    world.must(["note", "14", "做到一半停电"]);
    let after = world.task("014");
    world.write("tasks/2026/014.toml", &before);
    world.git(["read-tree", "HEAD~1"]);
    world.cut_short("进展 2026-014", "HEAD~1", "HEAD");
    (world, before, after)
}

#[test]
fn what_had_happened_when_a_command_was_killed_is_brought_to_its_end() {
    for reader in
        [&["list"][..], &["check"], &["audit"], &["log"], &["import", "无.csv"], &["note", "4", "下一步"]]
    {
        let (world, _, after) = cut_short_after_it_happened();
        let said = world.run(reader);
        assert!(said.stderr.contains("已经存入，现在补全了台账文件：进展 2026-014"), "{reader:?} {said}");
        assert_eq!(world.task("014"), after);
        assert_eq!(world.git(["status", "--porcelain"]), "");
        assert!(!world.path(".git/index.lock").exists() && !world.path(".git/ledger/begun.json").exists());
    }
}

#[test]
fn what_was_changed_after_a_killed_command_stays() {
    let (world, before, _) = cut_short_after_it_happened();
    let changed = format!("{before}# 手工加的话\n");
    world.write("tasks/2026/014.toml", &changed);
    let said = world.run(["list"]);
    assert!(said.stderr.contains("tasks/2026/014.toml 后来又改过，没有动它"), "{said}");
    assert_eq!(world.task("014"), changed);
}

#[test]
fn a_reader_that_cannot_bring_it_to_its_end_reads_what_has_happened() {
    let (world, before, _) = cut_short_after_it_happened();
    // Somebody else's git holds the index.
    world.write(".git/index.lock", "");
    let said = world.run(["show", "14"]);
    assert!(said.stdout.contains("做到一半停电"), "{said}");
    assert!(said.stderr.contains("看到的以历史为准") && said.stderr.contains(".git/index.lock"), "{said}");
    assert_eq!(world.task("014"), before);
    std::fs::remove_file(world.path(".git/index.lock")).unwrap();
    world.must(["show", "14"]);
    assert!(world.task("014").contains("做到一半停电"));
}

#[test]
fn what_had_not_happened_when_a_command_was_killed_leaves_nothing() {
    let world = World::with_tasks();
    world.must(["note", "4", "先记一笔"]);
    // The hook kills the program that waits for git, as a closed terminal would.
    world.set_hook("pre-commit", "kill -9 $(ps -o ppid= -p $PPID)\nexit 1");
    let before = world.state();
    assert_eq!(world.run(["note", "14", "没有做完"]).code, -1);
    std::fs::remove_file(world.path(".git/hooks/pre-commit")).unwrap();
    world.must(["list"]);
    assert_eq!(world.state(), before);
    // Killed a little later, when it had been written down what was to happen.
    let tree = world.git(["rev-parse", "HEAD^{tree}"]);
    let never = world.git(["commit-tree", "-p", "HEAD", "-m", "没有做完", tree.trim()]);
    world.cut_short("进展 2026-014", "HEAD", never.trim());
    let said = world.must(["list"]);
    assert!(said.stderr.contains("没有存入，请重新做一次：进展 2026-014"), "{said}");
    assert_eq!(world.state(), before);
    assert!(!world.path(".git/index.lock").exists() && !world.path(".git/ledger/begun.json").exists());
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
