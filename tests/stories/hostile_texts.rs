//! Texts that Excel, Markdown, a browser or a terminal would take for their own.

use crate::common::World;
use crate::formats::REPORTS;

/// A ledger of one task that holds everything a person can paste.
pub(crate) fn hostile() -> World {
    let world = World::with_ledger();
    let content = "长".repeat(2000);
    world.write(
        "tasks/2026/001.toml",
        format!(
            "title = \"=cmd()|<script>alert(1)</script>\\u001b[31m\\u0007\\t制表 *粗* `码` #1 [x](y)\"\n\
             content = \"{content}\"\n\
             lead = \"+1+1\"\nowner = \"@甲\"\nsupport = [\"-乙\", \"a,b\", \"引\\\"号\"]\n\
             standard = \"第一行\\r\\n第二行\\n\\n第四行\"\n\
             due = 2026-06-01\nstatus = \"doing\"\n\n\
             [[log]]\ndate = 2026-05-10\nby = \"李强\"\nkind = \"note\"\ntext = \"=HYPERLINK(\\\"x\\\")\\u001b]0;坏\\u0007\"\n"
        ),
    );
    world.commit_all("登记");
    world
}

#[test]
fn csv_is_for_excel() {
    let world = hostile();
    let said = world.must(["list", "--format", "csv"]);
    insta::assert_snapshot!(said, @r#"
    〔BOM〕编号,任务,阶段,牵头单位,责任人,时限,灯,状态,进度,重点任务,具体举措,具体内容,完成标准,任务依据,配合单位,责任领导,最新进展
    2026-001,'=cmd()|<script>alert(1)</script>[31m 制表 *粗* `码` #1 [x](y),,'+1+1,'@甲,2026-06-01,■红 逾期29天,推进中,,,,长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长,"第一行
    第二行

    第四行",,"'-乙、a,b、引""号",,"2026-05-10 =HYPERLINK(""x"")]0;坏"
    "#);
    for words in REPORTS.iter().filter(|words| !words.contains(&"3")) {
        let text = world.run(words.iter().chain(&["--format", "csv"])).stdout;
        assert!(text.starts_with('\u{feff}'), "{words:?}");
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .has_headers(false)
            .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        for record in reader.records() {
            for cell in &record.unwrap() {
                assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{words:?}: {cell}");
            }
        }
    }
    insta::assert_snapshot!(world.must(["show", "1", "--format", "csv"]).to_string().replace(&"长".repeat(2000), "长×2000"), @r#"
    〔BOM〕栏目,内容
    具体内容,长×2000
    类别,任务
    完成标准,"第一行
    第二行

    第四行"
    牵头单位,'+1+1
    配合单位,"'-乙、a,b、引""号"
    责任人,'@甲
    完成时限,2026-06-01（任务时限）
    状态,推进中　■红 逾期29天
    ""
    日期,经办,事项,内容
    2026-05-10,李强,进展,"'=HYPERLINK(""x"")]0;坏"
    "#);
}

#[test]
fn markdown_takes_nothing_for_its_own() {
    let world = hostile();
    insta::assert_snapshot!(world.must(["show", "1", "--format", "md"]).to_string().replace(&"长".repeat(2000), "长×2000"), @r#"
    # 清廉机关建设工作台账　任务单

    编制单位：某局　2026年6月30日　星期二

    ## 2026-001 =cmd()\|&lt;script>alert(1)&lt;/script>\[31m 制表 \*粗\* \`码\` \#1 \[x\](y)

    | 栏目 | 内容 |
    | --- | --- |
    | 具体内容 | 长×2000 |
    | 类别 | 任务 |
    | 完成标准 | 第一行<br>第二行<br><br>第四行 |
    | 牵头单位 | +1+1 |
    | 配合单位 | -乙、a,b、引"号 |
    | 责任人 | @甲 |
    | 完成时限 | 2026-06-01（任务时限） |
    | 状态 | 推进中　■红 逾期29天 |

    ## 办理记录（1 条）

    | 日期 | 经办 | 事项 | 内容 |
    | --- | --- | --- | --- |
    | 2026-05-10 | 李强 | 进展 | =HYPERLINK("x")\]0;坏 |

    *清廉机关建设工作台账　某局　2026年6月30日　依据提交 〔提交〕（2026-06-30 存入）*
    "#);
}

#[test]
fn json_keeps_everything_as_it_was_typed() {
    let world = hostile();
    let said = world.must(["show", "1", "--format", "json"]);
    let task: serde_json::Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!(task["title"], "=cmd()|<script>alert(1)</script>\u{1b}[31m\u{7}\t制表 *粗* `码` #1 [x](y)");
    assert_eq!(task["content"].as_str().unwrap().chars().count(), 2000);
    assert_eq!(task["standard"], "第一行\r\n第二行\n\n第四行");
    assert!(!said.stdout.contains('\u{1b}'));
}

#[test]
fn no_report_sends_a_control_character() {
    let world = hostile();
    for words in REPORTS.iter().filter(|words| !words.contains(&"3")).chain([&["show", "1"][..]].iter()) {
        for format in ["terminal", "md", "csv"] {
            let said = world.run(words.iter().chain(&["--format", format]));
            let wild = |c: char| c.is_control() && c != '\n';
            assert!(!said.stdout.contains(wild), "{words:?} {format}: {:?}", said.stdout);
        }
    }
}

#[test]
fn no_message_sends_a_control_character() {
    let world = hostile();
    let said = world.run(["accept", "1"]);
    assert!(!said.stderr.contains('\u{1b}'), "{:?}", said.stderr);
    let said = world.must(["note", "1", "进\u{1b}[31m展"]);
    assert!(!said.stdout.contains('\u{1b}'), "{:?}", said.stdout);
    assert!(!world.git(["log", "-1", "--format=%s"]).contains('\u{1b}'));
    // The record keeps what was typed.
    assert!(world.task("001").contains("进\\u001b[31m展") || world.task("001").contains("进\\u001B[31m展"));
}
