//! The rules about days: what a commit or an entry states, and when it was kept.

use chrono::NaiveDate;

use super::{Found, Rule};
use crate::core::entry::{EntryKind, LogEntry};
use crate::core::lifecycle::Verb;
use crate::core::task::Task;
use crate::core::workday::NATIONAL;

/// 补记的宽限: how many working days an entry may lie before the day it was kept, whatever the settings say.
const SLACK: i64 = 3;

/// From how many calendar days on nobody counts which of them are worked.
const LONG: i64 = 60;

impl Found<'_> {
    /// Whether the commit states the day on which it was kept.
    pub(super) fn commit_clock(&mut self) {
        let (stated, kept) = (self.revision.day, self.law.kept);
        if kept.is_stated {
            return;
        }
        // What states no day is told with that of another commit.
        let what = if stated == kept.day {
            "写的日期不是日期".to_owned()
        } else {
            format!("自称 {stated}")
        };
        // Of a step in one task's life, the task is what it is about.
        let task = match self.revision.tasks.as_slice() {
            [only] => Some(*only),
            _ => None,
        };
        self.add(
            Rule::Clock,
            task,
            format!("提交{what}，和前后的提交对不上，按 {} 存入算（{}）", kept.day, self.revision.sentence),
        );
    }

    /// Entries that lie ahead of the day on which they were kept.
    pub(super) fn ahead(&mut self, after: &Task, fresh: &[&LogEntry]) {
        let kept = self.law.kept.day;
        let Some(entry) =
            fresh.iter().filter(|entry| entry.date.max(entry.day()) > kept).max_by_key(|entry| entry.date)
        else {
            return;
        };
        let detail =
            format!("{}的“{}”写在以后，{kept} 就已经存入", entry.date.max(entry.day()), entry.kind.label());
        self.add(Rule::Clock, Some(after.id), detail);
    }

    /// Entries and days of finishing that lie well before the day on which they were kept.
    pub(super) fn backdated(&mut self, before: Option<&Task>, after: &Task, fresh: &[&LogEntry]) {
        let made = self.made();
        let is_late = |day: NaiveDate| self.lag(day, made) > self.slack();
        let mut late: Vec<(NaiveDate, String)> = Vec::new();
        for entry in fresh.iter().filter(|entry| is_late(entry.day())) {
            late.push((entry.day(), format!("{}的“{}”", entry.day(), entry.kind.label())));
        }
        let done_on = after.done_on.filter(|done| before.and_then(|task| task.done_on) != Some(*done));
        if let Some(done) = done_on.filter(|done| is_late(*done)) {
            let told =
                fresh.iter().any(|entry| entry.kind == EntryKind::Verb(Verb::Done) && entry.day() == done);
            if !told {
                late.push((done, format!("办结日期 {done}")));
            }
        }
        late.sort();
        let Some((day, what)) = late.first() else { return };
        let others = match late.len() {
            1 => String::new(),
            count => format!("等 {count} 处"),
        };
        let (stated, kept) = (self.revision.day, self.law.kept);
        let when = if kept.is_stated {
            format!("{made} 才存入")
        } else {
            format!("提交自称 {stated}，按前后的提交是 {made}")
        };
        let days = (made - *day).num_days();
        self.add(Rule::Backdated, Some(after.id), format!("{what}{others}，{when}，晚了 {days} 天"));
    }

    /// The day on which the work of this commit was kept first: when git makes a commit anew, behind what others did, its author's
    /// day stays. Steps that come behind their deadline so are told of as late arrivals.
    pub(super) fn made(&self) -> NaiveDate {
        let [author, committer] = &self.revision.hands;
        let is_moved = self.law.kept.is_stated && author.is(committer) && !self.revision.is_merge();
        let kept = self.law.kept.day;
        if is_moved { self.revision.authored.min(kept) } else { kept }
    }

    /// How many working days lie between: by the settings' calendar or the country's, whichever counts more.
    pub(super) fn lag(&self, from: NaiveDate, to: NaiveDate) -> i64 {
        let days = (to - from).num_days();
        if days <= 0 || days > LONG {
            return days;
        }
        let own = self.law.before.holidays.workdays_after(from, to);
        let national = NATIONAL.workdays_after(from, to);
        i64::try_from(own.max(national)).unwrap_or(days)
    }

    /// How many working days are let pass: by the settings before the commit, and never more than the usual.
    pub(super) fn slack(&self) -> i64 {
        i64::from(self.law.before.audit.backdate_days).min(SLACK)
    }
}
