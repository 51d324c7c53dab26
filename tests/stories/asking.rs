//! Asking a person at a terminal, and never asking anybody else.

use rexpect::session::{PtySession, spawn_command};

use crate::common::World;

/// A person at a terminal.
pub(crate) struct Terminal(PtySession);

impl Terminal {
    /// `ledger` with these words on a pseudo-terminal.
    pub(crate) fn running(world: &World, words: &[&str], variables: &[(&str, &str)]) -> Self {
        let mut command = world.ledger();
        command.args(words).env("TERM", "xterm-256color").envs(variables.iter().copied());
        Self(spawn_command(command, Some(10_000)).unwrap())
    }

    /// Reads until `text` has appeared.
    #[track_caller]
    pub(crate) fn sees(&mut self, text: &str) {
        self.0.exp_string(&as_bytes(text)).unwrap_or_else(|error| panic!("{}", as_text(&error.to_string())));
    }

    /// Types a line once `question` has appeared.
    #[track_caller]
    fn answers(&mut self, question: &str, line: &str) {
        self.sees(question);
        self.types(&format!("{line}\r"));
    }

    pub(crate) fn types(&mut self, keys: &str) {
        self.0.send(keys).unwrap();
        self.0.flush().unwrap();
    }

    /// Everything else that appears, and the exit code.
    pub(crate) fn ends(mut self) -> (String, String) {
        let rest = as_text(&self.0.exp_eof().unwrap());
        // `rexpect` keeps the type to itself: `Exited(Pid(7), 0)`.
        let status = format!("{:?}", self.0.process().wait().unwrap());
        (rest, status.rsplit(' ').next().unwrap().trim_end_matches(')').to_owned())
    }
}

/// `rexpect` takes every byte for a character of its own.
fn as_bytes(text: &str) -> String {
    text.bytes().map(char::from).collect()
}

fn as_text(bytes: &str) -> String {
    String::from_utf8_lossy(&bytes.chars().filter_map(|c| u8::try_from(c).ok()).collect::<Vec<_>>())
        .into_owned()
}

#[test]
fn add_asks_for_everything_that_every_task_should_have() {
    let world = World::with_ledger();
    let mut person = Terminal::running(&world, &["add"], &[]);
    person.answers("任务名称：", "组织开展警示教育");
    person.answers("具体内容：", "年内至少一次");
    // The plan's own words stand to choose from; typing narrows the choice.
    person.sees("重点任务：");
    person.answers("清廉文化建设", "纪律");
    person.sees("阶段：");
    person.answers("总结提升", "集中");
    person.sees("牵头单位：");
    person.answers("机关纪委", "纪委");
    // The people of that office come first: one step down from leaving it open.
    person.sees("责任人：");
    person.sees("陈刚");
    person.answers("王敏", "\u{1b}[B");
    // A day that does not exist is asked for again.
    person.answers("完成时限：", "9月31日");
    person.sees("9月31日不存在");
    person.types(&"\u{7f}".repeat(6));
    person.types("9月底前\r");
    person.answers("完成标准：", "");
    let (rest, code) = person.ends();
    assert!(rest.contains("登记 2026-001 组织开展警示教育\r\n"), "{rest}");
    assert_eq!(code, "0");
    insta::assert_snapshot!(world.task("001"), @r#"
    title = "组织开展警示教育"
    content = "年内至少一次"
    domain = "清廉纪律建设"
    phase = "集中建设"
    lead = "机关纪委"
    owner = "陈刚"
    due = 2026-09-30
    due_text = "9月底前"

    status = "todo"
    progress = 0
    "#);
    assert_eq!(world.git(["status", "--porcelain"]), "");
}

#[test]
fn a_process_asks_only_what_it_is_for() {
    let world = World::with_ledger();
    let mut person = Terminal::running(&world, &["add", "--template", "问题整改"], &[]);
    person.answers("项目名称：", "");
    person.sees("项目名称不能空着");
    person.types("账实不符\r");
    let (rest, code) = person.ends();
    assert!(rest.contains("登记 2026-001 整改：账实不符（问题整改，5 项）"), "{rest}");
    assert_eq!(code, "0");
}

#[test]
fn add_asks_only_for_what_is_missing_and_everything_but_the_title_may_stay_open() {
    let world = World::with_ledger();
    let words =
        ["add", "--lead", "综合科", "--domain", "清廉思想建设", "--due", "2026-09-30", "--content", "一"];
    let mut person = Terminal::running(&world, &words, &[]);
    person.answers("任务名称：", "  ");
    person.sees("任务名称不能空着");
    person.types("甲\r");
    person.sees("阶段：");
    person.answers("（不填）", "");
    person.sees("责任人：");
    person.answers("（不填）", "");
    person.answers("完成标准：", "");
    let (rest, _) = person.ends();
    assert!(rest.contains("登记 2026-001 甲"), "{rest}");
    for question in ["牵头单位：", "重点任务：", "完成时限：", "具体内容："] {
        assert!(!rest.contains(question), "{rest}");
    }
    assert_eq!(
        world.task("001"),
        "title = \"甲\"\ncontent = \"一\"\ndomain = \"清廉思想建设\"\nlead = \"综合科\"\n\
         due = 2026-09-30\n\nstatus = \"todo\"\nprogress = 0\n"
    );
}

#[test]
fn a_ledger_without_settings_asks_only_what_can_be_answered() {
    let world = World::with_settings("name = \"台账\"\nyear = 2026\n");
    let mut person = Terminal::running(&world, &["add", "甲", "--long-term"], &[]);
    // No phase and no field of work would be accepted; to ask for one would be to lose what was typed before.
    for (question, answer) in
        [("具体内容：", "一大段"), ("牵头单位：", "综合科"), ("责任人：", "李强"), ("完成标准：", "")]
    {
        person.answers(question, answer);
    }
    person.ends();
    assert_eq!(
        world.task("001"),
        "title = \"甲\"\ncontent = \"一大段\"\nlead = \"综合科\"\nowner = \"李强\"\nlong_term = true\n\n\
         status = \"todo\"\nprogress = 0\n"
    );
}

#[test]
fn giving_up_registers_nothing() {
    let world = World::with_ledger();
    let before = world.state();
    for key in ["\u{3}", "\u{1b}"] {
        let mut person = Terminal::running(&world, &["add", "甲"], &[]);
        person.sees("具体内容：");
        person.types(key);
        let (rest, code) = person.ends();
        assert!(rest.contains("已取消，没有登记"), "{rest}");
        assert_eq!(code, "1");
        assert_eq!(world.state(), before);
    }
}

#[test]
fn nobody_is_asked_through_a_pipe() {
    let world = World::with_ledger();
    let before = world.state();
    insta::assert_snapshot!(world.run(["add"]), @r#"
    --- stderr
    错误：缺少任务名称；写法：ledger add "组织开展警示教育" --due 9月底前
    --- exit 2
    "#);
    insta::assert_snapshot!(world.run(["add", "--due", "2026-09-30", "--lead", "综合科"]), @r#"
    --- stderr
    错误：缺少任务名称；写法：ledger add "组织开展警示教育" --due 9月底前
    --- exit 2
    "#);
    assert_eq!(world.state(), before);
    // With a title nothing more is needed.
    assert_eq!(world.must(["add", "甲"]).stdout, "登记 2026-001 甲\n");
}

#[test]
fn the_other_commands_ask_nothing_at_a_terminal_either() {
    let world = World::with_tasks();
    for words in [&["note", "14", "进展"][..], &["done", "14"], &["list"], &["board"]] {
        let (said, code) = Terminal::running(&world, words, &[]).ends();
        assert_eq!(code, "0", "{words:?}: {said}");
    }
}
