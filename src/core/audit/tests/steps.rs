//! Steps in a task's life, and what undoes them.

use super::*;

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
