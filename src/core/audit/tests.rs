//! Commits made up in memory, and what is found in them. That the program's own commits are left alone, and real ones found, is a
//! story; here every rule speaks once, and is silent beside it.

use super::*;
use crate::core::lifecycle::Verb;
use crate::core::revision::Difference;

const ID: TaskId = TaskId { year: 2026, number: 1 };

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn record(text: &str) -> Arc<Record> {
    Arc::new(Record::read(ID, text.as_bytes()))
}

fn settings(text: &str) -> Settings {
    toml::from_str(&format!("name = \"台账\"\nyear = 2026\n{text}")).unwrap()
}

/// A commit of 李强 on 2026-06-30 that touches the one task.
fn deed(op: Option<Op>, before: Option<&str>, after: Option<&str>) -> Deed {
    let revision = Revision {
        commit: "1".repeat(40),
        parents: vec!["2".repeat(40)],
        day: day("2026-06-30"),
        author: "李强".to_owned(),
        sentence: "改".to_owned(),
        op: op.map(|op| op.key().to_owned()),
        tasks: vec![ID],
        undoes: None,
    };
    let touch = Touch { id: ID, before: before.map(record), after: after.map(record) };
    Deed { revision, difference: Difference { touches: vec![touch], ..Difference::default() } }
}

/// What is found in it, under the settings before and after, behind commits of the day `follows`.
fn found_under(deed: &Deed, before: &Settings, after: &Settings, follows: Option<&str>) -> Vec<String> {
    let last_words = HashMap::from([(ID, record("title = \"甲\"\nlead = \"综合科\"\n"))]);
    let follows = follows.map(day);
    let law = Law { before, after, backdate_days: 3, follows, last_words: &last_words };
    let told = |finding: Finding| {
        let task = finding.task.map(|id| format!(" {id}")).unwrap_or_default();
        format!("{}{task} {}", finding.rule.key(), finding.detail)
    };
    findings(deed, law, None).into_iter().map(told).collect()
}

#[track_caller]
fn case(deed: &Deed, expected: &[&str]) {
    let usual = settings("");
    assert_eq!(found_under(deed, &usual, &usual, None), expected);
}

/// The task with these keys and log entries: `kind date by` and what else an entry says.
fn task(keys: &str, log: &[&str]) -> String {
    let entries = log.iter().map(|entry| {
        let mut parts = entry.splitn(4, ' ');
        let [kind, date, by] = [(); 3].map(|()| parts.next().unwrap());
        let more = parts.next().unwrap_or_default().replace(' ', "\n");
        format!("[[log]]\nkind = \"{kind}\"\ndate = {date}\nby = \"{by}\"\n{more}\n")
    });
    format!("title = \"甲\"\n{keys}\n{}", entries.collect::<String>())
}

#[test]
fn every_rule_is_read_by_both_its_words() {
    for rule in Rule::ALL {
        assert_eq!([rule.key(), rule.label()].map(Rule::parse), [Some(rule); 2]);
    }
    assert_eq!(Rule::parse("别的"), None);
}

#[test]
fn what_was_changed_by_hand_is_named() {
    let plain = task("", &[]);
    let broken = Some("title =");
    let changed = task("lead = \"综合科\"\nlevel = \"高\"", &[]);
    let by_hand = |before: Option<&str>, after: Option<&str>, what: &str| {
        case(&deed(None, before, after), &[&format!("by-hand 2026-001 没有经过本程序：{what}（改）")]);
    };
    by_hand(None, Some(&plain), "新建任务文件");
    by_hand(Some(&plain), Some(&changed), "改了牵头单位、风险等级");
    by_hand(Some(&plain), broken, "改得读不了");
    by_hand(Some(&plain), Some(&format!("{plain}# 注\n")), "只改了注释、排版或文件名");
    // What it said before it could not be read is what it is compared with.
    by_hand(broken, Some(&task("lead = \"综合科\"", &[])), "改好了读不了的文件");
    by_hand(broken, Some(&changed), "改好了读不了的文件，并改了风险等级");
    case(
        &deed(None, Some(&plain), None),
        &["by-hand 2026-001 没有经过本程序：删除任务文件（改）", "deleted 2026-001 删除了任务文件“甲”"],
    );
    let merge = |op| {
        let mut deed = deed(op, Some(&plain), Some(&changed));
        deed.revision.parents.push("3".repeat(40));
        deed
    };
    for op in [None, Some(Op::Sync)] {
        let said = "by-hand 2026-001 合并时又作了手工修改：改了牵头单位、风险等级（改）";
        case(&merge(op), &[said]);
    }
    case(&deed(Some(Op::Set), Some(&plain), Some(&changed)), &[]);
}

#[test]
fn evidence_that_lay_there_and_explanations_are_not_touched_by_hand() {
    let file = |path: &str, before: bool, after: bool| {
        let name = |there: bool| there.then(|| "4".repeat(40));
        FileChange { path: path.to_owned(), before: name(before), after: name(after) }
    };
    let mut deed = deed(None, None, None);
    deed.difference.touches.clear();
    deed.difference.files = vec![
        file("evidence/2026-001/a.pdf", true, true),
        file("evidence/2026-001/b.pdf", true, false),
        file("evidence/2026-001/c.pdf", false, true),
        file("audit/1.toml", false, true),
        file("templates/a.toml", true, true),
        file("README.md", true, false),
    ];
    case(
        &deed,
        &[
            "by-hand 2026-001 没有经过本程序：改了原有的佐证材料 evidence/2026-001/a.pdf（改）",
            "by-hand 2026-001 没有经过本程序：删除了原有的佐证材料 evidence/2026-001/b.pdf（改）",
            "by-hand 没有经过本程序：改了审计说明 audit/1.toml（改）",
        ],
    );
}

#[test]
fn what_was_recorded_long_after_its_day_is_backdated() {
    let before = task("", &[]);
    let noted = |date: &str| task("status = \"doing\"", &[&format!("note {date} 李强 text=\"拟稿\"")]);
    let note = |date: &str| deed(Some(Op::Verb(Verb::Note)), Some(&before), Some(&noted(date)));
    case(&note("2026-06-27"), &[]);
    case(&note("2026-06-26"), &["backdated 2026-001 2026-06-26的“进展”，2026-06-30 才存入，晚了 4 天"]);
    // A clock that was set back: what it follows was made later.
    let usual = settings("");
    assert_eq!(
        found_under(&note("2026-06-30"), &usual, &usual, Some("2026-07-04")),
        [
            "backdated 2026-001 2026-06-30的“进展”，提交自称 2026-06-30，可它前面的提交已经是 2026-07-04，晚了 4 天"
        ]
    );
    assert!(found_under(&note("2026-06-30"), &usual, &usual, Some("2026-07-03")).is_empty());

    let told = task("status = \"doing\"\ndone_on = 2026-06-01", &[]);
    case(
        &deed(Some(Op::Edit), Some(&before), Some(&told)),
        &["backdated 2026-001 办结日期 2026-06-01，2026-06-30 才存入，晚了 29 天"],
    );
    // A day that its own entry tells is one place, not two; another entry is another.
    let done = task(
        "status = \"review\"\nprogress = 100\ndone_on = 2026-06-01",
        &["done 2026-06-01 李强", "note 2026-06-20 李强 text=\"补\""],
    );
    case(
        &deed(Some(Op::Edit), Some(&before), Some(&done)),
        &["backdated 2026-001 2026-06-01的“办结”等 2 处，2026-06-30 才存入，晚了 29 天"],
    );
    case(
        &deed(Some(Op::Edit), Some(&told), Some(&task("status = \"doing\"\ndone_on = 2026-06-01", &[]))),
        &[],
    );
}

#[test]
fn a_log_only_grows() {
    let before = task("", &["note 2026-06-28 李强 text=\"拟稿\""]);
    let after = task("", &["note 2026-06-28 李强 text=\"定稿\""]);
    let found = "log-rewritten 2026-001 原有的办理记录被改写或删除：";
    let rewritten = deed(Some(Op::Edit), Some(&before), Some(&after));
    let usual = settings("");
    let [one] = found_under(&rewritten, &usual, &usual, None).try_into().unwrap();
    assert!(one.starts_with(found) && one.contains("拟稿"), "{one}");
}

#[test]
fn an_extension_is_approved_and_in_time() {
    let before = task("due = 2026-06-20", &[]);
    let after =
        |more: &str| task("due = 2026-06-20", &[&format!("extend 2026-06-30 李强 from=2026-06-20 {more}")]);
    let extended = |more: &str| deed(Some(Op::Verb(Verb::Extend)), Some(&before), Some(&after(more)));
    let late = "late-extension 2026-001 时限 2026-06-20 已过 10 天，才登记延期到 2026-07-31";
    case(&extended("to=2026-07-31 approved_by=\"王敏\""), &[late]);
    case(&extended("to=2026-07-31"), &["unapproved 2026-001 延期到 2026-07-31，没有批准人", late]);
    let in_time = task("due = 2026-06-30", &[]);
    let moved = task(
        "due = 2026-06-30",
        &["extend 2026-06-30 李强 from=2026-06-30 to=2026-07-31 approved_by=\"王敏\""],
    );
    case(&deed(Some(Op::Verb(Verb::Extend)), Some(&in_time), Some(&moved)), &[]);

    // Of a recurring duty the period's own day counts.
    let keys = "start = 2026-05-01\nrepeat = { every = \"month\", until = 2026-12-31 }";
    let period = |key: &str, from: &str| {
        let entry =
            format!("extend 2026-06-30 李强 period=\"{key}\" from={from} to=2026-08-15 approved_by=\"王敏\"");
        deed(Some(Op::Verb(Verb::Extend)), Some(&task(keys, &[])), Some(&task(keys, &[&entry])))
    };
    case(
        &period("2026-05", "2026-05-31"),
        &["late-extension 2026-001 时限 2026-05-31 已过 30 天，才登记延期到 2026-08-15"],
    );
    case(&period("2026-07", "2026-07-31"), &[]);
}

#[test]
fn nobody_strikes_off_their_own_work_and_nothing_is_closed_unseen() {
    let keys = |status: &str| format!("status = \"{status}\"\nprogress = 100\ndone_on = 2026-06-29");
    let done = "done 2026-06-29 李强";
    let review = task(&keys("review"), &[done]);
    let accepted = |by: &str| task(&keys("done"), &[done, &format!("accept 2026-06-30 {by}")]);
    let accept = |by: &str| deed(Some(Op::Verb(Verb::Accept)), Some(&review), Some(&accepted(by)));
    let own = "self-accepted 2026-001 李强自己报的办结，自己核销";
    case(&accept("王敏"), &[]);
    case(&accept("李强"), &[own]);
    // Both entries in one commit, by hand.
    let open = task("status = \"doing\"", &[]);
    let by_hand = "by-hand 2026-001 没有经过本程序：改了状态、进度、办结日期、办理记录（改）";
    case(&deed(None, Some(&open), Some(&accepted("李强"))), &[by_hand, own]);
    case(&deed(None, Some(&open), Some(&accepted("王敏"))), &[by_hand]);
    // Where the settings ask for somebody to look, nothing is closed without.
    let (usual, strict) = (settings(""), settings("[closing]\nreview = true\n"));
    let closed = |op| deed(op, Some(&open), Some(&task(&keys("done"), &[done])));
    let skipped = "skipped-review 2026-001 台账要求办结后由他人核销，却从“推进中”直接成了“已办结”";
    assert_eq!(found_under(&closed(None), &strict, &strict, None), [by_hand, skipped]);
    let done_by_program = closed(Some(Op::Verb(Verb::Done)));
    assert_eq!(found_under(&done_by_program, &strict, &strict, None), [skipped]);
    assert!(found_under(&done_by_program, &usual, &usual, None).is_empty());
    for deed in [accept("王敏"), deed(None, Some(&review), Some(&accepted("王敏")))] {
        assert!(!found_under(&deed, &strict, &strict, None).contains(&skipped.to_owned()));
    }
}

#[test]
fn a_promise_moves_by_an_extension_alone() {
    let moved = |before: &str, after: &str, expected: &[&str]| {
        case(&deed(Some(Op::Set), Some(&task(before, &[])), Some(&task(after, &[]))), expected);
    };
    moved("due = 2026-07-31", "due = 2026-07-31\nlead = \"综合科\"", &[]);
    moved("", "due = 2026-07-31", &[]);
    moved(
        "due = 2026-07-31",
        "due = 2026-08-31",
        &["deadline-moved 2026-001 没有走延期，完成时限 2026-07-31 → 2026-08-31"],
    );
    moved("due = 2026-07-31", "", &["deadline-moved 2026-001 没有走延期，完成时限 2026-07-31 → 没有"]);
    let monthly = "start = 2026-01-01\nrepeat = { every = \"month\", until = 2026-12-31 }";
    let yearly = monthly.replace("month", "year");
    moved(
        monthly,
        &yearly,
        &["deadline-moved 2026-001 没有走延期，频次 每月1次，至 2026-12-31 → 每年1次，至 2026-12-31"],
    );
    moved(
        monthly,
        &monthly.replace("2026-01-01", "2026-03-01"),
        &["deadline-moved 2026-001 没有走延期，各周期的时限变了"],
    );
}

#[test]
fn a_phase_keeps_its_end_and_a_new_name_is_no_other_end() {
    let phases = |phases: &[(&str, &str)]| {
        let phase = |(name, end): &(&str, &str)| format!("[[phase]]\nname = \"{name}\"\nend = {end}\n");
        settings(&phases.iter().map(phase).collect::<String>())
    };
    let before = phases(&[("部署", "2026-06-30"), ("实施", "2026-11-30")]);
    let mut deed = deed(Some(Op::Edit), None, None);
    deed.difference.touches.clear();
    deed.revision.tasks.clear();
    let found = |after: &Settings| found_under(&deed, &before, after, None);
    assert!(found(&before.clone()).is_empty());
    assert!(found(&phases(&[("动员部署", "2026-06-30"), ("实施", "2026-11-30")])).is_empty());
    assert_eq!(
        found(&phases(&[("部署", "2026-07-31"), ("实施", "2026-11-30")])),
        ["deadline-moved 阶段“部署”的时限 2026-06-30 → 2026-07-31，没有走延期"]
    );
    assert_eq!(
        found(&phases(&[("部署", "2026-06-30")])),
        ["deadline-moved 阶段“实施”（时限 2026-11-30）被删除"]
    );
    let open = settings("[[phase]]\nname = \"部署\"\n[[phase]]\nname = \"实施\"\nend = 2026-11-30\n");
    assert_eq!(found(&open), ["deadline-moved 阶段“部署”的时限 2026-06-30 被取消"]);
}

#[test]
fn what_a_command_cannot_have_done_was_not_done_by_it() {
    let (before, after) = (task("", &[]), task("status = \"done\"\ndone_on = 2026-06-30", &[]));
    case(&deed(Some(Op::Set), Some(&before), Some(&before)), &[]);
    let found =
        found_under(&deed(Some(Op::Set), Some(&before), Some(&after)), &settings(""), &settings(""), None);
    assert_eq!(found[0], "forged 2026-001 自称是“修改”，却改了状态");
    let mut unheard = deed(None, Some(&before), Some(&before));
    unheard.revision.op = Some("bless".to_owned());
    case(&unheard, &["forged 2026-001 自称是“bless”，没有这个命令"]);
    case(
        &deed(Some(Op::Undo), Some(&after), Some(&before)),
        &["forged 2026-001 自称是“撤销”，却没有写明撤销的是哪一次修改"],
    );
}
