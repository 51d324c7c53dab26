//! What is judged, and what judges.

use super::*;

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
