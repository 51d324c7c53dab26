//! Repositories that the library does not know: git itself reads and writes them, and whoever uses the ledger sees no difference.

use crate::common::{World, without_commits};
use crate::office::bare_folder;

/// What is said at an office in two days of work with clones made as these variables of git's say, and what the folders hold in
/// the end.
fn told(variables: &[(&str, &str)]) -> Vec<String> {
    let shared = bare_folder();
    let address = shared.path().display().to_string();
    let [mut li, mut zhao] = [World::empty(), World::empty()];
    zhao.is("赵蕾");
    for world in [&mut li, &mut zhao] {
        world.on("2026-06-29");
        for (name, value) in variables {
            world.set_variable(name, value);
        }
    }
    // Both ends name their objects alike, so that the bare folder is made anew by somebody who has the variables.
    let bare = format!("{address}/总.git");
    li.git(["init", "--quiet", "--bare", &bare]);
    let mut told = Vec::new();
    let mut run = |world: &World, words: &[&str]| {
        let said = format!("$ {}\n{}", words.join(" "), world.run(words));
        told.push(without_commits(&said).replace(&address, "〔共享〕"));
    };

    run(&li, &["init"]);
    li.write("ledger.toml", crate::sample::SETTINGS);
    li.write("说明.txt", "一\n二\n三\n");
    li.commit_all("填好设置");
    run(&li, &["add", "甲", "--due", "2026-09-30", "--lead", "综合科"]);
    run(&li, &["add", "乙", "--due", "2026-07-31"]);
    li.write("../照片.txt", "照片");
    run(&li, &["note", "1", "已部署", "--evidence", "../照片.txt"]);
    // What was changed by hand is kept first.
    let text = li.task("002");
    li.write("tasks/2026/002.toml", text.replace("title = \"乙\"", "title = \"乙 # 手工改\""));
    run(&li, &["start", "2"]);
    run(&li, &["list"]);
    li.git(["remote", "add", "origin", &bare]);
    run(&li, &["sync"]);
    zhao.git(["clone", "--quiet", &bare, "."]);

    for world in [&mut li, &mut zhao] {
        world.on("2026-06-30");
    }
    // Each on a task of its own, both on one, two tasks under one number, the settings, and a file that is none of the ledger's.
    run(&li, &["done", "2", "已办"]);
    run(&li, &["set", "1", "owner=李强", "standard=制度印发"]);
    run(&li, &["add", "丙", "--due", "2026-10-31"]);
    let settings = li.read("ledger.toml");
    li.write("ledger.toml", settings.replace("unit = \"某局\"", "unit = \"某市某局\""));
    li.write("说明.txt", "1\n二\n三\n");
    li.commit_all("改说明");
    run(&li, &["sync"]);
    run(&zhao, &["note", "1", "已开会"]);
    run(&zhao, &["set", "1", "standard=制度印发并培训"]);
    run(&zhao, &["add", "丁", "--due", "2026-11-30"]);
    zhao.write("说明.txt", "一\n二\n3\n");
    zhao.write("ledger.toml", format!("{settings}\n[closing]\nreview = true\n"));
    zhao.commit_all("改说明");
    run(&zhao, &["sync"]);
    run(&zhao, &["sync", "--theirs"]);
    run(&li, &["sync"]);
    run(&li, &["undo"]);

    // A file that went, one that cannot be read, and what stands in the index by hand.
    std::fs::remove_file(li.path("tasks/2026/001.toml")).unwrap();
    run(&li, &["list"]);
    run(&li, &["show", "1"]);
    run(&li, &["check", "--fix"]);
    li.write("备忘.txt", "还没有写完");
    li.git(["add", "备忘.txt"]);
    run(&li, &["note", "1", "又开会"]);
    run(&li, &["log"]);
    run(&li, &["log", "1"]);
    run(&li, &["audit"]);
    run(&li, &["diff", "--from", "2026-06-29", "--to", "HEAD"]);
    run(&li, &["list", "--as-of", "2026-06-29"]);
    run(&li, &["list", "--as-of", "HEAD~1"]);
    run(&li, &["list", "--as-of", "没有"]);
    run(&li, &["audit", "--printed", li.git(["rev-parse", "--short=10", "HEAD~2"]).trim()]);
    run(&li, &["check"]);
    for (world, file) in [(&li, "ledger.toml"), (&li, "说明.txt"), (&zhao, "说明.txt")] {
        told.push(world.read(file));
    }
    told.push(li.git(["status", "--porcelain"]));
    told.push(without_commits(&li.git(["log", "--format=%s%n%b", "--name-status"])));
    li.git(["fsck", "--strict"]);
    told
}

#[test]
fn objects_named_by_sha_256_make_no_difference() {
    assert_eq!(told(&[("GIT_DEFAULT_HASH", "sha256")]).join("\n"), told(&[]).join("\n"));
}

#[test]
fn branches_kept_in_tables_make_no_difference() {
    assert_eq!(told(&[("GIT_DEFAULT_REF_FORMAT", "reftable")]).join("\n"), told(&[]).join("\n"));
}
