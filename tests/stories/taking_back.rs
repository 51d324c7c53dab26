//! One's own last change taken back, and what speaks against it.

use crate::common::{Said, World};
use crate::office::{LI, Office, ZHAO};

/// What `ledger undo` says where it refuses: everything is as it was.
#[track_caller]
fn refused(world: &World) -> Said {
    let before = world.state();
    let said = world.run(["undo"]);
    assert_eq!((said.code, world.state()), (1, before), "{said}");
    Said { stderr: without_commit(&said.stderr), ..said }
}

/// The digits of a commit change with every file of the story.
fn without_commit(text: &str) -> String {
    let Some((before, after)) = text.split_once("，提交 ") else { return text.to_owned() };
    format!("{before}，提交 〔提交〕{}", after.trim_start_matches(|c: char| c.is_ascii_hexdigit()))
}

/// The folder's files, as the last commit has them.
fn tree(world: &World) -> String {
    world.git(["rev-parse", "HEAD^{tree}"])
}

#[test]
fn every_command_that_changes_a_task_can_be_taken_back() {
    let world = World::with_tasks();
    world.write("../材料/简报.txt", "简报\n");
    let editor =
        world.script("编辑", "sed -i 's/^weight = .*/weight = 9/; s/progress = 50/progress = 55/' \"$1\"");
    let commands: &[&[&str]] = &[
        &["add", "新任务", "--due", "2026-09-30"],
        &["set", "14", "owner=陈刚"],
        &["start", "4"],
        &["note", "14", "有进展", "--progress", "60", "--evidence", "../材料/简报.txt"],
        &["block", "14", "缺经费"],
        &["done", "14", "已办结", "--evidence", "../材料/简报.txt"],
        &["accept", "11", "--by", "王敏"],
        &["return", "11", "缺签到表", "--by", "王敏"],
        &["reopen", "1", "补材料"],
        &["cancel", "5", "不办了"],
        &["extend", "14", "--to", "2026-11-30", "--reason", "等规定", "--approved-by", "王敏"],
        &["done", "7", "--period", "2026-06"],
        &["edit", "14"],
        &["notice", "3", "--record"],
        &["check", "--fix"],
    ];
    for words in commands {
        let before = (tree(&world), world.head_count());
        let mut command = world.ledger();
        command.args(*words).env("EDITOR", &editor).stdin(std::process::Stdio::null());
        let said = world.said(&command.output().unwrap());
        assert_eq!(said.code, 0, "{words:?} {said}");
        if words[0] == "check" {
            continue;
        }
        assert_eq!(world.head_count(), before.1 + 1, "{words:?} {said}");
        let undone = world.must(["undo"]);
        let sentence = world.git(["log", "-1", "--skip=1", "--format=%s"]);
        assert_eq!(undone.to_string(), format!("撤销 {sentence}"), "{words:?}");
        assert_eq!((tree(&world), world.head_count()), (before.0, before.1 + 2), "{words:?}");
        assert_eq!(world.git(["status", "--porcelain"]), "");
    }
    assert!(!world.path("evidence/2026-014").exists());
    // An honest undo is nothing to ask about.
    let asked = world.must(["audit", "--format", "csv"]).stdout;
    assert!(!asked.contains("撤销") && !asked.contains("冒名") && !asked.contains("改写"), "{asked}");
}

#[test]
fn what_is_taken_back_is_told_and_kept() {
    let world = World::with_tasks();
    world.must(["note", "14", "记错了"]);
    let before = world.state();
    insta::assert_snapshot!(world.run(["undo", "--dry-run"]), @"
    （试运行，没有改动）撤销 进展 2026-014 开展清廉家风活动：记错了
    ");
    assert_eq!(world.state(), before);
    insta::assert_snapshot!(world.run(["undo"]), @"
    撤销 进展 2026-014 开展清廉家风活动：记错了
    ");
    let last = world.last_commit();
    let undone = world.git(["rev-parse", "HEAD~1"]);
    insta::assert_snapshot!(last.replace(undone.trim(), "〔提交〕"), @"
    李强 <liqiang@example.com>
    撤销 进展 2026-014 开展清廉家风活动：记错了

    Ledger-Op: undo
    Ledger-Task: 2026-014
    Ledger-Undoes: 〔提交〕


    M	tasks/2026/014.toml
    ");
}

#[test]
fn one_after_the_other_is_taken_back() {
    let world = World::with_tasks();
    let before = tree(&world);
    world.must(["note", "14", "第一次"]);
    let first = tree(&world);
    world.must(["note", "14", "第二次"]);
    assert!(world.must(["undo"]).stdout.contains("第二次"));
    assert_eq!(tree(&world), first);
    assert!(world.must(["undo"]).stdout.contains("第一次"));
    assert_eq!(tree(&world), before);
    insta::assert_snapshot!(refused(&world), @"
    --- stderr
    错误：最后一次修改是“建立台账 工作台账”（2026-06-30，提交 〔提交〕），建立台账不能撤销；不要了可以删去整个文件夹
    --- exit 1
    ");
    // What was done again after that can be taken back again.
    world.must(["note", "14", "第一次"]);
    world.must(["undo"]);
    assert_eq!(tree(&world), before);
}

#[test]
fn a_number_taken_back_is_not_given_again() {
    let world = World::with_tasks();
    world.must(["add", "登记错了", "--due", "2026-09-30"]);
    insta::assert_snapshot!(world.run(["undo"]), @"
    撤销 登记 2026-015 登记错了
    ");
    assert!(!world.path("tasks/2026/015.toml").exists());
    assert_eq!(world.must(["add", "登记对了", "--due", "2026-09-30"]).stdout, "登记 2026-016 登记对了\n");
}

#[test]
fn a_task_that_others_hang_on_stays() {
    let world = World::with_tasks();
    // Somebody else's, so that the last change of mine is the parent.
    world.must(["add", "上级", "--due", "2026-09-30"]);
    let task = world.task("013").replace("parent = \"2026-014\"", "parent = \"2026-015\"");
    world.write("tasks/2026/013.toml", task);
    world.commit_all("改了上级任务");
    insta::assert_snapshot!(refused(&world), @"
    --- stderr
    错误：最后一次修改是“登记 2026-015 上级”（2026-06-30，提交 〔提交〕），2026-013 后来成了 2026-015 的下级任务，没有撤销；请先改 2026-013：ledger set 2026-013 parent=
    --- exit 1
    ");
    // What the message advises helps.
    world.must(["set", "2026-013", "parent="]);
    world.must(["undo"]);
}

#[test]
fn later_changes_to_the_same_task_speak_against_it() {
    let world = World::with_tasks();
    world.must(["note", "14", "我的进展"]);
    // By hand, not kept.
    let task = world.task("014");
    world.write("tasks/2026/014.toml", task.replace("progress = 50", "progress = 55"));
    insta::assert_snapshot!(refused(&world), @"
    --- stderr
    错误：最后一次修改是“进展 2026-014 开展清廉家风活动：我的进展”（2026-06-30，提交 〔提交〕），tasks/2026/014.toml 后来手工改过，还没有存入历史，没有撤销；请先运行 ledger check --fix 存入，再直接改正
    --- exit 1
    ");
    // By hand, kept.
    world.commit_all("顺手改了进度");
    insta::assert_snapshot!(refused(&world), @"
    --- stderr
    错误：最后一次修改是“进展 2026-014 开展清廉家风活动：我的进展”（2026-06-30，提交 〔提交〕），2026-014 后来又改过：2026-06-30 李强 “顺手改了进度”，没有撤销；请直接改正，如 ledger set、ledger reopen
    --- exit 1
    ");
    // By somebody else with this program.
    let world = World::with_tasks();
    world.must(["note", "14", "我的进展"]);
    world.is("赵蕾");
    world.must(["note", "14", "赵蕾的进展"]);
    world.is("李强");
    insta::assert_snapshot!(refused(&world), @"
    --- stderr
    错误：最后一次修改是“进展 2026-014 开展清廉家风活动：我的进展”（2026-06-30，提交 〔提交〕），2026-014 后来又改过：2026-06-30 赵蕾 “进展 2026-014 开展清廉家风活动：赵蕾的进展”，没有撤销；请直接改正，如 ledger set、ledger reopen
    --- exit 1
    ");
    // Another task is nobody's hindrance.
    let world = World::with_tasks();
    world.must(["note", "14", "我的进展"]);
    world.write("tasks/2026/005.toml", world.task("005").replace("progress = 80", "progress = 85"));
    world.is("赵蕾");
    world.must(["note", "13", "赵蕾的进展"]);
    world.is("李强");
    world.must(["undo"]);
    assert_eq!(world.git(["status", "--porcelain"]), " M tasks/2026/005.toml\n");
    assert!(world.task("013").contains("赵蕾的进展"));
}

#[test]
fn a_colleague_s_change_is_the_colleague_s_to_take_back() {
    let office = Office::with_tasks();
    office[LI].must(["note", "14", "李强的进展"]);
    office[ZHAO].must(["note", "13", "赵蕾的进展"]);
    office.settle();
    // Mine is undone, though theirs came later; and what joined the two lines stays.
    insta::assert_snapshot!(office[LI].run(["undo"]), @"
    撤销 进展 2026-014 开展清廉家风活动：李强的进展
    ");
    assert!(!office[LI].task("014").contains("李强的进展") && office[LI].task("013").contains("赵蕾的进展"));
    office.settle();
    office.audit_finds_nothing(LI);
    // The same task, changed there and joined here.
    office[LI].must(["note", "14", "李强的进展"]);
    office[ZHAO].must(["note", "14", "赵蕾的进展"]);
    office.settle();
    insta::assert_snapshot!(refused(&office[LI]), @"
    --- stderr
    错误：最后一次修改是“进展 2026-014 开展清廉家风活动：李强的进展”（2026-06-30，提交 〔提交〕），2026-014 后来又改过：2026-06-30 赵蕾 “进展 2026-014 开展清廉家风活动：赵蕾的进展”，没有撤销；请直接改正，如 ledger set、ledger reopen
    --- exit 1
    ");
    insta::assert_snapshot!(refused(&office[ZHAO]), @"
    --- stderr
    错误：最后一次修改是“进展 2026-014 开展清廉家风活动：赵蕾的进展”（2026-06-30，提交 〔提交〕），2026-014 后来又改过：2026-06-30 李强 “进展 2026-014 开展清廉家风活动：李强的进展”，没有撤销；请直接改正，如 ledger set、ledger reopen
    --- exit 1
    ");
}

#[test]
fn nothing_to_take_back() {
    let world = World::empty();
    world.must(["init"]);
    insta::assert_snapshot!(refused(&world), @"
    --- stderr
    错误：最后一次修改是“建立台账 工作台账”（2026-06-30，提交 〔提交〕），建立台账不能撤销；不要了可以删去整个文件夹
    --- exit 1
    ");
    world.is("赵蕾");
    insta::assert_snapshot!(refused(&world), @"
    --- stderr
    错误：历史里没有 赵蕾 用本程序作的修改可以撤销；别人的修改请他本人撤销
    --- exit 1
    ");
    let world = World::empty();
    world.git(["init", "--quiet"]);
    world.write("ledger.toml", "name = \"台账\"\nyear = 2026\n");
    insta::assert_snapshot!(world.run(["undo"]), @"
    --- stderr
    错误：git 仓库里还没有任何提交，没有历史可看；先用 ledger add 登记，或运行 ledger check --fix 存入
    --- exit 1
    ");
    world.write("ledger.toml", "name = \"台账\"\nyear = 2026\n[git]\ncommit = false\n");
    insta::assert_snapshot!(world.run(["undo"]), @"
    --- stderr
    错误：ledger.toml 里写了 [git] commit = false，没有历史可以撤销
    --- exit 1
    ");
}

#[test]
fn a_number_that_sync_gave_is_not_taken_back() {
    let office = Office::with_tasks();
    office[LI].must(["add", "李强的", "--due", "2026-09-30"]);
    office[ZHAO].must(["add", "赵蕾的", "--due", "2026-09-30"]);
    office.sync(LI);
    office.sync(ZHAO);
    insta::assert_snapshot!(refused(&office[ZHAO]), @"
    --- stderr
    错误：最后一次修改是“登记 2026-015 赵蕾的”（2026-06-30，提交 〔提交〕），2026-015 后来又改过：2026-06-30 赵蕾 “改编号 2026-015 → 2026-016 赵蕾的（2026-015 已由别人先登记）”，没有撤销；请直接改正，如 ledger set、ledger reopen
    --- exit 1
    ");
}

#[test]
fn a_hook_that_refuses_leaves_everything_as_it_was() {
    let world = World::with_tasks();
    world.write("../简报.txt", "简报\n");
    world.must(["note", "14", "进展", "--evidence", "../简报.txt"]);
    world.set_hook("pre-commit", "echo 周五下午不收 >&2\nexit 1");
    insta::assert_snapshot!(refused(&world), @"
    --- stderr
    错误：仓库的钩子没有放行，没有改动；git 说：周五下午不收
    --- exit 1
    ");
    assert!(world.path("evidence/2026-014/简报.txt").exists());
}

#[test]
fn an_undo_that_restores_something_else_is_found_out() {
    let world = World::with_tasks();
    world.must(["note", "14", "进展"]);
    let noted = world.git(["rev-parse", "HEAD"]);
    world.write("tasks/2026/014.toml", world.task("014").replace("due = 2026-10-31", "due = 2026-12-31"));
    world.commit_all(&format!(
        "撤销 进展\n\nLedger-Op: undo\nLedger-Task: 2026-014\nLedger-Undoes: {}",
        noted.trim()
    ));
    let asked = world.must(["audit", "--format", "csv"]).stdout;
    let asked: Vec<&str> =
        asked.lines().filter(|line| line.contains("冒名修改") || line.contains("时限变动")).collect();
    assert_eq!(asked.len(), 2, "{asked:?}");
    assert!(asked.iter().any(|line| line.contains("没有恢复成那次修改以前的样子")), "{asked:?}");
}
