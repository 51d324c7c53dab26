use super::*;
use crate::core::calendar::Every;
use crate::core::draft::Milestone;
use crate::core::draft::{DraftDomain, DraftPhase};
use crate::core::task::{Repeat, Task};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn task(title: &str) -> DraftTask {
    DraftTask { title: title.to_owned(), basis: Some("二（一）1".to_owned()), ..DraftTask::default() }
}

fn plan(tasks: Vec<DraftTask>) -> Draft {
    let phase = |name: &str, end: Option<&str>| DraftPhase {
        name: name.to_owned(),
        end: end.map(day),
        ..DraftPhase::default()
    };
    Draft {
        title: Some("窗口提质实施方案".to_owned()),
        phases: vec![phase("部署推进阶段", Some("2026-03-31")), phase("总结提升", None)],
        domains: vec![DraftDomain { name: "窗口服务".to_owned(), line: 4 }],
        tasks,
        ..Draft::default()
    }
}

fn registered(draft: &Draft, ledger: &Ledger) -> Option<Change> {
    super::draft(&Registering {
        draft,
        ledger,
        first: TaskId { year: 2026, number: 7 },
        today: day("2026-02-01"),
        span: Span::default(),
    })
}

fn ledger() -> Ledger {
    let settings = Settings { year: 2026, ..Settings::default() };
    Ledger { settings, ..Ledger::default() }
}

fn value(edit: &Edit, field: Field) -> Option<&Value> {
    edit.set.iter().find(|(known, _)| *known == field).and_then(|(_, value)| value.as_ref())
}

#[test]
fn what_the_ledger_has_not_is_added_and_numbered() {
    let draft = plan(vec![
        DraftTask {
            phase: Some("部署推进阶段".to_owned()),
            domain: Some("窗口服务".to_owned()),
            ..task("压缩等候时间")
        },
        task("公布清单"),
    ]);
    let change = registered(&draft, &ledger()).unwrap();
    assert_eq!(change.sentence, "立项 窗口提质实施方案：登记 2 项，阶段 2 个，重点任务 1 个");
    let ids: Vec<u32> = change.tasks().map(|id| id.number).collect();
    assert_eq!(ids, [7, 8]);
    assert_eq!(value(&change.edits[0], Field::Basis), Some(&Value::Text("方案二（一）1".to_owned())));
    assert_eq!(value(&change.edits[0], Field::Status), Some(&Value::Text("todo".to_owned())));
    assert!(change.edits.iter().all(|edit| edit.creates && edit.log.is_empty()));
}

#[test]
fn phases_and_fields_of_the_same_name_are_used_as_they_are() {
    let mut ledger = ledger();
    ledger.settings.phases.push(Phase { name: "部署推进".to_owned(), ..Phase::default() });
    let draft =
        plan(vec![DraftTask { phase: Some("部署推进阶段".to_owned()), ..task("压缩等候时间") }]);
    let change = registered(&draft, &ledger).unwrap();
    assert_eq!(change.sentence, "立项 窗口提质实施方案：登记 1 项，阶段 1 个，重点任务 1 个");
    assert_eq!(value(&change.edits[0], Field::Phase), Some(&Value::Text("部署推进".to_owned())));
    assert!(change.remarks[0].contains("没有截止日，方案写的是 2026-03-31"), "{:?}", change.remarks);
}

#[test]
fn drafting_twice_changes_nothing() {
    let draft = plan(vec![task("压缩等候时间"), task("压缩等候时间")]);
    let mut ledger = ledger();
    let change = registered(&draft, &ledger).unwrap();
    for addition in &change.additions {
        match addition {
            Addition::Phase(phase) => ledger.settings.phases.push(phase.clone()),
            Addition::Domain(name) => {
                ledger.settings.domains.push(Domain { name: name.clone() });
            }
            Addition::Extension { .. } | Addition::Column { .. } => {}
        }
    }
    for edit in &change.edits {
        let basis = Some("方案二（一）1".to_owned());
        ledger
            .tasks
            .push(Task { id: edit.id, title: "压缩等候时间".to_owned(), basis, ..Task::default() });
    }
    assert_eq!(registered(&draft, &ledger), None);
}

#[test]
fn several_deadlines_are_a_task_with_one_below_it_for_each() {
    let step = |due: &str, text: &str, content: &str| Milestone {
        due: day(due),
        due_text: text.to_owned(),
        content: content.to_owned(),
    };
    let several = DraftTask {
        due: Some(day("2026-12-31")),
        milestones: vec![step("2026-06-30", "6月底前", "完成摸底。"), step("2026-12-31", "年底前", "")],
        ..task("改造窗口")
    };
    let change = registered(&plan(vec![several, task("公布清单")]), &ledger()).unwrap();
    let [parent, first, second, next] = change.edits.as_slice() else { panic!("{:?}", change.edits) };
    assert_eq!(value(parent, Field::Due), Some(&Value::Date(day("2026-12-31"))));
    for (edit, title, due) in
        [(first, "完成摸底", "2026-06-30"), (second, "改造窗口（年底前）", "2026-12-31")]
    {
        assert_eq!(value(edit, Field::Title), Some(&Value::Text(title.to_owned())));
        assert_eq!(value(edit, Field::Due), Some(&Value::Date(day(due))));
        assert_eq!(value(edit, Field::Parent), Some(&Value::Text("2026-007".to_owned())));
    }
    assert_eq!(next.id.number, 10);
}

#[test]
fn what_goes_on_for_good_keeps_its_first_deadline_as_a_step() {
    let lasting = DraftTask {
        long_term: true,
        due: Some(day("2026-05-31")),
        due_text: Some("5月底".to_owned()),
        ..task("推进共享")
    };
    let change = registered(&plan(vec![lasting]), &ledger()).unwrap();
    let [task, step] = change.edits.as_slice() else { panic!("{:?}", change.edits) };
    assert_eq!((value(task, Field::Due), value(task, Field::LongTerm)), (None, Some(&Value::Flag(true))));
    assert_eq!(value(step, Field::Due), Some(&Value::Date(day("2026-05-31"))));
}

#[test]
fn a_rhythm_without_days_says_which_were_chosen() {
    let repeat = Some(Repeat { every: Every::Month, times: 2, from: None, until: None });
    let change = registered(&plan(vec![DraftTask { repeat, ..task("集中学习") }]), &ledger()).unwrap();
    let Some(Value::Repeat(repeat)) = value(&change.edits[0], Field::Repeat) else { panic!() };
    assert_eq!((repeat.from, repeat.until), (Some(day("2026-02-01")), Some(day("2026-12-31"))));
    assert!(change.remarks.iter().any(|remark| remark.contains("集中学习") && remark.contains("2026-02-01")));
}
