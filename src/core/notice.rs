//! 督办: how hard an office is chased for a task, and the running numbers of the notices (督办单).

use chrono::{Datelike, NaiveDate};
use serde::{Serialize, Serializer};

use super::entry::EntryKind;
use super::evaluation::Standing;
use super::ledger::Ledger;
use super::light::{Reason, behind};
use super::refusal::Refusal;
use super::settings::Settings;
use super::status::Status;
use super::task::Task;

/// The colour of a notice, the most pressing first (三色督办单: 临近办结时限蓝, 未达序时进度黄, 逾期未办结红).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// 红
    Red,
    /// 黄
    Yellow,
    /// 蓝
    Blue,
}

impl Urgency {
    /// All colours, the most pressing first.
    pub const ALL: [Self; 3] = [Self::Red, Self::Yellow, Self::Blue];

    /// The word in JSON and on the command line.
    pub fn key(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::Yellow => "yellow",
            Self::Blue => "blue",
        }
    }

    /// The word on paper.
    pub fn label(self) -> &'static str {
        match self {
            Self::Red => "红",
            Self::Yellow => "黄",
            Self::Blue => "蓝",
        }
    }

    /// Reads the English word or the Chinese one: 红, 红色.
    pub fn parse(word: &str) -> Option<Self> {
        let word = word.trim();
        let word = word.strip_suffix('色').unwrap_or(word);
        Self::ALL.into_iter().find(|urgency| urgency.key() == word || urgency.label() == word)
    }
}

impl Serialize for Urgency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.key())
    }
}

/// Why a task is chased; it is the word beside the colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Cause {
    /// 逾期
    Overdue,
    /// 受阻
    Blocked,
    /// 滞后: behind 序时进度
    Behind,
    /// 临期
    Soon,
    /// 提醒: nothing is wrong, but somebody asked for a notice
    Asked,
}

impl Cause {
    /// Its colour.
    pub fn urgency(self) -> Urgency {
        match self {
            Self::Overdue => Urgency::Red,
            Self::Blocked | Self::Behind => Urgency::Yellow,
            Self::Soon | Self::Asked => Urgency::Blue,
        }
    }

    /// The word on paper.
    pub fn label(self) -> &'static str {
        match self {
            Self::Overdue => "逾期",
            Self::Blocked => "受阻",
            Self::Behind => "滞后",
            Self::Soon => "临期",
            Self::Asked => "提醒",
        }
    }
}

/// Refuses to chase anybody for work that is reported done, or called off.
pub fn admit(task: &Task) -> Result<(), Refusal> {
    if task.status.is_finished() {
        return Err(Refusal::NothingToChase { task: task.named(), status: task.status.clone() });
    }
    Ok(())
}

/// Why a task is to be chased, the most pressing reason; none where all is well. `within` says how many days before its
/// deadline a task is 临期.
pub fn cause(
    task: &Task,
    standing: &Standing,
    settings: &Settings,
    today: NaiveDate,
    within: i64,
) -> Option<Cause> {
    match standing.reason {
        _ if task.status.is_finished() => None,
        Reason::Overdue => Some(Cause::Overdue),
        Reason::Blocked => Some(Cause::Blocked),
        // A task that is due soon may be behind as well, which its light does not tell.
        _ if is_behind(task, standing, settings, today) => Some(Cause::Behind),
        _ => standing.is_due_within(within).then_some(Cause::Soon),
    }
}

fn is_behind(task: &Task, standing: &Standing, settings: &Settings, today: NaiveDate) -> bool {
    let start = task.start.or(settings.phase(task.phase.as_deref()).and_then(|phase| phase.start));
    let runs = task.status == Status::Doing && task.repeat.is_none() && start.is_some_and(|day| day <= today);
    runs && standing.deadline.date.is_some_and(|deadline| {
        behind(task.progress, start, deadline, settings.lights.behind, today) != Reason::OnTrack
    })
}

/// What a notice is called, and how often the task has been chased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbered {
    /// 编号, with six-cornered brackets and without leading zeros: 督〔2026〕12号.
    pub number: String,
    /// Whether it stands in the task's log already.
    pub recorded: bool,
    /// 第几次督办, this one included.
    pub times: usize,
}

/// The numbers of the notices for `chased`, in their order.
///
/// They go on from the highest number of the year that any 催办 entry of the ledger begins with, so nobody has to keep a
/// register. A task chased today already keeps the number it was given then.
pub fn numbers<'a>(
    ledger: &Ledger,
    chased: impl IntoIterator<Item = &'a Task>,
    today: NaiveDate,
) -> Vec<Numbered> {
    let head = format!("{}〔{}〕", ledger.settings.notice.prefix, today.year());
    let used = ledger.kept().flat_map(|task| reminders(task, &head)).filter_map(|(_, number)| number);
    let mut last = used.max().unwrap_or(0);
    let mut numbered = Vec::new();
    for task in chased {
        let before = reminders(task, &head).filter(|(date, _)| *date <= today).count();
        let kept = reminders(task, &head).filter(|(date, _)| *date == today).find_map(|(_, number)| number);
        let number = kept.unwrap_or_else(|| {
            last = last.saturating_add(1);
            last
        });
        let recorded = kept.is_some();
        let times = before + usize::from(!recorded);
        numbered.push(Numbered { number: format!("{head}{number}号"), recorded, times });
    }
    numbered
}

/// Every time the task was chased: the day, and the number of the notice where it had one of this year's.
fn reminders<'a>(task: &'a Task, head: &'a str) -> impl Iterator<Item = (NaiveDate, Option<u32>)> + 'a {
    let reminders = task.log.iter().filter(|entry| entry.kind == EntryKind::Remind);
    reminders.map(move |entry| {
        let number = entry.text.as_deref().and_then(|text| {
            let (number, _) = text.trim_start().strip_prefix(head)?.split_once('号')?;
            number.bytes().all(|b| b.is_ascii_digit()).then(|| number.parse().ok())?
        });
        (entry.date, number)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::entry::LogEntry;
    use crate::core::id::TaskId;
    use crate::core::light::{Behind, Lights};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_most_pressing_reason_gives_the_colour() {
        #[track_caller]
        fn case(status: Status, due: Option<&str>, progress: u8, expected: Option<Cause>) {
            let task = Task {
                status,
                start: Some(day("2026-06-01")),
                due: due.map(day),
                progress: Some(progress),
                ..Task::default()
            };
            let lights = Lights { behind: Some(Behind { yellow: 10.0, red: 30.0 }), ..Lights::default() };
            let settings = Settings { lights, ..Settings::default() };
            let today = day("2026-06-30");
            let standing = Standing::on(&task, &settings, today);
            assert_eq!(cause(&task, &standing, &settings, today, 7), expected);
        }
        case(Status::Blocked, Some("2026-06-29"), 0, Some(Cause::Overdue));
        case(Status::Blocked, Some("2026-07-01"), 0, Some(Cause::Blocked));
        case(Status::Blocked, None, 0, Some(Cause::Blocked));
        case(Status::Doing, Some("2026-07-01"), 20, Some(Cause::Behind));
        case(Status::Doing, Some("2026-07-01"), 95, Some(Cause::Soon));
        case(Status::Doing, Some("2026-07-30"), 10, Some(Cause::Behind));
        case(Status::Doing, Some("2026-07-30"), 50, None);
        case(Status::Todo, Some("2026-07-07"), 0, Some(Cause::Soon));
        case(Status::Todo, Some("2026-07-08"), 0, None);
        case(Status::Doing, None, 0, None);
        case(Status::Review, Some("2026-06-01"), 100, None);
        case(Status::Done, Some("2026-06-01"), 100, None);
        case(Status::Cancelled, Some("2026-06-01"), 0, None);
    }

    #[test]
    fn numbers_go_on_from_the_highest_and_are_kept_for_the_day() {
        #[track_caller]
        fn case(entries: &[(&str, &str)], expected: &[(&str, bool, usize)]) {
            let log = |(date, text): &(&str, &str)| {
                LogEntry::new(day(date), "李强", EntryKind::Remind).saying(Some((*text).to_owned()))
            };
            let task = |number| Task { id: TaskId { year: 2026, number }, ..Task::default() };
            let reminded = Task { log: entries.iter().map(log).collect(), ..task(1) };
            let ledger = Ledger { tasks: vec![reminded, task(2)], ..Ledger::default() };
            let got = numbers(&ledger, &ledger.tasks, day("2026-06-30"));
            let got: Vec<_> = got.iter().map(|n| (n.number.as_str(), n.recorded, n.times)).collect();
            assert_eq!(got, expected);
        }
        case(&[], &[("督〔2026〕1号", false, 1), ("督〔2026〕2号", false, 1)]);
        case(
            &[("2026-06-01", "督〔2026〕9号 红色督办单"), ("2026-06-10", "督〔2026〕10号 红色督办单")],
            &[("督〔2026〕11号", false, 3), ("督〔2026〕12号", false, 1)],
        );
        // Given out this morning: the same paper, and the next task gets the next number.
        case(
            &[("2026-06-30", "督〔2026〕12号 红色督办单")],
            &[("督〔2026〕12号", true, 1), ("督〔2026〕13号", false, 1)],
        );
        // Last year's numbers, another series and words do not count; a reminder by telephone counts as one all the same.
        case(
            &[
                ("2025-12-30", "督〔2025〕40号"),
                ("2026-02-01", "督催〔2026〕7号"),
                ("2026-06-30", "电话催办"),
            ],
            &[("督〔2026〕1号", false, 4), ("督〔2026〕2号", false, 1)],
        );
        case(
            &[
                ("2026-03-01", "督〔2026〕+5号"),
                ("2026-03-02", "督〔2026〕99999999999号"),
                ("2026-03-03", "督〔2026〕3"),
            ],
            &[("督〔2026〕1号", false, 4), ("督〔2026〕2号", false, 1)],
        );
    }
}
