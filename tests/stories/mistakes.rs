//! Requests that make no sense, and what is answered: what is wrong, what would be right, and nothing is changed.

use std::fmt::Write;

use crate::common::World;

#[test]
fn every_verb_out_of_place_is_refused_with_those_that_fit() {
    let world = World::with_tasks();
    let before = world.state();
    let extend = ["--to", "2027-01-31", "--reason", "等", "--approved-by", "王敏"];
    let verb = |verb: &'static str, id: &'static str| -> Vec<&'static str> {
        match verb {
            "note" | "block" | "return" | "reopen" | "cancel" | "void" => vec![verb, id, "一句话"],
            "extend" => [&[verb, id][..], &extend].concat(),
            _ => vec![verb, id],
        }
    };
    let mut refusals = String::new();
    // 待办 4, 推进中 14, 受阻 6, 待核销 11, 已办结 1, 已取消 12
    for (id, wrong) in [
        ("4", &["accept", "return", "reopen"][..]),
        ("14", &["start", "accept", "return", "reopen"]),
        ("6", &["block", "accept", "return", "reopen"]),
        ("11", &["start", "block", "done", "reopen", "void", "extend"]),
        ("1", &["start", "note", "block", "done", "accept", "return", "cancel", "void", "extend"]),
        ("12", &["start", "note", "block", "done", "accept", "return", "cancel", "extend"]),
    ] {
        for word in wrong {
            let said = world.run(verb(word, id));
            assert_eq!((said.code, said.stdout.as_str()), (1, ""), "{word} {id}");
            write!(refusals, "{word}：{}", said.stderr).unwrap();
        }
    }
    insta::assert_snapshot!(refusals, @"
    accept：错误：2026-004 建立工作台账 现在是“未启动”，用不了“核销”；这时可以：启动（start）、进展（note）、受阻（block）、办结（done）、取消（cancel）、作废（void）、延期（extend）
    return：错误：2026-004 建立工作台账 现在是“未启动”，用不了“退回”；这时可以：启动（start）、进展（note）、受阻（block）、办结（done）、取消（cancel）、作废（void）、延期（extend）
    reopen：错误：2026-004 建立工作台账 现在是“未启动”，用不了“重开”；这时可以：启动（start）、进展（note）、受阻（block）、办结（done）、取消（cancel）、作废（void）、延期（extend）
    start：错误：2026-014 开展清廉家风活动 现在是“推进中”，用不了“启动”；这时可以：进展（note）、受阻（block）、办结（done）、取消（cancel）、作废（void）、延期（extend）
    accept：错误：2026-014 开展清廉家风活动 现在是“推进中”，用不了“核销”；这时可以：进展（note）、受阻（block）、办结（done）、取消（cancel）、作废（void）、延期（extend）
    return：错误：2026-014 开展清廉家风活动 现在是“推进中”，用不了“退回”；这时可以：进展（note）、受阻（block）、办结（done）、取消（cancel）、作废（void）、延期（extend）
    reopen：错误：2026-014 开展清廉家风活动 现在是“推进中”，用不了“重开”；这时可以：进展（note）、受阻（block）、办结（done）、取消（cancel）、作废（void）、延期（extend）
    block：错误：2026-006 建设廉政文化长廊 现在是“受阻”，用不了“受阻”；这时可以：启动（start）、进展（note）、办结（done）、取消（cancel）、作废（void）、延期（extend）
    accept：错误：2026-006 建设廉政文化长廊 现在是“受阻”，用不了“核销”；这时可以：启动（start）、进展（note）、办结（done）、取消（cancel）、作废（void）、延期（extend）
    return：错误：2026-006 建设廉政文化长廊 现在是“受阻”，用不了“退回”；这时可以：启动（start）、进展（note）、办结（done）、取消（cancel）、作废（void）、延期（extend）
    reopen：错误：2026-006 建设廉政文化长廊 现在是“受阻”，用不了“重开”；这时可以：启动（start）、进展（note）、办结（done）、取消（cancel）、作废（void）、延期（extend）
    start：错误：2026-011 签订廉政承诺书 现在是“待核销”，用不了“启动”；这时可以：进展（note）、核销（accept）、退回（return）、取消（cancel）
    block：错误：2026-011 签订廉政承诺书 现在是“待核销”，用不了“受阻”；这时可以：进展（note）、核销（accept）、退回（return）、取消（cancel）
    done：错误：2026-011 签订廉政承诺书 现在是“待核销”，用不了“办结”；这时可以：进展（note）、核销（accept）、退回（return）、取消（cancel）
    reopen：错误：2026-011 签订廉政承诺书 现在是“待核销”，用不了“重开”；这时可以：进展（note）、核销（accept）、退回（return）、取消（cancel）
    void：错误：2026-011 签订廉政承诺书 现在是“待核销”，用不了“作废”；这时可以：进展（note）、核销（accept）、退回（return）、取消（cancel）
    extend：错误：2026-011 签订廉政承诺书 现在是“待核销”，用不了“延期”；这时可以：进展（note）、核销（accept）、退回（return）、取消（cancel）
    start：错误：2026-001 制定实施方案 现在是“已办结”，用不了“启动”；这时可以：重开（reopen）
    note：错误：2026-001 制定实施方案 现在是“已办结”，用不了“进展”；这时可以：重开（reopen）
    block：错误：2026-001 制定实施方案 现在是“已办结”，用不了“受阻”；这时可以：重开（reopen）
    done：错误：2026-001 制定实施方案 现在是“已办结”，用不了“办结”；这时可以：重开（reopen）
    accept：错误：2026-001 制定实施方案 现在是“已办结”，用不了“核销”；这时可以：重开（reopen）
    return：错误：2026-001 制定实施方案 现在是“已办结”，用不了“退回”；这时可以：重开（reopen）
    cancel：错误：2026-001 制定实施方案 现在是“已办结”，用不了“取消”；这时可以：重开（reopen）
    void：错误：2026-001 制定实施方案 现在是“已办结”，用不了“作废”；这时可以：重开（reopen）
    extend：错误：2026-001 制定实施方案 现在是“已办结”，用不了“延期”；这时可以：重开（reopen）
    start：错误：2026-012 赴外地学习考察 现在是“已取消”，用不了“启动”；这时可以：重开（reopen）、作废（void）
    note：错误：2026-012 赴外地学习考察 现在是“已取消”，用不了“进展”；这时可以：重开（reopen）、作废（void）
    block：错误：2026-012 赴外地学习考察 现在是“已取消”，用不了“受阻”；这时可以：重开（reopen）、作废（void）
    done：错误：2026-012 赴外地学习考察 现在是“已取消”，用不了“办结”；这时可以：重开（reopen）、作废（void）
    accept：错误：2026-012 赴外地学习考察 现在是“已取消”，用不了“核销”；这时可以：重开（reopen）、作废（void）
    return：错误：2026-012 赴外地学习考察 现在是“已取消”，用不了“退回”；这时可以：重开（reopen）、作废（void）
    cancel：错误：2026-012 赴外地学习考察 现在是“已取消”，用不了“取消”；这时可以：重开（reopen）、作废（void）
    extend：错误：2026-012 赴外地学习考察 现在是“已取消”，用不了“延期”；这时可以：重开（reopen）、作废（void）
    ");
    assert_eq!(world.state(), before);
}

#[test]
fn every_verb_in_its_place_is_done() {
    let extend = ["--to", "2027-01-31", "--reason", "等", "--approved-by", "王敏"];
    for (id, right) in [
        ("4", &["start", "note", "block", "done", "cancel", "void", "extend"][..]),
        ("14", &["note", "block", "done", "cancel", "void", "extend"]),
        ("6", &["start", "note", "done", "cancel", "void", "extend"]),
        ("11", &["note", "accept", "return", "cancel"]),
        ("1", &["reopen"]),
        ("12", &["reopen", "void"]),
    ] {
        let world = World::with_tasks();
        let kept = world.git(["rev-parse", "HEAD"]);
        for word in right {
            let text = matches!(*word, "note" | "block" | "return" | "reopen" | "cancel" | "void")
                .then_some("一句话");
            let more = if *word == "extend" { &extend[..] } else { &[] };
            world.must([*word, id].into_iter().chain(text).chain(more.iter().copied()));
            world.git(["reset", "--quiet", "--hard", kept.trim()]);
        }
    }
}

#[test]
fn a_task_whose_file_is_gone_is_not_unknown() {
    let world = World::with_tasks();
    std::fs::remove_file(world.path("tasks/2026/014.toml")).unwrap();
    let said_of_it = "tasks/2026/014.toml：文件不见了，历史里还有；运行 ledger check --fix 找回\n";
    for words in [&["show", "14"][..], &["note", "14", "进展"], &["edit", "14"], &["notice", "14"]] {
        let said = world.run(words);
        assert_eq!((said.stdout.as_str(), said.code), ("", 1), "{words:?}: {said}");
        // Whoever reads the whole ledger has been told of it already.
        let expected = match words[0] {
            "show" => said_of_it.to_owned(),
            "notice" => format!("{said_of_it}错误：{said_of_it}"),
            _ => format!("错误：{said_of_it}"),
        };
        assert_eq!(said.stderr, expected, "{words:?}");
    }
    world.must(["check", "--fix"]);
    world.must(["show", "14"]);
}

#[test]
fn what_is_not_known_is_answered_with_what_is_near() {
    let mut world = World::with_tasks();
    let before = world.state();
    insta::assert_snapshot!(world.run(["show", "15"]), @"
    --- stderr
    错误：没有编号为“15”的任务；您是不是想要 2026-014 开展清廉家风活动？
    --- exit 1
    ");
    insta::assert_snapshot!(world.run(["note", "2026-041", "进展"]), @"
    --- stderr
    错误：没有编号为“2026-041”的任务；您是不是想要 2026-001 制定实施方案？
    --- exit 1
    ");
    insta::assert_snapshot!(world.run(["done", "七"]), @"
    --- stderr
    错误：“七”不是任务编号；编号写作 2026-014，本年度的可以只写 14
    --- exit 1
    ");
    insta::assert_snapshot!(world.run(["done", "0"]), @"
    --- stderr
    错误：“0”不是任务编号；编号写作 2026-014，本年度的可以只写 14
    --- exit 1
    ");
    insta::assert_snapshot!(world.run(["done", "2025-014"]), @"
    --- stderr
    错误：没有编号为“2025-014”的任务；您是不是想要 2026-014 开展清廉家风活动？
    --- exit 1
    ");
    insta::assert_snapshot!(world.run(["list", "--phase", "集中建设期"]), @"
    --- stderr
    错误：阶段“集中建设期”不在 ledger.toml 里；您是不是想写“集中建设”？已有：部署推进、集中建设、总结提升
    --- exit 1
    ");
    insta::assert_snapshot!(world.run(["list", "--domain", "廉洁"]), @"
    --- stderr
    错误：重点任务“廉洁”不在 ledger.toml 里；已有：清廉思想建设、清廉纪律建设、清廉文化建设
    --- exit 1
    ");
    insta::assert_snapshot!(world.run(["list", "--lead", "综合处"]), @"
    清廉机关建设工作台账　任务列表
    编制单位：某局　2026年6月30日　星期二

    没有符合条件的任务，台账共 14 项
    --- stderr
    注意：台账里没有牵头单位“综合处”；您是不是想写“综合科”？
    ");
    insta::assert_snapshot!(world.run(["list", "--owner", "李墙"]), @"
    清廉机关建设工作台账　任务列表
    编制单位：某局　2026年6月30日　星期二

    没有符合条件的任务，台账共 14 项
    --- stderr
    注意：台账里没有责任人“李墙”；您是不是想写“李强”？
    ");
    insta::assert_snapshot!(world.run(["list", "--status", "在建"]), @"
    --- stderr
    错误：状态没有“在建”；可选：未启动、推进中、受阻、待核销、已办结、已取消、已作废
    --- exit 2
    ");
    insta::assert_snapshot!(world.run(["list", "--light", "紫"]), @"
    --- stderr
    错误：灯没有“紫”；可选：红、黄、绿、蓝、灰
    --- exit 2
    ");
    insta::assert_snapshot!(world.run(["list", "--due-before", "9月31日"]), @"
    --- stderr
    错误：时限早于：9月31日不存在，9月最后一天是 2026-09-30
    --- exit 1
    ");
    insta::assert_snapshot!(world.run(["due", "--within", "昨天"]), @"
    --- stderr
    注意：期限“昨天”理解为 2026-06-29（星期一）
    错误：--within 要写今后的日子；已经逾期的见 ledger overdue
    --- exit 1
    ");
    insta::assert_snapshot!(world.run(["due", "--within", "很快"]), @"
    --- stderr
    错误：期限：看不懂的日期“很快”；可写 2026-09-30、9月30日、9月底前、年底、三季度末、本周五、+7d、+10工作日
    --- exit 1
    ");
    insta::assert_snapshot!(world.run(["add", "乙", "--phase", "集中"]), @"
    --- stderr
    错误：阶段“集中”不在 ledger.toml 里；您是不是想写“集中建设”？已有：部署推进、集中建设、总结提升
    --- exit 1
    ");
    insta::assert_snapshot!(world.run(["add", "乙", "--due", "九月底左右"]), @"
    --- stderr
    错误：完成时限：看不懂的日期“九月底左右”；可写 2026-09-30、9月30日、9月底前、年底、三季度末、本周五、+7d、+10工作日
    --- exit 1
    ");
    insta::assert_snapshot!(world.run(["add", "   "]), @"
    --- stderr
    错误：任务名称不能空着；请写一句话，如“组织开展警示教育”
    --- exit 1
    ");
    assert_eq!(world.state(), before);
    // A person or an office that nobody has heard of may be new: told, and registered.
    insta::assert_snapshot!(world.run(["add", "乙", "--due", "2026-09-30", "--lead", "综合处", "--owner", "李墙", "--leader", "王小敏"]), @"
    登记 2026-015 乙
    --- stderr
    注意：牵头单位“综合处”没有在 ledger.toml 里登记；您是不是想写“综合科”？
    注意：责任领导“王小敏”没有在 ledger.toml 里登记；您是不是想写“王敏”？
    注意：责任人“李墙”没有在 ledger.toml 里登记；您是不是想写“李强”？
    ");
    world.today_is("2026-02-30");
    insta::assert_snapshot!(world.run(["list"]), @"
    --- stderr
    错误：--today（或 LEDGER_TODAY）：2026年2月30日不存在，2月最后一天是 2026-02-28
    --- exit 1
    ");
    world.today_is("有空的时候");
    insta::assert_snapshot!(world.run(["list"]), @"
    --- stderr
    错误：--today（或 LEDGER_TODAY）：看不懂的日期“有空的时候”；可写 2026-09-30、9月30日、9月底前、年底、三季度末、本周五、+7d、+10工作日
    --- exit 1
    ");
}

#[test]
fn a_word_that_is_no_setting_sends_nobody_to_the_settings() {
    let world = World::with_tasks();
    for words in
        [["add", "乙", "--kind", "风险源"], ["add", "乙", "--level", "特高"], ["add", "乙", "--every", "旬"]]
    {
        let said = world.run(words);
        assert_ne!(said.code, 0);
        assert!(!said.stderr.contains("ledger.toml"), "{said}");
    }
}

#[test]
fn a_command_line_that_cannot_be_read_is_answered_in_chinese() {
    let world = World::with_tasks();
    let before = world.state();
    insta::assert_snapshot!(world.run(["dnoe", "14"]), @"
    --- stderr
    没有“dnoe”这个命令。
    您是不是想用“done”、“note”、“notice”？

    用法：ledger [选项] [命令]

    更多信息请看 `ledger --help`。
    --- exit 2
    ");
    insta::assert_snapshot!(world.run(["list", "--owne", "李强"]), @"
    --- stderr
    没有“--owne”这个选项。
    您是不是想用“--owner”？

    用法：ledger list [选项] [字词]...

    更多信息请看 `ledger list --help`。
    --- exit 2
    ");
    insta::assert_snapshot!(world.run(["done"]), @"
    --- stderr
    还要写“<编号>”。

    用法：ledger done <编号> [说明]

    更多信息请看 `ledger done --help`。
    --- exit 2
    ");
    insta::assert_snapshot!(world.run(["note", "14"]), @"
    --- stderr
    还要写“<内容>”。

    用法：ledger note <编号> <内容>

    更多信息请看 `ledger note --help`。
    --- exit 2
    ");
    insta::assert_snapshot!(world.run(["note", "14", "过半", "--progress", "120"]), @"
    --- stderr
    “120”不能用作“--progress <百分数>”：要写 0 到 100 的整数，如 60。

    用法：ledger note [选项] <编号> [内容]

    更多信息请看 `ledger note --help`。
    --- exit 2
    ");
    insta::assert_snapshot!(world.run(["note", "14", "过半", "--progress", "一半"]), @"
    --- stderr
    “一半”不能用作“--progress <百分数>”：要写 0 到 100 的整数，如 60。

    用法：ledger note [选项] <编号> [内容]

    更多信息请看 `ledger note --help`。
    --- exit 2
    ");
    insta::assert_snapshot!(world.run(["list", "--format", "xml"]), @"
    --- stderr
    “xml”不能用作“--format <格式>”。
    可选：terminal、json、csv、md、html、xlsx、docx、svg、ics
    您是不是想用“xlsx”？

    用法：ledger list [选项] [字词]...

    更多信息请看 `ledger list --help`。
    --- exit 2
    ");
    insta::assert_snapshot!(world.run(["list", "--sort", "颜色"]), @"
    --- stderr
    “颜色”不能用作“--sort <次序>”。
    可选：id、deadline、light、lead、progress

    用法：ledger list [选项] [字词]...

    更多信息请看 `ledger list --help`。
    --- exit 2
    ");
    insta::assert_snapshot!(world.run(["board", "--by", "颜色"]), @"
    --- stderr
    “颜色”不能用作“--by <分组>”。
    可选：domain、month、phase、office

    用法：ledger board [选项]

    更多信息请看 `ledger board --help`。
    --- exit 2
    ");
    insta::assert_snapshot!(world.run(["add", "乙", "--due", "9月底", "--long-term"]), @"
    --- stderr
    “--due <日期>”不能和“--long-term”一起用。

    用法：ledger add --due <日期> <任务名称>

    更多信息请看 `ledger add --help`。
    --- exit 2
    ");
    insta::assert_snapshot!(world.run(["list", "--width", "10"]), @"
    --- stderr
    “10”不能用作“--width <列数>”：要在 60 到 1000 之间。

    用法：ledger list [选项] [字词]...

    更多信息请看 `ledger list --help`。
    --- exit 2
    ");
    insta::assert_snapshot!(world.run(["overdue", "多余"]), @"
    --- stderr
    这里用不上“多余”。

    用法：ledger overdue [选项]

    更多信息请看 `ledger overdue --help`。
    --- exit 2
    ");
    insta::assert_snapshot!(world.run(["add"]), @r#"
    --- stderr
    错误：缺少任务名称；写法：ledger add "组织开展警示教育" --due 9月底前
    --- exit 2
    "#);
    insta::assert_snapshot!(world.run(["list", "-o", "台账.pdf"]), @"
    --- stderr
    错误：“台账.pdf”：不直接写 pdf；请先写成 .docx 或 .html，再用 WPS、Word 或浏览器另存为 pdf
    --- exit 2
    ");
    assert_eq!(world.state(), before);
}
