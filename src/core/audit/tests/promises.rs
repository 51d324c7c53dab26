//! Deadlines that moved, and by whose leave.

use super::*;

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
