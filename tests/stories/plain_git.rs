//! Plain git, by people who never heard of anything else: merging, rebasing and picking commits of the same task.

use crate::common::{Said, World};

/// A ledger with one task, where git merges tasks with this program; on the branch `main`, with `对方` beside it.
fn shared_task() -> World {
    let world = World::with_ledger();
    world.merges_tasks();
    world.must(["add", "甲", "--lead", "综合科", "--owner", "李强", "--due", "2026-09-30"]);
    world.git(["branch", "对方"]);
    world
}

/// What one person does on a branch of their own.
fn on(world: &World, branch: &str, commands: &[&[&str]]) {
    world.git(["switch", "--quiet", branch]);
    for words in commands {
        world.must(*words);
    }
    world.git(["switch", "--quiet", "main"]);
}

fn git(world: &World, words: &[&str]) -> Said {
    let output = world.command("git").args(["-c", "core.quotepath=false"]).args(words).output().unwrap();
    let mut said = world.said(&output);
    // Git's own words differ from one version to the next.
    said.stdout.clear();
    said.stderr = said.stderr.split_inclusive('\n').filter(|line| !line.is_ascii()).collect();
    said
}

/// Two days of work on the same task: here it was handed on and moved along, there the deadline moved and it got blocked.
fn worked_apart(world: &mut World) {
    world.today_is("2026-06-29");
    on(
        world,
        "main",
        &[&["set", "1", "owner=赵蕾"], &["note", "1", "初稿已拟定", "--progress", "40", "--by", "赵蕾"]],
    );
    world.today_is("2026-06-28");
    on(
        world,
        "对方",
        &[
            &[
                "extend",
                "1",
                "--to",
                "2026-10-31",
                "--reason",
                "等市里的规定",
                "--approved-by",
                "王敏",
                "--by",
                "陈刚",
            ],
            &["set", "1", "standard=制度印发"],
        ],
    );
}

#[test]
fn what_two_people_changed_apart_is_merged_unasked() {
    let mut world = shared_task();
    worked_apart(&mut world);
    insta::assert_snapshot!(git(&world, &["merge", "--no-edit", "对方"]), @"");
    let merged = world.task("001");
    insta::assert_snapshot!(merged, @r#"
    title = "甲"
    standard = "制度印发"
    lead = "综合科"
    owner = "赵蕾"
    due = 2026-09-30

    status = "doing"
    progress = 40

    [[log]]
    date = 2026-06-28
    by = "陈刚"
    kind = "extend"
    text = "等市里的规定"
    from = 2026-09-30
    to = 2026-10-31
    approved_by = "王敏"

    [[log]]
    date = 2026-06-29
    by = "赵蕾"
    kind = "note"
    text = "初稿已拟定"
    "#);
    assert_eq!(world.must(["check"]).stderr, "");
    // Whoever merges, the log is the same.
    world.git(["switch", "--quiet", "对方"]);
    assert_eq!(git(&world, &["merge", "--no-edit", "main~1"]).to_string(), "");
    let log = |text: &str| text.split_once("\n\n[[log]]").map(|(_, log)| log.to_owned());
    assert_eq!(log(&world.task("001")), log(&merged));
}

#[test]
fn rebased_and_picked_commits_are_merged_too() {
    for words in [&["rebase", "对方"][..], &["cherry-pick", "main..对方"]] {
        let mut world = shared_task();
        worked_apart(&mut world);
        let before = world.head_count();
        assert_eq!(git(&world, words).to_string(), "", "{words:?}");
        assert_eq!(world.head_count(), before + 2, "each change is a commit of its own");
        let task = world.task("001");
        for line in [
            "owner = \"赵蕾\"",
            "standard = \"制度印发\"",
            "to = 2026-10-31",
            "progress = 40",
            "kind = \"note\"",
            "kind = \"extend\"",
        ] {
            assert_eq!(task.matches(line).count(), 1, "{line}: {task}");
        }
        assert_eq!(world.git(["status", "--porcelain"]), "");
    }
}

#[test]
fn what_contradicts_is_told_in_the_offices_words_and_leaves_no_marks() {
    let world = shared_task();
    on(&world, "main", &[&["set", "1", "standard=制度印发", "owner=赵蕾"], &["done", "1", "已印发"]]);
    on(
        &world,
        "对方",
        &[&["set", "1", "standard=制度印发并培训", "lead=机关纪委"], &["cancel", "1", "并入其他任务"]],
    );
    let before = world.state();
    insta::assert_snapshot!(git(&world, &["merge", "--no-edit", "对方"]), @"
    --- stderr
    2026-001 状态：本地“已办结”，对方“已取消”
    2026-001 完成标准：本地“制度印发”，对方“制度印发并培训”
    错误：2026-001 有 2 处两边改得不一样，暂且照本地的写；请打开文件改好后 git add；或先放弃（git merge --abort），再运行 ledger sync
    --- exit 1
    ");
    insta::assert_snapshot!(world.task("001"), @r#"
    title = "甲"
    standard = "制度印发"
    lead = "机关纪委"
    owner = "赵蕾"
    due = 2026-09-30

    status = "done"
    progress = 100
    done_on = 2026-06-30

    [[log]]
    date = 2026-06-30
    by = "李强"
    kind = "cancel"
    text = "并入其他任务"

    [[log]]
    date = 2026-06-30
    by = "李强"
    kind = "done"
    text = "已印发"
    "#);
    assert_eq!(world.git(["diff", "--name-only", "--diff-filter=U"]), "tasks/2026/001.toml\n");
    // Given up, everything is as it was.
    world.git(["merge", "--abort"]);
    assert_eq!(world.state(), before);
    // Settled by hand, it goes on.
    assert_eq!(git(&world, &["merge", "--no-edit", "对方"]).code, 1);
    world.write("tasks/2026/001.toml", world.task("001").replace("制度印发", "制度印发并培训"));
    world.commit_all("合并");
    assert_eq!(world.must(["check"]).stderr, "");
}

#[test]
fn two_tasks_under_one_number_are_never_mixed() {
    let world = shared_task();
    on(&world, "main", &[&["add", "乙", "--due", "2026-09-30"]]);
    on(&world, "对方", &[&["add", "丙", "--due", "2026-10-31"]]);
    let ours = world.task("002");
    insta::assert_snapshot!(git(&world, &["merge", "--no-edit", "对方"]), @"
    --- stderr
    错误：2026-002 是两项不同的任务，登记时用了同一个编号：本地“乙”，对方“丙”；请先放弃（git merge --abort），再运行 ledger sync，它会自动改号
    --- exit 1
    ");
    assert_eq!(world.task("002"), ours);
    world.git(["merge", "--abort"]);
    // The same task, registered twice, is one.
    world.git(["reset", "--quiet", "--hard", "HEAD~1"]);
    world.must(["add", "丙", "--lead", "综合科", "--due", "2026-10-31"]);
    assert_eq!(git(&world, &["merge", "--no-edit", "对方"]).to_string(), "");
    assert!(world.task("002").starts_with("title = \"丙\"\nlead = \"综合科\"\ndue = 2026-10-31\n"));
}

#[test]
fn a_version_that_cannot_be_read_leaves_ours_alone() {
    let world = shared_task();
    on(&world, "main", &[&["set", "1", "owner=赵蕾"]]);
    world.git(["switch", "--quiet", "对方"]);
    world.write("tasks/2026/001.toml", "title = \"甲\ndue = 2026-09-30\n");
    world.commit_all("手工改");
    world.git(["switch", "--quiet", "main"]);
    let ours = world.task("001");
    insta::assert_snapshot!(git(&world, &["merge", "--no-edit", "对方"]), @r"
    --- stderr
    错误：对方的 tasks/2026/001.toml 第 1 行第 11 列：引号里的文字不对；请检查引号是否成对，反斜杠要写成 \\；改好、存入后再合并
    --- exit 1
    ");
    assert_eq!(world.task("001"), ours);
    // Called by hand, with files that are not there.
    let said =
        world.run(["merge-driver", "../没有", "tasks/2026/001.toml", "../没有", "tasks/2026/001.toml"]);
    insta::assert_snapshot!(said, @"
    --- stderr
    错误：读不了“../没有”：没有这个文件或文件夹
    --- exit 1
    ");
    assert_eq!(world.task("001"), ours);
}
