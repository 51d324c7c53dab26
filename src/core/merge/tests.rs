use super::*;

fn table(text: &str) -> Table {
    text.parse().unwrap()
}

/// Merges, both ways round: what comes of it, and the conflicts as `key`.
#[track_caller]
fn merge(base: Option<&str>, ours: &str, theirs: &str) -> (Table, Vec<String>) {
    let (base, ours, theirs) = (base.map(table), table(ours), table(theirs));
    let there = plan(base.as_ref(), &ours, &theirs, &mut |_| None);
    let back = plan(base.as_ref(), &theirs, &ours, &mut |_| None);
    let keys = |plan: &Plan| plan.conflicts.iter().map(|conflict| conflict.key.clone()).collect::<Vec<_>>();
    assert_eq!(keys(&there), keys(&back));
    if there.conflicts.is_empty() {
        assert_eq!(there.merged(&ours, &theirs), back.merged(&theirs, &ours));
    }
    (there.merged(&ours, &theirs), keys(&there))
}

#[track_caller]
fn case(base: &str, ours: &str, theirs: &str, expected: &str) {
    assert_eq!(merge(Some(base), ours, theirs), (table(expected), Vec::new()));
}

#[track_caller]
fn conflict(base: &str, ours: &str, theirs: &str, keys: &[&str]) {
    let (merged, found) = merge(Some(base), ours, theirs);
    assert_eq!(found, keys);
    assert_eq!(merged, table(ours), "ours stands meanwhile");
}

#[test]
fn who_changed_a_key_alone_has_it() {
    case("a = 1\nb = 1", "a = 2\nb = 1", "a = 1\nb = 2", "a = 2\nb = 2");
    case("title = '甲'", "title = '甲'\nlead = '综合科'", "title = '乙'", "title = '乙'\nlead = '综合科'");
    case("a = 1\nb = 1", "b = 1", "a = 1\nb = 2", "b = 2");
    case("a = 1", "a = 2", "a = 2", "a = 2");
    case("a = 1", "", "", "");
    case("tags = ['一']", "tags = ['一', '二']", "tags = ['一']", "tags = ['一', '二']");
}

#[test]
fn what_both_changed_is_a_conflict() {
    conflict("a = 1", "a = 2", "a = 3", &["a"]);
    conflict("a = 1", "", "a = 3", &["a"]);
    conflict("", "a = 1", "a = '1'", &["a"]);
    conflict("tags = ['一']", "tags = ['一', '二']", "tags = ['一', '三']", &["tags"]);
    conflict("support = []", "support = ['甲', '乙']", "support = ['乙', '甲']", &["support"]);
    conflict("z = 1\ntitle = '甲'", "z = 2\ntitle = '乙'", "z = 3\ntitle = '丙'", &["title", "z"]);
}

#[test]
fn a_rhythm_is_one_value_and_unknown_tables_are_many() {
    conflict(
        "repeat = { every = 'month', times = 1 }",
        "repeat = { every = 'month', times = 2 }",
        "repeat = { every = 'week', times = 1 }",
        &["repeat"],
    );
    case(
        "['自定']\na = 1\nb = 1",
        "['自定']\na = 2\nb = 1",
        "['自定']\na = 1\nc = 3",
        "['自定']\na = 2\nc = 3",
    );
    case("", "['自定']\na = 1", "['自定']\nb.c = 2", "['自定']\na = 1\nb.c = 2");
    conflict("", "['自定'.'内']\na = 1", "['自定'.'内']\na = 2", &["自定.内.a"]);
    conflict("['自定']\na = 1", "", "['自定']\na = 2", &["自定"]);
    conflict("", "[['联系人']]\na = 1", "[['联系人']]\na = 2", &["联系人"]);
    // Only at the top is a log a log.
    conflict("", "['自定']\nlog = [{ a = 1 }]", "['自定']\nlog = [{ a = 2 }]", &["自定.log"]);
}

#[test]
fn status_progress_and_the_day_of_closing_move_together() {
    let doing = "status = 'doing'\nprogress = 30";
    let done = "status = 'done'\nprogress = 100\ndone_on = 2026-05-11";
    case(doing, done, "status = 'doing'\nprogress = 60", done);
    case("status = 'todo'", done, "status = 'blocked'\nprogress = 60", done);
    case(
        "status = 'doing'\nprogress = 100",
        "status = 'done'\nprogress = 100",
        "status = 'doing'\nprogress = 90",
        "status = 'done'\nprogress = 100",
    );
    // What the winner did not touch, the other may.
    case(
        doing,
        "status = 'blocked'\nprogress = 30",
        "status = 'doing'\nprogress = 60",
        "status = 'blocked'\nprogress = 60",
    );
    case(
        "status = 'todo'",
        "status = 'doing'\nprogress = 30",
        "status = 'blocked'",
        "status = 'blocked'\nprogress = 30",
    );
    case(
        "status = 'review'\ndone_on = 2026-05-11",
        "status = 'done'\ndone_on = 2026-05-11",
        "status = 'review'\ndone_on = 2026-05-10",
        "status = 'done'\ndone_on = 2026-05-10",
    );
    // What both touched is the winner's.
    case(
        doing,
        "status = 'blocked'\nprogress = 20",
        "status = 'doing'\nprogress = 60",
        "status = 'blocked'\nprogress = 20",
    );
    case(
        done,
        "status = 'doing'\nprogress = 100",
        "status = 'done'\nprogress = 100\ndone_on = 2026-05-12",
        "status = 'doing'\nprogress = 100",
    );
    // The same word on both sides: the further progress, and a day only people can settle.
    case(
        doing,
        "status = 'doing'\nprogress = 40",
        "status = 'doing'\nprogress = 60",
        "status = 'doing'\nprogress = 60",
    );
    case(doing, "status = 'doing'", "status = 'doing'\nprogress = 20", "status = 'doing'\nprogress = 20");
    case("", "progress = 40", "status = 'todo'\nprogress = 60", "status = 'todo'\nprogress = 60");
    case("", "progress = 60", "status = 'todo'\nprogress = 40", "status = 'todo'\nprogress = 60");
    conflict(doing, "status = 'doing'\nprogress = 40", "status = 'doing'\nprogress = '三成'", &["progress"]);
    conflict(doing, done, "status = 'done'\nprogress = 100\ndone_on = 2026-05-12", &["done_on"]);
    conflict(doing, done, "status = 'cancelled'\nprogress = 50", &["status"]);
}

#[test]
fn what_was_worked_on_is_not_made_void_unseen() {
    let doing = "status = 'doing'\n[[log]]\nkind = 'start'\n";
    let side =
        |status: &str, kind: &str| format!("{}[[log]]\nkind = '{kind}'\n", doing.replace("doing", status));
    let (void, noted) = (side("void", "void"), side("doing", "note"));
    for (ours, theirs) in [(&void, &noted), (&noted, &void)] {
        let plan = plan(Some(&table(doing)), &table(ours), &table(theirs), &mut |_| None);
        let keys: Vec<&str> = plan.conflicts.iter().map(|conflict| conflict.key.as_str()).collect();
        assert_eq!((keys, plan.log.map(|log| log.len())), (vec!["status"], Some(3)));
    }
    // A reminder is no work, nor is what the other line took up from the same beginning.
    case(
        doing,
        &void,
        &side("doing", "remind"),
        &format!("{}[[log]]\nkind = 'remind'\n[[log]]\nkind = 'void'\n", doing.replace("doing", "void")),
    );
    case(doing, &void, doing, &void);
}

#[test]
fn a_settled_conflict_takes_what_goes_with_it() {
    let base = table("status = 'review'\nprogress = 100\ndone_on = 2026-05-11\na = 1");
    let ours = table("status = 'done'\nprogress = 100\ndone_on = 2026-05-11\na = 2");
    let theirs = table("status = 'doing'\nprogress = 80\na = 3");
    let mut asked = Vec::new();
    let plan = plan(Some(&base), &ours, &theirs, &mut |conflict| {
        asked.push(conflict.clone());
        (conflict.key == "status").then_some(Side::Theirs)
    });
    assert_eq!(asked.iter().map(|conflict| conflict.key.as_str()).collect::<Vec<_>>(), ["status", "a"]);
    let value = |number: i64| Some(Value::from(number));
    let left = Conflict { key: "a".into(), base: value(1), ours: value(2), theirs: value(3) };
    assert_eq!(plan.conflicts, [left]);
    assert_eq!(plan.merged(&ours, &theirs), table("status = 'doing'\nprogress = 80\na = 2"));
    let plan = super::plan(Some(&base), &ours, &theirs, &mut |_| Some(Side::Ours));
    assert_eq!((plan.conflicts.len(), plan.merged(&ours, &theirs)), (0, ours));
}

#[test]
fn a_settled_conflict_is_known_by_what_came_of_it() {
    let value = |number: i64| Some(Value::from(number));
    let conflict = Conflict { key: "自定.a".into(), base: value(1), ours: value(2), theirs: None };
    let settled = |outcome: &str| conflict.settled_in(&table(outcome));
    assert_eq!(settled("['自定']\na = 2"), Some(Side::Ours));
    assert_eq!(settled("['自定']\nb = 2"), Some(Side::Theirs));
    assert_eq!(settled("['自定']\na = 1"), None);
}

/// Logs of entries such as `10a`: the day, and who; `?a` has no day.
#[track_caller]
fn logs(base: &str, ours: &str, theirs: &str, expected: &str) {
    let log = |text: &str| log_of(text, "");
    case(&log(base), &log(ours), &log(theirs), &log(expected));
}

fn log_of(text: &str, rest: &str) -> String {
    let entry = |word: &str| match word.strip_prefix('?') {
        Some(who) => format!("[[log]]\nby = '{who}'\n"),
        None => format!("[[log]]\ndate = 2026-05-{}\nby = '{}'\n", &word[..2], &word[2..]),
    };
    rest.to_owned() + &text.split_whitespace().map(entry).collect::<String>()
}

#[test]
fn logs_grow_together() {
    logs("10a", "10a 12b", "10a 11c", "10a 11c 12b");
    logs("10a", "10a 12b 14b", "10a 11c 13c 15c", "10a 11c 12b 13c 14b 15c");
    logs("", "12b", "11c", "11c 12b");
    // What both added alike is there once, and twice where one had it twice.
    logs("10a", "10a 12b", "10a 12b 13c", "10a 12b 13c");
    logs("10a", "10a 12b 13d", "10a 11c 12b", "10a 11c 12b 13d");
    logs("10a", "10a 12b 12b 13d", "10a 12b 14e", "10a 12b 12b 13d 14e");
    logs("10a", "10a 10a", "10a 10a 11c", "10a 10a 11c");
    // What one side took away is gone.
    logs("10a 11b", "11b 12c", "10a 11b 13d", "11b 12c 13d");
    logs("10a 10a 10a", "10a 11b", "10a 10a 12c", "10a 11b 12c");
    logs("10a 11b", "11b", "10a", "");
    logs("10a", "", "10a 11b", "11b");
    // Without a day: last.
    logs("10a", "10a ?b", "10a 11c", "10a 11c ?b");
    // Each side's order is kept, even against the days.
    logs("10a", "10a 20b 11b", "10a 15c", "10a 15c 20b 11b");
    // An entry mended in its place stays there.
    logs("10a 11b 12c", "10a 11x 12c", "10a 11b 12c 13d", "10a 11x 12c 13d");
    // What stands in two orders stands as both began, and otherwise by day.
    logs("10a 11b 12c", "11b 10a 12c", "10a 11b 12c 13d", "10a 11b 12c 13d");
    logs("", "10a 11b 13c", "11b 10a", "10a 11b 13c");
}

#[test]
fn one_persons_day_stays_together_and_what_decided_comes_last() {
    logs("", "10b 10c", "10a 10d", "10a 10d 10b 10c");
    let side = |status: &str, log: &str| log_of(log, &format!("status = '{status}'\n"));
    case(
        &side("doing", "09a"),
        &side("done", "09a 10a 10b"),
        &side("blocked", "09a 10z 10y"),
        &side("done", "09a 10z 10y 10a 10b"),
    );
}

#[test]
fn a_log_is_compared_by_what_it_says_and_one_that_is_none_is_a_value() {
    case(
        "",
        "log = [{ date = 2026-05-10, by = 'a', x = 1 }]",
        "[[log]]\nx = 1\nby = 'a'\ndate = 2026-05-10\n[[log]]\nby = 'b'",
        "log = [{ date = 2026-05-10, by = 'a', x = 1 }, { by = 'b' }]",
    );
    case("log = '见附件'", "log = '见附件'\na = 1", "[[log]]\nby = 'b'", "a = 1\n[[log]]\nby = 'b'");
    conflict("", "log = '见附件'", "[[log]]\nby = 'b'", &["log"]);
    conflict("", "log = [1]", "[[log]]\nby = 'b'", &["log"]);
    case("log = '见附件'", "[[log]]\nby = 'a'", "[[log]]\nby = 'b'", "[[log]]\nby = 'a'\n[[log]]\nby = 'b'");
}
