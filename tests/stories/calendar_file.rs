//! Deadlines in the calendar of a desk or a telephone.

use crate::common::World;

#[test]
fn every_deadline_still_to_come_is_a_day_of_the_calendar() {
    let world = World::with_tasks();
    let calendar = world.must(["due", "--format", "ics"]).stdout;
    let unfolded = calendar.replace("\r\n ", "");
    let days: Vec<&str> = unfolded
        .split("\r\n")
        .filter(|line| ["UID", "DTSTART", "SEQUENCE", "SUMMARY"].iter().any(|name| line.starts_with(name)))
        .collect();
    insta::assert_snapshot!(days.join("\n"), @"
    DTSTART;VALUE=DATE:20260630
    SEQUENCE:0
    SUMMARY:【时限】每月集中学习·2026年6月（综合科）
    UID:2026-007.2026-06@7ff90ef2ee034579
    UID:2026-007.2026-06@7ff90ef2ee034579.reminder
    DTSTART;VALUE=DATE:20260703
    SEQUENCE:0
    SUMMARY:【时限】编印廉政提醒手册（综合科）
    UID:2026-005@7ff90ef2ee034579
    UID:2026-005@7ff90ef2ee034579.reminder
    DTSTART;VALUE=DATE:20260731
    SEQUENCE:0
    SUMMARY:【时限】每月集中学习·2026年7月（综合科）
    UID:2026-007.2026-07@7ff90ef2ee034579
    UID:2026-007.2026-07@7ff90ef2ee034579.reminder
    DTSTART;VALUE=DATE:20260731
    SEQUENCE:1
    SUMMARY:【时限】修订廉政风险防控制度（机关纪委）
    UID:2026-008@7ff90ef2ee034579
    UID:2026-008@7ff90ef2ee034579.reminder
    DTSTART;VALUE=DATE:20260831
    SEQUENCE:0
    SUMMARY:【时限】建设廉政文化长廊（综合科）
    UID:2026-006@7ff90ef2ee034579
    UID:2026-006@7ff90ef2ee034579.reminder
    DTSTART;VALUE=DATE:20260831
    SEQUENCE:0
    SUMMARY:【时限】每月集中学习·2026年8月（综合科）
    UID:2026-007.2026-08@7ff90ef2ee034579
    UID:2026-007.2026-08@7ff90ef2ee034579.reminder
    DTSTART;VALUE=DATE:20260930
    SEQUENCE:0
    SUMMARY:【时限】每月集中学习·2026年9月（综合科）
    UID:2026-007.2026-09@7ff90ef2ee034579
    UID:2026-007.2026-09@7ff90ef2ee034579.reminder
    DTSTART;VALUE=DATE:20260930
    SEQUENCE:0
    SUMMARY:【时限】评选清廉家庭（综合科）
    UID:2026-013@7ff90ef2ee034579
    UID:2026-013@7ff90ef2ee034579.reminder
    DTSTART;VALUE=DATE:20261031
    SEQUENCE:0
    SUMMARY:【时限】每月集中学习·2026年10月（综合科）
    UID:2026-007.2026-10@7ff90ef2ee034579
    UID:2026-007.2026-10@7ff90ef2ee034579.reminder
    DTSTART;VALUE=DATE:20261031
    SEQUENCE:0
    SUMMARY:【时限】开展清廉家风活动（综合科）
    UID:2026-014@7ff90ef2ee034579
    UID:2026-014@7ff90ef2ee034579.reminder
    DTSTART;VALUE=DATE:20261130
    SEQUENCE:0
    SUMMARY:【时限】每月集中学习·2026年11月（综合科）
    UID:2026-007.2026-11@7ff90ef2ee034579
    UID:2026-007.2026-11@7ff90ef2ee034579.reminder
    ");
    // One deadline was moved once.
    assert!(unfolded.contains("SEQUENCE:1\r\nSUMMARY:【时限】修订廉政风险防控制度（机关纪委）"));
}

#[test]
fn a_window_is_a_calendar_too() {
    let world = World::with_tasks();
    let calendar = world.must(["due", "--within", "7d", "--format", "ics"]).stdout;
    insta::assert_snapshot!(calendar.replace("\r\n", "\n"), @r"
    BEGIN:VCALENDAR
    VERSION:2.0
    PRODID:-//taizhang//ledger//ZH
    CALSCALE:GREGORIAN
    METHOD:PUBLISH
    X-WR-CALNAME:清廉机关建设工作台账时限
    BEGIN:VEVENT
    CATEGORIES:清廉思想建设
    DESCRIPTION:任务编号：2026-007\n本周期：2026年6月应办1次，
     已办0次\n责任人：李强
    DTEND;VALUE=DATE:20260701
    DTSTAMP:20260630T000000Z
    DTSTART;VALUE=DATE:20260630
    SEQUENCE:0
    SUMMARY:【时限】每月集中学习·2026年6月（综合科）
    TRANSP:TRANSPARENT
    UID:2026-007.2026-06@7ff90ef2ee034579
    BEGIN:VALARM
    ACTION:DISPLAY
    DESCRIPTION:明天到期：每月集中学习·2026年6月（综合科）
    DTSTAMP:20260630T000000Z
    TRIGGER:-PT15H
    UID:2026-007.2026-06@7ff90ef2ee034579.reminder
    END:VALARM
    END:VEVENT
    BEGIN:VEVENT
    CATEGORIES:清廉文化建设
    DESCRIPTION:任务编号：2026-005\n责任人：赵蕾
    DTEND;VALUE=DATE:20260704
    DTSTAMP:20260630T000000Z
    DTSTART;VALUE=DATE:20260703
    SEQUENCE:0
    SUMMARY:【时限】编印廉政提醒手册（综合科）
    TRANSP:TRANSPARENT
    UID:2026-005@7ff90ef2ee034579
    BEGIN:VALARM
    ACTION:DISPLAY
    DESCRIPTION:明天到期：编印廉政提醒手册（综合科）
    DTSTAMP:20260630T000000Z
    TRIGGER:-PT15H
    UID:2026-005@7ff90ef2ee034579.reminder
    END:VALARM
    END:VEVENT
    END:VCALENDAR
    ");
    assert_eq!(world.run(["due", "--within", "7d", "--exit-code", "--format", "ics"]).code, 3);
}

#[test]
fn a_calendar_read_in_again_has_no_day_twice() {
    let mut world = World::with_tasks();
    let uids = |world: &World| -> Vec<String> {
        let calendar = world.must(["due", "--format", "ics"]).stdout;
        let days = calendar.lines().filter(|line| line.starts_with("UID:") && !line.ends_with(".reminder"));
        days.map(ToOwned::to_owned).collect()
    };
    let before = uids(&world);
    world.must(["extend", "5", "--to", "2026-07-20", "--reason", "等印厂", "--approved-by", "王敏"]);
    world.today_is("2026-07-01");
    let mut after = uids(&world);
    // June's own day is past; the day that was moved kept its name.
    assert_eq!(before.len(), after.len() + 1);
    after.retain(|uid| !before.contains(uid));
    assert!(after.is_empty(), "{after:?}");
}

#[test]
fn the_file_is_what_the_standard_asks_for() {
    let world = World::with_tasks();
    let title = format!("甲;乙,丙\\丁\nEND:VCALENDAR{}", "很长的名称".repeat(30));
    world.must(["add", &title, "--due", "2026-08-01", "--content", "=cmd() <script>"]);
    let said = world.must(["due", "-o", "../时限.ics"]);
    assert_eq!(said.to_string(), "--- stderr\n已写入 ../时限.ics\n");
    let calendar = world.read("../时限.ics");
    assert_eq!(calendar.matches('\n').count(), calendar.matches("\r\n").count());
    // The space that a folded line begins with is not counted.
    assert!(calendar.split("\r\n").all(|line| line.trim_start_matches(' ').len() <= 75), "{calendar}");
    assert_eq!(calendar.matches("\r\nEND:VCALENDAR\r\n").count(), 1);
    assert_eq!(calendar.matches("BEGIN:VEVENT").count(), calendar.matches("TRIGGER:-PT15H\r\n").count());
    world.must(["due", "-o", "../又一次.ics"]);
    assert_eq!(world.read("../又一次.ics"), calendar);
}

#[test]
fn the_public_edition_names_nobody() {
    let world = World::with_tasks();
    world.must(["set", "8", "public=否"]);
    let calendar = world.must(["due", "--public", "--format", "ics"]).stdout.replace("\r\n ", "");
    for name in ["李强", "赵蕾", "陈刚", "王敏", "修订廉政风险防控制度"] {
        assert!(!calendar.contains(name), "{name} in {calendar}");
    }
    assert!(calendar.contains("X-WR-CALNAME:清廉机关建设工作台账时限（公开版）"));
}
