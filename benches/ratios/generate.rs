//! A large ledger that looks like a real one: the same bytes every time.

use std::fmt::Write;
use std::fs;
use std::path::Path;

const SETTINGS: &str = r#"name = "大台账"
unit = "某局"
year = 2026

[[phase]]
name = "部署推进"
end  = 2026-03-31
[[phase]]
name  = "集中建设"
start = 2026-04-01
end   = 2026-11-30
[[phase]]
name  = "总结提升"
start = 2026-12-01
"#;

const PHASES: [&str; 10] = [
    "部署推进",
    "集中建设",
    "集中建设",
    "集中建设",
    "集中建设",
    "集中建设",
    "集中建设",
    "集中建设",
    "集中建设",
    "总结提升",
];

/// Writes a ledger of `count` tasks. About one in twelve is late at the end of June, one in ten recurs.
pub(crate) fn ledger(root: &Path, count: u32) {
    written(root, count, task);
}

/// Writes a ledger of `count` tasks: at the end of June one in three is late, and one in three was finished late.
pub(crate) fn late_ledger(root: &Path, count: u32) {
    written(root, count, |number| {
        let (day, month) = (number % 28 + 1, number % 6 + 1);
        let (month, state) = match number % 3 {
            0 => (month, "status = \"doing\"\nprogress = 40\n"),
            1 => (month, "status = \"done\"\nprogress = 100\ndone_on = 2026-06-29\n"),
            _ => (month + 6, "status = \"doing\"\nprogress = 40\n"),
        };
        named(number)
            + &format!("start = 2026-01-{day:02}\ndue = 2026-{month:02}-{day:02}\nweight = 5\n{state}")
    });
}

fn written(root: &Path, count: u32, task: impl Fn(u32) -> String) {
    let tasks = root.join("tasks/2026");
    fs::create_dir_all(&tasks).expect("a folder");
    put(&root.join("ledger.toml"), SETTINGS);
    put(&root.join(".gitignore"), ".ledger-*\n");
    for number in 1..=count {
        put(&tasks.join(format!("{number:03}.toml")), &(task(number) + &log(number)));
    }
}

/// A history for `git fast-import`: a ledger of `tasks` tasks, and `commits` notes on them as this program keeps them.
pub(crate) fn history(tasks: u32, commits: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let mut texts: Vec<String> = (1..=tasks).map(task).collect();
    // 2026-01-01, eight in the morning.
    let mut clock = 1_767_225_600;
    let data = |out: &mut Vec<u8>, text: &str| {
        out.extend_from_slice(format!("data {}\n{text}\n", text.len()).as_bytes());
    };
    let begin = |out: &mut Vec<u8>, clock: u64, message: &str| {
        let head = format!("commit refs/heads/main\ncommitter 李强 <liqiang@example.com> {clock} +0800\n");
        out.extend_from_slice(head.as_bytes());
        data(out, message);
    };
    begin(&mut out, clock, "建立台账");
    out.extend_from_slice(b"M 100644 inline ledger.toml\n");
    data(&mut out, SETTINGS);
    for (number, text) in (1..).zip(&texts) {
        out.extend_from_slice(format!("M 100644 inline tasks/2026/{number:03}.toml\n").as_bytes());
        data(&mut out, text);
    }
    for turn in 0..commits {
        // Everybody's turn comes, but not one after the other.
        let at = turn * 7919 % texts.len();
        let number = at + 1;
        clock += 1800;
        let day = 1 + turn % 28;
        let _ = write!(
            texts[at],
            "\n[[log]]\ndate = 2026-05-{day:02}\nby = \"李强\"\nkind = \"note\"\ntext = \"第{turn}次推进，情况正常\"\n"
        );
        let message = format!(
            "进展 2026-{number:03} 第{number}项任务：第{turn}次推进，情况正常\n\nLedger-Op: note\nLedger-Task: 2026-{number:03}\n"
        );
        begin(&mut out, clock, &message);
        out.extend_from_slice(format!("M 100644 inline tasks/2026/{number:03}.toml\n").as_bytes());
        data(&mut out, &texts[at]);
    }
    out
}

/// A plan of about this many bytes, in the prose of such plans.
pub(crate) fn plan(bytes: usize) -> String {
    let numbers = ["一", "二", "三", "四", "五", "六", "七", "八"];
    let mut text = "某局2026年制度建设实施方案\n".to_owned();
    for at in 0.. {
        if text.len() >= bytes {
            break;
        }
        if at % 8 == 0 {
            let _ = writeln!(text, "{}、第{}个领域", numbers[at / 8 % 8], at / 8 + 1);
        }
        let _ = writeln!(
            text,
            "（{}）完善第{at}项制度。对照要求逐项梳理，每季度检查一次执行情况，2026年{}月底前形成书面报告并存档备查。\
             （责任单位：第{}科、办公室）",
            numbers[at % 8],
            at % 12 + 1,
            at % 23 + 1
        );
    }
    text
}

/// A spreadsheet of `rows` tasks, as an office would keep it.
pub(crate) fn workbook(rows: u32) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let titles = [
        "序号",
        "重点任务",
        "任务名称",
        "具体内容",
        "牵头单位",
        "配合单位",
        "责任人",
        "完成时限",
        "完成情况",
    ];
    for (column, title) in (0..).zip(titles) {
        sheet.write_string(0, column, title).expect("a cell");
    }
    for number in 1..=rows {
        sheet.write_number(number, 0, number).expect("a cell");
        let texts = [
            format!("第{}个领域", number % 5 + 1),
            format!("第{number}项任务：完善制度并抓好落实"),
            "对照方案逐项梳理，明确责任和时限，每月报送进展。".to_owned(),
            format!("第{}科", number % 23 + 1),
            "综合科、机关党委".to_owned(),
            format!("责任人{}", number % 97),
            format!("{}月底前", number % 12 + 1),
            "进行中".to_owned(),
        ];
        for (column, text) in (1..).zip(texts) {
            sheet.write_string(number, column, text).expect("a cell");
        }
    }
    book.save_to_buffer().expect("a workbook")
}

/// Reads every cell of a spreadsheet, and does nothing with them.
pub(crate) fn read_workbook(file: &Path) {
    use calamine::{Reader, Xlsx, open_workbook};
    let mut book: Xlsx<_> = open_workbook(file).expect("a workbook");
    for (_, range) in book.worksheets() {
        assert!(range.used_cells().count() > 0);
    }
}

/// Changes a file as `git commit` needs it.
pub(crate) fn touch(file: &Path) {
    let text = fs::read_to_string(file).expect("the file");
    put(file, &format!("{text}\n# 改过\n"));
}

#[expect(clippy::disallowed_methods, reason = "a folder of its own, with nobody else in it")]
fn put(file: &Path, text: &str) {
    fs::write(file, text).expect("the file is written");
}

/// What a task is, and whose: all but its days and how it stands.
fn named(number: u32) -> String {
    let phase = PHASES[(number % 10) as usize];
    let office = format!("第{}科", number % 23 + 1);
    format!(
        "title = \"第{number}项任务：完善制度并抓好落实\"\n\
         content = \"对照方案逐项梳理，明确责任和时限，每月报送进展，年底前形成书面报告并存档备查。\"\n\
         domain = \"第{}个领域\"\nmeasure = \"完善制度\"\nbasis = \"方案二（{}）{}\"\nstandard = \"制度文本、签到表、简报各一份\"\n\
         phase = \"{phase}\"\nlead = \"{office}\"\nsupport = [\"综合科\", \"机关党委\"]\nleader = \"王敏\"\nowner = \"责任人{}\"\n",
        number % 5 + 1,
        number % 5 + 1,
        number % 7 + 1,
        number % 97,
    )
}

fn task(number: u32) -> String {
    let day = number % 28 + 1;
    let month = number % 12 + 1;
    let mut text = named(number);
    let line = match number % 10 {
        0 => "repeat = { every = \"month\", times = 1, from = 2026-01-01, until = 2026-12-31 }\n".to_owned(),
        _ => format!("start = 2026-01-{day:02}\ndue = 2026-{month:02}-{day:02}\n"),
    };
    text.push_str(&line);
    text.push_str("weight = 5\ntags = [\"六个一\"]\n\n");
    // Those that are due by June are done, but for some; those that recur never are.
    let done = !number.is_multiple_of(10) && month <= 6 && number % 12 >= 2 && number > 200;
    if done {
        let _ = write!(text, "status = \"done\"\nprogress = 100\ndone_on = 2026-{month:02}-{day:02}\n");
    } else {
        text.push_str("status = \"doing\"\nprogress = 40\n");
    }
    text
}

/// What three months leave in a task's log.
fn log(number: u32) -> String {
    let mut text = String::new();
    let day = number % 28 + 1;
    for entry in 1..=3_u32 {
        let _ = write!(
            text,
            "\n[[log]]\ndate = 2026-{entry:02}-{day:02}\nby = \"责任人{}\"\nkind = \"note\"\ntext = \"已完成第{entry}步，正在征求有关科室意见\"\n",
            number % 97
        );
    }
    text
}
