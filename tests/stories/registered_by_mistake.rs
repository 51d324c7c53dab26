//! What was registered by mistake, or twice: it counts nowhere any more, and its file, its number and its log stay.

use std::fs;

use crate::common::{Said, World, without_commits};
use crate::office::{CHEN, LI, Office, ZHAO};

/// Every command that draws from the ledger, with what it says of machines.
const DRAWN: [&[&str]; 9] = [
    &[],
    &["list", "--all"],
    &["overdue"],
    &["due", "--within", "365d"],
    &["board"],
    &["report"],
    &["score"],
    &["notice"],
    &["check"],
];

/// A ledger of one task, to which one that is late was added by mistake.
fn with_a_mistake() -> World {
    let world = World::with_ledger();
    world.must(["add", "印发方案", "--lead", "综合科", "--due", "2026-09-30"]);
    world.must(["add", "登记错的任务", "--lead", "机关纪委", "--due", "2026-05-31"]);
    world
}

fn all(world: &World, format: &str) -> Vec<String> {
    let drawn = DRAWN.iter().map(|words| world.run(words.iter().chain(&["--format", format]).copied()));
    drawn.map(|said| without_commits(&said.to_string())).collect()
}

#[test]
fn what_is_void_counts_nowhere_and_its_number_is_never_given_again() {
    let never = World::with_ledger();
    never.must(["add", "印发方案", "--lead", "综合科", "--due", "2026-09-30"]);
    let world = with_a_mistake();
    assert!(all(&world, "json").concat().contains("登记错的任务"));
    insta::assert_snapshot!(world.must(["void", "2", "登记到别的科室去了"]), @"作废 2026-002 登记错的任务：登记到别的科室去了");
    // Every report says what it would if nobody had ever registered it.
    for format in ["terminal", "json", "md", "html"] {
        for (words, (void, clean)) in DRAWN.iter().zip(all(&world, format).iter().zip(&all(&never, format))) {
            assert!(!void.contains("登记错的任务"), "{words:?} {format}: {void}");
            assert_eq!(void, clean, "{words:?} {format}");
        }
    }
    let ics = world.must(["due", "--format", "ics"]).stdout;
    assert!(!ics.contains("登记错的任务"), "{ics}");
    insta::assert_snapshot!(world.task("002"), @r#"
    title = "登记错的任务"
    lead = "机关纪委"
    due = 2026-05-31

    status = "void"
    progress = 0

    [[log]]
    date = 2026-06-30
    by = "李强"
    kind = "void"
    text = "登记到别的科室去了"
    "#);
    insta::assert_snapshot!(world.must(["list", "--void"]), @"
    清廉机关建设工作台账　任务列表
    编制单位：某局　2026年6月30日　星期二

    列出 1 项，作废的共 1 项，都不计入台账；要恢复请用 ledger reopen 编号 原因
    编号     任务         阶段 牵头单位 责任人 时限       灯       状态   进度
    ──────────────────────────────────────────────────────────────────────────
    2026-002 登记错的任务      机关纪委        2026-05-31 ○灰 作废 已作废   0%
    ");
    let ids = |words: &[&str]| world.must(words).stdout.matches("2026-002").count();
    assert_eq!(
        (ids(&["列表", "--作废"]), ids(&["list", "--status", "作废"]), ids(&["list", "--all"])),
        (1, 1, 0)
    );
    insta::assert_snapshot!(world.must(["show", "2"]), @"
    清廉机关建设工作台账　任务单
    编制单位：某局　2026年6月30日　星期二

    2026-002 登记错的任务
    栏目     内容
    ───────────────────────────────
    类别     任务
    牵头单位 机关纪委
    完成时限 2026-05-31（任务时限）
    状态     已作废　○灰 作废
    进度     0%

    办理记录（1 条）
    日期       经办 事项 内容
    ───────────────────────────────────────
    2026-06-30 李强 作废 登记到别的科室去了
    ");
    insta::assert_snapshot!(without_commits(&world.must(["log", "2"]).to_string()), @"
    清廉机关建设工作台账　办理历史　2026-002 登记错的任务
    编制单位：某局　2026年6月30日　星期二

    2 条，都在 2026-06-30，新的在前
    日期       人员 事项                     变化                 提交
    ────────────────────────────────────────────────────────────────────────
    2026-06-30 李强 作废：登记到别的科室去了 状态 未启动 → 已作废 〔某提交〕
    2026-06-30 李强 登记                     新建                 〔某提交〕
    ");
    let facts = world.must(["show", "2", "--format", "json"]).stdout;
    assert!(facts.contains("\"status\": \"void\"") && facts.contains("\"days_overdue\": null"), "{facts}");
    insta::assert_snapshot!(world.must(["add", "下一项", "--due", "2026-09-30"]), @"登记 2026-003 下一项");
    // It may be undone, and it may be brought back later.
    insta::assert_snapshot!(world.must(["reopen", "2", "原来没有登记错"]), @"重开 2026-002 登记错的任务：原来没有登记错");
    assert!(world.must(["overdue"]).stdout.contains("登记错的任务"));
    assert!(!world.must(["list", "--void"]).stdout.contains("登记错的任务"));
    insta::assert_snapshot!(world.must(["undo"]), @"撤销 重开 2026-002 登记错的任务：原来没有登记错");
    assert!(world.must(["list", "--void"]).stdout.contains("登记错的任务"));
}

#[test]
fn a_double_names_the_task_that_goes_on() {
    let world = World::with_ledger();
    for title in ["警示教育", "警示教育活动", "作废的一项"] {
        world.must(["add", title, "--due", "2026-09-30"]);
    }
    world.must(["void", "3", "登记错了"]);
    let before = world.state();
    for (words, told) in [
        (&["void", "2", "重复登记", "--same-as", "2"][..], "2026-002 不能与自己重复"),
        (&["void", "2", "重复登记", "--same-as", "3"], "2026-003 作废的一项 也已作废"),
        (&["void", "2", "重复登记", "--same-as", "9"], "没有编号为“9”的任务"),
        (&["void", "2", " "], "作废要写明内容"),
        (&["void", "2"], "还要写“<原因>”"),
        (&["list", "--void", "--all"], "不能和"),
    ] {
        let said = world.run(words);
        assert!(said.code != 0 && said.stderr.contains(told), "{words:?} {said}");
    }
    assert_eq!(world.state(), before);
    insta::assert_snapshot!(world.must(["作废", "2", "重复登记", "--重复于", "1"]), @"作废 2026-002 警示教育活动：重复登记（与 2026-001 重复）");
    insta::assert_snapshot!(world.task("002"), @r#"
    title = "警示教育活动"
    due = 2026-09-30

    status = "void"
    progress = 0

    [[log]]
    date = 2026-06-30
    by = "李强"
    kind = "void"
    text = "重复登记"
    same_as = "2026-001"
    "#);
    insta::assert_snapshot!(world.must(["show", "2"]), @"
    清廉机关建设工作台账　任务单
    编制单位：某局　2026年6月30日　星期二

    2026-002 警示教育活动
    栏目     内容
    ───────────────────────────────
    类别     任务
    完成时限 2026-09-30（任务时限）
    状态     已作废　○灰 作废
    进度     0%

    办理记录（1 条）
    日期       经办 事项 内容
    ───────────────────────────────────────────────
    2026-06-30 李强 作废 重复登记　与 2026-001 重复
    ");
    insta::assert_snapshot!(world.last_commit(), @"
    李强 <liqiang@example.com>
    作废 2026-002 警示教育活动：重复登记（与 2026-001 重复）

    Ledger-Op: void
    Ledger-Task: 2026-002


    M	tasks/2026/002.toml
    ");
    assert!(world.must(["show", "2", "--format", "json"]).stdout.contains("\"same_as\": \"2026-001\""));
}

#[test]
fn what_was_reported_done_is_no_mistake() {
    let world = World::with_tasks();
    let before = world.state();
    insta::assert_snapshot!(world.run(["void", "11", "登记错了"]), @"
    --- stderr
    错误：2026-011 签订廉政承诺书 现在是“待核销”，用不了“作废”；这时可以：进展（note）、核销（accept）、退回（return）、取消（cancel）
    --- exit 1
    ");
    insta::assert_snapshot!(world.run(["void", "1", "登记错了"]), @"
    --- stderr
    错误：2026-001 制定实施方案 现在是“已办结”，用不了“作废”；这时可以：重开（reopen）
    --- exit 1
    ");
    assert_eq!(world.state(), before);
    // What is cancelled may turn out to have been one all the time.
    world.must(["void", "12", "登记错了"]);
    insta::assert_snapshot!(world.run(["note", "12", "继续"]), @"
    --- stderr
    错误：2026-012 赴外地学习考察 现在是“已作废”，用不了“进展”；这时可以：重开（reopen）
    --- exit 1
    ");
    insta::assert_snapshot!(world.run(["notice", "12"]), @"
    --- stderr
    错误：2026-012 赴外地学习考察 现在是“已作废”，不用督办；请去掉这个编号
    --- exit 1
    ");
    insta::assert_snapshot!(world.run(["set", "4", "status=void"]), @"
    --- stderr
    错误：状态不能直接改；请用 start、block、done、accept、return、reopen、cancel、void 等命令
    --- exit 1
    ");
}

#[test]
fn the_public_edition_never_speaks_of_it() {
    let world = with_a_mistake();
    world.must(["add", "下级任务", "--parent", "2", "--due", "2026-09-30"]);
    world.must(["void", "2", "登记错了"]);
    for words in [&["list", "--void", "--public"][..], &["list", "--all", "--public"], &["board", "--public"]]
    {
        for format in ["terminal", "json"] {
            let said = world.must(words.iter().chain(&["--format", format]).copied()).stdout;
            assert!(!said.contains("登记错") && !said.contains("2026-002"), "{words:?} {said}");
        }
    }
    insta::assert_snapshot!(world.run(["show", "2", "--public"]), @"
    --- stderr
    错误：任务 2026-002 不公开，公开版里没有
    --- exit 1
    ");
    // What still hangs under it is pointed out.
    insta::assert_snapshot!(world.run(["check"]), @"
    清廉机关建设工作台账　台账检查
    编制单位：某局　2026年6月30日　星期二

    检查了 2 项任务，发现 1 个问题
    文件                行 级别 问题和办法                                                      自动改正
    ────────────────────────────────────────────────────────────────────────────────────────────────────
    tasks/2026/003.toml  3 提醒 上级任务 2026-002 已作废；请用 ledger set 2026-003 parent=编号
                                改到别的任务下面，没有上级的写 parent=
    ");
}

#[test]
fn it_is_void_everywhere_unless_somebody_worked_on_it_meanwhile() {
    let office = Office::around(with_a_mistake());
    office[LI].must(["void", "2", "登记错了"]);
    office[ZHAO].must(["set", "2", "standard=总结一份"]);
    office.sync(LI);
    office.sync(ZHAO);
    assert!(office[ZHAO].must(["list", "--void"]).stdout.contains("登记错的任务"));
    office.settle();
    office[LI].must(["reopen", "2", "没有错"]);
    office[LI].must(["void", "2", "还是错了", "--same-as", "1"]);
    office.settle();
    // Its deadline had passed.
    office.audit_finds_only(CHEN, &["事后作废", "移动标尺"]);
    office[LI].must(["void", "1", "登记错了"]);
    office[ZHAO].must(["note", "1", "初稿已拟定"]);
    office.sync(LI);
    let refused: Said = office.run(ZHAO, &["sync"]);
    insta::assert_snapshot!(refused, @"
    --- stderr
    2026-001 印发方案　状态
      本地：“推进中”（赵蕾 2026-06-30）
      对方：“已作废”（李强 2026-06-30）
    错误：有 1 处两边改得不一样，没有合并，也没有送出，本地的修改都在；请逐处选：ledger sync --ask，或一律用本地的：--ours，一律用对方的：--theirs
    --- exit 1
    ");
}

#[test]
fn a_sheet_does_not_bring_it_back_and_an_export_leaves_it_out() {
    let world = with_a_mistake();
    world.must(["export", "-o", "旧.csv"]);
    world.must(["void", "2", "登记错了"]);
    insta::assert_snapshot!(world.must(["export", "-o", "新.csv"]), @"
    --- stderr
    注意：作废的 1 项没有导出；要一起导出请加 --void
    已写入 新.csv
    ");
    assert!(!world.read("新.csv").contains("登记错的任务"));
    let before = world.task("002");
    let said = world.must(["import", "旧.csv", "--yes"]).to_string();
    insta::assert_snapshot!(said.split_once("\n任务\n").unwrap().1, @"
    将要新登记 0，更新 0，没有变化 1，没有导入 1

    没有导入的
    工作表 行 原因和办法
    ────────────────────────────────────────────────────────────────────────────────────────────────────
    旧      3 2026-002 已作废，没有导入；当初没有登记错的，请先用 ledger reopen 2026-002 原因 恢复，再导
              入
    --- stderr
    没有要改的，台账没有改动
    ");
    // A row without a number that tells of it neither.
    world.write("没有编号.csv", "任务名称,牵头单位,状态\n登记错的任务,机关纪委,进行中\n");
    let said = world.run(["import", "没有编号.csv", "--yes"]);
    assert!(said.stdout.contains("2026-002 已作废"), "{said}");
    assert_eq!(world.task("002"), before);
    // All of it goes out, and comes in elsewhere as it is.
    for file in ["全部.xlsx", "全部.csv", "全部.json"] {
        world.must(["export", "--void", "-o", file]);
        let said = world.must(["import", file, "--yes"]);
        assert!(said.stdout.contains("新登记 0，更新 0，没有变化 2，没有导入 0"), "{said}");
        let other = World::with_settings("name = \"别的\"\nyear = 2026\n");
        other.write(file, fs::read(world.path(file)).unwrap());
        other.must(["import", file, "--yes"]);
        let listed = |world: &World| world.must(["list", "--void", "--format", "json"]).stdout;
        assert_eq!(listed(&other), listed(&world), "{file}");
    }
    // A sheet that calls a task void makes it so.
    world.write("清理.csv", "编号,任务名称,状态\n2026-001,印发方案,作废\n");
    world.must(["import", "清理.csv", "--yes"]);
    insta::assert_snapshot!(world.task("001"), @r#"
    title = "印发方案"
    lead = "综合科"
    due = 2026-09-30

    status = "void"
    progress = 0

    [[log]]
    date = 2026-06-30
    by = "李强"
    kind = "void"
    text = "导入的表格里列为已作废"
    "#);
}

#[test]
fn an_earlier_day_shows_it_as_it_was_kept_then() {
    let mut world = World::founded_on("2026-06-01", crate::sample::SETTINGS);
    world.must(["add", "登记错的任务", "--due", "2026-05-31"]);
    world.on("2026-06-10").must(["void", "1", "登记错了"]);
    world.on("2026-06-20").must(["reopen", "1", "没有错"]);
    let listed = |day: &str| world.must(["list", "--as-of", day]).stdout.contains("登记错的任务");
    assert_eq!(["2026-06-09", "2026-06-10", "2026-06-20"].map(listed), [true, false, true]);
    let counted = |day: &str| {
        let report = world.must(["report", "--from", day, "--to", day, "--format", "json"]).stdout;
        let report: serde_json::Value = serde_json::from_str(&report).unwrap();
        report["totals"]["total"].as_u64().unwrap()
    };
    assert_eq!(["2026-06-09", "2026-06-12", "2026-06-20"].map(counted), [1, 0, 1]);
}
