//! Which tasks a list shows (筛选), and in which order.

use std::cmp::Reverse;

use chrono::NaiveDate;

use super::evaluation::Standing;
use super::field::Field;
use super::light::Light;
use super::status::Status;
use super::task::{Kind, Task};

/// What a task has to be to be listed; what is empty asks for nothing.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Words that all have to occur in the task's texts.
    pub words: Vec<String>,
    /// 阶段
    pub phase: Option<String>,
    /// 重点任务
    pub domain: Option<String>,
    /// 牵头单位
    pub lead: Option<String>,
    /// 责任人
    pub owner: Option<String>,
    /// 状态, any of these.
    pub status: Vec<Status>,
    /// 灯, any of these.
    pub light: Vec<Light>,
    /// 类别
    pub kind: Option<Kind>,
    /// 标签
    pub tag: Option<String>,
    /// The deadline lies before this day.
    pub due_before: Option<NaiveDate>,
    /// The deadline lies after this day.
    pub due_after: Option<NaiveDate>,
    /// Whether done and cancelled tasks are listed although no status was asked for.
    pub closed: bool,
    /// Whether what is void is listed, and nothing else.
    pub void: bool,
}

impl Filter {
    /// Whether `task`, as it stands, is listed.
    pub fn admits(&self, task: &Task, standing: &Standing) -> bool {
        let same = |wanted: &Option<String>, value: &Option<String>| wanted.is_none() || wanted == value;
        let deadline = standing.deadline.date;
        same(&self.phase, &task.phase)
            && same(&self.domain, &task.domain)
            && same(&self.lead, &task.lead)
            && same(&self.owner, &task.owner)
            && self.kind.as_ref().is_none_or(|kind| *kind == task.kind)
            && self.tag.as_ref().is_none_or(|tag| task.tags.contains(tag))
            && self.due_before.is_none_or(|day| deadline.is_some_and(|deadline| deadline < day))
            && self.due_after.is_none_or(|day| deadline.is_some_and(|deadline| deadline > day))
            && (self.light.is_empty() || self.light.contains(&standing.light()))
            && self.admits_status(&task.status)
            && self.words.iter().all(|word| mentions(task, word))
    }

    /// Whether what is void may be listed, which counts nowhere else.
    pub fn asks_for_void(&self) -> bool {
        self.void || self.status.contains(&Status::Void)
    }

    fn admits_status(&self, status: &Status) -> bool {
        if !self.status.is_empty() {
            return self.status.contains(status);
        }
        if self.void || !status.counts() {
            return self.void && !status.counts();
        }
        // Asking for the blue or grey light asks for tasks that are closed.
        self.closed || !self.light.is_empty() || !status.is_closed()
    }
}

/// Whether the task speaks of `word` in its id, its texts or its log.
fn mentions(task: &Task, word: &str) -> bool {
    let word = word.to_lowercase();
    let has = |text: &str| text.to_lowercase().contains(&word);
    // Where a task stands among others is asked for by its own filters.
    let is_told =
        |field: Field| !matches!(field, Field::Phase | Field::Level | Field::DueText | Field::Parent);
    has(&task.id.to_string())
        || task.texts().any(|(field, text)| is_told(field) && has(&text))
        || task.log.iter().filter_map(|entry| entry.text.as_deref()).any(has)
}

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// 编号
    #[default]
    Id,
    /// 时限, the earliest first, tasks without one last.
    Deadline,
    /// 灯, the most pressing first.
    Light,
    /// 牵头单位
    Lead,
    /// 进度, the least first.
    Progress,
}

impl Order {
    /// Sorts tasks with their standings; equal ones stay in the order of their ids.
    pub fn sort<T>(self, tasks: &mut [T], view: impl Fn(&T) -> (&Task, &Standing)) {
        let late = |standing: &Standing| Reverse(standing.days_overdue.unwrap_or(0));
        let deadline = |standing: &Standing| standing.deadline.date.unwrap_or(NaiveDate::MAX);
        match self {
            Self::Id => tasks.sort_by_key(|item| view(item).0.id),
            Self::Deadline => tasks.sort_by_key(|item| deadline(view(item).1)),
            Self::Light => tasks.sort_by_key(|item| {
                let standing = view(item).1;
                (standing.light(), late(standing), deadline(standing))
            }),
            Self::Lead => tasks.sort_by(|a, b| view(a).0.lead.cmp(&view(b).0.lead)),
            Self::Progress => tasks.sort_by_key(|item| view(item).0.progress.unwrap_or(0)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::settings::Settings;

    #[test]
    fn every_word_has_to_occur_somewhere_and_closed_tasks_stay_hidden() {
        #[track_caller]
        fn case(filter: &Filter, status: Status, expected: bool) {
            let task = Task {
                title: "组织开展警示教育".into(),
                lead: Some("机关纪委".into()),
                due: "2026-09-30".parse().ok(),
                tags: vec!["六个一".into()],
                status,
                ..Task::default()
            };
            let today = "2026-06-30".parse().unwrap();
            let standing = Standing::on(&task, &Settings::default(), today);
            assert_eq!(filter.admits(&task, &standing), expected, "{filter:?}");
        }
        let words = |words: &[&str]| Filter {
            words: words.iter().map(|word| (*word).to_owned()).collect(),
            ..Filter::default()
        };
        case(&words(&["警示", "纪委"]), Status::Doing, true);
        case(&words(&["警示", "综合科"]), Status::Doing, false);
        case(&words(&[]), Status::Done, false);
        case(&Filter { closed: true, ..Filter::default() }, Status::Done, true);
        case(&Filter { status: vec![Status::Done], ..Filter::default() }, Status::Done, true);
        case(&Filter { light: vec![Light::Blue], ..Filter::default() }, Status::Done, true);
        case(&Filter { closed: true, light: vec![Light::Grey], ..Filter::default() }, Status::Void, false);
        case(&Filter { void: true, ..words(&["警示"]) }, Status::Void, true);
        case(&Filter { void: true, ..Filter::default() }, Status::Done, false);
        case(&Filter { status: vec![Status::Void], ..Filter::default() }, Status::Void, true);
        case(&Filter { tag: Some("六个一".into()), ..Filter::default() }, Status::Todo, true);
        let day = |text: &str| text.parse().ok();
        case(&Filter { due_before: day("2026-09-30"), ..Filter::default() }, Status::Todo, false);
        case(&Filter { due_before: day("2026-10-01"), ..Filter::default() }, Status::Todo, true);
        case(&Filter { due_after: day("2026-09-30"), ..Filter::default() }, Status::Todo, false);
    }
}
