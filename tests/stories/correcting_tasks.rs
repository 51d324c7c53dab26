//! Correcting what a task says: with `set`, and in the person's own editor.

use crate::common::World;

#[test]
fn fields_are_set_and_cleared() {
    let world = World::with_tasks();
    insta::assert_snapshot!(
        world.run(["set", "14", "责任人=李强", "weight=3", "support=机关纪委、工会", "标签=六个一", "content=一家一封信", "public=是"]),
        @"
    修改 2026-014 开展清廉家风活动：具体内容“一家一封信”，配合单位“机关纪委、工会”，责任人“李强”，考核分值 3，标签“六个一”，可公开：是
    --- stderr
    注意：配合单位“工会”没有在 ledger.toml 里登记
    "
    );
    insta::assert_snapshot!(world.task("014"), @r#"
    title = "开展清廉家风活动"
    content = "一家一封信"
    domain = "清廉文化建设"
    phase = "集中建设"
    lead = "综合科"
    support = ["机关纪委", "工会"]
    owner = "李强"
    start = 2026-04-01
    due = 2026-10-31
    weight = 3
    tags = ["六个一"]
    public = true

    status = "doing"
    progress = 50
    "#);
    insta::assert_snapshot!(world.run(["set", "14", "support=", "weight=", "tags=甲，乙"]), @"修改 2026-014 开展清廉家风活动：清空配合单位，清空考核分值，标签“甲、乙”");
    insta::assert_snapshot!(world.task("014"), @r#"
    title = "开展清廉家风活动"
    content = "一家一封信"
    domain = "清廉文化建设"
    phase = "集中建设"
    lead = "综合科"
    owner = "李强"
    start = 2026-04-01
    due = 2026-10-31
    tags = ["甲", "乙"]
    public = true

    status = "doing"
    progress = 50
    "#);
    insta::assert_snapshot!(world.last_commit(), @"
    李强 <liqiang@example.com>
    修改 2026-014 开展清廉家风活动：清空配合单位，清空考核分值，标签“甲、乙”

    Ledger-Op: set
    Ledger-Task: 2026-014


    M	tasks/2026/014.toml
    ");
    // A task without a deadline is given one.
    insta::assert_snapshot!(world.run(["set", "10", "due=9月底前", "phase=集中建设"]), @"
    修改 2026-010 只有名称：阶段“集中建设”，完成时限 2026-09-30，时限原文“9月底前”
    --- stderr
    注意：完成时限“9月底前”理解为 2026-09-30（星期三），没有写的年份按 2026 年
    ");
    insta::assert_snapshot!(world.task("010"), @r#"
    title = "只有名称"
    phase = "集中建设"
    due = 2026-09-30
    due_text = "9月底前"
    "#);
}

#[test]
fn the_sentence_tells_only_what_changes() {
    let world = World::with_tasks();
    // 赵蕾 answers for it already, and it never had a measure.
    assert_eq!(
        world.must(["set", "14", "owner=赵蕾", "measure=", "weight=3"]).stdout,
        "修改 2026-014 开展清廉家风活动：考核分值 3\n"
    );
}

#[test]
fn what_set_may_not_touch_it_refuses() {
    let world = World::with_tasks();
    let before = world.state();
    let set = |words: &[&str]| world.run(["set", "14"].iter().chain(words));
    insta::assert_snapshot!(set(&["status=done"]), @"
    --- stderr
    错误：状态不能直接改；请用 start、block、done、accept、return、reopen、cancel、void 等命令
    --- exit 1
    ");
    insta::assert_snapshot!(set(&["done_on=2026-06-01"]), @"
    --- stderr
    错误：办结日期不能直接改；请用 ledger done 编号 --on 日期
    --- exit 1
    ");
    insta::assert_snapshot!(set(&["due=2026-12-31"]), @"
    --- stderr
    错误：这样改会把时限从 2026-10-31 变为 2026-11-30；要延期请用 ledger extend 2026-014 --to 日期 --reason 原因 --approved-by 批准人；要提前，或当初登记有误的，用 ledger edit 2026-014 改（历史里看得到）
    --- exit 1
    ");
    insta::assert_snapshot!(set(&["due="]), @"
    --- stderr
    错误：这样改会把时限从 2026-10-31 变为 2026-11-30；要延期请用 ledger extend 2026-014 --to 日期 --reason 原因 --approved-by 批准人；要提前，或当初登记有误的，用 ledger edit 2026-014 改（历史里看得到）
    --- exit 1
    ");
    insta::assert_snapshot!(set(&["phase=部署推进"]), @"
    --- stderr
    错误：这样改会把时限从 2026-10-31 变为 2026-03-31；要延期请用 ledger extend 2026-014 --to 日期 --reason 原因 --approved-by 批准人；要提前，或当初登记有误的，用 ledger edit 2026-014 改（历史里看得到）
    --- exit 1
    ");
    insta::assert_snapshot!(set(&["phase=集中建设阶段"]), @"
    --- stderr
    错误：阶段“集中建设阶段”不在 ledger.toml 里；您是不是想写“集中建设”？已有：部署推进、集中建设、总结提升
    --- exit 1
    ");
    insta::assert_snapshot!(set(&["domain=清廉思想"]), @"
    --- stderr
    错误：重点任务“清廉思想”不在 ledger.toml 里；您是不是想写“清廉思想建设”？已有：清廉思想建设、清廉纪律建设、清廉文化建设
    --- exit 1
    ");
    insta::assert_snapshot!(set(&["ower=李强"]), @"
    --- stderr
    错误：没有“ower”这一栏；您是不是想写“owner”？
    --- exit 1
    ");
    insta::assert_snapshot!(set(&["颜色=红"]), @"
    --- stderr
    错误：没有“颜色”这一栏；可以改的有：任务名称（title）、具体内容（content）、类别（kind）、重点任务（domain）、具体举措（measure）、任务依据（basis）、完成标准（standard）、阶段（phase）、牵头单位（lead）、配合单位（support）、责任领导（leader）、责任人（owner）、开始时间（start）、完成时限（due）、时限原文（due_text）、长期坚持（long_term）、频次（repeat）、考核分值（weight）、上级任务（parent）、标签（tags）、可公开（public）、风险等级（level）、成果（outcome）、状态（status）、进度（progress）、办结日期（done_on）
    --- exit 1
    ");
    insta::assert_snapshot!(set(&["title="]), @"
    --- stderr
    错误：任务名称不能空着；请写一句话，如“组织开展警示教育”
    --- exit 1
    ");
    insta::assert_snapshot!(set(&["progress=120"]), @"
    --- stderr
    错误：进度（progress）不能是“120”；应为0 到 100 的整数，如 60
    --- exit 1
    ");
    insta::assert_snapshot!(set(&["weight=很高"]), @"
    --- stderr
    错误：考核分值（weight）不能是“很高”；应为不小于 0 的数字，如 5
    --- exit 1
    ");
    insta::assert_snapshot!(set(&["public=也许"]), @"
    --- stderr
    错误：可公开（public）不能是“也许”；应为是或否（true 或 false）
    --- exit 1
    ");
    insta::assert_snapshot!(set(&["start=2月30日"]), @"
    --- stderr
    错误：开始时间：2026年2月30日不存在，2月最后一天是 2026-02-28
    --- exit 1
    ");
    insta::assert_snapshot!(set(&["owner=赵蕾"]), @"
    --- stderr
    错误：写的内容和现在的一样，没有改动
    --- exit 1
    ");
    insta::assert_snapshot!(set(&["责任人 李强"]), @"
    --- stderr
    错误：“责任人 李强”里没有等号；写法：ledger set 14 owner=李强
    --- exit 2
    ");
    insta::assert_snapshot!(set(&["owner=李强", "phase=没有的阶段"]), @"
    --- stderr
    错误：阶段“没有的阶段”不在 ledger.toml 里；已有：部署推进、集中建设、总结提升
    --- exit 1
    ");
    assert_eq!(world.state(), before);
}

#[test]
fn nobody_is_their_own_ancestor() {
    let world = World::with_tasks();
    let before = world.state();
    // 13 is a child of 14 already.
    insta::assert_snapshot!(world.run(["set", "14", "parent=14"]), @"
    --- stderr
    错误：2026-014 不能是自己的上级，也不能是自己下级的下级
    --- exit 1
    ");
    insta::assert_snapshot!(world.run(["set", "14", "parent=13"]), @"
    --- stderr
    错误：2026-014 不能是自己的上级，也不能是自己下级的下级
    --- exit 1
    ");
    insta::assert_snapshot!(world.run(["set", "14", "parent=99"]), @"
    --- stderr
    错误：没有编号为“99”的任务；您是不是想要 2026-009 落实谈心谈话制度？
    --- exit 1
    ");
    insta::assert_snapshot!(world.run(["add", "子任务", "--parent", "15"]), @"
    --- stderr
    错误：没有编号为“15”的任务；您是不是想要 2026-014 开展清廉家风活动？
    --- exit 1
    ");
    assert_eq!(world.state(), before);
    insta::assert_snapshot!(world.run(["set", "14", "parent=3"]), @"修改 2026-014 开展清廉家风活动：上级任务“2026-003”");
}

#[test]
fn a_file_is_edited_in_the_persons_own_editor() {
    let mut world = World::with_tasks();
    let editor = world.script("改标题", "sed -i 's/开展清廉家风活动/开展清廉家风宣传/' \"$1\"");
    world.set_variable("EDITOR", &editor);
    insta::assert_snapshot!(world.run(["edit", "14"]), @"编辑 2026-014 开展清廉家风宣传");
    insta::assert_snapshot!(world.last_commit(), @"
    李强 <liqiang@example.com>
    编辑 2026-014 开展清廉家风宣传

    Ledger-Op: edit
    Ledger-Task: 2026-014


    M	tasks/2026/014.toml
    ");
    assert!(world.task("014").starts_with("title = \"开展清廉家风宣传\"\n"));
    // Nothing to change is no change.
    insta::assert_snapshot!(world.run(["edit", "14"]), @"没有改动");
    // A deadline that was registered wrongly is put right this way, for everybody to see.
    let editor = world.script("改时限", "sed -i 's/^due = .*/due = 2026-10-30/' \"$1\"");
    world.set_variable("EDITOR", &editor);
    assert_eq!(world.must(["编辑", "14"]).stdout, "编辑 2026-014 开展清廉家风宣传\n");
    // The settings are edited without an id.
    let editor = world.script("改设置", "sed -i 's/^unit = .*/unit = \"某市某局\"/' \"$1\"");
    world.set_variable("EDITOR", &editor);
    insta::assert_snapshot!(world.run(["edit"]), @"编辑台账设置 ledger.toml");
    assert_eq!(
        world.git(["show", "--name-only", "--format=%s", "HEAD"]),
        "编辑台账设置 ledger.toml\n\nledger.toml\n"
    );
}

#[test]
fn an_edit_that_went_wrong_is_kept_as_a_draft() {
    let mut world = World::with_tasks();
    let before = world.state();
    let editor = world.script("改坏", "sed -i 's/^due = .*/due = 2026-09-31/' \"$1\"");
    world.set_variable("EDITOR", &editor);
    let said = world.run(["edit", "14"]);
    insta::assert_snapshot!(said, @"
    --- stderr
    错误：没有存入，您改的内容留在 …/临时/ledger-？.toml：tasks/2026/014.toml 第 7 行第 7 列：完成时限：2026-09-31 这一天不存在，离它最近的是 2026-09-30；请改正
    --- exit 1
    ");
    let drafts: Vec<_> =
        std::fs::read_dir(world.path("../临时")).unwrap().map(|entry| entry.unwrap().path()).collect();
    let [draft] = drafts.as_slice() else { panic!("one draft: {drafts:?}") };
    assert!(std::fs::read_to_string(draft).unwrap().contains("due = 2026-09-31\n"));

    for (name, body) in [
        ("改状态", "sed -i 's/^status = .*/status = \"完成\"/' \"$1\""),
        ("改阶段", "sed -i 's/^phase = .*/phase = \"集中\"/' \"$1\""),
        ("清空", ": > \"$1\""),
        ("不干了", "exit 3"),
    ] {
        let editor = world.script(name, body);
        world.set_variable("EDITOR", &editor);
        let said = world.run(["edit", "14"]);
        assert_eq!(said.code, 1, "{name}");
        assert!(said.stderr.starts_with("错误："), "{name}: {said}");
        assert_eq!(world.state(), before, "{name}");
    }
    world.set_variable("EDITOR", "没有这个编辑器");
    let said = world.run(["edit", "14"]);
    // What the shell says first differs from shell to shell.
    assert!(
        said.stderr
            .ends_with("错误：编辑器“没有这个编辑器”没有正常结束，没有改动；可用环境变量 EDITOR 换一个\n")
    );
    assert_eq!(said.code, 1);
    assert_eq!(world.state(), before);
}
