//! A page on the wall: what its foot says of where it comes from cannot be made to lie.

use insta::assert_snapshot;

use crate::common::{World, without_commits};

/// The foot of a page that is drawn now.
fn foot(world: &World, words: &[&str]) -> String {
    let said = world.run([&["list", "--format", "md"], words].concat());
    assert_eq!(said.code, 0, "{said}");
    said.stdout.lines().rev().find(|line| line.contains("依据提交")).unwrap_or_default().to_owned()
}

fn doctor(world: &World) {
    let text = world.task("014");
    assert!(text.contains("2026-10-31"), "{text}");
    world.write("tasks/2026/014.toml", text.replace("2026-10-31", "2026-12-31"));
}

const UNKEPT: &str = "另有手工修改未存入";

#[test]
fn git_cannot_be_told_that_a_doctored_file_is_as_it_was() {
    for hide in ["--assume-unchanged", "--skip-worktree"] {
        let world = World::with_tasks();
        assert!(!foot(&world, &[]).contains(UNKEPT));
        world.git(["update-index", hide, "tasks/2026/014.toml"]);
        doctor(&world);
        assert_eq!(world.git(["status", "--porcelain"]), "");
        assert!(foot(&world, &[]).contains(UNKEPT), "{hide}");
    }
}

#[test]
fn a_filter_and_an_exclusion_hide_nothing() {
    let world = World::with_tasks();
    world.git(["config", "filter.整齐.clean", "sed s/2026-12-31/2026-10-31/"]);
    world.write(".git/info/attributes", "tasks/** filter=整齐\n");
    doctor(&world);
    world.git(["add", "--renormalize", "."]);
    assert_eq!(world.git(["status", "--porcelain"]), "");
    assert!(foot(&world, &[]).contains(UNKEPT));

    let world = World::with_tasks();
    world.write(".git/info/exclude", "099.toml\n");
    world.write("tasks/2026/099.toml", "title = \"添上的\"\n");
    assert_eq!(world.git(["status", "--porcelain"]), "");
    assert!(foot(&world, &[]).contains(UNKEPT));

    // Settings judge what is on the page.
    let world = World::with_tasks();
    world.git(["update-index", "--assume-unchanged", "ledger.toml"]);
    world.write("ledger.toml", world.read("ledger.toml").replace("2026-11-30", "2026-12-31"));
    assert!(foot(&world, &[]).contains(UNKEPT));

    // A task that is gone, and git told not to look.
    let world = World::with_tasks();
    world.git(["update-index", "--skip-worktree", "tasks/2026/014.toml"]);
    std::fs::remove_file(world.path("tasks/2026/014.toml")).unwrap();
    let said = world.run(["list", "--format", "md"]);
    assert!(said.stdout.contains(UNKEPT), "{said}");
}

#[test]
fn line_endings_and_a_stale_index_accuse_nobody() {
    let world = World::with_tasks();
    let clean = foot(&world, &[]);
    world.git(["config", "core.autocrlf", "true"]);
    world.write("tasks/2026/014.toml", world.task("014").replace('\n', "\r\n"));
    assert_eq!(foot(&world, &[]), clean);
    world.git(["config", "--unset", "core.autocrlf"]);
    world.git(["checkout", "--", "tasks"]);
    // Kept with the endings of Windows, and checked out without.
    world.git(["config", "core.autocrlf", "false"]);
    world.write("tasks/2026/014.toml", world.task("014").replace('\n', "\r\n"));
    world.commit_all("换行");
    let crlf = foot(&world, &[]);
    assert!(!crlf.contains(UNKEPT), "{crlf}");
    world.write("tasks/2026/014.toml", world.task("014").replace("\r\n", "\n"));
    assert_eq!(foot(&world, &[]), crlf);
    // What lies in the index is on no page.
    let world = World::with_tasks();
    let kept = world.task("014");
    doctor(&world);
    world.git(["add", "tasks"]);
    world.write("tasks/2026/014.toml", kept);
    assert_eq!(foot(&world, &[]), clean);
    // Evidence that was changed by hand is told of as before.
    world.write("evidence/2026-001/方案.txt", "另一份方案\n");
    assert!(foot(&world, &[]).contains(UNKEPT));
}

#[test]
fn the_foot_has_the_commits_own_day_and_says_where_another_was_given() {
    let mut world = World::with_tasks();
    assert_snapshot!(foot(&world, &[]), @"
    *清廉机关建设工作台账　某局　2026年6月30日　依据提交 〔提交〕（2026-06-30 存入）*
    ");
    // A page of yesterday from a commit of today; and one of a day to come.
    world.today_is("2026-06-29");
    assert_snapshot!(foot(&world, &[]), @"
    *清廉机关建设工作台账　某局　2026年6月29日　依据提交 〔提交〕（2026-06-30 存入）　日期由 --today 指定*
    ");
    world.today_is("2026-07-15");
    assert_snapshot!(foot(&world, &[]), @"
    *清廉机关建设工作台账　某局　2026年7月15日　依据提交 〔提交〕（2026-06-30 存入）　日期由 --today 指定*
    ");
    // By the clock that commits go by: an old one at the tip is none.
    world.kept_at("2026-05-10T10:00:00+08:00");
    world.must(["note", "14", "补一笔"]);
    world.today_is("2026-06-30");
    assert_snapshot!(foot(&world, &[]), @"
    *清廉机关建设工作台账　某局　2026年6月30日　依据提交 〔提交〕（2026-06-30 存入）*
    ");
}

#[test]
fn digits_name_a_commit_and_no_tag() {
    let mut world = World::with_tasks();
    world.on("2026-07-01");
    world.must(["note", "14", "被催了三次"]);
    let printed = world.git(["rev-parse", "HEAD"]).trim().to_owned();
    let digits = &printed[..10];
    assert_snapshot!(without_commits(&world.must(["audit", "--printed", digits]).to_string()), @"
    清廉机关建设工作台账　核对印件
    编制单位：某局　2026年7月1日　星期三

    属实：提交 〔某提交〕 仍在历史里（2026年7月1日 李强：进展 2026-014 开展清廉家风活动：被催了三次），
      此后又有 0 次提交

    从 2026-07-01（提交 〔某提交〕），到 2026-07-01（提交 〔某提交〕）
    任务没有变化
    ");
    // The history is written anew, and another commit called by the ten digits on the wall, by a tag and a branch.
    world.git(["reset", "--quiet", "--hard", "HEAD~1"]);
    world.must(["note", "14", "一直很顺利"]);
    world.git(["tag", digits]);
    world.git(["branch", digits]);
    world.git(["tag", &printed]);
    for named in [digits, printed.as_str()] {
        let said = world.run(["audit", "--printed", named, "--exit-code"]);
        assert_eq!(said.code, 3, "{said}");
        assert!(said.stdout.contains("不符：提交"), "{said}");
    }
    let shown = world.must(["show", "14", "--as-of", digits]).stdout;
    assert!(shown.contains("被催了三次"), "{shown}");
    // Once git has cleared it away, nothing is called by its digits.
    world.git(["reflog", "expire", "--expire=now", "--all"]);
    world.git(["gc", "--quiet", "--prune=now"]);
    assert_snapshot!(without_commits(&world.must(["audit", "--printed", digits]).to_string()), @"
    清廉机关建设工作台账　核对印件
    编制单位：某局　2026年7月1日　星期三

    查无此提交：历史里没有 〔某提交〕；请核对印件上的十位字，再运行 ledger sync 取来别人的修改。如果仍然
      没有，历史被改写过
    ");
    assert_snapshot!(without_commits(&world.run(["list", "--as-of", digits]).to_string()), @"
    --- stderr
    错误：历史里没有“〔某提交〕”这个提交；请核对，或写日期，如 2026-06-30；要看这个标签，请写 refs/tags/〔某提交〕
    --- exit 1
    ");
    // By another name, a tag is a tag.
    world.git(["tag", "半年"]);
    world.must(["list", "--as-of", "半年"]);
    world.must(["list", "--as-of", &format!("refs/tags/{digits}")]);
}
