//! Handing reports on: into files, through pipes, onto terminals.

use std::io::Read;
use std::process::Stdio;

use crate::asking::Terminal;
use crate::common::{World, without_commit};
use crate::formats::REPORTS;

#[test]
fn a_terminal_has_colours_and_nobody_else() {
    let world = World::with_tasks();
    for words in REPORTS {
        assert!(!world.must(words).stdout.contains('\u{1b}'), "a pipe: {words:?}");
    }
    let colours = |set: &[(&str, &str)]| {
        Terminal::running(&world, &["list", "--all", "--width", "80"], set).ends().0.contains("\u{1b}[")
    };
    assert!(colours(&[]));
    assert!(!colours(&[("NO_COLOR", "1")]));
    assert!(!colours(&[("TERM", "dumb")]));
    // An empty variable asks for nothing.
    assert!(colours(&[("NO_COLOR", "")]));
}

#[test]
fn a_file_takes_its_format_from_its_ending() {
    let world = World::with_tasks();
    for (file, begins) in [
        ("a.csv", "\u{feff}编号,任务,"),
        ("a.md", "# "),
        ("a.markdown", "# "),
        ("a.JSON", "[\n"),
        ("a.txt", "清廉机关建设工作台账　任务列表\n"),
        ("报表 七月.CSV", "\u{feff}编号,任务,"),
    ] {
        let out = format!("../{file}");
        let said = world.run(["list", "-o", &out]);
        assert_eq!(said.to_string(), format!("--- stderr\n已写入 {out}\n"));
        assert!(world.read(&out).starts_with(begins), "{file}: {}", world.read(&out));
        let format = match file.rsplit('.').next().unwrap().to_lowercase().as_str() {
            "txt" => "terminal",
            "markdown" => "md",
            other => other,
        }
        .to_owned();
        let shown = world.must(["list", "--format", &format]).stdout;
        let written = without_commit(&world.read(&out));
        // A file may be printed, and says what it was drawn from; a screen need not.
        let foot = if file == "a.txt" {
            "\n清廉机关建设工作台账　某局　2026年6月30日　依据提交 〔提交〕（2026-06-30 存入）\n"
        } else {
            ""
        };
        assert_eq!(written, format!("{shown}{foot}"));
    }
    // What was said of the format wins.
    world.must(["list", "-o", "../b.dat", "--format", "csv"]);
    assert!(world.read("../b.dat").starts_with('\u{feff}'));
    // Every report goes to a file.
    for words in REPORTS {
        world.must(words.iter().chain(&["-o", "../c.md"]));
        assert_eq!(
            without_commit(&world.read("../c.md")),
            world.must(words.iter().chain(&["--format", "md"])).stdout
        );
    }
}

#[test]
fn a_file_that_is_there_is_replaced_whole() {
    let world = World::with_tasks();
    world.write("../旧.csv", "旧内容\n".repeat(10_000));
    world.must(["overdue", "-o", "../旧.csv"]);
    let text = world.read("../旧.csv");
    assert!(!text.contains("旧内容") && text.lines().count() == 3, "{text}");
}

#[test]
fn a_file_that_cannot_be_written_is_named() {
    let world = World::with_tasks();
    world.write("../占位.csv/文件", "");
    let before = world.state();
    insta::assert_snapshot!(world.run(["list", "-o", "../没有这个文件夹/a.csv"]), @"
    --- stderr
    错误：写不了“../没有这个文件夹/a.csv”（请检查文件夹是否存在、有没有权限、磁盘是否已满）：没有这个文件或文件夹
    --- exit 1
    ");
    let said = world.run(["list", "-o", "../占位.csv"]);
    assert!(said.stderr.starts_with("错误：写不了“../占位.csv”"), "{said}");
    assert!(!said.stderr.contains("os error"), "{said}");
    assert_eq!((said.code, said.stdout.as_str()), (1, ""));
    assert_eq!(world.state(), before);
}

#[test]
fn an_ending_that_means_nothing_is_refused() {
    let world = World::with_tasks();
    let before = world.state();
    insta::assert_snapshot!(world.run(["list", "-o", "台账"]), @"
    --- stderr
    错误：“台账”：不知道要写成什么格式；文件名请以 .html .htm .xlsx .docx .svg .ics .json .csv .md .markdown .txt 结尾，或加 --format
    --- exit 2
    ");
    insta::assert_snapshot!(world.run(["list", "-o", "台账.doc"]), @"
    --- stderr
    错误：“台账.doc”：不写旧格式 .doc；请改用 .docx
    --- exit 2
    ");
    assert_eq!(world.state(), before);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let world = World::with_tasks();
    for words in REPORTS {
        let mut child =
            world.ledger().args(words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let mut stderr = String::new();
        child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
        assert_eq!((stderr.as_str(), child.wait().unwrap().code()), ("", Some(0)), "{words:?}");
    }
    for words in [["--help"], ["--version"]] {
        let mut child =
            world.ledger().args(words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        assert_eq!(child.wait().unwrap().code(), Some(0), "{words:?}");
    }
    // A task is registered though nobody reads that it was.
    let mut child =
        world.ledger().args(["add", "甲", "--due", "2026-09-30"]).stdout(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert!(world.task("015").starts_with("title = \"甲\"\n"));
}
