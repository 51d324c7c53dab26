//! Commits made up in memory, and what is found in them. That the program's own commits are left alone, and real ones found, is a
//! story; here every rule speaks once, and is silent beside it.

use std::sync::Arc;

use super::*;
use crate::core::hand::Hand;
use crate::core::revision::{Difference, Junction, Oddity, Settled};
use crate::core::task_version::Record;

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
        authored: day("2026-06-30"),
        hands: hands("李强"),
        sentence: match op {
            Some(Op::Verb(verb)) => format!("{} 2026-001 甲", verb.label()),
            _ => "改".to_owned(),
        },
        op: op.map(|op| op.key().to_owned()),
        tasks: vec![ID],
        undoes: None,
    };
    let touch = Touch { id: ID, before: before.map(record), after: after.map(record) };
    let difference = Difference { touches: vec![touch], ..Difference::default() };
    Deed { revision, difference, junction: None }
}

/// Kept on the day that it states.
fn kept_on(day: NaiveDate) -> Kept {
    Kept { day, is_stated: true, claimed: day }
}

fn hands(name: &str) -> Hands {
    [(); 2].map(|()| Hand { name: name.to_owned(), mail: String::new() })
}

/// The tasks before the commit: the one that it touches, or one that says more than it can be read to, registered by somebody
/// else on another day, and reported done by 赵蕾.
fn tasks(deed: &Deed, settings: &Settings) -> Tasks {
    let last_words = record("title = \"甲\"\nlead = \"综合科\"\n");
    let before = deed.difference.touches.first().and_then(|touch| touch.before.clone());
    let Some(before) = before else { return Tasks::default() };
    let known = if before.task().is_some() { before } else { last_words };
    registered(known, "王敏", "2026-01-05", settings)
}

/// A ledger of one task, that this person registered on that day.
fn registered(known: Arc<Record>, name: &str, date: &str, settings: &Settings) -> Tasks {
    let Deed { revision, .. } = deed(Some(Op::Add), None, None);
    let revision = Revision { hands: hands(name), ..revision };
    let touch = Touch { id: ID, before: None, after: Some(known) };
    Tasks::default().after(&[touch], &[], &[], &revision, day(date), [&Settings::default(), settings])
}

/// What holds under these settings.
fn under<'a>(before: &'a Settings, after: &'a Settings, kept: Kept, tasks: &'a Tasks) -> Law<'a> {
    Law { before, after, dawn: before, said: [None, None], kept, tasks }
}

/// What is found in it, under the settings before and after, kept on the day `kept`, if that is not the one it states.
fn found_under(deed: &Deed, before: &Settings, after: &Settings, kept: Option<&str>) -> Vec<String> {
    let kept = match kept {
        Some(kept) => Kept { is_stated: false, ..kept_on(day(kept)) },
        None => kept_on(deed.revision.day),
    };
    found_in(deed, under(before, after, kept, &tasks(deed, before)), None)
}

fn found_in(deed: &Deed, law: Law<'_>, undone: Option<&Undone>) -> Vec<String> {
    let told = |finding: Finding| {
        let task = finding.task.map(|id| format!(" {id}")).unwrap_or_default();
        format!("{}{task} {}", finding.rule.key(), finding.detail)
    };
    findings(deed, law, undone, &[], 0).into_iter().map(told).collect()
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
        &["deleted 2026-001 删除了任务文件“甲”", "by-hand 2026-001 没有经过本程序：删除任务文件（改）"],
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
    // Working days are counted: 27 June is a Saturday.
    case(&note("2026-06-25"), &[]);
    case(&note("2026-06-24"), &["backdated 2026-001 2026-06-24的“进展”，2026-06-30 才存入，晚了 6 天"]);
    // The settings may let less pass, and never more.
    let lets = |days: u32| settings(&format!("[audit]\nbackdate_days = {days}\n"));
    let under = |law: &Settings, date: &str| found_under(&note(date), law, law, None).len();
    assert_eq!([under(&lets(1), "2026-06-29"), under(&lets(1), "2026-06-26")], [0, 1]);
    assert_eq!([under(&lets(99), "2026-06-25"), under(&lets(99), "2026-06-24")], [0, 1]);
    let free = settings("[[holiday]]\nyear = 2026\noff = [\"6月1日至29日\"]\n");
    assert_eq!(under(&free, "2026-06-24"), 1);
    // A clock that was set back: what it follows was made later.
    let usual = settings("");
    let clock =
        "clock 2026-001 提交自称 2026-06-30，和前后的提交对不上，按 2026-07-06 存入算（进展 2026-001 甲）";
    assert_eq!(
        found_under(&note("2026-06-30"), &usual, &usual, Some("2026-07-06")),
        [
            "backdated 2026-001 2026-06-30的“进展”，提交自称 2026-06-30，按前后的提交是 2026-07-06，晚了 6 天",
            clock
        ]
    );
    let soon = clock.replace("07-06", "07-03");
    assert_eq!(found_under(&note("2026-06-30"), &usual, &usual, Some("2026-07-03")), [soon]);
    // An entry that lies ahead.
    case(&note("2026-07-01"), &["clock 2026-001 2026-07-01的“进展”写在以后，2026-06-30 就已经存入"]);

    let told = task("status = \"doing\"\ndone_on = 2026-06-01", &[]);
    case(
        &deed(Some(Op::Edit), Some(&before), Some(&told)),
        &[
            "backdated 2026-001 办结日期 2026-06-01，2026-06-30 才存入，晚了 29 天",
            "bypassed 2026-001 没有走办理命令，改了状态（未启动 → 推进中）、办结日期（没有 → 2026-06-01）",
        ],
    );
    // A day that its own entry tells is one place, not two; another entry is another.
    let done = task(
        "status = \"review\"\nprogress = 100\ndone_on = 2026-06-01",
        &["done 2026-06-01 李强", "note 2026-06-20 李强 text=\"补\""],
    );
    case(
        &deed(Some(Op::Edit), Some(&before), Some(&done)),
        &[
            "backdated 2026-001 2026-06-01的“办结”等 2 处，2026-06-30 才存入，晚了 29 天",
            "bypassed 2026-001 没有走办理命令，改了状态（未启动 → 待核销）、办结日期（没有 → 2026-06-01）、“办结”记录",
        ],
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
    case(&extended("to=2026-07-31"), &[late, "unapproved 2026-001 延期到 2026-07-31，没有批准人"]);
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
    let bypassed = "bypassed 2026-001 没有走办理命令，改了状态（推进中 → 已办结）、办结日期（没有 → 2026-06-29）、“办结”记录、“核销”记录";
    case(&deed(None, Some(&open), Some(&accepted("李强"))), &[bypassed, own, by_hand]);
    case(&deed(None, Some(&open), Some(&accepted("王敏"))), &[bypassed, by_hand]);
    // Where the settings ask for somebody to look, nothing is closed without.
    let (usual, strict) = (settings(""), settings("[closing]\nreview = true\n"));
    let closed = |op| deed(op, Some(&open), Some(&task(&keys("done"), &[done])));
    let skipped = "skipped-review 2026-001 台账要求办结后由他人核销，却从“推进中”直接成了“已办结”";
    let bypassed = "bypassed 2026-001 没有走办理命令，改了状态（推进中 → 已办结）、办结日期（没有 → 2026-06-29）、“办结”记录";
    assert_eq!(found_under(&closed(None), &strict, &strict, None), [bypassed, skipped, by_hand]);
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
        &[
            "deadline-moved 2026-001 没有走延期，各周期的时限变了",
            "goalposts 2026-001 时限已过，又改了开始时间 2026-01-01 → 2026-03-01",
        ],
    );
    moved(
        "due = 2026-07-31",
        "due = 2026-07-15",
        &["deadline-moved 2026-001 时限提前，完成时限 2026-07-31 → 2026-07-15"],
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
    let mut misnamed = deed(
        Some(Op::Verb(Verb::Note)),
        Some(&before),
        Some(&task("status = \"doing\"", &["note 2026-06-30 李强 text=\"拟稿\""])),
    );
    misnamed.revision.sentence = "核销 2026-001 甲".to_owned();
    case(&misnamed, &["forged 2026-001 自称是“进展”，标题写的却是“核销 2026-001 甲”"]);
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

/// What is found in it, on the day it states, behind these tasks.
fn found_behind(deed: &Deed, tasks: &Tasks, undone: Option<&Undone>) -> Vec<String> {
    let usual = settings("");
    let kept = kept_on(deed.revision.day);
    found_in(deed, under(&usual, &usual, kept, tasks), undone)
}

#[test]
fn a_slip_is_mended_on_the_day_by_the_hand_that_made_it() {
    let usual = settings("");
    let behind =
        |name: &str, date: &str, keys: &str| registered(record(&task(keys, &[])), name, date, &usual);
    let moved =
        deed(Some(Op::Edit), Some(&task("due = 2026-07-31", &[])), Some(&task("due = 2026-08-31", &[])));
    let named = "deadline-moved 2026-001 没有走延期，完成时限 2026-07-31 → 2026-08-31";
    let found = |name: &str, date: &str| found_behind(&moved, &behind(name, date, "due = 2026-07-31"), None);
    assert!(found("李强", "2026-06-30").is_empty());
    assert_eq!(found("王敏", "2026-06-30"), [named]);
    assert_eq!(found("李强", "2026-06-29"), [named]);
    // The wrong day of a step, mended in the editor: the entry is the day's own, and leads where the task is.
    let doing = task("status = \"doing\"\ndue = 2026-07-31", &[]);
    let done = |on: &str| {
        let keys = format!("status = \"done\"\nprogress = 100\ndue = 2026-07-31\ndone_on = {on}");
        task(&keys, &[&format!("done 2026-06-30 李强 on={on}")])
    };
    let (wrong, right) = (done("2026-06-28"), done("2026-06-29"));
    let mut tasks = registered(record(&doing), "王敏", "2026-01-05", &usual);
    let first = deed(Some(Op::Verb(Verb::Done)), Some(&doing), Some(&wrong));
    tasks = tasks.after(
        &first.difference.touches,
        &[],
        &[],
        &first.revision,
        day("2026-06-30"),
        [&usual, &usual],
    );
    let mut mended = deed(Some(Op::Edit), Some(&wrong), Some(&right));
    assert!(found_behind(&mended, &tasks, None).is_empty());
    mended.revision.hands = hands("赵蕾");
    let found = found_behind(&mended, &tasks, None);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("bypassed") && found[1].starts_with("log-rewritten"), "{found:?}");
}

#[test]
fn an_undo_is_let_off_to_the_same_hand_on_the_same_day_unless_what_was_overdue_looked_better() {
    let usual = settings("");
    let done = |due: &str| {
        task(
            &format!("status = \"done\"\n{due}\ndone_on = 2026-06-29"),
            &["done 2026-06-30 李强 on=2026-06-29"],
        )
    };
    let open = |due: &str| task(&format!("status = \"doing\"\n{due}"), &[]);
    let undo = |due: &str, name: &str, kept: &str| {
        let (done, open) = (done(due), open(due));
        let mut deed = deed(Some(Op::Undo), Some(&done), Some(&open));
        let file = |before: &str, after: &str| FileChange {
            path: ID.path(),
            before: Some(before.to_owned()),
            after: Some(after.to_owned()),
        };
        deed.difference.files = vec![file("2", "1")];
        let undone = Undone { files: vec![file("1", "2")], hands: hands(name), kept: day(kept) };
        let tasks = registered(record(&done), "王敏", "2026-01-05", &usual);
        found_behind(&deed, &tasks, Some(&undone))
    };
    let due = "due = 2026-06-30";
    assert!(undo(due, "李强", "2026-06-30").is_empty());
    for found in [
        undo(due, "王敏", "2026-06-30"),
        undo(due, "李强", "2026-06-29"),
        undo("due = 2026-06-29", "李强", "2026-06-30"),
    ] {
        let rules: Vec<&str> = found.iter().filter_map(|found| found.split(' ').next()).collect();
        assert_eq!(rules, ["bypassed", "log-rewritten"], "{found:?}");
    }
}

#[test]
fn what_a_task_is_judged_by_stays_once_it_can_be_judged() {
    let moved = |before: &str, after: &str, expected: &[&str]| {
        case(&deed(Some(Op::Set), Some(&task(before, &[])), Some(&task(after, &[]))), expected);
    };
    let found = "goalposts 2026-001 时限已过，又改了牵头单位 综合科 → 办公室、考核分值 5 → 1";
    let judged =
        |due: &str, weight: u32, lead: &str| format!("due = {due}\nweight = {weight}\nlead = \"{lead}\"");
    moved(&judged("2026-06-29", 5, "综合科"), &judged("2026-06-29", 1, "办公室"), &[found]);
    moved(&judged("2026-06-30", 5, "综合科"), &judged("2026-06-30", 1, "办公室"), &[]);
    let done = "status = \"done\"\ndone_on = 2026-06-01";
    moved(&format!("{done}\npublic = true"), done, &["goalposts 2026-001 已经办结，又改了可公开 是 → 没有"]);
    // A tag judges nothing.
    moved("due = 2026-06-29", "due = 2026-06-29\ntags = [\"甲\"]", &[]);
    let cancelled = |due: &str| {
        let open = task(&format!("due = {due}"), &[]);
        let closed =
            task(&format!("due = {due}\nstatus = \"cancelled\""), &["cancel 2026-06-30 李强 text=\"不办\""]);
        deed(Some(Op::Verb(Verb::Cancel)), Some(&open), Some(&closed))
    };
    case(&cancelled("2026-06-29"), &["goalposts 2026-001 时限 2026-06-29 已过，取消了任务"]);
    case(&cancelled("2026-06-30"), &[]);
    // Registered and finished on one day.
    let finished = deed(
        Some(Op::Verb(Verb::Done)),
        Some(&task("", &[])),
        Some(&task("status = \"done\"\nprogress = 100\ndone_on = 2026-06-30", &["done 2026-06-30 李强"])),
    );
    let usual = settings("");
    let on =
        |date: &str| found_behind(&finished, &registered(record(&task("", &[])), "王敏", date, &usual), None);
    assert_eq!(on("2026-06-30"), ["goalposts 2026-001 登记当天就办结"]);
    assert!(on("2026-06-29").is_empty());
}

#[test]
fn settings_that_judge_are_told_from_those_that_do_not() {
    #[track_caller]
    fn case(before: &str, after: &str, expected: &[&str]) {
        let mut deed = deed(Some(Op::Edit), None, None);
        deed.difference.touches.clear();
        deed.revision.tasks.clear();
        let [old, new] = [before, after].map(settings);
        let table = |text: &str| {
            let text = format!("name = \"台账\"\nyear = 2026\n{text}");
            Some(Arc::new(toml::from_str::<toml::Table>(&text).unwrap()))
        };
        let tables = [before, after].map(table);
        let said = [tables[0].as_deref(), tables[1].as_deref()];
        deed.difference.settings = Some(tables.clone());
        let kept = kept_on(day("2026-06-30"));
        let some = registered(record(&task("status = \"doing\"", &[])), "王敏", "2026-01-05", &old);
        let expected: Vec<String> =
            expected.iter().map(|what| format!("rules-changed 改了考核口径：{what}")).collect();
        assert_eq!(found_in(&deed, Law { said, ..under(&old, &new, kept, &some) }, None), expected);
        // Before anything was begun, nothing was judged.
        let none = registered(record(&task("", &[])), "王敏", "2026-01-05", &old);
        assert!(found_in(&deed, Law { said, ..under(&old, &new, kept, &none) }, None).is_empty());
    }
    case("[closing]\nreview = true\n", "[closing]\nreview = false\n", &["closing.review 是 → 否"]);
    case("", "[score]\noverdue = 100\n", &["score.overdue 没有 → 100"]);
    case("", "[report]\nname = \"周报\"\n", &[]);
    let office = |people: &str| format!("[[office]]\nname = \"综合科\"\npeople = [{people}]\n");
    case("", &office("\"李强\""), &[]);
    case(&office("\"李强\""), &office("\"李强\", \"赵蕾\""), &[]);
    case(&office("\"李强\", \"赵蕾\""), &office("\"李强\""), &["office.综合科.people 李强、赵蕾 → 李强"]);
    let phase = |keys: &str| format!("[[phase]]\nname = \"部署\"\n{keys}\n");
    case("", &phase("start = 2026-01-01"), &[]);
    case(
        &phase("start = 2026-01-01"),
        &phase("start = 2026-03-01"),
        &["phase.部署.start 2026-01-01 → 2026-03-01"],
    );
    let free = |days: &str| format!("[[holiday]]\nyear = 2026\noff = [{days}]\n");
    case("", &free("2026-10-01"), &[]);
    case("", &free("2026-06-29"), &["holiday.2026.off 没有 → 2026-06-29"]);
    case(&free("2026-10-01"), &free("2026-10-01, 2026-10-02"), &[]);
    case(&free("2026-10-01"), &free("2026-10-02"), &[]);
    case(&free("2026-06-29"), &free("2026-10-02"), &["holiday.2026.off 2026-06-29 → 2026-10-02"]);
}

#[test]
fn whoever_asks_does_not_approve_and_one_hand_does_not_do_both() {
    let people = settings("[[office]]\nname = \"综合科\"\npeople = [\"王敏\", \"赵蕾\"]\n");
    let before = task("due = 2026-07-31\nowner = \"赵蕾\"", &[]);
    let found = |name: &str, law: &Settings| {
        let entry = format!("extend 2026-06-30 李强 from=2026-07-31 to=2026-08-31 approved_by=\"{name}\"");
        let after = task("due = 2026-07-31\nowner = \"赵蕾\"", &[&entry]);
        found_under(&deed(Some(Op::Verb(Verb::Extend)), Some(&before), Some(&after)), law, law, None)
    };
    let own = |name: &str, why: &str| format!("self-approved 2026-001 延期到 2026-08-31，批准人{name}{why}");
    assert!(found("王敏", &people).is_empty());
    assert_eq!(found("李\u{200b}强", &people), [own("李\u{200b}强", "就是登记人")]);
    assert_eq!(found("王\u{200b}敏", &people), [own("王\u{200b}敏", "不在设置的人员里")]);
    assert_eq!(found("赵蕾", &people), [own("赵蕾", "就是责任人")]);
    assert_eq!(found("张三", &people), [own("张三", "不在设置的人员里")]);
    assert!(found("张三", &settings("")).is_empty());
    // Named on the very day, nobody had named them.
    let entry = "extend 2026-06-30 李强 from=2026-07-31 to=2026-08-31 approved_by=\"王敏\"";
    let after = task("due = 2026-07-31\nowner = \"赵蕾\"", &[entry]);
    let extended = deed(Some(Op::Verb(Verb::Extend)), Some(&before), Some(&after));
    let tasks = registered(record(&before), "王敏", "2026-01-05", &people);
    let usual = under(&people, &people, kept_on(day("2026-06-30")), &tasks);
    let [others, nobody] =
        ["people = [\"赵蕾\"]", ""].map(|more| settings(&format!("[[office]]\nname = \"综合科\"\n{more}\n")));
    let found_on = |dawn: &Settings| found_in(&extended, Law { dawn, ..usual }, None);
    assert_eq!(found_on(&others), [own("王敏", "当天才写进设置的人员里")]);
    assert!(found_on(&nobody).is_empty());

    let keys = |status: &str| format!("status = \"{status}\"\nprogress = 100\ndone_on = 2026-06-29");
    let doing = task("status = \"doing\"", &[]);
    let review = task(&keys("review"), &["done 2026-06-29 赵蕾"]);
    let done = task(&keys("done"), &["done 2026-06-29 赵蕾", "accept 2026-06-30 王敏"]);
    let accepted = deed(Some(Op::Verb(Verb::Accept)), Some(&review), Some(&done));
    let found = |reporter: &str, law: &Settings| {
        let tasks = registered(record(&doing), "王敏", "2026-01-05", law);
        let mut reported = deed(Some(Op::Verb(Verb::Done)), Some(&doing), Some(&review));
        reported.revision.hands = hands(reporter);
        let touches = &reported.difference.touches;
        let tasks = tasks.after(touches, &[], &[], &reported.revision, day("2026-06-29"), [law, law]);
        let kept = kept_on(day("2026-06-30"));
        found_in(&accepted, under(law, law, kept, &tasks), None)
    };
    let usual = settings("");
    assert!(found("赵蕾", &usual).is_empty());
    assert_eq!(found("李强", &usual), ["same-hand 2026-001 报办结和核销都是李强存入的（核销人写的是王敏）"]);
    assert!(found("李强", &settings("[audit]\nrecorders = [\"李强\"]\n")).is_empty());
}

#[test]
fn what_comes_behind_its_deadline_is_told_as_what_it_may_be() {
    let before = task("status = \"doing\"\ndue = 2026-06-20", &[]);
    let done = |on: &str| {
        let keys = format!("status = \"done\"\nprogress = 100\ndue = 2026-06-20\ndone_on = {on}");
        task(&keys, &[&format!("done {on} 李强")])
    };
    // Git made the commit anew, behind what others did meanwhile.
    let moved = |on: &str| {
        let mut deed = deed(Some(Op::Verb(Verb::Done)), Some(&before), Some(&done(on)));
        deed.revision.authored = day(on);
        deed
    };
    let late = "late-arrival 2026-001 2026-06-18的“办结”2026-06-30 才变基后并入，时限 2026-06-20 已过；可能是离线所记，也可能是拨了时钟";
    case(&moved("2026-06-18"), &[late]);
    case(&moved("2026-06-22"), &[]);
    // Behind a commit that states a later day, whoever is outvoted.
    let mut outvoted = moved("2026-06-18");
    outvoted.revision.day = day("2026-06-18");
    let usual = settings("");
    let kept = Kept { claimed: day("2026-06-24"), ..kept_on(day("2026-06-18")) };
    let line = registered(record(&before), "王敏", "2026-01-05", &usual);
    let law = under(&usual, &usual, kept, &line);
    let behind = late.replace("2026-06-30 才变基后并入", "排在自称 2026-06-24 的提交后面");
    assert_eq!(found_in(&outvoted, law, None), [behind]);
    // A merge brings it to the line that goes on.
    let mut merge = deed(Some(Op::Sync), None, None);
    merge.difference.touches.clear();
    merge.revision.parents.push("3".repeat(40));
    let brought = Touch { id: ID, before: Some(record(&before)), after: Some(record(&done("2026-06-18"))) };
    let usual = settings("");
    let line = registered(record(&before), "王敏", "2026-01-05", &usual);
    let merged = |oddity: Option<Oddity>| {
        let junction = Junction { brought: vec![vec![brought.clone()]], oddity, ..Junction::default() };
        let deed = Deed { junction: Some(junction), ..merge.clone() };
        let kept = kept_on(day("2026-06-30"));
        let law = under(&usual, &usual, kept, &line);
        let found = findings(&deed, law, None, std::slice::from_ref(&line), 0);
        found.into_iter().map(|found| format!("{} {}", found.rule.key(), found.detail)).collect::<Vec<_>>()
    };
    let late = "late-arrival 2026-06-18的“办结”2026-06-30 才随合并并入，时限 2026-06-20 已过；可能是离线所记，也可能是拨了时钟";
    assert_eq!(merged(None), [late]);
    assert_eq!(
        merged(Some(Oddity::Many)),
        [late, "by-hand 一次合并了两条以上的历史，不是交换做得出来的（改）"]
    );
}

#[test]
fn a_conflict_settled_against_somebody_else_is_told() {
    let usual = settings("");
    let lines = ["李强", "王敏"].map(|name| registered(record(&task("", &[])), name, "2026-06-01", &usual));
    let settled = |key: &str, side: usize| {
        let junction = Junction {
            settled: vec![Settled { id: ID, key: key.to_owned(), side: Some(side) }],
            ..Junction::default()
        };
        let mut deed = deed(Some(Op::Sync), None, None);
        deed.difference.touches.clear();
        deed.junction = Some(junction);
        deed.revision.parents.push("3".repeat(40));
        let kept = kept_on(day("2026-06-30"));
        let law = under(&usual, &usual, kept, &lines[0]);
        let found = findings(&deed, law, None, &lines, 0);
        found.into_iter().map(|found| format!("{} {}", found.rule.key(), found.detail)).collect::<Vec<_>>()
    };
    assert_eq!(settled("status", 0), ["bypassed 合并时状态没有用王敏改的，用了另一边的"]);
    assert_eq!(settled("weight", 0), ["goalposts 合并时考核分值没有用王敏改的，用了另一边的"]);
    assert!(settled("status", 1).is_empty());
}

#[test]
fn many_findings_of_one_act_are_told_as_one() {
    let many = |op: Option<Op>, count: u32, tasks: &Tasks| {
        let mut deed = deed(op, None, None);
        let done = task("status = \"done\"\nprogress = 100\ndone_on = 2026-03-01", &[]);
        deed.revision.tasks = (11..11 + count).map(|number| TaskId { year: 2026, number }).collect();
        deed.difference.touches = deed
            .revision
            .tasks
            .iter()
            .map(|id| Touch {
                id: *id,
                before: None,
                after: Some(Arc::new(Record::read(*id, done.as_bytes()))),
            })
            .collect();
        let usual = settings("");
        let kept = kept_on(day("2026-06-30"));
        findings(&deed, under(&usual, &usual, kept, tasks), None, &[], 0)
    };
    let [one] = many(Some(Op::Import), 3, &Tasks::default()).try_into().unwrap();
    assert_eq!((one.rule, one.task, one.tasks.len()), (Rule::Backdated, None, 3));
    assert_eq!(
        one.detail,
        "建账时带来 3 项，如 2026-011 办结日期 2026-03-01，2026-06-30 才存入，晚了 121 天"
    );
    let usual = settings("");
    let other = registered(record(&task("", &[])), "王敏", "2026-01-05", &usual);
    let later = many(Some(Op::Import), 3, &other);
    assert!(
        later.iter().all(|found| found.task.is_none() && found.detail.starts_with("导入 3 项")),
        "{later:?}"
    );
    assert_eq!(later.iter().map(|found| found.rule).collect::<Vec<_>>(), [Rule::Backdated]);
    // By hand a few are told one by one.
    let few = many(None, 5, &Tasks::default());
    assert_eq!(few.iter().filter(|found| found.rule == Rule::ByHand).count(), 5);
    let act = many(None, 6, &Tasks::default());
    assert_eq!(act.iter().filter(|found| found.rule == Rule::ByHand).count(), 1);
}

#[test]
fn a_phase_that_lost_its_name_still_promises_what_it_did() {
    let phase = |name: &str, end: &str| settings(&format!("[[phase]]\nname = \"{name}\"\nend = {end}\n"));
    let (old, new) = (phase("部署", "2026-06-30"), phase("动员", "2026-06-30"));
    let named = record(&task("phase = \"部署\"", &[]));
    let tasks = registered(named.clone(), "王敏", "2026-01-05", &old);
    assert!(dangling(&tasks, &old).is_empty());
    let Deed { revision, .. } = deed(Some(Op::Edit), None, None);
    let renamed = tasks.after(&[], &[], &[], &revision, day("2026-06-01"), [&old, &new]);
    assert_eq!(dangling(&renamed, &new).into_iter().collect::<Vec<_>>(), [("部署".to_owned(), 1)]);
    // Moved into a later phase meanwhile, it is moved all the same.
    let wide = settings(
        "[[phase]]\nname = \"动员\"\nend = 2026-06-30\n[[phase]]\nname = \"总结\"\nend = 2026-12-31\n",
    );
    let elsewhere =
        deed(Some(Op::Set), Some(&task("phase = \"部署\"", &[])), Some(&task("phase = \"总结\"", &[])));
    let kept = kept_on(day("2026-06-15"));
    let found = found_in(&elsewhere, under(&wide, &wide, kept, &renamed), None);
    assert_eq!(found, ["deadline-moved 2026-001 没有走延期，阶段 部署 → 总结，时限 2026-06-30 → 2026-12-31"]);
    let home =
        deed(Some(Op::Set), Some(&task("phase = \"部署\"", &[])), Some(&task("phase = \"动员\"", &[])));
    assert!(found_in(&home, under(&wide, &wide, kept, &renamed), None).is_empty());
    // Another phase takes its name.
    let taken = phase("部署", "2026-11-30");
    let mut swapped = deed(Some(Op::Edit), None, None);
    swapped.difference.touches.clear();
    swapped.revision.tasks.clear();
    let found = found_in(&swapped, under(&new, &taken, kept, &renamed), None);
    assert_eq!(
        found,
        [
            "deadline-moved 阶段“动员”（时限 2026-06-30）被删除",
            "deadline-moved 改了设置，阶段“部署”里 1 项任务的时限 2026-06-30 → 2026-11-30，没有走延期",
        ]
    );
}

#[test]
fn a_phase_is_extended_with_approval_and_in_time() {
    let phase = |end: &str, more: &str| settings(&format!("[[phase]]\nname = \"部署\"\nend = {end}\n{more}"));
    let entry = |more: &str| {
        format!("[[phase.extended]]\ndate = 2026-06-30\nfrom = 2026-06-30\nto = 2026-07-31\n{more}\n")
    };
    let approved = "by = \"李强\"\napproved_by = \"王敏\"";
    let mut extending = deed(Some(Op::Verb(Verb::Extend)), None, None);
    extending.difference.touches.clear();
    extending.revision.tasks.clear();
    extending.revision.sentence = "延期 阶段“部署”：2026-06-30 → 2026-07-31".to_owned();
    let table = |end: &str, more: &str| {
        let text = format!("name = \"台账\"\nyear = 2026\n[[phase]]\nname = \"部署\"\nend = {end}\n{more}");
        Some(Arc::new(toml::from_str::<toml::Table>(&text).unwrap()))
    };
    let mut found = |old: &str, more: &str, end: &str| {
        extending.difference.settings = Some([table(old, ""), table(end, more)]);
        let (before, after) = (phase(old, ""), phase(end, more));
        let tasks = registered(record(&task("phase = \"部署\"", &[])), "王敏", "2026-01-05", &before);
        let kept = kept_on(day("2026-06-30"));
        found_in(&extending, under(&before, &after, kept, &tasks), None)
    };
    assert!(found("2026-06-30", &entry(approved), "2026-07-31").is_empty());
    assert_eq!(
        found("2026-06-30", &entry(""), "2026-07-31"),
        ["unapproved 阶段“部署”延期到 2026-07-31，没有批准人"]
    );
    // An entry that says another thing than what became of the end excuses nothing.
    let moved = "deadline-moved 阶段“部署”的时限 2026-06-30 → 2026-08-31，没有走延期";
    assert_eq!(found("2026-06-30", &entry(approved), "2026-08-31"), [moved]);
    let late = "late-extension 阶段“部署”时限 2026-06-20 已过 10 天，才登记延期到 2026-07-31";
    assert_eq!(
        found("2026-06-20", &entry(approved).replace("from = 2026-06-30", "from = 2026-06-20"), "2026-07-31"),
        [late]
    );
}

#[test]
fn a_phase_that_takes_the_name_of_another_promises_what_that_one_did() {
    let phases = |phases: &[(&str, &str, &str)]| {
        let phase = |(name, end, more): &(&str, &str, &str)| {
            format!("[[phase]]\nname = \"{name}\"\nend = {end}\n{more}")
        };
        settings(&phases.iter().map(phase).collect::<String>())
    };
    let old = phases(&[("部署", "2026-06-30", "")]);
    let renamed = phases(&[("部署二", "2026-06-30", "")]);
    let Deed { revision, .. } = deed(Some(Op::Edit), None, None);
    let tasks = registered(record(&task("phase = \"部署\"", &[])), "王敏", "2026-01-05", &old);
    let tasks = tasks.after(&[], &[], &[], &revision, day("2026-06-20"), [&old, &renamed]);
    // Back under the old name, with an extension that nobody gave.
    let entry =
        "[[phase.extended]]\ndate = 2026-06-19\nfrom = 2026-06-30\nto = 2026-12-31\napproved_by = \"王敏\"\n";
    let taken = phases(&[("部署二", "2026-06-30", ""), ("部署", "2026-12-31", entry)]);
    let mut edited = deed(Some(Op::Edit), None, None);
    edited.difference.touches.clear();
    edited.revision.tasks.clear();
    let kept = kept_on(day("2026-06-20"));
    let found = found_in(&edited, under(&renamed, &taken, kept, &tasks), None);
    assert!(
        found.iter().any(|found| found.starts_with("deadline-moved 改了设置，阶段“部署”里 1 项任务")),
        "{found:?}"
    );
    assert!(
        found.contains(&"bypassed 阶段“部署”的延期记录不是由 ledger extend 写的".to_owned()),
        "{found:?}"
    );
}

#[test]
fn what_is_known_of_a_task_goes_with_its_number_and_through_a_merge() {
    let usual = settings("");
    let open = record(&task("", &[]));
    let other = TaskId { year: 2026, number: 7 };
    let before = registered(open.clone(), "李强", "2026-06-22", &usual);
    let Deed { revision, .. } = deed(Some(Op::Renumber), None, None);
    let renumbering = [
        Touch { id: ID, before: Some(open.clone()), after: None },
        Touch { id: other, before: None, after: Some(open.clone()) },
    ];
    let numbers = [(ID, other)];
    let after = before.after(&renumbering, &[], &numbers, &revision, day("2026-06-30"), [&usual, &usual]);
    assert_eq!(after.get(other).map(|known| known.registered.day), Some(day("2026-06-22")));
    assert!(after.get(ID).is_none());

    // Reported on the line that goes on, and noted on the one that arrives.
    let reported = task("status = \"review\"\ndone_on = 2026-06-29", &["done 2026-06-29 李强"]);
    let report = Touch { id: ID, before: Some(open.clone()), after: Some(record(&reported)) };
    let on = before.after(&[report], &[], &[], &revision, day("2026-06-29"), [&usual, &usual]);
    let joined = Touch { id: ID, before: Some(record(&reported)), after: Some(record(&reported)) };
    let merged = on.after(&[joined], &[before], &[], &revision, day("2026-06-30"), [&usual, &usual]);
    assert_eq!(
        merged.get(ID).and_then(|known| known.reported.as_ref()).map(|mark| mark.day),
        Some(day("2026-06-29"))
    );
}
