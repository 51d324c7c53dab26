use super::*;
use crate::core::entry::EntryKind;
use crate::core::lifecycle::Verb;
use crate::core::task::Task;

const YEAR: i32 = 2026;

fn id(number: u32) -> TaskId {
    TaskId { year: YEAR, number }
}

fn row(number: u32, title: &str) -> Row {
    let mut row = Row { place: Place { sheet: "台账".into(), row: number }, ..Row::default() };
    row.put(Field::Title, Some(Value::Text(title.to_owned())));
    row
}

fn with(mut row: Row, field: Field, text: &str) -> Row {
    row.put(field, Some(Value::Text(text.to_owned())));
    row
}

fn task(number: u32, title: &str) -> Task {
    Task { id: id(number), title: title.to_owned(), ..Task::default() }
}

fn ledger(tasks: Vec<Task>) -> Ledger {
    let settings = Settings { year: YEAR, ..Settings::default() };
    Ledger::of(settings, tasks)
}

fn imported(ledger: &Ledger, rows: Vec<Row>, given: &[TaskId]) -> Import {
    let proposal = Proposal { rows, ..Proposal::default() };
    let given: BTreeSet<TaskId> =
        ledger.tasks.iter().map(|task| task.id).chain(given.iter().copied()).collect();
    let today = NaiveDate::from_ymd_opt(YEAR, 6, 15).unwrap();
    let request =
        Request {
            file: "台账.xlsx", today, by: "李强", own: &HashMap::new(), given: &given, mapping: &[]
        };
    import(ledger, &proposal, request)
}

fn set(import: &Import, at: usize, field: Field) -> Option<String> {
    let pair = import.change.edits[at].set.iter().find(|(known, _)| *known == field)?;
    pair.1.as_ref().map(ToString::to_string)
}

#[test]
fn numbers_run_out_without_an_overflow() {
    let last = TaskId { year: YEAR, number: TaskId::HIGHEST };
    let import = imported(&ledger(Vec::new()), vec![row(2, "甲")], &[last]);
    assert!(import.change.edits.is_empty());
    assert!(import.skipped[0].reason.contains("已经用到 999999"), "{:?}", import.skipped);
}

#[test]
fn a_new_trouble_of_a_blocked_task_is_told_once() {
    let blocked = Task { status: Status::Blocked, ..task(1, "甲") };
    let mut said = with(row(2, "甲"), Field::Status, Status::Blocked.key());
    said.trouble = Some("经费未到位".to_owned());
    let import = imported(&ledger(vec![blocked.clone()]), vec![said.clone()], &[]);
    let log = &import.change.edits[0].log;
    assert_eq!(log.len(), 1);
    assert_eq!((&log[0].kind, log[0].text.as_deref()), (&EntryKind::Verb(Verb::Note), Some("经费未到位")));
    let told = Task { log: log.clone(), ..blocked };
    assert_eq!(imported(&ledger(vec![told]), vec![said], &[]).unchanged, 1);
}

#[test]
fn rows_that_differ_in_their_trouble_alone_are_two() {
    let trouble = |number, text: &str| Row { trouble: Some(text.to_owned()), ..row(number, "甲") };
    let rows = vec![trouble(2, "缺人"), trouble(3, "缺钱"), trouble(4, "缺人")];
    let import = imported(&ledger(Vec::new()), rows, &[]);
    assert_eq!(import.taken.len(), 2);
    assert_eq!(import.skipped.len(), 1);
}

#[test]
fn a_phase_and_a_field_of_work_are_known_under_the_longer_name() {
    let mut ledger = ledger(Vec::new());
    ledger.settings.phases.push(Phase { name: "部署推进".to_owned(), ..Phase::default() });
    ledger.settings.domains.push(Domain { name: "清廉思想建设".to_owned() });
    let first = with(row(2, "甲"), Field::Phase, "部署推进阶段");
    let first = with(first, Field::Domain, "一、清廉思想建设");
    let second = with(row(3, "乙"), Field::Phase, "总结提升");
    let third = with(row(4, "丙"), Field::Phase, "总结提升阶段");
    let import = imported(&ledger, vec![first, second, third], &[]);
    let phases: Vec<_> = (0..3).map(|at| set(&import, at, Field::Phase)).collect();
    assert_eq!(phases, ["部署推进", "总结提升", "总结提升"].map(|name| Some(name.to_owned())));
    assert_eq!(set(&import, 0, Field::Domain).as_deref(), Some("清廉思想建设"));
    assert_eq!(import.change.additions.len(), 1);
}

#[test]
fn a_parent_is_one_that_there_is() {
    let child = |row: Row, parent: &str| with(row, Field::Parent, parent);
    let numbered = |number, title| Row { id: Some(id(number)), ..row(number, title) };
    let ledger = ledger(vec![task(1, "甲"), Task { parent: Some("2026-003".to_owned()), ..task(2, "乙") }]);
    let rows = vec![
        child(numbered(2, "乙"), "2026-003"),
        numbered(3, "丙"),
        child(numbered(4, "丁"), "2026-003"),
        child(row(5, "戊"), "2026-999"),
        child(row(6, "己"), "1"),
        child(numbered(1, "甲"), "2026-001"),
    ];
    // 2026-003 was given out here before, and its file is gone.
    let import = imported(&ledger, rows, &[id(3)]);
    let parents: HashMap<String, Option<String>> = (0..import.change.edits.len())
        .map(|at| (import.change.edits[at].id.to_string(), set(&import, at, Field::Parent)))
        .collect();
    let here = import.taken.iter().find(|taken| taken.title == "丙").unwrap().id.to_string();
    assert_ne!(here, "2026-003");
    assert_eq!(parents["2026-002"].as_deref(), Some(here.as_str()));
    assert_eq!(parents["2026-004"].as_deref(), Some(here.as_str()));
    let of = |title: &str| {
        let taken = import.taken.iter().find(|taken| taken.title == title).unwrap();
        parents[&taken.id.to_string()].clone()
    };
    assert_eq!(of("戊"), None);
    assert_eq!(of("己").as_deref(), Some("1"));
    let refused: Vec<_> = import.skipped.iter().map(|skipped| skipped.row).collect();
    assert_eq!(refused, [1, 5]);
    assert!(import.skipped[1].reason.contains("“2026-999”台账里没有"), "{:?}", import.skipped);
}

#[test]
fn a_parent_may_be_named_and_no_circle_is_made() {
    let under = |row: Row, parent: &str| with(row, Field::Parent, parent);
    let ledger = ledger(vec![task(1, "甲"), task(2, "乙"), task(3, "乙")]);
    let rows = vec![
        under(row(2, "丙"), "丁"),
        row(3, "丁"),
        under(row(4, "戊"), "甲"),
        under(row(5, "己"), "乙"),
        under(row(6, "庚"), "辛"),
        under(row(7, "辛"), "庚"),
    ];
    let import = imported(&ledger, rows, &[]);
    let of = |title: &str| {
        let at = import.taken.iter().position(|taken| taken.title == title).unwrap();
        set(&import, at, Field::Parent)
    };
    let id = |title: &str| import.taken.iter().find(|taken| taken.title == title).unwrap().id.to_string();
    assert_eq!(of("丙"), Some(id("丁")));
    assert_eq!(of("戊").as_deref(), Some("2026-001"));
    assert_eq!(of("庚"), Some(id("辛")));
    let refused: Vec<_> =
        import.skipped.iter().map(|skipped| (skipped.row, skipped.reason.as_str())).collect();
    assert!(
        matches!(
            refused.as_slice(),
            [(5, several), (7, circle)] if several.contains("不止一项") && circle.contains("绕成了圈")
        ),
        "{refused:?}"
    );
}

#[test]
fn likes_are_claimed_one_each_and_first_by_what_they_say() {
    let of = |task: Task, lead: Option<&str>, content: &str| Task {
        lead: lead.map(ToOwned::to_owned),
        content: Some(content.to_owned()),
        ..task
    };
    let ledger = ledger(vec![
        of(task(1, "甲"), Some("综合科"), "一"),
        of(task(2, "甲"), Some("综合科"), "二"),
        of(task(3, "甲"), None, "三"),
    ]);
    let rows: Vec<Row> = [(2, "新"), (3, "一"), (4, "三")]
        .map(|(number, content)| {
            with(with(row(number, "甲"), Field::Lead, "综合科"), Field::Content, content)
        })
        .into();
    let import = imported(&ledger, rows, &[]);
    let ids: Vec<u32> = import.change.edits.iter().map(|edit| edit.id.number).collect();
    assert_eq!(ids, [2, 3]);
    assert_eq!(import.unchanged, 1);
}

#[test]
fn an_id_of_another_ledger_takes_no_task_for_its_own() {
    let ours = Task { lead: Some("综合科".to_owned()), ..task(1, "组织开展警示教育") };
    let ours = Task { content: Some("年内至少一次".to_owned()), ..ours };
    let numbered = |title: &str| Row { id: Some(id(1)), ..with(row(2, title), Field::Lead, "综合科") };
    let other = imported(&ledger(vec![ours.clone()]), vec![numbered("采购办公电脑")], &[]);
    assert!(other.skipped[0].reason.contains("像是另一本台账的编号"), "{:?}", other.skipped);
    // Office, person and field alike are no likeness of the work.
    let bureau = [(Field::Owner, "李强"), (Field::Domain, "清廉思想建设"), (Field::Phase, "部署推进")];
    let alike =
        bureau.iter().fold(numbered("采购办公电脑"), |row, (field, text)| with(row, *field, text));
    let placed = Task {
        owner: Some("李强".to_owned()),
        domain: Some("清廉思想建设".to_owned()),
        phase: Some("部署推进".to_owned()),
        ..ours.clone()
    };
    assert!(imported(&ledger(vec![placed]), vec![alike], &[]).change.edits.is_empty());
    let same = |row: Row| {
        let import = imported(&ledger(vec![ours.clone()]), vec![row.clone()], &[]);
        let title = row.text(Field::Title).unwrap();
        assert_eq!(set(&import, 0, Field::Title).as_deref(), Some(title));
        assert!(import.change.remarks.iter().any(|remark| remark.contains("改名")), "{title}");
    };
    same(with(numbered("到警示教育基地参观"), Field::Content, "年内至少一次"));
    same(numbered("组织开展警示教育大会"));
    let log = vec![LogEntry::new(
        NaiveDate::from_ymd_opt(YEAR, 6, 1).unwrap(),
        "李强",
        EntryKind::Verb(Verb::Start),
    )];
    let begun = Task { log: log.clone(), ..ours.clone() };
    let row = Row { log, ..numbered("到基地参观") };
    let import = imported(&ledger(vec![begun]), vec![row], &[]);
    assert_eq!(set(&import, 0, Field::Title).as_deref(), Some("到基地参观"));
}

#[test]
fn of_sheets_by_month_the_last_is_taken_and_that_is_said_once() {
    #[track_caller]
    fn case(rows: Vec<Row>, last: &[&str], remark: &str) {
        let import = imported(&ledger(Vec::new()), rows, &[]);
        let notes: Vec<&str> =
            import.change.edits.iter().filter_map(|edit| edit.log[0].text.as_deref()).collect();
        assert_eq!(notes, last);
        assert!(import.skipped.is_empty(), "{:?}", import.skipped);
        assert!(import.change.remarks[0].ends_with(remark), "{:?}", import.change.remarks);
    }
    let told = |sheet: &str, number: u32, said: &str| {
        let mut row = row(number, "甲");
        row.said = Some(said.to_owned());
        row.place.sheet = sheet.into();
        row
    };
    case(
        vec![told("4月", 3, "立项"), told("5月", 4, "招标"), told("6月", 5, "验收")],
        &["验收"],
        "：“4月”1 行、“5月”1 行",
    );
    // The last says what the first said.
    case(
        vec![told("4月", 3, "正常"), told("5月", 4, "滞后"), told("6月", 5, "正常")],
        &["正常"],
        "：“4月”1 行、“5月”1 行",
    );
    let two =
        vec![told("4月", 3, "甲一"), told("4月", 4, "甲二"), told("5月", 3, "乙一"), told("5月", 4, "乙二")];
    case(two, &["乙一", "乙二"], "：“4月”2 行");
    // Two teams may do the same work, and a list of everything repeats it.
    let teams = vec![told("甲组", 3, "甲一"), told("乙组", 3, "乙一")];
    assert_eq!(imported(&ledger(Vec::new()), teams, &[]).taken.len(), 2);
    case(vec![told("甲组", 3, "甲一"), told("汇总", 3, "甲一")], &["甲一"], "：“甲组”1 行");
}
