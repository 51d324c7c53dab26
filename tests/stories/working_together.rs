//! Three people, three computers, one ledger: what each did is in the end in every folder, and nobody is overruled unasked.

use std::process::{Child, Stdio};

use crate::asking::Terminal;
use crate::common::World;
use crate::office::{CHEN, LI, Office, ZHAO, bare_folder};

/// What `who` does, command by command.
fn does(office: &Office, who: usize, commands: &[&[&str]]) {
    for words in commands {
        office[who].must(*words);
    }
}

#[test]
fn a_ledger_is_sent_to_an_empty_folder_and_cloned() {
    let world = World::with_tasks();
    let shared = bare_folder();
    let address = shared.path().display().to_string();
    world.git(["remote", "add", "origin", &address]);
    insta::assert_snapshot!(world.must(["sync"]), @"
    送出 3 次修改，到 origin
    ");
    insta::assert_snapshot!(world.must(["sync"]), @"
    已经一致，没有要交换的
    ");
    let other = World::empty();
    other.is("赵蕾");
    other.git(["clone", "--quiet", &address, "."]);
    assert_eq!(other.state(), world.state());
    other.must(["note", "14", "初稿已拟定"]);
    insta::assert_snapshot!(other.must(["sync"]), @"
    送出 1 次修改，到 origin
    ");
    insta::assert_snapshot!(world.must(["sync"]), @"
    收到 1 次修改：
      2026-06-30 赵蕾 进展 2026-014 开展清廉家风活动：初稿已拟定
    ");
    assert_eq!(other.state(), world.state());
}

#[test]
fn what_everybody_did_goes_round_until_all_hold_the_same() {
    let mut office = Office::with_tasks();
    office.today_is("2026-07-01");
    does(&office, LI, &[&["note", "14", "李强的进展"], &["set", "4", "owner=赵蕾"]]);
    does(&office, ZHAO, &[&["note", "14", "赵蕾的进展"], &["add", "新任务", "--due", "2026-09-30"]]);
    does(&office, CHEN, &[&["set", "14", "standard=总结一份"]]);
    office.sync(LI);
    insta::assert_snapshot!(office.sync(ZHAO), @"
    收到 2 次修改：
      2026-07-01 李强 修改 2026-004 建立工作台账：责任人“赵蕾”
      2026-07-01 李强 进展 2026-014 开展清廉家风活动：李强的进展
    送出 2 次修改，到 origin
    ");
    insta::assert_snapshot!(office.sync(CHEN), @"
    收到 4 次修改：
      2026-07-01 李强 修改 2026-004 建立工作台账：责任人“赵蕾”
      2026-07-01 赵蕾 登记 2026-015 新任务
      2026-07-01 李强 进展 2026-014 开展清廉家风活动：李强的进展
      2026-07-01 赵蕾 进展 2026-014 开展清廉家风活动：赵蕾的进展
    送出 1 次修改，到 origin
    ");
    insta::assert_snapshot!(office.sync(LI), @"
    收到 3 次修改：
      2026-07-01 陈刚 修改 2026-014 开展清廉家风活动：完成标准“总结一份”
      2026-07-01 赵蕾 登记 2026-015 新任务
      2026-07-01 赵蕾 进展 2026-014 开展清廉家风活动：赵蕾的进展
    ");
    office.settle();
    insta::assert_snapshot!(office[LI].task("014"), @r#"
    title = "开展清廉家风活动"
    domain = "清廉文化建设"
    standard = "总结一份"
    phase = "集中建设"
    lead = "综合科"
    owner = "赵蕾"
    start = 2026-04-01
    due = 2026-10-31

    status = "doing"
    progress = 50

    [[log]]
    date = 2026-07-01
    by = "李强"
    kind = "note"
    text = "李强的进展"

    [[log]]
    date = 2026-07-01
    by = "赵蕾"
    kind = "note"
    text = "赵蕾的进展"
    "#);
    insta::assert_snapshot!(office[LI].git(["log", "--graph", "--format=%an %s", "-8"]), @r"
    *   陈刚 合并 赵蕾、李强 的 4 次修改
    |\  
    | * 陈刚 修改 2026-014 开展清廉家风活动：完成标准“总结一份”
    * |   赵蕾 合并 李强 的 2 次修改
    |\ \  
    | * | 赵蕾 登记 2026-015 新任务
    | * | 赵蕾 进展 2026-014 开展清廉家风活动：赵蕾的进展
    | |/  
    * | 李强 修改 2026-004 建立工作台账：责任人“赵蕾”
    * | 李强 进展 2026-014 开展清廉家风活动：李强的进展
    |/  
    * 李强 登记任务
    ");
    insta::assert_snapshot!(office[LI].git(["log", "-1", "--merges", "--format=%an%n%B"]), @"
    陈刚
    合并 赵蕾、李强 的 4 次修改

    Ledger-Op: sync
    ");
    office.audit_finds_nothing(CHEN);
}

#[test]
fn the_log_is_united_in_the_order_of_the_days() {
    let mut office = Office::with_tasks();
    for (day, who, text) in [
        ("2026-07-01", LI, "七月一日"),
        ("2026-07-02", ZHAO, "七月二日"),
        ("2026-07-03", LI, "七月三日"),
        ("2026-07-04", CHEN, "七月四日"),
        ("2026-07-05", ZHAO, "七月五日"),
    ] {
        office.today_is(day);
        office[who].must(["note", "14", text]);
    }
    office.settle();
    let task = office[LI].task("014");
    let texts: Vec<&str> = task.lines().filter_map(|line| line.strip_prefix("text = ")).collect();
    assert_eq!(texts, ["\"七月一日\"", "\"七月二日\"", "\"七月三日\"", "\"七月四日\"", "\"七月五日\""]);
    office.audit_finds_nothing(LI);
}

#[test]
fn done_beats_doing_and_two_periods_are_both_done() {
    let mut office = Office::with_tasks();
    office.today_is("2026-07-01");
    does(&office, LI, &[&["done", "14", "已办结"], &["done", "7", "--period", "2026-06"]]);
    does(
        &office,
        ZHAO,
        &[&["note", "14", "还在办", "--progress", "70"], &["done", "7", "--period", "2026-07"]],
    );
    office.sync(LI);
    office.sync(ZHAO);
    office.settle();
    let task = office[CHEN].task("014");
    for line in ["status = \"done\"", "progress = 100", "done_on = 2026-07-01", "text = \"还在办\""] {
        assert_eq!(task.matches(line).count(), 1, "{line}\n{task}");
    }
    let duty = office[CHEN].task("007");
    for period in ["2026-06", "2026-07"] {
        assert_eq!(duty.matches(&format!("period = \"{period}\"")).count(), 1, "{duty}");
    }
    office.audit_finds_nothing(CHEN);
}

/// 李强 and 赵蕾 gave three fields of two tasks other values; 李强 was first to send.
fn contradicted() -> Office {
    let office = Office::with_tasks();
    does(&office, LI, &[&["set", "14", "owner=李强", "measure=增强意识"], &["done", "6", "已建成"]]);
    does(
        &office,
        ZHAO,
        &[&["set", "14", "owner=陈刚"], &["cancel", "6", "压减经费"], &["note", "5", "印了一半"]],
    );
    office.sync(LI);
    office
}

#[test]
fn the_same_field_with_two_values_is_shown_and_nothing_is_changed() {
    let office = contradicted();
    let (before, remote) = (office[ZHAO].state(), office.remote_head());
    insta::assert_snapshot!(office.run(ZHAO, &["sync"]), @"
    --- stderr
    2026-006 建设廉政文化长廊　状态
      本地：“已取消”（赵蕾 2026-06-30）
      对方：“已办结”（李强 2026-06-30）
    2026-014 开展清廉家风活动　责任人
      本地：“陈刚”（赵蕾 2026-06-30）
      对方：“李强”（李强 2026-06-30）
    错误：有 2 处两边改得不一样，没有合并，也没有送出，本地的修改都在；请逐处选：ledger sync --ask，或一律用本地的：--ours，一律用对方的：--theirs
    --- exit 1
    ");
    assert_eq!(office[ZHAO].state(), before);
    assert_eq!(office.remote_head(), remote);
    insta::assert_snapshot!(office.run(ZHAO, &["sync", "--ask"]), @"
    --- stderr
    错误：--ask 要在终端里用；不在终端里请用 --ours 或 --theirs
    --- exit 2
    ");
    assert_eq!(office[ZHAO].state(), before);
    // Whoever sent first has nothing to choose.
    insta::assert_snapshot!(office.sync(LI), @"
    已经一致，没有要交换的
    ");
}

#[test]
fn one_side_is_taken_in_everything() {
    for (side, owner, status) in [("--ours", "陈刚", "cancelled"), ("--theirs", "李强", "done")] {
        let office = contradicted();
        assert_eq!(office.run(ZHAO, &["sync", side]).code, 0);
        office.settle();
        let (task, other) = (office[LI].task("014"), office[LI].task("006"));
        assert!(
            task.contains(&format!("owner = \"{owner}\"\n")) && task.contains("measure = \"增强意识\"\n"),
            "{task}"
        );
        assert!(other.contains(&format!("status = \"{status}\"\n")), "{other}");
        // What both wrote down stays.
        assert!(other.contains("已建成") && other.contains("压减经费"), "{other}");
        assert!(office[LI].task("005").contains("印了一半"));
        if side == "--theirs" {
            insta::assert_snapshot!(office[LI].git(["log", "-1", "--merges", "--format=%B"]), @"
            合并 李强 的 2 次修改

            - 2026-006 建设廉政文化长廊 状态：采用“已办结”（李强 2026-06-30），舍去“已取消”（赵蕾 2026-06-30）
            - 2026-014 开展清廉家风活动 责任人：采用“李强”（李强 2026-06-30），舍去“陈刚”（赵蕾 2026-06-30）

            Ledger-Op: sync
            ");
        }
        // One word for all was taken over what somebody else had decided; and a task was done on the day it was registered.
        office.audit_finds_only(LI, &["绕过办理", "移动标尺"]);
    }
}

#[test]
fn each_is_chosen_at_a_terminal() {
    let office = contradicted();
    let before = office[ZHAO].state();
    let mut person = Terminal::running(&office[ZHAO], &["sync", "--ask"], &[]);
    person.sees("本地：");
    person.types("\u{1b}");
    let (rest, code) = person.ends();
    assert!(rest.contains("已取消，没有合并，也没有送出，本地的修改都在"), "{rest}");
    assert_eq!((code.as_str(), office[ZHAO].state()), ("1", before));
    let mut person = Terminal::running(&office[ZHAO], &["sync", "--ask"], &[]);
    person.sees("2026-006 建设廉政文化长廊　状态");
    person.sees("本地：“已取消”（赵蕾 2026-06-30）");
    person.sees("对方：“已办结”（李强 2026-06-30）");
    // One step down: theirs.
    person.types("\u{1b}[B\r");
    person.sees("2026-014 开展清廉家风活动　责任人");
    person.types("\r");
    let (rest, code) = person.ends();
    assert_eq!(code, "0", "{rest}");
    office.settle();
    assert!(office[LI].task("006").contains("status = \"done\"\n"));
    assert!(office[LI].task("014").contains("owner = \"陈刚\"\n"));
    office.audit_finds_only(LI, &["移动标尺"]);
}

#[test]
fn settings_are_joined_line_by_line() {
    let office = Office::with_tasks();
    let edit = |who: usize, from: &str, to: &str| {
        let text = office[who].read("ledger.toml");
        assert!(text.contains(from));
        office[who].write("ledger.toml", text.replace(from, to));
    };
    edit(LI, "unit = \"某局\"", "unit = \"某市某局\"");
    edit(ZHAO, "people = [\"陈刚\"]", "people = [\"陈刚\", \"孙丽\"]");
    insta::assert_snapshot!(office.sync(LI), @"
    送出 1 次修改，到 origin
    --- stderr
    注意：先存入了还没有存入历史的手工修改 ledger.toml
    ");
    insta::assert_snapshot!(office.sync(ZHAO), @"
    收到 1 次修改：
      2026-06-30 李强 手工修改 ledger.toml
    送出 1 次修改，到 origin
    --- stderr
    注意：先存入了还没有存入历史的手工修改 ledger.toml
    ");
    office.settle();
    let settings = office[CHEN].read("ledger.toml");
    assert!(settings.contains("某市某局") && settings.contains("孙丽"), "{settings}");
    // The same line twice is for people to choose.
    edit(LI, "unit = \"某市某局\"", "unit = \"甲局\"");
    edit(ZHAO, "unit = \"某市某局\"", "unit = \"乙局\"");
    office.sync(LI);
    insta::assert_snapshot!(office.run(ZHAO, &["sync"]), @r#"
    --- stderr
    注意：先存入了还没有存入历史的手工修改 ledger.toml
    ledger.toml　同一处
      本地：“unit = "乙局"”（赵蕾 2026-06-30）
      对方：“unit = "甲局"”（李强 2026-06-30）
    错误：有 1 处两边改得不一样，没有合并，也没有送出，本地的修改都在；请逐处选：ledger sync --ask，或一律用本地的：--ours，一律用对方的：--theirs
    --- exit 1
    "#);
    assert!(office[ZHAO].read("ledger.toml").contains("乙局"));
    insta::assert_snapshot!(office.run(ZHAO, &["sync", "--ours"]), @"
    收到 1 次修改：
      2026-06-30 李强 手工修改 ledger.toml
    送出 1 次修改，到 origin
    ");
    office.settle();
    assert!(office[LI].read("ledger.toml").contains("unit = \"乙局\""));
}

#[test]
fn settings_that_no_longer_read_when_joined_are_for_people_to_choose() {
    let office = Office::with_tasks();
    for (who, from) in [(LI, "year = 2026\n"), (ZHAO, "members = [\"李强\", \"赵蕾\"]\n")] {
        let text = office[who].read("ledger.toml");
        // One writes the table above, the other one below.
        let table = "\n[closing]\nreview = false\n";
        let text = if who == LI {
            text.replace(from, &format!("{from}[git]\ncommit = true\n"))
        } else {
            format!("{text}\n[git]\ncommit = true\n{table}")
        };
        office[who].write("ledger.toml", text);
    }
    office.sync(LI);
    let before = office[ZHAO].read("ledger.toml");
    insta::assert_snapshot!(office.run(ZHAO, &["sync"]), @"
    --- stderr
    注意：先存入了还没有存入历史的手工修改 ledger.toml
    ledger.toml　同一处
      本地：“[git] / commit = true / [closing] / review = false”（赵蕾 2026-06-30）
      对方：“[git] / commit = true”（李强 2026-06-30）
    错误：有 1 处两边改得不一样，没有合并，也没有送出，本地的修改都在；请逐处选：ledger sync --ask，或一律用本地的：--ours，一律用对方的：--theirs
    --- exit 1
    ");
    assert_eq!(office[ZHAO].read("ledger.toml"), before);
    assert_eq!(office.run(ZHAO, &["sync", "--theirs"]).code, 0);
    office.settle();
    office[LI].must(["list"]);
}

#[test]
fn evidence_of_one_name_is_kept_from_both() {
    let office = Office::with_tasks();
    for (who, text) in [(LI, "李强的照片"), (ZHAO, "赵蕾的照片")] {
        office[who].write("../照片.txt", text);
        office[who].must(["note", "14", text, "--evidence", "../照片.txt"]);
    }
    office.sync(LI);
    insta::assert_snapshot!(office.sync(ZHAO), @"
    改名 evidence/2026-014/照片.txt → evidence/2026-014/照片-2.txt（原名已由别人先用）
    收到 1 次修改：
      2026-06-30 李强 进展 2026-014 开展清廉家风活动：李强的照片
    送出 2 次修改，到 origin
    ");
    office.settle();
    assert_eq!(office[CHEN].read("evidence/2026-014/照片.txt"), "李强的照片");
    assert_eq!(office[CHEN].read("evidence/2026-014/照片-2.txt"), "赵蕾的照片");
    let task = office[CHEN].task("014");
    for (text, file) in [("李强的照片", "照片.txt"), ("赵蕾的照片", "照片-2.txt")] {
        let entry = format!("text = \"{text}\"\nevidence = [\"evidence/2026-014/{file}\"]\n");
        assert!(task.contains(&entry), "{task}");
    }
    office.audit_finds_nothing(CHEN);
}

#[test]
fn a_number_given_out_twice_stays_with_whoever_sent_first() {
    let office = Office::with_tasks();
    does(&office, LI, &[&["add", "李强的", "--due", "2026-09-30"]]);
    office[ZHAO].write("../简报.txt", "简报");
    does(
        &office,
        ZHAO,
        &[
            &["add", "赵蕾的", "--due", "2026-09-30"],
            &["add", "其中一步", "--due", "2026-08-31"],
            &["set", "16", "parent=15"],
            &["note", "15", "开了头", "--evidence", "../简报.txt"],
        ],
    );
    office.sync(LI);
    let shared = office.remote_head();
    insta::assert_snapshot!(office.sync(ZHAO), @"
    改编号 2026-015 → 2026-017 赵蕾的（2026-015 已由别人先登记）
    收到 1 次修改：
      2026-06-30 李强 登记 2026-015 李强的
    送出 5 次修改，到 origin
    ");
    insta::assert_snapshot!(office[ZHAO].task("017"), @r#"
    title = "赵蕾的"
    due = 2026-09-30

    status = "doing"
    progress = 0

    [[log]]
    date = 2026-06-30
    by = "赵蕾"
    kind = "note"
    text = "开了头"
    evidence = ["evidence/2026-017/简报.txt"]
    "#);
    insta::assert_snapshot!(office[ZHAO].task("016"), @r#"
    title = "其中一步"
    due = 2026-08-31
    parent = "2026-017"

    status = "todo"
    progress = 0
    "#);
    assert!(!office[ZHAO].path("evidence/2026-015").exists());
    insta::assert_snapshot!(office[ZHAO].git(["log", "-2", "--topo-order", "--name-status", "--no-renames", "--format=%B"]), @"
    合并 李强 的 1 次修改

    Ledger-Op: sync

    改编号 2026-015 → 2026-017 赵蕾的（2026-015 已由别人先登记）

    Ledger-Op: renumber
    Ledger-Task: 2026-015
    Ledger-Task: 2026-017
    Ledger-Task: 2026-016


    D	evidence/2026-015/简报.txt
    A	evidence/2026-017/简报.txt
    D	tasks/2026/015.toml
    M	tasks/2026/016.toml
    A	tasks/2026/017.toml
    ");
    office.settle();
    assert!(office[CHEN].task("015").starts_with("title = \"李强的\"\n"));
    assert!(office[ZHAO].git(["merge-base", "--is-ancestor", &shared, "HEAD"]).is_empty());
    office.audit_finds_nothing(CHEN);
    // The next one gets a number that nobody has had.
    assert_eq!(office[LI].must(["add", "下一项", "--due", "2026-09-30"]).stdout, "登记 2026-018 下一项\n");
}

#[test]
fn everybody_adds_several_three_times_in_a_row() {
    let office = Office::with_tasks();
    for round in ["一", "二", "三"] {
        for (who, name) in [(LI, "李强"), (ZHAO, "赵蕾"), (CHEN, "陈刚")] {
            for number in ["甲", "乙"] {
                does(&office, who, &[&["add", &format!("{name}{round}{number}"), "--due", "2026-09-30"]]);
            }
        }
        office.sync(LI);
        if round == "一" {
            insta::assert_snapshot!(office.sync(ZHAO), @"
            改编号 2 项任务
              改编号 2026-015 → 2026-017 赵蕾一甲（2026-015 已由别人先登记）
              改编号 2026-016 → 2026-018 赵蕾一乙（2026-016 已由别人先登记）
            收到 2 次修改：
              2026-06-30 李强 登记 2026-016 李强一乙
              2026-06-30 李强 登记 2026-015 李强一甲
            送出 3 次修改，到 origin
            ");
        }
        office.settle();
    }
    let mut titles: Vec<String> = (15..33)
        .map(|number| office[LI].task(&format!("{number:03}")).lines().next().unwrap().to_owned())
        .collect();
    titles.sort();
    titles.dedup();
    assert_eq!(titles.len(), 18);
    office.audit_finds_nothing(LI);
}

#[test]
fn a_file_named_by_hand_gives_way_too() {
    let office = Office::with_tasks();
    does(&office, LI, &[&["add", "李强的", "--due", "2026-09-30"]]);
    office[ZHAO].write(
        "tasks/2026/15.toml",
        "# 手写的\ntitle = \"手写的\"\ndue = 2026-09-30\nstatus = \"todo\"\nprogress = 0\n",
    );
    office.sync(LI);
    insta::assert_snapshot!(office.sync(ZHAO), @"
    改编号 2026-015 → 2026-016 手写的（2026-015 已由别人先登记）
    收到 1 次修改：
      2026-06-30 李强 登记 2026-015 李强的
    送出 2 次修改，到 origin
    --- stderr
    注意：先存入了还没有存入历史的手工修改 2026-015 手写的
    ");
    office.settle();
    assert!(office[LI].task("016").starts_with("# 手写的\ntitle = \"手写的\"\n"));
    assert!(!office[LI].path("tasks/2026/15.toml").exists());
}

#[test]
fn a_task_deleted_by_hand_and_changed_elsewhere_stays() {
    let office = Office::with_tasks();
    office[LI].git(["rm", "--quiet", "tasks/2026/014.toml"]);
    office[LI].git(["commit", "--quiet", "--message", "删去任务"]);
    does(&office, ZHAO, &[&["note", "14", "还在办"]]);
    office.sync(LI);
    insta::assert_snapshot!(office.sync(ZHAO), @"
    收到 1 次修改：
      2026-06-30 李强 删去任务
    送出 1 次修改，到 origin
    --- stderr
    注意：2026-014 开展清廉家风活动：对方（李强 2026-06-30）删去了，本地（赵蕾 2026-06-30）又改过，留着没有删；真要删的请再删一次
    ");
    insta::assert_snapshot!(office[ZHAO].git(["log", "-1", "--merges", "--format=%B"]), @"
    合并 李强 的 1 次修改

    - 2026-014 开展清廉家风活动：对方（李强 2026-06-30）删去了，本地（赵蕾 2026-06-30）又改过，留着没有删

    Ledger-Op: sync
    ");
    office.settle();
    assert!(office[LI].task("014").contains("还在办"));
    // The other way round.
    does(&office, LI, &[&["note", "13", "筹备"]]);
    office[ZHAO].git(["rm", "--quiet", "tasks/2026/013.toml"]);
    office[ZHAO].git(["commit", "--quiet", "--message", "删去任务"]);
    office.sync(LI);
    insta::assert_snapshot!(office.sync(ZHAO), @"
    收到 1 次修改：
      2026-06-30 李强 进展 2026-013 评选清廉家庭：筹备
    送出 1 次修改，到 origin
    --- stderr
    注意：2026-013 评选清廉家庭：本地（赵蕾 2026-06-30）删去了，对方（李强 2026-06-30）又改过，留着没有删；真要删的请再删一次
    ");
    office.settle();
    assert!(office[ZHAO].task("013").contains("筹备"));
}

#[test]
fn two_windows_on_one_computer_exchange_at_once() {
    let office = Office::with_tasks();
    for round in 0..4 {
        office[LI].must(["note", "14", &format!("李强{round}")]);
        office.sync(LI);
        office[ZHAO].must(["note", "14", &format!("赵蕾{round}")]);
        let children: Vec<Child> = (0..3)
            .map(|_| {
                let mut sync = office[ZHAO].ledger();
                sync.arg("sync").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
            })
            .collect();
        for child in children {
            let said = office[ZHAO].said(&child.wait_with_output().unwrap());
            assert_eq!(said.code, 0, "{said}");
        }
    }
    office.settle();
    assert_eq!(office[CHEN].task("014").matches("[[log]]").count(), 8);
    office.audit_finds_nothing(CHEN);
}

#[test]
fn eight_people_at_once_all_get_through() {
    let mut office = Office::with_tasks();
    let mut who: Vec<usize> = vec![LI, ZHAO, CHEN];
    for name in ["甲", "乙", "丙", "丁", "戊"] {
        who.push(office.join(name));
    }
    for round in 0..2 {
        for who in &who {
            office[*who].must(["note", "14", &format!("进展{who}-{round}")]);
            office[*who].must(["add", &format!("任务{who}-{round}"), "--due", "2026-09-30"]);
        }
        let children: Vec<Child> = who
            .iter()
            .map(|who| {
                let mut sync = office[*who].ledger();
                sync.arg("sync").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
            })
            .collect();
        for (child, who) in children.into_iter().zip(&who) {
            let said = office[*who].said(&child.wait_with_output().unwrap());
            assert_eq!(said.code, 0, "{said}");
        }
    }
    office.settle();
    let task = office[LI].task("014");
    let titles = office[LI].must(["list", "--format", "json", "--all"]).stdout;
    for who in &who {
        for round in 0..2 {
            assert_eq!(task.matches(&format!("\"进展{who}-{round}\"")).count(), 1, "{task}");
            assert_eq!(titles.matches(&format!("\"任务{who}-{round}\"")).count(), 1, "{titles}");
        }
    }
    office.audit_finds_nothing(LI);
}

/// The same numbers in the same order, every time.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % below
    }
}

#[test]
fn half_a_year_of_work_on_three_computers() {
    let mut office = Office::with_tasks();
    let mut dice = Dice(20_260_630);
    let first: chrono::NaiveDate = "2026-07-01".parse().unwrap();
    // Every entry that was written down, by what it says.
    let mut written: Vec<String> = Vec::new();
    let mut commits: Vec<String> = Vec::new();
    for step in 0..240_u64 {
        let day = first + chrono::Days::new(step * 3 / 4);
        office.today_is(&day.to_string());
        let who = dice.throw(3);
        let numbers: Vec<String> = std::fs::read_dir(office[who].path("tasks/2026"))
            .unwrap()
            .filter_map(|entry| Some(entry.unwrap().file_name().to_str()?.strip_suffix(".toml")?.to_owned()))
            .collect();
        let number = {
            let mut numbers = numbers;
            numbers.sort();
            numbers[dice.throw(numbers.len())].clone()
        };
        let text = format!("第{step}步");
        let words: Vec<&str> = match dice.throw(13) {
            0 => vec!["add", &text, "--due", "2026-12-20"],
            1 => vec!["set", &number, "owner=李强"],
            2 => vec!["set", &number, "owner=赵蕾"],
            3 => vec!["done", &number, &text],
            4 => vec!["block", &number, &text],
            5 => vec!["start", &number, &text],
            6 if number != "011" => vec!["cancel", &number, &text],
            7 => vec!["reopen", &number, &text],
            8 => vec!["set", &number, "standard=总结一份"],
            9 => vec!["undo"],
            _ => vec!["note", &number, &text],
        };
        // Not everything can be done to every task.
        let said = office[who].run(&words);
        assert!([0, 1, 2].contains(&said.code), "{said}");
        if said.code == 0 && words.contains(&text.as_str()) {
            written.push(text.clone());
        } else if said.code == 0 && words[0] == "undo" {
            written.retain(|text| !said.stdout.trim_end().ends_with(text.as_str()));
        }
        commits.push(office[who].git(["rev-parse", "HEAD"]));
        if dice.throw(4) == 0 {
            let who = dice.throw(3);
            if office.run(who, &["sync"]).code != 0 {
                let said = office.run(who, &["sync", "--theirs"]);
                assert_eq!(said.code, 0, "{said}");
            }
        }
    }
    for who in [LI, ZHAO, CHEN, LI, ZHAO] {
        let said = office.run(who, &["sync", "--theirs"]);
        assert_eq!(said.code, 0, "{said}");
    }
    office.settle();
    let mut everything = String::new();
    for entry in std::fs::read_dir(office[LI].path("tasks/2026")).unwrap() {
        everything += &std::fs::read_to_string(entry.unwrap().path()).unwrap();
    }
    assert!(written.len() > 80, "{}", written.len());
    for text in written {
        assert_eq!(everything.matches(&format!("\"{text}\"\n")).count(), 1, "{text}");
    }
    // No commit was ever rewritten.
    for commit in commits {
        office[LI].git(["merge-base", "--is-ancestor", commit.trim(), "HEAD"]);
    }
    let check = office[LI].must(["check"]).stdout;
    assert!(!check.contains(" 错误 "), "{check}");
    // Late tasks are cancelled and changed, work arrives late, one side is taken over another, and what was done is undone days later.
    office.audit_finds_only(CHEN, &["移动标尺", "迟到并入", "绕过办理", "改写记录", "删除任务"]);
}

#[test]
fn a_file_that_got_another_name_by_hand_is_the_same_task_still() {
    for renames in [LI, ZHAO] {
        let office = Office::with_tasks();
        let goes_on = LI + ZHAO - renames;
        office[renames].git(["mv", "tasks/2026/014.toml", "tasks/2026/14.toml"]);
        office[renames].git(["commit", "--quiet", "--message", "改文件名"]);
        office[goes_on].must(["note", "14", "还在办"]);
        office.sync(LI);
        office.sync(ZHAO);
        office.settle();
        assert!(!office[CHEN].path("tasks/2026/014.toml").exists());
        assert!(office[CHEN].task("14").contains("还在办"));
        assert!(!office[CHEN].must(["check"]).stdout.contains("重复"));
    }
}

#[test]
fn the_same_number_under_two_file_names_is_given_once() {
    let office = Office::with_tasks();
    let text = "title = \"甲\"\ndue = 2026-09-30\n\nstatus = \"todo\"\nprogress = 0\n";
    office[LI].write("tasks/2026/015.toml", text);
    office[ZHAO].write("tasks/2026/15.toml", text);
    office.sync(LI);
    office.sync(ZHAO);
    office.settle();
    assert!(!office[CHEN].must(["check"]).stdout.contains("重复"));
    assert_eq!(office[CHEN].task("016"), text);
}

#[test]
fn a_number_that_was_given_out_for_a_while_is_not_given_again() {
    let office = Office::with_tasks();
    office[LI].must(["add", "登记错了", "--due", "2026-09-30"]);
    office[LI].must(["undo"]);
    office.sync(LI);
    office[ZHAO].must(["add", "赵蕾的", "--due", "2026-09-30"]);
    insta::assert_snapshot!(office.sync(ZHAO), @"
    改编号 2026-015 → 2026-016 赵蕾的（2026-015 已由别人先登记）
    收到 2 次修改：
      2026-06-30 李强 撤销 登记 2026-015 登记错了
      2026-06-30 李强 登记 2026-015 登记错了
    送出 2 次修改，到 origin
    ");
    office.settle();
    office.audit_finds_nothing(CHEN);
}

#[test]
fn a_ledger_of_old_learns_how_to_merge_at_the_first_exchange() {
    let office = Office::with_tasks();
    office[LI].git(["rm", "--quiet", ".gitattributes"]);
    office[LI].git(["commit", "--quiet", "--message", "旧台账"]);
    office[LI].git(["push", "--quiet", "origin", "main"]);
    insta::assert_snapshot!(office.sync(ZHAO), @"
    收到 1 次修改：
      2026-06-30 李强 旧台账
    ");
    insta::assert_snapshot!(office.sync(ZHAO), @"
    在 .gitattributes 里写明任务文件逐栏合并
    送出 1 次修改，到 origin
    ");
    office.settle();
    assert!(office[CHEN].read(".gitattributes").contains("merge=ledger"));
    office.audit_finds_nothing(CHEN);
}
