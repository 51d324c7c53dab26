//! What holds for any plan whatever: nothing panics, and no line is dropped unseen.

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::{Block, Hints, Plan, draft};
use crate::core::draft::Draft;
use crate::core::workday::NATIONAL;

fn read(text: &str) -> Draft {
    let blocks = text
        .lines()
        .enumerate()
        .map(|(at, text)| Block::Paragraph { line: at + 1, text: text.to_owned(), heading: None })
        .collect();
    let hints = Hints { year: 2026, holidays: &NATIONAL };
    draft(&Plan { name: None, blocks }, hints)
}

/// Every line that says something yielded a task, a phase, a field or the title, continues one of them, or is listed.
fn assert_covered(text: &str, draft: &Draft) {
    // Numbers aside: where an item begins on a line that another ends on, its number is on the line only.
    let is_word = |c: &char| c.is_alphanumeric() && !c.is_numeric() && !"一二三是第条".contains(*c);
    let squeezed = |text: &str| text.chars().filter(is_word).collect::<String>();
    let mut said: String = draft.title.iter().map(|title| squeezed(title)).collect();
    for task in &draft.tasks {
        let told = [
            &task.content,
            &task.standard,
            &task.measure,
            &task.lead,
            &task.leader,
            &task.owner,
            &task.due_text,
        ];
        let words = told.into_iter().flatten().chain(&task.support).chain(&task.tags);
        said.extend(words.map(|words| squeezed(words) + "\n"));
    }
    let lines: Vec<&str> = text.lines().collect();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| !squeezed(line).is_empty()) {
        let number = at + 1;
        let marked = draft.tasks.iter().any(|task| task.line == number)
            || draft.phases.iter().any(|phase| phase.line == number)
            || draft.domains.iter().any(|domain| domain.line == number)
            || draft.unused.iter().any(|unused| unused.line == number);
        // A line that goes on with an item has words in what the item became.
        let held = || line.split(|c| !is_word(&c)).any(|word| !word.is_empty() && said.contains(word));
        assert!(marked || held(), "{number} {line}");
    }
}

const TOKENS: [&str; 72] = [
    "一、",
    "二、",
    "三、",
    "（一）",
    "（二）",
    "(三)",
    "1.",
    "2．",
    "3、",
    "（1）",
    "①",
    "②",
    "第一阶段",
    "第二条",
    "——",
    "一是",
    "二是",
    "附件：",
    "总体要求",
    "重点任务",
    "实施步骤",
    "组织保障",
    "修桥",
    "铺路",
    "加强巡查",
    "某局",
    "甲局、乙局",
    "各县（市、区）",
    "牵头",
    "配合",
    "负责",
    "责任单位：",
    "完成时限：",
    "（甲局牵头，乙局配合）",
    "（责任单位：甲局）",
    "（6月底前）",
    "（",
    "）",
    "《",
    "》",
    "“",
    "”",
    "，",
    "。",
    "；",
    "：",
    "、",
    "\n",
    "\n",
    "\n",
    "\t",
    " ",
    "2026年",
    "6月",
    "30日",
    "9月31日",
    "底前",
    "****年*月",
    "  月  日",
    "至",
    "—",
    "年底",
    "年内",
    "自印发之日起",
    "30个工作日内",
    "每月",
    "每季度",
    "不少于",
    "*次",
    "两次",
    "长期坚持",
    "六个一",
];

/// Holds `test` against many cases, the same in every run.
#[track_caller]
fn each_case<S: Strategy>(cases: u32, strategy: &S, test: impl Fn(S::Value)) {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let outcome = TestRunner::new_with_rng(config, rng).run(strategy, |value| {
        test(value);
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}

#[test]
fn no_mixture_of_a_plans_words_is_too_much() {
    each_case(300, &prop::collection::vec(0..TOKENS.len(), 0..120), |picks| {
        let text: String = picks.into_iter().map(|pick| TOKENS[pick]).collect();
        assert_covered(&text, &read(&text));
    });
}

#[test]
fn no_text_is_too_much() {
    each_case(300, &"\\PC{0,200}", |text| {
        read(&text);
    });
}

#[test]
fn an_empty_plan_asks_for_nothing() {
    let draft = read("");
    assert_eq!(draft, Draft::default());
}

const PLAN: &str = "\
某县修路行动方案
某政〔2026〕3号
各乡镇：
为修好路，制定本方案。
一、总体要求
到2027年，全县的路修好。
二、重点任务
（一）修主路
1.备料。按时备齐砂石。（责任单位：交通局、财政局；6月底前）
2.开工。9月31日前全部开工。（交通局牵头，各乡镇配合）
3.巡路。每月至少巡路两次。
（二）修小路
划好线。请各村一同划线。
定好人。每村定一人看路。
三、实施步骤
（一）准备阶段（2026年3月底前）：开会动员。
（二）实施阶段（2026年4月—11月）：完成上述任务。
四、工作要求
专班每季度末向县政府报告。
某县交通局
2026年2月1日";

#[test]
fn a_plan_is_read_whole() {
    let draft = read(PLAN);
    assert_eq!(draft.title.as_deref(), Some("某县修路行动方案"));
    let phases: Vec<_> =
        draft.phases.iter().map(|phase| (phase.name.as_str(), phase.start, phase.end)).collect();
    let day = |text: &str| text.parse().ok();
    assert_eq!(phases, [("准备", None, day("2026-03-31")), ("实施", day("2026-04-01"), day("2026-11-30"))]);
    let domains: Vec<_> = draft.domains.iter().map(|domain| domain.name.as_str()).collect();
    assert_eq!(domains, ["修主路", "修小路"]);
    let tasks: Vec<_> = draft
        .tasks
        .iter()
        .map(|task| {
            let every = task.repeat.as_ref().map(|repeat| (repeat.every.key(), repeat.times));
            (task.title.as_str(), task.basis.as_deref(), task.lead.as_deref(), task.due, every)
        })
        .collect();
    assert_eq!(
        tasks,
        [
            ("备料", Some("二（一）1"), Some("交通局"), day("2026-06-30"), None),
            ("开工", Some("二（一）2"), Some("交通局"), None, None),
            ("巡路", Some("二（一）3"), None, None, Some(("month", 2))),
            ("划好线", Some("二（二）1"), None, None, None),
            ("定好人", Some("二（二）2"), None, None, None),
            ("开会动员", Some("三（一）"), None, None, None),
            ("完成上述任务", Some("三（二）"), None, None, None),
            ("专班每季度末向县政府报告", Some("四"), None, None, Some(("quarter", 1))),
        ]
    );
    let warnings: Vec<_> =
        draft.warnings.iter().map(|warning| (warning.line, warning.message.as_str())).collect();
    assert_eq!(
        warnings,
        [
            (9, "没有写年份的日期，年份按 2026 年推定，请核对"),
            (10, "9月31日不存在，9月最后一天是 2026-09-30；请核对原文后补填完成时限"),
        ]
    );
    let unused: Vec<_> = draft.unused.iter().map(|unused| unused.line).collect();
    assert_eq!(unused, [2, 3, 4, 5, 6, 7, 15, 18, 20, 21]);
    assert_covered(PLAN, &draft);
}

#[test]
fn a_date_alone_asks_for_nothing_and_a_dated_step_does() {
    let draft = read(
        "修桥节活动方案\n一、活动时间\n2026年4月8日至5月29日\n二、活动安排\n（一）启动阶段（4月8日—4月17日）\n\
         1. 4月8日（周三）举行开工仪式，全村参加。\n2. 4月17日前，水利组张贴图纸。",
    );
    let tasks: Vec<_> = draft.tasks.iter().map(|task| (task.line, task.title.as_str(), task.due)).collect();
    let day = |text: &str| text.parse().ok();
    assert_eq!(
        tasks,
        [(6, "举行开工仪式，全村参加", day("2026-04-08")), (7, "水利组张贴图纸", day("2026-04-17"))]
    );
    assert_eq!(draft.phases.len(), 1);
    assert!(draft.unused.iter().any(|unused| unused.line == 3), "{:?}", draft.unused);
}
