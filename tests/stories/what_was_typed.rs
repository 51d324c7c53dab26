//! What was typed is what happens: a slip of the hand is never a text, a reason or somebody's name.

use crate::common::World;

/// What is wrong and what to type instead: the answer without the usage under it.
fn problem(stderr: &str) -> &str {
    stderr.split("\n\n").next().unwrap_or_default()
}

#[test]
fn a_slip_is_answered_with_the_option_that_was_meant_and_nothing_is_done() {
    let world = World::with_tasks();
    let before = world.state();
    #[rustfmt::skip]
    let slips: &[(&[&str], &[&str])] = &[
        // Another name than the verb's own.
        (&["办结", "14", "--办结人=张伟"], &["没有“--办结人”这个选项。", "您是不是想用“--经办人”？"]),
        (&["办结", "14", "--办结人", "张伟"], &["没有“--办结人”这个选项。", "您是不是想用“--经办人”？"]),
        (&["受阻", "14", "--原由=没钱"], &["没有“--原由”这个选项。", "您是不是想用“--原因”？"]),
        (&["取消", "14", "--缘由", "重复了"], &["没有“--缘由”这个选项。"]),
        (&["退回", "11", "--退回原因=缺材料"], &["没有“--退回原因”这个选项。", "您是不是想用“--原因”？"]),
        (&["重开", "1", "--重开原因=补材料"], &["没有“--重开原因”这个选项。", "您是不是想用“--原因”？"]),
        (&["核销", "11", "--核销人=王敏"], &["没有“--核销人”这个选项。", "您是不是想用“--经办人”？"]),
        (&["启动", "4", "--启动日期", "6月1日"], &["没有“--启动日期”这个选项。"]),
        (&["延期", "14", "--延期原因=等规定"], &["没有“--延期原因”这个选项。", "您是不是想用“--原因”？"]),
        (&["新增", "甲", "--时限=9月底"], &["没有“--时限”这个选项。", "您是不是想用“--完成时限”？"]),
        (&["note", "14", "过半", "--progres", "50"], &["没有“--progres”这个选项。", "您是不是想用“--progress”？"]),
        // One dash, or none between the name and its value.
        (&["进展", "14", "-进度50"], &["没有“-进度50”这个选项。", "您是不是想用“--进度”？"]),
        (&["进展", "14", "过半", "--进度50"], &["没有“--进度50”这个选项。", "您是不是想用“--进度”？"]),
        (&["办结", "14", "-经办人", "张伟"], &["没有“-经办人”这个选项。", "您是不是想用“--经办人”？"]),
        // Dashes of an input method before a word that is no option, or none at all.
        (&["办结", "14", "——办结人=张伟"], &["没有“——办结人”这个选项。", "您是不是想用“--经办人”？"]),
        (&["进展", "14", "－５度"], &["没有“－５度”这个选项。"]),
        (&["进展", "14", "——"], &["“——”后面没有选项的名字；要让后面的都算文字，请写两个半角的“--”。"]),
        (&["取消", "14", "-"], &["“-”后面没有选项的名字"]),
        // A value that begins with a dash.
        (&["取消", "14", "--原因", "-5度"], &["没有“-5度”这个选项。", "如果“-5度”是“--原因”的内容，请用等号连着写：--原因=-5度"]),
        (&["新增", "甲", "--具体内容", "——见附件"], &["如果“——见附件”是“--具体内容”的内容，请用等号连着写：--具体内容=——见附件"]),
        (&["列表", "--截至", "-1d"], &["没有“-1d”这个选项。"]),
        (&["--today", "2026-06-30", "列表", "--时限早于", "-3"], &["没有“-3”这个选项。"]),
        // A second task is no reason.
        (&["取消", "14", "6"], &["一次只办一项任务，没有改动；“6”如果是另一项任务，请另打一条命令，如果是说明，请写成一句话。"]),
        (&["办结", "14", "6"], &["一次只办一项任务，没有改动；“6”"]),
        (&["办结", "4", "6", "14"], &["一次只办一项任务，没有改动；“6”"]),
        (&["受阻", "14", "2026-006"], &["一次只办一项任务，没有改动；“2026-006”"]),
        (&["退回", "11", "4、6"], &["一次只办一项任务，没有改动；“4、6”"]),
        (&["重开", "1", "3-6"], &["一次只办一项任务，没有改动；“3-6”"]),
        (&["启动", "4", "６"], &["一次只办一项任务，没有改动；“６”"]),
        (&["核销", "11", "6"], &["一次只办一项任务，没有改动；“6”"]),
        (&["进展", "14", "6"], &["一次只办一项任务，没有改动；“6”"]),
        (&["延期", "14", "6", "--新时限", "2027-01-31", "--批准人", "王敏"], &["一次只办一项任务，没有改动；“6”"]),
        // A field is no option.
        (&["修改", "14", "--责任人=王芳"], &["没有“--责任人”这个选项。", "栏目前面不加横线：责任人=王芳"]),
        // Where no text can stand, nothing is said of one.
        (&["临期", "--查找"], &["没有“--查找”这个选项。"]),
    ];
    for (words, wanted) in slips {
        let said = world.run(*words);
        let told = problem(&said.stderr);
        assert_eq!((said.code, said.stdout.as_str()), (2, ""), "{words:?}\n{said}");
        for line in *wanted {
            assert!(told.contains(line), "{words:?}\n{said}");
        }
        assert!(said.stderr.contains("用法：ledger "), "{words:?}\n{said}");
        assert_eq!(world.state(), before, "{words:?}");
    }
    assert_eq!(problem(&world.run(["临期", "--查找"]).stderr), "没有“--查找”这个选项。");
}

#[test]
fn a_text_is_taken_under_every_name_it_has() {
    // 待办 4, 推进中 14, 待核销 11, 已办结 1
    let verbs = [
        ("启动", "4", "start"),
        ("进展", "14", "note"),
        ("受阻", "14", "block"),
        ("办结", "14", "done"),
        ("核销", "11", "accept"),
        ("退回", "11", "return"),
        ("重开", "1", "reopen"),
        ("取消", "14", "cancel"),
        ("延期", "14", "extend"),
    ];
    let names =
        ["--原因", "--reason", "--说明", "--note", "--text", "--内容", "--意见", "——原因", "－－说明"];
    let world = World::with_tasks();
    let kept = world.git(["rev-parse", "HEAD"]);
    for (at, (verb, id, kind)) in verbs.into_iter().enumerate() {
        // Two names for each verb, so that every name meets some verb, and the text behind the task as ever.
        let joined = format!("{}=登记错了", names[(at + 5) % names.len()]);
        let ways: [&[&str]; 3] = [&[names[at], "登记错了"], &[&joined], &["登记错了"]];
        for way in ways {
            let more: &[&str] =
                if kind == "extend" { &["--新时限", "2027-01-31", "--批准人", "王敏"] } else { &[] };
            world.must([&[verb, id], way, more, &["--by", "赵蕾"]].concat());
            let task = world.task(&format!("{:03}", id.parse::<u32>().unwrap()));
            let entry = format!("by = \"赵蕾\"\nkind = \"{kind}\"\ntext = \"登记错了\"\n");
            assert!(task.contains(&entry), "{verb} {way:?}\n{task}");
            world.git(["reset", "--quiet", "--hard", kept.trim()]);
        }
    }
    // Not twice, and not without.
    for words in [
        &["取消", "14", "重复", "--原因", "登记错了"][..],
        &["取消", "14", "--说明", "甲", "--原因", "乙"],
        &["取消", "14"],
    ] {
        assert_eq!(world.run(words).code, 2, "{words:?}");
    }
    assert_eq!(world.git(["rev-parse", "HEAD"]), kept);
}

#[test]
fn a_dash_of_an_input_method_is_a_dash() {
    let world = World::with_tasks();
    insta::assert_snapshot!(world.run(["办结", "14", "——经办人=赵蕾", "－－办结日期", "6月29日", "—dry-run"]), @"
    （试运行，没有改动）办结 2026-014 开展清廉家风活动
      2026-014　状态 = 已办结
      2026-014　进度 = 100
      2026-014　办结日期 = 2026-06-29
      2026-014　办理记录：2026-06-30 赵蕾 办结 
    --- stderr
    注意：办结日期“6月29日”理解为 2026-06-29（星期一），没有写的年份按 2026 年
    ");
    insta::assert_snapshot!(world.must(["列表", "——责任人", "赵蕾"]), @"
    清廉机关建设工作台账　任务列表
    编制单位：某局　2026年6月30日　星期二

    列出 4 项，台账共 14 项（已办结和已取消的 1 项没有列，要列请加 --all）
    编号     任务             阶段     牵头单位 责任人 时限       灯         状态   进度
    ────────────────────────────────────────────────────────────────────────────────────
    2026-005 编印廉政提醒手册 集中建设 综合科   赵蕾   2026-07-03 ▲黄 剩3天  推进中  80%
    2026-006 建设廉政文化长廊 集中建设 综合科   赵蕾   2026-08-31 ▲黄 受阻   受阻    20%
    2026-013 评选清廉家庭     集中建设 综合科   赵蕾   2026-09-30 ○灰 未到期 未启动   0%
    2026-014 开展清廉家风活动 集中建设 综合科   赵蕾   2026-10-31 ●绿 正常   推进中  50%
    ");
    assert_eq!(world.must(["列表", "–－责任人＝赵蕾", "−o", "甲.csv"]).stderr, "已写入 甲.csv\n");
    assert!(world.read("甲.csv").contains("2026-014"));
}

#[test]
fn behind_two_dashes_everything_is_a_text() {
    let world = World::with_tasks();
    world.must(["办结", "14", "--", "--办结人=张伟"]);
    assert!(world.task("014").contains("text = \"--办结人=张伟\"\n"));
    world.must(["受阻", "4", "--原因=——等批复"]);
    assert!(world.task("004").contains("text = \"——等批复\"\n"));
    world.must(["进展", "6", "--", "28"]);
    assert!(world.task("006").contains("text = \"28\"\n"));
    world.must(["新增", "--", "－5度以下停工"]);
    assert!(world.task("015").contains("title = \"－5度以下停工\"\n"));
}

#[test]
fn a_sentence_with_blanks_is_shown_in_quotes() {
    let world = World::with_tasks();
    let before = world.state();
    insta::assert_snapshot!(world.run(["进展", "14", "已收集", "28", "份", "拟停办", "--进度", "50"]), @r#"
    --- stderr
    这里用不上“28”；一句话里有空格的，要用引号括起来。
    请这样打：ledger --today 2026-06-30 进展 14 "已收集 28 份 拟停办" --进度 50

    用法：ledger note [选项] <编号> [内容]

    更多信息请看 `ledger note --help`。
    --- exit 2
    "#);
    insta::assert_snapshot!(problem(&world.run(["新增", "精简会议", "减少陪会", "--责任人", "赵 蕾"]).stderr), @r#"
    这里用不上“减少陪会”；一句话里有空格的，要用引号括起来。
    请这样打：ledger --today 2026-06-30 新增 "精简会议 减少陪会" --责任人 "赵 蕾"
    "#);
    // What would need more than quotation marks is not shown.
    insta::assert_snapshot!(problem(&world.run(["进展", "14", "涨了", "5%", "左右"]).stderr), @"这里用不上“5%”；一句话里有空格的，要用引号括起来。");
    insta::assert_snapshot!(problem(&world.run(["取消", "14", "28", "份", "作废"]).stderr), @r#"
    一次只办一项任务，没有改动；“28”如果是另一项任务，请另打一条命令，如果是说明，请写成一句话。
    请这样打：ledger --today 2026-06-30 取消 14 "28 份 作废"
    "#);
    assert_eq!(world.state(), before);
}
