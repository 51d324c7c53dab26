//! Starting a ledger, and finding it again.

use crate::common::World;

#[test]
fn init_makes_the_files_the_repository_and_one_commit() {
    let world = World::empty();
    let said = world.run(["init", "--name", "清廉机关建设工作台账", "--unit", "某局", "--year", "2026"]);
    insta::assert_snapshot!(said, @"
    建立台账 清廉机关建设工作台账
    --- stderr
    新建了 git 仓库，以后每次修改都会存入
    下一步：打开 …/台账/ledger.toml 填好阶段、重点任务和科室，再用 ledger add 登记任务
    ");
    insta::assert_snapshot!(world.last_commit(), @"
    李强 <liqiang@example.com>
    建立台账 清廉机关建设工作台账

    Ledger-Op: init


    A	.gitattributes
    A	.gitignore
    A	ledger.toml
    A	tasks/.gitkeep
    A	templates/招商项目.toml
    A	templates/问题整改.toml
    ");
    insta::assert_snapshot!(world.read("ledger.toml"), @r#"
    name = "清廉机关建设工作台账"
    unit = "某局"
    year = 2026

    # 阶段：按方案的顺序写；end 是阶段时限，没有 end 的就是长期坚持
    # [[phase]]
    # name  = "集中建设"
    # start = 2026-04-01
    # end   = 2026-11-30

    # 重点任务
    # [[domain]]
    # name = "清廉思想建设"

    # 科室和人员
    # [[office]]
    # name   = "综合科"
    # people = ["李强", "赵蕾"]

    # 领导小组、工作专班
    # [[body]]
    # name    = "工作专班"
    # head    = "王敏"
    # members = ["李强", "赵蕾"]

    [lights]
    soon_days = 7        # 剩几天算临期
    # behind = { yellow = 10, red = 30 }   # 落后序时进度几个百分点亮黄、亮红

    [closing]
    review   = false     # true：办结后要由他人核销
    evidence = false     # true：没有佐证材料不能销号

    # 挂图
    # [board]
    # marks = "flags"    # 办结贴红旗，逾期贴黑旗；不写则办结画 ★

    # 周报、月报的刊头和版记
    # [report]
    # name   = "清廉机关建设工作"      # 后面自动加“周报”“月报”；不写则用台账名称
    # editor = "工作专班办公室"        # 编印单位；不写则用编制单位
    # to     = ["局领导"]              # 报
    # cc     = ["各科室"]              # 送
    # copies = 15                      # 共印份数
    # first  = 2026-01-05              # 第1期所在的那一周（月）的某一天；不写则按当年第几周（月）编期号

    # 督办单
    # [notice]
    # prefix     = "督"                # 督〔2026〕12号
    # issuer     = "工作专班办公室"    # 督办单位；不写则用编制单位
    # reply_days = 3                   # 几个工作日内反馈

    # 节假日安排：2023 年至 2026 年的已经收录；下一年的公布后照放假通知写在这里，本单位、本地另行放假的也写在这里
    # [[holiday]]
    # year = 2027
    # off  = ["1月1日至3日", "5月1日至5日"]   # 放假，连着的周末一并写上（这里只是写法，日子以通知为准）
    # work = ["5月8日"]                       # 补班的周末

    # 督查考评：得分率按百分数，扣分按分
    # [score]
    # on_time = 100        # 按时办结
    # late    = 60         # 逾期办结
    # overdue = 0          # 逾期未办结
    # returned = 2         # 每退回一次扣
    # extended = 0         # 时限前批准的延期，每次扣
    # late_extension = 1   # 时限过后才登记的延期，每次扣

    # 历史审计
    # [audit]
    # backdate_days = 3    # 办理记录和办结日期可以比存入历史早几个工作日，最多 3 个
    # recorders = ["赵蕾"] # 替大家录入的人，报办结和核销都由其存入也不算一手报核
    # signatures = true    # 每次修改都要本人签名，先人人运行 ledger whoami --sign；一经写上，以后再删也照查

    [git]
    commit = true        # 每次修改存入一次历史
    "#);
    insta::assert_snapshot!(world.read(".gitattributes"), @"
    # 任务文件按栏目合并；换行符照原样保存
    /tasks/**/*.toml merge=ledger -text
    /evidence/** -text
    /templates/** -text
    /audit/** -text
    /allowed_signers merge=union -text
    /ledger.toml -text
    /.gitattributes -text
    /.gitignore -text
    ");
    insta::assert_snapshot!(world.read(".gitignore"), @"
    # 程序运行时的临时文件，不入库
    .ledger-*
    ");
    assert_eq!(world.head_count(), 1);
    assert_eq!(world.git(["status", "--porcelain"]), "");
    // What it made can be used as it is.
    insta::assert_snapshot!(world.run([""; 0]), @"
    清廉机关建设工作台账　今日看板
    编制单位：某局　2026年6月30日　星期二

    共 0 项

    灯  项数 其中
    ─────────────
    ■红    0
    ▲黄    0
    ●绿    0
    ★蓝    0
    ○灰    0

    台账里还没有任务；登记用 ledger add
    ");
    insta::assert_snapshot!(world.run(["check"]), @"
    清廉机关建设工作台账　台账检查
    编制单位：某局　2026年6月30日　星期二

    检查了 0 项任务，没有发现问题
    ");
}

#[test]
fn init_makes_the_folder_that_is_named() {
    let world = World::empty();
    insta::assert_snapshot!(world.run(["建账", "档案/二〇二六", "--名称", "甲\"乙\"台账", "--年度", "2027"]), @r#"
    建立台账 甲"乙"台账
    --- stderr
    新建了 git 仓库，以后每次修改都会存入
    下一步：打开 …/台账/档案/二〇二六/ledger.toml 填好阶段、重点任务和科室，再用 ledger add 登记任务
    "#);
    assert!(
        world
            .read("档案/二〇二六/ledger.toml")
            .starts_with("name = '甲\"乙\"台账'\nunit = \"\"\nyear = 2027\n")
    );
    assert!(world.path("档案/二〇二六/.git").is_dir());
    assert!(!world.path(".git").exists());
}

#[test]
fn init_takes_the_year_from_the_day() {
    let mut world = World::empty();
    world.today_is("2027-01-04");
    world.must(["init"]);
    assert!(world.read("ledger.toml").contains("\nyear = 2027\n"));
}

#[test]
fn init_leaves_an_existing_ledger_alone() {
    let world = World::with_tasks();
    let before = world.state();
    insta::assert_snapshot!(world.run(["init", "--name", "另一本"]), @"
    --- stderr
    错误：“…/台账”里已经有台账（ledger.toml），没有改动
    --- exit 1
    ");
    assert_eq!(world.state(), before);
}

#[test]
fn init_inside_a_larger_repository_makes_no_repository_of_its_own() {
    let world = World::empty();
    world.git(["init", "--quiet"]);
    world.write("README.md", "本局的各种资料\n");
    world.commit_all("资料");
    world.write("草稿.txt", "没有入库\n");
    world.write("待存.txt", "已暂存\n");
    world.git(["add", "待存.txt"]);
    insta::assert_snapshot!(world.run(["init", "ledger"]), @"
    建立台账 工作台账
    --- stderr
    下一步：打开 …/台账/ledger/ledger.toml 填好阶段、重点任务和科室，再用 ledger add 登记任务
    ");
    assert!(!world.path("ledger/.git").exists());
    insta::assert_snapshot!(world.last_commit(), @"
    李强 <liqiang@example.com>
    建立台账 工作台账

    Ledger-Op: init


    A	ledger/.gitattributes
    A	ledger/.gitignore
    A	ledger/ledger.toml
    A	ledger/tasks/.gitkeep
    A	ledger/templates/招商项目.toml
    A	ledger/templates/问题整改.toml
    ");
    assert_eq!(world.git(["status", "--porcelain"]), "A  待存.txt\n?? 草稿.txt\n");
    // From the top of the repository the ledger is found in its folder.
    insta::assert_snapshot!(world.run(["add", "甲", "--due", "2026-09-30"]), @"登记 2026-001 甲");
    assert_eq!(
        world.read("ledger/tasks/2026/001.toml"),
        "title = \"甲\"\ndue = 2026-09-30\n\nstatus = \"todo\"\nprogress = 0\n"
    );
    assert_eq!(world.git(["show", "--name-only", "--format=", "HEAD"]), "ledger/tasks/2026/001.toml\n");
    assert_eq!(world.git(["status", "--porcelain"]), "A  待存.txt\n?? 草稿.txt\n");
}

#[test]
fn init_keeps_the_files_that_are_already_there() {
    let world = World::empty();
    world.git(["init", "--quiet"]);
    world.write(".gitignore", "*.tmp\n");
    world.write(".gitattributes", "*.docx binary\n");
    world.commit_all("原有的文件");
    world.must(["init"]);
    let (ignored, attributes) = (world.read(".gitignore"), world.read(".gitattributes"));
    assert!(ignored.starts_with("*.tmp\n"), "{ignored}");
    assert!(attributes.starts_with("*.docx binary\n"), "{attributes}");
    world.must(["add", "甲", "--due", "2026-09-30"]);
    // The lock of the program never becomes a stray file of the clerk's repository.
    assert_eq!(world.git(["status", "--porcelain"]), "");
    insta::assert_snapshot!(world.run(["check"]), @"
    工作台账　台账检查
    2026年6月30日　星期二

    检查了 1 项任务，没有发现问题
    ");
}

#[test]
fn init_that_cannot_be_kept_leaves_nothing_behind() {
    let world = World::empty();
    world.script("hooks/pre-commit", "echo 须先报批 >&2; exit 1");
    let hooks = world.path("../hooks").display().to_string();
    world.git(["config", "--global", "core.hooksPath", &hooks]);
    insta::assert_snapshot!(world.run(["init", "新的"]), @"
    --- stderr
    错误：仓库的钩子没有放行，没有改动；git 说：须先报批
    --- exit 1
    ");
    let left: Vec<_> = std::fs::read_dir(world.root()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn nobody_starts_a_ledger_without_a_name() {
    let world = World::of_a_stranger();
    insta::assert_snapshot!(world.run(["init"]), @r#"
    --- stderr
    错误：git 还不知道您是谁，没有改动任何文件；请先运行这两条命令（换成您的姓名和邮箱）：
      git config --global user.name "李强"
      git config --global user.email "liqiang@example.com"
    --- exit 1
    "#);
    assert_eq!(std::fs::read_dir(world.root()).unwrap().count(), 0);
    insta::assert_snapshot!(world.run(["init", "新的"]), @r#"
    --- stderr
    错误：git 还不知道您是谁，没有改动任何文件；请先运行这两条命令（换成您的姓名和邮箱）：
      git config --global user.name "李强"
      git config --global user.email "liqiang@example.com"
    --- exit 1
    "#);
    assert!(!world.path("新的").exists());
}

#[test]
fn nobody_closes_a_task_without_a_name() {
    let world = World::with_tasks();
    world.forget_who();
    let before = world.state();
    insta::assert_snapshot!(world.run(["done", "14"]), @r#"
    --- stderr
    错误：git 还不知道您是谁，没有改动任何文件；请先运行这两条命令（换成您的姓名和邮箱）：
      git config --global user.name "李强"
      git config --global user.email "liqiang@example.com"
    --- exit 1
    "#);
    // Naming oneself for the log is not enough: git would not know the author.
    insta::assert_snapshot!(world.run(["done", "14", "--by", "李强"]), @r#"
    --- stderr
    错误：git 还不知道您是谁，没有改动任何文件；请先运行这两条命令（换成您的姓名和邮箱）：
      git config --global user.name "李强"
      git config --global user.email "liqiang@example.com"
    --- exit 1
    "#);
    assert_eq!(world.state(), before);
}

#[test]
fn a_ledger_may_do_without_history() {
    let world = World::with_settings("name = \"台账\"\nyear = 2026\n[git]\ncommit = false\n");
    insta::assert_snapshot!(world.run(["add", "甲", "--due", "9月底"]), @"
    登记 2026-001 甲
    --- stderr
    注意：完成时限“9月底”理解为 2026-09-30（星期三），没有写的年份按 2026 年
    ");
    insta::assert_snapshot!(world.run(["done", "1"]), @"办结 2026-001 甲");
    assert_eq!(world.head_count(), 2);
    insta::assert_snapshot!(world.task("001"), @r#"
    title = "甲"
    due = 2026-09-30
    due_text = "9月底"

    status = "done"
    progress = 100
    done_on = 2026-06-30

    [[log]]
    date = 2026-06-30
    by = "李强"
    kind = "done"
    "#);
    // Without a repository and without a name, only the name is missed.
    std::fs::remove_dir_all(world.path(".git")).unwrap();
    world.forget_who();
    insta::assert_snapshot!(world.run(["reopen", "1", "补材料"]), @r#"
    --- stderr
    错误：不知道是谁经办的，没有改动；请加 --by 姓名，或运行 git config --global user.name "姓名"
    --- exit 1
    "#);
    insta::assert_snapshot!(world.run(["reopen", "1", "补材料", "--by", "赵蕾"]), @"重开 2026-001 甲：补材料");
}

#[test]
fn a_ledger_that_lost_its_repository_says_so_and_changes_nothing() {
    let world = World::with_tasks();
    std::fs::remove_dir_all(world.path(".git")).unwrap();
    let before = world.task("014");
    insta::assert_snapshot!(world.run(["note", "14", "进展"]), @"
    --- stderr
    错误：台账文件夹“…/台账”不在 git 仓库里，没有改动；请在里面运行 git init，或在 ledger.toml 里写 [git] commit = false
    --- exit 1
    ");
    assert_eq!(world.task("014"), before);
    // Reading goes on.
    assert_eq!(world.run(["list"]).code, 0);
}

#[test]
fn the_ledger_is_found_upwards_or_where_it_is_said_to_be() {
    let mut world = World::empty();
    for (folder, name) in [("甲", "甲账"), ("乙", "乙账"), ("丙/ledger", "丙账")] {
        world.must(["init", folder, "--name", name]);
    }
    world.write("甲/tasks/2026/附件/说明.txt", "");
    let name = |said: crate::common::Said| said.stdout.lines().next().map(str::to_owned).unwrap_or_default();
    assert_eq!(name(world.run_in("甲/tasks/2026/附件", ["list"])), "甲账　任务列表");
    assert_eq!(name(world.run_in("丙", ["list"])), "丙账　任务列表");
    assert_eq!(name(world.run_in("丙/ledger/tasks", ["list"])), "丙账　任务列表");
    assert_eq!(name(world.run_in("甲", ["--ledger", "../乙", "list"])), "乙账　任务列表");
    assert_eq!(name(world.run_in("甲", ["list", "--台账", "../丙"])), "丙账　任务列表");
    insta::assert_snapshot!(world.run(["list"]), @"
    --- stderr
    错误：从“…/台账”往上都没有找到 ledger.toml；请到台账文件夹里运行，或用 --ledger 文件夹 指明，建立新台账用 ledger init
    --- exit 1
    ");
    insta::assert_snapshot!(world.run(["list", "--ledger", "甲/tasks"]), @"
    --- stderr
    错误：“甲/tasks”里没有 ledger.toml；请核对 --ledger（或 LEDGER_DIR），建立新台账用 ledger init
    --- exit 1
    ");
    let other = world.path("乙").display().to_string();
    world.set_variable("LEDGER_DIR", &other);
    assert_eq!(name(world.run_in("甲", ["list"])), "乙账　任务列表");
    assert_eq!(name(world.run_in("甲", ["list", "--ledger", "."])), "甲账　任务列表");
    world.set_variable("LEDGER_DIR", "/没有这个文件夹");
    insta::assert_snapshot!(world.run_in("甲", ["list"]), @"
    --- stderr
    错误：“/没有这个文件夹”里没有 ledger.toml；请核对 --ledger（或 LEDGER_DIR），建立新台账用 ledger init
    --- exit 1
    ");
}

#[test]
fn the_day_may_come_from_the_environment() {
    let mut world = World::with_tasks();
    world.set_variable("LEDGER_TODAY", "2026年7月6日");
    let mut command = world.command(env!("CARGO_BIN_EXE_ledger"));
    let said = world.said(&command.args(["due", "--within", "0d"]).output().unwrap());
    insta::assert_snapshot!(said, @"
    清廉机关建设工作台账　临期任务
    编制单位：某局　2026年7月6日　星期一

    今后 0 天内没有到期的任务；另有逾期 4 项，见 ledger overdue
    ");
    // What is typed wins.
    assert!(world.run(["due"]).stdout.contains("2026年6月30日"));
}

#[test]
fn every_command_answers_to_its_chinese_name() {
    let world = World::with_ledger();
    let said = |words: &[&str]| world.must(words).stdout;
    assert_eq!(said(&["新增", "甲", "--完成时限", "2026-09-30"]), "登记 2026-001 甲\n");
    assert_eq!(
        said(&["登记", "乙", "--重点任务", "清廉思想建设", "--阶段", "集中建设", "--责任人", "赵蕾"]),
        "登记 2026-002 乙\n"
    );
    assert_eq!(said(&["启动", "1"]), "启动 2026-001 甲\n");
    assert_eq!(said(&["进展", "1", "过半", "--进度", "50"]), "进展 2026-001 甲：过半（50%）\n");
    assert_eq!(said(&["受阻", "1", "缺经费", "--经办人", "赵蕾"]), "受阻 2026-001 甲：缺经费\n");
    assert_eq!(
        said(&["延期", "1", "--新时限", "10月底", "--原因", "等经费", "--批准人", "王敏"]),
        "延期 2026-001 甲：2026-09-30 → 2026-10-31（批准人：王敏）\n"
    );
    assert_eq!(said(&["修改", "1", "责任人=李强"]), "修改 2026-001 甲：责任人“李强”\n");
    assert_eq!(said(&["办结", "1", "--办结日期", "昨天"]), "办结 2026-001 甲\n");
    assert_eq!(said(&["重开", "1", "漏一项"]), "重开 2026-001 甲：漏一项\n");
    assert_eq!(said(&["取消", "1", "并入乙"]), "取消 2026-001 甲：并入乙\n");
    for (chinese, english) in [
        (&["列表", "--全部", "--排序", "灯"][..], &["list", "--all", "--sort", "light"][..]),
        (&["查看", "1"], &["show", "1"]),
        (&["逾期"], &["overdue"]),
        (&["临期", "--期限", "30d"], &["due", "--within", "30d"]),
        (&["挂图", "--分组", "阶段"], &["board", "--by", "phase"]),
        (&["检查", "--格式", "json"], &["check", "--format", "json"]),
    ] {
        assert_eq!(said(chinese), said(english));
    }
    assert_eq!(said(&["--宽度", "60", "列表"]), said(&["--width", "60", "list"]));
}

#[test]
fn review_has_chinese_names_too() {
    let world = World::with_settings("name = \"台账\"\nyear = 2026\n[closing]\nreview = true\n");
    world.must(["add", "甲", "--due", "2026-09-30"]);
    world.must(["办结", "1"]);
    assert_eq!(
        world.must(["退回", "1", "缺签到表", "--经办人", "赵蕾"]).stdout,
        "退回 2026-001 甲：缺签到表\n"
    );
    world.must(["办结", "1"]);
    assert_eq!(world.must(["核销", "1", "--经办人", "赵蕾"]).stdout, "核销 2026-001 甲\n");
}
