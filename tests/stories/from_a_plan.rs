//! A plan has come from above: what it asks for is looked over, completed, and registered.

use std::io::{Cursor, Write};

use calamine::{Data, Reader, Xlsx};
use insta::assert_snapshot;
use serde_json::Value;

use crate::common::World;

const WINDOWS: &str = include_str!("plans/window-service.txt");
const QUARTER: &str = include_str!("plans/old-quarter.md");

const SETTINGS: &str = "\
name = \"窗口提质工作台账\"
unit = \"云溪县政务服务中心\"
year = 2026

# 方案下来以前就定了的
[[phase]]
name = \"动员部署\"
end = 2026-02-28
";

/// A ledger in January, before the plan came.
fn january() -> World {
    let mut world = World::with_settings(SETTINGS);
    world.on("2026-01-15");
    world
}

/// What `draft` finds, as other programs are told.
#[track_caller]
fn found(world: &World, file: &str) -> Value {
    serde_json::from_str(&world.must(["draft", file, "--format", "json"]).stdout).unwrap()
}

#[test]
fn a_plan_is_looked_over_before_anything_is_written() {
    let world = World::empty();
    world.write("../整治.md", QUARTER);
    assert_snapshot!(world.run(["draft", "../整治.md"]), @r"
    临江街道2026年老旧小区整治行动方案　任务拆解
    方案文件：整治.md　2026年6月30日

    拆出任务 5 项：定了时限 4、按频次 1；阶段 0 个，重点任务 2 个
    方案没有写明：牵头单位 1 项

    重点任务
    行号 重点任务
    ─────────────────
       5 消除安全隐患
      10 改善居住环境

    任务
    行号 任务                            阶段 重点任务     牵头单位 时限或频次 还缺
    ───────────────────────────────────────────────────────────────────────────────────
       7 排查楼道隐患                         消除安全隐患 安监办   2026-05-31
       8 整改消防通道                         消除安全隐患 安监办   2026-08-31
      14 增设垃圾分类亭                       改善居住环境 城管办   2026-06-30
      15 修补小区道路                         改善居住环境 建设办   2026-10-31
      19 每月*次以上巡查，次数由各社区定                            每月1次    牵头单位

    提醒
    行号 请核对
    ───────────────────────────────────────────────────────
       7 没有写年份的日期，年份按 2026 年推定，请核对
      19 “每月*次以上”没有写明次数，先按每月1次登记，请补填

    有 3 行没有拆出任务；逐行看用 --unused
    还没有写入台账。核对以后，加 -o 任务清单.xlsx 存成表格，补齐空缺，再用 ledger import 导入
    ");
    assert!(!world.path("ledger.toml").exists());
}

#[test]
fn what_yielded_nothing_can_be_read_line_by_line() {
    let world = World::empty();
    world.write("../提质.txt", WINDOWS);
    let unused = world.must(["draft", "../提质.txt", "--unused"]).stdout;
    assert!(unused.contains("3 各窗口、各科室："), "{unused}");
    let listed: Value =
        serde_json::from_str(&world.must(["拆解", "../提质.txt", "--未用", "--format", "json"]).stdout)
            .unwrap();
    assert_eq!(listed[0]["line"], 3);
}

#[test]
fn a_plan_becomes_a_ledger_in_one_commit() {
    let world = january();
    world.write("../提质.txt", WINDOWS);
    let before = world.head_count();
    let said = world.must(["起草", "../提质.txt", "--写入"]);
    assert_eq!(
        said.stdout,
        "立项 云溪县政务服务中心2026年窗口服务提质实施方案：登记 12 项，阶段 2 个，重点任务 3 个\n"
    );
    assert_eq!(world.head_count(), before + 1);
    assert!(world.last_commit().contains("Ledger-Op: draft"));
    // The phase that was there is as it was, comment and all; those that were not stand behind it.
    let settings = world.read("ledger.toml");
    assert_snapshot!(settings.strip_prefix(SETTINGS).unwrap().trim(), @r#"
    [[phase]]
    name = "集中提质"
    start = 2026-03-01
    end = 2026-10-31

    [[phase]]
    name = "总结巩固"
    start = 2026-11-01
    end = 2026-12-31

    [[domain]]
    name = "压缩等候时间"

    [[domain]]
    name = "清理材料清单"

    [[domain]]
    name = "提升服务本领"
    "#);
    // Two deadlines in one item: a task, and one below it for each.
    let parent = (1..=12)
        .map(|number| format!("{number:03}"))
        .find(|number| world.task(number).contains("title = \"公布新的清单\""));
    let parent: u32 = parent.unwrap().parse().unwrap();
    for (below, due) in [(1, "2026-06-30"), (2, "2026-09-30")] {
        let step = world.task(&format!("{:03}", parent + below));
        assert!(
            step.contains(&format!("due = {due}"))
                && step.contains(&format!("parent = \"2026-{parent:03}\"")),
            "{step}"
        );
        assert!(step.contains("lead = \"审批科\"") && step.contains("support = [\"信息科\"]"), "{step}");
    }
    // Nothing of it is amiss, and nobody can say that somebody meddled.
    let check = world.run(["check", "--exit-code"]);
    assert_eq!(check.code, 0, "{check}");
    let audit = world.run(["audit", "--rule", "冒名修改,时限变动", "--exit-code"]);
    assert_eq!(audit.code, 0, "{audit}");
    assert_eq!(world.git(["status", "--porcelain"]), "");
}

#[test]
fn drafting_twice_registers_nothing_twice() {
    let world = january();
    world.write("../提质.txt", WINDOWS);
    world.must(["draft", "../提质.txt", "--write"]);
    let before = world.state();
    let said = world.must(["draft", "../提质.txt", "--write"]);
    assert_eq!(said.stdout, "“../提质.txt”拆出的 10 项台账里都有了，没有改动\n");
    assert_eq!(world.state(), before);
    // The review says so beforehand.
    let review = world.must(["draft", "../提质.txt"]).stdout;
    assert!(review.contains("台账里已有 10 项，写入时不再登记"), "{review}");
    // One that went missing is registered again, and no other.
    world.git(["rm", "--quiet", "tasks/2026/001.toml"]);
    world.commit_all("删去一项");
    let said = world.must(["draft", "../提质.txt", "--write"]);
    assert_eq!(said.stdout, "立项 云溪县政务服务中心2026年窗口服务提质实施方案：登记 1 项\n");
    assert!(world.path("tasks/2026/013.toml").exists());
}

#[test]
fn offices_that_the_ledger_does_not_know_are_named_once() {
    let world = World::with_settings(&format!("{SETTINGS}\n[[office]]\nname = \"审批科\"\n"));
    world.write("../提质.txt", WINDOWS);
    let said = world.must(["draft", "../提质.txt", "--write"]);
    let told = "综合窗口、业务科、办公室、信息科、各窗口没有在 ledger.toml 里登记为科室";
    assert!(said.stderr.contains(told), "{said}");
}

#[test]
fn a_rehearsal_changes_nothing() {
    let world = january();
    world.write("../提质.txt", WINDOWS);
    let before = world.state();
    let said = world.must(["draft", "../提质.txt", "--write", "--dry-run"]);
    assert!(said.stdout.starts_with("（试运行，没有改动）立项 "), "{said}");
    assert!(said.stdout.contains("\n  ledger.toml　阶段 = 集中提质，2026-03-01 至 2026-10-31\n"), "{said}");
    assert!(said.stdout.contains("\n  ledger.toml　重点任务 = 压缩等候时间\n"), "{said}");
    assert_eq!(world.state(), before);
}

#[test]
fn duties_without_days_are_owed_from_this_month_on_or_as_the_clerk_says() {
    let world = january();
    world.write(
        "../职责.txt",
        "某局2026年值班工作方案\n一、重点任务\n（一）值班检查。办公室每月检查一次值班情况。\n",
    );
    let said = world.must(["draft", "../职责.txt", "--write"]);
    assert!(said.stderr.contains("如 2026-01-01 至 2026-12-31"), "{said}");
    assert!(
        world.task("001").contains("every = \"month\", times = 1, from = 2026-01-01, until = 2026-12-31")
    );
    assert_eq!(world.run(["check", "--exit-code"]).code, 0);
    world.must(["undo"]);
    world.must(["draft", "../职责.txt", "--write", "--from", "4月1日", "--until", "2026-09-30"]);
    assert!(world.task("002").contains("from = 2026-04-01, until = 2026-09-30"));
}

#[test]
fn the_plan_is_the_same_in_whatever_encoding_it_was_saved() {
    let world = World::empty();
    world.write("../提质.txt", WINDOWS);
    let plain = found(&world, "../提质.txt");
    let wide = WINDOWS.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let ways = [
        encoding_rs::GBK.encode(WINDOWS).0.into_owned(),
        [b"\xff\xfe".as_slice(), &wide].concat(),
        format!("\u{feff}{}", WINDOWS.replace('\n', "\r\n")).into_bytes(),
    ];
    for bytes in ways {
        world.write("../另存.txt", bytes);
        assert_eq!(found(&world, "../另存.txt"), plain);
    }
}

/// A document as Word packs it: this body, and a list that numbers 一、（一）1. by itself.
fn document(body: &str) -> Vec<u8> {
    const WORDS: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let level = |at: u8, format: &str, text: &str| {
        format!(
            "<w:lvl w:ilvl=\"{at}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:suff w:val=\"nothing\"/><w:lvlText w:val=\"{text}\"/></w:lvl>"
        )
    };
    let levels = level(0, "chineseCounting", "%1、")
        + &level(1, "chineseCounting", "（%2）")
        + &level(2, "decimal", "%3.");
    let parts = [
        (
            "_rels/.rels",
            format!(
                "<Relationships><Relationship Id=\"a\" Type=\"{RELATION}/officeDocument\" Target=\"word/document.xml\"/></Relationships>"
            ),
        ),
        (
            "word/_rels/document.xml.rels",
            format!(
                "<Relationships><Relationship Id=\"b\" Type=\"{RELATION}/numbering\" Target=\"numbering.xml\"/></Relationships>"
            ),
        ),
        ("word/document.xml", format!("<w:document {WORDS}><w:body>{body}</w:body></w:document>")),
        (
            "word/numbering.xml",
            format!(
                "<w:numbering {WORDS}><w:abstractNum w:abstractNumId=\"0\">{levels}</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>"
            ),
        ),
    ];
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A line as a paragraph whose number Word makes.
fn paragraph(line: &str) -> String {
    let numbers = ["一", "二", "三", "四"];
    let first =
        numbers.iter().find_map(|number| line.strip_prefix(&format!("{number}、")).map(|rest| (0, rest)));
    let second =
        numbers.iter().find_map(|number| line.strip_prefix(&format!("（{number}）")).map(|rest| (1, rest)));
    let third = ["1.", "2."].iter().find_map(|number| line.strip_prefix(number).map(|rest| (2, rest)));
    match first.or(second).or(third) {
        Some((level, rest)) => format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>{rest}</w:t></w:r></w:p>"
        ),
        None => format!("<w:p><w:r><w:t>{line}</w:t></w:r></w:p>"),
    }
}

#[test]
fn a_document_that_word_numbers_by_itself_says_the_same_as_its_text() {
    let world = World::empty();
    world.write("../提质.txt", WINDOWS);
    world.write("../提质.docx", document(&WINDOWS.lines().map(paragraph).collect::<String>()));
    assert_eq!(found(&world, "../提质.docx"), found(&world, "../提质.txt"));
}

#[test]
fn tables_and_tracked_changes_in_a_document_are_read_as_its_reader_sees_them() {
    let world = World::empty();
    let cell = |about: &str, text: &str| {
        format!("<w:tc><w:tcPr>{about}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>")
    };
    let row = |cells: [String; 3]| format!("<w:tr>{}</w:tr>", cells.concat());
    let both = "<w:vMerge w:val=\"restart\"/>";
    let table = [
        row([cell("", "工作任务"), cell("", "责任单位"), cell("", "完成时限")]),
        row([cell("", "更换老旧路灯"), cell(both, "城管办"), cell("", "2026年5月底前")]),
        row([cell("", "清洗雨水管网"), cell("<w:vMerge/>", ""), cell("", "2026年7月底前")]),
    ];
    let body = format!(
        "{}<w:tbl>{}</w:tbl><w:p><w:r><w:t>（一）增设停车位。</w:t></w:r><w:ins w:id=\"1\"><w:r><w:t>9月</w:t></w:r></w:ins>\
         <w:del w:id=\"2\"><w:r><w:delText>12月</w:delText></w:r></w:del><w:r><w:t>底前完成。（责任单位：建设办）</w:t></w:r></w:p>",
        ["临江街道2026年便民实事工作方案", "一、重点任务"].map(paragraph).concat(),
        table.concat()
    );
    world.write("../实事.docx", document(&body));
    let draft = found(&world, "../实事.docx");
    let tasks: Vec<[&str; 3]> = draft["tasks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|task| ["title", "lead", "due"].map(|key| task[key].as_str().unwrap_or_default()))
        .collect();
    assert_eq!(
        tasks,
        [
            ["更换老旧路灯", "城管办", "2026-05-31"],
            ["清洗雨水管网", "城管办", "2026-07-31"],
            ["增设停车位", "建设办", "2026-09-30"],
        ]
    );
    let warnings = draft["warnings"].to_string();
    assert!(warnings.contains("修订"), "{warnings}");
}

#[test]
fn the_draft_goes_into_a_table_to_be_completed() {
    let world = World::empty();
    world.write("../提质.txt", WINDOWS);
    world.must(["draft", "../提质.txt", "-o", "清单.xlsx"]);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(std::fs::read(world.path("清单.xlsx")).unwrap())).unwrap();
    assert_eq!(book.sheet_names(), ["任务清单", "阶段"]);
    let sheet = book.worksheet_range("任务清单").unwrap();
    let head = sheet.rows().find(|row| row.contains(&Data::String("任务名称".to_owned()))).unwrap();
    let head: Vec<String> = head.iter().map(ToString::to_string).collect();
    for title in [
        "重点任务",
        "具体举措",
        "具体内容",
        "阶段",
        "牵头单位",
        "配合单位",
        "责任人",
        "完成时限",
        "时限原文",
        "长期坚持",
        "频次",
        "标签",
        "任务依据",
        "行号",
    ] {
        assert!(head.iter().any(|known| known == title), "{title} in {head:?}");
    }
    let column = |title: &str| head.iter().position(|known| known == title).unwrap();
    let row = sheet.rows().find(|row| row.contains(&Data::String("核对现有清单".to_owned()))).unwrap();
    assert_eq!(row[column("牵头单位")].to_string(), "审批科");
    assert!(matches!(row[column("完成时限")], Data::DateTime(_)), "{row:?}");
    let phases = book.worksheet_range("阶段").unwrap();
    let phase = phases.rows().find(|row| row.contains(&Data::String("集中提质".to_owned()))).unwrap();
    assert!(matches!(phase[2..4], [Data::DateTime(_), Data::DateTime(_)]), "{phase:?}");
    // A table of one sheet has the tasks alone.
    let csv = world.must(["draft", "../提质.txt", "--format", "csv"]).stdout;
    assert!(csv.starts_with("\u{feff}行号,任务名称,"), "{csv}");
    for file in ["拆解.docx", "拆解.html", "拆解.md"] {
        world.must(["draft", "../提质.txt", "-o", file]);
    }
}

/// A pdf of one page with nothing to read on it.
fn scanned() -> Vec<u8> {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> /Contents 4 0 R >>",
        "<< /Length 3 >>\nstream\nq Q\nendstream",
    ];
    let mut pdf = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(pdf.len());
        write!(pdf, "{number} 0 obj\n{object}\nendobj\n").unwrap();
    }
    let table = pdf.len();
    pdf.extend(b"xref\n0 5\n0000000000 65535 f \n");
    for place in places {
        writeln!(pdf, "{place:010} 00000 n ").unwrap();
    }
    write!(pdf, "trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n").unwrap();
    pdf
}

#[test]
fn the_table_of_a_draft_is_imported_with_its_phases() {
    let world = World::with_settings("name = \"台账\"\nyear = 2026\n");
    world.write("../提质.txt", WINDOWS);
    let draft = found(&world, "../提质.txt");
    world.must(["draft", "../提质.txt", "-o", "清单.xlsx"]);
    world.must(["import", "清单.xlsx", "--yes"]);
    let settings = world.read("ledger.toml");
    for phase in draft["phases"].as_array().unwrap() {
        let name = phase["name"].as_str().unwrap();
        let at = settings.find(&format!("name = \"{name}\"")).unwrap();
        for day in ["start", "end"] {
            let told = phase[day].as_str().map(|date| format!("{day} = {date}"));
            let near: String = settings[at..].chars().take(120).filter(|c| *c != '\n').collect();
            let near = near.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(told.as_ref().is_none_or(|told| near.contains(told)), "{told:?} in {near}");
        }
    }
    let tasks: Value =
        serde_json::from_str(&world.must(["list", "--all", "--format", "json"]).stdout).unwrap();
    let titles = |list: &Value| -> Vec<String> {
        list.as_array().unwrap().iter().map(|task| task["title"].to_string()).collect()
    };
    let (drafted, listed) = (titles(&draft["tasks"]), titles(&tasks));
    assert!(drafted.iter().all(|title| listed.contains(title)), "{drafted:?} {listed:?}");
    for phase in draft["phases"].as_array().unwrap() {
        assert!(!listed.contains(&phase["name"].to_string()), "a phase is no task");
    }
}

#[test]
fn what_is_no_plan_is_named_and_changes_nothing() {
    let world = january();
    let before = world.state();
    let compound = |part: &str| {
        let name: Vec<u8> = part.encode_utf16().flat_map(u16::to_le_bytes).collect();
        [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &[0; 600], &name].concat()
    };
    let good = document(&paragraph("一、总体要求"));
    let cases: [(&str, Vec<u8>, &str); 9] = [
        ("空.txt", Vec::new(), "里面没有文字"),
        ("旧.doc", compound("WordDocument"), "是旧格式的文档"),
        ("密.docx", compound("EncryptedPackage"), "有密码"),
        ("坏.docx", good[..good.len() / 2].to_vec(), "损坏了"),
        ("表.xls", compound("Workbook"), "是表格，不是方案"),
        ("扫描.pdf", scanned(), "是扫描件"),
        ("坏.pdf", b"%PDF-1.7\n<</Type/Font>>".to_vec(), "是读不了的 pdf"),
        ("图.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), "是图片"),
        ("乱.txt", b"\x7fELF\0\0\0\x01\x02".to_vec(), "不是文字文件"),
    ];
    for (file, bytes, why) in cases {
        world.write(&format!("../{file}"), bytes);
        for words in [vec!["draft"], vec!["draft", "--write"]] {
            let said = world.run(words.into_iter().map(ToOwned::to_owned).chain([format!("../{file}")]));
            assert_eq!((said.code, said.stdout.as_str()), (1, ""), "{said}");
            assert!(said.stderr.starts_with(&format!("错误：“../{file}”{why}")), "{said}");
        }
    }
    assert_snapshot!(world.run(["draft", "../没有.txt", "--write"]), @r"
    --- stderr
    错误：读不了“../没有.txt”：没有这个文件或文件夹
    --- exit 1
    ");
    world.write("../闲话.txt", "今天天气不错。\n");
    assert_snapshot!(world.run(["draft", "../闲话.txt", "--write"]), @r"
    --- stderr
    错误：“../闲话.txt”里没有拆出任务，没有改动；请用 ledger draft 这个文件 --unused 逐行看，核对是不是一份方案
    --- exit 1
    ");
    assert_eq!(world.state(), before);
}

#[test]
fn what_makes_no_sense_together_is_refused() {
    let world = january();
    world.write("../提质.txt", WINDOWS);
    for words in [
        ["--dry-run"].as_slice(),
        &["--write", "-o", "甲.xlsx"],
        &["--write", "--unused"],
        &["--from", "4月1日"],
        &["--public"],
        &["--as-of", "2026-06-30"],
        &["--write", "--from", "9月1日", "--until", "4月1日"],
    ] {
        let said = world.run(["draft", "../提质.txt"].iter().chain(words));
        assert_eq!(said.code, 2, "{words:?}: {said}");
    }
    let outside = World::empty();
    outside.write("../提质.txt", WINDOWS);
    let said = outside.run(["draft", "../提质.txt", "--write"]);
    assert_eq!(said.code, 1, "{said}");
    assert!(said.stderr.contains("建立新台账用 ledger init"), "{said}");
}

#[test]
fn a_plan_of_two_hundred_pages_is_drafted() {
    let world = World::empty();
    let item = |at: usize| {
        format!(
            "（{at}）完善第{at}项制度。业务科每季度检查一次制度执行情况，2026年{}月底前形成检查报告。（责任单位：业务科、办公室）\n",
            at % 12 + 1
        )
    };
    let plan: String = (1..=3000).map(item).collect();
    world.write("../长.txt", format!("某局2026年制度建设方案\n一、重点任务\n{plan}"));
    assert!(found(&world, "../长.txt")["tasks"].as_array().unwrap().len() >= 3000);
}
