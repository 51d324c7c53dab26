//! Working days: the State Council's arrangement, what the office adds to it, and the years that nobody knows yet.

use crate::common::World;

/// A ledger whose settings say this of the days off.
fn with_holidays(sections: &str) -> World {
    let world = World::with_tasks();
    let settings = world.read("ledger.toml");
    world.write("ledger.toml", format!("{settings}\n{sections}"));
    world.commit_all("写上节假日");
    world
}

#[test]
fn working_days_skip_holidays_and_count_make_up_days() {
    #[track_caller]
    fn case(world: &mut World, today: &str, typed: &str, due: &str) {
        world.today_is(today);
        let said = world.must(["add", "甲", "--due", typed, "--dry-run"]);
        assert!(said.stdout.contains(&format!("完成时限 = {due}\n")), "{typed} on {today}: {said}");
    }
    let mut world = World::with_tasks();
    case(&mut world, "2024-09-27", "+5工作日", "2024-10-10");
    case(&mut world, "2024-02-06", "3个工作日内", "2024-02-09");
    case(&mut world, "2025-01-24", "5个工作日以内", "2025-02-07");
    case(&mut world, "2025-04-30", "两个工作日", "2025-05-07");
    case(&mut world, "2026-02-13", "＋３工作日", "2026-02-25");
    case(&mut world, "2026-09-30", "三个工作日之内完成", "2026-10-10");
}

#[test]
fn a_year_that_is_not_out_yet_is_counted_by_the_week_and_told() {
    let mut world = World::with_tasks();
    world.today_is("2026-12-28");
    insta::assert_snapshot!(world.run(["add", "甲", "--due", "10个工作日内"]), @"
    登记 2026-015 甲
    --- stderr
    注意：完成时限“10个工作日内”理解为 2027-01-11（星期一）；2027年节假日安排尚未公布，按周末推算；公布后可写入 ledger.toml
    ");
    insta::assert_snapshot!(world.run(["extend", "14", "--to", "+5工作日", "--reason", "等批复", "--approved-by", "王敏"]), @"
    延期 2026-014 开展清廉家风活动：2026-10-31 → 2027-01-04（批准人：王敏）
    --- stderr
    注意：新的时限“+5工作日”理解为 2027-01-04（星期一）；2027年节假日安排尚未公布，按周末推算；公布后可写入 ledger.toml
    注意：原时限 2026-10-31 已过，这是逾期后延期，考核时仍按逾期计；早已批准的，请加 --approved-on 批准日
    ");
    // Once the notice is out, the clerk copies it.
    let settings = world.read("ledger.toml");
    let notice = "[[holiday]]\nyear = 2027\noff  = [\"1月1日（周五）至3日（周日）\"]\n";
    world.write("ledger.toml", format!("{settings}\n{notice}"));
    insta::assert_snapshot!(world.run(["check", "--fix"]), @"
    清廉机关建设工作台账　台账检查
    编制单位：某局　2026年12月28日　星期一

    检查了 15 项任务，发现 2 个问题
    文件                行 级别 问题和办法                                                      自动改正
    ────────────────────────────────────────────────────────────────────────────────────────────────────
    tasks/2026/003.toml  9 提醒 配合单位“机关党委”不在 ledger.toml 里；您是不是想写“机关纪委”？
                                或请先在 ledger.toml 里登记
    tasks/2026/010.toml  1 提醒 时限待定：没有完成时限，阶段也没有截止日；请用 ledger set
                                2026-010 due=日期 定下
    --- stderr
    注意：先存入了还没有存入历史的手工修改 ledger.toml
    ");
    insta::assert_snapshot!(world.run(["add", "乙", "--due", "10个工作日内"]), @"
    登记 2026-016 乙
    --- stderr
    注意：完成时限“10个工作日内”理解为 2027-01-12（星期二）
    ");
}

#[test]
fn an_office_may_have_days_off_of_its_own() {
    let plain = World::with_tasks();
    let own = with_holidays("[[holiday]]\nyear = 2026\noff = [\"7月1日至3日\"]\nwork = [\"7月4日\"]\n");
    for world in [&plain, &own] {
        world.write("templates/两步.toml", "[[step]]\ntitle = \"一\"\ndue = \"+3工作日\"\n[[step]]\ntitle = \"二\"\ndue = \"上一步+3工作日\"\n");
    }
    // What is typed, what is said of it, a template, the day by which offices answer, how late they are.
    let due = ["add", "甲", "--due", "+3工作日", "--dry-run"];
    insta::assert_snapshot!(plain.run(due), @"
    （试运行，没有改动）登记 2026-015 甲
      2026-015　任务名称 = 甲
      2026-015　完成时限 = 2026-07-03
      2026-015　状态 = 未启动
      2026-015　进度 = 0
    --- stderr
    注意：完成时限“+3工作日”理解为 2026-07-03（星期五）
    ");
    insta::assert_snapshot!(own.run(due), @"
    （试运行，没有改动）登记 2026-015 甲
      2026-015　任务名称 = 甲
      2026-015　完成时限 = 2026-07-07
      2026-015　状态 = 未启动
      2026-015　进度 = 0
    --- stderr
    注意：完成时限“+3工作日”理解为 2026-07-07（星期二）
    ");
    let day_off = ["add", "甲", "--due", "2026-07-02", "--dry-run"];
    insta::assert_snapshot!(plain.run(day_off), @"
    （试运行，没有改动）登记 2026-015 甲
      2026-015　任务名称 = 甲
      2026-015　完成时限 = 2026-07-02
      2026-015　状态 = 未启动
      2026-015　进度 = 0
    ");
    insta::assert_snapshot!(own.run(day_off), @"
    （试运行，没有改动）登记 2026-015 甲
      2026-015　任务名称 = 甲
      2026-015　完成时限 = 2026-07-02
      2026-015　状态 = 未启动
      2026-015　进度 = 0
    --- stderr
    注意：时限 2026-07-02 是休息日
    ");
    let template = ["add", "甲", "--template", "两步", "--dry-run"];
    insta::assert_snapshot!(plain.run(template), @"
    （试运行，没有改动）登记 2026-015 甲（两步，2 项）
      2026-015 甲　2026-06-30 至 2026-07-08
      2026-016 甲：一　2026-06-30 至 2026-07-03
      2026-017 甲：二　2026-07-06 至 2026-07-08
    ");
    insta::assert_snapshot!(own.run(template), @"
    （试运行，没有改动）登记 2026-015 甲（两步，2 项）
      2026-015 甲　2026-06-30 至 2026-07-10
      2026-016 甲：一　2026-06-30 至 2026-07-07
      2026-017 甲：二　2026-07-08 至 2026-07-10
    ");
    let notices = |world: &World, today: &str, key: &str| {
        let said = world.must(["notice", "--format", "json", "--today", today]).stdout;
        let lines = said.lines().filter(|line| line.contains(key));
        lines.take(2).map(|line| line.trim().to_owned()).collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(notices(&plain, "2026-06-30", "reply_by"), @r#"
    "reply_by": "2026-07-03",
    "reply_by": "2026-07-03",
    "#);
    insta::assert_snapshot!(notices(&own, "2026-06-30", "reply_by"), @r#"
    "reply_by": "2026-07-07",
    "reply_by": "2026-07-07",
    "#);
    insta::assert_snapshot!(notices(&plain, "2026-07-06", "working_days_overdue"), @r#"
    "working_days_overdue": 65,
    "working_days_overdue": 4,
    "#);
    insta::assert_snapshot!(notices(&own, "2026-07-06", "working_days_overdue"), @r#"
    "working_days_overdue": 63,
    "working_days_overdue": 2,
    "#);
}

#[test]
fn days_off_that_cannot_be_are_named_with_their_line() {
    let world = World::with_tasks();
    let settings = world.read("ledger.toml");
    let says = |sections: &str| {
        world.write("ledger.toml", format!("{settings}\n{sections}"));
        world.run(["list", "甲"])
    };
    insta::assert_snapshot!(says("[[holiday]]\noff = [\"1月1日\"]\n"), @"
    --- stderr
    错误：ledger.toml 第 35 行第 1 列：这一节 [[holiday]] 没有写 year；请补上一行 year = 2027
    --- exit 1
    ");
    insta::assert_snapshot!(says("[[holiday]]\nyear = 2027\noff = [\"元旦\"]\n"), @r#"
    --- stderr
    错误：ledger.toml 第 37 行第 8 列：holiday 的 off：看不懂“元旦”；写作 "1月1日至3日"、"5月1日" 或 2027-01-01
    --- exit 1
    "#);
    insta::assert_snapshot!(says("[[holiday]]\nyear = 2027\noff = [\"2月27日至29日\"]\n"), @"
    --- stderr
    错误：ledger.toml 第 37 行第 8 列：holiday 的 off：“2月27日至29日”里有一天不存在，离它最近的是 2027-02-28；请改正
    --- exit 1
    ");
    insta::assert_snapshot!(says("[[holiday]]\nyear = 2027\noff = \"1月1日\"\n"), @r#"
    --- stderr
    错误：ledger.toml 第 37 行第 7 列：holiday 的 off 写的是 "1月1日"，应为日期的清单，如 ["1月1日至3日", "5月1日"]
    --- exit 1
    "#);
    insta::assert_snapshot!(says("[[holiday]]\nyear = 2027\noff = [2027-02-30]\n"), @"
    --- stderr
    错误：ledger.toml 第 37 行第 8 列：没有这个日期，或写法不对；日期写作 2026-09-30，不加引号
    --- exit 1
    ");
    insta::assert_snapshot!(says("[[holiday]]\nyear = \"2027\"\noff = []\n"), @r#"
    --- stderr
    错误：ledger.toml 第 36 行第 8 列：holiday 的 year 写的是 "2027"，应为不加引号的整数，如 7 或 2026
    --- exit 1
    "#);
    insta::assert_snapshot!(says("[holiday]\nyear = 2027\n"), @"
    --- stderr
    错误：ledger.toml 第 35 行第 1 列：holiday 写的是 [holiday]，应为一节一节的形式，如 [[holiday]]
    --- exit 1
    ");
    world.write(
        "ledger.toml",
        format!(
            "{settings}\n[[holiday]]\nyear = 2027\noff  = [\"1月1日至3日\"]\nwork = [\"1月2日\", \"1月8日\"]\n\
             [[holiday]]\nyear = 2027\nof   = [\"2月6日\"]\n"
        ),
    );
    insta::assert_snapshot!(world.run(["check"]), @"
    清廉机关建设工作台账　台账检查
    编制单位：某局　2026年6月30日　星期二

    检查了 14 项任务，发现 8 个问题
    文件                行 级别 问题和办法                                                      自动改正
    ────────────────────────────────────────────────────────────────────────────────────────────────────
    ledger.toml            提醒 手工改过，还没有存入历史；请先改正这个文件里的错误
    ledger.toml         35 错误 2027-01-02 既写成放假（off），又写成补班（work）；请删去一处
    ledger.toml         35 提醒 2027-01-08 是星期五，本来就上班，不用写成补班（work）；请核对
    ledger.toml         39 错误 2027 年写了两节 [[holiday]]；请并成一节
    ledger.toml         39 提醒 2027 年没有写放假的日子（off），按没有节假日算；请照放假通知写
                                上
    ledger.toml         41 提醒 不认得“holiday 的 of”这一项，没有读取；您是不是想写“off”？
    tasks/2026/003.toml  9 提醒 配合单位“机关党委”不在 ledger.toml 里；您是不是想写“机关纪委”？
                                或请先在 ledger.toml 里登记
    tasks/2026/010.toml  1 提醒 时限待定：没有完成时限，阶段也没有截止日；请用 ledger set
                                2026-010 due=日期 定下
    ");
}
