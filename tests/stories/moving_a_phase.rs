//! The end of a whole phase, moved with approval: it is written into the settings, and the one before stays on record.

use crate::common::World;

const SETTINGS: &str = r#"name = "工作台账"
year = 2026

[[phase]]
name = "部署推进"
end  = 2026-03-31
# 第二段：现场会以后
[[phase]]
name  = "集中建设"
start = 2026-04-01
end   = 2026-06-20   # 汛期以前

[[phase]]
name  = "总结提升"        # 长期坚持
start = 2026-07-01

[[office]]
name = "综合科"
people = ["李强", "王敏"]

[lights]
soon_days = 5   # 临期
"#;

/// A ledger in whose second phase one task has its deadline from the phase, one an earlier one, and one a later one.
fn ledger() -> World {
    let world = World::with_settings(SETTINGS);
    let add = |title, more: &[&'static str]| {
        let words = ["add", title, "--phase", "集中建设", "--lead", "综合科"];
        world.must(words.iter().chain(more).copied());
    };
    add("按阶段办", &[]);
    add("早于阶段", &["--due", "2026-05-31"]);
    add("晚于阶段", &["--due", "2026-07-05"]);
    world
}

fn extend(world: &World, to: &str, more: &[&str]) -> crate::common::Said {
    let words = ["extend", "--phase", "集中建设", "--to", to, "--reason", "防汛", "--approved-by", "王敏"];
    world.run(words.iter().chain(more).copied())
}

/// `deadline`, what it comes from and what it was, of each task.
fn deadlines(world: &World) -> String {
    let listed = world.must(["list", "--all", "--format", "json"]).stdout;
    let listed: Vec<serde_json::Value> = serde_json::from_str(&listed).unwrap();
    let told = |task: &serde_json::Value| {
        let part = |key: &str| task[key].as_str().unwrap_or("-").to_owned();
        format!(
            "{} {} {} {}\n",
            part("title"),
            part("deadline"),
            part("deadline_from"),
            part("deadline_original")
        )
    };
    listed.iter().map(told).collect()
}

#[test]
fn the_settings_keep_their_layout_and_the_end_that_there_was() {
    let mut world = ledger();
    world.today_is("2026-06-15");
    insta::assert_snapshot!(extend(&world, "2026-06-30", &["--approved-on", "2026-06-12"]), @"
    延期 阶段“集中建设”：2026-06-20 → 2026-06-30（批准人：王敏）
    --- stderr
    注意：按这个阶段的截止日办理、还没有办结的有 2 项，时限随之推迟
    ");
    insta::assert_snapshot!(world.read("ledger.toml"), @r#"
    name = "工作台账"
    year = 2026

    [[phase]]
    name = "部署推进"
    end  = 2026-03-31
    # 第二段：现场会以后
    [[phase]]
    name  = "集中建设"
    start = 2026-04-01
    end   = 2026-06-30   # 汛期以前

    [[phase.extended]]
    date = 2026-06-15
    by = "李强"
    from = 2026-06-20
    to = 2026-06-30
    approved_by = "王敏"
    approved_on = 2026-06-12
    reason = "防汛"

    [[phase]]
    name  = "总结提升"        # 长期坚持
    start = 2026-07-01

    [[office]]
    name = "综合科"
    people = ["李强", "王敏"]

    [lights]
    soon_days = 5   # 临期
    "#);
    insta::assert_snapshot!(world.last_commit(), @"
    李强 <liqiang@example.com>
    延期 阶段“集中建设”：2026-06-20 → 2026-06-30（批准人：王敏）

    Ledger-Op: extend


    M	ledger.toml
    ");
    insta::assert_snapshot!(deadlines(&world), @"
    按阶段办 2026-06-30 phase 2026-06-20
    早于阶段 2026-05-31 task 2026-05-31
    晚于阶段 2026-06-30 phase 2026-06-20
    ");
    insta::assert_snapshot!(world.must(["show", "1"]), @"
    工作台账　任务单
    2026年6月15日　星期一

    2026-001 按阶段办
    栏目     内容
    ──────────────────────────────────────────────────
    类别     任务
    阶段     集中建设
    牵头单位 综合科
    完成时限 2026-06-30（阶段时限），原时限 2026-06-20
    状态     未启动　●绿 正常
    进度     0%

    办理记录
    还没有办理记录
    ");
    let before = world.read("ledger.toml");
    let said = extend(&world, "2026-07-10", &["--dry-run"]);
    insta::assert_snapshot!(said, @"
    （试运行，没有改动）延期 阶段“集中建设”：2026-06-30 → 2026-07-10（批准人：王敏）
      ledger.toml　阶段“集中建设”截止 = 2026-07-10（原 2026-06-30）
    --- stderr
    注意：按这个阶段的截止日办理、还没有办结的有 2 项，时限随之推迟
    注意：阶段“总结提升”2026-07-01 开始，不晚于新的截止日 2026-07-10；请核对
    ");
    assert_eq!(world.read("ledger.toml"), before);
    assert_eq!(extend(&world, "2026-07-10", &[]).code, 0);
    assert_eq!(world.read("ledger.toml").matches("[[phase.extended]]").count(), 2);
    insta::assert_snapshot!(deadlines(&world), @"
    按阶段办 2026-07-10 phase 2026-06-20
    早于阶段 2026-05-31 task 2026-05-31
    晚于阶段 2026-07-05 task 2026-06-20
    ");
    // A task's own extension moves it from where the phase had brought it.
    world.must(["extend", "1", "--to", "2026-07-20", "--reason", "再等", "--approved-by", "王敏"]);
    assert!(deadlines(&world).starts_with("按阶段办 2026-07-20 extension 2026-06-20\n"));
    insta::assert_snapshot!(world.run(["check"]).stdout.lines().skip(3).collect::<Vec<_>>().join("\n"), @"
    检查了 3 项任务，发现 1 个问题
    文件        行 级别 问题和办法                                                              自动改正
    ────────────────────────────────────────────────────────────────────────────────────────────────────
    ledger.toml  4 提醒 阶段“总结提升”2026-07-01 开始，早于“集中建设”的截止日 2026-07-10；请核
                        对
    ");
    let told = world.must(["log", "--format", "md"]).stdout;
    let told: Vec<&str> = told.lines().filter(|line| line.contains("延期 阶段")).collect();
    insta::assert_snapshot!(crate::common::without_commits(&told.join("\n")), @"
    | 2026-06-30 | 李强 | 设置 | 延期 阶段“集中建设”：2026-06-30 → 2026-07-10（批准人：王敏） | 阶段“集中建设”截止 2026-06-30 → 2026-07-10<br>阶段“集中建设”延期记录 2026-06-30（批准人：王敏） → 2026-06-30（批准人：王敏）、2026-07-10（批准人：王敏） | 〔某提交〕 |
    | 2026-06-30 | 李强 | 设置 | 延期 阶段“集中建设”：2026-06-20 → 2026-06-30（批准人：王敏） | 阶段“集中建设”截止 2026-06-20 → 2026-06-30<br>阶段“集中建设”延期记录 （空） → 2026-06-30（批准人：王敏） | 〔某提交〕 |
    ");
    let public = world.must(["list", "--public", "--format", "json"]).stdout;
    assert!(public.contains("2026-07-20") && !public.contains("王敏"), "{public}");
    world.must(["undo"]);
    world.must(["undo"]);
    assert_eq!(world.read("ledger.toml"), before);
}

#[test]
fn what_cannot_be_extended_is_refused_and_nothing_is_changed() {
    let world = ledger();
    let before = world.state();
    let approved = ["--reason", "防汛", "--approved-by", "王敏"];
    let run = |words: &[&'static str]| world.run(["extend"].iter().chain(words).chain(&approved).copied());
    insta::assert_snapshot!(run(&["--phase", "集中", "--to", "2026-07-31"]), @"
    --- stderr
    错误：阶段“集中”不在 ledger.toml 里；您是不是想写“集中建设”？已有：部署推进、集中建设、总结提升
    --- exit 1
    ");
    insta::assert_snapshot!(run(&["--phase", "总结提升", "--to", "2026-07-31"]), @"
    --- stderr
    错误：阶段“总结提升”没有截止日，没有可延的时限；请先在 ledger.toml 里给它写上 end = 日期
    --- exit 1
    ");
    insta::assert_snapshot!(run(&["--phase", "集中建设", "--to", "2026-06-20"]), @"
    --- stderr
    错误：延期后的时限 2026-06-20 不晚于现在的时限 2026-06-20；请用 --to 写一个更晚的日期
    --- exit 1
    ");
    insta::assert_snapshot!(run(&["1", "--phase", "集中建设", "--to", "2026-07-31"]), @"
    --- stderr
    “[编号]”不能和“--phase <阶段>”一起用。

    用法：ledger extend --to <日期> --approved-by <姓名> --reason <文字> <编号> [原因]

    更多信息请看 `ledger extend --help`。
    --- exit 2
    ");
    insta::assert_snapshot!(run(&["--to", "2026-07-31"]), @"
    --- stderr
    还要写“<编号>”。

    用法：ledger extend --to <日期> --approved-by <姓名> --reason <文字> <编号> [原因]

    更多信息请看 `ledger extend --help`。
    --- exit 2
    ");
    for (more, told) in [
        (&["--approved-on", "2026-07-01"][..], "批准日 2026-07-01 还没有到"),
        (&["--period", "2026-06"], "不能和"),
        (&["--evidence", "批件.pdf"], "不能和"),
    ] {
        let said = extend(&world, "2026-07-31", more);
        assert!(said.code != 0 && said.stderr.contains(told), "{more:?} {said}");
    }
    let words =
        ["extend", "--phase", "集中建设", "--to", "2026-07-31", "--approved-by", "王敏", "--reason", " "];
    assert!(world.run(words).stderr.contains("延期要写明内容"));
    assert_eq!(world.state(), before);
}

#[test]
fn a_phase_extended_too_late_does_not_wash_lateness_out_of_the_score() {
    for (recorded, approved, grade) in [
        ("2026-06-20", None, "按时办结"),
        ("2026-06-22", None, "逾期办结"),
        ("2026-06-22", Some("2026-06-19"), "按时办结"),
    ] {
        let mut world = ledger();
        world.today_is(recorded);
        let more: Vec<&str> = approved.map(|day| ["--approved-on", day]).into_iter().flatten().collect();
        let said = extend(&world, "2026-06-30", &more);
        assert_eq!(said.stderr.contains("逾期后延期"), grade == "逾期办结", "{said}");
        world.today_is("2026-06-30");
        world.must(["done", "1", "--on", "2026-06-25"]);
        let explained = ["score", "--explain", "综合科", "--from", "2026-01-01", "--format", "md"];
        let explained = world.must(explained).stdout;
        let row = explained.lines().find(|line| line.contains("按阶段办")).unwrap();
        assert!(row.contains(grade), "{recorded} {approved:?}: {row}");
    }
}

#[test]
fn an_earlier_report_knows_the_end_of_its_day() {
    let mut world = World::founded_on("2026-06-01", SETTINGS);
    world.must(["add", "按阶段办", "--phase", "集中建设", "--lead", "综合科"]);
    world.on("2026-06-25");
    assert_eq!(extend(&world, "2026-06-30", &[]).code, 0);
    let late = |day: &str| {
        let report = world.must(["report", "--from", day, "--to", day, "--format", "json"]).stdout;
        let report: serde_json::Value = serde_json::from_str(&report).unwrap();
        report["totals"]["overdue"].as_u64().unwrap()
    };
    assert_eq!(["2026-06-20", "2026-06-24", "2026-06-25"].map(late), [0, 1, 0]);
}
