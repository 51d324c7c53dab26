//! 督办 as short messages, one a person, ready to paste into a chat.

use chrono::{Datelike, NaiveDate};

use crate::core::notice::{Cause, Urgency};
use crate::core::text::one_line;
use crate::printout::labels::{days_late, days_left, month_day};
use crate::printout::{Occasion, left_out};
use crate::report::notice::{Notices, Slip};

/// Whom a message is for.
#[derive(PartialEq)]
enum To<'a> {
    Person(&'a str),
    Office(&'a str),
    Nobody,
}

impl<'a> To<'a> {
    fn of(slip: &Slip<'a>) -> Self {
        match (slip.judged.task.owner.as_deref(), slip.judged.task.lead.as_deref()) {
            (Some(owner), _) => Self::Person(owner),
            (None, Some(office)) => Self::Office(office),
            (None, None) => Self::Nobody,
        }
    }
}

/// A message for each 责任人, or for the office where nobody is named, with an empty line between them.
pub fn messages(notices: &Notices<'_>, occasion: Occasion<'_>) -> String {
    let mut groups: Vec<(To<'_>, Vec<&Slip<'_>>)> = Vec::new();
    for slip in &notices.slips {
        let to = To::of(slip);
        match groups.iter_mut().find(|(known, _)| *known == to) {
            Some((_, slips)) => slips.push(slip),
            None => groups.push((to, vec![slip])),
        }
    }
    let mut all: Vec<String> = left_out(occasion.unread).into_iter().collect();
    if groups.is_empty() {
        all.push("没有需要督办的任务".to_owned());
    }
    all.extend(groups.iter().map(|(to, slips)| message(to, slips, notices, occasion)));
    all.join("\n\n") + "\n"
}

fn message(to: &To<'_>, slips: &[&Slip<'_>], notices: &Notices<'_>, occasion: Occasion<'_>) -> String {
    let count = slips.len();
    let (to, whose) = match to {
        To::Person(name) => (format!("{}同志：您", plain(name)), "负责"),
        To::Office(name) => (format!("{}：你单位", plain(name)), "牵头"),
        To::Nobody => ("以下工作未列责任人和牵头单位，请尽快明确：".to_owned(), ""),
    };
    let items: Vec<String> =
        slips.iter().enumerate().map(|(at, slip)| item(at, count, slip, occasion)).collect();
    let head = match (whose, count) {
        ("", _) => String::new(),
        (whose, 1) => format!("{whose}的"),
        (whose, count) => format!("{whose}的{count}项工作请抓紧："),
    };
    let hurry = if head.ends_with('：') { "请" } else { "请抓紧，" };
    format!(
        "【督办】{to}{head}{}。{hurry}{}——{}　{}",
        items.join("；"),
        closing(slips, notices.reply_by),
        plain(notices.issuer),
        month_day(occasion.today),
    )
}

fn item(at: usize, count: usize, slip: &Slip<'_>, occasion: Occasion<'_>) -> String {
    let (task, standing) = (slip.judged.task, &slip.judged.standing);
    let mut parts = Vec::new();
    if slip.is_blocked() {
        parts.push("工作受阻".to_owned());
    }
    if slip.cause == Cause::Behind {
        parts.push("进度滞后".to_owned());
    }
    parts.extend(standing.deadline.date.map(|day| {
        let year =
            if day.year() == occasion.today.year() { String::new() } else { format!("{}年", day.year()) };
        format!("时限{year}{}", month_day(day))
    }));
    parts.extend(match (slip.cause, standing.days_overdue, standing.days_left) {
        (_, Some(days), _) => Some(format!("已{}", days_late(days))),
        (_, None, Some(0)) => Some("今天到期".to_owned()),
        (Cause::Soon, None, Some(days)) => Some(format!("还{}", days_left(days))),
        _ => None,
    });
    let (named, all) = slip.named();
    parts.extend(named.iter().map(|owed| {
        let word = if owed.is_missed(occasion.today) { "欠" } else { "还要办" };
        format!("{}{word}{}次", owed.period.label(), owed.missing())
    }));
    parts.extend(all.map(|all| format!("共{all}个周期欠办")));
    let mark = if count > 1 { mark(at) } else { String::new() };
    format!("{mark}《{}》（{}）{}", plain(&task.title), task.id, parts.join("，"))
}

/// What is asked, by the most pressing of them.
fn closing(slips: &[&Slip<'_>], reply_by: NaiveDate) -> String {
    let by = month_day(reply_by);
    match slips.iter().map(|slip| slip.cause.urgency()).min() {
        Some(Urgency::Red) => format!("于{by}前办结并反馈，有困难请说明。"),
        Some(Urgency::Yellow) => format!("于{by}前反馈原因和下一步安排，需要协调的请一并说明。"),
        _ => format!("于{by}前反馈进展，确保按期办结，有困难请提前说明。"),
    }
}

/// ① to ⑳, and （21） from there on.
fn mark(at: usize) -> String {
    let circled = u32::try_from(at).ok().filter(|at| *at < 20).and_then(|at| char::from_u32(0x2460 + at));
    circled.map_or_else(|| format!("（{}）", at + 1), String::from)
}

/// On one line, whatever somebody wrote into a title.
fn plain(text: &str) -> String {
    one_line(text, usize::MAX)
}
