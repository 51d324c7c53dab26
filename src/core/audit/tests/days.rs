//! What lies before, behind or ahead of the day on which it was kept.

use super::*;

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
