//! Chasing what is late and what is coming, in the small ledger of `sample` on 30 June.

use crate::common::World;
use serde_json::{Value, json};

/// The keys of one task's JSON, as they are promised outside, in their order.
const KEYS: [&str; 35] = [
    "id",
    "kind",
    "title",
    "content",
    "domain",
    "measure",
    "basis",
    "standard",
    "phase",
    "lead",
    "support",
    "leader",
    "owner",
    "start",
    "due",
    "due_text",
    "repeat",
    "weight",
    "parent",
    "tags",
    "public",
    "level",
    "outcome",
    "status",
    "progress",
    "done_on",
    "long_term",
    "deadline",
    "deadline_from",
    "deadline_original",
    "finished_late",
    "days_overdue",
    "days_left",
    "light",
    "file",
];

#[track_caller]
fn facts(world: &World, words: &[&str]) -> Value {
    let said = world.must(words.iter().chain(&["--format", "json"]));
    assert_eq!(said.stderr, "");
    serde_json::from_str(&said.stdout).unwrap()
}

/// The ids in an array of tasks.
fn ids(tasks: &Value) -> Vec<&str> {
    let number = |task: &Value| task["id"].as_str().and_then(|id| id.strip_prefix("2026-")).map(str::len);
    assert!(tasks.as_array().unwrap().iter().all(|task| number(task) == Some(3)));
    tasks.as_array().unwrap().iter().map(|task| &task["id"].as_str().unwrap()[5..]).collect()
}

/// The ids that `ledger list` shows with these words.
#[track_caller]
fn listed(world: &World, words: &[&str]) -> String {
    ids(&facts(world, &[&["list"], words].concat())).join(" ")
}

#[test]
fn what_is_late_is_grouped_by_phase() {
    let mut world = World::with_tasks();
    insta::assert_snapshot!(world.run(["overdue"]), @"
    清廉机关建设工作台账　逾期任务
    编制单位：某局　2026年6月30日　星期二

    台账共 14 项，逾期 2 项；另有逾期办结 1 项，不在其中

    部署推进（截止 2026-03-31，已过 91 天）
    本阶段 3 项，逾期 1 项；逾期办结 1 项：002 召开动员部署会
    编号     任务             牵头单位 责任人 时限       时限来源 逾期天数 状态
    ─────────────────────────────────────────────────────────────────────────────
    2026-004 建立工作台账     综合科   李强   2026-03-31 阶段时限       91 未启动

    集中建设（截止 2026-11-30，还剩 153 天）
    本阶段 9 项，逾期 1 项
    编号     任务             牵头单位 责任人 时限       时限来源 逾期天数 状态
    ─────────────────────────────────────────────────────────────────────────────
    2026-003 组织开展警示教育 机关纪委 陈刚   2026-06-15 任务时限       15 推进中

    总结提升（没有截止日，长期坚持）
    本阶段 1 项，没有逾期

    逾期天数按日历天计，时限当日不算逾期。时限取任务时限与阶段时限中较早的；延期的按批准的时限。
    ");
    // The deadline's own day is not late; the day after is.
    world.today_is("2026-07-03");
    assert_eq!(ids(&facts(&world, &["overdue"])), ["004", "003", "007"]);
    world.today_is("2026-07-04");
    assert_eq!(ids(&facts(&world, &["overdue"])), ["004", "003", "007", "005"]);
    // Late or not, what is blocked counts; what is in review, done or cancelled does not.
    world.today_is("2026-12-01");
    assert_eq!(ids(&facts(&world, &["overdue"])), ["004", "003", "007", "005", "008", "006", "013", "014"]);
}

#[test]
fn what_is_coming_is_listed_up_to_a_day() {
    let world = World::with_tasks();
    insta::assert_snapshot!(world.run(["due"]), @"
    清廉机关建设工作台账　临期任务
    编制单位：某局　2026年6月30日　星期二

    今后 7 天内到期 2 项；另有逾期 2 项，见 ledger overdue
    编号     任务             阶段     牵头单位 责任人 时限       灯           状态    进度
    ───────────────────────────────────────────────────────────────────────────────────────
    2026-007 每月集中学习     集中建设 综合科   李强   2026-06-30 ▲黄 今日到期 推进中 2/8次
    2026-005 编印廉政提醒手册 集中建设 综合科   赵蕾   2026-07-03 ▲黄 剩3天    推进中   80%
    ");
    for (within, expected) in [
        ("0d", &["007"][..]),
        ("2d", &["007"]),
        ("3d", &["007", "005"]),
        ("3", &["007", "005"]),
        ("5w", &["007", "005", "008"]),
        ("10工作日", &["007", "005"]),
        ("23工作日", &["007", "005", "008"]),
        ("2026-08-31", &["007", "005", "008", "006"]),
        ("9月底", &["007", "005", "008", "006", "013"]),
        ("本周五", &["007", "005"]),
    ] {
        let said = world.must(["due", "--within", within, "--format", "json"]);
        assert_eq!(ids(&serde_json::from_str(&said.stdout).unwrap()), expected, "{within}");
    }
    insta::assert_snapshot!(world.run(["due", "--within", "10工作日"]), @"
    清廉机关建设工作台账　临期任务
    编制单位：某局　2026年6月30日　星期二

    今后 14 天内到期 2 项；另有逾期 2 项，见 ledger overdue
    编号     任务             阶段     牵头单位 责任人 时限       灯           状态    进度
    ───────────────────────────────────────────────────────────────────────────────────────
    2026-007 每月集中学习     集中建设 综合科   李强   2026-06-30 ▲黄 今日到期 推进中 2/8次
    2026-005 编印廉政提醒手册 集中建设 综合科   赵蕾   2026-07-03 ▲黄 剩3天    推进中   80%
    ");
}

#[test]
fn a_script_can_ask_by_exit_code() {
    let mut world = World::with_tasks();
    for words in [["overdue", "--exit-code"], ["due", "--exit-code"], ["check", "--exit-code"]] {
        assert_eq!(world.run(words).code, 3, "{words:?}");
        assert_eq!(world.run(&words[..1]).code, 0, "{words:?}");
    }
    world.today_is("2026-01-15");
    assert_eq!(world.run(["overdue", "--exit-code"]).code, 0);
    assert_eq!(world.run(["due", "--exit-code"]).code, 0);
    let sound = World::with_ledger();
    assert_eq!(sound.run(["check", "--exit-code"]).code, 0);
}

#[test]
fn a_list_is_narrowed_by_what_is_asked() {
    let world = World::with_tasks();
    for (words, expected) in [
        (&[][..], "003 004 005 006 007 008 009 010 011 013 014"),
        (&["--all"], "001 002 003 004 005 006 007 008 009 010 011 012 013 014"),
        (&["--light", "红"], "003 004"),
        (&["--light", "黄灯,绿"], "005 006 007 008 009 011 014"),
        (&["--light", "blue"], "001 002"),
        (&["--light", "grey"], "010 012 013"),
        (&["--status", "受阻"], "006"),
        (&["--status", "done,已取消"], "001 002 012"),
        (&["--status", "review"], "011"),
        (&["--phase", "部署推进"], "004"),
        (&["--phase", "部署推进", "--all"], "001 002 004"),
        (&["--domain", "清廉文化建设"], "005 006 013 014"),
        (&["--lead", "机关纪委"], "003 008 009 011"),
        (&["--owner", "赵蕾"], "005 006 013 014"),
        (&["--owner", "赵蕾", "--light", "黄"], "005 006"),
        (&["--tag", "六个一"], "003"),
        (&["--tag", "六个一", "--all"], "001 003"),
        (&["--kind", "任务", "--tag", "六个一"], "003"),
        (&["--kind", "risk"], ""),
        (&["--due-before", "2026-06-30"], "003 004 011"),
        (&["--due-after", "9月30日"], "014"),
        (&["--due-after", "2026-06-30", "--due-before", "2026-08-31"], "005 008"),
        (&["清廉"], "003 004 005 006 007 008 009 011 013 014"),
        (&["清廉", "制度"], "008 009"),
        (&["财务科"], "006"),
        (&["2026-01"], "010 011 013 014"),
        (&["没有这样的字"], ""),
    ] {
        let said = world.must(["list", "--format", "json"].iter().chain(words));
        let tasks: Value = serde_json::from_str(&said.stdout).unwrap();
        assert_eq!(ids(&tasks).join(" "), expected, "{words:?}");
    }
}

#[test]
fn a_list_is_sorted_as_asked() {
    let world = World::with_tasks();
    for (sort, expected) in [
        ("id", "001 002 003 004 005 006 007 008 009 010 011 012 013 014"),
        ("deadline", "001 002 004 012 003 011 007 005 008 006 013 014 009 010"),
        ("light", "004 003 007 005 006 011 008 014 009 001 002 012 013 010"),
        ("progress", "004 007 010 012 013 006 009 008 014 003 005 001 002 011"),
    ] {
        assert_eq!(listed(&world, &["--all", "--sort", sort]), expected, "{sort}");
    }
    // Offices stay together, those without one apart.
    assert_eq!(
        listed(&world, &["--sort", "lead", "--status", "doing,todo"]),
        "010 003 008 009 004 005 007 013 014"
    );
}

#[test]
fn nothing_found_says_so() {
    let world = World::with_tasks();
    insta::assert_snapshot!(world.run(["list", "没有这样的字"]), @"
    清廉机关建设工作台账　任务列表
    编制单位：某局　2026年6月30日　星期二

    没有符合条件的任务，台账共 14 项
    ");
    let mut calm = World::with_ledger();
    calm.must(["add", "甲", "--due", "2026-12-31"]);
    insta::assert_snapshot!(calm.run(["overdue"]), @"
    清廉机关建设工作台账　逾期任务
    编制单位：某局　2026年6月30日　星期二

    台账共 1 项，没有逾期的任务

    部署推进（截止 2026-03-31，已过 91 天）
    本阶段 0 项，没有逾期

    集中建设（截止 2026-11-30，还剩 153 天）
    本阶段 0 项，没有逾期

    总结提升（没有截止日，长期坚持）
    本阶段 0 项，没有逾期

    逾期天数按日历天计，时限当日不算逾期。时限取任务时限与阶段时限中较早的；延期的按批准的时限。
    ");
    insta::assert_snapshot!(calm.run(["due"]), @"
    清廉机关建设工作台账　临期任务
    编制单位：某局　2026年6月30日　星期二

    今后 7 天内没有到期的任务
    ");
    calm.today_is("2026-12-31");
    insta::assert_snapshot!(calm.run(["due"]), @"
    清廉机关建设工作台账　临期任务
    编制单位：某局　2026年12月31日　星期四

    今后 7 天内到期 1 项
    编号     任务 阶段 牵头单位 责任人 时限       灯           状态   进度
    ──────────────────────────────────────────────────────────────────────
    2026-001 甲                        2026-12-31 ▲黄 今日到期 未启动   0%
    ");
}

#[test]
fn every_task_bears_every_key_of_the_contract() {
    let world = World::with_tasks();
    let all = facts(&world, &["list", "--all"]);
    assert_eq!(all.as_array().unwrap().len(), 14);
    let shown = facts(&world, &["show", "7"]);
    let lists = [facts(&world, &["overdue"]), facts(&world, &["due"]), all];
    for task in lists.iter().flat_map(|list| list.as_array().unwrap()).chain([&shown]) {
        for key in KEYS {
            assert!(task.get(key).is_some(), "{key} of {}", task["id"]);
        }
    }
}

#[test]
fn one_task_as_machines_read_it() {
    let world = World::with_tasks();
    let mut late = facts(&world, &["show", "3"]);
    // `show` adds the log; more keys may be added anywhere.
    let log = late.as_object_mut().unwrap().remove("log").unwrap();
    assert_eq!(log.as_array().unwrap().len(), 2);
    let expected = json!({
        "id": "2026-003", "kind": "task", "title": "组织开展警示教育",
        "content": "年内至少组织开展一次警示教育，撰写心得体会。", "domain": "清廉纪律建设", "measure": "增强纪法意识",
        "basis": "方案二（三）4", "standard": "签到表、简报、心得各一份", "phase": "集中建设", "lead": "机关纪委",
        "support": ["综合科", "机关党委"], "leader": "王敏", "owner": "陈刚", "start": "2026-04-01",
        "due": "2026-06-15", "due_text": "6月中旬", "repeat": null, "weight": 5, "parent": null,
        "tags": ["六个一"], "public": true, "level": null, "outcome": null, "status": "doing", "progress": 60,
        "done_on": null, "long_term": false, "deadline": "2026-06-15", "deadline_from": "task",
        "deadline_original": "2026-06-15", "finished_late": null, "days_overdue": 15, "days_left": null,
        "light": "red", "file": "tasks/2026/003.toml",
    });
    let kept: serde_json::Map<_, _> =
        KEYS.iter().map(|key| ((*key).to_owned(), late[*key].clone())).collect();
    assert_eq!(Value::Object(kept), expected);
    // The same task says the same in every list.
    for words in [&["overdue"][..], &["list"]] {
        let list = facts(&world, words);
        let same = list.as_array().unwrap().iter().find(|task| task["id"] == "2026-003").unwrap();
        for key in KEYS {
            assert_eq!(same[key], expected[key], "{key}");
        }
    }
}

#[test]
fn deadlines_and_lights_as_machines_read_them() {
    let world = World::with_tasks();
    let all = facts(&world, &["list", "--all"]);
    let row = |task: &Value| {
        let text = |key: &str| task[key].to_string().trim_matches('"').replace("null", "-");
        let keys = [
            "id",
            "deadline",
            "deadline_from",
            "deadline_original",
            "finished_late",
            "days_overdue",
            "days_left",
            "light",
            "status",
        ];
        keys.map(text).join(" ")
    };
    let rows: Vec<String> = all.as_array().unwrap().iter().map(row).collect();
    insta::assert_snapshot!(rows.join("\n"), @"
    2026-001 2026-03-20 task 2026-03-20 false - - blue done
    2026-002 2026-03-25 task 2026-03-25 true - - blue done
    2026-003 2026-06-15 task 2026-06-15 - 15 - red doing
    2026-004 2026-03-31 phase 2026-03-31 - 91 - red todo
    2026-005 2026-07-03 task 2026-07-03 - - 3 yellow doing
    2026-006 2026-08-31 task 2026-08-31 - - 62 yellow blocked
    2026-007 2026-06-30 period 2026-06-30 - - 0 yellow doing
    2026-008 2026-07-31 extension 2026-06-20 - - 31 green doing
    2026-009 - long-term - - - - green doing
    2026-010 - - - - - - grey todo
    2026-011 2026-06-25 task 2026-06-25 false - - green review
    2026-012 2026-05-31 task 2026-05-31 - - - grey cancelled
    2026-013 2026-09-30 task 2026-09-30 - - 92 grey todo
    2026-014 2026-10-31 task 2026-10-31 - - 123 green doing
    ");
}

#[test]
fn a_missing_value_is_null_and_a_missing_list_is_empty() {
    let world = World::with_tasks();
    let mut bare = facts(&world, &["show", "10"]);
    let object = bare.as_object_mut().unwrap();
    object.retain(|key, _| KEYS.contains(&key.as_str()));
    assert_eq!(
        bare,
        json!({
            "id": "2026-010", "kind": "task", "title": "只有名称", "content": null, "domain": null, "measure": null,
            "basis": null, "standard": null, "phase": null, "lead": null, "support": [], "leader": null,
            "owner": null, "start": null, "due": null, "due_text": null, "repeat": null, "weight": null,
            "parent": null, "tags": [], "public": null, "level": null, "outcome": null, "status": "todo",
            "progress": null, "done_on": null, "long_term": false, "deadline": null, "deadline_from": null,
            "deadline_original": null, "finished_late": null, "days_overdue": null, "days_left": null,
            "light": "grey", "file": "tasks/2026/010.toml",
        })
    );
}

#[test]
fn a_rhythm_is_an_object() {
    let world = World::with_ledger();
    world.must([
        "add",
        "每月学习",
        "--every",
        "month",
        "--times",
        "2",
        "--from",
        "2026-04-01",
        "--until",
        "2026-12-31",
    ]);
    let task = facts(&world, &["show", "1"]);
    assert_eq!(
        task["repeat"],
        json!({"every": "month", "times": 2, "from": "2026-04-01", "until": "2026-12-31"})
    );
    assert_eq!((&task["deadline"], &task["days_overdue"]), (&json!("2026-04-30"), &json!(61)));
}

#[test]
fn check_as_machines_read_it() {
    let world = World::with_tasks();
    world.write("tasks/2026/015.toml", "title = \"甲\"\ndue = \"2026-09-30\"\n");
    world.commit_all("登记");
    let said = world.run(["check", "--format", "json"]);
    assert_eq!(said.code, 1);
    let problems: Value = serde_json::from_str(&said.stdout).unwrap();
    let row = |problem: &Value| -> Value {
        ["file", "line", "rule", "message", "fixable"].iter().map(|key| problem[*key].clone()).collect()
    };
    let rows: Vec<String> =
        problems.as_array().unwrap().iter().map(|problem| row(problem).to_string()).collect();
    insta::assert_snapshot!(rows.join("\n"), @r#"
    ["tasks/2026/003.toml",9,"unknown-office","配合单位“机关党委”不在 ledger.toml 里；您是不是想写“机关纪委”？或请先在 ledger.toml 里登记",false]
    ["tasks/2026/010.toml",1,"no-deadline","时限待定：没有完成时限，阶段也没有截止日；请用 ledger set 2026-010 due=日期 定下",false]
    ["tasks/2026/015.toml",2,"wrong-type","完成时限（due）写的是 \"2026-09-30\"，应为不加引号的日期，如 2026-09-30",true]
    "#);
}
