//! Files that people spoilt: each fault is named with its place and its remedy, and hides nothing else.

use crate::common::World;

/// A ledger of two sound tasks and one file as a person spoilt it.
fn spoilt(text: impl AsRef<[u8]>) -> World {
    let world = World::with_ledger();
    world.write("tasks/2026/001.toml", "title = \"甲\"\ndue = 2026-09-30\n");
    world.write("tasks/2026/002.toml", text);
    world.write("tasks/2026/003.toml", "title = \"丙\"\ndue = 2026-09-30\n");
    world.commit_all("登记");
    world
}

/// What `list` says aside of the spoilt file; the others are listed all the same.
#[track_caller]
fn told(text: impl AsRef<[u8]>) -> String {
    let world = spoilt(text);
    let said = world.run(["list"]);
    assert_eq!(said.code, 1);
    let listed = |id, title| said.stdout.lines().any(|line| line.contains(id) && line.contains(title));
    assert!(listed("001 ", "甲") && listed("003 ", "丙"), "{said}");
    // It is the same trouble for every reader, and the writers leave the file alone.
    for words in [&["overdue"][..], &["board"], &["due"], &["check"], &[]] {
        assert_eq!(world.run(words).code, 1, "{words:?}");
    }
    let before = world.state();
    let refused = world.run(["note", "2", "进展"]);
    assert_eq!((refused.code, refused.stdout.as_str()), (1, ""));
    assert_eq!(world.state(), before);
    // The next number is free all the same.
    assert_eq!(world.must(["add", "丁", "--due", "2026-09-30"]).stdout, "登记 2026-004 丁\n");
    said.stderr
}

#[test]
fn the_other_tasks_are_shown_beside_a_broken_file() {
    let world = spoilt("title = \"乙\n");
    insta::assert_snapshot!(world.run(["list"]), @r"
    清廉机关建设工作台账　任务列表
    编制单位：某局　2026年6月30日　星期二
    本表未含 1 项：2026-002 读不了

    列出 2 项，台账共 2 项
    编号     任务 阶段 牵头单位 责任人 时限       灯       状态   进度
    ──────────────────────────────────────────────────────────────────
    2026-001 甲                        2026-09-30 ●绿 正常 未启动
    2026-003 丙                        2026-09-30 ●绿 正常 未启动
    --- stderr
    tasks/2026/002.toml 第 1 行第 11 列：引号里的文字不对；请检查引号是否成对，反斜杠要写成 \\
    --- exit 1
    ");
    insta::assert_snapshot!(world.run(["show", "2"]), @r"
    --- stderr
    tasks/2026/002.toml 第 1 行第 11 列：引号里的文字不对；请检查引号是否成对，反斜杠要写成 \\
    --- exit 1
    ");
    insta::assert_snapshot!(world.run(["done", "2"]), @r"
    --- stderr
    错误：tasks/2026/002.toml 第 1 行第 11 列：引号里的文字不对；请检查引号是否成对，反斜杠要写成 \\
    --- exit 1
    ");
    insta::assert_snapshot!(world.run(["check"]), @r"
    清廉机关建设工作台账　台账检查
    编制单位：某局　2026年6月30日　星期二
    本表未含 1 项：2026-002 读不了

    检查了 2 项任务，发现 1 个问题
    文件                行 级别 问题和办法                                            自动改正
    ──────────────────────────────────────────────────────────────────────────────────────────
    tasks/2026/002.toml  1 错误 引号里的文字不对；请检查引号是否成对，反斜杠要写成 \\
    --- exit 1
    ");
    insta::assert_snapshot!(world.run(["list", "--format", "csv"]), @r"
    〔BOM〕编号,任务,阶段,牵头单位,责任人,时限,灯,状态,进度,重点任务,具体举措,具体内容,完成标准,任务依据,配合单位,责任领导,最新进展,本表未含 1 项：2026-002 读不了
    2026-001,甲,,,,2026-09-30,●绿 正常,未启动,,,,,,,,,,
    2026-003,丙,,,,2026-09-30,●绿 正常,未启动,,,,,,,,,,
    --- stderr
    tasks/2026/002.toml 第 1 行第 11 列：引号里的文字不对；请检查引号是否成对，反斜杠要写成 \\
    --- exit 1
    ");
    // A check that found something says so by its code; a file that cannot be read comes before.
    assert_eq!(world.run(["check", "--exit-code"]).code, 1);
    assert_eq!(world.run(["overdue", "--exit-code"]).code, 1);
}

#[test]
fn broken_toml_is_named_with_its_place() {
    insta::assert_snapshot!(told("title = \"乙\nowner = \"李强\"\n"), @r"tasks/2026/002.toml 第 1 行第 11 列：引号里的文字不对；请检查引号是否成对，反斜杠要写成 \\");
    insta::assert_snapshot!(told("title = \"乙\"\nowner = 李强\n"), @r#"tasks/2026/002.toml 第 2 行第 9 列：文字要加英文双引号，如 owner = "李强""#);
    insta::assert_snapshot!(told("title = “乙”\n"), @r#"tasks/2026/002.toml 第 1 行第 9 列：文字要加英文双引号，如 owner = "李强""#);
    insta::assert_snapshot!(told("title = \"乙\"\n任务负责人 = \"李强\"\n"), @r#"tasks/2026/002.toml 第 2 行第 1 列：栏目名写得不对；中文的栏目名要加引号，如 "备注" = "另附""#);
    insta::assert_snapshot!(told("title = \"乙\"\nowner\n"), @r#"tasks/2026/002.toml 第 2 行第 6 列：缺少等号和内容；写法：owner = "李强""#);
    insta::assert_snapshot!(told("title = \"乙\"\nowner = \n"), @r#"tasks/2026/002.toml 第 2 行第 9 列：文字要加英文双引号，如 owner = "李强""#);
    insta::assert_snapshot!(told("title = \"乙\"\ntitle = \"丙\"\n"), @"tasks/2026/002.toml 第 2 行第 1 列：这一栏前面已经写过；请删去重复的一行");
    insta::assert_snapshot!(told("title = \"乙\"\ntags = [\"甲\"\nowner = \"李强\"\n"), @r#"tasks/2026/002.toml 第 3 行第 1 列：几项之间缺少逗号；写法：support = ["综合科", "机关党委"]"#);
    insta::assert_snapshot!(told("title = \"乙\"\ntags = [\"甲\"，\"丙\"]\n"), @r#"tasks/2026/002.toml 第 2 行第 12 列：几项之间缺少逗号；写法：support = ["综合科", "机关党委"]"#);
    insta::assert_snapshot!(told("title = \"乙\"\n[[log]\ndate = 2026-05-10\n"), @"tasks/2026/002.toml 第 2 行第 7 列：方括号不成对；写法：[[log]]、[[phase]]");
    insta::assert_snapshot!(told("title：\"乙\"\n"), @r#"tasks/2026/002.toml 第 1 行第 10 列：缺少等号和内容；写法：owner = "李强""#);
    insta::assert_snapshot!(told("title = \"乙\" owner = \"李强\"\n"), @r#"tasks/2026/002.toml 第 1 行第 13 列：这里写得不对；写法：owner = "李强""#);
    insta::assert_snapshot!(told("title = \"乙\"\nweight = 05\n"), @"tasks/2026/002.toml 第 2 行第 10 列：数字前面不能有 0；编号这样的内容请加引号");
}

#[test]
fn dates_that_are_none_are_named_with_the_nearest() {
    insta::assert_snapshot!(told("title = \"乙\"\ndue = 2026-09-31\n"), @"tasks/2026/002.toml 第 2 行第 7 列：完成时限：2026-09-31 这一天不存在，离它最近的是 2026-09-30；请改正");
    insta::assert_snapshot!(told("title = \"乙\"\nstart = 2026-02-29 # 闰月\n"), @"tasks/2026/002.toml 第 2 行第 9 列：开始时间：2026-02-29 这一天不存在，离它最近的是 2026-02-28；请改正");
    insta::assert_snapshot!(told("title = \"乙\"\ndue = 2026-13-01\n"), @"tasks/2026/002.toml 第 2 行第 7 列：完成时限：2026-13-01 这一天不存在；日期写作 2026-09-30");
    insta::assert_snapshot!(told("title = \"乙\"\ndue = 2026-9-30\n"), @"tasks/2026/002.toml 第 2 行第 7 列：完成时限（due）应为不加引号的日期，如 2026-09-30");
    insta::assert_snapshot!(told("title = \"乙\"\ndue = \"2026-09-30\"\n"), @r#"tasks/2026/002.toml 第 2 行第 7 列：完成时限（due）写的是 "2026-09-30"，应为不加引号的日期，如 2026-09-30"#);
    insta::assert_snapshot!(told("title = \"乙\"\ndue = \"9月底\"\n"), @r#"tasks/2026/002.toml 第 2 行第 7 列：完成时限（due）写的是 "9月底"，应为不加引号的日期，如 2026-09-30"#);
    insta::assert_snapshot!(told("title = \"乙\"\ndue = 20260930\n"), @"tasks/2026/002.toml 第 2 行第 7 列：完成时限（due）写的是 20260930，应为不加引号的日期，如 2026-09-30");
}

#[test]
fn a_date_written_as_on_paper_is_answered_with_the_way_to_write_it() {
    for written in ["2026.9.30", "2026年9月30日", "2026/9/30", "9月底"] {
        let said = told(format!("title = \"乙\"\ndue = {written}\n"));
        assert!(said.contains("2026-09-30") && !said.contains("要加英文双引号"), "{written}: {said}");
    }
}

#[test]
fn yes_and_no_are_answered_with_the_way_to_write_them() {
    let said = told("title = \"乙\"\npublic = 是\n");
    assert!(said.contains("true"), "{said}");
}

#[test]
fn no_english_reaches_the_clerk() {
    let chinese = |said: &str| {
        assert!(
            !["expected", "invalid", "error", "missing"].iter().any(|word| said.contains(word)),
            "{said}"
        );
    };
    // A path of Windows in quotation marks.
    chinese(&told("title = \"D:\\资料\"\n"));
    chinese(&told("title = \"乙\"\ndue = 2026.9.30\n"));
    let world = World::with_tasks();
    let settings = world.read("ledger.toml");
    for (right, wrong) in [
        ("\"某局\"", "5"),
        ("year = 2026", "year = \"2026\""),
        ("2026-03-31", "\"3月底\""),
        ("[\"陈刚\"]", "\"陈刚\""),
        ("[[phase]]\nname = \"部署推进\"", "[[phase]]"),
    ] {
        world.write("ledger.toml", settings.replace(right, wrong));
        let said = world.run(["list"]);
        assert!(said.stderr.starts_with("错误：ledger.toml 第 "), "{said}");
        chinese(&said.stderr);
    }
}

#[test]
fn wrong_types_are_all_named_at_once() {
    let lines = |said: String| -> Vec<String> {
        let mut lines: Vec<String> = said.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    insta::assert_snapshot!(lines(told("title = 5\nsupport = \"综合科\"\nprogress = 120\nweight = \"高\"\nlong_term = \"是\"\n")).join("\n"), @r#"
    tasks/2026/002.toml 第 1 行第 9 列：任务名称（title）写的是 5，应为加引号的文字，如 "综合科"
    tasks/2026/002.toml 第 2 行第 11 列：配合单位（support）写的是 "综合科"，应为一列文字，如 ["综合科", "机关党委"]
    tasks/2026/002.toml 第 3 行第 12 列：进度（progress）写的是 120，应为0 到 100 的整数，如 60
    tasks/2026/002.toml 第 4 行第 10 列：考核分值（weight）写的是 "高"，应为数字，如 5
    tasks/2026/002.toml 第 5 行第 13 列：长期坚持（long_term）写的是 "是"，应为true 或 false
    "#);
    insta::assert_snapshot!(lines(told("title = \"乙\"\nprogress = \"60%\"\ntags = [1, 2]\nowner = [\"李强\"]\n")).join("\n"), @r#"
    tasks/2026/002.toml 第 2 行第 12 列：进度（progress）写的是 "60%"，应为0 到 100 的整数，如 60
    tasks/2026/002.toml 第 3 行第 8 列：标签（tags）写的是 [1, 2]，应为一列文字，如 ["综合科", "机关党委"]
    tasks/2026/002.toml 第 4 行第 9 列：责任人（owner）写的是 ["李强"]，应为加引号的文字，如 "综合科"
    "#);
    insta::assert_snapshot!(told("title = \"乙\"\nrepeat = \"每月\"\n"), @r#"tasks/2026/002.toml 第 2 行第 10 列：频次（repeat）应为频次，如 { every = "month", times = 2 }"#);
    insta::assert_snapshot!(lines(told("title = \"乙\"\nrepeat = { every = \"月\", times = \"两次\", from = \"2026-04-01\" }\n")).join("\n"), @r#"
    tasks/2026/002.toml 第 2 行第 10 列：频次（repeat）的 every 应为 week、month、quarter、half、year 之一
    tasks/2026/002.toml 第 2 行第 33 列：频次的 times 应为整数，如 2
    tasks/2026/002.toml 第 2 行第 46 列：频次起止日（from）写的是 "2026-04-01"，应为不加引号的日期，如 2026-09-30
    "#);
    insta::assert_snapshot!(told("title = \"乙\"\nlog = \"已办\"\n"), @"tasks/2026/002.toml 第 2 行第 7 列：办理记录应写成 [[log]] 一节一节的形式");
    insta::assert_snapshot!(told("title = \"乙\"\n[[log]]\ndate = \"2026-05-10\"\n[[log]]\nkind = \"note\"\nevidence = \"甲.pdf\"\n"), @r#"
    tasks/2026/002.toml 第 2 行第 1 列：这一条办理记录缺少 kind；请补上，如 date = 2026-05-10、kind = "note"
    tasks/2026/002.toml 第 3 行第 8 列：办理记录（date）写的是 "2026-05-10"，应为不加引号的日期，如 2026-09-30
    tasks/2026/002.toml 第 4 行第 1 列：这一条办理记录缺少 date；请补上，如 date = 2026-05-10、kind = "note"
    tasks/2026/002.toml 第 6 行第 12 列：办理记录（evidence）写的是 "甲.pdf"，应为一列文字，如 ["综合科", "机关党委"]
    "#);
}

#[test]
fn faults_of_one_file_are_named_from_top_to_bottom() {
    let said = told("title = 5\nsupport = \"综合科\"\nprogress = 120\nweight = \"高\"\nlong_term = \"是\"\n");
    let line = |line: &str| {
        line.split_once(" 第 ").map(|(_, rest)| rest.split(' ').next().unwrap_or_default().to_owned())
    };
    let lines: Vec<_> = said.lines().filter_map(line).collect();
    assert_eq!(lines, ["1", "2", "3", "4", "5"]);
}

#[test]
fn a_task_needs_a_title() {
    insta::assert_snapshot!(told("owner = \"李强\"\n"), @r#"tasks/2026/002.toml：缺少任务名称；请加一行 title = "任务名称""#);
    insta::assert_snapshot!(told("owner = \"李强\"\ntitle = \"  \"\n"), @r#"tasks/2026/002.toml 第 2 行第 9 列：任务名称是空的；请写上 title = "任务名称""#);
    insta::assert_snapshot!(told(""), @r#"tasks/2026/002.toml：缺少任务名称；请加一行 title = "任务名称""#);
}

#[test]
fn a_file_saved_as_gbk_is_named() {
    insta::assert_snapshot!(told(b"# ok\ntitle = \"\xb9\xa4\xd7\xf7\"\n"), @"tasks/2026/002.toml 第 2 行第 10 列：不是 UTF-8 编码（多半是 GBK）；请用记事本打开，“另存为”时编码选 UTF-8");
    insta::assert_snapshot!(told([0xff, 0xfe, b't', 0, b'i', 0]), @"tasks/2026/002.toml 第 1 行第 1 列：不是 UTF-8 编码（多半是 UTF-16）；请用记事本打开，“另存为”时编码选 UTF-8");
}

#[test]
fn the_marks_of_a_conflict_are_named() {
    insta::assert_snapshot!(told("title = \"乙\"\n<<<<<<< HEAD\nowner = \"李强\"\n=======\nowner = \"赵蕾\"\n>>>>>>> 赵蕾\n"), @"tasks/2026/002.toml 第 2 行第 9 列：这里留着合并冲突的标记；请在两份内容里选定一份，删去 <<<<<<<、=======、>>>>>>> 三行");
}

#[test]
fn two_files_for_one_number_are_named_and_one_is_read() {
    let world = World::with_tasks();
    world.write("tasks/2026/14.toml", "title = \"同号\"\n");
    world.commit_all("同号");
    let said = world.run(["list", "清廉家风"]);
    insta::assert_snapshot!(said, @"
    清廉机关建设工作台账　任务列表
    编制单位：某局　2026年6月30日　星期二

    列出 1 项，台账共 14 项
    编号     任务             阶段     牵头单位 责任人 时限       灯       状态   进度
    ──────────────────────────────────────────────────────────────────────────────────
    2026-014 开展清廉家风活动 集中建设 综合科   赵蕾   2026-10-31 ●绿 正常 推进中  50%
    --- stderr
    tasks/2026/14.toml：编号 2026-014 与 tasks/2026/014.toml 重复，没有读取；请把其中一个改成没有用过的编号
    --- exit 1
    ");
    insta::assert_snapshot!(world.run(["show", "14", "--format", "json"]).stderr, @"tasks/2026/14.toml：编号 2026-014 与 tasks/2026/014.toml 重复，没有读取；请把其中一个改成没有用过的编号");
    world.write("tasks/2026/补充.toml", "title = \"放错的文件\"\n");
    world.write("tasks/随手.toml", "title = \"放错的文件\"\n");
    let said = world.run(["list", "清廉家风"]);
    insta::assert_snapshot!(said.stderr, @"
    tasks/2026/14.toml：编号 2026-014 与 tasks/2026/014.toml 重复，没有读取；请把其中一个改成没有用过的编号
    tasks/2026/补充.toml：不是任务文件，没有读取；任务文件以编号命名，如 014.toml
    tasks/随手.toml：不是任务文件，没有读取；任务放在以年份命名的文件夹里，如 tasks/2026
    ");
}

#[test]
fn what_windows_and_wps_leave_in_a_folder_is_nobodys_business() {
    let world = World::with_tasks();
    for file in ["Thumbs.db", "desktop.ini", "~$方案.docx", "014.toml~", ".014.toml.swp", "014.toml.bak"] {
        world.write(&format!("tasks/2026/{file}"), "");
    }
    for words in [&["list"][..], &["overdue"], &["board"]] {
        let said = world.run(words);
        assert_eq!((said.stderr.as_str(), said.code), ("", 0), "{words:?}");
    }
}

#[test]
fn a_hand_edit_of_a_file_with_a_short_name_is_kept_as_such() {
    let world = World::with_ledger();
    world.write("tasks/2026/7.toml", "title = \"短号\"\ndue = 2026-09-30\n");
    world.commit_all("短号");
    world.write("tasks/2026/7.toml", "title = \"短号\"\ndue = 2026-10-31\n");
    world.must(["note", "7", "进展"]);
    assert_eq!(world.git(["log", "-2", "--format=%s"]), "进展 2026-007 短号：进展\n手工修改 2026-007 短号\n");
}

#[test]
fn a_file_with_a_short_name_is_a_task_all_the_same() {
    let world = World::with_ledger();
    world.write("tasks/2026/7.toml", "title = \"短号\"\ndue = 2026-09-30\n");
    world.commit_all("短号");
    assert_eq!(world.must(["note", "7", "进展"]).stdout, "进展 2026-007 短号：进展\n");
    assert!(world.read("tasks/2026/7.toml").contains("text = \"进展\""));
    assert!(!world.path("tasks/2026/007.toml").exists());
    assert_eq!(world.git(["status", "--porcelain"]), "");
    let facts: serde_json::Value =
        serde_json::from_str(&world.must(["show", "7", "--format", "json"]).stdout).unwrap();
    assert_eq!(facts["file"], "tasks/2026/7.toml");
    assert_eq!(world.must(["add", "丁", "--due", "2026-09-30"]).stdout, "登记 2026-008 丁\n");
}

#[test]
fn a_status_of_a_newer_version_is_shown_and_saved_back() {
    let world = World::with_ledger();
    world.write(
        "tasks/2026/001.toml",
        "title = \"甲\"\ndue = 2026-09-30\nstatus = \"paused\"\nkind = \"asset\"\n",
    );
    world.commit_all("新版");
    insta::assert_snapshot!(world.run(["list"]), @"
    清廉机关建设工作台账　任务列表
    编制单位：某局　2026年6月30日　星期二

    列出 1 项，台账共 1 项
    编号     任务 阶段 牵头单位 责任人 时限       灯       状态   进度
    ──────────────────────────────────────────────────────────────────
    2026-001 甲                        2026-09-30 ●绿 正常 paused
    ");
    insta::assert_snapshot!(world.run(["note", "1", "进展"]), @"
    --- stderr
    错误：2026-001 甲 现在是“paused”，用不了“进展”；请先用 ledger edit 把状态改成本程序认得的
    --- exit 1
    ");
    insta::assert_snapshot!(world.run(["check"]), @"
    清廉机关建设工作台账　台账检查
    编制单位：某局　2026年6月30日　星期二

    检查了 1 项任务，发现 2 个问题
    文件                行 级别 问题和办法                                                      自动改正
    ────────────────────────────────────────────────────────────────────────────────────────────────────
    tasks/2026/001.toml  3 错误 不认得状态“paused”；应为 todo、doing、blocked、review、done、
                                cancelled、void 之一
    tasks/2026/001.toml  4 错误 不认得类别“asset”；应为 task、issue、risk 之一
    ");
    world.must(["set", "1", "owner=李强"]);
    assert!(world.task("001").contains("status = \"paused\"\nkind = \"asset\"\n"));
}

#[test]
fn settings_that_cannot_be_read_are_named_with_their_place() {
    let world = World::with_tasks();
    let settings = world.read("ledger.toml");
    let told = |text: &[u8]| {
        world.write("ledger.toml", text);
        let said = world.run(["list"]);
        assert_eq!((said.code, said.stdout.as_str()), (1, ""));
        for words in [&["add", "乙"][..], &["done", "14"], &["check"]] {
            assert_eq!(world.run(words).code, 1, "{words:?}");
        }
        said.stderr
    };
    insta::assert_snapshot!(told(b"name = \"\xcc\xa8\xd5\xcb\"\nyear = 2026\n"), @"错误：ledger.toml 第 1 行第 10 列：不是 UTF-8 编码（多半是 GBK）；请用记事本打开，“另存为”时编码选 UTF-8");
    insta::assert_snapshot!(told("name = \"台账\"\n".as_bytes()), @"错误：ledger.toml：缺少 year 一项；请补上，如 year = 2026");
    insta::assert_snapshot!(told("name = \"台账\nyear = 2026\n".as_bytes()), @r"错误：ledger.toml 第 1 行第 11 列：引号里的文字不对；请检查引号是否成对，反斜杠要写成 \\");
    insta::assert_snapshot!(told(settings.replace("2026-03-31", "2026-02-31").as_bytes()), @"错误：ledger.toml 第 7 行第 8 列：end：2026-02-31 这一天不存在，离它最近的是 2026-02-28；请改正");
}

#[test]
fn what_cannot_be_read_can_be_mended_in_the_editor() {
    let mut world = spoilt("title = \"乙\nowner = \"李强\"\n");
    let editor = world.script("改好", "sed -i 's/\"乙$/\"乙\"/; s/^name = \"台账$/name = \"台账\"/' \"$1\"");
    world.set_variable("EDITOR", &editor);
    assert_eq!(world.run(["edit", "2"]).stdout, "编辑 2026-002 乙\n");
    world.write("ledger.toml", "name = \"台账\nyear = 2026\n");
    assert_eq!(world.run(["edit"]).stdout, "编辑台账设置 ledger.toml\n");
}

#[test]
fn settings_that_contradict_themselves_are_found_by_check() {
    let world = World::with_tasks();
    let settings = world.read("ledger.toml");
    world.write(
        "ledger.toml",
        settings
            .replace("start = 2026-04-01\nend   = 2026-11-30", "start = 2026-04-01\nend   = 2026-01-30")
            .replace("清廉文化建设", "清廉思想建设"),
    );
    world.commit_all("改设置");
    insta::assert_snapshot!(world.run(["check", "--exit-code"]), @"
    清廉机关建设工作台账　台账检查
    编制单位：某局　2026年6月30日　星期二

    检查了 14 项任务，发现 18 个问题
    文件                行 级别 问题和办法                                                      自动改正
    ────────────────────────────────────────────────────────────────────────────────────────────────────
    ledger.toml          5 错误 阶段“集中建设”的截止日 2026-01-30 早于起始日 2026-04-01；请改正
    ledger.toml         16 错误 “清廉思想建设”登记了两次；请删去一处
    tasks/2026/003.toml  9 提醒 配合单位“机关党委”不在 ledger.toml 里；您是不是想写“机关纪委”？
                                或请先在 ledger.toml 里登记
    tasks/2026/003.toml 13 提醒 完成时限 2026-06-15 晚于阶段截止日 2026-01-30，时限按阶段计；请
                                核对
    tasks/2026/005.toml  2 错误 重点任务“清廉文化建设”不在 ledger.toml 里；您是不是想写“清廉思
                                想建设”？或请先在 ledger.toml 里登记
    tasks/2026/005.toml  6 提醒 完成时限 2026-07-03 晚于阶段截止日 2026-01-30，时限按阶段计；请
                                核对
    tasks/2026/006.toml  2 错误 重点任务“清廉文化建设”不在 ledger.toml 里；您是不是想写“清廉思
                                想建设”？或请先在 ledger.toml 里登记
    tasks/2026/006.toml  6 提醒 完成时限 2026-08-31 晚于阶段截止日 2026-01-30，时限按阶段计；请
                                核对
    tasks/2026/007.toml  6 错误 频次的起始日晚于截止日；请改 --from 或 --until
    tasks/2026/008.toml  7 提醒 完成时限 2026-06-20 晚于阶段截止日 2026-01-30，时限按阶段计；请
                                核对
    tasks/2026/010.toml  1 提醒 时限待定：没有完成时限，阶段也没有截止日；请用 ledger set
                                2026-010 due=日期 定下
    tasks/2026/011.toml  6 提醒 完成时限 2026-06-25 晚于阶段截止日 2026-01-30，时限按阶段计；请
                                核对
    tasks/2026/012.toml  2 错误 重点任务“清廉文化建设”不在 ledger.toml 里；您是不是想写“清廉思
                                想建设”？或请先在 ledger.toml 里登记
    tasks/2026/012.toml  5 提醒 完成时限 2026-05-31 晚于阶段截止日 2026-01-30，时限按阶段计；请
                                核对
    tasks/2026/013.toml  2 错误 重点任务“清廉文化建设”不在 ledger.toml 里；您是不是想写“清廉思
                                想建设”？或请先在 ledger.toml 里登记
    tasks/2026/013.toml  7 提醒 完成时限 2026-09-30 晚于阶段截止日 2026-01-30，时限按阶段计；请
                                核对
    tasks/2026/014.toml  2 错误 重点任务“清廉文化建设”不在 ledger.toml 里；您是不是想写“清廉思
                                想建设”？或请先在 ledger.toml 里登记
    tasks/2026/014.toml  7 提醒 完成时限 2026-10-31 晚于阶段截止日 2026-01-30，时限按阶段计；请
                                核对
    --- exit 3
    ");
}

#[test]
fn what_is_beyond_doubt_is_mended() {
    let world = World::with_ledger();
    world.write(
        "tasks/2026/001.toml",
        "title = \"甲\"\r\ndue = \"2026-09-30\" # 方案\r\nstart = '2026-04-01'\r\n",
    );
    world.write("tasks/2026/002.toml", "title = \"乙\"\ndue = 2026-06-20\nstatus = \"done\"\nprogress = 90\n\n[[log]]\ndate = 2026-06-18\nby = \"李强\"\nkind = \"done\"\n");
    world.commit_all("登记");
    insta::assert_snapshot!(world.run(["check"]), @r#"
    清廉机关建设工作台账　台账检查
    编制单位：某局　2026年6月30日　星期二
    本表未含 1 项：2026-001 读不了

    检查了 1 项任务，发现 4 个问题，其中 4 个可以用 ledger check --fix 自动改正
    文件                行 级别 问题和办法                                                      自动改正
    ────────────────────────────────────────────────────────────────────────────────────────────────────
    tasks/2026/001.toml  2 错误 完成时限（due）写的是 "2026-09-30"，应为不加引号的日期，如      可以
                                2026-09-30
    tasks/2026/001.toml  3 错误 开始时间（start）写的是 '2026-04-01'，应为不加引号的日期，如    可以
                                2026-09-30
    tasks/2026/002.toml  3 错误 已办结，却没有办结日期；请补上 done_on                          可以
    tasks/2026/002.toml  4 提醒 已办结，进度却不到 100；运行 ledger check --fix 改正            可以
    --- exit 1
    "#);
    let said = world.must(["check", "--fix"]).stdout;
    assert!(said.starts_with("整理 1 个文件\n整理 1 项任务：补全办结日期和进度\n"), "{said}");
    assert!(said.ends_with("检查了 2 项任务，没有发现问题\n"), "{said}");
    assert_eq!(world.task("001"), "title = \"甲\"\r\ndue = 2026-09-30 # 方案\r\nstart = 2026-04-01\r\n");
    insta::assert_snapshot!(world.task("002"), @r#"
    title = "乙"
    due = 2026-06-20
    status = "done"
    progress = 100
    done_on = 2026-06-18

    [[log]]
    date = 2026-06-18
    by = "李强"
    kind = "done"
    "#);
    assert_eq!(
        world.git(["log", "-2", "--name-only", "--format=%s%n%b"]),
        "整理 1 项任务：补全办结日期和进度\nLedger-Op: fix\nLedger-Task: 2026-002\n\n\ntasks/2026/002.toml\n\
         整理 1 个文件\nLedger-Op: fix\nLedger-Task: 2026-001\n\n\ntasks/2026/001.toml\n"
    );
    assert_eq!(world.git(["status", "--porcelain"]), "");
}
