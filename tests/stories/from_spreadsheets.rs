//! From the office's own spreadsheet to the ledger, and again when the sheet has changed.

use insta::assert_snapshot;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};

use crate::common::World;

/// A workbook of these sheets, each with its rows; cells are parted by `|`.
fn book(world: &World, file: &str, sheets: &[(&str, &[&str])]) {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        put(book.add_worksheet().set_name(*name).unwrap(), rows);
    }
    world.write(file, book.save_to_buffer().unwrap());
}

fn put(sheet: &mut Worksheet, rows: &[&str]) {
    for (at, row) in (0..).zip(rows) {
        for (column, text) in (0..).zip(row.split('|')).filter(|(_, text)| !text.is_empty()) {
            match text.parse::<f64>() {
                Ok(number) => sheet.write_number(at, column, number).unwrap(),
                Err(_) => sheet.write_string(at, column, text).unwrap(),
            };
        }
    }
}

/// The 台账 of an office: title rows, a merged field of work, five ways to write a day, a sum and a note.
fn office_ledger(world: &World) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("台账").unwrap();
    put(
        sheet,
        &[
            "",
            "填报单位：综合科|||||填报日期：2026年6月15日",
            "序号|重点任务|具体任务|责任单位|责任人|完成时限\n（年月日）|进展情况|完成情况|备注",
            "1||第一议题|综合科、机关党委|李强|长期坚持|已学习6次|正在推进",
            "2||中心组学习|机关党委|赵蕾||计划已印发|未启动",
            "3|清廉组织建设|三会一课|机关党委（牵头）|吴迪|6月底前|两个支部未报|滞后|需催办",
            "4|清廉纪律建设|警示教育|机关纪委|孙萍|2026.9.30||未启动",
            "5|清廉纪律建设|廉政档案|机关纪委|马超|2024-02-30||进行中",
            "合计|5项",
            "备注：每月25日前报送",
        ],
    );
    let plain = Format::new();
    sheet.merge_range(0, 0, 0, 8, "某局2026年清廉机关建设工作台账", &plain).unwrap();
    sheet.merge_range(3, 1, 4, 1, "清廉思想建设", &plain).unwrap();
    let day = Format::new().set_num_format("yyyy-mm-dd");
    sheet.write_with_format(4, 5, ExcelDateTime::from_ymd(2026, 8, 31).unwrap(), &day).unwrap();
    world.write("台账.xlsx", book.save_to_buffer().unwrap());
}

#[test]
fn the_preview_shows_what_would_come_and_changes_nothing() {
    let world = World::with_ledger();
    office_ledger(&world);
    let before = world.state();
    let said = world.must(["import", "台账.xlsx"]);
    assert_snapshot!(said, @"
    清廉机关建设工作台账　导入预览
    台账.xlsx

    表头对应
    表头               取作                 工作表
    ──────────────────────────────────────────────
    序号               （序号，不取）       台账
    重点任务           重点任务             台账
    具体任务           任务名称             台账
    责任单位           牵头单位             台账
    责任人             责任人               台账
    完成时限（年月日） 完成时限             台账
    进展情况           进展（记入办理记录） 台账
    完成情况           状态                 台账
    备注               自有栏目“备注”       台账

    任务
    将要新登记 4，更新 0，没有变化 0，没有导入 1
    ledger.toml 里没有的重点任务，一并登记：清廉组织建设
    工作表 行        编号     任务       内容
    ────────────────────────────────────────────────────────────────────────────────────────────────────
    台账    4 新登记 2026-001 第一议题   牵头单位 综合科，责任人 李强，长期坚持 是，状态 推进中，进展：
                                         已学习6次
    台账    5 新登记 2026-002 中心组学习 牵头单位 机关党委，责任人 赵蕾，完成时限 2026-08-31，状态 未启
                                         动，进展：计划已印发
    台账    6 新登记 2026-003 三会一课   牵头单位 机关党委，责任人 吴迪，完成时限 2026-06-30，状态 推进
                                         中，进展：两个支部未报
    台账    7 新登记 2026-004 警示教育   牵头单位 机关纪委，责任人 孙萍，完成时限 2026-09-30，状态 未启
                                         动

    没有导入的
    工作表 行 原因和办法
    ─────────────────────────────────────────────────────────────────────────────
    台账    8 完成时限“2024-02-30”：2024年2月30日不存在，2月最后一天是 2024-02-29
    --- stderr
    注意：有 1 处日期没有写年份，按 2026 年理解
    以上是预览，还没有写入；看过没有问题，请加 --yes
    ");
    assert_eq!(world.state(), before);
    let rehearsed = world.must(["导入", "台账.xlsx", "--yes", "--dry-run"]);
    assert!(rehearsed.stderr.contains("试运行，没有改动"), "{rehearsed}");
    assert_eq!(world.state(), before);
}

#[test]
fn a_sheet_is_taken_in_with_one_commit_and_again_without_making_anything_twice() {
    let world = World::with_ledger();
    office_ledger(&world);
    let commits = world.head_count();
    let said = world.must(["import", "台账.xlsx", "--yes", "--format", "json"]);
    let facts: serde_json::Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!((&facts["created"], &facts["updated"]), (&4.into(), &0.into()), "{said}");
    assert_eq!(facts["columns"]["具体任务"], "title");
    assert_eq!(facts["columns"]["备注"], "备注");
    assert_eq!(facts["skipped"][0]["row"], 8);
    assert_eq!(world.head_count(), commits + 1);
    assert!(world.last_commit().contains("导入 台账.xlsx：新登记 4 项\n\nLedger-Op: import\n"));
    assert_snapshot!(world.task("003"), @r#"
    title = "三会一课"
    domain = "清廉组织建设"
    lead = "机关党委"
    owner = "吴迪"
    due = 2026-06-30
    due_text = "6月底前"

    status = "doing"
    progress = 0
    "备注" = "需催办"

    [[log]]
    date = 2026-06-30
    by = "李强"
    kind = "note"
    text = "两个支部未报"
    "#);
    assert_snapshot!(world.task("001"), @r#"
    title = "第一议题"
    domain = "清廉思想建设"
    lead = "综合科"
    support = ["机关党委"]
    owner = "李强"
    long_term = true

    status = "doing"
    progress = 0

    [[log]]
    date = 2026-06-30
    by = "李强"
    kind = "note"
    text = "已学习6次"
    "#);
    assert!(world.task("002").contains("due = 2026-08-31"));
    let before = world.state();
    let again = world.must(["import", "台账.xlsx", "--yes"]);
    assert!(again.stdout.contains("新登记 0，更新 0，没有变化 4，没有导入 1"), "{again}");
    assert_eq!(world.state(), before);
    assert_eq!(world.run(["audit", "--exit-code"]).code, 0);
}

#[test]
fn a_changed_sheet_changes_what_the_verbs_may_and_moves_no_deadline() {
    let world = World::with_ledger();
    let head = "任务|责任单位|责任人|完成时限|完成情况|进展情况|办结日期";
    let before = [
        head,
        "甲|综合科|李强|9月底前|未启动||",
        "乙|综合科|李强|9月底前|进行中||",
        "丙|综合科|李强|9月底前|进行中||",
        "丁|综合科|||进行中||",
    ];
    book(&world, "甲.xlsx", &[("台账", &before)]);
    world.must(["import", "甲.xlsx", "--yes"]);
    world.must(["done", "3"]);
    let after = [
        head,
        "甲|综合科|赵蕾|12月底前|进行中|已印发通知|",
        "乙|综合科|李强|9月底前|已完成|已通过验收|2026-06-20",
        "丙|综合科|李强|9月底前|进行中||",
        "丁|综合科||10月底|受阻||",
    ];
    book(&world, "甲.xlsx", &[("台账", &after)]);
    let said = world.must(["import", "甲.xlsx", "--yes"]);
    assert_snapshot!(said, @"
    清廉机关建设工作台账　导入
    甲.xlsx

    表头对应
    表头     取作                 工作表
    ────────────────────────────────────
    任务     任务名称             台账
    责任单位 牵头单位             台账
    责任人   责任人               台账
    完成时限 完成时限             台账
    完成情况 状态                 台账
    进展情况 进展（记入办理记录） 台账
    办结日期 办结日期             台账

    任务
    新登记 0，更新 3，没有变化 1，没有导入 2
    工作表 行      编号     任务 内容
    ────────────────────────────────────────────────────────────────────────────────────────────────────
    台账    2 更新 2026-001 甲   责任人 赵蕾，状态 推进中，进展：已印发通知
    台账    3 更新 2026-002 乙   状态 已办结，进度 100%，办结日期 2026-06-20，办结：已通过验收
    台账    5 更新 2026-004 丁   完成时限 2026-10-31，时限原文 10月底，状态 受阻，受阻：导入的表格里列为
                                 受阻

    没有导入的
    工作表 行 原因和办法
    ────────────────────────────────────────────────────────────────────────────────────────────────────
    台账    2 2026-001：这样改会把时限从 2026-09-30 变为 2026-12-31；要延期请用 ledger extend 2026-001
              --to 日期 --reason 原因 --approved-by 批准人；要提前，或当初登记有误的，用 ledger edit
              2026-001 改（历史里看得到）
    台账    4 2026-003 在台账里是“已办结”，表里是“推进中”，状态没有改；要重开请用 ledger reopen 2026-003
              原因
    导入 甲.xlsx：更新 3 项
    --- stderr
    注意：有 4 处日期没有写年份，按 2026 年理解
    ");
    let changes = world.git(["show", "--format=", "--unified=0", "--no-prefix", "HEAD"]);
    let changes = changes.lines().filter(|line| line.starts_with(['+', '-']) && !line.starts_with("---"));
    assert_snapshot!(changes.collect::<Vec<_>>().join("\n"), @r#"
    +++ tasks/2026/001.toml
    -owner = "李强"
    +owner = "赵蕾"
    -status = "todo"
    +status = "doing"
    +
    +[[log]]
    +date = 2026-06-30
    +by = "李强"
    +kind = "note"
    +text = "已印发通知"
    +++ tasks/2026/002.toml
    -status = "doing"
    -progress = 0
    +status = "done"
    +progress = 100
    +done_on = 2026-06-20
    +
    +[[log]]
    +date = 2026-06-30
    +on = 2026-06-20
    +by = "李强"
    +kind = "done"
    +text = "已通过验收"
    +++ tasks/2026/004.toml
    +due = 2026-10-31
    +due_text = "10月底"
    -status = "doing"
    +status = "blocked"
    +
    +[[log]]
    +date = 2026-06-30
    +by = "李强"
    +kind = "block"
    +text = "导入的表格里列为受阻"
    "#);
}

#[test]
fn sheets_that_share_a_layout_are_fields_of_work_and_a_group_of_rows_is_one_too() {
    let world = World::with_settings("name = \"台账\"\nyear = 2026\n");
    let head = "序号|任务名称|牵头部门|完成时限";
    let sheets: [(&str, &[&str]); 3] = [
        ("思想建设", &[head, "1|甲|办公室|6月底"]),
        ("组织建设", &[head, "1|乙|办公室|年底", "合计|1"]),
        ("Sheet3", &[]),
    ];
    book(&world, "甲.xlsx", &sheets);
    world.must(["import", "甲.xlsx", "--yes"]);
    assert!(world.task("001").contains("domain = \"思想建设\""));
    assert!(world.task("002").contains("domain = \"组织建设\""));
    assert!(world.read("ledger.toml").contains("[[domain]]\nname = \"思想建设\""));
    let grouped = [
        "序号|工作任务|责任分工||完成时限",
        "||牵头单位|责任人|",
        "一|招商引资|||",
        "1|丙|招商科|李强|7月底",
        "二|民生实事|||",
        "2|丁|综合科|赵蕾|每季度末",
        "3||||",
    ];
    book(&world, "乙.xlsx", &[("任务分解表", &grouped)]);
    world.must(["import", "乙.xlsx", "--yes"]);
    let task = world.task("003");
    assert!(task.contains("domain = \"招商引资\"\nlead = \"招商科\"\nowner = \"李强\""), "{task}");
    let duty = world.task("004");
    assert!(duty.contains("every = \"quarter\", times = 1, from = 2026-01-01, until = 2026-12-31"), "{duty}");
}

#[test]
fn what_was_said_of_a_title_is_remembered() {
    let world = World::with_ledger();
    book(&world, "甲.xlsx", &[("台账", &["抓手|谁来办|完成时限|责任人", "甲|综合科|6月底|李强"])]);
    let refused = world.run(["import", "甲.xlsx"]);
    assert_snapshot!(refused, @r#"
    --- stderr
    错误：“甲.xlsx”没有可以导入的任务；工作表“台账”里看不出哪一列是任务名称（表头：抓手、谁来办、完成时限、责任人）；请用 --map 说明，如 --map "抓手=任务名称"；台账没有改动
    --- exit 1
    "#);
    world.must(["import", "甲.xlsx", "--map", "抓手=任务名称", "--map", "谁来办=lead", "--yes"]);
    let settings = world.read("ledger.toml");
    assert!(settings.contains("\"抓手\" = \"title\"\n\"谁来办\" = \"lead\""), "{settings}");
    let again = world.must(["import", "甲.xlsx"]);
    assert!(again.stdout.contains("没有变化 1"), "{again}");
    assert_snapshot!(world.run(["import", "甲.xlsx", "--map", "抓手=任务名"]), @"
    --- stderr
    错误：--map 没有“任务名”这一栏；您是不是想写“任务名称”？；可写：任务名称、具体内容、类别、重点任务、具体举措、任务依据、完成标准、阶段、牵头单位、配合单位、责任领导、责任人、开始时间、完成时限、时限原文、长期坚持、频次、考核分值、上级任务、标签、可公开、风险等级、成果、状态、进度、办结日期、进展、存在问题、编号、忽略
    --- exit 2
    ");
    assert_snapshot!(world.run(["import", "甲.xlsx", "--map", "没有=忽略"]), @"
    --- stderr
    错误：--map：表里没有“没有”这一列；有：抓手、谁来办、完成时限、责任人
    --- exit 2
    ");
}

#[test]
fn a_table_of_text_is_read_in_gbk_and_its_broken_rows_are_written_apart() {
    let world = World::with_ledger();
    let text = "任务,责任单位,时限\n甲,综合科,6月底\n乙,\"未关,7月\n丙,综合科,2026-02-30\n丁,综合科,7月底\n";
    let (bytes, ..) = encoding_rs::GBK.encode(text);
    world.write("甲.csv", bytes);
    let said = world.must(["import", "甲.csv", "--yes", "--rejects", "没导入.csv"]);
    assert!(said.stdout.ends_with("导入 甲.csv：新登记 2 项\n"), "{said}");
    assert_snapshot!(world.read("没导入.csv").trim_start_matches('\u{feff}'), @"
    工作表,行,没有导入的原因,任务,责任单位,时限
    甲,3,这一行的引号没有配对，分不清各栏；请改正引号后再导入这一行,乙,未关,7月
    甲,4,完成时限“2026-02-30”：2026年2月30日不存在，2月最后一天是 2026-02-28,丙,综合科,2026-02-30
    ");
}

#[test]
fn what_was_not_taken_stands_under_the_titles_of_its_own_sheet() {
    let world = World::with_ledger();
    let first = ["任务|责任单位||时限", "甲|综合科|急|2026-02-30"];
    let second = ["工作事项|办结时限|牵头部门", "乙|9月31日|综合科", "丙|9月底|综合科"];
    book(&world, "甲.xlsx", &[("一季度", &first), ("二季度", &second)]);
    world.must(["import", "甲.xlsx", "--yes", "--rejects", "没导入.csv"]);
    assert_snapshot!(world.read("没导入.csv").trim_start_matches('\u{feff}'), @r#"
    工作表,行,没有导入的原因,任务,责任单位,,时限
    一季度,2,完成时限“2026-02-30”：2026年2月30日不存在，2月最后一天是 2026-02-28,甲,综合科,急,2026-02-30
    ""
    工作表,行,没有导入的原因,工作事项,办结时限,牵头部门
    二季度,2,完成时限“9月31日”：9月31日不存在，9月最后一天是 2026-09-30,乙,9月31日,综合科
    "#);
}

#[test]
fn a_ledger_of_troubles_is_told_from_one_of_tasks() {
    let world = World::with_settings("name = \"台账\"\nyear = 2026\n");
    let rows = [
        "某单位隐患台账",
        "序号|隐患描述|隐患等级|整改措施|归口部门|整改责任人及联系电话|整改时限|整改情况|整改状态",
        "1|配电箱无门|重大|加装箱门|设备科|张三 13800138000|26.7.1|已采购|整改中",
        "2|灭火器过期|低|更换|安环科|李四|7/15/2026||已闭环",
        "3|护栏缺失|中|安装|安环科|王五|8月底||无法整改",
        "第1页 共1页",
        "项目负责人：|||复核：||审核：",
    ];
    book(&world, "甲.xlsx", &[("隐患", &rows)]);
    let said = world.must(["import", "甲.xlsx", "--yes", "--format", "json"]);
    let facts: serde_json::Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!((&facts["created"], &facts["skipped"]), (&3.into(), &serde_json::json!([])), "{said}");
    assert_snapshot!(world.task("001"), @r#"
    title = "配电箱无门"
    kind = "issue"
    measure = "加装箱门"
    lead = "设备科"
    owner = "张三"
    due = 2026-07-01

    status = "doing"
    progress = 0
    "隐患等级" = "重大"
    "整改责任人及联系电话" = "张三 13800138000"

    [[log]]
    date = 2026-06-30
    by = "李强"
    kind = "note"
    text = "已采购"
    "#);
    let second = world.task("002");
    assert!(second.contains("due = 2026-07-15\nlevel = \"低\"") && second.contains("\"done\""), "{second}");
    assert!(world.task("003").contains("status = \"blocked\""));
}

#[test]
fn signs_units_with_their_people_and_pages_are_understood() {
    let world = World::with_settings("name = \"台账\"\nyear = 2026\n");
    let rows = [
        "某局重点项目清单",
        "序号|类别|项目名称|开工时间|竣工时间|责任单位/责任人|完成情况",
        "1|新建|产业园|2026年3月|2026年12月|招商局/王敏|60%",
        "2|续建|学校|2026.8|2027.8|教育局（赵蕾）|○",
        "某局重点项目清单",
        "序号|类别|项目名称|开工时间|竣工时间|责任单位/责任人|完成情况",
        "3|续建|医院|2026-01-05|2026.6|卫健局 孙萍|●",
    ];
    book(&world, "甲.xlsx", &[("清单", &rows)]);
    world.must(["import", "甲.xlsx", "--yes"]);
    assert_snapshot!(["001", "002", "003"].map(|number| world.task(number)).concat(), @r#"
    title = "产业园"
    domain = "新建"
    lead = "招商局"
    owner = "王敏"
    start = 2026-03-01
    due = 2026-12-31
    due_text = "2026年12月"

    status = "doing"
    progress = 60
    title = "学校"
    domain = "续建"
    lead = "教育局"
    owner = "赵蕾"
    start = 2026-08-01
    due = 2027-08-31
    due_text = "2027.8"

    status = "todo"
    progress = 0
    title = "医院"
    domain = "续建"
    lead = "卫健局"
    owner = "孙萍"
    start = 2026-01-05
    due = 2026-06-30
    due_text = "2026.6"

    status = "done"
    progress = 100
    "#);
}

#[test]
fn more_rows_than_a_command_line_holds_are_one_commit_told_and_taken_back() {
    let world = World::with_ledger();
    let before = world.state();
    let rows: Vec<String> = (1..=1200).map(|row| format!("任务{row},综合科,6月底\n")).collect();
    world.write("甲.csv", format!("任务,责任单位,时限\n{}", rows.concat()));
    world.must(["import", "甲.csv", "--yes"]);
    let log: serde_json::Value =
        serde_json::from_str(&world.must(["log", "--op", "import", "--format", "json"]).stdout).unwrap();
    assert_eq!(log.as_array().map(Vec::len), Some(1200));
    world.must(["undo"]);
    assert!(!world.path("tasks/2026/001.toml").exists() && !world.path("tasks/2026/1200.toml").exists());
    assert_ne!(world.state(), before, "the history says both");
}

#[test]
fn files_that_are_no_spreadsheets_are_named_and_change_nothing() {
    let world = World::with_ledger();
    let torn = [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &[0; 600]].concat();
    let files: [(&str, &[u8]); 6] = [
        ("坏.xlsx", b"PK\x03\x04 torn"),
        ("空.xlsx", b""),
        ("计划.pdf", b"%PDF-1.7"),
        ("网页.xls", b"<html><table></table></html>"),
        ("旧.xls", &torn),
        ("别的.json", b"{\"a\": 1}"),
    ];
    for (file, bytes) in files {
        world.write(file, bytes);
    }
    book(&world, "表头.xlsx", &[("台账", &["任务|责任人|完成时限"])]);
    let before = world.state();
    let refusal = |words: &[&str]| {
        let said = world.run(words);
        assert_eq!((said.stdout.as_str(), said.code), ("", 1), "{said}");
        said.stderr
    };
    let refusals = files.map(|(file, _)| refusal(&["import", file, "--yes"])).concat()
        + &refusal(&["import", "表头.xlsx", "--yes"])
        + &refusal(&["import", "表头.xlsx", "--sheet", "别的"]);
    assert_snapshot!(refusals, @"
    错误：“坏.xlsx”损坏了，压缩包读不出来；请用 Excel 或 WPS 打开，另存一份 .xlsx 再导入；台账没有改动
    错误：“空.xlsx”是空文件，里面什么也没有；请核对是不是选错了文件；台账没有改动
    错误：“计划.pdf”是 pdf，不是表格；请找原来的 Excel 表格，或先转成 .xlsx；台账没有改动
    错误：“网页.xls”名为表格，其实是网页；请用 Excel 或 WPS 打开，另存为 .xlsx 再导入；台账没有改动
    错误：“旧.xls”损坏了，工作簿的目录读不出来；请用 Excel 或 WPS 打开，另存一份 .xlsx 再导入；台账没有改动
    错误：“别的.json”不是表格；能导入的有 .xlsx .xls .ods .csv，以及 export 写的 .json；台账没有改动
    错误：“表头.xlsx”只有表头，没有任务；台账没有改动
    错误：“表头.xlsx”里没有工作表“别的”；有：台账
    ");
    assert_eq!(world.state(), before);
}

#[test]
fn what_is_refused_is_never_written_over_the_sheet_itself() {
    let world = World::with_ledger();
    world.write("甲.csv", "任务,责任单位,时限\n甲,综合科,6月底\n");
    let before = world.state();
    for more in [&[][..], &["--yes"]] {
        let said = world.run([&["import", "甲.csv", "--rejects", "./甲.csv"], more].concat());
        assert!(said.code == 2 && said.stderr.contains("就是要导入的表格"), "{said}");
    }
    assert_snapshot!(world.must(["import", "甲.csv", "--rejects", "没导入.csv"]).stderr, @"
    注意：有 1 处日期没有写年份，按 2026 年理解
    没有哪一行没有导入，所以没有写 没导入.csv
    以上是预览，还没有写入；看过没有问题，请加 --yes
    ");
    assert_eq!(world.state(), before);
}

#[test]
fn keys_of_the_program_do_not_hide_among_the_office_s_own_nor_numbers_without_end() {
    let world = World::with_ledger();
    let text = "{\"tasks\": [{\"title\": \"甲\", \"own\": {\"log\": [1]}}, {\"title\": \"乙\"}]}";
    world.write("甲.json", text);
    let said = world.must(["import", "甲.json", "--yes"]);
    assert!(said.stdout.contains("“log”是台账的栏目") && said.stdout.contains("新登记 1 项"), "{said}");
    book(&world, "乙.xlsx", &[("台账", &["编号|任务|责任单位", "2026-4294967295|丙|综合科", "|丁|综合科"])]);
    let said = world.must(["import", "乙.xlsx", "--yes"]);
    assert!(said.stdout.contains("编号“2026-4294967295”太大"), "{said}");
    assert!(said.stdout.contains("新登记 1 项"), "{said}");
    world.must(["add", "戊"]);
    assert!(world.task("003").contains("戊"));
}
