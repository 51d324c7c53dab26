//! Exchange that cannot take place: why, what became of it, and what to do, with everything as it was.

use std::fs::File;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::Duration;

use crate::common::{Said, TODAY, World};
use crate::office::{CHEN, LI, Office, ZHAO, bare_folder};

/// Git's settings of a clone, but for the one that this program makes.
fn settings(world: &World) -> String {
    let settings = world.git(["config", "--local", "--list"]);
    settings.split_inclusive('\n').filter(|line| !line.starts_with("merge.ledger.")).collect()
}

/// What `ledger sync` says where it refuses: everything is as it was, here and there.
#[track_caller]
fn refused(office: &Office, who: usize) -> Said {
    let before = (office[who].state(), settings(&office[who]), office.remote_head());
    let said = office.run(who, &["sync"]);
    assert_eq!(said.code, 1, "{said}");
    assert_eq!((office[who].state(), settings(&office[who]), office.remote_head()), before, "{said}");
    assert!(!office[who].path(".git/ledger/begun.json").exists());
    assert!(!office[who].path(".git/MERGE_HEAD").exists());
    said
}

/// 李强 and 赵蕾 each made a note of the same task; 李强's is sent.
fn both_noted() -> Office {
    let office = Office::with_tasks();
    office[LI].must(["note", "14", "李强的进展"]);
    office.sync(LI);
    office[ZHAO].must(["note", "14", "赵蕾的进展"]);
    office
}

#[test]
fn without_a_place_to_exchange_at() {
    let world = World::with_tasks();
    let before = (world.state(), world.read(".git/config"));
    insta::assert_snapshot!(world.run(["sync"]), @"
    --- stderr
    错误：还没有说明和哪里交换，没有改动；请先运行 git remote add origin 地址，地址可以是共享文件夹里的裸仓库、ssh 或 https
    --- exit 1
    ");
    let shared = bare_folder();
    world.git(["remote", "add", "市里", &shared.path().display().to_string()]);
    world.git(["remote", "add", "局里", &shared.path().display().to_string()]);
    insta::assert_snapshot!(world.run(["sync"]), @"
    --- stderr
    错误：有几个可以交换的地方（局里、市里），不知道用哪一个，没有改动；请运行 git branch --set-upstream-to=名称/main
    --- exit 1
    ");
    assert_eq!(world.state(), before.0);
    // What the message advises is possible, before anybody has sent anything.
    world.git(["config", "branch.main.remote", "局里"]);
    insta::assert_snapshot!(world.run(["sync"]), @"
    送出 3 次修改，到 局里
    ");
}

#[test]
fn offline_nothing_is_lost_and_it_says_what_waits() {
    let office = both_noted();
    office[ZHAO].must(["note", "5", "印了一半"]);
    let address = office.address();
    let away = format!("{address}-外出");
    std::fs::rename(&address, &away).unwrap();
    let before = (office[ZHAO].state(), settings(&office[ZHAO]));
    insta::assert_snapshot!(office.run(ZHAO, &["sync"]), @"
    --- stderr
    错误：连不上 origin（〔共享〕）；地址不对，或没有联网、没有权限（git 说：'〔共享〕' does not appear to be a git repository Could not read from remote repository.）；本地的修改都在，还有 2 次等着送出，能连上时再运行 ledger sync
    --- exit 1
    ");
    insta::assert_snapshot!(office.run(CHEN, &["sync"]), @"
    --- stderr
    错误：连不上 origin（〔共享〕）；地址不对，或没有联网、没有权限（git 说：'〔共享〕' does not appear to be a git repository Could not read from remote repository.）；本地没有等着送出的修改，能连上时再运行 ledger sync
    --- exit 1
    ");
    assert_eq!((office[ZHAO].state(), settings(&office[ZHAO])), before);
    std::fs::rename(&away, &address).unwrap();
    insta::assert_snapshot!(office.run(ZHAO, &["sync"]), @"
    收到 1 次修改：
      2026-06-30 李强 进展 2026-014 开展清廉家风活动：李强的进展
    送出 2 次修改，到 origin
    ");
    office.settle();
}

#[test]
fn the_branch_may_have_another_name_there_and_settings_stay() {
    let office = Office::with_tasks();
    let before = settings(&office[ZHAO]);
    office[ZHAO].git(["branch", "--quiet", "--move", "main", "我的"]);
    let moved = settings(&office[ZHAO]);
    assert_ne!(before, moved);
    office[ZHAO].must(["note", "14", "在自己的分支上"]);
    office.sync(ZHAO);
    assert_eq!(settings(&office[ZHAO]), moved);
    assert_eq!(office[ZHAO].git(["--git-dir", &office.address(), "branch", "--list"]), "* main\n");
    office.settle();
    // Nor does the very first one change anything, in a clone that follows nothing.
    let config = office[LI].read(".git/config");
    office.sync(LI);
    assert_eq!(office[LI].read(".git/config"), config);
}

#[test]
fn a_repository_that_is_not_ready_is_told_so() {
    let office = both_noted();
    office[ZHAO].git(["switch", "--quiet", "--detach"]);
    insta::assert_snapshot!(refused(&office, ZHAO), @"
    --- stderr
    错误：git 仓库不在任何分支上（多半是在看旧的提交），没有改动：这时存进去的修改以后找不到；请先回到分支，如 git switch main
    --- exit 1
    ");
    office[ZHAO].git(["switch", "--quiet", "main"]);
    // A lock of git's.
    office[ZHAO].write(".git/index.lock", "");
    insta::assert_snapshot!(refused(&office, ZHAO), @"
    --- stderr
    错误：存不进 git 历史，没有改动：另一个 git 正在写这个仓库（锁文件“…/台账/.git/index.lock”）；请等它结束再试，等不到的，确认没有别的 git 在运行，再删去这个文件
    --- exit 1
    ");
    std::fs::remove_file(office[ZHAO].path(".git/index.lock")).unwrap();
    // Something under way.
    office[ZHAO].git(["fetch", "--quiet"]);
    for words in [&["merge", "origin/main"][..], &["rebase", "origin/main"], &["cherry-pick", "origin/main"]]
    {
        let alone = ["-c", "merge.ledger.driver=false"];
        let output = office[ZHAO].command("git").args(alone).args(words).output().unwrap();
        assert!(!output.status.success(), "{words:?}");
        let before = office[ZHAO].state();
        let said = office.run(ZHAO, &["sync"]);
        assert_eq!((said.code, office[ZHAO].state()), (1, before));
        assert!(said.stderr.contains(words[0]) && said.stderr.contains("没有改动"), "{said}");
        office[ZHAO].git([words[0], "--abort"]);
    }
    // Files left from a merge that nobody remembers.
    let blob = office[ZHAO].git(["rev-parse", "HEAD:tasks/2026/014.toml"]);
    office[ZHAO].script("unmerged", &format!(
        "for n in 1 2 3; do printf '100644 {} %s\\ttasks/2026/014.toml\\n' $n; done | git update-index --index-info",
        blob.trim()
    ));
    let script = office[ZHAO].path("../unmerged");
    office[ZHAO].git(["rm", "--quiet", "--cached", "tasks/2026/014.toml"]);
    assert!(office[ZHAO].command("sh").arg(script).status().unwrap().success());
    insta::assert_snapshot!(refused(&office, ZHAO), @"
    --- stderr
    错误：仓库里还有没有合并完的文件：tasks/2026/014.toml，没有改动；请先改好、git add 和 git commit，或放弃（git checkout HEAD -- 文件）
    --- exit 1
    ");
}

#[test]
fn a_folder_without_a_history_has_nothing_to_exchange() {
    let world = World::empty();
    world.must(["init"]);
    std::fs::remove_dir_all(world.path(".git")).unwrap();
    insta::assert_snapshot!(world.run(["sync"]), @"
    --- stderr
    错误：台账文件夹“…/台账”不在 git 仓库里，没有改动；请在里面运行 git init，或在 ledger.toml 里写 [git] commit = false
    --- exit 1
    ");
    world.git(["init", "--quiet"]);
    world.git(["remote", "add", "origin", "../没有"]);
    insta::assert_snapshot!(world.run(["sync"]), @"
    --- stderr
    错误：git 仓库里还没有任何提交，没有历史可看；先用 ledger add 登记，或运行 ledger check --fix 存入
    --- exit 1
    ");
    let settings = world.read("ledger.toml").replace("commit = true", "commit = false");
    world.write("ledger.toml", settings);
    insta::assert_snapshot!(world.run(["sync"]), @"
    --- stderr
    错误：ledger.toml 里写了 [git] commit = false，没有历史可以交换
    --- exit 1
    ");
}

#[test]
fn a_shallow_clone_has_too_little_history() {
    let office = both_noted();
    let world = World::empty();
    world.git(["clone", "--quiet", "--depth", "1", &format!("file://{}", office.address()), "."]);
    insta::assert_snapshot!(world.run(["sync"]), @"
    --- stderr
    错误：这是浅克隆，更早的历史没有取来，合并会出错，没有交换；请先运行 git fetch --unshallow
    --- exit 1
    ");
}

#[test]
fn ledgers_that_were_never_one_are_not_joined() {
    let office = both_noted();
    let other = World::empty();
    other.write("说明.txt", "无关");
    other.git(["init", "--quiet"]);
    other.must(["init", "--name", "另一个台账"]);
    other.git(["remote", "add", "origin", &office.address()]);
    let before = other.state();
    insta::assert_snapshot!(other.run(["sync"]), @"
    --- stderr
    错误：两边的历史没有共同的起点，合不到一起，没有改动；请核对交换的地址，或重新 git clone 一份再把自己的任务登记进去
    --- exit 1
    ");
    assert_eq!(other.state(), before);
}

#[test]
fn a_file_that_cannot_be_read_is_left_to_its_owner() {
    let office = both_noted();
    // One that the merge does not touch.
    office[CHEN].write("tasks/2026/005.toml", "title = \"没写完");
    insta::assert_snapshot!(office[CHEN].run(["sync"]), @r"
    收到 1 次修改：
      2026-06-30 李强 进展 2026-014 开展清廉家风活动：李强的进展
    --- stderr
    tasks/2026/005.toml 第 1 行第 13 列：引号里的文字不对；请检查引号是否成对，反斜杠要写成 \\
    注意：交换做完了，台账里没有读到 1 项：2026-005 读不了
    --- exit 1
    ");
    assert_eq!(office[CHEN].task("005"), "title = \"没写完");
    assert!(office[CHEN].task("014").contains("李强的进展"));
    // One that it would.
    office[ZHAO].write("tasks/2026/014.toml", "title = \"没写完");
    insta::assert_snapshot!(refused(&office, ZHAO), @"
    --- stderr
    错误：要收进来的文件在这里手工改过，还没有存入历史，没有改动：tasks/2026/014.toml；请先运行 ledger check --fix 存入，读不了的先改正
    --- exit 1
    ");
    office[CHEN].git(["checkout", "tasks/2026/005.toml"]);
    office[LI].must(["note", "14", "李强的第二次进展"]);
    office.sync(LI);
    office[CHEN].write("tasks/2026/014.toml", "title = \"没写完");
    insta::assert_snapshot!(refused(&office, CHEN), @"
    --- stderr
    错误：要收进来的文件在这里手工改过，还没有存入历史，没有改动：tasks/2026/014.toml；请先运行 ledger check --fix 存入，读不了的先改正
    --- exit 1
    ");
}

#[test]
fn a_version_that_cannot_be_read_there_stops_only_who_changed_it_too() {
    let office = both_noted();
    office[LI].write("tasks/2026/014.toml", "title = \"没写完");
    office[LI].commit_all("手工改坏了");
    office[LI].git(["push", "--quiet", "origin", "main"]);
    insta::assert_snapshot!(refused(&office, ZHAO), @r"
    --- stderr
    错误：对方的 tasks/2026/014.toml 第 1 行第 13 列：引号里的文字不对；请检查引号是否成对，反斜杠要写成 \\；改好、存入后再合并
    --- exit 1
    ");
    let said = office[CHEN].run(["sync"]);
    assert!(said.stdout.starts_with("收到 2 次修改：\n"), "{said}");
    assert!(said.stderr.ends_with("注意：交换做完了，台账里没有读到 1 项：2026-014 读不了\n"), "{said}");
}

#[test]
fn hooks_that_refuse_leave_everything_as_it_was() {
    let office = both_noted();
    office[ZHAO].set_hook("pre-commit", "echo 周五下午不收 >&2; exit 1");
    insta::assert_snapshot!(refused(&office, ZHAO), @"
    --- stderr
    错误：仓库的钩子没有放行，没有改动；git 说：周五下午不收
    --- exit 1
    ");
    std::fs::remove_file(office[ZHAO].path(".git/hooks/pre-commit")).unwrap();
    office[ZHAO].set_hook("commit-msg", "exit 1");
    insta::assert_snapshot!(refused(&office, ZHAO), @"
    --- stderr
    错误：仓库的钩子没有放行，没有改动；git 没有说明原因，多半是仓库的钩子（hooks）不让存；请看 .git/hooks 或问设钩子的人
    --- exit 1
    ");
    // What the hook makes of the message is the person's own affair.
    office[ZHAO].set_hook("commit-msg", "sed -i '1s/^/〔局〕/' \"$1\"");
    office[ZHAO].set_hook("pre-push", "exit 1");
    insta::assert_snapshot!(office.run(ZHAO, &["sync"]), @"
    --- stderr
    错误：送不到 origin（〔共享〕）；git 没有说明原因，多半是仓库的钩子（hooks）不让存；请看 .git/hooks 或问设钩子的人；本地的修改都在，还有 1 次等着送出，解决后再运行 ledger sync
    --- exit 1
    ");
    assert_eq!(office[ZHAO].git(["log", "-1", "--format=%s"]), "〔局〕合并 李强 的 1 次修改\n");
    office[ZHAO].set_hook("pre-push", "echo 外网不让送 >&2; exit 1");
    insta::assert_snapshot!(office.run(ZHAO, &["sync"]), @"
    --- stderr
    错误：送不到 origin（〔共享〕）；git 说：外网不让送；本地的修改都在，还有 1 次等着送出，解决后再运行 ledger sync
    --- exit 1
    ");
    std::fs::remove_file(office[ZHAO].path(".git/hooks/pre-push")).unwrap();
    insta::assert_snapshot!(office.run(ZHAO, &["sync"]), @"
    送出 1 次修改，到 origin
    ");
    office.settle();
    // The other side may refuse as well.
    let hook = office[ZHAO].script("拒收", "echo 只收经审核的 >&2; exit 1");
    std::os::unix::fs::symlink(hook, format!("{}/hooks/pre-receive", office.address())).unwrap();
    office[ZHAO].must(["note", "14", "再记"]);
    insta::assert_snapshot!(refused(&office, ZHAO), @"
    --- stderr
    错误：送不到 origin（〔共享〕）；git 说：只收经审核的；本地的修改都在，还有 1 次等着送出，解决后再运行 ledger sync
    --- exit 1
    ");
}

#[test]
fn what_joins_is_signed_where_commits_are_signed() {
    let office = both_noted();
    let signs = office[ZHAO].script(
        "gpg-signs",
        "cat > /dev/null\nprintf '\\n[GNUPG:] SIG_CREATED D\\n' >&2\nprintf -- '-----BEGIN PGP SIGNATURE-----\\n\\nAAAA\\n-----END PGP SIGNATURE-----\\n'",
    );
    let refuses = office[ZHAO].script("gpg-refuses", "cat > /dev/null; echo '没有插钥匙' >&2; exit 1");
    office[ZHAO].git(["config", "commit.gpgSign", "true"]);
    office[ZHAO].git(["config", "gpg.program", &refuses]);
    insta::assert_snapshot!(refused(&office, ZHAO), @"
    --- stderr
    错误：存不进 git 历史，没有改动：git 存不下提交；git 说：gpg failed to sign the data: 没有插钥匙
    --- exit 1
    ");
    office[ZHAO].git(["config", "gpg.program", &signs]);
    office.sync(ZHAO);
    assert!(office[ZHAO].git(["cat-file", "commit", "HEAD"]).contains("BEGIN PGP SIGNATURE"));
    office.settle();
}

#[test]
fn line_endings_are_git_s_own_affair() {
    let office = Office::with_tasks();
    office[ZHAO].git(["config", "core.autocrlf", "true"]);
    office[ZHAO].git(["rm", "--quiet", "-r", "--cached", "."]);
    office[ZHAO].git(["reset", "--quiet", "--hard"]);
    for (who, from, to) in [(LI, "某局", "甲局"), (ZHAO, "陈刚", "孙丽")] {
        office[who].write("ledger.toml", office[who].read("ledger.toml").replace(from, to));
        office[who].must(["note", "14", to]);
    }
    office.sync(LI);
    office.sync(ZHAO);
    office.sync(LI);
    assert_eq!(office[ZHAO].git(["status", "--porcelain"]), "");
    let kept = office[LI].git(["show", "HEAD:ledger.toml"]);
    assert!(kept.contains("甲局") && kept.contains("孙丽") && !kept.contains('\r'), "{kept}");
    assert_eq!(office[ZHAO].git(["show", "HEAD:ledger.toml"]), kept);
    assert!(!office[LI].task("014").contains('\r'));
    office.audit_finds_only(LI, &["手工修改", "口径变动"]);
}

#[test]
fn a_folder_that_cannot_be_written_is_left_as_it_was() {
    use std::os::unix::fs::PermissionsExt;
    let office = both_noted();
    let folder = office[ZHAO].path("tasks/2026");
    let mode = |bits| std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(bits)).unwrap();
    mode(0o555);
    // Root writes wherever it likes.
    if tempfile::tempfile_in(&folder).is_ok() {
        return mode(0o755);
    }
    let before = office[ZHAO].state();
    let said = office.run(ZHAO, &["sync"]);
    mode(0o755);
    assert_eq!((said.code, office[ZHAO].state()), (1, before), "{said}");
    assert!(!office[ZHAO].path(".git/MERGE_HEAD").exists());
    office.sync(ZHAO);
}

/// A ledger that is a folder in a repository with other files, cloned by everybody.
fn part_of_something_larger() -> Office {
    let world = World::empty();
    world.git(["init", "--quiet"]);
    world.write("制度/考勤.txt", "一\n二\n三\n四\n五\n");
    world.write("制度/请假.txt", "一\n");
    world.commit_all("制度汇编");
    world.must(["init", "台账"]);
    world.run_in("台账", ["add", "甲", "--due", "2026-09-30"]);
    Office::around(world)
}

fn run_in(office: &Office, who: usize, words: &[&str]) -> Said {
    let said = office[who].run_in("台账", words);
    assert!(said.code == 0 || words == ["sync"], "{said}");
    said
}

#[test]
fn other_files_of_the_repository_are_git_s_own_affair() {
    let office = part_of_something_larger();
    office[LI].write("制度/考勤.txt", "一改\n二\n三\n四\n五\n");
    office[LI].commit_all("改考勤");
    run_in(&office, LI, &["note", "1", "李强的进展"]);
    run_in(&office, LI, &["sync"]);
    office[ZHAO].write("制度/考勤.txt", "一\n二\n三\n四\n五改\n");
    office[ZHAO].commit_all("改考勤");
    run_in(&office, ZHAO, &["note", "1", "赵蕾的进展"]);
    // What is not kept is nobody's business but theirs, staged or not.
    office[ZHAO].write("制度/请假.txt", "还没改完\n");
    office[ZHAO].write("草稿.txt", "草稿\n");
    insta::assert_snapshot!(run_in(&office, ZHAO, &["sync"]), @"
    收到 1 次修改：
      2026-06-30 李强 进展 2026-001 甲：李强的进展
    送出 2 次修改，到 origin
    ");
    assert_eq!(office[ZHAO].read("制度/考勤.txt"), "一改\n二\n三\n四\n五改\n");
    assert_eq!(office[ZHAO].git(["status", "--porcelain"]), " M 制度/请假.txt\n?? 草稿.txt\n");
    let task = office[ZHAO].read("台账/tasks/2026/001.toml");
    assert!(task.contains("李强的进展") && task.contains("赵蕾的进展"), "{task}");
}

#[test]
fn other_files_that_contradict_are_refused_before_anything_is_done() {
    let office = part_of_something_larger();
    for (who, text) in [(LI, "李强改\n"), (ZHAO, "赵蕾改\n")] {
        office[who].write("制度/请假.txt", text);
        office[who].commit_all("改请假");
        run_in(&office, who, &["add", "新任务", "--due", &format!("2026-09-1{who}")]);
    }
    run_in(&office, LI, &["sync"]);
    let before = office[ZHAO].state();
    insta::assert_snapshot!(run_in(&office, ZHAO, &["sync"]), @"
    --- stderr
    错误：这些文件两边都改了，不是台账的内容，不能替您合并，没有改动：制度/请假.txt；请用 git merge 自己合并，再运行 ledger sync
    --- exit 1
    ");
    assert_eq!(office[ZHAO].state(), before);
    assert!(!office[ZHAO].path(".git/MERGE_HEAD").exists());
}

#[test]
fn staged_files_stay_staged() {
    let office = both_noted();
    let kept = office[ZHAO].git(["rev-parse", "HEAD:tasks/2026/014.toml"]);
    office[ZHAO].write("草稿.txt", "草稿\n");
    office[ZHAO].git(["add", "草稿.txt"]);
    let said = office.run(ZHAO, &["sync"]);
    insta::assert_snapshot!(said, @"
    收到 1 次修改：
      2026-06-30 李强 进展 2026-014 开展清廉家风活动：李强的进展
    送出 1 次修改，到 origin
    ");
    assert_eq!(office[ZHAO].git(["status", "--porcelain"]), "A  草稿.txt\n");
    assert_ne!(office[ZHAO].git(["rev-parse", "HEAD:tasks/2026/014.toml"]), kept);
}

#[test]
fn plain_git_merges_with_what_sync_has_set_up() {
    for words in [
        &["pull", "--no-rebase", "--no-edit"][..],
        &["pull", "--rebase"],
        &["rebase", "origin/main"],
        &["merge", "--no-edit", "origin/main"],
    ] {
        let office = Office::with_tasks();
        // A clone does not bring the setting along; the first `sync` makes it.
        office.sync(ZHAO);
        office[LI].must(["note", "14", "李强的进展"]);
        office.sync(LI);
        office[ZHAO].must(["note", "14", "赵蕾的进展"]);
        office[ZHAO].git(["fetch", "--quiet"]);
        office[ZHAO].git(words);
        let task = office[ZHAO].task("014");
        assert!(task.contains("李强的进展") && task.contains("赵蕾的进展"), "{words:?} {task}");
        office.settle();
        office.audit_finds_nothing(LI);
    }
}

#[test]
fn a_sync_that_is_killed_before_it_has_joined_changes_nothing() {
    let office = both_noted();
    let before = (office[ZHAO].state(), office.remote_head());
    // The hook's caller is git, and git's caller is the program.
    office[ZHAO].set_hook("pre-commit", "kill -9 $(ps -o ppid= -p $PPID)\nsleep 0.2\nexit 1");
    assert_eq!(office.run(ZHAO, &["sync"]).code, -1);
    sleep(Duration::from_millis(400));
    std::fs::remove_file(office[ZHAO].path(".git/hooks/pre-commit")).unwrap();
    assert_eq!(office[ZHAO].must(["show", "14"]).stderr, "");
    assert_eq!((office[ZHAO].state(), office.remote_head()), before);
    office.sync(ZHAO);
    office.settle();
}

#[test]
fn the_git_of_a_killed_sync_is_waited_for() {
    let office = both_noted();
    // The program is killed, and its git goes on for a while: with success, or without.
    for (how_it_ends, received) in [("exit 1", "李强的进展"), ("exit 0", "再记")] {
        office[ZHAO]
            .set_hook("pre-commit", &format!("kill -9 $(ps -o ppid= -p $PPID)\nsleep 1\n{how_it_ends}"));
        assert_eq!(office.run(ZHAO, &["sync"]).code, -1);
        std::fs::remove_file(office[ZHAO].path(".git/hooks/pre-commit")).unwrap();
        office.sync(ZHAO);
        assert!(office[ZHAO].task("014").contains(received));
        office.settle();
        for (who, text) in [(LI, "再记"), (ZHAO, "也记")] {
            office[who].must(["note", "14", text]);
        }
        office.sync(LI);
    }
}

#[test]
fn half_of_what_was_received_is_brought_to_its_end() {
    let office = both_noted();
    office[LI].must(["add", "新任务", "--due", "2026-09-30"]);
    office[LI].must(["note", "13", "筹备"]);
    office[LI].write("ledger.toml", office[LI].read("ledger.toml").replace("某局", "甲局"));
    office.sync(LI);
    let world = &office[CHEN];
    world.git(["fetch", "--quiet"]);
    let theirs = office.remote_head();
    // A power cut, when the branch had gone on and some of the files had followed; the settings are not even there.
    world.cut_short("收进别人的修改", "HEAD", &theirs);
    world.git(["update-ref", "refs/heads/main", &theirs]);
    world.write("tasks/2026/015.toml", office[LI].read("tasks/2026/015.toml"));
    let by_hand = world.task("005") + "# 手写的\n";
    world.write("tasks/2026/005.toml", &by_hand);
    insta::assert_snapshot!(world.must(["show", "14"]).stderr, @"
    注意：上次的操作中断了，已经存入，现在补全了台账文件：收进别人的修改
    ");
    assert_eq!(world.task("005"), by_hand);
    world.git(["checkout", "tasks/2026/005.toml"]);
    assert_eq!(world.state().differs_from(&office[LI].state()), Vec::<String>::new());
    office.settle();
}

/// Git, whose caller is killed at the `NTH` question: as soon as it has asked, or as soon as it has got the answer.
const DEADLY_GIT: &str = r#"
PATH=${PATH#*:}; export PATH
echo "$*" >> "$QUESTIONS"
[ "$(wc -l < "$QUESTIONS")" -ge "$NTH" ] && [ "$(ps -o comm= -p $PPID)" = ledger ] || exec git "$@"
[ "$WHEN" = answered ] || { kill -9 $PPID; sleep 0.1; exec git "$@"; }
git "$@"
code=$?
kill -9 $PPID
exit $code"#;

/// Runs `ledger sync`, to be killed at its `nth` question to git. Says whether it was.
fn is_killed_at(office: &Office, who: usize, nth: usize, when: &str) -> bool {
    let world = &office[who];
    let git = PathBuf::from(world.script("bin/git", DEADLY_GIT));
    let questions = world.path("../questions");
    let _ = std::fs::remove_file(&questions);
    let mut sync = world.command("sh");
    sync.args(["-c", r#"PATH="$0:$PATH" exec "$@""#]).arg(git.parent().unwrap());
    sync.env("QUESTIONS", questions).env("NTH", nth.to_string()).env("WHEN", when);
    sync.args([env!("CARGO_BIN_EXE_ledger"), "--today", TODAY, "sync"]);
    let output = sync.stdin(Stdio::null()).output().unwrap();
    assert!(matches!(output.status.code(), None | Some(0)), "{output:?}");
    output.status.code().is_none()
}

/// What two people do until the next exchange; `nth` tells one note from another.
fn both_note(office: &Office, nth: usize) {
    for (who, name) in [(LI, "李"), (ZHAO, "赵")] {
        office[who].must(["note", "14", &format!("{name}第{nth}次")]);
        office[who].must(["note", "13", &format!("{name}另{nth}次")]);
    }
    office.sync(LI);
}

/// Whatever it was in the middle of, the next one goes on by itself. What it was just writing is nobody's file.
#[track_caller]
fn goes_on(office: &Office, who: usize) {
    office.sync(who);
    office[who].git(["clean", "--quiet", "--force", "-X", "--", ":(glob)**/.ledger-*"]);
}

/// Every note is there, and once; nobody wrote anything by hand.
#[track_caller]
fn all_notes_are_there(office: &Office, nths: impl Iterator<Item = usize>) {
    let (task, other) = (office[LI].task("014"), office[LI].task("013"));
    for nth in nths {
        for name in ["李", "赵"] {
            assert_eq!(task.matches(&format!("\"{name}第{nth}次\"")).count(), 1, "{task}");
            assert_eq!(other.matches(&format!("\"{name}另{nth}次\"")).count(), 1, "{other}");
        }
    }
    office.audit_finds_nothing(LI);
}

#[test]
fn whatever_it_asks_git_when_it_is_killed_nothing_is_lost() {
    let office = Office::with_tasks();
    // Both ends of every question would take minutes: one end of every fifth.
    let mut asked = (1..).step_by(5).zip(["asking", "answered"].into_iter().cycle());
    let mut nths = Vec::new();
    loop {
        let (nth, when) = asked.next().unwrap();
        nths.push(nth);
        both_note(&office, nth);
        // One of them joins two lines, the other only receives.
        let killed = [ZHAO, CHEN].map(|who| {
            let killed = is_killed_at(&office, who, nth, when);
            goes_on(&office, who);
            killed
        });
        office.settle();
        if killed == [false, false] {
            break;
        }
    }
    assert!(nths.len() > 5, "{nths:?}");
    all_notes_are_there(&office, nths.into_iter());
}

#[test]
fn whenever_it_is_killed_nothing_is_lost() {
    let office = Office::with_tasks();
    let moments = || (10..400).step_by(26);
    for millis in moments() {
        both_note(&office, millis);
        let mut sync = office[ZHAO].ledger();
        let mut child: Child = sync.arg("sync").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        sleep(Duration::from_millis(u64::try_from(millis).unwrap()));
        child.kill().unwrap();
        child.wait().unwrap();
        goes_on(&office, ZHAO);
        office.settle();
    }
    all_notes_are_there(&office, moments());
}

#[test]
fn a_lock_that_a_killed_push_left_there_is_taken_away_and_no_other() {
    let office = both_noted();
    office[ZHAO].must(["sync", "--ours"]);
    office[ZHAO].must(["note", "14", "又有进展"]);
    let commit = office[ZHAO].git(["rev-parse", "HEAD"]);
    let lock = PathBuf::from(office.address()).join("refs/heads/main.lock");
    let leave = |text: &str| File::create(&lock).unwrap().write_all(text.as_bytes()).unwrap();
    let interrupted = |pushed: &str, text: &str| {
        let record = serde_json::json!({
            "commit": pushed.trim_end(), "address": office.address(), "branch": "main",
        });
        office[ZHAO].write(".git/ledger/pushing.json", record.to_string());
        // Files of one moment have one time.
        sleep(Duration::from_millis(20));
        leave(text);
    };
    // Somebody else's.
    for text in ["", commit.as_str()] {
        leave(text);
        let said = refused(&office, ZHAO);
        assert!(
            said.stderr
                .contains("那一边：另一个 git 正在写这个仓库（锁文件“〔共享〕/./refs/heads/main.lock”）"),
            "{said}"
        );
    }
    interrupted(&commit, "somebody else's\n");
    assert!(refused(&office, ZHAO).stderr.contains("main.lock"));
    assert!(lock.exists());
    // Our own: what was pushed stands in it, or nothing yet.
    interrupted(&commit, &commit);
    insta::assert_snapshot!(office.sync(ZHAO), @"送出 1 次修改，到 origin");
    office[ZHAO].must(["note", "14", "还有进展"]);
    interrupted(&commit, "");
    insta::assert_snapshot!(office.sync(ZHAO), @"送出 1 次修改，到 origin");
    assert!(!lock.exists() && !office[ZHAO].path(".git/ledger/pushing.json").exists());
    office.settle();
}
