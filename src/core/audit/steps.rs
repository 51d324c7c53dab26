//! The rules about the steps in a task's life: what was changed behind them, and who may take them.

use chrono::NaiveDate;
use toml::Value;

use super::tasks::{Known, share};
use super::{Found, Rule, person, told};
use crate::core::calendar::Period;
use crate::core::change::Op;
use crate::core::entry::{EntryKind, LOG, LogEntry};
use crate::core::evaluation::Standing;
use crate::core::hand::is_same_person;
use crate::core::id::TaskId;
use crate::core::lifecycle::{Verb, finished_on};
use crate::core::revision::{Origin, Touch};
use crate::core::status::Status;
use crate::core::task::Task;
use crate::core::task_version::{beyond, entry_words};

/// What an extension is asked for.
pub(super) struct Asked<'a> {
    /// What is extended, where that is no task.
    pub(super) what: String,
    pub(super) task: Option<TaskId>,
    /// Who answers for it.
    pub(super) owner: Option<&'a str>,
    /// The deadline that it moves.
    pub(super) deadline: Option<NaiveDate>,
}

/// What an extension says of itself.
pub(super) struct Approval<'a> {
    pub(super) to: Option<NaiveDate>,
    pub(super) by: Option<&'a str>,
    pub(super) approved_by: Option<&'a str>,
    pub(super) date: NaiveDate,
    pub(super) approved_on: Option<NaiveDate>,
}

impl Found<'_> {
    /// Entries that were there and are not there any more as they were. What somebody wrote on this day they may still mend on
    /// it, while no deadline has passed.
    pub(super) fn rewritten(
        &mut self,
        touch: &Touch,
        known: Option<&Known>,
        before: Option<&Task>,
        after: &Task,
    ) {
        let before = match known.and_then(|known| self.slip(known, after)) {
            Some(dawn) => Some(dawn),
            None => before,
        };
        let nothing = Vec::new();
        let known = before.map_or(&nothing, |task| &task.log);
        let gone = beyond(known, &after.log);
        for gone in &gone {
            self.add(
                Rule::LogRewritten,
                Some(after.id),
                format!("原有的办理记录被改写或删除：{}", entry_words(gone)),
            );
        }
        if gone.is_empty()
            && touch.task_before().is_some()
            && before == touch.task_before()
            && is_rearranged(touch)
        {
            self.add(Rule::LogRewritten, Some(after.id), "原有的办理记录换了次序，或添改了别的栏".to_owned());
        }
    }

    /// What the task was before this hand began with it today, where it is still to be mended.
    fn slip<'a>(&self, known: &'a Known, after: &Task) -> Option<&'a Task> {
        let dawn = known.at_dawn(self.law.kept.day, &self.revision.hands)?;
        let is_open = |task: &Task| !self.has_passed(task);
        let is_edit = self.origin == Origin::Program(Op::Edit);
        (is_edit && is_open(dawn) && is_open(after)).then_some(dawn)
    }

    /// A status, a day of finishing or an entry of the life cycle that did not come from its verb.
    pub(super) fn bypassed(
        &mut self,
        known: Option<&Known>,
        before: Option<&Task>,
        after: &Task,
        fresh: &[&LogEntry],
    ) {
        let is_come_by = match self.origin {
            // Their licences are held to the letter.
            Origin::Program(Op::Edit | Op::Import | Op::Undo) => false,
            Origin::Program(_) => true,
            _ => false,
        };
        // What cannot have been done so is said already.
        if is_come_by || self.is_forged {
            return;
        }
        let Some(what) = moved_on(before, after, fresh) else { return };
        match (self.origin, before) {
            // A sheet tells how far its tasks are when they are new.
            (Origin::Program(Op::Import), None) => return,
            (Origin::Program(Op::Import), Some(before)) if is_imported(before, after, fresh) => return,
            (Origin::Program(Op::Edit), Some(_)) => {
                let dawn = known.and_then(|known| self.slip(known, after));
                if dawn.is_some_and(|dawn| leads_to(dawn, after, &beyond(&after.log, &dawn.log))) {
                    return;
                }
            }
            _ => {}
        }
        let how = match before {
            None => "新建时就写了",
            Some(_) => "没有走办理命令，改了",
        };
        self.add(Rule::Bypassed, Some(after.id), format!("{how}{what}"));
    }

    pub(super) fn extension(&mut self, before: &Task, entry: &LogEntry) {
        let asked = Asked {
            what: String::new(),
            task: Some(before.id),
            owner: before.owner.as_deref(),
            deadline: self.moved(before, entry),
        };
        let approval = Approval {
            to: entry.to,
            by: entry.by.as_deref(),
            approved_by: entry.approved_by.as_deref(),
            date: entry.date,
            approved_on: entry.approved_on,
        };
        self.approval(&asked, &approval);
    }

    /// What an extension, of a task or of a phase, gives reason to ask: who approved it, and when.
    pub(super) fn approval(&mut self, asked: &Asked<'_>, approval: &Approval<'_>) {
        let name = approval.approved_by.map(str::trim).unwrap_or_default();
        let to = approval.to.map(|to| format!("到 {to}")).unwrap_or_default();
        let what = &asked.what;
        if name.is_empty() {
            self.add(Rule::Unapproved, asked.task, format!("{what}延期{to}，没有批准人"));
        } else if let Some(why) = self.is_own_approval(asked, approval, name) {
            self.add(Rule::SelfApproved, asked.task, format!("{what}延期{to}，批准人{name}{why}"));
        }
        let Some(deadline) = asked.deadline else { return };
        // Of a task, what git made anew is told of as a late arrival; of a phase, nothing else asks.
        let made = if asked.task.is_some() { self.made() } else { self.law.kept.claimed };
        if asked.task.is_none() && approval.date > self.law.kept.day {
            let detail = format!("{what}的延期写在以后（{}）", approval.date);
            self.add(Rule::Clock, None, detail);
        }
        // It was kept then at the earliest, whatever it says; an approval has its own day, if it was soon recorded.
        let day = match approval.approved_on {
            Some(day) if day <= made && self.lag(day, made) <= self.slack() => day,
            _ => approval.date.max(made),
        };
        if day > deadline {
            let days = (day - deadline).num_days();
            let detail = format!("{what}时限 {deadline} 已过 {days} 天，才登记延期{to}");
            self.add(Rule::LateExtension, asked.task, detail);
        }
    }

    /// Why an extension is approved by somebody who cannot: whoever asks for it, or nobody at all.
    fn is_own_approval(
        &self,
        asked: &Asked<'_>,
        approval: &Approval<'_>,
        name: &str,
    ) -> Option<&'static str> {
        let is = |other: &str| is_same_person(other, name);
        // A name that only looks like somebody's is nobody's.
        let is_just = |other: &str| other.trim() == name;
        if self.revision.hands.iter().any(|hand| hand.is_called(name)) || approval.by.is_some_and(is) {
            return Some("就是登记人");
        }
        if asked.owner.is_some_and(is) {
            return Some("就是责任人");
        }
        let people = self.law.before.people();
        let is_among = |people: &[&str]| people.iter().any(|known| is_just(known));
        match (people.is_empty(), is_among(&people)) {
            (true, _) => None,
            (false, false) => Some("不在设置的人员里"),
            (false, true) => {
                // On the day a ledger is founded, everybody is new to it.
                let before = self.law.dawn.people();
                (!before.is_empty() && !is_among(&before)).then_some("当天才写进设置的人员里")
            }
        }
    }

    /// The deadline that an extension moves: the one in force by then, or an earlier one that it owns up to.
    pub(super) fn moved(&self, before: &Task, entry: &LogEntry) -> Option<NaiveDate> {
        let standing = Standing::on(before, self.law.before, self.law.kept.day);
        let of_period = entry.period.as_deref().and_then(Period::parse);
        let in_force = match (&standing.schedule, of_period) {
            (Some(schedule), Some(period)) => schedule.find(period).map(|owed| owed.due),
            _ => standing.deadline.date,
        };
        in_force.into_iter().chain(entry.from).min()
    }

    pub(super) fn acceptance(
        &mut self,
        known: Option<&Known>,
        before: Option<&Task>,
        after: &Task,
        entry: &LogEntry,
    ) {
        // Whoever reported it done last before this entry; both may be new.
        let at = after.log.iter().position(|other| other == entry).unwrap_or(after.log.len());
        let reporter = after.log[..at].iter().rev().find(|other| other.kind == EntryKind::Verb(Verb::Done));
        let reporter = reporter.and_then(|other| other.by.as_deref());
        let reporter = reporter.or(before.and_then(Task::reported_done_by));
        let by = entry.by.as_deref();
        if !Verb::Accept.may_be_said_by(by, reporter) {
            let detail = format!("{}自己报的办结，自己核销", person(by.map(str::trim)));
            self.add(Rule::SelfAccepted, Some(after.id), detail);
            return;
        }
        let hands = &self.revision.hands;
        let mark = known.and_then(|known| known.reported.as_ref());
        let is_same = mark.is_some_and(|mark| share(&mark.hands, hands));
        let recorders = &self.law.before.audit.recorders;
        let records_for_all = hands.iter().all(|hand| recorders.iter().any(|name| hand.is_called(name)));
        if is_same && !records_for_all {
            let detail = format!(
                "报办结和核销都是{}存入的（核销人写的是{}）",
                self.revision.author(),
                person(by.map(str::trim))
            );
            self.add(Rule::SameHand, Some(after.id), detail);
        }
    }

    pub(super) fn review(&mut self, before: Option<&Task>, after: &Task, fresh: &[&LogEntry]) {
        let was = before.map(|task| &task.status);
        let asks = self.law.before.closing.review || self.law.after.closing.review;
        // A sheet that is taken in tells what was finished before there was a ledger.
        let is_taken_over = before.is_none() && self.origin == Origin::Program(Op::Import);
        if !asks || is_taken_over || after.status != Status::Done || was == Some(&Status::Done) {
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

/// Whether the log that was there stands in another order, or says more, in the log as it is, though every entry can be found
/// again. New ones may stand between: git joins two logs by their days when it makes a commit anew.
fn is_rearranged(touch: &Touch) -> bool {
    let entries = |record: Option<&Value>| record.and_then(Value::as_array).cloned().unwrap_or_default();
    let [before, after] = [&touch.before, &touch.after].map(|side| {
        entries(side.as_ref().and_then(|record| record.table()).and_then(|table| table.get(LOG)))
    });
    let mut left = before.iter();
    let mut next = left.next();
    for entry in &after {
        if next == Some(entry) {
            next = left.next();
        }
    }
    next.is_some()
}

/// What of a task's life is different, in words; none where it goes on as it was.
fn moved_on(before: Option<&Task>, after: &Task, fresh: &[&LogEntry]) -> Option<String> {
    let todo = Task::default();
    let before = before.unwrap_or(&todo);
    let mut what = Vec::new();
    if before.status != after.status {
        what.push(format!("状态（{} → {}）", before.status.label(), after.status.label()));
    }
    if before.done_on != after.done_on {
        what.push(format!("办结日期（{} → {}）", told(before.done_on), told(after.done_on)));
    }
    let steps = fresh.iter().filter(|entry| is_step(&entry.kind));
    what.extend(steps.map(|entry| format!("“{}”记录", entry.kind.label())));
    (!what.is_empty()).then(|| what.join("、"))
}

/// Whether an entry is a step in a task's life; what is noted of it changes nothing.
fn is_step(kind: &EntryKind) -> bool {
    matches!(kind, EntryKind::Verb(verb) if *verb != Verb::Note)
}

/// Whether taking in a sheet can have made it so: one step on, with the verb that leads there, and what the sheet notes.
fn is_imported(before: &Task, after: &Task, fresh: &[&LogEntry]) -> bool {
    let steps: Vec<&&LogEntry> = fresh.iter().filter(|entry| is_step(&entry.kind)).collect();
    let is_leading = |entry: &&&LogEntry| {
        [false, true].into_iter().any(|says| {
            Verb::leading(&before.status, &after.status, says).map(EntryKind::Verb).as_ref()
                == Some(&entry.kind)
        })
    };
    match steps.as_slice() {
        // A day that a finished task had lacked.
        [] => {
            let adds_day = before.done_on.is_none() && before.status.is_finished();
            (before.status == after.status || before.status == Status::Todo && after.status == Status::Doing)
                && (before.done_on == after.done_on || adds_day)
        }
        [step] => is_leading(step) && leads_to(before, after, fresh),
        _ => false,
    }
}

/// Whether these entries, verb by verb, lead from what the task was to what it is.
fn leads_to(before: &Task, after: &Task, fresh: &[&LogEntry]) -> bool {
    let mut reached = vec![Task { log: Vec::new(), ..before.clone() }];
    for entry in fresh {
        let EntryKind::Verb(verb) = entry.kind else { continue };
        let mut next = Vec::new();
        for task in &reached {
            if !verb.allowed_from().contains(&task.status) {
                continue;
            }
            let mut ends = vec![verb.leads(&task.status, true), verb.leads(&task.status, false)];
            // One occurrence of a recurring duty closes nothing but the last.
            ends.extend((verb == Verb::Done && entry.period.is_some()).then(|| task.status.clone()));
            ends.dedup();
            next.extend(ends.into_iter().map(|status| Task {
                done_on: if status == task.status {
                    task.done_on
                } else {
                    finished_on(task, &status, entry.day())
                },
                status,
                ..task.clone()
            }));
        }
        reached = next;
    }
    reached.iter().any(|task| task.status == after.status && task.done_on == after.done_on)
}
