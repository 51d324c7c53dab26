//! The inspector of the group above goes through the history: innocent work is left alone, and what was done behind the
//! ledger's back is found.

use std::io::Write;
use std::process::Stdio;

use insta::assert_snapshot;
use serde_json::Value;

use crate::common::{World, without_commits};

/// Two phases, three people, and a review before anything is struck off.
const SETTINGS: &str = r#"name = "清廉机关建设工作台账"
unit = "某局"
year = 2026

[[phase]]
name = "部署推进"
end  = 2026-03-31
[[phase]]
name  = "集中建设"
start = 2026-04-01
end   = 2026-11-30

[[office]]
name = "综合科"
people = ["李强", "赵蕾"]
[[office]]
name = "机关纪委"
people = ["陈刚", "王敏"]

[closing]
review = true
"#;

/// A ledger of January with four tasks: one with a day of its own, one with its phase's, one every month, one undecided.
fn world() -> World {
    let mut world = World::founded_on("2026-01-05", SETTINGS);
    world.on("2026-01-06");
    world.must(["add", "制定方案", "--lead", "综合科", "--owner", "李强", "--due", "2026-03-20"]);
    world.must(["add", "动员部署", "--phase", "部署推进", "--lead", "机关纪委", "--owner", "陈刚"]);
    world.must(["add", "集中学习", "--every", "month", "--from", "2026-01-01", "--until", "2026-06-30"]);
    world.must(["add", "办公用房清理"]);
    world
}

/// What the audit finds, in its order: what programs are told, a line each.
#[track_caller]
fn found(world: &World, words: &[&str]) -> String {
    let line = |finding: &Value| {
        let keys = ["date", "author", "rule", "task", "detail"].iter();
        keys.filter_map(|key| finding[*key].as_str()).collect::<Vec<_>>().join(" ")
    };
    findings(world, words).iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The rules and tasks that the audit names, in its order.
#[track_caller]
fn rules(world: &World, words: &[&str]) -> Vec<String> {
    let finding = |finding: &Value| {
        ["rule", "task"].iter().filter_map(|key| finding[*key].as_str()).collect::<Vec<_>>().join(" ")
    };
    findings(world, words).iter().map(finding).collect()
}

#[track_caller]
fn findings(world: &World, words: &[&str]) -> Vec<Value> {
    let said = world.must(["audit", "--format", "json"].iter().chain(words));
    let found: Vec<Value> = serde_json::from_str(&said.stdout).unwrap();
    for finding in &found {
        let keys: Vec<&String> = finding.as_object().unwrap().keys().collect();
        assert_eq!(
            keys,
            [
                "author",
                "brightens",
                "commit",
                "committer",
                "date",
                "detail",
                "explained",
                "id",
                "own_explanation",
                "remedy",
                "rule",
                "task",
                "tasks",
                "why"
            ]
        );
    }
    found
}

/// Changes a task's file in Notepad.
#[track_caller]
fn rewrite(world: &World, number: &str, from: &str, to: &str) {
    let file = format!("tasks/2026/{number}.toml");
    let text = world.read(&file);
    assert!(text.contains(from), "{text}");
    world.write(&file, text.replacen(from, to, 1));
}

/// Has git read a history as one piece.
pub(crate) fn import(world: &World, stream: &[u8]) {
    let mut import = world.command("git");
    let mut import = import.args(["fast-import", "--quiet"]).stdin(Stdio::piped()).spawn().unwrap();
    import.stdin.take().unwrap().write_all(stream).unwrap();
    assert!(import.wait().unwrap().success());
}

/// Commits everything under the name of a command that did not do it.
fn forge(world: &World, op: &str, tasks: &[&str]) {
    let tasks: Vec<String> = tasks.iter().map(|task| format!("Ledger-Task: {task}")).collect();
    world.commit_all(&format!("看上去很正常\n\nLedger-Op: {op}\n{}", tasks.join("\n")));
}

#[test]
fn half_a_year_of_innocent_work_is_left_alone() {
    let mut world = world();
    world.write("../方案.txt", "实施方案\n");
    // January and February: the plan is written, reported done a day late on paper, and struck off by another.
    world.on("2026-01-12").by("李强");
    world.must(["start", "1"]);
    world.must(["note", "1", "已拟定初稿", "--progress", "40", "--evidence", "../方案.txt"]);
    world.must(["note", "2", "会场已经预定", "--by", "陈刚"]);
    world.on("2026-01-28").by("赵蕾");
    world.must(["done", "3", "第一次学习", "--by", "赵蕾"]);
    world.on("2026-02-02");
    world.must(["block", "2", "会场被占用"]);
    world.on("2026-02-10").by("陈刚");
    world.must(["start", "2"]);
    world.must(["set", "2", "standard=签到表、简报", "owner=王敏"]);
    world.must(["set", "4", "due=2026-09-30"]);
    // An office more is nobody's business but the clerk's.
    world.write("ledger.toml", format!("{SETTINGS}\n[[office]]\nname = \"财务科\"\n"));
    world.commit_all("增加财务科");
    world.on("2026-03-02").by("李强");
    world.must(["done", "3", "--period", "2026-02", "--on", "2026-02-28"]);
    world.must(["done", "1", "已印发", "--on", "2026-02-27", "--outcome", "实施方案"]);
    world.on("2026-03-03").by("赵蕾");
    world.must(["return", "1", "缺发文稿纸"]);
    world.on("2026-03-05").by("李强");
    world.must(["done", "1"]);
    world.on("2026-03-09").by("赵蕾");
    world.must(["accept", "1"]);
    // The phase ends, one task is late and chased, the other moved in time.
    world.on("2026-03-25").by("王敏");
    world.must(["extend", "2", "--to", "2026-04-15", "--reason", "会场", "--approved-by", "李强"]);
    world.must(["done", "3", "--period", "2026-03"]);
    world.on("2026-04-20").by("赵蕾");
    world.must(["notice", "--record"]);
    world.must(["note", "4", "写错了任务", "--evidence", "../方案.txt"]);
    world.must(["undo"]);
    world.on("2026-04-22").by("陈刚");
    world.must(["done", "2"]);
    world.on("2026-04-23").by("赵蕾");
    world.must(["accept", "2", "--by", "李强"]);
    world.must(["reopen", "1", "还要补一份附件"]);
    world.must(["cancel", "4", "并入其他任务"]);
    world.on("2026-04-30");
    world.must(["done", "3"]);
    world.must([
        "extend",
        "3",
        "--to",
        "2026-07-05",
        "--period",
        "2026-06",
        "--reason",
        "换届",
        "--approved-by",
        "王敏",
    ]);
    // The editor of one who prefers it, and the settings likewise.
    let editor = world.script(
        "改.sh",
        "sed -i 's/\"财务科\"/&\\npeople = [\"孙悦\"]/; s/^owner.*/&\\ntags = [\"会议\"]/' \"$1\"",
    );
    world.set_variable("EDITOR", &editor);
    world.must(["edit"]);
    world.must(["edit", "2"]);
    world.on("2026-06-08");
    world.must(["done", "3", "--period", "2026-05"]);
    world.on("2026-06-30");
    // What the folder lacks is put back.
    world.write(".gitattributes", "");
    world.must(["check", "--fix"]);
    world.must(["done", "3"]);
    let said = world.run(["audit", "--exit-code", "--width", "80"]);
    assert_snapshot!(said, @"
    清廉机关建设工作台账　历史审计
    编制单位：某局　2026年6月30日　星期二

    查了 37 次提交，没有发现问题
    ");
    assert_eq!(found(&world, &[]), "");
}

#[test]
fn an_inspector_takes_one_page_away() {
    let mut world = world();
    world.on("2026-04-10").by("陈刚");
    world.must(["set", "1", "weight=0"]);
    world.must(["cancel", "2", "不办了"]);
    world.on("2026-04-13").by("李强");
    rewrite(&world, "004", "办公用房清理", "办公用房清理整改");
    world.commit_all("改名");
    let said = world.must(["audit", "--summary", "--format", "json"]);
    let summary: Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!((&summary["found"], &summary["open"]), (&3.into(), &3.into()));
    let rules: Vec<&str> =
        summary["by_rule"].as_array().unwrap().iter().filter_map(|rule| rule["rule"].as_str()).collect();
    assert_eq!(rules, ["goalposts", "by-hand"]);
    let people = summary["by_person"].as_array().unwrap();
    assert_eq!((&people[0]["name"], &people[0]["found"]), (&"陈刚".into(), &2.into()));
    // What made a late task look in time comes first.
    let first = &summary["first"][0];
    assert_eq!((&first["task"], &first["brightens"]), (&"2026-002".into(), &true.into()));
    let page = world.must(["audit", "--结论", "--width", "100"]).stdout;
    assert!(page.contains("历史审计结论") && page.contains("按规则") && page.contains("按人员"), "{page}");
    for ending in ["docx", "xlsx", "html", "md", "csv"] {
        world.must(["audit", "--summary", "-o", &format!("../结论.{ending}")]);
    }
    let score = world.must(["score", "--width", "100"]).stdout;
    assert!(score.contains("考评期内到期或办结后改过任务的评判依据2处，见 ledger audit"), "{score}");
}

#[test]
fn in_a_larger_repository_what_others_merge_is_nobodys_business() {
    let mut world = World::empty();
    world.on("2026-01-05");
    world.write("说明.txt", "全局的仓库\n");
    world.git(["init", "--quiet"]);
    world.commit_all("建仓库");
    world.must(["init", "台账", "--name", "清廉机关建设工作台账", "--year", "2026"]);
    world.must(["--ledger", "台账", "add", "制定方案", "--due", "2026-03-20"]);
    world.git(["switch", "--quiet", "--create", "别处"]);
    world.write("别处.txt", "别的事\n");
    world.commit_all("别的事");
    world.git(["switch", "--quiet", "main"]);
    world.must(["--ledger", "台账", "start", "1"]);
    world.git(["merge", "--quiet", "--no-edit", "--no-ff", "别处"]);
    let said = world.must(["--ledger", "台账", "audit", "--format", "json"]);
    assert_eq!(said.stdout, "[]\n");
}

#[test]
fn an_entry_kept_long_after_its_day_is_backdated() {
    let mut world = world();
    // The ledger takes it for January, git does not.
    world.on("2026-01-12").kept_at("2026-01-16T09:00:00+08:00");
    world.must(["start", "1"]);
    // Three days are allowed; a fourth is not.
    world.on("2026-02-10");
    world.must(["done", "1", "--on", "2026-02-07"]);
    world.must(["note", "2", "预备会"]);
    world.must(["done", "2", "--on", "2026-02-06"]);
    // By hand there are no limits.
    rewrite(&world, "004", "status = \"todo\"", "status = \"review\"\ndone_on = 2026-01-31");
    world.commit_all("补登");
    assert_snapshot!(found(&world, &[]), @"
    2026-02-10 李强 backdated 2026-004 办结日期 2026-01-31，2026-02-10 才存入，晚了 10 天
    2026-01-16 李强 backdated 2026-001 2026-01-12的“启动”，2026-01-16 才存入，晚了 4 天
    2026-02-10 李强 bypassed 2026-004 没有走办理命令，改了状态（未启动 → 待核销）、办结日期（没有 → 2026-01-31）
    2026-02-10 李强 by-hand 2026-004 没有经过本程序：改了状态、办结日期（补登）
    ");
    // The office may let less pass, and not more; and not for what is past.
    world.write("ledger.toml", format!("{SETTINGS}\n[audit]\nbackdate_days = 10\n"));
    world.commit_all("放宽");
    assert_eq!(rules(&world, &["--rule", "补记"]), ["backdated 2026-004", "backdated 2026-001"]);
    assert_snapshot!(world.run(["audit", "--rule", "补记", "--width", "80"]), @r#"
    清廉机关建设工作台账　历史审计
    编制单位：某局　2026年2月10日　星期二

    查了 12 次提交，发现 2 条，需要说明：补记 2 条

    需要说明的（2 条）
    日期       人员 提交       规则 编号     情况
    ────────────────────────────────────────────────────────────────────────────────
    2026-02-10 李强 58c4dba1d7 补记 2026-004 办结日期 2026-01-31，2026-02-10 才存
                                             入，晚了 10 天
    2026-01-16 李强 8aecd38f78 补记 2026-001 2026-01-12的“启动”，2026-01-16 才存入，
                                             晚了 4 天

    补记：办结日期或办理记录的日期，比存入历史早 3 个工作日以上（[audit]
      backdate_days 可以更少，不能更多）。事后补写的日期可以把逾期写成按期。要说明
      的：当时的文件、签到、照片等能证明日期的材料；建账时带来的，说明出处。
    说明一条：ledger audit --explain 提交/规则/编号 "说明"；只写提交，就是说明那次提
      交的全部。说明也存入历史，只增不改；要由别人来说明，本人说的不算。
    "#);
}

#[test]
fn a_clock_that_was_put_back_is_noticed() {
    let mut world = world();
    world.on("2026-06-29");
    world.must(["note", "2", "进展"]);
    world.on("2026-03-18");
    world.must(["done", "1"]);
    world.on("2026-06-30");
    world.must(["note", "2", "又有进展"]);
    assert_snapshot!(found(&world, &[]), @"
    2026-06-29 李强 backdated 2026-001 2026-03-18的“办结”，提交自称 2026-03-18，按前后的提交是 2026-06-29，晚了 103 天
    2026-06-29 李强 clock 2026-001 提交自称 2026-03-18，和前后的提交对不上，按 2026-06-29 存入算（办结 2026-001 制定方案）
    ");
}

#[test]
fn a_deadline_that_moved_without_an_extension_is_named() {
    let mut world = world();
    world.on("2026-02-10");
    rewrite(&world, "001", "due = 2026-03-20", "due = 2026-05-20");
    world.commit_all("改时限");
    rewrite(&world, "003", "until = 2026-06-30", "until = 2026-12-31");
    world.commit_all("改频次");
    rewrite(&world, "002", "phase = \"部署推进\"", "phase = \"集中建设\"");
    world.commit_all("改阶段");
    world.write("ledger.toml", SETTINGS.replace("2026-03-31", "2026-04-30"));
    world.commit_all("改阶段时限");
    // Set for the first time, on a task that had none.
    world.must(["set", "4", "due=2026-09-30"]);
    assert_eq!(
        rules(&world, &["--rule", "deadline-moved"]),
        ["deadline-moved", "deadline-moved 2026-001", "deadline-moved 2026-002", "deadline-moved 2026-003"]
    );
    // Undecided no more, it is promised like any other.
    rewrite(&world, "004", "due = 2026-09-30", "due = 2026-10-31");
    world.commit_all("再改时限");
    assert_snapshot!(found(&world, &["--rule", "时限变动"]), @"
    2026-02-10 李强 deadline-moved 阶段“部署推进”的时限 2026-03-31 → 2026-04-30，没有走延期
    2026-02-10 李强 deadline-moved 2026-001 没有走延期，完成时限 2026-03-20 → 2026-05-20
    2026-02-10 李强 deadline-moved 2026-002 没有走延期，阶段 部署推进 → 集中建设，时限 2026-03-31 → 2026-11-30
    2026-02-10 李强 deadline-moved 2026-003 没有走延期，频次 每月1次，自 2026-01-01，至 2026-06-30 → 每月1次，自 2026-01-01，至 2026-12-31
    2026-02-10 李强 deadline-moved 2026-004 没有走延期，完成时限 2026-09-30 → 2026-10-31
    ");
    // An extension in the same commit answers for it; that it was made by hand is another matter.
    let before = rules(&world, &[]).len();
    rewrite(&world, "004", "due = 2026-10-31", "due = 2026-11-30");
    let extended = world.task("004")
        + "\n[[log]]\ndate = 2026-02-10\nby = \"李强\"\nkind = \"extend\"\ntext = \"换届\"\nfrom = 2026-10-31\nto = 2026-11-30\napproved_by = \"王敏\"\n";
    world.write("tasks/2026/004.toml", extended);
    world.commit_all("延期");
    let after = rules(&world, &[]);
    assert_eq!(after.len() - before, 2);
    assert!(
        after.contains(&"by-hand 2026-004".to_owned()) && after.contains(&"bypassed 2026-004".to_owned())
    );
    assert_eq!(after.iter().filter(|found| *found == "deadline-moved 2026-004").count(), 1);
}

#[test]
fn a_phase_with_another_name_has_moved_nothing() {
    let mut world = world();
    world.on("2026-02-10");
    world.write("ledger.toml", SETTINGS.replace("部署推进", "动员部署阶段"));
    rewrite(&world, "002", "phase = \"部署推进\"", "phase = \"动员部署阶段\"");
    world.commit_all("阶段改名");
    assert_eq!(rules(&world, &[]), ["by-hand 2026-002"]);
}

#[test]
fn settings_that_nobody_can_read_hide_no_phase() {
    let mut world = world();
    world.on("2026-02-10");
    world.write("ledger.toml", "name = \"写坏了\n");
    world.commit_all("写坏");
    world.write("ledger.toml", SETTINGS.replace("2026-03-31", "2026-04-30"));
    world.commit_all("修好");
    assert_snapshot!(found(&world, &[]), @"2026-02-10 李强 deadline-moved 阶段“部署推进”的时限 2026-03-31 → 2026-04-30，没有走延期，牵涉 1 项任务");
}

#[test]
fn extensions_are_asked_for_their_day_and_their_approval() {
    let mut world = world();
    world.on("2026-03-24");
    world.must(["extend", "1", "--to", "2026-04-30", "--reason", "太忙", "--approved-by", "王敏"]);
    world.on("2026-03-30");
    let unapproved = "\n[[log]]\ndate = 2026-03-30\nby = \"陈刚\"\nkind = \"extend\"\nfrom = 2026-03-31\nto = 2026-05-31\n";
    world.write("tasks/2026/002.toml", world.task("002") + unapproved);
    world.commit_all("延期");
    // Late for its period, and written as if the period ended later.
    world.on("2026-05-04");
    let late = "\n[[log]]\ndate = 2026-05-04\nby = \"陈刚\"\nkind = \"extend\"\nperiod = \"2026-04\"\nfrom = 2026-05-10\nto = 2026-05-31\napproved_by = \"王敏\"\n";
    world.write("tasks/2026/003.toml", world.task("003") + late);
    world.commit_all("延期");
    assert_snapshot!(found(&world, &[]), @"
    2026-03-24 李强 late-extension 2026-001 时限 2026-03-20 已过 4 天，才登记延期到 2026-04-30
    2026-05-04 李强 deadline-moved 2026-003 没有走延期，各周期的时限变了
    2026-05-04 李强 late-extension 2026-003 时限 2026-04-30 已过 4 天，才登记延期到 2026-05-31
    2026-03-30 李强 unapproved 2026-002 延期到 2026-05-31，没有批准人
    2026-05-04 李强 bypassed 2026-003 没有走办理命令，改了“延期”记录
    2026-03-30 李强 bypassed 2026-002 没有走办理命令，改了“延期”记录
    2026-05-04 李强 by-hand 2026-003 没有经过本程序：改了办理记录（延期）
    2026-03-30 李强 by-hand 2026-002 没有经过本程序：改了办理记录（延期）
    ");
}

#[test]
fn a_deleted_task_is_missed() {
    let mut world = world();
    world.on("2026-02-10");
    world.git(["rm", "--quiet", "tasks/2026/002.toml"]);
    world.git(["commit", "--quiet", "--message", "不办了"]);
    assert_snapshot!(found(&world, &[]), @"
    2026-02-10 李强 deleted 2026-002 删除了任务文件“动员部署”
    2026-02-10 李强 by-hand 2026-002 没有经过本程序：删除任务文件（不办了）
    ");
    // Another name is no deletion.
    world.git(["mv", "tasks/2026/001.toml", "tasks/2026/1.toml"]);
    world.git(["commit", "--quiet", "--message", "改名"]);
    assert_eq!(rules(&world, &["--rule", "删除任务"]), ["deleted 2026-002"]);
}

#[test]
fn a_log_that_was_rewritten_is_quoted_as_it_was() {
    let mut world = world();
    world.on("2026-02-10");
    world.must(["note", "1", "还没有动笔"]);
    world.must(["note", "1", "领导批评"]);
    rewrite(&world, "001", "还没有动笔", "已经定稿");
    world.commit_all("改记录");
    let text = world.task("001");
    let (kept, _) = text.rsplit_once("\n[[log]]").unwrap();
    world.write("tasks/2026/001.toml", kept);
    world.commit_all("删记录");
    assert_snapshot!(found(&world, &[]), @"
    2026-02-10 李强 log-rewritten 2026-001 原有的办理记录被改写或删除：2026-02-10 李强 进展：领导批评
    2026-02-10 李强 log-rewritten 2026-001 原有的办理记录被改写或删除：2026-02-10 李强 进展：还没有动笔
    2026-02-10 李强 by-hand 2026-001 没有经过本程序：改了办理记录（删记录）
    2026-02-10 李强 by-hand 2026-001 没有经过本程序：改了办理记录（改记录）
    ");
    // One written in between is new, whatever its place; the order alone says nothing.
    let log = "[[log]]\ndate = 2026-02-10\nby = \"李强\"\nkind = \"note\"\ntext = \"插入\"\n\n[[log]]";
    rewrite(&world, "001", "[[log]]", log);
    world.commit_all("插记录");
    assert_eq!(rules(&world, &["--rule", "log-rewritten"]).len(), 2);
}

#[test]
fn a_file_broken_and_mended_is_held_against_what_it_said_before() {
    let mut world = world();
    world.on("2026-01-20");
    world.must(["note", "1", "领导批评"]);
    let sound = world.task("001");
    world.on("2026-02-10");
    world.write("tasks/2026/001.toml", sound.replace("title = \"", "title = "));
    world.commit_all("写坏");
    world.write("tasks/2026/001.toml", &sound);
    world.commit_all("修好");
    // Nothing was lost on the way, so there is nothing to ask but who did it.
    assert_eq!(rules(&world, &[]), ["by-hand 2026-001", "by-hand 2026-001"]);
    world.write("tasks/2026/001.toml", sound.replace("title = \"", "title = "));
    world.commit_all("又写坏");
    world.write("tasks/2026/001.toml", sound.replace("领导批评", "领导肯定").replace("03-20", "04-20"));
    world.commit_all("又修好");
    assert_eq!(
        rules(&world, &[])[..4],
        ["backdated 2026-001", "deadline-moved 2026-001", "log-rewritten 2026-001", "by-hand 2026-001"]
    );
}

#[test]
fn tasks_changed_without_the_program_are_told_whoever_kept_them() {
    let mut world = world();
    world.on("2026-02-10");
    rewrite(&world, "001", "owner = \"李强\"", "owner = \"赵蕾\"");
    world.commit_all("换人");
    // The program keeps what it finds, and says what it is.
    rewrite(&world, "002", "owner = \"陈刚\"", "owner = \"王敏\"");
    world.must(["start", "2"]);
    // Comments and spaces are changes too, of nothing.
    rewrite(&world, "004", "status", "# 待定\nstatus");
    world.commit_all("加注");
    world.write("tasks/2026/005.toml", "title = \"手工登记\"\n");
    world.commit_all("登记");
    assert_snapshot!(found(&world, &[]), @"
    2026-02-10 李强 by-hand 2026-001 没有经过本程序：改了责任人（换人）
    2026-02-10 李强 by-hand 2026-002 没有经过本程序：改了责任人（手工修改 2026-002 动员部署）
    2026-02-10 李强 by-hand 2026-004 没有经过本程序：只改了注释、排版或文件名（加注）
    2026-02-10 李强 by-hand 2026-005 没有经过本程序：新建任务文件（登记）
    ");
    // What nobody has kept yet is not in the history; the inspector is told that there is something.
    rewrite(&world, "001", "owner = \"赵蕾\"", "owner = \"李强\"");
    assert_snapshot!(world.run(["audit", "--since", "2026-02-11", "--width", "80"]), @"
    清廉机关建设工作台账　历史审计
    编制单位：某局　2026年2月10日　星期二

    查了 11 次提交，没有发现问题
    --- stderr
    注意：有 1 个文件手工改过，还没有存入历史，审计看不到；请先看 ledger check
    ");
}

#[test]
fn what_is_mended_on_the_way_in_is_still_made_by_hand() {
    let mut world = world();
    world.on("2026-02-10");
    rewrite(&world, "001", "due = 2026-03-20", "leader = \"王敏\"\ndue = \"2026-03-20\"");
    world.must(["check", "--fix"]);
    assert_snapshot!(found(&world, &[]), @"2026-02-10 李强 by-hand 2026-001 没有经过本程序：改了责任领导（手工修改 1 个文件）");
    // Quotes alone, which somebody kept, are mended by the program.
    rewrite(&world, "001", "due = 2026-03-20", "due = \"2026-03-20\"");
    world.commit_all("加引号");
    world.must(["check", "--fix"]);
    assert_eq!(world.git(["log", "-1", "--format=%s"]), "整理 1 个文件\n");
    assert_eq!(rules(&world, &[]), ["by-hand 2026-001"; 2]);
}

#[test]
fn evidence_that_was_swapped_is_found() {
    let mut world = world();
    world.on("2026-02-10");
    world.write("../方案.txt", "初稿\n");
    world.must(["note", "1", "初稿", "--evidence", "../方案.txt"]);
    world.write("evidence/2026-001/方案.txt", "定稿\n");
    world.commit_all("换材料");
    world.write("evidence/2026-001/方案.txt", "再换\n");
    rewrite(&world, "001", "progress = 0", "progress = 1");
    forge(&world, "set", &["2026-001"]);
    // One more harms nobody.
    world.write("evidence/2026-001/附件.txt", "附件\n");
    world.commit_all("加附件");
    assert_snapshot!(found(&world, &[]), @"
    2026-02-10 李强 forged 2026-001 自称是“修改”，却换掉了 evidence/2026-001/方案.txt
    2026-02-10 李强 by-hand 2026-001 没有经过本程序：改了原有的佐证材料 evidence/2026-001/方案.txt（换材料）
    ");
}

#[test]
fn nobody_strikes_off_what_he_reported_himself() {
    let mut world = world();
    world.on("2026-02-10").by("李强");
    world.must(["done", "1"]);
    let accepted = world.task("001").replace("status = \"review\"", "status = \"done\"")
        + "\n[[log]]\ndate = 2026-02-10\nby = \"李强\"\nkind = \"accept\"\n";
    world.write("tasks/2026/001.toml", accepted);
    forge(&world, "accept", &["2026-001"]);
    assert_snapshot!(found(&world, &[]), @"
    2026-02-10 李强 self-accepted 2026-001 李强自己报的办结，自己核销
    2026-02-10 李强 forged 2026-001 自称是“核销”，标题写的却是“看上去很正常”
    ");
}

#[test]
fn what_should_have_been_reviewed_was_reviewed() {
    let mut world = world();
    world.on("2026-02-10");
    rewrite(&world, "001", "status = \"todo\"", "status = \"done\"\ndone_on = 2026-02-10");
    world.commit_all("办结");
    // With the editor it is no better.
    let editor = world.script("改.sh", "sed -i 's/\"todo\"/\"done\"\\ndone_on = 2026-02-10/' \"$1\"");
    world.set_variable("EDITOR", &editor);
    world.must(["edit", "2"]);
    assert_snapshot!(found(&world, &[]), @"
    2026-02-10 李强 bypassed 2026-001 没有走办理命令，改了状态（未启动 → 已办结）、办结日期（没有 → 2026-02-10）
    2026-02-10 李强 bypassed 2026-002 没有走办理命令，改了状态（未启动 → 已办结）、办结日期（没有 → 2026-02-10）
    2026-02-10 李强 skipped-review 2026-001 台账要求办结后由他人核销，却从“未启动”直接成了“已办结”
    2026-02-10 李强 skipped-review 2026-002 台账要求办结后由他人核销，却从“未启动”直接成了“已办结”
    2026-02-10 李强 by-hand 2026-001 没有经过本程序：改了状态、办结日期（办结）
    ");
    // Where no review is asked for, nothing is skipped.
    let mut world = World::founded_on("2026-01-05", &SETTINGS.replace("review = true", "review = false"));
    world.on("2026-01-06");
    world.must(["add", "甲", "--due", "2026-03-20"]);
    world.on("2026-01-07");
    world.must(["done", "1"]);
    assert_eq!(found(&world, &[]), "");
}

#[test]
fn a_borrowed_name_does_not_fit() {
    let mut world = world();
    world.on("2026-02-10");
    world.must(["note", "4", "在办"]);
    let entry = |kind: &str, more: &str| {
        format!("\n[[log]]\ndate = 2026-02-10\nby = \"李强\"\nkind = \"{kind}\"\n{more}")
    };
    // A note that moves a deadline.
    rewrite(&world, "001", "due = 2026-03-20", "due = 2026-05-20");
    world.write("tasks/2026/001.toml", world.task("001").replace("todo", "doing") + &entry("note", ""));
    forge(&world, "note", &["2026-001"]);
    // One that did something to another task.
    let done = |text: String| text.replace("\"doing\"", "\"review\"\ndone_on = 2026-02-10");
    world.write("tasks/2026/001.toml", done(world.task("001")) + &entry("done", ""));
    rewrite(&world, "002", "owner = \"陈刚\"", "owner = \"王敏\"");
    forge(&world, "done", &["2026-001"]);
    // A verb out of place.
    world.write(
        "tasks/2026/004.toml",
        world.task("004").replace("\"doing\"", "\"done\"") + &entry("accept", ""),
    );
    forge(&world, "accept", &["2026-004"]);
    // A command that nobody has heard of, and one that did nothing at all.
    rewrite(&world, "002", "owner = \"王敏\"", "owner = \"李强\"");
    forge(&world, "assign", &["2026-002"]);
    world.git(["commit", "--quiet", "--allow-empty", "-m", "进展\n\nLedger-Op: note\nLedger-Task: 2026-002"]);
    // A day that is not the entry's.
    let done = world.task("002").replace("\"todo\"", "\"review\"\ndone_on = 2026-02-09") + &entry("done", "");
    world.write("tasks/2026/002.toml", done);
    forge(&world, "done", &["2026-002"]);
    // A task that begins with a past.
    world.write("tasks/2026/005.toml", format!("title = \"乙\"\nstatus = \"todo\"\n{}", entry("note", "")));
    forge(&world, "add", &["2026-005"]);
    // The settings under the name of a step, and two verbs in one.
    world.write("ledger.toml", SETTINGS.replace("review = true", "review = false"));
    forge(&world, "set", &[]);
    rewrite(&world, "002", "owner = \"李强\"", "owner = \"陈刚\"");
    world.commit_all("改\n\nLedger-Op: set\nLedger-Op: note\nLedger-Task: 2026-002");
    // An editor opens one file at a time.
    rewrite(&world, "003", "集中学习", "学习");
    rewrite(&world, "004", "办公用房清理", "清理");
    forge(&world, "edit", &["2026-003", "2026-004"]);
    assert_snapshot!(found(&world, &["--rule", "forged"]), @"
    2026-02-10 李强 forged 自称是“修改”，却改了台账设置 ledger.toml
    2026-02-10 李强 forged 2026-001 自称是“进展”，却改了完成时限
    2026-02-10 李强 forged 2026-002 自称是“set、note”，没有这个命令
    2026-02-10 李强 forged 2026-002 自称是“办结”，却写了与办理记录不符的办结日期
    2026-02-10 李强 forged 2026-002 自称是“进展” 2026-002，却没有改它
    2026-02-10 李强 forged 2026-002 自称是“assign”，没有这个命令
    2026-02-10 李强 forged 2026-002 自称是“办结”，却还改了没有写明的 2026-002
    2026-02-10 李强 forged 2026-003 自称是“编辑”，却一次改了 2 个文件
    2026-02-10 李强 forged 2026-004 自称是“核销”，却是在“推进中”时做的，那时用不了
    2026-02-10 李强 forged 2026-005 自称是“登记”，却新建了带办理记录的任务
    ");
}

/// Two lines of work on the same tasks, from the same day: `main`, and `对方` beside it.
fn parted() -> World {
    let mut world = world();
    world.merges_tasks();
    world.on("2026-02-10");
    world.git(["switch", "--quiet", "--create", "对方"]);
    world.by("陈刚");
    world.must(["note", "1", "对方的进展", "--progress", "30"]);
    world.must(["set", "2", "standard=签到表"]);
    world.must(["add", "对方登记"]);
    world.git(["switch", "--quiet", "main"]);
    world.by("李强");
    world.must(["note", "1", "本地的进展", "--progress", "20"]);
    world
}

#[test]
fn a_merge_that_only_joins_is_left_alone() {
    let world = parted();
    world.write("ledger.toml", format!("{SETTINGS}\n[[office]]\nname = \"财务科\"\n"));
    world.commit_all("增加财务科");
    world.git(["merge", "--quiet", "--no-edit", "对方"]);
    assert!(world.task("001").contains("对方的进展") && world.task("001").contains("本地的进展"));
    assert_eq!(found(&world, &[]), "");
    // The other way round it comes to the same.
    world.git(["reset", "--quiet", "--hard", "HEAD~1"]);
    world.git(["switch", "--quiet", "对方"]);
    world.git(["merge", "--quiet", "--no-edit", "main"]);
    assert_eq!(found(&world, &[]), "");
}

#[test]
fn commits_that_were_rebased_or_picked_are_left_alone() {
    for words in [&["rebase", "--quiet", "对方"][..], &["cherry-pick", "main..对方"]] {
        let world = parted();
        world.git(words);
        assert_eq!(found(&world, &[]), "", "{words:?}");
    }
}

#[test]
fn what_slipped_into_a_merge_is_found() {
    let world = parted();
    world.git(["merge", "--quiet", "--no-commit", "--no-ff", "对方"]);
    // In a file that both changed, in one that only the other changed, and in one that nobody did.
    rewrite(&world, "001", "due = 2026-03-20", "due = 2026-05-20");
    rewrite(&world, "002", "standard = \"签到表\"", "standard = \"不要求\"");
    rewrite(&world, "003", "until = 2026-06-30", "until = 2026-12-31");
    world.write("ledger.toml", SETTINGS.replace("2026-03-31", "2026-04-30"));
    world.commit_all("合并对方的修改");
    assert_snapshot!(found(&world, &[]), @"
    2026-02-10 李强 deadline-moved 阶段“部署推进”的时限 2026-03-31 → 2026-04-30，没有走延期
    2026-02-10 李强 deadline-moved 2026-001 没有走延期，完成时限 2026-03-20 → 2026-05-20
    2026-02-10 李强 deadline-moved 2026-003 没有走延期，频次 每月1次，自 2026-01-01，至 2026-06-30 → 每月1次，自 2026-01-01，至 2026-12-31
    2026-02-10 李强 by-hand 2026-001 合并时又作了手工修改：改了完成时限（合并对方的修改）
    2026-02-10 李强 by-hand 2026-002 合并时又作了手工修改：改了完成标准（合并对方的修改）
    2026-02-10 李强 by-hand 2026-003 合并时又作了手工修改：改了频次（合并对方的修改）
    ");
}

#[test]
fn a_colleagues_note_dropped_in_a_merge_is_missed() {
    let world = parted();
    world.git(["merge", "--quiet", "--no-edit", "--strategy", "ours", "对方"]);
    assert_snapshot!(found(&world, &[]), @"
    2026-02-10 李强 deleted 2026-005 删除了任务文件“对方登记”
    2026-02-10 李强 log-rewritten 2026-001 原有的办理记录被改写或删除：2026-02-10 陈刚 进展：对方的进展
    2026-02-10 李强 by-hand 2026-001 合并时又作了手工修改：改了进度、办理记录（Merge branch '对方'）
    2026-02-10 李强 by-hand 2026-002 合并时又作了手工修改：改了完成标准（Merge branch '对方'）
    2026-02-10 李强 by-hand 2026-005 合并时又作了手工修改：删除任务文件（Merge branch '对方'）
    ");
}

#[test]
fn a_merge_in_which_people_settled_a_contradiction_is_left_alone() {
    let world = parted();
    world.must(["set", "2", "standard=签到表和照片"]);
    let output = world.command("git").args(["merge", "--quiet", "--no-edit", "对方"]).output().unwrap();
    assert!(!output.status.success(), "they contradict each other");
    assert!(world.task("002").contains("签到表和照片"));
    world.commit_all("合并");
    assert_eq!(found(&world, &[]), "");
}

#[test]
fn the_audit_can_stop_at_a_day_or_begin_at_one() {
    let mut world = world();
    world.on("2026-02-10");
    rewrite(&world, "001", "owner = \"李强\"", "owner = \"赵蕾\"");
    world.commit_all("换人");
    world.on("2026-03-10");
    rewrite(&world, "001", "owner = \"赵蕾\"", "owner = \"王敏\"");
    world.commit_all("又换人");
    let day = |day: &str| {
        let said = world.run_undated(["audit", "--as-of", day, "--exit-code", "--width", "80"]);
        (said.code, said.stdout.lines().nth(3).unwrap_or_default().to_owned())
    };
    assert_eq!(day("2026-02-09"), (0, "查了 6 次提交，没有发现问题".to_owned()));
    assert_eq!(day("2026-02-10"), (3, "查了 7 次提交，发现 1 条，需要说明：手工修改 1 条".to_owned()));
    assert_eq!(rules(&world, &["--since", "2026-02-10"]).len(), 2);
    assert_eq!(rules(&world, &["--since", "3月1日"]).len(), 1);
    assert_eq!(rules(&world, &["--rule", "补记,删除任务"]).len(), 0);
    assert_snapshot!(world.run(["audit", "--rule", "手工"]), @"
    --- stderr
    “手工”不能用作“--rule <规则>”：可选：补记、迟到并入、时钟不符、时限变动、逾期后延期、未经批准、自批
    延期、移动标尺、口径变动、绕过办理、自报自核、一手报核、未经核销、事后作废、删除任务、改写记录、冒名
    修改、手工修改、历史丢失、没有签名。

    用法：ledger audit [选项]

    更多信息请看 `ledger audit --help`。
    --- exit 2
    ");
}

#[test]
fn a_history_that_was_cut_short_is_not_vouched_for() {
    let mut world = world();
    world.on("2026-02-10");
    world.must(["start", "1"]);
    let origin = format!("file://{}", world.root().display());
    world.git(["clone", "--quiet", "--depth", "1", &origin, "../浅"]);
    assert_snapshot!(world.run_in("../浅", ["audit"]), @"
    --- stderr
    错误：这是浅克隆，更早的历史没有取来，查不全；请先运行 git fetch --unshallow
    --- exit 1
    ");
    assert_snapshot!(without_commits(&world.run_in("../浅", ["log", "--width", "80"]).to_string()), @"
    清廉机关建设工作台账　办理历史
    编制单位：某局　2026年2月10日　星期二

    5 条，都在 2026-02-10，新的在前
    日期       人员 编号     事项                   变化 提交
    ───────────────────────────────────────────────────────────────
    2026-02-10 李强 2026-001 启动 制定方案          新建 〔某提交〕
    2026-02-10 李强 2026-002 启动 2026-001 制定方案 新建 〔某提交〕
    2026-02-10 李强 2026-003 启动 2026-001 制定方案 新建 〔某提交〕
    2026-02-10 李强 2026-004 启动 2026-001 制定方案 新建 〔某提交〕
    2026-02-10 李强 设置     启动 2026-001 制定方案 新建 〔某提交〕
    --- stderr
    注意：这是浅克隆，更早的历史没有取来；要看全部请先运行 git fetch --unshallow
    ");
    assert_snapshot!(without_commits(&world.run_in("../浅", ["list", "--as-of", "2026-01-20"]).to_string()), @"
    --- stderr
    错误：2026-01-20 还没有这个台账：历史从 2026-02-10（提交 〔某提交〕）开始（这是浅克隆，更早的历史没有取来；请先运行 git fetch --unshallow）；请写这一天或以后的日期
    --- exit 1
    ");
    world.git(["-C", "../浅", "fetch", "--quiet", "--unshallow"]);
    assert_eq!(world.run_in("../浅", ["audit", "--exit-code"]).code, 0);
}

/// The commit at `revision`, as far as people are shown it.
fn commit(world: &World, revision: &str) -> String {
    world.git(["rev-parse", revision])[..10].to_owned()
}

#[test]
fn what_can_be_explained_is_shown_as_explained() {
    let mut world = world();
    world.on("2026-02-10");
    rewrite(&world, "001", "due = 2026-03-20", "due = 2026-05-20");
    rewrite(&world, "002", "owner = \"陈刚\"", "owner = \"王敏\"");
    world.commit_all("停电期间手工登记");
    world.on("2026-06-30").by("赵蕾");
    let which = commit(&world, "HEAD");
    let run = |words: &[&str]| {
        let said = world.run(words);
        (said.code, without_commits(&said.to_string()))
    };
    // Nothing is kept of what was only tried, or was not understood.
    let before = world.state();
    let one = format!("{which}/by-hand/2026-001");
    let tried = run(&["audit", "--explain", &one, "停电，事后补登", "--dry-run"]);
    assert_eq!(
        tried,
        (0, "（试运行，没有改动）说明 〔某提交〕/by-hand/2026-001：停电，事后补登\n".to_owned())
    );
    let refusals = [
        format!("{which}/手工"),
        "补记".to_owned(),
        format!("{which}/backdated/2026-001"),
        format!("{which}/by-hand/2026-004"),
        "0000000000".to_owned(),
    ]
    .map(|which| run(&["audit", "--explain", &which, "停电"]).1);
    assert_snapshot!(refusals.join("\n"), @"
    --- stderr
    错误：“〔某提交〕/手工”不是审计里的一条；请照 ledger audit 列出的写：提交/规则/编号，如 〔某提交〕/by-hand/2026-014，或只写提交
    --- exit 2
    --- stderr
    错误：“补记”不是审计里的一条；请照 ledger audit 列出的写：提交/规则/编号，如 〔某提交〕/by-hand/2026-014，或只写提交
    --- exit 2
    --- stderr
    错误：审计里没有“〔某提交〕/backdated/2026-001”这一条，没有改动；请先看 ledger audit
    --- exit 1
    --- stderr
    错误：审计里没有“〔某提交〕/by-hand/2026-004”这一条，没有改动；请先看 ledger audit
    --- exit 1
    --- stderr
    错误：审计里没有“〔某提交〕”这一条，没有改动；请先看 ledger audit
    --- exit 1
    ");
    assert_snapshot!(run(&["audit", "--explain", &one, " "]).1, @"
    --- stderr
    错误：说明不能是空的
    --- exit 2
    ");
    assert_snapshot!(run(&["audit", "--explain", &one, "停电", "--as-of", "2026-03-01"]).1, @"
    --- stderr
    错误：过去的台账只能看，不能改；--explain 和 --as-of 不能一起用
    --- exit 2
    ");
    assert_snapshot!(run(&["audit", "--dry-run"]).1, @"
    --- stderr
    还要写“--explain <哪一条> <说明>”。

    用法：ledger audit --explain <哪一条> <说明> --dry-run

    更多信息请看 `ledger audit --help`。
    --- exit 2
    ");
    assert_eq!(world.state(), before);
    // One finding, and then the rest of the commit.
    assert_snapshot!(run(&["audit", "--explain", &one, "停电，事后补登"]).1, @"说明 〔某提交〕/by-hand/2026-001：停电，事后补登");
    assert_snapshot!(without_commits(&world.last_commit()), @"
    赵蕾 <liqiang@example.com>
    说明 〔某提交〕/by-hand/2026-001：停电，事后补登

    Ledger-Op: explain


    A	audit/〔某提交〕-by-hand-2026-001.toml
    ");
    let file = format!("audit/{}.toml", one.replace('/', "-"));
    assert_snapshot!(without_commits(&world.read(&file)), @r#"
    by = "赵蕾"
    commit = "〔某提交〕"
    date = 2026-06-30
    rule = "by-hand"
    task = "2026-001"
    text = "停电，事后补登"
    "#);
    assert_eq!(run(&["audit", "--exit-code"]).0, 3);
    assert_snapshot!(run(&["audit", "--explain", &which, "经王敏同意\n见会议纪要", "--by", "李强"]).1, @"说明 〔某提交〕（3 条）：经王敏同意 见会议纪要");
    let said = world.run(["audit", "--exit-code", "--width", "100"]);
    assert_snapshot!(without_commits(&said.to_string()), @r#"
    清廉机关建设工作台账　历史审计
    编制单位：某局　2026年6月30日　星期二

    查了 9 次提交，发现 3 条，已说明 1 条，还要说明 2 条：时限变动 1 条、手工修改 1 条

    需要说明的（2 条）
    日期       人员 提交       规则     编号     情况
    ────────────────────────────────────────────────────────────────────────────────────────────────────
    2026-02-10 李强 〔某提交〕 时限变动 2026-001 没有走延期，完成时限 2026-03-20 → 2026-05-20；本人说
                                                 明：经王敏同意
                                                 见会议纪要（李强 2026-06-30）
    2026-02-10 李强 〔某提交〕 手工修改 2026-002 没有经过本程序：改了责任人（停电期间手工登记）；本人说
                                                 明：经王敏同意
                                                 见会议纪要（李强 2026-06-30）

    已经说明的（1 条）
    日期       人员 提交       规则     编号     情况                           说明
    ────────────────────────────────────────────────────────────────────────────────────────────────────
    2026-02-10 李强 〔某提交〕 手工修改 2026-001 没有经过本程序：改了完成时限   停电，事后补登（赵蕾
                                                 （停电期间手工登记）           2026-06-30）

    时限变动：完成时限、频次或阶段时限改了，同一次修改里没有延期记录。时限只能经批准延期；改了时限，逾期
      就不见了。要说明的：谁批准改的、哪一天；以后请用 ledger extend。
    手工修改：没有经过本程序改的任务、佐证材料、审计说明或签名名册。手工改的没有经过检查。要说明的：改了
      什么、为什么；以后请用命令，或 ledger edit。
    说明一条：ledger audit --explain 提交/规则/编号 "说明"；只写提交，就是说明那次提交的全部。说明也存入
      历史，只增不改；要由别人来说明，本人说的不算。
    --- exit 3
    "#);
    assert_snapshot!(run(&["audit", "--format", "json"]).1, @r#"
    [
      {
        "rule": "deadline-moved",
        "task": "2026-001",
        "commit": "〔某提交〕",
        "date": "2026-02-10",
        "author": "李强",
        "detail": "没有走延期，完成时限 2026-03-20 → 2026-05-20",
        "id": "〔某提交〕/deadline-moved/2026-001",
        "tasks": [
          "2026-001"
        ],
        "committer": "李强",
        "brightens": false,
        "why": "时限只能经批准延期；改了时限，逾期就不见了",
        "remedy": "谁批准改的、哪一天；以后请用 ledger extend",
        "explained": null,
        "own_explanation": {
          "text": "经王敏同意\n见会议纪要",
          "by": "李强",
          "date": "2026-06-30"
        }
      },
      {
        "rule": "by-hand",
        "task": "2026-001",
        "commit": "〔某提交〕",
        "date": "2026-02-10",
        "author": "李强",
        "detail": "没有经过本程序：改了完成时限（停电期间手工登记）",
        "id": "〔某提交〕/by-hand/2026-001",
        "tasks": [
          "2026-001"
        ],
        "committer": "李强",
        "brightens": false,
        "why": "手工改的没有经过检查",
        "remedy": "改了什么、为什么；以后请用命令，或 ledger edit",
        "explained": {
          "text": "停电，事后补登",
          "by": "赵蕾",
          "date": "2026-06-30"
        },
        "own_explanation": {
          "text": "经王敏同意\n见会议纪要",
          "by": "李强",
          "date": "2026-06-30"
        }
      },
      {
        "rule": "by-hand",
        "task": "2026-002",
        "commit": "〔某提交〕",
        "date": "2026-02-10",
        "author": "李强",
        "detail": "没有经过本程序：改了责任人（停电期间手工登记）",
        "id": "〔某提交〕/by-hand/2026-002",
        "tasks": [
          "2026-002"
        ],
        "committer": "李强",
        "brightens": false,
        "why": "手工改的没有经过检查",
        "remedy": "改了什么、为什么；以后请用命令，或 ledger edit",
        "explained": null,
        "own_explanation": {
          "text": "经王敏同意\n见会议纪要",
          "by": "李强",
          "date": "2026-06-30"
        }
      }
    ]
    "#);
    // Before it was said, it was open.
    let then = world.run_undated(["audit", "--as-of", "2026-02-10", "--exit-code"]);
    assert_eq!(then.code, 3);
}

#[test]
fn an_explanation_that_somebody_slipped_in_is_a_finding_itself() {
    let mut world = world();
    world.on("2026-02-10");
    rewrite(&world, "001", "owner = \"李强\"", "owner = \"赵蕾\"");
    world.commit_all("换人");
    let which = world.git(["rev-parse", "HEAD"]);
    let which = which.trim();
    world.write(
        "audit/x.toml",
        format!("commit = \"{which}\"\ntext = \"领导同意\"\nby = \"王敏\"\ndate = 2026-02-10\n"),
    );
    // One that would explain everything explains nothing.
    world.write(
        "audit/y.toml",
        "commit = \"\"\ntext = \"都是领导同意的\"\nby = \"王敏\"\ndate = 2026-02-10\n",
    );
    let said = world.run(["audit", "--exit-code"]);
    assert_eq!((said.code, said.stdout.contains("领导同意")), (3, false), "{said}");
    assert_snapshot!(said.stderr, @"注意：有 2 个文件手工改过，还没有存入历史，审计看不到；请先看 ledger check");
    world.commit_all("说明");
    let said = world.run(["audit", "--exit-code", "--width", "80"]);
    assert_snapshot!(without_commits(&said.to_string()), @r#"
    清廉机关建设工作台账　历史审计
    编制单位：某局　2026年2月10日　星期二

    查了 8 次提交，发现 3 条，需要说明：手工修改 3 条

    需要说明的（3 条）
    日期       人员 提交       规则     编号     情况
    ────────────────────────────────────────────────────────────────────────────────
    2026-02-10 李强 〔某提交〕 手工修改 提交     没有经过本程序：改了审计说明
                                                 audit/y.toml（说明）
    2026-02-10 李强 〔某提交〕 手工修改 提交     没有经过本程序：改了审计说明
                                                 audit/x.toml（说明）
    2026-02-10 李强 〔某提交〕 手工修改 2026-001 没有经过本程序：改了责任人（换
                                                 人）；本人说明：领导同意（王敏
                                                 2026-02-10）

    手工修改：没有经过本程序改的任务、佐证材料、审计说明或签名名册。手工改的没有经过
      检查。要说明的：改了什么、为什么；以后请用命令，或 ledger edit。
    说明一条：ledger audit --explain 提交/规则/编号 "说明"；只写提交，就是说明那次提
      交的全部。说明也存入历史，只增不改；要由别人来说明，本人说的不算。
    --- exit 3
    "#);
}

#[test]
fn digits_that_fit_two_commits_are_not_enough() {
    let mut world = world();
    world.on("2026-02-10");
    // Among a thousand commits two begin alike.
    let mut stream = String::new();
    for number in 0..1000 {
        use std::fmt::Write;
        let text = format!("title = \"第{number}版\"\n");
        let from = if number == 0 { "from refs/heads/main^0\n" } else { "" };
        let size = text.len();
        write!(
            stream,
            "commit refs/heads/main\ncommitter 李强 <liqiang@example.com> 1770000000 +0800\ndata 3\n改\n\
             {from}M 100644 inline tasks/2026/005.toml\ndata {size}\n{text}\n"
        )
        .unwrap();
    }
    import(&world, stream.as_bytes());
    world.git(["reset", "--quiet", "--hard"]);
    let all = world.git(["log", "--format=%H", "--", "tasks/2026/005.toml"]);
    let mut digits: Vec<&str> = all.lines().map(|commit| &commit[..4]).collect();
    digits.sort_unstable();
    let twice = digits.windows(2).find(|pair| pair[0] == pair[1]).unwrap();
    let before = world.state();
    let said = world.run(["audit", "--explain", twice[0], "停电"]);
    assert_eq!(said.code, 1);
    assert!(said.stderr.contains("开头的提交不止一个"), "{said}");
    assert_eq!(world.state(), before);
}

#[test]
fn a_printed_page_is_held_against_the_history() {
    let mut world = world();
    world.on("2026-02-10");
    world.must(["start", "1"]);
    // The page names its commit at its foot.
    world.must(["list", "-o", "../列表.md"]);
    let page = world.read("../列表.md");
    let (_, digits) = page.split_once("依据提交 ").unwrap();
    let digits = &digits[..10];
    world.on("2026-02-20");
    world.must(["note", "1", "已拟定初稿", "--progress", "40"]);
    world.must(["add", "新的任务"]);
    let run = |words: &[&str]| without_commits(&world.run(words).to_string());
    assert_snapshot!(run(&["audit", "--printed", digits, "--width", "80"]), @"
    清廉机关建设工作台账　核对印件
    编制单位：某局　2026年2月20日　星期五

    属实：提交 〔某提交〕 仍在历史里（2026年2月10日 李强：启动 2026-001 制定方案），
      此后又有 2 次提交

    从 2026-02-10（提交 〔某提交〕），到 2026-02-20（提交 〔某提交〕）
    新增 1 项，改动 1 项，删除 0 项

    新增的任务
    编号     任务
    ─────────────────
    2026-005 新的任务

    改动的任务
    编号     任务     变化
    ────────────────────────────────────────────────────────────
    2026-001 制定方案 进度 0% → 40%
                      增加记录：2026-02-20 李强 进展：已拟定初稿
    ");
    assert_snapshot!(run(&["audit", "--printed", digits, "--format", "json"]), @r#"
    {
      "commit": "〔某提交〕",
      "kept": true,
      "date": "2026-02-10",
      "author": "李强",
      "sentence": "启动 2026-001 制定方案",
      "later": 2,
      "since": {
        "from": "2026-02-10",
        "to": "2026-02-20",
        "from_commit": "〔某提交〕",
        "to_commit": "〔某提交〕",
        "added": [
          "2026-005"
        ],
        "removed": [],
        "changed": [
          {
            "id": "2026-001",
            "changes": [
              {
                "field": "progress",
                "from": 0,
                "to": 40
              },
              {
                "field": "log",
                "from": null,
                "to": {
                  "by": "李强",
                  "date": "2026-02-20",
                  "kind": "note",
                  "text": "已拟定初稿"
                }
              }
            ]
          }
        ],
        "settings": []
      }
    }
    "#);
    assert_snapshot!(run(&["audit", "--printed", "0123456789", "--exit-code"]), @"
    清廉机关建设工作台账　核对印件
    编制单位：某局　2026年2月20日　星期五

    查无此提交：历史里没有 〔某提交〕；请核对印件上的十位字，再运行 ledger sync 取来别人的修改。如果仍然
      没有，历史被改写过
    --- exit 3
    ");
    assert_snapshot!(run(&["audit", "--printed", "第十号"]), @"
    --- stderr
    错误：“第十号”不是提交；请照印件页脚“依据提交”后面的十位字写
    --- exit 2
    ");
    // A page that was drawn and then made unsaid.
    let last = commit(&world, "HEAD");
    world.git(["commit", "--quiet", "--amend", "--message", "换了说法"]);
    assert_snapshot!(run(&["audit", "--printed", &last, "--exit-code", "--width", "80"]), @"
    清廉机关建设工作台账　核对印件
    编制单位：某局　2026年2月20日　星期五

    不符：提交 〔某提交〕（2026年2月20日 李强：登记 2026-005 新的任务）已经不在现在
      的历史里，历史被改写过，或来自还没有同步的另一个台账
    --- exit 3
    ");
}
