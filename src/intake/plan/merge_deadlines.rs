//! One deadline out of many dates (完成时限与时间节点): what the sentences and the brackets of an item say, brought together.

use std::ops::Range;

use chrono::NaiveDate;

use super::date_scan::{self, Manner};
use super::deadline_phrase::Due;
use super::normal::Text;
use super::prose;
use crate::core::draft::{DraftTask, Milestone};

/// Deadlines of the sentences and of the brackets, brought together.
pub(super) fn settle(
    text: &Text,
    range: &Range<usize>,
    said: &[Due],
    told: &[(Range<usize>, Due)],
    task: &mut DraftTask,
) {
    let all = || said.iter().chain(told.iter().map(|(_, due)| due));
    let wording = told.first().map(|(time, _)| text.raw(time.clone()).trim().to_owned());
    let lasting = all().find_map(|due| due.lasting.clone());
    task.long_term = lasting.is_some();
    task.start = all().find_map(|due| due.start);
    let mut deadlines: Vec<(NaiveDate, Range<usize>)> = Vec::new();
    for deadline in all().flat_map(|due| &due.deadlines).filter(|deadline| !deadline.is_goal) {
        if !deadlines.iter().any(|(day, _)| *day == deadline.day) {
            deadlines.push((deadline.day, deadline.range.clone()));
        }
    }
    if deadlines.is_empty() && lasting.is_none() && told.is_empty() {
        let goal = all().flat_map(|due| &due.deadlines).find(|deadline| deadline.is_goal);
        deadlines.extend(goal.map(|goal| (goal.day, goal.range.clone())));
    }
    // 年内…，10月底前…: the closer date is the deadline.
    let loose: Vec<NaiveDate> = all()
        .flat_map(|due| &due.deadlines)
        .filter(|deadline| deadline.is_loose)
        .map(|deadline| deadline.day)
        .collect();
    if deadlines.len() > loose.len() {
        deadlines.retain(|(day, _)| !loose.contains(day));
    }
    let words = all().find_map(|due| due.words.clone());
    // What a bracket or a label says of when is the deadline, whatever other days the sentences speak of.
    let labelled = told.iter().flat_map(|(_, due)| &due.deadlines).filter(|deadline| !deadline.is_goal);
    let labelled = labelled.map(|deadline| deadline.day).max();
    let is_last = |day: &NaiveDate| labelled.is_none_or(|labelled| *day == labelled);
    let last = deadlines.iter().filter(|(day, _)| is_last(day)).max_by_key(|(day, _)| *day).cloned();
    task.due = last.as_ref().map(|(day, _)| *day).filter(|_| lasting.is_none());
    let told_date = told.iter().any(|(_, due)| !due.deadlines.is_empty() || due.lasting.is_some());
    task.due_text = match last {
        Some((_, at)) if !told_date => Some(text.raw(at).trim().to_owned()),
        _ => wording.or(words).or(lasting),
    };
    if deadlines.len() > 1 || (task.long_term && !deadlines.is_empty()) {
        let halves = prose::halves(prose::part(text.plain(), range.clone()));
        let starts: Vec<usize> = deadlines.iter().map(|(_, range)| range.start).collect();
        task.milestones = deadlines
            .into_iter()
            .map(|(due, at)| Milestone {
                due,
                due_text: text.raw(at.clone()).trim().to_owned(),
                content: by_then(text, range, &halves, &at, &starts),
            })
            .collect();
    }
}

/// What is to be done by one of several deadlines: its part of the sentence, up to the next deadline.
pub(super) fn by_then(
    text: &Text,
    range: &Range<usize>,
    halves: &[Range<usize>],
    at: &Range<usize>,
    starts: &[usize],
) -> String {
    let plain = text.plain();
    let half = halves.get(halves.partition_point(|half| range.start + half.end <= at.start));
    let half = half.map_or_else(|| range.clone(), |half| range.start + half.start..range.start + half.end);
    let before = starts.iter().any(|start| half.contains(start) && *start < at.start);
    let start = if before { at.start } else { half.start };
    let end = starts.iter().filter(|start| half.contains(start) && **start > at.start).min().copied();
    let stretch = prose::trim(plain, start..end.unwrap_or(half.end), &['。', ';', ',', '、']);
    text.raw(stretch).to_owned()
}

pub(super) fn inherit(due: &Due, task: &mut DraftTask) {
    task.due = due.deadlines.iter().map(|deadline| deadline.day).max().filter(|_| due.lasting.is_none());
    task.start = task.start.or(due.start);
    task.long_term = due.lasting.is_some();
    task.due_text = due.words.clone().or_else(|| due.lasting.clone());
}

/// Whether one half of the stretch has a date and another goes on for good.
pub(super) fn is_mixed(plain: &str, range: Range<usize>) -> bool {
    let Some(words) = plain.get(range) else { return false };
    let lasting =
        |half: &str| half.contains("长期坚持") || half.contains("持续推进") || half.contains("常态化");
    let halves = prose::halves(words);
    let dated = |half: &str| date_scan::find(half).iter().any(|date| date.manner == Manner::By);
    halves
        .iter()
        .any(|half| dated(prose::part(words, half.clone())) && !lasting(prose::part(words, half.clone())))
        && halves
            .iter()
            .any(|half| lasting(prose::part(words, half.clone())) && !dated(prose::part(words, half.clone())))
}
