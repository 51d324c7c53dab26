//! What of a draft a ledger has already (已登记): phases and fields of work of the same name, tasks of the same title and basis.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::draft::{Draft, DraftTask, Milestone};
use super::ledger::Ledger;
use super::text::one_line;

/// The tasks that a ledger has, as a draft would name them.
#[derive(Debug, Default)]
pub struct Registered {
    tasks: HashMap<(String, Option<String>), usize>,
}

impl Registered {
    /// The tasks of `ledger`.
    pub fn of(ledger: &Ledger) -> Self {
        let mut tasks = HashMap::new();
        // What is void was registered once, and shall not come back by itself.
        for task in ledger.kept() {
            *tasks.entry((task.title.clone(), task.basis.clone())).or_insert(0) += 1;
        }
        Self { tasks }
    }

    /// Whether one of them is this. A plan may ask for the same twice, so each task is found only once.
    pub fn has(&mut self, draft: &Draft, task: &DraftTask) -> bool {
        match self.tasks.get_mut(&(title(task), basis(draft, task))) {
            Some(left) if *left > 0 => {
                *left -= 1;
                true
            }
            _ => false,
        }
    }
}

/// 任务名称 on one line, as every table and sentence needs it.
pub fn title(task: &DraftTask) -> String {
    task.title.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How many characters of a milestone's wording become its name.
const STEP_TITLE: usize = 40;

/// A deadline of several (时间节点), as it is registered: a task of its own under the one that it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// 任务名称
    pub title: String,
    /// 具体内容
    pub content: String,
    /// 完成时限
    pub due: NaiveDate,
    /// 时限原文
    pub due_text: String,
}

/// The steps of a task: none where it has one deadline, for that is its own. Of one that goes on for good every day that the
/// plan names is a step on the way.
pub fn steps(task: &DraftTask) -> Vec<Step> {
    let whole = title(task);
    let lone = task.due.filter(|_| task.long_term && task.milestones.is_empty()).map(|due| Milestone {
        due,
        due_text: task.due_text.clone().unwrap_or_default(),
        content: whole.clone(),
    });
    let milestones = match task.milestones.as_slice() {
        [_] if !task.long_term => &[],
        several => several,
    };
    let step = |milestone: &Milestone| {
        let what = one_line(unbracketed(milestone).trim_end_matches(['。', '；', '，']), STEP_TITLE);
        let title = if what.is_empty() || what == whole {
            format!("{whole}（{}）", one_line(&milestone.due_text, STEP_TITLE))
        } else {
            what
        };
        let Milestone { due, due_text, content } = milestone.clone();
        Step { title, content, due, due_text }
    };
    milestones.iter().chain(&lone).map(step).collect()
}

/// What is to be done by a milestone, without the bracket behind it that says by when and by whom.
fn unbracketed(milestone: &Milestone) -> &str {
    let content = milestone.content.as_str();
    let bracket = content.find(milestone.due_text.as_str()).and_then(|at| {
        let open = content.get(..at)?.rfind(['（', '(', '〔'])?;
        let is_open = !content.get(open..at)?.contains(['）', ')', '〕']);
        is_open.then_some(open)
    });
    bracket.and_then(|open| content.get(..open)).unwrap_or(content)
}

/// 任务依据 with what the plan is: `方案二（三）4`.
pub fn basis(draft: &Draft, task: &DraftTask) -> Option<String> {
    let clause = task.basis.as_deref()?;
    let title = draft.title.as_deref().unwrap_or_default();
    let kinds = ["方案", "要点", "计划", "规划", "意见", "办法", "细则", "通知", "清单", "分工", "任务书"];
    let kind = kinds.into_iter().filter_map(|kind| Some((title.rfind(kind)?, kind))).max();
    Some(format!("{}{clause}", kind.map_or("方案", |(_, kind)| kind)))
}

/// The one of `names` that means the same as `name`; see [`Names::find`].
pub fn known<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut all = Names::default();
    for name in names {
        all.add(name);
    }
    all.find(name)
}

/// Names of phases or of fields of work, each found again however a plan or a sheet writes it.
#[derive(Debug, Default)]
pub struct Names<'a> {
    exact: HashSet<&'a str>,
    plain: HashMap<String, &'a str>,
}

impl<'a> Names<'a> {
    /// One more name; where two mean the same, the first is found.
    pub fn add(&mut self, name: &'a str) {
        self.exact.insert(name);
        self.plain.entry(plain(name)).or_insert(name);
    }

    /// The name that means the same: `部署推进` and `部署推进阶段`; `一、清廉思想建设`, `清廉思想建设` and the plan's heading
    /// `加强清廉思想建设，夯实廉洁思想根基`.
    pub fn find(&self, name: &str) -> Option<&'a str> {
        let plain = plain(name);
        let like = |wanted: &str| self.plain.get(wanted);
        let exact = self.exact.get(name);
        exact.or_else(|| like(&plain)).or_else(|| like(subject(&plain))).copied()
    }
}

/// A name without blanks, without a number before it and without its kind behind it.
fn plain(name: &str) -> String {
    let text: String = name.chars().filter(|c| !c.is_whitespace()).collect();
    let number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十（(".contains(c);
    let rest = text.trim_start_matches(number);
    let unnumbered = match rest.strip_prefix(['、', '.', '．', '）', ')']) {
        Some(rest) if rest.len() < text.len() && !rest.is_empty() => rest,
        _ => &text,
    };
    unnumbered.strip_suffix("阶段").filter(|short| !short.is_empty()).unwrap_or(unnumbered).to_owned()
}

/// What a heading is about: its first clause, without the verb that asks for it.
fn subject(heading: &str) -> &str {
    let clause = heading.split(['，', ',']).next().unwrap_or(heading);
    let asked = ["切实加强", "持续加强", "加强", "强化", "推进", "深化", "抓好", "落实", "开展", "做好"];
    asked.iter().find_map(|verb| clause.strip_prefix(verb)).unwrap_or(clause)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::task::Task;

    #[test]
    fn the_basis_says_what_the_plan_is() {
        #[track_caller]
        fn case(title: Option<&str>, basis_then: &str) {
            let draft = Draft { title: title.map(ToOwned::to_owned), ..Draft::default() };
            let task = DraftTask { basis: Some("二（三）4".to_owned()), ..DraftTask::default() };
            assert_eq!(basis(&draft, &task).as_deref(), Some(basis_then));
        }
        case(Some("某局清廉机关建设实施方案"), "方案二（三）4");
        case(Some("关于印发《某市2026年工作要点》的通知"), "通知二（三）4");
        case(Some("某市2026年工作要点"), "要点二（三）4");
        case(None, "方案二（三）4");
    }

    #[test]
    fn a_name_with_and_without_its_kind_is_one() {
        let names = ["部署推进", "集中建设阶段", "阶段"];
        let find = |name| known(name, names.into_iter());
        assert_eq!(find("部署推进阶段"), Some("部署推进"));
        assert_eq!(find("集中 建设"), Some("集中建设阶段"));
        assert_eq!(find("阶段"), Some("阶段"));
        assert_eq!(find("二、部署推进"), Some("部署推进"));
        assert_eq!(find("总结提升"), None);
        let domains = ["清廉思想建设", "安全生产"];
        let find = |name| known(name, domains.into_iter());
        assert_eq!(find("加强清廉思想建设，夯实廉洁思想根基"), Some("清廉思想建设"));
        assert_eq!(find("安全生产，警钟长鸣"), Some("安全生产"));
        assert_eq!(find("加强安全生产宣传"), None);
    }

    #[test]
    fn a_step_is_named_by_its_deed_alone() {
        #[track_caller]
        fn case(content: &str, name: &str) {
            let milestone = Milestone {
                due: "2026-05-31".parse().unwrap(),
                due_text: "5月底".to_owned(),
                content: content.to_owned(),
            };
            let task = DraftTask {
                title: "建成平台".to_owned(),
                long_term: true,
                milestones: vec![milestone],
                ..DraftTask::default()
            };
            assert_eq!(steps(&task)[0].title, name);
        }
        case("完成改造。（5月底取得成效，甲局牵头）", "完成改造");
        case("建成平台（5月底取得成效）", "建成平台（5月底）");
        case("5月底前完成（含二期）", "5月底前完成（含二期）");
    }

    #[test]
    fn each_task_is_found_once() {
        let task = |title: &str| Task {
            title: title.to_owned(),
            basis: Some("方案一".to_owned()),
            ..Task::default()
        };
        let ledger = Ledger { tasks: vec![task("甲"), task("乙")], ..Ledger::default() };
        let wanted =
            DraftTask { title: " 甲\n".to_owned(), basis: Some("一".to_owned()), ..DraftTask::default() };
        let draft = Draft::default();
        let mut registered = Registered::of(&ledger);
        assert!(registered.has(&draft, &wanted));
        assert!(!registered.has(&draft, &wanted));
    }
}
