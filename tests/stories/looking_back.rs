//! Looking back: the ledger as it stood on a day, what is different since, and what happened in between.

use insta::assert_snapshot;

use crate::audit_trail::import;
use crate::common::{World, without_commits};

/// The ledger of `sample`, registered in March, and some work on it by the end of June.
pub(crate) fn world() -> World {
    let mut world = World::founded_on("2026-03-02", crate::sample::SETTINGS);
    for (file, text) in crate::sample::TASKS {
        world.write(&format!("tasks/2026/{file}"), text);
    }
    world.write("evidence/2026-001/方案.txt", "实施方案\n");
    world.commit_all("登记任务");
    world.on("2026-06-29");
    world.must(["note", "14", "方案已发各支部", "--progress", "55"]);
    world.must(["done", "5", "--outcome", "廉政提醒手册一册"]);
    world.on("2026-06-30");
    world.must(["add", "清理闲置办公用房", "--lead", "综合科", "--owner", "李强", "--due", "2026-07-10"]);
    world.must(["extend", "3", "--to", "2026-07-15", "--reason", "讲师改期", "--approved-by", "王敏"]);
    world
}

/// What happened to that ledger until October.
fn months_later(world: &mut World) {
    world.on("2026-07-20").by("赵蕾");
    world.must(["done", "14", "--by", "赵蕾"]);
    world.must(["cancel", "13", "并入其他任务"]);
    world.git(["rm", "--quiet", "tasks/2026/004.toml", "evidence/2026-001/方案.txt"]);
    world.git(["mv", "tasks/2026/006.toml", "tasks/2026/6.toml"]);
    world.write(
        "ledger.toml",
        crate::sample::SETTINGS.replace("2026-11-30", "2026-12-31").replace("某局", "某委"),
    );
    world.write("tasks/2026/010.toml", "title = ");
    world.commit_all("整理");
    world.on("2026-10-08");
    world.write("tasks/2026/010.toml", "title = \"只有名称\"\n");
    world.commit_all("修好");
    world.must(["set", "15", "owner=赵蕾"]);
}

/// Every page that a clerk prints.
const PAGES: [&[&str]; 10] = [
    &[],
    &["list", "--all"],
    &["list", "--all", "--format", "json"],
    &["show", "14"],
    &["overdue"],
    &["due"],
    &["board"],
    &["report", "--week"],
    &["score"],
    &["notice"],
];

/// The pages on the screen and in files, drawn with these words besides.
fn drawn(world: &World, undated: bool, besides: &[&str]) -> Vec<(String, Vec<u8>)> {
    let run = |words: &[&str]| {
        let words: Vec<&str> = words.iter().chain(besides).copied().collect();
        if undated { world.run_undated(words) } else { world.run(words) }
    };
    let mut drawn = Vec::new();
    for page in PAGES {
        let said = run(page);
        assert_eq!(said.code, 0, "{page:?}: {said}");
        drawn.push((page.join(" "), said.stdout.into_bytes()));
        if page.contains(&"json") {
            continue;
        }
        for ending in ["md", "html", "xlsx", "docx"] {
            let file = format!("../页.{ending}");
            assert_eq!(run(&[page, &["-o", &file]].concat()).code, 0);
            drawn.push((format!("{} {ending}", page.join(" ")), std::fs::read(world.path(&file)).unwrap()));
        }
    }
    drawn
}

#[test]
fn what_was_printed_on_a_day_is_drawn_again_months_later() {
    let mut world = world();
    let printed = drawn(&world, false, &[]);
    world.git(["tag", "半年"]);
    let commit = world.git(["rev-parse", "HEAD"])[..10].to_owned();
    months_later(&mut world);
    let before = world.state();
    for as_of in ["2026-06-30", "6月30日", &commit, "半年", "HEAD~5"] {
        for ((page, then), (_, now)) in printed.iter().zip(drawn(&world, true, &["--as-of", as_of])) {
            assert!(*then == now, "{as_of}: {page}\n{}", String::from_utf8_lossy(&now));
        }
    }
    // Nobody touched the folder for that.
    assert_eq!(world.state(), before);
    // In the evening of the day before, and on a day on which nothing was kept.
    let count = |day: &str| {
        let said = world.run_undated(["list", "--all", "--as-of", day, "--format", "json"]);
        serde_json::from_str::<serde_json::Value>(&said.stdout).unwrap().as_array().unwrap().len()
    };
    assert_eq!(
        ["2026-03-01", "2026-03-02", "2026-05-01", "2026-06-29", "2026-07-19"]
            .map(|day| { if day == "2026-03-01" { 0 } else { count(day) } }),
        [0, 14, 14, 14, 15]
    );
}

#[test]
fn a_day_given_as_today_is_today() {
    let mut world = world();
    months_later(&mut world);
    let heading = |said: crate::common::Said| said.stdout.lines().nth(1).unwrap().to_owned();
    let asked = ["overdue", "--as-of", "2026-06-30"];
    assert_eq!(heading(world.run_undated(asked)), "编制单位：某局　2026年6月30日　星期二");
    // The files of then, seen from another day.
    assert_eq!(heading(world.run(asked)), "编制单位：某局　2026年10月8日　星期四");
}

#[test]
fn a_day_ends_by_the_clock_of_whoever_kept_it() {
    let mut world = World::founded_on("2026-03-01", crate::sample::SETTINGS);
    for (at, title) in [
        ("2026-03-05T00:30:00+0800", "零点半"),
        ("2026-03-05T23:30:00+0800", "深夜"),
        ("2026-03-05T23:30:00-0800", "大洋彼岸"),
        ("2026-03-06T00:10:00+1400", "次日"),
    ] {
        world.kept_at(at);
        world.must(["add", title]);
    }
    let titles = |day: &str| {
        let said = world.run_undated(["list", "--all", "--as-of", day, "--format", "csv"]);
        said.stdout.lines().skip(1).count()
    };
    assert_eq!([titles("2026-03-04"), titles("2026-03-05"), titles("2026-03-06")], [0, 3, 4]);
    let said = world.run(["log", "--format", "json"]);
    let days: Vec<&str> =
        said.stdout.lines().filter_map(|line| line.trim().strip_prefix("\"date\": ")).collect();
    assert_eq!(days[..4], ["\"2026-03-06\",", "\"2026-03-05\",", "\"2026-03-05\",", "\"2026-03-05\","]);
}

#[test]
fn what_a_colleague_had_not_sent_yet_was_not_in_the_ledger() {
    let mut world = world();
    world.git(["switch", "--quiet", "--create", "对方", "HEAD~2"]);
    world.on("2026-06-29").by("陈刚");
    world.must(["add", "对方登记的"]);
    world.git(["switch", "--quiet", "main"]);
    world.on("2026-07-03").by("李强");
    // They had given out the same number; the clerk gives the other one another.
    world.git(["switch", "--quiet", "对方"]);
    world.git(["mv", "tasks/2026/015.toml", "tasks/2026/016.toml"]);
    world.git(["commit", "--quiet", "--message", "改编号"]);
    world.git(["switch", "--quiet", "main"]);
    world.git(["merge", "--quiet", "--no-edit", "对方"]);
    let has = |day: &str| {
        let said = world.run_undated(["list", "--all", "--as-of", day, "--width", "80"]);
        assert_eq!(said.code, 0, "{said}");
        said.stdout.contains("对方登记的")
    };
    assert_eq!([has("2026-06-30"), has("2026-07-02"), has("2026-07-03")], [false, false, true]);
}

#[test]
fn a_moment_that_is_none_is_refused() {
    let mut world = world();
    months_later(&mut world);
    let before = world.state();
    let said: Vec<String> = [
        &["list", "--as-of", "2026-03-01"][..],
        &["list", "--as-of", "2026-02-30"],
        &["list", "--as-of", "没有的标签"],
        &["list", "--as-of", "0123456789"],
        &["list", "--as-of", "HEAD~99"],
        &["list", "--as-of", ""],
        &["list", "--as-of", "--all"],
        &["check", "--fix", "--as-of", "2026-06-30"],
        &["notice", "--record", "--as-of", "2026-06-30"],
        &["note", "14", "进展", "--as-of", "2026-06-30"],
        &["--as-of", "2026-06-30", "list"],
        &["show", "16", "--as-of", "2026-06-30"],
    ]
    .iter()
    .map(|words| {
        format!("$ {}\n{}", words.join(" "), without_commits(&world.run_undated(*words).to_string()))
    })
    .collect();
    assert_snapshot!(said.join("\n"), @"
    $ list --as-of 2026-03-01
    --- stderr
    错误：2026-03-01 还没有这个台账：历史从 2026-03-02（提交 〔某提交〕）开始；请写这一天或以后的日期
    --- exit 1
    $ list --as-of 2026-02-30
    --- stderr
    错误：截至日期：2026年2月30日不存在，2月最后一天是 2026-02-28
    --- exit 1
    $ list --as-of 没有的标签
    --- stderr
    错误：历史里没有“没有的标签”这个提交；请核对，或写日期，如 2026-06-30
    --- exit 1
    $ list --as-of 0123456789
    --- stderr
    错误：历史里没有“〔某提交〕”这个提交；请核对，或写日期，如 2026-06-30
    --- exit 1
    $ list --as-of HEAD~99
    --- stderr
    错误：历史里没有“HEAD~99”这个提交；请核对，或写日期，如 2026-06-30
    --- exit 1
    $ list --as-of 
    --- stderr
    错误：截至日期是空的；请写日期，如 2026-06-30，或提交、标签
    --- exit 2
    $ list --as-of --all
    --- stderr
    “--as-of <日期或提交>”后面要写一个值。

    用法：ledger list [选项] [字词]...

    更多信息请看 `ledger list --help`。
    --- exit 2
    $ check --fix --as-of 2026-06-30
    --- stderr
    错误：过去的台账只能看，不能改；--fix 和 --as-of 不能一起用
    --- exit 2
    $ notice --record --as-of 2026-06-30
    --- stderr
    错误：过去的台账只能看，不能改；--record 和 --as-of 不能一起用
    --- exit 2
    $ note 14 进展 --as-of 2026-06-30
    --- stderr
    没有“--as-of”这个选项。
    如果“--as-of”是要写的内容，请写成“-- --as-of”，放在最后。

    用法：ledger note [选项] <编号> [内容]

    更多信息请看 `ledger note --help`。
    --- exit 2
    $ --as-of 2026-06-30 list
    --- stderr
    错误：--format、-o 和 --as-of 要写在命令后面，如 ledger overdue -o 逾期.csv
    --- exit 2
    $ show 16 --as-of 2026-06-30
    --- stderr
    错误：没有编号为“16”的任务；您是不是想要 2026-015 清理闲置办公用房？
    --- exit 1
    ");
    assert_eq!(world.state(), before);
    // Tomorrow has not happened; what there is now is what there is.
    let said = world.run_undated(["list", "--as-of", "2026-12-31", "--width", "80"]);
    assert_snapshot!(said.stderr, @"注意：2026-12-31 还没有到，看的是现在的历史");
}

#[test]
fn a_file_that_was_broken_then_is_named_with_its_line() {
    let mut world = world();
    months_later(&mut world);
    let said = world.run_undated(["list", "--as-of", "2026-07-20", "--width", "80"]);
    assert_eq!(said.code, 1);
    assert_snapshot!(said.stderr, @r#"tasks/2026/010.toml 第 1 行第 9 列：文字要加英文双引号，如 owner = "李强""#);
    assert!(said.stdout.contains("2026-015 清理闲置办公用房"), "{said}");
}

#[test]
fn a_ledger_within_a_larger_repository_looks_back_as_well() {
    let mut world = World::empty();
    world.on("2026-03-01");
    world.git(["init", "--quiet"]);
    world.write("说明.txt", "全局的文件\n");
    world.commit_all("全局");
    world.must(["init", "科室/台账"]);
    let run = |world: &World, words: &[&str]| world.run_in("科室/台账", words);
    world.on("2026-03-05");
    assert_eq!(run(&world, &["add", "甲", "--due", "2026-09-30"]).code, 0);
    let printed = run(&world, &["list", "--format", "md"]).stdout;
    world.on("2026-03-06");
    world.write("说明.txt", "与台账无关\n");
    world.commit_all("别的事");
    let page = run(&world, &["list", "--format", "html"]).stdout;
    assert!(page.contains("依据提交"), "{page}");
    let commit = world.git(["rev-parse", "HEAD"])[..10].to_owned();
    world.on("2026-04-01");
    assert_eq!(run(&world, &["start", "1"]).code, 0);
    let mut again = world.command(env!("CARGO_BIN_EXE_ledger"));
    again.current_dir(world.path("科室/台账")).args(["list", "--format", "md", "--as-of", "2026-03-05"]);
    assert_eq!(world.said(&again.output().unwrap()).stdout, printed);
    assert_snapshot!(
        without_commits(&run(&world, &["list", "--as-of", "2026-03-01", "--today", "2026-03-01"]).to_string()),
        @"
    工作台账　任务列表
    2026年3月1日　星期日

    台账里还没有任务；登记用 ledger add
    "
    );
    // Of the others' work nothing is told; a page names the commit all the same.
    assert_snapshot!(without_commits(&run(&world, &["log", "--width", "80"]).to_string()), @"
    工作台账　办理历史
    2026年4月1日　星期三

    3 条，2026-03-01 至 2026-04-01，新的在前
    日期       人员 编号     事项              变化                 提交
    ──────────────────────────────────────────────────────────────────────────
    2026-04-01 李强 2026-001 启动 甲           状态 未启动 → 推进中 〔某提交〕
    2026-03-05 李强 2026-001 登记 甲           新建                 〔某提交〕
    2026-03-01 李强 设置     建立台账 工作台账 新建                 〔某提交〕
    ");
    assert_snapshot!(without_commits(&run(&world, &["audit", "--printed", &commit, "--width", "80"]).to_string()), @"
    工作台账　核对印件
    2026年4月1日　星期三

    属实：提交 〔某提交〕 仍在历史里（2026年3月5日 李强：登记 2026-001 甲），此后又
      有 1 次提交

    从 2026-03-06（提交 〔某提交〕），到 2026-04-01（提交 〔某提交〕）
    新增 0 项，改动 1 项，删除 0 项

    改动的任务
    编号     任务 变化
    ────────────────────────────────────────────
    2026-001 甲   状态 未启动 → 推进中
                  增加记录：2026-04-01 李强 启动
    ");
    assert_snapshot!(without_commits(&run(&world, &["diff", "--from", "2026-03-05", "--format", "json"]).to_string()), @r#"
    {
      "from": "2026-03-05",
      "to": "2026-04-01",
      "from_commit": "〔某提交〕",
      "to_commit": "〔某提交〕",
      "added": [],
      "removed": [],
      "changed": [
        {
          "id": "2026-001",
          "changes": [
            {
              "field": "status",
              "from": "todo",
              "to": "doing"
            },
            {
              "field": "log",
              "from": null,
              "to": {
                "by": "李强",
                "date": "2026-04-01",
                "kind": "start"
              }
            }
          ]
        }
      ],
      "settings": []
    }
    "#);
    assert_eq!(run(&world, &["audit", "--exit-code"]).code, 0);
}

#[test]
fn two_days_are_compared() {
    let mut world = world();
    months_later(&mut world);
    let run = |words: &[&str]| without_commits(&world.run(words).to_string());
    assert_snapshot!(run(&["diff", "--from", "2026-06-30", "--to", "2026-10-08", "--format", "json"]), @r#"
    {
      "from": "2026-06-30",
      "to": "2026-10-08",
      "from_commit": "〔某提交〕",
      "to_commit": "〔某提交〕",
      "added": [],
      "removed": [
        "2026-004"
      ],
      "changed": [
        {
          "id": "2026-013",
          "changes": [
            {
              "field": "status",
              "from": "todo",
              "to": "cancelled"
            },
            {
              "field": "log",
              "from": null,
              "to": {
                "by": "赵蕾",
                "date": "2026-07-20",
                "kind": "cancel",
                "text": "并入其他任务"
              }
            }
          ]
        },
        {
          "id": "2026-014",
          "changes": [
            {
              "field": "status",
              "from": "doing",
              "to": "done"
            },
            {
              "field": "progress",
              "from": 55,
              "to": 100
            },
            {
              "field": "done_on",
              "from": null,
              "to": "2026-07-20"
            },
            {
              "field": "log",
              "from": null,
              "to": {
                "by": "赵蕾",
                "date": "2026-07-20",
                "kind": "done"
              }
            }
          ]
        },
        {
          "id": "2026-015",
          "changes": [
            {
              "field": "owner",
              "from": "李强",
              "to": "赵蕾"
            }
          ]
        }
      ],
      "settings": [
        {
          "field": "phase.集中建设.end",
          "from": "2026-11-30",
          "to": "2026-12-31"
        },
        {
          "field": "unit",
          "from": "某局",
          "to": "某委"
        }
      ]
    }
    "#);
    assert_snapshot!(run(&["diff", "--from", "2026-06-30", "--width", "80"]), @"
    清廉机关建设工作台账　前后对比
    编制单位：某委　2026年10月8日　星期四

    从 2026-06-30（提交 〔某提交〕），到 2026-10-08（提交 〔某提交〕）
    新增 0 项，改动 3 项，删除 1 项

    删除的任务
    编号     任务
    ─────────────────────
    2026-004 建立工作台账

    改动的任务
    编号     任务             变化
    ──────────────────────────────────────────────────────────────────────
    2026-013 评选清廉家庭     状态 未启动 → 已取消
                              增加记录：2026-07-20 赵蕾 取消：并入其他任务
    2026-014 开展清廉家风活动 状态 推进中 → 已办结
                              进度 55% → 100%
                              办结日期 （空） → 2026-07-20
                              增加记录：2026-07-20 赵蕾 办结
    2026-015 清理闲置办公用房 责任人 李强 → 赵蕾

    改动的设置
    设置（ledger.toml）
    ──────────────────────────────────────────
    阶段“集中建设”截止 2026-11-30 → 2026-12-31
    编制单位 某局 → 某委
    ");
    assert_snapshot!(run(&["diff", "--from", "2026-06-30", "--width", "100"]), @"
    清廉机关建设工作台账　前后对比
    编制单位：某委　2026年10月8日　星期四

    从 2026-06-30（提交 〔某提交〕），到 2026-10-08（提交 〔某提交〕）
    新增 0 项，改动 3 项，删除 1 项

    删除的任务
    编号     任务
    ─────────────────────
    2026-004 建立工作台账

    改动的任务
    编号     任务             变化
    ──────────────────────────────────────────────────────────────────────
    2026-013 评选清廉家庭     状态 未启动 → 已取消
                              增加记录：2026-07-20 赵蕾 取消：并入其他任务
    2026-014 开展清廉家风活动 状态 推进中 → 已办结
                              进度 55% → 100%
                              办结日期 （空） → 2026-07-20
                              增加记录：2026-07-20 赵蕾 办结
    2026-015 清理闲置办公用房 责任人 李强 → 赵蕾

    改动的设置
    设置（ledger.toml）
    ──────────────────────────────────────────
    阶段“集中建设”截止 2026-11-30 → 2026-12-31
    编制单位 某局 → 某委
    ");
    assert_snapshot!(run(&["diff", "--from", "2026-05-01", "--to", "2026-06-01"]), @"
    清廉机关建设工作台账　前后对比
    编制单位：某委　2026年10月8日　星期四

    从 2026-05-01（提交 〔某提交〕），到 2026-06-01（提交 〔某提交〕）
    任务没有变化
    ");
    assert_snapshot!(run(&["diff", "--from", "2026-06-30", "--to", "2026-06-29"]), @"
    --- stderr
    错误：起始日 2026-06-30 晚于截止日 2026-06-29；请把 --from 和 --to 对调
    --- exit 2
    ");
    assert_snapshot!(run(&["diff", "--from", "HEAD", "--to", "HEAD~5"]), @"
    --- stderr
    错误：起始日 2026-10-08 晚于截止日 2026-06-30；请把 --from 和 --to 对调
    --- exit 2
    ");
    assert_snapshot!(run(&["diff", "--to", "2026-06-30"]), @"
    --- stderr
    还要写“--from <日期或提交>”。

    用法：ledger diff --from <日期或提交> --to <日期或提交>

    更多信息请看 `ledger diff --help`。
    --- exit 2
    ");
    // As of then, the other end is then.
    let then = world.run_undated(["diff", "--from", "2026-06-29", "--as-of", "2026-06-30", "--width", "80"]);
    assert_snapshot!(without_commits(&then.to_string()), @"
    清廉机关建设工作台账　前后对比
    编制单位：某局　2026年6月30日　星期二

    从 2026-06-29（提交 〔某提交〕），到 2026-06-30（提交 〔某提交〕）
    新增 1 项，改动 1 项，删除 0 项

    新增的任务
    编号     任务
    ─────────────────────────
    2026-015 清理闲置办公用房

    改动的任务
    编号     任务             变化
    ────────────────────────────────────────────────────────────────────────────────
    2026-003 组织开展警示教育 增加记录：2026-06-30 李强 延期（2026-06-15 →
                              2026-07-15）：讲师改期（批准人：王敏）
    ");
}

#[test]
fn the_history_is_told_the_newest_first() {
    let mut world = world();
    months_later(&mut world);
    let run = |words: &[&str]| without_commits(&world.run(words).to_string());
    assert_snapshot!(run(&["log", "--since", "2026-06-01", "--width", "80"]), @"
    清廉机关建设工作台账　办理历史
    编制单位：某委　2026年10月8日　星期四

    12 条，2026-06-29 至 2026-10-08，新的在前
    日期       人员 编号 事项                               变化
    ────────────────────────────────────────────────────────────────────────────────
    2026-10-08 赵蕾 015  修改 清理闲置办公用房              责任人 李强 → 赵蕾
    2026-10-08 赵蕾 010  【手工】修好                       修好了，原来读不了
    2026-07-20 赵蕾 004  【手工】整理                       删除
    2026-07-20 赵蕾 006  【手工】整理                       只改了注释、排版或文件名
    2026-07-20 赵蕾 010  【手工】整理                       改得读不了
    2026-07-20 赵蕾 设置 【手工】整理                       阶段“集中建设”截止
                                                            2026-11-30 → 2026-12-31
                                                            编制单位 某局 → 某委
    2026-07-20 赵蕾 013  取消 评选清廉家庭：并入其他任务    状态 未启动 → 已取消
    2026-07-20 赵蕾 014  办结 开展清廉家风活动              状态 推进中 → 已办结
                                                            进度 55% → 100%
                                                            办结日期 （空） →
                                                            2026-07-20
    2026-06-30 李强 003  延期 组织开展警示教育：2026-06-15
                         → 2026-07-15（批准人：王敏）
    2026-06-30 李强 015  登记 清理闲置办公用房              新建
    2026-06-29 李强 005  办结 编印廉政提醒手册              成果 （空） → 廉政提醒手
                                                            册一册
                                                            状态 推进中 → 已办结
                                                            进度 80% → 100%
                                                            办结日期 （空） →
                                                            2026-06-29
    2026-06-29 李强 014  进展 开展清廉家风活动：方案已发各  进度 50% → 55%
                         支部（55%）

    【手工】没有经过本程序的修改。
    ");
    assert_snapshot!(run(&["log", "--since", "2026-06-01", "--width", "100"]), @"
    清廉机关建设工作台账　办理历史
    编制单位：某委　2026年10月8日　星期四

    12 条，2026-06-29 至 2026-10-08，新的在前
    日期       人员 编号     事项                                  变化                       提交
    ────────────────────────────────────────────────────────────────────────────────────────────────────
    2026-10-08 赵蕾 2026-015 修改 清理闲置办公用房                 责任人 李强 → 赵蕾         〔某提交〕
    2026-10-08 赵蕾 2026-010 【手工】修好                          修好了，原来读不了         〔某提交〕
    2026-07-20 赵蕾 2026-004 【手工】整理                          删除                       〔某提交〕
    2026-07-20 赵蕾 2026-006 【手工】整理                          只改了注释、排版或文件名   〔某提交〕
    2026-07-20 赵蕾 2026-010 【手工】整理                          改得读不了                 〔某提交〕
    2026-07-20 赵蕾 设置     【手工】整理                          阶段“集中建设”截止         〔某提交〕
                                                                   2026-11-30 → 2026-12-31
                                                                   编制单位 某局 → 某委
    2026-07-20 赵蕾 2026-013 取消 评选清廉家庭：并入其他任务       状态 未启动 → 已取消       〔某提交〕
    2026-07-20 赵蕾 2026-014 办结 开展清廉家风活动                 状态 推进中 → 已办结       〔某提交〕
                                                                   进度 55% → 100%
                                                                   办结日期 （空） →
                                                                   2026-07-20
    2026-06-30 李强 2026-003 延期 组织开展警示教育：2026-06-15 →                              〔某提交〕
                             2026-07-15（批准人：王敏）
    2026-06-30 李强 2026-015 登记 清理闲置办公用房                 新建                       〔某提交〕
    2026-06-29 李强 2026-005 办结 编印廉政提醒手册                 成果 （空） → 廉政提醒手册 〔某提交〕
                                                                   一册
                                                                   状态 推进中 → 已办结
                                                                   进度 80% → 100%
                                                                   办结日期 （空） →
                                                                   2026-06-29
    2026-06-29 李强 2026-014 进展 开展清廉家风活动：方案已发各支部 进度 50% → 55%             〔某提交〕
                             （55%）

    【手工】没有经过本程序的修改。
    ");
    assert_snapshot!(run(&["log", "14", "--width", "80"]), @"
    清廉机关建设工作台账　办理历史　2026-014 开展清廉家风活动
    编制单位：某委　2026年10月8日　星期四

    3 条，2026-03-02 至 2026-07-20，新的在前
    日期       人员 事项                        变化
    ────────────────────────────────────────────────────────────────────────
    2026-07-20 赵蕾 办结                        状态 推进中 → 已办结
                                                进度 55% → 100%
                                                办结日期 （空） → 2026-07-20
    2026-06-29 李强 进展：方案已发各支部（55%） 进度 50% → 55%
    2026-03-02 李强 【手工】登记任务            新建

    【手工】没有经过本程序的修改。
    ");
    assert_snapshot!(run(&["log", "14", "--op", "办结", "--format", "json"]), @r#"
    [
      {
        "task": "2026-014",
        "commit": "〔某提交〕",
        "date": "2026-07-20",
        "author": "赵蕾",
        "op": "done",
        "sentence": "办结 2026-014 开展清廉家风活动",
        "changes": [
          {
            "field": "status",
            "from": "doing",
            "to": "done"
          },
          {
            "field": "progress",
            "from": 55,
            "to": 100
          },
          {
            "field": "done_on",
            "from": null,
            "to": "2026-07-20"
          },
          {
            "field": "log",
            "from": null,
            "to": {
              "by": "赵蕾",
              "date": "2026-07-20",
              "kind": "done"
            }
          }
        ]
      }
    ]
    "#);
    // A task that is gone, and one whose file got another name.
    assert_snapshot!(run(&["log", "4", "--width", "80"]), @"
    清廉机关建设工作台账　办理历史　2026-004 建立工作台账
    编制单位：某委　2026年10月8日　星期四

    2 条，2026-03-02 至 2026-07-20，新的在前
    日期       人员 事项             变化 提交
    ────────────────────────────────────────────────
    2026-07-20 赵蕾 【手工】整理     删除 〔某提交〕
    2026-03-02 李强 【手工】登记任务 新建 〔某提交〕

    【手工】没有经过本程序的修改。
    ");
    assert_snapshot!(run(&["log", "6", "--width", "80"]), @"
    清廉机关建设工作台账　办理历史　2026-006 建设廉政文化长廊
    编制单位：某委　2026年10月8日　星期四

    2 条，2026-03-02 至 2026-07-20，新的在前
    日期       人员 事项             变化                     提交
    ────────────────────────────────────────────────────────────────────
    2026-07-20 赵蕾 【手工】整理     只改了注释、排版或文件名 〔某提交〕
    2026-03-02 李强 【手工】登记任务 新建                     〔某提交〕

    【手工】没有经过本程序的修改。
    ");
    // By person, by command.
    let count = |words: &[&str]| {
        let said = world.must(["log", "--format", "json"].iter().chain(words));
        serde_json::from_str::<serde_json::Value>(&said.stdout).unwrap().as_array().unwrap().len()
    };
    assert_eq!(count(&["--by", "赵蕾", "--op", "done,取消"]), 2);
    assert_eq!(count(&["--by", "陈刚"]), 3);
    assert_eq!(count(&["--op", "手工修改", "--since", "2026-10-01"]), 1);
    assert_eq!(count(&["--op", "合并"]), 0);
    assert_snapshot!(run(&["log", "--op", "办理"]), @"
    --- stderr
    错误：没有“办理”这种事项；可选：启动、进展、受阻、办结、核销、退回、重开、取消、作废、延期、建账、登记、导入、立项、修改、编辑、督办、整理、手工修改、撤销、改编号、说明、交换、登记钥匙、合并；您是不是想写“办结”？
    --- exit 2
    ");
    assert_snapshot!(run(&["log", "99"]), @"
    --- stderr
    错误：没有编号为“99”的任务；您是不是想要 2026-009 落实谈心谈话制度？
    --- exit 1
    ");
    assert_snapshot!(run(&["log", "--since", "2026-10-09"]), @"
    清廉机关建设工作台账　办理历史
    编制单位：某委　2026年10月8日　星期四

    没有符合条件的记录
    ");
    // As of then, nothing later is told.
    let then = world.run_undated(["log", "--as-of", "2026-06-29", "--since", "2026-06-01", "--width", "80"]);
    assert_snapshot!(without_commits(&then.stdout), @"
    清廉机关建设工作台账　办理历史
    编制单位：某局　2026年6月29日　星期一

    2 条，都在 2026-06-29，新的在前
    日期       人员 编号 事项                               变化
    ────────────────────────────────────────────────────────────────────────────────
    2026-06-29 李强 005  办结 编印廉政提醒手册              成果 （空） → 廉政提醒手
                                                            册一册
                                                            状态 推进中 → 已办结
                                                            进度 80% → 100%
                                                            办结日期 （空） →
                                                            2026-06-29
    2026-06-29 李强 014  进展 开展清廉家风活动：方案已发各  进度 50% → 55%
                         支部（55%）
    ");
}

#[test]
fn what_is_no_command_of_ours_is_marked_in_the_history() {
    let mut world = World::founded_on("2026-03-02", crate::sample::SETTINGS);
    world.merges_tasks();
    world.must(["add", "甲", "--due", "2026-09-30"]);
    world.git(["switch", "--quiet", "--create", "对方"]);
    world.on("2026-03-03").by("陈刚");
    world.must(["note", "1", "对方的进展", "--by", "王敏"]);
    world.git(["switch", "--quiet", "main"]);
    world.on("2026-03-04").by("李强");
    world.must(["set", "1", "owner=李强"]);
    world.git(["merge", "--quiet", "--message", "合并对方的修改", "对方"]);
    world.write("tasks/2026/001.toml", world.task("001").replace("09-30", "10-31"));
    world.commit_all("顺延");
    world.write("tasks/2026/001.toml", world.task("001").replace("李强", "赵蕾"));
    world.commit_all("移交\n\nLedger-Op: hand-over\nLedger-Task: 2026-001");
    assert_snapshot!(without_commits(&world.run(["log", "--width", "80"]).to_string()), @"
    清廉机关建设工作台账　办理历史
    编制单位：某局　2026年3月4日　星期三

    9 条，2026-03-02 至 2026-03-04，新的在前
    日期       人员 编号     事项                 变化
    ────────────────────────────────────────────────────────────────────────────────
    2026-03-04 李强 2026-001 【不明】移交         责任人 李强 → 赵蕾
    2026-03-04 李强 2026-001 【手工】顺延         完成时限 2026-09-30 → 2026-10-31
    2026-03-04 李强 2026-001 【合并】合并对方的修 两边的修改合到一起
                             改
    2026-03-04 李强 2026-001 修改 甲              责任人 （空） → 李强
    2026-03-03 陈刚 2026-001 进展 甲：对方的进展  状态 未启动 → 推进中
                                                  经办人 王敏
    2026-03-02 李强 2026-001 登记 甲              新建
    2026-03-02 李强          【手工】逐栏合并任务
                             文件
    2026-03-02 李强 设置     【手工】填好设置     核销要有佐证材料 否 → （空）
                                                  办结后要他人核销 否 → （空）
                                                  修改存入历史 是 → （空）
                                                  临期天数 7 → （空）
                                                  增加机构“清廉机关建设工作专班”（负
                                                  责人 王敏，成员 李强、赵蕾）
                                                  增加重点任务“清廉思想建设”
                                                  增加重点任务“清廉文化建设”
                                                  增加重点任务“清廉纪律建设”
                                                  台账名称 工作台账 → 清廉机关建设工
                                                  作台账
                                                  增加科室“机关纪委”（人员 陈刚）
                                                  增加科室“综合科”（人员 李强、赵
                                                  蕾）
                                                  增加阶段“总结提升”（开始
                                                  2026-12-01）
                                                  增加阶段“部署推进”（截止
                                                  2026-03-31）
                                                  增加阶段“集中建设”（截止
                                                  2026-11-30，开始 2026-04-01）
                                                  编制单位 （空） → 某局
    2026-03-02 李强 设置     建立台账 工作台账    新建

    【手工】没有经过本程序的修改。
    【合并】把几个人的修改合到一起。
    【不明】提交自称的命令不存在。
    ");
}

/// A commit of one task by somebody whose name and words are bytes.
fn commit_of_bytes(world: &World, name: &[u8], words: &[u8], extra: &[u8]) {
    let mut stream = b"commit refs/heads/main\ncommitter ".to_vec();
    stream.extend_from_slice(name);
    stream.extend_from_slice(b" <x@example.com> 1782700000 +0800\n");
    stream.extend_from_slice(extra);
    stream.extend_from_slice(format!("data {}\n", words.len()).as_bytes());
    stream.extend_from_slice(words);
    stream.extend_from_slice(
        b"\nfrom refs/heads/main^0\nM 100644 inline tasks/2026/099.toml\ndata 13\ntitle = 'xx'\n\n",
    );
    import(world, &stream);
    world.git(["reset", "--quiet", "--hard"]);
}

#[test]
fn names_and_words_in_another_encoding_stop_nothing() {
    let world = World::founded_on("2026-03-02", crate::sample::SETTINGS);
    // 李强 and 登记 as an old editor writes them, unannounced; and announced.
    commit_of_bytes(&world, b"\xc0\xee\xc7\xbf", b"\xb5\xc7\xbc\xc7", b"");
    world.git(["rm", "--quiet", "tasks/2026/099.toml"]);
    world.git(["commit", "--quiet", "--message", "再来"]);
    commit_of_bytes(&world, b"\xc0\xee\xc7\xbf", b"\xb5\xc7\xbc\xc7", b"encoding GBK\n");
    let said = world.must(["log", "99", "--width", "80"]);
    assert_snapshot!(without_commits(&said.to_string()), @"
    清廉机关建设工作台账　办理历史　2026-099 xx
    编制单位：某局　2026年3月2日　星期一

    3 条，2026-03-02 至 2026-06-29，新的在前
    日期       人员 事项         变化 提交
    ────────────────────────────────────────────
    2026-06-29 李强 【手工】登记 新建 〔某提交〕
    2026-06-29 ��ǿ  【手工】�Ǽ�  新建 〔某提交〕
    2026-03-02 李强 【手工】再来 删除 〔某提交〕

    【手工】没有经过本程序的修改。
    ");
    assert_eq!(world.run(["audit", "--exit-code"]).code, 3);
    world.must(["diff", "--from", "HEAD~1", "--to", "HEAD"]);
    world.must(["list", "--as-of", "HEAD"]);
}

#[test]
fn where_there_is_no_history_that_is_said() {
    let world = World::empty();
    world.must(["init"]);
    std::fs::remove_dir_all(world.path(".git")).unwrap();
    let all = || {
        [&["log"][..], &["audit"], &["diff", "--from", "2026-06-01"], &["list", "--as-of", "2026-06-30"]]
            .map(|words| world.run(words).to_string())
            .join("\n")
    };
    assert_snapshot!(all(), @"
    --- stderr
    错误：台账文件夹“…/台账”不在 git 仓库里，没有历史可看；请在里面运行 git init
    --- exit 1
    --- stderr
    错误：台账文件夹“…/台账”不在 git 仓库里，没有历史可看；请在里面运行 git init
    --- exit 1
    --- stderr
    错误：台账文件夹“…/台账”不在 git 仓库里，没有历史可看；请在里面运行 git init
    --- exit 1
    --- stderr
    错误：台账文件夹“…/台账”不在 git 仓库里，没有历史可看；请在里面运行 git init
    --- exit 1
    ");
    world.git(["init", "--quiet"]);
    assert_snapshot!(all(), @"
    --- stderr
    错误：git 仓库里还没有任何提交，没有历史可看；先用 ledger add 登记，或运行 ledger check --fix 存入
    --- exit 1
    --- stderr
    错误：git 仓库里还没有任何提交，没有历史可看；先用 ledger add 登记，或运行 ledger check --fix 存入
    --- exit 1
    --- stderr
    错误：git 仓库里还没有任何提交，没有历史可看；先用 ledger add 登记，或运行 ledger check --fix 存入
    --- exit 1
    --- stderr
    错误：git 仓库里还没有任何提交，没有历史可看；先用 ledger add 登记，或运行 ledger check --fix 存入
    --- exit 1
    ");
}

#[test]
fn a_repository_in_the_middle_of_something_can_be_read() {
    let mut world = World::founded_on("2026-03-02", crate::sample::SETTINGS);
    world.must(["add", "甲", "--due", "2026-09-30"]);
    let readings: [&[&str]; 5] = [
        &["log"],
        &["log", "1"],
        &["audit"],
        &["diff", "--from", "2026-03-02"],
        &["list", "--as-of", "2026-03-02"],
    ];
    world.git(["switch", "--quiet", "--create", "对方"]);
    world.on("2026-03-03");
    world.must(["set", "1", "owner=陈刚"]);
    world.git(["switch", "--quiet", "main"]);
    world.must(["set", "1", "owner=李强"]);
    // Where nobody had told git how to merge tasks, it left its marks.
    world.write(".gitattributes", "");
    world.commit_all("不用合并驱动");
    for words in [&["merge", "--quiet", "对方"][..], &["rebase", "--quiet", "对方"]] {
        let output = world.command("git").args(words).output().unwrap();
        assert!(!output.status.success());
        for reading in readings {
            world.must(reading);
        }
        world.git([words[0], "--abort"]);
    }
    world.git(["switch", "--quiet", "--detach", "HEAD~1"]);
    for reading in readings {
        world.must(reading);
    }
}

#[test]
fn the_trail_is_drawn_in_every_format() {
    let mut world = world();
    months_later(&mut world);
    for words in [&["log"][..], &["log", "14"], &["diff", "--from", "2026-06-30"], &["audit"]] {
        for ending in ["md", "csv", "json", "html", "xlsx", "docx", "txt"] {
            let file = format!("../页.{ending}");
            let said = world.must(words.iter().chain(&["-o", &file]));
            assert_eq!(said.stderr, format!("已写入 {file}\n"), "{words:?}");
            let drawn = std::fs::read(world.path(&file)).unwrap();
            // What goes on paper names the commit that it comes from.
            if ["md", "html", "txt"].contains(&ending) {
                assert!(String::from_utf8(drawn).unwrap().contains("依据提交 "), "{words:?} {ending}");
            }
        }
        for ending in ["svg", "ics"] {
            let said = world.run(words.iter().chain(&["-o", &format!("../页.{ending}")]));
            assert_eq!((said.code, said.stderr.is_empty()), (2, false), "{words:?} {ending}");
        }
        let said = world.run(words.iter().chain(&["--public"]));
        assert_eq!(said.code, 2, "names are all there is to it: {said}");
    }
    let page = world.must(["audit", "--format", "md"]).stdout;
    assert_snapshot!(crate::common::without_commits(&page), @r#"
    # 清廉机关建设工作台账　历史审计

    编制单位：某委　2026年10月8日　星期四

    查了 12 次提交，发现 11 条，需要说明：时钟不符 1 条、时限变动 1 条、逾期后延期 1 条、绕过办理 1 条、删除任务 1 条、手工修改 6 条

    ## 需要说明的（11 条）

    | 日期 | 人员 | 提交 | 规则 | 编号 | 情况 |
    | --- | --- | --- | --- | --- | --- |
    | 2026-06-30 | 李强 | 〔某提交〕 | 逾期后延期 | 2026-003 | 时限 2026-06-15 已过 15 天，才登记延期到 2026-07-15（灯变好） |
    | 2026-07-20 | 赵蕾 | 〔某提交〕 | 删除任务 | 2026-004 | 删除了任务文件“建立工作台账”（灯变好） |
    | 2026-07-20 | 赵蕾 | 〔某提交〕 | 手工修改 | 2026-004 | 没有经过本程序：删除任务文件（整理）（灯变好） |
    | 2026-03-02 | 李强 | 〔某提交〕 | 时钟不符 | 8 项 | 一次修改 8 项，如 2026-001 2026-03-18的“办结”写在以后，2026-03-02 就已经存入 |
    | 2026-07-20 | 赵蕾 | 〔某提交〕 | 时限变动 | 设置 | 阶段“集中建设”的时限 2026-11-30 → 2026-12-31，没有走延期，牵涉 1 项任务 |
    | 2026-03-02 | 李强 | 〔某提交〕 | 绕过办理 | 11 项 | 一次修改 11 项，如 2026-001 新建时就写了状态（未启动 → 已办结）、办结日期（没有 → 2026-03-18）、“办结”记录 |
    | 2026-10-08 | 赵蕾 | 〔某提交〕 | 手工修改 | 2026-010 | 没有经过本程序：改好了读不了的文件（修好） |
    | 2026-07-20 | 赵蕾 | 〔某提交〕 | 手工修改 | 2026-001 | 没有经过本程序：删除了原有的佐证材料 evidence/2026-001/方案.txt（整理） |
    | 2026-07-20 | 赵蕾 | 〔某提交〕 | 手工修改 | 2026-006 | 没有经过本程序：只改了注释、排版或文件名（整理） |
    | 2026-07-20 | 赵蕾 | 〔某提交〕 | 手工修改 | 2026-010 | 没有经过本程序：改得读不了（整理） |
    | 2026-03-02 | 李强 | 〔某提交〕 | 手工修改 | 14 项 | 一次修改 14 项，如 2026-001 没有经过本程序：新建任务文件（登记任务） |

    > 时钟不符：提交或记录写的日期，和它前后的提交对不上，或在以后。日期靠不住，其余的判断就靠不住。要说明的：那台电脑的时钟出了什么问题，几时改正的。

    > 时限变动：完成时限、频次或阶段时限改了，同一次修改里没有延期记录。时限只能经批准延期；改了时限，逾期就不见了。要说明的：谁批准改的、哪一天；以后请用 ledger extend。

    > 逾期后延期：时限已经过了才登记的延期。先逾期后延期，逾期不因此勾销。要说明的：批准的日期和凭据；批准在前的，登记时写 --approved-on。

    > 绕过办理：状态、办结日期或办理记录不是由办理命令改的。绕过命令，就绕过了核销和记录。要说明的：为什么直接改；以后请用 ledger done、accept、return、reopen 等。

    > 删除任务：任务文件被删除。删了就查不到；不办的用 ledger cancel，登记错的用 ledger void。要说明的：删的是什么、为什么。

    > 手工修改：没有经过本程序改的任务、佐证材料、审计说明或签名名册。手工改的没有经过检查。要说明的：改了什么、为什么；以后请用命令，或 ledger edit。

    > 说明一条：ledger audit --explain 提交/规则/编号 "说明"；只写提交，就是说明那次提交的全部。说明也存入历史，只增不改；要由别人来说明，本人说的不算。

    *清廉机关建设工作台账　某委　2026年10月8日　依据提交 〔提交〕（2026-10-08 存入）*
    "#);
}
