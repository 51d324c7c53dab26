//! Every report on every paper: what a spreadsheet, a document and a browser page say is read back and compared.

use std::io::{Cursor, Read};
use std::path::Path;

use calamine::{Data, Reader, Xlsx};

use crate::common::{World, without_commit};
use crate::hostile_texts::hostile;

/// The reports there are, and the file each is drawn into.
const REPORTS: [(&str, &[&str]); 11] = [
    ("看板", &[]),
    ("列表", &["list", "--all"]),
    ("逾期", &["overdue"]),
    ("临期", &["due", "--within", "120d"]),
    ("挂图", &["board"]),
    ("周报", &["report"]),
    ("月报", &["report", "--month"]),
    ("督办单", &["notice"]),
    ("考评", &["score"]),
    ("任务单", &["show", "3"]),
    ("检查", &["check"]),
];

/// Draws a report into a file beside the ledger.
#[track_caller]
fn drawn(world: &World, words: &[&str], ending: &str) -> Vec<u8> {
    let file = format!("../页.{ending}");
    world.must(words.iter().copied().chain(["-o", &file]));
    std::fs::read(world.path(&file)).unwrap()
}

/// A part of a document or spreadsheet, which are archives of XML.
fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The text of every part: sheets that are hidden, properties and footers too.
fn every_part(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut all = String::new();
    for at in 0..archive.len() {
        archive.by_index(at).unwrap().read_to_string(&mut all).unwrap();
    }
    all
}

/// All parts that are XML, each of which has to be well formed.
#[track_caller]
fn well_formed(bytes: &[u8]) {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let name = file.name().unwrap().into_owned();
        let is_xml = Path::new(&name).extension().is_some_and(|ending| ending == "xml" || ending == "rels");
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        if is_xml {
            roxmltree::Document::parse(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        }
    }
}

/// The cells of the first sheet, a row a line, empty rows left out.
fn cells(bytes: &[u8]) -> String {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let said = |cell: &Data| match cell {
        Data::Empty => String::new(),
        Data::DateTime(day) => {
            let (year, month, day, ..) = day.to_ymd_hms_milli();
            format!("{year}-{month:02}-{day:02}")
        }
        Data::Float(number) => format!("{number}"),
        other => other.to_string(),
    };
    let lines = sheet.rows().map(|row| {
        let cells: Vec<String> = row.iter().map(said).collect();
        cells.join("|").trim_end_matches('|').replace('\n', "↵")
    });
    without_commit(&lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n"))
}

/// The paragraphs of a document, with its tables' rows as lines.
fn paragraphs(bytes: &[u8]) -> String {
    let xml = part(bytes, "word/document.xml");
    let document = roxmltree::Document::parse(&xml).unwrap();
    let text = |node: roxmltree::Node<'_, '_>| -> String {
        let texts = node
            .descendants()
            .filter(|node| node.has_tag_name((node.tag_name().namespace().unwrap_or(""), "t")));
        texts.filter_map(|node| node.text()).collect()
    };
    let mut lines = Vec::new();
    for block in document
        .descendants()
        .filter(|node| node.tag_name().name() == "body")
        .flat_map(|body| body.children())
    {
        match block.tag_name().name() {
            "p" => lines.push(text(block)),
            "tbl" => lines.extend(block.children().filter(|row| row.tag_name().name() == "tr").map(|row| {
                let cells = row.children().filter(|cell| cell.tag_name().name() == "tc").map(text);
                cells.collect::<Vec<_>>().join("|")
            })),
            _ => {}
        }
    }
    without_commit(&lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n"))
}

/// The words of a browser page, without its style, its script and its drawings: a row a line.
fn words(page: &str) -> String {
    let mut page = page.to_owned();
    for (from, to) in [("<style", "</style>"), ("<script", "</script>"), ("<svg", "</svg>")] {
        while let Some(start) = page.find(from) {
            let end = page[start..].find(to).unwrap() + start + to.len();
            page.replace_range(start..end, "");
        }
    }
    let mut text = String::new();
    for piece in page.split('<').skip(1) {
        let (tag, said) = piece.split_once('>').unwrap_or((piece, ""));
        if tag.starts_with("tr") || tag.starts_with('p') || tag.starts_with('h') {
            text.push('\n');
        } else if tag.starts_with("td") || tag.starts_with("th") {
            text.push('|');
        }
        text.push_str(said.trim());
    }
    without_commit(&text.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n"))
}

/// Compared with what was seen and found good, in the files of `snapshots/`.
macro_rules! compare {
    ($name:expr, $said:expr) => {
        insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!($name, $said);
        });
    };
}

#[test]
fn spreadsheets_hold_what_the_reports_say() {
    let world = World::with_tasks();
    for (name, report) in REPORTS {
        let bytes = drawn(&world, report, "xlsx");
        well_formed(&bytes);
        compare!(format!("{name}.xlsx"), cells(&bytes));
        assert_eq!(bytes, drawn(&world, report, "xlsx"), "{name} is another file the second time");
    }
}

#[test]
fn documents_hold_what_the_reports_say() {
    let world = World::with_tasks();
    for (name, report) in REPORTS {
        let bytes = drawn(&world, report, "docx");
        well_formed(&bytes);
        compare!(format!("{name}.docx"), paragraphs(&bytes));
        assert_eq!(bytes, drawn(&world, report, "docx"), "{name} is another file the second time");
    }
}

#[test]
fn browser_pages_hold_what_the_reports_say() {
    let world = World::with_tasks();
    for (name, report) in REPORTS {
        let page = String::from_utf8(drawn(&world, report, "html")).unwrap();
        compare!(format!("{name}.html"), words(&page));
        // One file, and nothing from elsewhere.
        for foreign in ["http://", "https://", " src=", "@import", "url("] {
            let strange: Vec<&str> =
                page.match_indices(foreign).map(|(at, _)| &page[at..(at + 40).min(page.len())]).collect();
            let own = |found: &&str| found.starts_with("http://www.w3.org/") || found.starts_with("url(#");
            assert!(strange.iter().all(own), "{name}: {strange:?}");
        }
    }
}

#[test]
fn the_chart_is_a_picture() {
    let world = World::with_tasks();
    let picture = String::from_utf8(drawn(&world, &["board"], "svg")).unwrap();
    let read = roxmltree::Document::parse(&picture).unwrap();
    let texts: Vec<&str> = read.descendants().filter_map(|node| node.text()).map(str::trim).collect();
    for title in ["制定实施方案", "每月集中学习", "只有名称", "部署推进"] {
        assert!(texts.iter().any(|text| text.contains(title)), "{title} is not on the picture");
    }
    insta::assert_snapshot!(world.run(["list", "-o", "../列表.svg"]), @"
    --- stderr
    错误：只有挂图能画成 svg，如 ledger board -o 挂图.svg
    --- exit 2
    ");
    insta::assert_snapshot!(world.run(["list", "-o", "../列表.ics"]), @"
    --- stderr
    错误：只有时限能写成日历，如 ledger due -o 时限.ics
    --- exit 2
    ");
}

#[test]
fn nobody_is_named_in_the_public_edition() {
    let world = World::with_tasks();
    world.must(["set", "5", "public=false"]);
    world.must(["note", "3", "赵蕾和王敏来看过", "--by", "陈刚"]);
    // Several in one text, and a person where an office should stand.
    world.must(["set", "6", "owner=孙立、周全", "support=孙立", "content=周全牵头，孙立配合"]);
    for (name, report) in REPORTS {
        for ending in ["xlsx", "docx", "html", "md", "csv", "json", "txt", "svg"] {
            if ending == "svg" && name != "挂图" {
                continue;
            }
            let bytes = drawn(&world, &[report, &["--public"]].concat(), ending);
            let said = match ending {
                "xlsx" | "docx" => every_part(&bytes),
                _ => String::from_utf8(bytes).unwrap(),
            };
            for person in ["李强", "赵蕾", "陈刚", "王敏", "孙立", "周全"] {
                assert!(!said.contains(person), "{person} in {name}.{ending}:\n{said}");
            }
            assert!(!said.contains("编印廉政提醒手册"), "{name}.{ending} shows what is not public:\n{said}");
            let marked = ending == "csv" || ending == "json" || said.contains("公开版");
            assert!(marked, "{name}.{ending} does not say that it is the public edition:\n{said}");
        }
    }
    insta::assert_snapshot!(world.run(["show", "5", "--public"]), @"
    --- stderr
    错误：任务 2026-005 不公开，公开版里没有
    --- exit 1
    ");
}

#[test]
fn texts_that_mean_harm_are_only_texts() {
    let world = hostile();
    for (name, report) in REPORTS {
        let report = if report.first() == Some(&"show") { &["show", "1"] } else { report };
        let sheet = drawn(&world, report, "xlsx");
        well_formed(&sheet);
        assert!(!part(&sheet, "xl/worksheets/sheet1.xml").contains("<f>"), "{name}: a formula");
        well_formed(&drawn(&world, report, "docx"));
        let page = String::from_utf8(drawn(&world, report, "html")).unwrap();
        assert_eq!(page.matches("<script").count(), 1, "{name}: a script that is not ours");
    }
    roxmltree::Document::parse(&String::from_utf8(drawn(&world, &["board"], "svg")).unwrap()).unwrap();
}

#[test]
fn an_empty_ledger_prints_empty_pages() {
    let world = World::with_ledger();
    for (name, report) in REPORTS {
        if report.first() == Some(&"show") {
            continue;
        }
        for ending in ["xlsx", "docx", "html"] {
            let bytes = drawn(&world, report, ending);
            assert!(bytes.len() > 500, "{name}.{ending}: {} bytes", bytes.len());
            if ending != "html" {
                well_formed(&bytes);
            }
        }
    }
}

#[test]
fn a_target_that_cannot_be_written_is_named() {
    let world = World::with_tasks();
    world.write("../旧.xlsx", "旧的");
    world.must(["list", "-o", "../旧.xlsx"]);
    assert!(std::fs::read(world.path("../旧.xlsx")).unwrap().starts_with(b"PK"));
    world.write("../只读.docx", "旧的");
    let mut permissions = std::fs::metadata(world.path("../只读.docx")).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(world.path("../只读.docx"), permissions).unwrap();
    std::fs::create_dir(world.path("../夹.html")).unwrap();
    insta::assert_snapshot!(world.run(["list", "-o", "../只读.docx"]), @"
    --- stderr
    错误：“../只读.docx”是只读的，没有换掉；请换一个文件名
    --- exit 1
    ");
    insta::assert_snapshot!(world.run(["list", "-o", "../没有/列表.html"]), @"
    --- stderr
    错误：写不了“../没有/列表.html”（请检查文件夹是否存在、有没有权限、磁盘是否已满）：没有这个文件或文件夹
    --- exit 1
    ");
    insta::assert_snapshot!(world.run(["list", "-o", "../夹.html"]), @"
    --- stderr
    错误：写不了“../夹.html”：这是一个文件夹，不是文件
    --- exit 1
    ");
    insta::assert_snapshot!(world.run(["list", "-o", "../列表.pdf"]), @"
    --- stderr
    错误：“../列表.pdf”：不直接写 pdf；请先写成 .docx 或 .html，再用 WPS、Word 或浏览器另存为 pdf
    --- exit 2
    ");
    assert_eq!(world.read("../只读.docx"), "旧的");
}
