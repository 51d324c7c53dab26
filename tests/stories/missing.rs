//! What is missing is said where it is missed: whatever is drawn while a task cannot be read, or lies in the history and not in
//! the folder, says so at its head, and `check --fix` brings back what somebody deleted or renamed.

use std::io::{Cursor, Read};

use serde_json::Value;

use crate::common::World;

/// 014 saved as GBK, and 011 deleted by hand.
fn short_of_two() -> World {
    let world = World::with_tasks();
    world.write("tasks/2026/014.toml", b"title = \"\xb9\xa4\xd7\xf7\"\n");
    delete(&world, "tasks/2026/011.toml");
    world
}

/// What the head of every page says of it.
const SAID: &str = "本表未含 2 项：2026-014 读不了，2026-011 不见了";

/// What is said aside.
const TOLD: &str = "\
tasks/2026/014.toml 第 1 行第 10 列：不是 UTF-8 编码（多半是 GBK）；请用记事本打开，“另存为”时编码选 UTF-8
tasks/2026/011.toml：文件不见了，历史里还有；运行 ledger check --fix 找回
";

/// Every command that draws something of the folder's tasks.
const DRAWN: [&[&str]; 11] = [
    &[],
    &["list", "--all"],
    &["overdue"],
    &["due", "--within", "60d"],
    &["board"],
    &["report"],
    &["report", "--month"],
    &["score"],
    &["score", "--explain", "综合科"],
    &["notice"],
    &["show", "3"],
];

fn delete(world: &World, file: &str) {
    std::fs::remove_file(world.path(file)).unwrap();
}

fn rename(world: &World, from: &str, to: &str) {
    std::fs::rename(world.path(from), world.path(to)).unwrap();
}

/// Draws a report into a file beside the ledger; it is drawn, and the command says that it is not whole.
#[track_caller]
fn drawn(world: &World, words: &[&str], ending: &str) -> Vec<u8> {
    let file = format!("../页.{ending}");
    let said = world.run(words.iter().copied().chain(["-o", &file]));
    assert_eq!(said.code, 1, "{words:?} {ending}: {said}");
    assert!(said.stderr.contains(TOLD), "{words:?} {ending}: {said}");
    std::fs::read(world.path(&file)).unwrap()
}

/// The text of a file, whatever it is: of an archive, that of every part.
fn text(bytes: Vec<u8>) -> String {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(&bytes)) else {
        return String::from_utf8(bytes).unwrap();
    };
    let mut all = String::new();
    for at in 0..archive.len() {
        archive.by_index(at).unwrap().read_to_string(&mut all).unwrap();
    }
    all
}

fn json(world: &World, words: &[&str]) -> Value {
    let said = world.run(words.iter().copied().chain(["--format", "json"]));
    assert_eq!((said.code, said.stderr.as_str()), (1, TOLD), "{words:?}");
    serde_json::from_str(&said.stdout).unwrap()
}

#[test]
fn every_page_says_in_every_format_what_it_lacks() {
    let world = short_of_two();
    for words in DRAWN {
        for ending in ["txt", "md", "html", "csv", "xlsx", "docx"] {
            let text = text(drawn(&world, words, ending));
            let times = text.matches(SAID).count();
            assert_eq!(times, 1, "{words:?} in {ending} says it {times} times");
        }
        let said = world.run(words);
        assert_eq!((said.code, said.stderr.contains(TOLD)), (1, true), "{words:?}: {said}");
        let head: Vec<&str> = said.stdout.lines().take(5).collect();
        assert!(head.contains(&SAID), "{words:?}: {said}");
    }
    assert!(text(drawn(&world, &["board"], "svg")).contains(SAID));
    let calendar = text(drawn(&world, &["due"], "ics"));
    assert!(calendar.replace("\r\n ", "").contains(&format!("X-WR-CALDESC:{SAID}\r\n")), "{calendar}");
    let messages = world.run(["notice", "--text"]);
    assert!(messages.stdout.starts_with(&format!("{SAID}\n\n【督办】")), "{messages}");
    // Each sheet of the workbook, and a file that everybody may see.
    assert_eq!(text(drawn(&world, &["export"], "xlsx")).matches(SAID).count(), 1);
    assert_eq!(text(drawn(&world, &["export"], "csv")).matches(SAID).count(), 1);
}

#[test]
fn nothing_is_said_where_nothing_is_missing() {
    let world = World::with_tasks();
    for words in DRAWN {
        let said = world.must(words);
        assert!(!said.stdout.contains("本表未含"), "{said}");
    }
    let facts: Value = serde_json::from_str(&world.must(["report", "--format", "json"]).stdout).unwrap();
    assert_eq!(facts["unread"], Value::Array(Vec::new()));
    // Not kept yet is not missing, and what was taken out of the history is not missing from it.
    world.write("tasks/2026/015.toml", "title = \"手工登记\"\ndue = 2026-09-30\n");
    world.git(["rm", "--quiet", "tasks/2026/011.toml"]);
    world.git(["commit", "--quiet", "--message", "不要了"]);
    world.must(["list"]);
    // A file that somebody gave another name is still that task's.
    rename(&world, "tasks/2026/003.toml", "tasks/2026/3.toml");
    world.must(["list"]);
}

#[test]
fn programs_read_it_where_the_facts_are_an_object() {
    let world = short_of_two();
    let expected: Value =
        serde_json::from_str(r#"[{"id":"2026-014","why":"unreadable"},{"id":"2026-011","why":"gone"}]"#)
            .unwrap();
    for words in [&[][..], &["board"], &["report"], &["score", "--explain", "综合科"], &["show", "3"]] {
        assert_eq!(json(&world, words)["unread"], expected, "{words:?}");
    }
    for words in [&["list"][..], &["overdue"], &["due"], &["score"], &["notice"]] {
        assert!(json(&world, words).is_array(), "{words:?}");
    }
    let exported: Value = serde_json::from_slice(&drawn(&world, &["export"], "json")).unwrap();
    assert_eq!(exported["unread"], expected);
    assert_eq!(exported["tasks"].as_array().unwrap().len(), 12);
}

#[test]
fn a_table_for_a_spreadsheet_keeps_its_columns() {
    let world = short_of_two();
    insta::assert_snapshot!(world.run(["overdue", "--format", "csv"]), @"
    〔BOM〕阶段,编号,任务,牵头单位,责任人,时限,时限来源,逾期天数,状态,本表未含 2 项：2026-014 读不了，2026-011 不见了
    部署推进,2026-004,建立工作台账,综合科,李强,2026-03-31,阶段时限,91,未启动,
    集中建设,2026-003,组织开展警示教育,机关纪委,陈刚,2026-06-15,任务时限,15,推进中,
    --- stderr
    tasks/2026/014.toml 第 1 行第 10 列：不是 UTF-8 编码（多半是 GBK）；请用记事本打开，“另存为”时编码选 UTF-8
    tasks/2026/011.toml：文件不见了，历史里还有；运行 ledger check --fix 找回
    --- exit 1
    ");
    // What was exported comes back as it went, the note included.
    world.run(["export", "-o", "../台账.csv"]);
    let said = world.run(["import", "../台账.csv", "--format", "json"]);
    let facts: Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!((&facts["created"], &facts["updated"]), (&Value::from(0), &Value::from(0)), "{said}");
    assert_eq!(facts["skipped"].as_array().unwrap().len(), 0, "{said}");
    world.run(["export", "-o", "../台账.xlsx"]);
    let said = world.run(["import", "../台账.xlsx", "--format", "json"]);
    let facts: Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!((&facts["created"], &facts["updated"]), (&Value::from(0), &Value::from(0)), "{said}");
    assert_eq!(facts["skipped"].as_array().unwrap().len(), 0, "{said}");
}

#[test]
fn a_public_edition_says_how_many_and_not_which() {
    let world = short_of_two();
    for words in [&[][..], &["list", "--all"], &["board"], &["report"], &["score"], &["check"]] {
        let said = world.run(words.iter().copied().chain(["--public"]));
        assert_eq!(said.code, 1, "{words:?}: {said}");
        assert!(said.stdout.lines().take(5).any(|line| line == "本表未含 2 项任务"), "{said}");
        assert!(!said.stdout.contains("014") && !said.stdout.contains("011"), "{said}");
    }
    let said = world.run(["report", "--public", "--format", "json"]);
    let facts: Value = serde_json::from_str(&said.stdout).unwrap();
    let unnamed: Value =
        serde_json::from_str(r#"[{"id":null,"why":"unreadable"},{"id":null,"why":"gone"}]"#).unwrap();
    assert_eq!(facts["unread"], unnamed);
}

#[test]
fn a_parent_that_cannot_be_read_is_not_unknown() {
    let world = short_of_two();
    // 013 is a part of 014.
    assert!(!world.run(["check"]).stdout.contains("上级任务"));
}

#[test]
fn a_number_is_not_given_out_while_tasks_are_missing() {
    let world = short_of_two();
    let before = world.state();
    let said = world.run(["notice", "--record", "-o", "../督办单.docx"]);
    assert_eq!(
        said.stderr,
        format!("{TOLD}错误：有没读到的任务，里面可能有用过的单号，没有记录；请先照上面所说改正\n")
    );
    assert_eq!((said.code, world.state()), (1, before));
}

#[test]
fn a_deleted_file_is_found_again() {
    let world = World::with_tasks();
    let whole = world.state();
    for file in ["tasks/2026/011.toml", "tasks/2026/012.toml", "evidence/2026-001/方案.txt"] {
        delete(&world, file);
    }
    insta::assert_snapshot!(world.run(["check"]), @"
    清廉机关建设工作台账　台账检查
    编制单位：某局　2026年6月30日　星期二
    本表未含 2 项：2026-011、2026-012 不见了

    检查了 12 项任务，发现 6 个问题，其中 3 个可以用 ledger check --fix 自动改正
    文件                       行 级别 问题和办法                                               自动改正
    ────────────────────────────────────────────────────────────────────────────────────────────────────
    evidence/2026-001/方案.txt    错误 文件不见了，历史里还有；运行 ledger check --fix 找回     可以
    tasks/2026/001.toml           提醒 佐证材料 evidence/2026-001/方案.txt 不见了；请从历史或原
                                       处找回，放回这个位置
    tasks/2026/003.toml         9 提醒 配合单位“机关党委”不在 ledger.toml 里；您是不是想写“机关
                                       纪委”？或请先在 ledger.toml 里登记
    tasks/2026/010.toml         1 提醒 时限待定：没有完成时限，阶段也没有截止日；请用 ledger
                                       set 2026-010 due=日期 定下
    tasks/2026/011.toml           错误 文件不见了，历史里还有；运行 ledger check --fix 找回     可以
    tasks/2026/012.toml           错误 文件不见了，历史里还有；运行 ledger check --fix 找回     可以
    --- exit 1
    ");
    insta::assert_snapshot!(world.run(["check", "--fix", "--dry-run"]).stderr, @"（试运行，没有改动）找回 3 个文件：tasks/2026/011.toml …… evidence/2026-001/方案.txt");
    let said = world.run(["check", "--fix"]);
    assert!(
        said.stdout.starts_with("找回 3 个文件：tasks/2026/011.toml …… evidence/2026-001/方案.txt\n"),
        "{said}"
    );
    assert_eq!(world.state(), whole);
    // Told to git or not.
    world.git(["rm", "--quiet", "tasks/2026/011.toml"]);
    let said = world.run(["check", "--fix"]);
    assert!(said.stdout.starts_with("找回 tasks/2026/011.toml\n"), "{said}");
    assert_eq!(world.state(), whole);
}

#[test]
fn a_task_whose_file_is_gone_is_asked_for_in_vain_with_the_way_back() {
    let world = World::with_tasks();
    delete(&world, "tasks/2026/011.toml");
    insta::assert_snapshot!(world.run(["note", "11", "进展"]), @"
    --- stderr
    错误：tasks/2026/011.toml：文件不见了，历史里还有；运行 ledger check --fix 找回
    --- exit 1
    ");
    insta::assert_snapshot!(world.run(["show", "11"]), @"
    --- stderr
    tasks/2026/011.toml：文件不见了，历史里还有；运行 ledger check --fix 找回
    --- exit 1
    ");
}

#[test]
fn a_folder_that_was_renamed_gets_its_name_back() {
    let world = World::with_tasks();
    let whole = world.state();
    rename(&world, "tasks/2026", "tasks/2026年");
    insta::assert_snapshot!(world.run(["list"]), @"
    清廉机关建设工作台账　任务列表
    编制单位：某局　2026年6月30日　星期二
    本表未含 14 项：2026-001 至 2026-014 不见了

    台账里的任务一项也没有读到；请运行 ledger check
    --- stderr
    tasks/2026年：像是 tasks/2026 改了名，里面的 14 项任务没有读取；请把文件夹名改回来，或运行 ledger check --fix 改回
    --- exit 1
    ");
    insta::assert_snapshot!(world.run(Vec::<&str>::new()), @"
    清廉机关建设工作台账　今日看板
    编制单位：某局　2026年6月30日　星期二
    本表未含 14 项：2026-001 至 2026-014 不见了

    共 0 项
    部署推进　截止 2026-03-31，已过 91 天，共 0 项，已办结 0
    集中建设　截止 2026-11-30，还剩 153 天，共 0 项，已办结 0
    总结提升　没有截止日，长期坚持，共 0 项，已办结 0

    灯  项数 其中
    ─────────────
    ■红    0
    ▲黄    0
    ●绿    0
    ★蓝    0
    ○灰    0

    台账里的任务一项也没有读到；请运行 ledger check
    --- stderr
    tasks/2026年：像是 tasks/2026 改了名，里面的 14 项任务没有读取；请把文件夹名改回来，或运行 ledger check --fix 改回
    --- exit 1
    ");
    insta::assert_snapshot!(world.run(["check"]), @"
    清廉机关建设工作台账　台账检查
    编制单位：某局　2026年6月30日　星期二
    本表未含 14 项：2026-001 至 2026-014 不见了

    检查了 0 项任务，发现 1 个问题，其中 1 个可以用 ledger check --fix 自动改正
    文件         行 级别 问题和办法                                                             自动改正
    ────────────────────────────────────────────────────────────────────────────────────────────────────
    tasks/2026年    错误 像是 tasks/2026 改了名，里面的 14 项任务没有读取；请把文件夹名改回来， 可以
                         或运行 ledger check --fix 改回
    --- exit 1
    ");
    insta::assert_snapshot!(world.run(["add", "新任务", "--due", "2026-09-30"]), @"
    --- stderr
    错误：tasks/2026年：像是 tasks/2026 改了名，里面的 14 项任务没有读取；请把文件夹名改回来，或运行 ledger check --fix 改回；没有登记
    --- exit 1
    ");
    let said = world.run(["check", "--fix"]);
    assert!(said.stdout.starts_with("改回文件夹名 tasks/2026年 → tasks/2026\n"), "{said}");
    assert_eq!(world.state(), whole);
    // What was changed there meanwhile is kept, and what else lies there stays where it is.
    rename(&world, "tasks/2026", "tasks/今年");
    world.write("tasks/今年/003.toml", "title = \"改过的\"\ndue = 2026-09-30\n");
    world.write("tasks/今年/说明.txt", "说明\n");
    world.write("tasks/2026/015.toml", "title = \"手工登记\"\ndue = 2026-09-30\n");
    let said = world.run(["check", "--fix"]);
    assert!(said.stdout.starts_with("改回文件夹名 tasks/今年 → tasks/2026\n"), "{said}");
    assert!(world.task("003").contains("改过的"));
    assert_eq!(world.read("tasks/今年/说明.txt"), "说明\n");
    assert!(world.run(["list", "改过的"]).stdout.contains("列出 1 项，台账共 15 项"));
}

#[test]
fn a_folder_that_is_gone_is_found_again() {
    let world = World::with_tasks();
    let whole = world.state();
    std::fs::remove_dir_all(world.path("tasks")).unwrap();
    insta::assert_snapshot!(world.run(["list"]), @"
    清廉机关建设工作台账　任务列表
    编制单位：某局　2026年6月30日　星期二
    本表未含 14 项：2026-001 至 2026-014 不见了

    台账里的任务一项也没有读到；请运行 ledger check
    --- stderr
    tasks/2026：文件夹不见了，里面的 14 项任务历史里还有；运行 ledger check --fix 找回
    --- exit 1
    ");
    insta::assert_snapshot!(world.run(["check"]), @"
    清廉机关建设工作台账　台账检查
    编制单位：某局　2026年6月30日　星期二
    本表未含 14 项：2026-001 至 2026-014 不见了

    检查了 0 项任务，发现 2 个问题，其中 2 个可以用 ledger check --fix 自动改正
    文件           行 级别 问题和办法                                                           自动改正
    ────────────────────────────────────────────────────────────────────────────────────────────────────
    tasks/.gitkeep    错误 文件不见了，历史里还有；运行 ledger check --fix 找回                 可以
    tasks/2026        错误 文件夹不见了，里面的 14 项任务历史里还有；运行 ledger check --fix 找 可以
                           回
    --- exit 1
    ");
    assert_eq!(world.run(["add", "新任务", "--due", "2026-09-30"]).code, 1);
    let said = world.run(["check", "--fix"]);
    assert!(said.stdout.starts_with("找回 15 个文件：tasks/2026/001.toml …… tasks/.gitkeep\n"), "{said}");
    assert_eq!(world.state(), whole);
}

#[test]
fn of_two_folders_that_might_be_it_somebody_has_to_choose() {
    let world = World::with_tasks();
    rename(&world, "tasks/2026", "tasks/2026年");
    for (file, text) in crate::sample::TASKS {
        world.write(&format!("tasks/2026 副本/{file}"), text);
    }
    let before = world.state();
    insta::assert_snapshot!(world.run(["list"]).stderr, @"tasks/2026：少了 14 个任务文件，tasks/2026 副本、tasks/2026年 里都有；请选定一个，把文件夹名改成 tasks/2026");
    world.run(["check", "--fix"]);
    assert_eq!(world.state(), before);
}

#[test]
fn a_copy_beside_the_folder_is_not_the_folder() {
    let world = World::with_tasks();
    let whole = world.state();
    world.write("tasks/2026 副本/011.toml", "title = \"旧的\"\n");
    delete(&world, "tasks/2026/011.toml");
    world.run(["check", "--fix"]);
    std::fs::remove_dir_all(world.path("tasks/2026 副本")).unwrap();
    assert_eq!(world.state(), whole);
}

#[test]
fn a_file_that_was_renamed_is_kept_under_its_new_name() {
    let world = World::with_tasks();
    rename(&world, "tasks/2026/003.toml", "tasks/2026/3.toml");
    insta::assert_snapshot!(world.run(["check"]), @"
    清廉机关建设工作台账　台账检查
    编制单位：某局　2026年6月30日　星期二

    检查了 14 项任务，发现 4 个问题，其中 2 个可以用 ledger check --fix 自动改正
    文件                行 级别 问题和办法                                                      自动改正
    ────────────────────────────────────────────────────────────────────────────────────────────────────
    tasks/2026/003.toml    提醒 任务文件改了名，还没有存入历史；运行 ledger check --fix 存入    可以
    tasks/2026/010.toml  1 提醒 时限待定：没有完成时限，阶段也没有截止日；请用 ledger set
                                2026-010 due=日期 定下
    tasks/2026/3.toml      提醒 手工改过，还没有存入历史；运行 ledger check --fix 存入          可以
    tasks/2026/3.toml    9 提醒 配合单位“机关党委”不在 ledger.toml 里；您是不是想写“机关纪委”？
                                或请先在 ledger.toml 里登记
    ");
    world.must(["check", "--fix"]);
    assert_eq!(world.git(["status", "--porcelain"]), "");
    assert_eq!(
        world.git(["show", "--no-renames", "--name-status", "--format=%s", "HEAD"]),
        "手工修改 2 个文件\n\nD\ttasks/2026/003.toml\nA\ttasks/2026/3.toml\n"
    );
}

#[test]
fn without_a_history_and_in_the_past_nothing_is_compared() {
    let world = short_of_two();
    // The past is what the history held.
    world.must(["list", "--as-of", "HEAD"]);
    let settings = world.read("ledger.toml");
    world.write("ledger.toml", format!("{settings}\n[git]\ncommit = false\n"));
    let said = world.run(["list"]);
    assert!(said.stdout.contains("本表未含 1 项：2026-014 读不了\n"), "{said}");
}

#[test]
fn a_repository_of_a_format_of_its_own_is_compared_too() {
    let world = World::empty();
    world.git(["init", "--quiet", "--object-format=sha256"]);
    world.must(["init"]);
    world.must(["add", "甲", "--due", "2026-09-30"]);
    world.must(["add", "乙", "--due", "2026-09-30"]);
    delete(&world, "tasks/2026/001.toml");
    let said = world.run(["list"]);
    assert!(said.stdout.contains("本表未含 1 项：2026-001 不见了\n"), "{said}");
    world.must(["check", "--fix"]);
    world.must(["list"]);
}

#[test]
fn a_ledger_deep_in_a_repository_is_compared_with_its_own_part() {
    let world = World::empty();
    world.git(["init", "--quiet"]);
    world.must(["init", "办公/台账"]);
    world.must(["--ledger", "办公/台账", "add", "甲", "--due", "2026-09-30"]);
    delete(&world, "办公/台账/tasks/2026/001.toml");
    let said = world.run_in("办公/台账", ["list"]);
    assert!(said.stdout.contains("本表未含 1 项：2026-001 不见了\n"), "{said}");
    let said = world.run_in("办公/台账", ["check", "--fix"]);
    assert!(said.stdout.starts_with("找回 tasks/2026/001.toml\n"), "{said}");
    assert_eq!(world.git(["status", "--porcelain"]), "");
}

#[test]
fn whoever_exchanges_hears_of_it_too() {
    let world = short_of_two();
    world.git(["init", "--quiet", "--bare", "../总.git"]);
    world.git(["remote", "add", "origin", "../总.git"]);
    insta::assert_snapshot!(world.run(["sync"]), @"
    送出 3 次修改，到 origin
    --- stderr
    tasks/2026/014.toml 第 1 行第 10 列：不是 UTF-8 编码（多半是 GBK）；请用记事本打开，“另存为”时编码选 UTF-8
    tasks/2026/011.toml：文件不见了，历史里还有；运行 ledger check --fix 找回
    注意：交换做完了，台账里没有读到 2 项：2026-014 读不了，2026-011 不见了
    --- exit 1
    ");
}
