//! 某局's half-year, honest from the first day to the last: what there is to cheat about.
//!
//! | task | office | on 2026-06-30 |
//! | --- | --- | --- |
//! | 001 制度汇编 | 档案室 周宁 | due 05-31, running: overdue, five points |
//! | 002 警示教育 | 综合科 李强 | due 04-30, finished late on 05-20, struck off |
//! | 003 制定方案 | 综合科 赵蕾 | due 03-20, finished in time, struck off |
//! | 004 廉政党课 | 综合科 李强 | due 06-30, reported done on 06-24, waiting for the leader |
//! | 005 廉政档案 | 档案室 周宁 | due 06-20, reported done on 06-15, sent back on 06-18: overdue |
//! | 006 动员部署 | 机关纪委 陈刚 | of the phase that ended on 03-31, not begun: overdue |
//! | 007 集中学习 | 机关纪委 陈刚 | every month from March; March and April done, May missed: overdue |
//! | 008 谈心谈话 | 综合科 赵蕾 | 长期坚持 |
//! | 009 专项检查 | 档案室 周宁 | due 09-30, running |
//! | 010 建章立制 | 综合科 赵蕾 | due 04-15, extended in time to 06-15, running: overdue |
//! | 011 文化长廊 | 机关纪委 陈刚 | no deadline yet |

use crate::ledger::Ledger;

/// What the settings say from the first day on.
pub(crate) const SETTINGS: &str = "name = \"清廉机关建设工作台账\"
unit = \"某局\"
year = 2026

[[phase]]
name = \"部署推进\"
end = 2026-03-31
[[phase]]
name = \"集中建设\"
start = 2026-04-01
end = 2026-11-30
[[phase]]
name = \"总结提升\"
start = 2026-12-01

[[domain]]
name = \"清廉思想建设\"
[[domain]]
name = \"清廉纪律建设\"

[[office]]
name = \"综合科\"
people = [\"李强\", \"赵蕾\"]
[[office]]
name = \"机关纪委\"
people = [\"陈刚\"]
[[office]]
name = \"档案室\"
people = [\"周宁\"]
[[body]]
name = \"清廉机关建设工作专班\"
head = \"王敏\"
members = [\"李强\", \"陈刚\"]

[closing]
review = true
";

/// The half-year, made by the program day by day.
pub(crate) fn half_a_year() -> Ledger {
    let mut ledger = Ledger::empty();
    let l = &mut ledger;
    l.writes("../方案.txt", "实施方案\n");
    l.writes("../签到表.txt", "签到表：三十人\n");
    l.on("03-02").by("李强");
    l.does("init --name 清廉机关建设工作台账 --unit 某局 --year 2026");
    l.edits_into("", SETTINGS);
    let plain = "--domain 清廉思想建设";
    l.does(&format!(
        "add 制度汇编 {plain} --lead 档案室 --owner 周宁 --due 2026-05-31 --weight 5 --standard 汇编成册"
    ));
    l.does(&format!("add 警示教育 {plain} --lead 综合科 --owner 李强 --due 2026-04-30 --weight 3"));
    l.does(&format!("add 制定方案 {plain} --lead 综合科 --owner 赵蕾 --due 2026-03-20"));
    l.does(&format!("add 廉政党课 {plain} --lead 综合科 --owner 李强 --due 2026-06-30 --weight 2"));
    l.does(&format!("add 廉政档案 {plain} --lead 档案室 --owner 周宁 --due 2026-06-20 --weight 2"));
    l.does(&format!("add 动员部署 {plain} --lead 机关纪委 --owner 陈刚 --phase 部署推进 --weight 2"));
    let monthly = "--every month --from 2026-03-01 --until 2026-12-31";
    l.does(&format!("add 集中学习 {plain} --lead 机关纪委 --owner 陈刚 {monthly}"));
    l.does(&format!("add 谈心谈话 {plain} --lead 综合科 --owner 赵蕾 --long-term"));
    l.does(&format!("add 专项检查 {plain} --lead 档案室 --owner 周宁 --due 2026-09-30"));
    l.does(&format!("add 建章立制 {plain} --lead 综合科 --owner 赵蕾 --due 2026-04-15 --weight 2"));
    l.does(&format!("add 文化长廊 {plain} --lead 机关纪委 --owner 陈刚"));
    l.on("03-09").by("周宁").does("start 1");
    l.on("03-10").by("赵蕾").does("note 3 初稿已拟定 --progress 60 --evidence ../方案.txt");
    l.does("start 8");
    l.on("03-18").does("done 3 已印发 --outcome 实施方案");
    l.on("03-19").by("王敏").does("accept 3 同意");
    l.on("03-26").by("陈刚").does("done 7 第一次学习");
    l.on("04-02").by("赵蕾").does("note 10 正在征求意见 --progress 30");
    l.on("04-10").does("extend 10 --to 2026-06-15 --reason 上级文件未到 --approved-by 王敏");
    l.on("04-14").by("李强").does("note 2 联系讲师 --progress 20");
    l.on("04-28").by("陈刚").does("done 7 第二次学习");
    l.on("05-20").by("李强").does("done 2 已举办 --evidence ../签到表.txt");
    l.on("05-22").by("王敏").does("accept 2 同意");
    l.on("06-08").by("周宁").does("note 1 收集到三十项制度 --progress 40");
    l.does("note 9 拟定检查表 --progress 10");
    l.on("06-15").does("done 5 已归档");
    l.on("06-18").by("王敏").does("return 5 缺两人的档案");
    l.on("06-24").by("李强").does("done 4 已讲党课");
    l.on("06-26");
    l.git("remote add origin ../远端.git");
    l.does("sync");
    ledger
}
