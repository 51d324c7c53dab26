//! The light (灯) a task shows on a given day, and the reason for it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize, Serializer};

use super::deadline::{Deadline, Source};
use super::phase::Phase;
use super::schema::{Key, Shape, key};
use super::status::Status;
use super::task::Task;

/// 灯. On paper it is a word and a sign as well: it must read in black and white.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Light {
    /// 红: 逾期
    Red,
    /// 黄: 临期、受阻、滞后
    Yellow,
    /// 绿: 正常
    Green,
    /// 蓝: 办结
    Blue,
    /// 灰: 未到期、待定、取消
    Grey,
}

impl Light {
    /// All lights, the most pressing first.
    pub const ALL: [Self; 5] = [Self::Red, Self::Yellow, Self::Green, Self::Blue, Self::Grey];

    /// The word in JSON and filters.
    pub fn key(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::Yellow => "yellow",
            Self::Green => "green",
            Self::Blue => "blue",
            Self::Grey => "grey",
        }
    }

    /// The word on paper, the office's own where it has one.
    pub fn word(self, lights: &Lights) -> &str {
        lights.words.of(self).unwrap_or(match self {
            Self::Red => "红",
            Self::Yellow => "黄",
            Self::Green => "绿",
            Self::Blue => "蓝",
            Self::Grey => "灰",
        })
    }

    /// The sign on paper, the office's own where it has one.
    pub fn sign(self, lights: &Lights) -> &str {
        lights.signs.of(self).unwrap_or(match self {
            Self::Red => "■",
            Self::Yellow => "▲",
            Self::Green => "●",
            Self::Blue => "★",
            Self::Grey => "○",
        })
    }

    /// Reads the English or the Chinese word.
    pub fn parse(word: &str) -> Option<Self> {
        let word = word.strip_suffix('灯').unwrap_or(word);
        Self::ALL
            .into_iter()
            .find(|light| light.key() == word || light.word(&Lights::default()) == word)
            .or((word == "gray").then_some(Self::Grey))
    }
}

impl Serialize for Light {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.key())
    }
}

/// The lights' thresholds, words and signs, which differ from office to office.
#[derive(Debug, Clone, Deserialize)]
#[serde(default)]
pub struct Lights {
    /// 临期: how many days before the deadline a task turns yellow.
    pub soon_days: i64,
    /// Percentage points behind 序时进度 that turn a running task yellow or red; off unless set.
    pub behind: Option<Behind>,
    /// Other words for the lights than 红 黄 绿 蓝 灰.
    pub words: LightTexts,
    /// Other signs for the lights than ■ ▲ ● ★ ○.
    pub signs: LightTexts,
}

/// Everything that the settings may say of the lights.
pub const KEYS: &[Key] = &[
    key("soon_days", Shape::Count),
    key("behind", Shape::Section(&[points("yellow"), points("red")])),
    key("words", Shape::Section(TEXTS)),
    key("signs", Shape::Section(TEXTS)),
];

const TEXTS: &[Key] = &[
    key("red", Shape::Text),
    key("yellow", Shape::Text),
    key("green", Shape::Text),
    key("blue", Shape::Text),
    key("grey", Shape::Text),
];

const fn points(name: &'static str) -> Key {
    key(name, Shape::Number).asking("数字，如 10")
}

impl Default for Lights {
    fn default() -> Self {
        Self { soon_days: 7, behind: None, words: LightTexts::default(), signs: LightTexts::default() }
    }
}

/// A text for each light, where an office has its own.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct LightTexts {
    red: Option<String>,
    yellow: Option<String>,
    green: Option<String>,
    blue: Option<String>,
    grey: Option<String>,
}

impl LightTexts {
    /// The office's own text for `light`.
    pub fn of(&self, light: Light) -> Option<&str> {
        match light {
            Light::Red => &self.red,
            Light::Yellow => &self.yellow,
            Light::Green => &self.green,
            Light::Blue => &self.blue,
            Light::Grey => &self.grey,
        }
        .as_deref()
    }
}

/// Percentage points behind 序时进度.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub struct Behind {
    /// From this many points behind, yellow.
    pub yellow: f64,
    /// Beyond this many points behind, red.
    pub red: f64,
}

/// Which rule lit the light; it is the word beside the colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// 取消
    Cancelled,
    /// 作废
    Void,
    /// 办结
    Done,
    /// 待核销
    InReview,
    /// 逾期
    Overdue,
    /// 受阻
    Blocked,
    /// 长期坚持, and under way
    LongTerm,
    /// 长期坚持, not yet started
    LongTermIdle,
    /// 时限待定
    Undecided,
    /// 临期
    Soon,
    /// 未到期: its start is still to come
    NotYet,
    /// 滞后: far behind 序时进度
    FarBehind,
    /// 滞后: behind 序时进度
    Behind,
    /// 正常
    OnTrack,
}

impl Reason {
    /// The light it lights.
    pub fn light(self) -> Light {
        match self {
            Self::Overdue | Self::FarBehind => Light::Red,
            Self::Blocked | Self::Soon | Self::Behind => Light::Yellow,
            Self::InReview | Self::LongTerm | Self::OnTrack => Light::Green,
            Self::Done => Light::Blue,
            Self::Cancelled | Self::Void | Self::LongTermIdle | Self::Undecided | Self::NotYet => Light::Grey,
        }
    }

    /// The word on paper.
    pub fn label(self) -> &'static str {
        match self {
            Self::Cancelled => "取消",
            Self::Void => "作废",
            Self::Done => "办结",
            Self::InReview => "待核销",
            Self::Overdue => "逾期",
            Self::Blocked => "受阻",
            Self::LongTerm | Self::LongTermIdle => "长期",
            Self::Undecided => "待定",
            Self::Soon => "临期",
            Self::NotYet => "未到期",
            Self::FarBehind | Self::Behind => "滞后",
            Self::OnTrack => "正常",
        }
    }
}

/// 逾期: not done, cancelled or in review, and past the deadline. The deadline's own day still counts.
pub fn is_overdue(status: &Status, deadline: Option<NaiveDate>, today: NaiveDate) -> bool {
    !status.is_finished() && deadline.is_some_and(|deadline| today > deadline)
}

/// 临期: the deadline is still to come, in at most `within` days. Its own day is the last on which it is near.
pub fn is_near(days_left: i64, within: i64) -> bool {
    (0..=within).contains(&days_left)
}

/// Which light a task shows on `today`, first match wins.
pub fn reason(
    task: &Task,
    phase: Option<&Phase>,
    deadline: &Deadline,
    lights: &Lights,
    today: NaiveDate,
) -> Reason {
    let start = task.start.or(phase.and_then(|phase| phase.start));
    match (&task.status, deadline.date) {
        (Status::Cancelled, _) => Reason::Cancelled,
        (Status::Void, _) => Reason::Void,
        (Status::Done, _) => Reason::Done,
        (Status::Review, _) => Reason::InReview,
        (status, date) if is_overdue(status, date, today) => Reason::Overdue,
        (Status::Blocked, _) => Reason::Blocked,
        (status, None) if deadline.source == Some(Source::LongTerm) => {
            if *status == Status::Doing {
                Reason::LongTerm
            } else {
                Reason::LongTermIdle
            }
        }
        (_, None) => Reason::Undecided,
        (_, Some(date)) if is_near((date - today).num_days(), lights.soon_days) => Reason::Soon,
        _ if start.is_some_and(|start| today < start) => Reason::NotYet,
        (Status::Doing, Some(date)) if task.repeat.is_none() => {
            behind(task.progress, start, date, lights.behind, today)
        }
        _ => Reason::OnTrack,
    }
}

/// 序时进度: the percentage of the days from `start` to `deadline` that have passed on `today`.
pub fn expected_progress(start: NaiveDate, deadline: NaiveDate, today: NaiveDate) -> f64 {
    let days = |to: NaiveDate| u32::try_from((to - start).num_days()).map_or(0.0, f64::from);
    if today >= deadline { 100.0 } else { days(today) * 100.0 / days(deadline).max(1.0) }
}

/// How far a running task is behind 序时进度. 银川 2025: 低于序时进度 10～30 个百分点（含）黄, 超过 30 红; the numbers are settings.
pub(super) fn behind(
    progress: Option<u8>,
    start: Option<NaiveDate>,
    deadline: NaiveDate,
    limits: Option<Behind>,
    today: NaiveDate,
) -> Reason {
    let (Some(limits), Some(start)) = (limits, start) else { return Reason::OnTrack };
    let gap = expected_progress(start, deadline, today) - f64::from(progress.unwrap_or(0));
    if gap > limits.red {
        Reason::FarBehind
    } else if gap >= limits.yellow {
        Reason::Behind
    } else {
        Reason::OnTrack
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::calendar::Every;
    use crate::core::task::Repeat;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// A task with a deadline, as the cases below vary it.
    fn task(status: Status) -> Task {
        Task { status, due: Some(day("2026-06-30")), ..Task::default() }
    }

    #[track_caller]
    fn case(task: &Task, today: &str, expected: Reason) {
        let lights = Lights { behind: Some(Behind { yellow: 10.0, red: 30.0 }), ..Lights::default() };
        let phase = Phase { name: "阶段".into(), ..Phase::default() };
        let deadline = super::super::deadline::deadline(task, Some(&phase), None);
        assert_eq!(reason(task, Some(&phase), &deadline, &lights, day(today)), expected);
    }

    #[test]
    fn a_light_is_told_by_a_word_and_a_sign_and_read_again() {
        let lights = Lights::default();
        let told = Light::ALL.map(|light| (light.key(), light.word(&lights), light.sign(&lights)));
        assert_eq!(
            told,
            [
                ("red", "红", "■"),
                ("yellow", "黄", "▲"),
                ("green", "绿", "●"),
                ("blue", "蓝", "★"),
                ("grey", "灰", "○"),
            ]
        );
        for light in Light::ALL {
            let word = light.word(&lights);
            for typed in [light.key(), word, &format!("{word}灯")] {
                assert_eq!(Light::parse(typed), Some(light), "{typed}");
            }
        }
        assert_eq!(Light::parse("gray"), Some(Light::Grey));
        assert_eq!(Light::parse("紫"), None);
        assert_eq!(Reason::FarBehind.label(), "滞后");
        assert_eq!(Reason::LongTermIdle.label(), "长期");
    }

    #[test]
    fn first_match_wins() {
        for (status, late, in_time) in [
            (Status::Cancelled, Reason::Cancelled, Reason::Cancelled),
            (Status::Void, Reason::Void, Reason::Void),
            (Status::Done, Reason::Done, Reason::Done),
            (Status::Review, Reason::InReview, Reason::InReview),
            (Status::Todo, Reason::Overdue, Reason::OnTrack),
            (Status::Doing, Reason::Overdue, Reason::OnTrack),
            (Status::Blocked, Reason::Overdue, Reason::Blocked),
            (Status::Other("挂起".into()), Reason::Overdue, Reason::OnTrack),
        ] {
            case(&task(status.clone()), "2026-07-01", late);
            case(&task(status), "2026-05-01", in_time);
        }
    }

    #[test]
    fn the_last_day_is_not_late_and_the_week_before_is_soon() {
        case(&task(Status::Doing), "2026-06-30", Reason::Soon);
        case(&task(Status::Doing), "2026-06-23", Reason::Soon);
        case(&task(Status::Doing), "2026-06-22", Reason::OnTrack);
    }

    #[test]
    fn without_a_deadline() {
        let long_term = |status| Task { long_term: true, status, ..Task::default() };
        case(&long_term(Status::Doing), "2030-01-01", Reason::LongTerm);
        case(&long_term(Status::Todo), "2030-01-01", Reason::LongTermIdle);
        case(&long_term(Status::Blocked), "2030-01-01", Reason::Blocked);
        case(&Task::default(), "2030-01-01", Reason::Undecided);
        assert_eq!(Reason::LongTerm.light(), Light::Green);
        assert_eq!(Reason::LongTermIdle.light(), Light::Grey);
    }

    #[test]
    fn before_its_start_a_task_is_grey_unless_it_is_due_soon() {
        let task = |start| Task { start: Some(day(start)), ..task(Status::Todo) };
        case(&task("2026-06-01"), "2026-05-31", Reason::NotYet);
        case(&task("2026-06-01"), "2026-06-01", Reason::OnTrack);
        case(&task("2026-06-29"), "2026-06-28", Reason::Soon);
    }

    #[test]
    fn behind_the_share_of_days_that_have_passed() {
        // 100 days from 2026-03-22 to 2026-06-30.
        let task = |progress| Task {
            start: Some(day("2026-03-22")),
            progress: Some(progress),
            ..task(Status::Doing)
        };
        let half = "2026-05-11";
        case(&task(41), half, Reason::OnTrack);
        case(&task(40), half, Reason::Behind);
        case(&task(20), half, Reason::Behind);
        case(&task(19), half, Reason::FarBehind);
        assert_eq!(Reason::FarBehind.light(), Light::Red);
    }

    #[test]
    fn a_recurring_duty_is_never_behind_but_by_its_periods() {
        let repeat = Repeat { every: Every::Month, times: 1, from: None, until: None };
        let once = Task { start: Some(day("2026-03-22")), ..task(Status::Doing) };
        let recurring = Task { repeat: Some(repeat), ..once.clone() };
        let lights = Lights { behind: Some(Behind { yellow: 10.0, red: 30.0 }), ..Lights::default() };
        let date = Some(day("2026-06-30"));
        let deadline = Deadline { date, source: Some(Source::Period), original: date };
        let reason = |task| reason(task, None, &deadline, &lights, day("2026-05-11"));
        assert_eq!((reason(&once), reason(&recurring)), (Reason::FarBehind, Reason::OnTrack));
    }

    #[test]
    fn progress_expected_of_odd_spans() {
        #[track_caller]
        fn case(start: &str, deadline: &str, today: &str, percent: f64) {
            let got = expected_progress(day(start), day(deadline), day(today));
            assert!((got - percent).abs() < 0.05, "{got}");
        }
        case("2026-06-30", "2026-06-30", "2026-06-30", 100.0);
        case("2026-07-01", "2026-06-30", "2026-06-30", 100.0);
        case("2026-06-01", "2026-06-30", "2026-05-01", 0.0);
        case("2026-06-01", "2026-06-30", "2026-08-01", 100.0);
        case("2024-02-28", "2024-03-01", "2024-02-29", 50.0);
        case("2026-03-22", "2026-06-30", "2026-05-11", 50.0);
    }
}
