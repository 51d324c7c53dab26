//! Deadlines: those that come round again, and those that are moved with approval.

use crate::common::World;
use crate::keeping_tasks::one_task;

#[test]
fn a_recurring_duty_is_done_period_by_period_and_then_closes() {
    let mut world = World::with_ledger();
    world.today_is("2026-04-10");
    world.must([
        "add",
        "每月集中学习",
        "--every",
        "month",
        "--times",
        "1",
        "--from",
        "2026-04-01",
        "--until",
        "2026-06-30",
    ]);
    insta::assert_snapshot!(world.run(["done", "1", "学习纪要第1期"]), @"
    办结 2026-001 每月集中学习（2026年4月第1次）
    --- stderr
    注意：任务还列在“未启动”；要列为推进中，请用 ledger start
    ");
    world.today_is("2026-04-20");
    insta::assert_snapshot!(world.run(["done", "1"]), @"
    办结 2026-001 每月集中学习（2026年4月第2次）
    --- stderr
    注意：2026-04 应办 1 次，这是第 2 次（超额）
    注意：任务还列在“未启动”；要列为推进中，请用 ledger start
    ");
    // May is forgotten and made up in June.
    world.today_is("2026-06-05");
    insta::assert_snapshot!(world.run(["done", "1"]), @"
    办结 2026-001 每月集中学习（2026年6月第1次）
    --- stderr
    注意：2026-05 还欠 1 次；补记请加 --period 2026-05
    注意：任务还列在“未启动”；要列为推进中，请用 ledger start
    ");
    insta::assert_snapshot!(world.run(["done", "1", "--period", "2026-07"]), @"
    --- stderr
    错误：2026-07 不在这项任务的起止之内（2026-04 至 2026-06）；请用 --period 写起止之内的周期
    --- exit 1
    ");
    insta::assert_snapshot!(world.run(["done", "1", "--period", "春天"]), @"
    --- stderr
    错误：“春天”不是这项任务的周期；应写作 2026-05 这样
    --- exit 1
    ");
    insta::assert_snapshot!(world.run(["done", "1", "--period", "2026-05", "--outcome", "学习制度"]), @"办结 2026-001 每月集中学习（2026年5月第1次）");
    insta::assert_snapshot!(world.task("001"), @r#"
    title = "每月集中学习"
    repeat = { every = "month", times = 1, from = 2026-04-01, until = 2026-06-30 }
    outcome = "学习制度"

    status = "done"
    progress = 100
    done_on = 2026-06-05

    [[log]]
    date = 2026-04-10
    by = "李强"
    kind = "done"
    period = "2026-04"
    text = "学习纪要第1期"

    [[log]]
    date = 2026-04-20
    by = "李强"
    kind = "done"
    period = "2026-04"

    [[log]]
    date = 2026-06-05
    by = "李强"
    kind = "done"
    period = "2026-06"

    [[log]]
    date = 2026-06-05
    by = "李强"
    kind = "done"
    period = "2026-05"
    "#);
    insta::assert_snapshot!(world.run(["show", "1"]), @"
    清廉机关建设工作台账　任务单
    编制单位：某局　2026年6月5日　星期五

    2026-001 每月集中学习
    栏目     内容
    ─────────────────────────────────────────────────
    类别     任务
    完成时限 2026-06-30（本周期）
    频次     每月 1 次（自 2026-04-01 至 2026-06-30）
    成果     学习制度
    状态     已办结　★蓝 办结
    进度     3/3次
    办结日期 2026-06-05

    各周期办理情况（3/3 次）
    周期      周期代号 应办 已办 时限       情况
    ──────────────────────────────────────────────────────
    2026年4月 2026-04     1    2 2026-04-30 ✓ 已办
    2026年5月 2026-05     1    1 2026-05-31 ≈ 补办（逾期）
    2026年6月 2026-06     1    1 2026-06-30 ✓ 已办

    办理记录（4 条）
    日期       经办 事项 内容
    ────────────────────────────────────────────────
    2026-04-10 李强 办结 周期 2026-04　学习纪要第1期
    2026-04-20 李强 办结 周期 2026-04
    2026-06-05 李强 办结 周期 2026-06
    2026-06-05 李强 办结 周期 2026-05
    ");
    insta::assert_snapshot!(world.run(["done", "1"]), @"
    --- stderr
    错误：2026-001 每月集中学习 现在是“已办结”，用不了“办结”；这时可以：重开（reopen）
    --- exit 1
    ");
}

#[test]
fn a_period_is_none_of_a_single_task() {
    let world = one_task();
    insta::assert_snapshot!(world.run(["done", "1", "--period", "2026-06"]), @"
    --- stderr
    错误：2026-001 甲 不是按频次办理的任务，没有周期；请去掉 --period
    --- exit 1
    ");
    insta::assert_snapshot!(world.run(["done", "1", "--on", "2026-07-01"]), @"
    --- stderr
    错误：办结日期 2026-07-01 还没有到（今天是 2026-06-30）；请改 --on
    --- exit 1
    ");
    insta::assert_snapshot!(world.run(["done", "1", "--on", "6月31日"]), @"
    --- stderr
    错误：办结日期：6月31日不存在，6月最后一天是 2026-06-30
    --- exit 1
    ");
}

#[test]
fn a_deadline_is_moved_only_with_reason_and_approval() {
    let mut world = one_task();
    insta::assert_snapshot!(world.run(["extend", "1", "--to", "10月底", "--reason", "等上级新规定", "--approved-by", "王敏"]), @"
    延期 2026-001 甲：2026-09-30 → 2026-10-31（批准人：王敏）
    --- stderr
    注意：新的时限“10月底”理解为 2026-10-31（星期六），没有写的年份按 2026 年
    ");
    insta::assert_snapshot!(world.task("001"), @r#"
    title = "甲"
    due = 2026-09-30

    status = "todo"
    progress = 0

    [[log]]
    date = 2026-06-30
    by = "李强"
    kind = "extend"
    text = "等上级新规定"
    from = 2026-09-30
    to = 2026-10-31
    approved_by = "王敏"
    "#);
    world.today_is("2026-11-05");
    insta::assert_snapshot!(world.run(["extend", "1", "--to", "+10工作日", "--reason", "再等", "--approved-by", "王敏"]), @"
    延期 2026-001 甲：2026-10-31 → 2026-11-19（批准人：王敏）
    --- stderr
    注意：新的时限“+10工作日”理解为 2026-11-19（星期四）
    注意：原时限 2026-10-31 已过，这是逾期后延期，考核时仍按逾期计；早已批准的，请加 --approved-on 批准日
    ");
    insta::assert_snapshot!(world.run(["extend", "1", "--to", "2026-11-01", "--reason", "再等", "--approved-by", "王敏"]), @"
    --- stderr
    错误：延期后的时限 2026-11-01 不晚于现在的时限 2026-11-19；请用 --to 写一个更晚的日期
    --- exit 1
    ");
    insta::assert_snapshot!(world.run(["extend", "1", "--to", "2026-12-01", "--reason", "  ", "--approved-by", "王敏"]), @"
    --- stderr
    错误：延期要写明内容，不能空着
    --- exit 1
    ");
    insta::assert_snapshot!(world.run(["extend", "1", "--to", "2026-12-01", "--reason", "再等"]), @"
    --- stderr
    还要写“--approved-by <姓名>”。

    用法：ledger extend --to <日期> --approved-by <姓名> --reason <文字> <编号> [原因]

    更多信息请看 `ledger extend --help`。
    --- exit 2
    ");
    insta::assert_snapshot!(world.run(["show", "1"]), @"
    清廉机关建设工作台账　任务单
    编制单位：某局　2026年11月5日　星期四

    2026-001 甲
    栏目     内容
    ────────────────────────────────────────────────
    类别     任务
    完成时限 2026-11-19（已延期），原时限 2026-09-30
    状态     未启动　●绿 正常
    进度     0%

    办理记录（2 条）
    日期       经办 事项 内容
    ─────────────────────────────────────────────────────────────────────────────
    2026-06-30 李强 延期 等上级新规定　2026-09-30 → 2026-10-31　批准人 王敏
    2026-11-05 李强 延期 再等　2026-10-31 → 2026-11-19（逾期后延期）　批准人 王敏
    ");
}

#[test]
fn an_approval_has_a_day_of_its_own() {
    let mut world = World::with_ledger();
    for title in ["甲", "乙"] {
        world.must(["add", title, "--due", "2026-06-10", "--lead", "综合科"]);
    }
    let before = world.state();
    let extend = |id: &'static str, more: &[&'static str]| {
        let words = ["extend", id, "--to", "2026-07-15", "--reason", "等新规定", "--approved-by", "王敏"];
        world.run(words.iter().chain(more).copied())
    };
    insta::assert_snapshot!(extend("1", &["--approved-on", "7月1日"]), @"
    --- stderr
    注意：批准日“7月1日”理解为 2026-07-01（星期三），没有写的年份按 2026 年
    错误：批准日 2026-07-01 还没有到（今天是 2026-06-30）；请改 --approved-on
    --- exit 1
    ");
    assert_eq!(world.state(), before);
    // Approved in time and recorded later is no extension after the fact.
    insta::assert_snapshot!(extend("1", &["--批准日", "2026-06-09"]), @"延期 2026-001 甲：2026-06-10 → 2026-07-15（批准人：王敏）");
    insta::assert_snapshot!(extend("2", &[]), @"
    延期 2026-002 乙：2026-06-10 → 2026-07-15（批准人：王敏）
    --- stderr
    注意：原时限 2026-06-10 已过，这是逾期后延期，考核时仍按逾期计；早已批准的，请加 --approved-on 批准日
    ");
    insta::assert_snapshot!(world.task("001"), @r#"
    title = "甲"
    lead = "综合科"
    due = 2026-06-10

    status = "todo"
    progress = 0

    [[log]]
    date = 2026-06-30
    by = "李强"
    kind = "extend"
    text = "等新规定"
    from = 2026-06-10
    to = 2026-07-15
    approved_by = "王敏"
    approved_on = 2026-06-09
    "#);
    let shown = |id| world.must(["show", id]).stdout.lines().last().unwrap().to_owned();
    insta::assert_snapshot!(format!("{}\n{}", shown("1"), shown("2")), @"
    2026-06-30 李强 延期 等新规定　2026-06-10 → 2026-07-15　批准人 王敏　批准日 2026-06-09
    2026-06-30 李强 延期 等新规定　2026-06-10 → 2026-07-15（逾期后延期）　批准人 王敏
    ");
    let log = world.must(["log", "1", "--format", "json"]).stdout;
    assert!(log.contains("\"approved_on\": \"2026-06-09\""), "{log}");
    let report = world.must(["report", "--format", "md"]).stdout;
    assert!(report.contains("王敏（6月9日）"), "{report}");
    let report = world.must(["report", "--format", "json"]).stdout;
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    assert_eq!(report["moved"][0]["approved_on"], "2026-06-09");
    assert_eq!(report["moved"][1]["approved_on"], serde_json::Value::Null);
    // Out and in again it is still there.
    for file in ["台账.xlsx", "台账.csv", "台账.json"] {
        world.must(["export", "-o", file]);
        let other = World::with_settings("name = \"别的\"\nyear = 2026\n");
        other.write(file, std::fs::read(world.path(file)).unwrap());
        other.must(["import", file, "--yes"]);
        assert_eq!(other.task("001"), world.task("001"), "{file}");
    }
    world.today_is("2026-07-20");
    for id in ["1", "2"] {
        world.must(["done", id, "--on", "2026-07-14"]);
    }
    let explained = world.must(["score", "--explain", "综合科", "--from", "2026-01-01"]).stdout;
    let told: Vec<&str> = explained.lines().filter(|line| line.contains("00")).collect();
    insta::assert_snapshot!(told.join("\n"), @"
    考评期间2026年1月1日至2026年7月20日：100 × 实得分值1.6 ÷ 应评分值2 － 扣分1 ＝ 79.0 分，第1名
    2026-001 甲      1 2026-07-15 2026-07-14 按时办结   100%      1
    2026-002 乙      1 2026-06-10 2026-07-14 逾期办结    60%    0.6
    2026-06-30 2026-001 甲   延期       2026-06-10 → 2026-07-15　批准日 2026-06-09　等新规定    0
    2026-06-30 2026-002 乙   逾期后延期 2026-06-10 → 2026-07-15　等新规定                      -1
    计分办法（可在 ledger.toml 的 [score] 里改）：得分＝100×实得分值÷应评分值－扣分，不低于0分，保留一位
    每项任务按分值（没有写的为1）计：按时办结得100%，逾期办结得60%，逾期未办结得0%。按频次办理的，取已到
      期各周期应办次数的平均：按时办的100%，补办的60%，欠办的0%。
    ");
}

#[test]
fn a_recurring_duty_is_extended_for_one_period() {
    let world = World::with_tasks();
    insta::assert_snapshot!(world.run(["extend", "7", "--to", "7月10日", "--reason", "防汛", "--approved-by", "王敏"]), @"
    延期 2026-007 每月集中学习（2026年6月）：2026-06-30 → 2026-07-10（批准人：王敏）
    --- stderr
    注意：新的时限“7月10日”理解为 2026-07-10（星期五），没有写的年份按 2026 年
    ");
    insta::assert_snapshot!(
        world.run(["extend", "7", "--period", "2026-08", "--to", "9月5日", "--reason", "高温假", "--approved-by", "王敏"]),
        @"
    延期 2026-007 每月集中学习（2026年8月）：2026-08-31 → 2026-09-05（批准人：王敏）
    --- stderr
    注意：新的时限“9月5日”理解为 2026-09-05（星期六），没有写的年份按 2026 年
    "
    );
    insta::assert_snapshot!(
        world.run(["extend", "7", "--period", "2026-12", "--to", "2027-01-05", "--reason", "无", "--approved-by", "王敏"]),
        @"
    --- stderr
    错误：“2026-12”不是这项任务的周期；应写作 2026-06 这样
    --- exit 1
    "
    );
    insta::assert_snapshot!(world.run(["show", "7"]), @"
    清廉机关建设工作台账　任务单
    编制单位：某局　2026年6月30日　星期二

    2026-007 每月集中学习
    栏目     内容
    ────────────────────────────────────────────────
    类别     任务
    重点任务 清廉思想建设
    阶段     集中建设
    牵头单位 综合科
    责任人   李强
    完成时限 2026-07-10（已延期），原时限 2026-06-30
    频次     每月 1 次
    状态     推进中　●绿 正常
    进度     2/8次

    各周期办理情况（2/8 次）
    周期       周期代号 应办 已办 时限       情况
    ────────────────────────────────────────────────────────────────────────
    2026年4月  2026-04     1    1 2026-04-30 ✓ 已办
    2026年5月  2026-05     1    1 2026-05-31 ≈ 补办（逾期）
    2026年6月  2026-06     1    0 2026-07-10 ○ 待办 1 次，由 2026-06-30 延期
    2026年7月  2026-07     1    0 2026-07-31 ○ 待办 1 次
    2026年8月  2026-08     1    0 2026-09-05 ○ 待办 1 次，由 2026-08-31 延期
    2026年9月  2026-09     1    0 2026-09-30 ○ 待办 1 次
    2026年10月 2026-10     1    0 2026-10-31 ○ 待办 1 次
    2026年11月 2026-11     1    0 2026-11-30 ○ 待办 1 次

    办理记录（4 条）
    日期       经办 事项 内容
    ───────────────────────────────────────────────────────────────────────────────
    2026-04-28 李强 办结 周期 2026-04
    2026-06-02 李强 办结 周期 2026-05
    2026-06-30 李强 延期 周期 2026-06　防汛　2026-06-30 → 2026-07-10　批准人 王敏
    2026-06-30 李强 延期 周期 2026-08　高温假　2026-08-31 → 2026-09-05　批准人 王敏
    ");
}

#[test]
fn what_has_no_deadline_cannot_be_extended() {
    let world = World::with_tasks();
    let extend = |id| world.run(["extend", id, "--to", "12月底", "--reason", "无", "--approved-by", "王敏"]);
    insta::assert_snapshot!(extend("9"), @"
    --- stderr
    注意：新的时限“12月底”理解为 2026-12-31（星期四），没有写的年份按 2026 年
    错误：长期坚持的任务没有时限，无需延期
    --- exit 1
    ");
    insta::assert_snapshot!(extend("10"), @"
    --- stderr
    注意：新的时限“12月底”理解为 2026-12-31（星期四），没有写的年份按 2026 年
    错误：这项任务时限待定，没有可延的时限；请用 ledger set 编号 due=日期 定下时限
    --- exit 1
    ");
}
