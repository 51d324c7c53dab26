//! Keeping tasks from the day they are registered to the day they are struck off.

use crate::common::World;

/// A ledger with one plain task, 2026-001 甲, due on 30 September.
pub(crate) fn one_task() -> World {
    let world = World::with_ledger();
    world.must(["add", "甲", "--due", "2026-09-30"]);
    world
}

/// A ledger where closing takes a second person, with the same task.
fn one_task_under_review() -> World {
    let world = World::with_settings("name = \"台账\"\nyear = 2026\n[closing]\nreview = true\n");
    world.must(["add", "甲", "--due", "2026-09-30"]);
    world
}

#[test]
fn a_task_is_registered_with_everything_the_plan_says() {
    let world = World::with_ledger();
    world.must(["add", "清廉纪律建设总任务", "--due", "2026-11-30"]);
    let fields = [
        ("--content", "年内至少组织开展一次\n撰写\"心得\"体会"),
        ("--domain", "清廉纪律建设"),
        ("--measure", "增强纪法意识"),
        ("--basis", "方案二（三）4"),
        ("--standard", "签到表、简报、心得各一份"),
        ("--phase", "集中建设"),
        ("--lead", "机关纪委"),
        ("--support", "综合科"),
        ("--support", "机关党委，工会"),
        ("--leader", "王敏"),
        ("--owner", "陈刚"),
        ("--start", "4月1日"),
        ("--due", "9月底前"),
        ("--weight", "2.5"),
        ("--kind", "issue"),
        ("--level", "高"),
        ("--parent", "1"),
        ("--tag", "六个一"),
        ("--tag", "重点"),
        ("--public", "true"),
    ];
    let words = ["add", "组织开展警示教育"]
        .into_iter()
        .chain(fields.iter().flat_map(|(flag, value)| [*flag, *value]));
    insta::assert_snapshot!(world.run(words), @"
    登记 2026-002 组织开展警示教育
    --- stderr
    注意：配合单位“机关党委”没有在 ledger.toml 里登记；您是不是想写“机关纪委”？
    注意：配合单位“工会”没有在 ledger.toml 里登记
    注意：开始时间“4月1日”理解为 2026-04-01（星期三），没有写的年份按 2026 年
    注意：完成时限“9月底前”理解为 2026-09-30（星期三），没有写的年份按 2026 年
    ");
    insta::assert_snapshot!(world.task("002"), @r#"
    title = "组织开展警示教育"
    content = """
    年内至少组织开展一次
    撰写"心得"体会"""
    kind = "issue"
    domain = "清廉纪律建设"
    measure = "增强纪法意识"
    basis = "方案二（三）4"
    standard = "签到表、简报、心得各一份"
    phase = "集中建设"
    lead = "机关纪委"
    support = ["综合科", "机关党委", "工会"]
    leader = "王敏"
    owner = "陈刚"
    start = 2026-04-01
    due = 2026-09-30
    due_text = "9月底前"
    weight = 2.5
    parent = "2026-001"
    tags = ["六个一", "重点"]
    public = true
    level = "高"

    status = "todo"
    progress = 0
    "#);
    insta::assert_snapshot!(world.last_commit(), @"
    李强 <liqiang@example.com>
    登记 2026-002 组织开展警示教育

    Ledger-Op: add
    Ledger-Task: 2026-002


    A	tasks/2026/002.toml
    ");
}

#[test]
fn a_recurring_or_endless_task_is_registered_as_such() {
    let world = World::with_ledger();
    insta::assert_snapshot!(world.run([
        "add", "每月集中学习", "--every", "month", "--times", "2", "--from", "2026-04-01", "--until", "年底",
    ]), @"
    登记 2026-001 每月集中学习
    --- stderr
    注意：频次截止日“年底”理解为 2026-12-31（星期四），没有写的年份按 2026 年
    注意：时限 2026-04-30 已经过去 61 天，登记后就是逾期
    ");
    insta::assert_snapshot!(world.task("001"), @r#"
    title = "每月集中学习"
    repeat = { every = "month", times = 2, from = 2026-04-01, until = 2026-12-31 }

    status = "todo"
    progress = 0
    "#);
    insta::assert_snapshot!(world.run(["add", "每季述廉", "--频次", "每季", "--phase", "集中建设"]), @"登记 2026-002 每季述廉");
    insta::assert_snapshot!(world.task("002"), @r#"
    title = "每季述廉"
    phase = "集中建设"
    repeat = { every = "quarter", times = 1 }

    status = "todo"
    progress = 0
    "#);
    insta::assert_snapshot!(world.run(["add", "谈心谈话", "--long-term"]), @"登记 2026-003 谈心谈话");
    insta::assert_snapshot!(world.task("003"), @r#"
    title = "谈心谈话"
    long_term = true

    status = "todo"
    progress = 0
    "#);
    // What is told about the deadline before anything is written.
    insta::assert_snapshot!(world.run(["add", "丁", "--phase", "部署推进", "--due", "2026-10-03"]), @"
    登记 2026-004 丁
    --- stderr
    注意：时限 2026-10-03 是休息日
    注意：完成时限 2026-10-03 晚于阶段截止日 2026-03-31，时限按阶段计；请核对
    注意：时限 2026-03-31 已经过去 91 天，登记后就是逾期
    ");
    insta::assert_snapshot!(world.run(["add", "戊"]), @"
    登记 2026-005 戊
    --- stderr
    注意：时限待定：没有完成时限，阶段也没有截止日；请用 ledger set 2026-005 due=日期 定下
    ");
    insta::assert_snapshot!(world.run(["add", "己", "--every", "month"]), @"
    --- stderr
    错误：按频次办理的任务不知从何时开始；请写 --from（或任务的开始时间、阶段的 start）
    --- exit 1
    ");
    insta::assert_snapshot!(world.run(["add", "庚", "--times", "2"]), @"
    --- stderr
    错误：写了次数或起止日，却没有写频次；请加 --every week|month|quarter|half|year
    --- exit 1
    ");
    assert!(!world.path("tasks/2026/006.toml").exists());
}

#[test]
fn numbers_count_on_and_a_gap_is_not_filled() {
    let world = World::with_ledger();
    for (title, id) in [("甲", "2026-001"), ("乙", "2026-002"), ("丙", "2026-003")] {
        assert_eq!(world.must(["add", title, "--due", "2026-09-30"]).stdout, format!("登记 {id} {title}\n"));
    }
    world.git(["rm", "--quiet", "tasks/2026/002.toml"]);
    world.git(["commit", "--quiet", "--message", "删去"]);
    assert_eq!(world.must(["add", "丁", "--due", "2026-09-30"]).stdout, "登记 2026-004 丁\n");
    world.write("tasks/2026/999.toml", "title = \"手工\"\n");
    assert_eq!(world.must(["add", "戊", "--due", "2026-09-30"]).stdout, "登记 2026-1000 戊\n");
    // Another year counts for itself, and its tasks keep their ids.
    world.write("tasks/2027/007.toml", "title = \"来年\"\n");
    assert_eq!(world.must(["add", "己", "--due", "2026-09-30"]).stdout, "登记 2026-1001 己\n");
    assert_eq!(world.must(["note", "2027-007", "提前"]).stdout, "进展 2027-007 来年：提前\n");
    assert_eq!(world.must(["note", "1001", "短"]).stdout, "进展 2026-1001 己：短\n");
}

#[test]
fn every_step_of_a_life_is_in_the_log() {
    let mut world = one_task();
    insta::assert_snapshot!(world.run(["start", "1"]), @"启动 2026-001 甲");
    world.today_is("2026-07-01");
    insta::assert_snapshot!(world.run(["note", "1", "已拟定方案", "--progress", "40"]), @"进展 2026-001 甲：已拟定方案（40%）");
    world.today_is("2026-07-02");
    insta::assert_snapshot!(world.run(["block", "1", "等上级批复"]), @"受阻 2026-001 甲：等上级批复");
    world.today_is("2026-07-03");
    insta::assert_snapshot!(world.run(["start", "1", "--by", "赵蕾"]), @"启动 2026-001 甲");
    world.today_is("2026-07-10");
    insta::assert_snapshot!(world.run(["done", "1", "全部完成", "--on", "2026-07-09", "--outcome", "警示教育制度一项"]), @"办结 2026-001 甲：全部完成");
    world.today_is("2026-07-11");
    insta::assert_snapshot!(world.run(["reopen", "2026-001", "漏了一个科室"]), @"重开 2026-001 甲：漏了一个科室");
    world.today_is("2026-07-12");
    insta::assert_snapshot!(world.run(["cancel", "001", "并入另一项"]), @"取消 2026-001 甲：并入另一项");
    insta::assert_snapshot!(world.task("001"), @r#"
    title = "甲"
    due = 2026-09-30
    outcome = "警示教育制度一项"

    status = "cancelled"
    progress = 100

    [[log]]
    date = 2026-06-30
    by = "李强"
    kind = "start"

    [[log]]
    date = 2026-07-01
    by = "李强"
    kind = "note"
    text = "已拟定方案"

    [[log]]
    date = 2026-07-02
    by = "李强"
    kind = "block"
    text = "等上级批复"

    [[log]]
    date = 2026-07-03
    by = "赵蕾"
    kind = "start"

    [[log]]
    date = 2026-07-10
    on = 2026-07-09
    by = "李强"
    kind = "done"
    text = "全部完成"

    [[log]]
    date = 2026-07-11
    by = "李强"
    kind = "reopen"
    text = "漏了一个科室"

    [[log]]
    date = 2026-07-12
    by = "李强"
    kind = "cancel"
    text = "并入另一项"
    "#);
    insta::assert_snapshot!(world.git(["log", "--reverse", "--format=%s｜%(trailers:separator=%x20)", "-8"]), @"
    登记 2026-001 甲｜Ledger-Op: add Ledger-Task: 2026-001
    启动 2026-001 甲｜Ledger-Op: start Ledger-Task: 2026-001
    进展 2026-001 甲：已拟定方案（40%）｜Ledger-Op: note Ledger-Task: 2026-001
    受阻 2026-001 甲：等上级批复｜Ledger-Op: block Ledger-Task: 2026-001
    启动 2026-001 甲｜Ledger-Op: start Ledger-Task: 2026-001
    办结 2026-001 甲：全部完成｜Ledger-Op: done Ledger-Task: 2026-001
    重开 2026-001 甲：漏了一个科室｜Ledger-Op: reopen Ledger-Task: 2026-001
    取消 2026-001 甲：并入另一项｜Ledger-Op: cancel Ledger-Task: 2026-001
    ");
}

#[test]
fn a_task_under_review_is_struck_off_by_another_person() {
    let mut world = one_task_under_review();
    insta::assert_snapshot!(world.run(["done", "1", "已开会"]), @"
    办结 2026-001 甲：已开会
    --- stderr
    注意：已列为“待核销”，要由他人核销（ledger accept）才算销号
    ");
    insta::assert_snapshot!(world.run(["accept", "1"]), @"
    --- stderr
    错误：李强 报的办结，不能由 李强 自己核销；请交由他人核销
    --- exit 1
    ");
    world.today_is("2026-07-01");
    insta::assert_snapshot!(world.run(["return", "1", "缺签到表", "--by", "赵蕾"]), @"退回 2026-001 甲：缺签到表");
    insta::assert_snapshot!(world.task("001"), @r#"
    title = "甲"
    due = 2026-09-30

    status = "doing"
    progress = 100

    [[log]]
    date = 2026-06-30
    by = "李强"
    kind = "done"
    text = "已开会"

    [[log]]
    date = 2026-07-01
    by = "赵蕾"
    kind = "return"
    text = "缺签到表"
    "#);
    world.today_is("2026-07-02");
    insta::assert_snapshot!(world.run(["done", "1"]), @"
    办结 2026-001 甲
    --- stderr
    注意：已列为“待核销”，要由他人核销（ledger accept）才算销号
    ");
    world.today_is("2026-07-05");
    insta::assert_snapshot!(world.run(["accept", "1", "--by", "赵蕾"]), @"核销 2026-001 甲");
    insta::assert_snapshot!(world.task("001"), @r#"
    title = "甲"
    due = 2026-09-30

    status = "done"
    progress = 100
    done_on = 2026-07-02

    [[log]]
    date = 2026-06-30
    by = "李强"
    kind = "done"
    text = "已开会"

    [[log]]
    date = 2026-07-01
    by = "赵蕾"
    kind = "return"
    text = "缺签到表"

    [[log]]
    date = 2026-07-02
    by = "李强"
    kind = "done"

    [[log]]
    date = 2026-07-05
    by = "赵蕾"
    kind = "accept"
    "#);
}

#[test]
fn evidence_may_be_a_condition_of_closing() {
    let world =
        World::with_settings("name = \"台账\"\nyear = 2026\n[closing]\nreview = true\nevidence = true\n");
    world.must(["add", "甲", "--due", "2026-09-30"]);
    world.must(["done", "1"]);
    insta::assert_snapshot!(world.run(["accept", "1", "--by", "赵蕾"]), @"
    --- stderr
    错误：没有佐证材料，不能核销（ledger.toml 的 [closing] evidence 要求）；请用 --evidence 附上文件
    --- exit 1
    ");
    world.write("../签到表.txt", "签到\n");
    insta::assert_snapshot!(world.run(["accept", "1", "--by", "赵蕾", "--evidence", "../签到表.txt"]), @"核销 2026-001 甲");
}

#[test]
fn evidence_is_copied_and_never_overwritten() {
    let world = one_task();
    world.write("../材料/签到表.txt", "第一次\n");
    insta::assert_snapshot!(world.run(["note", "1", "第一次会", "--evidence", "../材料/签到表.txt"]), @"进展 2026-001 甲：第一次会");
    insta::assert_snapshot!(world.last_commit(), @"
    李强 <liqiang@example.com>
    进展 2026-001 甲：第一次会

    Ledger-Op: note
    Ledger-Task: 2026-001


    A	evidence/2026-001/签到表.txt
    M	tasks/2026/001.toml
    ");
    // Another file of the same name stands beside the first; the same file again is not copied twice.
    world.write("../材料/签到表.txt", "第二次\n");
    world.write("../材料/照 片.jpg", [0xff, 0xd8, 0x00, 0x0a]);
    world.must(["note", "1", "第二次会", "--evidence", "../材料/签到表.txt", "../材料/照 片.jpg"]);
    world.must(["note", "1", "补记", "--evidence", "../材料/签到表.txt"]);
    insta::assert_snapshot!(world.task("001"), @r#"
    title = "甲"
    due = 2026-09-30

    status = "doing"
    progress = 0

    [[log]]
    date = 2026-06-30
    by = "李强"
    kind = "note"
    text = "第一次会"
    evidence = ["evidence/2026-001/签到表.txt"]

    [[log]]
    date = 2026-06-30
    by = "李强"
    kind = "note"
    text = "第二次会"
    evidence = ["evidence/2026-001/签到表-2.txt", "evidence/2026-001/照 片.jpg"]

    [[log]]
    date = 2026-06-30
    by = "李强"
    kind = "note"
    text = "补记"
    evidence = ["evidence/2026-001/签到表-2.txt"]
    "#);
    insta::assert_snapshot!(world.git(["ls-files", "evidence"]), @"
    evidence/2026-001/照 片.jpg
    evidence/2026-001/签到表-2.txt
    evidence/2026-001/签到表.txt
    ");
    assert_eq!(world.read("evidence/2026-001/签到表.txt"), "第一次\n");
    assert_eq!(world.read("evidence/2026-001/签到表-2.txt"), "第二次\n");
    assert_eq!(std::fs::read(world.path("evidence/2026-001/照 片.jpg")).unwrap(), [0xff, 0xd8, 0x00, 0x0a]);
    assert_eq!(world.git(["status", "--porcelain"]), "");
}

#[test]
fn evidence_that_is_not_there_stops_the_whole_step() {
    let world = one_task();
    world.write("../签到表.txt", "签到\n");
    let before = world.state();
    insta::assert_snapshot!(world.run(["done", "1", "--evidence", "../签到表.txt", "../没有.pdf"]), @"
    --- stderr
    错误：没有佐证材料“../没有.pdf”这个文件；请核对 --evidence
    --- exit 1
    ");
    insta::assert_snapshot!(world.run(["done", "1", "--evidence", ".."]), @"
    --- stderr
    错误：没有佐证材料“..”这个文件；请核对 --evidence
    --- exit 1
    ");
    assert_eq!(world.state(), before);
}

#[test]
fn a_rehearsal_changes_nothing() {
    let world = one_task();
    world.write("../签到表.txt", "签到\n");
    let before = world.state();
    insta::assert_snapshot!(world.run(["add", "乙", "--due", "9月底前", "--tag", "甲", "--dry-run"]), @"
    （试运行，没有改动）登记 2026-002 乙
      2026-002　任务名称 = 乙
      2026-002　完成时限 = 2026-09-30
      2026-002　时限原文 = 9月底前
      2026-002　标签 = 甲
      2026-002　状态 = 未启动
      2026-002　进度 = 0
    --- stderr
    注意：完成时限“9月底前”理解为 2026-09-30（星期三），没有写的年份按 2026 年
    ");
    insta::assert_snapshot!(world.run(["note", "1", "过半", "--progress", "50", "--evidence", "../签到表.txt", "--dry-run"]), @"
    （试运行，没有改动）进展 2026-001 甲：过半（50%）
      2026-001　状态 = 推进中
      2026-001　进度 = 50
      2026-001　办理记录：2026-06-30 李强 进展 过半
      ../签到表.txt → evidence/2026-001/签到表.txt
    ");
    insta::assert_snapshot!(world.run(["done", "1", "--dry-run"]), @"
    （试运行，没有改动）办结 2026-001 甲
      2026-001　状态 = 已办结
      2026-001　进度 = 100
      2026-001　办结日期 = 2026-06-30
      2026-001　办理记录：2026-06-30 李强 办结
    ");
    insta::assert_snapshot!(
        world.run(["extend", "1", "--to", "10月底", "--reason", "等", "--approved-by", "王敏", "--试运行"]),
        @"
    （试运行，没有改动）延期 2026-001 甲：2026-09-30 → 2026-10-31（批准人：王敏）
      2026-001　办理记录：2026-06-30 李强 延期 等
    --- stderr
    注意：新的时限“10月底”理解为 2026-10-31（星期六），没有写的年份按 2026 年
    "
    );
    insta::assert_snapshot!(world.run(["set", "1", "content=一", "owner=李强", "--dry-run"]), @"
    （试运行，没有改动）修改 2026-001 甲：具体内容“一”，责任人“李强”
      2026-001　具体内容 = 一
      2026-001　责任人 = 李强
    ");
    assert_eq!(world.state(), before);
}

#[test]
fn a_long_note_is_whole_in_the_log_and_short_in_the_sentence() {
    let world = one_task();
    let text = "第一段：已召开会议。\n第二段：".to_owned() + &"继续推进".repeat(30);
    insta::assert_snapshot!(world.run(["note", "1", &text]), @"进展 2026-001 甲：第一段：已召开会议。 第二段：继续推进继续推进继续推进继续推进继续推进继续推进继…");
    let kept: toml::Table = world.task("001").parse().unwrap();
    assert_eq!(kept["log"][0]["text"].as_str(), Some(text.as_str()));
}
