//! Files, sheets and settings that would stop the program, fill the machine, or speak to the terminal: each comes to nothing,
//! and hides nothing else.

use std::io::{Cursor, Write};
use std::process::Stdio;
use std::time::{Duration, Instant};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::common::{Said, World};
use crate::formats::REPORTS;
use crate::office::{CHEN, LI, Office, ZHAO};

/// The most memory that the program may ask for, in kilobytes: what it sets aside and does not use is counted as well.
const MEMORY: u32 = 3_000_000;

/// How long anything may take, built without being made fast, on a machine with other work.
const PATIENCE: Duration = Duration::from_secs(100);

/// Runs `ledger` where it can neither take the machine's memory nor all the time there is.
#[track_caller]
fn bounded(world: &World, words: &[&str]) -> Said {
    let bound = format!("ulimit -v {MEMORY} 2>/dev/null; exec \"$0\" \"$@\"");
    let mut command = world.command("sh");
    command.args(["-c", &bound, env!("CARGO_BIN_EXE_ledger"), "--today", "2026-06-30"]).args(words);
    let began = Instant::now();
    let said = world.said(&command.stdin(Stdio::null()).output().unwrap());
    assert!(began.elapsed() < PATIENCE, "{words:?} took {:?}", began.elapsed());
    assert!((0..=3).contains(&said.code), "{words:?}: {said}");
    assert!(said.stderr.len() < 100_000, "{words:?} floods whoever reads what it says");
    said
}

/// A ledger of two sound tasks and this file between them, all of it kept.
fn with_file(text: impl AsRef<[u8]>) -> World {
    let world = World::with_ledger();
    world.write("tasks/2026/001.toml", "title = \"甲\"\ndue = 2026-09-30\n");
    world.write("tasks/2026/002.toml", text);
    world.write("tasks/2026/003.toml", "title = \"丙\"\ndue = 2026-09-30\n");
    world.commit_all("登记");
    world
}

/// The spoilt file is named so by whoever reads, now or then, and the others are shown.
#[track_caller]
fn is_named(world: &World, told: &str) {
    for words in [&["list"][..], &["board"], &["export", "--format", "csv"], &["list", "--as-of", "HEAD"]] {
        let said = bounded(world, words);
        assert!(said.code == 1 && said.stderr.contains(told), "{words:?}: {}", said.stderr);
        assert!(said.stdout.contains("2026-001") && said.stdout.contains("2026-003"), "{said}");
    }
    let said = bounded(world, &["check", "--format", "json"]);
    assert!(said.stdout.contains("tasks/2026/002.toml"), "{said}");
    assert!(bounded(world, &["show", "1"]).stdout.contains('甲'));
    for words in [&["log"][..], &["audit"], &["log", "1"]] {
        assert_eq!(bounded(world, words).code, 0, "{words:?}");
    }
    assert_eq!(bounded(world, &["note", "1", "进展"]).code, 0);
}

#[test]
fn values_within_values_come_to_an_end() {
    let deep = "一层套一层，套得太深，没有读取；请删去这一行，或者只留最外面一层";
    let nested = |open: &str, close: &str| {
        format!("title = \"乙\"\nx = {}1{}\n", open.repeat(10_000), close.repeat(10_000))
    };
    is_named(&with_file(nested("{a=", "}")), "tasks/2026/002.toml 第 2 行第 ");
    is_named(&with_file(nested("[", "]")), &format!("tasks/2026/002.toml 第 2 行第 85 列：{deep}"));
    let dotted = format!("title = \"乙\"\n{}a = 1\n", "a.".repeat(100_000));
    is_named(&with_file(dotted), &format!("tasks/2026/002.toml 第 2 行第 1 列：{deep}"));
}

#[test]
fn a_broken_file_that_comes_from_others_stops_nobody() {
    let office = Office::with_tasks();
    let deep = format!("x = {}1{}\n{}", "{a=".repeat(10_000), "}".repeat(10_000), office[LI].task("014"));
    office[LI].write("tasks/2026/014.toml", deep);
    office[LI].commit_all("手工");
    assert_eq!(bounded(&office[LI], &["sync"]).code, 1);
    // Whoever did something else gets it and goes on.
    office[ZHAO].must(["note", "4", "进展"]);
    let sent = bounded(&office[ZHAO], &["sync"]);
    // What came cannot be read, which is said; it came all the same, and what was done here went.
    assert!(sent.code == 1 && sent.stdout.contains("送出 1 次修改"), "{sent}");
    let said = bounded(&office[ZHAO], &["list"]);
    assert!(
        said.stderr.contains("tasks/2026/014.toml 第 1 行") && said.stdout.contains("2026-004"),
        "{said}"
    );
    // Whoever changed the same task is told which file it is, and keeps what was done.
    office[CHEN].must(["note", "14", "进展"]);
    let before = office[CHEN].state();
    let said = bounded(&office[CHEN], &["sync"]);
    assert!(said.code == 1 && said.stderr.contains("tasks/2026/014.toml"), "{said}");
    assert_eq!(office[CHEN].state().differs_from(&before), Vec::<String>::new());
}

#[test]
fn settings_nested_without_end_are_named() {
    let world = World::with_tasks();
    let settings = world.read("ledger.toml");
    world.write("ledger.toml", format!("x = {}1{}\n{settings}", "{a=".repeat(9_000), "}".repeat(9_000)));
    let said = bounded(&world, &["list"]);
    assert!(said.code == 1 && said.stderr.contains("ledger.toml 第 1 行"), "{said}");
    world.commit_all("设置");
    for words in [&["log"][..], &["audit"]] {
        bounded(&world, words);
    }
}

#[test]
fn a_file_that_is_too_large_is_named_and_not_read() {
    let entry = "[[log]]\ndate = 2026-05-10\nby = \"李强\"\nkind = \"note\"\ntext = \"进展\"\n";
    let world = with_file(format!("title = \"乙\"\n{}", entry.repeat((5 << 20) / entry.len())));
    is_named(&world, "tasks/2026/002.toml：超过 4 MB，不像是手写的，没有读取");
    // The one who has no end either.
    #[cfg(target_os = "linux")]
    {
        std::fs::remove_file(world.path("tasks/2026/002.toml")).unwrap();
        std::os::unix::fs::symlink("/dev/zero", world.path("tasks/2026/002.toml")).unwrap();
        assert_eq!(bounded(&world, &["list"]).code, 1);
        assert_eq!(bounded(&world, &["import", "/dev/zero"]).code, 1);
        assert_eq!(bounded(&world, &["draft", "/dev/zero"]).code, 1);
    }
}

#[test]
fn a_file_full_of_faults_tells_the_first_of_them() {
    let world = with_file("title = \"乙\"\n".to_owned() + &"[[log]]\n\n".repeat(20_000));
    let said = bounded(&world, &["check"]);
    assert_eq!(
        said.stdout.matches("缺少 kind").count() + said.stdout.matches("缺少 date").count(),
        20,
        "{said}"
    );
    let keys = (0..20_000).map(|at| format!("staart{at} = 1\n")).collect::<Vec<_>>().concat();
    let world = with_file("title = \"乙\"\n".to_owned() + &keys);
    bounded(&world, &["check"]);
    bounded(&world, &["show", "2"]);
}

#[test]
fn a_title_of_a_megabyte_is_folded_as_quickly_as_it_is_read() {
    let world = with_file(format!("title = \"{}\"\ndue = 2026-06-01\n", "长".repeat(100_000)));
    for words in [&["list"][..], &["show", "2"], &["log"], &["notice"], &["board"], &["overdue"]] {
        assert_eq!(bounded(&world, words).code, 0, "{words:?}");
    }
    world.write("长.csv", format!("任务名称,责任单位\n{},综合科\n", "长".repeat(30_000)));
    bounded(&world, &["import", "长.csv"]);
}

#[test]
fn a_rhythm_without_end_is_refused_and_one_of_many_years_is_told_in_short() {
    let world = with_file(
        "title = \"乙\"\nrepeat = { every = \"week\", from = 0001-01-01, until = 9999-12-31 }\nstatus = \"doing\"\n",
    );
    for words in
        [&["list"][..], &["notice"], &["notice", "2"], &["due"], &["show", "2"], &["score"], &["board"]]
    {
        assert_eq!(bounded(&world, words).code, 0, "{words:?}");
    }
    assert_eq!(bounded(&world, &["due", "-o", "时限.ics"]).code, 0);
    let too_long =
        "频次的起止相隔太远，周期超过 1200 个；请把 --until（或完成时限、阶段的 end）写近一些，到时再往后延";
    let said = bounded(&world, &["check", "--format", "json"]);
    assert!(said.stdout.contains(too_long), "{said}");
    let endless = ["add", "例会", "--every", "week", "--from", "1900-01-01", "--until", "2199-12-31"];
    let said = bounded(&world, &endless);
    assert_eq!((said.code, said.stderr.trim_end()), (1, format!("错误：{too_long}").as_str()));
    let weekly = ["add", "例会", "--every", "week", "--from", "2006-01-01", "--until", "2026-12-31"];
    assert_eq!(bounded(&world, &weekly).code, 0);
    let said = bounded(&world, &["notice", "4", "--format", "json"]);
    assert!(said.stdout.contains("2006年第10周、2006年第11周等1070个周期所欠的1070次"), "{said}");
    let words = [
        &["show", "4"][..],
        &["due", "--within", "9999d", "-o", "时限.ics"],
        &["notice"],
        &["notice", "--text"],
    ];
    for words in words {
        assert_eq!(bounded(&world, words).code, 0, "{words:?}");
    }
}

#[test]
fn days_off_for_a_thousand_years_are_counted() {
    let world = World::with_tasks();
    let off = |year: u32| format!("[[holiday]]\nyear = {year}\noff = [\"1月1日至12月31日\"]\n\n");
    let years: String = (2030..3030).map(off).collect();
    world.write("ledger.toml", world.read("ledger.toml") + "\n" + &years);
    world.write("tasks/2026/040.toml", "title = \"老事\"\ndue = 0001-01-01\n");
    for words in [&["check"][..], &["notice"], &["due"], &["add", "甲", "--due", "+10工作日"]] {
        assert_eq!(bounded(&world, words).code, 0, "{words:?}");
    }
}

/// What a terminal would obey, or what makes a row read backwards.
fn is_wild(c: char) -> bool {
    c != '\n' && (c.is_control() || "\u{61c}\u{200e}\u{200f}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}".contains(c))
}

#[test]
fn nothing_written_anywhere_reaches_the_terminal_as_a_command() {
    let wild = r"坏\u001b[31m\u009b31m\u007f\u202e\u200f\u2066\u0007";
    let world = World::with_settings(&format!(
        "name = \"台账{wild}\"\nunit = \"某局{wild}\"\nyear = 2026\n\
         [[phase]]\nname = \"阶段{wild}\"\nend = 2026-11-30\n[[domain]]\nname = \"任务{wild}\"\n\
         [[office]]\nname = \"科{wild}\"\npeople = [\"人{wild}\"]\n\
         [[body]]\nname = \"专班{wild}\"\nhead = \"人{wild}\"\n\
         [report]\neditor = \"编{wild}\"\n[notice]\nissuer = \"办{wild}\"\nprefix = \"督{wild}\"\n"
    ));
    world.write(
        "tasks/2026/001.toml",
        format!(
            "title = \"甲{wild}\"\nphase = \"阶段{wild}\"\ndomain = \"任务{wild}\"\nlead = \"科{wild}\"\nowner = \"人{wild}\"\n\
             due = 2026-06-01\nstatus = \"doing\"\n\"栏{wild}\" = \"值{wild}\"\n\n\
             [[log]]\ndate = 2026-05-10\nby = \"人{wild}\"\nkind = \"note\"\ntext = \"说{wild}\"\n"
        ),
    );
    world.commit_all("登记");
    let reports = REPORTS.iter().filter(|words| !words.contains(&"3"));
    let export: &[&str] = &["export"];
    let all =
        reports.copied().chain([&["show", "1"][..], &["notice", "--text"], &["report", "--week"], export]);
    for words in all {
        for format in ["terminal", "md", "csv", "html", "svg", "json", "ics"] {
            let said = world.run(words.iter().chain(&["--format", format]));
            let found = said.stdout.replace('\r', "").contains(is_wild) || said.stderr.contains(is_wild);
            assert!(!found, "{words:?} {format}: {said:?}");
        }
    }
    // A program that reads JSON gets what was typed.
    let said = world.must(["show", "1", "--format", "json"]);
    let task: serde_json::Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!(task["owner"], "人坏\u{1b}[31m\u{9b}31m\u{7f}\u{202e}\u{200f}\u{2066}\u{7}");
    // Nor what was mistyped.
    for words in
        [["\u{1b}[31m坏", "1"], ["list", "--\u{1b}[31m"], ["show", "\u{9b}31m"], ["list", "\u{202e}"]]
    {
        let said = world.run(words);
        assert!(!said.stderr.contains(is_wild) && !said.stdout.contains(is_wild), "{words:?}: {said:?}");
    }
}

#[test]
fn no_title_and_no_cell_of_a_csv_is_a_formula() {
    let world = with_file(
        "title = \"\\t=1+1\"\nlead = \"\\r\\n@科\"\n\"=cmd|'/C'!A1\" = \"x\"\n\"＋1\" = \" =2\"\n\
         \"'=3\" = \"'=4\"\n",
    );
    world.must(["export", "-o", "台账.csv"]);
    let text = world.read("台账.csv");
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    for cell in
        reader.records().flat_map(|record| record.unwrap().iter().map(ToOwned::to_owned).collect::<Vec<_>>())
    {
        let begins = cell.trim_start();
        assert!(!begins.starts_with(['=', '+', '-', '@']) && !cell.contains(is_wild), "{cell:?}");
    }
    // And it comes back as it was.
    let before = world.state();
    world.must(["import", "台账.csv", "--yes"]);
    assert_eq!(before.differs_from(&world.state()), Vec::<String>::new());
}

/// A workbook of these parts, packed as small as they can be.
fn packed(parts: &[(&str, String)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook of Excel's with this sheet and these shared texts.
fn workbook(sheet: &str, shared: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    packed(&[
        ("[Content_Types].xml", "<Types/>".to_owned()),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{package}\"><Relationship Id=\"r1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"表\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{package}\"><Relationship Id=\"r1\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        ("xl/sharedStrings.xml", format!("<sst xmlns=\"{main}\">{shared}</sst>")),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet xmlns=\"{main}\"><sheetData>{sheet}</sheetData></worksheet>"),
        ),
    ])
}

#[test]
fn what_is_packed_small_and_opens_large_is_refused() {
    let world = World::with_ledger();
    let too_large = "太大，不像是一份台账，没有读：表格最多 100 万格（展开后 128 MB），文字表格最多 32 MB；请只留要导入的行和列，分成几份；台账没有改动";
    let refused = |file: &str, bytes: &[u8]| {
        world.write(file, bytes);
        let said = bounded(&world, &["import", file]);
        assert_eq!((said.code, said.stderr.trim_end()), (1, format!("错误：“{file}”{too_large}").as_str()));
    };
    // One long text in a thousand cells.
    let cells = (1..=1000)
        .map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>0</v></c></row>"))
        .collect::<Vec<_>>()
        .concat();
    let text = format!("<si><t>{}</t></si>", "a".repeat(100_000));
    refused("长文.xlsx", &workbook(&cells, &text));
    // Parts that are said to be a disk.
    let mut bytes = workbook("<row/>", "");
    let directory = bytes.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    bytes[directory + 24..directory + 28].copy_from_slice(&1_500_000_000_u32.to_le_bytes());
    refused("说大.xlsx", &bytes);
    // A table of OpenDocument whose one cell is repeated over all of it.
    let content = |rows: u32, columns: u32, text: &str| {
        format!(
            "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><office:body><office:spreadsheet>\
             <table:table table:name=\"表\"><table:table-row table:number-rows-repeated=\"{rows}\">\
             <table:table-cell table:number-columns-repeated=\"{columns}\" office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>\
             </table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
        )
    };
    let mimetype = ("mimetype", "application/vnd.oasis.opendocument.spreadsheet".to_owned());
    refused("重复.ods", &packed(&[mimetype.clone(), ("content.xml", content(1_000_000, 1000, "甲"))]));
    refused("长文.ods", &packed(&[mimetype, ("content.xml", content(1000, 10, &"a".repeat(100_000)))]));
    refused("无端.csv", "a,".repeat(17 << 20).as_bytes());
}

#[test]
fn a_table_of_text_that_no_office_wrote_costs_what_it_is_worth() {
    let world = World::with_ledger();
    // A quote that is never closed, before a million columns and before as many lines.
    world.write("一格.csv", format!("\"{}", "x".repeat(3_000_000)));
    let said = bounded(&world, &["import", "一格.csv"]);
    assert!(
        said.code == 1 && said.stderr.contains("……（略去 ") && said.stderr.contains("没有找到表头"),
        "{said}"
    );
    assert!(said.stderr.trim_end().ends_with("=任务名称\"；台账没有改动"), "{said}");
    world.write("宽.csv", format!("任务名称,责任单位\n\"{}", "a,".repeat(100_000)));
    bounded(&world, &["import", "宽.csv"]);
    world.write(
        "列.csv",
        format!("任务名称,牵头单位,完成时限{0}\n甲,综合科,2026-09-30{0}\n", ",".repeat(100_000)),
    );
    assert_eq!(bounded(&world, &["import", "列.csv"]).code, 0);
    world.write("引号.csv", format!("任务名称,责任单位\n{}", "a,\"\"\"\"x\n".repeat(5_000)));
    let said = bounded(&world, &["import", "引号.csv"]);
    assert!(said.stderr.contains("有 50 多行的引号没有配对"), "{said}");
    world.write("长.txt", "长".repeat(400_000));
    let said = bounded(&world, &["draft", "长.txt"]);
    assert_eq!(
        (said.code, said.stderr.trim_end()),
        (
            1,
            "错误：“长.txt”太大，不像是一份方案，没有读（正文最多 1 MB，约 35 万字）；请只留正文，另存为 .docx"
        )
    );
    let deep = format!(
        "{{\"tasks\": [{}{}, {{\"title\": \"乙\", \"due\": \"2026-09-30\"}}]}}",
        "[".repeat(50_000),
        "]".repeat(50_000)
    );
    world.write("深.json", deep);
    let said = bounded(&world, &["import", "深.json"]);
    assert!(said.stdout.contains("乙"), "{said}");
}

#[test]
fn a_time_zone_that_is_none_is_told() {
    let mut world = World::with_tasks();
    for zone in ["/dev/zero", ":/dev/zero", "../../../../dev/zero"] {
        world.set_variable("TZ", zone);
        let said = bounded(&world, &["list"]);
        assert_eq!(said.code, 0);
        assert!(said.stderr.contains("不是时区，日期按世界标准时间"), "{said}");
    }
    for zone in ["Asia/Shanghai", "CST-8", ":/etc/localtime", ""] {
        world.set_variable("TZ", zone);
        assert_eq!(bounded(&world, &["list"]).stderr, "", "{zone}");
    }
}
