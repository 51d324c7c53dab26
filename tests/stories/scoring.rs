//! Scoring the offices: a table that can be reckoned over by hand.

use crate::common::World;

/// What an office handed in without substance, had sent back, and had extended when it was too late.
const SENT_BACK: &str = r#"title = "报送自查报告"
lead = "机关纪委"
due = 2026-06-10
weight = 2

status = "doing"

[[log]]
date = 2026-06-08
by = "陈刚"
kind = "done"

[[log]]
date = 2026-06-09
by = "王敏"
kind = "return"
text = "无实质内容"

[[log]]
date = 2026-06-12
by = "陈刚"
kind = "extend"
text = "重写"
from = 2026-06-10
to = 2026-07-20
approved_by = "王敏"
"#;

fn scored() -> World {
    let world = World::with_tasks();
    world.write("tasks/2026/015.toml", SENT_BACK);
    world.commit_all("报送");
    world
}

#[test]
fn offices_are_ranked_and_the_rule_stands_below() {
    let world = scored();
    insta::assert_snapshot!(world.run(["score", "--width", "110"]), @"
    清廉机关建设工作台账　督查考评
    编制单位：某局　2026年6月30日　星期二

    考评期间2026年1月1日至2026年6月30日，参加考评 2 个单位
    名次 牵头单位         得分 交办 按时 逾期办结 逾期 在办 不计 频次 延期 退回 应评 实得 扣分
    ──────────────────────────────────────────────────────────────────────────────────────────
       1 综合科           60.0    8    1        1    1    1    4  2/2              4  2.4    0
       2 机关纪委          9.5    5    1             2         2         2    1    8    1   -3
       — （未列牵头单位）    —    1                            1                   0    0    0

    计分办法（可在 ledger.toml 的 [score] 里改）：得分＝100×实得分值÷应评分值－扣分，不低于0分，保留一位小数；同分
      同名次，没有应评任务的不打分。
    每项任务按分值（没有写的为1）计：按时办结得100%，逾期办结得60%，逾期未办结得0%。按频次办理的，取已到期各周期应
      办次数的平均：按时办的100%，补办的60%，欠办的0%。
    扣分：退回每次2分，逾期后延期每次1分，时限前批准的延期不扣分。
    时限按批准的延期算；时限已过才批准的延期不算（没有写批准日的，看登记的日子），仍按延期前的时限考评。未到期又未
      办结的、长期坚持的、时限待定的不计；已取消的不在其中。
    考评期间2026年1月1日至2026年6月30日：时限或办结日期在期间内的任务，以及期末仍逾期的任务计入；只看期末以前的办
      理记录，延期和退回只算期间内的。
    ");
}

#[test]
fn machines_read_the_scores() {
    let world = scored();
    insta::assert_snapshot!(world.must(["考评", "--format", "json"]).stdout, @r#"
    [
      {
        "office": "综合科",
        "assigned": 8,
        "done": 2,
        "on_time": 1,
        "late": 1,
        "overdue": 1,
        "running": 1,
        "unassessed": 4,
        "owed": 2,
        "met": 2,
        "extended": 0,
        "late_extensions": 0,
        "returned": 0,
        "weight": 8.0,
        "assessed": 4.0,
        "earned": 2.4,
        "deducted": 0.0,
        "score": 60.0,
        "rank": 1
      },
      {
        "office": "机关纪委",
        "assigned": 5,
        "done": 1,
        "on_time": 1,
        "late": 0,
        "overdue": 2,
        "running": 0,
        "unassessed": 2,
        "owed": 0,
        "met": 0,
        "extended": 2,
        "late_extensions": 1,
        "returned": 1,
        "weight": 10.0,
        "assessed": 8.0,
        "earned": 1.0,
        "deducted": 3.0,
        "score": 9.5,
        "rank": 2
      },
      {
        "office": null,
        "assigned": 1,
        "done": 0,
        "on_time": 0,
        "late": 0,
        "overdue": 0,
        "running": 0,
        "unassessed": 1,
        "owed": 0,
        "met": 0,
        "extended": 0,
        "late_extensions": 0,
        "returned": 0,
        "weight": 1.0,
        "assessed": 0.0,
        "earned": 0.0,
        "deducted": 0.0,
        "score": null,
        "rank": null
      }
    ]
    "#);
}

#[test]
fn a_score_is_explained_line_by_line() {
    let world = scored();
    insta::assert_snapshot!(world.run(["score", "--explain", "机关纪委", "--width", "110"]), @"
    清廉机关建设工作台账　督查考评明细　机关纪委
    编制单位：某局　2026年6月30日　星期二

    得分
    考评期间2026年1月1日至2026年6月30日：100 × 实得分值1 ÷ 应评分值8 － 扣分3 ＝ 9.5 分，第2名

    任务（5 项）
    编号     任务                 分值 考评时限   办结日期   办理结果       得分率 得分值
    ─────────────────────────────────────────────────────────────────────────────────────
    2026-003 组织开展警示教育        5 2026-06-15            逾期未办结         0%      0
    2026-008 修订廉政风险防控制度    1 2026-07-31            未到期，不计        —      —
    2026-009 落实谈心谈话制度        1                       长期坚持，不计      —      —
    2026-011 签订廉政承诺书          1 2026-06-25 2026-06-24 按时办结         100%      1
    2026-015 报送自查报告            2 2026-06-10            逾期未办结         0%      0

    延期和退回（3 次）
    日期       编号     任务                 事项       办理记录                              扣分
    ──────────────────────────────────────────────────────────────────────────────────────────────
    2026-06-18 2026-008 修订廉政风险防控制度 延期       2026-06-20 → 2026-07-31　等上级新规定    0
    2026-06-09 2026-015 报送自查报告         退回       无实质内容                              -2
    2026-06-12 2026-015 报送自查报告         逾期后延期 2026-06-10 → 2026-07-20　重写           -1

    计分办法（可在 ledger.toml 的 [score] 里改）：得分＝100×实得分值÷应评分值－扣分，不低于0分，保留一位小数；同分
      同名次，没有应评任务的不打分。
    每项任务按分值（没有写的为1）计：按时办结得100%，逾期办结得60%，逾期未办结得0%。按频次办理的，取已到期各周期应
      办次数的平均：按时办的100%，补办的60%，欠办的0%。
    扣分：退回每次2分，逾期后延期每次1分，时限前批准的延期不扣分。
    时限按批准的延期算；时限已过才批准的延期不算（没有写批准日的，看登记的日子），仍按延期前的时限考评。未到期又未
      办结的、长期坚持的、时限待定的不计；已取消的不在其中。
    考评期间2026年1月1日至2026年6月30日：时限或办结日期在期间内的任务，以及期末仍逾期的任务计入；只看期末以前的办
      理记录，延期和退回只算期间内的。
    ");
    for words in [&["score", "--width", "60"][..], &["score", "--explain", "机关纪委", "--width", "60"]] {
        let rules = world.must(words).stdout;
        let widest =
            rules.lines().filter(|line| line.starts_with('─')).map(|line| line.chars().count()).max();
        assert!(widest <= Some(60), "{rules}");
    }
    insta::assert_snapshot!(world.must(["score", "--明细", "综合科", "--format", "md"]).stdout, @r"
    # 清廉机关建设工作台账　督查考评明细　综合科

    编制单位：某局　2026年6月30日　星期二

    ## 得分

    考评期间2026年1月1日至2026年6月30日：100 × 实得分值2.4 ÷ 应评分值4 － 扣分0 ＝ 60.0 分，第1名

    ## 任务（8 项）

    | 编号 | 任务 | 分值 | 考评时限 | 办结日期 | 办理结果 | 得分率 | 得分值 |
    | --- | --- | ---: | --- | --- | --- | ---: | ---: |
    | 2026-001 | 制定实施方案 | 1 | 2026-03-20 | 2026-03-18 | 按时办结 | 100% | 1 |
    | 2026-002 | 召开动员部署会 | 1 | 2026-03-25 | 2026-04-02 | 逾期办结 | 60% | 0.6 |
    | 2026-004 | 建立工作台账 | 1 | 2026-03-31 |  | 逾期未办结 | 0% | 0 |
    | 2026-005 | 编印廉政提醒手册 | 1 | 2026-07-03 |  | 未到期，不计 | — | — |
    | 2026-006 | 建设廉政文化长廊 | 1 | 2026-08-31 |  | 未到期，不计 | — | — |
    | 2026-007 | 每月集中学习 | 1 | 各周期 |  | 应办2次：按时1次、补办1次 | 80% | 0.8 |
    | 2026-013 | 评选清廉家庭 | 1 | 2026-09-30 |  | 未到期，不计 | — | — |
    | 2026-014 | 开展清廉家风活动 | 1 | 2026-10-31 |  | 未到期，不计 | — | — |

    ## 延期和退回（0 次）

    没有

    > 计分办法（可在 ledger.toml 的 \[score\] 里改）：得分＝100×实得分值÷应评分值－扣分，不低于0分，保留一位小数；同分同名次，没有应评任务的不打分。

    > 每项任务按分值（没有写的为1）计：按时办结得100%，逾期办结得60%，逾期未办结得0%。按频次办理的，取已到期各周期应办次数的平均：按时办的100%，补办的60%，欠办的0%。

    > 扣分：退回每次2分，逾期后延期每次1分，时限前批准的延期不扣分。

    > 时限按批准的延期算；时限已过才批准的延期不算（没有写批准日的，看登记的日子），仍按延期前的时限考评。未到期又未办结的、长期坚持的、时限待定的不计；已取消的不在其中。

    > 考评期间2026年1月1日至2026年6月30日：时限或办结日期在期间内的任务，以及期末仍逾期的任务计入；只看期末以前的办理记录，延期和退回只算期间内的。

    *清廉机关建设工作台账　某局　2026年6月30日　依据提交 〔提交〕（2026-06-30 存入）*
    ");
}

#[test]
fn an_extension_after_the_deadline_gains_nothing() {
    let mut world = World::with_ledger();
    world.must(["add", "甲", "--lead", "综合科", "--due", "2026-06-25"]);
    let score = |world: &World| {
        let json = world.must(["score", "--format", "json"]).stdout;
        let offices: serde_json::Value = serde_json::from_str(&json).unwrap();
        (offices[0]["score"].as_f64(), offices[0]["overdue"].as_u64(), offices[0]["extended"].as_u64())
    };
    assert_eq!(score(&world), (Some(0.0), Some(1), Some(0)));
    let said =
        world.must(["extend", "1", "--to", "2026-07-31", "--reason", "来不及", "--approved-by", "王敏"]);
    assert!(said.stderr.contains("考核时仍按逾期计"), "{said}");
    assert_eq!(score(&world), (Some(0.0), Some(1), Some(1)));
    world.today_is("2026-07-20");
    world.must(["done", "1"]);
    // Finished before the new deadline, but after the one that counts: 60, less one point.
    assert_eq!(score(&world), (Some(59.0), Some(0), Some(1)));
    // At the end of June it was not finished, and nothing of July counts.
    let said = world.must(["score", "--to", "6月30日", "--format", "json"]).stdout;
    assert!(said.contains("\"overdue\": 1"), "{said}");
}

#[test]
fn the_rule_is_the_offices_own() {
    let world = scored();
    let own = "[score]\nlate = 80\noverdue = 20.5\nreturned = 5\nextended = 0.5\nlate_extension = 3\n";
    world.write("ledger.toml", format!("{}\n{own}", crate::sample::SETTINGS));
    let said = world.must(["score", "--width", "120"]).stdout;
    for words in
        ["逾期办结得80%", "逾期未办结得20.5%", "退回每次5分，逾期后延期每次3分，时限前批准的延期每次扣0.5分"]
    {
        assert!(said.contains(words), "{said}");
    }
    world.write("ledger.toml", format!("{}\n[score]\nreturned = -2\n", crate::sample::SETTINGS));
    let said = world.run(["score"]);
    assert_eq!(said.code, 1);
    assert!(said.stderr.contains("score 的 returned 写的是 -2，应为不小于 0 的数字"), "{said}");
}

#[test]
fn what_cannot_be_scored_is_refused() {
    let world = scored();
    for (words, refusal) in [
        (
            &["score", "--explain", "纪委"][..],
            "错误：牵头单位没有“纪委”；您是不是想写“机关纪委”？；可选：综合科、机关纪委\n",
        ),
        (
            &["score", "--to", "2026-07-01"],
            "错误：考评截止日 2026-07-01 还没有到（今天是 2026-06-30）；请用 --to 写今天或以前的日期\n",
        ),
        (
            &["score", "--from", "2026-06-30", "--to", "2026-06-01"],
            "错误：考评起始日 2026-06-30 晚于截止日 2026-06-01；请用 --from 和 --to 写明起止\n",
        ),
        (
            &["score", "--from", "2026-02-30"],
            "错误：考评起始日：2026年2月30日不存在，2月最后一天是 2026-02-28",
        ),
    ] {
        let said = world.run(words);
        assert_eq!(said.code, 1, "{said}");
        assert!(said.stderr.starts_with(refusal), "{said}");
    }
    let empty = World::with_ledger();
    assert!(empty.must(["score"]).stdout.contains("没有可以考评的任务"));
    assert_eq!(empty.must(["score", "--format", "json"]).stdout, "[]\n");
}
