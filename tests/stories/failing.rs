//! A change that cannot be kept is not made: hooks that refuse, folders that cannot be written.

use crate::common::World;

#[test]
fn a_hook_that_refuses_leaves_everything_as_it_was() {
    let world = World::with_tasks();
    world.write("../材料/简报.txt", "简报\n");
    world.write("说明.txt", "已暂存\n");
    world.git(["add", "说明.txt"]);
    world.write("tasks/2026/005.toml", world.task("005").replace("progress = 80", "progress = 85"));
    world.set_hook("pre-commit", "echo 周五下午不收 >&2\nexit 1");
    let before = world.state();
    insta::assert_snapshot!(world.run(["add", "新任务", "--due", "2026-09-30"]), @"
    --- stderr
    错误：仓库的钩子没有放行，没有改动；git 说：周五下午不收
    --- exit 1
    ");
    assert_eq!(world.state(), before);
    insta::assert_snapshot!(world.run(["done", "14", "--evidence", "../材料/简报.txt"]), @"
    --- stderr
    错误：仓库的钩子没有放行，没有改动；git 说：周五下午不收
    --- exit 1
    ");
    assert_eq!(world.state(), before);
    for words in [&["set", "14", "weight=2"][..], &["note", "5", "有手工改动"], &["check", "--fix"]] {
        let said = world.run(words);
        assert_eq!(said.code, 1, "{said}");
        assert_eq!(world.state(), before, "{words:?}");
    }
}

#[test]
fn a_hook_that_refuses_leaves_no_empty_folder_behind() {
    let world = World::with_tasks();
    world.write("../材料/简报.txt", "简报\n");
    world.set_hook("pre-commit", "exit 1");
    assert_eq!(world.run(["done", "14", "--evidence", "../材料/简报.txt"]).code, 1);
    assert!(!world.path("evidence/2026-014").exists());
}

#[test]
fn a_folder_that_cannot_be_written_is_left_as_it_was() {
    use std::os::unix::fs::PermissionsExt;
    let world = World::with_tasks();
    let before = world.state();
    let folder = world.path("tasks/2026");
    let mode = |bits| std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(bits)).unwrap();
    mode(0o555);
    // Root writes wherever it likes, until it gives that up.
    let is_root = tempfile::tempfile_in(&folder).is_ok();
    let run = |words: &[&str]| {
        let mut command = if is_root { world.command("setpriv") } else { world.ledger() };
        if is_root {
            command.args(["--bounding-set", "-dac_override", env!("CARGO_BIN_EXE_ledger")]);
            command.args(["--today", "2026-06-30"]);
        }
        world.said(&command.args(words).output().unwrap())
    };
    let (note, add) = (run(&["note", "14", "进展"]), run(&["add", "乙", "--due", "2026-09-30"]));
    mode(0o755);
    insta::assert_snapshot!(note, @"
    --- stderr
    错误：写不了“tasks/2026/014.toml”，没有改动：没有权限
    --- exit 1
    ");
    insta::assert_snapshot!(add, @"
    --- stderr
    错误：写不了“tasks/2026/015.toml”，没有改动：没有权限
    --- exit 1
    ");
    assert_eq!(world.state(), before);
}

#[test]
fn a_place_that_is_taken_is_named_in_chinese() {
    let world = World::with_tasks();
    // A file where the evidence folder has to be.
    world.write("evidence/2026-014", "占位\n");
    world.commit_all("占位");
    world.write("../简报.txt", "简报\n");
    let before = world.state();
    let said = world.run(["note", "14", "进展", "--evidence", "../简报.txt"]);
    assert_eq!(said.code, 1);
    assert!(said.stderr.contains("evidence/2026-014") && !said.stderr.contains("os error"), "{said}");
    assert_eq!(world.state(), before);
}
