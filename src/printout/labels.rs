//! The words and cells that several layouts share.

use chrono::{Datelike, NaiveDate};

use super::page::{Cell, Line, Tone, Value};
use crate::core::deadline::Source;
use crate::core::id::TaskId;
use crate::core::light::{Light, Reason};
use crate::core::settings::{Body, Settings};
use crate::core::status::Status;
pub(super) use crate::core::writing::plain_day;
use crate::core::writing::weekday;
use crate::report::audit::Standards;
use crate::report::counts::Counts;
use crate::report::facts::Judged;
use crate::report::phases::PhaseState;

/// What stands in the place of an office.
pub(super) const NO_OFFICE: &str = "（未列牵头单位）";

/// The statuses in the order in which figures name them, what is done first. The last stands for all that this version does not
/// know.
pub(super) static STATUSES: [Status; 7] = [
    Status::Done,
    Status::Review,
    Status::Doing,
    Status::Blocked,
    Status::Todo,
    Status::Cancelled,
    Status::Other(String::new()),
];

/// What figures call a status.
pub(super) fn status_label(status: &Status) -> &str {
    match status {
        Status::Other(_) => "其他",
        known => known.label(),
    }
}

/// The colour of a light.
pub(super) fn tone(light: Light) -> Tone {
    match light {
        Light::Red => Tone::Red,
        Light::Yellow => Tone::Yellow,
        Light::Green => Tone::Green,
        Light::Blue => Tone::Blue,
        Light::Grey => Tone::Grey,
    }
}

/// `2026年6月30日 星期二`
pub(super) fn day_line(today: NaiveDate) -> String {
    format!("{}　{}", plain_day(today), weekday(today))
}

/// `6月30日`, where the year is plain.
pub(super) fn month_day(day: NaiveDate) -> String {
    format!("{}月{}日", day.month(), day.day())
}

/// `工作专班　负责人：王敏　成员：李强、赵蕾`
pub(super) fn body_line(body: &Body) -> String {
    let head = body.head.as_deref().map(|head| format!("　负责人：{head}")).unwrap_or_default();
    let members = match body.members.as_slice() {
        [] => String::new(),
        members => format!("　成员：{}", members.join("、")),
    };
    format!("{}{head}{members}", body.name)
}

/// What is said on the day of a deadline.
pub(super) const DUE_TODAY: &str = "今日到期";

/// `剩3天`
pub(super) fn days_left(days: i64) -> String {
    format!("剩{days}天")
}

/// `逾期3天`
pub(super) fn days_late(days: i64) -> String {
    format!("逾期{days}天")
}

/// The light with its sign, its word and the reason: `■红 逾期12天`, or `■逾期` where room is short.
pub(super) fn light_cell(judged: &Judged<'_>, settings: &Settings) -> Cell {
    let light = judged.standing.light();
    let brief = format!("{}{}", light.sign(&settings.lights), judged.standing.reason.label());
    Cell::new(light_text(judged, settings)).or_brief(brief).toned(tone(light))
}

pub(super) fn light_text(judged: &Judged<'_>, settings: &Settings) -> String {
    let light = judged.standing.light();
    let lights = &settings.lights;
    let standing = &judged.standing;
    let said = match (standing.reason, standing.days_overdue, standing.days_left) {
        (Reason::Overdue, Some(days), _) => days_late(days),
        (Reason::Soon, None, Some(0)) => DUE_TODAY.to_owned(),
        (Reason::Soon, None, Some(days)) => days_left(days),
        (Reason::Done, ..) if standing.finished_late == Some(true) => "逾期办结".to_owned(),
        (reason, ..) => reason.label().to_owned(),
    };
    format!("{}{} {said}", light.sign(lights), light.word(lights))
}

/// 时限: the day, or what stands in its place.
pub(super) fn deadline_cell(judged: &Judged<'_>, settings: &Settings) -> Cell {
    match judged.standing.deadline.date {
        Some(day) => day_cell(day, settings),
        None => Cell::new(no_deadline(judged)),
    }
}

/// A day, without the ledger's year where room is short.
pub(super) fn day_cell(day: NaiveDate, settings: &Settings) -> Cell {
    let form = if day.year() == settings.year { "%m-%d" } else { "%y-%m-%d" };
    Cell::new(day).or_brief(day.format(form).to_string())
}

/// What stands in the place of a deadline.
pub(super) fn no_deadline(judged: &Judged<'_>) -> &'static str {
    match judged.standing.deadline.source {
        Some(Source::LongTerm) => "长期",
        _ => "待定",
    }
}

/// Where the deadline comes from.
pub(super) fn source_label(source: Source) -> &'static str {
    match source {
        Source::Task => "任务时限",
        Source::Phase => "阶段时限",
        Source::Extension => "已延期",
        Source::Period => "本周期",
        Source::LongTerm => "长期坚持",
    }
}

/// 进度: occurrences for a recurring task, percent for the others.
pub(super) fn progress_cell(judged: &Judged<'_>) -> Cell {
    if let Some(schedule) = &judged.standing.schedule {
        let counts = format!("{}/{}", schedule.met(), schedule.owed());
        return Cell::new(format!("{counts}次")).or_brief(counts);
    }
    match judged.task.progress {
        Some(percent) => Cell::new(Value::Percent(percent.into())),
        None => Cell::default(),
    }
}

/// 编号, without the ledger's year where room is short.
pub(super) fn id_cell(id: TaskId, settings: &Settings) -> Cell {
    Cell::new(id.to_string()).or_brief(id.short(settings.year))
}

/// `截止 2026-03-31，已过 91 天`
pub(super) fn phase_deadline(phase: &PhaseState) -> String {
    match (phase.end, phase.days_left) {
        (Some(end), Some(0)) => format!("截止 {end}，就是今天"),
        (Some(end), Some(days)) if days > 0 => format!("截止 {end}，还剩 {days} 天"),
        (Some(end), Some(days)) => format!("截止 {end}，已过 {} 天", -days),
        _ => "没有截止日，长期坚持".to_owned(),
    }
}

/// A rate in a sentence, where it has its decimal even if that is none: `50.0%`.
pub(super) fn percent(rate: f64) -> String {
    format!("{rate:.1}%")
}

/// The same with 办结率 behind it.
pub(super) fn counts_and_rate(counts: &Counts, settings: &Settings) -> Line {
    let line = counts_line(counts, settings);
    match counts.done_rate() {
        Some(rate) => line.and(format!("；办结率 {}", percent(rate)), None),
        None => line,
    }
}

/// The counts as a sentence whose parts add up: `共 12 项：已办结 3，…；其中逾期 2、临期 1`.
fn counts_line(counts: &Counts, settings: &Settings) -> Line {
    let parts: Vec<String> = STATUSES
        .iter()
        .map(|status| (status, counts.at(status)))
        .filter(|(_, count)| *count > 0)
        .map(|(status, count)| format!("{} {count}", status_label(status)))
        .collect();
    let mut line = Line::from(format!("共 {} 项", counts.total));
    if !parts.is_empty() {
        line = line.and(format!("：{}", parts.join("、")), None);
    }
    let soon = format!("{}天内到期", settings.lights.soon_days);
    let mut lead = "；其中";
    for (label, count, tone) in [
        ("逾期", counts.overdue, Some(Tone::Red)),
        (soon.as_str(), counts.soon, Some(Tone::Yellow)),
        ("时限待定", counts.no_deadline, None),
        ("逾期办结", counts.finished_late, None),
    ] {
        if count > 0 {
            line = line.and(lead, None).and(format!("{label} {count}"), tone);
            lead = "、";
        }
    }
    line
}
/// What a page says at its foot where what judges was changed in the time it tells of.
pub(super) fn standards(standards: Option<Standards>, when: &str) -> Option<String> {
    let Some(Standards { rules_changed, goalposts }) = standards else {
        return Some(format!("{when}考核口径和评判依据有没有改过，历史不全，查不出来，见 ledger audit"));
    };
    let told: Vec<String> = [
        (rules_changed, format!("改过考核口径{rules_changed}次")),
        (goalposts, format!("到期或办结后改过任务的评判依据{goalposts}处")),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(_, told)| told)
    .collect();
    (!told.is_empty()).then(|| format!("{when}{}，见 ledger audit", told.join("，")))
}
