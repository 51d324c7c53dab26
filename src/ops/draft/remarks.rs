//! What the clerk should know of a registration, said once of all tasks rather than of each.

use chrono::{Datelike, NaiveDate};

use super::Registering;
use crate::core::draft::{DraftPhase, DraftTask};
use crate::core::nearest::nearest;
use crate::core::phase::Phase;
use crate::core::settings::Settings;
use crate::core::task::Repeat;

/// How many names are said before it is `等`.
const NAMED: usize = 5;

/// What was noticed on the way.
#[derive(Default)]
pub(super) struct Remarks {
    /// Tasks that the ledger had already.
    pub(super) registered: usize,
    /// Recurring duties whose days had to be chosen.
    pub(super) spans: Vec<(String, Repeat)>,
    phases: Vec<String>,
    strangers: Vec<String>,
    late: usize,
    undated: usize,
    leaderless: usize,
    years: Vec<i32>,
}

impl Remarks {
    /// A phase that the ledger has, though not with the day of the plan.
    pub(super) fn phase(&mut self, name: &str, known: Option<&Phase>, found: &DraftPhase) {
        let Some(known) = known else { return };
        match (known.end, found.end) {
            (None, Some(day)) => self.phases.push(format!(
                "台账里的阶段“{name}”没有截止日，方案写的是 {day}；没有改，需要的请在 ledger.toml 里补上"
            )),
            (Some(there), Some(day)) if there != day => self
                .phases
                .push(format!("阶段“{name}”在台账里截止 {there}，方案写的是 {day}；没有改，请核对")),
            _ => {}
        }
    }

    /// A task that is registered.
    pub(super) fn task(&mut self, task: &DraftTask, settings: &Settings, today: NaiveDate) {
        let offices = || settings.offices.iter().map(|office| office.name.as_str());
        for name in task.lead.iter().chain(&task.support) {
            if offices().next().is_some()
                && !offices().any(|known| known == name)
                && !self.strangers.contains(name)
            {
                self.strangers.push(name.clone());
            }
        }
        let due = task.due.filter(|_| !task.long_term && task.repeat.is_none());
        let phase = settings.phase(task.phase.as_deref()).and_then(|phase| phase.end);
        let deadline = [due, phase].into_iter().flatten().min();
        let has_deadline = deadline.is_some() || task.long_term || task.repeat.is_some();
        self.late +=
            usize::from(!task.long_term && task.repeat.is_none() && deadline.is_some_and(|day| day < today));
        self.undated += usize::from(!has_deadline);
        self.leaderless += usize::from(task.lead.is_none());
        self.years.extend(task.due.map(|day| day.year()));
    }

    pub(super) fn said(mut self, request: &Registering<'_>) -> Vec<String> {
        let settings = &request.ledger.settings;
        let mut said = std::mem::take(&mut self.phases);
        if self.registered > 0 {
            said.push(format!("有 {} 项台账里已经有了（名称和依据都一样），没有再登记", self.registered));
        }
        if let Some((_, first)) = self.spans.first() {
            let (from, until) = (days(first.from), days(first.until));
            said.push(format!(
                "{}按频次办理，方案没有写明起止，缺的按登记当月起、台账年度末止（或 --from、--until）补上了，如 {from} 至 {until}；不合适的请先 ledger undo，\
                 再用 --from、--until 写明",
                several(self.spans.iter().map(|(title, _)| title.as_str()), "项")
            ));
        }
        if !self.strangers.is_empty() {
            let offices: Vec<&str> = settings.offices.iter().map(|office| office.name.as_str()).collect();
            let near = |name: &String| match nearest(name, offices.iter().copied()) {
                Some(near) => format!("{name}（是不是“{near}”？）"),
                None => name.clone(),
            };
            let names: Vec<String> = self.strangers.iter().map(near).collect();
            said.push(format!(
                "{}没有在 ledger.toml 里登记为科室",
                several(names.iter().map(String::as_str), "个单位")
            ));
        }
        if self.late > 0 {
            said.push(format!("有 {} 项的时限已经过去，登记后就是逾期", self.late));
        }
        for (count, what) in [(self.undated, "时限待定"), (self.leaderless, "没有牵头单位")] {
            if count > 0 {
                said.push(format!("有 {count} 项{what}，请用 ledger set 补上"));
            }
        }
        if !self.years.is_empty() && !self.years.contains(&settings.year) {
            said.push(format!("方案的时限都不在台账年度 {} 年里；请核对是不是这一年的方案", settings.year));
        }
        said
    }
}

fn days(day: Option<NaiveDate>) -> String {
    day.map_or_else(|| "原定日期".to_owned(), |day| day.to_string())
}

/// `甲、乙、丙等 7 项`
fn several<'a>(names: impl ExactSizeIterator<Item = &'a str>, unit: &str) -> String {
    let count = names.len();
    let shown: Vec<&str> = names.take(NAMED).collect();
    let etc = if count > shown.len() { format!("等 {count} {unit}") } else { String::new() };
    format!("{}{etc}", shown.join("、"))
}
