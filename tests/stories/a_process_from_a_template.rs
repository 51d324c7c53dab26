//! A process that comes back with every project is registered at once, its steps dated one after another.

use crate::common::World;
use crate::office::{LI, Office, ZHAO};

/// What an office wrote in Notepad.
const OWN: &str = "\
about = \"来信来访办理\"
kind  = \"issue\"
lead  = \"综合科\"

[[step]]
title = \"登记{name}\"
due   = \"+1工作日\"

[[step]]
title = \"答复\"
lead  = \"机关纪委\"
owner = \"陈刚\"
due   = \"上一步后15个工作日内\"
";

#[test]
fn a_new_ledger_has_templates_to_begin_with() {
    let world = World::with_ledger();
    insta::assert_snapshot!(world.run(["add", "--template"]), @"
    招商项目　6 步　招商项目从背景调查到履约监督的六项管控
    问题整改　5 步　检查、审计、巡察发现的问题，从认领到销号
    --- stderr
    登记：ledger add --template 招商项目 --name 名称 --start 日期；先看不登记加 --dry-run
    ");
    let before = world.state();
    insta::assert_snapshot!(world.run(["add", "--template", "招商项目", "--name", "冷链园", "--start", "2026-07-01", "--dry-run"]), @"
    （试运行，没有改动）登记 2026-001 冷链园（招商项目，6 项）
      2026-001 冷链园　2026-07-01 至 2027-09-02
      2026-002 冷链园：背景调查　2026-07-01 至 2026-07-15
      2026-003 冷链园：洽谈论证　2026-07-16 至 2026-08-05
      2026-004 冷链园：项目准入　2026-08-06 至 2026-08-12
      2026-005 冷链园：协议审查　2026-08-13 至 2026-08-26
      2026-006 冷链园：集体决策　2026-08-27 至 2026-09-02
      2026-007 冷链园：履约监督　2026-09-03 至 2027-09-02　每季1次
    ");
    assert_eq!(world.state(), before);
    insta::assert_snapshot!(world.run(["add", "--template", "招商项目", "--name", "冷链园", "--start", "2026-07-01"]), @"
    登记 2026-001 冷链园（招商项目，6 项）
      2026-001 冷链园　2026-07-01 至 2027-09-02
      2026-002 冷链园：背景调查　2026-07-01 至 2026-07-15
      2026-003 冷链园：洽谈论证　2026-07-16 至 2026-08-05
      2026-004 冷链园：项目准入　2026-08-06 至 2026-08-12
      2026-005 冷链园：协议审查　2026-08-13 至 2026-08-26
      2026-006 冷链园：集体决策　2026-08-27 至 2026-09-02
      2026-007 冷链园：履约监督　2026-09-03 至 2027-09-02　每季1次
    ");
    insta::assert_snapshot!(world.last_commit(), @"
    李强 <liqiang@example.com>
    登记 2026-001 冷链园（招商项目，6 项）

    Ledger-Op: add
    Ledger-Task: 2026-001
    Ledger-Task: 2026-002
    Ledger-Task: 2026-003
    Ledger-Task: 2026-004
    Ledger-Task: 2026-005
    Ledger-Task: 2026-006
    Ledger-Task: 2026-007


    A	tasks/2026/001.toml
    A	tasks/2026/002.toml
    A	tasks/2026/003.toml
    A	tasks/2026/004.toml
    A	tasks/2026/005.toml
    A	tasks/2026/006.toml
    A	tasks/2026/007.toml
    ");
    insta::assert_snapshot!(world.task("001"), @r#"
    title = "冷链园"
    content = "六项管控逐项办理，前一项没有办结，后一项不启动；材料随办随存。"
    start = 2026-07-01
    due = 2027-09-02
    tags = ["招商项目"]

    status = "todo"
    progress = 0
    "#);
    insta::assert_snapshot!(world.task("002"), @r#"
    title = "冷链园：背景调查"
    content = "实质谈判之前，查清投资方的股东、资金来源、信用和涉诉情况，写出调查意见。"
    standard = "背景调查报告一份"
    start = 2026-07-01
    due = 2026-07-15
    parent = "2026-001"
    tags = ["招商项目"]

    status = "todo"
    progress = 0
    "#);
    insta::assert_snapshot!(world.task("007"), @r#"
    title = "冷链园：履约监督"
    content = "签约之后每季度核对一次投资、开工、投产和承诺兑现情况，进度落后的及时提醒。"
    standard = "每季度一份核查记录"
    start = 2026-09-03
    due = 2027-09-02
    repeat = { every = "quarter", times = 1 }
    parent = "2026-001"
    tags = ["招商项目"]

    status = "todo"
    progress = 0
    "#);
    assert_eq!(world.git(["status", "--porcelain"]), "");
}

#[test]
fn what_was_registered_is_seen_everywhere_and_can_be_taken_back() {
    let mut world = World::with_ledger();
    let before = world.state();
    world.must([
        "登记",
        "纪律松散",
        "--模板",
        "问题整改",
        "--开始时间",
        "2026-06-22",
        "--牵头单位",
        "综合科",
    ]);
    insta::assert_snapshot!(world.run(["list"]), @"
    清廉机关建设工作台账　任务列表
    编制单位：某局　2026年6月30日　星期二

    列出 6 项，台账共 6 项
    编号     任务                         阶段 牵头单位 责任人 时限       灯          状态   进度
    ─────────────────────────────────────────────────────────────────────────────────────────────
    2026-001 整改：纪律松散                    综合科          2026-08-27 ●绿 正常    未启动   0%
    2026-002 纪律松散：认领问题、查明原因      综合科          2026-06-25 ■红 逾期5天 未启动   0%
    2026-003 纪律松散：制定整改措施            综合科          2026-07-02 ▲黄 剩2天   未启动   0%
    2026-004 纪律松散：落实整改                综合科          2026-07-30 ○灰 未到期  未启动   0%
    2026-005 纪律松散：核查销号                综合科          2026-08-06 ○灰 未到期  未启动   0%
    2026-006 纪律松散：建章立制                综合科          2026-08-27 ○灰 未到期  未启动   0%
    ");
    world.today_is("2026-07-06");
    insta::assert_snapshot!(world.run(["overdue"]), @"
    清廉机关建设工作台账　逾期任务
    编制单位：某局　2026年7月6日　星期一

    台账共 6 项，逾期 2 项

    部署推进（截止 2026-03-31，已过 97 天）
    本阶段 0 项，没有逾期

    集中建设（截止 2026-11-30，还剩 147 天）
    本阶段 0 项，没有逾期

    总结提升（没有截止日，长期坚持）
    本阶段 0 项，没有逾期

    未列阶段
    逾期 2 项
    编号     任务                         牵头单位 责任人 时限       时限来源 逾期天数 状态
    ─────────────────────────────────────────────────────────────────────────────────────────
    2026-002 纪律松散：认领问题、查明原因 综合科          2026-06-25 任务时限       11 未启动
    2026-003 纪律松散：制定整改措施       综合科          2026-07-02 任务时限        4 未启动

    逾期天数按日历天计，时限当日不算逾期。时限取任务时限与阶段时限中较早的；延期的按批准的时限。
    ");
    insta::assert_snapshot!(world.run(["show", "1"]), @"
    清廉机关建设工作台账　任务单
    编制单位：某局　2026年7月6日　星期一

    2026-001 整改：纪律松散
    栏目     内容
    ─────────────────────────────────────────────────────────────────
    具体内容 认领问题，查清原因，改到位，经核查后销号，再把制度补上。
    类别     问题整改
    牵头单位 综合科
    开始时间 2026-06-22
    完成时限 2026-08-27（任务时限）
    标签     问题整改
    状态     未启动　●绿 正常
    进度     0%

    下级任务（5 项）
    编号     任务                         阶段 牵头单位 责任人 时限       灯           状态   进度
    ──────────────────────────────────────────────────────────────────────────────────────────────
    2026-002 纪律松散：认领问题、查明原因      综合科          2026-06-25 ■红 逾期11天 未启动   0%
    2026-003 纪律松散：制定整改措施            综合科          2026-07-02 ■红 逾期4天  未启动   0%
    2026-004 纪律松散：落实整改                综合科          2026-07-30 ●绿 正常     未启动   0%
    2026-005 纪律松散：核查销号                综合科          2026-08-06 ○灰 未到期   未启动   0%
    2026-006 纪律松散：建章立制                综合科          2026-08-27 ○灰 未到期   未启动   0%

    办理记录
    还没有办理记录
    ");
    insta::assert_snapshot!(world.run(["board", "--width", "110"]), @"
    清廉机关建设工作台账　挂图作战表
    编制单位：某局　2026年7月6日　星期一
    清廉机关建设工作专班　负责人：王敏　成员：李强、赵蕾

    阶段时限
    序号 编号     任务                       牵头单位 责任人 时限       1   3   5   7   9   11   灯           进度
    ──────────────────────────────────────────────────────────────────────────────────────────────────────────────
                  部署推进                                   2026-03-31 ━━━━━▲      │            过97天
                  集中建设                                   2026-11-30       ━━━━━━│────────▲   剩147天
                  总结提升                                   长期                   │         ── 长期

    一、未列重点任务
       1 2026-002 纪律松散：认领问题、查明原 综合科          2026-06-25            ▲│            ■红 逾期11天   0%
                  因
       2 2026-003 纪律松散：制定整改措施     综合科          2026-07-02            ━▲            ■红 逾期4天    0%
       3 2026-004 纪律松散：落实整改         综合科          2026-07-30             │▲           ●绿 正常       0%
       4 2026-005 纪律松散：核查销号         综合科          2026-08-06             │─▲          ○灰 未到期     0%
       5 2026-001 整改：纪律松散             综合科          2026-08-27            ━│──▲         ●绿 正常       0%
       6 2026-006 纪律松散：建章立制         综合科          2026-08-27             │ ─▲         ○灰 未到期     0%
    小计　共 6 项：未启动 6；其中逾期 2；办结率 0.0%

    合计
    共 6 项：未启动 6；其中逾期 2；办结率 0.0%

    图例：━ 已过的计划时间　─ 未到的计划时间　▲ 时限　△ 原时限　★ 办结　│ 今天　按频次办理的：✓ 已办　≈ 补办　○ 应
      办　✗ 欠办
    灯：■红 逾期　▲黄 临期、受阻、滞后　●绿 正常　★蓝 办结　○灰 未到期、待定、取消
    ");
    insta::assert_snapshot!(world.run(["audit"]), @"
    清廉机关建设工作台账　历史审计
    编制单位：某局　2026年7月6日　星期一

    查了 3 次提交，没有发现问题
    ");
    insta::assert_snapshot!(world.run(["undo"]), @"撤销 登记 2026-001 整改：纪律松散（问题整改，5 项）");
    assert!(
        before.differs_from(&world.state()).iter().all(|what| what.contains(" | ")),
        "only the history grew"
    );
}

#[test]
fn what_is_typed_goes_before_what_the_template_says() {
    let world = World::with_tasks();
    world.write("templates/信访.toml", OWN);
    insta::assert_snapshot!(
        world.run([
            "add", "--template", "信访", "--name", "来信7号", "--start", "7月6日", "--parent", "14", "--phase", "集中建设",
            "--owner", "赵蕾", "--lead", "机关纪委", "--tag", "信访", "--due", "9月底前", "--weight", "3",
            "--content", "一事一档",
        ]),
        @"
        登记 2026-015 来信7号（信访，2 项）
          2026-015 来信7号　2026-07-06 至 2026-09-30　机关纪委
          2026-016 登记来信7号　2026-07-06 至 2026-07-07　机关纪委
          2026-017 来信7号：答复　2026-07-08 至 2026-07-28　机关纪委
        --- stderr
        注意：开始时间“7月6日”理解为 2026-07-06（星期一），没有写的年份按 2026 年
        注意：完成时限“9月底前”理解为 2026-09-30（星期三），没有写的年份按 2026 年
        注意：先存入了还没有存入历史的手工修改 templates/信访.toml
        "
    );
    // What was written in Notepad went into the history first, by itself.
    insta::assert_snapshot!(world.git(["log", "--format=%s", "--name-only", "-2"]), @"
    登记 2026-015 来信7号（信访，2 项）

    tasks/2026/015.toml
    tasks/2026/016.toml
    tasks/2026/017.toml
    手工修改 templates/信访.toml

    templates/信访.toml
    ");
    insta::assert_snapshot!(world.task("015"), @r#"
    title = "来信7号"
    content = "一事一档"
    kind = "issue"
    phase = "集中建设"
    lead = "机关纪委"
    owner = "赵蕾"
    start = 2026-07-06
    due = 2026-09-30
    due_text = "9月底前"
    weight = 3
    parent = "2026-014"
    tags = ["信访"]

    status = "todo"
    progress = 0
    "#);
    insta::assert_snapshot!(world.task("017"), @r#"
    title = "来信7号：答复"
    phase = "集中建设"
    lead = "机关纪委"
    owner = "赵蕾"
    start = 2026-07-08
    due = 2026-07-28
    parent = "2026-015"
    tags = ["信访"]

    status = "todo"
    progress = 0
    "#);
    assert!(!world.must(["audit"]).stdout.contains("冒名修改"));
    // Without a day it begins today; what a step says itself stays.
    insta::assert_snapshot!(world.run(["add", "来信8号", "--template", "templates/信访.toml"]), @"
    登记 2026-018 来信8号（信访，2 项）
      2026-018 来信8号　2026-06-30 至 2026-07-22　综合科
      2026-019 登记来信8号　2026-06-30 至 2026-07-01　综合科
      2026-020 来信8号：答复　2026-07-02 至 2026-07-22　机关纪委
    ");
}

#[test]
fn a_template_that_cannot_be_used_changes_nothing() {
    let world = World::with_ledger();
    let register = |template: &str| world.run(["add", "--template", template, "--name", "甲"]);
    let before = world.state();
    insta::assert_snapshot!(register("招商"), @"
    --- stderr
    错误：没有“招商”这个流程模板；您是不是想写“招商项目”？已有：招商项目、问题整改；要添一个，在 templates 文件夹里照样子另存一个文件
    --- exit 1
    ");
    insta::assert_snapshot!(world.run(["add", "--template", "招商项目"]), @"
    --- stderr
    错误：缺少名称；写法：ledger add --template 招商项目 --name 某某项目 --start 2026-07-01
    --- exit 2
    ");
    insta::assert_snapshot!(world.run(["add", "甲", "--template", "招商项目", "--name", "乙"]), @"
    --- stderr
    错误：名称写了两个：“甲”和“乙”；任务名称和 --name 只写一样
    --- exit 2
    ");
    insta::assert_snapshot!(world.run(["add", "甲", "--template", "招商项目", "--every", "month"]), @"
    --- stderr
    “--template [<模板>]”不能和“--every <频次>”一起用。

    用法：ledger add --template [<模板>] <任务名称>

    更多信息请看 `ledger add --help`。
    --- exit 2
    ");
    insta::assert_snapshot!(world.run(["add", "--name", "甲"]), @"
    --- stderr
    还要写“--template [<模板>]”。

    用法：ledger add --template [<模板>] --name <名称> [任务名称]

    更多信息请看 `ledger add --help`。
    --- exit 2
    ");
    insta::assert_snapshot!(world.run(["add", "甲", "--template", "招商项目", "--start", "9月31日"]), @"
    --- stderr
    错误：开始时间：9月31日不存在，9月最后一天是 2026-09-30
    --- exit 1
    ");
    insta::assert_snapshot!(world.run(["add", "甲", "--template", "招商项目", "--phase", "收尾"]), @"
    --- stderr
    错误：阶段“收尾”不在 ledger.toml 里；已有：部署推进、集中建设、总结提升
    --- exit 1
    ");
    insta::assert_snapshot!(world.run(["add", "甲", "--template", "招商项目", "--parent", "99"]), @"
    --- stderr
    错误：没有编号为“99”的任务；所有任务见 ledger list --all
    --- exit 1
    ");
    assert_eq!(world.state(), before);
    for (name, text) in [
        ("破", "title = 甲\n[[step]]\ntitle = \"一\"\n"),
        ("空", "about = \"什么也没有\"\n"),
        ("缺", "[[step]]\ndue = \"+3工作日\"\n[[step]]\ntitle = \"二\"\nweight = \"五\"\n"),
        ("错", "[[step]]\ntitle = \"一\"\ndue = \"+3工做日\"\n"),
        ("名", "[[step]]\ntitle = \"{nmae}一\"\n"),
        ("段", "[[step]]\ntitle = \"一\"\nphase = \"收尾\"\ndue = \"+3d\"\n"),
        ("频", "[[step]]\ntitle = \"一\"\nrepeat = \"每月1次\"\n"),
        ("疑", "[[step]]\ntitle = \"一\"\ndeu = \"+3工作日\"\nlead = \"财务科\"\n"),
    ] {
        world.write(&format!("templates/{name}.toml"), text);
    }
    world.write("templates/码.toml", b"title = \"\xb9\xa4\"\n");
    world.commit_all("几个模板");
    let before = world.state();
    insta::assert_snapshot!(register("破"), @r#"
    --- stderr
    错误：templates/破.toml 第 1 行第 9 列：文字要加英文双引号，如 owner = "李强"
    --- exit 1
    "#);
    insta::assert_snapshot!(register("空"), @r#"
    --- stderr
    错误：templates/空.toml：没有写步骤；请加上 [[step]] 一节，写明 title = "背景调查"、due = "+10工作日"
    --- exit 1
    "#);
    insta::assert_snapshot!(register("缺"), @r#"
    --- stderr
    templates/缺.toml 第 1 行第 1 列：这一节 [[step]] 没有写 title；请补上一行 title = "背景调查"
    错误：templates/缺.toml 第 5 行第 10 列：step 的 weight 写的是 "五"，应为不小于 0 的数字，如 60 或 0.5
    --- exit 1
    "#);
    insta::assert_snapshot!(register("错"), @"
    --- stderr
    错误：templates/错.toml 第 3 行第 7 列：完成时限（due）写的是“+3工做日”，看不懂；写作 +10工作日（从开始之日算）、上一步+5工作日、+30天、9月底前
    --- exit 1
    ");
    insta::assert_snapshot!(register("名"), @"
    --- stderr
    错误：templates/名.toml 第 2 行第 9 列：不认得“{nmae}”；项目名称写作 {name}，花括号不作他用
    --- exit 1
    ");
    insta::assert_snapshot!(register("段"), @"
    --- stderr
    错误：templates/段.toml 第 3 行第 9 列：阶段“收尾”不在 ledger.toml 里；已有：部署推进、集中建设、总结提升
    --- exit 1
    ");
    insta::assert_snapshot!(register("频"), @r#"
    --- stderr
    错误：templates/频.toml 第 3 行第 10 列：写了频次（repeat），却不知到何时为止；请写上 due，如 due = "上一步+12个月"
    --- exit 1
    "#);
    insta::assert_snapshot!(register("码"), @"
    --- stderr
    错误：templates/码.toml 第 1 行第 10 列：不是 UTF-8 编码（多半是 GBK）；请用记事本打开，“另存为”时编码选 UTF-8
    --- exit 1
    ");
    insta::assert_snapshot!(world.run(["add", "--template"]), @r#"
    名　1 步
    招商项目　6 步　招商项目从背景调查到履约监督的六项管控
    段　1 步
    疑　1 步
    码　读不了
    破　读不了
    空　读不了
    缺　读不了
    错　1 步
    问题整改　5 步　检查、审计、巡察发现的问题，从认领到销号
    频　1 步
    --- stderr
    templates/疑.toml 第 3 行第 1 列：不认得“step 的 deu”这一项，没有读取；您是不是想写“due”？
    templates/码.toml 第 1 行第 10 列：不是 UTF-8 编码（多半是 GBK）；请用记事本打开，“另存为”时编码选 UTF-8
    templates/破.toml 第 1 行第 9 列：文字要加英文双引号，如 owner = "李强"
    templates/空.toml：没有写步骤；请加上 [[step]] 一节，写明 title = "背景调查"、due = "+10工作日"
    templates/缺.toml 第 1 行第 1 列：这一节 [[step]] 没有写 title；请补上一行 title = "背景调查"
    templates/缺.toml 第 5 行第 10 列：step 的 weight 写的是 "五"，应为不小于 0 的数字，如 60 或 0.5
    登记：ledger add --template 名 --name 名称 --start 日期；先看不登记加 --dry-run
    --- exit 1
    "#);
    insta::assert_snapshot!(world.run(["check", "--exit-code"]), @r#"
    清廉机关建设工作台账　台账检查
    编制单位：某局　2026年6月30日　星期二

    检查了 0 项任务，发现 10 个问题
    文件              行 级别 问题和办法                                                        自动改正
    ────────────────────────────────────────────────────────────────────────────────────────────────────
    templates/名.toml  2 错误 不认得“{nmae}”；项目名称写作 {name}，花括号不作他用
    templates/段.toml  3 错误 阶段“收尾”不在 ledger.toml 里；已有：部署推进、集中建设、总结提升
    templates/疑.toml  3 提醒 不认得“step 的 deu”这一项，没有读取；您是不是想写“due”？
    templates/码.toml  1 错误 不是 UTF-8 编码（多半是 GBK）；请用记事本打开，“另存为”时编码选
                              UTF-8
    templates/破.toml  1 错误 文字要加英文双引号，如 owner = "李强"
    templates/空.toml    错误 没有写步骤；请加上 [[step]] 一节，写明 title = "背景调查"、due =
                              "+10工作日"
    templates/缺.toml  1 错误 这一节 [[step]] 没有写 title；请补上一行 title = "背景调查"
    templates/缺.toml  5 错误 step 的 weight 写的是 "五"，应为不小于 0 的数字，如 60 或 0.5
    templates/错.toml  3 错误 完成时限（due）写的是“+3工做日”，看不懂；写作 +10工作日（从开始之
                              日算）、上一步+5工作日、+30天、9月底前
    templates/频.toml  3 错误 写了频次（repeat），却不知到何时为止；请写上 due，如 due = "上一
                              步+12个月"
    --- exit 3
    "#);
    assert_eq!(world.state(), before);
    // What nobody understands is told, and the rest is used.
    insta::assert_snapshot!(register("疑"), @"
    登记 2026-001 甲（疑，1 项）
      2026-001 甲　2026-06-30 起，时限待定
      2026-002 甲：一　2026-06-30 起，时限待定　财务科
    --- stderr
    注意：templates/疑.toml 第 3 行第 1 列：不认得“step 的 deu”这一项，没有读取；您是不是想写“due”？
    注意：2026-001 时限待定：没有完成时限，阶段也没有截止日；请用 ledger set 2026-001 due=日期 定下
    注意：牵头单位“财务科”没有在 ledger.toml 里登记
    注意：2026-002 时限待定：没有完成时限，阶段也没有截止日；请用 ledger set 2026-002 due=日期 定下
    ");
}

#[test]
fn a_ledger_without_templates_says_how_to_make_one() {
    let world = World::with_ledger();
    world.git(["rm", "-r", "--quiet", "templates"]);
    world.commit_all("不用模板");
    insta::assert_snapshot!(world.run(["add", "--template"]), @r#"
    --- stderr
    错误：台账里还没有流程模板；请在台账文件夹里建一个 templates 文件夹，里面放一个 招商项目.toml（文件名就是模板名），这样写：
      [[step]]
      title = "背景调查"
      due   = "+10工作日"
      [[step]]
      title = "洽谈论证"
      due   = "上一步+15工作日"
    --- exit 1
    "#);
    insta::assert_snapshot!(world.run(["add", "甲", "--template", "招商项目"]), @r#"
    --- stderr
    错误：台账里还没有流程模板；请在台账文件夹里建一个 templates 文件夹，里面放一个 招商项目.toml（文件名就是模板名），这样写：
      [[step]]
      title = "背景调查"
      due   = "+10工作日"
      [[step]]
      title = "洽谈论证"
      due   = "上一步+15工作日"
    --- exit 1
    "#);
    world.write("templates/招商项目.toml", "[[step]]\ntitle = \"背景调查\"\ndue   = \"+10工作日\"\n");
    insta::assert_snapshot!(world.run(["add", "甲", "--template", "招商项目"]), @"
    登记 2026-001 甲（招商项目，1 项）
      2026-001 甲　2026-06-30 至 2026-07-14
      2026-002 甲：背景调查　2026-06-30 至 2026-07-14
    --- stderr
    注意：先存入了还没有存入历史的手工修改 templates/招商项目.toml
    ");
}

#[test]
fn two_people_register_processes_at_once() {
    let mut office = Office::around(World::with_ledger());
    office.today_is("2026-07-01");
    office[LI].must(["add", "甲项目", "--template", "招商项目"]);
    office[ZHAO].must(["add", "乙项目", "--template", "招商项目"]);
    office.sync(LI);
    insta::assert_snapshot!(office.sync(ZHAO), @"
    改编号 7 项任务
      改编号 2026-001 → 2026-008 乙项目（2026-001 已由别人先登记）
      改编号 2026-002 → 2026-009 乙项目：背景调查（2026-002 已由别人先登记）
      改编号 2026-003 → 2026-010 乙项目：洽谈论证（2026-003 已由别人先登记）
      改编号 2026-004 → 2026-011 乙项目：项目准入（2026-004 已由别人先登记）
      改编号 2026-005 → 2026-012 乙项目：协议审查（2026-005 已由别人先登记）
      改编号 2026-006 → 2026-013 乙项目：集体决策（2026-006 已由别人先登记）
      改编号 2026-007 → 2026-014 乙项目：履约监督（2026-007 已由别人先登记）
    收到 1 次修改：
      2026-07-01 李强 登记 2026-001 甲项目（招商项目，6 项）
    送出 2 次修改，到 origin
    ");
    office.settle();
    let parents = office[LI].git(["grep", "-h", "--count", "-e", "^parent = \"2026-008\"", "--", "tasks"]);
    assert_eq!(parents, "1\n".repeat(6));
    insta::assert_snapshot!(office[LI].run(["check"]), @"
    清廉机关建设工作台账　台账检查
    编制单位：某局　2026年7月1日　星期三

    检查了 14 项任务，没有发现问题
    ");
    insta::assert_snapshot!(office[LI].run(["audit"]), @"
    清廉机关建设工作台账　历史审计
    编制单位：某局　2026年7月1日　星期三

    查了 6 次提交，没有发现问题
    ");
}

#[test]
fn whoever_says_add_and_changes_a_template_is_found_out() {
    let world = World::with_ledger();
    world.must(["add", "甲", "--due", "2026-09-30"]);
    world.write("templates/招商项目.toml", OWN);
    world.git(["add", "--all"]);
    world.git(["commit", "--quiet", "--amend", "--no-edit"]);
    let said = world.must(["audit"]).stdout;
    assert!(said.contains("自称是“登记”，却换掉了 templates/招商项目.toml"), "{said}");
}

#[test]
fn the_samples_template_fits_the_sample() {
    let world = World::empty();
    world.must(["init"]);
    let sample = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("ledger");
    for file in ["ledger.toml", "templates/招商项目.toml"] {
        world.write(file, std::fs::read(sample.join(file)).unwrap());
    }
    world.commit_all("样例的设置");
    insta::assert_snapshot!(
        world.run(["add", "--template", "招商项目", "--name", "冷链园", "--start", "2026-07-01", "--dry-run"]),
        @"
        （试运行，没有改动）登记 2026-001 冷链园（招商项目，6 项）
          2026-001 冷链园　2026-07-01 至 2027-09-02　招商科
          2026-002 冷链园：背景调查　2026-07-01 至 2026-07-15　招商科
          2026-003 冷链园：洽谈论证　2026-07-16 至 2026-08-05　招商科
          2026-004 冷链园：项目准入　2026-08-06 至 2026-08-12　政策法规科
          2026-005 冷链园：协议审查　2026-08-13 至 2026-08-26　政策法规科
          2026-006 冷链园：集体决策　2026-08-27 至 2026-09-02　招商科
          2026-007 冷链园：履约监督　2026-09-03 至 2027-09-02　每季1次　项目服务科
        "
    );
    insta::assert_snapshot!(world.run(["check"]), @"
    清廉机关建设工作台账　台账检查
    编制单位：某市投资促进局　2026年6月30日　星期二

    检查了 0 项任务，没有发现问题
    ");
}
