//! Commits made up in memory, and what is found in them. That the program's own commits are left alone, and real ones found, is a
//! story; here every rule speaks once, and is silent beside it.

mod days;
mod goalposts;
mod merges;
mod promises;
mod steps;

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

/// What is found in it, on the day it states, behind these tasks.
fn found_behind(deed: &Deed, tasks: &Tasks, undone: Option<&Undone>) -> Vec<String> {
    let usual = settings("");
    let kept = kept_on(deed.revision.day);
    found_in(deed, under(&usual, &usual, kept, tasks), undone)
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
