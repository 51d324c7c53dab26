use std::sync::Arc;

use chrono::NaiveDate;

use super::*;
use crate::core::hand::Hand;
use crate::core::revision::{Difference, Revision};
use crate::core::task_version::Record;

const SETTINGS: &str = "name = \"台账\"\n[[phase]]\nname = \"部署\"\n";

const ID: TaskId = TaskId { year: 2026, number: 1 };

/// A commit that names `op` and makes this of the task 2026-001.
fn deed(op: Op, before: Option<&str>, after: Option<&str>) -> Deed {
    let record = |text: &str| Arc::new(Record::read(ID, text.as_bytes()));
    let revision = Revision {
        commit: "1".repeat(40),
        parents: vec!["2".repeat(40)],
        day: NaiveDate::default(),
        authored: NaiveDate::default(),
        hands: [(); 2].map(|()| Hand { name: "李强".to_owned(), mail: "liqiang@x.cn".to_owned() }),
        sentence: op.label().to_owned(),
        op: Some(op.key().to_owned()),
        tasks: vec![ID],
        undoes: None,
    };
    let touch = Touch { id: ID, before: before.map(record), after: after.map(record) };
    Deed {
        revision,
        difference: Difference { touches: vec![touch], ..Difference::default() },
        junction: None,
    }
}

fn admitted(deed: &Deed) -> Result<(), String> {
    admit(deed, deed.revision.origin()).map_err(|(_, why)| why)
}

#[test]
fn what_is_taken_in_makes_tasks_and_an_import_updates_them() {
    #[track_caller]
    fn case(op: Op, before: Option<&str>, after: Option<&str>, expected: Result<(), &str>) {
        assert_eq!(admitted(&deed(op, before, after)), expected.map_err(ToOwned::to_owned));
    }
    let fresh = "title = \"甲\"\ndue = 2026-09-30\n";
    let done = "title = \"甲\"\nstatus = \"done\"\nprogress = 100\ndone_on = 2026-05-01\n";
    let told = "title = \"甲\"\n[[log]]\ndate = 2026-05-01\nkind = \"note\"\ntext = \"进展\"\n";
    let more = format!("{told}[[log]]\ndate = 2026-06-01\nkind = \"note\"\ntext = \"又有进展\"\n");
    let own = "title = \"甲\"\n\"备注\" = \"科室自己的栏\"\n";
    case(Op::Draft, None, Some(fresh), Ok(()));
    case(Op::Draft, None, Some(done), Err("自称是“立项”，却新建了已办结的任务"));
    case(Op::Draft, None, Some(told), Err("自称是“立项”，却新建了带办理记录的任务"));
    case(Op::Draft, Some(fresh), Some(own), Err("自称是“立项”，却改了已有的任务"));
    case(Op::Draft, Some(fresh), None, Err("自称是“立项”，却删除了任务文件"));
    // A sheet tells how far its tasks are, and knows columns that nobody else knows.
    for after in [fresh, done, told, own] {
        case(Op::Import, None, Some(after), Ok(()));
        case(Op::Import, Some(fresh), Some(after), Ok(()));
    }
    case(Op::Import, None, Some("title ="), Err("自称是“导入”，却新建的文件读不了"));
    case(Op::Import, Some(fresh), Some("title ="), Err("自称是“导入”，却把文件改得读不了"));
    case(Op::Import, Some(fresh), None, Err("自称是“导入”，却删除了任务文件"));
    case(Op::Import, Some(told), Some(&more), Ok(()));
    case(Op::Import, Some(&more), Some(told), Err("自称是“导入”，却改了原有的办理记录"));
}

#[test]
fn what_is_taken_in_adds_to_the_settings_and_leaves_what_they_say() {
    #[track_caller]
    fn case(after: &str, expected: bool) {
        for op in [Op::Import, Op::Draft] {
            let mut deed = deed(op, None, Some("title = \"甲\"\n"));
            let table = |text: &str| Some(Arc::new(toml::from_str::<Table>(text).unwrap()));
            deed.difference.settings = Some([table(SETTINGS), table(after)]);
            assert_eq!(admitted(&deed).is_ok(), expected, "{after}");
        }
    }
    case(&format!("{SETTINGS}[[phase]]\nname = \"建设\"\nend = 2026-11-30\n"), true);
    case(&format!("{SETTINGS}[[domain]]\nname = \"制度\"\n[import.columns]\n\"事项\" = \"title\"\n"), true);
    // The deadline of a phase that there is already would move its tasks'.
    case(&format!("{SETTINGS}end = 2026-11-30\n"), false);
    case("name = \"台账\"\n[[phase]]\nname = \"建设\"\n", false);
    case("name = \"台账\"\n", false);
    case(&format!("year = 2027\n{SETTINGS}"), false);
    case(&format!("{SETTINGS}[closing]\nreview = false\n"), false);
}

/// A task in a status, with these entries: `kind date`, and what else an entry says.
fn task(keys: &str, log: &[&str]) -> String {
    let entries = log.iter().map(|entry| {
        let mut parts = entry.splitn(3, ' ');
        let [kind, date] = [(); 2].map(|()| parts.next().unwrap());
        format!("[[log]]\nkind = \"{kind}\"\ndate = {date}\n{}\n", parts.next().unwrap_or_default())
    });
    format!("title = \"甲\"\n{keys}\n{}", entries.collect::<String>())
}

#[track_caller]
fn touched(op: Op, before: &str, after: &str, expected: Result<(), &str>) {
    let expected = expected.map_err(|why| format!("自称是“{}”，却{why}", op.label()));
    assert_eq!(admitted(&deed(op, Some(before), Some(after))), expected, "{after}");
}

#[test]
fn a_commit_touches_the_tasks_that_it_names_and_no_others() {
    let (before, after) = (task("", &[]), task("lead = \"综合科\"", &[]));
    let other = TaskId { year: 2026, number: 2 };
    let mut unnamed = deed(Op::Set, Some(&before), Some(&after));
    unnamed.revision.tasks = vec![other];
    assert_eq!(admitted(&unnamed), Err("自称是“修改”，却还改了没有写明的 2026-001".to_owned()));
    let mut untouched = deed(Op::Set, Some(&before), Some(&after));
    untouched.revision.tasks.push(other);
    assert_eq!(admitted(&untouched), Err("自称是“修改” 2026-002，却没有改它".to_owned()));
    // In the editor one file is open.
    let mut two = deed(Op::Edit, Some(&before), Some(&after));
    two.difference.touches.push(Touch { id: other, ..two.difference.touches[0].clone() });
    two.revision.tasks.push(other);
    assert_eq!(admitted(&two), Err("自称是“编辑”，却一次改了 2 个文件".to_owned()));
    let table = |text: &str| Some(Arc::new(toml::from_str::<Table>(text).unwrap()));
    let mut both = deed(Op::Edit, Some(&before), Some(&after));
    both.difference.settings = Some([table(SETTINGS), table(SETTINGS)]);
    assert_eq!(admitted(&both), Err("自称是“编辑”，却一次改了 2 个文件".to_owned()));
    both.difference.touches.clear();
    both.revision.tasks.clear();
    assert_eq!(admitted(&both), Ok(()));
}

#[test]
fn the_settings_are_changed_by_their_own_commands_alone() {
    let table = |text: &str| Some(Arc::new(toml::from_str::<Table>(text).unwrap()));
    for op in Op::all().filter(|op| !matches!(op, Op::Undo | Op::Renumber | Op::ByHand)) {
        let mut deed = deed(op, None, None);
        deed.difference.touches.clear();
        deed.revision.tasks.clear();
        assert_eq!(admitted(&deed), Ok(()), "{op:?}");
        deed.difference.settings = Some([table(SETTINGS), table("name = \"另一本\"\n")]);
        let may = matches!(op, Op::Init | Op::Edit | Op::Fix);
        let refused = Err(format!("自称是“{}”，却改了台账设置 ledger.toml", op.label()));
        assert_eq!(admitted(&deed), if may { Ok(()) } else { refused });
    }
}

#[test]
fn other_files_have_a_command_of_their_own() {
    let note = task("status = \"doing\"", &["note 2026-06-30 text = \"拟稿\""]);
    let with = |op: Op, path: &str, before: bool, after: bool| {
        let mut deed = match op {
            Op::Verb(_) => deed(op, Some(&task("", &[])), Some(&note)),
            _ => deed(op, None, None),
        };
        if !matches!(op, Op::Verb(_)) {
            deed.difference.touches.clear();
            deed.revision.tasks.clear();
        }
        let name = |there: bool| there.then(|| "4".repeat(40));
        deed.difference.files =
            vec![FileChange { path: path.to_owned(), before: name(before), after: name(after) }];
        admitted(&deed)
    };
    let noted = Op::Verb(Verb::Note);
    let own = "evidence/2026-001/a.pdf";
    assert_eq!(with(noted, own, false, true), Ok(()));
    assert_eq!(with(noted, own, true, true), Err(format!("自称是“进展”，却换掉了 {own}")));
    assert_eq!(with(noted, own, true, false), Err(format!("自称是“进展”，却删除了 {own}")));
    let foreign = "evidence/2026-002/a.pdf";
    assert_eq!(with(noted, foreign, false, true), Err(format!("自称是“进展”，却增加了 {foreign}")));
    assert_eq!(with(Op::Set, own, false, true), Err(format!("自称是“修改”，却增加了 {own}")));
    let template = "templates/投资.toml";
    assert_eq!(with(Op::Init, template, false, true), Ok(()));
    assert_eq!(with(Op::Add, template, false, true), Err(format!("自称是“登记”，却增加了 {template}")));
    let explanation = "audit/1a2b3c4d5e.toml";
    assert_eq!(
        with(Op::Explain, explanation, true, true),
        Err(format!("自称是“说明”，却换掉了 {explanation}"))
    );
    assert_eq!(with(Op::Explain, explanation, false, true), Ok(()));
    assert_eq!(with(Op::Set, explanation, true, true), Err(format!("自称是“修改”，却换掉了 {explanation}")));
    assert_eq!(with(Op::Set, "README.md", true, true), Ok(()));
}

#[test]
fn what_is_registered_has_not_begun() {
    let made = |op: Op, after: &str| admitted(&deed(op, None, Some(after)));
    for op in [Op::Add, Op::Draft] {
        assert_eq!(made(op, &task("progress = 0", &[])), Ok(()));
        for (keys, status) in
            [("progress = 1", "未启动"), ("done_on = 2026-06-30", "未启动"), ("status = \"doing\"", "推进中")]
        {
            let expected = format!("自称是“{}”，却新建了{status}的任务", op.label());
            assert_eq!(made(op, &task(keys, &[])), Err(expected));
        }
    }
    for op in [Op::Set, Op::Edit, Op::Fix, Op::Remind] {
        assert_eq!(made(op, &task("", &[])), Err(format!("自称是“{}”，却新建了任务", op.label())));
    }
}

#[test]
fn a_command_writes_the_entry_that_is_its_own() {
    let before = task("", &[]);
    let [note, remind, start] =
        ["note 2026-06-30 text = \"拟稿\"", "remind 2026-06-30", "start 2026-06-30"].map(|entry| entry);
    touched(Op::Set, &before, &task("", &[note]), Err("写了办理记录"));
    touched(Op::Remind, &before, &task("", &[remind]), Ok(()));
    touched(Op::Remind, &before, &task("", &[note]), Err("没有只记一条“催办”"));
    touched(Op::Remind, &before, &before, Err("没有只记一条“催办”"));
    let noting = Op::Verb(Verb::Note);
    let doing = |log: &[&str]| task("status = \"doing\"", log);
    touched(noting, &before, &doing(&[note]), Ok(()));
    touched(noting, &before, &doing(&[start]), Err("没有只记一条“进展”"));
    touched(noting, &before, &doing(&[note, start]), Err("没有只记一条“进展”"));
    touched(noting, &doing(&[start]), &doing(&[note]), Err("改了原有的办理记录"));
    touched(Op::Set, &before, "title =", Err("把文件改得读不了"));
}

#[test]
fn a_verb_leads_where_it_leads() {
    let starting = Op::Verb(Verb::Start);
    let started = |keys: &str| task(keys, &["start 2026-06-30"]);
    touched(starting, &task("", &[]), &started("status = \"doing\""), Ok(()));
    touched(starting, &task("", &[]), &started("status = \"blocked\""), Err("把状态从“未启动”改成“受阻”"));
    touched(starting, &task("", &[]), &started(""), Err("把状态从“未启动”改成“未启动”"));
    touched(
        starting,
        &task("status = \"review\"", &[]),
        &started("status = \"doing\""),
        Err("是在“待核销”时做的，那时用不了"),
    );
    let doing = Op::Verb(Verb::Done);
    let done = |keys: &str, entry: &str| task(keys, &[entry]);
    let [on_day, of_month] = ["done 2026-06-30", "done 2026-06-30 period = \"2026-06\""];
    let open = task("", &[]);
    let closed = "status = \"done\"\nprogress = 100\ndone_on = 2026-06-30";
    touched(doing, &open, &done(closed, on_day), Ok(()));
    touched(
        doing,
        &open,
        &done(&closed.replace("06-30", "05-31"), on_day),
        Err("写了与办理记录不符的办结日期"),
    );
    // One occurrence closes nothing but the last.
    touched(doing, &open, &done("", of_month), Ok(()));
    touched(doing, &open, &done(closed, of_month), Ok(()));
    touched(doing, &open, &done("", on_day), Err("把状态从“未启动”改成“未启动”"));
    touched(doing, &open, &done("status = \"doing\"", of_month), Err("把状态从“未启动”改成“推进中”"));
    let noting = Op::Verb(Verb::Note);
    let [review, noted] = [&[][..], &["note 2026-06-30 text = \"补\""]]
        .map(|log| task("status = \"review\"\ndone_on = 2026-06-01", log));
    touched(noting, &review, &noted, Ok(()));
}

#[test]
fn mending_takes_quotes_away_and_no_words() {
    touched(Op::Fix, &task("weight = \"5\"", &[]), &task("weight = 5", &[]), Ok(()));
    touched(Op::Fix, &task("due = \"2026-09-30\"", &[]), &task("due = 2026-09-30", &[]), Ok(()));
    touched(Op::Fix, &task("due = \"2026-09-30\"", &[]), &task("due = 2026-10-31", &[]), Err("改了完成时限"));
    touched(Op::Fix, &task("weight = 5", &[]), &task("weight = 6", &[]), Err("改了考核分值"));
    touched(Op::Fix, &task("", &[]), &task("weight = 6", &[]), Err("改了考核分值"));
    let tidied = |before: &str, after: &str, log: &[&str], expected| {
        touched(Op::Fix, &task(before, log), &task(after, log), expected);
    };
    let [done, by_then] = ["status = \"done\"", "status = \"done\"\nprogress = 100\ndone_on = 2026-05-08"];
    let refused = Err("改了办结日期或进度");
    tidied(done, by_then, &["done 2026-05-08"], Ok(()));
    tidied(done, by_then, &["done 2026-05-09"], refused);
    tidied(done, by_then, &[], refused);
    tidied(by_then, &by_then.replace("05-08", "04-08"), &["done 2026-04-08"], refused);
    tidied("status = \"doing\"", "status = \"doing\"\nprogress = 100", &[], refused);
    tidied("progress = 40", "progress = 60", &[], refused);
    touched(Op::Fix, &task("weight = \"5\"", &[]), &task("weight = 6", &[]), Err("改了考核分值"));
    touched(Op::Fix, "title =", &task("weight = 6", &[]), Err("改了读不了的文件"));
    touched(Op::Set, &task("", &[]), &task("weight = 6", &[]), Ok(()));
    touched(Op::Set, &task("", &[]), &task("\"备注\" = \"甲\"", &[]), Err("改了备注"));
    touched(Op::Remind, &task("", &[]), &task("weight = 6", &["remind 2026-06-30"]), Err("改了考核分值"));
}

/// A number given anew: the one task goes, the other comes, and evidence with it.
fn renumbered(
    old: &str,
    new: &str,
    year: i32,
    files: &[(&str, Option<&str>, Option<&str>)],
) -> Result<(), String> {
    let to = TaskId { year, number: 7 };
    let mut deed = deed(Op::Renumber, Some(old), None);
    deed.difference.touches.push(Touch {
        id: to,
        before: None,
        after: Some(Arc::new(Record::read(to, new.as_bytes()))),
    });
    deed.revision.tasks = vec![ID, to];
    let file = |(path, before, after): &(&str, Option<&str>, Option<&str>)| FileChange {
        path: (*path).to_owned(),
        before: before.map(ToOwned::to_owned),
        after: after.map(ToOwned::to_owned),
    };
    deed.difference.files = files.iter().map(file).collect();
    admitted(&deed)
}

#[test]
fn another_number_leaves_everything_else_as_it_was() {
    let [old, new] = ["001", "007"]
        .map(|number| task("", &[&format!("note 2026-06-30 evidence = [\"evidence/2026-{number}/a.pdf\"]")]));
    let [old, new] = [old.as_str(), new.as_str()];
    let [from, to] = ["evidence/2026-001/a.pdf", "evidence/2026-007/a.pdf"];
    let moved = [(from, Some("4"), None), (to, None, Some("4"))];
    let refused = |why: &str| Err(format!("自称是“改编号”，却{why}"));
    assert_eq!(renumbered(old, new, 2026, &moved), Ok(()));
    assert_eq!(renumbered(old, new, 2027, &moved), refused("换了年度"));
    let replaced = [(from, Some("4"), None), (to, None, Some("5"))];
    assert_eq!(renumbered(old, new, 2026, &replaced), refused("增加、删除或换掉了佐证材料"));
    assert_eq!(renumbered(old, new, 2026, &moved[..1]), refused("增加、删除或换掉了佐证材料"));
    assert_eq!(renumbered(old, new, 2026, &moved[1..]), refused("增加、删除或换掉了佐证材料"));
    let third = ("evidence/2026-003/a.pdf", Some("4"), Some("5"));
    assert_eq!(
        renumbered(old, new, 2026, &[moved[0], moved[1], third]),
        refused("换掉了 evidence/2026-003/a.pdf")
    );
    // The entry points to another file than it did.
    let other = new.replace("a.pdf", "b.pdf");
    assert_eq!(renumbered(old, &other, 2026, &moved), refused("改了编号以外的内容"));
    let heavier = format!("weight = 9\n{new}");
    assert_eq!(renumbered(old, &heavier, 2026, &moved), refused("改了编号以外的内容"));
    let child = |parent: &str| task(&format!("parent = \"{parent}\""), &[]);
    let third = TaskId { year: 2026, number: 3 };
    let mut with_child = deed(Op::Renumber, Some(old), None);
    for (id, before, after) in [
        (TaskId { year: 2026, number: 7 }, None, Some(new.to_owned())),
        (third, Some(child("2026-001")), Some(child("2026-007"))),
    ] {
        let record = |text: String| Arc::new(Record::read(id, text.as_bytes()));
        with_child.difference.touches.push(Touch {
            id,
            before: before.map(record),
            after: after.map(record),
        });
        with_child.revision.tasks.push(id);
    }
    assert_eq!(admitted(&with_child), refused("改了编号以外的内容"), "its evidence stayed behind");
    with_child.difference.files = moved
        .iter()
        .map(|(path, before, after)| FileChange {
            path: (*path).to_owned(),
            before: before.map(ToOwned::to_owned),
            after: after.map(ToOwned::to_owned),
        })
        .collect();
    assert_eq!(admitted(&with_child), Ok(()));
    let numbers = [(ID, TaskId { year: 2026, number: 7 })];
    assert_eq!(new_numbers(&with_child), numbers);
}

#[test]
fn who_may_sign_is_entered_by_the_commands_that_do_it_and_by_oneself() {
    #[track_caller]
    fn case(op: Op, mail: &str, expected: Result<(), &str>) {
        let mut deed = deed(op, None, None);
        deed.revision.tasks = Vec::new();
        let line = format!("{mail} namespaces=\"git\" ssh-ed25519 AAAA 李强\n");
        let file = FileChange { path: SIGNERS.to_owned(), before: None, after: Some("1".repeat(40)) };
        deed.difference =
            Difference { signers: Some([String::new(), line]), files: vec![file], ..Difference::default() };
        assert_eq!(admitted(&deed), expected.map_err(ToOwned::to_owned));
    }
    for op in [Op::Init, Op::Sign] {
        case(op, "liqiang@x.cn", Ok(()));
    }
    for op in Op::all().filter(|op| !matches!(op, Op::Init | Op::Sign | Op::ByHand)) {
        let refused = format!("自称是“{}”，却增加了 allowed_signers", op.label());
        case(op, "liqiang@x.cn", Err(&refused));
    }
    let other = "在 allowed_signers 里登记了 李强 <wangmin@x.cn> 的钥匙，登记的人是 李强 <liqiang@x.cn>";
    case(Op::Sign, "wangmin@x.cn", Err(&format!("自称是“登记钥匙”，却{other}")));
    case(Op::Init, "wangmin@x.cn", Err(&format!("自称是“建账”，却{other}")));
}

#[test]
fn an_extension_of_a_phase_moves_its_end_and_nothing_else() {
    let table = |text: &str| Some(Arc::new(toml::from_str::<Table>(text).unwrap()));
    let extended = |after: &str| {
        let mut deed = deed(Op::Verb(Verb::Extend), None, None);
        deed.difference.touches.clear();
        deed.revision.tasks.clear();
        deed.difference.settings = Some([table(&format!("{SETTINGS}end = 2026-06-30\n")), table(after)]);
        admitted(&deed)
    };
    let entry = "[[phase.extended]]\ndate = 2026-06-01\nfrom = 2026-06-30\nto = 2026-07-31\n";
    assert_eq!(extended(&format!("{SETTINGS}end = 2026-07-31\n{entry}")), Ok(()));
    let refused = Err("自称是“延期”，却改了台账设置 ledger.toml".to_owned());
    assert_eq!(extended(&format!("{SETTINGS}start = 2026-01-01\nend = 2026-07-31\n{entry}")), refused);
    assert_eq!(extended(&format!("year = 2027\n{SETTINGS}end = 2026-07-31\n{entry}")), refused);
}
