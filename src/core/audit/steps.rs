//! The rules about the log: entries that came late, were changed, or should have been written by somebody else.

use chrono::NaiveDate;

use super::{Found, Rule, person, reported_done_by};
use crate::core::calendar::Period;
use crate::core::entry::{EntryKind, LogEntry};
use crate::core::evaluation::Standing;
use crate::core::lifecycle::Verb;
use crate::core::status::Status;
use crate::core::task::Task;
use crate::core::task_version::{beyond, entry_words};

impl Found<'_> {
    /// What the entries of a task, old and new, give reason to ask.
    pub(super) fn entries(&mut self, before: Option<&Task>, after: &Task) {
        let nothing = Vec::new();
        let known = before.map_or(&nothing, |task| &task.log);
        for gone in beyond(known, &after.log) {
            self.add(
                Rule::LogRewritten,
                Some(after.id),
                format!("原有的办理记录被改写或删除：{}", entry_words(gone)),
            );
        }
        let fresh = beyond(&after.log, known);
        self.backdated(before, after, &fresh);
        for entry in &fresh {
            match entry.kind {
                EntryKind::Verb(Verb::Extend) => self.extension(before.unwrap_or(after), entry),
                EntryKind::Verb(Verb::Accept) => self.acceptance(before, after, entry),
                _ => {}
            }
        }
        self.review(before, after, &fresh);
    }

    fn backdated(&mut self, before: Option<&Task>, after: &Task, fresh: &[&LogEntry]) {
        let (kept, allowed) = (self.kept(), self.law.backdate_days);
        let lag = |day: NaiveDate| (kept - day).num_days();
        let mut late: Vec<(i64, String)> = Vec::new();
        for entry in fresh.iter().filter(|entry| lag(entry.day()) > allowed) {
            late.push((lag(entry.day()), format!("{}的“{}”", entry.day(), entry.kind.label())));
        }
        let done_on = after.done_on.filter(|done| before.and_then(|task| task.done_on) != Some(*done));
        if let Some(done) = done_on.filter(|done| lag(*done) > allowed) {
            let told =
                fresh.iter().any(|entry| entry.kind == EntryKind::Verb(Verb::Done) && entry.day() == done);
            if !told {
                late.push((lag(done), format!("办结日期 {done}")));
            }
        }
        late.sort_by_key(|(days, _)| -*days);
        let Some((days, what)) = late.first() else { return };
        let others = match late.len() {
            1 => String::new(),
            count => format!("等 {count} 处"),
        };
        let stated = self.revision.day;
        let when = if kept == stated {
            format!("{kept} 才存入")
        } else {
            format!("提交自称 {stated}，可它前面的提交已经是 {kept}")
        };
        self.add(Rule::Backdated, Some(after.id), format!("{what}{others}，{when}，晚了 {days} 天"));
    }

    fn extension(&mut self, before: &Task, entry: &LogEntry) {
        let name = entry.approved_by.as_deref().map(str::trim).unwrap_or_default();
        let to = entry.to.map(|to| format!("到 {to}")).unwrap_or_default();
        if name.is_empty() {
            self.add(Rule::Unapproved, Some(before.id), format!("延期{to}，没有批准人"));
        }
        let Some(deadline) = self.moved(before, entry) else { return };
        // It was kept then at the earliest, whatever it says.
        let day = entry.date.max(self.kept());
        if day > deadline {
            let days = (day - deadline).num_days();
            let detail = format!("时限 {deadline} 已过 {days} 天，才登记延期{to}");
            self.add(Rule::LateExtension, Some(before.id), detail);
        }
    }

    /// The deadline that an extension moves: the one in force by then, or an earlier one that it owns up to.
    fn moved(&self, before: &Task, entry: &LogEntry) -> Option<NaiveDate> {
        let standing = Standing::on(before, self.law.before, self.kept());
        let of_period = entry.period.as_deref().and_then(Period::parse);
        let in_force = match (&standing.schedule, of_period) {
            (Some(schedule), Some(period)) => schedule.find(period).map(|owed| owed.due),
            _ => standing.deadline.date,
        };
        in_force.into_iter().chain(entry.from).min()
    }

    fn acceptance(&mut self, before: Option<&Task>, after: &Task, entry: &LogEntry) {
        // Whoever reported it done last before this entry; both may be new.
        let at = after.log.iter().position(|other| other == entry).unwrap_or(after.log.len());
        let reporter = after.log[..at].iter().rev().find(|other| other.kind == EntryKind::Verb(Verb::Done));
        let reporter = reporter.and_then(|other| other.by.as_deref()).or(before.and_then(reported_done_by));
        let by = entry.by.as_deref();
        if !Verb::Accept.may_be_said_by(by, reporter) {
            let detail = format!("{}自己报的办结，自己核销", person(by.map(str::trim)));
            self.add(Rule::SelfAccepted, Some(after.id), detail);
        }
    }

    fn review(&mut self, before: Option<&Task>, after: &Task, fresh: &[&LogEntry]) {
        let was = before.map(|task| &task.status);
        if !self.law.after.closing.review || after.status != Status::Done || was == Some(&Status::Done) {
            return;
        }
        let has = |kind: EntryKind| fresh.iter().any(|entry| entry.kind == kind);
        let reviewed = has(EntryKind::Verb(Verb::Accept))
            && (was == Some(&Status::Review) || has(EntryKind::Verb(Verb::Done)));
        if !reviewed {
            let from = was.map_or("新建", Status::label);
            let detail = format!("台账要求办结后由他人核销，却从“{from}”直接成了“已办结”");
            self.add(Rule::SkippedReview, Some(after.id), detail);
        }
    }
}
