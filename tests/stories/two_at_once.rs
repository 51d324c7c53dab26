//! Two people, or one who was interrupted: nothing is lost, and nobody's work is taken for another's.

use std::fs::File;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::Duration;

use crate::common::World;

/// Starts `ledger`, to be waited for later.
fn started(world: &World, words: &[&str]) -> Child {
    world.ledger().args(words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

#[test]
fn eight_people_register_at_once_and_none_is_lost() {
    let world = World::with_ledger();
    let before = world.head_count();
    let titles = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛"];
    let children: Vec<Child> =
        titles.iter().map(|title| started(&world, &["add", title, "--due", "2026-09-30"])).collect();
    let mut ids = Vec::new();
    for (child, title) in children.into_iter().zip(titles) {
        let said = world.said(&child.wait_with_output().unwrap());
        assert_eq!((said.code, said.stderr.as_str()), (0, ""));
        let id =
            said.stdout.strip_prefix("登记 2026-").and_then(|rest| rest.strip_suffix(&format!(" {title}\n")));
        let id = id.unwrap_or_else(|| panic!("{said}")).to_owned();
        assert!(world.task(&id).contains(&format!("title = \"{title}\"\n")));
        ids.push(id);
    }
    ids.sort();
    assert_eq!(ids, ["001", "002", "003", "004", "005", "006", "007", "008"]);
    assert_eq!(world.head_count(), before + 8);
    // Each commit holds one task and no more.
    let kept = world.git(["log", "-8", "--reverse", "--name-only", "--format="]);
    let expected: Vec<String> = ids.iter().map(|id| format!("tasks/2026/{id}.toml")).collect();
    assert_eq!(kept.lines().collect::<Vec<_>>(), expected);
    assert_eq!(world.git(["status", "--porcelain"]), "");
}

#[test]
fn many_notes_on_one_task_are_all_in_its_log() {
    let world = World::with_tasks();
    let texts = ["一", "二", "三", "四", "五", "六"];
    let children: Vec<Child> = texts.iter().map(|text| started(&world, &["note", "14", text])).collect();
    for child in children {
        let said = world.said(&child.wait_with_output().unwrap());
        assert_eq!((said.code, said.stderr.as_str()), (0, ""));
    }
    let task = world.task("014");
    assert_eq!(task.matches("[[log]]").count(), 6);
    for text in texts {
        assert_eq!(task.matches(&format!("text = \"{text}\"\n")).count(), 1);
    }
}

#[test]
fn one_task_is_closed_once() {
    let world = World::with_tasks();
    let children = [started(&world, &["done", "14"]), started(&world, &["done", "14"])];
    let mut codes: Vec<i32> =
        children.into_iter().map(|child| world.said(&child.wait_with_output().unwrap()).code).collect();
    codes.sort_unstable();
    assert_eq!(codes, [0, 1]);
    assert_eq!(world.task("014").matches("kind = \"done\"").count(), 1);
}

#[test]
fn readers_do_not_wait_for_a_writer() {
    let world = World::with_tasks();
    world.must(["note", "14", "进展"]);
    let lock = File::options().write(true).open(world.path(".git/ledger/lock")).unwrap();
    lock.lock().unwrap();
    // The lock is never given back: whoever waited for it would give up in the end, and fail.
    for words in [&["list"][..], &["show", "14"], &["overdue"], &["check"]] {
        world.must(words);
    }
}

#[test]
fn a_writer_goes_on_when_the_other_has_finished() {
    let world = World::with_tasks();
    world.must(["note", "14", "进展"]);
    let lock = File::options().write(true).open(world.path(".git/ledger/lock")).unwrap();
    lock.lock().unwrap();
    let before = world.head_count();
    let mut child = started(&world, &["note", "14", "等到了"]);
    sleep(Duration::from_millis(600));
    assert!(child.try_wait().unwrap().is_none(), "it waits");
    assert_eq!(world.head_count(), before);
    lock.unlock().unwrap();
    let said = world.said(&child.wait_with_output().unwrap());
    assert_eq!(said.to_string(), "进展 2026-014 开展清廉家风活动：等到了\n");
    assert_eq!(world.head_count(), before + 1);
}

#[test]
fn a_lock_left_by_a_killed_process_stops_nobody() {
    let world = World::with_tasks();
    // The file stays behind; the lock itself went with its process.
    world.write(".git/ledger/lock", "");
    assert_eq!(world.must(["start", "4"]).stdout, "启动 2026-004 建立工作台账\n");
}

#[test]
fn what_was_written_but_not_kept_is_kept_by_the_next_command() {
    let world = World::with_tasks();
    let before = world.head_count();
    // A power cut between the file and the commit.
    let cut = world.task("014").replace("status = \"doing\"", "status = \"blocked\"");
    world.write(
        "tasks/2026/014.toml",
        cut + "\n[[log]]\ndate = 2026-06-30\nby = \"赵蕾\"\nkind = \"block\"\ntext = \"停电\"\n",
    );
    insta::assert_snapshot!(world.run(["start", "14"]), @"
    启动 2026-014 开展清廉家风活动
    --- stderr
    注意：先存入了还没有存入历史的手工修改 2026-014 开展清廉家风活动
    ");
    assert_eq!(world.head_count(), before + 2);
    assert_eq!(world.git(["status", "--porcelain"]), "");
    assert_eq!(
        world.git(["log", "-2", "--format=%s"]),
        "启动 2026-014 开展清廉家风活动\n手工修改 2026-014 开展清廉家风活动\n"
    );
}

#[test]
fn a_task_written_but_not_kept_takes_its_number_with_it() {
    let world = World::with_tasks();
    world.write(
        "tasks/2026/015.toml",
        "title = \"停电时登记的\"\ndue = 2026-09-30\n\nstatus = \"todo\"\nprogress = 0\n",
    );
    assert_eq!(world.must(["add", "下一项", "--due", "2026-09-30"]).stdout, "登记 2026-016 下一项\n");
    assert_eq!(world.git(["status", "--porcelain"]), "?? tasks/2026/015.toml\n");
    insta::assert_snapshot!(world.run(["check", "--fix"]), @"
    清廉机关建设工作台账　台账检查
    编制单位：某局　2026年6月30日　星期二

    检查了 16 项任务，发现 2 个问题
    文件                行 级别 问题和办法                                                      自动改正
    ────────────────────────────────────────────────────────────────────────────────────────────────────
    tasks/2026/003.toml  9 提醒 配合单位“机关党委”不在 ledger.toml 里；您是不是想写“机关纪委”？
                                或请先在 ledger.toml 里登记
    tasks/2026/010.toml  1 提醒 时限待定：没有完成时限，阶段也没有截止日；请用 ledger set
                                2026-010 due=日期 定下
    --- stderr
    注意：先存入了还没有存入历史的手工修改 2026-015 停电时登记的
    ");
    assert_eq!(world.git(["status", "--porcelain"]), "");
}

#[test]
fn half_a_file_of_a_killed_process_is_nobodys_task() {
    let world = World::with_tasks();
    world.write("tasks/2026/.ledger-Ab12Cd", "title = \"写了一");
    for words in [&["list"][..], &["check"], &["note", "14", "进展"]] {
        let said = world.must(words);
        assert_eq!(said.stderr, "", "{words:?}");
    }
    assert_eq!(world.git(["status", "--porcelain"]), "");
}

#[test]
fn a_lock_of_git_itself_is_named_and_nothing_changes() {
    let world = World::with_tasks();
    world.write(".git/index.lock", "");
    let before = (world.task("014"), world.git(["rev-parse", "HEAD"]));
    let said = world.run(["note", "14", "进展"]);
    assert_eq!(said.code, 1);
    assert!(said.stderr.starts_with("错误：") && said.stderr.contains("index.lock"), "{said}");
    assert_eq!((world.task("014"), world.git(["rev-parse", "HEAD"])), before);
}
