//! Monday morning: the clerk prints the 周报, the leader compares it with the last one.

use insta::assert_snapshot;

use crate::common::World;

/// The ledger of `sample`, registered long before, and a week's work on it.
fn world() -> World {
    let mut world = World::with_ledger();
    kept_on(&mut world, "2026-03-02");
    for (file, text) in crate::sample::TASKS {
        world.write(&format!("tasks/2026/{file}"), text);
    }
    world.commit_all("登记任务");
    kept_on(&mut world, "2026-06-29");
    world.today_is("2026-06-29");
    world.must(["note", "14", "方案已发各支部", "--progress", "55"]);
    world.must(["done", "5", "--outcome", "廉政提醒手册一册"]);
    world.must(["done", "7", "--period", "2026-06"]);
    kept_on(&mut world, "2026-06-30");
    world.today_is("2026-06-30");
    world.must([
        "add",
        "清理闲置办公用房",
        "--phase",
        "集中建设",
        "--lead",
        "综合科",
        "--owner",
        "李强",
        "--due",
        "2026-07-10",
    ]);
    world.must(["extend", "3", "--to", "2026-07-15", "--reason", "讲师改期", "--approved-by", "王敏"]);
    world
}

/// What is kept from now on is kept on this day.
fn kept_on(world: &mut World, day: &str) {
    for variable in ["GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"] {
        world.set_variable(variable, &format!("{day}T23:30:00+08:00"));
    }
}

/// The report's JSON.
#[track_caller]
fn facts(world: &World, words: &[&str]) -> serde_json::Value {
    let said = world.must(["report", "--format", "json"].iter().chain(words));
    serde_json::from_str(&said.stdout).unwrap()
}

#[test]
fn the_week_so_far_is_told_with_its_figures() {
    let page = world().must(["report", "--width", "100"]);
    assert_snapshot!(page, @"
    清廉机关建设工作周报
    第27期　某局　2026年6月30日

    2026年6月29日至7月5日工作推进情况
    清廉机关建设工作专班　负责人：王敏　成员：李强、赵蕾

    一、总体情况
    截至2026年6月30日，台账共15项任务，其中已办结3项（占20.0%）、待核销1项（占6.7%）、推进中5项（占
      33.3%）、受阻1项（占6.7%）、未启动4项（占26.7%）、已取消1项（占6.7%）。逾期1项、时限待定1项、长期
      坚持1项。办结率21.4%，按时办结率66.7%。
    本周（2026年6月29日至7月5日）办结1项、有进展2项、新增1项、调整时限1项。与上周末（6月28日）相比，任务
      ▲1、办结▲1、逾期▼1、受阻持平。
    从总体上看，推进平稳，个别任务逾期。逾期任务都在综合科（1项）。“部署推进”阶段已于3月31日到期，还有1
      项没有办完。“集中建设”阶段11月30日到期，还有153天，办结率11.1%。

    （一）按阶段
    比上周：集中建设办结▲1、逾期▼1。
    阶段     任务数 已办结 待核销 推进中 受阻 未启动 已取消 逾期 临期 办结率 按时办结率
    ───────────────────────────────────────────────────────────────────────────────────
    部署推进      3      2      0      0    0      1      0    1    0  66.7%        50%
    集中建设     10      1      1      4    1      2      1    0    0  11.1%       100%
    总结提升      1      0      0      1    0      0      0    0    0     0%
    未列阶段      1      0      0      0    0      1      0    0    0     0%
    合计         15      3      1      5    1      4      1    1    0  21.4%      66.7%

    （二）按重点任务
    比上周：清廉纪律建设逾期▼1；清廉文化建设办结▲1。
    重点任务     任务数 已办结 待核销 推进中 受阻 未启动 已取消 逾期 临期 办结率 按时办结率
    ───────────────────────────────────────────────────────────────────────────────────────
    清廉思想建设      4      2      0      1    0      1      0    1    0    50%        50%
    清廉纪律建设      4      0      1      3    0      0      0    0    0     0%
    清廉文化建设      5      1      0      1    1      1      1    0    0    25%       100%
    未列重点任务      2      0      0      0    0      2      0    0    0     0%
    合计             15      3      1      5    1      4      1    1    0  21.4%      66.7%

    （三）按牵头单位
    比上周：综合科办结▲1；机关纪委逾期▼1。
    牵头单位     任务数 已办结 待核销 推进中 受阻 未启动 已取消 逾期 临期 办结率 按时办结率
    ───────────────────────────────────────────────────────────────────────────────────────
    综合科           10      3      0      2    1      3      1    1    0  33.3%      66.7%
    机关纪委          4      0      1      3    0      0      0    0    0     0%
    未列牵头单位      1      0      0      0    0      1      0    0    0     0%
    合计             15      3      1      5    1      4      1    1    0  21.4%      66.7%

    二、本周进展

    （一）办结
    本周办结1项。
    编号     任务             牵头单位 责任人 时限       办结日期   是否按时 成果
    ─────────────────────────────────────────────────────────────────────────────────────────
    2026-005 编印廉政提醒手册 综合科   赵蕾   2026-07-03 2026-06-29 按时     廉政提醒手册一册

    （二）推进
    本周记录进展2项。
    编号     任务             牵头单位 进展
    ───────────────────────────────────────────────────────────────────────
    2026-007 每月集中学习     综合科   6月29日　办结2026年6月的一次（李强）
    2026-014 开展清廉家风活动 综合科   6月29日　方案已发各支部（李强）

    （三）新增
    本周新增1项。
    编号     任务             牵头单位 责任人 时限       登记日期
    ───────────────────────────────────────────────────────────────
    2026-015 清理闲置办公用房 综合科   李强   2026-07-10 2026-06-30

    （四）时限调整
    本周调整时限1项。
    编号     任务             牵头单位 原时限     新时限     理由     批准人
    ────────────────────────────────────────────────────────────────────────
    2026-003 组织开展警示教育 机关纪委 2026-06-15 2026-07-15 讲师改期 王敏

    三、逾期和临期事项

    （一）逾期
    逾期1项，最长逾期91天。
    编号     任务         牵头单位 责任人 完成时限   逾期天数 最新进展
    ──────────────────────────────────────────────────────────────────
    2026-004 建立工作台账 综合科   李强   2026-03-31       91

    （二）临期
    7日内没有到期的任务。

    四、存在问题和需协调事项
    受阻1项，需要协调：
    编号     任务             牵头单位 责任人 受阻原因                   受阻日期   受阻天数
    ────────────────────────────────────────────────────────────────────────────────────────
    2026-006 建设廉政文化长廊 综合科   赵蕾   经费未批，需财务科追加预算 2026-06-20       10

    时限待定1项，请牵头单位明确完成时限：
    编号     任务     牵头单位 责任人
    ─────────────────────────────────
    2026-010 只有名称

    五、下周重点
    到7月12日为止到期1项，请牵头单位按时限办结：
    编号     任务             牵头单位 责任人 完成时限   剩余天数 进度
    ──────────────────────────────────────────────────────────────────
    2026-015 清理闲置办公用房 综合科   李强   2026-07-10       10   0%

    附件：任务进展一览表
                                                                                                    某局
                                                                                           2026年6月30日

    附件：任务进展一览表
    尚未销号的11项：
    编号     任务             牵头单位 责任人 时限       灯            进度 最新进展
    ────────────────────────────────────────────────────────────────────────────────────────────────────
    2026-003 组织开展警示教育 机关纪委 陈刚   2026-07-15 ●绿 正常       60% 2026-05-20 已拟定方案
    2026-004 建立工作台账     综合科   李强   2026-03-31 ■红 逾期91天    0%
    2026-006 建设廉政文化长廊 综合科   赵蕾   2026-08-31 ▲黄 受阻       20% 2026-06-20 经费未批，需财务
                                                                            科追加预算
    2026-007 每月集中学习     综合科   李强   2026-07-31 ●绿 正常     3/8次
    2026-008 修订廉政风险防控 机关纪委 陈刚   2026-07-31 ●绿 正常       40%
             制度
    2026-009 落实谈心谈话制度 机关纪委 陈刚   长期       ●绿 长期       30%
    2026-010 只有名称                         待定       ○灰 待定
    2026-011 签订廉政承诺书   机关纪委 陈刚   2026-06-25 ●绿 待核销    100% 2026-06-24 全部签订
    2026-013 评选清廉家庭     综合科   赵蕾   2026-09-30 ○灰 未到期      0%
    2026-014 开展清廉家风活动 综合科   赵蕾   2026-10-31 ●绿 正常       55% 2026-06-29 方案已发各支部
    2026-015 清理闲置办公用房 综合科   李强   2026-07-10 ●绿 正常        0%

    办结率＝已办结÷（任务数－已取消）；按时办结率＝时限当日及以前办完的÷已办结；逾期按日历天计算
    ");
}

#[test]
fn the_figures_add_up_in_every_report() {
    let world = world();
    for words in [
        vec![],
        vec!["--week", "上周"],
        vec!["--month"],
        vec!["--month", "3月"],
        vec!["--from", "2026-05-01", "--to", "2026-06-20"],
    ] {
        let facts = facts(&world, &words);
        let sum = |counts: &serde_json::Value| -> u64 {
            ["todo", "doing", "blocked", "review", "done", "cancelled", "other"]
                .iter()
                .map(|key| counts[key].as_u64().unwrap())
                .sum()
        };
        let totals = &facts["totals"];
        assert_eq!(sum(totals), totals["total"].as_u64().unwrap(), "{words:?}");
        assert_eq!(sum(&facts["previous"]), facts["previous"]["total"].as_u64().unwrap(), "{words:?}");
        for group in ["by_phase", "by_domain", "by_office"] {
            for key in ["total", "done", "doing", "overdue", "soon", "no_deadline"] {
                let parts: u64 =
                    facts[group].as_array().unwrap().iter().map(|part| part[key].as_u64().unwrap()).sum();
                assert_eq!(parts, totals[key].as_u64().unwrap(), "{words:?} {group} {key}");
            }
        }
    }
}

#[test]
fn machines_read_what_the_week_brought() {
    let world = world();
    let facts = facts(&world, &[]);
    let keys: Vec<&str> = facts.as_object().unwrap().keys().map(String::as_str).collect();
    assert_snapshot!(keys.join(" "), @"added blocked by_domain by_office by_phase cancelled caught_up coming commit day done from in_review issue kind moved occurrences outcomes overdue previous progressed soon standards title to totals unit unread");
    let of = |key: &str| facts[key].to_string();
    assert_snapshot!(
        ["title", "issue", "from", "to", "day", "added", "done", "progressed", "occurrences", "overdue", "coming", "moved",
         "blocked", "outcomes"].map(|key| format!("{key}: {}", of(key))).join("\n"),
        @r#"
    title: "清廉机关建设工作周报"
    issue: 27
    from: "2026-06-29"
    to: "2026-07-05"
    day: "2026-06-30"
    added: ["2026-015"]
    done: ["2026-005"]
    progressed: [{"id":"2026-014","notes":["方案已发各支部"]}]
    occurrences: [{"date":"2026-06-29","id":"2026-007","period":"2026-06"}]
    overdue: ["2026-004"]
    coming: ["2026-015"]
    moved: [{"approved_by":"王敏","approved_on":null,"date":"2026-06-30","from":"2026-06-15","id":"2026-003","period":null,"reason":"讲师改期","to":"2026-07-15"}]
    blocked: ["2026-006"]
    outcomes: [{"id":"2026-005","outcome":"廉政提醒手册一册"}]
    "#
    );
    assert_eq!(facts["commit"].as_str().unwrap(), world.git(["rev-parse", "HEAD"]).trim());
}

#[test]
fn a_past_week_stands_as_it_stood() {
    let mut world = world();
    kept_on(&mut world, "2026-07-08");
    world.today_is("2026-07-08");
    let before = facts(&world, &["--week", "2026-06-30"]);
    world.must(["done", "14"]);
    world.must(["cancel", "13", "改到明年"]);
    world.must(["note", "3", "讲师已定", "--progress", "90"]);
    let mut after = facts(&world, &["--week", "2026-06-30"]);
    // Only the commit is another.
    after["commit"] = before["commit"].clone();
    assert_eq!(before, after);
    // The stretch before, as the week's own report had it.
    let previous = facts(&world, &["--week", "2026-W26"]);
    let totals = previous["totals"].as_object().unwrap();
    for (key, value) in totals {
        assert_eq!(before["previous"][key], *value, "{key}");
    }
}

#[test]
fn what_was_registered_since_is_left_out_unless_the_whole_ledger_was() {
    let mut world = world();
    kept_on(&mut world, "2026-07-06");
    world.today_is("2026-07-06");
    world.must(["add", "周一才登记的任务"]);
    assert_eq!(facts(&world, &["--week", "2026-06-30"])["totals"]["total"], 15);
    assert_eq!(facts(&world, &[])["totals"]["total"], 16);
    // Taken over from a spreadsheet: its tasks are older than its history.
    let page = world.must(["report", "--month", "2月", "--format", "md"]);
    assert!(page.stdout.contains("台账共16项任务"), "{page}");
    assert!(page.stdout.contains("台账建于2月28日之后，16项任务一并计入"), "{page}");
}

#[test]
fn issues_and_the_masthead_are_the_offices_own() {
    let settings = format!(
        "{}\n[report]\nname = \"清廉动态\"\neditor = \"综合科\"\nto = [\"局领导\"]\ncc = [\"各科室\"]\ncopies = 30\nfirst = 2026-06-15\n",
        crate::sample::SETTINGS
    );
    let world = World::with_settings(&settings);
    let head = |words: &[&str]| {
        let page = world.must(["report", "--format", "md"].iter().chain(words)).stdout;
        page.lines().take(3).collect::<Vec<_>>().join("\n")
    };
    assert_snapshot!(head(&[]), @r"
    # 清廉动态周报

    第3期　综合科　2026年6月30日
    ");
    assert_snapshot!(head(&["--month"]), @r"
    # 清廉动态月报

    第1期　综合科　2026年6月30日
    ");
    assert_snapshot!(head(&["--周", "--期号", "7"]), @r"
    # 清廉动态周报

    第7期　综合科　2026年6月30日
    ");
    assert_snapshot!(head(&["--自", "2026-06-01", "--至", "2026-06-10"]), @r"
    # 清廉动态通报

    综合科　2026年6月10日
    ");
    // An empty ledger has a report too, in sentences.
    assert_snapshot!(world.must(["周报"]), @"
    清廉动态周报
    第3期　综合科　2026年6月30日

    2026年6月29日至7月5日工作推进情况
    清廉机关建设工作专班　负责人：王敏　成员：李强、赵蕾

    一、总体情况
    截至2026年6月30日，台账里还没有任务。
    本周（2026年6月29日至7月5日）办结0项、有进展0项、新增0项、调整时限0项。

    二、本周进展

    （一）办结
    本周没有办结的任务。

    （二）推进
    本周没有记录进展的任务。

    （三）新增
    本周没有新增的任务。

    （四）时限调整
    本周没有调整时限的任务。

    三、逾期和临期事项

    （一）逾期
    没有逾期的任务。

    （二）临期
    7日内没有到期的任务。

    四、存在问题和需协调事项
    没有受阻的任务。

    五、下周重点
    到7月12日为止没有到期的任务。

    附件：任务进展一览表
                                                                                                  综合科
                                                                                           2026年6月30日

    附件：任务进展一览表
    没有尚未销号的任务。

    报：局领导。
    送：各科室。
    （共印30份）

    办结率＝已办结÷（任务数－已取消）；按时办结率＝时限当日及以前办完的÷已办结；逾期按日历天计算
    ");
}

#[test]
fn the_public_edition_names_nobody() {
    let page = world().must(["report", "--public", "--format", "md"]).stdout;
    for name in ["李强", "赵蕾", "陈刚", "王敏"] {
        assert!(!page.contains(name), "{name}\n{page}");
    }
    assert!(page.contains("（公开版）"), "{page}");
}

#[test]
fn what_waits_to_be_struck_off_stands_apart() {
    let mut world = World::with_settings(&format!("{}\n[closing]\nreview = true\n", crate::sample::SETTINGS));
    world.today_is("2026-06-24");
    world.must(["add", "签订廉政承诺书", "--phase", "集中建设", "--lead", "综合科", "--due", "2026-06-26"]);
    world.must(["add", "编印手册", "--phase", "集中建设", "--lead", "综合科", "--due", "2026-06-20"]);
    world.must(["done", "1"]);
    world.today_is("2026-06-30");
    world.must(["accept", "1", "--by", "王敏"]);
    world.must(["done", "2"]);
    let page = world.must(["report", "--width", "100"]).stdout;
    let part = page.split("（一）办结").nth(1).unwrap().split("（二）").next().unwrap();
    assert_snapshot!(part, @r"

    本周没有办结的任务。

    本周报办结、待核销1项：
    编号     任务           牵头单位 责任人 时限       办结日期   是否按时 成果
    ───────────────────────────────────────────────────────────────────────────
    2026-002 编印手册       综合科          2026-06-20 2026-06-30 逾期10天

    此前办完、本周核销或补报1项：
    编号     任务           牵头单位 责任人 时限       办结日期   是否按时 成果
    ───────────────────────────────────────────────────────────────────────────
    2026-001 签订廉政承诺书 综合科          2026-06-26 2026-06-24 按时
    ");
}

#[test]
fn stretches_that_make_no_sense_are_refused() {
    let world = World::with_tasks();
    let said = |words: &[&str]| world.run(["report"].iter().chain(words)).to_string();
    assert_snapshot!(said(&["--from", "2026-06-20", "--to", "2026-06-10"]), @r"
    --- stderr
    错误：起始日 2026-06-20 晚于截止日 2026-06-10；请改 --from 或 --to
    --- exit 2
    ");
    assert_snapshot!(said(&["--to", "2026-06-10"]), @r"
    --- stderr
    错误：写了 --to，还要用 --from 写从哪一天起
    --- exit 2
    ");
    assert_snapshot!(said(&["--week", "2026-07-06"]), @r"
    --- stderr
    错误：2026-07-06 至 2026-07-12 还没有到（今天是 2026-06-30），没有可报的；请改日期
    --- exit 1
    ");
    assert_snapshot!(said(&["--month", "2026-06-31"]), @r"
    --- stderr
    错误：月份：6月31日不存在，6月最后一天是 2026-06-30
    --- exit 1
    ");
    assert_snapshot!(said(&["--week", "--month"]), @r"
    --- stderr
    “--week [<日期>]”不能和“--month [<日期>]”一起用。

    用法：ledger report --week [<日期>]

    更多信息请看 `ledger report --help`。
    --- exit 2
    ");
    assert_snapshot!(said(&["--issue", "0"]), @r"
    --- stderr
    “0”不能用作“--issue <期号>”：要在 1 到 9999 之间。

    用法：ledger report [选项]

    更多信息请看 `ledger report --help`。
    --- exit 2
    ");
}
