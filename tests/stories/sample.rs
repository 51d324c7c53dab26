//! A small ledger on 30 June 2026: the plan of the design, with a task in every state and under every light.

/// The plan's frame.
pub(crate) const SETTINGS: &str = r#"name = "清廉机关建设工作台账"
unit = "某局"
year = 2026

[[phase]]
name = "部署推进"
end  = 2026-03-31
[[phase]]
name  = "集中建设"
start = 2026-04-01
end   = 2026-11-30
[[phase]]
name  = "总结提升"
start = 2026-12-01

[[domain]]
name = "清廉思想建设"
[[domain]]
name = "清廉纪律建设"
[[domain]]
name = "清廉文化建设"

[[office]]
name = "综合科"
people = ["李强", "赵蕾"]
[[office]]
name = "机关纪委"
people = ["陈刚"]

[[body]]
name = "清廉机关建设工作专班"
head = "王敏"
members = ["李强", "赵蕾"]
"#;

/// The tasks, by file.
pub(crate) const TASKS: [(&str, &str); 14] = [
    ("001.toml", DONE),
    ("002.toml", DONE_LATE),
    ("003.toml", LATE),
    ("004.toml", LATE_FOR_ITS_PHASE),
    ("005.toml", SOON),
    ("006.toml", BLOCKED),
    ("007.toml", MONTHLY),
    ("008.toml", EXTENDED),
    ("009.toml", LONG_TERM),
    ("010.toml", "title = \"只有名称\"\n"),
    ("011.toml", IN_REVIEW),
    ("012.toml", CANCELLED),
    ("013.toml", NOT_YET),
    ("014.toml", ON_TRACK),
];

const DONE: &str = r#"title = "制定实施方案"
domain = "清廉思想建设"
phase = "部署推进"
lead = "综合科"
owner = "李强"
due = 2026-03-20
tags = ["六个一"]

status = "done"
progress = 100
done_on = 2026-03-18

[[log]]
date = 2026-03-18
by = "李强"
kind = "done"
text = "方案已印发"
evidence = ["evidence/2026-001/方案.txt"]
"#;

const DONE_LATE: &str = r#"title = "召开动员部署会"
domain = "清廉思想建设"
phase = "部署推进"
lead = "综合科"
owner = "赵蕾"
due = 2026-03-25

status = "done"
progress = 100
done_on = 2026-04-02

[[log]]
date = 2026-04-02
by = "赵蕾"
kind = "done"
"#;

const LATE: &str = r#"title = "组织开展警示教育"
content = "年内至少组织开展一次警示教育，撰写心得体会。"
domain = "清廉纪律建设"
measure = "增强纪法意识"
basis = "方案二（三）4"
standard = "签到表、简报、心得各一份"
phase = "集中建设"
lead = "机关纪委"
support = ["综合科", "机关党委"]
leader = "王敏"
owner = "陈刚"
start = 2026-04-01
due = 2026-06-15
due_text = "6月中旬"
weight = 5
tags = ["六个一"]
public = true

status = "doing"
progress = 60

[[log]]
date = 2026-05-10
by = "陈刚"
kind = "start"

[[log]]
date = 2026-05-20
by = "陈刚"
kind = "note"
text = "已拟定方案"
"#;

const LATE_FOR_ITS_PHASE: &str = r#"title = "建立工作台账"
domain = "清廉思想建设"
phase = "部署推进"
lead = "综合科"
owner = "李强"

status = "todo"
progress = 0
"#;

const SOON: &str = r#"title = "编印廉政提醒手册"
domain = "清廉文化建设"
phase = "集中建设"
lead = "综合科"
owner = "赵蕾"
due = 2026-07-03

status = "doing"
progress = 80
"#;

const BLOCKED: &str = r#"title = "建设廉政文化长廊"
domain = "清廉文化建设"
phase = "集中建设"
lead = "综合科"
owner = "赵蕾"
due = 2026-08-31

status = "blocked"
progress = 20

[[log]]
date = 2026-06-20
by = "赵蕾"
kind = "block"
text = "经费未批，需财务科追加预算"
"#;

const MONTHLY: &str = r#"title = "每月集中学习"
domain = "清廉思想建设"
phase = "集中建设"
lead = "综合科"
owner = "李强"
repeat = { every = "month", times = 1 }

status = "doing"
progress = 0

[[log]]
date = 2026-04-28
by = "李强"
kind = "done"
period = "2026-04"

[[log]]
date = 2026-06-02
by = "李强"
kind = "done"
period = "2026-05"
"#;

const EXTENDED: &str = r#"title = "修订廉政风险防控制度"
domain = "清廉纪律建设"
phase = "集中建设"
lead = "机关纪委"
owner = "陈刚"
start = 2026-04-01
due = 2026-06-20

status = "doing"
progress = 40

[[log]]
date = 2026-06-18
by = "陈刚"
kind = "extend"
text = "等上级新规定"
from = 2026-06-20
to = 2026-07-31
approved_by = "王敏"
"#;

const LONG_TERM: &str = r#"title = "落实谈心谈话制度"
domain = "清廉纪律建设"
phase = "总结提升"
lead = "机关纪委"
owner = "陈刚"
long_term = true

status = "doing"
progress = 30
"#;

const IN_REVIEW: &str = r#"title = "签订廉政承诺书"
domain = "清廉纪律建设"
phase = "集中建设"
lead = "机关纪委"
owner = "陈刚"
due = 2026-06-25

status = "review"
progress = 100
done_on = 2026-06-24

[[log]]
date = 2026-06-24
by = "陈刚"
kind = "done"
text = "全部签订"
"#;

const CANCELLED: &str = r#"title = "赴外地学习考察"
domain = "清廉文化建设"
phase = "集中建设"
lead = "综合科"
due = 2026-05-31

status = "cancelled"

[[log]]
date = 2026-05-06
by = "李强"
kind = "cancel"
text = "压减经费，不再组织"
"#;

const NOT_YET: &str = r#"title = "评选清廉家庭"
domain = "清廉文化建设"
phase = "集中建设"
lead = "综合科"
owner = "赵蕾"
start = 2026-07-15
due = 2026-09-30
parent = "2026-014"

status = "todo"
progress = 0
"#;

const ON_TRACK: &str = r#"title = "开展清廉家风活动"
domain = "清廉文化建设"
phase = "集中建设"
lead = "综合科"
owner = "赵蕾"
start = 2026-04-01
due = 2026-10-31

status = "doing"
progress = 50
"#;
