//! Good guests: what people wrote in their files stays, and nothing but the program's own work is committed.

use crate::common::World;

/// A file as a person keeps it in Notepad: a mark, CRLF, comments, an order of their own, keys nobody else knows.
const BY_HAND: &str = "\u{feff}# 李强的任务，别动顺序\r\n\
    status   = \"doing\"     # 五月起办\r\n\
    \r\n\
    owner    = '李强'\r\n\
    \"我的备注\" = \"找王敏签字\"\r\n\
    title    = \"组织开展警示教育\"   # 名称照方案\r\n\
    due      =   2026-09-30\r\n\
    support  = [ \"综合科\",  \"机关纪委\", ]\r\n\
    progress = 0x14\r\n\
    \"预算\".\"万元\" = 3.50\r\n\
    \r\n\
    # 以下是记录\r\n\
    [[log]]\r\n\
    kind = \"note\"\r\n\
    date = 2026-05-10   # 五一后\r\n\
    \"心得\" = true\r\n";

/// A ledger with that file, kept.
fn by_hand() -> World {
    let world = World::with_ledger();
    world.write("tasks/2026/014.toml", BY_HAND);
    world.commit_all("手写");
    world
}

#[test]
fn a_note_changes_nothing_else_in_a_handwritten_file() {
    let world = by_hand();
    world.must(["note", "14", "已拟定方案"]);
    let appended =
        "\r\n[[log]]\r\ndate = 2026-06-30\r\nby = \"李强\"\r\nkind = \"note\"\r\ntext = \"已拟定方案\"\r\n";
    assert_eq!(world.task("014"), format!("{BY_HAND}{appended}"));
    world.must(["note", "14", "过半", "--progress", "50"]);
    let again = appended.replace("已拟定方案", "过半");
    assert_eq!(
        world.task("014"),
        format!("{}{appended}{again}", BY_HAND.replace("progress = 0x14", "progress = 50"))
    );
}

#[test]
fn every_verb_keeps_what_it_does_not_understand() {
    let world = by_hand();
    for words in [
        &["block", "14", "缺经费"][..],
        &["start", "14"],
        &["extend", "14", "--to", "2026-10-31", "--reason", "等", "--approved-by", "王敏"],
        &["set", "14", "weight=5", "due_text=9月底前", "support=综合科"],
        &["done", "14"],
        &["reopen", "14", "漏项"],
        &["cancel", "14", "不办"],
    ] {
        world.must(words);
        let text = world.task("014");
        for kept in [
            "\u{feff}# 李强的任务，别动顺序\r\n",
            "     # 五月起办\r\n\r\nowner    = '李强'\r\n\"我的备注\" = \"找王敏签字\"\r\n",
            "title    = \"组织开展警示教育\"   # 名称照方案\r\ndue      =   2026-09-30\r\n",
            "\"预算\".\"万元\" = 3.50\r\n",
            "# 以下是记录\r\n[[log]]\r\nkind = \"note\"\r\ndate = 2026-05-10   # 五一后\r\n\"心得\" = true\r\n",
        ] {
            assert!(text.contains(kept), "{words:?}\n{text}");
        }
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "{words:?}");
    }
    assert_eq!(world.git(["status", "--porcelain"]), "");
}

#[test]
fn a_file_without_a_last_newline_gets_its_entry_on_a_line_of_its_own() {
    let world = World::with_ledger();
    world.write("tasks/2026/001.toml", "title = \"甲\"\ndue = 2026-09-30 # 完");
    world.commit_all("手写");
    world.must(["start", "1"]);
    insta::assert_snapshot!(world.task("001"), @r#"
    title = "甲"
    due = 2026-09-30 # 完
    status = "doing"

    [[log]]
    date = 2026-06-30
    by = "李强"
    kind = "start"
    "#);
    assert_eq!(world.must(["check"]).stdout.matches("001.toml").count(), 0);
}

#[test]
fn keys_that_the_program_does_not_know_are_shown() {
    let world = by_hand();
    let shown = world.must(["show", "14"]).stdout;
    let line = |key: &str| shown.lines().find(|line| line.starts_with(key)).unwrap_or_default();
    assert_eq!(line("我的备注").split_whitespace().collect::<Vec<_>>(), ["我的备注", "\"找王敏签字\""]);
    assert!(line("预算").contains("3.50"), "{shown}");
}

#[test]
fn a_hand_edit_is_kept_as_such_before_the_change() {
    let world = World::with_tasks();
    let before = world.head_count();
    world.write("tasks/2026/014.toml", world.task("014").replace("progress = 50", "progress = 70"));
    insta::assert_snapshot!(world.run(["note", "14", "已评选"]), @"
    进展 2026-014 开展清廉家风活动：已评选
    --- stderr
    注意：先存入了还没有存入历史的手工修改 2026-014 开展清廉家风活动
    ");
    assert_eq!(world.head_count(), before + 2);
    insta::assert_snapshot!(world.git(["show", "--unified=0", "--format=%an%n%B", "HEAD~1"]), @r#"
    李强
    手工修改 2026-014 开展清廉家风活动

    Ledger-Op: by-hand
    Ledger-Task: 2026-014


    diff --git a/tasks/2026/014.toml b/tasks/2026/014.toml
    index 0bf3d40..0798676 100644
    --- a/tasks/2026/014.toml
    +++ b/tasks/2026/014.toml
    @@ -10 +10 @@ status = "doing"
    -progress = 50
    +progress = 70
    "#);
    insta::assert_snapshot!(world.git(["show", "--unified=0", "--format=%an%n%B", "HEAD"]), @r#"
    李强
    进展 2026-014 开展清廉家风活动：已评选

    Ledger-Op: note
    Ledger-Task: 2026-014


    diff --git a/tasks/2026/014.toml b/tasks/2026/014.toml
    index 0798676..f5ae76c 100644
    --- a/tasks/2026/014.toml
    +++ b/tasks/2026/014.toml
    @@ -10,0 +11,6 @@ progress = 70
    +
    +[[log]]
    +date = 2026-06-30
    +by = "李强"
    +kind = "note"
    +text = "已评选"
    "#);
    assert_eq!(world.git(["status", "--porcelain"]), "");
}

#[test]
fn a_task_made_by_hand_is_kept_as_such_before_the_change() {
    let world = World::with_tasks();
    world.write("tasks/2026/015.toml", "title = \"手工登记\"\ndue = 2026-09-30\n");
    world.write("tasks/2026/016.toml", "title = \"另一项\"\n");
    assert_eq!(world.must(["start", "15"]).stdout, "启动 2026-015 手工登记\n");
    assert_eq!(
        world.git(["log", "-2", "--name-status", "--format=%s"]),
        "启动 2026-015 手工登记\n\nM\ttasks/2026/015.toml\n手工修改 2026-015 手工登记\n\nA\ttasks/2026/015.toml\n"
    );
    // Others' unkept files are none of this command's business; `check` tells of them.
    assert_eq!(world.git(["status", "--porcelain"]), "?? tasks/2026/016.toml\n");
    insta::assert_snapshot!(world.run(["check"]), @"
    清廉机关建设工作台账　台账检查
    编制单位：某局　2026年6月30日　星期二

    检查了 16 项任务，发现 4 个问题，其中 1 个可以用 ledger check --fix 自动改正
    文件                行 级别 问题和办法                                                      自动改正
    ────────────────────────────────────────────────────────────────────────────────────────────────────
    tasks/2026/003.toml  9 提醒 配合单位“机关党委”不在 ledger.toml 里；您是不是想写“机关纪委”？
                                或请先在 ledger.toml 里登记
    tasks/2026/010.toml  1 提醒 时限待定：没有完成时限，阶段也没有截止日；请用 ledger set
                                2026-010 due=日期 定下
    tasks/2026/016.toml    提醒 手工改过，还没有存入历史；运行 ledger check --fix 存入          可以
    tasks/2026/016.toml  1 提醒 时限待定：没有完成时限，阶段也没有截止日；请用 ledger set
                                2026-016 due=日期 定下
    ");
    insta::assert_snapshot!(world.run(["check", "--fix"]), @"
    清廉机关建设工作台账　台账检查
    编制单位：某局　2026年6月30日　星期二

    检查了 16 项任务，发现 3 个问题
    文件                行 级别 问题和办法                                                      自动改正
    ────────────────────────────────────────────────────────────────────────────────────────────────────
    tasks/2026/003.toml  9 提醒 配合单位“机关党委”不在 ledger.toml 里；您是不是想写“机关纪委”？
                                或请先在 ledger.toml 里登记
    tasks/2026/010.toml  1 提醒 时限待定：没有完成时限，阶段也没有截止日；请用 ledger set
                                2026-010 due=日期 定下
    tasks/2026/016.toml  1 提醒 时限待定：没有完成时限，阶段也没有截止日；请用 ledger set
                                2026-016 due=日期 定下
    --- stderr
    注意：先存入了还没有存入历史的手工修改 2026-016 另一项
    ");
    insta::assert_snapshot!(world.last_commit(), @"
    李强 <liqiang@example.com>
    手工修改 2026-016 另一项

    Ledger-Op: by-hand
    Ledger-Task: 2026-016


    A	tasks/2026/016.toml
    ");
}

#[test]
fn a_refused_step_keeps_no_hand_edit_either() {
    let world = World::with_tasks();
    world.write("tasks/2026/014.toml", world.task("014").replace("progress = 50", "progress = 70"));
    let before = world.state();
    assert_eq!(world.run(["accept", "14"]).code, 1);
    assert_eq!(world.run(["note", "14", "试", "--dry-run"]).code, 0);
    assert_eq!(world.state(), before);
}

#[test]
fn only_what_was_written_is_committed() {
    let world = World::with_tasks();
    world.write("../材料/简报.txt", "简报\n");
    world.write("说明.txt", "已暂存\n");
    world.git(["add", "说明.txt"]);
    world.write("tasks/2026/003.toml", world.task("003").replace("progress = 60", "progress = 65"));
    world.git(["add", "tasks/2026/003.toml"]);
    world.write("tasks/2026/005.toml", world.task("005").replace("progress = 80", "progress = 85"));
    world.write("草稿.txt", "没有入库\n");
    world.git(["rm", "--quiet", "--cached", "tasks/2026/012.toml"]);
    let status = world.git(["status", "--porcelain"]);
    insta::assert_snapshot!(status, @"
    M  tasks/2026/003.toml
     M tasks/2026/005.toml
    D  tasks/2026/012.toml
    A  说明.txt
    ?? tasks/2026/012.toml
    ?? 草稿.txt
    ");
    for (words, paths) in [
        (
            &["note", "14", "已评选", "--evidence", "../材料/简报.txt"][..],
            "evidence/2026-014/简报.txt\ntasks/2026/014.toml\n",
        ),
        (&["add", "新任务", "--due", "2026-09-30"], "tasks/2026/015.toml\n"),
        (&["set", "14", "weight=2"], "tasks/2026/014.toml\n"),
        (&["done", "14"], "tasks/2026/014.toml\n"),
    ] {
        world.must(words);
        assert_eq!(world.git(["show", "--name-only", "--format=", "HEAD"]), paths);
        assert_eq!(world.git(["status", "--porcelain"]), status, "{words:?}");
    }
}

#[test]
fn the_subject_is_the_line_that_the_clerk_reads() {
    let world = World::with_ledger();
    let long = "长".repeat(80);
    for words in [
        &["add", "甲 \"引号\" #1", "--due", "2026-09-30"][..],
        &["start", "1"],
        &["note", "1", &long],
        &["note", "1", "# 像注释的一句"],
        &["note", "1", "第一行\n\n第二行"],
        &["set", "1", "content=一\n二"],
        &["extend", "1", "--to", "2026-10-31", "--reason", "等", "--approved-by", "王敏"],
        &["done", "1", "$(rm -rf /) `完成` %s"],
    ] {
        let said = world.must(words);
        assert_eq!(world.git(["log", "-1", "--format=%s"]), said.stdout);
        let body = world.git(["log", "-1", "--format=%b"]);
        let op = words[0];
        assert_eq!(body, format!("Ledger-Op: {op}\nLedger-Task: 2026-001\n\n"));
    }
}

#[test]
fn a_linked_or_read_protected_place_stays_what_it_is() {
    let world = by_hand();
    // The file lives elsewhere; the ledger holds a link to it.
    let real = world.path("../共享.toml");
    std::fs::rename(world.path("tasks/2026/014.toml"), &real).unwrap();
    std::os::unix::fs::symlink(&real, world.path("tasks/2026/014.toml")).unwrap();
    world.commit_all("改为链接");
    let said = world.run(["note", "14", "已拟定方案"]);
    assert!(world.path("tasks/2026/014.toml").is_symlink(), "{said}");
    assert!(world.read("../共享.toml").starts_with(BY_HAND));
}

#[test]
fn permissions_of_a_file_stay() {
    use std::os::unix::fs::PermissionsExt;
    let world = by_hand();
    let path = world.path("tasks/2026/014.toml");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
    world.must(["note", "14", "已拟定方案"]);
    assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o640);
}
