//! Chasing offices: notices on paper, messages for a chat, and a record of both.

use crate::common::World;

/// A ledger whose office of the working group chases the others.
fn chasing() -> World {
    let world = World::with_tasks();
    let settings =
        format!("{}\n[notice]\nissuer = \"清廉机关建设工作专班办公室\"\n", crate::sample::SETTINGS);
    world.write("ledger.toml", settings);
    world.commit_all("督办设置");
    world
}

#[test]
fn every_office_that_is_late_blocked_or_due_soon_gets_a_notice() {
    let world = chasing();
    insta::assert_snapshot!(world.run(["notice", "--width", "80"]), @"
    清廉机关建设工作台账　督办单
    编制单位：某局　2026年6月30日　星期二

    督办清单
    共5件：红色2件，黄色1件，蓝色2件。请于2026年7月3日前书面反馈。
    逾期天数从时限次日起算，到今日为止，先写日历天，括号内为工作日；反馈期限为3个工
      作日，今日不计。
    单号 类别    主送单位 编号 督办事项         时限  逾期 次数
    ───────────────────────────────────────────────────────────
    1号  红·逾期 综合科   004  建立工作台账     03-31 91天    1
    2号  黄·受阻 综合科   006  建设廉政文化长廊 08-31         1
    3号  蓝·临期 综合科   007  每月集中学习     06-30         1
    4号  蓝·临期 综合科   005  编印廉政提醒手册 07-03         1
    5号  红·逾期 机关纪委 003  组织开展警示教育 06-15 15天    1

    督办单（红·逾期）
    主送：综合科　　督〔2026〕1号　第1次督办
    项目         内容
    ────────────────────────────────────────────────────────────────────────────────
    督办事项     2026-004　建立工作台账
    承办单位     综合科
    责任人       李强
    完成时限     2026年3月31日（阶段时限），已逾期91天（61个工作日）
    最新进展     尚未报送进展（进度0%）
    督办要求     请抓紧办理，于2026年7月3日前办结并书面反馈；确不能如期办结的，书面
                 说明原因、进展和预计完成时间。
                                         清廉机关建设工作专班办公室　　2026年6月30日

    ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄
    回执　督〔2026〕1号　7月3日前送清廉机关建设工作专班办公室
    项目         内容
    ────────────────────────────────────────────────────────────────────────────────
    督办事项     2026-004　建立工作台账
    办理情况

    存在问题
    预计完成时间 　　　　年　　月　　日
    签字（盖章） 经办人：　　　　　　负责人：　　　　　　　月　日

    督办单（黄·受阻）
    主送：综合科　　督〔2026〕2号　第1次督办
    项目         内容
    ────────────────────────────────────────────────────────────────────────────────
    督办事项     2026-006　建设廉政文化长廊
    承办单位     综合科
    责任人       赵蕾
    完成时限     2026年8月31日，受阻
    最新进展     2026年6月20日　赵蕾　受阻：经费未批，需财务科追加预算（进度20%）
    督办要求     请于2026年7月3日前书面说明受阻原因、已采取的措施和需要协调解决的事
                 项，提出下一步安排和预计完成时间；能自行解决的，抓紧推进，确保于
                 2026年8月31日前办结。
                                         清廉机关建设工作专班办公室　　2026年6月30日

    ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄
    回执　督〔2026〕2号　7月3日前送清廉机关建设工作专班办公室
    项目         内容
    ────────────────────────────────────────────────────────────────────────────────
    督办事项     2026-006　建设廉政文化长廊
    办理情况

    存在问题
    预计完成时间 　　　　年　　月　　日
    签字（盖章） 经办人：　　　　　　负责人：　　　　　　　月　日

    督办单（蓝·临期）
    主送：综合科　　督〔2026〕3号　第1次督办
    项目         内容
    ────────────────────────────────────────────────────────────────────────────────
    督办事项     2026-007　每月集中学习
    承办单位     综合科
    责任人       李强
    完成时限     2026年6月30日，今日到期，2026年6月应办1次、已办0次
    最新进展     尚未报送进展
    督办要求     请确保于今日办好2026年6月还差的1次，并于2026年7月3日前书面反馈办理
                 结果；预计不能按期办结的，请在到期前书面说明原因，按程序申请延期。
                                         清廉机关建设工作专班办公室　　2026年6月30日

    ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄
    回执　督〔2026〕3号　7月3日前送清廉机关建设工作专班办公室
    项目         内容
    ────────────────────────────────────────────────────────────────────────────────
    督办事项     2026-007　每月集中学习
    办理情况

    存在问题
    预计完成时间 　　　　年　　月　　日
    签字（盖章） 经办人：　　　　　　负责人：　　　　　　　月　日

    督办单（蓝·临期）
    主送：综合科　　督〔2026〕4号　第1次督办
    项目         内容
    ────────────────────────────────────────────────────────────────────────────────
    督办事项     2026-005　编印廉政提醒手册
    承办单位     综合科
    责任人       赵蕾
    完成时限     2026年7月3日，临近时限，还剩3天
    最新进展     尚未报送进展（进度80%）
    督办要求     请确保于2026年7月3日前按期办结并书面反馈办理结果；预计不能按期办结
                 的，请在到期前书面说明原因，按程序申请延期。
                                         清廉机关建设工作专班办公室　　2026年6月30日

    ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄
    回执　督〔2026〕4号　7月3日前送清廉机关建设工作专班办公室
    项目         内容
    ────────────────────────────────────────────────────────────────────────────────
    督办事项     2026-005　编印廉政提醒手册
    办理情况

    存在问题
    预计完成时间 　　　　年　　月　　日
    签字（盖章） 经办人：　　　　　　负责人：　　　　　　　月　日

    督办单（红·逾期）
    主送：机关纪委　　督〔2026〕5号　第1次督办
    项目         内容
    ────────────────────────────────────────────────────────────────────────────────
    督办事项     2026-003　组织开展警示教育
    任务依据     方案二（三）4
    具体内容     年内至少组织开展一次警示教育，撰写心得体会。
    完成标准     签到表、简报、心得各一份
    承办单位     机关纪委（配合：综合科、机关党委）
    责任人       陈刚（责任领导：王敏）
    完成时限     2026年6月15日，已逾期15天（10个工作日）
    最新进展     2026年5月20日　陈刚　已拟定方案（进度60%）
    督办要求     请抓紧办理，于2026年7月3日前办结并书面反馈；确不能如期办结的，书面
                 说明原因、进展和预计完成时间。
                                         清廉机关建设工作专班办公室　　2026年6月30日

    ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄
    回执　督〔2026〕5号　7月3日前送清廉机关建设工作专班办公室
    项目         内容
    ────────────────────────────────────────────────────────────────────────────────
    督办事项     2026-003　组织开展警示教育
    办理情况

    存在问题
    预计完成时间 　　　　年　　月　　日
    签字（盖章） 经办人：　　　　　　负责人：　　　　　　　月　日
    ");
}

#[test]
fn one_notice_is_one_sheet() {
    let world = chasing();
    insta::assert_snapshot!(world.run(["notice", "3", "--format", "md"]), @"
    # 清廉机关建设工作台账　督办单

    编制单位：某局　2026年6月30日　星期二

    ## 督办单（红·逾期）

    主送：机关纪委　　督〔2026〕1号　第1次督办

    | 项目 | 内容 |
    | --- | --- |
    | 督办事项 | 2026-003　组织开展警示教育 |
    | 任务依据 | 方案二（三）4 |
    | 具体内容 | 年内至少组织开展一次警示教育，撰写心得体会。 |
    | 完成标准 | 签到表、简报、心得各一份 |
    | 承办单位 | 机关纪委（配合：综合科、机关党委） |
    | 责任人 | 陈刚（责任领导：王敏） |
    | 完成时限 | 2026年6月15日，已逾期15天（10个工作日） |
    | 最新进展 | 2026年5月20日　陈刚　已拟定方案（进度60%） |
    | 督办要求 | 请抓紧办理，于2026年7月3日前办结并书面反馈；确不能如期办结的，书面说明原因、进展和预计完成时间。 |

    清廉机关建设工作专班办公室　　2026年6月30日

    ---

    ## 回执　督〔2026〕1号　7月3日前送清廉机关建设工作专班办公室

    | 项目 | 内容 |
    | --- | --- |
    | 督办事项 | 2026-003　组织开展警示教育 |
    | 办理情况 |  |
    | 存在问题 |  |
    | 预计完成时间 | 年　　月　　日 |
    | 签字（盖章） | 经办人：　　　　　　负责人：　　　　　　　月　日 |

    > 逾期天数从时限次日起算，到今日为止，先写日历天，括号内为工作日；反馈期限为3个工作日，今日不计。

    *清廉机关建设工作台账　某局　2026年6月30日　依据提交 〔提交〕（2026-06-30 存入）*
    --- stderr
    注意：单号还没有记入台账；送出时请加 --record，免得下次重号
    ");
}

#[test]
fn any_open_task_may_be_asked_after_and_finished_ones_are_not() {
    let world = chasing();
    let said = world.must(["notice", "14"]).stdout;
    assert!(said.contains("督办单（蓝·提醒）\n主送：综合科　　督〔2026〕1号　第1次督办\n"), "{said}");
    assert!(said.contains("确保于2026年10月31日前办结"), "{said}");
    for (id, status) in [("1", "已办结"), ("11", "待核销"), ("12", "已取消")] {
        let said = world.run(["notice", "3", id]);
        assert_eq!(said.code, 1);
        assert!(said.stderr.contains(&format!("现在是“{status}”，不用督办；请去掉这个编号")), "{said}");
    }
}

#[test]
fn notices_are_narrowed_to_an_office_a_person_a_colour_or_more_days() {
    let world = chasing();
    let ids = |words: &[&str]| -> Vec<String> {
        let json = world.must(["notice", "--format", "json"].iter().chain(words)).stdout;
        let slips: serde_json::Value = serde_json::from_str(&json).unwrap();
        slips.as_array().unwrap().iter().map(|slip| slip["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids(&[]), ["2026-004", "2026-006", "2026-007", "2026-005", "2026-003"]);
    assert_eq!(ids(&["--lead", "机关纪委"]), ["2026-003"]);
    assert_eq!(ids(&["--owner", "赵蕾"]), ["2026-006", "2026-005"]);
    assert_eq!(ids(&["--urgency", "红,yellow"]), ["2026-004", "2026-006", "2026-003"]);
    assert_eq!(ids(&["--颜色", "蓝色", "--期限", "60d"]), ["2026-007", "2026-005", "2026-008"]);
    assert_eq!(ids(&["--within", "0d", "--urgency", "蓝"]), ["2026-007"]);
}

#[test]
fn machines_read_what_paper_says() {
    let world = chasing();
    insta::assert_snapshot!(world.must(["notice", "3", "--format", "json"]).stdout, @r#"
    [
      {
        "number": "督〔2026〕1号",
        "recorded": false,
        "urgency": "red",
        "cause": "overdue",
        "office": "机关纪委",
        "times": 1,
        "reply_by": "2026-07-03",
        "required": "请抓紧办理，于2026年7月3日前办结并书面反馈；确不能如期办结的，书面说明原因、进展和预计完成时间。",
        "working_days_overdue": 10,
        "id": "2026-003",
        "kind": "task",
        "title": "组织开展警示教育",
        "content": "年内至少组织开展一次警示教育，撰写心得体会。",
        "domain": "清廉纪律建设",
        "measure": "增强纪法意识",
        "basis": "方案二（三）4",
        "standard": "签到表、简报、心得各一份",
        "phase": "集中建设",
        "lead": "机关纪委",
        "support": [
          "综合科",
          "机关党委"
        ],
        "leader": "王敏",
        "owner": "陈刚",
        "start": "2026-04-01",
        "due": "2026-06-15",
        "due_text": "6月中旬",
        "repeat": null,
        "weight": 5,
        "parent": null,
        "tags": [
          "六个一"
        ],
        "public": true,
        "level": null,
        "outcome": null,
        "status": "doing",
        "progress": 60,
        "done_on": null,
        "long_term": false,
        "deadline": "2026-06-15",
        "deadline_from": "task",
        "deadline_original": "2026-06-15",
        "finished_late": null,
        "days_overdue": 15,
        "days_left": null,
        "light": "red",
        "occurrences": null,
        "file": "tasks/2026/003.toml"
      }
    ]
    "#);
}

#[test]
fn a_message_for_each_person_is_ready_to_paste() {
    let world = chasing();
    world.must(["add", "没有人管的事", "--lead", "机关纪委", "--due", "2026-07-01"]);
    world.must(["add", "没有单位管的事\n第二行", "--due", "2026-06-29"]);
    insta::assert_snapshot!(world.run(["notice", "--text"]), @"
    【督办】李强同志：您负责的2项工作请抓紧：①《建立工作台账》（2026-004）时限3月31日，已逾期91天；②《每月集中学习》（2026-007）时限6月30日，今天到期，2026年6月还要办1次。请于7月3日前办结并反馈，有困难请说明。——清廉机关建设工作专班办公室　6月30日

    【督办】赵蕾同志：您负责的2项工作请抓紧：①《建设廉政文化长廊》（2026-006）工作受阻，时限8月31日；②《编印廉政提醒手册》（2026-005）时限7月3日，还剩3天。请于7月3日前反馈原因和下一步安排，需要协调的请一并说明。——清廉机关建设工作专班办公室　6月30日

    【督办】陈刚同志：您负责的《组织开展警示教育》（2026-003）时限6月15日，已逾期15天。请抓紧，于7月3日前办结并反馈，有困难请说明。——清廉机关建设工作专班办公室　6月30日

    【督办】机关纪委：你单位牵头的《没有人管的事》（2026-015）时限7月1日，还剩1天。请抓紧，于7月3日前反馈进展，确保按期办结，有困难请提前说明。——清廉机关建设工作专班办公室　6月30日

    【督办】以下工作未列责任人和牵头单位，请尽快明确：《没有单位管的事 第二行》（2026-016）时限6月29日，已逾期1天。请抓紧，于7月3日前办结并反馈，有困难请说明。——清廉机关建设工作专班办公室　6月30日
    ");
    world.must(["notice", "--text", "-o", "../消息.txt"]);
    assert_eq!(world.read("../消息.txt"), world.must(["notice", "--text"]).stdout);
}

#[test]
fn notices_given_out_are_recorded_at_once_and_keep_their_numbers() {
    let mut world = chasing();
    let commits = world.head_count();
    let said = world.must(["notice", "--record", "--by", "赵蕾", "--format", "json"]);
    assert_eq!(said.stderr, "督办 5 项\n");
    let slips: serde_json::Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!(world.head_count(), commits + 1);
    insta::assert_snapshot!(world.last_commit(), @"
    李强 <liqiang@example.com>
    督办 5 项

    Ledger-Op: remind
    Ledger-Task: 2026-004
    Ledger-Task: 2026-006
    Ledger-Task: 2026-007
    Ledger-Task: 2026-005
    Ledger-Task: 2026-003


    M	tasks/2026/003.toml
    M	tasks/2026/004.toml
    M	tasks/2026/005.toml
    M	tasks/2026/006.toml
    M	tasks/2026/007.toml
    ");
    for slip in slips.as_array().unwrap() {
        let number = slip["number"].as_str().unwrap();
        let file = world.read(slip["file"].as_str().unwrap());
        assert!(file.contains(&format!("kind = \"remind\"\ntext = \"{number} ")), "{number}: {file}");
    }
    assert!(world.task("003").ends_with(
        "[[log]]\ndate = 2026-06-30\nby = \"赵蕾\"\nkind = \"remind\"\ntext = \"督〔2026〕5号 红色督办单，要求2026-07-03前反馈\"\n"
    ));
    assert!(world.task("003").contains("status = \"doing\""));

    // The same paper once more: the same numbers, and nothing to record.
    let again = world.must(["notice", "--record", "--format", "json"]);
    assert_eq!(again.stderr, "注意：这些督办单今天已经记过，没有再记\n");
    let once_more: serde_json::Value = serde_json::from_str(&again.stdout).unwrap();
    let numbers = |slips: &serde_json::Value| -> Vec<(String, u64)> {
        let slips = slips.as_array().unwrap().iter();
        slips
            .map(|slip| (slip["number"].as_str().unwrap().to_owned(), slip["times"].as_u64().unwrap()))
            .collect()
    };
    assert_eq!(numbers(&once_more), numbers(&slips));
    // Another task on the same day gets the next number, and it alone is recorded.
    let said = world.must(["notice", "3", "14", "--record", "-o", "../督办单.md"]);
    assert_eq!(said.stderr, "督办 2026-014 开展清廉家风活动\n已写入 ../督办单.md\n");
    assert!(world.read("../督办单.md").contains("督〔2026〕6号"));
    assert!(world.read("../督办单.md").contains("督〔2026〕5号"));

    // A week later the office is asked again, under a new number.
    world.today_is("2026-07-07");
    let said = world.must(["notice", "3"]).stdout;
    assert!(said.contains("督〔2026〕7号　第2次督办\n"), "{said}");
    assert!(said.contains("此前已督办1次，仍未办结。"), "{said}");
    assert_eq!(world.git(["status", "--porcelain"]), "");
    // New year, new numbers.
    world.today_is("2027-01-04");
    let said = world.must(["notice", "3"]).stdout;
    assert!(said.contains("督〔2027〕1号　第2次督办\n"), "{said}");
    assert!(said.contains("2027年节假日安排尚未公布，按周末推算。"), "{said}");
}

#[test]
fn a_rehearsal_shows_what_would_be_recorded_and_writes_nothing() {
    let world = chasing();
    let before = world.state();
    insta::assert_snapshot!(world.run(["notice", "--record", "--dry-run", "-o", "../督办单.md"]), @"
    （试运行，没有改动）督办 5 项
      2026-004　办理记录：2026-06-30 李强 催办 督〔2026〕1号 红色督办单，要求2026-07-03前反馈
      2026-006　办理记录：2026-06-30 李强 催办 督〔2026〕2号 黄色督办单，要求2026-07-03前反馈
      2026-007　办理记录：2026-06-30 李强 催办 督〔2026〕3号 蓝色督办单，要求2026-07-03前反馈
      2026-005　办理记录：2026-06-30 李强 催办 督〔2026〕4号 蓝色督办单，要求2026-07-03前反馈
      2026-003　办理记录：2026-06-30 李强 催办 督〔2026〕5号 红色督办单，要求2026-07-03前反馈
    ");
    assert_eq!(world.state(), before);
    assert!(!world.path("../督办单.md").exists());
}

#[test]
fn what_makes_no_sense_is_refused_and_changes_nothing() {
    let world = chasing();
    let before = world.state();
    for (words, code, refusal) in [
        (&["notice", "99"][..], 1, "没有编号为“99”的任务"),
        (&["notice", "--lead", "综和科"], 1, "牵头单位没有“综和科”；您是不是想写“综合科”？"),
        (&["notice", "--owner", "李刚"], 1, "责任人没有“李刚”"),
        (&["notice", "--urgency", "绿"], 2, "“绿”不能用作“--urgency <颜色>”：可选：红、黄、蓝"),
        (&["notice", "3", "--lead", "机关纪委"], 2, "不能和“--lead <单位>”一起用"),
        (&["notice", "--dry-run"], 2, "还要写“--record”"),
        (&["notice", "--by", "赵蕾"], 2, "还要写“--record”"),
        (&["notice", "--record", "--public"], 2, "不能和“--public”一起用"),
        (&["notice", "--owner", "李强", "--public"], 2, "不能和“--public”一起用"),
        (&["notice", "--text", "--format", "json"], 2, "--text 写出的是纯文字"),
        (&["notice", "--record", "--format", "ics"], 2, "督办单画不成这种格式，没有记录"),
        (&["notice", "--within", "2026-06-01"], 1, "--within 要写今后的日子"),
    ] {
        let said = world.run(words);
        assert_eq!(said.code, code, "{words:?} {said}");
        assert!(said.stderr.contains(refusal), "{words:?} {said}");
        assert_eq!(world.state(), before, "{words:?}");
    }
    // A number may be hidden in a file that cannot be read.
    world.write("tasks/2026/015.toml", "title = ");
    let before = world.state();
    let said = world.run(["notice", "--record"]);
    assert!(said.stderr.contains("有没读到的任务，里面可能有用过的单号，没有记录"), "{said}");
    assert_eq!((said.code, world.state()), (1, before));
}

#[test]
fn the_public_edition_names_nobody_and_keeps_the_numbers() {
    let world = chasing();
    world.must(["set", "4", "public=否"]);
    let said = world.must(["notice", "--public"]);
    for name in ["陈刚", "李强", "赵蕾", "王敏", "建立工作台账", "责任人", "责任领导"] {
        assert!(!said.stdout.contains(name), "{name} in {said}");
    }
    assert!(!said.stdout.contains("督〔2026〕1号"), "{said}");
    assert!(said.stdout.contains("主送：机关纪委　　督〔2026〕5号　第1次督办\n"), "{said}");
    assert_eq!(said.stderr, "");
}

#[test]
fn nothing_to_chase_is_said() {
    let world = World::with_ledger();
    let said = world.must(["督办"]);
    assert!(said.stdout.contains("\n没有需要督办的任务\n"), "{said}");
    assert_eq!(world.must(["notice", "--format", "json"]).stdout, "[]\n");
    assert_eq!(world.must(["notice", "--record"]).stderr, "注意：没有需要督办的任务，没有再记\n");
}

#[test]
fn what_cannot_be_printed_is_not_recorded() {
    let world = chasing();
    let before = world.state();
    insta::assert_snapshot!(world.run(["notice", "--record", "-o", "../没有/督办单.docx"]), @"
    --- stderr
    错误：写不了“../没有/督办单.docx”（请检查文件夹是否存在、有没有权限、磁盘是否已满）：没有这个文件或文件夹
    --- exit 1
    ");
    insta::assert_snapshot!(world.run(["notice", "--record", "--format", "svg"]), @"
    --- stderr
    错误：督办单画不成这种格式，没有记录；请换一种，如 -o 督办单.docx
    --- exit 2
    ");
    assert_eq!(world.state(), before);
    // And where it cannot be recorded, nothing is printed.
    world.set_hook("pre-commit", "exit 1");
    insta::assert_snapshot!(world.run(["notice", "--record", "-o", "../督办单.docx"]), @"
    --- stderr
    错误：仓库的钩子没有放行，没有改动；git 没有说明原因，多半是仓库的钩子（hooks）不让存；请看 .git/hooks 或问设钩子的人
    --- exit 1
    ");
    assert!(!world.path("../督办单.docx").exists());
}
