//! The rules about merges: what they bring in late, and against whom they settle what both lines had changed.

use chrono::NaiveDate;

use super::goalposts::is_goalpost;
use super::tasks::{Hands, Tasks, share};
use super::{Found, Rule};
use crate::core::entry::{EntryKind, LogEntry};
use crate::core::field::Field;
use crate::core::lifecycle::Verb;
use crate::core::revision::{Deed, Junction, Oddity, Settled};
use crate::core::task::Task;
use crate::core::task_version::{beyond, label};

impl Found<'_> {
    /// What a merge brought to the line that goes on, and how it settled what both had changed. `lines` are the tasks of each of
    /// its lines, and `on` is the place of the one that goes on.
    pub(super) fn merge(&mut self, deed: &Deed, junction: &Junction, lines: &[Tasks], on: usize) {
        if let Some(oddity) = junction.oddity {
            let what = match oddity {
                Oddity::Many => "一次合并了两条以上的历史",
                Oddity::Contained => "合并的一边本来就在另一边的历史里",
                Oddity::Unrelated => "合并的两边没有共同的历史",
            };
            self.add(Rule::ByHand, None, format!("{what}，不是交换做得出来的（{}）", deed.revision.sentence));
        }
        for touch in junction.brought.get(on).into_iter().flatten() {
            let first = self.findings.len();
            let known = lines.get(on).and_then(|tasks| tasks.get(touch.id));
            let before = known.and_then(|known| known.task());
            if let Some(after) = touch.task_after() {
                let none = Vec::new();
                let fresh = beyond(&after.log, before.map_or(&none, |task| &task.log));
                self.arrival(before, after, &fresh);
                self.goalposts(touch, known, before, after);
                self.brighten(first, before, Some(after));
            }
        }
        for settled in &junction.settled {
            self.settled(settled, lines);
        }
    }

    /// Steps that are kept here only after the deadline that they bear on, though they say that they were taken before.
    pub(super) fn arrival(&mut self, before: Option<&Task>, after: &Task, fresh: &[&LogEntry]) {
        let kept = self.law.kept.claimed;
        let judged = before.unwrap_or(after);
        let late = fresh.iter().filter_map(|entry| {
            let deadline = self.bears_on(judged, entry)?;
            (entry.day() <= deadline && deadline < kept).then(|| (entry.day(), entry.kind.label(), deadline))
        });
        let said = late.min();
        let done_on = after.done_on.filter(|day| before.and_then(|task| task.done_on) != Some(*day));
        let finished = done_on
            .zip(self.deadline_of(judged))
            .filter(|(day, deadline)| day <= deadline && *deadline < kept);
        let Some((day, what, deadline)) = said.or(finished.map(|(day, deadline)| (day, "办结", deadline)))
        else {
            return;
        };
        let how = if self.law.kept.day < kept {
            format!("排在自称 {kept} 的提交后面")
        } else if self.revision.is_merge() {
            format!("{kept} 才随合并并入")
        } else {
            format!("{kept} 才变基后并入")
        };
        let detail = format!("{day}的“{what}”{how}，时限 {deadline} 已过；可能是离线所记，也可能是拨了时钟");
        self.add(Rule::LateArrival, Some(after.id), detail);
    }

    /// The deadline that a step bears on; none where it bears on none.
    fn bears_on(&self, task: &Task, entry: &LogEntry) -> Option<NaiveDate> {
        match entry.kind {
            EntryKind::Verb(Verb::Done | Verb::Extend | Verb::Cancel | Verb::Void) => self.moved(task, entry),
            _ => None,
        }
    }

    /// A conflict that was settled against a step, or a goalpost, of somebody else's.
    fn settled(&mut self, settled: &Settled, lines: &[Tasks]) {
        let Some(stands) = settled.side else { return };
        let other = 1 - stands.min(1);
        let Some(known) = lines.get(other).and_then(|tasks| tasks.get(settled.id)) else { return };
        if share(&known.touched.hands, &self.revision.hands) {
            return;
        }
        let rule = match Field::of_key(&settled.key) {
            Some(Field::Status | Field::DoneOn | Field::Progress) => Rule::Bypassed,
            Some(Field::Due | Field::Repeat | Field::LongTerm) => Rule::DeadlineMoved,
            Some(Field::Weight) => Rule::Goalposts,
            Some(field) if is_goalpost(field) && known.task().is_some_and(|task| self.has_passed(task)) => {
                Rule::Goalposts
            }
            // Two extensions both stay on record, and what nobody is judged by may be settled.
            _ => return,
        };
        let whose = &known.touched.hands[0].name;
        let detail = format!("合并时{}没有用{whose}改的，用了另一边的", label(&settled.key));
        self.add(rule, Some(settled.id), detail);
    }
}

/// Which line of a merge goes on, by its parent's place: the first, unless that has only what the one who merged had made himself
/// and the other one has somebody else's. What one brings to the others arrives, in whatever order git was told.
pub fn going_on(junction: &Junction, merger: &Hands, hands: impl Fn(&str) -> Option<Hands>) -> usize {
    let is_own = |commit: &String| hands(commit).is_some_and(|hands| share(&hands, merger));
    let [first, second] = &junction.apart;
    let swapped = !first.is_empty() && first.iter().all(is_own) && !second.iter().all(is_own);
    usize::from(swapped)
}
